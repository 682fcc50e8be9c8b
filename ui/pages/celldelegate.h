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
    qsizetype done = 0; //!< confirmed, already gone, accepted
    qsizetype failed = 0; //!< refused, not sent
    qsizetype unsettled = 0; //!< unknown, still active
    qsizetype sent = 0; //!< on their way
    qsizetype total = 0;
    bool isPaused = false;

    [[nodiscard]] qsizetype settled() const { return done + failed; }
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

//! The light fill of a selected row with its bar at the left edge, and the frame of the current cell.
void paintCellBackground(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index);

} // namespace latchkey
