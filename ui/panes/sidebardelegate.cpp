#include "ui/panes/sidebardelegate.h"

#include "ui/panes/sidebarmodel.h"
#include "ui/style/badges.h"
#include "ui/style/colours.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QPainter>
#include <QWidget>

namespace latchkey {

namespace {

using Kind = SidebarModel::Kind;
using Page = SidebarModel::Page;
using State = AccountStatus::State;

constexpr int Margin = 12;
constexpr int Gap = 8;
constexpr int IconSize = 16;

const char *iconOf(Page page)
{
    switch (page) {
    case Page::Tokens:
        return "tokens";
    case Page::People:
        return "people";
    case Page::Activity:
        return "activity";
    case Page::Runs:
        return "runs";
    }
    return "";
}

void paintIcon(QPainter &painter, const QRect &rect, const char *name, const QColor &colour, int size = IconSize)
{
    const QPoint at(rect.left(), rect.center().y() - size / 2 + 1);
    painter.drawPixmap(at, iconPixmap(name, colour, size, painter.device()->devicePixelRatioF()));
}

//! At the right of `rect`; returns what is left of it.
QRect paintCount(QPainter &painter, const QRect &rect, const QString &count, const Colours &colours)
{
    painter.setPen(colours.dim);
    painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, count);
    return rect.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(count) - Gap, 0);
}

} // namespace

int SidebarDelegate::railWidth(const QWidget &widget) { return widget.fontMetrics().height() + 30; }

void SidebarDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Kind kind = SidebarModel::kindOf(index);
    const Colours colours = coloursFor(option.palette);
    painter->save();
    painter->setFont(option.font);
    paintBackground(*painter, option, index);
    QRect rect = option.rect.adjusted(Margin, 0, -Margin, 0);
    const QString text = index.data(Qt::DisplayRole).toString();
    const QString count = index.data(SidebarModel::CountRole).toString();
    switch (kind) {
    case Kind::Page: {
        const char *icon = iconOf(Page(index.data(SidebarModel::PageRole).toInt()));
        if (m_isRail) {
            rect.setLeft(option.rect.left() + (option.rect.width() - IconSize) / 2);
            paintIcon(*painter, rect, icon, colours.text);
            break;
        }
        paintIcon(*painter, rect, icon, colours.text);
        rect = paintCount(*painter, rect.adjusted(IconSize + Gap, 0, 0, 0), count, colours);
        painter->setPen(colours.text);
        paintVisibleText(*painter, rect, text, Qt::AlignLeft);
        break;
    }
    case Kind::Heading:
        break; // a widget lies over it
    case Kind::AllAccounts:
        paintIcon(*painter, rect, "globe", colours.text);
        rect = paintCount(*painter, rect.adjusted(IconSize + Gap, 0, 0, 0), count, colours);
        painter->setPen(colours.text);
        paintVisibleText(*painter, rect, text, Qt::AlignLeft);
        break;
    case Kind::Provider:
        paintIcon(*painter, rect, option.state & QStyle::State_Open ? "down" : "right", colours.dim, 12);
        painter->setPen(colours.dim);
        paintVisibleText(*painter, rect.adjusted(IconSize, 0, 0, 0), text, Qt::AlignLeft);
        break;
    case Kind::Account:
        paintAccount(*painter, option, index);
        break;
    }
    painter->restore();
}

void SidebarDelegate::paintBackground(QPainter &painter, const QStyleOptionViewItem &option,
                                      const QModelIndex &index) const
{
    const Colours colours = coloursFor(option.palette);
    const bool isPage = SidebarModel::kindOf(index) == Kind::Page;
    if (option.state & QStyle::State_Selected) {
        painter.fillRect(option.rect, isPage ? colours.selected : colours.selectedInactive);
        if (isPage)
            painter.fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), colours.accent);
    } else if (option.state & QStyle::State_MouseOver && index.flags() & Qt::ItemIsSelectable) {
        painter.fillRect(option.rect, colours.alternate);
    }
    if (option.state & QStyle::State_HasFocus) {
        painter.setPen(colours.accent);
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
}

void SidebarDelegate::paintAccount(QPainter &painter, const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    const Colours colours = coloursFor(option.palette);
    const State state = State(index.data(SidebarModel::StateRole).toInt());
    const Environment environment = Environment(index.data(SidebarModel::EnvironmentRole).toInt());
    const bool isStale = state == State::Failed || state == State::Partial;
    QRect rect = option.rect.adjusted(Margin + 4, 0, -Margin, 0);
    paintAccountBar(painter, rect, index.data(SidebarModel::ColourRole).toString());
    rect.setLeft(rect.left() + 4 + Gap);

    rect = paintCount(painter, rect, index.data(SidebarModel::CountRole).toString(), colours);
    if (state == State::Loading || isStale) {
        const char *icon = state == State::Loading ? "refresh" : state == State::Failed ? "error" : "warning";
        const QColor colour = state == State::Loading ? colours.accent
            : state == State::Failed                  ? colours.bad
                                                      : colours.warn;
        paintIcon(painter, QRect(rect.right() + 1 - 14, rect.top(), 14, rect.height()), icon, colour, 14);
        rect.setRight(rect.right() - 14 - Gap);
    }
    const int badge = badgeSize(environment, BadgeForm::Short, option.font).width();
    const bool isReadOnly = index.data(SidebarModel::ReadOnlyRole).toBool();
    const int room = rect.width() - badge - Gap - (isReadOnly ? 14 + Gap : 0);
    const QString name = index.data(Qt::DisplayRole).toString();
    const int width = std::min(room, painter.fontMetrics().horizontalAdvance(name) + 1);
    painter.setPen(isStale ? colours.dim : colours.text);
    paintVisibleText(painter, QRect(rect.left(), rect.top(), width, rect.height()), name, Qt::AlignLeft);
    rect.setLeft(rect.left() + width + Gap);
    paintBadge(painter, rect, environment, BadgeForm::Short, option.palette, option.font);
    if (isReadOnly)
        paintIcon(painter, rect.adjusted(badge + Gap, 0, 0, 0), "lock", colours.dim, 14);
}

QSize SidebarDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int height = option.fontMetrics.height();
    return m_isRail ? QSize(height + 30, height + 22) : QSize(height * 8, height + 8);
}

} // namespace latchkey
