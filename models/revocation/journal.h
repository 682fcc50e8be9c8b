#pragma once

#include "models/revocation/journalfiles.h"
#include "models/revocation/run.h"
#include "network/domain/clock.h"
#include "network/domain/error.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <QVariantList>

#include <functional>
#include <memory>
#include <optional>

class QSqlDatabase;
class QSqlQuery;
class QTemporaryDir;

namespace latchkey {

//! One run of the journal, in a line.
struct RunSummary
{
    RunId id = {};
    qint64 startedMs = 0; //!< UTC
    std::optional<qint64> endedMs = {}; //!< absent: open
    std::optional<RunEnded::How> how = {};
    QString reason = {};
    QStringList accounts = {}; //!< names
    bool isOwn = false;
    OutcomeCounts counts = {};

    friend bool operator==(const RunSummary &, const RunSummary &) = default;
};

//! What a check of the whole journal found.
struct JournalReport
{
    qint64 records = 0;
    QByteArray head = {}; //!< hex hash of the last record; empty: no records
    qint64 brokenAt = 0; //!< sequence of the first record that does not check; 0: none
    QString trouble = {}; //!< a sentence; empty: all is well

    [[nodiscard]] bool isSound() const { return trouble.isEmpty(); }
};

//! The append-only record of everything that this app changes at a provider: SQLite in a folder of its own (0700; its
//! files 0600), each record holding the hash of the one before. Shows accident and casual edits, not an attacker with
//! our own rights. Not thread-safe: opened, used and destroyed on one thread; JournalWriter has that thread.
//! Every Error is of kind Journal, with a sentence and a next step.
class Journal
{
public:
    //! Makes `directory` and the journal where they are missing, takes the writer's lock and checks everything.
    //! Where another process holds the lock, or the check fails, the journal is open for reading alone: whyReadOnly().
    [[nodiscard]] static Result<std::unique_ptr<Journal>> open(const QString &directory, const Clock &clock);
    ~Journal();

    //! Absent: entries can be appended.
    [[nodiscard]] const std::optional<Error> &whyReadOnly() const { return m_whyReadOnly; }

    //! Commits the entries as one: after a crash either all or none are there. Durable when it returns. The result is
    //! the sequence of the last one. An error means that none may be acted on; the journal then refuses all that
    //! follows.
    [[nodiscard]] Result<qint64> append(const QList<JournalEntry> &entries);

    //! Newest first.
    [[nodiscard]] Result<QList<RunSummary>> runs();
    [[nodiscard]] Result<Run> run(const RunId &id);
    //! Creates whose answer never came, newest first.
    [[nodiscard]] Result<QList<CreateIntent>> openCreates();
    //! Reads and checks everything again.
    [[nodiscard]] JournalReport verify();
    //! Every record as one line of JSON, oldest first, until `line` returns false.
    [[nodiscard]] Result<qint64> exportLines(const std::function<bool(QByteArrayView line)> &line);

private:
    struct Record;

    Journal(JournalFiles files, const Clock &clock);
    [[nodiscard]] QSqlDatabase database() const;
    [[nodiscard]] QString openDatabase();
    [[nodiscard]] QString makeSchema();
    [[nodiscard]] bool prepareForWriting();
    [[nodiscard]] JournalReport check(const std::optional<JournalHead> &head) const;
    [[nodiscard]] bool insert(const JournalEntry &entry, JournalHead &head);
    [[nodiscard]] tl::unexpected<Error> cannotAppend();
    //! Records in order, those that fit `condition` (SQL; empty: all), until `read` returns false.
    [[nodiscard]] Result<void> readRecords(const QString &condition, const QVariantList &values,
                                           const std::function<Result<bool>(const Record &)> &read) const;

    JournalFiles m_files;
    const Clock &m_clock;
    QString m_connection;
    std::unique_ptr<QTemporaryDir> m_copy; //!< what is read where the folder itself cannot be written
    std::unique_ptr<QSqlQuery> m_insert;
    std::optional<Error> m_whyReadOnly;
    JournalHead m_head;
};

} // namespace latchkey
