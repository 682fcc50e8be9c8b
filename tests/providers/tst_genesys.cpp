#include "network/http/ratelimiter.h"
#include "network/http/redirectlistener.h"
#include "network/http/traffic.h"
#include "network/providers/genesys.h"
#include "network/providers/genesysanswers.h"
#include "network/providers/genesysrequests.h"
#include "network/sandbox/genesyssandbox.h"
#include "network/sandbox/sandbox.h"
#include "tests/providers/print.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace latchkey;
using namespace latchkey::test;
using sandbox::GenesysInventory;
using sandbox::GenesysSandbox;
using sandbox::Sandbox;
using Extent = RevokeCall::Extent;

namespace {

constexpr auto Hour = std::chrono::hours(1);
std::stop_token never() { return {}; }

Credential credentialOf(std::initializer_list<std::pair<const char *, QString>> parts)
{
    Credential credential;
    for (const auto &[key, value] : parts)
        credential.parts.emplace(QString::fromLatin1(key), Secret(value.toUtf8()));
    return credential;
}

//! One account's provider, over real HTTP.
class Line
{
public:
    Line(const Account &of, const Credential &credential)
        : account(of)
        , http(genesys::httpSetup(of), Timing(), m_clock, m_limiter, m_traffic)
        , provider(genesys::makeProvider(of, credential, http))
    {
    }

    Result<RevokeAnswer> revoke(Extent extent, const QString &id = {}) const
    {
        RevokeCall call;
        call.extent = extent;
        call.person = {id};
        call.client = {id};
        return await(provider->revoke(call));
    }

private:
    SystemClock m_clock;
    RateLimiter m_limiter{m_clock, 0};
    Traffic m_traffic;

public:
    const Account account;
    HttpClient http;
    std::unique_ptr<Provider> provider;
};

//! A sandbox whose clock the test moves, and accounts on it.
class Bench
{
public:
    explicit Bench(qint64 tokens = 500) : box({.tokens = tokens, .clock = &clock}) { }

    QString ready(const char *field) const { return box.ready()["genesys"_L1][QLatin1String(field)].toString(); }
    GenesysSandbox &genesys() { return box.genesys(); }
    QString userId(quint64 number) { return genesys().userId(number); }

    std::unique_ptr<Line> line(const QString &signIn, const Credential &credential) const
    {
        Account account;
        account.id = {u"account"_s};
        account.provider = {u"genesys"_s};
        account.signIn = signIn;
        account.baseUrl = QUrl(ready("baseUrl"));
        account.loginUrl = QUrl(ready("loginUrl"));
        account.settings = {{u"clientId"_s, ready("browserClientId")}, {u"port"_s, u"0"_s}};
        return std::make_unique<Line>(account, credential);
    }
    //! Client credentials with all permissions, or with none.
    std::unique_ptr<Line> admin() const
    {
        return line(u"client"_s,
                    credentialOf({{"clientId", ready("clientId")}, {"clientSecret", ready("clientSecret")}}));
    }
    std::unique_ptr<Line> viewer() const
    {
        return line(
            u"client"_s,
            credentialOf({{"clientId", ready("viewerClientId")}, {"clientSecret", ready("viewerClientSecret")}}));
    }
    std::unique_ptr<Line> pasted() const { return line(u"token"_s, credentialOf({{"secret", ready("token")}})); }

    QStringList revoked() const { return box.ledger().changed(u"revoked"_s); }
    int requests(const char *call) const { return box.ledger().requests(u"genesys."_s + QLatin1String(call)); }

    FakeClock clock;
    Sandbox box;
};

//! Opens a page as a browser does, redirects and all.
QFuture<void> browse(QNetworkAccessManager &browser, const QUrl &page)
{
    QNetworkRequest request(page);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::NoLessSafeRedirectPolicy);
    QNetworkReply *reply = browser.get(request);
    QObject::connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
    return QtFuture::connect(reply, &QNetworkReply::finished);
}

QStringList capabilityNames(const ProviderDescription &description, bool those)
{
    QStringList bits;
    for (quint32 bit = 1; bit <= quint32(Capability::FindPeople); bit <<= 1) {
        if (description.can(Capability{bit}) == those)
            bits += QString::number(bit);
    }
    return bits;
}

} // namespace

class GenesysTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_bench.reset(); }

    void everyMissingCapabilityHasAReason();
    void regionsAreApiAndLoginHosts();
    void wideCallsAreSaidInPlainWords();
    void idGrammar_data();
    void idGrammar();
    void sessionIds_data();
    void sessionIds();
    void noSecretIsInAPathOrQuery();
    void clientGoesBackWholeButForItsSecret();
    void pageOfTheBrowser();
    void eachSignInHasItsOwnStateAndVerifier();
    void errorBody_data();
    void errorBody();
    void rateHeaders_data();
    void rateHeaders();

    void clientSignsInByItself();
    void personSignsInInTheBrowser();
    void wrongStateIsRefused();
    void codeWorksOnce();
    void pastedTokenIsTheAdmins();
    void lookingLeavesTheIdleTimerAlone();
    void expiredSignInIsRenewedOnce();
    void expiredSignInIsRenewedBeforeSessionsAreEnded();
    void peopleAreAllThere();
    void peopleAreFound();
    void clientsAreListed();
    void sessionsOfAPersonEnd();
    void endingOnesOwnSessionsEndsTheSignIn();
    void clientIsDisabledAndKeepsAllElse();
    void ownSessionEnds();
    void ownSessionIsNotBegunAnew();
    void idleTimeoutIsSet();
    void withoutPermissionNothingHappens();
    void readOnlyAccountChangesNothing();
    void whatGenesysLacksIsSaid();

private:
    std::unique_ptr<Bench> m_bench;
};

void GenesysTest::init()
{
    m_bench = std::make_unique<Bench>();
    QVERIFY(m_bench->box.start());
}

void GenesysTest::everyMissingCapabilityHasAReason()
{
    const ProviderDescription &description = genesys::description();
    QStringList reasons;
    for (const auto &[capability, reason] : description.whyNot) {
        reasons += QString::number(quint32(capability));
        QVERIFY(reason.endsWith(u'.'));
    }
    QCOMPARE(reasons, capabilityNames(description, false));
}

void GenesysTest::regionsAreApiAndLoginHosts()
{
    QSet<QString> hosts;
    for (const Region &region : genesys::description().regions) {
        const QString domain = region.baseUrl.host().mid(4);
        QCOMPARE(region.baseUrl, QUrl("https://api."_L1 + domain));
        QCOMPARE(region.loginUrl, QUrl("https://login."_L1 + domain));
        QVERIFY(checkedBaseUrl(region.baseUrl.toString()));
        QVERIFY(region.label.endsWith(", "_L1 + domain));
        hosts.insert(domain);
    }
    QCOMPARE(hosts.size(), 18);
    QVERIFY(hosts.contains(u"mypurecloud.com"_s) && hosts.contains(u"edee1.eusc-pure.cloud"_s));
}

void GenesysTest::wideCallsAreSaidInPlainWords()
{
    const auto &words = genesys::description().wideWords;
    QCOMPARE(words.size(), size_t(2));
    for (const auto &[capability, said] : words) {
        QVERIFY(genesys::description().can(capability));
        QVERIFY(said.action.contains("%1"_L1) && said.effect.contains("%1"_L1) && said.effect.endsWith(u'.'));
    }
    QCOMPARE(words.at(Capability::RevokeByPerson).action, u"End all sessions of %1"_s);
}

void GenesysTest::idGrammar_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("sendable");
    QTest::newRow("a UUID") << u"3f8a2c1e-5b7d-4e90-8a61-0c9d4f2b7e15"_s << true;
    QTest::newRow("in capitals") << u"3F8A2C1E-5B7D-4E90-8A61-0C9D4F2B7E15"_s << true;
    QTest::newRow("me: our own session") << u"me"_s << false;
    QTest::newRow("timeout: everybody's") << u"timeout"_s << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("without hyphens") << u"3f8a2c1e5b7d4e908a610c9d4f2b7e15"_s << false;
    QTest::newRow("in braces") << u"{3f8a2c1e-5b7d-4e90-8a61-0c9d4f2b7e15}"_s << false;
    QTest::newRow("a letter too many") << u"3f8a2c1e-5b7d-4e90-8a61-0c9d4f2b7e15a"_s << false;
    QTest::newRow("a line end behind it") << u"3f8a2c1e-5b7d-4e90-8a61-0c9d4f2b7e15\n"_s << false;
    QTest::newRow("a path") << u"3f8a2c1e-5b7d-4e90-8a61-0c9d4f2b7e15/../me"_s << false;
    QTest::newRow("other digits") << u"٣f8a2c1e-5b7d-4e90-8a61-0c9d4f2b7e15"_s << false;
}

void GenesysTest::idGrammar()
{
    QFETCH(QString, id);
    QFETCH(bool, sendable);
    QCOMPARE(genesys::isId(id), sendable);
    for (const Extent extent : {Extent::Person, Extent::Client}) {
        RevokeCall call;
        call.extent = extent;
        call.person = {id};
        call.client = {id};
        const Result<HttpRequest> request = genesys::revokeRequest(call);
        QCOMPARE(request.has_value(), sendable);
        if (sendable)
            QVERIFY(request->path.endsWith('/' + id.toLatin1()));
    }
}

void GenesysTest::sessionIds_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("actionable");
    const QString uuid = u"3f8a2c1e-5b7d-4e90-8a61-0c9d4f2b7e15"_s;
    QTest::newRow("a client's") << uuid << true;
    QTest::newRow("a person's") << QString(uuid + u':' + uuid) << true;
    QTest::newRow("three parts") << QString(uuid + u':' + uuid + u':' + uuid) << false;
    QTest::newRow("an empty part") << QString(uuid + u':') << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("me") << u"me"_s << false;
}

void GenesysTest::sessionIds()
{
    QFETCH(QString, id);
    QFETCH(bool, actionable);
    QCOMPARE(m_bench->admin()->provider->isActionable({id}), actionable);
    if (actionable)
        QCOMPARE(genesys::sessionId(id.section(u':', 0, 0), id.section(u':', 1)).value, id);
}

void GenesysTest::noSecretIsInAPathOrQuery()
{
    const Secret planted("planted");
    BrowserSignIn begun;
    begun.verifier = planted;
    for (const HttpRequest &request :
         {genesys::clientGrantRequest(planted, planted), genesys::refreshGrantRequest({}, planted),
          genesys::codeGrantRequest({}, begun, planted)}) {
        QVERIFY(!(request.path + request.query + request.pathTemplate).contains("planted"));
        QCOMPARE(request.base, HttpRequest::Base::Login);
        QCOMPARE(request.method, HttpRequest::Method::Post);
    }
    const HttpRequest basic = genesys::clientGrantRequest(planted, planted);
    QCOMPARE(basic.body.reveal().toByteArray(), QByteArray("grant_type=client_credentials"));
    QCOMPARE(basic.headers.constFirst().value, Secret("Basic cGxhbnRlZDpwbGFudGVk"));
}

void GenesysTest::clientGoesBackWholeButForItsSecret()
{
    const QJsonObject client = QJsonDocument::fromJson(R"({"id":"i","name":"n","state":"active","secret":"planted",)"
                                                       R"("roleIds":["r"],"scope":[],"dateToDelete":null,"n":1.5})")
                                   .object();
    const HttpRequest request = genesys::disableClientRequest(u"i"_s, client);
    QJsonObject expected = client;
    expected.remove("secret"_L1);
    expected["state"_L1] = u"disabled"_s;
    QCOMPARE(QJsonDocument::fromJson(request.body.reveal().toByteArray()).object(), expected);
}

void GenesysTest::pageOfTheBrowser()
{
    const QUrl redirect(u"http://127.0.0.1:8085/"_s);
    const BrowserSignIn begun =
        genesys::browserSignIn(QUrl(u"https://gateway.example:8443/sign in/"_s), u"the client&co"_s, redirect);
    const QString verifier = QString::fromLatin1(begun.verifier.reveal().toByteArray());
    static const QRegularExpression plain(u"^[A-Za-z0-9._~-]{43,128}$"_s);
    QVERIFY(plain.match(verifier).hasMatch());
    QVERIFY(plain.match(begun.state).hasMatch());
    QCOMPARE(begun.redirect, redirect);

    QCOMPARE(begun.page.scheme() + u' ' + begun.page.authority(), u"https gateway.example:8443"_s);
    const QUrlQuery query(begun.page);
    const auto item = [&query](const QString &key) { return query.queryItemValue(key, QUrl::FullyDecoded); };
    QCOMPARE(item(u"client_id"_s), u"the client&co"_s);
    QCOMPARE(item(u"redirect_uri"_s), u"http://127.0.0.1:8085/"_s);
    QCOMPARE(item(u"response_type"_s), u"code"_s);
    QCOMPARE(item(u"code_challenge_method"_s), u"S256"_s);
    QCOMPARE(item(u"state"_s), begun.state);
    const QByteArray hash = QCryptographicHash::hash(verifier.toLatin1(), QCryptographicHash::Sha256);
    QCOMPARE(item(u"code_challenge"_s).toLatin1(),
             hash.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    QCOMPARE(query.queryItems().size(), 6);
    QVERIFY(!begun.page.toEncoded().contains(verifier.toLatin1()));
}

void GenesysTest::eachSignInHasItsOwnStateAndVerifier()
{
    QSet<QByteArray> seen;
    for (int i = 0; i < 20; ++i) {
        const BrowserSignIn begun = genesys::browserSignIn(QUrl(u"https://x.example"_s), u"c"_s, {});
        seen.insert(begun.state.toLatin1());
        seen.insert(begun.verifier.reveal().toByteArray());
    }
    QCOMPARE(seen.size(), 40);
}

void GenesysTest::errorBody_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const char *body, const QString &code, const QString &message) {
        QTest::newRow(name) << QByteArray(body) << code << message;
    };
    row("message and code", R"({"message":"No","code":"not.found","messageWithParams":"{a}"})", u"not.found"_s,
        u"No"_s);
    row("a message with parameters", R"({"messageWithParams":"{n} of {n}, {o}","messageParams":{"n":"2"},"code":"c"})",
        u"c"_s, u"2 of 2, {o}"_s);
    row("the first of several", R"({"errors":[{"message":"Inner"},{"message":"Other"}]})", {}, u"Inner"_s);
    row("a code alone", R"({"code":"bad.request"})", u"bad.request"_s, u"bad.request"_s);
    row("an OAuth error", R"({"error":"invalid_client","error_description":"Who?"})", u"invalid_client"_s, u"Who?"_s);
    row("numbers for texts", R"({"message":7,"code":[]})", {}, {});
    row("a gateway's page", "<html>\n  <b>Bad</b>\n</html>", {}, u"<html> <b>Bad</b> </html>"_s);
    row("nothing", "", {}, {});
}

void GenesysTest::errorBody()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, code);
    QFETCH(QString, message);
    HttpResponse response;
    response.head.status = 400;
    response.body = body;
    Error error;
    genesys::readError(response, error);
    QCOMPARE(error.code, code);
    QCOMPARE(error.message, message);
}

void GenesysTest::rateHeaders_data()
{
    QTest::addColumn<QByteArray>("count");
    QTest::addColumn<QByteArray>("allowed");
    QTest::addColumn<QByteArray>("reset");
    QTest::addColumn<QString>("report"); // limit, remaining, reset; empty: none
    const auto row = [](const char *name, const char *count, const char *allowed, const char *reset,
                        const QString &report) {
        QTest::newRow(name) << QByteArray(count) << QByteArray(allowed) << QByteArray(reset) << report;
    };
    row("as recorded", "1", "180", "61", u"180 179 1061000"_s);
    row("used up", "300", "300", "7", u"300 0 1007000"_s);
    row("more than used up", "301", "300", "0", u"300 0 1000000"_s);
    row("no reset", "1", "300", "", u"300 299 -"_s);
    row("no count", "", "300", "5", u"300 - 1005000"_s);
    row("a reset that is an epoch", "1", "300", "1790000000", u"300 299 -"_s);
    row("negative", "-1", "-300", "-5", {});
    row("none", "", "", "", {});
}

void GenesysTest::rateHeaders()
{
    QFETCH(QByteArray, count);
    QFETCH(QByteArray, allowed);
    QFETCH(QByteArray, reset);
    QFETCH(QString, report);
    HttpHead head;
    head.headers = {
        {"inin-ratelimit-count", count}, {"inin-ratelimit-allowed", allowed}, {"inin-ratelimit-reset", reset}};
    const std::optional<RateReport> read = genesys::readRate(head, 1'000'000);
    const auto shown = [](auto value) { return value ? QString::number(*value) : u"-"_s; };
    QCOMPARE(read ? u"%1 %2 %3"_s.arg(shown(read->limit), shown(read->remaining), shown(read->resetMs)) : QString(),
             report);
}

void GenesysTest::clientSignsInByItself()
{
    const auto admin = m_bench->admin();
    const Result<Identity> identity = await(admin->provider->probe());
    QVERIFY(identity);
    QCOMPARE(identity->tenant.name, u"Northwind Care"_s);
    QCOMPARE(identity->principal, (Named{m_bench->ready("clientId"), u"Latchkey admin"_s}));
    QCOMPARE(identity->ownClient->value, m_bench->ready("clientId"));
    QCOMPARE(identity->ownToken->value, m_bench->ready("clientId"));
    QVERIFY(!identity->ownPerson);
    QVERIFY(identity->scopes.contains(u"oauth"_s));
    QVERIFY(await(admin->provider->probe()));
    QCOMPARE(m_bench->requests("grantToken"), 1);

    const Credential wrong = credentialOf({{"clientId", m_bench->ready("clientId")}, {"clientSecret", u"x"_s}});
    const Result<Identity> refused = await(m_bench->line(u"client"_s, wrong)->provider->probe());
    QCOMPARE(printed(refused).constFirst(), u"error unauthorized 401, answered, code invalid_client"_s);
}

void GenesysTest::personSignsInInTheBrowser()
{
    const auto line = m_bench->line(u"browser"_s, {});
    RedirectListener listener{Timing()};
    const Result<QUrl> redirect = listener.listen(0);
    QVERIFY(redirect);
    const Result<BrowserSignIn> begun = line->provider->browserSignIn(*redirect);
    QVERIFY(begun);
    QNetworkAccessManager browser;
    const auto page = browse(browser, begun->page);
    const Result<Secret> code = await(listener.code(begun->state));
    QVERIFY(code);
    const Result<Credential> kept = await(line->provider->finishSignIn(*begun, *code, never()));
    QVERIFY(kept);
    QVERIFY(kept->has(u"accessToken"_s));
    QCOMPARE(kept->parts.size(), size_t(1));
    QVERIFY(waitFor(page));

    // The session goes on with it, and so does a later one.
    const Result<Identity> identity = await(line->provider->probe());
    QVERIFY(identity);
    QCOMPARE(identity->ownPerson->value, m_bench->userId(GenesysInventory::Admin));
    QCOMPARE(identity->ownClient->value, m_bench->ready("browserClientId"));
    QCOMPARE(identity->email, u"ines.aguilar@northwind.example"_s);
    const Result<Identity> later = await(m_bench->line(u"browser"_s, *kept)->provider->probe());
    QCOMPARE(later.value(), *identity);
}

void GenesysTest::wrongStateIsRefused()
{
    const auto line = m_bench->line(u"browser"_s, {});
    RedirectListener listener{Timing()};
    const Result<BrowserSignIn> begun = line->provider->browserSignIn(*listener.listen(0));
    QVERIFY(begun);
    const BrowserSignIn another = *line->provider->browserSignIn(begun->redirect);
    QNetworkAccessManager browser;
    const auto page = browse(browser, another.page);
    const Result<Secret> code = await(listener.code(begun->state));
    QCOMPARE(code.error().kind, Error::Kind::LoginRefused);
    QVERIFY(waitFor(page));
    QCOMPARE(m_bench->requests("grantToken"), 0);
}

void GenesysTest::codeWorksOnce()
{
    const auto line = m_bench->line(u"browser"_s, {});
    RedirectListener listener{Timing()};
    const Result<BrowserSignIn> begun = line->provider->browserSignIn(*listener.listen(0));
    QNetworkAccessManager browser;
    const auto page = browse(browser, begun->page);
    const Result<Secret> code = await(listener.code(begun->state));
    QVERIFY(code && waitFor(page));

    BrowserSignIn stolen = *begun; // the code alone is worth nothing
    stolen.verifier = line->provider->browserSignIn(begun->redirect)->verifier;
    const Result<Credential> refused = await(line->provider->finishSignIn(stolen, *code, never()));
    QCOMPARE(printed(refused).constFirst(), u"error loginRefused 400, answered, code invalid_grant"_s);
    QVERIFY(!await(line->provider->finishSignIn(*begun, *code, never())));
    QCOMPARE(await(line->provider->probe()).error().kind, Error::Kind::Unauthorized);

    Account account = line->account;
    account.settings.clear();
    QCOMPARE(Line(account, {}).provider->browserSignIn(begun->redirect).error().kind, Error::Kind::InvalidInput);
    account.signIn = u"token"_s;
    QCOMPARE(Line(account, {}).provider->browserSignIn(begun->redirect).error().kind, Error::Kind::Unsupported);
}

void GenesysTest::pastedTokenIsTheAdmins()
{
    const Result<TokenDetail> own = await(m_bench->pasted()->provider->ownToken());
    QVERIFY(own);
    QCOMPARE(own->token.owner->id, m_bench->userId(GenesysInventory::Admin));
    QCOMPARE(own->token.client->name, u"Latchkey sign-in"_s);
    QCOMPARE(own->token.kind, TokenKind::OwnSession);
    QVERIFY(own->token.isOwn && own->token.isActionable);
    QVERIFY(!own->token.expires.isReported() && !own->token.created.isReported());
    QCOMPARE(own->answer["dateTokenIdles"_L1].toString(), u"2026-11-22T16:00:00Z"_s);
    QCOMPARE(m_bench->requests("grantToken"), 0);
}

void GenesysTest::lookingLeavesTheIdleTimerAlone()
{
    const auto line = m_bench->pasted();
    m_bench->clock.advance(7 * Hour);
    const Result<TokenDetail> own = await(line->provider->ownToken());
    QCOMPARE(own->answer["dateTokenIdles"_L1].toString(), u"2026-11-22T16:00:00Z"_s);
}

void GenesysTest::expiredSignInIsRenewedOnce()
{
    const auto admin = m_bench->admin();
    const auto pasted = m_bench->pasted();
    QVERIFY(await(admin->provider->probe()) && await(pasted->provider->probe()));
    m_bench->clock.advance(25 * Hour);
    QVERIFY(await(admin->provider->probe()));
    QCOMPARE(m_bench->requests("grantToken"), 2);
    const Result<Identity> ended = await(pasted->provider->probe());
    QCOMPARE(printed(ended).constFirst(), u"error unauthorized 401, answered, code bad.credentials"_s);

    // Where the client is gone, it is asked for.
    QVERIFY(admin->revoke(Extent::Client, m_bench->ready("clientId")));
    const Result<Identity> refused = await(admin->provider->probe());
    QCOMPARE(printed(refused).constFirst(), u"error unauthorized 401, answered, code invalid_client"_s);
    QCOMPARE(m_bench->requests("grantToken"), 3);
}

void GenesysTest::expiredSignInIsRenewedBeforeSessionsAreEnded()
{
    const auto admin = m_bench->admin();
    QVERIFY(await(admin->provider->probe()));
    m_bench->clock.advance(25 * Hour);
    QVERIFY(admin->revoke(Extent::Person, m_bench->userId(7)));
    QCOMPARE(m_bench->requests("deleteToken"), 1);
    QCOMPARE(m_bench->revoked(), QStringList{m_bench->userId(7)});
}

void GenesysTest::peopleAreAllThere()
{
    m_bench = std::make_unique<Bench>(5'030);
    QVERIFY(m_bench->box.start());
    const Result<QList<Person>> people = await(m_bench->viewer()->provider->people(never()));
    QVERIFY(people);
    QStringList expected;
    const GenesysInventory &inventory = m_bench->genesys().inventory();
    QCOMPARE(inventory.users(), quint64(503));
    for (quint64 number = 0; number < inventory.users(); ++number) {
        if (inventory.stateOf(number) != "deleted")
            expected += m_bench->userId(number);
    }
    QStringList ids;
    QSet<QString> states;
    for (const Person &person : *people) {
        ids += person.id.value;
        states.insert(person.state);
        QCOMPARE(person.account.value, u"account"_s);
    }
    QCOMPARE(ids, expected);
    QCOMPARE(states, (QSet<QString>{u"active"_s, u"inactive"_s}));
    QVERIFY(expected.size() < 503);
    QCOMPARE(m_bench->requests("getUsers"), 6);
}

void GenesysTest::peopleAreFound()
{
    const auto admin = m_bench->admin();
    QVERIFY(await(admin->provider->probe())); // a search is a POST, which renews nothing
    const Result<QList<Person>> found = await(admin->provider->findPeople(u" AGUILAR@northwind "_s, never()));
    QVERIFY(found);
    QVERIFY(!found->isEmpty());
    for (const Person &person : *found)
        QVERIFY(person.email.endsWith(u".aguilar@northwind.example"_s));
    QCOMPARE(await(admin->provider->findPeople(u"nobody is called this"_s, never())).value(), QList<Person>());
}

void GenesysTest::clientsAreListed()
{
    const Result<QList<Client>> clients = await(m_bench->admin()->provider->clients(never()));
    QVERIFY(clients);
    QCOMPARE(clients->size(), qsizetype(m_bench->genesys().inventory().clients().size()));
    const Client &first = clients->constFirst();
    QCOMPARE(first.id.value, m_bench->ready("clientId"));
    QCOMPARE(first.kind, u"CLIENT-CREDENTIALS"_s);
    QCOMPARE(first.state, u"active"_s);
}

void GenesysTest::sessionsOfAPersonEnd()
{
    const auto admin = m_bench->admin();
    for (const quint64 user : {12, 13}) {
        const Result<RevokeAnswer> answer = admin->revoke(Extent::Person, m_bench->userId(user));
        QVERIFY(answer);
        QCOMPARE(answer->httpStatus, 204);
        QVERIFY(!answer->count && !answer->requestId.isEmpty());
        QVERIFY(m_bench->genesys().isEnded(m_bench->userId(user)));
    }
    QCOMPARE(m_bench->revoked(), (QStringList{m_bench->userId(12), m_bench->userId(13)}));
    QVERIFY(m_bench->genesys().isAlive(m_bench->ready("token")));

    const Result<RevokeAnswer> unknown = admin->revoke(Extent::Person, u"3f8a2c1e-5b7d-4e90-8a61-0c9d4f2b7e15"_s);
    QCOMPARE(unknown.error().kind, Error::Kind::NotFound);
}

void GenesysTest::endingOnesOwnSessionsEndsTheSignIn()
{
    const auto line = m_bench->pasted();
    const Result<Identity> identity = await(line->provider->probe());
    QVERIFY(line->revoke(Extent::Person, identity->ownPerson->value));
    QVERIFY(!m_bench->genesys().isAlive(m_bench->ready("token")));
    QCOMPARE(await(line->provider->probe()).error().kind, Error::Kind::Unauthorized);
}

void GenesysTest::clientIsDisabledAndKeepsAllElse()
{
    const auto admin = m_bench->admin();
    const auto viewer = m_bench->viewer();
    QVERIFY(await(viewer->provider->probe()));
    const QString id = m_bench->ready("viewerClientId");
    QJsonObject expected = m_bench->genesys().client(id);
    m_bench->clock.advance(Hour);
    QVERIFY(admin->revoke(Extent::Client, id));
    QJsonObject after = m_bench->genesys().client(id);
    QVERIFY(after["dateModified"_L1] != expected["dateModified"_L1]);
    after.remove("dateModified"_L1);
    expected.remove("dateModified"_L1);
    expected["state"_L1] = u"disabled"_s;
    QCOMPARE(after, expected);

    QCOMPARE(m_bench->revoked(), QStringList{id});
    const Result<Identity> refused = await(viewer->provider->probe());
    QCOMPARE(printed(refused).constFirst(), u"error unauthorized 401, answered, code invalid_client"_s);
}

void GenesysTest::ownSessionEnds()
{
    const auto line = m_bench->pasted();
    const Result<Identity> identity = await(line->provider->probe());
    const Result<RevokeAnswer> answer = line->revoke(Extent::Own);
    QVERIFY(answer);
    QCOMPARE(answer->httpStatus, 200);
    QVERIFY(!m_bench->genesys().isAlive(m_bench->ready("token")));
    QCOMPARE(m_bench->revoked(), QStringList{identity->ownToken->value});
    QCOMPARE(await(line->provider->probe()).error().kind, Error::Kind::Unauthorized);
}

void GenesysTest::ownSessionIsNotBegunAnew()
{
    const auto admin = m_bench->admin();
    QVERIFY(await(admin->provider->probe()));
    QVERIFY(admin->revoke(Extent::Own));
    QCOMPARE(m_bench->revoked(), QStringList{m_bench->ready("clientId")});
    QCOMPARE(await(admin->provider->probe()).error().kind, Error::Kind::Unauthorized);
    QCOMPARE(m_bench->requests("grantToken"), 1);
}

void GenesysTest::idleTimeoutIsSet()
{
    const auto admin = m_bench->admin();
    QCOMPARE(await(admin->provider->idleTimeout()).value(), (IdleTimeout{true, 28'800}));
    QCOMPARE(await(admin->provider->setIdleTimeout({true, 900})).value(), (IdleTimeout{true, 900}));
    QCOMPARE(await(admin->provider->idleTimeout()).value(), (IdleTimeout{true, 900}));
    const Result<IdleTimeout> tooShort = await(admin->provider->setIdleTimeout({true, 60}));
    QCOMPARE(printed(tooShort).constFirst(), u"error rejected 400, answered, code invalid.value"_s);

    const auto pasted = m_bench->pasted();
    m_bench->clock.advance(std::chrono::minutes(16));
    QCOMPARE(await(pasted->provider->probe()).error().kind, Error::Kind::Unauthorized);
}

void GenesysTest::withoutPermissionNothingHappens()
{
    const auto viewer = m_bench->viewer();
    QVERIFY(await(viewer->provider->probe()));
    const QStringList outcomes = {printed(viewer->revoke(Extent::Person, m_bench->userId(7))).constFirst(),
                                  printed(await(viewer->provider->findPeople(u"a"_s, never()))).constFirst(),
                                  printed(await(viewer->provider->clients(never()))).constFirst(),
                                  printed(await(viewer->provider->setIdleTimeout({false, 900}))).constFirst()};
    for (const QString &outcome : outcomes)
        QCOMPARE(outcome, u"error forbidden 403, answered, code missing.any.permissions"_s);
    const QString client = m_bench->ready("clientId");
    QCOMPARE(printed(viewer->revoke(Extent::Client, client)).constFirst(),
             u"error forbidden 403, not sent, code missing.any.permissions"_s);
    QCOMPARE(m_bench->revoked(), QStringList());
    QCOMPARE(m_bench->requests("putOauthClient"), 0);
}

void GenesysTest::readOnlyAccountChangesNothing()
{
    const auto admin = m_bench->admin();
    admin->http.setReadOnly(true);
    QVERIFY(await(admin->provider->probe())); // signing in is no change
    for (const auto &[extent, id] :
         {std::pair(Extent::Person, m_bench->userId(7)), std::pair(Extent::Client, m_bench->ready("viewerClientId")),
          std::pair(Extent::Own, QString())})
        QCOMPARE(admin->revoke(extent, id).error().kind, Error::Kind::ReadOnly);
    QCOMPARE(await(admin->provider->setIdleTimeout({false, 900})).error().kind, Error::Kind::ReadOnly);
    QCOMPARE(await(admin->provider->findPeople(u"a"_s, never())).error().kind, Error::Kind::ReadOnly);
    QVERIFY(await(admin->provider->people(never())));
    QCOMPARE(m_bench->revoked(), QStringList());
}

void GenesysTest::whatGenesysLacksIsSaid()
{
    const auto admin = m_bench->admin();
    for (const Extent extent : {Extent::One, Extent::Listed, Extent::PersonAtClient, Extent::Value, Extent::Refresh})
        QCOMPARE(admin->revoke(extent).error().kind, Error::Kind::Unsupported);
    QCOMPARE(await(admin->provider->readTokens({}, nullptr, never())).error().message,
             genesys::description().whyNot.at(Capability::ListTokens));
    QCOMPARE(m_bench->box.ledger().requests(), 0);
}

QTEST_GUILESS_MAIN(GenesysTest)
#include "tst_genesys.moc"
