#include "network/sandbox/fastlysandbox.h"
#include "network/sandbox/sandbox.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpSocket>
#include <QTest>
#include <QUrl>

using namespace latchkey::sandbox;
using namespace Qt::StringLiterals;

//! What the official clients put on the wire (npm "fastly" 13.0.0, Fastly CLI 16.1.0), byte for byte, recorded from
//! them; only secrets and ids are filled in. officialclients.sh runs the clients themselves.
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

private:
    struct Reply
    {
        int status = 0;
        QByteArray body = {};
    };
    [[nodiscard]] QByteArray recorded(const QString &name) const;
    [[nodiscard]] Reply replay(const QString &name) const;
    [[nodiscard]] QString ready(const QString &field) const
    {
        return m_sandbox->ready()["fastly"_L1][field].toString();
    }

    std::unique_ptr<Sandbox> m_sandbox;
};

void OfficialClientsTest::init()
{
    m_sandbox = std::make_unique<Sandbox>(SandboxOptions{.tokens = 200});
    QVERIFY(m_sandbox->start());
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
    QTest::newRow("js.getAutomationToken")
        << 200 << false << QStringList{u"id"_s, u"name"_s, u"role"_s, u"scope"_s, u"services"_s};
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
    QCOMPARE(reply.body.isEmpty(), status == 204);
    const QJsonObject object = isList ? document.array().first().toObject() : document.object();
    for (const QString &field : qAsConst(fields))
        QVERIFY2(object.contains(field), qPrintable(field));
}

void OfficialClientsTest::everyRecordingIsReplayed()
{
    const QStringList files = QDir(QStringLiteral(REPLAY_FOLDER)).entryList({u"*.http"_s});
    QCOMPARE(files.size(), 25);
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

QTEST_GUILESS_MAIN(OfficialClientsTest)
#include "tst_officialclients.moc"
