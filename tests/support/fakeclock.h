#pragma once

#include "network/domain/clock.h"

#include <atomic>
#include <chrono>

namespace latchkey::test {

//! A clock that stands still until a test moves it. Starts at 2026-11-22T08:00:00Z.
class FakeClock : public Clock
{
public:
    [[nodiscard]] qint64 nowMs() const override { return m_now; }
    [[nodiscard]] qint64 elapsedMs() const override { return m_elapsed; }

    //! Time passes, on both clocks.
    void advance(std::chrono::milliseconds by)
    {
        m_now += by.count();
        m_elapsed += by.count();
    }
    //! Somebody sets the wall clock; no time passes.
    void setNowMs(qint64 ms) { m_now = ms; }

private:
    std::atomic<qint64> m_now = 1'795'334'400'000;
    std::atomic<qint64> m_elapsed = 1'000'000;
};

} // namespace latchkey::test
