#include "models/export/csv.h"

namespace latchkey {

namespace {

bool looksLikeFormula(const QString &cell)
{
    // The second half are the full-width forms of = + - @, which spreadsheets fold to the plain ones.
    static constexpr char16_t Leads[] = u"=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";
    return !cell.isEmpty() && (cell[0].isNull() || QStringView(Leads).contains(cell[0]));
}

} // namespace

QByteArray csvRow(const QStringList &cells)
{
    QByteArray row;
    for (const QString &cell : cells) {
        QString text = looksLikeFormula(cell) ? u'\'' + cell : cell;
        const bool quoted = text.contains(u'"') || text.contains(u',') || text.contains(u'\n') || text.contains(u'\r');
        text.replace(u'"', QLatin1String("\"\""));
        if (!row.isEmpty() || &cell != &cells.front())
            row += ',';
        row += quoted ? '"' + text.toUtf8() + '"' : text.toUtf8();
    }
    return row;
}

} // namespace latchkey
