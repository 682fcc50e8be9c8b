#pragma once

#include <QObject>

class QMenu;
class QTableView;

namespace latchkey {

//! Puts a table's texts on the clipboard, as they are seen and in the order of its columns. While the table has the
//! keyboard, the keys of the shared copy and select-all actions mean this table and no other.
class TableCopy : public QObject
{
    Q_OBJECT
public:
    //! Belongs to the table.
    explicit TableCopy(QTableView *table);

    //! The selected rows with a header, by tabs; at most 100,000, and a last line says how many are missing.
    void copyRows() const;
    //! The cell under the frame of the keyboard.
    void copyCell() const;
    //! Both as entries of a menu about the table as it is now.
    void addTo(QMenu &menu) const;
    //! Gives the table a context menu of these two.
    void offerMenu();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QTableView *m_table;
};

//! Rows that are selected, ascending.
[[nodiscard]] QList<int> selectedRows(const QTableView &table);

} // namespace latchkey
