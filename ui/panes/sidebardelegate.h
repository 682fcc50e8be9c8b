#pragma once

#include <QStyledItemDelegate>

namespace latchkey {

//! Paints the rows of a SidebarModel.
class SidebarDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    //! Icons of the pages alone, in a narrow strip.
    void setRail(bool isRail) { m_isRail = isRail; }
    //! How wide the strip is.
    [[nodiscard]] static int railWidth(const QWidget &widget);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintBackground(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintAccount(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;

    bool m_isRail = false;
};

} // namespace latchkey
