#include "models/export/csv.h"

#include <algorithm>

namespace latchkey {

namespace {

//! Spreadsheets skip what is in front: spaces of all kinds and marks that cannot be seen.
bool startsFormula(const QString &text)
{
    constexpr QStringView Starters = u"=+-@\uFF1D\uFF0B\uFF0D\uFF20";
    for (const QChar c : text) {
        if (c.category() == QChar::Other_Control)
            return true;
        if (!c.isSpace() && c.category() != QChar::Other_Format)
            return Starters.contains(c);
    }
    return false;
}

} // namespace

QByteArray csvCell(const QString &text)
{
    QString cell = startsFormula(text) ? QLatin1Char('\'') + text : text;
    const bool isQuoted = std::any_of(cell.cbegin(), cell.cend(), [](QChar c) {
        return c == QLatin1Char('"') || c == QLatin1Char(',') || c == QLatin1Char('\n') || c == QLatin1Char('\r');
    });
    if (isQuoted)
        cell = QLatin1Char('"') + cell.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
    return cell.toUtf8();
}

QByteArray csvRow(const QStringList &cells)
{
    QByteArrayList safe;
    std::transform(cells.begin(), cells.end(), std::back_inserter(safe), csvCell);
    return safe.join(',');
}

} // namespace latchkey
