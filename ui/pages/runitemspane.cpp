#include "ui/pages/runitemspane.h"

#include "ui/pages/celldelegate.h"
#include "ui/pages/findedit.h"
#include "ui/pages/tablecopy.h"
#include "ui/parts/emptystate.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace latchkey {

using Show = RunItemsModel::Show;

void prepareTable(QTableView *view)
{
    view->setItemDelegate(new CellDelegate(view));
    view->setShowGrid(false);
    view->setFrameShape(QFrame::NoFrame);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setWordWrap(false);
    view->setTabKeyNavigation(false);
    view->verticalHeader()->hide();
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view->horizontalHeader()->setFont(headerFont(view->font()));
    view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    view->horizontalHeader()->setHighlightSections(false);
}

RunItemsPane::RunItemsPane(RunItemsModel &items, QWidget *parent)
    : QWidget(parent)
    , m_items(items)
    , m_filters(new QButtonGroup(this))
    , m_find(new FindEdit(this))
    , m_pages(new QStackedWidget(this))
    , m_table(new QTableView)
    , m_empty(new EmptyState)
    , m_copy(new TableCopy(m_table))
{
    makeTable();
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeFilters());
    column->addWidget(m_pages, 1);
}

void RunItemsPane::makeTable()
{
    m_table->setObjectName(QStringLiteral("runItems"));
    m_table->setAccessibleName(tr("Items of the run"));
    m_table->setModel(&m_items);
    prepareTable(m_table);
    m_table->setAlternatingRowColors(true);
    m_table->verticalHeader()->setDefaultSectionSize(rowHeight(*this));
    QHeaderView *header = m_table->horizontalHeader();
    header->setStretchLastSection(true);
    const int letter = fontMetrics().averageCharWidth();
    header->resizeSection(int(RunItemsModel::Column::Outcome), letter * 30);
    header->resizeSection(int(RunItemsModel::Column::Account), letter * 20);
    header->resizeSection(int(RunItemsModel::Column::Item), letter * 36);
    header->resizeSection(int(RunItemsModel::Column::Owner), letter * 20);
    m_copy->offerMenu();
    connect(&m_items, &QAbstractItemModel::modelReset, this, &RunItemsPane::showTable);
}

QWidget *RunItemsPane::makeFilters()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(6);
    const QList<std::pair<Show, const char *>> chips{{Show::All, "showAll"},
                                                     {Show::NotDone, "showNotDone"},
                                                     {Show::Refused, "showRefused"},
                                                     {Show::Unknown, "showUnknown"}};
    for (const auto &[show, name] : chips) {
        auto *chip = new QToolButton(bar);
        chip->setObjectName(QLatin1String(name));
        chip->setCheckable(true);
        chip->setFocusPolicy(Qt::StrongFocus);
        chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        m_filters->addButton(chip, int(show));
        row->addWidget(chip);
    }
    m_filters->button(int(Show::All))->setChecked(true);
    m_filters->button(int(Show::Refused))->setIcon(tintedIcon("outcome-refused", Tint::Bad));
    m_filters->button(int(Show::Unknown))->setIcon(tintedIcon("outcome-unknown", Tint::Unknown));
    connect(m_filters, &QButtonGroup::idClicked, this, [this](int show) {
        m_items.setShown(Show(show));
        showTable();
    });
    m_find->setObjectName(QStringLiteral("findInRun"));
    m_find->setPlaceholderText(tr("Find in this run"));
    m_find->setAccessibleName(tr("Find in this run"));
    m_find->setClearButtonEnabled(true);
    m_find->addAction(icon("find"), QLineEdit::LeadingPosition);
    m_find->setMinimumWidth(fontMetrics().averageCharWidth() * 16);
    m_find->setMaximumWidth(fontMetrics().averageCharWidth() * 34);
    connect(m_find, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_items.setFind(text);
        showTable();
    });
    connect(m_find, &FindEdit::left, m_table, [this] { m_table->setFocus(Qt::OtherFocusReason); });
    row->addStretch(1);
    row->addWidget(m_find, 2);
    return bar;
}

void RunItemsPane::showAll()
{
    m_find->clear();
    m_filters->button(int(Show::All))->click();
}

void RunItemsPane::showCounts()
{
    const QList<std::pair<Show, QString>> words{{Show::All, tr("All %1")},
                                                {Show::NotDone, tr("Not done %1")},
                                                {Show::Refused, tr("Refused %1")},
                                                {Show::Unknown, tr("Unknown %1")}};
    for (const auto &[show, text] : words)
        m_filters->button(int(show))->setText(text.arg(QLocale().toString(m_items.countOf(show))));
}

void RunItemsPane::showTable()
{
    if (m_items.rowCount() > 0) {
        m_pages->setCurrentWidget(m_table);
        return;
    }
    const QString find = m_find->text().trimmed();
    if (!find.isEmpty()) {
        m_empty->say("find", tr("Nothing here holds “%1”").arg(find),
                     tr("Neither a name or id, nor an owner, an account or an outcome of this run."));
    } else {
        switch (Show(m_filters->checkedId())) {
        case Show::All:
            m_empty->say("runs", tr("This run has no items"), QString());
            break;
        case Show::NotDone:
            m_empty->say("check", tr("Everything is done"), tr("No item of this run waits or went wrong."));
            break;
        case Show::Refused:
            m_empty->say("check", tr("Nothing was refused"), tr("No provider refused an item of this run."));
            break;
        case Show::Unknown:
            m_empty->say("check", tr("No outcome is unknown"), tr("How every item that was sent ended is settled."));
            break;
        }
    }
    const QAbstractButton *all = m_empty->addButton(tr("Show all"));
    connect(all, &QAbstractButton::clicked, this, [this] {
        showAll();
        m_table->setFocus(Qt::OtherFocusReason);
    });
    m_pages->setCurrentWidget(m_empty);
}

void RunItemsPane::copyRows() const { m_copy->copyRows(); }

void RunItemsPane::copyCell() const { m_copy->copyCell(); }

} // namespace latchkey
