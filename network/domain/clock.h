#pragma once

#include <QtGlobal>

#include <chrono>

namespace latchkey {

//! Where everybody gets the time from, so that a test can set it. Thread-safe.
class Clock
{
public:
    virtual ~Clock() = default;
    //! UTC milliseconds since the epoch: for what is shown, stored or compared with a provider's times.
    [[nodiscard]] virtual qint64 nowMs() const = 0;
    //! Monotonic milliseconds that also count while the machine sleeps: for waits, and to notice a sleep.
    [[nodiscard]] virtual qint64 elapsedMs() const = 0;
};

//! The machine's own clock.
class SystemClock : public Clock
{
public:
    [[nodiscard]] qint64 nowMs() const override;
    [[nodiscard]] qint64 elapsedMs() const override;
};

} // namespace latchkey
