#include "tests/faults/bench.h"

#include <QThread>

#include <atomic>
#include <thread>

//! Stopping, and the client's end: every future finishes, and nobody touches what is gone.
namespace latchkey::test {

using std::chrono::milliseconds;

namespace {

//! Writes to something that its owner will take away when the future has finished.
class BorrowingReader : public BodyReader
{
public:
    explicit BorrowingReader(std::shared_ptr<std::atomic<bool>> alive) : m_alive(std::move(alive)) { }
    Result<void> read(QByteArrayView) override
    {
        ++reads;
        QThread::msleep(30);
        if (!*m_alive)
            usedAfter = true;
        return {};
    }
    Result<void> end() override { return {}; }

    std::atomic<int> reads = 0;
    std::atomic<bool> usedAfter = false;

private:
    std::shared_ptr<std::atomic<bool>> m_alive;
};

} // namespace

class TestLifecycle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stoppedBeforehandNothingIsSent();
    void stoppedInTheQueueNothingIsSent();
    void stoppedUnderWayAMutationIsWaitedFor_data();
    void stoppedUnderWayAMutationIsWaitedFor();
    void stoppedUnderWayAMutationEndsAtItsDeadline();
    void stoppedFromAnotherThread();
    void stoppedAfterTheEndChangesNothing();
    void aStoppedReadIsNotTriedAgain();
    void aStoppedListLeavesItsReaderAlone();
    void theClientsEndFinishesEveryFuture();
    void theClientsEndLeavesReadersAlone();
};

void TestLifecycle::stoppedBeforehandNothingIsSent()
{
    FaultServer server({answer(200)});
    Desk desk(server.baseUrl());
    std::stop_source source;
    source.request_stop();
    COMPARE_WORDS(await(desk.client->send(requestOf(Method::Delete), source.get_token())), "cancelled no");
    QCOMPARE(server.connectionCount(), 0);
}

void TestLifecycle::stoppedInTheQueueNothingIsSent()
{
    FaultServer server({answer(200)});
    Desk desk(server.baseUrl());
    desk.limiter.pause(std::chrono::minutes(1));
    std::stop_source source;
    const auto future = desk.client->send(requestOf(Method::Delete), source.get_token());
    QTest::qWait(20);
    source.request_stop();
    COMPARE_WORDS(await(future), "cancelled no");
    QCOMPARE(server.connectionCount(), 0);
}

void TestLifecycle::stoppedUnderWayAMutationIsWaitedFor_data()
{
    QTest::addColumn<Reaction>("reaction");
    QTest::addColumn<QString>("words");
    const Reaction pause = wait(milliseconds(200));
    QTest::newRow("before the answer") << pause + answer(204) << QStringLiteral("204");
    QTest::newRow("in the answer's head")
        << bytes("HTTP/1.1 204 No") + pause + bytes(" Content\r\n\r\n") << QStringLiteral("204");
    QTest::newRow("in the answer's body")
        << head(200, {{"Content-Length", "2"}}) + bytes("[") + pause + bytes("]") << QStringLiteral("200");
    QTest::newRow("in a refusal's body") << head(403, {{"Content-Length", "2"}}) + bytes("{") + pause + bytes("}")
                                         << QStringLiteral("forbidden answered 403");
}

void TestLifecycle::stoppedUnderWayAMutationIsWaitedFor()
{
    QFETCH(Reaction, reaction);
    QFETCH(QString, words);
    FaultServer server({reaction});
    Desk desk(server.baseUrl());
    std::stop_source source;
    const auto future = desk.client->send(requestOf(Method::Delete), source.get_token());
    QTRY_COMPARE(server.requestCount(), 1);
    QTest::qWait(30);
    source.request_stop();
    QCOMPARE(wordsOf(await(future)), words);
    QCOMPARE(server.requestCount(), 1);
}

void TestLifecycle::stoppedUnderWayAMutationEndsAtItsDeadline()
{
    FaultServer server({stall()});
    Timing timing = patientTiming();
    timing.call = milliseconds(300);
    Desk desk(server.baseUrl(), timing);
    std::stop_source source;
    const auto future = desk.client->send(requestOf(Method::Delete), source.get_token());
    QTRY_COMPARE(server.requestCount(), 1);
    source.request_stop();
    COMPARE_WORDS(await(future), "timedOut maybe");
}

void TestLifecycle::stoppedFromAnotherThread()
{
    FaultServer server({stall()});
    Desk desk(server.baseUrl());
    std::stop_source source;
    const auto future = desk.client->send(requestOf(Method::Get), source.get_token());
    QTRY_COMPARE(server.requestCount(), 1);
    std::thread([&source] { source.request_stop(); }).join();
    COMPARE_WORDS(await(future), "cancelled maybe");
}

void TestLifecycle::stoppedAfterTheEndChangesNothing()
{
    FaultServer server({answer(200)});
    std::stop_source source;
    {
        Desk desk(server.baseUrl());
        const auto future = desk.client->send(requestOf(Method::Get), source.get_token());
        COMPARE_WORDS(await(future), "200");
        source.request_stop();
        COMPARE_WORDS(desk.send(requestOf(Method::Get)), "200");
    }
    source.request_stop();
}

void TestLifecycle::aStoppedReadIsNotTriedAgain()
{
    FaultServer server({answer(503, "{}", {{"Retry-After", "600"}})});
    Desk desk(server.baseUrl(), patientTiming(), 3);
    std::stop_source source;
    const auto future = desk.client->send(requestOf(Method::Get), source.get_token());
    QTRY_COMPARE(int(desk.traffic.entries().size()), 1);
    source.request_stop();
    COMPARE_WORDS(await(future), "cancelled maybe");
    QCOMPARE(server.requestCount(), 1);
}

void TestLifecycle::aStoppedListLeavesItsReaderAlone()
{
    FaultServer server({head(200) + flood(QByteArray(1 << 16, 'x'), 1 << 20)});
    Desk desk(server.baseUrl());
    const auto alive = std::make_shared<std::atomic<bool>>(true);
    const auto reader = std::make_shared<BorrowingReader>(alive);
    std::stop_source source;
    const auto future = desk.client->stream(requestOf(Method::Get), reader, source.get_token());
    QTRY_VERIFY(reader->reads > 1);
    source.request_stop();
    COMPARE_WORDS(await(future), "cancelled maybe 200");
    *alive = false;
    QTest::qWait(100);
    QVERIFY(!reader->usedAfter);
}

void TestLifecycle::theClientsEndFinishesEveryFuture()
{
    FaultServer server({stall()});
    Desk desk(server.baseUrl());
    QList<QFuture<Result<HttpResponse>>> futures;
    for (int i = 0; i < 20; ++i)
        futures += desk.client->send(requestOf(Method::Delete));
    QTRY_COMPARE(server.requestCount(), 6);
    desk.client.reset();
    int maybe = 0;
    for (const QFuture<Result<HttpResponse>> &future : std::as_const(futures)) {
        QVERIFY(future.isFinished());
        const Result<HttpResponse> result = future.result();
        QCOMPARE(result.error().kind, Kind::Cancelled);
        maybe += result.error().sent == Sent::Maybe ? 1 : 0;
    }
    QCOMPARE(maybe, 6); // what was on the wire; the rest was never sent
    QCOMPARE(server.requestCount(), 6);
}

void TestLifecycle::theClientsEndLeavesReadersAlone()
{
    FaultServer server({head(200) + flood(QByteArray(1 << 16, 'x'), 1 << 20)});
    Desk desk(server.baseUrl());
    const auto alive = std::make_shared<std::atomic<bool>>(true);
    const auto reader = std::make_shared<BorrowingReader>(alive);
    auto future = desk.client->stream(requestOf(Method::Get), reader);
    QTRY_VERIFY(reader->reads > 1);
    const auto owner = future.then([alive](const Result<HttpHead> &) { *alive = false; });
    desk.client.reset();
    QVERIFY(owner.isFinished());
    QTest::qWait(100);
    QVERIFY(!reader->usedAfter);
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestLifecycle)
#include "tst_lifecycle.moc"
