#include "models/inventory/tokentablemodel.h"

#include "models/inventory/tokenselect.h"

#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

namespace latchkey {

namespace {

std::optional<Moment> momentOf(const InventoryRow &row, TokenTableModel::Column column)
{
    switch (column) {
    case TokenTableModel::Column::Created:
        return row.created();
    case TokenTableModel::Column::LastUsed:
        return row.lastUsed();
    case TokenTableModel::Column::Expires:
        return row.expires();
    default:
        return {};
    }
}

bool isTime(TokenTableModel::Column column)
{
    using Column = TokenTableModel::Column;
    return column == Column::Created || column == Column::LastUsed || column == Column::Expires;
}

//! A provider's text as it may be shown.
QString shown(const QString &text) { return cleanedText(text); }

std::optional<QString> shown(const std::optional<Named> &named)
{
    return named ? std::optional(shown(named->text())) : std::nullopt;
}

std::optional<QString> shown(const std::optional<QStringList> &texts, const QString &whenEmpty = {})
{
    if (!texts)
        return {};
    return texts->isEmpty() ? whenEmpty : shown(texts->join(QStringLiteral(", ")));
}

} // namespace

TokenTableModel::TokenTableModel(TokenTable &table, const Clock &clock, const QLocale &locale, QObject *parent)
    : QAbstractTableModel(parent)
    , m_table(table)
    , m_clock(clock)
    , m_locale(locale)
    , m_snapshot(table.snapshot())
    , m_order(locale)
{
    m_worker.setMaxThreadCount(1);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &TokenTableModel::finish);
    connect(&m_table, &TokenTable::changed, this, &TokenTableModel::askAgain);
    askAgain();
}

TokenTableModel::~TokenTableModel()
{
    m_stop.request_stop();
    m_worker.waitForDone();
}

void TokenTableModel::setFilter(const TokenFilter &filter)
{
    m_query.filter = filter;
    ask();
}

void TokenTableModel::setAccount(const std::optional<AccountId> &account)
{
    if (account == m_query.account)
        return;
    m_query.account = account;
    ask();
}

void TokenTableModel::sort(int column, Qt::SortOrder order)
{
    m_query.column.reset();
    if (column >= 0 && column < TokenOrder::Columns)
        m_query.column = Column(column);
    m_query.direction = order;
    ask();
}

void TokenTableModel::ask()
{
    m_stop.request_stop();
    askAgain();
}

void TokenTableModel::askAgain()
{
    if (m_isRunning)
        m_isOutdated = true;
    else
        start();
}

void TokenTableModel::start()
{
    m_isRunning = true;
    m_isOutdated = false;
    m_stop = std::stop_source();
    m_query.snapshot = m_table.snapshot();
    m_query.nowMs = m_clock.nowMs();
    // m_shown changes in finish() alone, when the worker is idle.
    m_watcher.setFuture(QtConcurrent::run(
        &m_worker, [this, query = m_query, stop = m_stop.get_token()] { return answer(query, m_shown, stop); }));
}

void TokenTableModel::finish()
{
    apply(m_watcher.result());
    m_isRunning = false;
    if (m_isOutdated)
        start();
    else
        Q_EMIT settled();
}

TokenTableModel::Answer TokenTableModel::answer(const Query &query, const std::vector<quint32> &shown,
                                                const std::stop_token &stop)
{
    std::vector<quint32> next = select(*query.snapshot, query.filter, query.nowMs, stop, query.account);
    if (query.column && !stop.stop_requested())
        m_order.sort(next, *query.snapshot, *query.column, query.direction, query.nowMs, stop);
    if (stop.stop_requested())
        return {};
    return {query.snapshot, RowTransition::between(shown, next)};
}

void TokenTableModel::apply(Answer answer)
{
    if (!answer.snapshot)
        return;
    RowTransition &transition = answer.transition;
    if (transition.beforeRemoval)
        relayout(std::move(*transition.beforeRemoval));
    if (transition.removed > 0) {
        const size_t left = m_shown.size() - transition.removed;
        beginRemoveRows({}, int(left), int(m_shown.size()) - 1);
        m_shown.resize(left);
        endRemoveRows();
    }
    // Rows that went may be in the old snapshot alone, and rows that come in the new one.
    const bool isEdited = m_snapshot->edits() != answer.snapshot->edits();
    const std::shared_ptr<const TokenSnapshot> before = std::exchange(m_snapshot, std::move(answer.snapshot));
    if (isEdited && !m_shown.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    if (transition.appended) {
        beginInsertRows({}, int(m_shown.size()), int(transition.appended->size()) - 1);
        m_shown = std::move(*transition.appended);
        endInsertRows();
    }
    if (transition.final)
        relayout(std::move(*transition.final));
    Q_EMIT advanced(*before);
}

void TokenTableModel::relayout(std::vector<quint32> numbers)
{
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    if (!before.isEmpty()) {
        std::vector<int> rows(m_snapshot->numberEnd(), -1);
        for (size_t row = 0; row < numbers.size(); ++row)
            rows[numbers[row]] = int(row);
        QModelIndexList after;
        after.reserve(before.size());
        for (const QModelIndex &cell : before)
            after += index(rows[m_shown[size_t(cell.row())]], cell.column());
        changePersistentIndexList(before, after);
    }
    m_shown = std::move(numbers);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

int TokenTableModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_shown.size()); }

int TokenTableModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : TokenOrder::Columns; }

QVariant TokenTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const InventoryRow row = this->row(index.row());
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column).value_or(tr("not reported"));
    case Qt::ToolTipRole: {
        const auto moment = momentOf(row, column);
        if (!moment || !moment->isTime())
            return {};
        return tr("%1 (UTC)\n%2 (local time)")
            .arg(moment->toIso(), m_locale.toString(moment->toDateTime().toLocalTime(), QLocale::LongFormat));
    }
    case MomentRole: {
        const auto moment = momentOf(row, column);
        return moment ? QVariant::fromValue(*moment) : QVariant();
    }
    case TokenIdRole:
        return QVariant::fromValue(TokenId{row.id()});
    case AccountIdRole:
        return QVariant::fromValue(row.account().id);
    case TokenKindRole:
        return QVariant::fromValue(row.kind());
    case TokenStateRole:
        return QVariant::fromValue(row.state(m_clock.nowMs()));
    case EnvironmentRole:
        return QVariant::fromValue(row.account().environment);
    case IsOwnRole:
        return row.isOwn();
    case IsStaleRole:
        return row.isStale();
    case IsDuplicatedRole:
        return row.isDuplicated();
    case IsActionableRole:
        return row.isActionable();
    case IsReportedRole:
        return text(row, column).has_value();
    case IsSoonRole:
        return row.isSoon(m_clock.nowMs());
    case AccountColourRole:
        return row.account().colour;
    case Qt::TextAlignmentRole:
        return int((isTime(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

std::optional<QString> TokenTableModel::text(const InventoryRow &row, Column column) const
{
    switch (column) {
    case Column::State:
        return stateText(row.state(m_clock.nowMs()));
    case Column::Name: {
        const auto name = row.name();
        return name ? std::optional(shown(*name)) : std::nullopt;
    }
    case Column::Kind:
        return kindText(row.kind());
    case Column::Provider:
        return row.account().providerName;
    case Column::Account:
        return row.account().name;
    case Column::Owner:
        return shown(row.owner());
    case Column::Client:
        return shown(row.client());
    case Column::Scopes:
        return shown(row.scopes());
    case Column::Resources:
        return shown(row.resources(), tr("all"));
    case Column::Created:
        return text(row.created());
    case Column::LastUsed:
        return text(row.lastUsed());
    case Column::LastIp: {
        const auto ip = row.lastIp();
        return ip ? std::optional(shown(*ip)) : std::nullopt;
    }
    case Column::Expires:
        return text(row.expires());
    case Column::Id:
        return shown(row.id());
    }
    return {};
}

std::optional<QString> TokenTableModel::text(Moment moment) const
{
    if (!moment.isReported())
        return {};
    if (moment.isNever())
        return tr("never");
    return m_locale.toString(moment.toDateTime().toLocalTime(), QLocale::ShortFormat);
}

std::optional<QString> TokenTableModel::kindText(TokenKind kind)
{
    switch (kind) {
    case TokenKind::User:
        return tr("user");
    case TokenKind::Automation:
        return tr("automation");
    case TokenKind::BrowserSession:
        return tr("browser session");
    case TokenKind::AccessToken:
        return tr("access token");
    case TokenKind::OwnSession:
        return tr("own session");
    case TokenKind::NotReported:
        break;
    }
    return {};
}

std::optional<QString> TokenTableModel::stateText(TokenState state)
{
    switch (state) {
    case TokenState::Active:
        return tr("active");
    case TokenState::Expired:
        return tr("expired");
    case TokenState::Suspended:
        return tr("suspended");
    case TokenState::NotReported:
        break;
    }
    return {};
}

QVariant TokenTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole)
        return int((isTime(Column(section)) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Column(section)) {
    case Column::State:
        return tr("State");
    case Column::Name:
        return tr("Name");
    case Column::Kind:
        return tr("Kind");
    case Column::Provider:
        return tr("Provider");
    case Column::Account:
        return tr("Account");
    case Column::Owner:
        return tr("Owner");
    case Column::Client:
        return tr("Client");
    case Column::Scopes:
        return tr("Scopes");
    case Column::Resources:
        return tr("Resources");
    case Column::Created:
        return tr("Created");
    case Column::LastUsed:
        return tr("Last used");
    case Column::LastIp:
        return tr("Last IP");
    case Column::Expires:
        return tr("Expires");
    case Column::Id:
        return tr("Id");
    }
    return {};
}

Token TokenTableModel::token(int row) const { return this->row(row).token(m_clock.nowMs()); }

QModelIndex TokenTableModel::indexOf(const AccountId &account, const TokenId &id) const
{
    const auto number = m_snapshot->find(account, id);
    const auto at = number ? std::find(m_shown.begin(), m_shown.end(), *number) : m_shown.end();
    return at == m_shown.end() ? QModelIndex() : index(int(at - m_shown.begin()), 0);
}

} // namespace latchkey
