#pragma once

#include "network/domain/error.h"

#include <QFuture>
#include <QPromise>

#include <atomic>

namespace latchkey {

//! The producing half of a QFuture<Result<T>> that finishes with exactly one result, never cancelled, never
//! exceptional. Share it by shared_ptr with whatever may finish it; the first delivery counts. Dropped without one, it
//! delivers Cancelled: a bare QPromise would leave a future with no result to take. Thread-safe.
template <typename T>
class Answer
{
public:
    Answer() { m_promise.start(); }
    ~Answer() { deliver(failure(Error::Kind::Cancelled)); }
    Answer(const Answer &) = delete;
    Answer &operator=(const Answer &) = delete;

    [[nodiscard]] QFuture<Result<T>> future() const { return m_promise.future(); }
    [[nodiscard]] bool isDelivered() const { return m_delivered; }

    //! Later calls are ignored, so that a deadline and an answer may race.
    void deliver(Result<T> result)
    {
        if (m_delivered.exchange(true))
            return;
        m_promise.addResult(std::move(result));
        m_promise.finish();
    }

private:
    QPromise<Result<T>> m_promise;
    std::atomic<bool> m_delivered = false;
};

//! A future that is finished already.
template <typename T>
[[nodiscard]] QFuture<Result<T>> finished(Result<T> result)
{
    Answer<T> answer;
    answer.deliver(std::move(result));
    return answer.future();
}

} // namespace latchkey
