#include "models/accounts/accountstore.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

#include <csignal>
#include <memory>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace latchkey;

namespace {

Account named(const QString &name)
{
    Account account;
    account.id = {QUuid::createUuid().toString(QUuid::WithoutBraces)};
    account.name = name;
    account.provider = {QStringLiteral("fastly")};
    account.signIn = QStringLiteral("key");
    account.baseUrl = QUrl(QStringLiteral("https://api.fastly.com"));
    return account;
}

//! With something of its own in every field.
Account fullAccount()
{
    Account account = named(QStringLiteral("prod-cdn \u00e4\U0001f511"));
    account.baseUrl = QUrl(QStringLiteral("https://gateway.example:8443/a%20b"));
    account.loginUrl = QUrl(QStringLiteral("http://127.0.0.1:8080/login"));
    account.tenant = QStringLiteral("customer1");
    account.identity = {.tenant = {QStringLiteral("t1"), QStringLiteral("Tenant")},
                        .principal = {QStringLiteral("p1"), QStringLiteral("Ann")},
                        .email = QStringLiteral("ann@example.com"),
                        .role = QStringLiteral("superuser"),
                        .scopes = {QStringLiteral("global"), QStringLiteral("purge_all")},
                        .ownToken = TokenId{QStringLiteral("own")},
                        .ownPerson = PersonId{QStringLiteral("person")},
                        .ownClient = ClientId{QStringLiteral("client")}};
    account.environment = Environment::Staging;
    account.colour = QStringLiteral("#1b62ae");
    account.policy = {.readOnly = true, .readRetries = 3, .deletesInFlight = 6, .pageSize = 100};
    account.scope = {.parts = {QStringLiteral("own"), QStringLiteral("customer")},
                     .client = QStringLiteral("c"),
                     .person = QStringLiteral("p"),
                     .status = QStringLiteral("s"),
                     .order = QStringLiteral("o")};
    return account;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void fill(const QString &path, const QByteArray &content)
{
    QFile::remove(path); // a file cut to nothing and written again makes ext4 wait for the disk
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

QStringList namesIn(const AccountStore &store)
{
    QStringList names;
    for (const Account &account : store.accounts())
        names.append(account.name);
    return names;
}

mode_t modeOf(const QString &path)
{
    struct stat status = {};
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

} // namespace

//! accounts.json: nothing is lost, nothing is shown to others, nothing that was not understood is overwritten.
class TestAccountStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_folder = m_home->filePath(QStringLiteral("config/latchkey"));
        m_path = m_folder + QStringLiteral("/accounts.json");
    }

    void startsEmpty()
    {
        const AccountStore store(m_folder);
        QVERIFY(store.accounts().isEmpty());
        QVERIFY(!store.obstacle());
        QVERIFY(!QFileInfo::exists(m_folder)); // looking changes nothing
    }

    void keepsEveryField()
    {
        const Account full = fullAccount();
        const Account plain = named(QStringLiteral("plain"));
        AccountStore store(m_folder);
        QVERIFY(store.add(full));
        QVERIFY(store.add(plain));
        const AccountStore again(m_folder);
        QCOMPARE(again.accounts(), QList<Account>({full, plain}));
    }

    void addsUpdatesMovesAndRemoves()
    {
        AccountStore store(m_folder);
        QSignalSpy added(&store, &AccountStore::added);
        QSignalSpy updated(&store, &AccountStore::updated);
        QSignalSpy moved(&store, &AccountStore::moved);
        QSignalSpy removed(&store, &AccountStore::removed);
        Account b = named(QStringLiteral("b"));
        for (const Account &account : {named(QStringLiteral("a")), b, named(QStringLiteral("c"))})
            QVERIFY(store.add(account));
        QCOMPARE(added.size(), 3);

        b.name = QStringLiteral("B");
        b.policy.readOnly = true;
        QVERIFY(store.update(b));
        QCOMPARE(updated.size(), 1);
        QVERIFY(store.find(b.id)->policy.readOnly);

        QVERIFY(store.move(b.id, 99));
        QCOMPARE(namesIn(store), QStringList({QStringLiteral("a"), QStringLiteral("c"), QStringLiteral("B")}));
        QVERIFY(store.move(b.id, 0));
        QCOMPARE(namesIn(store), QStringList({QStringLiteral("B"), QStringLiteral("a"), QStringLiteral("c")}));
        QVERIFY(store.move(b.id, 0));
        QCOMPARE(moved.size(), 2);

        QVERIFY(store.remove(b.id));
        QCOMPARE(removed.size(), 1);
        QCOMPARE(store.remove(b.id).error().kind, Error::Kind::NotFound);
        QCOMPARE(store.update(b).error().kind, Error::Kind::NotFound);
        QCOMPARE(store.move(b.id, 0).error().kind, Error::Kind::NotFound);
        QCOMPARE(namesIn(AccountStore(m_folder)), QStringList({QStringLiteral("a"), QStringLiteral("c")}));
    }

    void findsByIdAndByName()
    {
        AccountStore store(m_folder);
        const Account account = named(QStringLiteral("Prod-CDN"));
        QVERIFY(store.add(account));
        QCOMPARE(store.find(QStringLiteral("prod-cdn")), account);
        QCOMPARE(store.find(account.id.value), account);
        QVERIFY(!store.find(QStringLiteral("prod")));
        QVERIFY(!store.find(QString()));
    }

    void pointsOutTheSameIdentity()
    {
        const auto with = [](const char *name, const char *tenant, const char *principal) {
            Account account = named(QString::fromLatin1(name));
            account.identity.tenant.id = QString::fromLatin1(tenant);
            account.identity.principal.id = QString::fromLatin1(principal);
            return account;
        };
        const Account first = with("first", "t1", "ann");
        const Account second = with("second", "t1", "ann");
        const Account colleague = with("colleague", "t1", "bob");
        Account elsewhere = with("elsewhere", "t1", "ann");
        elsewhere.provider = {QStringLiteral("knetik")};
        const Account unverified = with("unverified", "", "");
        const Account unverifiedToo = with("unverified too", "", "");
        AccountStore store(m_folder);
        for (const Account &account : {first, second, colleague, elsewhere, unverified, unverifiedToo})
            QVERIFY(store.add(account));
        QCOMPARE(store.sameIdentity(first), QList<Account>({second}));
        QCOMPARE(store.sameIdentity(colleague), QList<Account>());
        QCOMPARE(store.sameIdentity(unverified), QList<Account>());
    }

    void refusesWhatIsNoAccount_data()
    {
        QTest::addColumn<Account>("account");
        const auto row = [](const char *name, auto change) {
            Account account = named(QStringLiteral("new"));
            change(account);
            QTest::newRow(name) << account;
        };
        row("a name that is taken", [](Account &a) { a.name = QStringLiteral("taken"); });
        row("a name that is taken in another case", [](Account &a) { a.name = QStringLiteral("TAKEN"); });
        row("the id of another account as a name", [](Account &a) { a.name = takenId(); });
        row("an id that is taken", [](Account &a) { a.id.value = takenId(); });
        row("no id", [](Account &a) { a.id = {}; });
        row("an id that is no UUID", [](Account &a) { a.id.value = QStringLiteral("../x"); });
        row("no name", [](Account &a) { a.name.clear(); });
        row("a name of spaces", [](Account &a) { a.name = QStringLiteral("  "); });
        row("a name of 65 characters", [](Account &a) { a.name = QString(65, u'x'); });
        row("a line end in the name", [](Account &a) { a.name = QStringLiteral("a\nb"); });
        row("a name that turns the text around", [](Account &a) { a.name = QStringLiteral("a\u202eb"); });
        row("no provider", [](Account &a) { a.provider = {}; });
        row("no address", [](Account &a) { a.baseUrl = {}; });
        row("an address without TLS", [](Account &a) { a.baseUrl = QUrl(QStringLiteral("http://api.fastly.com")); });
        row("a login address without TLS",
            [](Account &a) { a.loginUrl = QUrl(QStringLiteral("http://evil.example")); });
        row("a password in the address", [](Account &a) { a.baseUrl.setUserInfo(QStringLiteral("u:p")); });
        row("too many retries", [](Account &a) { a.policy.readRetries = 4; });
        row("no revocation at a time", [](Account &a) { a.policy.deletesInFlight = 0; });
        row("a negative page", [](Account &a) { a.policy.pageSize = -1; });
    }
    void refusesWhatIsNoAccount()
    {
        QFETCH(Account, account);
        AccountStore store(m_folder);
        Account taken = named(QStringLiteral("taken"));
        taken.id.value = takenId();
        QVERIFY(store.add(taken));
        const QByteArray before = contentOf(m_path);
        const Result<void> end = store.add(account);
        QVERIFY(!end);
        QCOMPARE(end.error().kind, Error::Kind::InvalidInput);
        QVERIFY(end.error().message.endsWith(u'.'));
        QCOMPARE(store.accounts(), QList<Account>({taken}));
        QCOMPARE(contentOf(m_path), before);
    }

    void refusesToRenameOntoAnother()
    {
        AccountStore store(m_folder);
        Account b = named(QStringLiteral("b"));
        QVERIFY(store.add(named(QStringLiteral("a"))));
        QVERIFY(store.add(b));
        b.name = QStringLiteral("A");
        QCOMPARE(store.update(b).error().kind, Error::Kind::InvalidInput);
        QCOMPARE(namesIn(store), QStringList({QStringLiteral("a"), QStringLiteral("b")}));
    }

    void aChosenFileIsSpokenOfAsSuch_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("said");
        QTest::newRow("JSON of another program")
            << QByteArray(R"({"version": 3, "packages": {}})")
            << QStringLiteral(
                   "This is no list of accounts: it has no list \"accounts\" of version 1. Choose a file that "
                   "Latchkey exported.");
        QTest::newRow("an account that cannot be")
            << QByteArray(R"({"version": 1, "accounts": [{"environment": "production", "id": "1"}]})")
            << QStringLiteral("This is no list of accounts: An account's id is not a UUID. Choose a file that Latchkey "
                              "exported.");
        QTest::newRow("a newer version")
            << QByteArray(R"({"version": 2, "accounts": []})")
            << QStringLiteral("A newer version of Latchkey wrote this file. Import it with that version, or choose a "
                              "file that this one exported.");
    }
    void aChosenFileIsSpokenOfAsSuch()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, said);
        const Result<AccountFile> file = parseAccountFile(content, AccountFileIs::Chosen);
        QVERIFY(!file);
        QCOMPARE(file.error().message, said);
    }

    void isReadableByNobodyElse_data()
    {
        QTest::addColumn<int>("mask");
        QTest::newRow("umask 000") << 0;
        QTest::newRow("umask 022") << 022;
        QTest::newRow("umask 777, which hides from the owner too") << 0777;
    }
    void isReadableByNobodyElse()
    {
        QFETCH(int, mask);
        QVERIFY(QDir().mkpath(m_home->filePath(QStringLiteral("config"))));
        const mode_t before = ::umask(static_cast<mode_t>(mask));
        AccountStore store(m_folder);
        const bool added = store.add(named(QStringLiteral("a"))) && store.add(named(QStringLiteral("b")));
        ::umask(before);
        QVERIFY(added);
        QCOMPARE(modeOf(m_path), mode_t(0600));
        QCOMPARE(modeOf(m_folder), mode_t(0700));
    }

    void closesAnOpenFolderAndFile()
    {
        AccountStore store(m_folder);
        QVERIFY(store.add(named(QStringLiteral("a"))));
        ::chmod(QFile::encodeName(m_folder).constData(), 0755);
        ::chmod(QFile::encodeName(m_path).constData(), 0644);
        QVERIFY(store.add(named(QStringLiteral("b"))));
        QCOMPARE(modeOf(m_path), mode_t(0600));
        QCOMPARE(modeOf(m_folder), mode_t(0700));
    }

    void refusesALink()
    {
        const QString target = m_home->filePath(QStringLiteral("target.json"));
        {
            AccountStore store(m_home->path());
            QVERIFY(store.add(named(QStringLiteral("a"))));
        }
        QVERIFY(QFile::rename(m_home->filePath(QStringLiteral("accounts.json")), target));
        const QByteArray before = contentOf(target);
        QVERIFY(QDir().mkpath(m_folder));
        QVERIFY(QFile::link(target, m_path));

        AccountStore store(m_folder);
        QVERIFY(store.obstacle());
        QVERIFY(store.accounts().isEmpty());
        QCOMPARE(store.add(named(QStringLiteral("b"))).error().kind, Error::Kind::Storage);
        QVERIFY(QFileInfo(m_path).isSymLink());
        QCOMPARE(contentOf(target), before);
    }

    void refusesALinkThatWasPlantedMeanwhile()
    {
        const QString target = m_home->filePath(QStringLiteral("target"));
        fill(target, "precious");
        AccountStore store(m_folder);
        QVERIFY(store.add(named(QStringLiteral("a"))));
        QVERIFY(QFile::remove(m_path));
        QVERIFY(QFile::link(target, m_path));
        QCOMPARE(store.add(named(QStringLiteral("b"))).error().kind, Error::Kind::Storage);
        QCOMPARE(contentOf(target), QByteArray("precious"));
    }

    void refusesAPipeAtOnce()
    {
        QVERIFY(QDir().mkpath(m_folder));
        QCOMPARE(::mkfifo(QFile::encodeName(m_path).constData(), 0600), 0);
        AccountStore store(m_folder);
        QCOMPARE(store.obstacle()->kind, Error::Kind::Storage);
    }

    void refusesTheFileOfAnotherUser()
    {
        if (::geteuid() != 0)
            QSKIP("NOT TESTED: only root can give a file away");
        AccountStore before(m_folder);
        QVERIFY(before.add(named(QStringLiteral("a"))));
        QCOMPARE(::chown(QFile::encodeName(m_path).constData(), 65534, 65534), 0);
        AccountStore store(m_folder);
        QCOMPARE(store.obstacle()->kind, Error::Kind::Storage);
        QCOMPARE(store.add(named(QStringLiteral("b"))).error().kind, Error::Kind::Storage);
    }

    void refusesTheFolderOfAnotherUser()
    {
        if (::geteuid() != 0)
            QSKIP("NOT TESTED: only root can give a folder away");
        QVERIFY(QDir().mkpath(m_folder));
        QCOMPARE(::chown(QFile::encodeName(m_folder).constData(), 65534, 65534), 0);
        AccountStore store(m_folder);
        QCOMPARE(store.add(named(QStringLiteral("b"))).error().kind, Error::Kind::Storage);
        QVERIFY(!QFileInfo::exists(m_path));
    }

    void keepsWhatItDoesNotUnderstand_data()
    {
        QTest::addColumn<QByteArray>("content");
        const auto row = [](const char *name, QByteArray content) {
            content.replace('\'', '"');
            QTest::newRow(name) << content;
        };
        row("nothing", "");
        row("no JSON", "hello");
        row("a newer version", "{'version': 2, 'accounts': [], 'new': true}\n");
        row("a much newer version of another shape", "{'version': 99, 'profiles': {}}");
        row("no version", "{'accounts': []}");
        row("a version in words", "{'version': '1', 'accounts': []}");
        row("no accounts", "{'version': 1}");
        row("an account that is none", "{'version': 1, 'accounts': [7]}");
        row("an account without a name",
            "{'version': 1, 'accounts': [{'id': '7a2d3f0e-0000-4000-8000-000000000001'}]}");
        row("an array", "[]");
        row("megabytes of brackets", QByteArray(2'000'000, '['));
    }
    void keepsWhatItDoesNotUnderstand()
    {
        QFETCH(QByteArray, content);
        QVERIFY(QDir().mkpath(m_folder));
        fill(m_path, content);
        AccountStore store(m_folder);
        QVERIFY(store.accounts().isEmpty());
        QVERIFY(store.obstacle());
        QCOMPARE(store.obstacle()->kind, Error::Kind::Storage);
        QVERIFY(store.obstacle()->message.endsWith(u'.'));
        QCOMPARE(store.add(named(QStringLiteral("a"))).error().kind, Error::Kind::Storage);
        QCOMPARE(contentOf(m_path), content);
    }

    void refusesAnEditedAddress()
    {
        AccountStore before(m_folder);
        QVERIFY(before.add(named(QStringLiteral("a"))));
        QByteArray content = contentOf(m_path);
        content.replace("https://api.fastly.com", "http://evil.example");
        fill(m_path, content);
        const AccountStore store(m_folder);
        QVERIFY(store.obstacle());
        QVERIFY(store.accounts().isEmpty());
    }

    void survivesBeingCutAtEveryByte()
    {
        AccountStore before(m_folder);
        const Account account = fullAccount();
        QVERIFY(before.add(account));
        const QByteArray whole = contentOf(m_path);
        QCOMPARE_GT(whole.size(), 500);
        for (qsizetype size = 0; size < whole.size(); ++size) {
            const QByteArray cut = whole.first(size);
            fill(m_path, cut);
            AccountStore store(m_folder);
            const bool isWhole = cut == whole.trimmed(); // only the line end is missing
            QCOMPARE(store.obstacle().has_value(), !isWhole);
            QCOMPARE(store.accounts().size(), isWhole ? 1 : 0);
            if (!isWhole)
                QVERIFY(!store.add(named(QStringLiteral("b"))));
            QCOMPARE(contentOf(m_path), cut);
        }
    }

    void survivesFlippedBytes()
    {
        AccountStore before(m_folder);
        QVERIFY(before.add(fullAccount()));
        const QByteArray whole = contentOf(m_path);
        for (qsizetype at = 0; at < whole.size(); ++at) {
            QByteArray flipped = whole;
            flipped[at] = static_cast<char>(flipped[at] ^ 0x81);
            fill(m_path, flipped);
            const AccountStore store(m_folder);
            QVERIFY(store.obstacle() || store.accounts().size() == 1);
            QCOMPARE(contentOf(m_path), flipped);
        }
    }

    void losesNothingOnAFullDisk()
    {
        AccountStore store(m_folder);
        const Account a = named(QStringLiteral("a"));
        QVERIFY(store.add(a));
        const QByteArray before = contentOf(m_path);

        // A limit on the size of files, with its signal ignored, fails the write as a full disk does.
        rlimit old = {};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &old), 0);
        const rlimit small{100, old.rlim_max};
        const auto oldSignal = ::signal(SIGXFSZ, SIG_IGN);
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const Result<void> end = store.add(named(QStringLiteral("b")));
        ::setrlimit(RLIMIT_FSIZE, &old);
        ::signal(SIGXFSZ, oldSignal);

        QVERIFY(!end);
        QCOMPARE(end.error().kind, Error::Kind::Storage);
        QCOMPARE(store.accounts(), QList<Account>({a}));
        QCOMPARE(contentOf(m_path), before);
        QCOMPARE(QDir(m_folder).entryList(QDir::Files | QDir::Hidden).size(), 1); // no half file stays behind
        QVERIFY(store.add(named(QStringLiteral("b"))));
    }

    void noticesAnotherProgram()
    {
        AccountStore window(m_folder);
        QVERIFY(window.add(named(QStringLiteral("a"))));
        AccountStore commandLine(m_folder);
        QVERIFY(commandLine.add(named(QStringLiteral("b"))));

        QSignalSpy reloaded(&window, &AccountStore::reloaded);
        QCOMPARE(window.add(named(QStringLiteral("c"))).error().kind, Error::Kind::Storage);
        QCOMPARE(reloaded.size(), 1);
        QCOMPARE(namesIn(window), QStringList({QStringLiteral("a"), QStringLiteral("b")}));
        QVERIFY(window.add(named(QStringLiteral("c"))));
        QCOMPARE(namesIn(AccountStore(m_folder)),
                 QStringList({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}));
    }

    void goesOnOnceTheFileIsRepaired()
    {
        AccountStore before(m_folder);
        QVERIFY(before.add(named(QStringLiteral("a"))));
        const QByteArray whole = contentOf(m_path);
        fill(m_path, whole.first(20));
        AccountStore store(m_folder);
        QVERIFY(store.obstacle());
        fill(m_path, whole);
        QVERIFY(!store.add(named(QStringLiteral("b")))); // changed meanwhile: look first
        QVERIFY(!store.obstacle());
        QVERIFY(store.add(named(QStringLiteral("b"))));
        QCOMPARE(namesIn(store), QStringList({QStringLiteral("a"), QStringLiteral("b")}));
    }

    void keepsMembersThatItDoesNotKnow()
    {
        AccountStore before(m_folder);
        Account account = named(QStringLiteral("a"));
        QVERIFY(before.add(account));
        QByteArray content = contentOf(m_path);
        content.replace("\"colour\"", "\"note\": \"mine\", \"colour\"");
        content.replace("\"readRetries\"", "\"burst\": 7, \"readRetries\"");
        content.replace("\"version\"", "\"comment\": \"hello\", \"version\"");
        fill(m_path, content);

        AccountStore store(m_folder);
        QVERIFY(!store.obstacle());
        account.colour = QStringLiteral("#ffffff");
        QVERIFY(store.update(account));
        QVERIFY(store.add(named(QStringLiteral("b"))));
        const QJsonObject document = QJsonDocument::fromJson(contentOf(m_path)).object();
        const QJsonValue kept = document.value(u"accounts")[0];
        QCOMPARE(document.value(u"comment").toString(), QStringLiteral("hello"));
        QCOMPARE(kept[u"note"].toString(), QStringLiteral("mine"));
        QCOMPARE(kept[u"policy"][u"burst"].toInt(), 7);
        QCOMPARE(kept[u"colour"].toString(), QStringLiteral("#ffffff"));
    }

private:
    static QString takenId() { return QStringLiteral("7a2d3f0e-0000-4000-8000-000000000001"); }

    std::unique_ptr<QTemporaryDir> m_home;
    QString m_folder;
    QString m_path;
};

QTEST_APPLESS_MAIN(TestAccountStore)
#include "tst_accountstore.moc"
