#pragma once

#include "models/inventory/tokentablemodel.h"
#include "ui/tokens/tokenselection.h"

#include <QBasicTimer>
#include <QPersistentModelIndex>
#include <QTableView>

#include <array>
#include <optional>

class QMenu;

namespace latchkey {

class TokenDelegate;

//! The tokens as a table of rows that are selected as everywhere: click, Ctrl, Shift, drag, arrows, Space. The
//! selection is a TokenSelection, not the selection model of Qt, which takes seconds for a million rows.
class TokenTableView : public QTableView
{
    Q_OBJECT

public:
    using Column = TokenTableModel::Column;

    //! Both must outlive the view.
    TokenTableView(TokenTableModel &model, const Clock &clock, QWidget *parent = nullptr);

    [[nodiscard]] TokenSelection &selection() { return m_selection; }
    [[nodiscard]] const TokenSelection &selection() const { return m_selection; }
    [[nodiscard]] const TokenTableModel &tokens() const { return m_model; }
    [[nodiscard]] const Clock &clock() const { return m_clock; }

    //! As they stand from left to right; what is hidden for lack of room is not among them.
    [[nodiscard]] QList<Column> shownColumns() const;
    //! The person's choice, which lack of room may overrule.
    [[nodiscard]] bool isColumnChosen(Column column) const { return m_isChosen[size_t(column)]; }
    void setColumnChosen(Column column, bool isChosen);
    //! Without room the less telling columns hide: created, id, last IP, kind, scopes, and the account where one is
    //! shown.
    void setNarrow(bool isNarrow);
    void setComfortable(bool isComfortable);
    //! A check mark for each column.
    [[nodiscard]] QMenu *columnsMenu();

    //! Columns, their order and widths, and the sorting.
    [[nodiscard]] QByteArray saveState() const;
    //! Returns false, and changes nothing, where `state` is not from saveState().
    bool restoreState(const QByteArray &state);

Q_SIGNALS:
    //! Another cell became the current one.
    void currentCellChanged();
    //! A menu is wanted for what is selected.
    void menuRequested(const QPoint &globalPos);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    //! Where the person was, while the model changes.
    struct Place
    {
        QPersistentModelIndex top = {};
        int scroll = 0; //!< for when the top row goes
        std::optional<quint32> current = {}; //!< a row number
        int row = 0; //!< where that was
        int column = 0;
        bool isKept = false;
    };

    void restyle();
    void setUpHeader();
    void keepPlace();
    void returnToPlace(const TokenSnapshot &before);
    void fitColumns();
    [[nodiscard]] int minimumWidth(int section) const;
    [[nodiscard]] int preferredWidth(Column column) const;
    [[nodiscard]] QString question() const;
    [[nodiscard]] int rowOf(quint32 number) const;
    [[nodiscard]] int clampedRowAt(int y) const;
    void makeCurrent(int row, int column = -1);
    //! From the anchor to `row`, on what was selected before the anchor was set, or alone.
    void extendTo(int row, bool addsToBase);
    void setAnchor(int row);
    void moveTo(int row, Qt::KeyboardModifiers modifiers);
    void announceSelection();

    TokenTableModel &m_model;
    const Clock &m_clock;
    TokenSelection m_selection;
    TokenDelegate *m_delegate;
    std::array<bool, TokenOrder::Columns> m_isChosen{};
    std::array<int, TokenOrder::Columns> m_widths{}; //!< as the person dragged them; 0: never
    bool m_isNarrow = false;
    bool m_isComfortable = false;
    bool m_isFitting = false;
    Place m_place;
    QString m_question; //!< see question(); of what is shown
    QPersistentModelIndex m_anchor;
    TokenSelection::Bits m_base; //!< what was selected when the anchor was set
    bool m_isDragging = false;
    bool m_dragSelects = true; //!< a Ctrl+drag from a selected row takes rows out
    bool m_dragAdds = false;
    int m_dragY = 0; //!< in the viewport, or beyond its edges
    QBasicTimer m_scroll;
};

} // namespace latchkey
