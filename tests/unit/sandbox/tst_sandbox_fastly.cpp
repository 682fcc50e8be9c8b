#include "client.h"

#include "network/sandbox/fastlysandbox.h"

#include <QSet>

using namespace latchkey::sandbox;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Noon = 1'790'000'000'000; // any instant; half an hour before an hour is over
constexpr qint64 HourEnd = (Noon / 3'600'000 + 1) * 3600;

QSet<QString> setOf(const QStringList &list) { return {list.begin(), list.end()}; }

QStringList fieldsOf(const QJsonObject &object) { return object.keys(); }

} // namespace

//! The Fastly API of the sandbox, over real HTTP.
class SandboxFastlyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void listsAreWholeAndHoldNoSecret();
    void theSameSeedTellsTheSameStory();
    void signingIn_data();
    void signingIn();
    void everyoneSeesWhatTheyMay();
    void headAnswersLikeGetWithoutBody();
    void unknownPathsAreNotFound_data();
    void unknownPathsAreNotFound();

    void revokingOne();
    void revokingManyIsAllOrNothing();
    void revokingManyWantsItsContentType();
    void revokingOwnEndsTheKey();
    void theLedgerEqualsTheList();

    void creatingWithSudo();
    void sudoEndsAfterFiveMinutes();
    void creatingWithPassword_data();
    void creatingWithPassword();
    void creatingWithBasic();

    void automationTokensComeInPages();
    void automationTokensAreCreatedAndRevoked();

    void peopleHaveNames();
    void writesAreLimitedByTheHour();
    void writesAreLimitedByTheMinuteIfAsked();

private:
    [[nodiscard]] const FastlyInventory &inventory() const { return m_sandbox->fastly().inventory(); }
    void restart(SandboxOptions options);

    std::unique_ptr<HandClock> m_clock;
    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<Client> m_client;
};

void SandboxFastlyTest::init()
{
    m_clock = std::make_unique<HandClock>(Noon);
    restart({.tokens = 500});
}

void SandboxFastlyTest::cleanup()
{
    m_client.reset();
    m_sandbox.reset();
}

void SandboxFastlyTest::restart(SandboxOptions options)
{
    m_client.reset();
    options.clock = m_clock.get();
    m_sandbox = std::make_unique<Sandbox>(options);
    QVERIFY(m_sandbox->start());
    m_client = std::make_unique<Client>(*m_sandbox);
}

void SandboxFastlyTest::listsAreWholeAndHoldNoSecret()
{
    const Answer answer = m_client->get(u"/customer/%1/tokens"_s.arg(m_client->ready("customerId")));
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.headers.at("content-type"), "application/json");
    QVERIFY(!answer.headers.contains("fastly-ratelimit-remaining"));
    const QJsonArray rows = answer.array();
    QCOMPARE(rows.size(), 500);
    QCOMPARE(setOf(idsOf(rows)).size(), 500);
    const QStringList fields = {u"created_at"_s, u"customer_id"_s,  u"expires_at"_s, u"id"_s,
                                u"ip"_s,         u"last_used_at"_s, u"name"_s,       u"scope"_s,
                                u"scopes"_s,     u"service_id"_s,   u"services"_s,   u"sudo_expires_at"_s,
                                u"user_agent"_s, u"user_id"_s};
    for (const QJsonValue &row : rows) {
        QCOMPARE(fieldsOf(row.toObject()), fields);
        QCOMPARE(row["scopes"_L1].toArray().size(), row["scope"_L1].toString().split(u' ').size());
        const QJsonArray services = row["services"_L1].toArray();
        QCOMPARE(row["service_id"_L1], services.isEmpty() ? QJsonValue(QJsonValue::Null) : services.last());
    }

    const QJsonArray own = m_client->get(u"/tokens"_s).array();
    QVERIFY(own.size() > 1 && own.size() < 100);
    for (const QJsonValue &row : own)
        QCOMPARE(row["user_id"_L1].toString().toStdString(), inventory().users()[FastlyInventory::Admin].id);
    QVERIFY(setOf(idsOf(rows)).contains(setOf(idsOf(own))));
}

void SandboxFastlyTest::theSameSeedTellsTheSameStory()
{
    const QString path = u"/customer/%1/tokens"_s.arg(m_client->ready("customerId"));
    const QByteArray first = m_client->get(path).body;
    const QJsonObject ready = m_sandbox->ready()["fastly"_L1].toObject();
    restart({.tokens = 500});
    QCOMPARE(m_client->get(path).body, first);
    QCOMPARE(m_client->ready("password"), ready["password"_L1].toString());

    restart({.tokens = 500, .seed = 2});
    QVERIFY(m_client->ready("token") != ready["token"_L1].toString());
    QVERIFY(!setOf(idsOf(m_client->customerTokens())).intersects(setOf(idsOf(QJsonDocument::fromJson(first).array()))));
}

void SandboxFastlyTest::signingIn_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<int>("status");
    QTest::newRow("a superuser's key is let in") << u"token"_s << 200;
    QTest::newRow("an engineer's key is let in") << u"engineerToken"_s << 200;
    QTest::newRow("an expired key is 401") << u"expiredToken"_s << 401;
    QTest::newRow("a key that never was is 403") << u"baseUrl"_s << 403;
    QTest::newRow("no key is 403") << QString() << 403;
}

void SandboxFastlyTest::signingIn()
{
    QFETCH(QString, key);
    QFETCH(int, status);
    m_client->useKey(key.isEmpty() ? key : m_client->ready(qPrintable(key)));
    const Answer answer = m_client->get(u"/tokens/self"_s);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.object().contains("msg"_L1), status != 200);
    QCOMPARE(m_client->remove(u"/tokens/unknown"_s).status, status == 200 ? 404 : status);
}

void SandboxFastlyTest::everyoneSeesWhatTheyMay()
{
    const QString foreign = m_sandbox->fastly().userTokenIds()[60];
    m_client->useKey(m_client->ready("engineerToken"));
    const QStringList own = m_sandbox->fastly().userTokenIds(FastlyInventory::Engineer);
    QVERIFY(!own.contains(foreign));

    QCOMPARE(m_client->get(u"/customer/%1/tokens"_s.arg(m_client->ready("customerId"))).status, 403);
    QCOMPARE(m_client->get(u"/tokens/"_s + foreign).status, 403);
    QCOMPARE(m_client->remove(u"/tokens/"_s + foreign).status, 403);
    QCOMPARE(m_client->bulkRevoke({own.last(), foreign}).status, 403);
    QVERIFY(m_sandbox->ledger().changed(u"revoked"_s).isEmpty());
    QCOMPARE(idsOf(m_client->get(u"/tokens"_s).array()), own);

    // A key of narrow scope may look at itself, and end itself.
    const QJsonArray all = [this] {
        m_client->useKey(m_client->ready("token"));
        return m_client->customerTokens();
    }();
    for (const QJsonValue &row : all) {
        if (row["scope"_L1].toString() != "purge_all"_L1 || !row["expires_at"_L1].isNull())
            continue;
        m_client->useKey(m_sandbox->fastly().keyOf(row["id"_L1].toString()));
        QCOMPARE(m_client->get(u"/tokens"_s).status, 403);
        QCOMPARE(m_client->get(u"/tokens/self"_s).text(u"id"_s), row["id"_L1].toString());
        QCOMPARE(m_client->remove(u"/tokens/self"_s).status, 204);
        return;
    }
    QFAIL("no token of that scope was invented");
}

void SandboxFastlyTest::headAnswersLikeGetWithoutBody()
{
    for (const QString &path : {u"/tokens"_s, u"/tokens/self"_s}) {
        const Answer head = m_client->send("HEAD", path);
        QCOMPARE(head.status, 200);
        QVERIFY(head.body.isEmpty());
    }
    QCOMPARE(m_client->send("HEAD", u"/tokens/unknown"_s).status, 404);
}

void SandboxFastlyTest::unknownPathsAreNotFound_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::newRow("a resource that does not exist") << QByteArray("GET") << u"/service"_s;
    QTest::newRow("a slash too many") << QByteArray("DELETE") << u"/tokens/"_s;
    QTest::newRow("an encoded slash stays in its segment") << QByteArray("GET") << u"/tokens%2Fself"_s;
    QTest::newRow("an id with an encoded slash") << QByteArray("DELETE") << u"/tokens/x%2F..%2Fself"_s;
    QTest::newRow("another method") << QByteArray("PUT") << u"/tokens/self"_s;
}

void SandboxFastlyTest::unknownPathsAreNotFound()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    const Answer answer = m_client->send(method, path);
    QCOMPARE(answer.status, 404);
    QCOMPARE(answer.text(u"msg"_s), u"Record not found"_s);
}

void SandboxFastlyTest::revokingOne()
{
    const QString id = m_sandbox->fastly().userTokenIds()[77];
    const QString key = m_sandbox->fastly().keyOf(id);
    QCOMPARE(m_client->get(u"/tokens/"_s + id).status, 200);
    const Answer answer = m_client->remove(u"/tokens/"_s + id);
    QCOMPARE(answer.status, 204);
    QVERIFY(answer.body.isEmpty());
    QVERIFY(!m_sandbox->fastly().isAlive(id));
    QCOMPARE(m_client->get(u"/tokens/"_s + id).status, 404);

    const Answer again = m_client->remove(u"/tokens/"_s + id);
    QCOMPARE(again.status, 404);
    QCOMPARE(again.text(u"msg"_s), u"Record not found"_s);
    QVERIFY(again.text(u"detail"_s).startsWith("Cannot find"_L1));
    QCOMPARE(m_sandbox->ledger().changed(u"revoked"_s), QStringList{id});
    QCOMPARE(m_client->customerTokens().size(), 499);
    m_client->useKey(key);
    QCOMPARE(m_client->get(u"/tokens/self"_s).status, 403);
}

void SandboxFastlyTest::revokingManyIsAllOrNothing()
{
    const QStringList ids = m_sandbox->fastly().userTokenIds().mid(100, 120);
    QCOMPARE(m_client->bulkRevoke(ids + QStringList{u"unknown"_s}).status, 404);
    QCOMPARE(m_client->bulkRevoke({}).status, 400);
    QVERIFY(m_sandbox->ledger().changed(u"revoked"_s).isEmpty());

    const Answer answer = m_client->bulkRevoke(ids);
    QCOMPARE(answer.status, 204);
    QVERIFY(answer.body.isEmpty());
    QCOMPARE(m_sandbox->ledger().changed(u"revoked"_s), ids);
    QCOMPARE(m_client->customerTokens().size(), 380);
    QCOMPARE(m_client->bulkRevoke(ids.mid(0, 1)).status, 404);
}

void SandboxFastlyTest::revokingManyWantsItsContentType()
{
    const QByteArray body =
        "{\"data\":[{\"type\":\"token\",\"id\":\"" + m_sandbox->fastly().userTokenIds()[9].toLatin1() + "\"}]}";
    for (const char *type : {"application/json", "application/vnd.api+json", "text/plain"})
        QCOMPARE(m_client->send("DELETE", u"/tokens"_s, body, {{"Content-Type", type}}).status, 415);
    QCOMPARE(
        m_client->send("DELETE", u"/tokens"_s, "{\"data\":7}", {{"Content-Type", "application/vnd.api+json; ext=bulk"}})
            .status,
        400);
    QVERIFY(m_sandbox->ledger().changed(u"revoked"_s).isEmpty());
    QCOMPARE(
        m_client->send("DELETE", u"/tokens"_s, body, {{"Content-Type", "application/vnd.api+json;ext=bulk"}}).status,
        204);
}

void SandboxFastlyTest::revokingOwnEndsTheKey()
{
    const QString own = m_client->get(u"/tokens/self"_s).text(u"id"_s);
    QVERIFY(m_sandbox->fastly().isAlive(own));
    QCOMPARE(m_client->remove(u"/tokens/self"_s).status, 204);
    QVERIFY(!m_sandbox->fastly().isAlive(own));
    QCOMPARE(m_client->get(u"/tokens/self"_s).status, 403);
    QCOMPARE(m_client->remove(u"/tokens/self"_s).status, 403);
    QCOMPARE(m_sandbox->ledger().changed(u"revoked"_s), QStringList{own});
}

void SandboxFastlyTest::theLedgerEqualsTheList()
{
    const QSet<QString> before = setOf(idsOf(m_client->customerTokens()));
    const QStringList ids = m_sandbox->fastly().userTokenIds();
    for (int i = 10; i < 30; ++i)
        QCOMPARE(m_client->remove(u"/tokens/"_s + ids[i]).status, 204);
    for (int i = 100; i < 400; i += 100)
        QCOMPARE(m_client->bulkRevoke(ids.mid(i, 50)).status, 204);
    QCOMPARE(m_client->sudo().status, 200);
    QCOMPARE(m_client->postForm(u"/tokens"_s, {{u"name"_s, u"new"_s}}).status, 200);

    const QSet<QString> after = setOf(idsOf(m_client->customerTokens()));
    const Ledger &ledger = m_sandbox->ledger();
    QCOMPARE(setOf(ledger.changed(u"revoked"_s)), before - after);
    QCOMPARE(setOf(ledger.changed(u"created"_s)), after - before);
    QCOMPARE(ledger.changed(u"revoked"_s).size(), 170);
    QCOMPARE(ledger.requests(u"fastly.revokeToken"_s), 20);
    QCOMPARE(ledger.requests(u"fastly.bulkRevoke"_s), 3);
    QCOMPARE(ledger.requests(), 27);
}

void SandboxFastlyTest::creatingWithSudo()
{
    const QList<std::pair<QString, QString>> form = {{u"password"_s, m_client->ready("password")},
                                                     {u"name"_s, u"déploiement & co + 100%"_s},
                                                     {u"scope"_s, u"purge_all global:read"_s},
                                                     {u"services[]"_s, u"A1"_s},
                                                     {u"services[]"_s, u"B2"_s},
                                                     {u"expires_at"_s, u"2035-07-28T21:24:50+02:00"_s}};
    // A password in the form is no sudo: it has to be sent to /sudo first.
    const Answer refused = m_client->postForm(u"/tokens"_s, form);
    QCOMPARE(refused.status, 403);
    QCOMPARE(refused.text(u"msg"_s), u"You must POST /sudo to access this endpoint"_s);
    QCOMPARE(m_client->postForm(u"/sudo"_s, {{u"password"_s, u"wrong"_s}}).status, 401);
    QCOMPARE(m_client->postForm(u"/sudo"_s, form, {{"Fastly-OTP", "000000"}}).status, 401);
    QCOMPARE(m_client->postForm(u"/tokens"_s, form).status, 403);
    QCOMPARE(m_client->postForm(u"/sudo"_s, form, {{"Fastly-OTP", m_client->ready("otp").toLatin1()}}).status, 200);

    const Answer made = m_client->postForm(u"/tokens"_s, form);
    QCOMPARE(made.status, 200);
    const QStringList fields = {u"access_token"_s, u"created_at"_s, u"customer_id"_s, u"expires_at"_s,
                                u"id"_s,           u"name"_s,       u"scope"_s,       u"service_id"_s,
                                u"services"_s,     u"updated_at"_s, u"user_id"_s};
    QCOMPARE(fieldsOf(made.object()), fields);
    QCOMPARE(made.text(u"name"_s), u"déploiement & co + 100%"_s);
    QCOMPARE(made.text(u"scope"_s), u"purge_all global:read"_s);
    QCOMPARE(made.text(u"service_id"_s), u"B2"_s);
    QCOMPARE(made.text(u"expires_at"_s), u"2035-07-28T19:24:50Z"_s);

    const QString id = made.text(u"id"_s);
    QCOMPARE(m_sandbox->ledger().changed(u"created"_s), QStringList{id});
    const QJsonObject row = m_client->get(u"/tokens/"_s + id).object();
    QCOMPARE(row["services"_L1].toArray(), (QJsonArray{u"A1"_s, u"B2"_s}));
    QVERIFY(row["last_used_at"_L1].isNull());
    QCOMPARE(m_client->customerTokens().last()["id"_L1].toString(), id);
    QVERIFY(!m_client->get(u"/tokens/self"_s).text(u"sudo_expires_at"_s).isEmpty());

    QCOMPARE(m_client->postForm(u"/tokens"_s, {{u"scope"_s, u"everything"_s}}).object(),
             (QJsonObject{{u"code"_s, u"invalid_scope"_s}}));
    QCOMPARE(m_client->postForm(u"/tokens"_s, {{u"expires_at"_s, u"tomorrow"_s}}).text(u"code"_s),
             u"invalid_request"_s);
    m_client->useKey(made.text(u"access_token"_s));
    QCOMPARE(m_client->get(u"/tokens/self"_s).text(u"id"_s), id);
}

void SandboxFastlyTest::sudoEndsAfterFiveMinutes()
{
    const Answer sudo = m_client->postJson(
        u"/sudo"_s, {{u"username"_s, m_client->ready("login")}, {u"password"_s, m_client->ready("password")}});
    QCOMPARE(sudo.status, 200);
    const QDateTime until = QDateTime::fromString(sudo.text(u"expiry_time"_s), Qt::ISODate);
    QVERIFY(sudo.text(u"expiry_time"_s).endsWith("+00:00"_L1));
    QCOMPARE(until.toSecsSinceEpoch(), Noon / 1000 + 300);
    m_clock->advance(299);
    QCOMPARE(m_client->postForm(u"/tokens"_s, {}).status, 200);
    m_clock->advance(1);
    QCOMPARE(m_client->postForm(u"/tokens"_s, {}).status, 403);
}

void SandboxFastlyTest::creatingWithPassword_data()
{
    QTest::addColumn<int>("user");
    QTest::addColumn<QString>("password"); // empty: the right one
    QTest::addColumn<QString>("code"); // empty: none; "right"
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("error");
    const QString right = u"right"_s;
    QTest::newRow("password and code create") << FastlyInventory::Admin << QString() << right << 200 << QString();
    QTest::newRow("a second factor is asked for")
        << FastlyInventory::Admin << QString() << QString() << 400 << u"2fa.verify"_s;
    QTest::newRow("a wrong code is refused")
        << FastlyInventory::Admin << QString() << u"123"_s << 400 << u"invalid_grant"_s;
    QTest::newRow("a wrong password is refused")
        << FastlyInventory::Admin << u"no"_s << right << 400 << u"invalid_grant"_s;
    QTest::newRow("no code where there is no second factor")
        << FastlyInventory::Engineer << QString() << QString() << 200 << QString();
    QTest::newRow("a locked account is refused")
        << FastlyInventory::LockedUser << QString() << QString() << 400 << u"account_locked"_s;
}

void SandboxFastlyTest::creatingWithPassword()
{
    QFETCH(int, user);
    QFETCH(QString, password);
    QFETCH(QString, code);
    QFETCH(int, status);
    QFETCH(QString, error);
    const FastlyUser &who = inventory().users()[std::size_t(user)];
    m_client->useKey({});
    Client::Headers headers;
    if (!code.isEmpty())
        headers.emplace_back("Fastly-OTP", code == "right"_L1 ? m_client->ready("otp").toLatin1() : code.toLatin1());
    const Answer answer =
        m_client->postForm(u"/tokens"_s,
                           {{u"username"_s, QString::fromStdString(who.login)},
                            {u"password"_s, password.isEmpty() ? QString::fromStdString(who.password) : password},
                            {u"name"_s, u"by password"_s}},
                           headers);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.text(u"code"_s), error);
    QCOMPARE(m_sandbox->ledger().changed(u"created"_s).size(), status == 200 ? 1 : 0);
    if (status == 200)
        QCOMPARE(answer.text(u"user_id"_s).toStdString(), who.id);
}

void SandboxFastlyTest::creatingWithBasic()
{
    m_client->useKey({});
    const QByteArray pair = (m_client->ready("login") + u':' + m_client->ready("password")).toUtf8();
    const QByteArray basic = "Basic " + pair.toBase64();
    QCOMPARE(m_client->postForm(u"/tokens"_s, {{u"name"_s, u"basic"_s}}, {{"Authorization", basic}}).text(u"code"_s),
             u"2fa.verify"_s);
    const Answer made =
        m_client->postForm(u"/tokens"_s, {{u"name"_s, u"basic"_s}},
                           {{"Authorization", basic}, {"Fastly-OTP", m_client->ready("otp").toLatin1()}});
    QCOMPARE(made.status, 200);
    QCOMPARE(made.text(u"name"_s), u"basic"_s);
    // Basic is for this one call only.
    QCOMPARE(m_client->send("GET", u"/tokens"_s, {}, {{"Authorization", basic}}).status, 403);
}

void SandboxFastlyTest::automationTokensComeInPages()
{
    restart({.tokens = 5'000});
    const Answer first = m_client->get(u"/automation-tokens"_s);
    QCOMPARE(first.object()["data"_L1].toArray().size(), 20);
    QStringList ids;
    for (int page = 1; page <= 4; ++page) {
        const QJsonObject answer = m_client->get(u"/automation-tokens?page=%1&per_page=100"_s.arg(page)).object();
        const QJsonObject meta = {
            {u"per_page"_s, 100}, {u"current_page"_s, page}, {u"record_count"_s, 230}, {u"total_pages"_s, 3}};
        QCOMPARE(answer["meta"_L1].toObject(), meta);
        ids += idsOf(answer["data"_L1].toArray());
    }
    QCOMPARE(ids, m_sandbox->fastly().automationTokenIds());
    QCOMPARE(m_client->get(u"/automation-tokens?per_page=500"_s).object()["data"_L1].toArray().size(), 100);
    const Answer wrong = m_client->get(u"/automation-tokens?page=0"_s);
    QCOMPARE(wrong.status, 400);
    QCOMPARE(fieldsOf(wrong.object()), (QStringList{u"detail"_s, u"errors"_s, u"status"_s, u"title"_s}));

    const QJsonObject row = first.object()["data"_L1].toArray().first().toObject();
    QVERIFY(row["scopes"_L1].isString() && !row.contains("scope"_L1));
    QCOMPARE(row["access_token"_L1].toString(u"missing"_s), QString());
    const QJsonObject detail = m_client->get(u"/automation-tokens/"_s + ids.first()).object();
    QVERIFY(detail["scope"_L1].isString() && !detail.contains("scopes"_L1));
    QVERIFY(!setOf(idsOf(m_client->customerTokens())).intersects(setOf(ids)));
    QCOMPARE(m_client->get(u"/automation-tokens/%1/services"_s.arg(ids.first())).status, 200);
    QCOMPARE(m_client->get(u"/tokens/"_s + ids.first()).status, 404);
}

void SandboxFastlyTest::automationTokensAreCreatedAndRevoked()
{
    const QJsonObject wish = {{u"name"_s, u"robot"_s},
                              {u"role"_s, u"engineer"_s},
                              {u"scope"_s, u"global:read"_s},
                              {u"services"_s, QJsonArray()},
                              {u"tls_access"_s, false}};
    QCOMPARE(m_client->postJson(u"/automation-tokens"_s, wish).status, 403);
    QCOMPARE(m_client->sudo().status, 200);
    QJsonObject wrong = wish;
    wrong["role"_L1] = u"king"_s;
    QCOMPARE(m_client->postJson(u"/automation-tokens"_s, wrong).status, 400);
    const Answer made = m_client->postJson(u"/automation-tokens"_s, wish);
    QCOMPARE(made.status, 200);
    for (const QString &field : {u"ip"_s, u"last_used_at"_s, u"expires_at"_s, u"user_agent"_s})
        QCOMPARE(made.object()[field], QJsonValue(QString()));
    const QString id = made.text(u"id"_s);
    QCOMPARE(m_sandbox->ledger().changed(u"created"_s), QStringList{id});
    QVERIFY(m_sandbox->fastly().automationTokenIds().contains(id));

    // The documented way does not work, as has been reported; the one for user tokens does.
    QCOMPARE(m_client->remove(u"/automation-tokens/"_s + id).status, 400);
    QVERIFY(m_sandbox->fastly().isAlive(id));
    QCOMPARE(m_client->remove(u"/tokens/"_s + id).status, 204);
    QVERIFY(!m_sandbox->fastly().isAlive(id));
    QCOMPARE(m_client->get(u"/automation-tokens/"_s + id).status, 404);

    m_client->useKey(m_client->ready("engineerToken"));
    QCOMPARE(m_client->postJson(u"/automation-tokens"_s, wish).status, 403);
}

void SandboxFastlyTest::peopleHaveNames()
{
    const QJsonObject self = m_client->get(u"/current_user"_s).object();
    QCOMPARE(self["login"_L1].toString(), m_client->ready("login"));
    QCOMPARE(self["role"_L1].toString(), u"superuser"_s);
    const QJsonArray users = m_client->get(u"/customer/%1/users"_s.arg(m_client->ready("customerId"))).array();
    QVERIFY(users.size() > 100);
    const QSet<QString> known = setOf(idsOf(users));
    const QJsonArray rows = m_client->customerTokens();
    for (const QJsonValue &row : rows)
        QVERIFY(known.contains(row["user_id"_L1].toString()));
    QCOMPARE(m_client->get(u"/user/"_s + users[5]["id"_L1].toString()).object(), users[5].toObject());
    QCOMPARE(m_client->get(u"/user/nobody"_s).status, 404);
    const QJsonObject verify = m_client->get(u"/verify"_s).object();
    QCOMPARE(verify["token"_L1]["id"_L1], m_client->get(u"/tokens/self"_s).object()["id"_L1]);
    QCOMPARE(verify["customer"_L1]["id"_L1].toString(), m_client->ready("customerId"));
}

void SandboxFastlyTest::writesAreLimitedByTheHour()
{
    const QStringList ids = m_sandbox->fastly().userTokenIds();
    const Answer first = m_client->remove(u"/tokens/"_s + ids[200]);
    QCOMPARE(first.headers.at("fastly-ratelimit-remaining"), "999");
    QCOMPARE(first.headers.at("fastly-ratelimit-reset"), QByteArray::number(HourEnd));
    QVERIFY(!m_client->get(u"/tokens/self"_s).headers.contains("fastly-ratelimit-remaining"));
    // A call that lists its tokens is one write, and so is one that is refused.
    QCOMPARE(m_client->bulkRevoke(ids.mid(201, 100)).headers.at("fastly-ratelimit-remaining"), "998");
    QCOMPARE(m_client->remove(u"/tokens/unknown"_s).headers.at("fastly-ratelimit-remaining"), "997");
    // Each user has a budget of their own.
    m_client->useKey(m_client->ready("engineerToken"));
    QCOMPARE(m_client->remove(u"/tokens/unknown"_s).headers.at("fastly-ratelimit-remaining"), "999");
    m_clock->advance(HourEnd - Noon / 1000);
    m_client->useKey(m_client->ready("token"));
    QCOMPARE(m_client->remove(u"/tokens/unknown"_s).headers.at("fastly-ratelimit-remaining"), "999");
}

void SandboxFastlyTest::writesAreLimitedByTheMinuteIfAsked()
{
    restart({.tokens = 500, .rateLimit = 3});
    const QStringList ids = m_sandbox->fastly().userTokenIds();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(m_client->remove(u"/tokens/"_s + ids[50 + i]).status, 204);
    const Answer refused = m_client->remove(u"/tokens/"_s + ids[53]);
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.text(u"msg"_s), u"Too many requests"_s);
    QCOMPARE(refused.headers.at("fastly-ratelimit-remaining"), "0");
    QVERIFY(!refused.headers.contains("retry-after"));
    QVERIFY(m_sandbox->fastly().isAlive(ids[53]));
    QCOMPARE(m_client->get(u"/tokens/self"_s).status, 200);
    m_clock->advance(60);
    QCOMPARE(m_client->remove(u"/tokens/"_s + ids[53]).status, 204);
}

QTEST_GUILESS_MAIN(SandboxFastlyTest)
#include "tst_sandbox_fastly.moc"
