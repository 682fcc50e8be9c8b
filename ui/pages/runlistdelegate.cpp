#include "ui/pages/runlistdelegate.h"

#include "models/activity/runlistmodel.h"
#include "ui/dates.h"
#include "ui/style/colours.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QPainter>

namespace latchkey {

namespace {

using State = RunListModel::State;

constexpr int Margin = 12;
constexpr int Gap = 8;
constexpr int IconSize = 16;

StateMark markOf(State state)
{
    switch (state) {
    case State::Running:
        return {"runs", Tint::Accent};
    case State::Paused:
        return {"pause", Tint::Warn};
    case State::Open:
        return {"warning", Tint::Warn};
    case State::Done:
        return latchkey::markOf(Outcome::Confirmed);
    case State::Unprovable:
        return latchkey::markOf(Outcome::Unprovable);
    case State::Refused:
        return latchkey::markOf(Outcome::Refused);
    case State::StillActive:
        return latchkey::markOf(Outcome::StillActive);
    case State::Unknown:
        return latchkey::markOf(Outcome::Unknown);
    case State::Stopped:
        break;
    }
    return latchkey::markOf(Outcome::NotSent);
}

} // namespace

RunListDelegate::RunListDelegate(const Clock &clock, QObject *parent) : QStyledItemDelegate(parent), m_clock(clock) { }

void RunListDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colours colours = coloursFor(option.palette);
    painter->save();
    if (option.state & QStyle::State_Selected) {
        const bool isActive = option.state & QStyle::State_Active && option.state & QStyle::State_HasFocus;
        painter->fillRect(option.rect, isActive ? colours.selected : colours.selectedInactive);
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), colours.accent);
    }
    painter->setPen(colours.line);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(colours.accent);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -2));
    }
    const QFontMetrics metrics(option.font);
    QRect title = option.rect.adjusted(Margin, 6, -Margin, 0);
    title.setHeight(metrics.height() + 2);
    const StateMark mark = markOf(State(index.data(RunListModel::StateRole).toInt()));
    const QRect place(title.left(), title.center().y() - IconSize / 2 + 1, IconSize, IconSize);
    tintedIcon(mark.icon, mark.tint).paint(painter, place);
    title.setLeft(title.left() + IconSize + Gap);

    const QFont small = secondaryFont(option.font);
    const QString when = relativeText(Moment::at(index.data(RunListModel::StartedRole).toLongLong()), m_clock.nowMs());
    painter->setFont(small);
    painter->setPen(colours.dim);
    painter->drawText(title, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, when);
    QRect below(title.left(), title.bottom() + 1, title.width(), QFontMetrics(small).height() + 2);
    paintVisibleText(*painter, below, index.data(RunListModel::SummaryRole).toString(), Qt::AlignLeft);
    title.setRight(title.right() - QFontMetrics(small).horizontalAdvance(when) - Gap);
    painter->setFont(option.font);
    painter->setPen(colours.text);
    paintVisibleText(*painter, title, index.data(Qt::DisplayRole).toString(), Qt::AlignLeft);
    painter->restore();
}

QSize RunListDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int height = option.fontMetrics.height();
    return {height * 12, height + QFontMetrics(secondaryFont(option.font)).height() + 18};
}

} // namespace latchkey
