#pragma once

#include "ui/style/icons.h"

#include <QStyledItemDelegate>

namespace latchkey {

//! What CellDelegate paints besides the text, where a model gives it.
enum CellRole {
    MarkRole = Qt::UserRole + 100, //!< StateMark
    EnvironmentRole, //!< int of Environment: a quiet badge where it is production
    BarRole, //!< QString: an account's colour
    IsDimRole, //!< bool
    IsAbsentRole, //!< bool: italic, as "not reported" is
    ShareRole, //!< LaneShare: a progress bar instead of the text
};

//! How far one account of a run has come; parts of `total`.
struct LaneShare
{
    qsizetype done = 0; //!< confirmed, already gone
    qsizetype unprovable = 0; //!< accepted, and the provider offers no look
    qsizetype failed = 0; //!< refused, not sent
    qsizetype unsettled = 0; //!< unknown, still active
    qsizetype sent = 0; //!< on their way
    qsizetype total = 0;

    [[nodiscard]] qsizetype settled() const { return done + unprovable + failed; }
    friend bool operator==(const LaneShare &, const LaneShare &) = default;
};

//! Paints the cells of the pages' tables: icon, account bar, text, badge; provider text as it is.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

//! A production account's quiet badge after the text, which has what this leaves of `room`.
[[nodiscard]] QRect paintProductionBadge(QPainter &painter, const QRect &room, const QString &text,
                                         const QStyleOptionViewItem &option);
//! Room for it beside a text.
[[nodiscard]] int productionBadgeWidth(const QFont &font);

//! The light fill of a selected row with its bar at the left edge, and the frame of the current cell.
void paintCellBackground(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index);

} // namespace latchkey
