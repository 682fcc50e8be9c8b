#include "client.h"

#include "network/sandbox/knetiksandbox.h"

#include <QRegularExpression>
#include <QSet>

using namespace latchkey::sandbox;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Noon = 1'790'000'000'000; // any instant
constexpr qint64 Hour = 3'600;

//! The service's administrator, unless told otherwise.
class ServiceClient : public Client
{
public:
    using Form = QList<std::pair<QString, QString>>;

    explicit ServiceClient(const Sandbox &sandbox) : Client(sandbox, u"knetik"_s) { useKey({}); }

    //! The password grant, and what it brings signs in from now on.
    Answer signIn(const QString &username, const QString &password)
    {
        const Answer answer = grant({{u"grant_type"_s, u"password"_s},
                                     {u"client_id"_s, ready("clientId")},
                                     {u"username"_s, username},
                                     {u"password"_s, password}});
        authorize(answer.text(u"access_token"_s));
        return answer;
    }
    Answer signIn() { return signIn(ready("username"), ready("password")); }
    Answer grant(const Form &form) { return postForm(u"/oauth/token"_s, form); }
    //! Empty: no header.
    void authorize(const QString &token) { m_token = token.toLatin1(); }

    Answer call(const QByteArray &method, const QString &path)
    {
        Headers headers = {{"Content-Type", "application/json"}}; // as the official clients send on every call
        if (!m_token.isEmpty())
            headers.emplace_back("Authorization", "Bearer " + m_token);
        return send(method, path, {}, headers);
    }
    Answer list(const QString &query) { return call("GET", u"/auth/tokens?"_s + query); }
    Answer erase(const QString &query) { return call("DELETE", u"/auth/tokens?"_s + query); }

private:
    QByteArray m_token;
};

QSet<QString> setOf(const QStringList &list) { return {list.begin(), list.end()}; }

QString encoded(const QString &part) { return QString::fromLatin1(QUrl::toPercentEncoding(part)); }

QStringList idsIn(const Answer &page)
{
    QStringList ids;
    const QJsonArray rows = page.object()["content"_L1].toArray();
    for (const QJsonValue &row : rows)
        ids.append(encoded(row["username"_L1].toString()) + u'/' + encoded(row["client_id"_L1].toString()));
    return ids;
}

qint64 total(const Answer &page) { return page.object()["total_elements"_L1].toInteger(-1); }

} // namespace

//! The Knetik API of the sandbox, over real HTTP.
class SandboxKnetikTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void passwordGrant_data();
    void passwordGrant();
    void grantInTheQuery();
    void clientCredentials();
    void signingInAgainBringsTheSameToken();
    void refreshingBringsAnother();
    void tokensEnd();
    void signingIn_data();
    void signingIn();
    void everyoneMayWhatTheirRoleMay();

    void pagesAreWhole_data();
    void pagesAreWhole();
    void pageObject();
    void wrongPages_data();
    void wrongPages();
    void filtersMatchTheBeginning();
    void ordersCombine();
    void theListHoldsNoSecret();
    void theSameSeedTellsTheSameStory();
    void namesAreHostile();

    void showingOne();
    void revokingAPair();
    void revokingAUser();
    void revokingAClient();
    void revokingNobodyRevokesEverything();
    void revokingOwnSignsOut();
    void theLedgerEqualsTheList();

    void me();
    void users();
    void clients();
    void unknownPathsAreNotFound_data();
    void unknownPathsAreNotFound();
    void writesAreLimitedIfAsked();
    void aMillionTokens();

private:
    [[nodiscard]] KnetikSandbox &truth() const { return m_sandbox->knetik(); }
    [[nodiscard]] QStringList changed(const char *how) const
    {
        return m_sandbox->ledger().changed(QString::fromLatin1(how));
    }
    void restart(SandboxOptions options);

    std::unique_ptr<HandClock> m_clock;
    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<ServiceClient> m_client;
};

void SandboxKnetikTest::init()
{
    m_clock = std::make_unique<HandClock>(Noon);
    restart({.tokens = 500});
}

void SandboxKnetikTest::cleanup()
{
    m_client.reset();
    m_sandbox.reset();
}

void SandboxKnetikTest::restart(SandboxOptions options)
{
    m_client.reset();
    options.clock = m_clock.get();
    m_sandbox = std::make_unique<Sandbox>(options);
    QVERIFY(m_sandbox->start());
    m_client = std::make_unique<ServiceClient>(*m_sandbox);
    QCOMPARE(m_client->signIn().status, 200);
}

void SandboxKnetikTest::passwordGrant_data()
{
    QTest::addColumn<ServiceClient::Form>("changes"); // an empty value: the field is left out
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *name, const ServiceClient::Form &changes, int status = 200,
                        const QString &error = {}) { QTest::newRow(name) << changes << status << error; };
    row("name and password are enough for a public client", {});
    row("its secret does no harm", {{u"client_secret"_s, u"right"_s}});
    row("a wrong secret is refused", {{u"client_secret"_s, u"wrong"_s}}, 401, u"invalid_client"_s);
    row("a wrong password is refused", {{u"password"_s, u"wrong"_s}}, 400, u"invalid_grant"_s);
    row("no password is refused", {{u"password"_s, {}}}, 400, u"invalid_grant"_s);
    row("an unknown user is refused", {{u"username"_s, u"nobody"_s}}, 400, u"invalid_grant"_s);
    row("an unknown client is refused", {{u"client_id"_s, u"nothing"_s}}, 401, u"invalid_client"_s);
    row("no client is refused", {{u"client_id"_s, {}}}, 401, u"invalid_client"_s);
    row("no grant type is refused", {{u"grant_type"_s, {}}}, 400, u"invalid_request"_s);
    row("an unknown grant type is refused", {{u"grant_type"_s, u"facebook"_s}}, 400, u"unsupported_grant_type"_s);
    row("a client's grant needs its secret", {{u"grant_type"_s, u"client_credentials"_s}}, 401, u"invalid_client"_s);
}

void SandboxKnetikTest::passwordGrant()
{
    QFETCH(ServiceClient::Form, changes);
    QFETCH(int, status);
    QFETCH(QString, error);
    std::map<QString, QString> fields = {{u"grant_type"_s, u"password"_s},
                                         {u"client_id"_s, m_client->ready("clientId")},
                                         {u"username"_s, m_client->ready("username")},
                                         {u"password"_s, m_client->ready("password")}};
    for (const auto &[name, value] : changes) {
        fields[name] = value == "right"_L1 ? m_client->ready("clientSecret") : value;
        if (value.isEmpty())
            fields.erase(name);
    }
    const Answer answer = m_client->grant({fields.begin(), fields.end()});
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.text(u"error"_s), error);
    if (status != 200)
        return;
    static const QRegularExpression uuid(u"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"_s);
    QVERIFY(uuid.match(answer.text(u"access_token"_s)).hasMatch());
    QVERIFY(uuid.match(answer.text(u"refresh_token"_s)).hasMatch());
    QCOMPARE(answer.text(u"token_type"_s), u"bearer"_s);
    QCOMPARE(answer.text(u"scope"_s), u"write read"_s);
    QVERIFY(answer.object()["expires_in"_L1].toInteger() > 0);
}

void SandboxKnetikTest::grantInTheQuery()
{
    const QString query =
        u"grant_type=password&client_id=web&username=admin&password="_s + encoded(m_client->ready("password"));
    const Answer answer = m_client->send("POST", u"/oauth/token?"_s + query);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.text(u"access_token"_s), truth().valueOf(u"admin/web"_s));
}

void SandboxKnetikTest::clientCredentials()
{
    const Answer answer = m_client->grant({{u"grant_type"_s, u"client_credentials"_s},
                                           {u"client_id"_s, m_client->ready("clientId")},
                                           {u"client_secret"_s, m_client->ready("clientSecret")}});
    QCOMPARE(answer.status, 200);
    QVERIFY(!answer.object().contains("refresh_token"_L1));
    QCOMPARE(changed("created"), QStringList{u"/web"_s});
    m_client->authorize(answer.text(u"access_token"_s));
    const QJsonObject me = m_client->call("GET", u"/me"_s).object();
    QVERIFY(!me.contains("user_id"_L1));
    QCOMPARE(me["client_id"_L1].toString(), u"web"_s);

    // It is listed without a user, and goes with its client.
    const Answer last = m_client->list(u"size=1&page=501"_s);
    QCOMPARE(last.object()["content"_L1].toArray(), (QJsonArray{QJsonObject{{u"client_id"_s, u"web"_s}}}));
    QCOMPARE(m_client->erase(u"client_id=web"_s).status, 204);
    QVERIFY(changed("revoked").contains(u"/web"_s));
    QCOMPARE(m_client->call("GET", u"/me"_s).status, 401);
}

void SandboxKnetikTest::signingInAgainBringsTheSameToken()
{
    const Answer first = m_client->signIn();
    m_clock->advance(Hour);
    const Answer second = m_client->signIn();
    QCOMPARE(second.text(u"access_token"_s), first.text(u"access_token"_s));
    QCOMPARE(second.object()["expires_in"_L1].toInteger(), first.object()["expires_in"_L1].toInteger() - Hour);
    QCOMPARE(changed("created"), QStringList());
    QCOMPARE(total(m_client->list({})), 500);
}

void SandboxKnetikTest::refreshingBringsAnother()
{
    const Answer first = m_client->signIn();
    const auto refresh = [this](const QString &token) {
        return m_client->grant({{u"grant_type"_s, u"refresh_token"_s},
                                {u"client_id"_s, m_client->ready("clientId")},
                                {u"refresh_token"_s, token}});
    };
    const Answer second = refresh(first.text(u"refresh_token"_s));
    QCOMPARE(second.status, 200);
    QCOMPARE(m_client->call("GET", u"/me"_s).status, 401); // the first is no longer accepted
    m_client->authorize(second.text(u"access_token"_s));
    QCOMPARE(m_client->call("GET", u"/me"_s).status, 200);
    QCOMPARE(refresh(first.text(u"refresh_token"_s)).text(u"error"_s), u"invalid_grant"_s);
    QCOMPARE(refresh(second.text(u"access_token"_s)).text(u"error"_s), u"invalid_grant"_s);
    QCOMPARE(m_client->erase(u"username=admin&client_id=web"_s).status, 204);
    QCOMPARE(refresh(second.text(u"refresh_token"_s)).text(u"error"_s), u"invalid_grant"_s);
}

void SandboxKnetikTest::tokensEnd()
{
    const qint64 left = m_client->signIn().object()["expires_in"_L1].toInteger();
    m_clock->advance(left - 1);
    QCOMPARE(m_client->call("GET", u"/me"_s).status, 200);
    m_clock->advance(1);
    const Answer ended = m_client->call("GET", u"/me"_s);
    QCOMPARE(ended.status, 401);
    QCOMPARE(ended.text(u"error"_s), u"invalid_token"_s);
    QCOMPARE(m_client->signIn().object()["expires_in"_L1].toInteger(), 36 * Hour);
    QCOMPARE(m_client->call("GET", u"/me"_s).status, 200);
}

void SandboxKnetikTest::signingIn_data()
{
    QTest::addColumn<QString>("token");
    QTest::addColumn<int>("status");
    QTest::newRow("another seed's token is 401") << u"25a0659c-6f4a-40bd-950e-0ba4af7acf0f"_s << 401;
    QTest::newRow("no UUID is 401") << u"token"_s << 401;
    QTest::newRow("no token is 401") << QString() << 401;
}

void SandboxKnetikTest::signingIn()
{
    QFETCH(QString, token);
    QFETCH(int, status);
    m_client->authorize(token);
    for (const QString &path : {u"/me"_s, u"/auth/tokens"_s, u"/users"_s, u"/auth/clients"_s}) {
        const Answer answer = m_client->call("GET", path);
        QCOMPARE(answer.status, status);
        QVERIFY(!answer.text(u"error_description"_s).isEmpty());
    }
    QCOMPARE(m_client->erase(u"username=player"_s).status, status);
    QCOMPARE(changed("revoked"), QStringList());
}

void SandboxKnetikTest::everyoneMayWhatTheirRoleMay()
{
    const auto statuses = [this] {
        QList<int> found;
        for (const QString &path :
             {u"/me"_s, u"/auth/tokens"_s, u"/auth/tokens/admin/web"_s, u"/auth/clients"_s, u"/users"_s})
            found += m_client->call("GET", path).status;
        return found << m_client->erase(u"username=nobody"_s).status;
    };
    QCOMPARE(statuses(), (QList<int>{200, 200, 200, 200, 200, 404}));
    m_client->signIn(u"support"_s, m_client->ready("supportPassword"));
    QCOMPARE(statuses(), (QList<int>{200, 200, 200, 403, 403, 404}));
    m_client->signIn(u"player"_s, m_client->ready("playerPassword"));
    QCOMPARE(statuses(), (QList<int>{200, 403, 403, 403, 403, 403}));
    const QJsonObject refused = m_client->list({}).object();
    QCOMPARE(refused.keys(), (QStringList{u"code"_s, u"request_id"_s, u"result"_s}));
    QCOMPARE(refused["result"_L1][0]["message"_L1].toString(), u"Access is denied"_s);
}

void SandboxKnetikTest::pagesAreWhole_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("firstNumber");
    QTest::newRow("25 unless told otherwise, counted from 0") << 0 << 0;
    QTest::newRow("a size that leaves a rest, counted from 1") << 99 << 1;
    QTest::newRow("one page") << 500 << 0;
    QTest::newRow("one row a page") << 1 << 1;
}

void SandboxKnetikTest::pagesAreWhole()
{
    QFETCH(int, size);
    QFETCH(int, firstNumber);
    truth().setFirstPageNumber(firstNumber);
    const int rows = size ? size : 25;
    QStringList ids;
    for (int page = 1;; ++page) {
        const QString query = size ? u"size=%1&page=%2"_s.arg(size).arg(page) : u"page=%1"_s.arg(page);
        const Answer answer = m_client->list(query);
        const QJsonObject object = answer.object();
        ids += idsIn(answer);
        QCOMPARE(object["number"_L1].toInt(-1), page - 1 + firstNumber);
        QCOMPARE(object["first"_L1].toBool(), page == 1);
        QCOMPARE(object["size"_L1].toInt(), rows);
        QCOMPARE(object["total_pages"_L1].toInt(), (500 + rows - 1) / rows);
        QCOMPARE(object["number_of_elements"_L1].toInt(), qMin(rows, 500 - (page - 1) * rows));
        if (object["last"_L1].toBool() || page > 500)
            break;
    }
    QCOMPARE(ids, truth().tokenIds());
    QCOMPARE(setOf(ids).size(), 500);
}

void SandboxKnetikTest::pageObject()
{
    const QJsonObject page = m_client->list(u"size=2&order=username%3ADESC"_s).object();
    QCOMPARE(page.keys(),
             (QStringList{u"content"_s, u"first"_s, u"last"_s, u"number"_s, u"number_of_elements"_s, u"size"_s,
                          u"sort"_s, u"total_elements"_s, u"total_pages"_s}));
    QCOMPARE(page["sort"_L1][0].toObject(),
             (QJsonObject{{u"property"_s, u"username"_s},
                          {u"direction"_s, u"DESC"_s},
                          {u"ascending"_s, false},
                          {u"descending"_s, true},
                          {u"ignore_case"_s, false},
                          {u"null_handling"_s, u"NATIVE"_s}}));
    // Past the end there is nothing, and it is still the last; sort is absent where nothing is sorted.
    const QJsonObject behind = m_client->list(u"size=100&page=9"_s).object();
    QVERIFY(behind["last"_L1].toBool() && behind["content"_L1].toArray().isEmpty() && !behind.contains("sort"_L1));
    QCOMPARE(m_client->list(u"size=9999"_s).object()["size"_L1].toInt(), 2'000);
}

void SandboxKnetikTest::wrongPages_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("field");
    QTest::newRow("page 0") << u"page=0"_s << u"page"_s;
    QTest::newRow("page x") << u"page=x"_s << u"page"_s;
    QTest::newRow("size -1") << u"size=-1"_s << u"size"_s;
    QTest::newRow("an order without a direction") << u"order=username"_s << u"order"_s;
    QTest::newRow("an order in small letters") << u"order=username:asc"_s << u"order"_s;
    QTest::newRow("an order by what is not there") << u"order=created:ASC"_s << u"order"_s;
}

void SandboxKnetikTest::wrongPages()
{
    QFETCH(QString, query);
    QFETCH(QString, field);
    for (const QString &path : {u"/auth/tokens?"_s, u"/users?"_s, u"/auth/clients?"_s}) {
        const Answer answer = m_client->call("GET", path + query);
        if (path != "/auth/tokens?"_L1 && query.contains("username:"_L1))
            continue;
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.object()["result"_L1][0]["field"_L1].toString(), field);
    }
}

void SandboxKnetikTest::filtersMatchTheBeginning()
{
    // "admin", and its look-alikes "admin " and "administrator".
    const QStringList ids = idsIn(m_client->list(u"filter_username=admin&size=100"_s));
    const QSet<QString> names = [&ids] {
        QSet<QString> found;
        for (const QString &id : ids)
            found.insert(id.section(u'/', 0, 0));
        return found;
    }();
    QCOMPARE(names, (QSet<QString>{u"admin"_s, u"admin%20"_s, u"administrator"_s}));
    const QStringList ofClient = idsIn(m_client->list(u"filter_client_id=web&size=100"_s));
    QCOMPARE(ofClient, truth().tokenIds({}, u"web"_s));
    QCOMPARE(idsIn(m_client->list(u"filter_client_id=web&filter_username=player"_s)), QStringList{u"player/web"_s});
    QCOMPARE(total(m_client->list(u"filter_username=nobody"_s)), 0);
    QCOMPARE(m_client->list(u"filter_username=nobody"_s).object()["total_pages"_L1].toInt(-1), 0);
}

void SandboxKnetikTest::ordersCombine()
{
    const auto keys = [this](const QString &order) {
        QStringList found;
        const QJsonArray rows = m_client->list(u"size=500&order="_s + order).object()["content"_L1].toArray();
        for (const QJsonValue &row : rows)
            found += row["client_id"_L1].toString() + u'|' + row["username"_L1].toString();
        return found;
    };
    const auto bytes = [](const QString &a, const QString &b) { return a.toUtf8() < b.toUtf8(); };
    const QStringList sorted = keys(u"client_id:ASC,username:ASC"_s);
    QStringList expected = sorted;
    std::stable_sort(expected.begin(), expected.end(), [&](const QString &a, const QString &b) {
        const auto key = [](const QString &line) { return line.section(u'|', 0, 0); };
        return key(a) == key(b) ? bytes(a, b) : bytes(key(a), key(b));
    });
    QCOMPARE(sorted, expected);
    QCOMPARE(setOf(sorted).size(), 500);
    QVERIFY(keys(u"username:ASC"_s) != sorted);
}

void SandboxKnetikTest::theListHoldsNoSecret()
{
    const Answer answer = m_client->list(u"size=500"_s);
    const QJsonArray rows = answer.object()["content"_L1].toArray();
    QCOMPARE(rows.size(), 500);
    for (const QJsonValue &row : rows)
        QCOMPARE(row.toObject().keys(), (QStringList{u"client_id"_s, u"username"_s}));
    QVERIFY(!answer.body.contains(truth().valueOf(u"player/web"_s).toLatin1()));
}

void SandboxKnetikTest::theSameSeedTellsTheSameStory()
{
    const QByteArray first = m_client->list(u"size=500"_s).body;
    const QString password = m_client->ready("password");
    const QString value = truth().valueOf(u"player/web"_s);
    restart({.tokens = 500});
    QCOMPARE(m_client->list(u"size=500"_s).body, first);
    QCOMPARE(m_client->ready("password"), password);
    QCOMPARE(truth().valueOf(u"player/web"_s), value);
    restart({.tokens = 500, .seed = 2});
    QVERIFY(m_client->ready("password") != password);
    QVERIFY(truth().valueOf(u"player/web"_s) != value);
    QVERIFY(m_client->list(u"size=500"_s).body != first);
}

void SandboxKnetikTest::namesAreHostile()
{
    const QStringList ids = truth().tokenIds();
    for (const QString &name : {u"../auth/clients"_s, u"a/b"_s, u".."_s, u"anna%2Fbell"_s, u"日本 太郎"_s,
                                u"<img src=file:///etc/passwd>"_s, u"x?client_id=web"_s, u"admin "_s}) {
        const QStringList its = truth().tokenIds(name);
        QVERIFY2(!its.isEmpty(), qPrintable(name));
        for (const QString &id : its)
            QVERIFY(id.startsWith(encoded(name) + u'/') && ids.contains(id));
    }
}

void SandboxKnetikTest::showingOne()
{
    const QString id = truth().tokenIds(u"a/b"_s).value(0);
    const QJsonObject token = m_client->call("GET", u"/auth/tokens/"_s + id).object();
    QCOMPARE(token["username"_L1].toString(), u"a/b"_s);
    QCOMPARE(token["token"_L1].toString(), truth().valueOf(id));
    m_client->authorize(token["token"_L1].toString());
    QCOMPARE(m_client->call("GET", u"/me"_s).object()["roles"_L1].toArray(), (QJsonArray{u"user"_s}));
    m_client->signIn();
    QCOMPARE(m_client->call("GET", u"/auth/tokens/nobody/web"_s).status, 404);
    QCOMPARE(m_client->call("GET", u"/auth/tokens/player/nothing"_s).status, 404);
    QCOMPARE(m_client->call("HEAD", u"/auth/tokens/"_s + id).status, 200);
}

void SandboxKnetikTest::revokingAPair()
{
    const QString value = truth().valueOf(u"player/web"_s);
    QVERIFY(truth().isAlive(u"player/web"_s));
    const Answer answer = m_client->erase(u"username=player&client_id=web"_s);
    QCOMPARE(answer.status, 204);
    QVERIFY(answer.body.isEmpty());
    QCOMPARE(changed("revoked"), QStringList{u"player/web"_s});
    QVERIFY(!truth().isAlive(u"player/web"_s));
    QCOMPARE(m_client->call("GET", u"/auth/tokens/player/web"_s).status, 404);
    QCOMPARE(m_client->erase(u"username=player&client_id=web"_s).status, 404);
    QCOMPARE(total(m_client->list({})), 499);
    m_client->authorize(value);
    QCOMPARE(m_client->call("GET", u"/me"_s).status, 401);

    // Signing in makes another, with another value.
    m_client->signIn(u"player"_s, m_client->ready("playerPassword"));
    QCOMPARE(changed("created"), QStringList{u"player/web"_s});
    QVERIFY(truth().isAlive(u"player/web"_s) && truth().valueOf(u"player/web"_s) != value);
}

void SandboxKnetikTest::revokingAUser()
{
    const QStringList ids = truth().tokenIds(u"x?client_id=web"_s);
    QCOMPARE(m_client->erase(u"username="_s + encoded(u"x?client_id=web"_s)).status, 204);
    QCOMPARE(changed("revoked"), ids);
    // The whole name, unlike the filter of the list.
    QCOMPARE(m_client->erase(u"username=adm"_s).status, 404);
    QCOMPARE(changed("revoked"), ids);
}

void SandboxKnetikTest::revokingAClient()
{
    const QStringList ids = truth().tokenIds({}, u"ios-app"_s);
    QVERIFY(ids.size() > 5);
    QCOMPARE(m_client->erase(u"client_id=ios-app"_s).status, 204);
    QCOMPARE(changed("revoked"), ids);
    QCOMPARE(total(m_client->list(u"filter_client_id=ios-app"_s)), 0);
}

void SandboxKnetikTest::revokingNobodyRevokesEverything()
{
    const QStringList ids = truth().tokenIds();
    QCOMPARE(m_client->erase(u"username=&client_id="_s).status, 204);
    QCOMPARE(changed("revoked"), ids);
    QVERIFY(truth().tokenIds().isEmpty());
}

void SandboxKnetikTest::revokingOwnSignsOut()
{
    QCOMPARE(m_client->erase(u"username=admin&client_id=web"_s).status, 204);
    QCOMPARE(m_client->call("GET", u"/me"_s).status, 401);
    QCOMPARE(m_client->erase(u"username=player"_s).status, 401);
    QCOMPARE(changed("revoked"), QStringList{u"admin/web"_s});
}

void SandboxKnetikTest::theLedgerEqualsTheList()
{
    const QSet<QString> before = setOf(idsIn(m_client->list(u"size=500"_s)));
    const QStringList ids = truth().tokenIds();
    for (int i = 10; i < 30; ++i)
        QCOMPARE(m_client->erase(u"username=%1&client_id=%2"_s.arg(ids[i].section(u'/', 0, 0), ids[i].section(u'/', 1)))
                     .status,
                 204);
    QCOMPARE(m_client->erase(u"client_id=leaderboards"_s).status, 204);
    const QSet<QString> after = setOf(idsIn(m_client->list(u"size=500"_s)));
    QCOMPARE(setOf(changed("revoked")), before - after);
    QCOMPARE(changed("revoked").size(), (before - after).size());
    QCOMPARE(m_sandbox->ledger().requests(u"knetik.deleteTokens"_s), 21);
}

void SandboxKnetikTest::me()
{
    const QJsonObject me = m_client->call("GET", u"/me"_s).object();
    QCOMPARE(me.keys(), (QStringList{u"client_id"_s, u"roles"_s, u"user_id"_s}));
    const QString id = QString::number(me["user_id"_L1].toInteger());
    const Answer user = m_client->call("GET", u"/users?filter_id_list="_s + id);
    QCOMPARE(total(user), 1);
    QCOMPARE(user.object()["content"_L1][0]["username"_L1].toString(), u"admin"_s);
    QCOMPARE(total(m_client->call("GET", u"/users?filter_id_list=1"_s)), 0);
}

void SandboxKnetikTest::users()
{
    QStringList names;
    for (int page = 1; page <= 3; ++page) {
        const QJsonArray rows = m_client->call("GET", u"/users?size=100&page=%1&order=id%3AASC"_s.arg(page))
                                    .object()["content"_L1]
                                    .toArray();
        for (const QJsonValue &row : rows) {
            QVERIFY(row["id"_L1].isDouble() && row["email"_L1].toString().contains(u'@'));
            QVERIFY(row["member_since"_L1].toInteger() < Noon / 1000); // seconds
            names += row["username"_L1].toString();
        }
    }
    QCOMPARE(names.size(), 200); // four users have ten tokens
    QCOMPARE(setOf(names).size(), 200);
    const QStringList ids = truth().tokenIds();
    QSet<QString> owners;
    for (const QString &id : ids)
        owners.insert(QUrl::fromPercentEncoding(id.section(u'/', 0, 0).toLatin1()));
    QCOMPARE(owners, setOf(names));
    QCOMPARE(total(m_client->call("GET", u"/users?filter_username=admin"_s)), 3);
    const Answer last = m_client->call("GET", u"/users?size=1&order=id%3ADESC"_s);
    QCOMPARE(last.object()["content"_L1][0]["username"_L1].toString(), names.last());
}

void SandboxKnetikTest::clients()
{
    const QJsonArray rows = m_client->call("GET", u"/auth/clients?size=100"_s).object()["content"_L1].toArray();
    QSet<QString> keys;
    for (const QJsonValue &row : rows) {
        QVERIFY(!row.toObject().contains("secret"_L1));
        QVERIFY(row["grant_types"_L1].isArray() && row["is_public"_L1].isBool() && row["locked"_L1].isBool());
        keys.insert(row["client_key"_L1].toString());
    }
    const QStringList ids = truth().tokenIds();
    for (const QString &id : ids)
        QVERIFY(keys.contains(QUrl::fromPercentEncoding(id.section(u'/', 1).toLatin1())));
}

void SandboxKnetikTest::unknownPathsAreNotFound_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::newRow("a resource that does not exist") << QByteArray("GET") << u"/games"_s;
    QTest::newRow("a pair without its client") << QByteArray("GET") << u"/auth/tokens/admin"_s;
    QTest::newRow("a pair in the path of a DELETE") << QByteArray("DELETE") << u"/auth/tokens/admin/web"_s;
    QTest::newRow("another method") << QByteArray("POST") << u"/auth/tokens"_s;
    QTest::newRow("an encoded slash stays in its segment") << QByteArray("GET") << u"/auth%2Ftokens"_s;
}

void SandboxKnetikTest::unknownPathsAreNotFound()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    const Answer answer = m_client->call(method, path);
    QCOMPARE(answer.status, 404);
    QVERIFY(answer.object().contains("request_id"_L1));
    QCOMPARE(changed("revoked"), QStringList());
}

void SandboxKnetikTest::writesAreLimitedIfAsked()
{
    restart({.tokens = 500, .rateLimit = 2});
    QCOMPARE(m_client->erase(u"username=player&client_id=web"_s).status, 204);
    QCOMPARE(m_client->erase(u"username=player&client_id=web"_s).status, 404);
    const Answer refused = m_client->erase(u"username=support"_s);
    QCOMPARE(refused.status, 429);
    QVERIFY(!refused.headers.contains("retry-after")); // the service documents no header
    QVERIFY(truth().isAlive(u"support/web"_s));
    QCOMPARE(m_client->call("GET", u"/me"_s).status, 200);
    m_clock->advance(60);
    QCOMPARE(m_client->erase(u"username=support"_s).status, 204);
}

void SandboxKnetikTest::aMillionTokens()
{
    restart({.tokens = 1'000'000, .rememberLedger = false});
    const Answer page = m_client->list(u"size=2000&page=500"_s);
    QCOMPARE(total(page), 1'000'000);
    QCOMPARE(idsIn(page).size(), 2'000);
    QVERIFY(page.object()["last"_L1].toBool());
    const QString id = idsIn(page).last();
    QCOMPARE(m_client->call("GET", u"/auth/tokens/"_s + id).text(u"token"_s), truth().valueOf(id));
}

QTEST_GUILESS_MAIN(SandboxKnetikTest)
#include "tst_sandbox_knetik.moc"
