#pragma once

#include "network/domain/error.h"

#include <QByteArray>
#include <QObject>

#include <atomic>
#include <memory>
#include <optional>

class QThreadPool;

namespace latchkey {

class BodyReader;

//! Carries a body in pieces from the event loop's thread to a BodyReader on the parsing thread, a few at a time.
class BodyPump : public QObject
{
    Q_OBJECT
public:
    //! `threads` must have one thread, so that pieces stay in order.
    BodyPump(std::shared_ptr<BodyReader> reader, QThreadPool &threads, QObject *parent = nullptr);
    //! Stops; a piece may still be read: wait for `threads` before what the reader writes to goes.
    ~BodyPump() override;

    void push(QByteArray piece);
    //! Nothing more will be pushed: the reader judges the end.
    void finish();
    //! Pieces that are not read yet will not be.
    void stop();

    //! Push no more until the next progressed(): bounds the memory of a list that comes faster than it is read.
    [[nodiscard]] bool isFull() const { return m_pending >= Most; }
    //! The reader is not being called, and will not be before the next push() or finish().
    [[nodiscard]] bool isIdle() const { return m_pending == 0; }
    [[nodiscard]] bool isFinished() const { return m_finishing && isIdle(); }
    //! The reader's.
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

Q_SIGNALS:
    //! The reader is done with a piece, or with the end.
    void progressed();

private:
    template <typename Step>
    void run(Step step);

    static constexpr int Most = 4;
    std::shared_ptr<BodyReader> m_reader;
    QThreadPool &m_threads;
    std::shared_ptr<std::atomic<bool>> m_stopped = std::make_shared<std::atomic<bool>>(false);
    int m_pending = 0;
    bool m_finishing = false;
    std::optional<Error> m_error;
};

} // namespace latchkey
