#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QProcess>
#include <QSet>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

//! The programs as they are installed, each a process of its own.
namespace latchkey::test {

//! How latchkey ended, and what it said.
struct Ended
{
    int code = -1; //!< -1: by a signal
    QByteArray out = {};
    QByteArray err = {};

    //! Standard output as JSON, one object a line.
    [[nodiscard]] QList<QJsonObject> lines() const;
    //! The same without the last line, and that line.
    [[nodiscard]] QList<QJsonObject> records() const { return lines().mid(0, lines().size() - 1); }
    [[nodiscard]] QJsonObject last() const { return lines().value(lines().size() - 1); }
    //! The "error" object on standard error; empty where there is none.
    [[nodiscard]] QJsonObject error() const;
    //! What a failed check shows.
    [[nodiscard]] QByteArray text() const { return QByteArray::number(code) + '\n' + out.left(4000) + err; }
};

//! The sandbox server, with 5,000 tokens unless told otherwise.
class Sandbox
{
public:
    explicit Sandbox(const QString &options = {});
    ~Sandbox();

    //! A value that it printed: "baseUrl", "token", "login", "engineerToken" …
    [[nodiscard]] QByteArray value(const char *key) const;
    //! The same of another provider.
    [[nodiscard]] QByteArray value(const char *provider, const char *key) const;
    //! The options for one call without an account; its credential is value("token").
    [[nodiscard]] QString thisCall() const;

    //! Every request and every change, in order.
    [[nodiscard]] QList<QJsonObject> ledger() const;
    //! The ids of revoked tokens, in order.
    [[nodiscard]] QStringList revoked() const;
    [[nodiscard]] int requests(const char *call) const;
    //! Requests that could have changed something.
    [[nodiscard]] int writes() const;

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QJsonObject m_ready; //!< the whole line
};

//! latchkey with accounts and a journal of its own, in the keyring of this test's session. Commands are written as one
//! types them, with double quotes around arguments that hold spaces.
class Latchkey
{
public:
    [[nodiscard]] Ended run(const QString &command, const QByteArray &input = {}) const;
    //! The same with --format json.
    [[nodiscard]] Ended json(const QString &command, const QByteArray &input = {}) const;

    //! A command under way.
    [[nodiscard]] std::unique_ptr<QProcess> start(const QString &command, const QByteArray &input = {}) const;
    [[nodiscard]] static Ended wait(QProcess &process);

    //! An account in production that may change things.
    [[nodiscard]] Ended add(const QString &name, const Sandbox &sandbox, const QByteArray &token) const;

    //! Where it keeps its files.
    [[nodiscard]] QString accountsFile() const
    {
        return m_folder.filePath(QStringLiteral("config/latchkey/accounts.json"));
    }
    [[nodiscard]] QString journalFile() const
    {
        return m_folder.filePath(QStringLiteral("data/latchkey/journal.sqlite"));
    }
    //! A place for a file of the test.
    [[nodiscard]] QString file(const QString &name) const { return m_folder.filePath(name); }

    //! For all commands from now on.
    void setEnvironment(const QString &name, const QString &value) { m_environment.insert(name, value); }

private:
    QTemporaryDir m_folder;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
};

//! The real keyring of this test's session.
class Keyring
{
public:
    static void lock();
    static void unlock();
    //! Or not there.
    [[nodiscard]] static bool isLocked();
};

//! The whole of a file; empty where it cannot be read.
[[nodiscard]] QByteArray contentOf(const QString &path);
void write(const QString &path, const QByteArray &content);

//! The values of one key.
[[nodiscard]] QStringList column(const QList<QJsonObject> &records, const char *key);
[[nodiscard]] QSet<QString> setOf(const QStringList &list);

//! Starts this program again in a D-Bus session with a GNOME keyring of its own, unless it is in one. Without the
//! programs for that it goes on, and the keychain is missing.
void enterKeyring(int argc, char **argv);
//! initTestCase() of a test that needs the keyring skips without one.
[[nodiscard]] bool hasKeyring();

} // namespace latchkey::test

#define LATCHKEY_KEYRING_MAIN(Test)                                                                                    \
    int main(int argc, char **argv)                                                                                    \
    {                                                                                                                  \
        latchkey::test::enterKeyring(argc, argv);                                                                      \
        QCoreApplication app(argc, argv);                                                                              \
        Test test;                                                                                                     \
        return QTest::qExec(&test, argc, argv);                                                                        \
    }
