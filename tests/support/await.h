#pragma once

#include <QEventLoop>
#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>
#include <QTimer>

#include <qcoro/qcorotask.h>

#include <chrono>

namespace latchkey::test {

//! How long a test waits for what should take milliseconds: a busy machine must not fail it.
inline constexpr std::chrono::milliseconds Patience{20'000};

//! Runs the event loop until the future has finished. False where it does not in time.
template <typename T>
[[nodiscard]] bool waitFor(const QFuture<T> &future, std::chrono::milliseconds timeout = Patience)
{
    // Not QTest::qWaitFor, which sleeps 10 ms each time round.
    QEventLoop loop;
    QFutureWatcher<T> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    watcher.setFuture(future);
    QTimer::singleShot(timeout, &loop, &QEventLoop::quit);
    if (!future.isFinished())
        loop.exec();
    return future.isFinished();
}

//! The future's result, with the event loop running meanwhile. Ends the program where it does not come in time: there
//! is no value to return, and nothing that follows would mean anything.
template <typename T>
[[nodiscard]] T await(const QFuture<T> &future, std::chrono::milliseconds timeout = Patience)
{
    if (!waitFor(future, timeout) || future.resultCount() == 0)
        qFatal("await: the future has no result");
    return future.result();
}

//! The same for a coroutine.
template <typename T>
[[nodiscard]] T await(QCoro::Task<T> task, std::chrono::milliseconds timeout = Patience)
{
    QPromise<T> promise;
    promise.start();
    const auto store = [](QCoro::Task<T> running, QPromise<T> &result) -> QCoro::Task<void> {
        result.addResult(co_await std::move(running));
        result.finish();
    };
    const QCoro::Task<void> observer = store(std::move(task), promise);
    return await(promise.future(), timeout);
}

} // namespace latchkey::test
