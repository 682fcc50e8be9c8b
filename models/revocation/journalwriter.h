#pragma once

#include "models/revocation/journal.h"
#include "network/async/answer.h"

#include <QFuture>
#include <QMutex>
#include <QObject>
#include <QThread>

#include <functional>
#include <memory>
#include <vector>

namespace latchkey {

//! The journal on a thread of its own. Call from any one thread; futures finish on the journal's thread. What is asked
//! while a commit is under way is committed together afterwards. The destructor finishes what was asked, then closes.
class JournalWriter : public QObject
{
    Q_OBJECT
public:
    //! Opens the journal in `directory` in the background; `clock` must outlive this.
    JournalWriter(const QString &directory, const Clock &clock, QObject *parent = nullptr);
    ~JournalWriter() override;

    //! Absent: ready for writing. Else why only reading works. Error: the journal could not be opened at all.
    [[nodiscard]] QFuture<Result<std::optional<Error>>> opened() const { return m_opened->future(); }

    //! As Journal::append. Each call's entries are committed as a whole.
    [[nodiscard]] QFuture<Result<qint64>> append(const QList<JournalEntry> &entries);
    [[nodiscard]] QFuture<Result<QList<RunSummary>>> runs();
    [[nodiscard]] QFuture<Result<Run>> run(const RunId &id);
    [[nodiscard]] QFuture<Result<QList<CreateIntent>>> openCreates();
    [[nodiscard]] QFuture<Result<JournalReport>> verify();
    //! `line` is called on the journal's thread.
    [[nodiscard]] QFuture<Result<qint64>> exportLines(const std::function<bool(QByteArrayView line)> &line);

private:
    struct Waiting
    {
        QList<JournalEntry> entries;
        std::shared_ptr<Answer<qint64>> answer;
    };
    template <typename T>
    [[nodiscard]] QFuture<Result<T>> ask(const std::function<Result<T>(Journal &)> &question);
    void commitWaiting();

    QThread m_thread;
    QObject *m_worker = nullptr; //!< lives on m_thread
    std::shared_ptr<Answer<std::optional<Error>>> m_opened = std::make_shared<Answer<std::optional<Error>>>();
    Result<std::unique_ptr<Journal>> m_journal = nullptr; //!< only on m_thread
    QMutex m_mutex;
    std::vector<Waiting> m_waiting; //!< under m_mutex
};

} // namespace latchkey
