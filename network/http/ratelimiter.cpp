#include "network/http/ratelimiter.h"

#include <QByteArrayView>
#include <QDateTime>
#include <QRegularExpression>
#include <QStringList>
#include <QTimeZone>

#include <algorithm>
#include <cstdlib>

namespace latchkey {

namespace {

//! The longest window that a budget of ours or a provider's can have; a reset further away is a clock gone wrong.
constexpr qint64 LongestWindowMs = 60 * 60'000;
//! Two reset times that differ by less mean the same window: providers that tell "in n seconds" waver.
constexpr qint64 SameResetMs = 2'000;

int reserveOf(int window) { return window / 10; }

} // namespace

RateLimiter::RateLimiter(const Clock &clock, int documentedPerHour, QObject *parent) : QObject(parent), m_clock(clock)
{
    if (documentedPerHour > 0) {
        m_budget.limit = documentedPerHour;
        m_budget.remaining = documentedPerHour;
        m_reserve = reserveOf(documentedPerHour);
    }
}

qint64 RateLimiter::waitMs(bool read) const
{
    const qint64 pause = std::max<qint64>(0, m_pausedUntilElapsed - m_clock.elapsedMs());
    if (read || !m_budget.remaining)
        return pause;
    if (*m_budget.remaining > m_reserve || !m_budget.resetMs)
        return pause;
    return std::max(pause, *m_budget.resetMs - m_clock.nowMs()); // negative: full again
}

void RateLimiter::spend()
{
    const qint64 now = m_clock.nowMs();
    if (m_budget.resetMs && *m_budget.resetMs <= now) {
        m_budget.remaining = m_budget.limit;
        m_budget.resetMs.reset();
    }
    if (!m_budget.remaining)
        return;
    m_budget.remaining = std::max(0, *m_budget.remaining - 1);
    if (!m_budget.resetMs)
        m_budget.resetMs = now + LongestWindowMs; // until a header says better
    Q_EMIT changed();
}

void RateLimiter::report(const RateReport &report)
{
    if (!report.limit && !report.remaining && !report.resetMs)
        return;
    const qint64 now = m_clock.nowMs();
    if (report.limit)
        m_budget.limit = std::max(0, *report.limit);
    const std::optional<qint64> reset =
        report.resetMs ? std::optional(std::min(*report.resetMs, now + LongestWindowMs)) : m_budget.resetMs;
    const bool sameWindow = report.resetMs && m_budget.resetMs && std::abs(*reset - *m_budget.resetMs) < SameResetMs;
    // Without a reset to tell it by, a window is new where there is more left than before.
    const bool isNewWindow = report.resetMs ? !sameWindow : report.remaining > m_budget.remaining;
    if (report.limit)
        m_reserve = reserveOf(*m_budget.limit);
    else if (isNewWindow && report.remaining)
        m_reserve = reserveOf(std::max(0, *report.remaining));
    if (report.remaining) {
        // Answers overtake each other, and what is under way is spent here already: within a window it only shrinks.
        const int remaining = std::max(0, *report.remaining);
        m_budget.remaining = sameWindow ? std::min(remaining, m_budget.remaining.value_or(remaining)) : remaining;
    }
    if (!sameWindow)
        m_budget.resetMs = reset;
    Q_EMIT changed();
}

void RateLimiter::pause(std::chrono::milliseconds wait)
{
    m_pausedUntilElapsed = std::max<qint64>(m_pausedUntilElapsed, m_clock.elapsedMs() + wait.count());
    Q_EMIT changed();
}

std::optional<qint64> RateLimiter::pausedUntilMs() const
{
    const qint64 wait = waitMs(false);
    return wait > 0 ? std::optional(m_clock.nowMs() + wait) : std::nullopt;
}

namespace {

//! Years of two digits (RFC 850 dates) are within 1970 to 2069.
constexpr int FirstYear = 1970;
//! Nobody waits longer than this for anything; keeps sums of milliseconds far from overflow.
constexpr std::chrono::seconds LongestWait{24 * 3600};

std::optional<qint64> utcMs(const QRegularExpressionMatch &match)
{
    static const QStringList months = QStringLiteral("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split(u' ');
    const auto number = [&match](const char *name) { return match.captured(QLatin1String(name)).trimmed().toInt(); };
    int year = number("year");
    if (match.capturedLength(QLatin1String("year")) == 2)
        year += year < FirstYear % 100 ? 2000 : 1900;
    const int second = number("second") == 60 ? 59 : number("second"); // a leap second counts as the one before
    const QDate date(year, int(months.indexOf(match.captured(QLatin1String("month")))) + 1, number("day"));
    const QTime time(number("hour"), number("minute"), second);
    if (!date.isValid() || !time.isValid())
        return {};
    return QDateTime(date, time, Qt::UTC).toMSecsSinceEpoch();
}

} // namespace

std::optional<qint64> parseHttpDate(QByteArrayView value)
{
    const auto anchored = [](const char *pattern) {
        return QRegularExpression(QRegularExpression::anchoredPattern(
            QString::fromLatin1(pattern)
                .replace(QLatin1String("MONTH"),
                         QLatin1String("(?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"))
                .replace(QLatin1String("TIME"), QLatin1String("(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)"))));
    };
    static const QRegularExpression fixed =
        anchored(R"((Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d\d) MONTH (?<year>\d{4}) TIME GMT)");
    static const QRegularExpression rfc850 =
        anchored(R"((Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\d\d)-MONTH-(?<year>\d\d) TIME GMT)");
    static const QRegularExpression asctime =
        anchored(R"((Mon|Tue|Wed|Thu|Fri|Sat|Sun) MONTH (?<day>[ \d]\d) TIME (?<year>\d{4}))");

    if (value.size() > 40)
        return {};
    const QString text = QString::fromLatin1(value);
    for (const QRegularExpression *form : {&fixed, &rfc850, &asctime}) {
        const QRegularExpressionMatch match = form->match(text);
        if (match.hasMatch())
            return utcMs(match);
    }
    return {};
}

std::optional<std::chrono::seconds> parseRetryAfter(QByteArrayView value, QByteArrayView dateHeader, qint64 nowMs)
{
    using std::chrono::seconds;
    const QByteArrayView text = value.trimmed();
    const bool negative = text.startsWith('-');
    const QByteArrayView digits = negative ? text.sliced(1) : text;
    const bool isNumber =
        !digits.isEmpty() && std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (isNumber) {
        bool ok = false;
        const qlonglong count = digits.toLongLong(&ok);
        return negative ? seconds(0) : ok ? std::min(seconds(count), LongestWait) : LongestWait;
    }
    const std::optional<qint64> until = parseHttpDate(text);
    if (!until)
        return {};
    // The server's clock against itself: ours may be a day off.
    const qint64 from = parseHttpDate(dateHeader.trimmed()).value_or(nowMs);
    const seconds wait((*until - from + 999) / 1000);
    return std::clamp(wait, seconds(0), LongestWait);
}

} // namespace latchkey
