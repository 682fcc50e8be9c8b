#include "network/credentials/keychainstore.h"

#include "tests/support/await.h"

#include <QCoreApplication>
#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusReply>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QUuid>

#include <qt6keychain/keychain.h>

#include <csignal>
#include <unistd.h>

using namespace latchkey;
using latchkey::test::await;

namespace {

constexpr char Sentinel[] = "SENTINEL-5d41402abc4b2a76b9719d911017c592";

Account someAccount(const QString &id = QUuid::createUuid().toString(QUuid::WithoutBraces))
{
    Account account;
    account.id = {id};
    account.name = QStringLiteral("prod-cdn");
    account.provider = {QStringLiteral("fastly")};
    account.baseUrl = QUrl(QStringLiteral("https://api.fastly.com"));
    return account;
}

Credential credentialOf(const QByteArray &secret)
{
    Credential credential;
    credential.parts.emplace(QStringLiteral("secret"), Secret(secret));
    return credential;
}

template <typename T>
QString endOf(const Result<T> &result)
{
    return result ? QStringLiteral("done") : errorKindName(result.error().kind);
}

//! The wire form of org.freedesktop.Secret's Secret.
struct WireSecret
{
    QDBusObjectPath session = {};
    QByteArray parameters = {};
    QByteArray value = {};
    QString type = QStringLiteral("text/plain");
};

QDBusArgument &operator<<(QDBusArgument &argument, const WireSecret &secret)
{
    argument.beginStructure();
    argument << secret.session << secret.parameters << secret.value << secret.type;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, WireSecret &secret)
{
    argument.beginStructure();
    argument >> secret.session >> secret.parameters >> secret.value >> secret.type;
    argument.endStructure();
    return argument;
}

//! The real keyring of this test's own session, and what can happen to it.
class Keyring
{
public:
    void lock()
    {
        const QList<QDBusObjectPath> collections{QDBusObjectPath(loginPath())};
        call(servicePath(), "org.freedesktop.Secret.Service", "Lock", {QVariant::fromValue(collections)});
        QVERIFY(isLocked());
    }

    void unlock()
    {
        qDBusRegisterMetaType<WireSecret>();
        const QVariant input = QVariant::fromValue(QDBusVariant(QString()));
        const QVariantList session =
            call(servicePath(), "org.freedesktop.Secret.Service", "OpenSession", {QStringLiteral("plain"), input});
        const WireSecret password{session.value(1).value<QDBusObjectPath>(), {}, "pw"};
        // The only way without a window: gnome-keyring's own, made for its login helper.
        call(servicePath(), "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", "UnlockWithMasterPassword",
             {QVariant::fromValue(QDBusObjectPath(loginPath())), QVariant::fromValue(password)});
        QVERIFY(!isLocked());
    }

    [[nodiscard]] static bool isLocked()
    {
        const QVariantList property{QStringLiteral("org.freedesktop.Secret.Collection"), QStringLiteral("Locked")};
        const QVariantList value = call(loginPath(), "org.freedesktop.DBus.Properties", "Get", property);
        return value.value(0).value<QDBusVariant>().variant().toBool();
    }

    void signalDaemon(int signal) { QCOMPARE(::kill(pid(), signal), 0); }

    void killDaemon()
    {
        signalDaemon(SIGKILL);
        QTRY_VERIFY(!isRunning());
    }

    void startUnlocked()
    {
        QProcess daemon;
        daemon.start(QStringLiteral("gnome-keyring-daemon"),
                     {QStringLiteral("--unlock"), QStringLiteral("--components=secrets")});
        daemon.write("pw");
        daemon.closeWriteChannel();
        QVERIFY(daemon.waitForFinished());
        QTRY_VERIFY(isRunning());
    }

    [[nodiscard]] static bool isRunning()
    {
        return QDBusConnection::sessionBus().interface()->isServiceRegistered(secretsName());
    }

private:
    static QString secretsName() { return QStringLiteral("org.freedesktop.secrets"); }
    static QString loginPath() { return QStringLiteral("/org/freedesktop/secrets/collection/login"); }

    static QString servicePath() { return QStringLiteral("/org/freedesktop/secrets"); }

    //! Not by QDBusInterface: it keeps descriptions of what it met for good, which LeakSanitizer counts.
    static QVariantList call(const QString &path, const char *interface, const char *method, const QVariantList &values)
    {
        QDBusMessage message =
            QDBusMessage::createMethodCall(secretsName(), path, QLatin1String(interface), QLatin1String(method));
        message.setArguments(values);
        const QDBusMessage reply = QDBusConnection::sessionBus().call(message);
        if (reply.type() != QDBusMessage::ReplyMessage)
            qFatal("%s: %s", method, qPrintable(reply.errorMessage()));
        return reply.arguments();
    }

    static pid_t pid()
    {
        return static_cast<pid_t>(QDBusConnection::sessionBus().interface()->servicePid(secretsName()).value());
    }
};

//! Stands in for the window that asks for a keyring's password, and leaves the person waiting.
class Prompter : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.gnome.keyring.internal.Prompter")

public:
    Prompter()
    {
        QDBusConnection bus = QDBusConnection::sessionBus();
        bus.registerObject(QStringLiteral("/org/gnome/keyring/Prompter"), this, QDBusConnection::ExportAllSlots);
        bus.registerService(QStringLiteral("org.gnome.keyring.SystemPrompter"));
    }
    ~Prompter() override
    {
        QDBusConnection bus = QDBusConnection::sessionBus();
        bus.unregisterService(QStringLiteral("org.gnome.keyring.SystemPrompter"));
        bus.unregisterObject(QStringLiteral("/org/gnome/keyring/Prompter"));
    }

    [[nodiscard]] bool isAsking() const { return !m_callback.isEmpty(); }

    void cancel()
    {
        QDBusMessage done = QDBusMessage::createMethodCall(
            m_asker, m_callback, QStringLiteral("org.gnome.keyring.internal.Prompter.Callback"),
            QStringLiteral("PromptDone"));
        QDBusConnection::sessionBus().send(done);
    }

public Q_SLOTS:
    void BeginPrompting(const QDBusObjectPath &callback, const QDBusMessage &message)
    {
        m_callback = callback.path();
        m_asker = message.service();
    }
    void PerformPrompt(const QDBusObjectPath &, const QString &, const QVariantMap &, const QString &) { }
    void StopPrompting(const QDBusObjectPath &) { }

private:
    QString m_callback;
    QString m_asker;
};

//! Beats while the event loop lives.
class Heartbeat : public QTimer
{
public:
    Heartbeat()
    {
        callOnTimeout([this] { ++m_beats; });
        start(10);
    }
    [[nodiscard]] int beats() const { return m_beats; }

private:
    int m_beats = 0;
};

//! Counts the entries of an account straight from the service, without the code under test.
int entriesOf(const Account &account)
{
    QProcess search;
    search.start(QStringLiteral("secret-tool"),
                 {QStringLiteral("search"), QStringLiteral("--all"), QStringLiteral("user"),
                  QStringLiteral("latchkey/") + account.id.value});
    search.waitForFinished();
    return static_cast<int>(search.readAllStandardOutput().count("secret = "));
}

//! What qtkeychain stores by itself, as another program would.
void writeForeign(const Account &account, const QString &text)
{
    QKeychain::WritePasswordJob job(QStringLiteral("Latchkey"));
    job.setAutoDelete(false);
    job.setKey(QStringLiteral("latchkey/") + account.id.value);
    job.setTextData(text);
    bool finished = false;
    QObject::connect(&job, &QKeychain::Job::finished, &job, [&finished] { finished = true; });
    job.start();
    QTRY_VERIFY(finished);
    QCOMPARE(job.error(), QKeychain::NoError);
}

Timing patient() { return Timing(); }
Timing hasty() { return Timing().faster(60); } // 0.5 s, and 2 s where a person is asked

//! In a process of its own, since the connection to a session bus is the process's: says how a read and a look at the
//! readiness end, as words on standard output.
int probe()
{
    KeychainStore store(patient());
    const auto read = await(store.read(someAccount()));
    const auto readiness = await(store.readiness());
    QTextStream(stdout) << endOf(read) << ' ' << endOf(readiness) << '\n';
    return 0;
}

//! As the command line would: gives up on a hanging keychain, and ends.
int probeAndLeave()
{
    const auto read = await(KeychainStore(hasty()).read(someAccount()));
    QTextStream(stdout) << endOf(read) << '\n';
    return 0;
}

} // namespace

//! Against a real gnome-keyring-daemon, on a session bus of its own (tests/support/with-keyring.sh).
class TestKeychainStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        for (const char *package : {"dbus-run-session", "gnome-keyring-daemon", "secret-tool"}) {
            if (QStandardPaths::findExecutable(QLatin1String(package)).isEmpty())
                QSKIP(qPrintable(QStringLiteral("NOT TESTED: %1 is missing (packages dbus, gnome-keyring, "
                                                "libsecret-tools)")
                                     .arg(QLatin1String(package))));
        }
        QVERIFY(qEnvironmentVariableIsSet("LATCHKEY_WITH_KEYRING"));
    }

    void init()
    {
        if (!Keyring::isRunning())
            m_keyring.startUnlocked();
        if (m_keyring.isLocked())
            m_keyring.unlock();
    }

    void writesReadsAndRemoves()
    {
        const Account account = someAccount();
        const Account other = someAccount();
        KeychainStore store(patient());
        QCOMPARE(endOf(await(store.readiness())), QStringLiteral("done"));
        QCOMPARE(endOf(await(store.read(account))), QStringLiteral("secretMissing"));
        QCOMPARE(endOf(await(store.write(account, credentialOf("key-1")))), QStringLiteral("done"));
        QCOMPARE(endOf(await(store.write(other, credentialOf("key-2")))), QStringLiteral("done"));
        QVERIFY(await(store.read(account)) == credentialOf("key-1"));
        QCOMPARE(entriesOf(account), 1);

        QCOMPARE(endOf(await(store.write(account, credentialOf("key-3")))), QStringLiteral("done"));
        QVERIFY(await(store.read(account)) == credentialOf("key-3"));
        QCOMPARE(entriesOf(account), 1);

        QCOMPARE(endOf(await(store.remove(account.id))), QStringLiteral("done"));
        QCOMPARE(endOf(await(store.read(account))), QStringLiteral("secretMissing"));
        QCOMPARE(entriesOf(account), 0);
        QCOMPARE(endOf(await(store.remove(account.id))), QStringLiteral("done"));
        QVERIFY(await(store.read(other)) == credentialOf("key-2"));
    }

    void keepsTheKeyFromAnotherOrigin()
    {
        const Account account = someAccount();
        KeychainStore store(patient());
        QVERIFY(await(store.write(account, credentialOf("key-1"))));

        Account moved = account;
        moved.baseUrl = QUrl(QStringLiteral("https://evil.example"));
        QCOMPARE(endOf(await(store.read(moved))), QStringLiteral("secretElsewhere"));
        moved = account;
        moved.loginUrl = QUrl(QStringLiteral("https://evil.example"));
        QCOMPARE(endOf(await(store.read(moved))), QStringLiteral("secretElsewhere"));

        // Entered again for the new place: that is what the person wants.
        QCOMPARE(endOf(await(store.write(moved, credentialOf("key-2")))), QStringLiteral("done"));
        QVERIFY(await(store.read(moved)) == credentialOf("key-2"));
        QCOMPARE(endOf(await(store.read(account))), QStringLiteral("secretElsewhere"));
    }

    void doesNotOverwriteWhatItCannotRead()
    {
        const Account account = someAccount();
        KeychainStore store(patient());
        writeForeign(account, QStringLiteral("somebody else's"));
        QCOMPARE(endOf(await(store.read(account))), QStringLiteral("keychainFailed"));
        QCOMPARE(endOf(await(store.write(account, credentialOf("key-1")))), QStringLiteral("keychainFailed"));
        QCOMPARE(endOf(await(store.read(account))), QStringLiteral("keychainFailed"));

        QCOMPARE(endOf(await(store.remove(account.id))), QStringLiteral("done"));
        QCOMPARE(endOf(await(store.write(account, credentialOf("key-1")))), QStringLiteral("done"));
    }

    void refusesWhatNoKeychainHolds()
    {
        const Account account = someAccount();
        KeychainStore store(patient());
        QVERIFY(await(store.write(account, credentialOf("key-1"))));
        for (const QByteArray &bad : {QByteArray(1900, 'x'), QByteArray("a\0b", 3), QByteArray("a\r\nb")})
            QCOMPARE(endOf(await(store.write(account, credentialOf(bad)))), QStringLiteral("invalidInput"));
        QVERIFY(await(store.read(account)) == credentialOf("key-1"));
    }

    void saysLockedAndChangesNothing()
    {
        const Account account = someAccount();
        const Account unknown = someAccount();
        KeychainStore store(patient());
        QVERIFY(await(store.write(account, credentialOf("key-1"))));

        m_keyring.lock();
        const Prompter prompter;
        QCOMPARE(endOf(await(store.readiness())), QStringLiteral("keychainLocked"));
        QCOMPARE(endOf(await(store.read(account))), QStringLiteral("keychainLocked"));
        QCOMPARE(endOf(await(store.read(unknown))), QStringLiteral("keychainLocked"));
        QCOMPARE(endOf(await(store.write(account, credentialOf("key-2")))), QStringLiteral("keychainLocked"));
        QCOMPARE(endOf(await(store.write(unknown, credentialOf("key-2")))), QStringLiteral("keychainLocked"));
        QCOMPARE(endOf(await(store.remove(account.id))), QStringLiteral("keychainLocked"));
        QVERIFY(!prompter.isAsking()); // no window out of nowhere
        QVERIFY(m_keyring.isLocked());

        m_keyring.unlock();
        QVERIFY(await(store.read(account)) == credentialOf("key-1"));
        QCOMPARE(endOf(await(store.read(unknown))), QStringLiteral("secretMissing"));
    }

    void recoversFromAKilledDaemon()
    {
        const Account account = someAccount();
        KeychainStore store(patient());
        QVERIFY(await(store.write(account, credentialOf("key-1"))));

        m_keyring.killDaemon();
        m_keyring.startUnlocked();
        QVERIFY(await(store.read(account)) == credentialOf("key-1"));

        m_keyring.killDaemon();
        m_keyring.startUnlocked();
        QCOMPARE(endOf(await(store.write(account, credentialOf("key-2")))), QStringLiteral("done"));

        m_keyring.killDaemon();
        m_keyring.startUnlocked();
        QCOMPARE(endOf(await(store.remove(account.id))), QStringLiteral("done"));
        QCOMPARE(endOf(await(store.read(account))), QStringLiteral("secretMissing"));
    }

    void saysLockedWhenTheBusStartsTheDaemonAgain()
    {
        const Account account = someAccount();
        KeychainStore store(patient());
        QVERIFY(await(store.write(account, credentialOf("key-1"))));
        m_keyring.killDaemon();
        QCOMPARE(endOf(await(store.read(account))), QStringLiteral("keychainLocked"));
        QCOMPARE(endOf(await(store.remove(account.id))), QStringLiteral("keychainLocked"));
        m_keyring.unlock();
        QVERIFY(await(store.read(account)) == credentialOf("key-1"));
    }

    void givesUpOnAStoppedDaemon()
    {
        const Account account = someAccount();
        KeychainStore store(patient());
        QVERIFY(await(store.write(account, credentialOf("key-1"))));

        auto hurried = std::make_unique<KeychainStore>(hasty());
        Heartbeat heart;
        m_keyring.signalDaemon(SIGSTOP);
        const auto read = hurried->read(account);
        const auto write = hurried->write(account, credentialOf("key-2"));
        const auto remove = hurried->remove(account.id);
        hurried.reset(); // the window closed meanwhile
        QCOMPARE(endOf(await(read)), QStringLiteral("keychainFailed"));
        QCOMPARE(endOf(await(write)), QStringLiteral("keychainFailed"));
        QCOMPARE(endOf(await(remove)), QStringLiteral("keychainFailed"));
        QCOMPARE_GT(heart.beats(), 10);

        // What was given up does nothing any more once the daemon answers.
        m_keyring.signalDaemon(SIGCONT);
        for (int i = 0; i < 5; ++i)
            QVERIFY(await(store.read(account)) == credentialOf("key-1"));
        QCOMPARE(endOf(await(read)), QStringLiteral("keychainFailed"));
    }

    void waitsForThePersonAndThenGivesUp()
    {
        // Without any collection the service asks for the password of a new one; only the job itself shows it.
        m_keyring.killDaemon();
        const QString keyrings = qEnvironmentVariable("XDG_DATA_HOME") + QStringLiteral("/keyrings");
        QVERIFY(QDir(keyrings).removeRecursively());

        const Account account = someAccount();
        Prompter prompter;
        Heartbeat heart;
        QElapsedTimer clock;
        clock.start();
        auto store = std::make_unique<KeychainStore>(hasty());
        const auto write = store->write(account, credentialOf("key-1"));
        store.reset();
        QTRY_VERIFY(prompter.isAsking());
        QVERIFY(!write.isFinished());
        QCOMPARE(endOf(await(write)), QStringLiteral("keychainFailed"));
        QCOMPARE_GT(clock.elapsed(), 2 * hasty().keychain.count()); // longer than anything that asks nobody
        QCOMPARE_GT(heart.beats(), 10);

        // The job is still alive, and qtkeychain's queue behind it; both go on when the person at last says no.
        prompter.cancel();
        const auto read = await(KeychainStore(patient()).read(account));
        QCOMPARE(endOf(read), QStringLiteral("secretMissing"));
        m_keyring.killDaemon();
    }

    void saysMissingWithoutAService_data()
    {
        QTest::addColumn<QStringList>("command"); // %probe: this program
        QTest::addColumn<QString>("address");
        QTemporaryDir &folder = m_folder;
        QFile config(folder.filePath(QStringLiteral("bus.conf")));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write("<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context='default'>"
                     "<allow send_destination='*' eavesdrop='true'/><allow eavesdrop='true'/><allow own='*'/>"
                     "</policy></busconfig>");
        const QString program = QCoreApplication::applicationFilePath();
        QTest::newRow("a bus without a service")
            << QStringList{QStringLiteral("dbus-run-session"), QStringLiteral("--config-file=") + config.fileName(),
                           QStringLiteral("--"), program}
            << QString();
        QTest::newRow("no bus at all") << QStringList{program} << QString();
        QTest::newRow("buses switched off") << QStringList{program} << QStringLiteral("disabled:");
        QTest::newRow("a bus that is gone") << QStringList{program} << QStringLiteral("unix:path=/nonexistent/bus");
    }
    void saysMissingWithoutAService()
    {
        QFETCH(QStringList, command);
        QFETCH(QString, address);
        QProcess probed;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"));
        if (!address.isEmpty())
            environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), address);
        environment.insert(QStringLiteral("LATCHKEY_PROBE"), QStringLiteral("look"));
        probed.setProcessEnvironment(environment);
        QElapsedTimer clock;
        clock.start();
        probed.start(command.first(), command.mid(1));
        QVERIFY(probed.waitForFinished());
        QCOMPARE(probed.readAllStandardOutput(), QByteArray("keychainMissing keychainMissing\n"));
        QCOMPARE_LT(clock.elapsed(), patient().keychain.count() / 2); // at once, not at a deadline
    }

    void leavesWhileTheKeychainHangs()
    {
        m_keyring.signalDaemon(SIGSTOP);
        QProcess probed;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("LATCHKEY_PROBE"), QStringLiteral("leave"));
        probed.setProcessEnvironment(environment);
        probed.start(QCoreApplication::applicationFilePath(), {});
        const bool ended = probed.waitForFinished();
        m_keyring.signalDaemon(SIGCONT);
        QVERIFY(ended);
        QCOMPARE(probed.readAllStandardOutput(), QByteArray("keychainFailed\n"));
        QCOMPARE(probed.exitCode(), 0); // leaks and use after free would show here under ASan
    }

    void leavesNoSecretInAnyFile()
    {
        const Account account = someAccount();
        KeychainStore store(patient());
        QVERIFY(await(store.write(account, credentialOf(Sentinel))));
        QVERIFY(await(store.read(account)) == credentialOf(Sentinel));
        const QByteArray inBase64 = QByteArray(Sentinel).toBase64().left(40);
        int files = 0;
        QDirIterator home(QDir::homePath(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (home.hasNext()) {
            QFile file(home.next());
            if (!file.open(QIODevice::ReadOnly))
                continue; // a socket
            ++files;
            const QByteArray content = file.readAll();
            QVERIFY2(!content.contains(Sentinel) && !content.contains(inBase64), qPrintable(file.fileName()));
        }
        QCOMPARE_GE(files, 1); // the keyring's own, encrypted
    }

private:
    Keyring m_keyring;
    QTemporaryDir m_folder;
};

int main(int argc, char **argv)
{
    const bool hasKeyring = qEnvironmentVariableIsSet("LATCHKEY_WITH_KEYRING");
    const bool canHave = !QStandardPaths::findExecutable(QStringLiteral("dbus-run-session")).isEmpty()
        && !QStandardPaths::findExecutable(QStringLiteral("gnome-keyring-daemon")).isEmpty();
    if (!hasKeyring && canHave) {
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
    QCoreApplication app(argc, argv);
    const QByteArray wanted = qgetenv("LATCHKEY_PROBE");
    if (wanted == "look")
        return probe();
    if (wanted == "leave")
        return probeAndLeave();
    TestKeychainStore test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_keychainstore.moc"
