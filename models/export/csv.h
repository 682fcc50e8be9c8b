#pragma once

#include <QByteArray>
#include <QStringList>

namespace latchkey {

//! One cell of a CSV file in UTF-8, quoted where needed and safe in spreadsheets: what begins with = + - @ (their
//! full-width forms too), a control or line end gets a leading apostrophe.
[[nodiscard]] QByteArray csvCell(const QString &text);

//! One record of RFC 4180, without its line end.
[[nodiscard]] QByteArray csvRow(const QStringList &cells);

} // namespace latchkey
