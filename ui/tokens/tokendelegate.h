#pragma once

#include "models/inventory/tokentablemodel.h"
#include "ui/style/colours.h"
#include "ui/style/icons.h"

#include <QCache>
#include <QFont>
#include <QHash>
#include <QPixmap>
#include <QStaticText>
#include <QStyledItemDelegate>

namespace latchkey {

class TokenSelection;

//! What a cell reads: the words of TokenTableModel, with relative dates, "expires soon", and the short id where the
//! provider gives no name.
[[nodiscard]] QString cellText(const TokenTableModel &model, int row, TokenTableModel::Column column, qint64 nowMs);

//! Paints the cells of the token table, plainly: what was laid out or drawn once is kept, since a row is painted many
//! times. Only for views over a TokenTableModel.
class TokenDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    //! All must outlive the delegate.
    TokenDelegate(const TokenTableModel &model, const TokenSelection &selection, const Clock &clock,
                  QObject *parent = nullptr);

    //! Fonts and colours of `widget`; drops what was kept.
    void restyle(const QWidget &widget);
    //! What the words of a column need: "not reported" everywhere, and the icon with "expires soon" in the states.
    [[nodiscard]] int minimumWidth(TokenTableModel::Column column) const;
    //! The leftmost one, which carries the bar of a selected row.
    void setFirstColumn(int column) { m_firstColumn = column; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    enum class Face : quint8 { Plain, Absent, Code };
    struct TextKey
    {
        QString text = {};
        Face face = Face::Plain;
        Qt::TextElideMode elide = Qt::ElideRight;
        int width = 0;

        friend bool operator==(const TextKey &, const TextKey &) = default;
        friend size_t qHash(const TextKey &key, size_t seed)
        {
            return qHashMulti(seed, key.text, int(key.face), key.width);
        }
    };

    void paintCell(QPainter &painter, QRect rect, const InventoryRow &row, TokenTableModel::Column column) const;
    void paintState(QPainter &painter, QRect rect, const InventoryRow &row) const;
    void paintName(QPainter &painter, QRect rect, const InventoryRow &row) const;
    int paintShortId(QPainter &painter, const QRect &rect, const InventoryRow &row) const;
    void paintAccount(QPainter &painter, QRect rect, const InventoryRow &row) const;
    void paintMoment(QPainter &painter, const QRect &rect, const InventoryRow &row, Moment moment) const;
    //! Returns the width that the text takes.
    int paintText(QPainter &painter, const QRect &rect, const QString &text, bool isDim, Face face = Face::Plain,
                  Qt::Alignment alignment = Qt::AlignLeft, Qt::TextElideMode elide = Qt::ElideRight) const;
    [[nodiscard]] const QStaticText &laidOut(const TextKey &key) const;
    [[nodiscard]] const QPixmap &stateIcon(const StateMark &mark, bool isGrey, qreal ratio) const;
    [[nodiscard]] const QPixmap &ownBadge(qreal ratio) const;
    [[nodiscard]] const QPixmap &productionBadge(qreal ratio) const;
    [[nodiscard]] const QFont &fontOf(Face face) const;
    [[nodiscard]] QString toolTip(int row, TokenTableModel::Column column) const;

    const TokenTableModel &m_model;
    const TokenSelection &m_selection;
    const Clock &m_clock;
    QPalette m_palette;
    Colours m_colours;
    QFont m_font;
    QFont m_absentFont;
    QFont m_codeFont;
    int m_firstColumn = 0;
    int m_padding = 8;
    int m_gap = 6;
    mutable QCache<TextKey, QStaticText> m_texts;
    mutable QHash<QByteArray, QPixmap> m_pixmaps;
};

} // namespace latchkey
