#include "ui/dates.h"

#include <QCoreApplication>
#include <QDateTime>

namespace latchkey {

namespace {

struct Dates
{
    Q_DECLARE_TR_FUNCTIONS(Dates)
};

constexpr qint64 Minute = 60;
constexpr qint64 Hour = 60 * Minute;
constexpr qint64 Day = 24 * Hour;

QString past(qint64 seconds)
{
    if (seconds < 10)
        return Dates::tr("just now");
    if (seconds < Minute)
        return Dates::tr("%Ln second(s) ago", nullptr, int(seconds));
    if (seconds < Hour)
        return Dates::tr("%Ln minute(s) ago", nullptr, int(seconds / Minute));
    if (seconds < Day)
        return Dates::tr("%Ln hour(s) ago", nullptr, int(seconds / Hour));
    if (seconds < 2 * Day)
        return Dates::tr("yesterday");
    // Days for two years: "400 days ago" tells more than "1 year ago".
    if (seconds < 730 * Day)
        return Dates::tr("%Ln day(s) ago", nullptr, int(seconds / Day));
    return Dates::tr("%Ln year(s) ago", nullptr, int(seconds / (365 * Day)));
}

QString future(qint64 seconds)
{
    if (seconds < Minute)
        return Dates::tr("in less than a minute");
    if (seconds < Hour)
        return Dates::tr("in %Ln minute(s)", nullptr, int(seconds / Minute));
    if (seconds < Day)
        return Dates::tr("in %Ln hour(s)", nullptr, int(seconds / Hour));
    if (seconds < 730 * Day)
        return Dates::tr("in %Ln day(s)", nullptr, int(seconds / Day));
    return Dates::tr("in %Ln year(s)", nullptr, int(seconds / (365 * Day)));
}

} // namespace

QString notReportedText() { return Dates::tr("not reported"); }

QString relativeText(Moment moment, qint64 nowMs)
{
    if (!moment.isReported())
        return notReportedText();
    if (moment.isNever())
        return Dates::tr("never");
    return moment.ms() <= nowMs ? past((nowMs - moment.ms()) / 1000) : future((moment.ms() - nowMs) / 1000);
}

QString exactText(Moment moment, const QLocale &locale)
{
    if (!moment.isTime())
        return relativeText(moment, 0);
    const QDateTime utc = moment.toDateTime();
    const QDateTime local = utc.toLocalTime();
    const QString exact = utc.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) + QStringLiteral(" UTC");
    if (local.offsetFromUtc() == 0)
        return exact;
    return exact + u'\n'
        + Dates::tr("%1 local time").arg(locale.toString(local, QStringLiteral("yyyy-MM-dd HH:mm:ss")));
}

QString clockText(qint64 ms, qint64 nowMs, const QLocale &locale)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(ms);
    const bool isToday = at.date() == QDateTime::fromMSecsSinceEpoch(nowMs).date();
    return isToday ? locale.toString(at.time(), QStringLiteral("HH:mm:ss"))
                   : locale.toString(at, QStringLiteral("yyyy-MM-dd HH:mm"));
}

QString durationText(qint64 ms)
{
    const qint64 seconds = (ms + 999) / 1000;
    if (seconds < 90)
        return Dates::tr("about %Ln second(s)", nullptr, int(seconds));
    if (seconds < 90 * Minute)
        return Dates::tr("about %Ln minute(s)", nullptr, int((seconds + 30) / Minute));
    return Dates::tr("about %Ln hour(s)", nullptr, int((seconds + Hour / 2) / Hour));
}

} // namespace latchkey
