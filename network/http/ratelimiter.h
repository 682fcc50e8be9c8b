#pragma once

#include "network/domain/clock.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <optional>

namespace latchkey {

//! A provider's word on how much an account may still send.
struct RateReport
{
    std::optional<int> limit = {};
    std::optional<int> remaining = {};
    std::optional<qint64> resetMs = {}; //!< UTC ms when `remaining` is full again
};

//! One account's budget, fed by the provider's headers and by 429s; decides when the next request may go.
//! Lives on the GUI thread. Emits changed() for the status bar.
class RateLimiter : public QObject
{
    Q_OBJECT
public:
    //! `documentedPerHour`: assumed until a header says better; 0: no limit known.
    RateLimiter(const Clock &clock, int documentedPerHour, QObject *parent = nullptr);

    //! Milliseconds until a write (or, with `read`, a read) may go; 0: now. Reads wait only after a 429.
    [[nodiscard]] qint64 waitMs(bool read) const;
    //! A write is about to go.
    void spend();
    void report(const RateReport &report);
    //! A 429: nothing more goes before `nowMs() + wait`.
    void pause(std::chrono::milliseconds wait);

    //! UTC ms until when a 429 or an empty budget holds this account back; absent: it does not.
    [[nodiscard]] std::optional<qint64> pausedUntilMs() const;
    [[nodiscard]] const RateReport &budget() const { return m_budget; }
    //! Writes of a window that are left to others: a tenth of its limit or, where the provider does not tell that, of
    //! what was left when the window was first seen.
    [[nodiscard]] int reserve() const { return m_reserve; }

Q_SIGNALS:
    void changed();

private:
    const Clock &m_clock;
    RateReport m_budget;
    int m_reserve = 0;
    qint64 m_pausedUntilElapsed = 0;
};

//! The wait that a Retry-After value asks for, relative to the answer's own Date header (reliability R20): seconds or
//! any of the three HTTP-date forms; negative is 0; more than 15 minutes is cut by the caller. nullopt: not understood.
[[nodiscard]] std::optional<std::chrono::seconds> parseRetryAfter(QByteArrayView value, QByteArrayView dateHeader,
                                                                  qint64 nowMs);
//! The three forms of an HTTP date (RFC 9110 5.6.7) to UTC ms.
[[nodiscard]] std::optional<qint64> parseHttpDate(QByteArrayView value);

} // namespace latchkey
