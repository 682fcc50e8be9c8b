#include "client.h"

#include "network/sandbox/genesyssandbox.h"

#include <QCryptographicHash>
#include <QSet>

using namespace latchkey::sandbox;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Noon = 1'790'000'000'000; // 20 seconds into its minute
constexpr qint64 Day = 86'400;

//! A plain HTTP client over the Genesys Cloud of one sandbox, signed in with the admin's token unless told otherwise.
class GenesysClient
{
public:
    using Headers = std::vector<std::pair<QByteArray, QByteArray>>;

    explicit GenesysClient(const Sandbox &sandbox) : m_ready(sandbox.ready()["genesys"_L1].toObject())
    {
        useToken(ready("token"));
    }

    [[nodiscard]] QString ready(const char *field) const { return m_ready[QLatin1String(field)].toString(); }
    void useToken(const QString &token)
    {
        m_authorization = token.isEmpty() ? QByteArray() : "Bearer " + token.toLatin1();
    }

    Answer sendTo(const QUrl &url, const QByteArray &method, const QByteArray &body, const Headers &headers)
    {
        QNetworkRequest request(url);
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        for (const auto &[name, value] : headers)
            request.setRawHeader(name, value);
        const std::unique_ptr<QNetworkReply> reply(
            method == "HEAD" ? m_network.head(request) : m_network.sendCustomRequest(request, method, body));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        if (!reply->isFinished() && !finished.wait(20'000))
            return {};
        Answer answer = {.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                         .body = reply->readAll()};
        const auto pairs = reply->rawHeaderPairs();
        for (const auto &[name, value] : pairs)
            answer.headers[name.toLower()] = value;
        return answer;
    }
    Answer send(const QByteArray &method, const QString &path, const QJsonObject &body = {})
    {
        Headers headers = {{"Content-Type", "application/json"}};
        if (!m_authorization.isEmpty())
            headers.emplace_back("Authorization", m_authorization);
        const QByteArray json = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson();
        return sendTo(QUrl(ready("baseUrl") + "/api/v2"_L1 + path), method, json, headers);
    }
    Answer get(const QString &path) { return send("GET", path); }
    Answer remove(const QString &path) { return send("DELETE", path); }

    //! POST /oauth/token, with a Basic header where there is a secret.
    Answer grant(const QList<std::pair<QString, QString>> &form, const QString &clientId = {},
                 const QString &secret = {})
    {
        QByteArrayList pairs;
        for (const auto &[name, value] : form)
            pairs.append(QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value));
        Headers headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
        if (!secret.isEmpty())
            headers.emplace_back("Authorization", "Basic " + (clientId + u':' + secret).toUtf8().toBase64());
        return sendTo(QUrl(ready("loginUrl") + "/oauth/token"_L1), "POST", pairs.join('&'), headers);
    }
    Answer clientCredentials(const char *client = "client")
    {
        return grant({{u"grant_type"_s, u"client_credentials"_s}}, ready(qPrintable(QLatin1String(client) + "Id"_L1)),
                     ready(qPrintable(QLatin1String(client) + "Secret"_L1)));
    }
    //! GET /oauth/authorize; what is not given is as it should be.
    Answer authorize(const QList<std::pair<QString, QString>> &changes = {})
    {
        QMap<QString, QString> items = {{u"client_id"_s, ready("browserClientId")},
                                        {u"redirect_uri"_s, u"http://127.0.0.1:4711/"_s},
                                        {u"response_type"_s, u"code"_s},
                                        {u"state"_s, u"a b&c"_s}};
        for (const auto &[name, value] : changes)
            items[name] = value;
        QUrlQuery query;
        for (auto item = items.cbegin(); item != items.cend(); ++item)
            query.addQueryItem(item.key(), QString::fromLatin1(QUrl::toPercentEncoding(item.value())));
        QUrl page(ready("loginUrl") + "/oauth/authorize"_L1);
        page.setQuery(query);
        return sendTo(page, "GET", {}, {});
    }

private:
    QJsonObject m_ready;
    QByteArray m_authorization;
    QNetworkAccessManager m_network;
};

QUrlQuery broughtBack(const Answer &answer) { return QUrlQuery(QUrl::fromEncoded(answer.headers.at("location"))); }

QString itemIn(const QUrlQuery &query, const char *key)
{
    return query.queryItemValue(QLatin1String(key), QUrl::FullyDecoded);
}

QString codeIn(const Answer &answer) { return answer.text(u"code"_s); }

const char *const Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636, appendix B
const char *const Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

} // namespace

//! The Genesys Cloud API of the sandbox, over real HTTP.
class SandboxGenesysTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void theSameSeedTellsTheSameStory();
    void signingInIsChecked_data();
    void signingInIsChecked();
    void grantsAreRefused_data();
    void grantsAreRefused();
    void aCodeIsBoundToItsChallenge_data();
    void aCodeIsBoundToItsChallenge();
    void aPageThatIsWrongSendsNobodyBack_data();
    void aPageThatIsWrongSendsNobodyBack();
    void aPageThatIsRefusedSaysSo_data();
    void aPageThatIsRefusedSaysSo();
    void codesExpire();
    void aRefreshTokenIsForItsClient();

    void theSessionIsShown();
    void theIdleTimerIsKeptOnlyIfAsked();
    void tokensExpire();
    void endingOnesOwnSession();
    void endingTheSessionsOfAUser();
    void theTimeoutIsChecked_data();
    void theTimeoutIsChecked();

    void usersComeInPages();
    void usersAreFiltered_data();
    void usersAreFiltered();
    void badPagesAreRefused_data();
    void badPagesAreRefused();
    void usersAreSearched();
    void aHundredThousandUsersTakeNoMemory();

    void aClientIsReplacedByAPut();
    void aDisabledClientLosesItsTokens();
    void aDeletedClientIsGone();
    void aChangedSecretCounts();

    void permissionsAreChecked_data();
    void permissionsAreChecked();
    void everyAnswerTellsTheRate();
    void theRateIsAsAskedFor();
    void errorsHaveTheirShape();

private:
    [[nodiscard]] GenesysSandbox &genesys() { return m_sandbox->genesys(); }
    [[nodiscard]] QStringList revoked() const { return m_sandbox->ledger().changed(u"revoked"_s); }
    void restart(SandboxOptions options);

    std::unique_ptr<HandClock> m_clock;
    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<GenesysClient> m_client;
};

void SandboxGenesysTest::init()
{
    m_clock = std::make_unique<HandClock>(Noon);
    restart({.tokens = 500});
}

void SandboxGenesysTest::cleanup()
{
    m_client.reset();
    m_sandbox.reset();
}

void SandboxGenesysTest::restart(SandboxOptions options)
{
    m_client.reset();
    options.clock = m_clock.get();
    m_sandbox = std::make_unique<Sandbox>(options);
    QVERIFY(m_sandbox->start());
    m_client = std::make_unique<GenesysClient>(*m_sandbox);
}

void SandboxGenesysTest::theSameSeedTellsTheSameStory()
{
    const QByteArray users = m_client->get(u"/users?pageSize=50"_s).body;
    const QByteArray clients = m_client->get(u"/oauth/clients"_s).body;
    restart({.tokens = 500});
    QCOMPARE(m_client->get(u"/users?pageSize=50"_s).body, users);
    QCOMPARE(m_client->get(u"/oauth/clients"_s).body, clients);
    restart({.tokens = 500, .seed = 2});
    QVERIFY(m_client->get(u"/users?pageSize=50"_s).body != users);
    QVERIFY(m_client->get(u"/oauth/clients"_s).body != clients);
}

void SandboxGenesysTest::signingInIsChecked_data()
{
    QTest::addColumn<QString>("token");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::newRow("the admin's token is let in") << u"token"_s << 200 << QString();
    QTest::newRow("no token") << QString() << 401 << u"authentication.required"_s;
    QTest::newRow("a token that never was") << u"clientSecret"_s << 401 << u"bad.credentials"_s;
}

void SandboxGenesysTest::signingInIsChecked()
{
    QFETCH(QString, token);
    QFETCH(int, status);
    QFETCH(QString, code);
    m_client->useToken(token.isEmpty() ? token : m_client->ready(qPrintable(token)));
    const Answer answer = m_client->get(u"/tokens/me"_s);
    QCOMPARE(answer.status, status);
    QCOMPARE(codeIn(answer), code);
    QCOMPARE(m_client->get(u"/nowhere"_s).status, status == 200 ? 404 : 401);
}

void SandboxGenesysTest::grantsAreRefused_data()
{
    QTest::addColumn<QString>("grant");
    QTest::addColumn<QString>("client"); // a field of the ready line, without "Id"
    QTest::addColumn<QString>("secret");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("error");
    const QString credentials = u"client_credentials"_s;
    QTest::newRow("a client that has the grant") << credentials << u"client"_s << u"clientSecret"_s << 200 << QString();
    QTest::newRow("a wrong secret") << credentials << u"client"_s << u"token"_s << 401 << u"invalid_client"_s;
    QTest::newRow("no such client") << credentials << u"token"_s << u"clientSecret"_s << 401 << u"invalid_client"_s;
    QTest::newRow("no secret") << credentials << u"client"_s << QString() << 401 << u"invalid_client"_s;
    QTest::newRow("a client of another grant")
        << credentials << u"browserClient"_s << u"browserClientSecret"_s << 400 << u"unauthorized_client"_s;
    QTest::newRow("a grant that is not there")
        << u"password"_s << u"client"_s << u"clientSecret"_s << 400 << u"unsupported_grant_type"_s;
    QTest::newRow("a code that never was")
        << u"authorization_code"_s << u"browserClient"_s << u"browserClientSecret"_s << 400 << u"invalid_grant"_s;
    QTest::newRow("a refresh token that never was")
        << u"refresh_token"_s << u"browserClient"_s << u"browserClientSecret"_s << 400 << u"invalid_grant"_s;
}

void SandboxGenesysTest::grantsAreRefused()
{
    QFETCH(QString, grant);
    QFETCH(QString, client);
    QFETCH(QString, secret);
    QFETCH(int, status);
    QFETCH(QString, error);
    const Answer answer = m_client->grant({{u"grant_type"_s, grant}, {u"code"_s, u"x"_s}, {u"refresh_token"_s, u"x"_s}},
                                          m_client->ready(qPrintable(client + u"Id"_s)),
                                          secret.isEmpty() ? QString() : m_client->ready(qPrintable(secret)));
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.text(u"error"_s), error);
    QCOMPARE(answer.text(u"token_type"_s), error.isEmpty() ? u"bearer"_s : QString());
    QVERIFY(!answer.headers.contains("inin-ratelimit-count"));
}

void SandboxGenesysTest::aCodeIsBoundToItsChallenge_data()
{
    QTest::addColumn<QString>("verifier");
    QTest::addColumn<QString>("redirect");
    QTest::addColumn<int>("status");
    const QString redirect = u"http://127.0.0.1:4711/"_s;
    QTest::newRow("as it was asked for") << QString::fromLatin1(Verifier) << redirect << 200;
    QTest::newRow("another verifier") << QString(43, u'x') << redirect << 400;
    QTest::newRow("no verifier") << QString() << redirect << 400;
    QTest::newRow("another redirect") << QString::fromLatin1(Verifier) << u"http://127.0.0.1:4712/"_s << 400;
}

void SandboxGenesysTest::aCodeIsBoundToItsChallenge()
{
    QFETCH(QString, verifier);
    QFETCH(QString, redirect);
    QFETCH(int, status);
    const QString challenge = QString::fromLatin1(Challenge);
    const Answer page =
        m_client->authorize({{u"code_challenge"_s, challenge}, {u"code_challenge_method"_s, u"S256"_s}});
    QCOMPARE(page.status, 302);
    QVERIFY(page.headers.at("location").startsWith("http://127.0.0.1:4711/?"));
    const QUrlQuery brought = broughtBack(page);
    QCOMPARE(itemIn(brought, "state"), u"a b&c"_s);
    const QList<std::pair<QString, QString>> form = {{u"grant_type"_s, u"authorization_code"_s},
                                                     {u"code"_s, itemIn(brought, "code")},
                                                     {u"code_verifier"_s, verifier},
                                                     {u"client_id"_s, m_client->ready("browserClientId")},
                                                     {u"redirect_uri"_s, redirect}};
    const Answer granted = m_client->grant(form);
    QCOMPARE(granted.status, status);
    QCOMPARE(m_client->grant(form).status, 400); // once, however it was tried
    if (status != 200)
        return;
    QVERIFY(!granted.object().contains("refresh_token"_L1));
    m_client->useToken(granted.text(u"access_token"_s));
    QCOMPARE(m_client->get(u"/users/me"_s).text(u"id"_s), genesys().userId(GenesysInventory::Admin));
}

void SandboxGenesysTest::aPageThatIsWrongSendsNobodyBack_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::newRow("no such client") << u"client_id"_s << u"x"_s;
    QTest::newRow("another host") << u"redirect_uri"_s << u"http://evil.example/"_s;
    QTest::newRow("another path") << u"redirect_uri"_s << u"http://127.0.0.1:4711/x"_s;
    QTest::newRow("no redirect") << u"redirect_uri"_s << QString();
}

void SandboxGenesysTest::aPageThatIsWrongSendsNobodyBack()
{
    QFETCH(QString, field);
    QFETCH(QString, value);
    const Answer page = m_client->authorize({{field, value}});
    QCOMPARE(page.status, 400);
    QVERIFY(!page.headers.contains("location"));
}

void SandboxGenesysTest::aPageThatIsRefusedSaysSo_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("error");
    QTest::newRow("implicit") << u"response_type"_s << u"token"_s << u"unsupported_response_type"_s;
    QTest::newRow("a plain challenge") << u"code_challenge"_s << QString(43, u'x') << u"invalid_request"_s;
    QTest::newRow("nobody of that name") << u"login_hint"_s << u"nobody@x.example"_s << u"access_denied"_s;
}

void SandboxGenesysTest::aPageThatIsRefusedSaysSo()
{
    QFETCH(QString, field);
    QFETCH(QString, value);
    QFETCH(QString, error);
    const QUrlQuery brought = broughtBack(m_client->authorize({{field, value}}));
    QCOMPARE(itemIn(brought, "error"), error);
    QCOMPARE(itemIn(brought, "state"), u"a b&c"_s);
    QVERIFY(!brought.hasQueryItem(u"code"_s));
}

void SandboxGenesysTest::codesExpire()
{
    const QString code = itemIn(broughtBack(m_client->authorize()), "code");
    m_clock->advance(301);
    QCOMPARE(m_client
                 ->grant({{u"grant_type"_s, u"authorization_code"_s},
                          {u"code"_s, code},
                          {u"redirect_uri"_s, u"http://127.0.0.1:4711/"_s}},
                         m_client->ready("browserClientId"), m_client->ready("browserClientSecret"))
                 .status,
             400);
}

void SandboxGenesysTest::aRefreshTokenIsForItsClient()
{
    const QString code = itemIn(broughtBack(m_client->authorize()), "code");
    const QString id = m_client->ready("browserClientId");
    const QString secret = m_client->ready("browserClientSecret");
    const Answer granted = m_client->grant({{u"grant_type"_s, u"authorization_code"_s},
                                            {u"code"_s, code},
                                            {u"redirect_uri"_s, u"http://127.0.0.1:4711/"_s}},
                                           id, secret);
    const QList<std::pair<QString, QString>> form = {{u"grant_type"_s, u"refresh_token"_s},
                                                     {u"refresh_token"_s, granted.text(u"refresh_token"_s)}};
    QVERIFY(!granted.text(u"refresh_token"_s).isEmpty());
    QCOMPARE(m_client->grant(form, id, secret).status, 200);
    QCOMPARE(m_client->grant(form, m_client->ready("clientId"), m_client->ready("clientSecret")).status, 400);
    QCOMPARE(m_client->remove(u"/tokens/"_s + genesys().userId(GenesysInventory::Admin)).status, 204);
    QCOMPARE(m_client->grant(form, id, secret).status, 400);
}

void SandboxGenesysTest::theSessionIsShown()
{
    const QJsonObject own = m_client->get(u"/tokens/me"_s).object();
    QCOMPARE(own.keys(),
             (QStringList{u"OAuthClient"_s, u"authorizedScope"_s, u"dateTokenIdles"_s, u"homeOrganization"_s,
                          u"organization"_s}));
    QCOMPARE(own["OAuthClient"_L1]["id"_L1].toString(), m_client->ready("browserClientId"));
    QVERIFY(!own["OAuthClient"_L1].toObject().contains("secret"_L1));
    const Answer head = m_client->send("HEAD", u"/tokens/me"_s);
    QCOMPARE(head.status, 200);
    QVERIFY(head.body.isEmpty());

    m_client->useToken(m_client->clientCredentials().text(u"access_token"_s));
    QVERIFY(!m_client->get(u"/tokens/me"_s).object().contains("dateTokenIdles"_L1));
    const Answer noUser = m_client->get(u"/users/me"_s);
    QCOMPARE(noUser.status, 400);
    QVERIFY(noUser.text(u"message"_s).contains("user context"_L1));
}

void SandboxGenesysTest::theIdleTimerIsKeptOnlyIfAsked()
{
    const auto idles = [this](const char *query) {
        return m_client->get(u"/tokens/me"_s + QLatin1String(query)).text(u"dateTokenIdles"_s);
    };
    const QString first = idles("?preserveIdleTTL=true");
    m_clock->advance(3'600);
    QCOMPARE(idles("?preserveIdleTTL=true"), first);
    const QString later = idles("");
    QVERIFY(later > first);
    m_clock->advance(7 * 3'600);
    QCOMPARE(idles("?preserveIdleTTL=true"), later);
    m_clock->advance(3'600);
    QCOMPARE(m_client->get(u"/tokens/me"_s).status, 401);
}

void SandboxGenesysTest::tokensExpire()
{
    const Answer granted = m_client->clientCredentials();
    QCOMPARE(granted.object()["expires_in"_L1].toInt(), int(Day) - 1);
    m_client->useToken(granted.text(u"access_token"_s));
    m_clock->advance(Day - 1);
    QCOMPARE(m_client->get(u"/tokens/me"_s).status, 200);
    m_clock->advance(1);
    QCOMPARE(codeIn(m_client->get(u"/tokens/me"_s)), u"bad.credentials"_s);
}

void SandboxGenesysTest::endingOnesOwnSession()
{
    const Answer ended = m_client->remove(u"/tokens/me"_s);
    QCOMPARE(ended.status, 200);
    QVERIFY(ended.body.isEmpty());
    QCOMPARE(codeIn(m_client->get(u"/tokens/me"_s)), u"bad.credentials"_s);
    QCOMPARE(revoked(),
             QStringList{m_client->ready("browserClientId") + u':' + genesys().userId(GenesysInventory::Admin)});
    QVERIFY(!genesys().isEnded(genesys().userId(GenesysInventory::Admin)));
}

void SandboxGenesysTest::endingTheSessionsOfAUser()
{
    m_client->useToken(m_client->clientCredentials().text(u"access_token"_s));
    const QString admin = genesys().userId(GenesysInventory::Admin);
    const QString other = genesys().userId(20);
    for (const QString &user : {other, admin, other}) {
        const Answer ended = m_client->remove(u"/tokens/"_s + user);
        QCOMPARE(ended.status, 204);
        QVERIFY(ended.body.isEmpty());
    }
    QCOMPARE(revoked(), (QStringList{other, admin})); // the third found nothing to end
    QVERIFY(!genesys().isAlive(m_client->ready("token")));
    QCOMPARE(m_client->get(u"/tokens/me"_s).status, 200); // no user: not affected
    QCOMPARE(codeIn(m_client->remove(u"/tokens/3f8a2c1e-5b7d-4e90-8a61-0c9d4f2b7e15"_s)), u"not.found"_s);
    QCOMPARE(m_client->remove(u"/tokens/timeout"_s).status, 404);
}

void SandboxGenesysTest::theTimeoutIsChecked_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<int>("status");
    QTest::newRow("five minutes") << 300 << 200;
    QTest::newRow("eight hours") << 28'800 << 200;
    QTest::newRow("too short") << 299 << 400;
    QTest::newRow("too long") << 28'801 << 400;
}

void SandboxGenesysTest::theTimeoutIsChecked()
{
    QFETCH(int, seconds);
    QFETCH(int, status);
    QJsonObject timeout = m_client->get(u"/tokens/timeout"_s).object();
    QCOMPARE(timeout["idleTokenTimeoutSeconds"_L1].toInt(), 28'800);
    timeout["idleTokenTimeoutSeconds"_L1] = seconds;
    const Answer answer = m_client->send("PUT", u"/tokens/timeout"_s, timeout);
    QCOMPARE(answer.status, status);
    if (status == 200)
        QCOMPARE(answer.object(), timeout);
    const QJsonObject after = m_client->get(u"/tokens/timeout"_s).object();
    QCOMPARE(after["idleTokenTimeoutSeconds"_L1].toInt(), status == 200 ? seconds : 28'800);
}

void SandboxGenesysTest::usersComeInPages()
{
    restart({.tokens = 530});
    QStringList ids;
    for (int page = 1; page <= 3; ++page) {
        const QJsonObject answer = m_client->get(u"/users?state=any&pageNumber=%1"_s.arg(page)).object();
        QCOMPARE(answer["pageSize"_L1].toInt(), 25);
        QCOMPARE(answer["pageNumber"_L1].toInt(), page);
        QCOMPARE(answer["pageCount"_L1].toInt(), 3);
        QCOMPARE(answer["total"_L1].toInt(), 53);
        QCOMPARE(answer.contains("nextUri"_L1), page < 3);
        QCOMPARE(answer.contains("previousUri"_L1), page > 1);
        ids += idsOf(answer["entities"_L1].toArray());
    }
    QCOMPARE(ids.size(), 53);
    QCOMPARE(QSet<QString>(ids.begin(), ids.end()).size(), 53);
    QCOMPARE(m_client->get(u"/users?state=any&pageNumber=4"_s).object()["entities"_L1].toArray().size(), 0);
    QCOMPARE(m_client->get(u"/users/"_s + ids[7]).text(u"id"_s), ids[7]);
}

void SandboxGenesysTest::usersAreFiltered_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QStringList>("states");
    QTest::newRow("active by default") << QString() << QStringList{u"active"_s};
    QTest::newRow("inactive") << u"state=inactive&"_s << QStringList{u"inactive"_s};
    QTest::newRow("deleted") << u"state=deleted&"_s << QStringList{u"deleted"_s};
    QTest::newRow("any") << u"state=any&"_s << QStringList{u"active"_s, u"deleted"_s, u"inactive"_s};
}

void SandboxGenesysTest::usersAreFiltered()
{
    QFETCH(QString, query);
    QFETCH(QStringList, states);
    restart({.tokens = 5'000});
    const QJsonArray users = m_client->get(u"/users?%1pageSize=500"_s.arg(query)).object()["entities"_L1].toArray();
    QSet<QString> seen;
    for (const QJsonValue &user : users)
        seen.insert(user["state"_L1].toString());
    QStringList sorted = seen.values();
    sorted.sort();
    QCOMPARE(sorted, states);

    QStringList ids = idsOf(users);
    const QJsonObject two = m_client->get(u"/users?%1id=%2&id=%3"_s.arg(query, ids.at(0), ids.at(1))).object();
    QCOMPARE(idsOf(two["entities"_L1].toArray()), ids.mid(0, 2));
    const QJsonObject backwards = m_client->get(u"/users?%1pageSize=500&sortOrder=DESC"_s.arg(query)).object();
    std::reverse(ids.begin(), ids.end());
    QCOMPARE(idsOf(backwards["entities"_L1].toArray()), ids);
}

void SandboxGenesysTest::badPagesAreRefused_data()
{
    QTest::addColumn<QString>("query");
    for (const char *query :
         {"pageSize=0", "pageSize=501", "pageSize=x", "pageNumber=0", "pageNumber=-1", "state=gone", "sortOrder=up"})
        QTest::newRow(query) << QString::fromLatin1(query);
}

void SandboxGenesysTest::badPagesAreRefused()
{
    QFETCH(QString, query);
    QCOMPARE(codeIn(m_client->get(u"/users?"_s + query)), u"invalid.query.param.value"_s);
}

void SandboxGenesysTest::usersAreSearched()
{
    const auto search = [this](const QString &type, const QString &value) {
        const QJsonObject term = {
            {u"type"_s, type}, {u"fields"_s, QJsonArray{u"name"_s, u"email"_s}}, {u"value"_s, value}};
        return m_client->send("POST", u"/users/search"_s, {{u"pageSize"_s, 10}, {u"query"_s, QJsonArray{term}}});
    };
    const QString email = u"ines.aguilar@northwind.example"_s;
    for (const auto &[type, value] : {std::pair(u"EXACT"_s, email), std::pair(u"STARTS_WITH"_s, u"INES.agui"_s),
                                      std::pair(u"CONTAINS"_s, u"s.aguilar@"_s)}) {
        const QJsonObject found = search(type, value).object();
        QCOMPARE(found["total"_L1].toInt(), 1);
        QCOMPARE(found["results"_L1][0]["email"_L1].toString(), email);
    }
    QCOMPARE(search(u"EXACT"_s, u"ines"_s).object()["total"_L1].toInt(), 0);
    QCOMPARE(codeIn(search(u"REGEX"_s, u"."_s)), u"invalid.value"_s);

    QJsonObject page = search(u"CONTAINS"_s, u"@northwind"_s).object();
    QStringList ids = idsOf(page["results"_L1].toArray());
    while (page.contains("nextPage"_L1)) {
        page = m_client->get(u"/users/search?q64="_s + page["nextPage"_L1].toString()).object();
        ids += idsOf(page["results"_L1].toArray());
    }
    QCOMPARE(ids.size(), page["total"_L1].toInt());
    QCOMPARE(QSet<QString>(ids.begin(), ids.end()).size(), ids.size());
    QCOMPARE(m_client->get(u"/users/search?q64=x"_s).status, 400);
}

void SandboxGenesysTest::aHundredThousandUsersTakeNoMemory()
{
    restart({.tokens = 1'000'000});
    QCOMPARE(genesys().inventory().users(), quint64(100'000));
    const QString last = genesys().userId(99'999);
    QCOMPARE(m_client->get(u"/users/"_s + last).text(u"id"_s), last);
    const QJsonObject page = m_client->get(u"/users?state=any&pageSize=100&pageNumber=1000"_s).object();
    QCOMPARE(page["entities"_L1][99]["id"_L1].toString(), last);
    QVERIFY(!page.contains("nextUri"_L1));
}

void SandboxGenesysTest::aClientIsReplacedByAPut()
{
    const QString path = u"/oauth/clients/"_s + m_client->ready("viewerClientId");
    const QJsonObject before = m_client->get(path).object();
    QVERIFY(!before.contains("secret"_L1) && before.contains("roleIds"_L1));
    const QJsonObject least = {{u"name"_s, u"Renamed"_s}, {u"authorizedGrantType"_s, u"CLIENT-CREDENTIALS"_s}};
    QCOMPARE(m_client->send("PUT", path, least).status, 200);
    const QJsonObject after = m_client->get(path).object();
    QCOMPARE(after["name"_L1].toString(), u"Renamed"_s);
    QCOMPARE(after["id"_L1], before["id"_L1]);
    QVERIFY(!after.contains("roleIds"_L1) && !after.contains("scope"_L1)); // what is left out is cleared
    QCOMPARE(codeIn(m_client->send("PUT", path, {{u"name"_s, u"x"_s}})), u"invalid.value"_s);
    QCOMPARE(m_client->get(u"/oauth/clients/x"_s).status, 404);
}

void SandboxGenesysTest::aDisabledClientLosesItsTokens()
{
    const QString id = m_client->ready("viewerClientId");
    const QString token = m_client->clientCredentials("viewerClient").text(u"access_token"_s);
    QJsonObject client = m_client->get(u"/oauth/clients/"_s + id).object();
    client[u"state"_s] = u"disabled"_s;
    QVERIFY(genesys().isAlive(token));
    QCOMPARE(m_client->send("PUT", u"/oauth/clients/"_s + id, client).status, 200);
    QVERIFY(!genesys().isAlive(token));
    QCOMPARE(m_client->clientCredentials("viewerClient").status, 401);
    QCOMPARE(m_client->send("PUT", u"/oauth/clients/"_s + id, client).status, 200);
    QCOMPARE(revoked(), QStringList{id});
    client[u"state"_s] = u"active"_s;
    QCOMPARE(m_client->send("PUT", u"/oauth/clients/"_s + id, client).status, 200);
    QCOMPARE(m_client->clientCredentials("viewerClient").status, 200);
    QVERIFY(!genesys().isAlive(token));
}

void SandboxGenesysTest::aDeletedClientIsGone()
{
    const QString id = m_client->ready("viewerClientId");
    const QString token = m_client->clientCredentials("viewerClient").text(u"access_token"_s);
    QCOMPARE(m_client->remove(u"/oauth/clients/"_s + id).status, 204);
    QVERIFY(!genesys().isAlive(token));
    QCOMPARE(m_client->get(u"/oauth/clients/"_s + id).status, 404);
    QCOMPARE(m_client->get(u"/oauth/clients"_s).object()["total"_L1].toInt(), 11);
    QCOMPARE(revoked(), QStringList{id});
}

void SandboxGenesysTest::aChangedSecretCounts()
{
    const QString id = m_client->ready("viewerClientId");
    const QString secret = m_client->send("POST", u"/oauth/clients/%1/secret"_s.arg(id)).text(u"secret"_s);
    QVERIFY(!secret.isEmpty() && secret != m_client->ready("viewerClientSecret"));
    QCOMPARE(m_client->clientCredentials("viewerClient").status, 401);
    QCOMPARE(m_client->grant({{u"grant_type"_s, u"client_credentials"_s}}, id, secret).status, 200);
}

void SandboxGenesysTest::permissionsAreChecked_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("permission"); // empty: none asked
    const auto row = [](const char *method, const QString &path, const QString &permission) {
        QTest::addRow("%s %s", method, qPrintable(path)) << QByteArray(method) << path << permission;
    };
    const QString id = u"3f8a2c1e-5b7d-4e90-8a61-0c9d4f2b7e15"_s;
    row("GET", u"/tokens/me"_s, {});
    row("HEAD", u"/tokens/me"_s, {});
    row("GET", u"/tokens/timeout"_s, {});
    row("GET", u"/users"_s, {});
    row("DELETE", u"/tokens/"_s + id, u"oauth:token:delete"_s);
    row("PUT", u"/tokens/timeout"_s, u"directory:organization:admin"_s);
    row("POST", u"/users/search"_s, u"directory:user:view"_s);
    row("GET", u"/users/search"_s, u"directory:user:view"_s);
    row("GET", u"/oauth/clients"_s, u"oauth:client:view"_s);
    row("GET", u"/oauth/clients/"_s + id, u"oauth:client:view"_s);
    row("PUT", u"/oauth/clients/"_s + id, u"oauth:client:edit"_s);
    row("DELETE", u"/oauth/clients/"_s + id, u"oauth:client:delete"_s);
    row("POST", u"/oauth/clients/%1/secret"_s.arg(id), u"oauth:client:edit"_s);
}

void SandboxGenesysTest::permissionsAreChecked()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QString, permission);
    m_client->useToken(m_client->clientCredentials("viewerClient").text(u"access_token"_s));
    const Answer answer = m_client->send(method, path, {});
    QCOMPARE(answer.status, permission.isEmpty() ? 200 : 403);
    if (permission.isEmpty())
        return;
    QCOMPARE(codeIn(answer), u"missing.any.permissions"_s);
    QCOMPARE(answer.object()["messageParams"_L1]["permissions"_L1].toString(), permission);
}

void SandboxGenesysTest::everyAnswerTellsTheRate()
{
    const auto rate = [](const Answer &answer) {
        QByteArrayList values;
        for (const char *name : {"inin-ratelimit-count", "inin-ratelimit-allowed", "inin-ratelimit-reset"})
            values.append(answer.headers.at(name));
        return values.join(' ');
    };
    QCOMPARE(rate(m_client->get(u"/tokens/me"_s)), QByteArray("1 300 40"));
    QCOMPARE(rate(m_client->get(u"/nowhere"_s)), QByteArray("2 300 40"));
    m_clock->advance(40);
    const Answer next = m_client->get(u"/users/x"_s);
    QCOMPARE(rate(next), QByteArray("1 300 60"));
    QCOMPARE(next.headers.at("inin-correlation-id"), next.text(u"contextId"_s).toLatin1());
}

void SandboxGenesysTest::theRateIsAsAskedFor()
{
    restart({.tokens = 500, .rateLimit = 2});
    QCOMPARE(m_client->get(u"/tokens/me"_s).status, 200);
    QCOMPARE(m_client->get(u"/tokens/me"_s).status, 200);
    const Answer refused = m_client->remove(u"/tokens/me"_s);
    QCOMPARE(refused.status, 429);
    QCOMPARE(codeIn(refused), u"too.many.requests.retry.after"_s);
    QCOMPARE(refused.headers.at("retry-after"), "40");
    QVERIFY(genesys().isAlive(m_client->ready("token")));
    m_client->useToken(m_client->clientCredentials().text(u"access_token"_s)); // another client: its own budget
    QCOMPARE(m_client->get(u"/tokens/me"_s).status, 200);
    m_client->useToken(m_client->ready("token"));
    m_clock->advance(40);
    QCOMPARE(m_client->get(u"/tokens/me"_s).status, 200);
}

void SandboxGenesysTest::errorsHaveTheirShape()
{
    for (const int status : {400, 401, 403, 404, 429, 500, 503}) {
        const QJsonObject body =
            QJsonDocument::fromJson(QByteArray::fromStdString(genesys().failure(status).body)).object();
        QCOMPARE(body.keys(),
                 (QStringList{u"code"_s, u"contextId"_s, u"details"_s, u"errors"_s, u"message"_s, u"status"_s}));
        QCOMPARE(body["status"_L1].toInt(), status);
    }
}

QTEST_GUILESS_MAIN(SandboxGenesysTest)
#include "tst_sandbox_genesys.moc"
