#include "app/window/exporting.h"

#include "app/commandline/records.h"
#include "models/export/csv.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace latchkey {

namespace {

//! "owner.name" looks inside; a list is joined by spaces; null is "not reported", as everywhere.
QString cell(const QJsonObject &record, const QString &key)
{
    QJsonValue value = record;
    const QStringList steps = key.split(u'.');
    for (const QString &step : steps)
        value = value.toObject().value(step);
    if (value.isNull() || value.isUndefined())
        return QStringLiteral("not reported");
    if (value.isBool())
        return value.toBool() ? QStringLiteral("yes") : QStringLiteral("no");
    if (!value.isArray())
        return value.toVariant().toString();
    return value.toVariant().toStringList().join(u' ');
}

} // namespace

QByteArray exported(const TokenSnapshot &snapshot, const std::vector<quint32> &numbers,
                    const QHash<AccountId, Account> &accounts, ExportFormat format, qint64 nowMs)
{
    const QList<Printer::Column> columns = tokenColumns(Format::Csv);
    QByteArray out;
    if (format == ExportFormat::Csv) {
        QStringList titles;
        for (const Printer::Column &column : columns)
            titles += column.title;
        out += csvRow(titles) + "\r\n";
    }
    for (const quint32 number : numbers) {
        if (!snapshot.contains(number))
            continue;
        const Token token = snapshot.token(number, nowMs);
        const QJsonObject record = tokenJson(token, accounts.value(token.account));
        if (format == ExportFormat::JsonLines) {
            out += QJsonDocument(record).toJson(QJsonDocument::Compact) + '\n';
            continue;
        }
        QStringList cells;
        for (const Printer::Column &column : columns)
            cells += cell(record, column.key);
        out += csvRow(cells) + "\r\n";
    }
    return out;
}

} // namespace latchkey
