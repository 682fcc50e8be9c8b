#include "tests/endtoend/programs.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QTest>

#include <unistd.h>
#include <vector>

namespace latchkey::test {

namespace {

//! A busy machine must not fail a test; a hang must.
constexpr int PatienceMs = 60'000;

QString program(const char *name) { return QStringLiteral(LATCHKEY_BINARY_DIR "/bin/") + QLatin1String(name); }

QList<QJsonObject> jsonLines(const QByteArray &text)
{
    QList<QJsonObject> objects;
    const QByteArrayList lines = text.split('\n');
    for (const QByteArray &line : lines) {
        const QJsonDocument document = QJsonDocument::fromJson(line);
        if (document.isObject())
            objects += document.object();
    }
    return objects;
}

} // namespace

QList<QJsonObject> Ended::lines() const { return jsonLines(out); }

QJsonObject Ended::error() const
{
    const QList<QJsonObject> told = jsonLines(err);
    return told.value(0).value(QLatin1String("error")).toObject();
}

Sandbox::Sandbox(const QString &options)
{
    const QStringList ledger = {QStringLiteral("--ledger"), m_folder.filePath(QStringLiteral("ledger"))};
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(program("latchkey-sandbox"), ledger + QProcess::splitCommand(options), QProcess::ReadOnly);
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(PatienceMs))
            qFatal("latchkey-sandbox does not start");
    }
    m_ready = QJsonDocument::fromJson(m_process.readLine()).object();
}

Sandbox::~Sandbox()
{
    m_process.terminate();
    m_process.waitForFinished(PatienceMs);
}

QByteArray Sandbox::value(const char *key) const { return value("fastly", key); }

QByteArray Sandbox::value(const char *provider, const char *key) const
{
    return m_ready[QLatin1String(provider)][QLatin1String(key)].toString().toUtf8();
}

QString Sandbox::thisCall() const
{
    return QStringLiteral("--provider fastly --secret-stdin --base-url ") + QString::fromUtf8(value("baseUrl"));
}

QList<QJsonObject> Sandbox::ledger() const { return jsonLines(contentOf(m_folder.filePath(QStringLiteral("ledger")))); }

QStringList Sandbox::revoked() const
{
    QStringList ids;
    const QList<QJsonObject> entries = ledger();
    for (const QJsonObject &entry : entries) {
        if (entry[QLatin1String("change")].toString() == QLatin1String("revoked"))
            ids += entry[QLatin1String("id")].toString();
    }
    return ids;
}

int Sandbox::requests(const char *call) const { return int(column(ledger(), "call").count(QLatin1String(call))); }

int Sandbox::writes() const
{
    const QStringList methods = column(ledger(), "request");
    return int(std::count_if(methods.cbegin(), methods.cend(), [](const QString &method) {
        return !method.isEmpty() && method != QLatin1String("GET") && method != QLatin1String("HEAD");
    }));
}

Ended Latchkey::run(const QString &command, const QByteArray &input) const
{
    const std::unique_ptr<QProcess> process = start(command, input);
    return wait(*process);
}

Ended Latchkey::json(const QString &command, const QByteArray &input) const
{
    return run(command + QStringLiteral(" --format json"), input);
}

std::unique_ptr<QProcess> Latchkey::start(const QString &command, const QByteArray &input) const
{
    QProcessEnvironment environment = m_environment;
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), file(QStringLiteral("config")));
    environment.insert(QStringLiteral("XDG_DATA_HOME"), file(QStringLiteral("data")));
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(environment);
    process->setWorkingDirectory(m_folder.path());
    process->start(program("latchkey"), QProcess::splitCommand(command));
    process->write(input);
    process->closeWriteChannel();
    return process;
}

Ended Latchkey::wait(QProcess &process)
{
    if (!process.waitForFinished(PatienceMs))
        qWarning("latchkey %s does not end", qPrintable(process.arguments().join(u' ')));
    const int code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return {code, process.readAllStandardOutput(), process.readAllStandardError()};
}

Ended Latchkey::add(const QString &name, const Sandbox &sandbox, const QByteArray &token) const
{
    const QString command = QStringLiteral("accounts add %1 --read-only no %2").arg(name, sandbox.thisCall());
    return run(command, token);
}

namespace {

constexpr char LoginPath[] = "/org/freedesktop/secrets/collection/login";

//! Asks the keyring, without starting one where none runs: that would be another, locked one.
QDBusMessage askKeyring(const QString &path, const QString &interface, const QString &method,
                        const QVariantList &values)
{
    QDBusMessage message =
        QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"), path, interface, method);
    message.setArguments(values);
    message.setAutoStartService(false);
    return QDBusConnection::sessionBus().call(message);
}

} // namespace

void Keyring::lock()
{
    const QList<QDBusObjectPath> collections{QDBusObjectPath(QLatin1String(LoginPath))};
    askKeyring(QStringLiteral("/org/freedesktop/secrets"), QStringLiteral("org.freedesktop.Secret.Service"),
               QStringLiteral("Lock"), {QVariant::fromValue(collections)});
    QVERIFY(isLocked());
}

void Keyring::unlock()
{
    QProcess daemon;
    // A new one in its place: it takes no password once it runs.
    daemon.start(QStringLiteral("gnome-keyring-daemon"),
                 {QStringLiteral("--replace"), QStringLiteral("--unlock"), QStringLiteral("--components=secrets")});
    daemon.write("pw");
    daemon.closeWriteChannel();
    QVERIFY(daemon.waitForFinished(PatienceMs));
    QTRY_VERIFY(!isLocked());
}

bool Keyring::isLocked()
{
    const QVariantList property{QStringLiteral("org.freedesktop.Secret.Collection"), QStringLiteral("Locked")};
    const QDBusMessage reply = askKeyring(QLatin1String(LoginPath), QStringLiteral("org.freedesktop.DBus.Properties"),
                                          QStringLiteral("Get"), property);
    return reply.arguments().value(0).value<QDBusVariant>().variant() != QVariant(false);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

QStringList column(const QList<QJsonObject> &records, const char *key)
{
    QStringList values;
    for (const QJsonObject &record : records)
        values += record[QLatin1String(key)].toString();
    return values;
}

QSet<QString> setOf(const QStringList &list) { return {list.begin(), list.end()}; }

void enterKeyring(int argc, char **argv)
{
    const bool canHave = !QStandardPaths::findExecutable(QStringLiteral("dbus-run-session")).isEmpty()
        && !QStandardPaths::findExecutable(QStringLiteral("gnome-keyring-daemon")).isEmpty();
    if (hasKeyring() || !canHave)
        return;
    constexpr char script[] = LATCHKEY_SOURCE_DIR "/tests/support/with-keyring.sh";
    QByteArrayList words{script, QFile::encodeName(QFileInfo(QFile::decodeName(argv[0])).absoluteFilePath())};
    for (int i = 1; i < argc; ++i)
        words.append(argv[i]);
    std::vector<char *> arguments;
    for (QByteArray &word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::execv(script, arguments.data());
    qFatal("%s cannot be run", script);
}

bool hasKeyring() { return qEnvironmentVariableIsSet("LATCHKEY_WITH_KEYRING"); }

} // namespace latchkey::test
