#pragma once

#include "models/revocation/journal.h"
#include "planfixture.h"

#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace latchkey {

//! One millisecond passes with every look at it.
class TickingClock : public Clock
{
public:
    [[nodiscard]] qint64 nowMs() const override { return Now + ++m_ticks; }
    [[nodiscard]] qint64 elapsedMs() const override { return m_ticks; }

private:
    mutable qint64 m_ticks = 0;
};

const RunId TheRun{QStringLiteral("run-1")};

//! A group of intents, each with a token of its own.
inline QList<JournalEntry> intents(const AccountId &account, int count, int from = 0)
{
    QList<JournalEntry> entries;
    for (int i = 0; i < count; ++i)
        entries += Intent{TheRun, account, RevokeCall::Extent::One, {TokenId{QStringLiteral("t%1").arg(from + i)}}, 1};
    return entries;
}

//! A whole small run: started, intents, answers, looks, outcomes, ended.
inline QList<QList<JournalEntry>> smallRun()
{
    const Plan plan = planOf(3);
    const AccountId account = plan.accounts[0].id;
    const QList<TokenId> items{TokenId{QStringLiteral("t0")}, TokenId{QStringLiteral("t1")}};
    OutcomeCounts counts;
    counts.of(Outcome::Confirmed) = 2;
    counts.open = 1;
    return {{RunStarted{TheRun, plan, QStringLiteral("ann"), QStringLiteral("1.0")}},
            intents(account, 2),
            {answeredOf(TheRun, account, items, RevokeAnswer{204, {}, QStringLiteral("req")})},
            {Looked{TheRun, account, items, Presence::Absent}, Settled{TheRun, account, items, Outcome::Confirmed, {}}},
            {RunEnded{TheRun, RunEnded::How::Stopped, counts}}};
}

//! Every record as its line of the export; what cannot be read is one line that says so.
inline QList<QByteArray> linesOf(Journal &journal)
{
    QList<QByteArray> lines;
    const auto done = journal.exportLines([&lines](QByteArrayView line) {
        lines += line.toByteArray();
        return true;
    });
    if (!done)
        lines = {"unreadable"};
    return lines;
}

inline QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void writeAll(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(bytes), bytes.size());
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

//! Somebody else's hand on the database.
inline bool execute(const QString &directory, const QStringList &statements, QString *error = nullptr)
{
    bool isDone = true;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("intruder"));
        database.setDatabaseName(directory + QStringLiteral("/journal.sqlite"));
        isDone = database.open();
        QSqlQuery query(database);
        for (const QString &statement : statements) {
            isDone = isDone && query.exec(statement);
            if (error && query.lastError().isValid())
                *error = query.lastError().databaseText();
        }
    }
    QSqlDatabase::removeDatabase(QStringLiteral("intruder"));
    return isDone;
}

//! A journal in a folder of its own for each test.
class JournalTest : public QObject
{
    Q_OBJECT

protected:
    TickingClock m_clock;
    std::unique_ptr<QTemporaryDir> m_temporary;
    QString m_directory;

    //! Opens it, and says why it cannot.
    std::unique_ptr<Journal> opened()
    {
        auto journal = Journal::open(m_directory, m_clock);
        if (journal)
            return std::move(*journal);
        qWarning("%s", qPrintable(journal.error().message));
        return nullptr;
    }

    //! Opens it and appends a whole small run.
    std::unique_ptr<Journal> filled()
    {
        auto journal = opened();
        const auto groups = smallRun();
        for (const QList<JournalEntry> &group : groups) {
            if (!journal || !journal->append(group))
                return nullptr;
        }
        return journal;
    }

    //! "writable", or why not.
    QString stateAfterOpening()
    {
        const auto journal = Journal::open(m_directory, m_clock);
        if (!journal)
            return QStringLiteral("error: ") + journal.error().message;
        const auto &why = (*journal)->whyReadOnly();
        return why ? QStringLiteral("read-only: ") + why->message : QStringLiteral("writable");
    }

private Q_SLOTS:
    void init()
    {
        // In memory where that can be had: thousands of journals are opened here, and each waits for its disk.
        const QString memory = QStringLiteral("/dev/shm/latchkey-XXXXXX");
        m_temporary = std::make_unique<QTemporaryDir>(memory);
        if (!m_temporary->isValid())
            m_temporary = std::make_unique<QTemporaryDir>();
        m_directory = m_temporary->filePath(QStringLiteral("journal"));
    }
};

} // namespace latchkey
