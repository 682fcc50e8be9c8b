#include "ui/pages/tablecopy.h"

#include "models/export/csv.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QTableView>

#include <algorithm>

namespace latchkey {

namespace {

constexpr qsizetype MostCopiedRows = 100'000;

bool isCopyCell(const QKeyEvent &key)
{
    return key.key() == Qt::Key_C && key.modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
}

bool isOurs(const QKeyEvent &key)
{
    return key.matches(QKeySequence::Copy) || key.matches(QKeySequence::SelectAll) || isCopyCell(key);
}

//! Spreadsheets run what looks like a formula; names are other people's.
QString harmless(const QString &text)
{
    const QByteArray cell = csvCell(text);
    return cell.startsWith('\'') || cell.startsWith("\"'") ? u'\'' + text : text;
}

QList<int> shownColumns(const QTableView &table)
{
    QList<int> columns;
    const QHeaderView &header = *table.horizontalHeader();
    for (int place = 0; place < header.count(); ++place) {
        const int column = header.logicalIndex(place);
        const QString title = table.model()->headerData(column, Qt::Horizontal).toString();
        if (!header.isSectionHidden(column) && !title.isEmpty()) // a column without a title holds buttons
            columns += column;
    }
    return columns;
}

} // namespace

QList<int> selectedRows(const QTableView &table)
{
    QList<int> rows;
    const QItemSelection selection = table.selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows += row;
    }
    std::sort(rows.begin(), rows.end());
    rows.resize(std::distance(rows.begin(), std::unique(rows.begin(), rows.end())));
    return rows;
}

TableCopy::TableCopy(QTableView *table) : QObject(table), m_table(table) { table->installEventFilter(this); }

void TableCopy::copyRows() const
{
    QList<int> rows = selectedRows(*m_table);
    if (rows.isEmpty())
        return;
    const QList<int> columns = shownColumns(*m_table);
    const QAbstractItemModel &model = *m_table->model();
    QStringList lines;
    QStringList cells;
    for (const int column : columns)
        cells += model.headerData(column, Qt::Horizontal).toString();
    lines += cells.join(u'\t');
    const qsizetype left = std::max<qsizetype>(0, rows.size() - MostCopiedRows);
    rows.resize(rows.size() - left);
    for (const int row : std::as_const(rows)) {
        cells.clear();
        for (const int column : columns)
            cells += harmless(model.index(row, column).data().toString());
        lines += cells.join(u'\t');
    }
    if (left > 0)
        lines += tr("%1 more rows were not copied: export them instead.").arg(QLocale().toString(left));
    QGuiApplication::clipboard()->setText(lines.join(u'\n') + u'\n');
}

void TableCopy::copyCell() const
{
    const QModelIndex current = m_table->currentIndex();
    if (current.isValid())
        QGuiApplication::clipboard()->setText(current.data().toString());
}

void TableCopy::addTo(QMenu &menu) const
{
    QAction *rows = menu.addAction(tr("Copy rows"));
    rows->setEnabled(m_table->selectionModel()->hasSelection());
    connect(rows, &QAction::triggered, this, &TableCopy::copyRows);
    QAction *cell = menu.addAction(tr("Copy cell"));
    cell->setEnabled(m_table->currentIndex().isValid());
    connect(cell, &QAction::triggered, this, &TableCopy::copyCell);
}

void TableCopy::offerMenu()
{
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint &pos) {
        auto *menu = new QMenu(m_table);
        menu->setObjectName(QStringLiteral("copyMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        addTo(*menu);
        menu->popup(m_table->viewport()->mapToGlobal(pos));
    });
}

bool TableCopy::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress)
        return QObject::eventFilter(watched, event);
    const auto &key = *static_cast<QKeyEvent *>(event);
    if (!isOurs(key))
        return QObject::eventFilter(watched, event);
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept(); // it comes again as a key, and triggers no action of the window
        return true;
    }
    if (key.matches(QKeySequence::SelectAll))
        return QObject::eventFilter(watched, event); // the view's own business
    isCopyCell(key) ? copyCell() : copyRows();
    return true;
}

} // namespace latchkey
