#include "network/http/ratelimiter.h"
#include "network/http/traffic.h"
#include "network/providers/authlete.h"
#include "network/providers/authleteanswers.h"
#include "network/providers/authletefields.h"
#include "network/providers/authleterequests.h"
#include "network/sandbox/authletesandbox.h"
#include "network/sandbox/sandbox.h"
#include "tests/providers/print.h"
#include "tests/support/await.h"
#include "tests/support/faultserver.h"

#include <QJsonDocument>
#include <QTest>
#include <QUrlQuery>

#include <atomic>
#include <condition_variable>
#include <mutex>

using namespace Qt::StringLiterals;
using namespace latchkey;
using namespace latchkey::test;

namespace {

constexpr char Service[] = "21653835348762";
constexpr char Hash[] = "tC5hpjGylLiiw-vsd5_tqVHtYSUHblAGimEJ-5xqAco";

HttpHead jsonHead(int status = 200)
{
    HttpHead head;
    head.status = status;
    head.contentType = "application/json";
    return head;
}

class PrintingSink : public TokenSink
{
public:
    void add(const TokenRow &row) override
    {
        lines += printed(row);
        ids += QString::fromUtf8(row.id.data(), qsizetype(row.id.size()));
    }
    void expect(qint64 total) override { expected = total; }
    QStringList lines = {};
    QStringList ids = {};
    qint64 expected = -1;
};

//! What a page of one row, which comes in pieces of `piece` bytes, leaves in the sink, and how it ends.
QStringList listed(const QByteArray &row, qsizetype piece)
{
    const auto sink = std::make_shared<PrintingSink>();
    authlete::TokenPageReader reader(0, sink);
    reader.begin(jsonHead());
    const QByteArray body = R"({"start":0,"end":1,"accessTokens":[)" + row + R"(],"totalCount":1})";
    Result<void> result;
    for (qsizetype at = 0; result && at < body.size(); at += piece)
        result = reader.read(QByteArrayView(body).sliced(at, qMin(piece, body.size() - at)));
    if (result)
        result = reader.end();
    return sink->lines + (result ? QStringList{u"whole"_s} : QStringList{printed(result.error()).constFirst()});
}

QByteArray rowWith(const QByteArray &members)
{
    return R"({"accessTokenHash":")" + QByteArray(Hash) + "\"" + (members.isEmpty() ? "" : ",") + members + '}';
}

//! Counts who waits at once, and lets nobody pass before `party` have come, and one more had the time to.
class Gate
{
public:
    explicit Gate(int party) : m_party(party) { }
    void pass()
    {
        std::unique_lock lock(m_mutex);
        m_most = std::max(m_most, ++m_now);
        ++m_came;
        m_changed.notify_all();
        m_changed.wait_for(lock, Patience, [this] { return m_came >= m_party; });
        if (m_came == m_party)
            m_changed.wait_for(lock, std::chrono::milliseconds(100), [this] { return m_came > m_party; });
        --m_now;
    }
    [[nodiscard]] int most()
    {
        const std::lock_guard lock(m_mutex);
        return m_most;
    }

private:
    const int m_party;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_now = 0;
    int m_most = 0;
    int m_came = 0;
};

Account accountAt(const QString &baseUrl, const QString &service)
{
    Account account;
    account.id = {u"account"_s};
    account.provider = {u"authlete"_s};
    account.signIn = u"bearer"_s;
    account.baseUrl = QUrl(baseUrl);
    account.tenant = service;
    account.identity.tenant.id = service;
    return account;
}

//! An account, signed in.
class Session
{
public:
    Session(const sandbox::Sandbox &sandbox, const QString &signIn, const QString &token = u"token"_s)
        : m_limiter(m_clock, 0)
    {
        const QJsonObject ready = sandbox.ready().value("authlete"_L1).toObject();
        Account account = accountAt(ready.value("baseUrl"_L1).toString(), ready.value("serviceId"_L1).toString());
        account.signIn = signIn;
        Credential credential;
        const auto give = [&](const QString &part, const QString &field) {
            credential.parts.emplace(part, Secret(ready.value(field).toString().toUtf8()));
        };
        give(u"secret"_s, token);
        give(u"apiKey"_s, u"apiKey"_s);
        give(u"apiSecret"_s, u"apiSecret"_s);
        begin(account, credential);
    }
    explicit Session(const Account &account) : m_limiter(m_clock, 0) { begin(account, {}); }

    void begin(const Account &account, const Credential &credential)
    {
        m_http = std::make_unique<HttpClient>(authlete::httpSetup(account), Timing(), m_clock, m_limiter, m_traffic);
        m_provider = authlete::makeProvider(account, credential, *m_http);
    }
    Provider *operator->() const { return m_provider.get(); }

    //! How many tokens a revocation says went; -1: it failed.
    int revoked(RevokeCall call) const
    {
        const Result<RevokeAnswer> answer = await(m_provider->revoke(std::move(call)));
        return answer ? answer->count.value_or(0) : -1;
    }
    Presence lookAt(const TokenId &id) const
    {
        const std::stop_token never;
        const QList<RevokeCall::Target> targets{{id, TokenKind::AccessToken, {}, {}}};
        const auto looks = await(m_provider->look(targets, never));
        return looks ? looks->value(id) : Presence::Unclear;
    }
    Presence lookWide(const RevokeCall &call) const
    {
        const std::stop_token never;
        return await(m_provider->lookWide(call, never)).value_or(Presence::Unclear);
    }

private:
    SystemClock m_clock;
    RateLimiter m_limiter;
    Traffic m_traffic;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<Provider> m_provider;
};

RevokeCall one(const QString &id)
{
    RevokeCall call;
    call.tokens = {{{id}, TokenKind::AccessToken, {}, {}}};
    return call;
}

RevokeCall wide(RevokeCall::Extent extent, const QString &person, const QString &client)
{
    RevokeCall call;
    call.extent = extent;
    call.person = {person};
    call.client = {client};
    return call;
}

RevokeCall byValue(RevokeCall::Extent extent, const Secret &value)
{
    RevokeCall call;
    call.extent = extent;
    call.value = value;
    return call;
}

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

} // namespace

class AuthleteTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMissingCapabilityHasAReason();
    void formsBeginWithTheLeast();
    void everyMemberIsInItsForm();
    void idGrammar_data();
    void idGrammar();
    void rowIsTheSameHoweverItIsCut();
    void pagesComeFourAtATime();
    void fieldsOfARow_data();
    void fieldsOfARow();
    void hostileRow_data();
    void hostileRow();
    void noSecretIsInAPathOrQuery();
    void whatNeverExpiresHasNoExpiry();
    void valueOfACreatedTokenIsInNoError();
    void hashIsThatOfTheValue();
    void everythingAtTheSandbox();
    void wideRevocations_data();
    void wideRevocations();
    void version2AtTheSandbox();
    void scopedLoads_data();
    void scopedLoads();
    void manyGroupsCostOneListing();
    void whoMayOnlyReadIsRefused();
};

void AuthleteTest::everyMissingCapabilityHasAReason()
{
    const ProviderDescription &description = authlete::description();
    for (quint32 bit = 1; bit <= quint32(Capability::RevealValue); bit <<= 1) {
        const Capability capability{bit};
        const auto reason = description.whyNot.find(capability);
        QVERIFY2(description.can(capability) != (reason != description.whyNot.end()), qPrintable(QString::number(bit)));
        QVERIFY(reason == description.whyNot.end() || reason->second.endsWith(u'.'));
    }
    for (const Capability wide :
         {Capability::RevokeByPerson, Capability::RevokeByClient, Capability::RevokeByPersonAtClient}) {
        const WideWords &words = description.wideWords.at(wide);
        QVERIFY(words.action.contains("%1"_L1) && words.effect.contains("%1"_L1) && words.effect.endsWith(u'.'));
    }
}

void AuthleteTest::formsBeginWithTheLeast()
{
    const CreateForm &form = authlete::description().createForms.constFirst();
    QVariantMap proposed;
    for (const FormField &field : form.fields)
        proposed.insert(field.key, field.initial);
    proposed.insert(u"clientId"_s, u"1"_s);
    const Result<HttpRequest> request = authlete::createRequest(QLatin1String(Service), {form.kind, proposed, {}});
    QVERIFY(request);
    QCOMPARE(request->body.reveal().toByteArray(),
             QByteArray(R"({"accessTokenDuration":3600,"clientId":1,"grantType":"CLIENT_CREDENTIALS"})"));
    for (const FormField &field : authlete::description().updateForm.fields)
        QVERIFY2(field.initial.isEmpty(), qPrintable(field.key));
}

void AuthleteTest::everyMemberIsInItsForm()
{
    const auto check = [](const QList<FormField> &fields, std::span<const authlete::Member> members) {
        QStringList keys;
        for (const FormField &field : fields)
            keys += field.key;
        QCOMPARE(keys.count(QLatin1String(authlete::More)), 1);
        const QString more = fields.constLast().help;
        for (const authlete::Member &member : members) {
            const bool isThere =
                member.field ? keys.contains(QLatin1String(member.field)) : more.contains(QLatin1String(member.name));
            QVERIFY2(isThere, member.name);
        }
    };
    check(authlete::description().createForms.constFirst().fields, authlete::createMembers());
    check(authlete::description().updateForm.fields, authlete::updateMembers());
}

void AuthleteTest::idGrammar_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("sendable");
    QTest::newRow("43 characters, as documented") << QString::fromLatin1(Hash) << true;
    QTest::newRow("20 characters") << QString(20, u'a') << true;
    QTest::newRow("19 characters") << QString(19, u'a') << false;
    QTest::newRow("129 characters") << QString(129, u'a') << false;
    QTest::newRow("empty") << QString() << false;
    const QString hostile = u"/?#%.\\ ~:;=&+\u0000\n\u00e9\u202e\ufffd"_s;
    for (const QChar c : hostile)
        QTest::addRow("with U+%04x", c.unicode()) << QString(QString(20, u'a') + c + QString(20, u'b')) << false;
}

void AuthleteTest::idGrammar()
{
    QFETCH(QString, id);
    QFETCH(bool, sendable);
    QCOMPARE(authlete::isHash(id.toStdString()), sendable);
    const Result<HttpRequest> request = authlete::revokeRequest(QLatin1String(Service), one(id));
    QCOMPARE(request.has_value(), sendable);
    if (sendable)
        QCOMPARE(request->path, "/api/21653835348762/auth/token/delete/" + id.toLatin1());
}

void AuthleteTest::rowIsTheSameHoweverItIsCut()
{
    const QByteArray row =
        rowWith(R"("subject" : "caf\u00e9 \"x\", {]" , "clientId":26888344961664 ,"scopes":["a","b"],)"
                R"("createdAt":1642044549000,"properties":[{"key":"[{","value":"]}"}])");
    const QStringList whole = listed(row, row.size() + 100);
    QCOMPARE(whole.value(0), u"token %1 -, kind accessToken, state active"_s.arg(QLatin1String(Hash)));
    QCOMPARE(whole.value(1), u"  owner café \"x\", {], client 26888344961664, scopes a b, resources -"_s);
    QCOMPARE(whole.value(3), u"whole"_s);
    for (qsizetype piece = 1; piece < row.size(); ++piece)
        QCOMPARE(listed(row, piece), whole);
}

void AuthleteTest::pagesComeFourAtATime()
{
    Gate gate(4);
    std::atomic<int> seen = 0;
    std::atomic<bool> firstWasAlone = false;
    FaultServer server([&](const SeenRequest &request) {
        const int start = QUrlQuery(QUrl(QString::fromLatin1(request.target))).queryItemValue(u"start"_s).toInt();
        const int before = seen++;
        const QByteArray hash = QByteArray("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") + char('a' + start);
        const Reaction page = answer(200,
                                     R"({"start":)" + QByteArray::number(start)
                                         + R"(,"totalCount":13,"accessTokens":[{"accessTokenHash":")" + hash + "\"}]}");
        if (start == 0) {
            firstWasAlone = before == 0;
            return wait(std::chrono::milliseconds(20)) + page;
        }
        return Reaction{{[&gate](Wire &) {
                   gate.pass();
                   return true;
               }}}
        + page;
    });
    Account account = accountAt(server.baseUrl().toString(), QLatin1String(Service));
    account.policy.pageSize = 1;
    const Session session(account);
    const auto sink = std::make_shared<PrintingSink>();
    const std::stop_token never;
    const Result<Completeness> list = await(session->readTokens({}, sink, never));
    QVERIFY(list && list->complete);
    QCOMPARE(list->rows, 13);
    QVERIFY(firstWasAlone);
    QCOMPARE(gate.most(), 4);

    std::stop_source stopped;
    stopped.request_stop();
    const Result<Completeness> none = await(session->readTokens({}, sink, stopped.get_token()));
    QVERIFY(!none);
    QCOMPARE(none.error().kind, Error::Kind::Cancelled);
}

void AuthleteTest::fieldsOfARow_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QString>("reach");
    QTest::addColumn<QString>("life");
    const QString nothing = u"  owner -, client -, scopes -, resources -"_s;
    const QString noLife = u"  created -, used - from -, expires -"_s;
    const auto row = [](const char *name, const char *members, const QString &reach, const QString &life) {
        QTest::newRow(name) << QByteArray(members) << reach << life;
    };
    row("absent is not reported", "", nothing, noLife);
    row("null is not reported", R"("subject":null,"clientId":null,"scopes":null,"createdAt":null)", nothing, noLife);
    row("a zero expiry is not never", R"("accessTokenExpiresAt":0,"createdAt":0)", nothing, noLife);
    row("a refresh is no use", R"("lastRefreshedAt":1642044549000)", nothing, noLife);
    row("times are milliseconds", R"("createdAt":1642044549001,"accessTokenExpiresAt":1642048149000)", nothing,
        u"  created 2022-01-13T03:29:09.001Z, used - from -, expires 2022-01-13T04:29:09Z"_s);
    row("no scopes are none", R"("scopes":[])", u"  owner -, client -, scopes none, resources -"_s, noLife);
    row("a client id as a text", R"("clientId":"26888344961664")",
        u"  owner -, client 26888344961664, scopes -, resources -"_s, noLife);
    row("the largest client id is exact", R"("clientId":9223372036854775807)",
        u"  owner -, client 9223372036854775807, scopes -, resources -"_s, noLife);
}

void AuthleteTest::fieldsOfARow()
{
    QFETCH(QByteArray, members);
    QFETCH(QString, reach);
    QFETCH(QString, life);
    const QStringList lines = listed(rowWith(members), 1'000);
    QCOMPARE(lines.value(1), reach);
    QCOMPARE(lines.value(2), life);
}

void AuthleteTest::hostileRow_data()
{
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<QString>("first");
    const QString malformed = u"error malformed 200, answered"_s;
    const QString shown = u"token %1 -, kind accessToken, state active, not actionable"_s;
    QTest::newRow("no hash") << QByteArray(R"({"subject":"x"})") << malformed;
    QTest::newRow("a null hash") << QByteArray(R"({"accessTokenHash":null})") << malformed;
    QTest::newRow("a number as hash") << QByteArray(R"({"accessTokenHash":7})") << malformed;
    QTest::newRow("a number as subject") << rowWith(R"("subject":7)") << malformed;
    QTest::newRow("a text as scopes") << rowWith(R"("scopes":"a b")") << malformed;
    QTest::newRow("null among the scopes") << rowWith(R"("scopes":["a",null])") << malformed;
    QTest::newRow("a text as time") << rowWith(R"("createdAt":"2022-01-13T03:29:09Z")") << malformed;
    QTest::newRow("a fraction as client") << rowWith(R"("clientId":1.5)") << malformed;
    QTest::newRow("a client id beyond 63 bits") << rowWith(R"("clientId":9223372036854775808)") << malformed;
    QTest::newRow("invalid UTF-8") << rowWith("\"subject\":\"\xff\"") << malformed;
    QTest::newRow("an array as row") << QByteArray("[]") << malformed;
    QTest::newRow("an empty hash") << QByteArray(R"({"accessTokenHash":""})") << shown.arg(QString());
    QTest::newRow("a path as hash") << QByteArray(R"({"accessTokenHash":"..\/x"})") << shown.arg(u"../x"_s);
}

void AuthleteTest::hostileRow()
{
    QFETCH(QByteArray, row);
    QFETCH(QString, first);
    QCOMPARE(listed(row, row.size() + 100).value(0), first);
}

void AuthleteTest::noSecretIsInAPathOrQuery()
{
    using Extent = RevokeCall::Extent;
    const QString service = QLatin1String(Service);
    const Secret planted("planted-value");
    UpdateRequest update;
    update.value = planted;
    update.fields = {{u"accessTokenValueUpdated"_s, true}};
    CreateRequest create;
    create.fields = {{u"grantType"_s, u"CLIENT_CREDENTIALS"_s}, {u"clientId"_s, 1}};
    create.asked.parts = {{u"accessToken"_s, planted}, {u"refreshToken"_s, planted}};
    const QList<Result<HttpRequest>> requests = {
        authlete::revokeRequest(service, byValue(Extent::Value, planted)),
        authlete::revokeRequest(service, byValue(Extent::Refresh, planted)),
        authlete::updateRequest(service, update).map([](const authlete::Change &change) { return change.request; }),
        authlete::createRequest(service, create),
    };
    for (const Result<HttpRequest> &request : requests) {
        QVERIFY(request);
        QVERIFY(!(request->path + request->query + request->pathTemplate).contains("planted"));
        QVERIFY(request->body.reveal().toByteArray().contains("planted-value"));
    }
}

void AuthleteTest::whatNeverExpiresHasNoExpiry()
{
    UpdateRequest update;
    update.tokenId = u"t"_s;
    update.fields = {{u"expires"_s, u"2027-01-15T12:00:00Z"_s}, {u"accessTokenPersistent"_s, true}};
    const Result<authlete::Change> changed = authlete::updateRequest(QLatin1String(Service), update);
    QVERIFY(!changed);
    QCOMPARE(changed.error().kind, Error::Kind::InvalidInput);
    QCOMPARE(changed.error().code, u"accessTokenPersistent"_s); // the form says it there
    update.fields.remove(u"expires"_s);
    QVERIFY(authlete::updateRequest(QLatin1String(Service), update));
    update.fields = {{u"expires"_s, u"2027-01-15T12:00:00Z"_s}, {u"accessTokenPersistent"_s, false}};
    QVERIFY(authlete::updateRequest(QLatin1String(Service), update));

    CreateRequest create;
    create.fields = {{u"grantType"_s, u"CLIENT_CREDENTIALS"_s},
                     {u"clientId"_s, 1},
                     {u"accessTokenDuration"_s, u"3600"_s},
                     {u"more"_s, u"{\"accessTokenPersistent\": true}"_s}};
    const Result<HttpRequest> created = authlete::createRequest(QLatin1String(Service), create);
    QVERIFY(!created);
    QCOMPARE(created.error().code, u"accessTokenDuration"_s);
    create.fields.insert(u"accessTokenDuration"_s, u"0"_s); // as long as the service says
    QVERIFY(authlete::createRequest(QLatin1String(Service), create));
}

void AuthleteTest::valueOfACreatedTokenIsInNoError()
{
    for (const char *body :
         {R"({"action":"OK","accessToken":"plan\u0074ed"})", R"([{"accessToken":"planted"}])",
          R"({"action":"OK","accessToken":"planted","refreshToken":7})",
          R"({"action":"BAD_REQUEST","accessToken":"planted"})", R"({"action":"OK","accessToken":"plan)"}) {
        HttpResponse response{jsonHead(), body};
        const Result<CreatedToken> created = authlete::readCreated(response);
        QVERIFY2(!created, body);
        QVERIFY(response.body.isEmpty());
        QCOMPARE(created.error().sent, Error::Sent::Answered);
        QVERIFY2(!created.error().message.contains(u"plan"_s), body);

        Error undocumented;
        authlete::readError({jsonHead(201), body}, undocumented);
        QVERIFY2(!undocumented.message.contains(u"plan"_s), body);
    }
}

void AuthleteTest::hashIsThatOfTheValue()
{
    // From `printf %s … | openssl sha256 -binary | basenc --base64url`.
    QCOMPARE(authlete::hashOf(Secret("Z5a40U6dWvw2gMoCOAFbZcM85q4HC0Z--0YKD9-Nf6Q")).value,
             u"3CP_di16FN6x6TkB2tS0jYTxNyoo6Kb03FQCBgj2liI"_s);
}

void AuthleteTest::everythingAtTheSandbox()
{
    using Extent = RevokeCall::Extent;
    sandbox::Sandbox sandbox;
    QVERIFY(sandbox.start());
    const sandbox::AuthleteSandbox &truth = sandbox.authlete();
    const QJsonObject ready = sandbox.ready().value("authlete"_L1).toObject();
    const QString clientId = ready.value("clientId"_L1).toString();
    const Session session(sandbox, u"bearer"_s);
    const std::stop_token never;
    QStringList gone;

    const Result<Identity> identity = await(session->probe());
    QVERIFY(identity);
    QCOMPARE(identity->tenant, (Named{ready.value("serviceId"_L1).toString(), u"Northwind sign-in"_s}));
    QVERIFY(!identity->ownToken);

    const auto sink = std::make_shared<PrintingSink>();
    const Result<Completeness> list = await(session->readTokens({}, sink, never));
    QVERIFY(list && list->complete);
    QCOMPARE(list->rows, 5'000);
    QCOMPARE(sink->expected, 5'000);
    QCOMPARE(sorted(sink->ids), sorted(truth.tokenIds()));
    const Result<QList<Client>> clients = await(session->clients(never));
    QVERIFY(clients);
    QCOMPARE(clients->size(), 24);

    CreateRequest wish;
    wish.kind = TokenKind::AccessToken;
    wish.fields = {{u"grantType"_s, u"AUTHORIZATION_CODE"_s},
                   {u"clientId"_s, clientId},
                   {u"subject"_s, u"new/subject & more"_s},
                   {u"scope"_s, QStringList{u"openid"_s}},
                   {u"more"_s, u"{\"properties\":[{\"key\":\"k\",\"value\":\"planted\",\"hidden\":true}]}"_s}};
    QList<CreatedToken> made;
    for (int i = 0; i < 4; ++i) {
        const Result<CreatedToken> created = await(session->createToken(wish));
        QVERIFY(created);
        QVERIFY(truth.isAlive(created->token.id.value));
        QCOMPARE(session->idOfValue(created->value), created->token.id);
        made.append(*created);
    }
    wish.fields.insert(u"scope"_s, u"nonsense"_s);
    const Result<CreatedToken> refused = await(session->createToken(wish));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Rejected);
    QCOMPARE(refused.error().code, u"A109206"_s);

    const RevokeCall::Target target{made[0].token.id, TokenKind::AccessToken, {u"new/subject & more"_s}, {clientId}};
    UpdateRequest update;
    update.id = made[0].token.id;
    update.fields = {{u"scope"_s, u"email profile"_s}, {u"expires"_s, u"2035-07-28T19:24:50Z"_s}};
    const Result<CreatedToken> updated = await(session->updateToken(update));
    QVERIFY(updated);
    QVERIFY(updated->value.isEmpty());
    const Result<TokenDetail> shown = await(session->showToken(target));
    QVERIFY(shown);
    QCOMPARE(shown->token.scopes, (QStringList{u"email"_s, u"profile"_s}));
    QCOMPARE(shown->token.expires.toIso(), u"2035-07-28T19:24:50Z"_s);
    QVERIFY(!QJsonDocument(shown->answer).toJson().contains("planted"));

    UpdateRequest rotation;
    rotation.value = made[0].value;
    rotation.fields = {{u"accessTokenValueUpdated"_s, true}};
    const Result<CreatedToken> rotated = await(session->updateToken(rotation));
    QVERIFY(rotated);
    QVERIFY(rotated->value != made[0].value);
    QVERIFY(truth.isAlive(rotated->token.id.value));
    QCOMPARE(session.lookAt(made[0].token.id), Presence::Absent);
    QCOMPARE(session.lookAt(rotated->token.id), Presence::Present);
    UpdateRequest byTokenId;
    byTokenId.tokenId = truth.tokenIdOf(rotated->token.id.value);
    byTokenId.fields = {{u"scope"_s, u"openid"_s}};
    QVERIFY(await(session->updateToken(byTokenId)));
    const Result<CreatedToken> nowhere = await(session->updateToken(rotation));
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().kind, Error::Kind::NotFound);

    QCOMPARE(session.revoked(one(rotated->token.id.value)), 0);
    QCOMPARE(session.lookAt(rotated->token.id), Presence::Absent);
    QCOMPARE(session.revoked(byValue(Extent::Value, made[1].value)), 1);
    QCOMPARE(session.revoked(byValue(Extent::Value, made[1].value)), 0);
    QCOMPARE(session.revoked(byValue(Extent::Refresh, made[2].refreshValue)), 1);
    RevokeCall byRefreshHash = one(authlete::hashOf(made[3].refreshValue).value);
    byRefreshHash.extent = Extent::Refresh;
    QCOMPARE(session.lookAt(byRefreshHash.tokens[0].id), Presence::Present);
    QCOMPARE(session.revoked(byRefreshHash), 1);
    QCOMPARE(session.lookAt(byRefreshHash.tokens[0].id), Presence::Absent);
    gone = {rotated->token.id.value, made[1].token.id.value, made[2].token.id.value, made[3].token.id.value};

    QCOMPARE(sandbox.ledger().changed(u"revoked"_s), gone);
    QCOMPARE(sandbox.ledger().changed(u"created"_s).size(), 4);
    QCOMPARE(sandbox.ledger().changed(u"updated"_s),
             (QStringList{made[0].token.id.value, made[0].token.id.value, rotated->token.id.value}));
    QCOMPARE(sorted(truth.tokenIds()), sorted(sink->ids)); // and nothing else was touched
}

void AuthleteTest::wideRevocations_data()
{
    QTest::addColumn<RevokeCall::Extent>("extent");
    QTest::newRow("of a person") << RevokeCall::Extent::Person;
    QTest::newRow("of a client") << RevokeCall::Extent::Client;
    QTest::newRow("of a person at a client") << RevokeCall::Extent::PersonAtClient;
}

void AuthleteTest::wideRevocations()
{
    QFETCH(RevokeCall::Extent, extent);
    sandbox::Sandbox sandbox;
    QVERIFY(sandbox.start());
    const sandbox::AuthleteSandbox &truth = sandbox.authlete();
    const sandbox::AuthleteInventory &inventory = truth.inventory();
    const Session session(sandbox, u"bearer"_s);
    const sandbox::AuthleteToken some = inventory.invent(7);
    const QString client = QString::number(inventory.clients()[std::size_t(some.client)].id);
    const bool hasClient = extent != RevokeCall::Extent::Person;
    const bool hasPerson = extent != RevokeCall::Extent::Client;
    const QStringList meant = truth.tokenIdsOf(hasClient ? client : QString(), hasPerson ? some.subject : QString());
    QVERIFY(!some.subject.isEmpty() && !meant.isEmpty() && meant.size() < 5'000);
    const RevokeCall call = wide(extent, some.subject, client);

    QCOMPARE(session.lookWide(call), Presence::Present);
    QCOMPARE(session.revoked(call), int(meant.size()));
    QCOMPARE(session.lookWide(call), Presence::Absent);
    QCOMPARE(session.revoked(call), 0);
    QCOMPARE(sandbox.ledger().changed(u"revoked"_s), meant);
    QCOMPARE(truth.tokenIds().size(), 5'000 - meant.size());
}

void AuthleteTest::version2AtTheSandbox()
{
    sandbox::Sandbox sandbox({.tokens = 50});
    QVERIFY(sandbox.start());
    const Session session(sandbox, u"basic"_s);
    const std::stop_token never;
    const Result<Identity> identity = await(session->probe());
    QVERIFY(identity);
    QCOMPARE(identity->tenant.id, sandbox.authlete().inventory().serviceId());
    const auto sink = std::make_shared<PrintingSink>();
    const Result<Completeness> list = await(session->readTokens({}, sink, never));
    QVERIFY(list && list->complete);
    QCOMPARE(sink->ids.size(), 50);
    QCOMPARE(session.revoked(one(sink->ids[9])), 0);
    QCOMPARE(session.lookAt({sink->ids[9]}), Presence::Absent);
    QCOMPARE(sandbox.ledger().changed(u"revoked"_s), QStringList{sink->ids[9]});
}

void AuthleteTest::scopedLoads_data()
{
    QTest::addColumn<QString>("status");
    QTest::newRow("valid ones") << u"VALID"_s;
    QTest::newRow("expired ones") << u"INVALID"_s;
    QTest::newRow("all") << u"ALL"_s;
}

void AuthleteTest::scopedLoads()
{
    QFETCH(QString, status);
    sandbox::Sandbox sandbox({.tokens = 300});
    QVERIFY(sandbox.start());
    const Session session(sandbox, u"bearer"_s);
    const std::stop_token never;
    LoadScope scope;
    scope.status = status;
    const auto sink = std::make_shared<PrintingSink>();
    const Result<Completeness> list = await(session->readTokens(scope, sink, never));
    QVERIFY(list && list->complete);
    const qint64 now = SystemClock().nowMs();
    qsizetype meant = 0;
    for (quint64 number = 0; number < 300; ++number) {
        const qint64 expires = sandbox.authlete().inventory().invent(number).expires;
        const bool isPast = expires != 0 && expires <= now;
        meant += status == "ALL"_L1 || isPast == (status == "INVALID"_L1) ? 1 : 0;
    }
    QCOMPARE(sink->ids.size(), meant);
    QVERIFY(meant > 0);
    QCOMPARE(list->owners == ListedOwners::Everybody, status == "ALL"_L1);
}

void AuthleteTest::manyGroupsCostOneListing()
{
    sandbox::Sandbox sandbox({.tokens = 60});
    QVERIFY(sandbox.start());
    const sandbox::AuthleteInventory &inventory = sandbox.authlete().inventory();
    const Session session(sandbox, u"bearer"_s);
    const std::stop_token never;
    const QStringList ids = sandbox.authlete().tokenIds();
    QList<RevokeCall::Target> targets;
    for (quint64 number = 0; number < 40; ++number) {
        const sandbox::AuthleteToken token = inventory.invent(number);
        targets.append({{ids[qsizetype(number)]},
                        TokenKind::AccessToken,
                        {token.subject},
                        {QString::number(inventory.clients()[std::size_t(token.client)].id)}});
    }
    const auto looks = await(session->look(targets, never));
    QVERIFY(looks);
    QCOMPARE(std::count(looks->cbegin(), looks->cend(), Presence::Present), 40);
    QCOMPARE(sandbox.ledger().requests(u"authlete.listTokens"_s), 1 + 3); // how many there are, and three pages
    const QList<RevokeCall::Target> two = targets.mid(0, 2);
    QVERIFY(await(session->look(two, never)));
    QCOMPARE(sandbox.ledger().requests(u"authlete.listTokens"_s), 4 + 1 + 2);
}

void AuthleteTest::whoMayOnlyReadIsRefused()
{
    sandbox::Sandbox sandbox({.tokens = 50});
    QVERIFY(sandbox.start());
    const QString id = sandbox.authlete().tokenIds().constFirst();
    const Session reader(sandbox, u"bearer"_s, u"readOnlyToken"_s);
    QCOMPARE(reader.lookAt({id}), Presence::Present);
    const Result<RevokeAnswer> forbidden = await(reader->revoke(one(id)));
    QVERIFY(!forbidden);
    QCOMPARE(forbidden.error().kind, Error::Kind::Forbidden);
    const Session nobody(sandbox, u"bearer"_s, u"serviceId"_s);
    const Result<Identity> unauthorized = await(nobody->probe());
    QVERIFY(!unauthorized);
    QCOMPARE(unauthorized.error().kind, Error::Kind::Unauthorized);
    QCOMPARE(sandbox.ledger().changed(u"revoked"_s), QStringList());
}

QTEST_GUILESS_MAIN(AuthleteTest)
#include "tst_authlete.moc"
