#include "ui/parts/fieldbutton.h"

#include "ui/style/colours.h"
#include "ui/style/look.h"

#include <QPainter>

#include <algorithm>

namespace latchkey {

namespace {

constexpr int IconSize = 16;
constexpr int Gap = 6;
constexpr double Radius = 4;

} // namespace

FieldButton::FieldButton(const QIcon &icon, const QString &text, const QString &shortcut, QWidget *parent)
    : QToolButton(parent)
    , m_shortcut(shortcut)
{
    setIcon(icon);
    setText(text);
    setAccessibleName(text);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

int FieldButton::margin() const { return fontMetrics().height() / 2; }

QSize FieldButton::sizeHint() const
{
    const int texts = fontMetrics().horizontalAdvance(text()) + Gap * 4
        + QFontMetrics(secondaryFont(font())).horizontalAdvance(m_shortcut);
    const int wanted = std::max(texts, fontMetrics().averageCharWidth() * 28);
    return {2 * margin() + IconSize + Gap + wanted, fontMetrics().height() + 10};
}

QSize FieldButton::minimumSizeHint() const { return {2 * margin() + IconSize, sizeHint().height()}; }

void FieldButton::paintEvent(QPaintEvent *)
{
    const Colours colours = coloursFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double line = hasFocus() ? 2 : 1;
    painter.setPen(QPen(hasFocus() ? colours.accent : colours.fieldBorder, line));
    painter.setBrush(isDown() ? colours.header : palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2), Radius, Radius);

    QRect rest = rect().adjusted(margin(), 0, -margin(), 0);
    const QRect place(rest.left(), rest.center().y() - IconSize / 2 + 1, IconSize, IconSize);
    icon().paint(&painter, place, Qt::AlignCenter, isEnabled() ? QIcon::Normal : QIcon::Disabled);
    rest.setLeft(rest.left() + IconSize + Gap);
    painter.setPen(isEnabled() ? colours.dim : palette().color(QPalette::Disabled, QPalette::Text));
    const QFont small = secondaryFont(font());
    const int shortcut = QFontMetrics(small).horizontalAdvance(m_shortcut);
    const int text = painter.fontMetrics().horizontalAdvance(this->text());
    if (rest.width() >= text + Gap + shortcut) {
        painter.setFont(small);
        painter.drawText(rest, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, m_shortcut);
        painter.setFont(font());
        rest.setRight(rest.right() - shortcut - Gap);
    }
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(this->text(), Qt::ElideRight, rest.width()));
}

} // namespace latchkey
