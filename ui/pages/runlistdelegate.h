#pragma once

#include "network/domain/clock.h"

#include <QStyledItemDelegate>

namespace latchkey {

//! Paints the runs of a RunListModel: icon, title and when, and below them how it stands.
class RunListDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    //! The clock must outlive the delegate.
    explicit RunListDelegate(const Clock &clock, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Clock &m_clock;
};

} // namespace latchkey
