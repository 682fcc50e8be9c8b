#include "client.h"

#include "network/sandbox/authletesandbox.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QSet>

using namespace latchkey::sandbox;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Noon = 1'790'000'000'000; // any instant

//! The service's administrator, unless told otherwise.
class SignedClient : public Client
{
public:
    explicit SignedClient(const Sandbox &sandbox)
        : Client(sandbox, u"authlete"_s)
        , m_authorization("Bearer " + ready("token").toLatin1())
        , m_root(u"/api/"_s + ready("serviceId"))
    {
        useKey({});
    }

    //! The header's value; empty: none.
    void authorize(const QByteArray &authorization) { m_authorization = authorization; }
    void useVersion2()
    {
        m_root = u"/api"_s;
        authorize("Basic " + (ready("apiKey") + u':' + ready("apiSecret")).toLatin1().toBase64());
    }

    Answer call(const QByteArray &method, const QString &path, const QByteArray &body = {}, Headers headers = {})
    {
        if (!m_authorization.isEmpty())
            headers.emplace_back("Authorization", m_authorization);
        return send(method, m_root + path, body, headers);
    }
    Answer list(const QString &query) { return call("GET", u"/auth/token/get/list?"_s + query); }
    Answer post(const QString &what, const QJsonObject &body)
    {
        return call("POST", u"/auth/token/"_s + what, QJsonDocument(body).toJson(),
                    {{"Content-Type", "application/json"}});
    }
    Answer create(QJsonObject body)
    {
        if (!body.contains("clientIdentifier"_L1))
            body["clientId"_L1] = ready("clientId").toLongLong();
        return post(u"create"_s, body);
    }
    Answer erase(const QString &id) { return call("DELETE", u"/auth/token/delete/"_s + id); }

private:
    QByteArray m_authorization;
    QString m_root;
};

QStringList hashesOf(const Answer &list)
{
    QStringList hashes;
    const QJsonArray rows = list.object()["accessTokens"_L1].toArray();
    for (const QJsonValue &row : rows)
        hashes.append(row["accessTokenHash"_L1].toString());
    return hashes;
}

QString hashOf(const QString &value)
{
    return QString::fromLatin1(QCryptographicHash::hash(value.toUtf8(), QCryptographicHash::Sha256)
                                   .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

bool holdsNull(const QJsonValue &value)
{
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        return std::any_of(array.begin(), array.end(), holdsNull);
    }
    const QJsonObject object = value.toObject();
    return value.isNull() || std::any_of(object.begin(), object.end(), holdsNull);
}

} // namespace

//! The Authlete API of the sandbox, over real HTTP.
class SandboxAuthleteTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { restart({.tokens = 300}); }
    void cleanup();

    void listsAreWholeAndHoldNoValue();
    void ranges_data();
    void ranges();
    void filters();
    void theSameSeedTellsTheSameStory();
    void aMillionTokensTakeNoTime();
    void signingIn_data();
    void signingIn();
    void pathsOfVersion2();
    void deletingByHashAndByValue();
    void creating();
    void refusedCreations_data();
    void refusedCreations();
    void formsAreTakenToo();
    void updating();
    void rotatingEndsTheOldValue();
    void theFirstThatSaysWhatToRevokeWins();
    void clientsAndServices();
    void hostileNamesAreAmongThem();
    void aFaultThatIgnoresChangesNothing();
    void writesAreLimitedIfAsked();

private:
    void restart(SandboxOptions options);
    [[nodiscard]] AuthleteSandbox &truth() { return m_sandbox->authlete(); }
    [[nodiscard]] QStringList revoked() const { return m_sandbox->ledger().changed(u"revoked"_s); }

    std::unique_ptr<HandClock> m_clock;
    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<SignedClient> m_client;
};

void SandboxAuthleteTest::cleanup()
{
    m_client.reset();
    m_sandbox.reset();
}

void SandboxAuthleteTest::restart(SandboxOptions options)
{
    cleanup();
    m_clock = std::make_unique<HandClock>(Noon);
    options.clock = m_clock.get();
    m_sandbox = std::make_unique<Sandbox>(options);
    QVERIFY(m_sandbox->start());
    m_client = std::make_unique<SignedClient>(*m_sandbox);
}

void SandboxAuthleteTest::listsAreWholeAndHoldNoValue()
{
    QStringList hashes;
    QSet<QString> members;
    for (int start = 0; start < 300; start += 20) {
        const Answer page = m_client->list(u"end=%1&start=%2"_s.arg(start + 20).arg(start));
        QCOMPARE(page.status, 200);
        const QJsonObject object = page.object();
        QCOMPARE(object["start"_L1].toInt(), start);
        QCOMPARE(object["end"_L1].toInt(), start + 20);
        QCOMPARE(object["totalCount"_L1].toInt(), 300);
        QVERIFY(!holdsNull(object));
        const QStringList some = hashesOf(page);
        for (const QString &hash : some)
            QVERIFY(!page.body.contains(truth().valueOf(hash).toUtf8()));
        hashes += some;
        const QJsonArray rows = object["accessTokens"_L1].toArray();
        for (const QJsonValue &row : rows) {
            const QStringList keys = row.toObject().keys();
            members.unite({keys.begin(), keys.end()});
        }
    }
    QCOMPARE(hashes, truth().tokenIds());
    QCOMPARE(members,
             (QSet<QString>{u"accessTokenHash"_s, u"accessTokenExpiresAt"_s, u"refreshTokenHash"_s,
                            u"refreshTokenExpiresAt"_s, u"createdAt"_s, u"lastRefreshedAt"_s, u"clientId"_s,
                            u"subject"_s, u"grantType"_s, u"scopes"_s, u"properties"_s, u"refreshTokenScopes"_s}));
    QCOMPARE(hashOf(truth().valueOf(hashes[5])), hashes[5]);
}

void SandboxAuthleteTest::ranges_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("rows");
    QTest::newRow("five unless told otherwise") << u""_s << 200 << 5;
    QTest::newRow("five from where it starts") << u"start=40"_s << 200 << 5;
    QTest::newRow("twenty") << u"end=20&start=0"_s << 200 << 20;
    QTest::newRow("more than twenty") << u"end=21&start=0"_s << 400 << 0;
    QTest::newRow("the last ones") << u"end=310&start=295"_s << 200 << 5;
    QTest::newRow("past the end is no error") << u"end=420&start=400"_s << 200 << 0;
    QTest::newRow("an empty range") << u"end=3&start=3"_s << 400 << 0;
    QTest::newRow("backwards") << u"end=1&start=3"_s << 400 << 0;
    QTest::newRow("no number") << u"start=x"_s << 400 << 0;
    QTest::newRow("a status that is none") << u"tokenStatus=GONE"_s << 400 << 0;
    QTest::newRow("a client that is none") << u"clientIdentifier=17"_s << 400 << 0;
    QTest::newRow("a subject that has none") << u"subject=nobody"_s << 200 << 0;
}

void SandboxAuthleteTest::ranges()
{
    QFETCH(QString, query);
    QFETCH(int, status);
    QFETCH(int, rows);
    const Answer answer = m_client->list(query);
    QCOMPARE(answer.status, status);
    QCOMPARE(hashesOf(answer).size(), rows);
    if (status != 200) {
        static const QRegularExpression code(u"^A[0-9]{6}$"_s);
        QVERIFY(code.match(answer.text(u"resultCode"_s)).hasMatch());
        QVERIFY(answer.text(u"resultMessage"_s).startsWith(u'[' + answer.text(u"resultCode"_s) + u']'));
    }
    // One official example has a slash before the query.
    QCOMPARE(m_client->call("GET", u"/auth/token/get/list/?"_s + query).body, answer.body);
}

void SandboxAuthleteTest::filters()
{
    const AuthleteToken some = truth().inventory().invent(7);
    const auto &client = truth().inventory().clients()[std::size_t(some.client)];
    const QString id = QString::number(client.id);
    const auto count = [this](const QString &query) { return m_client->list(query).object()["totalCount"_L1].toInt(); };
    QVERIFY(!some.subject.isEmpty());
    const QString subject = QString::fromLatin1(QUrl::toPercentEncoding(some.subject));

    const QJsonObject both = m_client->list(u"clientIdentifier=%1&subject=%2"_s.arg(id, subject)).object();
    QCOMPARE(both["totalCount"_L1].toInt(), int(truth().tokenIdsOf(id, some.subject).size()));
    QCOMPARE(both["subject"_L1].toString(), some.subject);
    QCOMPARE(both["client"_L1]["clientId"_L1].toInteger(), client.id);
    QCOMPARE(both["client"_L1]["clientName"_L1].toString(), client.name);
    QCOMPARE(count(u"clientIdentifier="_s + id), int(truth().tokenIdsOf(id, {}).size()));
    QCOMPARE(count(u"clientIdentifier=client-0"_s), count(u"clientIdentifier="_s + m_client->ready("clientId")));
    QCOMPARE(count(u"tokenStatus=VALID"_s) + count(u"tokenStatus=INVALID"_s), 300);
    const int valid = count(u"tokenStatus=VALID"_s);
    m_clock->advance(365LL * 86'400);
    QVERIFY(count(u"tokenStatus=VALID"_s) < valid); // only what never expires is left
}

void SandboxAuthleteTest::theSameSeedTellsTheSameStory()
{
    const Answer first = m_client->list(u"end=20&start=0"_s);
    const QString token = m_client->ready("token");
    restart({.tokens = 300});
    QCOMPARE(m_client->list(u"end=20&start=0"_s).body, first.body);
    QCOMPARE(m_client->ready("token"), token);
    restart({.tokens = 300, .seed = 2});
    QVERIFY(m_client->list(u"end=20&start=0"_s).body != first.body);
}

void SandboxAuthleteTest::aMillionTokensTakeNoTime()
{
    restart({.tokens = 1'000'000});
    const Answer last = m_client->list(u"end=1000000&start=999990"_s);
    QCOMPARE(last.object()["totalCount"_L1].toInt(), 1'000'000);
    QCOMPARE(hashesOf(last).size(), 10);
    QCOMPARE(m_client->list(u"end=10&start=0&clientIdentifier="_s + m_client->ready("clientId")).status, 200);
}

void SandboxAuthleteTest::signingIn_data()
{
    QTest::addColumn<QString>("authorization");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    const QString list = u"/api/{serviceId}/auth/token/get/list"_s;
    const QString revoke = u"/api/{serviceId}/auth/token/revoke"_s;
    const auto row = [](const char *name, const QString &authorization, const char *method, const QString &path,
                        int status) { QTest::newRow(name) << authorization << QByteArray(method) << path << status; };
    row("the bearer token", u"Bearer {token}"_s, "GET", list, 200);
    row("nothing", u""_s, "GET", list, 401);
    row("a token that nobody knows", u"Bearer x"_s, "GET", list, 401);
    row("the key pair of 2.x", u"Basic {pair}"_s, "GET", list, 401);
    row("another service", u"Bearer {token}"_s, "GET", u"/api/17/auth/token/get/list"_s, 403);
    row("read only, reading", u"Bearer {readOnlyToken}"_s, "GET", list, 200);
    row("read only, writing", u"Bearer {readOnlyToken}"_s, "POST", revoke, 403);
    row("2.x", u"Basic {pair}"_s, "GET", u"/api/auth/token/get/list"_s, 200);
    row("2.x with a bearer token", u"Bearer {token}"_s, "GET", u"/api/auth/token/get/list"_s, 401);
    row("2.x, what the service is", u"Basic {pair}"_s, "GET", u"/api/service/configuration"_s, 200);
    row("3.0, what the service is", u"Bearer {token}"_s, "GET", u"/api/{serviceId}/service/get"_s, 200);
    row("3.0, which services", u"Bearer {token}"_s, "GET", u"/api/service/get/list"_s, 200);
    row("no such path", u"Bearer {token}"_s, "GET", u"/api/{serviceId}/auth/nothing"_s, 404);
    row("another method", u"Bearer {token}"_s, "PUT", list, 404);
}

void SandboxAuthleteTest::signingIn()
{
    QFETCH(QString, authorization);
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(int, status);
    const QString pair = m_client->ready("apiKey") + u':' + m_client->ready("apiSecret");
    authorization.replace(u"{token}"_s, m_client->ready("token"))
        .replace(u"{readOnlyToken}"_s, m_client->ready("readOnlyToken"))
        .replace(u"{pair}"_s, QString::fromLatin1(pair.toLatin1().toBase64()));
    path.replace(u"{serviceId}"_s, m_client->ready("serviceId"));
    Client::Headers headers = {{"Content-Type", "application/json"}};
    if (!authorization.isEmpty())
        headers.emplace_back("Authorization", authorization.toLatin1());
    QCOMPARE(m_client->send(method, path, "{}", headers).status, status);
    QCOMPARE(revoked(), QStringList());
}

void SandboxAuthleteTest::pathsOfVersion2()
{
    const QStringList ids = truth().tokenIds();
    m_client->useVersion2();
    QCOMPARE(hashesOf(m_client->list(u"end=20&start=0"_s)), ids.mid(0, 20));
    QCOMPARE(m_client->create({{u"grantType"_s, u"CLIENT_CREDENTIALS"_s}}).text(u"action"_s), u"OK"_s);
    QCOMPARE(m_client->post(u"update"_s, {{u"accessTokenHash"_s, ids[3]}}).text(u"action"_s), u"OK"_s);
    QCOMPARE(m_client->post(u"revoke"_s, {{u"accessTokenIdentifier"_s, ids[4]}}).object()["count"_L1].toInt(), 1);
    QCOMPARE(m_client->erase(ids[5]).status, 204);
    QCOMPARE(m_client->call("GET", u"/client/get/list"_s).status, 200);
    QCOMPARE(revoked(), ids.mid(4, 2));
}

void SandboxAuthleteTest::deletingByHashAndByValue()
{
    const QStringList ids = truth().tokenIds();
    const QString value = truth().valueOf(ids[8]);
    const Answer gone = m_client->erase(ids[7]);
    QCOMPARE(gone.status, 204);
    QVERIFY(gone.body.isEmpty());
    QVERIFY(!truth().isAlive(ids[7]));
    QCOMPARE(m_client->erase(ids[7]).status, 404);
    QCOMPARE(m_client->erase(value).status, 204);
    QCOMPARE(m_client->erase(u"nothing"_s).status, 404);
    QCOMPARE(revoked(), ids.mid(7, 2));
    QCOMPARE(truth().tokenIds().size(), 298);
}

void SandboxAuthleteTest::creating()
{
    const Answer made = m_client->create({{u"grantType"_s, u"AUTHORIZATION_CODE"_s},
                                          {u"subject"_s, u"john"_s},
                                          {u"scopes"_s, QJsonArray{u"openid"_s}},
                                          {u"accessTokenDuration"_s, 60},
                                          {u"refreshTokenDuration"_s, 120},
                                          {u"properties"_s, QJsonArray{QJsonObject{{u"key"_s, u"k"_s}}}}});
    QCOMPARE(made.status, 200);
    const QJsonObject token = made.object();
    QVERIFY(!holdsNull(token));
    QCOMPARE(token["action"_L1].toString(), u"OK"_s);
    QCOMPARE(token["resultCode"_L1].toString(), u"A109001"_s);
    QCOMPARE(token["expiresIn"_L1].toInt(), 60);
    QCOMPARE(token["expiresAt"_L1].toInteger(), Noon + 60'000);
    QCOMPARE(token["tokenType"_L1].toString(), u"Bearer"_s);
    const QString hash = hashOf(token["accessToken"_L1].toString());
    QVERIFY(truth().isAlive(hash));
    QCOMPARE(truth().valueOf(hash), token["accessToken"_L1].toString());
    QCOMPARE(truth().refreshValueOf(hash), token["refreshToken"_L1].toString());
    QCOMPARE(truth().tokenIdOf(hash), token["tokenId"_L1].toString());
    QCOMPARE(truth().tokenIds().constLast(), hash);

    const QJsonObject chosen = m_client
                                   ->create({{u"grantType"_s, u"CLIENT_CREDENTIALS"_s},
                                             {u"clientIdentifier"_s, u"client-4"_s},
                                             {u"accessToken"_s, u"chosen-by-hand"_s},
                                             {u"accessTokenPersistent"_s, true}})
                                   .object();
    QCOMPARE(chosen["accessToken"_L1].toString(), u"chosen-by-hand"_s);
    QCOMPARE(chosen["expiresAt"_L1].toInt(), 0);
    QVERIFY(!chosen.contains("refreshToken"_L1) && !chosen.contains("subject"_L1));
    QVERIFY(truth().isAlive(hashOf(u"chosen-by-hand"_s)));
    QCOMPARE(m_sandbox->ledger().changed(u"created"_s), (QStringList{hash, hashOf(u"chosen-by-hand"_s)}));
    for (const QJsonObject &entry : m_sandbox->ledger().entries())
        QVERIFY(!QJsonDocument(entry).toJson().contains("chosen-by-hand"));
}

void SandboxAuthleteTest::refusedCreations_data()
{
    QTest::addColumn<QJsonObject>("wish");
    QTest::addColumn<int>("status");
    const QJsonObject good = {{u"grantType"_s, u"PASSWORD"_s}, {u"subject"_s, u"john"_s}};
    const auto row = [&good](const char *name, const QString &member, const QJsonValue &value, int status = 200) {
        QJsonObject wish = good;
        wish.insert(member, value);
        QTest::newRow(name) << wish << status;
    };
    row("no grant type", u"grantType"_s, QJsonValue());
    row("a grant type that is none", u"grantType"_s, u"GOOD"_s);
    row("a client that is none", u"clientIdentifier"_s, u"nobody"_s);
    row("no subject", u"subject"_s, QJsonValue());
    row("a subject beyond ASCII", u"subject"_s, u"j\u00f6rn \u043e"_s);
    row("a subject of 101 characters", u"subject"_s, QString(101, u'a'));
    row("a scope that is not supported", u"scopes"_s, QJsonArray{u"openid"_s, u"nonsense"_s});
    row("a text as duration", u"accessTokenDuration"_s, u"60"_s, 400);
    row("a text as scopes", u"scopes"_s, u"openid"_s, 400);
}

void SandboxAuthleteTest::refusedCreations()
{
    QFETCH(QJsonObject, wish);
    QFETCH(int, status);
    const Answer answer = m_client->create(wish);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.text(u"action"_s), status == 200 ? u"BAD_REQUEST"_s : QString());
    QVERIFY(!answer.text(u"resultCode"_s).isEmpty());
    QCOMPARE(truth().tokenIds().size(), 300);
}

void SandboxAuthleteTest::formsAreTakenToo()
{
    const auto postForm = [this](const QByteArray &form) {
        return m_client->call("POST", u"/auth/token/create"_s, form,
                              {{"Content-Type", "application/x-www-form-urlencoded"}});
    };
    const QByteArray client = "clientId=" + m_client->ready("clientId").toLatin1();
    const Answer made = postForm(client + "&grantType=CLIENT_CREDENTIALS&scopes=openid,email&accessTokenDuration=60");
    QCOMPARE(made.text(u"action"_s), u"OK"_s);
    QCOMPARE(made.object()["scopes"_L1].toArray(), (QJsonArray{u"openid"_s, u"email"_s}));
    QCOMPARE(postForm(client + "&grantType=CLIENT_CREDENTIALS&properties=[]").status, 400);
    QCOMPARE(m_client->call("POST", u"/auth/token/create"_s, "{}", {{"Content-Type", "text/plain"}}).status, 400);
}

void SandboxAuthleteTest::updating()
{
    const QString id = truth().tokenIds()[12];
    const auto update = [this, &id](QJsonObject body) {
        body["accessTokenHash"_L1] = id;
        return m_client->post(u"update"_s, body).object();
    };
    const QJsonObject changed =
        update({{u"scopes"_s, QJsonArray{u"openid"_s, u"nonsense"_s}}, {u"accessTokenExpiresAt"_s, Noon + 1}});
    QCOMPARE(changed["action"_L1].toString(), u"OK"_s);
    QCOMPARE(changed["resultCode"_L1].toString(), u"A135001"_s);
    QCOMPARE(changed["scopes"_L1].toArray(), QJsonArray{u"openid"_s}); // what is unknown is ignored here
    QCOMPARE(changed["accessTokenExpiresAt"_L1].toInteger(), Noon + 1);
    QVERIFY(!changed.contains("accessToken"_L1));
    const QJsonObject unchanged = update({{u"accessTokenExpiresAt"_s, 0}, {u"scopes"_s, QJsonValue()}});
    QCOMPARE(unchanged["accessTokenExpiresAt"_L1].toInteger(), Noon + 1);
    QCOMPARE(unchanged["scopes"_L1].toArray(), QJsonArray{u"openid"_s});
    QCOMPARE(update({{u"scopes"_s, QJsonArray()}})["scopes"_L1].toArray(), QJsonArray());
    const QJsonObject row = m_client->list(u"start=12&end=13"_s).object()["accessTokens"_L1][0].toObject();
    QCOMPARE(row["accessTokenHash"_L1].toString(), id);
    QCOMPARE(row["accessTokenExpiresAt"_L1].toInteger(), Noon + 1);

    const QJsonObject tokenId = {{u"tokenId"_s, truth().tokenIdOf(id)}, {u"accessTokenPersistent"_s, true}};
    QCOMPARE(m_client->post(u"update"_s, tokenId).object()["accessTokenExpiresAt"_L1].toInt(-1), 0);
    QCOMPARE(m_client->post(u"update"_s, {{u"accessToken"_s, u"unknown"_s}}).text(u"action"_s), u"NOT_FOUND"_s);
    QCOMPARE(m_client->post(u"update"_s, {}).text(u"action"_s), u"BAD_REQUEST"_s);
    QCOMPARE(m_sandbox->ledger().changed(u"updated"_s), (QStringList{id, id, id, id}));
}

void SandboxAuthleteTest::rotatingEndsTheOldValue()
{
    const QString id = truth().tokenIds()[20];
    const QString value = truth().valueOf(id);
    const Answer rotated =
        m_client->post(u"update"_s, {{u"accessToken"_s, value}, {u"accessTokenValueUpdated"_s, true}});
    const QString next = rotated.text(u"accessToken"_s);
    QVERIFY(!next.isEmpty() && next != value);
    QVERIFY(!truth().isAlive(id) && truth().isAlive(hashOf(next)));
    QCOMPARE(truth().tokenIds()[20], hashOf(next)); // the same token, by another name
    QCOMPARE(m_client->erase(value).status, 404);
    QCOMPARE(m_client->erase(next).status, 204);
    QCOMPARE(truth().tokenIds().size(), 299);
}

void SandboxAuthleteTest::theFirstThatSaysWhatToRevokeWins()
{
    const auto count = [this](const QJsonObject &body) {
        return m_client->post(u"revoke"_s, body).object()["count"_L1].toInt(-1);
    };
    const AuthleteToken some = truth().inventory().invent(7);
    const QString client = QString::number(truth().inventory().clients()[std::size_t(some.client)].id);
    const QStringList ids = truth().tokenIds();
    QString withRefresh = ids[40];
    for (int i = 40; truth().refreshValueOf(withRefresh).isEmpty(); ++i)
        withRefresh = ids[i];
    const QString refresh = truth().refreshValueOf(withRefresh);

    const Answer one = m_client->post(
        u"revoke"_s,
        {{u"accessTokenIdentifier"_s, ids[0]}, {u"refreshTokenIdentifier"_s, refresh}, {u"subject"_s, some.subject}});
    QCOMPARE(one.text(u"resultCode"_s), u"A312001"_s);
    QCOMPARE(one.text(u"resultMessage"_s), u"[A312001] Revoked 1 access token(s)."_s);
    QCOMPARE(revoked(), QStringList{ids[0]});
    QCOMPARE(count({{u"refreshTokenIdentifier"_s, hashOf(refresh)}, {u"subject"_s, some.subject}}), 1);
    QCOMPARE(revoked(), (QStringList{ids[0], withRefresh}));
    QCOMPARE(count({{u"refreshTokenIdentifier"_s, refresh}}), 0); // gone with its access token
    QCOMPARE(count({{u"accessTokenIdentifier"_s, u"unknown"_s}}), 0);
    const auto left = [this](const QString &ofClient, const QString &subject) {
        return int(truth().tokenIdsOf(ofClient, subject).size());
    };
    const int both = left(client, some.subject);
    QCOMPARE(count({{u"clientIdentifier"_s, client}, {u"subject"_s, some.subject}}), both);
    const int ofSubject = left({}, some.subject);
    QCOMPARE(count({{u"subject"_s, some.subject}}), ofSubject);
    const int ofClient = left(client, {});
    QCOMPARE(count({{u"clientIdentifier"_s, client}}), ofClient);
    QVERIFY(both > 0 && ofClient > 0);
    QCOMPARE(truth().tokenIds().size(), 298 - both - ofSubject - ofClient);

    QCOMPARE(m_client->post(u"revoke"_s, {}).status, 400);
    const Answer nobody = m_client->post(u"revoke"_s, {{u"clientIdentifier"_s, u"17"_s}});
    QCOMPARE(nobody.status, 404);
    QVERIFY(nobody.object()["resultCode"_L1].isDouble()); // as in the documented example
}

void SandboxAuthleteTest::clientsAndServices()
{
    const auto ask = [this](const QString &path) { return m_client->call("GET", path); };
    const QJsonObject clients = ask(u"/client/get/list?end=100&start=0"_s).object();
    QCOMPARE(clients["totalCount"_L1].toInt(), 24);
    QCOMPARE(clients["clients"_L1].toArray().size(), 24);
    QVERIFY(!holdsNull(clients));
    const QJsonObject first = clients["clients"_L1][0].toObject();
    QCOMPARE(QString::number(first["clientId"_L1].toInteger()), m_client->ready("clientId"));
    QCOMPARE(ask(u"/client/get/client-0"_s).object(), first);
    QCOMPARE(ask(u"/client/get/17"_s).status, 404);
    QVERIFY(truth().tokenIdsOf(m_client->ready("clientId"), {}).size() > 10);
    const QJsonObject service = ask(u"/service/get"_s).object();
    QCOMPARE(QString::number(service["apiKey"_L1].toInteger()), m_client->ready("serviceId"));
    QCOMPARE(service["serviceName"_L1].toString(), u"Northwind sign-in"_s);
}

void SandboxAuthleteTest::hostileNamesAreAmongThem()
{
    bool hasMarkup = false;
    bool hasPath = false;
    restart({.tokens = 5'000});
    for (quint64 number = 0; number < 5'000; ++number) {
        hasMarkup = hasMarkup || truth().inventory().subject(number).contains(u'<');
        hasPath = hasPath || truth().inventory().subject(number).contains(u'/');
    }
    QVERIFY(hasMarkup && hasPath);
}

void SandboxAuthleteTest::aFaultThatIgnoresChangesNothing()
{
    std::vector<Fault> faults;
    for (const char *call :
         {"authlete.createToken", "authlete.updateToken", "authlete.deleteToken", "authlete.revokeToken"})
        faults.push_back({.call = QLatin1String(call), .kind = Fault::Kind::Ignored});
    restart({.tokens = 300, .faults = faults});
    const QStringList ids = truth().tokenIds();
    QCOMPARE(m_client->create({{u"grantType"_s, u"CLIENT_CREDENTIALS"_s}}).text(u"action"_s), u"OK"_s);
    QCOMPARE(m_client->post(u"update"_s, {{u"accessTokenHash"_s, ids[1]}, {u"accessTokenValueUpdated"_s, true}})
                 .text(u"action"_s),
             u"OK"_s);
    QCOMPARE(m_client->erase(ids[2]).status, 204);
    QCOMPARE(m_client->post(u"revoke"_s, {{u"accessTokenIdentifier"_s, ids[3]}}).object()["count"_L1].toInt(), 1);
    QCOMPARE(truth().tokenIds(), ids);
}

void SandboxAuthleteTest::writesAreLimitedIfAsked()
{
    restart({.tokens = 300, .rateLimit = 2});
    const QStringList ids = truth().tokenIds();
    QCOMPARE(m_client->erase(ids[0]).status, 204);
    QCOMPARE(m_client->erase(ids[1]).status, 204);
    const Answer limited = m_client->erase(ids[2]);
    QCOMPARE(limited.status, 429);
    QVERIFY(limited.headers.at("retry-after").toInt() > 0);
    QCOMPARE(m_client->list(u"start=0"_s).status, 200);
    m_clock->advance(60);
    QCOMPARE(m_client->erase(ids[2]).status, 204);
    QCOMPARE(revoked(), ids.mid(0, 3));
}

QTEST_GUILESS_MAIN(SandboxAuthleteTest)
#include "tst_sandbox_authlete.moc"
