#include "network/sandbox/authletesandbox.h"
#include "network/sandbox/fastlysandbox.h"
#include "network/sandbox/genesyssandbox.h"
#include "network/sandbox/knetiksandbox.h"
#include "network/sandbox/sandbox.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QUrl>
#include <QUrlQuery>

using namespace latchkey::sandbox;
using namespace Qt::StringLiterals;

//! What the official clients put on the wire (npm "fastly" 13.0.0, Fastly CLI 16.1.0, npm
//! "@authlete/typescript-sdk" 0.0.3-beta, npm "purecloud-platform-client-v2" 262.0.0, npm
//! "@knetik/knetikcloud-sdk" 3.0.10), byte for byte, recorded from them; only secrets and ids are filled in.
//! officialclients.sh runs the clients themselves.
class OfficialClientsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_sandbox.reset(); }
    void recordedRequests_data();
    void recordedRequests();
    void everyRecordingIsReplayed();
    void aCreationFollowsSudo_data();
    void aCreationFollowsSudo();
    void aGenesysCodeBecomesAToken_data();
    void aGenesysCodeBecomesAToken();

private:
    using Values = std::vector<std::pair<QByteArray, QByteArray>>;
    struct Reply
    {
        int status = 0;
        QByteArray body = {};
    };
    [[nodiscard]] Values genesysValues() const;
    [[nodiscard]] Values authleteValues() const;
    [[nodiscard]] Values knetikValues() const;
    [[nodiscard]] QByteArray recorded(const QString &name) const;
    [[nodiscard]] Reply replay(const QString &name) const;
    [[nodiscard]] QString ready(const QString &field) const
    {
        return m_sandbox->ready()["fastly"_L1][field].toString();
    }

    std::unique_ptr<Sandbox> m_sandbox;
    Values m_granted; //!< values of Genesys that a test got on its way
};

void OfficialClientsTest::init()
{
    m_sandbox = std::make_unique<Sandbox>(SandboxOptions{.tokens = 200});
    QVERIFY(m_sandbox->start());
}

OfficialClientsTest::Values OfficialClientsTest::genesysValues() const
{
    const QJsonObject genesys = m_sandbox->ready()["genesys"_L1].toObject();
    const auto of = [&genesys](const char *field) { return genesys[QLatin1String(field)].toString().toLatin1(); };
    const QByteArray search = R"({"pageNumber":2,"pageSize":25,"query":[{"type":"MATCH_ALL"}]})";
    Values values = {{"token", of("token")},
                     {"basic", (of("clientId") + ':' + of("clientSecret")).toBase64()},
                     {"browserBasic", (of("browserClientId") + ':' + of("browserClientSecret")).toBase64()},
                     {"viewerClientId", of("viewerClientId")},
                     {"browserClientId", of("browserClientId")},
                     {"userId", m_sandbox->genesys().userId(7).toLatin1()},
                     {"nextPage", search.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)}};
    values.insert(values.end(), m_granted.begin(), m_granted.end());
    return values;
}

OfficialClientsTest::Values OfficialClientsTest::authleteValues() const
{
    const QJsonObject authlete = m_sandbox->ready()["authlete"_L1].toObject();
    const QString hash = m_sandbox->authlete().tokenIds()[50];
    return {{"token", authlete["token"_L1].toString().toLatin1()},
            {"serviceId", authlete["serviceId"_L1].toString().toLatin1()},
            {"clientId", authlete["clientId"_L1].toString().toLatin1()},
            {"hash", hash.toLatin1()},
            {"value", m_sandbox->authlete().valueOf(hash).toLatin1()}};
}

OfficialClientsTest::Values OfficialClientsTest::knetikValues() const
{
    const QJsonObject knetik = m_sandbox->ready()["knetik"_L1].toObject();
    const QString own = u"admin/web"_s;
    return {{"token", m_sandbox->knetik().valueOf(own).toLatin1()},
            {"refreshToken", m_sandbox->knetik().valueOf(own, KnetikInventory::Use::Refresh).toLatin1()},
            {"password", QUrl::toPercentEncoding(knetik["password"_L1].toString())},
            {"clientSecret", knetik["clientSecret"_L1].toString().toLatin1()}};
}

QByteArray OfficialClientsTest::recorded(const QString &name) const
{
    QFile file(QStringLiteral(REPLAY_FOLDER "/%1.http").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray request = file.readAll();
    const FastlySandbox &fastly = m_sandbox->fastly();
    const QStringList ids = fastly.userTokenIds();
    const QByteArray login = ready(u"login"_s).toUtf8();
    const QByteArray password = ready(u"password"_s).toUtf8();
    const std::vector<std::pair<QByteArray, QByteArray>> values = {
        {"host", m_sandbox->origin().mid(7).toUtf8()},
        {"token", ready(u"token"_s).toUtf8()},
        {"login", login},
        {"password", password},
        {"formPassword", QUrl::toPercentEncoding(QString::fromUtf8(password))},
        {"basic", (login + ':' + password).toBase64()},
        {"otp", ready(u"otp"_s).toUtf8()},
        {"customerId", ready(u"customerId"_s).toUtf8()},
        {"tokenId", ids[50].toUtf8()},
        {"otherTokenId", ids[51].toUtf8()},
        {"userId", QByteArray::fromStdString(fastly.inventory().users()[7].id)},
        {"automationId", fastly.automationTokenIds().constFirst().toUtf8()},
    };
    for (const auto &[key, value] : values)
        request.replace("{{" + key + "}}", value);
    const Values ofGenesys = genesysValues();
    for (const auto &[key, value] : ofGenesys)
        request.replace("{{genesys." + key + "}}", value);
    const Values ofAuthlete = authleteValues();
    for (const auto &[key, value] : ofAuthlete)
        request.replace("{{authlete." + key + "}}", value);
    const Values ofKnetik = knetikValues();
    for (const auto &[key, value] : ofKnetik)
        request.replace("{{knetik." + key + "}}", value);
    const qsizetype end = request.indexOf("\n\n");
    const QByteArray body = request.mid(end + 2);
    request.replace("{{length}}", QByteArray::number(body.size()));
    QByteArray head = request.left(request.indexOf("\n\n") + 2);
    head.replace("\n", "\r\n");
    return head + body;
}

OfficialClientsTest::Reply OfficialClientsTest::replay(const QString &name) const
{
    const QByteArray request = recorded(name);
    QTcpSocket socket;
    const QUrl origin(m_sandbox->origin());
    socket.connectToHost(origin.host(), quint16(origin.port()));
    if (request.isEmpty() || !socket.waitForConnected(5'000))
        return {};
    socket.write(request);
    // The connection stays open for most of them: an answer ends with its length, or with the last chunk.
    QByteArray answer;
    const auto complete = [&answer] {
        const qsizetype body = answer.indexOf("\r\n\r\n") + 4;
        if (body < 4)
            return false;
        const QByteArray head = answer.left(body).toLower();
        const qsizetype length = head.indexOf("content-length: ");
        if (length < 0)
            return answer.endsWith("0\r\n\r\n");
        const qsizetype from = length + 16;
        return answer.size() - body >= head.mid(from, head.indexOf('\r', from) - from).toInt();
    };
    while (!complete() && socket.waitForReadyRead(5'000))
        answer += socket.readAll();
    if (!complete())
        return {};

    Reply reply = {.status = answer.mid(9, 3).toInt()};
    QByteArray rest = answer.mid(answer.indexOf("\r\n\r\n") + 4);
    if (!answer.contains("Transfer-Encoding: chunked"))
        return {reply.status, rest};
    for (int size = -1; size != 0;) {
        const qsizetype line = rest.indexOf("\r\n");
        size = rest.left(line).toInt(nullptr, 16);
        reply.body += rest.mid(line + 2, size);
        rest = rest.mid(line + 2 + size + 2);
    }
    return reply;
}

void OfficialClientsTest::recordedRequests_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("isList");
    QTest::addColumn<QStringList>("fields"); // that the client reads
    const QStringList row = {u"id"_s,         u"name"_s,         u"user_id"_s,    u"services"_s, u"scope"_s,
                             u"created_at"_s, u"last_used_at"_s, u"expires_at"_s, u"ip"_s,       u"user_agent"_s};
    const QStringList user = {u"id"_s,          u"name"_s, u"login"_s,
                              u"customer_id"_s, u"role"_s, u"two_factor_auth_enabled"_s};
    const QStringList made = {u"id"_s,       u"name"_s,       u"access_token"_s, u"scope"_s,
                              u"services"_s, u"expires_at"_s, u"created_at"_s};
    const QStringList none;
    QTest::newRow("cli.listTokens") << 200 << true << row;
    QTest::newRow("cli.listCustomerTokens") << 200 << true << row;
    QTest::newRow("cli.tokenSelf") << 200 << false << row;
    QTest::newRow("cli.verify") << 200 << false << QStringList{u"customer"_s, u"user"_s, u"services"_s, u"token"_s};
    QTest::newRow("cli.signInMetadata") << 200 << false
                                        << QStringList{u"issuer"_s, u"authorization_endpoint"_s, u"token_endpoint"_s,
                                                       u"jwks_uri"_s};
    QTest::newRow("cli.sudo") << 200 << false << QStringList{u"expiry_time"_s};
    QTest::newRow("cli.createToken") << 403 << false << QStringList{u"msg"_s};
    QTest::newRow("cli.revokeToken") << 204 << false << none;
    QTest::newRow("cli.bulkRevoke") << 204 << false << none;
    QTest::newRow("cli.revokeSelf") << 204 << false << none;
    QTest::newRow("js.listTokens") << 200 << true << row;
    QTest::newRow("js.listCustomerTokens") << 200 << true << row;
    QTest::newRow("js.tokenSelf") << 200 << false << row;
    QTest::newRow("js.getToken") << 200 << false << row;
    QTest::newRow("js.getTokenEncoded") << 404 << false << QStringList{u"msg"_s};
    QTest::newRow("js.currentUser") << 200 << false << user;
    QTest::newRow("js.getUser") << 200 << false << user;
    QTest::newRow("js.sudo") << 200 << false << QStringList{u"expiry_time"_s};
    QTest::newRow("js.createToken") << 403 << false << QStringList{u"msg"_s};
    QTest::newRow("js.createTokenWithPassword") << 200 << false << made;
    QTest::newRow("js.revokeToken") << 204 << false << none;
    QTest::newRow("js.bulkRevoke") << 204 << false << none;
    QTest::newRow("js.revokeSelf") << 204 << false << none;
    QTest::newRow("js.listAutomationTokens") << 200 << false << QStringList{u"data"_s, u"meta"_s};
    const QStringList page = {u"start"_s, u"end"_s, u"totalCount"_s, u"accessTokens"_s};
    const QStringList updated = {u"action"_s, u"accessToken"_s, u"scopes"_s, u"accessTokenExpiresAt"_s};
    QTest::newRow("authlete-js.list") << 200 << false << page;
    QTest::newRow("authlete-js.listFiltered") << 200 << false << page + QStringList{u"client"_s, u"subject"_s};
    QTest::newRow("authlete-js.create") << 200 << false
                                        << QStringList{u"action"_s, u"accessToken"_s, u"refreshToken"_s,
                                                       u"expiresIn"_s};
    QTest::newRow("authlete-js.update") << 200 << false << updated;
    QTest::newRow("authlete-js.rotate") << 200 << false << updated;
    QTest::newRow("authlete-js.revoke") << 200 << false << QStringList{u"resultCode"_s, u"count"_s};
    QTest::newRow("authlete-js.revokeWide") << 200 << false << QStringList{u"resultCode"_s, u"count"_s};
    QTest::newRow("authlete-js.delete") << 204 << false << none;
    QTest::newRow("js.getAutomationToken")
        << 200 << false << QStringList{u"id"_s, u"name"_s, u"role"_s, u"scope"_s, u"services"_s};

    const QStringList listing = {u"entities"_s, u"pageSize"_s, u"pageNumber"_s, u"pageCount"_s, u"total"_s};
    const QStringList found = {u"results"_s, u"pageNumber"_s, u"pageCount"_s, u"total"_s, u"types"_s};
    const QStringList genesysUser = {u"id"_s, u"name"_s, u"email"_s, u"username"_s, u"state"_s, u"version"_s};
    const QStringList genesysClient = {u"id"_s,    u"name"_s,    u"authorizedGrantType"_s,
                                       u"state"_s, u"selfUri"_s, u"accessTokenValiditySeconds"_s};
    const QStringList timeout = {u"idleTokenTimeoutSeconds"_s, u"enableIdleTokenTimeout"_s};
    QTest::newRow("genesys-js.clientCredentials")
        << 200 << false << QStringList{u"access_token"_s, u"token_type"_s, u"expires_in"_s};
    QTest::newRow("genesys-js.getTokensMe") << 200 << false
                                            << QStringList{u"organization"_s, u"homeOrganization"_s,
                                                           u"authorizedScope"_s, u"dateTokenIdles"_s, u"OAuthClient"_s};
    QTest::newRow("genesys-js.headTokensMe") << 200 << false << none;
    QTest::newRow("genesys-js.deleteTokensMe") << 200 << false << none;
    QTest::newRow("genesys-js.deleteToken") << 204 << false << none;
    QTest::newRow("genesys-js.getTokensTimeout") << 200 << false << timeout;
    QTest::newRow("genesys-js.putTokensTimeout") << 200 << false << timeout;
    QTest::newRow("genesys-js.getUsers") << 200 << false << listing;
    QTest::newRow("genesys-js.getUser") << 200 << false << genesysUser;
    QTest::newRow("genesys-js.getUsersMe") << 200 << false << genesysUser;
    QTest::newRow("genesys-js.postUsersSearch") << 200 << false << found;
    QTest::newRow("genesys-js.getUsersSearch") << 200 << false << found;
    QTest::newRow("genesys-js.getOauthClients") << 200 << false << listing;
    QTest::newRow("genesys-js.getOauthClient") << 200 << false << genesysClient;
    QTest::newRow("genesys-js.putOauthClient") << 200 << false << genesysClient;
    QTest::newRow("genesys-js.postOauthClientSecret") << 200 << false << (genesysClient + QStringList{u"secret"_s});
    QTest::newRow("genesys-js.deleteOauthClient") << 204 << false << none;

    const QStringList knetikPage = {u"content"_s, u"first"_s,          u"last"_s,        u"number"_s,
                                    u"size"_s,    u"total_elements"_s, u"total_pages"_s, u"number_of_elements"_s};
    const QStringList grant = {u"access_token"_s, u"token_type"_s, u"expires_in"_s, u"scope"_s};
    QTest::newRow("knetik-js.password") << 200 << false << grant + QStringList{u"refresh_token"_s};
    QTest::newRow("knetik-js.clientCredentials") << 200 << false << grant;
    QTest::newRow("knetik-js.refresh") << 200 << false << grant + QStringList{u"refresh_token"_s};
    QTest::newRow("knetik-js.listTokens") << 200 << false << knetikPage;
    QTest::newRow("knetik-js.listTokensScoped") << 200 << false << knetikPage + QStringList{u"sort"_s};
    QTest::newRow("knetik-js.getToken") << 200 << false << QStringList{u"username"_s, u"client_id"_s, u"token"_s};
    QTest::newRow("knetik-js.getTokenEncoded") << 404 << false << QStringList{u"code"_s, u"request_id"_s, u"result"_s};
    QTest::newRow("knetik-js.me") << 200 << false << QStringList{u"client_id"_s, u"roles"_s, u"user_id"_s};
    QTest::newRow("knetik-js.users") << 200 << false << knetikPage;
    QTest::newRow("knetik-js.clients") << 200 << false << knetikPage + QStringList{u"sort"_s};
    QTest::newRow("knetik-js.deletePair") << 204 << false << none;
    QTest::newRow("knetik-js.deleteUser") << 204 << false << none;
    QTest::newRow("knetik-js.deleteClient") << 204 << false << none;
}

void OfficialClientsTest::recordedRequests()
{
    QFETCH(int, status);
    QFETCH(bool, isList);
    QFETCH(QStringList, fields);
    const Reply reply = replay(QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(reply.status, status);
    const QJsonDocument document = QJsonDocument::fromJson(reply.body);
    QCOMPARE(document.isArray(), isList);
    QCOMPARE(reply.body.isEmpty(), fields.isEmpty());
    const QJsonObject object = isList ? document.array().first().toObject() : document.object();
    for (const QString &field : qAsConst(fields))
        QVERIFY2(object.contains(field), qPrintable(field));
}

void OfficialClientsTest::everyRecordingIsReplayed()
{
    const QDir folder(QStringLiteral(REPLAY_FOLDER));
    QCOMPARE(folder.entryList({u"cli.*.http"_s, u"js.*.http"_s}).size(), 25);
    QCOMPARE(folder.entryList({u"authlete-js.*.http"_s}).size(), 8);
    QCOMPARE(folder.entryList({u"genesys-js.*.http"_s}).size(), 20);
    QCOMPARE(folder.entryList({u"knetik-js.*.http"_s}).size(), 13);
}

void OfficialClientsTest::aCreationFollowsSudo_data()
{
    QTest::addColumn<QString>("client");
    QTest::newRow("command line, both bodies the same form") << u"cli"_s;
    QTest::newRow("JavaScript, sudo as JSON and an empty form") << u"js"_s;
}

void OfficialClientsTest::aCreationFollowsSudo()
{
    QFETCH(QString, client);
    QCOMPARE(replay(client + u".sudo"_s).status, 200);
    const Reply made = replay(client + u".createToken"_s);
    QCOMPARE(made.status, 200);
    const QJsonDocument token = QJsonDocument::fromJson(made.body);
    QCOMPARE(token["access_token"_L1].toString().size(), 32);
    QVERIFY(m_sandbox->fastly().isAlive(token["id"_L1].toString()));
    if (client == "cli"_L1) {
        QCOMPARE(token["scope"_L1].toString(), u"purge_all global:read"_s);
        QCOMPARE(token["services"_L1].toArray(), (QJsonArray{u"S1"_s, u"S2"_s}));
        QCOMPARE(token["expires_at"_L1].toString(), u"2035-07-28T19:24:50Z"_s);
    }
}

void OfficialClientsTest::aGenesysCodeBecomesAToken_data()
{
    QTest::addColumn<QString>("recording");
    QTest::addColumn<QString>("challenge"); // of the recorded verifier, RFC 7636 appendix B
    QTest::newRow("without a secret, by PKCE")
        << u"genesys-js.pkce"_s << u"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"_s;
    QTest::newRow("with a secret, which also refreshes") << u"genesys-js.codeWithSecret"_s << QString();
}

void OfficialClientsTest::aGenesysCodeBecomesAToken()
{
    QFETCH(QString, recording);
    QFETCH(QString, challenge);
    const QJsonObject genesys = m_sandbox->ready()["genesys"_L1].toObject();
    QUrl page(genesys["loginUrl"_L1].toString() + "/oauth/authorize"_L1);
    QUrlQuery query{{u"client_id"_s, genesys["browserClientId"_L1].toString()},
                    {u"redirect_uri"_s, u"http://127.0.0.1:8085/"_s},
                    {u"response_type"_s, u"code"_s}};
    if (!challenge.isEmpty())
        query.setQueryItems(query.queryItems() << std::pair(u"code_challenge"_s, challenge)
                                               << std::pair(u"code_challenge_method"_s, u"S256"_s));
    page.setQuery(query);
    QNetworkAccessManager browser;
    QNetworkRequest request(page);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    const std::unique_ptr<QNetworkReply> reply(browser.get(request));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    QVERIFY(finished.wait(20'000));
    const QUrl back(reply->header(QNetworkRequest::LocationHeader).toUrl());
    m_granted = {{"code", QUrlQuery(back).queryItemValue(u"code"_s).toLatin1()}};

    const Reply granted = replay(recording);
    QCOMPARE(granted.status, 200);
    const QJsonObject tokens = QJsonDocument::fromJson(granted.body).object();
    QVERIFY(m_sandbox->genesys().isAlive(tokens["access_token"_L1].toString()));
    QCOMPARE(replay(recording).status, 400); // a code works once
    QCOMPARE(tokens.contains("refresh_token"_L1), challenge.isEmpty());
    if (challenge.isEmpty()) {
        m_granted = {{"refreshToken", tokens["refresh_token"_L1].toString().toLatin1()}};
        QCOMPARE(replay(u"genesys-js.refreshToken"_s).status, 200);
    }
}

QTEST_GUILESS_MAIN(OfficialClientsTest)
#include "tst_officialclients.moc"
