#include "models/revocation/receipt.h"

#include "models/export/csv.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

namespace latchkey {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("Receipt", text); }

QString isoTime(qint64 ms)
{
    return ms == 0 ? QString() : QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs);
}

QString finalWord(const RunItem &item) { return outcomeName(item.standing()); }

//! What the outcome rests on, for people to read.
QString proofText(const RunItem &item)
{
    switch (item.standing()) {
    case Outcome::Confirmed:
        return tr("gone when looked at");
    case Outcome::AlreadyGone:
        return tr("was not there when looked at");
    case Outcome::Unprovable:
        return tr("the provider offers no look at it");
    case Outcome::StillActive:
        return tr("still listed when looked at");
    case Outcome::Refused:
        return item.detail.isEmpty() ? tr("the provider gave no reason") : QString();
    case Outcome::NotSent:
        return item.detail.isEmpty() ? tr("was not sent") : QString();
    case Outcome::Unknown:
        return item.success         ? tr("accepted, and not found gone so far")
            : item.detail.isEmpty() ? tr("no answer came")
                                    : QString();
    case Outcome::Excluded:
        break;
    }
    return {};
}

//! "gone when looked at; 3 revoked".
QString detailText(const RunItem &item)
{
    QStringList parts{proofText(item), item.detail};
    parts.removeAll(QString());
    return parts.join(QStringLiteral("; "));
}

QString accountText(const RunItem &item) { return item.accountName.isEmpty() ? item.account.value : item.accountName; }

//! A token's id stands beside its name.
QString nameText(const RunItem &item) { return item.isWide ? item.call : item.name; }

QString htmlRow(const QStringList &cells, const char *cell)
{
    QString row = QStringLiteral("<tr>");
    for (const QString &text : cells)
        row += QStringLiteral("<%1>%2</%1>").arg(QLatin1String(cell), cleanedText(text, 2000).toHtmlEscaped());
    return row + QStringLiteral("</tr>\n");
}

QJsonObject itemToJson(const RunItem &item)
{
    QJsonObject json{{QStringLiteral("account"), item.account.value}, {QStringLiteral("accountName"), item.accountName},
                     {QStringLiteral("id"), item.id.value},           {QStringLiteral("name"), item.name},
                     {QStringLiteral("step"), stepName(item.step)},   {QStringLiteral("outcome"), finalWord(item)},
                     {QStringLiteral("attempts"), item.attempts},     {QStringLiteral("detail"), item.detail}};
    if (item.isWide) {
        json[QLatin1String("wide")] = true;
        json[QLatin1String("call")] = item.call;
    }
    if (!item.owner.isEmpty())
        json[QLatin1String("owner")] = item.owner;
    if (item.httpStatus > 0)
        json[QLatin1String("httpStatus")] = item.httpStatus;
    if (!item.requestId.isEmpty())
        json[QLatin1String("requestId")] = item.requestId;
    if (item.changedMs > 0)
        json[QLatin1String("at")] = isoTime(item.changedMs);
    return json;
}

//! By what every item is called now: the sum is all of them, in an open run too.
OutcomeCounts standingCounts(const Run &run)
{
    OutcomeCounts counts;
    for (const RunItem &item : run.items())
        ++counts.of(item.standing());
    return counts;
}

} // namespace

QByteArray receiptAsCsv(const Run &run)
{
    QByteArray text =
        csvRow({QStringLiteral("run"), QStringLiteral("account"), QStringLiteral("id"), QStringLiteral("name"),
                QStringLiteral("outcome"), QStringLiteral("detail"), QStringLiteral("httpStatus"),
                QStringLiteral("requestId"), QStringLiteral("at"), QStringLiteral("owner"), QStringLiteral("reason"),
                QStringLiteral("user"), QStringLiteral("started")})
        + "\r\n";
    for (const RunItem &item : run.items()) {
        const QString status = item.httpStatus > 0 ? QString::number(item.httpStatus) : QString();
        text += csvRow({run.id.value, accountText(item), item.id.value, nameText(item), finalWord(item),
                        detailText(item), status, item.requestId, isoTime(item.changedMs), item.owner, run.plan.reason,
                        run.user, isoTime(run.startedMs)})
            + "\r\n";
    }
    return text;
}

QByteArray receiptAsJson(const Run &run)
{
    const OutcomeCounts counts = standingCounts(run);
    QJsonObject summary;
    for (size_t i = 0; i < counts.byOutcome.size(); ++i) {
        if (counts.byOutcome[i] > 0)
            summary.insert(outcomeName(static_cast<Outcome>(i)), counts.byOutcome[i]);
    }
    QJsonArray items;
    for (const RunItem &item : run.items())
        items += itemToJson(item);
    QJsonObject json{{QStringLiteral("run"), run.id.value},
                     {QStringLiteral("started"), isoTime(run.startedMs)},
                     {QStringLiteral("user"), run.user},
                     {QStringLiteral("appVersion"), run.appVersion},
                     {QStringLiteral("planSha256"), QString::fromLatin1(run.plan.sha256())},
                     {QStringLiteral("plan"), planToJson(run.plan)},
                     {QStringLiteral("summary"), summary},
                     {QStringLiteral("complete"), counts.isComplete()},
                     {QStringLiteral("items"), items}};
    json[QLatin1String("ended")] = run.endedMs ? QJsonValue(isoTime(*run.endedMs)) : QJsonValue(QJsonValue::Null);
    return QJsonDocument(json).toJson(QJsonDocument::Indented);
}

QByteArray receiptAsHtml(const Run &run, const std::function<QString(Outcome)> &shown)
{
    const OutcomeCounts counts = standingCounts(run);
    QString summary;
    for (size_t i = 0; i < counts.byOutcome.size(); ++i) {
        if (counts.byOutcome[i] > 0)
            summary += htmlRow({shown(static_cast<Outcome>(i)), QString::number(counts.byOutcome[i])}, "td");
    }
    QString facts = htmlRow({tr("Run"), run.id.value}, "td") + htmlRow({tr("Reason"), run.plan.reason}, "td")
        + htmlRow({tr("Started"), isoTime(run.startedMs)}, "td")
        + htmlRow({tr("Ended"), run.endedMs ? isoTime(*run.endedMs) : tr("still open")}, "td")
        + htmlRow({tr("By"), run.user}, "td")
        + htmlRow({tr("Plan (SHA-256)"), QString::fromLatin1(run.plan.sha256())}, "td");
    QString rows = htmlRow({tr("Account"), tr("Id"), tr("Token or call"), tr("Owner or person"), tr("Outcome"),
                            tr("Detail"), tr("Provider's request id"), tr("Time (UTC)")},
                           "th");
    for (const RunItem &item : run.items()) {
        rows += htmlRow({accountText(item), item.id.value, nameText(item), item.owner, shown(item.standing()),
                         detailText(item), item.requestId, isoTime(item.changedMs)},
                        "td");
    }
    const QString title = tr("Latchkey receipt").toHtmlEscaped();
    const QString page = QStringLiteral(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>%1</title>\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'\">\n<style>body{font-family:sans-serif}table{border-collapse:collapse;"
        "margin-bottom:2em}td,th{border:1px solid #888;padding:.2em .6em;text-align:left}</style></head>\n"
        "<body><h1>%1</h1>\n");
    return (page.arg(title) + QStringLiteral("<table>\n") + facts + QStringLiteral("</table>\n<table>\n") + summary
            + QStringLiteral("</table>\n<table>\n") + rows + QStringLiteral("</table>\n</body></html>\n"))
        .toUtf8();
}

} // namespace latchkey
