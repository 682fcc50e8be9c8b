#include "network/http/ratelimiter.h"
#include "network/http/traffic.h"
#include "network/providers/knetik.h"
#include "network/providers/knetikanswers.h"
#include "network/providers/knetikrequests.h"
#include "network/sandbox/knetiksandbox.h"
#include "network/sandbox/sandbox.h"
#include "tests/providers/print.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"

#include <QJsonDocument>
#include <QTest>

#include <type_traits>

using namespace Qt::StringLiterals;
using namespace latchkey;
using namespace latchkey::test;
using sandbox::Sandbox;

// A DELETE that names nobody might revoke everything: there is no value that would ask for one.
static_assert(!std::is_default_constructible_v<knetik::DeleteTarget>);
static_assert(!std::is_default_constructible_v<knetik::Part>);
static_assert(!std::is_constructible_v<knetik::Part, QString>);
static_assert(!std::is_default_constructible_v<knetik::Pair>);
static_assert(!std::is_default_constructible_v<knetik::EveryTokenOf>);
static_assert(!std::is_default_constructible_v<knetik::EveryTokenAt>);

namespace {

HttpHead jsonHead(int status = 200)
{
    HttpHead head;
    head.status = status;
    head.contentType = "application/json";
    return head;
}

//! Remembers the ids of a list, in order. The parsing thread writes; read after the list's end.
class IdSink : public TokenSink
{
public:
    void add(const TokenRow &row) override
    {
        ids += shownText(row.id);
        if (!row.isActionable)
            notActionable += shownText(row.id);
    }
    void expect(qint64 total) override{Q_UNUSED(total)} QStringList ids;
    QStringList notActionable;
};

class PrintingSink : public TokenSink
{
public:
    void add(const TokenRow &row) override { lines += printed(row); }
    void expect(qint64 total) override { lines += u"expects %1"_s.arg(total); }
    QStringList lines;
};

QSet<QString> setOf(const QStringList &list) { return {list.begin(), list.end()}; }

RevokeCall oneCall(const QString &id)
{
    RevokeCall call;
    call.tokens = {{{id}, TokenKind::AccessToken, {}, {}}};
    return call;
}

RevokeCall wideCall(RevokeCall::Extent extent, const QString &name)
{
    RevokeCall call;
    call.extent = extent;
    (extent == RevokeCall::Extent::Person ? call.person.value : call.client.value) = name;
    return call;
}

Credential credentialOf(std::initializer_list<std::pair<QString, QString>> parts)
{
    Credential credential;
    for (const auto &[key, value] : parts)
        credential.parts.emplace(key, Secret(value.toUtf8()));
    return credential;
}

//! An account on the sandbox, and all that its provider needs.
struct Visit
{
    Visit(Account who, const Credential &credential, const Clock &clock)
        : account(std::move(who))
        , limiter(clock, 0)
        , http(knetik::httpSetup(account), Timing(), clock, limiter, traffic)
        , provider(knetik::makeProvider(account, credential, http))
    {
        provider->setKeeper([this](const Credential &renewed) { kept += renewed; });
    }

    Account account;
    RateLimiter limiter;
    Traffic traffic;
    HttpClient http;
    std::unique_ptr<Provider> provider;
    QList<Credential> kept;
};

} // namespace

class KnetikTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void everyMissingCapabilityHasAReason();
    void deleteAlwaysNamesSomebody();
    void pairRoundTrips_data();
    void pairRoundTrips();
    void idThatNamesNoPair_data();
    void idThatNamesNoPair();
    void orders_data();
    void orders();
    void noSecretIsInAPathOrQuery();
    void rowIsTheSameHoweverItIsCut();
    void bodyWithAValueIsGone();
    void valueOfATokenIsInNoError();
    void errorBody_data();
    void errorBody();

    void passwordSignInAndIdentity();
    void wrongPasswordIsRefused();
    void whoMayNotReadUsernamesDoesNotKnowTheOwnToken();
    void clientCredentials();
    void endedSignInIsRenewedOnceAndKept();
    void signInThatCannotBeRenewed();
    void mutationIsNotSentAgain();
    void listsFiveThousand_data();
    void listsFiveThousand();
    void filtersAndOrder();
    void showsATokenAndItsValue();
    void revokesOne();
    void revokesHostileNames();
    void revokesByPerson();
    void revokesByClient();
    void revokesOwnAndIsSignedOut();
    void looksForManyInOneListing();
    void lostRightsProveNoAbsence();
    void peopleAndClients();

private:
    [[nodiscard]] QString ready(const QString &field) const
    {
        return m_sandbox->ready()["knetik"_L1][field].toString();
    }
    [[nodiscard]] Account account(const char *signIn) const;
    //! Signed in with a password, and verified. `who`: "" is the admin, "support", "player".
    std::unique_ptr<Visit> signedIn(const QString &who = {});
    [[nodiscard]] QStringList listed(Visit &visit, const LoadScope &scope = {});
    [[nodiscard]] Presence seen(Visit &visit, const QString &id);
    [[nodiscard]] QStringList revoked() const { return m_sandbox->ledger().changed(u"revoked"_s); }
    [[nodiscard]] sandbox::KnetikSandbox &service() { return m_sandbox->knetik(); }

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<Sandbox> m_sandbox;
};

void KnetikTest::init()
{
    m_clock = std::make_unique<FakeClock>();
    m_sandbox = std::make_unique<Sandbox>(sandbox::SandboxOptions{.tokens = 5'000, .clock = m_clock.get()});
    QVERIFY(m_sandbox->start());
}

void KnetikTest::cleanup()
{
    const QList<QJsonObject> entries = m_sandbox->ledger().entries();
    for (const QJsonObject &entry : entries) {
        const bool isDelete = entry["request"_L1].toString() == "DELETE"_L1;
        QVERIFY2(!isDelete || !entry["query"_L1].toString().isEmpty(), "a DELETE named nobody");
    }
    m_sandbox.reset();
}

Account KnetikTest::account(const char *signIn) const
{
    Account account;
    account.id = {u"account"_s};
    account.provider = {u"knetik"_s};
    account.baseUrl = QUrl(ready(u"baseUrl"_s));
    account.signIn = QString::fromLatin1(signIn);
    account.settings.insert(u"clientId"_s, ready(u"clientId"_s));
    account.policy.readRetries = 0;
    return account;
}

std::unique_ptr<Visit> KnetikTest::signedIn(const QString &who)
{
    const QString login = who.isEmpty() ? u"username"_s : who + "Username"_L1;
    const QString password = who.isEmpty() ? u"password"_s : who + "Password"_L1;
    Account user = account("password");
    Visit visit(user, {}, *m_clock);
    const Credential typed = credentialOf({{u"login"_s, ready(login)}, {u"password"_s, ready(password)}});
    const Result<Credential> kept = await(visit.provider->signIn(typed));
    if (!kept)
        qFatal("%s", qPrintable(printed(kept.error()).join(u' ')));
    const Result<Identity> identity = await(visit.provider->probe());
    if (!identity)
        qFatal("%s", qPrintable(printed(identity.error()).join(u' ')));
    user.identity = *identity;
    return std::make_unique<Visit>(user, *kept, *m_clock);
}

QStringList KnetikTest::listed(Visit &visit, const LoadScope &scope)
{
    const auto sink = std::make_shared<IdSink>();
    const std::stop_token never;
    const Result<Completeness> end = await(visit.provider->readTokens(scope, sink, never));
    if (!end || !end->complete)
        qFatal("%s", qPrintable(printed(end).join(u' ')));
    return sink->ids;
}

Presence KnetikTest::seen(Visit &visit, const QString &id)
{
    const std::stop_token never;
    const Result<QHash<TokenId, Presence>> looks = await(visit.provider->look(oneCall(id).tokens, never));
    return looks ? looks->value({id}) : Presence::Unclear;
}

void KnetikTest::everyMissingCapabilityHasAReason()
{
    const ProviderDescription &knetik = knetik::description();
    for (quint32 bit = 1; bit <= quint32(Capability::FindPeople); bit <<= 1) {
        const Capability capability{bit};
        const auto reason = knetik.whyNot.find(capability);
        QVERIFY2(knetik.can(capability) != (reason != knetik.whyNot.end()), qPrintable(QString::number(bit)));
        QVERIFY(reason == knetik.whyNot.end() || reason->second.endsWith(u'.'));
    }
    QVERIFY(knetik.wideWords.contains(Capability::RevokeByPerson));
    QVERIFY(knetik.wideWords.contains(Capability::RevokeByClient));
}

void KnetikTest::deleteAlwaysNamesSomebody()
{
    QVERIFY(!knetik::Part::of(QString()));
    const knetik::Part ann = *knetik::Part::of(u"ann"_s);
    knetik::Part source = ann;
    const knetik::Part moved = std::move(source);
    QCOMPARE(moved.text(), u"ann"_s);
    QCOMPARE(source.text(), u"ann"_s); // a moved-from QString would be empty
    const knetik::Part web = *knetik::Part::of(u"web"_s);
    QCOMPARE(knetik::deleteRequest(knetik::Pair{ann, web}).query, "username=ann&client_id=web");
    QCOMPARE(knetik::deleteRequest(knetik::EveryTokenOf{ann}).query, "username=ann");
    QCOMPARE(knetik::deleteRequest(knetik::EveryTokenAt{web}).query, "client_id=web");

    for (const RevokeCall::Extent extent :
         {RevokeCall::Extent::One, RevokeCall::Extent::Listed, RevokeCall::Extent::Person, RevokeCall::Extent::Client,
          RevokeCall::Extent::PersonAtClient, RevokeCall::Extent::Value, RevokeCall::Extent::Refresh,
          RevokeCall::Extent::Own}) {
        RevokeCall nobody;
        nobody.extent = extent;
        QVERIFY(!knetik::deleteTarget(nobody));
    }
}

void KnetikTest::pairRoundTrips_data()
{
    QTest::addColumn<QString>("username");
    QTest::addColumn<QString>("id");
    QTest::newRow("plain") << u"ann"_s << u"ann/web"_s;
    QTest::newRow("an e-mail address") << u"ann+x@example.com"_s << u"ann%2Bx%40example.com/web"_s;
    QTest::newRow("a slash") << u"a/b"_s << u"a%2Fb/web"_s;
    QTest::newRow("a percent sign that looks like an escape") << u"a%2Fb"_s << u"a%252Fb/web"_s;
    QTest::newRow("a space and a quote") << u" o'b \""_s << u"%20o%27b%20%22/web"_s;
    QTest::newRow("another script") << u"日本"_s << u"%E6%97%A5%E6%9C%AC/web"_s;
    QTest::newRow("beyond the first plane") << u"🔑"_s << u"%F0%9F%94%91/web"_s;
    QTest::newRow("two dots") << u".."_s << u"../web"_s;
    QTest::newRow("a query") << u"x?client_id=web&y"_s << u"x%3Fclient_id%3Dweb%26y/web"_s;
    QTest::newRow("a line end") << u"a\nb"_s << u"a%0Ab/web"_s;
    QTest::newRow("a bidi mark") << u"keep \u202Eevoker"_s << u"keep%20%E2%80%AEevoker/web"_s;
}

void KnetikTest::pairRoundTrips()
{
    QFETCH(QString, username);
    QFETCH(QString, id);
    const knetik::Pair pair{*knetik::Part::of(username), *knetik::Part::of(u"web"_s)};
    QCOMPARE(knetik::pairId(pair).value, id);
    QCOMPARE(knetik::pairOf({id}), std::optional(pair));

    // A row of the list writes the same id.
    const QByteArray row = QJsonDocument(QJsonObject{{u"username"_s, username}, {u"client_id"_s, u"web"_s}}).toJson();
    const auto sink = std::make_shared<IdSink>();
    knetik::PageReader reader(std::make_shared<knetik::TokenRecords>(sink));
    reader.begin(jsonHead());
    QVERIFY(reader.read("{\"content\":[" + row + "],\"last\":true,\"total_pages\":1,\"total_elements\":1}"));
    QVERIFY(reader.end());
    QCOMPARE(sink->ids, QStringList{id});
    QCOMPARE(sink->notActionable, QStringList());
}

void KnetikTest::idThatNamesNoPair_data()
{
    QTest::addColumn<QString>("id");
    QTest::newRow("empty") << QString();
    QTest::newRow("no client") << u"ann"_s;
    QTest::newRow("an empty client") << u"ann/"_s;
    QTest::newRow("an empty user: a client's own token") << u"/web"_s;
    QTest::newRow("nothing on both sides") << u"/"_s;
    QTest::newRow("three parts") << u"a/b/web"_s;
    QTest::newRow("a part that is not encoded") << u"a b/web"_s;
    QTest::newRow("a part that is encoded otherwise") << u"a%2fb/web"_s;
    QTest::newRow("a part that is encoded without need") << u"%61nn/web"_s;
    QTest::newRow("NUL") << u"a%00/web"_s;
    QTest::newRow("what a lone surrogate became") << u"a%EF%BF%BD/web"_s;
    QTest::newRow("bytes that are no UTF-8") << u"a%FF/web"_s;
}

void KnetikTest::idThatNamesNoPair()
{
    QFETCH(QString, id);
    QVERIFY(!knetik::pairOf({id}));
    QVERIFY(!knetik::deleteTarget(oneCall(id)));
}

void KnetikTest::orders_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("sent"); // "-": refused
    QTest::newRow("none") << QString() << QString();
    QTest::newRow("one") << u"username:ASC"_s << u"username:ASC"_s;
    QTest::newRow("several, with spaces") << u"username:ASC, client_id:DESC"_s << u"username:ASC,client_id:DESC"_s;
    QTest::newRow("without a direction") << u"username"_s << u"-"_s;
    QTest::newRow("a direction in small letters") << u"username:asc"_s << u"-"_s;
    QTest::newRow("a comma at the end") << u"username:ASC,"_s << u"-"_s;
    QTest::newRow("a comma alone") << u","_s << u"-"_s;
    QTest::newRow("two run together") << u"username:ASCclient_id:DESC"_s << u"-"_s;
    QTest::newRow("another parameter") << u"username:ASC&size=1"_s << u"-"_s;
}

void KnetikTest::orders()
{
    QFETCH(QString, typed);
    QFETCH(QString, sent);
    const Result<QString> order = knetik::checkedOrder(typed);
    QCOMPARE(order.value_or(u"-"_s), sent);
}

void KnetikTest::noSecretIsInAPathOrQuery()
{
    const Result<HttpRequest> password = knetik::passwordGrant(
        u"web"_s, credentialOf({{u"login"_s, u"planted-login"_s}, {u"password"_s, u"planted-password"_s}}));
    QVERIFY(password);
    for (const HttpRequest &request : {*password, knetik::clientGrant(Secret("planted-id"), Secret("planted-secret")),
                                       knetik::refreshGrant(u"web"_s, Secret("planted-refresh"))}) {
        QVERIFY(!(request.path + request.query + request.pathTemplate).contains("planted"));
        QVERIFY(request.body.reveal().contains("planted"));
        QVERIFY(request.headers.isEmpty());
        QCOMPARE(request.base, HttpRequest::Base::Login);
    }
}

void KnetikTest::rowIsTheSameHoweverItIsCut()
{
    const QByteArray body = R"({"sort":[{"property":"x"}],"content":[{ "username" : "caf\u00e9 \"x\", {]",)"
                            R"("token":"never","client_id":"web"}],)"
                            R"("last":true,"total_pages":1,"total_elements":1,"number":0})";
    const auto read = [&body](qsizetype piece) {
        const auto sink = std::make_shared<PrintingSink>();
        knetik::PageReader reader(std::make_shared<knetik::TokenRecords>(sink));
        reader.begin(jsonHead());
        Result<void> result;
        for (qsizetype at = 0; result && at < body.size(); at += piece)
            result = reader.read(QByteArrayView(body).sliced(at, qMin(piece, body.size() - at)));
        if (result)
            result = reader.end();
        return sink->lines + (result ? QStringList{u"whole"_s} : printed(result.error()));
    };
    const QStringList whole = read(body.size());
    QCOMPARE(whole.value(1), u"  owner café \"x\", {], client web, scopes -, resources -"_s);
    QCOMPARE(whole.last(), u"whole"_s);
    QVERIFY(!whole.join(u' ').contains(u"never"_s));
    for (qsizetype piece = 1; piece < body.size(); ++piece)
        QCOMPARE(read(piece), whole);
}

void KnetikTest::bodyWithAValueIsGone()
{
    const knetik::Pair pair{*knetik::Part::of(u"ann"_s), *knetik::Part::of(u"web"_s)};
    const QByteArray body = R"({"username":"ann","token":"planted-value","client_id":"web"})";
    HttpResponse shown{jsonHead(), QByteArray(body.constData(), body.size())};
    const Result<TokenDetail> detail = knetik::readToken(shown, pair);
    QVERIFY(detail);
    QVERIFY(shown.body.isEmpty());
    QVERIFY(!printed(*detail).join(u' ').contains(u"planted"_s));
    HttpResponse asked{jsonHead(), QByteArray(body.constData(), body.size())};
    const Result<Secret> value = knetik::readValue(asked, pair);
    QVERIFY(value);
    QCOMPARE(*value, Secret("planted-value"));
    QVERIFY(asked.body.isEmpty());
}

void KnetikTest::valueOfATokenIsInNoError()
{
    const knetik::Pair pair{*knetik::Part::of(u"ann"_s), *knetik::Part::of(u"web"_s)};
    for (const char *body : {R"({"token":"planted","username":7,"client_id":"web"})", R"({"token":"planted"})",
                             R"({"token":"plan\u0074ed","username":"ann","client_id":"web"})",
                             R"([{"token":"planted"}])", R"({"username":"ann","client_id":"web","token":"planted)",
                             R"({"token":["planted"],"username":"ann","client_id":"web"})"}) {
        HttpResponse response{jsonHead(), body};
        const Result<Secret> value = knetik::readValue(response, pair);
        QVERIFY2(!value, body);
        QCOMPARE(value.error().sent, Error::Sent::Answered);
        QVERIFY2(!value.error().message.contains(u"plan"_s), body);

        Error undocumented;
        knetik::readError({jsonHead(201), body}, undocumented);
        QVERIFY2(!undocumented.message.contains(u"plan"_s), body);
    }
}

void KnetikTest::errorBody_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("requestId");
    const auto row = [](const char *name, const QByteArray &body, const QString &message, const QString &code = {},
                        const QString &requestId = {}) { QTest::newRow(name) << body << message << code << requestId; };
    row("Knetik's own", R"({"code":12,"request_id":"r-1","result":[{"message":"Bad","field":null,"details":null}]})",
        u"Bad"_s, u"12"_s, u"r-1"_s);
    row("with a field", R"({"code":1,"request_id":"r","result":[{"message":"too small","field":"page"}]})",
        u"page: too small"_s, u"1"_s, u"r"_s);
    row("OAuth's", R"({"error":"invalid_token","error_description":"Invalid access token"})", u"Invalid access token"_s,
        u"invalid_token"_s);
    row("a gateway's page", "<html>\n  <h1>502</h1>\n</html>", u"<html> <h1>502</h1> </html>"_s);
    row("nothing", "", QString());
    row("an object of other things", R"({"code":"x","request_id":7,"result":"none"})", QString());
    row("bidi and controls are made visible", R"({"result":[{"message":"a\u202eb\u0007"}]})", u"a[U+202E]b[U+0007]"_s);
}

void KnetikTest::errorBody()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, message);
    QFETCH(QString, code);
    QFETCH(QString, requestId);
    Error error;
    error.kind = Error::Kind::Rejected;
    knetik::readError({jsonHead(400), body}, error);
    QCOMPARE(error.message, message);
    QCOMPARE(error.code, code);
    QCOMPARE(error.requestId, requestId);
    QCOMPARE(error.kind, Error::Kind::Rejected);
}

void KnetikTest::passwordSignInAndIdentity()
{
    const std::unique_ptr<Visit> visit = signedIn();
    const Identity &identity = visit->account.identity;
    QCOMPARE(identity.tenant.id, QUrl(m_sandbox->origin()).authority() + u"/knetik"_s);
    QCOMPARE(identity.principal.name, u"admin"_s);
    QCOMPARE(identity.ownToken, std::optional(TokenId{u"admin/web"_s}));
    QCOMPARE(identity.ownPerson, std::optional(PersonId{u"admin"_s}));
    QCOMPARE(identity.ownClient, std::optional(ClientId{u"web"_s}));
    const Result<TokenDetail> own = await(visit->provider->ownToken());
    QVERIFY(own && own->token.isOwn);
    QCOMPARE(own->token.id, *identity.ownToken);
    QCOMPARE(m_sandbox->ledger().requests(u"knetik.getToken"_s), 0); // its answer would hold the value
    QCOMPARE(seen(*visit, u"admin/web"_s), Presence::Present);
    QVERIFY(visit->kept.isEmpty());
}

void KnetikTest::wrongPasswordIsRefused()
{
    Visit visit(account("password"), {}, *m_clock);
    const Credential typed = credentialOf({{u"login"_s, u"admin"_s}, {u"password"_s, u"wrong"_s}});
    const Result<Credential> kept = await(visit.provider->signIn(typed));
    QVERIFY(!kept);
    QCOMPARE(kept.error().kind, Error::Kind::LoginRefused);
    QCOMPARE(m_sandbox->ledger().requests(u"knetik.grant"_s), 1);
}

void KnetikTest::whoMayNotReadUsernamesDoesNotKnowTheOwnToken()
{
    const std::unique_ptr<Visit> visit = signedIn(u"support"_s);
    QVERIFY(visit->account.identity.isKnown());
    QVERIFY(!visit->account.identity.ownToken);
    QVERIFY(!visit->account.identity.ownPerson);
    QCOMPARE(listed(*visit).size(), 5'000);
    const std::stop_token never;
    QCOMPARE(await(visit->provider->people(never)).error().kind, Error::Kind::Forbidden);
    QCOMPARE(await(visit->provider->clients(never)).error().kind, Error::Kind::Forbidden);
    RevokeCall own;
    own.extent = RevokeCall::Extent::Own;
    QCOMPARE(await(visit->provider->revoke(own)).error().sent, Error::Sent::No);
    QCOMPARE(revoked(), QStringList());
}

void KnetikTest::clientCredentials()
{
    Visit visit(account("client"),
                credentialOf({{u"clientId"_s, ready(u"clientId"_s)}, {u"clientSecret"_s, ready(u"clientSecret"_s)}}),
                *m_clock);
    const Result<Identity> identity = await(visit.provider->probe());
    QVERIFY(identity);
    QCOMPARE(identity->ownClient, std::optional(ClientId{u"web"_s}));
    QVERIFY(!identity->ownToken);
    // Its own token is listed, names no user, and cannot be sent.
    const QStringList ids = listed(visit);
    QCOMPARE(ids.size(), 5'001);
    QVERIFY(ids.contains(u"/web"_s) && !visit.provider->isActionable({u"/web"_s}));
    m_clock->advance(std::chrono::hours(37));
    QCOMPARE(listed(visit).size(), 5'001);
    QCOMPARE(m_sandbox->ledger().requests(u"knetik.grant"_s), 2);
    QVERIFY(visit.kept.isEmpty()); // the client's secret is what is kept
}

void KnetikTest::endedSignInIsRenewedOnceAndKept()
{
    const std::unique_ptr<Visit> visit = signedIn();
    const int before = m_sandbox->ledger().requests(u"knetik.grant"_s);
    m_clock->advance(std::chrono::hours(37));
    QCOMPARE(listed(*visit).size(), 5'000);
    QCOMPARE(m_sandbox->ledger().requests(u"knetik.grant"_s), before + 1);
    QCOMPARE(visit->kept.size(), 1);

    // What was kept signs the next session in, and renews it too.
    Visit next(visit->account, visit->kept.first(), *m_clock);
    QCOMPARE(listed(next).size(), 5'000);
    QVERIFY(next.kept.isEmpty());
    m_clock->advance(std::chrono::hours(37));
    QVERIFY(await(next.provider->probe()));
    QCOMPARE(next.kept.size(), 1);
    QCOMPARE(m_sandbox->ledger().changed(u"created"_s), QStringList());
}

void KnetikTest::signInThatCannotBeRenewed()
{
    const std::unique_ptr<Visit> visit = signedIn();
    m_clock->advance(std::chrono::hours(24 * 31)); // longer than the refresh token lasts
    const Result<Identity> identity = await(visit->provider->probe());
    QVERIFY(!identity);
    QCOMPARE(identity.error().kind, Error::Kind::Unauthorized);
    QVERIFY(visit->kept.isEmpty());
}

void KnetikTest::mutationIsNotSentAgain()
{
    const std::unique_ptr<Visit> visit = signedIn();
    const QString victim = service().tokenIds().value(50);
    m_clock->advance(std::chrono::hours(37));
    const Result<RevokeAnswer> refused = await(visit->provider->revoke(oneCall(victim)));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Unauthorized);
    QCOMPARE(m_sandbox->ledger().requests(u"knetik.deleteTokens"_s), 1);
    QVERIFY(await(visit->provider->probe())); // the next read renews
    QVERIFY(await(visit->provider->revoke(oneCall(victim))));
    QCOMPARE(revoked(), QStringList{victim});
}

void KnetikTest::listsFiveThousand_data()
{
    QTest::addColumn<int>("firstPage");
    QTest::addColumn<int>("pageSize");
    QTest::newRow("the answer counts pages from 0") << 0 << 0;
    QTest::newRow("the answer counts pages from 1") << 1 << 0;
    QTest::newRow("a size that the service cuts") << 0 << 4'000;
    QTest::newRow("a size that leaves a rest") << 1 << 999;
}

void KnetikTest::listsFiveThousand()
{
    QFETCH(int, firstPage);
    QFETCH(int, pageSize);
    service().setFirstPageNumber(firstPage);
    const std::unique_ptr<Visit> known = signedIn();
    Account user = known->account;
    user.policy.pageSize = pageSize;
    Visit visit(user, credentialOf({{u"accessToken"_s, service().valueOf(u"admin/web"_s)}}), *m_clock);
    const auto sink = std::make_shared<IdSink>();
    const std::stop_token never;
    const Result<Completeness> end = await(visit.provider->readTokens({}, sink, never));
    QVERIFY(end && end->complete);
    QCOMPARE(end->rows, 5'000);
    QCOMPARE(end->expected, std::optional<qint64>(5'000));
    QCOMPARE(end->owners, ListedOwners::Everybody);
    QCOMPARE(sink->ids, service().tokenIds());
    QCOMPARE(sink->notActionable, QStringList());
    QCOMPARE(setOf(sink->ids).size(), 5'000);
}

void KnetikTest::filtersAndOrder()
{
    const std::unique_ptr<Visit> visit = signedIn();
    LoadScope scope;
    scope.client = u"web"_s;
    QCOMPARE(setOf(listed(*visit, scope)), setOf(service().tokenIds({}, u"web"_s)));
    scope.order = u"username:DESC"_s;
    const QStringList descending = listed(*visit, scope);
    scope.order = u"username:ASC"_s;
    QStringList ascending = listed(*visit, scope);
    std::reverse(ascending.begin(), ascending.end());
    QCOMPARE(descending, ascending);
    QVERIFY(descending != service().tokenIds({}, u"web"_s));

    LoadScope ofPlayer;
    ofPlayer.person = u"player"_s;
    const auto sink = std::make_shared<IdSink>();
    const std::stop_token never;
    const Result<Completeness> end = await(visit->provider->readTokens(ofPlayer, sink, never));
    QVERIFY(end && end->complete);
    QCOMPARE(end->owners, ListedOwners::Nobody);
    QCOMPARE(sink->ids, service().tokenIds(u"player"_s));
    QCOMPARE(sink->ids.size(), 3);
}

void KnetikTest::showsATokenAndItsValue()
{
    const std::unique_ptr<Visit> visit = signedIn();
    const QString id = u"player/web"_s;
    const Result<TokenDetail> detail = await(visit->provider->showToken(oneCall(id).tokens.first()));
    QVERIFY(detail);
    QCOMPARE(detail->answer, (QJsonObject{{u"username"_s, u"player"_s}, {u"client_id"_s, u"web"_s}}));
    const Result<Secret> value = await(visit->provider->tokenValue(oneCall(id).tokens.first()));
    QVERIFY(value);
    QCOMPARE(QString::fromUtf8(value->reveal().toByteArray()), service().valueOf(id));

    // It is what signs the player in, who may list nothing.
    Visit player(account("token"), credentialOf({{u"secret"_s, service().valueOf(id)}}), *m_clock);
    const Result<Identity> identity = await(player.provider->probe());
    QVERIFY(identity);
    QCOMPARE(identity->role, u"user"_s);
    const auto sink = std::make_shared<IdSink>();
    const std::stop_token never;
    QCOMPARE(await(player.provider->readTokens({}, sink, never)).error().kind, Error::Kind::Forbidden);
}

void KnetikTest::revokesOne()
{
    const std::unique_ptr<Visit> visit = signedIn();
    const QString id = service().tokenIds().value(77);
    QCOMPARE(seen(*visit, id), Presence::Present);
    const Result<RevokeAnswer> answer = await(visit->provider->revoke(oneCall(id)));
    QVERIFY(answer);
    QCOMPARE(answer->httpStatus, 204);
    QCOMPARE(seen(*visit, id), Presence::Absent);
    QCOMPARE(revoked(), QStringList{id});
    QCOMPARE(await(visit->provider->revoke(oneCall(id))).error().kind, Error::Kind::NotFound);
    QCOMPARE(listed(*visit).size(), 4'999);
}

void KnetikTest::revokesHostileNames()
{
    const std::unique_ptr<Visit> visit = signedIn();
    const QStringList victims = service().tokenIds().mid(6, 60); // of the users whose names are hostile
    QVERIFY(victims.filter(u"%"_s).size() > 30 && victims.filter(u"../"_s).size() > 1);
    for (const QString &id : victims) {
        QCOMPARE(seen(*visit, id), Presence::Present);
        QVERIFY2(await(visit->provider->revoke(oneCall(id))), qPrintable(id));
        QCOMPARE(seen(*visit, id), Presence::Absent);
    }
    QCOMPARE(revoked(), victims);
}

void KnetikTest::revokesByPerson()
{
    const std::unique_ptr<Visit> visit = signedIn();
    const QStringList tokens = service().tokenIds(u"player"_s);
    const RevokeCall call = wideCall(RevokeCall::Extent::Person, u"player"_s);
    const std::stop_token never;
    QCOMPARE(await(visit->provider->lookWide(call, never)).value(), Presence::Present);
    QVERIFY(await(visit->provider->revoke(call)));
    QCOMPARE(revoked(), tokens);
    QCOMPARE(await(visit->provider->lookWide(call, never)).value(), Presence::Absent);
    QCOMPARE(await(visit->provider->revoke(call)).error().kind, Error::Kind::NotFound);
}

void KnetikTest::revokesByClient()
{
    const std::unique_ptr<Visit> visit = signedIn();
    const QSet<QString> before = setOf(listed(*visit));
    const QStringList tokens = service().tokenIds({}, u"ios-app"_s);
    const RevokeCall call = wideCall(RevokeCall::Extent::Client, u"ios-app"_s);
    const std::stop_token never;
    QVERIFY(await(visit->provider->revoke(call)));
    QCOMPARE(revoked(), tokens);
    QCOMPARE(before - setOf(listed(*visit)), setOf(tokens));
    QCOMPARE(await(visit->provider->lookWide(call, never)).value(), Presence::Absent);
}

void KnetikTest::revokesOwnAndIsSignedOut()
{
    const std::unique_ptr<Visit> visit = signedIn();
    RevokeCall own;
    own.extent = RevokeCall::Extent::Own;
    QVERIFY(await(visit->provider->revoke(own)));
    QCOMPARE(revoked(), QStringList{u"admin/web"_s});
    const Result<Identity> after = await(visit->provider->probe());
    QVERIFY(!after);
    QCOMPARE(after.error().kind, Error::Kind::Unauthorized); // and not renewed: its refresh token went with it
    QVERIFY(visit->kept.isEmpty());
}

void KnetikTest::looksForManyInOneListing()
{
    const std::unique_ptr<Visit> visit = signedIn();
    const QStringList ids = service().tokenIds({}, u"storefront"_s).mid(0, 40);
    for (qsizetype i = 0; i < ids.size(); i += 2)
        QVERIFY(await(visit->provider->revoke(oneCall(ids.at(i)))));
    QList<RevokeCall::Target> targets;
    for (const QString &id : ids)
        targets += oneCall(id).tokens;
    const int before = m_sandbox->ledger().requests(u"knetik.listTokens"_s);
    const std::stop_token never;
    const Result<QHash<TokenId, Presence>> looks = await(visit->provider->look(targets, never));
    QVERIFY(looks);
    for (qsizetype i = 0; i < ids.size(); ++i)
        QCOMPARE(looks->value({ids.at(i)}), i % 2 ? Presence::Present : Presence::Absent);
    QCOMPARE(m_sandbox->ledger().requests(u"knetik.getToken"_s), 0);
    QVERIFY(m_sandbox->ledger().requests(u"knetik.listTokens"_s) - before < 5); // of this client alone
}

void KnetikTest::lostRightsProveNoAbsence()
{
    const std::unique_ptr<Visit> visit = signedIn();
    const QString id = service().tokenIds().value(99);
    QVERIFY(await(visit->provider->revoke(oneCall(id))));
    QCOMPARE(seen(*visit, id), Presence::Absent);

    // The same account, verified as another user or with more rights: absence is no proof.
    const Credential own = credentialOf({{u"accessToken"_s, service().valueOf(u"admin/web"_s)}});
    Account another = visit->account;
    another.identity.principal.id = u"77"_s;
    Visit asAnother(another, own, *m_clock);
    QCOMPARE(seen(asAnother, id), Presence::Unclear);
    Account mighty = visit->account;
    mighty.identity.role += u", owner"_s;
    Visit asMighty(mighty, own, *m_clock);
    QCOMPARE(seen(asMighty, id), Presence::Unclear);
    const RevokeCall wide = wideCall(RevokeCall::Extent::Person, u"nobody"_s);
    const std::stop_token never;
    QCOMPARE(await(asMighty.provider->lookWide(wide, never)).value(), Presence::Unclear);
}

void KnetikTest::peopleAndClients()
{
    const std::unique_ptr<Visit> visit = signedIn();
    const std::stop_token never;
    const Result<QList<Person>> people = await(visit->provider->people(never));
    QVERIFY(people);
    QSet<QString> owners;
    for (const Person &person : *people)
        owners.insert(person.id.value);
    QCOMPARE(people->size(), qsizetype(service().inventory().users()));
    QCOMPARE(owners.size(), people->size());

    const Result<QList<Client>> clients = await(visit->provider->clients(never));
    QVERIFY(clients);
    QSet<QString> keys;
    for (const Client &client : *clients)
        keys.insert(client.id.value);
    const QStringList ids = service().tokenIds();
    for (const QString &id : ids) {
        const std::optional<knetik::Pair> pair = knetik::pairOf({id});
        QVERIFY(pair && owners.contains(pair->username.text()) && keys.contains(pair->clientId.text()));
    }
}

QTEST_GUILESS_MAIN(KnetikTest)
#include "tst_knetik.moc"
