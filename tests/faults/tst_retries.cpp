#include "tests/faults/bench.h"

//! Reads, and only reads, are tried again; 429s hold the account back.
namespace latchkey::test {

using std::chrono::milliseconds;

class TestRetries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyPassingFailuresOfReadsAreTriedAgain_data();
    void onlyPassingFailuresOfReadsAreTriedAgain();
    void aReadThatRecoversIsASuccess_data();
    void aReadThatRecoversIsASuccess();
    void aRefusedConnectionIsTriedAgain();
    void aProviderInTroubleIsNotAskedThreeTimesAsMuch();
    void retryAfterIsObeyed_data();
    void retryAfterIsObeyed();
    void nobodyWaitsLongerThanTheCap();
    void a429HoldsTheWholeAccountBack();
    void a429OfAMutationTellsHowLong();
    void withoutRetryAfterTheResetHeaderCounts();
    void writesWaitForTheBudgetAndReadsDoNot();
    void anEmptyBudgetIsFullAgainAfterItsReset();
    void foregroundGoesFirst();
    void whatWaitsInTheQueueDoesNotTimeOut();
};

void TestRetries::onlyPassingFailuresOfReadsAreTriedAgain_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<Method>("method");
    QTest::addColumn<int>("readRetries");
    QTest::addColumn<int>("requests");

    for (const int status : {408, 429, 502, 503, 504}) {
        for (const int retries : {0, 1, 2, 3})
            QTest::addRow("GET that gets %d, with %d further tries", status, retries)
                << status << Method::Get << retries << 1 + retries;
        QTest::addRow("HEAD that gets %d", status) << status << Method::Head << 2 << 3;
        QTest::addRow("POST that gets %d", status) << status << Method::Post << 2 << 1;
        QTest::addRow("DELETE that gets %d", status) << status << Method::Delete << 2 << 1;
    }
    for (const int status : {302, 400, 401, 403, 404, 409, 410, 418, 422, 500, 501, 505})
        QTest::addRow("GET that gets %d", status) << status << Method::Get << 3 << 1;
    QTest::newRow("more tries than are sensible") << 503 << Method::Get << 100 << 4;
    QTest::newRow("fewer tries than none") << 503 << Method::Get << -1 << 1;
}

void TestRetries::onlyPassingFailuresOfReadsAreTriedAgain()
{
    QFETCH(int, status);
    QFETCH(Method, method);
    QFETCH(int, readRetries);
    QFETCH(int, requests);
    FaultServer server({answer(status, method == Method::Head ? QByteArray() : "{}", {{"Retry-After", "0"}})});
    Desk desk(server.baseUrl(), patientTiming(), readRetries);
    const Result<HttpResponse> result = desk.send(requestOf(method));
    QVERIFY(!result);
    QCOMPARE(result.error().httpStatus, status);
    QCOMPARE(server.requestCount(), requests);
    QCOMPARE(int(desk.traffic.entries().size()), requests);
}

void TestRetries::aReadThatRecoversIsASuccess_data()
{
    QTest::addColumn<Reaction>("fault");
    QTest::newRow("from 503") << answer(503, "{}");
    QTest::newRow("from 429") << answer(429, "{}", {{"Retry-After", "0"}});
    QTest::newRow("from a reset") << reset();
    QTest::newRow("from a cut body") << head(200, {{"Content-Length", "100"}}) + bytes("[") + hangUp();
}

void TestRetries::aReadThatRecoversIsASuccess()
{
    QFETCH(Reaction, fault);
    FaultServer server({fault, answer(200, "[]")});
    Desk desk(server.baseUrl(), patientTiming(), 2);
    const Result<HttpResponse> result = desk.send(requestOf(Method::Get));
    COMPARE_WORDS(result, "200");
    QCOMPARE(result->body, "[]");
}

void TestRetries::aRefusedConnectionIsTriedAgain()
{
    QUrl refused;
    {
        FaultServer server({answer(200)});
        refused = server.baseUrl();
    }
    Desk desk(refused, patientTiming(), 2);
    COMPARE_WORDS(desk.send(requestOf(Method::Get)), "unreachable no");
    QCOMPARE(int(desk.traffic.entries().size()), 3);
    COMPARE_WORDS(desk.send(requestOf(Method::Delete)), "unreachable no");
    QCOMPARE(int(desk.traffic.entries().size()), 4);
}

void TestRetries::aProviderInTroubleIsNotAskedThreeTimesAsMuch()
{
    FaultServer server({answer(503, "{}")});
    Desk desk(server.baseUrl(), patientTiming(), 3);
    constexpr int calls = 60;
    for (int i = 0; i < calls; ++i)
        COMPARE_WORDS(desk.send(requestOf(Method::Get)), "unexpected answered 503");
    // Ten to begin with, and then a tenth of the calls.
    QVERIFY2(server.requestCount() <= calls + 10 + calls / 10, qPrintable(QString::number(server.requestCount())));
    QVERIFY(server.requestCount() >= calls + 10);
}

void TestRetries::retryAfterIsObeyed_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("retryAfter");
    QTest::newRow("429, in seconds") << 429 << QByteArray("1");
    QTest::newRow("503, in seconds") << 503 << QByteArray("1");
    QTest::newRow("429, a date by the server's own clock") << 429 << QByteArray("Tue, 01 Jan 2030 00:00:01 GMT");
}

void TestRetries::retryAfterIsObeyed()
{
    QFETCH(int, status);
    QFETCH(QByteArray, retryAfter);
    FaultServer server({answer(status, "{}", {{"Retry-After", retryAfter}, {"Date", "Tue, 01 Jan 2030 00:00:00 GMT"}}),
                        answer(200, "[]")});
    Desk desk(server.baseUrl(), patientTiming(), 1);
    QElapsedTimer timer;
    timer.start();
    COMPARE_WORDS(desk.send(requestOf(Method::Get)), "200");
    QVERIFY2(timer.elapsed() >= 990, qPrintable(QString::number(timer.elapsed())));
}

void TestRetries::nobodyWaitsLongerThanTheCap()
{
    Timing timing = patientTiming();
    timing.retryAfterCap = milliseconds(50);
    for (const int status : {429, 503}) {
        FaultServer server({answer(status, "{}", {{"Retry-After", "1000000000"}}), answer(200, "[]")});
        Desk desk(server.baseUrl(), timing, 1);
        COMPARE_WORDS(desk.send(requestOf(Method::Get)), "200");
    }
}

void TestRetries::a429HoldsTheWholeAccountBack()
{
    FaultServer server([](const SeenRequest &request) {
        return request.target == "/limited" ? answer(429, "{}", {{"Retry-After", "1"}}) : answer(200, "[]");
    });
    Desk desk(server.baseUrl());
    COMPARE_WORDS(desk.send(requestOf(Method::Get, "/limited")), "rateLimited answered 429");
    QVERIFY(desk.limiter.pausedUntilMs());
    QElapsedTimer timer;
    timer.start();
    COMPARE_WORDS(desk.send(requestOf(Method::Get, "/other")), "200");
    QVERIFY2(timer.elapsed() >= 900, qPrintable(QString::number(timer.elapsed())));
}

void TestRetries::a429OfAMutationTellsHowLong()
{
    FaultServer server({answer(429, "{}", {{"Retry-After", "7"}})});
    Desk desk(server.baseUrl());
    const Result<HttpResponse> result = desk.send(requestOf(Method::Delete));
    COMPARE_WORDS(result, "rateLimited answered 429");
    QCOMPARE(result.error().retryAfter, std::chrono::seconds(7));
}

void TestRetries::withoutRetryAfterTheResetHeaderCounts()
{
    FaultServer server({answer(429, "{}", {{"Reset-In", "500"}}), answer(200, "[]")});
    HttpSetup setup = Desk::setupFor(server.baseUrl(), 1);
    setup.readRate = [](const HttpHead &head, qint64 nowMs) -> std::optional<RateReport> {
        RateReport report;
        if (!head.header("reset-in").isEmpty())
            report.resetMs = nowMs + head.header("reset-in").toInt();
        return report;
    };
    Timing timing = patientTiming();
    timing.retryLimit = milliseconds(60'000); // what would be waited without the header
    Desk desk(setup, timing);
    QElapsedTimer timer;
    timer.start();
    COMPARE_WORDS(desk.send(requestOf(Method::Get)), "200");
    QVERIFY2(timer.elapsed() >= 450, qPrintable(QString::number(timer.elapsed())));
}

void TestRetries::writesWaitForTheBudgetAndReadsDoNot()
{
    FaultServer server({answer(200, "[]")});
    Desk desk(server.baseUrl());
    RateReport empty;
    empty.limit = 1000;
    empty.remaining = 100; // the reserve
    empty.resetMs = desk.clock.nowMs() + 3'000'000;
    desk.limiter.report(empty);

    const QFuture<Result<HttpResponse>> write = desk.client->send(requestOf(Method::Delete));
    COMPARE_WORDS(desk.send(requestOf(Method::Get)), "200"); // asked later, goes first
    QVERIFY(!write.isFinished());
    QCOMPARE(server.requestCount(), 1);

    RateReport more = empty;
    more.remaining = 900;
    more.resetMs = desk.clock.nowMs() + 3'600'000;
    desk.limiter.report(more);
    COMPARE_WORDS(await(write), "200");
    QCOMPARE(desk.limiter.budget().remaining, 899);
}

void TestRetries::anEmptyBudgetIsFullAgainAfterItsReset()
{
    FaultServer server({answer(200, "[]")});
    Desk desk(server.baseUrl());
    RateReport empty;
    empty.limit = 1000;
    empty.remaining = 0;
    empty.resetMs = desk.clock.nowMs() + 300;
    desk.limiter.report(empty);
    COMPARE_WORDS(desk.send(requestOf(Method::Delete)), "200");
    QVERIFY(desk.clock.nowMs() >= *empty.resetMs);
    QCOMPARE(desk.limiter.budget().remaining, 999);
}

void TestRetries::foregroundGoesFirst()
{
    // The answers take long enough for the first six requests to be there before there can be a seventh.
    FaultServer server({wait(milliseconds(200)) + answer(200, "[]")});
    Desk desk(server.baseUrl());
    desk.limiter.pause(milliseconds(100)); // so that all of them wait together
    QList<QFuture<Result<HttpResponse>>> futures;
    for (int i = 0; i < 20; ++i) {
        HttpRequest request = requestOf(Method::Get, "/background");
        request.background = true;
        futures += desk.client->send(request);
    }
    for (int i = 0; i < 5; ++i)
        futures += desk.client->send(requestOf(Method::Get, "/foreground"));
    for (const QFuture<Result<HttpResponse>> &future : std::as_const(futures))
        COMPARE_WORDS(await(future), "200");
    const QList<SeenRequest> seen = server.requests();
    int foreground = 0;
    for (int i = 0; i < 6; ++i) // six go at once: all five, and one more
        foreground += seen.at(i).target == "/foreground" ? 1 : 0;
    QCOMPARE(foreground, 5);
}

void TestRetries::whatWaitsInTheQueueDoesNotTimeOut()
{
    // Each answer takes a third of the deadline, and the last of them waits for four others.
    FaultServer server({wait(milliseconds(200)) + answer(200, "[]")});
    Timing timing = patientTiming();
    timing.call = milliseconds(600);
    Desk desk(server.baseUrl(), timing);
    QList<QFuture<Result<HttpResponse>>> futures;
    for (int i = 0; i < 30; ++i)
        futures += desk.client->send(requestOf(Method::Get));
    for (const QFuture<Result<HttpResponse>> &future : std::as_const(futures))
        COMPARE_WORDS(await(future), "200");
    QCOMPARE(server.connectionCount(), 6);
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestRetries)
#include "tst_retries.moc"
