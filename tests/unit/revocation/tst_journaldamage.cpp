#include "journalfixture.h"

using namespace latchkey;

namespace {

const QStringList FileNames{QStringLiteral("journal.sqlite"), QStringLiteral("journal.sqlite-wal"),
                            QStringLiteral("journal.head")};

} // namespace

//! What a hand on the files, a bad disk or a cut copy does to the journal: it is told, or it changes nothing.
class TestJournalDamage : public JournalTest
{
    Q_OBJECT

    QHash<QString, QByteArray> files()
    {
        QHash<QString, QByteArray> found;
        for (const QString &name : FileNames) {
            if (QFile::exists(m_directory + QLatin1Char('/') + name))
                found.insert(name, readAll(m_directory + QLatin1Char('/') + name));
        }
        return found;
    }

    //! A journal of these files and nothing else.
    void putFiles(const QHash<QString, QByteArray> &files)
    {
        QDir(m_directory).removeRecursively();
        QDir().mkpath(m_directory);
        for (auto file = files.begin(); file != files.end(); ++file)
            writeAll(m_directory + QLatin1Char('/') + file.key(), file.value());
    }

    //! Damage must be told, or must not have changed anything.
    bool isToldOrHarmless(const QList<QByteArray> &lines)
    {
        const auto journal = Journal::open(m_directory, m_clock);
        if (!journal || (*journal)->whyReadOnly())
            return true;
        return linesOf(**journal) == lines && (*journal)->verify().isSound() && (*journal)->append(intents({}, 1));
    }

private Q_SLOTS:
    void editsShow_data()
    {
        QTest::addColumn<QStringList>("statements");
        QTest::addColumn<QString>("says");
        const QString noUpdate = QStringLiteral("DROP TRIGGER records_never_change");
        const QString noDelete = QStringLiteral("DROP TRIGGER records_never_go");
        const auto again = [](const char *name, const char *event) {
            return QStringLiteral(
                       "CREATE TRIGGER %1 BEFORE %2 ON records BEGIN SELECT RAISE(ABORT, 'append-only'); END")
                .arg(QLatin1String(name), QLatin1String(event));
        };
        const auto row = [](const char *name, const QStringList &statements, const char *says) {
            QTest::newRow(name) << statements << QString::fromLatin1(says);
        };
        row("a trigger is gone", {noUpdate}, "tables are missing or were changed");
        // The triggers come back in another order, which alone would show; so all of them are made anew.
        const QString follow = QStringLiteral("DROP TRIGGER records_only_follow");
        const QString followAgain = QStringLiteral(
            "CREATE TRIGGER records_only_follow BEFORE INSERT ON records WHEN NEW.sequence <> (SELECT "
            "COALESCE(MAX(sequence), 0) + 1 FROM records) BEGIN SELECT RAISE(ABORT, 'append-only'); END");
        const auto edited = [&](const char *statement) {
            return QStringList{noUpdate,
                               noDelete,
                               follow,
                               QString::fromLatin1(statement),
                               again("records_never_change", "UPDATE"),
                               again("records_never_go", "DELETE"),
                               followAgain};
        };
        row("an outcome is edited", edited("UPDATE records SET body = replace(body, 'confirmed', 'refused')"),
            "record 6 was damaged or changed");
        row("a time is edited", edited("UPDATE records SET at = at + 1 WHERE sequence = 3"), "record 3 was");
        row("a record is removed", edited("DELETE FROM records WHERE sequence = 4"), "record 4 was");
        row("the last record is removed", edited("DELETE FROM records WHERE sequence = 7"), "last records are missing");
        row("all records are removed", edited("DELETE FROM records"), "last records are missing");
        row("nothing is edited", edited("SELECT 1"), "");
        row("a newer Latchkey wrote it", {QStringLiteral("PRAGMA user_version=2")}, "newer Latchkey");
        row("the version is wiped", {QStringLiteral("PRAGMA user_version=0")}, "tables are missing or were changed");
    }

    void editsShow()
    {
        QFETCH(QStringList, statements);
        QFETCH(QString, says);
        filled().reset();
        QVERIFY(execute(m_directory, statements));
        const QString state = stateAfterOpening();
        if (says.isEmpty()) {
            QCOMPARE(state, QStringLiteral("writable"));
            return;
        }
        QVERIFY2(state.startsWith(QLatin1String("read-only: ")), qPrintable(state));
        QVERIFY2(state.contains(says), qPrintable(state));
        const auto journal = opened();
        const auto appended = journal->append(intents({}, 1));
        QVERIFY(!appended && appended.error().kind == Error::Kind::Journal);
    }

    void flippedBitsShow_data()
    {
        QTest::addColumn<bool>("isClosed");
        QTest::newRow("in a journal that was closed") << true;
        QTest::newRow("in a journal whose last writes are in the write-ahead log") << false;
    }

    void flippedBitsShow()
    {
        QFETCH(bool, isClosed);
        auto journal = filled();
        const auto lines = linesOf(*journal);
        auto before = files();
        if (isClosed) {
            journal.reset();
            before = files();
        }
        journal.reset();
        for (auto file = before.constBegin(); file != before.constEnd(); ++file) {
            const qsizetype step = std::max<qsizetype>(1, file.value().size() / 400);
            for (qsizetype i = 0; i < file.value().size(); i += step) {
                auto after = before;
                after[file.key()][i] = static_cast<char>(file.value()[i] ^ (1 << (i % 8)));
                putFiles(after);
                QVERIFY2(isToldOrHarmless(lines), qPrintable(QStringLiteral("%1, byte %2").arg(file.key()).arg(i)));
            }
        }
    }

    void cutFilesShow_data() { flippedBitsShow_data(); }

    void cutFilesShow()
    {
        QFETCH(bool, isClosed);
        auto journal = filled();
        const auto lines = linesOf(*journal);
        auto before = files();
        if (isClosed) {
            journal.reset();
            before = files();
        }
        journal.reset();
        for (auto file = before.constBegin(); file != before.constEnd(); ++file) {
            const qsizetype size = file.value().size();
            for (qsizetype i = 0; i < size; i += std::max<qsizetype>(1, size / 150)) {
                auto after = before;
                after[file.key()].truncate(i);
                putFiles(after);
                QVERIFY2(isToldOrHarmless(lines), qPrintable(QStringLiteral("%1, at %2").arg(file.key()).arg(i)));
            }
            auto after = before;
            after.remove(file.key());
            putFiles(after);
            QVERIFY2(isToldOrHarmless(lines), qPrintable(QStringLiteral("%1 removed").arg(file.key())));
        }
    }

    void anOlderCopyShows()
    {
        auto journal = opened();
        const auto groups = smallRun();
        QVERIFY(journal->append(groups[0]) && journal->append(groups[1]));
        journal.reset();
        const auto older = files();
        journal = opened();
        QVERIFY(journal->append(groups[2]) && journal->append(groups[3]));
        journal.reset();
        auto mixed = files();
        mixed[FileNames[0]] = older[FileNames[0]];
        putFiles(mixed);
        QVERIFY2(stateAfterOpening().contains(QLatin1String("last records are missing")), "an older database");
    }

    void aHeadThatIsBehindIsWhatACrashLeaves()
    {
        auto journal = opened();
        const auto groups = smallRun();
        QVERIFY(journal->append(groups[0]) && journal->append(groups[1]));
        const QByteArray head = readAll(m_directory + QStringLiteral("/journal.head"));
        QVERIFY(journal->append(groups[2]) && journal->append(groups[3]));
        journal.reset();
        writeAll(m_directory + QStringLiteral("/journal.head"), head);
        QCOMPARE(stateAfterOpening(), QStringLiteral("writable"));
        QCOMPARE(opened()->append(groups[4]).value_or(0), 7);
    }

    void notADatabase()
    {
        QDir().mkpath(m_directory);
        writeAll(m_directory + QStringLiteral("/journal.sqlite"), QByteArray(5000, 'x'));
        QVERIFY(stateAfterOpening().startsWith(QLatin1String("read-only: ")));
        QVERIFY(!opened()->runs());
    }
};

QTEST_GUILESS_MAIN(TestJournalDamage)
#include "tst_journaldamage.moc"
