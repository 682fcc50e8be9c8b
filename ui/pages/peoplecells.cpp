#include "ui/pages/peoplecells.h"

#include "models/people/peoplemodel.h"
#include "ui/pages/celldelegate.h"
#include "ui/style/badges.h"
#include "ui/style/colours.h"
#include "ui/style/look.h"

#include <QPainter>
#include <QStyleOptionHeader>

#include <algorithm>

namespace latchkey {

namespace {

constexpr int Padding = 8;
constexpr int Gap = 6;
constexpr int BarWidth = 4;
constexpr int ArrowRoom = 14;

} // namespace

void PeopleDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colours colours = coloursFor(option.palette);
    QStyleOptionViewItem filled(option);
    initStyleOption(&filled, index);
    const QVariant count = index.data(CountRole);
    const bool isAbsent = index.data(AbsentRole).toBool();
    const bool isDim = isAbsent
        || (count.isValid()
            && (count.value<TokenCount>().isStale || count.value<TokenCount>().kind == TokenCount::Kind::NotThere));
    QFont font(option.font);
    font.setItalic(isAbsent);
    painter->save();
    painter->setFont(font);
    paintCellBackground(*painter, filled, index);
    QRect rect = option.rect.adjusted(Padding, 0, -Padding, 0);
    const QString colour = index.data(ColourRole).toString();
    if (!colour.isEmpty()) {
        paintAccountBar(*painter, rect, colour);
        rect.setLeft(rect.left() + BarWidth + Gap);
    }
    painter->setPen(isDim ? colours.dim : colours.text);
    if (index.data(ProductionRole).toBool())
        rect = paintProductionBadge(*painter, rect, filled.text, option);
    paintVisibleText(*painter, rect, filled.text, filled.displayAlignment & Qt::AlignHorizontal_Mask);
    painter->restore();
}

QSize PeopleDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    int width = 2 * Padding + option.fontMetrics.horizontalAdvance(index.data(Qt::DisplayRole).toString()) + 2;
    if (!index.data(ColourRole).toString().isEmpty())
        width += BarWidth + Gap;
    if (index.data(ProductionRole).toBool())
        width += productionBadgeWidth(option.font);
    return {width, option.fontMetrics.height() + 4};
}

PeopleHeader::PeopleHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setSortIndicatorShown(true);
    setHighlightSections(false);
}

int PeopleHeader::leastWidth(int section) const
{
    const QString title = model()->headerData(section, Qt::Horizontal).toString();
    QFont sorted = font();
    sorted.setBold(true);
    const int whole = QFontMetrics(sorted).horizontalAdvance(title) + BarWidth + Gap + ArrowRoom + 2 * Padding;
    QFont italic = parentWidget()->font();
    italic.setItalic(true);
    const int word = QFontMetrics(italic).horizontalAdvance(countText({TokenCount::Kind::NotReported}));
    return std::max(whole, word + 4 + 2 * Padding);
}

void PeopleHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const QString colour = model()->headerData(section, Qt::Horizontal, ColourRole).toString();
    const QString title = model()->headerData(section, Qt::Horizontal).toString();
    const auto alignment = Qt::Alignment(model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt());
    QStyleOptionHeaderV2 option;
    initStyleOption(&option);
    option.rect = rect;
    initStyleOptionForIndex(&option, section);
    const bool isSorted = sortIndicatorSection() == section && isSortIndicatorShown();
    option.sortIndicator = QStyleOptionHeader::None;
    option.text.clear();
    painter->save();
    painter->setClipRect(rect);
    style()->drawControl(QStyle::CE_HeaderSection, &option, painter, this);
    painter->setFont(font());
    QFont shown = font();
    shown.setBold(isSorted);
    painter->setFont(shown);
    const Colours colours = coloursFor(palette());
    painter->setPen(isSorted ? colours.text : colours.dim);
    QRect room = rect.adjusted(Padding, 0, -Padding, 0);
    const int arrow = isSorted ? ArrowRoom : 0;
    const int wanted = painter->fontMetrics().horizontalAdvance(title) + 1;
    const int bar = colour.isEmpty() ? 0 : BarWidth + Gap;
    const int width = std::min(wanted, room.width() - arrow - bar);
    if (alignment & Qt::AlignRight)
        room.setLeft(room.right() + 1 - width - arrow - bar);
    paintAccountBar(*painter, room, colour);
    room.setLeft(room.left() + bar);
    paintVisibleText(*painter, QRect(room.left(), room.top(), width, room.height()), title, Qt::AlignLeft);
    if (isSorted) {
        QStyleOptionHeader sorted(option);
        sorted.rect = QRect(room.left() + width + 4, rect.center().y() - 4, 8, 8);
        sorted.sortIndicator =
            sortIndicatorOrder() == Qt::AscendingOrder ? QStyleOptionHeader::SortDown : QStyleOptionHeader::SortUp;
        style()->drawPrimitive(QStyle::PE_IndicatorHeaderArrow, &sorted, painter, this);
    }
    painter->restore();
}

} // namespace latchkey
