#pragma once

#include <QFont>

class QApplication;
class QPainter;
class QRect;
class QWidget;

namespace latchkey {

//! How the window looks: as the desktop says, or always so.
enum class Appearance { System, Light, Dark };

//! Style, palette and icon theme of the program. Where the desktop brings a style and palette of its own, System leaves
//! them. `systemIsDark`: what the desktop says where Qt does not hear it.
void applyLook(QApplication &application, Appearance appearance, bool systemIsDark = false);

// Type, from the system's font.
[[nodiscard]] QFont secondaryFont(const QFont &body); //!< 0.88
[[nodiscard]] QFont headerFont(const QFont &body); //!< 0.92
[[nodiscard]] QFont titleFont(const QFont &body); //!< 1.15, bold
[[nodiscard]] QFont boldFont(const QFont &body);
[[nodiscard]] QFont codeFont(const QFont &body); //!< ids, hashes, values: fixed, 0.9
//! Height of a table's row: 22 with a font of 18.
[[nodiscard]] int rowHeight(const QWidget &widget);

//! Provider text on one line, elided, with what cleanedText() marked ("[U+202E]") as small boxes. Uses the painter's
//! font and pen.
void paintVisibleText(QPainter &painter, const QRect &rect, const QString &text, Qt::Alignment alignment,
                      Qt::TextElideMode elide = Qt::ElideRight);

} // namespace latchkey
