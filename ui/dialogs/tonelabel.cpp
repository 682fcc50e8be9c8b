#include "ui/dialogs/tonelabel.h"

#include "ui/style/colours.h"

#include <QApplication>
#include <QEvent>

namespace latchkey {

QColor colourOf(Tint tint, const QPalette &palette)
{
    const Colours colours = coloursFor(palette);
    switch (tint) {
    case Tint::Text:
        break;
    case Tint::Dim:
        return colours.dim;
    case Tint::Accent:
        return colours.accent;
    case Tint::Ok:
        return colours.ok;
    case Tint::Warn:
        return colours.warn;
    case Tint::Bad:
        return colours.bad;
    case Tint::Unknown:
        return colours.unknown;
    }
    return palette.color(QPalette::Active, QPalette::WindowText);
}

ToneLabel::ToneLabel(Tint tint, QWidget *parent) : PlainLabel(parent), m_tint(tint) { apply(); }

void ToneLabel::setTint(Tint tint)
{
    m_tint = tint;
    apply();
}

void ToneLabel::changeEvent(QEvent *event)
{
    PlainLabel::changeEvent(event); // puts the palette back
    if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::StyleChange)
        apply();
}

void ToneLabel::apply()
{
    QPalette own;
    own.setColor(QPalette::WindowText, colourOf(m_tint, QApplication::palette()));
    setPalette(own);
}

} // namespace latchkey
