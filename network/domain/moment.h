#pragma once

#include <QDateTime>
#include <QString>

#include <limits>
#include <optional>
#include <string_view>

namespace latchkey {

//! A time as a provider gives it: UTC milliseconds since the epoch, or "never" (the provider says so), or "not
//! reported" (it says nothing, or nothing we can read). One int64, so that a million of them are a column.
class Moment
{
public:
    constexpr Moment() = default; //!< not reported
    static constexpr Moment notReported() { return Moment(); }
    static constexpr Moment never() { return Moment(NeverRaw); }
    //! The two raw values that mean something else become their neighbours; no provider reports such times.
    static constexpr Moment at(qint64 msSinceEpochUtc)
    {
        return Moment(qBound(NotReportedRaw + 1, msSinceEpochUtc, NeverRaw - 1));
    }
    static constexpr Moment fromRaw(qint64 raw) { return Moment(raw); }

    [[nodiscard]] constexpr bool isReported() const { return m_raw != NotReportedRaw; }
    [[nodiscard]] constexpr bool isNever() const { return m_raw == NeverRaw; }
    [[nodiscard]] constexpr bool isTime() const { return isReported() && !isNever(); }
    //! UTC milliseconds since the epoch; only where isTime().
    [[nodiscard]] constexpr qint64 ms() const { return m_raw; }
    //! The column's value; keeps all three cases.
    [[nodiscard]] constexpr qint64 raw() const { return m_raw; }
    //! In UTC; invalid unless isTime().
    [[nodiscard]] QDateTime toDateTime() const;
    //! "2026-11-22T08:30:00Z" (with milliseconds where there are any), "never", or null where not reported.
    [[nodiscard]] QString toIso() const;

    friend constexpr bool operator==(Moment, Moment) = default;

private:
    static constexpr qint64 NotReportedRaw = std::numeric_limits<qint64>::min();
    static constexpr qint64 NeverRaw = std::numeric_limits<qint64>::max();
    explicit constexpr Moment(qint64 raw) : m_raw(raw) { }
    qint64 m_raw = NotReportedRaw;
};

//! ISO 8601 date and time to UTC milliseconds: "2021-01-14T11:25:39Z", with a fraction, with "+02:00" or "+0200".
//! Without a zone it is UTC, since every provider we know means that. A leap second counts as the second before.
//! Anything else (also a date alone, a year over 9999, or trailing text) is nullopt. Does not allocate: 1M a list.
[[nodiscard]] std::optional<qint64> parseIsoTime(std::string_view text);

} // namespace latchkey
