#include "models/revocation/journal.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QUuid>
#include <QVariant>
#include <QtEndian>

#include <algorithm>
#include <array>

namespace latchkey {

namespace {

constexpr int SchemaVersion = 1;
constexpr qsizetype HashSize = 32;

// Word for word what sqlite_master holds afterwards, so that a missing trigger shows. The third one also stops
// "INSERT OR REPLACE", which deletes without asking the second.
constexpr std::array<const char *, 4> Schema{
    "CREATE TABLE records (sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, elapsed INTEGER NOT NULL, "
    "kind TEXT NOT NULL, run TEXT NOT NULL, body TEXT NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL)",
    "CREATE TRIGGER records_never_change BEFORE UPDATE ON records BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    "CREATE TRIGGER records_never_go BEFORE DELETE ON records BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    "CREATE TRIGGER records_only_follow BEFORE INSERT ON records WHEN NEW.sequence <> (SELECT COALESCE(MAX(sequence), "
    "0) "
    "+ 1 FROM records) BEGIN SELECT RAISE(ABORT, 'append-only'); END",
};

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

void addNumber(QByteArray &bytes, qint64 number)
{
    const qint64 little = qToLittleEndian(number);
    bytes.append(reinterpret_cast<const char *>(&little), sizeof little);
}

void addText(QByteArray &bytes, const QByteArray &text)
{
    addNumber(bytes, text.size());
    bytes.append(text);
}

//! The first column of the only row; invalid where there is none.
QVariant valueOf(const QSqlDatabase &database, const QString &sql)
{
    QSqlQuery query(database);
    return query.exec(sql) && query.next() ? query.value(0) : QVariant();
}

QString isoTime(qint64 ms) { return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs); }

//! JSON text of a short string that may hold anything.
QByteArray quoted(const QString &text)
{
    QByteArray out("\"");
    for (const QChar c : text) {
        if (c == QLatin1Char('"') || c == QLatin1Char('\\') || c.unicode() < 0x20)
            out += "\\u" + QByteArray::number(c.unicode(), 16).rightJustified(4, '0');
        else
            out += QString(c).toUtf8();
    }
    return out + '"';
}

RunSummary summaryOf(const RunStarted &started, qint64 atMs)
{
    RunSummary summary;
    summary.id = started.run;
    summary.startedMs = atMs;
    summary.reason = started.plan.reason;
    summary.isOwn = started.plan.isOwn;
    for (const PlanAccount &account : started.plan.accounts)
        summary.accounts += account.name;
    return summary;
}

} // namespace

struct Journal::Record
{
    qint64 sequence = 0;
    qint64 at = 0; // UTC ms
    qint64 elapsed = 0; // monotonic ms
    QString kind;
    QString run;
    QByteArray body; // JSON
    QByteArray previous;
    QByteArray hash;

    [[nodiscard]] QByteArray expectedHash() const
    {
        QByteArray bytes = previous;
        addNumber(bytes, sequence);
        addNumber(bytes, at);
        addNumber(bytes, elapsed);
        addText(bytes, kind.toUtf8());
        addText(bytes, run.toUtf8());
        addText(bytes, body);
        return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
    }
    [[nodiscard]] Result<JournalEntry> entry() const { return entryFromJson(kind, RunId{run}, body); }
};

Result<std::unique_ptr<Journal>> Journal::open(const QString &directory, const Clock &clock)
{
    Result<JournalFiles> files = JournalFiles::open(directory);
    if (!files)
        return tl::unexpected(files.error());
    // Before the database: the writer may append in between, and the head must never be newer than what is read.
    const auto head = files->head();
    std::unique_ptr<Journal> journal(new Journal(std::move(*files), clock));
    journal->m_whyReadOnly = journal->m_files.whyNotWritable();

    QString trouble = journal->openDatabase();
    const bool isNew = trouble.isEmpty() && !journal->m_whyReadOnly && (!head || head->sequence == 0)
        && valueOf(journal->database(), QStringLiteral("SELECT COUNT(*) FROM sqlite_master")).toInt() == 0;
    if (isNew)
        trouble = journal->makeSchema();
    if (trouble.isEmpty()) {
        const JournalReport report = journal->check(isNew ? journal->m_files.head() : head);
        trouble = report.trouble;
        journal->m_head = {report.records, QByteArray::fromHex(report.head)};
    }
    if (!trouble.isEmpty() && !journal->m_whyReadOnly) {
        journal->m_whyReadOnly =
            failure(Error::Kind::Journal,
                    tr("The journal %1 does not check: %2 It can still be read and exported. Keep the folder, move it "
                       "elsewhere and start again: nothing is sent that cannot be written down first.")
                        .arg(journal->m_files.directory(), trouble))
                .value();
    }
    if (!journal->m_whyReadOnly && !journal->prepareForWriting())
        journal->m_whyReadOnly = journal->cannotAppend().value();
    return journal;
}

Journal::Journal(JournalFiles files, const Clock &clock)
    : m_files(std::move(files))
    , m_clock(clock)
    , m_connection(QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_head{0, QByteArray(HashSize, '\0')}
{
}

Journal::~Journal()
{
    m_insert.reset();
    database().close();
    QSqlDatabase::removeDatabase(m_connection);
}

QSqlDatabase Journal::database() const { return QSqlDatabase::database(m_connection, false); }

//! Opens the database as far as reading goes. Returns what is wrong; empty: nothing.
QString Journal::openDatabase()
{
    QString path = m_files.databasePath();
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=2000");
    if (m_whyReadOnly) {
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
        if (!m_files.isFolderWritable()) {
            m_copy = std::make_unique<QTemporaryDir>();
            const QString copy = m_copy->filePath(QStringLiteral("journal.sqlite"));
            QFile::copy(path, copy);
            QFile::copy(path + QStringLiteral("-wal"), copy + QStringLiteral("-wal"));
            path = copy;
        }
    }
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    database.setDatabaseName(path);
    database.setConnectOptions(options);
    if (!database.open())
        return tr("it cannot be opened (%1).").arg(database.lastError().databaseText());
    const QVariant version = valueOf(database, QStringLiteral("PRAGMA user_version"));
    if (!version.isValid())
        return tr("it is not a database any more.");
    if (version.toInt() > SchemaVersion)
        return tr("it was written by a newer Latchkey.");
    return {};
}

QString Journal::makeSchema()
{
    const QString cannot = tr("it cannot be set up.");
    QSqlDatabase database = this->database();
    if (valueOf(database, QStringLiteral("PRAGMA journal_mode=WAL")).toString() != QStringLiteral("wal"))
        return cannot;
    QSqlQuery query(database);
    if (!database.transaction())
        return cannot;
    for (const char *statement : Schema) {
        if (!query.exec(QString::fromLatin1(statement)))
            return cannot;
    }
    const bool isMade = query.exec(QStringLiteral("PRAGMA user_version=%1").arg(SchemaVersion)) && database.commit();
    return isMade && m_files.writeHead(m_head, true) ? QString() : cannot;
}

bool Journal::prepareForWriting()
{
    const QSqlDatabase database = this->database();
    const bool isWal = valueOf(database, QStringLiteral("PRAGMA journal_mode=WAL")).toString() == QStringLiteral("wal");
    QSqlQuery(database).exec(QStringLiteral("PRAGMA synchronous=FULL"));
    const bool isFull = valueOf(database, QStringLiteral("PRAGMA synchronous")).toInt() == 2;
    m_insert = std::make_unique<QSqlQuery>(database);
    return isWal && isFull
        && m_insert->prepare(
            QStringLiteral("INSERT INTO records (sequence, at, elapsed, kind, run, body, previous, hash) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
}

//! From now on nothing is appended any more: what was lost once may have left a gap.
tl::unexpected<Error> Journal::cannotAppend()
{
    constexpr int Full = 13; // SQLITE_FULL
    const QSqlError inserting = m_insert ? m_insert->lastError() : QSqlError();
    const QSqlError error = inserting.isValid() ? inserting : database().lastError();
    const int code = error.nativeErrorCode().toInt() & 0xff; // the rest is SQLite's extended code
    const QString sentence = code == Full
        ? tr("The disk that holds the journal %1 is full. Free some space, then start Latchkey again: nothing is sent "
             "that cannot be written down first.")
              .arg(m_files.directory())
        : tr("The journal %1 cannot be written (%2). Look at its disk and folder, then start Latchkey again: nothing "
             "is "
             "sent that cannot be written down first.")
              .arg(m_files.directory(), error.databaseText());
    m_whyReadOnly = failure(Error::Kind::Journal, sentence).value();
    return failure(*m_whyReadOnly);
}

bool Journal::insert(const JournalEntry &entry, JournalHead &head)
{
    Record record;
    record.sequence = head.sequence + 1;
    record.at = m_clock.nowMs();
    record.elapsed = m_clock.elapsedMs();
    record.kind = entryKind(entry);
    record.run = runOf(entry).value;
    record.body = entryToJson(entry);
    record.previous = head.hash;
    record.hash = record.expectedHash();
    head = {record.sequence, record.hash};

    m_insert->bindValue(0, record.sequence);
    m_insert->bindValue(1, record.at);
    m_insert->bindValue(2, record.elapsed);
    m_insert->bindValue(3, record.kind);
    m_insert->bindValue(4, record.run);
    m_insert->bindValue(5, QString::fromUtf8(record.body));
    m_insert->bindValue(6, record.previous);
    m_insert->bindValue(7, record.hash);
    return m_insert->exec();
}

Result<qint64> Journal::append(const QList<JournalEntry> &entries)
{
    if (m_whyReadOnly)
        return failure(*m_whyReadOnly);
    QSqlDatabase database = this->database();
    JournalHead head = m_head;
    // One record is a transaction by itself.
    const bool isGroup = entries.size() > 1;
    bool isDone = !isGroup || database.transaction();
    for (const JournalEntry &entry : entries)
        isDone = isDone && insert(entry, head);
    if (!isDone || (isGroup && !database.commit())) {
        const auto why = cannotAppend();
        database.rollback();
        return why;
    }
    // SQLite goes on writing to files that have no name any more.
    Result<void> after = m_files.checkStillThere();
    if (after)
        after = m_files.writeHead(head);
    if (!after) {
        m_whyReadOnly = after.error();
        return failure(after.error());
    }
    m_head = head;
    return head.sequence;
}

Result<void> Journal::readRecords(const QString &condition, const QVariantList &values,
                                  const std::function<Result<bool>(const Record &)> &read) const
{
    QSqlQuery query(database());
    query.setForwardOnly(true);
    const QString where = condition.isEmpty() ? QString() : QStringLiteral(" WHERE ") + condition;
    bool isGood =
        query.prepare(QStringLiteral("SELECT sequence, at, elapsed, kind, run, body, previous, hash FROM records")
                      + where + QStringLiteral(" ORDER BY sequence"));
    for (const QVariant &value : values)
        query.addBindValue(value);
    isGood = isGood && query.exec();
    while (isGood && query.next()) {
        Record record;
        record.sequence = query.value(0).toLongLong();
        record.at = query.value(1).toLongLong();
        record.elapsed = query.value(2).toLongLong();
        record.kind = query.value(3).toString();
        record.run = query.value(4).toString();
        record.body = query.value(5).toString().toUtf8();
        record.previous = query.value(6).toByteArray();
        record.hash = query.value(7).toByteArray();
        const Result<bool> more = read(record);
        if (!more)
            return failure(more.error());
        if (!*more)
            return {};
    }
    if (isGood && !query.lastError().isValid())
        return {};
    return failure(Error::Kind::Journal,
                   tr("The journal %1 cannot be read (%2). Look at its disk and folder, then try again.")
                       .arg(m_files.directory(), query.lastError().databaseText()));
}

JournalReport Journal::check(const std::optional<JournalHead> &head) const
{
    JournalReport report;
    const QSqlDatabase database = this->database();
    if (valueOf(database, QStringLiteral("PRAGMA quick_check(1)")).toString() != QStringLiteral("ok")) {
        report.trouble = tr("the database is damaged.");
        return report;
    }
    QStringList schema;
    QSqlQuery query(database);
    query.exec(QStringLiteral("SELECT sql FROM sqlite_master ORDER BY rowid"));
    while (query.next())
        schema += query.value(0).toString();
    QStringList expected;
    std::transform(Schema.begin(), Schema.end(), std::back_inserter(expected),
                   [](const char *statement) { return QString::fromLatin1(statement); });
    const int version = valueOf(database, QStringLiteral("PRAGMA user_version")).toInt();
    if (schema != expected || version != SchemaVersion) {
        report.trouble = tr("its tables are missing or were changed.");
        return report;
    }

    bool isHeadMet = head && head->sequence == 0;
    QByteArray previous(HashSize, '\0');
    const auto read = readRecords({}, {}, [&](const Record &record) -> Result<bool> {
        const bool isSound = record.sequence == report.records + 1 && record.previous == previous
            && record.hash == record.expectedHash();
        if (!isSound) {
            report.brokenAt = report.records + 1;
            report.trouble = tr("record %1 was damaged or changed.").arg(report.brokenAt);
            return false;
        }
        ++report.records;
        previous = record.hash;
        isHeadMet = isHeadMet || (head && head->sequence == record.sequence && head->hash == record.hash);
        return true;
    });
    report.head = previous.toHex();
    if (!report.trouble.isEmpty())
        return report;
    if (!read)
        report.trouble = tr("the database is damaged.");
    else if (!isHeadMet)
        report.trouble = tr("its last records are missing, or its head file was damaged or changed.");
    return report;
}

JournalReport Journal::verify() { return check(m_files.head()); }

Result<QList<RunSummary>> Journal::runs()
{
    QList<RunSummary> runs;
    QHash<RunId, qsizetype> index;
    const auto read = readRecords(QStringLiteral("kind IN ('runStarted', 'runResumed', 'runEnded')"), {},
                                  [&](const Record &record) -> Result<bool> {
                                      const Result<JournalEntry> entry = record.entry();
                                      if (!entry)
                                          return failure(entry.error());
                                      if (const auto *started = std::get_if<RunStarted>(&*entry)) {
                                          index.insert(started->run, runs.size());
                                          runs += summaryOf(*started, record.at);
                                          return true;
                                      }
                                      const qsizetype row = index.value(runOf(*entry), -1);
                                      if (row < 0)
                                          return true;
                                      RunSummary &summary = runs[row];
                                      const auto *ended = std::get_if<RunEnded>(&*entry);
                                      summary.endedMs = ended ? std::optional(record.at) : std::nullopt;
                                      summary.how = ended ? std::optional(ended->how) : std::nullopt;
                                      if (ended)
                                          summary.counts = ended->counts;
                                      return true;
                                  });
    if (!read)
        return failure(read.error());
    for (RunSummary &summary : runs) {
        if (summary.endedMs)
            continue;
        const Result<Run> open = run(summary.id);
        if (!open)
            return failure(open.error());
        summary.counts = open->counts();
    }
    std::reverse(runs.begin(), runs.end());
    return runs;
}

Result<Run> Journal::run(const RunId &id)
{
    std::optional<Run> run;
    const auto read = readRecords(QStringLiteral("run = ?"), {id.value}, [&](const Record &record) -> Result<bool> {
        const Result<JournalEntry> entry = record.entry();
        if (!entry)
            return failure(entry.error());
        if (const auto *started = std::get_if<RunStarted>(&*entry))
            run = Run(*started, record.at);
        else if (run)
            run->apply(*entry, record.at);
        return true;
    });
    if (!read)
        return failure(read.error());
    if (!run)
        return failure(
            Error::Kind::InvalidInput,
            tr("The journal holds no run %1. List the runs to see which there are.").arg(cleanedText(id.value)));
    return *run;
}

Result<QList<CreateIntent>> Journal::openCreates()
{
    QList<CreateIntent> open;
    const auto read = readRecords(
        QStringLiteral("kind IN ('createIntent', 'createAnswered')"), {}, [&](const Record &record) -> Result<bool> {
            const Result<JournalEntry> entry = record.entry();
            if (!entry)
                return failure(entry.error());
            if (const auto *intent = std::get_if<CreateIntent>(&*entry))
                open.prepend(*intent);
            else
                open.removeIf([&entry](const CreateIntent &waiting) { return waiting.run == runOf(*entry); });
            return true;
        });
    if (!read)
        return failure(read.error());
    return open;
}

Result<qint64> Journal::exportLines(const std::function<bool(QByteArrayView line)> &line)
{
    qint64 lines = 0;
    const auto read = readRecords({}, {}, [&](const Record &record) -> Result<bool> {
        ++lines;
        // The body goes out as it is, so that its hash can be checked by others.
        return line("{\"sequence\":" + QByteArray::number(record.sequence) + ",\"at\":" + quoted(isoTime(record.at))
                    + ",\"elapsedMs\":" + QByteArray::number(record.elapsed) + ",\"kind\":" + quoted(record.kind)
                    + ",\"run\":" + quoted(record.run) + ",\"body\":" + record.body + ",\"previous\":\""
                    + record.previous.toHex() + "\",\"hash\":\"" + record.hash.toHex() + "\"}");
    });
    if (!read)
        return failure(read.error());
    return lines;
}

} // namespace latchkey
