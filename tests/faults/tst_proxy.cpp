#include "tests/faults/bench.h"

//! The system's proxy is used for https, sees nothing but CONNECT, and never gets a login from us.
namespace latchkey::test {

class TestProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aTunnelCarriesTheRequest();
    void aProxyThatDoesNotConnect_data();
    void aProxyThatDoesNotConnect();
    void httpGoesPastTheProxy();
};

void TestProxy::init()
{
    trustTestAuthority();
    for (const char *name : {"no_proxy", "NO_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"})
        qunsetenv(name);
}

void TestProxy::aTunnelCarriesTheRequest()
{
    FaultServer proxy([](const SeenRequest &request) {
        return request.method == "CONNECT" ? bytes("HTTP/1.1 200 Connection established\r\n\r\n") + startTls()
                                           : answer(200, "[]");
    });
    qputenv("https_proxy", proxy.baseUrl().toEncoded());
    Desk desk(QUrl(text("https://127.0.0.1:9")));
    COMPARE_WORDS(desk.send(requestOf(Method::Get)), "200");
    const QList<SeenRequest> seen = proxy.requests();
    QCOMPARE(seen.size(), 2);
    QCOMPARE(seen.first().target, "127.0.0.1:9");
    QVERIFY2(!seen.first().head.contains("the-key"), "the credential went to the proxy in clear");
    QCOMPARE(seen.last().header("fastly-key"), "the-key"); // in the tunnel
}

void TestProxy::aProxyThatDoesNotConnect_data()
{
    QTest::addColumn<Reaction>("fault");
    QTest::addColumn<QString>("words");
    QTest::newRow("wants a login") << answer(407, "login", {{"Proxy-Authenticate", "Basic realm=\"proxy\""}})
                                   << "proxyLogin no";
    QTest::newRow("forbids") << answer(403, "no") << "unreachable no";
    QTest::newRow("cannot reach the host") << answer(502, "no") << "unreachable no";
    QTest::newRow("hangs up, which Qt does not notice") << hangUp() << "timedOut maybe";
}

void TestProxy::aProxyThatDoesNotConnect()
{
    QFETCH(Reaction, fault);
    QFETCH(QString, words);
    for (const Method method : {Method::Get, Method::Delete}) {
        FaultServer proxy({fault});
        qputenv("https_proxy", proxy.baseUrl().toEncoded());
        Desk desk(QUrl(text("https://127.0.0.1:9")), hastyTiming());
        QCOMPARE(wordsOf(desk.send(requestOf(method))), words);
        const QList<SeenRequest> seen = proxy.requests();
        for (const SeenRequest &request : seen) {
            QCOMPARE(request.method, "CONNECT");
            QVERIFY(!request.head.contains("the-key"));
            QCOMPARE(request.header("proxy-authorization"), "");
        }
    }
}

void TestProxy::httpGoesPastTheProxy()
{
    FaultServer proxy({answer(200, "[1]")});
    FaultServer server({answer(200, "[2]")});
    qputenv("http_proxy", proxy.baseUrl().toEncoded());
    qputenv("https_proxy", proxy.baseUrl().toEncoded());
    Desk desk(server.baseUrl());
    COMPARE_WORDS(desk.send(requestOf(Method::Get)), "200");
    QCOMPARE(proxy.connectionCount(), 0);
    QCOMPARE(server.requestCount(), 1);
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestProxy)
#include "tst_proxy.moc"
