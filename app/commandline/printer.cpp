#include "app/commandline/printer.h"

#include "models/export/csv.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace latchkey {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Printer)
};

QString cellText(const QJsonValue &value, const QString &emptyList)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? Texts::tr("yes") : Texts::tr("no");
    case QJsonValue::Double:
        return QString::number(value.toInteger());
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Array: {
        QStringList parts;
        const QJsonArray array = value.toArray();
        for (const QJsonValue &part : array)
            parts += part.toString();
        return parts.isEmpty() ? emptyList : parts.join(u' ');
    }
    case QJsonValue::Object: {
        const QString name = value[u"name"].toString();
        return name.isEmpty() ? cellText(value[u"id"], emptyList) : name;
    }
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return Texts::tr("not reported");
}

QJsonValue valueAt(const QJsonObject &record, const QString &key)
{
    QJsonValue value = record;
    const QStringList steps = key.split(u'.');
    for (const QString &step : steps)
        value = value[step];
    return value;
}

} // namespace

QStringList Printer::cells(const QJsonObject &record, const QList<Column> &columns)
{
    QStringList row;
    for (const Column &column : columns)
        row += cellText(valueAt(record, column.key), column.emptyList);
    return row;
}

Printer::Printer(Console &console, Format format, QList<Column> columns)
    : m_console(console)
    , m_format(format)
    , m_columns(std::move(columns))
{
    QStringList titles;
    for (const Column &column : std::as_const(m_columns))
        titles += column.title;
    if (m_format == Format::Csv)
        m_console.out(csvRow(titles));
    if (m_format == Format::Table)
        m_waiting += titles;
}

QStringList Printer::tableRow(const QJsonObject &record) const
{
    QStringList row = cells(record, m_columns);
    for (qsizetype i = 0; i < row.size(); ++i) {
        if (m_columns[i].isTime && row[i].contains(u'T'))
            row[i] = row[i].left(16).replace(u'T', u' ');
    }
    return row;
}

void Printer::add(const QJsonObject &record)
{
    if (m_format == Format::Json)
        return m_console.out(QJsonDocument(record).toJson(QJsonDocument::Compact));
    if (m_format == Format::Csv)
        return m_console.out(csvRow(cells(record, m_columns)));

    const QStringList row = tableRow(record);
    if (!m_widths.isEmpty())
        return writeRow(row);
    m_waiting += row;
    if (m_waiting.size() > Sample)
        measure();
}

void Printer::measure()
{
    m_widths.fill(0, m_columns.size());
    for (const QStringList &row : std::as_const(m_waiting)) {
        for (qsizetype i = 0; i < row.size(); ++i)
            m_widths[i] = std::max(m_widths[i], std::min(WidestCell, cleanedText(row[i]).size()));
    }
    for (const QStringList &row : std::as_const(m_waiting))
        writeRow(row);
    m_waiting.clear();
}

void Printer::writeRow(const QStringList &row)
{
    QString line;
    for (qsizetype i = 0; i < row.size(); ++i) {
        const QString cell = cleanedText(row[i]);
        const bool last = i == row.size() - 1;
        if (m_columns[i].right)
            line += cell.rightJustified(m_widths[i]);
        else
            line += last ? cell : cell.leftJustified(m_widths[i]);
        if (!last)
            line += QStringLiteral("  ");
    }
    m_console.out(line.toUtf8());
}

void Printer::end(const QJsonObject &summary)
{
    if (m_format == Format::Table && m_widths.isEmpty())
        measure();
    if (m_format == Format::Json && !summary.isEmpty())
        m_console.out(QJsonDocument(summary).toJson(QJsonDocument::Compact));
    m_console.flush();
}

} // namespace latchkey
