#include "ui/pages/celldelegate.h"

#include "ui/style/badges.h"
#include "ui/style/colours.h"
#include "ui/style/look.h"

#include <QHeaderView>
#include <QPainter>
#include <QTableView>

namespace latchkey {

namespace {

constexpr int Padding = 8;
constexpr int Gap = 6;
constexpr int IconSize = 16;

void paintShare(QPainter &painter, const QRect &rect, const LaneShare &share, const Colours &colours)
{
    QRect bar(rect.left(), rect.center().y() - 4, rect.width(), 8);
    painter.fillRect(bar, colours.line);
    const auto part = [&painter, &bar, &rect, &share](qsizetype count, const QColor &colour) {
        if (count <= 0 || share.total <= 0)
            return;
        const int width = std::max(2, int(double(rect.width()) * double(count) / double(share.total)));
        painter.fillRect(QRect(bar.left(), bar.top(), std::min(width, bar.width()), bar.height()), colour);
        bar.setLeft(bar.left() + width);
    };
    part(share.done, colours.ok);
    part(share.unprovable, colours.warn);
    part(share.failed, colours.bad);
    part(share.unsettled, colours.unknown);
    part(share.sent, colours.accent);
}

Colours coloursOf(const QStyleOptionViewItem &option) { return coloursFor(option.palette); }

} // namespace

int productionBadgeWidth(const QFont &font)
{
    return Gap + badgeSize(Environment::Production, BadgeForm::Quiet, font).width();
}

QRect paintProductionBadge(QPainter &painter, const QRect &room, const QString &text,
                           const QStyleOptionViewItem &option)
{
    const int most = std::max(0, room.width() - productionBadgeWidth(option.font));
    const int width = std::min(most, painter.fontMetrics().horizontalAdvance(text) + 1);
    const QRect place = room.adjusted(width + Gap, 0, 0, 0);
    paintBadge(painter, place, Environment::Production, BadgeForm::Quiet, option.palette, option.font);
    return {room.left(), room.top(), width, room.height()};
}

void paintCellBackground(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const Colours colours = coloursOf(option);
    const bool isSelected = option.state & QStyle::State_Selected;
    if (isSelected) {
        const bool isActive = option.state & QStyle::State_Active;
        painter.fillRect(option.rect, isActive ? colours.selected : colours.selectedInactive);
    } else if (option.features & QStyleOptionViewItem::Alternate) {
        painter.fillRect(option.rect, colours.alternate);
    }
    const QVariant fill = index.data(Qt::BackgroundRole);
    if (!isSelected && fill.isValid())
        painter.fillRect(option.rect, fill.value<QBrush>());
    // A table, unlike a tree, does not say in its options which cell is the first.
    const auto *table = qobject_cast<const QTableView *>(option.widget);
    const bool isFirst = table != nullptr && table->horizontalHeader()->visualIndex(index.column()) == 0;
    if (isSelected && isFirst)
        painter.fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), colours.accent);
    if (option.state & QStyle::State_HasFocus) {
        painter.setPen(colours.accent);
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colours colours = coloursOf(option);
    QStyleOptionViewItem filled(option);
    initStyleOption(&filled, index);
    QFont font(option.font);
    font.setItalic(index.data(IsAbsentRole).toBool());
    painter->save();
    painter->setFont(font);
    paintCellBackground(*painter, filled, index);
    QRect rect = option.rect.adjusted(Padding, 0, -Padding, 0);
    const QVariant share = index.data(ShareRole);
    if (share.isValid()) {
        paintShare(*painter, rect, share.value<LaneShare>(), colours);
        painter->restore();
        return;
    }
    const QVariant mark = index.data(MarkRole);
    if (mark.isValid()) {
        const auto state = mark.value<StateMark>();
        const QRect place(rect.left(), rect.center().y() - IconSize / 2 + 1, IconSize, IconSize);
        tintedIcon(state.icon, state.tint).paint(painter, place);
        rect.setLeft(rect.left() + IconSize + Gap);
    }
    const QString bar = index.data(BarRole).toString();
    if (!bar.isEmpty()) {
        paintAccountBar(*painter, rect, bar);
        rect.setLeft(rect.left() + 4 + Gap);
    }
    const QString text = index.data(Qt::DisplayRole).toString();
    const QVariant environment = index.data(EnvironmentRole);
    const bool hasBadge = environment.isValid() && Environment(environment.toInt()) == Environment::Production;
    painter->setPen(index.data(IsDimRole).toBool() ? colours.dim : colours.text);
    if (hasBadge)
        rect = paintProductionBadge(*painter, rect, text, option);
    paintVisibleText(*painter, rect, text, filled.displayAlignment & Qt::AlignHorizontal_Mask);
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    int width = 2 * Padding + option.fontMetrics.horizontalAdvance(index.data(Qt::DisplayRole).toString()) + 2;
    if (index.data(MarkRole).isValid())
        width += IconSize + Gap;
    if (!index.data(BarRole).toString().isEmpty())
        width += 4 + Gap;
    const QVariant environment = index.data(EnvironmentRole);
    if (environment.isValid() && Environment(environment.toInt()) == Environment::Production)
        width += productionBadgeWidth(option.font);
    return {width, option.fontMetrics.height() + 4};
}

} // namespace latchkey
