#pragma once

#include <QColor>

class QPalette;

namespace latchkey {

//! The colours beyond the roles of a QPalette. Every text colour has a contrast of 4.5 or more on Window, Base and the
//! selected row (tests/ui computes it).
struct Colours
{
    bool isDark = false;
    // For a palette of our own
    QColor window, base, alternate, header, text, selected, selectedInactive;
    // Texts and icons
    QColor dim, accent, ok, warn, bad, unknown;
    // Lines
    QColor line, fieldBorder;
    // An account in production: badge and 2 px line, and the tint of heads
    QColor production, productionTint;
    // Banners
    QColor warnFill, errorFill, infoFill;
    // Badges: text and fill
    QColor stagingText, stagingFill, developmentText, sandboxText;
};

//! Light or dark, as the palette is. With a palette that is not ours (a desktop's own, high contrast) text, lines and
//! accent are its roles; what means something keeps its colour.
[[nodiscard]] Colours coloursFor(const QPalette &palette);
//! The two that are ours.
[[nodiscard]] Colours lightColours();
[[nodiscard]] Colours darkColours();
[[nodiscard]] QPalette paletteOf(const Colours &colours);
//! WCAG 2: 1 to 21.
[[nodiscard]] double contrast(const QColor &one, const QColor &other);

} // namespace latchkey
