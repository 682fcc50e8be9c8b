#include "ui/pages/activitypage.h"

#include "network/async/whendone.h"
#include "ui/pages/activitymodel.h"
#include "ui/pages/celldelegate.h"
#include "ui/pages/findedit.h"
#include "ui/pages/tablecopy.h"
#include "ui/parts/emptystate.h"
#include "ui/parts/plainlabel.h"
#include "ui/parts/tintedhead.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <QtConcurrentRun>

namespace latchkey {

ActivityPage::ActivityPage(const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_model(new ActivityModel(clock, this))
    , m_checkIcon(new PlainLabel(this))
    , m_check(new PlainLabel(this))
    , m_filter(new FindEdit(this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(m_pages))
    , m_view(new QTableView(m_pages))
    , m_copy(new TableCopy(m_view))
{
    setObjectName(QStringLiteral("activityPage"));
    m_check->setObjectName(QStringLiteral("journalCheck"));
    m_check->setText(tr("The journal is being checked."));
    m_check->setElided(Qt::ElideRight);
    m_filter->setObjectName(QStringLiteral("activityFilter"));
    m_filter->setAccessibleName(tr("Find in the journal"));
    m_filter->setPlaceholderText(tr("Find in the journal"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon("find"), QLineEdit::LeadingPosition);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model->setFilter(text);
        showWhatIsThere();
    });
    connect(m_filter, &FindEdit::left, m_view, [this] { m_view->setFocus(Qt::OtherFocusReason); });

    m_view->setObjectName(QStringLiteral("activityView"));
    m_view->setAccessibleName(tr("Journal"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new CellDelegate(m_view));
    m_view->setShowGrid(false);
    m_view->setAlternatingRowColors(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->verticalHeader()->setDefaultSectionSize(rowHeight(*this));
    QHeaderView *header = m_view->horizontalHeader();
    header->setFont(headerFont(font()));
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setStretchLastSection(true);
    const int letter = fontMetrics().averageCharWidth();
    header->resizeSection(int(ActivityModel::Column::Time), letter * 20);
    header->resizeSection(int(ActivityModel::Column::What), letter * 32);
    header->resizeSection(int(ActivityModel::Column::Account), letter * 22);

    m_copy->offerMenu();

    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_view);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addWidget(m_pages, 1);
    m_empty->say("activity", tr("The journal is being read."), tr("All that this app changes anywhere is in it."));
}

ActivityPage::~ActivityPage() { m_stop.request_stop(); }

void ActivityPage::copyRows() const { m_copy->copyRows(); }

void ActivityPage::copyCell() const { m_copy->copyCell(); }

QWidget *ActivityPage::makeHead()
{
    auto *head = new TintedHead(this);
    auto *title = new PlainLabel(tr("Activity"), head);
    title->setFont(titleFont(font()));
    auto *save = new QPushButton(icon("export", "document-export"), tr("Export…"), head);
    save->setObjectName(QStringLiteral("exportJournal"));
    save->setAutoDefault(false);
    save->setToolTip(tr("Save every record as one line of JSON each"));
    connect(save, &QPushButton::clicked, this, &ActivityPage::exportRequested);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(title);
    row->addWidget(m_checkIcon);
    row->addWidget(m_check, 1);
    row->addWidget(save);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(12, 6, 12, 8);
    column->setSpacing(6);
    column->addLayout(row);
    column->addWidget(m_filter);
    return head;
}

void ActivityPage::setLines(const QList<QByteArray> &lines)
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    const quint64 request = ++m_request;
    const auto read = [lines, stop = m_stop.get_token()] { return activityRecords(lines, stop); };
    whenDone(QtConcurrent::run(read), this, [this, request](const QList<ActivityRecord> &records) {
        if (request != m_request)
            return;
        m_model->setRecords(records);
        showWhatIsThere();
    });
}

void ActivityPage::showWhatIsThere()
{
    if (m_model->rowCount() > 0) {
        m_pages->setCurrentWidget(m_view);
        return;
    }
    if (m_model->records() == 0)
        m_empty->say("activity", tr("Nothing has been changed yet."),
                     tr("Every token that is created or revoked from here leaves a record."));
    else
        m_empty->say("find", tr("No record holds this text."), tr("Clear the field to see all of them."));
    m_pages->setCurrentWidget(m_empty);
}

void ActivityPage::setReport(const JournalReport &report)
{
    m_report = report;
    showReport();
}

void ActivityPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_report)
        showReport(); // the icon's colour
}

void ActivityPage::showReport()
{
    const bool isSound = m_report->isSound();
    const QString records = tr("%Ln record(s)", nullptr, int(m_report->records));
    if (isSound)
        m_check->setText(tr("Journal checked: %1, unbroken").arg(records));
    else if (m_report->brokenAt > 0)
        m_check->setText(
            tr("Journal broken at record %1: %2").arg(QLocale().toString(m_report->brokenAt), m_report->trouble));
    else
        m_check->setText(m_report->trouble);
    m_checkIcon->setPixmap(tintedIcon(isSound ? "outcome-confirmed" : "error", isSound ? Tint::Ok : Tint::Bad)
                               .pixmap(QSize(16, 16), devicePixelRatioF()));
}

} // namespace latchkey
