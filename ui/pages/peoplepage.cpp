#include "ui/pages/peoplepage.h"

#include "models/people/revocationparts.h"
#include "ui/pages/clientpane.h"
#include "ui/pages/peoplecells.h"
#include "ui/pages/peoplefilteredit.h"
#include "ui/pages/personpane.h"
#include "ui/pages/tablecopy.h"
#include "ui/parts/actions.h"
#include "ui/parts/banner.h"
#include "ui/parts/emptystate.h"
#include "ui/parts/flowlayout.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/look.h"
#include "ui/texts.h"

#include <QAction>
#include <QDataStream>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace latchkey {

namespace {

constexpr int PaneLetters = 17; //!< width of the pane, in heights of the font

QString number(qint64 value) { return QLocale().toString(value); }

template <typename T>
bool isAwaited(const Listing<T> &listing)
{
    return listing.state == Listing<T>::State::Awaited;
}

void allow(QAction *action, bool isAllowed, const QString &why)
{
    isAllowed ? Actions::enable(action) : Actions::disable(action, why);
}

void select(QTableView *table, const QList<int> &rows)
{
    QItemSelection selection;
    const QAbstractItemModel &model = *table->model();
    for (const int row : rows)
        selection.select(model.index(row, 0), model.index(row, model.columnCount() - 1));
    table->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (!rows.isEmpty())
        table->selectionModel()->setCurrentIndex(model.index(rows.constFirst(), 0), QItemSelectionModel::NoUpdate);
}

} // namespace

PeoplePage::PeoplePage(const People &people, Actions &actions, QWidget *parent)
    : QWidget(parent)
    , m_people(people)
    , m_actions(actions)
    , m_model(new PeopleModel(people, this))
    , m_clients(new ClientsModel(people, this))
    , m_of(new PlainLabel(this))
    , m_note(new PlainLabel(this))
    , m_tabs(new QTabBar(this))
    , m_banner(new Banner(this))
    , m_trouble(new Banner(this))
    , m_filter(new PeopleFilterEdit(this))
    , m_chips(new QWidget(this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_body(new QStackedWidget)
    , m_empty(new EmptyState(m_body))
    , m_panes(new QStackedWidget)
    , m_pane(new PersonPane(actions, m_panes))
    , m_clientPane(new ClientPane(actions, m_panes))
{
    setObjectName(QStringLiteral("peoplePage"));
    setAccessibleName(tr("People"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_trouble->setObjectName(QStringLiteral("peopleTrouble"));
    makeTables();
    auto *list = new QWidget(m_splitter);
    auto *left = new QVBoxLayout(list);
    left->setContentsMargins(0, 0, 0, 0);
    left->setSpacing(0);
    auto *line = new QFrame(list);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    left->addWidget(makeTitle());
    left->addWidget(line);
    left->addWidget(m_banner);
    left->addWidget(m_trouble);
    left->addWidget(makeFilters());
    left->addWidget(m_body, 1);
    m_panes->addWidget(m_pane);
    m_panes->addWidget(m_clientPane);
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

    connectActions();
    connect(&people, &People::changed, this, &PeoplePage::updateAll);
    connect(m_model, &PeopleModel::settled, this, &PeoplePage::updateAll);
    connect(m_clients, &ClientsModel::settled, this, &PeoplePage::updateAll);
    connect(m_pane, &PersonPane::separateRequested, this,
            [this](const PersonKey &key) { Q_EMIT separateRequested({key}); });
    connect(m_pane, &PersonPane::sessionsEndRequested, this,
            [this](const PersonIdentity &identity) { Q_EMIT endSessionsRequested({identity}); });
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

QWidget *PeoplePage::makeFilters()
{
    auto *filters = new QWidget(this);
    m_filter->setObjectName(QStringLiteral("peopleFilter"));
    connect(m_filter, &QLineEdit::textChanged, this, &PeoplePage::setFilter);
    connect(m_filter, &PeopleFilterEdit::left, this, [this] { table()->setFocus(Qt::OtherFocusReason); });
    auto *flow = new FlowLayout(m_chips);
    const QList<std::pair<PeopleChip, const char *>> chips{{PeopleChip::TokensInSeveral, "chipSeveral"},
                                                           {PeopleChip::DeactivatedWithTokens, "chipDeactivated"},
                                                           {PeopleChip::TokensNotReported, "chipNotReported"}};
    for (const auto &[chip, name] : chips) {
        auto *button = new QToolButton(m_chips);
        button->setObjectName(QLatin1String(name));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setFont(headerFont(font()));
        connect(button, &QAbstractButton::toggled, this, [this] {
            PeopleChips wanted;
            for (const auto &[one, toggle] : std::as_const(m_chipButtons))
                wanted.setFlag(one, toggle->isChecked());
            m_model->setChips(wanted);
        });
        m_chipButtons += {chip, button};
        flow->addWidget(button);
    }
    auto *column = new QVBoxLayout(filters);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    column->addWidget(m_filter);
    column->addWidget(m_chips);
    return filters;
}

void PeoplePage::makeTables()
{
    m_table = new QTableView(m_body);
    m_table->setObjectName(QStringLiteral("peopleTable"));
    m_table->setAccessibleName(tr("People"));
    m_table->setModel(m_model);
    prepare(m_table);
    m_copy = new TableCopy(m_table);
    m_clientTable = new QTableView(m_body);
    m_clientTable->setObjectName(QStringLiteral("clientTable"));
    m_clientTable->setAccessibleName(tr("Clients"));
    m_clientTable->setModel(m_clients);
    prepare(m_clientTable);
    m_clientCopy = new TableCopy(m_clientTable);
    m_body->addWidget(m_table);
    m_body->addWidget(m_clientTable);
    m_body->addWidget(m_empty);
    for (QAbstractItemModel *model :
         {static_cast<QAbstractItemModel *>(m_model), static_cast<QAbstractItemModel *>(m_clients)}) {
        connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &PeoplePage::keepChoice);
        connect(model, &QAbstractItemModel::modelReset, this, &PeoplePage::restoreChoice);
    }
    for (QTableView *view : {m_table, m_clientTable}) {
        connect(view->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
            updatePane();
            updateActions();
            Q_EMIT selectionChanged();
        });
        connect(view, &QWidget::customContextMenuRequested, this,
                [this, view](const QPoint &pos) { showMenu(view, pos); });
    }
    sizeColumns();
}

void PeoplePage::prepare(QTableView *table)
{
    auto *header = new PeopleHeader(table);
    table->setHorizontalHeader(header);
    header->setFont(headerFont(font()));
    table->setItemDelegate(new PeopleDelegate(table));
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->setFrameShape(QFrame::NoFrame);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->setContextMenuPolicy(Qt::CustomContextMenu);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setMinimumSectionSize(rowHeight(*this));
    table->verticalHeader()->setDefaultSectionSize(rowHeight(*this));
    table->sortByColumn(0, Qt::AscendingOrder);
    table->setSortingEnabled(true);
}

void PeoplePage::sizeColumns()
{
    const int letter = fontMetrics().averageCharWidth();
    const auto *header = static_cast<PeopleHeader *>(m_table->horizontalHeader());
    m_table->setColumnWidth(int(PeopleModel::Column::Person), letter * 17);
    m_table->setColumnWidth(int(PeopleModel::Column::Email), letter * 26);
    for (int column = int(PeopleModel::Column::Known); column < m_model->columnCount(); ++column)
        m_table->setColumnWidth(column, header->widthFor(column));
    using Column = ClientsModel::Column;
    for (const auto &[column, letters] : {std::pair{Column::Client, 26},
                                          {Column::Account, 18},
                                          {Column::Kind, 18},
                                          {Column::State, 12},
                                          {Column::Tokens, 13},
                                          {Column::Id, 36}})
        m_clientTable->setColumnWidth(int(column), letter * letters);
}

void PeoplePage::connectActions()
{
    // Actions of the whole window: they act here while the page is what the person sees.
    const auto on = [this](QAction *action, auto act) {
        connect(action, &QAction::triggered, this, [this, act] {
            if (isVisible())
                act();
        });
    };
    on(m_actions.revokePerson, [this] { Q_EMIT revokePeopleRequested(chosenPeople()); });
    on(m_actions.endSessions, [this] { Q_EMIT endSessionsRequested(chosenSessions()); });
    on(m_actions.joinPeople, [this] { askToJoin(); });
    on(m_actions.separatePeople, [this] {
        QList<PersonKey> keys;
        const QList<JoinedPerson> people = chosenPeople();
        for (const JoinedPerson &person : people) {
            if (person.identities.size() > 1)
                keys += person.keys();
        }
        Q_EMIT separateRequested(keys);
    });
    on(m_actions.showTheirTokens, [this] {
        if (tab() == Tab::People)
            Q_EMIT tokensOfPeopleWanted(chosenPeople());
        else
            Q_EMIT tokensOfClientsWanted(chosenClients());
    });
    on(m_actions.revokeClient, [this] { Q_EMIT revokeClientsRequested(chosenClients()); });
    on(m_actions.disableClient, [this] { Q_EMIT disableClientsRequested(chosenClients()); });
    on(m_actions.find, [this] {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    });
    on(m_actions.copyRows, [this] { copyRows(); });
    on(m_actions.copyCell, [this] { copyCell(); });
    connect(m_actions.toggleInspector, &QAction::toggled, m_panes, &QWidget::setVisible);
}

// What is shown

void PeoplePage::setAccount(const std::optional<AccountId> &account)
{
    m_account = account;
    m_model->setAccount(account);
    m_clients->setAccount(account);
    updateAll();
}

PeoplePage::Tab PeoplePage::tab() const { return Tab(m_tabs->currentIndex()); }

QTableView *PeoplePage::table() const { return tab() == Tab::People ? m_table : m_clientTable; }

void PeoplePage::showTab(Tab tab)
{
    m_tabs->setCurrentIndex(int(tab));
    const bool isPeople = tab == Tab::People;
    m_filter->setPlaceholderText(isPeople ? tr("Name, e-mail, id; or account:NAME") : tr("Name, id; or account:NAME"));
    m_filter->setAccessibleName(isPeople ? tr("Filter people") : tr("Filter clients"));
    m_filter->setText(m_filterLines[int(tab)]);
    m_chips->setVisible(isPeople);
    m_panes->setCurrentIndex(int(tab));
    updateAll();
}

void PeoplePage::setFilter(const QString &line)
{
    m_filterLines[int(tab())] = line;
    if (tab() == Tab::People)
        m_model->setFilter(PeopleFilter::parse(line));
    else
        m_clients->setFilter(PeopleFilter::parse(line));
}

QList<PeopleSource> PeoplePage::sources() const
{
    QList<PeopleSource> shown;
    for (const PeopleSource &source : m_people.input().accounts) {
        if (!m_account || *m_account == source.account.id)
            shown += source;
    }
    return shown;
}

QString PeoplePage::providerName(const Account &account) const
{
    const ProviderDescription provider = m_people.input().providers.value(account.provider);
    return provider.name.isEmpty() ? account.provider.value : provider.name;
}

void PeoplePage::updateAll()
{
    updateTitle();
    updateBanner();
    updateBody();
    showChips();
    updatePane();
    updateActions();
    Q_EMIT rowsChanged();
}

void PeoplePage::updateTitle()
{
    QStringList awaited;
    QString of = tr("All accounts");
    const QList<PeopleSource> shown = sources();
    for (const PeopleSource &source : shown) {
        if (m_account)
            of = source.account.name;
        if (tab() == Tab::People ? isAwaited(source.people) : isAwaited(source.clients))
            awaited += cleanedText(source.account.name);
    }
    m_of->setText(of);
    m_of->setDim(!m_account);
    if (!awaited.isEmpty())
        m_note->setText(tr("loading %1").arg(QLocale().createSeparatedList(awaited)));
    else
        m_note->setText(tab() == Tab::People ? tr("matched by e-mail address, or by hand") : QString());
    const bool isPeople = tab() == Tab::People;
    const qint64 all = qint64(isPeople ? m_model->table().people.size() : m_clients->table().clients.size());
    m_filter->setCount(shownCount() == all ? number(all) : tr("%1 of %2").arg(number(shownCount()), number(all)));
}

void PeoplePage::updateBanner()
{
    QStringList failed;
    QString reason;
    const QList<PeopleSource> shown = sources();
    for (const PeopleSource &source : shown) {
        const std::optional<Error> &error = tab() == Tab::People ? source.people.error : source.clients.error;
        if (!error)
            continue;
        failed += cleanedText(source.account.name);
        reason = errorSentence(*error, providerName(source.account), cleanedText(source.account.name));
    }
    const bool isPeople = tab() == Tab::People;
    const QString said = QString::number(isPeople) + failed.join(u'\n') + reason;
    if (std::exchange(m_troubleSaid, said) == said)
        return;
    m_trouble->setVisible(!failed.isEmpty());
    if (failed.isEmpty())
        return;
    const QString names = QLocale().createSeparatedList(failed);
    const QString fact = isPeople ? tr("The people of %1 were not loaded.").arg(names)
                                  : tr("The clients of %1 were not loaded.").arg(names);
    m_trouble->say(Banner::Tone::Error, fact,
                   failed.size() == 1 ? reason : tr("Choose one account in the sidebar to read why."));
    auto *again = m_trouble->addButton(tr("Try again"), "refresh");
    again->setObjectName(QStringLiteral("peopleAgain"));
    connect(again, &QAbstractButton::clicked, m_actions.refresh, &QAction::trigger);
}

void PeoplePage::updateBody()
{
    const bool isPeople = tab() == Tab::People;
    const bool isEmpty = shownCount() == 0;
    const bool isSettled = m_people.isSettled() && (isPeople ? m_model->isSettled() : m_clients->isSettled());
    const QList<PeopleSource> shown = sources();
    const bool isComing = std::any_of(shown.cbegin(), shown.cend(), [&](const PeopleSource &source) {
        return isPeople ? isAwaited(source.people) || source.people.error
                        : isAwaited(source.clients) || source.clients.error;
    });
    const bool isFiltered = !m_filter->text().isEmpty() || (isPeople && m_model->query().chips);
    // While something loads, or after it failed, emptiness proves nothing.
    if (!isEmpty || !isSettled || (isComing && !isFiltered)) {
        m_emptySaid.clear();
        m_body->setCurrentWidget(table());
        return;
    }
    m_body->setCurrentWidget(m_empty);
    const QString said = QStringLiteral("%1 %2 %3").arg(isPeople).arg(isFiltered).arg(m_of->text());
    if (std::exchange(m_emptySaid, said) == said)
        return;
    if (shown.isEmpty()) {
        m_empty->say("people", tr("No accounts yet"), tr("Add one to see its people and clients."));
        const auto *add = m_empty->addButton(tr("Add account…"), "add");
        connect(add, &QAbstractButton::clicked, m_actions.addAccount, &QAction::trigger);
    } else if (isFiltered) {
        m_empty->say("find", isPeople ? tr("Nobody matches") : tr("No client matches"),
                     tr("Clear the filter to see all of them."));
        const auto *clear = m_empty->addButton(tr("Clear filter"));
        connect(clear, &QAbstractButton::clicked, this, [this] {
            for (const auto &[chip, button] : std::as_const(m_chipButtons))
                button->setChecked(false);
            m_filter->clear();
        });
    } else {
        const bool hasList = std::any_of(shown.cbegin(), shown.cend(), [isPeople](const PeopleSource &source) {
            return isPeople ? source.people.state != Listing<Person>::State::NotAsked
                            : source.clients.state != Listing<Client>::State::NotAsked;
        });
        const QString who = shown.size() == 1 ? providerName(shown.constFirst().account) : tr("None of the providers");
        if (hasList)
            m_empty->say("people", isPeople ? tr("There are no people") : tr("There are no clients"),
                         tr("The accounts answered with empty lists."));
        else if (isPeople)
            m_empty->say("people",
                         shown.size() == 1 ? tr("%1 has no list of people").arg(who)
                                           : tr("None of the providers has a list of people"),
                         tr("Owners of tokens appear here as soon as their tokens are listed."));
        else
            m_empty->say("key",
                         shown.size() == 1 ? tr("%1 has no list of clients").arg(who)
                                           : tr("None of the providers has a list of clients"),
                         tr("Clients appear here as soon as their tokens are listed."));
    }
}

void PeoplePage::showChips()
{
    const PeopleTable &table = m_model->table();
    const auto text = [](PeopleChip chip) {
        switch (chip) {
        case PeopleChip::TokensInSeveral:
            return tr("Has tokens in 2 or more accounts");
        case PeopleChip::DeactivatedWithTokens:
            return tr("Deactivated, still has tokens");
        case PeopleChip::TokensNotReported:
            break;
        }
        return tr("Sessions not reported");
    };
    for (const auto &[chip, button] : std::as_const(m_chipButtons)) {
        const qint64 count = chip == PeopleChip::TokensInSeveral ? table.multiple
            : chip == PeopleChip::DeactivatedWithTokens          ? table.deactivated
                                                                 : table.notReported;
        button->setText(QStringLiteral("%1  %2").arg(text(chip), number(count)));
    }
}

void PeoplePage::updatePane()
{
    if (tab() == Tab::People)
        m_pane->showPeople(chosenPeople(), m_people.input());
    else
        m_clientPane->showClients(chosenClients(), m_people.input());
}

// Choice

QList<JoinedPerson> PeoplePage::chosenPeople() const
{
    QList<JoinedPerson> people;
    const QList<int> rows = selectedRows(*m_table);
    for (const int row : rows)
        people += m_model->person(row);
    return people;
}

QList<ListedClient> PeoplePage::chosenClients() const
{
    QList<ListedClient> clients;
    const QList<int> rows = selectedRows(*m_clientTable);
    for (const int row : rows)
        clients += m_clients->client(row);
    return clients;
}

QList<PersonIdentity> PeoplePage::chosenSessions() const
{
    QHash<AccountId, bool> isEnding;
    for (const PeopleSource &source : m_people.input().accounts)
        isEnding.insert(source.account.id, isWideOnly(m_people.input().providers.value(source.account.provider)));
    QList<PersonIdentity> sessions;
    const QList<JoinedPerson> people = chosenPeople();
    for (const JoinedPerson &person : people) {
        for (const PersonIdentity &identity : person.identities) {
            if (isEnding.value(identity.person.account))
                sessions += identity;
        }
    }
    return sessions;
}

int PeoplePage::shownCount() const { return tab() == Tab::People ? m_model->rowCount() : m_clients->rowCount(); }

//! The rows are about to be other rows. Whoever is chosen stays so, as long as it is the same person.
void PeoplePage::keepChoice()
{
    const bool isPeople = sender() == m_model;
    m_keptScroll = (isPeople ? m_table : m_clientTable)->verticalScrollBar()->value();
    if (isPeople) {
        m_kept.clear();
        const QList<JoinedPerson> people = chosenPeople();
        for (const JoinedPerson &person : people)
            m_kept += person.keys();
        return;
    }
    m_keptClients.clear();
    const QList<ListedClient> clients = chosenClients();
    for (const ListedClient &listed : clients)
        m_keptClients += {listed.client.account, listed.client.id};
}

void PeoplePage::restoreChoice()
{
    const bool isPeople = sender() == m_model;
    QTableView *view = isPeople ? m_table : m_clientTable;
    QList<int> rows;
    if (isPeople && !m_kept.isEmpty()) {
        QHash<PersonKey, QList<PersonKey>> kept;
        for (const QList<PersonKey> &keys : std::as_const(m_kept))
            kept.insert(keys.constFirst(), keys);
        for (int row = 0; row < m_model->rowCount(); ++row) {
            const JoinedPerson &person = m_model->person(row);
            const auto before = kept.constFind(person.identities.constFirst().key());
            // Joined with somebody else meanwhile, it is not who was chosen.
            if (before != kept.constEnd() && *before == person.keys())
                rows += row;
        }
    } else if (!isPeople && !m_keptClients.isEmpty()) {
        const QSet<std::pair<AccountId, ClientId>> kept(m_keptClients.cbegin(), m_keptClients.cend());
        for (int row = 0; row < m_clients->rowCount(); ++row) {
            const Client &client = m_clients->client(row).client;
            if (kept.contains({client.account, client.id}))
                rows += row;
        }
    }
    sizeColumns();
    if (!rows.isEmpty())
        select(view, rows);
    view->verticalScrollBar()->setValue(m_keptScroll);
    updatePane();
    updateActions();
    Q_EMIT selectionChanged();
}

// Actions

void PeoplePage::updateActions()
{
    updatePersonActions();
    updateClientActions();
    const bool isChosen = isVisible() && table()->selectionModel()->hasSelection();
    allow(m_actions.showTheirTokens, isChosen, tr("Choose somebody on the People page first."));
}

void PeoplePage::updatePersonActions()
{
    const QString nobody = tr("Choose somebody on the People page first.");
    const bool isHere = isVisible() && tab() == Tab::People;
    const QList<JoinedPerson> people = isHere ? chosenPeople() : QList<JoinedPerson>();
    const qsizetype sessions = isHere ? chosenSessions().size() : 0;
    const bool isJoined = std::any_of(people.cbegin(), people.cend(),
                                      [](const JoinedPerson &person) { return person.identities.size() > 1; });
    allow(m_actions.revokePerson, !people.isEmpty(), nobody);
    m_actions.revokePerson->setText(people.size() > 1
                                        ? tr("Revoke all tokens of %Ln people…", nullptr, int(people.size()))
                                        : tr("Revoke &all tokens of this person…"));
    allow(m_actions.endSessions, sessions > 0,
          people.isEmpty() ? nobody : tr("The tokens of all that are chosen are listed: revoke those instead."));
    m_actions.endSessions->setText(sessions > 1 ? tr("End all sessions of %Ln people…", nullptr, int(sessions))
                                                : tr("&End all sessions…"));
    allow(m_actions.joinPeople, people.size() > 1,
          people.isEmpty() ? nobody : tr("Choose two or more rows that are one person."));
    allow(m_actions.separatePeople, isJoined,
          people.isEmpty() ? nobody : tr("Nobody that is chosen was joined from several accounts."));
}

bool PeoplePage::canOfAll(Capability capability) const
{
    const PeopleInput &input = m_people.input();
    const QList<ListedClient> clients = chosenClients();
    return std::all_of(clients.cbegin(), clients.cend(), [&](const ListedClient &listed) {
        const auto source = std::find_if(input.accounts.cbegin(), input.accounts.cend(), [&](const PeopleSource &one) {
            return one.account.id == listed.client.account;
        });
        return source != input.accounts.cend() && input.providers.value(source->account.provider).can(capability);
    });
}

void PeoplePage::updateClientActions()
{
    const QString none = tr("Choose a client on the People page first.");
    const bool isHere = isVisible() && tab() == Tab::Clients;
    const QList<ListedClient> clients = isHere ? chosenClients() : QList<ListedClient>();
    const int count = int(clients.size());
    const bool canRevoke = canOfAll(Capability::RevokeByClient) || canOfAll(Capability::RevokeToken);
    allow(m_actions.revokeClient, count > 0 && canRevoke,
          count == 0 ? none : tr("Some of the chosen accounts cannot revoke the tokens of a client."));
    m_actions.revokeClient->setText(count > 1 ? tr("Revoke all tokens of %Ln clients…", nullptr, count)
                                              : tr("Re&voke all tokens of this client…"));
    allow(m_actions.disableClient, count > 0 && canOfAll(Capability::DisableClient),
          count == 0 ? none : tr("Some of the chosen accounts cannot disable a client."));
    m_actions.disableClient->setText(count > 1 ? tr("Disable %Ln clients…", nullptr, count)
                                               : tr("&Disable this client…"));
}

void PeoplePage::showMenu(QTableView *table, const QPoint &pos)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("peopleMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_actions.showTheirTokens);
    menu->addSeparator();
    if (tab() == Tab::People) {
        menu->addActions({m_actions.joinPeople, m_actions.separatePeople});
        menu->addSeparator();
        menu->addActions({m_actions.endSessions, m_actions.revokePerson});
    } else {
        menu->addActions({m_actions.disableClient, m_actions.revokeClient});
    }
    menu->addSeparator();
    // Not the window's: those follow what is selected among the tokens.
    QAction *rows = menu->addAction(tr("Copy rows"));
    rows->setEnabled(table->selectionModel()->hasSelection());
    connect(rows, &QAction::triggered, this, &PeoplePage::copyRows);
    QAction *cell = menu->addAction(tr("Copy cell"));
    cell->setEnabled(table->currentIndex().isValid());
    connect(cell, &QAction::triggered, this, &PeoplePage::copyCell);
    menu->popup(table->viewport()->mapToGlobal(pos));
}

void PeoplePage::askToJoin()
{
    constexpr qsizetype MostNamed = 10;
    const QList<JoinedPerson> people = chosenPeople();
    if (people.size() < 2)
        return;
    QHash<AccountId, QString> names;
    for (const PeopleSource &source : m_people.input().accounts)
        names.insert(source.account.id, cleanedText(source.account.name));
    QStringList lines;
    QList<PersonKey> keys;
    for (const JoinedPerson &person : people) {
        // One identity stands for its row: what joined the others to it goes on joining them.
        keys += person.identities.constFirst().key();
        QStringList accounts;
        for (const PersonIdentity &identity : person.identities)
            accounts += names.value(identity.person.account);
        if (lines.size() < MostNamed)
            lines += tr("%1 in %2").arg(cleanedText(person.name()), QLocale().createSeparatedList(accounts));
    }
    if (people.size() > MostNamed)
        lines += tr("and %Ln other(s)", nullptr, int(people.size() - MostNamed));
    auto *question = new QMessageBox(this);
    question->setObjectName(QStringLiteral("joinQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setTextFormat(Qt::PlainText);
    question->setIcon(QMessageBox::Question);
    question->setText(tr("Are these %Ln rows one person?", nullptr, int(people.size())));
    question->setInformativeText(lines.join(u'\n') + QStringLiteral("\n\n")
                                 + tr("Plans for this person will then cover all of them. Separate takes it back."));
    const auto *join = question->addButton(tr("Join as one person"), QMessageBox::AcceptRole);
    question->setDefaultButton(question->addButton(QMessageBox::Cancel));
    connect(join, &QAbstractButton::clicked, this, [this, keys] { Q_EMIT joinRequested(keys); });
    question->open();
}

// Clipboard and state

void PeoplePage::copyRows() const { (tab() == Tab::People ? m_copy : m_clientCopy)->copyRows(); }

void PeoplePage::copyCell() const { (tab() == Tab::People ? m_copy : m_clientCopy)->copyCell(); }

QByteArray PeoplePage::saveState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_splitter->saveState() << m_model->query().column << int(m_model->query().order);
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
    m_table->sortByColumn(column, order == int(Qt::DescendingOrder) ? Qt::DescendingOrder : Qt::AscendingOrder);
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
