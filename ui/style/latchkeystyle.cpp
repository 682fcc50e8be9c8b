#include "ui/style/latchkeystyle.h"

#include "ui/style/colours.h"

#include <QPainter>
#include <QStyleOption>
#include <QWidget>

#include <algorithm>

namespace latchkey {

namespace {

void paintFrame(QPainter *painter, const QRect &rect, const QColor &border, const QColor &fill, int width)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(border, width));
    painter->setBrush(fill);
    const qreal half = width / 2.0;
    painter->drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), 4, 4);
    painter->restore();
}

//! Besides Fusion's margin: header texts stand over the cells' texts.
int headerRoom(const QStyleOption &option) { return option.fontMetrics.height() / 3; }

QColor buttonFill(const QStyleOption &option)
{
    const QColor plain = option.palette.color(QPalette::Button);
    if (option.state & (QStyle::State_Sunken | QStyle::State_On))
        return option.palette.color(QPalette::Highlight);
    return (option.state & QStyle::State_MouseOver) && (option.state & QStyle::State_Enabled)
        ? coloursFor(option.palette).alternate.darker(coloursFor(option.palette).isDark ? 80 : 103)
        : plain;
}

constexpr int FieldMargin = 4; //!< of texts in fields, besides Fusion's
constexpr int ScrollBarWidth = 12;
constexpr int ShortestThumb = 28;

//! Without the margin before a field's text.
QRect inField(const QRect &rect, const QStyleOption &option)
{
    return option.direction == Qt::RightToLeft ? rect.adjusted(0, 0, -FieldMargin, 0)
                                               : rect.adjusted(FieldMargin, 0, 0, 0);
}

//! Where a scroll bar's thumb is, along it: it has no buttons.
QRect thumbOf(const QStyleOptionSlider &bar)
{
    const bool isHorizontal = bar.orientation == Qt::Horizontal;
    const int whole = isHorizontal ? bar.rect.width() : bar.rect.height();
    const qint64 range = qint64(bar.maximum) - bar.minimum;
    const qint64 steps = range + bar.pageStep;
    const int wanted = steps > 0 ? int(qint64(bar.pageStep) * whole / steps) : whole;
    const int length = range == 0 ? whole : std::clamp(wanted, std::min(ShortestThumb, whole), whole);
    const int start =
        QStyle::sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition, whole - length, bar.upsideDown);
    return isHorizontal ? QRect(start, 0, length, bar.rect.height()) : QRect(0, start, bar.rect.width(), length);
}

void paintScrollBar(const QStyleOptionSlider &bar, const QRect &thumb, QPainter *painter)
{
    painter->fillRect(bar.rect, bar.palette.brush(QPalette::Base));
    if (bar.minimum == bar.maximum)
        return;
    const Colours colours = coloursFor(bar.palette);
    const bool isHeld = (bar.state & QStyle::State_MouseOver) && (bar.activeSubControls & QStyle::SC_ScrollBarSlider);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(isHeld ? colours.dim : colours.fieldBorder);
    const QRectF inner = QRectF(thumb).adjusted(3, 3, -3, -3);
    const qreal radius = std::min(inner.width(), inner.height()) / 2;
    painter->drawRoundedRect(inner, radius, radius);
    painter->restore();
}

//! A small open arrow.
void paintChevron(const QRect &rect, bool isUp, const QColor &colour, QPainter *painter)
{
    const QPointF centre = QRectF(rect).center();
    const qreal rise = isUp ? 2 : -2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(colour, 1.5));
    painter->drawPolyline(
        QPolygonF({centre + QPointF(-4, rise), centre - QPointF(0, rise), centre + QPointF(4, rise)}));
    painter->restore();
}

//! A field that drops down: a field's frame and a chevron. Its text is CE_ComboBoxLabel's.
void paintComboBox(const QStyleOptionComboBox &box, const QRect &arrow, QPainter *painter)
{
    const Colours colours = coloursFor(box.palette);
    const bool isEnabled = box.state & QStyle::State_Enabled;
    const bool hasFocus = box.state & QStyle::State_HasFocus;
    const QPalette::ColorRole fill = isEnabled ? QPalette::Base : QPalette::Window;
    if (box.frame)
        paintFrame(painter, box.rect,
                   hasFocus        ? colours.accent
                       : isEnabled ? colours.fieldBorder
                                   : colours.line,
                   box.palette.color(fill), hasFocus ? 2 : 1);
    else
        painter->fillRect(box.rect, box.palette.brush(fill));
    paintChevron(arrow, false, isEnabled ? colours.text : colours.fieldBorder, painter);
}

} // namespace

LatchkeyStyle::LatchkeyStyle() : QProxyStyle(QStringLiteral("fusion")) { }

void LatchkeyStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                  const QWidget *widget) const
{
    const Colours colours = coloursFor(option->palette);
    const bool hasFocus = option->state & State_HasFocus;
    const bool isEnabled = option->state & State_Enabled;
    switch (element) {
    case PE_PanelLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame != nullptr && frame->lineWidth > 0)
            paintFrame(painter, option->rect,
                       hasFocus        ? colours.accent
                           : isEnabled ? colours.fieldBorder
                                       : colours.line,
                       option->palette.color(isEnabled ? QPalette::Base : QPalette::Window), hasFocus ? 2 : 1);
        else
            painter->fillRect(option->rect, option->palette.brush(QPalette::Base));
        return;
    }
    case PE_FrameLineEdit:
        return; // drawn with the panel
    case PE_Frame: {
        // Lists and texts are inputs; Fusion's own frame cannot be seen in the dark.
        const bool isInput = widget != nullptr && widget->inherits("QAbstractScrollArea");
        painter->save();
        painter->setBrush(Qt::NoBrush);
        painter->setPen(hasFocus ? colours.accent : isInput && isEnabled ? colours.fieldBorder : colours.line);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
        return;
    }
    case PE_PanelButtonCommand: {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        const bool isDefault = button != nullptr && (button->features & QStyleOptionButton::DefaultButton);
        const bool isStrong = isEnabled && (isDefault || hasFocus);
        const bool isRed = option->palette.color(QPalette::ButtonText) == colours.bad;
        paintFrame(painter, option->rect,
                   isStrong         ? colours.accent
                       : !isEnabled ? colours.line
                       : isRed      ? colours.bad
                                    : colours.fieldBorder,
                   buttonFill(*option), isStrong ? 2 : 1);
        return;
    }
    case PE_PanelButtonTool:
        if (!(option->state & State_AutoRaise))
            return drawPrimitive(PE_PanelButtonCommand, option, painter, widget);
        if (option->state & (State_On | State_Sunken))
            return paintFrame(painter, option->rect, colours.line, colours.selectedInactive, 1);
        return paintFrame(painter, option->rect, Qt::transparent, buttonFill(*option), 1);
    case PE_IndicatorHeaderArrow: {
        const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
        if (header != nullptr && header->sortIndicator != QStyleOptionHeader::None) // ascending: "down", in Qt's words
            paintChevron(option->rect, header->sortIndicator == QStyleOptionHeader::SortDown,
                         option->palette.color(QPalette::ButtonText), painter);
        return;
    }
    case PE_FrameStatusBarItem: {
        const QRect &item = option->rect;
        const bool isLast = widget == nullptr || item.right() >= widget->parentWidget()->width() - 2 * FieldMargin;
        painter->setPen(colours.line);
        if (!isLast)
            painter->drawLine(item.right(), item.top() + FieldMargin, item.right(), item.bottom() - FieldMargin);
        return;
    }
    case PE_FrameFocusRect:
        paintFrame(painter, option->rect, colours.accent, Qt::transparent, 2);
        return;
    case PE_IndicatorRadioButton: {
        const int side = std::min(option->rect.width(), option->rect.height());
        QRectF ring(0, 0, side - 2, side - 2);
        ring.moveCenter(QRectF(option->rect).center());
        const bool isOn = option->state & State_On;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(!isEnabled             ? colours.line
                                 : hasFocus || isOn ? colours.accent
                                                    : colours.fieldBorder,
                             hasFocus ? 2 : 1));
        painter->setBrush(option->palette.color(QPalette::Base));
        painter->drawEllipse(ring);
        if (isOn) {
            const qreal inset = ring.width() * 0.28;
            painter->setPen(Qt::NoPen);
            painter->setBrush(isEnabled ? colours.accent : colours.fieldBorder);
            painter->drawEllipse(ring.adjusted(inset, inset, -inset, -inset));
        }
        painter->restore();
        return;
    }
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck: {
        QRect box = option->rect;
        const int side = std::min(box.width(), box.height());
        box = QRect(box.left(), box.top() + (box.height() - side) / 2, side, side);
        const bool isOn = option->state & (State_On | State_NoChange);
        const QColor border = hasFocus || isOn ? colours.accent : colours.fieldBorder;
        paintFrame(painter, box, isEnabled ? border : colours.line,
                   isOn ? (isEnabled ? colours.accent : colours.line) : option->palette.color(QPalette::Base), 1);
        if (!isOn)
            return;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(option->palette.color(QPalette::Base), 1.6));
        const QRectF in = QRectF(box).adjusted(3, 3, -3, -3);
        if (option->state & State_NoChange)
            painter->drawLine(QPointF(in.left(), in.center().y()), QPointF(in.right(), in.center().y()));
        else
            painter->drawPolyline(QPolygonF({QPointF(in.left(), in.center().y()),
                                             QPointF(in.left() + in.width() * 0.4, in.bottom()), in.topRight()}));
        painter->restore();
        return;
    }
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void LatchkeyStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                                const QWidget *widget) const
{
    if (element == CE_HeaderSection) {
        const Colours colours = coloursFor(option->palette);
        painter->fillRect(option->rect, colours.header);
        painter->setPen(colours.line);
        painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
        painter->drawLine(option->rect.topRight(), option->rect.bottomRight());
        return;
    }
    if (element == CE_ToolBar) {
        painter->fillRect(option->rect, option->palette.brush(QPalette::Window));
        painter->setPen(coloursFor(option->palette).line);
        painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
        return;
    }
    if (element == CE_MenuBarEmptyArea)
        return painter->fillRect(option->rect, option->palette.brush(QPalette::Window));
    const auto *menu = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
    if (element == CE_MenuBarItem && menu != nullptr) {
        const bool isChosen = option->state & State_Selected;
        painter->fillRect(option->rect, option->palette.brush(isChosen ? QPalette::Highlight : QPalette::Window));
        int flags = Qt::AlignCenter | Qt::TextDontClip | Qt::TextSingleLine;
        flags |= proxy()->styleHint(SH_UnderlineShortcut, option, widget) ? Qt::TextShowMnemonic : Qt::TextHideMnemonic;
        return drawItemText(painter, option->rect, flags, option->palette, option->state & State_Enabled, menu->text,
                            isChosen ? QPalette::HighlightedText : QPalette::WindowText);
    }
    if (element == CE_TabBarTabShape) {
        const QRect &tab = option->rect;
        if (option->state & State_Selected)
            painter->fillRect(QRect(tab.left(), tab.bottom() - 1, tab.width(), 2), coloursFor(option->palette).accent);
        return;
    }
    if (element == CE_ProgressBarGroove)
        return painter->fillRect(option->rect, coloursFor(option->palette).line);
    const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option);
    if (element == CE_ProgressBarContents && bar != nullptr && bar->maximum > bar->minimum) {
        const double done = double(bar->progress - bar->minimum) / double(bar->maximum - bar->minimum);
        QRect filled = bar->rect;
        filled.setWidth(int(done * filled.width()));
        painter->fillRect(visualRect(bar->direction, bar->rect, filled), coloursFor(bar->palette).accent);
        return;
    }
    const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
    if (element == CE_HeaderLabel && header != nullptr) {
        QStyleOptionHeader label(*header);
        label.rect.adjust(headerRoom(label), 0, -headerRoom(label), 0);
        return QProxyStyle::drawControl(element, &label, painter, widget);
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void LatchkeyStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                       const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    const auto *box = qstyleoption_cast<const QStyleOptionComboBox *>(option);
    if (control == CC_ScrollBar && bar != nullptr)
        paintScrollBar(*bar, subControlRect(control, option, SC_ScrollBarSlider, widget), painter);
    else if (control == CC_ComboBox && box != nullptr)
        paintComboBox(*box, subControlRect(control, option, SC_ComboBoxArrow, widget), painter);
    else
        QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect LatchkeyStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                    const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if ((control == CC_ComboBox && part == SC_ComboBoxEditField)
        || (control == CC_SpinBox && part == SC_SpinBoxEditField))
        return inField(QProxyStyle::subControlRect(control, option, part, widget), *option);
    if (control != CC_ScrollBar || bar == nullptr)
        return QProxyStyle::subControlRect(control, option, part, widget);
    const bool isHorizontal = bar->orientation == Qt::Horizontal;
    const QRect whole(QPoint(), bar->rect.size());
    const QRect thumb = thumbOf(*bar);
    QRect rect;
    switch (part) {
    case SC_ScrollBarGroove:
        rect = whole;
        break;
    case SC_ScrollBarSlider:
        rect = thumb;
        break;
    case SC_ScrollBarSubPage:
        rect = isHorizontal ? QRect(0, 0, thumb.left(), whole.height()) : QRect(0, 0, whole.width(), thumb.top());
        break;
    case SC_ScrollBarAddPage:
        rect = isHorizontal ? whole.adjusted(thumb.right() + 1, 0, 0, 0) : whole.adjusted(0, thumb.bottom() + 1, 0, 0);
        break;
    default:
        break; // no buttons
    }
    return visualRect(bar->direction, whole, rect);
}

QRect LatchkeyStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    const auto *field = qstyleoption_cast<const QStyleOptionFrame *>(option);
    return element == SE_LineEditContents && field != nullptr && field->lineWidth > 0 ? inField(rect, *option) : rect;
}

QSize LatchkeyStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                      const QWidget *widget) const
{
    const QSize whole = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_HeaderSection)
        return whole + QSize(2 * headerRoom(*option), 0);
    if (type == CT_PushButton)
        return whole + QSize(2 * FieldMargin, 0);
    return type == CT_LineEdit || type == CT_ComboBox || type == CT_SpinBox ? whole + QSize(FieldMargin, 0) : whole;
}

int LatchkeyStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ToolBarIconSize:
    case PM_ButtonIconSize:
        return 16;
    case PM_SplitterWidth:
        return 5;
    case PM_ScrollBarExtent:
        return ScrollBarWidth;
    case PM_ToolBarItemSpacing:
        return 4;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int LatchkeyStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                             QStyleHintReturn *returned) const
{
    // Nothing moves but progress bars.
    return hint == SH_Widget_Animation_Duration ? 0 : QProxyStyle::styleHint(hint, option, widget, returned);
}

} // namespace latchkey
