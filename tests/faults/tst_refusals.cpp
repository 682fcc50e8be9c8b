#include "tests/faults/bench.h"

//! What the client refuses to send: not a byte leaves, and not a connection is made.
namespace latchkey::test {

class TestRefusals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unsafeRequestsStay_data();
    void unsafeRequestsStay();
    void unsafeBasesAreNeverAsked_data();
    void unsafeBasesAreNeverAsked();
    void aReadOnlyAccountOnlyReads_data();
    void aReadOnlyAccountOnlyReads();
    void readOnlyHoldsBackWhatWaits();
};

void TestRefusals::unsafeRequestsStay_data()
{
    QTest::addColumn<HttpRequest>("request");
    QTest::addColumn<QString>("words");

    const auto withHeader = [](const QByteArray &name, const QByteArray &value) {
        HttpRequest request = requestOf(Method::Get);
        request.headers = {{name, Secret(value)}};
        return request;
    };
    const auto withPath = [](const QByteArray &path) {
        HttpRequest request = requestOf(Method::Delete);
        request.path = path;
        return request;
    };
    QTest::newRow("a key with CR LF and a header")
        << withHeader("Fastly-Key", "a\r\nX-Injected: 1") << "invalidInput no";
    QTest::newRow("a key with LF") << withHeader("Fastly-Key", "a\nb") << "invalidInput no";
    QTest::newRow("a key with CR at its end") << withHeader("Fastly-Key", "a\r") << "invalidInput no";
    QTest::newRow("a key with NUL") << withHeader("Fastly-Key", QByteArray("a\0b", 3)) << "invalidInput no";
    QTest::newRow("a key with DEL") << withHeader("Fastly-Key", "a\x7f") << "invalidInput no";
    QTest::newRow("a key that is not ASCII") << withHeader("Fastly-Key", "schlüssel") << "invalidInput no";
    QTest::newRow("a header name with a line end") << withHeader("A\r\nB", "1") << "invalidInput no";
    QTest::newRow("a header name with a colon") << withHeader("A:B", "1") << "invalidInput no";
    QTest::newRow("a header without a name") << withHeader("", "1") << "invalidInput no";
    QTest::newRow("an id that is empty") << HttpRequest::at(Method::Delete, "/tokens/{id}", {QString()})
                                         << "internal no";
    QTest::newRow("an id that is a dot") << HttpRequest::at(Method::Delete, "/tokens/{id}", {text(".")})
                                         << "internal no";
    QTest::newRow("an id that is two dots")
        << HttpRequest::at(Method::Delete, "/tokens/{id}", {text("..")}) << "internal no";
    QTest::newRow("an id that is missing") << HttpRequest::at(Method::Delete, "/tokens/{id}") << "internal no";
    QTest::newRow("no path") << withPath("") << "internal no";
    QTest::newRow("a path without a slash") << withPath("tokens") << "internal no";
    QTest::newRow("a path that climbs") << withPath("/tokens/../service") << "internal no";
    QTest::newRow("a path that climbs in disguise") << withPath("/tokens/%2E%2e/service") << "internal no";
    QTest::newRow("a path with a query of its own") << withPath("/tokens?all=1") << "internal no";
    QTest::newRow("a path with a fragment") << withPath("/tokens#a") << "internal no";
    QTest::newRow("a path with a space") << withPath("/tokens /a") << "internal no";
    QTest::newRow("a path with a line end") << withPath("/tokens\r\nX: 1") << "internal no";
    QTest::newRow("a path with a backslash") << withPath("/tokens\\a") << "internal no";
    HttpRequest query = requestOf(Method::Get);
    query.query = "a=b c";
    QTest::newRow("a query with a space") << query << "internal no";
    HttpRequest body = requestOf(Method::Get);
    body.body = Secret("a");
    QTest::newRow("a read with a body") << body << "internal no";
    HttpRequest type = requestOf(Method::Post);
    type.contentType = "text/plain\r\nX: 1";
    QTest::newRow("a content type with a line end") << type << "invalidInput no";
}

void TestRefusals::unsafeRequestsStay()
{
    QFETCH(HttpRequest, request);
    QFETCH(QString, words);
    FaultServer server({answer(200, "[]")});
    Desk desk(server.baseUrl());
    const Result<HttpResponse> result = desk.send(request);
    QCOMPARE(wordsOf(result), words);
    QVERIFY(!result.error().message.isEmpty());
    QCOMPARE(server.connectionCount(), 0);
    QVERIFY(desk.traffic.entries().empty());
}

void TestRefusals::unsafeBasesAreNeverAsked_data()
{
    QTest::addColumn<QString>("base");
    for (const char *base : {"", "http://api.example.com", "ftp://127.0.0.1", "https://user:pass@127.0.0.1",
                             "file:///etc", "http://127.0.0.1.example.com", "https://127.0.0.1?a=b"})
        QTest::addRow("\"%s\"", base) << text(base);
}

void TestRefusals::unsafeBasesAreNeverAsked()
{
    QFETCH(QString, base);
    Desk desk{QUrl(base)};
    COMPARE_WORDS(desk.send(requestOf(Method::Get)), "invalidInput no");
}

void TestRefusals::aReadOnlyAccountOnlyReads_data()
{
    QTest::addColumn<Method>("method");
    QTest::addColumn<bool>("login");
    QTest::addColumn<QString>("words");
    QTest::newRow("GET") << Method::Get << false << "200";
    QTest::newRow("HEAD") << Method::Head << false << "200";
    QTest::newRow("POST") << Method::Post << false << "readOnly no";
    QTest::newRow("PUT") << Method::Put << false << "readOnly no";
    QTest::newRow("DELETE") << Method::Delete << false << "readOnly no";
    QTest::newRow("POST to sign in") << Method::Post << true << "200";
}

void TestRefusals::aReadOnlyAccountOnlyReads()
{
    QFETCH(Method, method);
    QFETCH(bool, login);
    QFETCH(QString, words);
    FaultServer api({answer(200)});
    FaultServer signIn({answer(200)});
    HttpSetup setup = Desk::setupFor(api.baseUrl());
    setup.loginBase = signIn.baseUrl();
    Desk desk(setup, patientTiming());
    desk.client->setReadOnly(true);
    HttpRequest request = requestOf(method);
    request.base = login ? HttpRequest::Base::Login : HttpRequest::Base::Api;
    QCOMPARE(wordsOf(desk.send(request)), words);
    QCOMPARE(api.connectionCount(), words == QLatin1String("200") && !login ? 1 : 0);
    QCOMPARE(signIn.connectionCount(), login ? 1 : 0);
}

void TestRefusals::readOnlyHoldsBackWhatWaits()
{
    FaultServer server({wait(std::chrono::milliseconds(50)) + answer(204)});
    Desk desk(server.baseUrl());
    desk.limiter.pause(std::chrono::milliseconds(100));
    const QFuture<Result<HttpResponse>> future = desk.client->send(requestOf(Method::Delete));
    desk.client->setReadOnly(true);
    COMPARE_WORDS(await(future), "readOnly no");
    QCOMPARE(server.connectionCount(), 0);
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestRefusals)
#include "tst_refusals.moc"
