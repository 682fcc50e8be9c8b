#pragma once

#include "network/async/answer.h"

#include <QCoreApplication>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

namespace latchkey {

//! Finishes after `wait`, or with Cancelled as soon as `stop` is requested (from any thread). Event loop of the caller.
[[nodiscard]] inline QFuture<Result<void>> sleepFor(std::chrono::milliseconds wait, std::stop_token stop)
{
    auto answer = std::make_shared<Answer<void>>();
    using OnStop = std::stop_callback<std::function<void()>>;
    auto onStop = std::make_shared<OnStop>(stop, [weak = std::weak_ptr(answer)] {
        if (const auto waiting = weak.lock())
            waiting->deliver(failure(Error::Kind::Cancelled));
    });
    QTimer::singleShot(wait, QCoreApplication::instance(), [answer, onStop] { answer->deliver(Result<void>()); });
    return answer->future();
}

} // namespace latchkey
