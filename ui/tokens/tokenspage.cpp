#include "ui/tokens/tokenspage.h"

#include "models/export/csv.h"
#include "network/domain/error.h"
#include "ui/dates.h"
#include "ui/parts/actions.h"
#include "ui/parts/banner.h"
#include "ui/parts/emptystate.h"
#include "ui/parts/taborder.h"
#include "ui/tokens/chipbar.h"
#include "ui/tokens/filterfield.h"
#include "ui/tokens/tokendelegate.h"
#include "ui/tokens/tokentableview.h"
#include "ui/tokens/tokentitle.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace latchkey {

namespace {

using Column = TokenTableModel::Column;

constexpr int CountDelayMs = 300;
constexpr int AgeStepMs = 30'000;
constexpr size_t MostCopiedRows = 100'000;

QString number(qint64 value) { return QLocale().toString(value); }

Moment momentOf(const InventoryRow &row, Column column)
{
    return column == Column::Created ? row.created() : column == Column::LastUsed ? row.lastUsed() : row.expires();
}

bool isTime(Column column)
{
    return column == Column::Created || column == Column::LastUsed || column == Column::Expires;
}

} // namespace

TokensPage::TokensPage(TokenTableModel &model, Actions &actions, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_actions(actions)
    , m_clock(clock)
    , m_title(new TokenTitle(this))
    , m_banner(new Banner(this))
    , m_filters(new QWidget(this))
    , m_filter(new FilterField(model, m_filters))
    , m_chips(new ChipBar(m_filters))
    , m_body(new QStackedWidget(this))
    , m_table(new TokenTableView(model, clock, this))
    , m_empty(new EmptyState(this))
{
    setObjectName(QStringLiteral("tokensPage"));
    setAccessibleName(tr("Tokens"));
    buildLayout();
    connectActions();

    connect(&model, &TokenTableModel::advanced, this, &TokensPage::updateAll);
    connect(&model, &TokenTableModel::settled, this, &TokensPage::updateAll);
    connect(&model, &TokenTableModel::settled, this, &TokensPage::selectPending);
    connect(&model, &TokenTableModel::settled, this, &TokensPage::selectNew);
    connect(&m_table->selection(), &TokenSelection::changed, this, [this] {
        updateActions();
        Q_EMIT selectionChanged();
    });
    connect(m_table, &TokenTableView::currentCellChanged, this, [this] {
        updateActions();
        Q_EMIT currentChanged();
    });
    connect(m_table, &QAbstractItemView::activated, this, &TokensPage::opened);
    connect(m_table, &TokenTableView::menuRequested, this, &TokensPage::showMenu);
    connect(m_title, &TokenTitle::accountsRequested, this, &TokensPage::showAccounts);
    connect(m_title, &TokenTitle::stopRequested, this, &TokensPage::stopLoadingRequested);
    connect(m_filter, &FilterField::filterChanged, this, [this](const TokenFilter &filter) {
        m_model.setFilter(filter);
        m_chips->setFilter(filter);
        tabAlongLayouts(m_filters);
        updateCount();
        updateActions();
        Q_EMIT filterChanged(filter.line());
    });
    connect(m_filter, &FilterField::left, this, [this] {
        if (m_table->isVisible()) // else it would take the keyboard when it comes back, amid typing
            m_table->setFocus(Qt::OtherFocusReason);
    });
    connect(m_chips, &ChipBar::lineWanted, m_filter, &FilterField::setLine);
    connect(m_chips, &ChipBar::keyWanted, m_filter, &FilterField::startCondition);
    connect(&m_counter, &MatchCounter::counted, this, &TokensPage::takeCounts);
    m_countTimer.setSingleShot(true);
    m_countTimer.setInterval(CountDelayMs);
    connect(&m_countTimer, &QTimer::timeout, this, &TokensPage::askForCounts);
    m_ageTimer.start(AgeStepMs);
    connect(&m_ageTimer, &QTimer::timeout, this, [this] {
        updateTitle();
        m_table->viewport()->update();
    });
    updateAll();
}

void TokensPage::buildLayout()
{
    m_body->addWidget(m_table);
    m_body->addWidget(m_empty);

    auto *filterRow = new QHBoxLayout;
    filterRow->setSpacing(8);
    filterRow->addWidget(m_filter, 1);
    filterRow->addWidget(m_chips->foldedButton(), 0, Qt::AlignTop);
    auto *filters = new QVBoxLayout(m_filters);
    filters->setContentsMargins(12, 8, 12, 8);
    filters->setSpacing(6);
    filters->addLayout(filterRow);
    filters->addWidget(m_chips);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addWidget(m_banner);
    column->addWidget(m_filters);
    column->addWidget(m_body, 1);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
}

// Actions

void TokensPage::connectActions()
{
    // Actions of the whole window: they act here while the page is what the person sees.
    const auto on = [this](QAction *action, auto act) {
        connect(action, &QAction::triggered, this, [this, act] {
            if (isVisible())
                act();
        });
        m_table->addAction(action);
    };
    on(m_actions.selectAll, [this] { m_table->selection().selectAll(); });
    on(m_actions.invertSelection, [this] { m_table->selection().invert(); });
    on(m_actions.clearSelection, [this] { m_table->selection().clear(); });
    on(m_actions.find, [this] { m_filter->startTyping(); });
    on(m_actions.clearFilter, [this] { setFilterLine({}); });
    on(m_actions.copyRows, [this] { copyRows(); });
    on(m_actions.copyCell, [this] { copyCell(); });
    on(m_actions.copyId, [this] { copyId(); });
    on(m_actions.chooseColumns,
       [this] { m_table->columnsMenu()->popup(m_table->mapToGlobal(QPoint(0, m_table->height() / 8))); });
    connect(m_actions.comfortableRows, &QAction::toggled, m_table, &TokenTableView::setComfortable);
}

void TokensPage::updateActions()
{
    const bool hasRows = m_model.rowCount() > 0;
    const bool hasSelection = m_table->selection().count() > 0;
    const bool hasCurrent = m_table->currentIndex().isValid();
    const QString noRows = tr("No token is shown.");
    const QString noSelection = tr("No token is selected.");
    Actions::allow(m_actions.selectAll, hasRows, noRows);
    Actions::allow(m_actions.invertSelection, hasRows, noRows);
    Actions::allow(m_actions.clearSelection, hasSelection, noSelection);
    if (isVisible()) { // else another page's
        Actions::allow(m_actions.copyRows, hasSelection, noSelection);
        Actions::allow(m_actions.copyCell, hasCurrent, tr("No cell has the keyboard."));
    }
    Actions::allow(m_actions.copyId, hasSelection || hasCurrent, noSelection);
    Actions::allow(m_actions.clearFilter, !filterLine().isEmpty(), tr("There is no filter."));
}

void TokensPage::showMenu(const QPoint &globalPos)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("tokenMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({m_actions.showAnswer, m_actions.copyRows, m_actions.copyCell, m_actions.copyId});
    menu->addSeparator();
    menu->addActions({m_actions.selectAll, m_actions.invertSelection, m_actions.clearSelection});
    menu->addSeparator();
    menu->addAction(m_actions.exportRows);
    menu->addSeparator();
    // What only some providers can is offered where it can be had.
    for (QAction *action : {m_actions.updateToken, m_actions.showValue}) {
        if (action->isEnabled())
            menu->addAction(action);
    }
    menu->addAction(m_actions.revoke);
    menu->popup(globalPos);
}

void TokensPage::showAccounts(const QPoint &globalPos)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("accountsMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [this, menu](const QString &name, const std::optional<AccountId> &account) {
        QAction *action = menu->addAction(withoutMnemonic(name));
        action->setCheckable(true);
        action->setChecked(m_model.account() == account);
        connect(action, &QAction::triggered, this, [this, account] { Q_EMIT accountWanted(account); });
    };
    add(tr("All accounts"), {});
    for (const auto &part : m_model.snapshot().accounts())
        add(part->account.name, part->account.id);
    menu->popup(globalPos);
}

// What is shown

void TokensPage::setAccount(const std::optional<AccountId> &account)
{
    m_model.setAccount(account);
    m_counts.clear();
    m_chips->setCounts(m_counts);
    updateAll();
}

const AccountPart *TokensPage::shownAccount() const
{
    return m_model.account() ? m_model.snapshot().account(*m_model.account()) : nullptr;
}

AccountStatus TokensPage::status() const
{
    if (const AccountPart *one = shownAccount())
        return one->status;
    AccountStatus all;
    bool isFirst = true;
    for (const auto &part : m_model.snapshot().accounts()) {
        const AccountStatus &status = part->status;
        all.rows += status.rows;
        if (status.loadedAtMs > 0)
            all.loadedAtMs = all.loadedAtMs == 0 ? status.loadedAtMs : std::min(all.loadedAtMs, status.loadedAtMs);
        // What is least done speaks for all.
        const auto rank = [](AccountStatus::State state) {
            switch (state) {
            case AccountStatus::State::Loading:
                return 4;
            case AccountStatus::State::Failed:
                return 3;
            case AccountStatus::State::Partial:
                return 2;
            case AccountStatus::State::Empty:
                return 1;
            case AccountStatus::State::Complete:
                break;
            }
            return 0;
        };
        if (isFirst || rank(status.state) > rank(all.state))
            all.state = status.state;
        isFirst = false;
    }
    return all;
}

void TokensPage::updateAll()
{
    updateTitle();
    updateCount();
    updateBody();
    updateActions();
    if (!m_countTimer.isActive())
        m_countTimer.start();
}

void TokensPage::updateTitle()
{
    const AccountPart *one = shownAccount();
    m_title->setAccount(one ? &one->account : nullptr);
    QStringList loading;
    qint64 arrived = 0;
    qint64 expected = 0;
    bool isExpectedKnown = true;
    for (const auto &part : m_model.snapshot().accounts()) {
        if ((one && part.get() != one) || part->status.state != AccountStatus::State::Loading)
            continue;
        loading += part->account.name;
        arrived += part->status.arrived;
        expected += part->status.expected.value_or(0);
        isExpectedKnown = isExpectedKnown && part->status.expected.has_value();
    }
    if (loading.isEmpty()) {
        const qint64 at = status().loadedAtMs;
        m_title->showAge(at > 0 ? tr("Refreshed %1").arg(relativeText(Moment::at(at), m_clock.nowMs())) : QString());
        return;
    }
    const QString who = loading.size() == 1 ? loading.constFirst() : tr("%Ln account(s)", nullptr, int(loading.size()));
    const bool hasTotal = isExpectedKnown && expected > 0;
    m_title->showProgress(hasTotal ? tr("%1: %2 of %3").arg(who, number(arrived), number(expected))
                                   : tr("%1: %2 so far").arg(who, number(arrived)),
                          arrived, hasTotal ? expected : 0);
}

void TokensPage::updateCount()
{
    const bool isFiltered = !m_model.filter().isEmpty();
    m_filter->setCount(isFiltered ? tr("%1 of %2").arg(number(m_model.rowCount()), number(status().rows)) : QString());
}

void TokensPage::updateNarrow()
{
    // 960 pixels, where a line of text has 18.
    const bool isNarrow = window()->width() < 53 * fontMetrics().height();
    m_title->setNarrow(isNarrow);
    m_chips->setFolded(isNarrow);
    m_table->setNarrow(isNarrow);
}

void TokensPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    updateNarrow();
}

void TokensPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    updateActions();
}

void TokensPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateNarrow();
}

// Nothing to show

void TokensPage::updateBody()
{
    const bool hasNoAccounts = m_model.snapshot().accounts().empty();
    const AccountStatus now = status();
    const bool isQuiet = now.state == AccountStatus::State::Complete || now.state == AccountStatus::State::Empty;
    const bool isEmpty = m_model.isSettled() && m_model.rowCount() == 0;
    m_title->setVisible(!hasNoAccounts);
    m_filters->setVisible(!hasNoAccounts && (now.rows > 0 || !isQuiet || !m_filter->line().isEmpty()));
    if (hasNoAccounts) {
        if (std::exchange(m_said, QStringLiteral("no accounts")) != m_said) {
            m_empty->say("key", tr("No accounts yet"),
                         tr("Add one to see its tokens. To look around first, start the demo: invented accounts on "
                            "this machine, nothing leaves it."));
            const auto *add = m_empty->addButton(tr("Add account…"), "add");
            connect(add, &QAbstractButton::clicked, m_actions.addAccount, &QAction::trigger);
            const auto *demo = m_empty->addButton(tr("Start the demo"), "play");
            connect(demo, &QAbstractButton::clicked, m_actions.startDemo, &QAction::trigger);
        }
    } else if (isEmpty && now.rows > 0 && !m_model.filter().isEmpty()) {
        sayNothingMatches();
    } else if (isEmpty && now.rows == 0 && isQuiet) {
        sayNoTokens(now);
    } else if (isEmpty && now.rows == 0 && now.state == AccountStatus::State::Failed) {
        sayNothingCame();
    } else {
        m_said.clear();
        m_body->setCurrentWidget(m_table);
        return;
    }
    m_body->setCurrentWidget(m_empty);
}

void TokensPage::sayNothingMatches()
{
    // Which one condition to drop: the one that hides the most.
    const TokenFilter &filter = m_model.filter();
    qsizetype best = -1;
    qint64 most = 0;
    for (qsizetype index = 0; index < filter.conditions().size(); ++index) {
        const qint64 count = m_counts.value(ChipBar::lineWithout(filter, index), 0);
        if (count > most) {
            best = index;
            most = count;
        }
    }
    const QString said = QStringLiteral("no match %1 %2 %3").arg(best).arg(most).arg(filter.line());
    if (std::exchange(m_said, said) == said)
        return;
    if (best < 0) {
        m_empty->say("find", tr("No token matches"), tr("None of the shown accounts has such a token."));
    } else {
        const QString condition = ChipBar::conditionText(filter, filter.conditions()[best]);
        m_empty->say("find", tr("No token matches"),
                     tr("Without the condition %1 there would be %2.").arg(condition, number(most)));
        const QString without = ChipBar::lineWithout(filter, best);
        const auto *drop = m_empty->addButton(withoutMnemonic(tr("Drop %1").arg(condition)));
        connect(drop, &QAbstractButton::clicked, this, [this, without] { setFilterLine(without); });
    }
    const auto *clear = m_empty->addButton(tr("Clear filter"));
    connect(clear, &QAbstractButton::clicked, this, [this] { setFilterLine({}); });
}

//! An empty table would look like an empty account.
void TokensPage::sayNothingCame()
{
    const AccountPart *one = shownAccount();
    const QString name = one ? one->account.name : QString();
    const QString said = QStringLiteral("nothing came %1").arg(name);
    if (std::exchange(m_said, said) != said)
        m_empty->say("tokens", one ? tr("%1 could not be loaded").arg(name) : tr("Nothing could be loaded"),
                     tr("Which tokens there are is not known. The reason, and what helps, stands above."));
}

void TokensPage::sayNoTokens(const AccountStatus &now)
{
    const AccountPart *one = shownAccount();
    const bool isLoaded = now.state == AccountStatus::State::Complete;
    const QString name = one ? one->account.name : QString();
    const QString said = QStringLiteral("no tokens %1 %2 %3").arg(isLoaded).arg(now.loadedAtMs).arg(name);
    if (std::exchange(m_said, said) == said)
        return;
    if (!isLoaded) {
        m_empty->say("tokens", one ? tr("%1 is not loaded yet").arg(name) : tr("Nothing is loaded yet"),
                     tr("Refresh to fetch the list of tokens."));
    } else {
        const QString when = relativeText(Moment::at(now.loadedAtMs), m_clock.nowMs());
        const QString next = one ? tr("%1 answered with an empty list, %2.").arg(one->account.providerName, when)
                                 : tr("All accounts answered with empty lists, the first of them %1.").arg(when);
        const bool isScoped = one && one->account.isScoped;
        m_empty->say("outbox", one ? tr("%1 has no tokens").arg(name) : tr("There are no tokens"),
                     isScoped ? next + u' ' + tr("Only a part of the account is loaded, as its settings say.") : next);
    }
    const auto *refresh = m_empty->addButton(tr("Refresh"), "refresh");
    connect(refresh, &QAbstractButton::clicked, m_actions.refresh, &QAction::trigger);
    if (!isLoaded)
        return;
    const auto *add = m_empty->addButton(tr("New token…"), "add");
    connect(add, &QAbstractButton::clicked, m_actions.newToken, &QAction::trigger);
}

void TokensPage::askForCounts()
{
    QStringList lines = ChipBar::readyLines();
    if (m_model.rowCount() == 0) {
        for (qsizetype index = 0; index < m_model.filter().conditions().size(); ++index)
            lines += ChipBar::lineWithout(m_model.filter(), index);
    }
    m_counter.count(m_model, lines, m_clock.nowMs());
}

void TokensPage::takeCounts(const MatchCounter::Counts &counts)
{
    m_counts = counts;
    m_chips->setCounts(counts);
    updateBody();
}

// Selection

const TokenSelection &TokensPage::selection() const { return m_table->selection(); }

QList<Token> TokensPage::selectedTokens() const
{
    QList<Token> tokens;
    tokens.reserve(m_table->selection().count());
    const std::vector<int> rows = m_table->selection().rows();
    for (const int row : rows)
        tokens += m_model.token(row);
    return tokens;
}

qint64 TokensPage::selectedOf(const QList<std::pair<AccountId, TokenId>> &tokens) const
{
    return std::count_if(tokens.cbegin(), tokens.cend(), [this](const std::pair<AccountId, TokenId> &token) {
        const auto number = m_model.snapshot().find(token.first, token.second);
        return number && m_table->selection().contains(*number);
    });
}

void TokensPage::selectTokens(const QList<std::pair<AccountId, TokenId>> &tokens)
{
    m_pending = tokens;
    if (m_pending.isEmpty())
        m_table->selection().clear();
    else if (m_model.isSettled())
        selectPending();
}

void TokensPage::selectPending()
{
    if (m_pending.isEmpty())
        return;
    std::vector<quint32> numbers;
    for (const auto &[account, token] : std::as_const(m_pending)) {
        if (const auto found = m_model.snapshot().find(account, token))
            numbers.push_back(*found);
    }
    m_table->selection().setNumbers(numbers);
    const bool isHidden = m_table->selection().count() < qint64(numbers.size());
    if (isHidden && !m_model.filter().isEmpty())
        return setFilterLine({}); // again when that is done
    m_pending.clear();
}

void TokensPage::selectWhenListed(const AccountId &account, const TokenId &token)
{
    m_new = {account, token};
    if (m_model.isSettled())
        selectNew();
}

void TokensPage::selectNew()
{
    const std::optional<quint32> number = m_new ? m_model.snapshot().find(m_new->first, m_new->second) : std::nullopt;
    if (!number)
        return;
    const QModelIndex row = m_model.indexOf(m_new->first, m_new->second);
    m_new.reset();
    if (!row.isValid() || m_table->selection().count() > 1)
        return;
    m_table->selectionModel()->setCurrentIndex(row, QItemSelectionModel::NoUpdate);
    m_table->selection().setNumbers({*number});
    m_table->scrollTo(row);
}

std::optional<Token> TokensPage::currentToken() const
{
    const std::vector<int> rows = m_table->selection().count() == 1 ? m_table->selection().rows() : std::vector<int>();
    if (!rows.empty())
        return m_model.token(rows.front());
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() && m_table->selection().count() > 0 ? std::optional(m_model.token(current.row()))
                                                                 : std::nullopt;
}

// Filter and clipboard

QString TokensPage::filterLine() const { return m_filter->line(); }

void TokensPage::setFilterLine(const QString &line) { m_filter->setLine(line); }

QString TokensPage::copiedText(int row, Column column) const
{
    const InventoryRow token = m_model.row(row);
    if (isTime(column)) {
        const Moment moment = momentOf(token, column);
        return moment.isTime() ? moment.toIso() : relativeText(moment, 0);
    }
    if (column == Column::Name && !token.name())
        return notReportedText();
    return cellText(m_model, row, column, m_clock.nowMs());
}

void TokensPage::copyRows() const
{
    const QList<Column> columns = m_table->shownColumns();
    // Spreadsheets run what looks like a formula; names are other people's.
    const auto harmless = [](const QString &text) {
        const QByteArray cell = csvCell(text);
        return cell.startsWith('\'') || cell.startsWith("\"'") ? u'\'' + text : text;
    };
    QStringList lines;
    QStringList cells;
    for (const Column column : columns)
        cells += m_model.headerData(int(column), Qt::Horizontal).toString();
    lines += cells.join(u'\t');
    std::vector<int> rows = m_table->selection().rows();
    const size_t left = rows.size() - std::min(rows.size(), MostCopiedRows);
    rows.resize(rows.size() - left);
    for (const int row : rows) {
        cells.clear();
        for (const Column column : columns)
            cells += harmless(copiedText(row, column));
        lines += cells.join(u'\t');
    }
    if (left > 0)
        lines += tr("%1 more rows were not copied: export them instead.").arg(number(qint64(left)));
    QApplication::clipboard()->setText(lines.join(u'\n') + u'\n');
}

void TokensPage::copyCell() const
{
    const QModelIndex current = m_table->currentIndex();
    if (current.isValid())
        QApplication::clipboard()->setText(copiedText(current.row(), Column(current.column())));
}

void TokensPage::copyId() const
{
    std::vector<int> rows = m_table->selection().rows();
    if (rows.empty() && m_table->currentIndex().isValid())
        rows.push_back(m_table->currentIndex().row());
    QStringList ids;
    for (const int row : rows)
        ids += cleanedText(m_model.row(row).id());
    if (!ids.isEmpty())
        QApplication::clipboard()->setText(ids.join(u'\n'));
}

QByteArray TokensPage::saveState() const
{
    const QJsonObject state{{QStringLiteral("table"), QString::fromUtf8(m_table->saveState())},
                            {QStringLiteral("filter"), filterLine()}};
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

void TokensPage::restoreState(const QByteArray &state)
{
    const QJsonObject saved = QJsonDocument::fromJson(state).object();
    m_table->restoreState(saved.value(QStringLiteral("table")).toString().toUtf8());
    setFilterLine(saved.value(QStringLiteral("filter")).toString());
}

} // namespace latchkey
