#include "ui/pages/peoplepage.h"

#include "ui/pages/chosenpane.h"
#include "ui/pages/clienttab.h"
#include "ui/pages/persontab.h"
#include "ui/parts/actions.h"
#include "ui/parts/banner.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/look.h"

#include <QAction>
#include <QDataStream>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace latchkey {

namespace {

constexpr int PaneLetters = 17; //!< width of the pane, in heights of the font

} // namespace

PeoplePage::PeoplePage(const People &people, Actions &actions, QWidget *parent)
    : QWidget(parent)
    , m_people(people)
    , m_actions(actions)
    , m_of(new PlainLabel(this))
    , m_note(new PlainLabel(this))
    , m_tabs(new QTabBar(this))
    , m_banner(new Banner(this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_lists(new QStackedWidget)
    , m_panes(new QStackedWidget)
    , m_persons(new PersonTab(people, actions))
    , m_clients(new ClientTab(people, actions))
{
    setObjectName(QStringLiteral("peoplePage"));
    setAccessibleName(tr("People"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    for (PeopleTab *tab : {static_cast<PeopleTab *>(m_persons), static_cast<PeopleTab *>(m_clients)}) {
        m_lists->addWidget(tab);
        m_panes->addWidget(&tab->pane());
        connect(tab, &PeopleTab::rowsChanged, this, &PeoplePage::updateAll);
        connect(tab, &PeopleTab::selectionChanged, this, [this] {
            updateActions();
            Q_EMIT selectionChanged();
        });
    }
    layOut();
    connectTabs();
    connectActions();
    showTab(Tab::People);
}

QWidget *PeoplePage::makeTitle()
{
    auto *title = new QWidget(this);
    auto *people = new PlainLabel(tr("People"), title);
    people->setFont(titleFont(font()));
    m_of->setObjectName(QStringLiteral("peopleOf"));
    m_of->setElided(Qt::ElideRight);
    m_note->setObjectName(QStringLiteral("peopleNote"));
    m_note->setDim(true);
    m_note->setElided(Qt::ElideRight);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_tabs->setObjectName(QStringLiteral("peopleTabs"));
    m_tabs->setAccessibleName(tr("People or clients"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("People"));
    m_tabs->addTab(tr("Clients"));
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) { showTab(Tab(tab)); });
    auto *row = new QHBoxLayout(title);
    row->setContentsMargins(12, 3, 12, 4);
    row->setSpacing(8);
    row->addWidget(people);
    row->addWidget(m_of);
    row->addSpacing(8);
    row->addWidget(m_tabs);
    row->addWidget(m_note, 1);
    return title;
}

void PeoplePage::layOut()
{
    auto *list = new QWidget(m_splitter);
    auto *line = new QFrame(list);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    auto *left = new QVBoxLayout(list);
    left->setContentsMargins(0, 0, 0, 0);
    left->setSpacing(0);
    left->addWidget(makeTitle());
    left->addWidget(line);
    left->addWidget(m_banner);
    left->addWidget(m_lists, 1);
    m_splitter->setObjectName(QStringLiteral("peopleSplitter"));
    m_splitter->addWidget(list);
    m_splitter->addWidget(m_panes);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->handle(1)->setAutoFillBackground(true);
    m_splitter->handle(1)->setBackgroundRole(QPalette::Mid);
    m_splitter->setSizes({fontMetrics().height() * 50, fontMetrics().height() * PaneLetters});
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_splitter);
}

void PeoplePage::connectTabs()
{
    connect(m_persons, &PersonTab::revokeRequested, this, &PeoplePage::revokePeopleRequested);
    connect(m_persons, &PersonTab::sessionsEndRequested, this, &PeoplePage::endSessionsRequested);
    connect(m_persons, &PersonTab::joinRequested, this, &PeoplePage::joinRequested);
    connect(m_persons, &PersonTab::separateRequested, this, &PeoplePage::separateRequested);
    connect(m_clients, &ClientTab::revokeRequested, this, &PeoplePage::revokeClientsRequested);
    connect(m_clients, &ClientTab::disableRequested, this, &PeoplePage::disableClientsRequested);
}

//! Those that both tabs have. Actions of the whole window: they act here while the page is what the person sees.
void PeoplePage::connectActions()
{
    const auto on = [this](QAction *action, auto act) {
        connect(action, &QAction::triggered, this, [this, act] {
            if (isVisible())
                act();
        });
    };
    on(m_actions.showTheirTokens, [this] {
        if (tab() == Tab::People)
            Q_EMIT tokensOfPeopleWanted(chosenPeople());
        else
            Q_EMIT tokensOfClientsWanted(chosenClients());
    });
    on(m_actions.find, [this] { shownTab().find(); });
    on(m_actions.copyRows, [this] { copyRows(); });
    on(m_actions.copyCell, [this] { copyCell(); });
    connect(m_actions.toggleInspector, &QAction::toggled, m_panes, &QWidget::setVisible);
}

void PeoplePage::setAccount(const std::optional<AccountId> &account)
{
    m_account = account;
    m_persons->setAccount(account);
    m_clients->setAccount(account);
}

PeoplePage::Tab PeoplePage::tab() const { return Tab(m_tabs->currentIndex()); }

PeopleTab &PeoplePage::shownTab() const
{
    return tab() == Tab::People ? static_cast<PeopleTab &>(*m_persons) : *m_clients;
}

void PeoplePage::showTab(Tab tab)
{
    m_tabs->setCurrentIndex(int(tab));
    m_lists->setCurrentIndex(int(tab));
    m_panes->setCurrentIndex(int(tab));
    updateAll();
    Q_EMIT tabShown();
}

void PeoplePage::updateAll()
{
    updateTitle();
    updateActions();
    Q_EMIT rowsChanged();
}

void PeoplePage::updateTitle()
{
    QString of = tr("All accounts");
    for (const PeopleSource &source : m_people.input().accounts) {
        if (source.account.id == m_account)
            of = source.account.name;
    }
    m_of->setText(of);
    m_of->setDim(!m_account);
    m_note->setText(shownTab().note());
}

void PeoplePage::updateActions()
{
    const bool hasChosen = shownTab().hasChosen();
    Actions::allow(m_actions.showTheirTokens, isVisible() && hasChosen,
                   tr("Choose somebody on the People page first."));
    if (isVisible()) { // else another page's
        Actions::allow(m_actions.copyRows, hasChosen, tr("Nobody is chosen."));
        Actions::allow(m_actions.copyCell, hasChosen, tr("Nobody is chosen."));
    }
}

QList<JoinedPerson> PeoplePage::chosenPeople() const { return m_persons->chosen(); }

QList<ListedClient> PeoplePage::chosenClients() const { return m_clients->chosen(); }

int PeoplePage::chosenCount() const { return shownTab().chosenCount(); }

int PeoplePage::shownCount() const { return shownTab().shownCount(); }

void PeoplePage::copyRows() const { shownTab().copyRows(); }

void PeoplePage::copyCell() const { shownTab().copyCell(); }

QByteArray PeoplePage::saveState() const
{
    const QHeaderView &people = *m_persons->table().horizontalHeader();
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_splitter->saveState() << people.sortIndicatorSection() << int(people.sortIndicatorOrder())
           << m_persons->table().widths() << m_clients->table().widths();
    return state;
}

void PeoplePage::restoreState(const QByteArray &state)
{
    QByteArray splitter;
    int column = 0;
    int order = 0;
    QDataStream stream(state);
    stream >> splitter >> column >> order;
    if (stream.status() != QDataStream::Ok)
        return; // the first start
    m_splitter->restoreState(splitter);
    m_persons->table().sortByColumn(column,
                                    order == int(Qt::DescendingOrder) ? Qt::DescendingOrder : Qt::AscendingOrder);
    QMap<QString, int> people;
    QMap<QString, int> clients;
    stream >> people >> clients;
    if (stream.status() != QDataStream::Ok)
        return; // of a version that kept no widths
    m_persons->table().setWidths(people);
    m_clients->table().setWidths(clients);
}

void PeoplePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    updateActions();
}

void PeoplePage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    updateActions();
}

void PeoplePage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Narrow, and the pane goes under the table.
    const bool isNarrow = width() < fontMetrics().height() * 44;
    const auto orientation = isNarrow ? Qt::Vertical : Qt::Horizontal;
    if (orientation == m_splitter->orientation())
        return;
    m_splitter->setOrientation(orientation);
    const int pane = isNarrow ? height() * 2 / 5 : fontMetrics().height() * PaneLetters;
    m_splitter->setSizes({(isNarrow ? height() : width()) - pane, pane});
}

} // namespace latchkey
