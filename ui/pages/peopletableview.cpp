#include "ui/pages/peopletableview.h"

#include "models/people/peoplerows.h"
#include "ui/pages/peoplecells.h"
#include "ui/style/look.h"

#include <algorithm>
#include <utility>

namespace latchkey {

PeopleTableView::PeopleTableView(PeopleRows &rows, Shape shape, QWidget *parent)
    : QTableView(parent)
    , m_shape(std::move(shape))
    , m_header(new PeopleHeader(this))
{
    setModel(&rows);
    setHorizontalHeader(m_header);
    m_header->setFont(headerFont(font()));
    setItemDelegate(new PeopleDelegate(this));
    setShowGrid(false);
    setAlternatingRowColors(true);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(latchkey::rowHeight(*this));
    verticalHeader()->setDefaultSectionSize(latchkey::rowHeight(*this));
    sortByColumn(0, Qt::AscendingOrder);
    setSortingEnabled(true);
    connect(&rows, &QAbstractItemModel::modelReset, this, [this] { fitColumns(); }); // accounts come and go
    connect(m_header, &QHeaderView::sectionResized, this, [this](int column, int, int width) {
        if (m_isFitting)
            return;
        m_widths.insert(keyOf(column), width);
        fitColumns(column);
    });
    fitColumns();
}

void PeopleTableView::choose(const QList<int> &rows)
{
    QItemSelection selection;
    for (const int row : rows)
        selection.select(model()->index(row, 0), model()->index(row, model()->columnCount() - 1));
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (!rows.isEmpty())
        selectionModel()->setCurrentIndex(model()->index(rows.constFirst(), 0), QItemSelectionModel::NoUpdate);
}

void PeopleTableView::setWidths(const QMap<QString, int> &widths)
{
    m_widths = widths;
    fitColumns();
}

void PeopleTableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void PeopleTableView::fitColumns(int dragged)
{
    QList<int> widths;
    int left = viewport()->width();
    for (int column = 0; column < m_header->count(); ++column) {
        widths += column == dragged ? columnWidth(column) : wantedWidth(column);
        left -= widths.constLast();
    }
    const QList<int> taking = takers(dragged);
    for (qsizetype at = 0; at < taking.size() && left > 0; ++at) {
        const int taken = left / int(taking.size() - at);
        widths[taking[at]] += taken;
        left -= taken;
    }
    for (const int column : m_shape.giving) {
        if (left >= 0 || column == dragged || isKept(column))
            continue;
        const int letters = m_shape.least.value(column) * fontMetrics().averageCharWidth();
        const int least = std::max(letters, m_header->leastWidth(column));
        const int given = std::clamp(widths[column] - least, 0, -left);
        widths[column] -= given;
        left += given;
    }
    m_isFitting = true;
    for (int column = 0; column < widths.size(); ++column)
        m_header->resizeSection(column, widths[column]);
    m_isFitting = false;
}

QList<int> PeopleTableView::takers(int dragged) const
{
    QList<int> free = m_shape.taking;
    free.removeIf([&](int column) { return column == dragged || isKept(column); });
    return free;
}

bool PeopleTableView::isKept(int column) const
{
    return m_widths.contains(keyOf(column)) && column != m_shape.taking.constLast();
}

int PeopleTableView::wantedWidth(int column) const
{
    const int chosen = m_widths.value(keyOf(column));
    const int letters = m_shape.letters.value(column);
    if (chosen > 0)
        return std::max(chosen, m_header->minimumSectionSize());
    return letters > 0 ? letters * fontMetrics().averageCharWidth() : m_header->leastWidth(column);
}

QString PeopleTableView::keyOf(int column) const
{
    return model()->headerData(column, Qt::Horizontal, KeyRole).toString();
}

} // namespace latchkey
