#include "ui/dialogs/tonelabel.h"

#include <QApplication>
#include <QEvent>

namespace latchkey {

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
