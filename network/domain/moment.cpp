#include "network/domain/moment.h"

#include <QTimeZone>

#include <chrono>

namespace latchkey {

namespace {

//! The number that two digits write; more than 99 where they are none.
unsigned twoDigits(const char *at)
{
    const unsigned tens = unsigned(at[0]) - '0';
    const unsigned ones = unsigned(at[1]) - '0';
    return tens < 10 && ones < 10 ? tens * 10 + ones : 100;
}

//! Reads two digits from the front of `text`, and drops them.
bool takeTwoDigits(std::string_view &text, unsigned &number)
{
    if (text.size() < 2)
        return false;
    number = twoDigits(text.data());
    text.remove_prefix(2);
    return number < 100;
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
    unsigned hours = 0;
    unsigned minutes = 0;
    if (!takeTwoDigits(text, hours))
        return false;
    takeChar(text, ':');
    if (!text.empty() && !takeTwoDigits(text, minutes))
        return false;
    if (hours > 23 || minutes > 59)
        return false;
    minutesEast = (east ? 1 : -1) * int(hours * 60 + minutes);
    return true;
}

} // namespace

std::optional<qint64> parseIsoTime(std::string_view text)
{
    // "2021-01-14T11:25:39": four of them stand in each row of a list.
    constexpr size_t Fixed = 19;
    if (text.size() < Fixed || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != ' ')
        || text[13] != ':' || text[16] != ':')
        return {};
    const char *at = text.data();
    const unsigned century = twoDigits(at);
    const unsigned yearInCentury = twoDigits(at + 2);
    const unsigned month = twoDigits(at + 5);
    const unsigned day = twoDigits(at + 8);
    const unsigned hour = twoDigits(at + 11);
    const unsigned minute = twoDigits(at + 14);
    const unsigned second = twoDigits(at + 17);
    if (century > 99 || yearInCentury > 99 || hour > 23 || minute > 59 || second > 60)
        return {};
    text.remove_prefix(Fixed);
    int ms = 0;
    int minutesEast = 0;
    if (text != "Z" && !(takeFraction(text, ms) && takeZone(text, minutesEast) && text.empty()))
        return {};
    const auto ymd =
        std::chrono::year(int(century * 100 + yearInCentury)) / std::chrono::month(month) / std::chrono::day(day);
    if (!ymd.ok())
        return {};
    const qint64 days = std::chrono::sys_days(ymd).time_since_epoch().count();
    const qint64 minutes = (days * 24 + hour) * 60 + minute - minutesEast;
    return (minutes * 60 + qMin(second, 59U)) * 1000 + ms;
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
