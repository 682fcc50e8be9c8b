#pragma once

#include <QByteArray>
#include <QStringList>

namespace latchkey {

//! One record of RFC 4180 in UTF-8, without the line end. A cell that a spreadsheet could take for a formula (it begins
//! with = + - @, a tab, a line end or NUL, also in their full-width forms) gets an apostrophe before it.
[[nodiscard]] QByteArray csvRow(const QStringList &cells);

} // namespace latchkey
