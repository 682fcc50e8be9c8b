#include "network/http/ratelimiter.h"
#include "network/http/traffic.h"
#include "network/providers/oauth.h"
#include "tests/providers/print.h"
#include "tests/support/await.h"
#include "tests/support/faultserver.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace latchkey;
using namespace latchkey::test;
using Method = HttpRequest::Method;

namespace {

//! An API that knows one token at a time, and a host that grants the next: "token-1", "token-2", …
struct TokenServer
{
    std::atomic<int> granted = 0;
    std::atomic<bool> grants = true; //!< false: it refuses
    std::atomic<bool> forgets = false; //!< true: it knows no token at all
    FaultServer server{[this](const SeenRequest &request) { return answerTo(request); }};

    Reaction answerTo(const SeenRequest &request)
    {
        if (request.target == "/oauth/token") {
            if (!grants)
                return answer(400, R"({"error":"invalid_grant","error_description":"Sign in again"})");
            const QByteArray token = "token-" + QByteArray::number(++granted);
            return wait(std::chrono::milliseconds(50))
                + answer(200, R"({"access_token":")" + token + R"(","token_type":"Bearer"})");
        }
        const QByteArray known = "Bearer token-" + QByteArray::number(granted);
        const bool isKnown = !forgets && granted > 0 && request.header("Authorization") == known;
        return isKnown ? answer(200, R"([{"id":"a"}])") : answer(401, "{}");
    }
    [[nodiscard]] QStringList targets() const
    {
        QStringList targets;
        const QList<SeenRequest> requests = server.requests();
        for (const SeenRequest &request : requests)
            targets += QString::fromLatin1(request.method + ' ' + request.target);
        return targets;
    }
};

//! An account's way to that server.
struct Line
{
    explicit Line(const TokenServer &to) : http(setupFor(to), Timing(), clock, limiter, traffic) { }

    static HttpSetup setupFor(const TokenServer &to)
    {
        HttpSetup setup;
        setup.apiBase = to.server.baseUrl();
        setup.readError = [](const HttpResponse &response, Error &error) { oauth::readError(response, error); };
        setup.readRetries = 0;
        return setup;
    }
    oauth::SignedHttp::Grant grant()
    {
        return [this](std::stop_token stop) {
            return oauth::ask(http, oauth::grantRequest("/oauth/token", {{"grant_type", "client_credentials"}}), stop);
        };
    }

    SystemClock clock;
    RateLimiter limiter{clock, 0};
    Traffic traffic;
    HttpClient http;
};

class CountingReader : public BodyReader
{
public:
    Result<void> read(QByteArrayView bytes) override
    {
        body += bytes.toByteArray();
        return {};
    }
    Result<void> end() override { return {}; }
    QByteArray body;
};

HttpResponse jsonResponse(const QByteArray &body)
{
    HttpResponse response;
    response.head.status = 200;
    response.head.contentType = "application/json";
    response.body = body;
    response.body.detach();
    return response;
}

HttpRequest reading() { return HttpRequest::at(Method::Get, "/things"); }

HttpRequest deleting() { return HttpRequest::at(Method::Delete, "/things"); }

QString granting() { return u"POST /oauth/token"_s; }

} // namespace

class OauthTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokenIsAskedForOnceAndKept();
    void requestsAtOnceShareOneGrant();
    void refusedReadIsRenewedOnce();
    void refusedListIsRenewedOnce();
    void refusedMutationIsNeverSentAgain();
    void refusedReadStaysWhereNothingRenews();
    void withoutAnythingNothingIsSent();
    void grantThatIsRefusedIsEveryonesError();
    void whatIsHeldByHandIsUsed();
    void grantRequestIsAForm();
    void grantedTokens_data();
    void grantedTokens();
    void bodyOfAGrantIsGone();
    void errors_data();
    void errors();
};

void OauthTest::tokenIsAskedForOnceAndKept()
{
    TokenServer server;
    Line wire(server);
    oauth::SignedHttp http(wire.http, {}, wire.grant());
    for (int i = 0; i < 3; ++i)
        QVERIFY(await(http.send(reading())));
    QCOMPARE(server.targets(), (QStringList{granting(), u"GET /things"_s, u"GET /things"_s, u"GET /things"_s}));
}

void OauthTest::requestsAtOnceShareOneGrant()
{
    TokenServer server;
    Line wire(server);
    oauth::SignedHttp http(wire.http, {}, wire.grant());
    std::vector<QCoro::Task<Result<HttpResponse>>> underWay;
    for (int i = 0; i < 5; ++i)
        underWay.push_back(http.send(reading()));
    for (auto &task : underWay)
        QVERIFY(await(std::move(task)));
    QCOMPARE(server.targets().count(granting()), 1);
    QCOMPARE(server.targets().size(), 6);
}

void OauthTest::refusedReadIsRenewedOnce()
{
    TokenServer server;
    Line wire(server);
    oauth::SignedHttp http(wire.http, Secret("an-old-one"), wire.grant());
    QVERIFY(await(http.send(reading())));
    QCOMPARE(server.targets(), (QStringList{u"GET /things"_s, granting(), u"GET /things"_s}));

    server.forgets = true;
    const Result<HttpResponse> refused = await(http.send(reading()));
    QCOMPARE(refused.error().kind, Error::Kind::Unauthorized);
    QCOMPARE(refused.error().httpStatus, 401);
    QCOMPARE(server.granted.load(), 2);
}

void OauthTest::refusedListIsRenewedOnce()
{
    TokenServer server;
    Line wire(server);
    oauth::SignedHttp http(wire.http, Secret("an-old-one"), wire.grant());
    const auto reader = std::make_shared<CountingReader>();
    QVERIFY(await(http.stream(reading(), reader)));
    QCOMPARE(reader->body, QByteArray(R"([{"id":"a"}])"));
    QCOMPARE(server.targets(), (QStringList{u"GET /things"_s, granting(), u"GET /things"_s}));
}

void OauthTest::refusedMutationIsNeverSentAgain()
{
    TokenServer server;
    Line wire(server);
    oauth::SignedHttp http(wire.http, Secret("an-old-one"), wire.grant());
    const Result<HttpResponse> refused = await(http.send(deleting()));
    QCOMPARE(refused.error().kind, Error::Kind::Unauthorized);
    QCOMPARE(server.targets(), QStringList{u"DELETE /things"_s});
    QVERIFY(await(http.send(reading()))); // the next read renews
    QVERIFY(await(http.send(deleting())));
}

void OauthTest::refusedReadStaysWhereNothingRenews()
{
    TokenServer server;
    Line wire(server);
    oauth::SignedHttp http(wire.http, Secret("a-pasted-one"), nullptr);
    QCOMPARE(await(http.send(reading())).error().httpStatus, 401);
    QCOMPARE(server.targets(), QStringList{u"GET /things"_s});
}

void OauthTest::withoutAnythingNothingIsSent()
{
    TokenServer server;
    Line wire(server);
    oauth::SignedHttp http(wire.http, {}, nullptr);
    const Result<HttpResponse> refused = await(http.send(reading()));
    QCOMPARE(refused.error().kind, Error::Kind::Unauthorized);
    QCOMPARE(refused.error().sent, Error::Sent::No);
    QCOMPARE(server.targets(), QStringList());
}

void OauthTest::grantThatIsRefusedIsEveryonesError()
{
    TokenServer server;
    server.grants = false;
    Line wire(server);
    oauth::SignedHttp http(wire.http, {}, wire.grant());
    std::vector<QCoro::Task<Result<HttpResponse>>> underWay;
    for (int i = 0; i < 3; ++i)
        underWay.push_back(http.send(deleting()));
    for (auto &task : underWay) {
        const Result<HttpResponse> refused = await(std::move(task));
        QCOMPARE(refused.error().kind, Error::Kind::Unauthorized);
        QCOMPARE(refused.error().message, u"Sign in again"_s);
    }
    QCOMPARE(server.targets(), QStringList{granting()});
    server.grants = true;
    QVERIFY(await(http.send(reading())));
}

void OauthTest::whatIsHeldByHandIsUsed()
{
    TokenServer server;
    Line wire(server);
    oauth::SignedHttp http(wire.http, {}, nullptr);
    server.granted = 7;
    http.hold(Secret("token-7"));
    QVERIFY(await(http.send(reading())));
    server.granted = 8;
    http.renewBy(wire.grant());
    QVERIFY(await(http.send(reading())));
    QCOMPARE(server.granted.load(), 9);
}

void OauthTest::grantRequestIsAForm()
{
    const HttpRequest request =
        oauth::grantRequest("/oauth/token", {{"grant_type", "password"}, {"password", "a b&c=d/\xc3\xa9~"}});
    QCOMPARE(request.method, Method::Post);
    QCOMPARE(request.base, HttpRequest::Base::Login);
    QCOMPARE(request.path, QByteArray("/oauth/token"));
    QCOMPARE(request.query, QByteArray());
    QCOMPARE(request.contentType, QByteArray("application/x-www-form-urlencoded"));
    QCOMPARE(request.body.reveal().toByteArray(), QByteArray("grant_type=password&password=a+b%26c%3Dd%2F%C3%A9~"));
}

void OauthTest::grantedTokens_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("accessToken"); // empty: none is granted
    QTest::addColumn<QByteArray>("refreshToken");
    const auto row = [](const char *name, const char *body, const char *access, const char *refresh) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(access) << QByteArray(refresh);
    };
    row("both", R"({"access_token":"a","refresh_token":"r","token_type":"bearer","expires_in":3600})", "a", "r");
    row("no refresh token", R"({"access_token":"a","token_type":"Bearer"})", "a", "");
    row("a null refresh token", R"({"access_token":"a","token_type":"bearer","refresh_token":null})", "a", "");
    row("no access token", R"({"token_type":"bearer"})", "", "");
    row("an empty access token", R"({"access_token":"","token_type":"bearer"})", "", "");
    row("a number for a token", R"({"access_token":7,"token_type":"bearer"})", "", "");
    row("another type", R"({"access_token":"a","token_type":"mac"})", "", "");
    row("no type", R"({"access_token":"a"})", "", "");
    row("no object", R"(["a"])", "", "");
}

void OauthTest::grantedTokens()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, accessToken);
    QFETCH(QByteArray, refreshToken);
    HttpResponse response = jsonResponse(body);
    const Result<oauth::Granted> granted = oauth::readGranted(response);
    QCOMPARE(granted.has_value(), !accessToken.isEmpty());
    if (!granted) {
        QCOMPARE(granted.error().kind, Error::Kind::Malformed);
        return;
    }
    QCOMPARE(granted->accessToken.reveal().toByteArray(), accessToken);
    QCOMPARE(granted->refreshToken.reveal().toByteArray(), refreshToken);
}

void OauthTest::bodyOfAGrantIsGone()
{
    for (const char *body : {R"({"access_token":"planted","token_type":"bearer"})", R"({"access_token":"planted")"}) {
        HttpResponse response = jsonResponse(body);
        const Result<oauth::Granted> granted = oauth::readGranted(response);
        QVERIFY(response.body.isEmpty());
        QVERIFY(granted || !granted.error().message.contains(u"planted"_s));
    }
}

void OauthTest::errors_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isOauth");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const char *body, bool isOauth, const QString &first,
                        const QString &message) {
        QTest::newRow(name) << QByteArray(body) << isOauth << first << message;
    };
    const QString refused = u"error unauthorized 400, answered, code %1"_s;
    row("a wrong client", R"({"error":"invalid_client","error_description":"Who?"})", true,
        refused.arg(u"invalid_client"_s), u"Who?"_s);
    row("a wrong password", R"({"error":"invalid_grant"})", true, refused.arg(u"invalid_grant"_s), {});
    row("a client that may not", R"({"error":"unauthorized_client","description":"No"})", true,
        refused.arg(u"unauthorized_client"_s), u"No"_s);
    row("a mistake of ours", R"({"error":"invalid_request"})", true,
        u"error rejected 400, answered, code invalid_request"_s, {});
    row("another shape", R"({"message":"No"})", false, u"error rejected 400, answered"_s, {});
    row("an error that is no text", R"({"error":{"code":1}})", false, u"error rejected 400, answered"_s, {});
    row("no JSON", "<html>", false, u"error rejected 400, answered"_s, {});
}

void OauthTest::errors()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, isOauth);
    QFETCH(QString, first);
    QFETCH(QString, message);
    Error error;
    error.kind = Error::Kind::Rejected;
    error.sent = Error::Sent::Answered;
    error.httpStatus = 400;
    QCOMPARE(oauth::readError(jsonResponse(body), error), isOauth);
    QCOMPARE(printed(error).constFirst(), first);
    QCOMPARE(error.message, message);
}

QTEST_GUILESS_MAIN(OauthTest)
#include "tst_oauth.moc"
