#include "journalfixture.h"
#include "models/revocation/journalwriter.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace latchkey;

namespace {

mode_t modeOf(const QString &path)
{
    struct stat found = {};
    return ::lstat(QFile::encodeName(path).constData(), &found) == 0 ? found.st_mode & 07777 : 0;
}

//! A small file system of its own; unmounted with it.
class SmallDisk
{
public:
    SmallDisk(const QString &path, const char *options) : m_path(QFile::encodeName(path))
    {
        QDir().mkpath(path);
        m_isMounted = ::mount("tmpfs", m_path.constData(), "tmpfs", 0, options) == 0;
    }
    ~SmallDisk()
    {
        if (m_isMounted)
            ::umount2(m_path.constData(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk &) = delete;
    SmallDisk &operator=(const SmallDisk &) = delete;

    [[nodiscard]] bool isMounted() const { return m_isMounted; }
    [[nodiscard]] bool makeReadOnly() const
    {
        return ::mount(nullptr, m_path.constData(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0;
    }

private:
    QByteArray m_path;
    bool m_isMounted = false;
};

//! What the child of holderOf() does: holds the journal until it is killed.
int holdJournal(const QString &directory)
{
    const TickingClock clock;
    const auto journal = Journal::open(directory, clock);
    const bool isReady = journal && !(*journal)->whyReadOnly() && (*journal)->append(smallRun()[0]);
    (void)!::write(STDOUT_FILENO, isReady ? "ready\n" : "error\n", 6);
    while (isReady)
        ::pause();
    return 1;
}

} // namespace

//! The journal on a real disk, under everything that happens to files.
class TestJournal : public JournalTest
{
    Q_OBJECT

private Q_SLOTS:
    void remembersARun()
    {
        {
            const auto journal = filled();
            QVERIFY(journal && !journal->whyReadOnly());
        }
        const auto journal = opened();
        QVERIFY(journal && !journal->whyReadOnly());
        const auto runs = journal->runs();
        QVERIFY(runs && runs->size() == 1);
        const RunSummary &summary = runs->first();
        QCOMPARE(summary.id, TheRun);
        QCOMPARE(summary.reason, QStringLiteral("spring cleaning"));
        QCOMPARE(summary.accounts, QStringList{QStringLiteral("cdn")});
        QCOMPARE(summary.counts.of(Outcome::Confirmed), 2);
        QCOMPARE(summary.how, RunEnded::How::Stopped);
        const auto run = journal->run(TheRun);
        QVERIFY(run && !run->isOpen());
        QCOMPARE(run->items().size(), 3);
        QCOMPARE(run->items()[0].outcome, Outcome::Confirmed);
        QCOMPARE(run->items()[0].requestId, QStringLiteral("req"));
        QCOMPARE(run->items()[2].standing(), Outcome::NotSent);
        QCOMPARE(run->plan.sha256(), planOf(3).sha256());
        QCOMPARE(run->user, QStringLiteral("ann"));
        const auto none = journal->run(RunId{QStringLiteral("run-2")});
        QVERIFY(!none && none.error().kind == Error::Kind::InvalidInput);
    }

    void anOpenRunIsCountedAsItStands()
    {
        const auto journal = opened();
        const auto groups = smallRun();
        for (const QList<JournalEntry> &group : groups.first(2))
            QVERIFY(journal->append(group));
        const auto runs = journal->runs();
        QVERIFY(runs && !runs->first().endedMs);
        QCOMPARE(runs->first().counts.open, 3);
        const auto run = journal->run(TheRun);
        QVERIFY(run && run->isOpen());
        QCOMPARE(run->items()[0].standing(), Outcome::Unknown); // an intent without an answer
    }

    void aLostCreateIsFound()
    {
        const auto journal = opened();
        const auto create = [](const char *run) {
            return CreateIntent{RunId{QString::fromLatin1(run)}, {}, {}, TokenKind::User, QStringLiteral("n"), {}};
        };
        QVERIFY(journal->append({create("c1"), create("c2"), create("c3")}));
        QVERIFY(journal->append({CreateAnswered{RunId{QStringLiteral("c2")}, {}, true, true, {}, 200, {}}}));
        const auto open = journal->openCreates();
        QVERIFY(open);
        QCOMPARE(*open, (QList<CreateIntent>{create("c3"), create("c1")}));
    }

    void exportIsJsonThatCanBeChecked()
    {
        const auto journal = filled();
        const auto lines = linesOf(*journal);
        QCOMPARE(lines.size(), 7);
        QString previous(64, QLatin1Char('0'));
        for (const QByteArray &line : lines) {
            const QJsonObject json = QJsonDocument::fromJson(line).object();
            QCOMPARE(json[QLatin1String("previous")].toString(), previous);
            previous = json[QLatin1String("hash")].toString();
            QVERIFY(json[QLatin1String("body")].isObject());
        }
        QCOMPARE(journal->verify().head, previous.toLatin1());
        QCOMPARE(journal->verify().records, 7);
    }

    void nothingCanBeChangedOrRemoved_data()
    {
        QTest::addColumn<QString>("statement");
        QTest::newRow("update") << "UPDATE records SET body = '{}' WHERE sequence = 2";
        QTest::newRow("delete") << "DELETE FROM records WHERE sequence = 7";
        QTest::newRow("delete all") << "DELETE FROM records";
        QTest::newRow("replace")
            << "INSERT OR REPLACE INTO records SELECT 2, at, elapsed, kind, run, body, previous, hash "
               "FROM records WHERE sequence = 3";
        QTest::newRow("leave a gap")
            << "INSERT INTO records SELECT 99, at, elapsed, kind, run, body, previous, hash FROM "
               "records WHERE sequence = 3";
    }

    void nothingCanBeChangedOrRemoved()
    {
        QFETCH(QString, statement);
        const auto journal = filled();
        const auto lines = linesOf(*journal);
        QString error;
        QVERIFY(!execute(m_directory, {statement}, &error));
        QVERIFY2(error.contains(QLatin1String("append-only")), qPrintable(error));
        QCOMPARE(linesOf(*journal), lines);
    }

    void filesAreOursAloneWhateverTheUmask()
    {
        const mode_t before = ::umask(0);
        auto journal = filled();
        ::umask(before);
        QVERIFY(journal);
        QCOMPARE(modeOf(m_directory), mode_t(0700));
        const QStringList names = QDir(m_directory).entryList(QDir::Files);
        QVERIFY2(names.size() >= 4, qPrintable(names.join(QLatin1Char(' '))));
        for (const QString &name : names)
            QCOMPARE(modeOf(m_directory + QLatin1Char('/') + name), mode_t(0600));
        journal.reset();
        ::chmod(QFile::encodeName(m_directory).constData(), 0755);
        ::chmod(QFile::encodeName(m_directory + QStringLiteral("/journal.sqlite")).constData(), 0644);
        QCOMPARE(stateAfterOpening(), QStringLiteral("writable"));
        QCOMPARE(modeOf(m_directory), mode_t(0700));
        QCOMPARE(modeOf(m_directory + QStringLiteral("/journal.sqlite")), mode_t(0600));
    }

    void refusesWhatIsNotOurs_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *name : {"folder is a link", "folder is open to others", "folder belongs to somebody else",
                                 "journal.sqlite", "journal.sqlite-wal", "journal.head", "journal.lock"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void refusesWhatIsNotOurs()
    {
        QFETCH(QString, what);
        const QString elsewhere = m_temporary->filePath(QStringLiteral("elsewhere"));
        const QByteArray folder = QFile::encodeName(m_directory);
        if (what == QLatin1String("folder is a link")) {
            QDir().mkpath(elsewhere);
            QVERIFY(QFile::link(elsewhere, m_directory));
        } else if (what == QLatin1String("folder is open to others")) {
            QDir().mkpath(m_directory);
            ::chmod(folder.constData(), 01777);
        } else if (what == QLatin1String("folder belongs to somebody else")) {
            QDir().mkpath(m_directory);
            if (::chown(folder.constData(), 65534, 65534) != 0)
                QSKIP("SKIPPED: only root can give a folder to somebody else");
        } else {
            QDir().mkpath(m_directory);
            writeAll(elsewhere, "precious");
            QVERIFY(QFile::link(elsewhere, m_directory + QLatin1Char('/') + what));
        }
        const QString state = stateAfterOpening();
        QVERIFY2(state.startsWith(QLatin1String("error: ")) && state.contains(QLatin1String("is not used")),
                 qPrintable(state));
        if (QFileInfo(elsewhere).isFile())
            QCOMPARE(readAll(elsewhere), QByteArray("precious"));
    }

    void aSecondProcessMayLookAndNotAct()
    {
        QProcess holder;
        holder.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--hold"), m_directory});
        QVERIFY(holder.waitForReadyRead(20'000));
        QCOMPARE(holder.readAllStandardOutput(), QByteArray("ready\n"));

        auto journal = opened();
        QVERIFY(journal && journal->whyReadOnly());
        const QString says = journal->whyReadOnly()->message;
        QVERIFY2(says.contains(QString::number(holder.processId())), qPrintable(says));
        const auto appended = journal->append(intents({}, 1));
        QVERIFY(!appended && appended.error().message == says);
        const auto runs = journal->runs();
        QVERIFY(runs && runs->size() == 1); // what the other one wrote
        journal.reset();

        holder.kill(); // SIGKILL: nothing is cleaned up by the process itself
        QVERIFY(holder.waitForFinished(20'000));
        QCOMPARE(stateAfterOpening(), QStringLiteral("writable"));
        QCOMPARE(opened()->verify().records, 1);
    }

    void aSecondJournalInThisProcessMayNotActEither()
    {
        const auto first = filled();
        auto second = opened();
        QVERIFY(second && second->whyReadOnly());
        QCOMPARE(linesOf(*second), linesOf(*first));
        second.reset();
        QVERIFY(first->append(intents({}, 1))); // and does not take the first one's locks away
        QVERIFY(first->verify().isSound());
    }

    void removedOrReplacedWhileInUse_data()
    {
        QTest::addColumn<QString>("what");
        QTest::newRow("the folder is removed") << "";
        for (const char *name : {"journal.sqlite", "journal.sqlite-wal", "journal.head", "journal.lock"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void removedOrReplacedWhileInUse()
    {
        QFETCH(QString, what);
        const auto journal = filled();
        const QString path = m_directory + QLatin1Char('/') + what;
        if (what.isEmpty()) {
            QVERIFY(QDir(m_directory).removeRecursively());
        } else {
            const QByteArray bytes = readAll(path);
            QVERIFY(QFile::remove(path));
            writeAll(path, bytes);
        }
        const auto appended = journal->append(intents({}, 1));
        QVERIFY(!appended);
        QCOMPARE(appended.error().kind, Error::Kind::Journal);
        QVERIFY(journal->whyReadOnly());
        QVERIFY(!journal->append(intents({}, 1)));
    }

    void fullDisk()
    {
        const QString mountPoint = m_temporary->filePath(QStringLiteral("disk"));
        const SmallDisk disk(mountPoint, "size=512k,mode=0700");
        if (!disk.isMounted())
            QSKIP("SKIPPED: a disk can only be filled up as root, on a small tmpfs");
        m_directory = mountPoint + QStringLiteral("/journal");
        auto journal = opened();
        QVERIFY(journal && !journal->whyReadOnly());
        QVERIFY(journal->append(smallRun()[0]));
        qint64 durable = 0;
        std::optional<Error> error;
        for (int i = 0; i < 10'000 && !error; ++i) {
            const auto appended = journal->append(intents({}, 16, 16 * i));
            durable = appended.value_or(durable);
            if (!appended)
                error = appended.error();
        }
        QVERIFY(error);
        QCOMPARE(error->kind, Error::Kind::Journal);
        QVERIFY2(error->message.contains(QLatin1String("full")), qPrintable(error->message));
        QVERIFY(!journal->append(intents({}, 1))); // not even what would still fit
        journal.reset();
        QVERIFY(::mount(nullptr, QFile::encodeName(mountPoint).constData(), nullptr, MS_REMOUNT, "size=8m") == 0);
        QCOMPARE(stateAfterOpening(), QStringLiteral("writable"));
        QCOMPARE(opened()->verify().records, durable); // neither less nor half a group more
    }

    void readOnlyDisk()
    {
        const QString mountPoint = m_temporary->filePath(QStringLiteral("disk"));
        const SmallDisk disk(mountPoint, "size=4m,mode=0700");
        if (!disk.isMounted())
            QSKIP("SKIPPED: a read-only disk can only be made as root, on a small tmpfs");
        m_directory = mountPoint + QStringLiteral("/journal");
        QList<QByteArray> lines;
        {
            const auto journal = filled();
            lines = linesOf(*journal);
        }
        QVERIFY(disk.makeReadOnly());
        const auto journal = opened();
        QVERIFY(journal && journal->whyReadOnly());
        QVERIFY2(journal->whyReadOnly()->message.contains(QLatin1String("cannot be written")),
                 qPrintable(journal->whyReadOnly()->message));
        QCOMPARE(linesOf(*journal), lines);
        QVERIFY(!journal->append(intents({}, 1)));
        m_directory = mountPoint + QStringLiteral("/another");
        QVERIFY(stateAfterOpening().startsWith(QLatin1String("error: ")));
    }

    void writerKeepsTheOrderAndEveryAnswer()
    {
        QList<QFuture<Result<qint64>>> answers;
        QFuture<Result<QList<RunSummary>>> runs;
        {
            JournalWriter writer(m_directory, m_clock);
            answers += writer.append(smallRun()[0]);
            for (int i = 0; i < 100; ++i)
                answers += writer.append(intents({}, 3, 3 * i));
            runs = writer.runs();
            const auto opened = writer.opened().result();
            QVERIFY(opened && !*opened);
        } // finishes what was asked
        qint64 expected = 1;
        for (const auto &answer : answers) {
            QVERIFY(answer.isFinished());
            QCOMPARE(answer.result().value_or(0), expected);
            expected += 3;
        }
        QVERIFY(runs.isFinished() && runs.result() && runs.result()->size() == 1);
        const auto lines = linesOf(*opened());
        QCOMPARE(lines.size(), 301);
        for (int i = 0; i < 300; ++i)
            QVERIFY(lines[i + 1].contains(QStringLiteral("\"t%1\"").arg(i).toLatin1()));
    }

    void writerSaysWhyItCannot()
    {
        QDir().mkpath(m_directory);
        ::chmod(QFile::encodeName(m_directory).constData(), 01777);
        JournalWriter writer(m_directory, m_clock);
        const auto opened = writer.opened().result();
        QVERIFY(!opened && opened.error().kind == Error::Kind::Journal);
        QCOMPARE(writer.append(intents({}, 1)).result().error(), opened.error());
        QCOMPARE(writer.run(TheRun).result().error(), opened.error());
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == QLatin1String("--hold"))
        return holdJournal(arguments[2]);
    TestJournal test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_journal.moc"
