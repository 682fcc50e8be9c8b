#include "ui/pages/runspage.h"

#include "models/activity/runlistmodel.h"
#include "ui/pages/runhead.h"
#include "ui/pages/runitemspane.h"
#include "ui/pages/runlistdelegate.h"
#include "ui/parts/actions.h"
#include "ui/parts/banner.h"
#include "ui/parts/emptystate.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <chrono>
#include <numeric>

namespace latchkey {

namespace {

constexpr std::chrono::milliseconds RefreshEvery{100};
constexpr int MostLanesShown = 5; //!< more scroll

bool isUnsettled(Outcome outcome) { return outcome == Outcome::Unknown || outcome == Outcome::StillActive; }

//! A button that does what the action does, for a banner.
void linkTo(QAction *action, QAbstractButton *button)
{
    button->setObjectName(action->objectName() + QStringLiteral("Button"));
    button->setEnabled(action->isEnabled());
    button->setToolTip(action->toolTip());
    QObject::connect(button, &QAbstractButton::clicked, action, &QAction::trigger);
    QObject::connect(action, &QAction::enabledChanged, button, &QWidget::setEnabled);
}

} // namespace

RunsPage::RunsPage(Actions &actions, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_clock(clock)
    , m_list(new RunListModel(this))
    , m_items(new RunItemsModel(clock, this))
    , m_lanes(new LaneModel(clock, this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(m_pages))
{
    setObjectName(QStringLiteral("runsPage"));
    m_empty->say(
        "runs", tr("No runs yet."),
        tr("Select tokens, then Revoke…: the plan that you confirm becomes a run, and its receipt stays here."));
    auto *splitter = new QSplitter(Qt::Horizontal, m_pages);
    splitter->setObjectName(QStringLiteral("runsSplitter"));
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    splitter->addWidget(makeList());
    splitter->addWidget(makeRun());
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({fontMetrics().height() * 14, fontMetrics().height() * 50});
    m_pages->addWidget(m_empty);
    m_pages->addWidget(splitter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);

    m_refresh.setSingleShot(true);
    m_refresh.setInterval(RefreshEvery);
    connect(&m_refresh, &QTimer::timeout, this, &RunsPage::refreshNow);
}

QWidget *RunsPage::makeList()
{
    auto *side = new QWidget;
    side->setAutoFillBackground(true);
    side->setBackgroundRole(QPalette::Base);
    auto *title = new PlainLabel(tr("Runs"), side);
    title->setFont(titleFont(font()));
    title->setContentsMargins(12, 8, 12, 8);
    m_listView = new QListView(side);
    m_listView->setObjectName(QStringLiteral("runList"));
    m_listView->setAccessibleName(tr("Runs"));
    m_listView->setModel(m_list);
    m_listView->setItemDelegate(new RunListDelegate(m_clock, m_listView));
    m_listView->setFrameShape(QFrame::NoFrame);
    m_listView->setUniformItemSizes(true);
    m_listView->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_listView->setMinimumWidth(fontMetrics().height() * 9);
    connect(m_listView->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) {
                const RunId run{current.data(RunListModel::RunRole).toString()};
                if (current.isValid() && run != shownRun())
                    Q_EMIT runChosen(run);
            });
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(title);
    column->addWidget(m_listView, 1);
    return side;
}

QWidget *RunsPage::makeRun()
{
    m_runPages = new QStackedWidget;
    m_noRun = new EmptyState(m_runPages);
    m_noRun->say("runs", tr("No run is chosen."), tr("Choose one in the list to see what it did."));
    auto *run = new QWidget(m_runPages);
    run->setAutoFillBackground(true);
    run->setBackgroundRole(QPalette::Base);
    m_head = new RunHead(m_actions, m_clock, run);
    m_banner = new Banner(run);
    m_banner->setObjectName(QStringLiteral("openRunBanner"));
    makeLanes();
    m_itemsPane = new RunItemsPane(*m_items);
    auto *column = new QVBoxLayout(run);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_banner);
    column->addWidget(m_lanesView);
    column->addWidget(m_itemsPane, 1);
    m_runPages->addWidget(m_noRun);
    m_runPages->addWidget(run);
    return m_runPages;
}

void RunsPage::makeLanes()
{
    m_lanesView = new QTableView;
    m_lanesView->setObjectName(QStringLiteral("lanes"));
    m_lanesView->setAccessibleName(tr("Accounts of the run"));
    m_lanesView->setModel(m_lanes);
    prepareTable(m_lanesView);
    m_lanesView->setSelectionMode(QAbstractItemView::NoSelection);
    m_lanesView->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_lanesView->verticalHeader()->setDefaultSectionSize(QPushButton(tr("Pause")).sizeHint().height() + 2);
    QHeaderView *header = m_lanesView->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(int(LaneModel::Column::Progress), QHeaderView::Stretch);
    connect(m_lanes, &QAbstractItemModel::modelReset, this, &RunsPage::showLaneButtons);
}

void RunsPage::setRuns(const QList<RunSummary> &runs)
{
    m_list->setRuns(runs);
    const bool isEmpty = runs.isEmpty() && !m_hasRun;
    m_pages->setCurrentIndex(isEmpty ? 0 : 1);
    if (isEmpty)
        return;
    const int row = m_hasRun ? m_list->rowOf(m_run.id) : 0;
    m_listView->setCurrentIndex(m_list->index(row));
}

void RunsPage::setAccounts(const QList<Account> &accounts)
{
    m_accounts.clear();
    for (const Account &account : accounts)
        m_accounts.insert(account.id, account);
    m_items->setAccounts(accounts);
    showLanes();
}

void RunsPage::setRun(const Run &run)
{
    const bool isOther = !m_hasRun || m_run.id != run.id;
    m_run = run;
    m_hasRun = true;
    if (isOther) {
        m_items->setRun(run);
        m_itemsPane->showAll();
    } else {
        QList<qsizetype> all(run.items().size());
        std::iota(all.begin(), all.end(), 0);
        m_items->update(run, all); // keeps what is selected
    }
    m_pages->setCurrentIndex(1);
    m_runPages->setCurrentIndex(1);
    m_listView->setCurrentIndex(m_list->index(m_list->rowOf(run.id)));
    refreshNow();
}

void RunsPage::updateRun(const Run &run, const QList<qsizetype> &rows)
{
    if (!m_hasRun || run.id != m_run.id)
        return;
    m_run.endedMs = run.endedMs;
    m_run.how = run.how;
    m_items->update(run, rows);
    refresh();
}

void RunsPage::setRunning(const std::optional<RunId> &run, bool isPaused)
{
    m_running = run;
    m_isPaused = isPaused;
    if (!run)
        m_laneStates.clear();
    m_list->setRunning(run, isPaused);
    refreshNow();
}

void RunsPage::setLanes(const QList<LaneState> &lanes)
{
    m_laneStates.clear();
    for (const LaneState &lane : lanes)
        m_laneStates.insert(lane.account, lane);
    refresh();
}

std::optional<RunId> RunsPage::shownRun() const { return m_hasRun ? std::optional(m_run.id) : std::nullopt; }

void RunsPage::copyRows() const { m_itemsPane->copyRows(); }

void RunsPage::copyCell() const { m_itemsPane->copyCell(); }

bool RunsPage::isRunning() const { return m_hasRun && m_running == m_run.id; }

void RunsPage::refresh()
{
    if (!m_refresh.isActive())
        m_refresh.start();
}

void RunsPage::refreshNow()
{
    m_refresh.stop();
    if (!m_hasRun)
        return;
    RunFacts facts;
    facts.title = m_run.plan.reason;
    facts.environment = Environment::Sandbox;
    QStringList accounts;
    for (const PlanAccount &account : std::as_const(m_run.plan.accounts)) {
        facts.environment = std::min(facts.environment, account.environment);
        accounts += account.name;
    }
    RunSummary summary{.id = m_run.id,
                       .startedMs = m_run.startedMs,
                       .endedMs = m_run.endedMs,
                       .reason = m_run.plan.reason,
                       .accounts = accounts,
                       .isOwn = m_run.plan.isOwn};
    QHash<AccountId, qint64> waits;
    for (const LaneState &lane : std::as_const(m_laneStates)) {
        facts.isHeld = facts.isHeld || lane.isPaused || lane.pausedUntilMs;
        if (lane.pausedUntilMs && isRunning())
            waits.insert(lane.account, *lane.pausedUntilMs);
    }
    for (const RunItem &item : m_items->items()) {
        ++(item.outcome ? facts.counts.of(*item.outcome) : facts.counts.open);
        facts.sent += !item.outcome && item.step != Step::Planned;
    }
    summary.counts = facts.counts;
    facts.title = RunListModel::title(summary);
    facts.user = m_run.user;
    facts.startedMs = m_run.startedMs;
    facts.endedMs = m_run.endedMs;
    facts.state = m_list->stateOf(summary);
    m_head->showFacts(facts);
    m_list->setCounts(m_run.id, facts.counts);
    m_items->setAtWork(isRunning());
    m_items->setWaits(waits);
    m_items->arrange();
    showLanes();
    showBanner();
    m_itemsPane->showCounts();
}

void RunsPage::showBanner()
{
    const bool isWanted = m_run.isOpen() && !isRunning();
    if (isWanted == m_banner->isVisibleTo(m_banner->parentWidget()))
        return;
    m_banner->setVisible(isWanted);
    if (!isWanted)
        return;
    m_banner->say(Banner::Tone::Warning, tr("This run was interrupted."),
                  tr("What was sent may or may not have arrived. Verify only looks and sends nothing; Continue also "
                     "sends the rest; Close leaves everything as it is."));
    auto *verify = static_cast<QPushButton *>(m_banner->addButton(tr("Verify only"), "find"));
    verify->setDefault(true);
    linkTo(m_actions.verifyRun, verify);
    linkTo(m_actions.continueRun, m_banner->addButton(tr("Continue…"), "play"));
    linkTo(m_actions.closeRun, m_banner->addButton(tr("Close")));
}

void RunsPage::showLanes()
{
    QHash<AccountId, LaneShare> shares;
    for (const RunItem &item : m_items->items()) {
        if (item.outcome == Outcome::Excluded)
            continue;
        LaneShare &share = shares[item.account];
        ++share.total;
        if (!item.outcome)
            share.sent += item.step != Step::Planned;
        else if (isDone(*item.outcome))
            ++(item.outcome == Outcome::Unprovable ? share.unprovable : share.done);
        else
            ++(isUnsettled(*item.outcome) ? share.unsettled : share.failed);
    }
    QList<Lane> lanes;
    for (const PlanAccount &account : std::as_const(m_run.plan.accounts)) {
        Lane lane;
        lane.account = account.id;
        lane.name = account.name;
        lane.environment = account.environment;
        lane.colour = m_accounts.value(account.id).colour;
        lane.share = shares.value(account.id);
        if (isRunning())
            lane.state = m_laneStates.value(account.id, LaneState{.account = account.id});
        lanes += lane;
    }
    m_lanes->setLanes(lanes);
    showLaneButtons();
    const int rows = std::min<int>(int(lanes.size()), MostLanesShown);
    m_lanesView->setFixedHeight(m_lanesView->horizontalHeader()->sizeHint().height()
                                + rows * m_lanesView->verticalHeader()->defaultSectionSize() + 1);
    m_lanesView->setVisible(!lanes.isEmpty());
}

void RunsPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showLaneButtons();
}

void RunsPage::showLaneButtons()
{
    const bool isWide = width() >= fontMetrics().height() * 56;
    m_lanesView->setColumnHidden(int(LaneModel::Column::Pace), !isRunning() || !isWide);
    const int column = int(LaneModel::Column::Pause);
    m_lanesView->setColumnHidden(column, !isRunning());
    if (!isRunning())
        return;
    const QList<Lane> &lanes = m_lanes->lanes();
    for (int row = 0; row < int(lanes.size()); ++row) {
        const Lane &lane = lanes[row];
        const QModelIndex index = m_lanes->index(row, column);
        if (m_lanesView->indexWidget(index) == nullptr)
            m_lanesView->setIndexWidget(index, makeLaneButton(lane.account));
        auto *button = m_lanesView->indexWidget(index)->findChild<QPushButton *>();
        const bool isPaused = lane.state->isPaused;
        button->setText(isPaused ? tr("Go on") : tr("Pause"));
        button->setAccessibleName(isPaused ? tr("Go on with %1").arg(lane.name) : tr("Pause %1").arg(lane.name));
        button->setEnabled(lane.share.settled() < lane.share.total);
    }
}

QWidget *RunsPage::makeLaneButton(const AccountId &account)
{
    auto *cell = new QWidget; // its margins keep the button off the lines
    auto *button = new QPushButton(cell);
    button->setObjectName(QStringLiteral("pauseLane"));
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, [this, account] { Q_EMIT laneToggled(account); });
    auto *row = new QHBoxLayout(cell);
    row->setContentsMargins(6, 1, 6, 1);
    row->addWidget(button);
    return cell;
}

} // namespace latchkey
