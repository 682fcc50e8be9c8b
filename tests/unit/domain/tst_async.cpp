#include "network/async/answer.h"
#include "network/async/sleep.h"
#include "network/async/whendone.h"

#include <QTest>

using namespace latchkey;

//! A future of ours finishes once, with one result, whatever happens to whom.
class TestAsync : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstDeliveryCounts()
    {
        Answer<int> answer;
        answer.deliver(1);
        answer.deliver(2);
        QCOMPARE(answer.future().resultCount(), 1);
        QCOMPARE(answer.future().result().value(), 1);
    }

    void aDroppedAnswerIsCancelled()
    {
        QFuture<Result<int>> future;
        {
            Answer<int> answer;
            future = answer.future();
        }
        QVERIFY(future.isFinished());
        QVERIFY(!future.isCanceled());
        QCOMPARE(future.result().error().kind, Error::Kind::Cancelled);
    }

    void whenDoneActsFromTheEventLoop()
    {
        int got = 0;
        whenDone(finished<int>(7), this, [&got](const Result<int> &result) { got = *result; });
        QCOMPARE(got, 0);
        QTRY_COMPARE(got, 7);
    }

    void whenDoneForgetsWithItsContext()
    {
        bool acted = false;
        auto answer = std::make_shared<Answer<int>>();
        {
            QObject context;
            whenDone(answer->future(), &context, [&acted](const Result<int> &) { acted = true; });
        }
        answer->deliver(1);
        QCoreApplication::processEvents();
        QVERIFY(!acted);
    }

    void aSleepEndsWithItsStop()
    {
        std::stop_source stop;
        const QFuture<Result<void>> sleep = sleepFor(std::chrono::hours(1), stop.get_token());
        QVERIFY(!sleep.isFinished());
        stop.request_stop();
        QTRY_VERIFY(sleep.isFinished());
        QCOMPARE(sleep.result().error().kind, Error::Kind::Cancelled);
    }

    void aSleepThatIsStoppedBeforehandDoesNotBegin()
    {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(sleepFor(std::chrono::hours(1), stop.get_token()).isFinished());
    }

    void aSleepEndsByItself()
    {
        const QFuture<Result<void>> sleep = sleepFor(std::chrono::milliseconds(1), {});
        QTRY_VERIFY(sleep.isFinished());
        QVERIFY(sleep.result().has_value());
    }
};

QTEST_GUILESS_MAIN(TestAsync)
#include "tst_async.moc"
