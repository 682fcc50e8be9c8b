#include "network/domain/moment.h"

#include <QTimeZone>

#include <charconv>
#include <chrono>

namespace latchkey {

namespace {

//! Reads exactly `digits` digits from the front of `text`, and drops them.
bool takeNumber(std::string_view &text, size_t digits, int &number)
{
    if (text.size() < digits)
        return false;
    for (size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9') // from_chars would take a sign
            return false;
    }
    std::from_chars(text.data(), text.data() + digits, number);
    text.remove_prefix(digits);
    return true;
}

bool takeChar(std::string_view &text, char wanted)
{
    if (text.empty() || text.front() != wanted)
        return false;
    text.remove_prefix(1);
    return true;
}

//! Milliseconds from ".123456", whatever its length; further digits are cut, not rounded.
bool takeFraction(std::string_view &text, int &ms)
{
    ms = 0;
    if (!takeChar(text, '.'))
        return true;
    int digits = 0;
    int scale = 100;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        ms += (text.front() - '0') * scale;
        scale /= 10;
        ++digits;
        text.remove_prefix(1);
    }
    return digits > 0;
}

bool takeZone(std::string_view &text, int &minutesEast)
{
    minutesEast = 0;
    if (text.empty() || takeChar(text, 'Z') || takeChar(text, 'z'))
        return true;
    const bool east = text.front() == '+';
    if (!takeChar(text, '+') && !takeChar(text, '-'))
        return false;
    int hours = 0;
    int minutes = 0;
    if (!takeNumber(text, 2, hours))
        return false;
    takeChar(text, ':');
    if (!text.empty() && !takeNumber(text, 2, minutes))
        return false;
    if (hours > 23 || minutes > 59)
        return false;
    minutesEast = (east ? 1 : -1) * (hours * 60 + minutes);
    return true;
}

} // namespace

std::optional<qint64> parseIsoTime(std::string_view text)
{
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int ms = 0;
    int minutesEast = 0;
    const bool date = takeNumber(text, 4, year) && takeChar(text, '-') && takeNumber(text, 2, month)
        && takeChar(text, '-') && takeNumber(text, 2, day) && (takeChar(text, 'T') || takeChar(text, ' '));
    if (!date)
        return {};
    const bool time = takeNumber(text, 2, hour) && takeChar(text, ':') && takeNumber(text, 2, minute)
        && takeChar(text, ':') && takeNumber(text, 2, second) && takeFraction(text, ms) && takeZone(text, minutesEast)
        && text.empty();
    if (!time || hour > 23 || minute > 59 || second > 60)
        return {};
    const auto ymd = std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month))
        / std::chrono::day(static_cast<unsigned>(day));
    if (!ymd.ok())
        return {};
    const qint64 days = std::chrono::sys_days(ymd).time_since_epoch().count();
    const qint64 seconds = ((days * 24 + hour) * 60 + minute - minutesEast) * 60 + qMin(second, 59);
    return seconds * 1000 + ms;
}

QDateTime Moment::toDateTime() const { return isTime() ? QDateTime::fromMSecsSinceEpoch(m_raw, Qt::UTC) : QDateTime(); }

QString Moment::toIso() const
{
    if (isNever())
        return QStringLiteral("never");
    if (!isReported())
        return {};
    return toDateTime().toString(m_raw % 1000 ? Qt::ISODateWithMs : Qt::ISODate);
}

} // namespace latchkey
