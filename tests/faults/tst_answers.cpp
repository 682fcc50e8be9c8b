#include "tests/faults/bench.h"

#include <QRegularExpression>

//! What an answer means is told by its status and its wholeness, never by Qt's error code alone.
namespace latchkey::test {

class TestAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statusesMeanWhatTheCallDocuments_data();
    void statusesMeanWhatTheCallDocuments();
    void everyCallHasItsOwnAllowedStatuses_data();
    void everyCallHasItsOwnAllowedStatuses();
    void brokenAnswersAreErrors_data();
    void brokenAnswersAreErrors();
    void aCutThatQtOverlooksIsFound();
    void nothingWasSentToAHostThatIsNotThere();
    void aHeadHasNoBody();
    void theProvidersWordsAreCleaned();
    void compressedAnswersAreUnpacked();
    void headersAreWhatTheRequestSays();
    void cookiesAreNeitherKeptNorShared();
    void aChallengeIsNotAnswered();
};

namespace {

QByteArray gzipped()
{
    // printf '[{"id":"a","name":"gzipped"}]' | gzip -9
    return QByteArray::fromHex("1f8b08000000000002038bae56ca4c51b2524a54d251ca4bcc4d0532d3ab320b0a5253946a63"
                               "0192c9c1c51d000000");
}

} // namespace

void TestAnswers::statusesMeanWhatTheCallDocuments_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("words");

    const std::pair<int, const char *> table[] = {
        {103, "unexpected answered 103"},
        {200, "200"},
        {201, "unexpected answered 201"},
        {202, "unexpected answered 202"},
        {204, "204"},
        {206, "unexpected answered 206"},
        {226, "unexpected answered 226"},
        {302, "redirected answered 302"},
        {304, "unexpected answered 304"},
        {400, "rejected answered 400"},
        {401, "unauthorized answered 401"},
        {402, "unexpected answered 402"},
        {403, "forbidden answered 403"},
        {404, "notFound answered 404"},
        {405, "unexpected answered 405"},
        {407, "proxyLogin answered 407"},
        {408, "unexpected answered 408"},
        {409, "rejected answered 409"},
        {410, "notFound answered 410"},
        {418, "unexpected answered 418"},
        {422, "rejected answered 422"},
        {429, "rateLimited answered 429"},
        {500, "unexpected answered 500"},
        {501, "unexpected answered 501"},
        {502, "unexpected answered 502"},
        {503, "unexpected answered 503"},
        {504, "unexpected answered 504"},
        {599, "unexpected answered 599"},
        {999, "unexpected answered 999"},
    };
    for (const auto &[status, words] : table)
        QTest::addRow("%d is %s", status, words) << status << text(words);
}

void TestAnswers::statusesMeanWhatTheCallDocuments()
{
    QFETCH(int, status);
    QFETCH(QString, words);
    for (const Method method : {Method::Get, Method::Post, Method::Delete}) {
        FaultServer server({answer(status, status == 204 || status == 304 ? QByteArray() : "{}")});
        Desk desk(server.baseUrl());
        QCOMPARE(wordsOf(desk.send(requestOf(method))), words);
    }
}

void TestAnswers::everyCallHasItsOwnAllowedStatuses_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("allowed");
    for (const int status : {200, 201, 202, 204, 206, 404, 409}) {
        QTest::addRow("%d where it is documented", status) << status << true;
        QTest::addRow("%d where it is not", status) << status << false;
    }
}

void TestAnswers::everyCallHasItsOwnAllowedStatuses()
{
    QFETCH(int, status);
    QFETCH(bool, allowed);
    FaultServer server({answer(status, status == 204 ? QByteArray() : R"({"a":1})")});
    Desk desk(server.baseUrl());
    HttpRequest request = requestOf(Method::Post);
    request.allowed = {allowed ? status : 299};
    const Result<HttpResponse> result = desk.send(request);
    QCOMPARE(result.has_value(), allowed);
    if (allowed && status != 204)
        QCOMPARE(result->body, R"({"a":1})");
    else if (!allowed)
        QCOMPARE(result.error().httpStatus, status);
}

void TestAnswers::brokenAnswersAreErrors_data()
{
    QTest::addColumn<Reaction>("fault");
    QTest::addColumn<QString>("words");

    QTest::newRow("closed in the body") << head(200, {{"Content-Length", "100"}}) + bytes("[1,2]") + hangUp()
                                        << "unreachable maybe 200";
    QTest::newRow("reset in the body") << head(200, {{"Content-Length", "100"}}) + bytes("[1,2]") + reset()
                                       << "unreachable maybe 200";
    QTest::newRow("compressed and cut to nothing")
        << answer(200, gzipped().left(10), {{"Content-Encoding", "gzip"}}) << "unreachable maybe 200";
    QTest::newRow("compressed and garbage")
        << answer(200, "this is not compressed", {{"Content-Encoding", "gzip"}}) << "malformed maybe 200";
    QTest::newRow("not HTTP") << bytes("SSH-2.0-OpenSSH_9.2\r\n") + hangUp() << "unreachable maybe";
    QTest::newRow("an error that is cut keeps its status")
        << head(404, {{"Content-Length", "100"}}) + bytes("{") + hangUp() << "notFound answered 404";
}

void TestAnswers::brokenAnswersAreErrors()
{
    QFETCH(Reaction, fault);
    QFETCH(QString, words);
    for (const Method method : {Method::Get, Method::Delete}) {
        FaultServer server({fault});
        Desk desk(server.baseUrl());
        QCOMPARE(wordsOf(desk.send(requestOf(method))), words);
    }
}

//! One in five of these ends without an error of Qt's.
void TestAnswers::aCutThatQtOverlooksIsFound()
{
    FaultServer server({head(200, {{"Content-Length", "9"}}) + bytes("[1,2,3]")
                        + latchkey::test::wait(std::chrono::milliseconds(20)) + hangUp()});
    Desk desk(server.baseUrl());
    QList<QFuture<Result<HttpResponse>>> futures;
    for (int i = 0; i < 60; ++i)
        futures += desk.client->send(requestOf(Method::Get));
    for (const QFuture<Result<HttpResponse>> &future : std::as_const(futures)) {
        const Result<HttpResponse> result = await(future);
        QVERIFY2(!result, "half an answer was taken for a whole one");
        QCOMPARE(result.error().kind, Kind::Unreachable);
    }
}

void TestAnswers::nothingWasSentToAHostThatIsNotThere()
{
    QUrl refused;
    {
        FaultServer server({answer(200)});
        refused = server.baseUrl();
    }
    for (const Method method : {Method::Get, Method::Post, Method::Delete}) {
        Desk desk(refused);
        const Result<HttpResponse> result = desk.send(requestOf(method));
        COMPARE_WORDS(result, "unreachable no");
        QCOMPARE(result.error().message, text("The connection was refused."));

        // RFC 2606 keeps this name from ever existing; the resolver may be absent, which is as good.
        Desk lost(QUrl(text("https://nowhere.invalid")));
        COMPARE_WORDS(lost.send(requestOf(method)), "unreachable no");
    }
}

void TestAnswers::aHeadHasNoBody()
{
    FaultServer server({head(200, {{"Content-Length", "12"}, {"X-Said", "yes"}}), answer(200, "[]")});
    Desk desk(server.baseUrl());
    const Result<HttpResponse> result = desk.send(requestOf(Method::Head));
    COMPARE_WORDS(result, "200");
    QCOMPARE(result->head.header("x-said"), "yes");
    QVERIFY(result->body.isEmpty());
    COMPARE_WORDS(desk.send(requestOf(Method::Get)), "200");
}

void TestAnswers::theProvidersWordsAreCleaned()
{
    FaultServer server({answer(409, "\x1b[31mno\r\n<b>way</b>",
                               {{"Fastly-Request",
                                 "r\x07"
                                 "1"}})});
    HttpSetup setup = Desk::setupFor(server.baseUrl());
    setup.readError = [](const HttpResponse &response, Error &error) {
        QCOMPARE(error.httpStatus, 409);
        error.message = QString::fromUtf8(response.body);
        error.code = QString::fromUtf8(response.body);
    };
    setup.readRequestId = [](const HttpHead &head) { return QString::fromUtf8(head.header("fastly-request")); };
    Desk desk(setup, patientTiming());
    const Result<HttpResponse> result = desk.send(requestOf(Method::Post));
    COMPARE_WORDS(result, "rejected answered 409");
    static const QRegularExpression controls(QStringLiteral("[\\x00-\\x1f]"));
    const Error error = result.error();
    for (const QString &words : {error.message, error.code, error.requestId}) {
        QVERIFY(!words.isEmpty());
        QVERIFY2(!words.contains(controls), qPrintable(words));
    }
}

void TestAnswers::compressedAnswersAreUnpacked()
{
    FaultServer server({answer(200, gzipped(), {{"Content-Encoding", "gzip"}})});
    Desk desk(server.baseUrl());
    const Result<HttpResponse> result = desk.send(requestOf(Method::Get));
    COMPARE_WORDS(result, "200");
    QCOMPARE(result->body, R"([{"id":"a","name":"gzipped"}])");
    QVERIFY(server.requests().constFirst().header("accept-encoding").contains("gzip"));
}

void TestAnswers::headersAreWhatTheRequestSays()
{
    FaultServer server(
        {answer(200, "[]", {{"Content-Type", "Application/JSON; charset=utf-8"}, {"X-Two", "a"}, {"X-Two", "b"}})});
    Desk desk(server.baseUrl());
    HttpRequest request = HttpRequest::at(Method::Get, "/customer/{id}/tokens", {QString::fromUtf8("a/b?c#d%20 é")});
    request.query = "page=1&q=a%20b%2Fc+d";
    request.headers = {{"Fastly-Key", Secret("k")}, {"Accept", Secret("application/vnd.api+json")}};
    const Result<HttpResponse> result = desk.send(request);
    COMPARE_WORDS(result, "200");
    QCOMPARE(result->head.contentType, "application/json");
    QCOMPARE(result->head.header("x-two"), "a, b");

    const SeenRequest seen = server.requests().constFirst();
    QCOMPARE(seen.target, "/customer/a%2Fb%3Fc%23d%2520%20%C3%A9/tokens?page=1&q=a%20b%2Fc+d");
    QCOMPARE(seen.header("fastly-key"), "k");
    QCOMPARE(seen.header("accept"), "application/vnd.api+json");
    QVERIFY2(seen.header("user-agent").startsWith("Latchkey/"), seen.head.constData());
    QCOMPARE(seen.header("cookie"), "");
    QCOMPARE(seen.header("upgrade"), "");

    COMPARE_WORDS(desk.send(requestOf(Method::Get)), "200");
    QCOMPARE(server.requests().constLast().header("accept"), "application/json");
}

void TestAnswers::cookiesAreNeitherKeptNorShared()
{
    FaultServer server({answer(200, "[]", {{"Set-Cookie", "a=1; Path=/"}, {"Set-Cookie", "b=2"}})});
    Desk first(server.baseUrl());
    Desk second(server.baseUrl());
    for (Desk *desk : {&first, &first, &second})
        COMPARE_WORDS(desk->send(requestOf(Method::Get)), "200");
    const QList<SeenRequest> requests = server.requests();
    QCOMPARE(requests.size(), 3);
    for (const SeenRequest &request : requests)
        QCOMPARE(request.header("cookie"), "");
}

void TestAnswers::aChallengeIsNotAnswered()
{
    for (const char *challenge : {"Basic realm=\"x\"", "Digest realm=\"x\", nonce=\"n\"", "NTLM", "Negotiate"}) {
        FaultServer server({answer(401, R"({"msg":"Provided credentials are missing or invalid"})",
                                   {{"WWW-Authenticate", challenge}})});
        HttpSetup setup = Desk::setupFor(server.baseUrl());
        setup.readError = [](const HttpResponse &response, Error &error) {
            error.message = QString::fromUtf8(response.body);
        };
        Desk desk(setup, patientTiming());
        const Result<HttpResponse> result = desk.send(requestOf(Method::Get));
        COMPARE_WORDS(result, "unauthorized answered 401");
        QVERIFY2(result.error().message.contains(text("credentials")), challenge);
        QCOMPARE(server.requestCount(), 1);
    }
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestAnswers)
#include "tst_answers.moc"
