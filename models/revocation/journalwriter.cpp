#include "models/revocation/journalwriter.h"

#include <QMutexLocker>

#include <utility>

namespace latchkey {

JournalWriter::JournalWriter(const QString &directory, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_worker(new QObject)
{
    m_thread.setObjectName(QStringLiteral("journal"));
    m_worker->moveToThread(&m_thread);
    m_thread.start();
    QMetaObject::invokeMethod(m_worker, [this, directory, &clock] {
        m_journal = Journal::open(directory, clock);
        if (m_journal)
            m_opened->deliver((*m_journal)->whyReadOnly());
        else
            m_opened->deliver(failure(m_journal.error()));
    });
}

JournalWriter::~JournalWriter()
{
    // SQLite's connection must be closed on the thread that opened it.
    QMetaObject::invokeMethod(
        m_worker, [this] { m_journal = nullptr; }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
    delete m_worker;
}

QFuture<Result<qint64>> JournalWriter::append(const QList<JournalEntry> &entries)
{
    auto answer = std::make_shared<Answer<qint64>>();
    {
        const QMutexLocker lock(&m_mutex);
        m_waiting.push_back({entries, answer});
    }
    QMetaObject::invokeMethod(m_worker, [this] { commitWaiting(); });
    return answer->future();
}

//! One commit for all that waits: its disk write is what costs.
void JournalWriter::commitWaiting()
{
    std::vector<Waiting> waiting;
    {
        const QMutexLocker lock(&m_mutex);
        waiting.swap(m_waiting);
    }
    if (waiting.empty())
        return; // an earlier call took it along
    QList<JournalEntry> entries;
    for (const Waiting &one : waiting)
        entries += one.entries;
    const Result<qint64> last = m_journal ? (*m_journal)->append(entries) : failure(m_journal.error());
    qint64 sequence = last ? *last - entries.size() : 0;
    for (const Waiting &one : waiting) {
        sequence += one.entries.size();
        one.answer->deliver(last ? Result<qint64>(sequence) : last);
    }
}

template <typename T>
QFuture<Result<T>> JournalWriter::ask(const std::function<Result<T>(Journal &)> &question)
{
    auto answer = std::make_shared<Answer<T>>();
    QMetaObject::invokeMethod(m_worker, [this, question, answer] {
        answer->deliver(m_journal ? question(**m_journal) : Result<T>(failure(m_journal.error())));
    });
    return answer->future();
}

QFuture<Result<QList<RunSummary>>> JournalWriter::runs()
{
    return ask<QList<RunSummary>>([](Journal &journal) { return journal.runs(); });
}

QFuture<Result<Run>> JournalWriter::run(const RunId &id)
{
    return ask<Run>([id](Journal &journal) { return journal.run(id); });
}

QFuture<Result<QList<CreateIntent>>> JournalWriter::openCreates()
{
    return ask<QList<CreateIntent>>([](Journal &journal) { return journal.openCreates(); });
}

QFuture<Result<JournalReport>> JournalWriter::verify()
{
    return ask<JournalReport>([](Journal &journal) { return Result<JournalReport>(journal.verify()); });
}

QFuture<Result<qint64>> JournalWriter::exportLines(const std::function<bool(QByteArrayView line)> &line)
{
    return ask<qint64>([line](Journal &journal) { return journal.exportLines(line); });
}

} // namespace latchkey
