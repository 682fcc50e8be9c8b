#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

namespace latchkey {

//! Calls `act` with the future's result from the event loop of `context`, and never after `context` died.
//! Use it instead of future.then(context, …), which asserts in Qt 6.4 once the context is gone.
template <typename T, typename Act>
void whenDone(const QFuture<T> &future, QObject *context, Act act)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, act = std::move(act)]() mutable {
        watcher->deleteLater();
        act(watcher->result());
    });
    watcher->setFuture(future);
}

} // namespace latchkey
