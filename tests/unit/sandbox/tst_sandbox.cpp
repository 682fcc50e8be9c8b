#include "client.h"

#include "network/sandbox/fastlysandbox.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <csignal>
#include <unistd.h>

using namespace latchkey::sandbox;
using namespace Qt::StringLiterals;

//! What is around the providers' APIs: server, ledger, faults, and the program.
class SandboxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void faultsAreRead_data();
    void faultsAreRead();
    void faultsHitAsPlanned();
    void faultsHitTheirShareTheSameWayEachTime();

    void theLedgerHoldsNoSecret();
    void theLedgerIsOnDiskBeforeTheAnswer();
    void latencyIsKept();

    void aHugeListIsStreamedWithFlatMemory();
    void aListIsOfOneMoment();
    void aClientMayLeaveEarly();
    void manyConnectionsAtOnce();
    void aRequestMayComeInPieces();
    void requestsMayBePipelined();
    void aFormMayBeLong();
    void pathsAreDecodedAfterTheyAreSplit();
    void stoppingCutsIdleConnections();
    void aTakenPortIsNamed();

    void theProgramServesUntilItIsTold();
    void theProgramRefusesBadOptions_data();
    void theProgramRefusesBadOptions();
};

void SandboxTest::faultsAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("kind"); // -1: refused
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("percent");
    QTest::newRow("a status") << u"fastly.sudo=503"_s << int(Fault::Kind::Refused) << 503 << 100;
    QTest::newRow("a status for a share") << u"fastly.revokeToken=429:5"_s << int(Fault::Kind::Refused) << 429 << 5;
    QTest::newRow("done and then denied")
        << u"fastly.bulkRevoke=500-applied:50"_s << int(Fault::Kind::Applied) << 500 << 50;
    QTest::newRow("a lie") << u"fastly.revokeToken=ignored"_s << int(Fault::Kind::Ignored) << 0 << 100;
    QTest::newRow("nothing") << QString() << -1 << 0 << 0;
    QTest::newRow("no status") << u"fastly.sudo"_s << -1 << 0 << 0;
    QTest::newRow("an unknown call") << u"fastly.dance=500"_s << -1 << 0 << 0;
    QTest::newRow("a success") << u"fastly.sudo=200"_s << -1 << 0 << 0;
    QTest::newRow("a word") << u"fastly.sudo=broken"_s << -1 << 0 << 0;
    QTest::newRow("more than all") << u"fastly.sudo=500:101"_s << -1 << 0 << 0;
    QTest::newRow("none") << u"fastly.sudo=500:0"_s << -1 << 0 << 0;
}

void SandboxTest::faultsAreRead()
{
    QFETCH(QString, text);
    QFETCH(int, kind);
    QFETCH(int, status);
    QFETCH(int, percent);
    QString reason;
    const std::optional<Fault> fault = parseFault(text, Sandbox::calls(), &reason);
    QCOMPARE(fault.has_value(), kind >= 0);
    QCOMPARE(reason.isEmpty(), kind >= 0);
    if (fault)
        QCOMPARE(*fault, (Fault{text.section(u'=', 0, 0), Fault::Kind(kind), status, percent}));
}

void SandboxTest::faultsHitAsPlanned()
{
    Sandbox sandbox({.tokens = 100,
                     .faults = {{.call = u"fastly.revokeToken"_s, .status = 503},
                                {.call = u"fastly.bulkRevoke"_s, .kind = Fault::Kind::Ignored},
                                {.call = u"fastly.revokeSelf"_s, .kind = Fault::Kind::Applied, .status = 500},
                                {.call = u"fastly.createToken"_s, .kind = Fault::Kind::Ignored}}});
    QVERIFY(sandbox.start());
    Client client(sandbox);
    const QStringList ids = sandbox.fastly().userTokenIds();

    const Answer refused = client.remove(u"/tokens/"_s + ids[50]);
    QCOMPARE(refused.status, 503);
    QVERIFY(!refused.text(u"msg"_s).isEmpty());
    QCOMPARE(client.bulkRevoke(ids.mid(60, 10)).status, 204);
    QCOMPARE(client.sudo().status, 200);
    const Answer created = client.postForm(u"/tokens"_s, {{u"name"_s, u"nothing"_s}});
    QCOMPARE(created.status, 200);
    QVERIFY(!sandbox.fastly().isAlive(created.text(u"id"_s)));
    QCOMPARE(client.customerTokens().size(), 100);
    QVERIFY(sandbox.ledger().changed(u"revoked"_s).isEmpty());
    QVERIFY(sandbox.ledger().changed(u"created"_s).isEmpty());

    QCOMPARE(client.remove(u"/tokens/self"_s).status, 500);
    QCOMPARE(sandbox.ledger().changed(u"revoked"_s), QStringList{ids[0]});
}

void SandboxTest::faultsHitTheirShareTheSameWayEachTime()
{
    const auto fates = [](quint64 seed) {
        FaultPlan plan({{.call = u"a"_s, .status = 500, .percent = 10}, {.call = u"b"_s, .status = 500, .percent = 10}},
                       seed);
        QString hits;
        for (int i = 0; i < 2'000; ++i) {
            hits += plan.next(u"a"_s) ? u'x' : u'.';
            (void)plan.next(u"c"_s);
        }
        return hits;
    };
    QCOMPARE(fates(1), fates(1));
    QVERIFY(fates(1) != fates(2));
    const qsizetype hits = fates(1).count(u'x');
    QVERIFY2(hits > 140 && hits < 260, qPrintable(QString::number(hits)));
}

void SandboxTest::theLedgerHoldsNoSecret()
{
    Sandbox sandbox({.tokens = 100});
    QVERIFY(sandbox.start());
    Client client(sandbox);
    QCOMPARE(client.sudo().status, 200);
    const QString value =
        client.postForm(u"/tokens"_s, {{u"password"_s, client.ready("password")}}).text(u"access_token"_s);
    client.useKey(value);
    QCOMPARE(client.get(u"/tokens/self"_s).status, 200);

    QByteArray all;
    const QList<QJsonObject> entries = sandbox.ledger().entries();
    for (const QJsonObject &entry : entries)
        all += QJsonDocument(entry).toJson(QJsonDocument::Compact);
    for (const QString &secret : {value, client.ready("token"), client.ready("password"), client.ready("otp")})
        QVERIFY(!all.contains(secret.toUtf8()));
    QCOMPARE(entries.size(), 4);
    QCOMPARE(entries[0]["call"_L1].toString(), u"fastly.sudo"_s);
    QCOMPARE(entries[0]["contentType"_L1].toString(), u"application/x-www-form-urlencoded"_s);
    QCOMPARE(entries[0]["headers"_L1]["fastly-key"_L1].toInt(), 1);
    QCOMPARE(entries[1]["change"_L1].toString(), u"created"_s);
    QCOMPARE(entries[2]["key"_L1], entries[0]["key"_L1]);
    QVERIFY(entries[3]["key"_L1] != entries[0]["key"_L1]);
    for (int i = 0; i < entries.size(); ++i)
        QCOMPARE(entries[i]["seq"_L1].toInt(), i + 1);
}

void SandboxTest::theLedgerIsOnDiskBeforeTheAnswer()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"ledger.jsonl"_s);
    Sandbox sandbox({.tokens = 100, .ledgerFile = path, .rememberLedger = false});
    QVERIFY(sandbox.start());
    Client client(sandbox);
    const QString id = sandbox.fastly().userTokenIds()[40];
    QCOMPARE(client.remove(u"/tokens/"_s + id).status, 204);

    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    const QJsonObject change = QJsonDocument::fromJson(file.readLine()).object();
    QCOMPARE(change["change"_L1].toString(), u"revoked"_s);
    QCOMPARE(change["id"_L1].toString(), id);
    QCOMPARE(change["by"_L1].toString(), u"fastly.revokeToken"_s);
    const QJsonObject request = QJsonDocument::fromJson(file.readLine()).object();
    QCOMPARE(request["request"_L1].toString(), u"DELETE"_s);
    QCOMPARE(request["path"_L1].toString(), u"/fastly/tokens/"_s + id);
    QCOMPARE(request["status"_L1].toInt(), 204);
    QVERIFY(sandbox.ledger().entries().isEmpty());
    QCOMPARE(sandbox.ledger().requests(), 1);
}

void SandboxTest::latencyIsKept()
{
    Sandbox sandbox({.tokens = 3, .latencyMs = 150});
    QVERIFY(sandbox.start());
    Client client(sandbox);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(client.get(u"/tokens/self"_s).status, 200);
    QVERIFY(timer.elapsed() >= 150);
}

namespace {

//! A connection that asks for something and reads what comes, without a client's comforts.
class Wire
{
public:
    explicit Wire(const Sandbox &sandbox) : m_ready(sandbox.ready()["fastly"_L1].toObject())
    {
        const QUrl url(sandbox.origin());
        m_socket.connectToHost(url.host(), quint16(url.port()));
        m_socket.setReadBufferSize(1 << 20);
        m_connected = m_socket.waitForConnected(5'000);
    }

    [[nodiscard]] bool isConnected() const { return m_connected; }
    [[nodiscard]] QTcpSocket &socket() { return m_socket; }
    [[nodiscard]] QByteArray request(const QString &path, const QByteArray &more = {}) const
    {
        return "GET /fastly" + path.toUtf8()
            + " HTTP/1.1\r\nHost: x\r\nFastly-Key: " + m_ready["token"_L1].toString().toUtf8() + "\r\n" + more + "\r\n";
    }
    [[nodiscard]] QString customerList() const
    {
        return u"/customer/%1/tokens"_s.arg(m_ready["customerId"_L1].toString());
    }
    //! Reads until the text has come or nothing comes any more.
    QByteArray readUntil(const QByteArray &end)
    {
        QByteArray all;
        for (qsizetype seen = 0; all.indexOf(end, seen) < 0;) {
            if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(20'000))
                break;
            seen = std::max<qsizetype>(0, all.size() - end.size());
            all += m_socket.readAll();
        }
        return all;
    }

private:
    QJsonObject m_ready;
    QTcpSocket m_socket;
    bool m_connected = false;
};

qint64 residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').at(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

} // namespace

void SandboxTest::aHugeListIsStreamedWithFlatMemory()
{
    constexpr int Tokens = 200'000;
    Sandbox sandbox({.tokens = 1'000'000});
    QVERIFY(sandbox.start());
    QVERIFY(residentBytes() < (qint64(300) << 20)); // a million tokens that nobody asked for yet take nothing

    Sandbox smaller({.tokens = Tokens});
    QVERIFY(smaller.start());
    Wire wire(smaller);
    QVERIFY(wire.isConnected());
    const qint64 before = residentBytes();
    qint64 most = before;
    qint64 bytes = 0;
    qint64 rows = 0;
    QByteArray tail;
    wire.socket().write(wire.request(wire.customerList(), "Connection: close\r\n"));
    while (wire.socket().waitForReadyRead(20'000)) {
        const QByteArray piece = wire.socket().readAll();
        bytes += piece.size();
        rows += (tail.right(12) + piece).count("\"service_id\":") - tail.right(12).count("\"service_id\":");
        tail = piece;
        most = std::max(most, residentBytes());
    }
    QCOMPARE(rows, Tokens);
    QVERIFY(bytes > qint64(Tokens) * 450);
#ifdef __SANITIZE_ADDRESS__
    return; // which keeps what was freed
#endif
    const qint64 growth = most - before;
    QVERIFY2(growth < (qint64(24) << 20), qPrintable(u"%1 bytes for a list of %2"_s.arg(growth).arg(bytes)));
}

void SandboxTest::aListIsOfOneMoment()
{
    Sandbox sandbox({.tokens = 60'000});
    QVERIFY(sandbox.start());
    Wire wire(sandbox);
    QVERIFY(wire.isConnected());
    const QString last = sandbox.fastly().userTokenIds().last();
    wire.socket().write(wire.request(wire.customerList()));
    QByteArray list = wire.readUntil("\"user_id\"");
    Client client(sandbox);
    QCOMPARE(client.remove(u"/tokens/"_s + last).status, 204);
    list += wire.readUntil("\r\n0\r\n\r\n");
    QVERIFY(list.contains(last.toLatin1()));
    QCOMPARE(client.get(u"/tokens/"_s + last).status, 404);
}

void SandboxTest::aClientMayLeaveEarly()
{
    Sandbox sandbox({.tokens = 300'000});
    QVERIFY(sandbox.start());
    for (int i = 0; i < 5; ++i) {
        Wire wire(sandbox);
        QVERIFY(wire.isConnected());
        wire.socket().write(wire.request(wire.customerList()));
        QVERIFY(wire.readUntil("\"id\"").contains("200 OK"));
        wire.socket().abort();
    }
    Client client(sandbox);
    QCOMPARE(client.get(u"/tokens/self"_s).status, 200);
}

void SandboxTest::manyConnectionsAtOnce()
{
    Sandbox sandbox({.tokens = 100});
    QVERIFY(sandbox.start());
    std::vector<std::unique_ptr<Wire>> wires;
    for (int i = 0; i < 60; ++i) {
        wires.push_back(std::make_unique<Wire>(sandbox));
        QVERIFY(wires.back()->isConnected());
    }
    // Every one of them gets its answer while all the others stay open.
    for (const auto &wire : wires) {
        wire->socket().write(wire->request(u"/tokens/self"_s));
        QVERIFY(wire->readUntil("\"service_id\"").contains("200 OK"));
    }
}

void SandboxTest::aRequestMayComeInPieces()
{
    Sandbox sandbox({.tokens = 100});
    QVERIFY(sandbox.start());
    Wire wire(sandbox);
    QVERIFY(wire.isConnected());
    const QByteArray request = wire.request(u"/tokens/self"_s);
    for (const char byte : request) {
        wire.socket().write(&byte, 1);
        wire.socket().waitForBytesWritten(1'000);
    }
    QVERIFY(wire.readUntil("\"service_id\"").contains("200 OK"));
}

void SandboxTest::requestsMayBePipelined()
{
    Sandbox sandbox({.tokens = 100});
    QVERIFY(sandbox.start());
    Wire wire(sandbox);
    QVERIFY(wire.isConnected());
    wire.socket().write(wire.request(u"/tokens/self"_s) + wire.request(u"/tokens/none"_s) + wire.request(u"/verify"_s));
    const QByteArray answers = wire.readUntil("\"user\":");
    QVERIFY(answers.indexOf("200 OK") < answers.indexOf("404 Not Found"));
    QVERIFY(answers.indexOf("404 Not Found") < answers.lastIndexOf("200 OK"));
    QCOMPARE(sandbox.ledger().requests(), 3);
}

void SandboxTest::aFormMayBeLong()
{
    Sandbox sandbox({.tokens = 100});
    QVERIFY(sandbox.start());
    Client client(sandbox);
    QCOMPARE(client.sudo().status, 200);
    const QString name(50'000, u'ü');
    QCOMPARE(client.postForm(u"/tokens"_s, {{u"name"_s, name}}).text(u"name"_s), name);
}

void SandboxTest::pathsAreDecodedAfterTheyAreSplit()
{
    Sandbox sandbox({.tokens = 100});
    QVERIFY(sandbox.start());
    Wire wire(sandbox);
    QVERIFY(wire.isConnected());
    wire.socket().write(wire.request(u"/tokens/%73elf"_s));
    QVERIFY(wire.readUntil("\"service_id\"").contains("200 OK"));
    wire.socket().write(wire.request(u"/tokens%2Fself"_s));
    QVERIFY(wire.readUntil("not found\"}").contains("404 Not Found"));
}

void SandboxTest::stoppingCutsIdleConnections()
{
    Sandbox sandbox({.tokens = 100});
    QVERIFY(sandbox.start());
    Wire wire(sandbox);
    QVERIFY(wire.isConnected());
    wire.socket().write(wire.request(u"/tokens/self"_s));
    QVERIFY(wire.readUntil("\"service_id\"").contains("200 OK"));
    QElapsedTimer timer;
    timer.start();
    sandbox.stop();
    QVERIFY2(timer.elapsed() < 3'000, "an idle connection keeps stop() waiting");
    QVERIFY(wire.socket().state() != QAbstractSocket::ConnectedState || wire.socket().waitForDisconnected(5'000));
    QCOMPARE(sandbox.ledger().requests(), 1);
    QVERIFY(sandbox.origin().isEmpty());
}

void SandboxTest::aTakenPortIsNamed()
{
    Sandbox first({.tokens = 3});
    QVERIFY(first.start());
    Sandbox second({.port = quint16(QUrl(first.origin()).port()), .tokens = 3});
    QString reason;
    QVERIFY(!second.start(&reason));
    QVERIFY(reason.contains(QString::number(QUrl(first.origin()).port())));
}

void SandboxTest::theProgramServesUntilItIsTold()
{
    const QTemporaryDir folder;
    QProcess program;
    program.start(QStringLiteral(SANDBOX_PROGRAM),
                  {u"--tokens"_s, u"50"_s, u"--seed"_s, u"9"_s, u"--ledger"_s, folder.filePath(u"l"_s), u"--fault"_s,
                   u"fastly.verify=502"_s});
    QVERIFY(program.waitForReadyRead(20'000));
    const QJsonObject ready = QJsonDocument::fromJson(program.readLine()).object();
    QVERIFY(ready["ready"_L1].toBool());
    const QJsonObject fastly = ready["fastly"_L1].toObject();
    for (const QString &field : {u"baseUrl"_s, u"token"_s, u"login"_s, u"password"_s, u"otp"_s, u"customerId"_s})
        QVERIFY2(!fastly[field].toString().isEmpty(), qPrintable(field));

    QNetworkAccessManager network;
    const auto get = [&](const QString &path) {
        QNetworkRequest request(QUrl(fastly["baseUrl"_L1].toString() + path));
        request.setRawHeader("Fastly-Key", fastly["token"_L1].toString().toLatin1());
        const std::unique_ptr<QNetworkReply> reply(network.get(request));
        QSignalSpy(reply.get(), &QNetworkReply::finished).wait(10'000);
        return std::pair(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll());
    };
    QCOMPARE(QJsonDocument::fromJson(get(u"/customer/%1/tokens"_s.arg(fastly["customerId"_L1].toString())).second)
                 .array()
                 .size(),
             50);
    QCOMPARE(get(u"/verify"_s).first, 502);

    ::kill(pid_t(program.processId()), SIGTERM);
    QVERIFY(program.waitForFinished(10'000));
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 0);
    QFile ledger(folder.filePath(u"l"_s));
    QVERIFY(ledger.open(QIODevice::ReadOnly));
    QCOMPARE(ledger.readAll().count('\n'), 2);
}

void SandboxTest::theProgramRefusesBadOptions_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    QTest::newRow("a word for a number") << QStringList{u"--tokens"_s, u"many"_s} << u"--tokens takes a number"_s;
    QTest::newRow("a port that cannot be")
        << QStringList{u"--port"_s, u"70000"_s} << u"--port takes a number from 0 to 65535"_s;
    QTest::newRow("a call that does not exist")
        << QStringList{u"--fault"_s, u"fastly.dance=500"_s} << u"fastly.bulkRevoke"_s;
    QTest::newRow("a stray word") << QStringList{u"serve"_s} << u"\"serve\""_s;
}

void SandboxTest::theProgramRefusesBadOptions()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    QProcess program;
    program.start(QStringLiteral(SANDBOX_PROGRAM), arguments);
    QVERIFY(program.waitForFinished(20'000));
    QCOMPARE(program.exitCode(), 2);
    QVERIFY(program.readAllStandardOutput().isEmpty());
    const QString error = QString::fromUtf8(program.readAllStandardError());
    QVERIFY2(error.contains(says), qPrintable(error));
}

QTEST_GUILESS_MAIN(SandboxTest)
#include "tst_sandbox.moc"
