#include "ui/mainwindow.h"

#include "ui/parts/banner.h"
#include "ui/parts/fieldbutton.h"
#include "ui/parts/plainlabel.h"
#include "ui/parts/scrollareaaccessible.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QAction>
#include <QCloseEvent>
#include <QDataStream>
#include <QMenuBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace latchkey {

namespace {

// Widths at a font 18 px high; they grow with it.
constexpr int SidebarWidth = 226;
constexpr int InspectorWidth = 330;
constexpr int InspectorBelow = 1100; //!< narrower, and the inspector goes under the table
constexpr int RailBelow = 960; //!< narrower, and the sidebar is icons alone
constexpr int DesignFont = 18;
constexpr int StatusMargin = 8;

int scaled(const QWidget &widget, int pixels) { return pixels * widget.fontMetrics().height() / DesignFont; }

} // namespace

MainWindow::MainWindow(Actions &actions, const Sources &sources, QWidget *parent)
    : QMainWindow(parent)
    , m_actions(actions)
    , m_panes(new QSplitter(Qt::Horizontal, this))
    , m_content(new QSplitter(Qt::Horizontal, m_panes))
    , m_stateBanner(new Banner)
    , m_saidBanner(new Banner)
    , m_pages(new QStackedWidget)
    , m_sidebar(new Sidebar(sources.accounts, sources.providerNames, actions, m_panes))
    , m_tokens(new TokensPage(sources.tokens, actions, sources.clock, m_pages))
    , m_inspector(new Inspector(actions, sources.clock, m_content))
    , m_people(new PeoplePage(sources.people, actions, m_pages))
    , m_runs(new RunsPage(actions, sources.clock, m_pages))
    , m_activity(new ActivityPage(sources.clock, m_pages))
    , m_outbox(new OutboxBar(actions, this))
{
    installScrollAreaAccessibility();
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("Latchkey"));
    setMinimumSize(scaled(*this, 800), scaled(*this, 560));
    setContextMenuPolicy(Qt::NoContextMenu);

    m_pages->addWidget(m_tokens);
    m_pages->addWidget(m_people);
    m_pages->addWidget(m_activity);
    m_pages->addWidget(m_runs);
    auto *shown = new QWidget(m_content);
    auto *banners = new QVBoxLayout(shown);
    banners->setContentsMargins(0, 0, 0, 0);
    banners->setSpacing(0);
    banners->addWidget(m_stateBanner);
    banners->addWidget(m_saidBanner);
    banners->addWidget(m_pages, 1);
    m_stateBanner->setObjectName(QStringLiteral("stateBanner"));
    m_saidBanner->setObjectName(QStringLiteral("saidBanner"));
    m_saidBanner->setDismissable(true);
    m_content->addWidget(shown);
    m_content->addWidget(m_inspector);
    m_content->setStretchFactor(0, 1);
    m_content->setStretchFactor(1, 0);
    m_content->setChildrenCollapsible(false);
    m_panes->addWidget(m_sidebar);
    m_panes->addWidget(m_content);
    m_panes->setStretchFactor(0, 0);
    m_panes->setStretchFactor(1, 1);
    m_panes->setChildrenCollapsible(false);
    m_panes->setHandleWidth(1);
    m_content->setHandleWidth(1);

    auto *central = new QWidget(this);
    auto *column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_panes, 1);
    column->addWidget(m_outbox);
    setCentralWidget(central);

    makeMenus();
    makeToolBar();
    makeStatusBar();
    // Shortcuts work wherever the focus is, also for actions that no menu shows.
    const QList<QAction *> all = actions.all();
    for (QAction *action : all)
        addAction(action);

    m_panes->setSizes({scaled(*this, SidebarWidth), scaled(*this, 1000)});
    m_content->setSizes({scaled(*this, 900), scaled(*this, InspectorWidth)});
    actions.toggleSidebar->setChecked(true);
    actions.toggleInspector->setChecked(true);
    connect(actions.toggleSidebar, &QAction::toggled, m_sidebar, &QWidget::setVisible);
    connect(actions.toggleInspector, &QAction::toggled, this, &MainWindow::arrange);
    connect(m_inspector, &Inspector::closed, this, [this] { m_actions.toggleInspector->setChecked(false); });
    connect(m_sidebar, &Sidebar::pageChosen, this, &MainWindow::showPage);
    connect(actions.showTokens, &QAction::triggered, this, [this] { showPage(Page::Tokens); });
    connect(actions.showPeople, &QAction::triggered, this, [this] { showPage(Page::People); });
    connect(actions.showActivity, &QAction::triggered, this, [this] { showPage(Page::Activity); });
    connect(actions.showRuns, &QAction::triggered, this, [this] { showPage(Page::Runs); });
    showPage(Page::Tokens);
}

void MainWindow::makeMenus()
{
    QMenu *file = menuBar()->addMenu(tr("&File"));
    file->addActions({m_actions.refresh, m_actions.stopLoading});
    file->addSeparator();
    file->addActions({m_actions.openPlan, m_actions.exportRows});
    file->addSeparator();
    file->addAction(m_actions.quit);

    QMenu *edit = menuBar()->addMenu(tr("&Edit"));
    edit->addAction(m_actions.undoOutbox);
    edit->addSeparator();
    edit->addActions({m_actions.copyRows, m_actions.copyCell, m_actions.copyId});
    edit->addSeparator();
    edit->addActions({m_actions.selectAll, m_actions.invertSelection, m_actions.clearSelection});
    edit->addSeparator();
    edit->addActions({m_actions.find, m_actions.clearFilter});
    edit->addSeparator();
    edit->addAction(m_actions.settings);

    QMenu *view = menuBar()->addMenu(tr("&View"));
    view->addActions({m_actions.showTokens, m_actions.showPeople, m_actions.showActivity, m_actions.showRuns});
    view->addSeparator();
    view->addActions({m_actions.toggleSidebar, m_actions.toggleInspector});
    view->addSeparator();
    view->addActions({m_actions.chooseColumns, m_actions.comfortableRows});
    QMenu *look = view->addMenu(tr("Appearanc&e"));
    look->addActions({m_actions.lookSystem, m_actions.lookLight, m_actions.lookDark});

    QMenu *accounts = menuBar()->addMenu(tr("&Accounts"));
    accounts->addActions({m_actions.addAccount, m_actions.manageAccounts});
    accounts->addSeparator();
    accounts->addActions({m_actions.allowChanges, m_actions.idleTimeout, m_actions.unlockKeychain});

    QMenu *tokens = menuBar()->addMenu(tr("&Tokens"));
    tokens->addActions({m_actions.newToken, m_actions.updateToken, m_actions.updateByValue});
    tokens->addSeparator();
    tokens->addActions({m_actions.showAnswer, m_actions.showValue});
    tokens->addSeparator();
    tokens->addActions({m_actions.revoke, m_actions.revokeByValue, m_actions.revokeOwn});

    QMenu *people = menuBar()->addMenu(tr("&People"));
    people->addActions({m_actions.showTheirTokens, m_actions.joinPeople, m_actions.separatePeople});
    people->addSeparator();
    people->addActions(
        {m_actions.revokePerson, m_actions.endSessions, m_actions.revokeClient, m_actions.disableClient});

    QMenu *runs = menuBar()->addMenu(tr("&Runs"));
    runs->addActions({m_actions.sendNow, m_actions.pauseRun, m_actions.stopRun});
    runs->addSeparator();
    runs->addActions({m_actions.verifyRun, m_actions.continueRun, m_actions.closeRun});
    runs->addSeparator();
    runs->addActions({m_actions.exportReceipt, m_actions.selectRest});
    runs->addSeparator();
    runs->addAction(m_actions.incidentMode);

    QMenu *help = menuBar()->addMenu(tr("&Help"));
    help->addActions({m_actions.palette, m_actions.shortcuts});
    help->addSeparator();
    help->addActions({m_actions.diagnostics, m_actions.startDemo});
    help->addSeparator();
    help->addAction(m_actions.about);
}

void MainWindow::makeToolBar()
{
    m_toolBar = addToolBar(tr("Actions"));
    m_toolBar->setObjectName(QStringLiteral("toolBar"));
    m_toolBar->setMovable(false);
    m_toolBar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    const auto add = [this](QAction *action, bool folds) {
        m_toolBar->addAction(action);
        auto *button = qobject_cast<QToolButton *>(m_toolBar->widgetForAction(action));
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setFocusPolicy(Qt::TabFocus);
        if (folds)
            m_foldingButtons += button;
    };
    add(m_actions.refresh, true);
    add(m_actions.newToken, true);
    m_toolBar->addSeparator();
    m_revokeButton = new QToolButton(m_toolBar);
    m_revokeButton->setObjectName(QStringLiteral("revokeButton"));
    m_revokeButton->setAutoRaise(true);
    m_revokeButton->setFocusPolicy(Qt::TabFocus);
    m_revokeButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_toolBar->addWidget(m_revokeButton);
    connect(m_people, &PeoplePage::tabShown, this, &MainWindow::offerToRevoke);
    add(m_actions.copyRows, true);
    add(m_actions.exportRows, true);
    m_toolBar->addSeparator();
    add(m_actions.undoOutbox, true);

    auto *space = new QWidget(m_toolBar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_toolBar->addWidget(space);
    m_paletteButton = new FieldButton(m_actions.palette->icon(), tr("Find an action"),
                                      m_actions.palette->shortcut().toString(QKeySequence::NativeText), m_toolBar);
    m_paletteButton->setObjectName(QStringLiteral("paletteButton"));
    m_paletteButton->setFocusPolicy(Qt::TabFocus);
    m_paletteButton->setToolTip(tr("Find any action by its name"));
    connect(m_paletteButton, &QToolButton::clicked, m_actions.palette, &QAction::trigger);
    m_toolBar->addWidget(m_paletteButton);
    for (QAction *toggle : {m_actions.toggleSidebar, m_actions.toggleInspector}) {
        add(toggle, false);
        qobject_cast<QToolButton *>(m_toolBar->widgetForAction(toggle))->setToolButtonStyle(Qt::ToolButtonIconOnly);
    }
}

void MainWindow::makeStatusBar()
{
    statusBar()->setSizeGripEnabled(false);
    const auto add = [this](Status part, const char *name, bool permanent) {
        auto *label = new PlainLabel(statusBar());
        label->setObjectName(QLatin1String(name));
        label->setFont(headerFont(font()));
        label->setContentsMargins(StatusMargin, 0, StatusMargin, 0);
        label->hide();
        m_status.insert(part, label);
        permanent ? statusBar()->addPermanentWidget(label) : statusBar()->addWidget(label);
    };
    add(Status::Selected, "statusSelected", false);
    add(Status::Shown, "statusShown", false);
    add(Status::Loading, "statusLoading", false);
    add(Status::Trouble, "statusTrouble", false);
    add(Status::Budget, "statusBudget", true);
    add(Status::Outbox, "statusOutbox", true);
}

void MainWindow::setStatus(Status part, const QString &text)
{
    PlainLabel *label = m_status.value(part);
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

QWidget *MainWindow::widgetOf(Page page) const
{
    switch (page) {
    case Page::Tokens:
        return m_tokens;
    case Page::People:
        return m_people;
    case Page::Activity:
        return m_activity;
    case Page::Runs:
        return m_runs;
    }
    return nullptr;
}

void MainWindow::showPage(Page page)
{
    m_page = page;
    m_pages->setCurrentWidget(widgetOf(page));
    m_sidebar->setPage(page);
    arrange();
    offerToRevoke();
    Q_EMIT pageShown(page);
}

//! The tool bar's button revokes what the page shows.
void MainWindow::offerToRevoke()
{
    const bool isOfPeople = m_people->tab() == PeoplePage::Tab::People;
    QAction *wanted = m_page != Page::People ? m_actions.revoke
        : isOfPeople                         ? m_actions.revokePerson
                                             : m_actions.revokeClient;
    if (QAction *before = m_revokeButton->defaultAction(); before != wanted) {
        m_revokeButton->removeAction(before); // else the button would offer both in a menu
        m_revokeButton->setDefaultAction(wanted);
    }
}

void MainWindow::arrange()
{
    const bool isNarrow = width() < scaled(*this, InspectorBelow);
    m_content->setOrientation(isNarrow ? Qt::Vertical : Qt::Horizontal);
    m_inspector->setVisible(m_page == Page::Tokens && m_actions.toggleInspector->isChecked());
    const bool isRail = width() < scaled(*this, RailBelow);
    if (isRail != m_sidebar->isRail()) {
        if (isRail)
            m_sidebarWidth = m_panes->sizes().constFirst();
        m_sidebar->setRail(isRail);
        // The splitter keeps the width of before, whatever the widget says now.
        const int wanted = m_sidebar->sizeHint().width();
        m_panes->setSizes({isRail ? wanted : std::max(m_sidebarWidth, wanted), width()});
    }
    for (QToolButton *button : std::as_const(m_foldingButtons))
        button->setToolButtonStyle(isRail ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

QByteArray MainWindow::layoutState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_panes->saveState() << m_content->saveState() << m_actions.toggleSidebar->isChecked()
           << m_actions.toggleInspector->isChecked() << m_people->saveState();
    return state;
}

void MainWindow::restoreLayout(const QByteArray &state)
{
    QByteArray panes;
    QByteArray content;
    QByteArray people;
    bool hasSidebar = true;
    bool hasInspector = true;
    QDataStream stream(state);
    stream >> panes >> content >> hasSidebar >> hasInspector >> people;
    if (stream.status() != QDataStream::Ok)
        return; // the first start
    m_panes->restoreState(panes);
    m_content->restoreState(content);
    m_people->restoreState(people);
    m_actions.toggleSidebar->setChecked(hasSidebar);
    m_actions.toggleInspector->setChecked(hasInspector);
    arrange();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_mayClose) {
        event->accept();
        return;
    }
    event->ignore();
    Q_EMIT closeRequested();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    arrange();
}

} // namespace latchkey
