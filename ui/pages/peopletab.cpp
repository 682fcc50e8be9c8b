#include "ui/pages/peopletab.h"

#include "ui/pages/chosenpane.h"
#include "ui/pages/peoplefilteredit.h"
#include "ui/pages/tablecopy.h"
#include "ui/parts/actions.h"
#include "ui/parts/banner.h"
#include "ui/parts/emptystate.h"
#include "ui/texts.h"

#include <QAction>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace latchkey {

using State = ListingState::State;

PeopleTab::PeopleTab(const People &people, Actions &actions, const QString &objects, QWidget *parent)
    : QWidget(parent)
    , m_people(people)
    , m_actions(actions)
    , m_objects(objects)
    , m_trouble(new Banner(this))
    , m_filter(new PeopleFilterEdit(objects, this))
    , m_filters(new QVBoxLayout)
    , m_body(new QStackedWidget(this))
    , m_empty(new EmptyState(m_body))
{
    m_trouble->setObjectName(objects + QStringLiteral("Trouble"));
    m_filters->setContentsMargins(12, 8, 12, 8);
    m_filters->setSpacing(6);
    m_filters->addWidget(m_filter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_trouble);
    column->addLayout(m_filters);
    column->addWidget(m_body, 1);
}

void PeopleTab::setUp(PeopleRows *rows, const PeopleTableView::Shape &shape, ChosenPane *pane, const Words &words)
{
    auto *table = new PeopleTableView(*rows, shape, m_body);
    table->setObjectName(m_objects + QStringLiteral("Table"));
    table->setAccessibleName(words.title);
    m_rows = rows;
    m_table = table;
    m_pane = pane;
    m_words = words;
    m_copy = new TableCopy(table);
    m_filter->setPlaceholderText(words.hint);
    m_filter->setAccessibleName(words.filter);
    m_body->addWidget(table);
    m_body->addWidget(m_empty);
    connect(m_filter, &QLineEdit::textChanged, rows,
            [rows](const QString &line) { rows->setFilter(PeopleFilter::parse(line)); });
    connect(m_filter, &PeopleFilterEdit::left, table, [table] { table->setFocus(Qt::OtherFocusReason); });
    connect(rows, &QAbstractItemModel::modelAboutToBeReset, this, &PeopleTab::keepChoice);
    connect(rows, &QAbstractItemModel::modelReset, this, &PeopleTab::restoreChoice);
    connect(rows, &PeopleRows::settled, this, &PeopleTab::refresh);
    connect(&m_people, &People::changed, this, &PeopleTab::refresh);
    connect(table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        showChosen();
        updateActions();
        Q_EMIT selectionChanged();
    });
    connect(table, &QWidget::customContextMenuRequested, this, &PeopleTab::showMenu);
    refresh();
}

void PeopleTab::on(QAction *action, const std::function<void()> &act)
{
    connect(action, &QAction::triggered, this, [this, act] {
        if (isVisible())
            act();
    });
}

void PeopleTab::setAccount(const std::optional<AccountId> &account)
{
    m_rows->setAccount(account);
    refresh();
}

void PeopleTab::find()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void PeopleTab::clearFilter() { m_filter->clear(); }

void PeopleTab::copyRows() const { m_copy->copyRows(); }

void PeopleTab::copyCell() const { m_copy->copyCell(); }

// What is shown

QList<PeopleSource> PeopleTab::sources() const
{
    const std::optional<AccountId> &account = m_rows->query().account;
    QList<PeopleSource> shown;
    for (const PeopleSource &source : input().accounts) {
        if (!account || *account == source.account.id)
            shown += source;
    }
    return shown;
}

QString PeopleTab::providerName(const Account &account) const
{
    const ProviderDescription provider = input().providers.value(account.provider);
    return provider.name.isEmpty() ? account.provider.value : provider.name;
}

QString PeopleTab::note() const
{
    QStringList awaited;
    const QList<PeopleSource> shown = sources();
    for (const PeopleSource &source : shown) {
        if (listing(source).state == State::Awaited)
            awaited += cleanedText(source.account.name);
    }
    return awaited.isEmpty() ? m_words.note : tr("loading %1").arg(QLocale().createSeparatedList(awaited));
}

void PeopleTab::refresh()
{
    updateCount();
    updateTrouble();
    updateBody();
    showChosen();
    updateActions();
    Q_EMIT rowsChanged();
}

void PeopleTab::updateCount()
{
    const QLocale locale;
    const QString shown = locale.toString(shownCount());
    const QString all = locale.toString(m_rows->allCount());
    m_filter->setCount(shown == all ? all : tr("%1 of %2").arg(shown, all));
}

void PeopleTab::updateTrouble()
{
    QStringList failed;
    QString reason;
    const QList<PeopleSource> shown = sources();
    for (const PeopleSource &source : shown) {
        const std::optional<Error> &error = listing(source).error;
        if (!error)
            continue;
        failed += cleanedText(source.account.name);
        reason = errorSentence(*error, providerName(source.account), cleanedText(source.account.name));
    }
    const QString said = failed.join(u'\n') + reason;
    if (std::exchange(m_troubleSaid, said) == said)
        return;
    m_trouble->setVisible(!failed.isEmpty());
    if (failed.isEmpty())
        return;
    m_trouble->say(Banner::Tone::Error, m_words.notLoaded.arg(QLocale().createSeparatedList(failed)),
                   failed.size() == 1 ? reason : tr("Choose one account in the sidebar to read why."));
    auto *again = m_trouble->addButton(tr("Try again"), "refresh");
    again->setObjectName(QStringLiteral("peopleAgain"));
    connect(again, &QAbstractButton::clicked, m_actions.refresh, &QAction::trigger);
}

bool PeopleTab::isFiltered() const { return !m_filter->text().isEmpty() || m_rows->query().chips; }

void PeopleTab::updateBody()
{
    const QList<PeopleSource> shown = sources();
    const bool isComing = std::any_of(shown.cbegin(), shown.cend(), [this](const PeopleSource &source) {
        return listing(source).state == State::Awaited || listing(source).error;
    });
    const bool isSettled = m_people.isSettled() && m_rows->isSettled();
    // While something loads, or after it failed, emptiness proves nothing.
    if (shownCount() > 0 || !isSettled || (isComing && !isFiltered())) {
        m_emptySaid.clear();
        m_body->setCurrentWidget(m_table);
        return;
    }
    m_body->setCurrentWidget(m_empty);
    const Emptiness now = emptiness(shown);
    const QString said = now.why + u'\n' + now.next;
    if (std::exchange(m_emptySaid, said) == said)
        return;
    m_empty->say(now.icon, now.why, now.next);
    if (shown.isEmpty()) {
        const auto *add = m_empty->addButton(tr("Add account…"), "add");
        connect(add, &QAbstractButton::clicked, m_actions.addAccount, &QAction::trigger);
    } else if (isFiltered()) {
        const auto *clear = m_empty->addButton(tr("Clear filter"));
        connect(clear, &QAbstractButton::clicked, this, &PeopleTab::clearFilter);
    }
}

PeopleTab::Emptiness PeopleTab::emptiness(const QList<PeopleSource> &shown) const
{
    if (shown.isEmpty())
        return {"people", tr("No accounts yet"), tr("Add one to see its people and clients.")};
    if (isFiltered())
        return {"find", m_words.noMatch, tr("Clear the filter to see all of them.")};
    const bool hasList = std::any_of(shown.cbegin(), shown.cend(), [this](const PeopleSource &source) {
        return listing(source).state != State::NotAsked;
    });
    if (hasList)
        return {"people", m_words.none, tr("The accounts answered with empty lists.")};
    const QString why =
        shown.size() == 1 ? m_words.noList.arg(providerName(shown.constFirst().account)) : m_words.noLists;
    return {m_words.icon, why, m_words.otherwise};
}

// Choice

QList<int> PeopleTab::chosenRows() const { return selectedRows(*m_table); }

//! The rows are about to be other rows. Whoever is chosen stays so.
void PeopleTab::keepChoice()
{
    m_keptScroll = m_table->verticalScrollBar()->value();
    m_kept.clear();
    const QList<int> rows = chosenRows();
    for (const int row : rows)
        m_kept.insert(keyOf(row));
}

void PeopleTab::restoreChoice()
{
    QList<int> rows;
    for (int row = 0; !m_kept.isEmpty() && row < m_rows->rowCount(); ++row) {
        if (m_kept.contains(keyOf(row)))
            rows += row;
    }
    if (!rows.isEmpty())
        m_table->choose(rows);
    m_table->verticalScrollBar()->setValue(m_keptScroll);
    showChosen();
    updateActions();
    Q_EMIT selectionChanged();
}

void PeopleTab::showMenu(const QPoint &pos)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("peopleMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_actions.showTheirTokens);
    menu->addSeparator();
    addActions(*menu);
    menu->addSeparator();
    // Not the window's: those follow what is selected among the tokens.
    m_copy->addTo(*menu);
    menu->popup(m_table->viewport()->mapToGlobal(pos));
}

void PeopleTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    updateActions();
}

void PeopleTab::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    updateActions();
}

} // namespace latchkey
