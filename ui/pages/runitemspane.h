#pragma once

#include "ui/pages/runitemsmodel.h"

#include <QWidget>

class QButtonGroup;
class QStackedWidget;
class QTableView;

namespace latchkey {

class EmptyState;
class FindEdit;
class TableCopy;

//! A run's items as a table, what of them is shown, and why where that is none.
class RunItemsPane : public QWidget
{
    Q_OBJECT
public:
    //! `items` outlives the pane.
    explicit RunItemsPane(RunItemsModel &items, QWidget *parent = nullptr);

    //! Another run: all of its items are shown.
    void showAll();
    //! After the items changed: how many there are of each kind.
    void showCounts();
    //! To the clipboard: the selected rows with a header, by tabs; or the current cell.
    void copyRows() const;
    void copyCell() const;

private:
    [[nodiscard]] QWidget *makeFilters();
    void makeTable();
    //! The table, or that nothing is in it.
    void showTable();

    RunItemsModel &m_items;
    QButtonGroup *m_filters;
    FindEdit *m_find;
    QStackedWidget *m_pages;
    QTableView *m_table;
    EmptyState *m_empty;
    TableCopy *m_copy;
};

//! What all tables of the Runs page have in common.
void prepareTable(QTableView *view);

} // namespace latchkey
