#include "tests/faults/bench.h"

//! A mutation goes out once, whatever happens to its connection, and its error says that it may have arrived.
//! Qt by itself sends it again: twice in each of these rows.
namespace latchkey::test {

class TestSingleShot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void brokenConnections_data();
    void brokenConnections();
    void bodiesArriveAsTheyAre_data();
    void bodiesArriveAsTheyAre();
    void mutationsAreNeverTriedAgain_data();
    void mutationsAreNeverTriedAgain();
    void tlsThatBreaksAfterTheRequestIsUnknown();
    void manyAtOnceArriveOnceEach();
};

void TestSingleShot::brokenConnections_data()
{
    QTest::addColumn<Method>("method");
    QTest::addColumn<Reaction>("fault");
    QTest::addColumn<bool>("reused");

    const std::pair<const char *, Method> methods[] = {
        {"POST", Method::Post}, {"PUT", Method::Put}, {"DELETE", Method::Delete}};
    const std::pair<const char *, Reaction> faults[] = {
        {"is reset after it was read", reset()},
        {"is closed after it was read", hangUp()},
        {"is half-closed after it was read", halfClose() + stall()},
        {"is reset within the status line", bytes("HTTP/1.1 20") + reset()},
        {"is closed within the headers", bytes("HTTP/1.1 204 No Content\r\nX: ") + hangUp()},
    };
    for (const auto &[name, method] : methods) {
        for (const auto &[what, fault] : faults) {
            QTest::addRow("%s on a fresh connection that %s", name, what) << method << fault << false;
            QTest::addRow("%s on a reused connection that %s", name, what) << method << fault << true;
        }
    }
}

void TestSingleShot::brokenConnections()
{
    QFETCH(Method, method);
    QFETCH(Reaction, fault);
    QFETCH(bool, reused);
    FaultServer server(
        [fault](const SeenRequest &request) { return request.method == "GET" ? answer(200, "[]") : fault; });
    Desk desk(server.baseUrl());
    if (reused)
        COMPARE_WORDS(desk.send(requestOf(Method::Get)), "200");

    const Result<HttpResponse> result = desk.send(requestOf(method));

    QVERIFY(!result);
    QCOMPARE(result.error().sent, Sent::Maybe);
    QCOMPARE(server.requestCount(), reused ? 2 : 1);
    QCOMPARE(server.connectionCount(), 1);
    QCOMPARE(server.requests().constLast().header("connection"), "close");
}

void TestSingleShot::bodiesArriveAsTheyAre_data()
{
    QTest::addColumn<Method>("method");
    QTest::addColumn<QByteArray>("body");

    QTest::newRow("POST without a body") << Method::Post << QByteArray();
    QTest::newRow("POST of a form") << Method::Post << QByteArray("a=%20&b=c");
    QTest::newRow("PUT of 1 MiB") << Method::Put << QByteArray(1 << 20, 'x');
    QTest::newRow("DELETE without a body") << Method::Delete << QByteArray();
    QTest::newRow("DELETE with a body") << Method::Delete << QByteArray(R"({"data":[{"id":"a"}]})");
}

void TestSingleShot::bodiesArriveAsTheyAre()
{
    QFETCH(Method, method);
    QFETCH(QByteArray, body);
    FaultServer server({answer(204)});
    Desk desk(server.baseUrl());
    HttpRequest request = requestOf(method, "/tokens");
    request.contentType = body.isEmpty() ? QByteArray() : QByteArray("application/vnd.api+json; ext=bulk");
    request.body = Secret(body);

    COMPARE_WORDS(desk.send(request), "204");

    QCOMPARE(server.requestCount(), 1);
    const SeenRequest seen = server.requests().constFirst();
    QCOMPARE(seen.method, methodName(method));
    QCOMPARE(seen.body, body);
    QCOMPARE(seen.header("content-length"), QByteArray::number(body.size()));
    QCOMPARE(seen.header("content-type"), request.contentType);
}

void TestSingleShot::mutationsAreNeverTriedAgain_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {401, 408, 429, 500, 502, 503, 504})
        QTest::addRow("after %d", status) << status;
}

void TestSingleShot::mutationsAreNeverTriedAgain()
{
    QFETCH(int, status);
    FaultServer server({answer(status, "{}", {{"WWW-Authenticate", "Basic realm=\"x\""}})});
    Desk desk(server.baseUrl(), patientTiming(), 3);
    const Result<HttpResponse> result = desk.send(requestOf(Method::Delete, "/tokens/a"));
    QVERIFY(!result);
    QCOMPARE(result.error().httpStatus, status);
    QCOMPARE(result.error().sent, Sent::Answered);
    QCOMPARE(server.requestCount(), 1);
}

void TestSingleShot::tlsThatBreaksAfterTheRequestIsUnknown()
{
    trustTestAuthority();
    for (const Method method : {Method::Post, Method::Delete}) {
        for (const bool reused : {false, true}) {
            FaultServer server(
                [](const SeenRequest &request) {
                    return request.method == "GET" ? answer(200, "[]")
                                                   : bytesBelowTls("no TLS record at all") + stall();
                },
                Tls::Good);
            Desk desk(server.baseUrl());
            if (reused)
                COMPARE_WORDS(desk.send(requestOf(Method::Get)), "200");
            const Result<HttpResponse> result = desk.send(requestOf(method));
            QVERIFY(!result);
            QCOMPARE(result.error().sent, Sent::Maybe);
            QCOMPARE(server.requestCount(), reused ? 2 : 1);
        }
    }
}

void TestSingleShot::manyAtOnceArriveOnceEach()
{
    FaultServer server({answer(204)});
    Desk desk(server.baseUrl());
    QList<QFuture<Result<HttpResponse>>> futures;
    constexpr int count = 100;
    for (int i = 0; i < count; ++i)
        futures += desk.client->send(requestOf(Method::Delete, "/tokens/" + QByteArray::number(i)));
    for (const QFuture<Result<HttpResponse>> &future : std::as_const(futures))
        COMPARE_WORDS(await(future), "204");
    QSet<QByteArray> targets;
    const QList<SeenRequest> seen = server.requests();
    for (const SeenRequest &request : seen)
        targets.insert(request.target);
    QCOMPARE(seen.size(), count);
    QCOMPARE(targets.size(), count);
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestSingleShot)
#include "tst_singleshot.moc"
