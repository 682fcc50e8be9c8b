#include "tests/faults/bench.h"

#include <QElapsedTimer>

//! Every request ends, wherever the server stalls or drips.
namespace latchkey::test {

using std::chrono::milliseconds;

namespace {

class NullReader : public BodyReader
{
public:
    Result<void> read(QByteArrayView) override { return {}; }
    Result<void> end() override { return {}; }
};

//! Beyond the deadline: what a busy machine may add. Far below what the server would go on for.
constexpr milliseconds Slack{5'000};

} // namespace

class TestDeadlines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCallEnds_data();
    void everyCallEnds();
    void silenceEndsACallLongBeforeItsDeadline();
    void everyListEnds_data();
    void everyListEnds();
    void aListBelowTheLeastRateEnds();
    void aSteadyListMayTakeItsTime();
    void aTlsHandshakeThatStallsEnds();
};

void TestDeadlines::everyCallEnds_data()
{
    QTest::addColumn<Reaction>("fault");
    const milliseconds drop(40); // within the time that silence is allowed
    const QByteArray endless(2'000, 'x');
    QTest::newRow("a stall before the answer") << stall();
    QTest::newRow("a stall in the status line") << bytes("HTTP/1.") + stall();
    QTest::newRow("a stall in the headers") << bytes("HTTP/1.1 200 OK\r\nContent-") + stall();
    QTest::newRow("a stall before the body") << head(200, {{"Content-Length", "9"}}) + stall();
    QTest::newRow("a stall in the body") << head(200, {{"Content-Length", "9"}}) + bytes("[") + stall();
    QTest::newRow("a dripping status line") << drip("HTTP/1.1 200 " + endless, drop);
    QTest::newRow("dripping headers") << bytes("HTTP/1.1 200 OK\r\nX: ") + drip(endless, drop);
    QTest::newRow("a dripping body") << head(200, {{"Content-Length", "2000"}}) + drip(endless, drop);
    QTest::newRow("a body without end") << head(200) + drip(endless, drop);
}

void TestDeadlines::everyCallEnds()
{
    QFETCH(Reaction, fault);
    for (const Method method : {Method::Get, Method::Post, Method::Delete}) {
        FaultServer server({fault});
        Desk desk(server.baseUrl(), hastyTiming(), 3);
        QElapsedTimer timer;
        timer.start();
        const Result<HttpResponse> result = desk.send(requestOf(method));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, Kind::TimedOut);
        QCOMPARE(result.error().sent, Sent::Maybe);
        QVERIFY2(timer.elapsed() < (hastyTiming().call + Slack).count(), qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(server.requestCount(), 1);
    }
}

void TestDeadlines::silenceEndsACallLongBeforeItsDeadline()
{
    for (const Reaction &fault : {stall(), head(200, {{"Content-Length", "9"}}) + bytes("[") + stall()}) {
        FaultServer server({fault});
        Timing timing;
        timing.inactivity = milliseconds(200);
        Desk desk(server.baseUrl(), timing);
        QElapsedTimer timer;
        timer.start();
        const Result<HttpResponse> result = desk.send(requestOf(Method::Get));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, Kind::TimedOut);
        QVERIFY2(timer.elapsed() < Slack.count(), qPrintable(QString::number(timer.elapsed())));
    }
}

void TestDeadlines::everyListEnds_data()
{
    QTest::addColumn<Reaction>("fault");
    const QByteArray endless(20'000, ' ');
    QTest::newRow("a stall before the answer") << stall();
    QTest::newRow("a stall in the headers") << bytes("HTTP/1.1 200 OK\r\nContent-") + stall();
    QTest::newRow("a stall in the body") << head(200) + bytes("[") + stall();
    QTest::newRow("dripping headers") << bytes("HTTP/1.1 200 OK\r\nX: ") + drip(endless, milliseconds(40));
    QTest::newRow("a body that is never done") << head(200) + flood(QByteArray(1 << 16, ' '), 1 << 24);
}

void TestDeadlines::everyListEnds()
{
    QFETCH(Reaction, fault);
    FaultServer server({fault});
    Timing timing = hastyTiming();
    timing.list = milliseconds(1'500);
    Desk desk(server.baseUrl(), timing);
    QElapsedTimer timer;
    timer.start();
    const auto result = await(desk.client->stream(requestOf(Method::Get), std::make_shared<NullReader>()));
    QVERIFY(!result);
    if (result.error().kind != Kind::TooLarge) // 2 GiB may be quicker than the deadline
        QCOMPARE(result.error().kind, Kind::TimedOut);
    QVERIFY2(timer.elapsed() < (timing.list + Slack).count(), qPrintable(QString::number(timer.elapsed())));
}

void TestDeadlines::aListBelowTheLeastRateEnds()
{
    FaultServer server({head(200) + drip(QByteArray(20'000, ' '), milliseconds(40))});
    Desk desk(server.baseUrl(), hastyTiming()); // 36 s for the whole list
    QElapsedTimer timer;
    timer.start();
    const auto result = await(desk.client->stream(requestOf(Method::Get), std::make_shared<NullReader>()));
    COMPARE_WORDS(result, "timedOut maybe 200");
    QVERIFY2(timer.elapsed() < Slack.count(), qPrintable(QString::number(timer.elapsed())));
}

void TestDeadlines::aSteadyListMayTakeItsTime()
{
    // Far longer than a call may take, in pieces with pauses below the silence that is allowed.
    Reaction steady = head(200, {{"Content-Length", "120000"}});
    for (int i = 0; i < 12; ++i)
        steady = steady + bytes(QByteArray(10'000, ' ')) + latchkey::test::wait(milliseconds(50));
    FaultServer server({steady});
    Timing timing = hastyTiming();
    timing.call = milliseconds(100);
    timing.inactivity = milliseconds(5'000);
    Desk desk(server.baseUrl(), timing);
    COMPARE_WORDS(await(desk.client->stream(requestOf(Method::Get), std::make_shared<NullReader>())), "200");
}

void TestDeadlines::aTlsHandshakeThatStallsEnds()
{
    FaultServer server({answer(200)}, Tls::Good);
    server.setGreeting(stall());
    Desk desk(server.baseUrl(), hastyTiming());
    COMPARE_WORDS(desk.send(requestOf(Method::Delete)), "timedOut maybe");
    QCOMPARE(server.requestCount(), 0);
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestDeadlines)
#include "tst_deadlines.moc"
