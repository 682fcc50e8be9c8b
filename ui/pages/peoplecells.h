#pragma once

#include <QHeaderView>
#include <QStyledItemDelegate>

namespace latchkey {

//! Paints the cells of people and clients: names as they are, counts at the right, what is not reported in italics.
class PeopleDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

//! A header whose sections of accounts carry the account's colour beside the name.
class PeopleHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit PeopleHeader(QWidget *parent = nullptr);

    //! Wide enough for the title and for the widest word that may stand where something is missing.
    [[nodiscard]] int leastWidth(int section) const;

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
};

} // namespace latchkey
