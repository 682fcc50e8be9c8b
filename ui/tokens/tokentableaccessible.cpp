#include "ui/tokens/tokentableaccessible.h"

#include "ui/tokens/tokendelegate.h"
#include "ui/tokens/tokentableview.h"

#include <QAccessible>
#include <QAccessibleObject>
#include <QHash>
#include <QHeaderView>
#include <QPointer>
#include <QScrollBar>

namespace latchkey {

namespace {

using Column = TokenTableModel::Column;

//! A cell, or with an invalid index the header of a column. Rows and columns are counted as they are shown.
class TokenCell : public QAccessibleInterface, public QAccessibleTableCellInterface, public QAccessibleActionInterface
{
public:
    TokenCell(TokenTableView *view, const QModelIndex &index, Column column)
        : m_view(view)
        , m_index(index)
        , m_column(column)
        , m_isHeader(!index.isValid())
    {
    }

    // QAccessibleInterface
    [[nodiscard]] bool isValid() const override
    {
        return m_view && (m_isHeader || m_index.isValid()) && columnIndex() >= 0;
    }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    [[nodiscard]] QAccessibleInterface *child(int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    [[nodiscard]] QString text(QAccessible::Text type) const override;
    void setText(QAccessible::Text, const QString &) override { }
    [[nodiscard]] QRect rect() const override;
    [[nodiscard]] QAccessible::Role role() const override
    {
        return m_isHeader ? QAccessible::ColumnHeader : QAccessible::Cell;
    }
    [[nodiscard]] QAccessible::State state() const override;
    void *interface_cast(QAccessible::InterfaceType type) override;

    // QAccessibleTableCellInterface
    [[nodiscard]] bool isSelected() const override
    {
        return isValid() && !m_isHeader && m_view->selection().containsRow(m_index.row());
    }
    [[nodiscard]] QList<QAccessibleInterface *> columnHeaderCells() const override;
    [[nodiscard]] QList<QAccessibleInterface *> rowHeaderCells() const override { return {}; }
    [[nodiscard]] int columnIndex() const override { return int(m_view->shownColumns().indexOf(m_column)); }
    [[nodiscard]] int rowIndex() const override { return m_isHeader ? -1 : m_index.row(); }
    [[nodiscard]] int columnExtent() const override { return 1; }
    [[nodiscard]] int rowExtent() const override { return 1; }
    [[nodiscard]] QAccessibleInterface *table() const override { return parent(); }

    // QAccessibleActionInterface
    [[nodiscard]] QStringList actionNames() const override
    {
        return {m_isHeader ? QAccessibleActionInterface::pressAction() : QAccessibleActionInterface::toggleAction()};
    }
    void doAction(const QString &name) override;
    [[nodiscard]] QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    QPointer<TokenTableView> m_view;
    QPersistentModelIndex m_index;
    Column m_column;
    bool m_isHeader;
};

//! The table itself. Children are the headers, and then the cells, row by row.
class TokenTableAccessible : public QAccessibleObject, public QAccessibleTableInterface
{
public:
    explicit TokenTableAccessible(TokenTableView *view) : QAccessibleObject(view) { }
    ~TokenTableAccessible() override { forgetCells(); }

    // QAccessibleInterface
    [[nodiscard]] QAccessibleInterface *childAt(int x, int y) const override;
    [[nodiscard]] QAccessibleInterface *focusChild() const override;
    [[nodiscard]] QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(view()->parentWidget());
    }
    [[nodiscard]] QAccessibleInterface *child(int index) const override;
    [[nodiscard]] int childCount() const override { return columnCount() * (rowCount() + 1); }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const override;
    [[nodiscard]] QString text(QAccessible::Text type) const override;
    [[nodiscard]] QRect rect() const override;
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::Table; }
    [[nodiscard]] QAccessible::State state() const override;
    void *interface_cast(QAccessible::InterfaceType type) override;

    // QAccessibleTableInterface
    [[nodiscard]] QAccessibleInterface *caption() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *summary() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *cellAt(int row, int column) const override;
    [[nodiscard]] int selectedCellCount() const override { return selectedRowCount() * columnCount(); }
    [[nodiscard]] QList<QAccessibleInterface *> selectedCells() const override;
    [[nodiscard]] QString columnDescription(int column) const override;
    [[nodiscard]] QString rowDescription(int) const override { return {}; }
    [[nodiscard]] int selectedColumnCount() const override { return 0; }
    [[nodiscard]] int selectedRowCount() const override { return int(view()->selection().count()); }
    [[nodiscard]] int columnCount() const override { return int(view()->shownColumns().size()); }
    [[nodiscard]] int rowCount() const override { return view()->tokens().rowCount(); }
    [[nodiscard]] QList<int> selectedColumns() const override { return {}; }
    [[nodiscard]] QList<int> selectedRows() const override
    {
        const std::vector<int> rows = view()->selection().rows();
        return {rows.begin(), rows.end()};
    }
    [[nodiscard]] bool isColumnSelected(int) const override { return false; }
    [[nodiscard]] bool isRowSelected(int row) const override
    {
        return hasRow(row) && view()->selection().containsRow(row);
    }
    bool selectRow(int row) override { return setRowSelected(row, true); }
    bool selectColumn(int) override { return false; }
    bool unselectRow(int row) override { return setRowSelected(row, false); }
    bool unselectColumn(int) override { return false; }
    void modelChange(QAccessibleTableModelChangeEvent *event) override;

    [[nodiscard]] QAccessibleInterface *header(int column) const;
    [[nodiscard]] int childIndex(int row, int column) const { return (row + 1) * columnCount() + column; }

private:
    using CellKey = std::pair<quint32, int>; //!< row number, or NoRow for a header; column of the model

    static constexpr quint32 NoRow = ~quint32(0);
    //! Whoever walks a whole table loses the first cells again: an interface a cell of a million rows is no use.
    static constexpr int KeptCells = 10'000;

    [[nodiscard]] TokenTableView *view() const { return static_cast<TokenTableView *>(object()); }
    [[nodiscard]] bool hasRow(int row) const { return row >= 0 && row < rowCount(); }
    bool setRowSelected(int row, bool isSelected);
    [[nodiscard]] QAccessibleInterface *cell(const CellKey &key, const QModelIndex &index) const;
    void forgetCells() const;

    mutable QHash<CellKey, QAccessible::Id> m_cells;
};

TokenTableAccessible *tableOf(TokenTableView &view)
{
    return static_cast<TokenTableAccessible *>(QAccessible::queryAccessibleInterface(&view));
}

// The cell

QString TokenCell::text(QAccessible::Text type) const
{
    if (!isValid())
        return {};
    const TokenTableModel &model = m_view->tokens();
    if (m_isHeader)
        return type == QAccessible::Name ? model.headerData(int(m_column), Qt::Horizontal).toString() : QString();
    if (type != QAccessible::Name && type != QAccessible::Value)
        return {};
    const QString text = cellText(model, m_index.row(), m_column, m_view->clock().nowMs());
    const InventoryRow row = model.row(m_index.row());
    // What the cell shows besides its text.
    if (m_column == Column::Name && row.isOwn())
        return TokenTableView::tr("%1, used by this app").arg(text);
    if (m_column == Column::Account && row.account().environment == Environment::Production)
        return TokenTableView::tr("%1, production").arg(text);
    return text;
}

QRect TokenCell::rect() const
{
    if (!isValid())
        return {};
    if (!m_isHeader) {
        const QRect rect = m_view->visualRect(m_index);
        return rect.translated(m_view->viewport()->mapToGlobal(QPoint(0, 0)));
    }
    const QHeaderView *header = m_view->horizontalHeader();
    const int section = int(m_column);
    const QRect rect(header->sectionViewportPosition(section), 0, header->sectionSize(section), header->height());
    return rect.translated(header->mapToGlobal(QPoint(0, 0)));
}

QAccessible::State TokenCell::state() const
{
    QAccessible::State state;
    if (!isValid()) {
        state.invalid = true;
        return state;
    }
    if (m_isHeader)
        return state;
    state.selectable = true;
    state.focusable = true;
    state.multiSelectable = true;
    state.selected = isSelected();
    state.focused = m_view->hasFocus() && m_view->currentIndex() == QModelIndex(m_index);
    state.offscreen = !m_view->viewport()->rect().intersects(m_view->visualRect(m_index));
    return state;
}

void *TokenCell::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::TableCellInterface && !m_isHeader)
        return static_cast<QAccessibleTableCellInterface *>(this);
    if (type == QAccessible::ActionInterface)
        return static_cast<QAccessibleActionInterface *>(this);
    return nullptr;
}

QList<QAccessibleInterface *> TokenCell::columnHeaderCells() const
{
    return isValid() ? QList<QAccessibleInterface *>{tableOf(*m_view)->header(columnIndex())}
                     : QList<QAccessibleInterface *>();
}

void TokenCell::doAction(const QString &name)
{
    if (!isValid() || !actionNames().contains(name))
        return;
    if (!m_isHeader)
        return m_view->selection().toggle(m_index.row());
    QHeaderView *header = m_view->horizontalHeader();
    const bool isAscending =
        header->sortIndicatorSection() == int(m_column) && header->sortIndicatorOrder() == Qt::AscendingOrder;
    header->setSortIndicator(int(m_column), isAscending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

// The table

QAccessibleInterface *TokenTableAccessible::childAt(int x, int y) const
{
    const QModelIndex index = view()->indexAt(view()->viewport()->mapFromGlobal(QPoint(x, y)));
    if (index.isValid() && view()->viewport()->rect().contains(view()->viewport()->mapFromGlobal(QPoint(x, y))))
        return cellAt(index.row(), int(view()->shownColumns().indexOf(Column(index.column()))));
    const QHeaderView *header = view()->horizontalHeader();
    const QPoint inHeader = header->mapFromGlobal(QPoint(x, y));
    if (!header->rect().contains(inHeader) || header->logicalIndexAt(inHeader) < 0)
        return nullptr;
    return this->header(int(view()->shownColumns().indexOf(Column(header->logicalIndexAt(inHeader)))));
}

QAccessibleInterface *TokenTableAccessible::focusChild() const
{
    const QModelIndex current = view()->currentIndex();
    if (!current.isValid())
        return nullptr;
    return cellAt(current.row(), int(view()->shownColumns().indexOf(Column(current.column()))));
}

QAccessibleInterface *TokenTableAccessible::child(int index) const
{
    const int columns = columnCount();
    if (index < 0 || columns == 0)
        return nullptr;
    return index < columns ? header(index) : cellAt(index / columns - 1, index % columns);
}

int TokenTableAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    const auto *cell = dynamic_cast<const TokenCell *>(child);
    return cell && cell->isValid() ? childIndex(cell->rowIndex(), cell->columnIndex()) : -1;
}

QString TokenTableAccessible::text(QAccessible::Text type) const
{
    if (type == QAccessible::Name)
        return view()->accessibleName();
    if (type == QAccessible::Description)
        return view()->accessibleDescription();
    return {};
}

QRect TokenTableAccessible::rect() const
{
    return view()->isVisible() ? QRect(view()->mapToGlobal(QPoint(0, 0)), view()->size()) : QRect();
}

QAccessible::State TokenTableAccessible::state() const
{
    QAccessible::State state;
    state.focusable = true;
    state.focused = view()->hasFocus();
    state.multiSelectable = true;
    state.extSelectable = true;
    state.invisible = !view()->isVisible();
    return state;
}

void *TokenTableAccessible::interface_cast(QAccessible::InterfaceType type)
{
    return type == QAccessible::TableInterface ? static_cast<QAccessibleTableInterface *>(this) : nullptr;
}

QAccessibleInterface *TokenTableAccessible::header(int column) const
{
    const QList<Column> columns = view()->shownColumns();
    return column >= 0 && column < columns.size() ? cell({NoRow, int(columns[column])}, {}) : nullptr;
}

QAccessibleInterface *TokenTableAccessible::cellAt(int row, int column) const
{
    const QList<Column> columns = view()->shownColumns();
    if (!hasRow(row) || column < 0 || column >= columns.size())
        return nullptr;
    const quint32 number = view()->tokens().shownNumbers()[size_t(row)];
    return cell({number, int(columns[column])}, view()->tokens().index(row, int(columns[column])));
}

QAccessibleInterface *TokenTableAccessible::cell(const CellKey &key, const QModelIndex &index) const
{
    if (const auto known = m_cells.constFind(key); known != m_cells.constEnd()) {
        QAccessibleInterface *cell = QAccessible::accessibleInterface(known.value());
        if (cell && cell->isValid())
            return cell;
        QAccessible::deleteAccessibleInterface(known.value());
        m_cells.erase(known);
    }
    if (m_cells.size() >= KeptCells)
        forgetCells();
    auto *cell = new TokenCell(view(), index, Column(key.second));
    m_cells.insert(key, QAccessible::registerAccessibleInterface(cell));
    return cell;
}

void TokenTableAccessible::forgetCells() const
{
    for (const QAccessible::Id id : std::as_const(m_cells))
        QAccessible::deleteAccessibleInterface(id);
    m_cells.clear();
}

//! At most as many as somebody can make use of.
QList<QAccessibleInterface *> TokenTableAccessible::selectedCells() const
{
    constexpr size_t Most = 100;
    std::vector<int> rows = view()->selection().rows();
    rows.resize(std::min(rows.size(), Most));
    QList<QAccessibleInterface *> cells;
    for (const int row : rows) {
        for (int column = 0; column < columnCount(); ++column)
            cells += cellAt(row, column);
    }
    return cells;
}

QString TokenTableAccessible::columnDescription(int column) const
{
    const QList<Column> columns = view()->shownColumns();
    if (column < 0 || column >= columns.size())
        return {};
    return view()->tokens().headerData(int(columns[column]), Qt::Horizontal).toString();
}

bool TokenTableAccessible::setRowSelected(int row, bool isSelected)
{
    if (!hasRow(row))
        return false;
    view()->selection().setRange(view()->selection().bits(), row, row, isSelected);
    return true;
}

void TokenTableAccessible::modelChange(QAccessibleTableModelChangeEvent *)
{
    m_cells.removeIf([](const auto &cell) {
        const QAccessibleInterface *known = QAccessible::accessibleInterface(cell.value());
        if (known && known->isValid())
            return false;
        QAccessible::deleteAccessibleInterface(cell.value());
        return true;
    });
}

QAccessibleInterface *makeTokenTable(const QString &, QObject *object)
{
    auto *view = qobject_cast<TokenTableView *>(object);
    return view ? new TokenTableAccessible(view) : nullptr;
}

} // namespace

void installTokenTableAccessibility() { QAccessible::installFactory(makeTokenTable); }

void announceTokenFocus(TokenTableView &view)
{
    const QModelIndex current = view.currentIndex();
    if (!QAccessible::isActive() || !current.isValid())
        return;
    QAccessibleEvent event(&view, QAccessible::Focus);
    const int column = int(view.shownColumns().indexOf(Column(current.column())));
    event.setChild(tableOf(view)->childIndex(current.row(), std::max(0, column)));
    QAccessible::updateAccessibility(&event);
}

void announceTokenSelection(TokenTableView &view)
{
    if (!QAccessible::isActive())
        return;
    const QModelIndex current = view.currentIndex();
    if (!current.isValid() || current.row() >= view.tokens().rowCount()) {
        QAccessibleEvent event(&view, QAccessible::SelectionWithin);
        QAccessible::updateAccessibility(&event);
        return;
    }
    const bool isSelected = view.selection().containsRow(current.row());
    const bool isOnly = isSelected && view.selection().count() == 1;
    QAccessibleEvent event(&view,
                           isOnly           ? QAccessible::Selection
                               : isSelected ? QAccessible::SelectionAdd
                                            : QAccessible::SelectionRemove);
    const int column = int(view.shownColumns().indexOf(Column(current.column())));
    event.setChild(tableOf(view)->childIndex(current.row(), std::max(0, column)));
    QAccessible::updateAccessibility(&event);
    QAccessibleEvent within(&view, QAccessible::SelectionWithin);
    QAccessible::updateAccessibility(&within);
}

} // namespace latchkey
