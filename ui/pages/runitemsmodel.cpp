#include "ui/pages/runitemsmodel.h"

#include "ui/dates.h"
#include "ui/pages/celldelegate.h"
#include "ui/texts.h"

#include <algorithm>

namespace latchkey {

namespace {

constexpr int Columns = int(RunItemsModel::Column::Detail) + 1;

bool isSent(const RunItem &item) { return !item.outcome && item.step != Step::Planned; }

//! What is on its way first, what is proved last, what was left out below it.
int rank(const RunItem &item)
{
    if (!item.outcome)
        return isSent(item) ? 0 : 1;
    switch (*item.outcome) {
    case Outcome::Unknown:
        return 2;
    case Outcome::StillActive:
        return 3;
    case Outcome::Refused:
        return 4;
    case Outcome::NotSent:
        return 5;
    case Outcome::AlreadyGone:
        return 6;
    case Outcome::Unprovable:
        return 7;
    case Outcome::Confirmed:
        return 8;
    case Outcome::Excluded:
        break;
    }
    return 9;
}

bool belongsTo(const RunItem &item, RunItemsModel::Show show)
{
    switch (show) {
    case RunItemsModel::Show::All:
        break;
    case RunItemsModel::Show::NotDone:
        return isNotDone(item);
    case RunItemsModel::Show::Refused:
        return item.outcome == Outcome::Refused;
    case RunItemsModel::Show::Unknown:
        return item.outcome == Outcome::Unknown;
    }
    return true;
}

QString exclusionText(const QString &reason)
{
    switch (exclusionReasonFromName(reason).value_or(ExclusionReason::Unsupported)) {
    case ExclusionReason::OwnToken:
        return RunItemsModel::tr("an account of this app signs in with it");
    case ExclusionReason::NotOwn:
        return RunItemsModel::tr("the plan was for the app's own tokens alone");
    case ExclusionReason::ReadOnlyAccount:
        return RunItemsModel::tr("the account is read-only");
    case ExclusionReason::NotActionable:
        return RunItemsModel::tr("its id is not one that the provider gives out");
    case ExclusionReason::NotListed:
        return RunItemsModel::tr("was not in the list");
    case ExclusionReason::Duplicate:
        return RunItemsModel::tr("was in the plan already");
    case ExclusionReason::Waiting:
        return RunItemsModel::tr("was in a plan that was confirmed before");
    case ExclusionReason::OtherAccount:
        return RunItemsModel::tr("belongs to an account that was not part of the plan");
    case ExclusionReason::Unsupported:
        break;
    }
    return RunItemsModel::tr("the provider offers no such call");
}

} // namespace

bool isNotDone(const RunItem &item)
{
    return !item.outcome || (!isDone(*item.outcome) && *item.outcome != Outcome::Excluded);
}

QString standingText(const RunItem &item)
{
    if (item.outcome)
        return outcomeText(*item.outcome);
    return isSent(item) ? RunItemsModel::tr("sent") : RunItemsModel::tr("queued");
}

RunItemsModel::RunItemsModel(const Clock &clock, QObject *parent) : QAbstractTableModel(parent), m_clock(clock) { }

void RunItemsModel::setRun(const Run &run)
{
    beginResetModel();
    m_items = run.items();
    m_waits.clear();
    m_environments.clear();
    for (const PlanAccount &account : run.plan.accounts)
        m_environments.insert(account.id, account.environment);
    show(wanted());
    endResetModel();
}

void RunItemsModel::update(const Run &run, const QList<qsizetype> &rows)
{
    for (const qsizetype item : rows) {
        m_items[item] = run.items()[item];
        const int row = m_rows[size_t(item)];
        if (row >= 0)
            Q_EMIT dataChanged(index(row, 0), index(row, Columns - 1));
    }
}

std::vector<int> RunItemsModel::wanted() const
{
    std::vector<int> order;
    for (int item = 0; item < int(m_items.size()); ++item) {
        if (!belongsTo(m_items[item], m_show))
            continue;
        const auto holds = [this, item](Column column) {
            return text(item, column).contains(m_find, Qt::CaseInsensitive);
        };
        if (m_find.isEmpty() || holds(Column::Item) || holds(Column::Owner) || holds(Column::Account)
            || holds(Column::Detail) || holds(Column::Outcome)
            || m_items[item].id.value.contains(m_find, Qt::CaseInsensitive))
            order.push_back(item);
    }
    std::stable_sort(order.begin(), order.end(), [this](int a, int b) { return rank(m_items[a]) < rank(m_items[b]); });
    return order;
}

void RunItemsModel::show(std::vector<int> items)
{
    m_shown = std::move(items);
    m_rows.assign(size_t(m_items.size()), -1);
    for (size_t row = 0; row < m_shown.size(); ++row)
        m_rows[size_t(m_shown[row])] = int(row);
}

void RunItemsModel::arrange()
{
    std::vector<int> order = wanted();
    if (order == m_shown)
        return;
    if (order.size() != m_shown.size()) {
        beginResetModel();
        show(std::move(order));
        endResetModel();
        return;
    }
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<int> items;
    for (const QModelIndex &index : before)
        items.push_back(m_shown[size_t(index.row())]);
    show(std::move(order));
    QModelIndexList after;
    for (qsizetype at = 0; at < before.size(); ++at) {
        const int row = m_rows[size_t(items[size_t(at)])];
        after += row < 0 ? QModelIndex() : index(row, before[at].column());
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void RunItemsModel::setAccounts(const QList<Account> &accounts)
{
    m_accounts.clear();
    for (const Account &account : accounts)
        m_accounts.insert(account.id, account);
    if (!m_shown.empty())
        Q_EMIT dataChanged(index(0, int(Column::Account)), index(rowCount() - 1, int(Column::Account)));
}

void RunItemsModel::setAtWork(bool isAtWork)
{
    if (isAtWork == m_isAtWork)
        return;
    m_isAtWork = isAtWork;
    touchDetails();
}

void RunItemsModel::setWaits(const QHash<AccountId, qint64> &waits)
{
    if (waits == m_waits)
        return;
    m_waits = waits;
    touchDetails();
}

void RunItemsModel::touchDetails()
{
    if (!m_shown.empty())
        Q_EMIT dataChanged(index(0, int(Column::Detail)), index(rowCount() - 1, int(Column::Detail)));
}

void RunItemsModel::setShown(Show show)
{
    m_show = show;
    arrange();
}

void RunItemsModel::setFind(const QString &text)
{
    m_find = text.trimmed();
    arrange();
}

int RunItemsModel::countOf(Show show) const
{
    return int(
        std::count_if(m_items.cbegin(), m_items.cend(), [show](const RunItem &item) { return belongsTo(item, show); }));
}

int RunItemsModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_shown.size()); }

int RunItemsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : Columns; }

QString RunItemsModel::text(int at, Column column) const
{
    const RunItem &item = m_items[at];
    switch (column) {
    case Column::Outcome:
        return standingText(item);
    case Column::Account: {
        const QString known = m_accounts.value(item.account).name;
        const QString name = item.accountName.isEmpty() ? known : item.accountName;
        return cleanedText(name.isEmpty() ? item.account.value : name);
    }
    case Column::Item:
        return cleanedText(item.text());
    case Column::Owner:
        return item.owner.isEmpty() ? notReportedText() : cleanedText(item.owner);
    case Column::Detail:
        return detail(item);
    }
    return {};
}

QString RunItemsModel::detail(const RunItem &item) const
{
    const QString said = cleanedText(item.detail);
    const QString changed = clockText(item.changedMs, m_clock.nowMs());
    if (!item.outcome)
        return openDetail(item);
    switch (*item.outcome) {
    case Outcome::Confirmed:
        return tr("gone when looked at %1").arg(changed);
    case Outcome::AlreadyGone:
        return tr("was not there at %1").arg(changed);
    case Outcome::Unprovable:
        return tr("the provider offers no look at it");
    case Outcome::Refused:
        return said.isEmpty() ? tr("the provider gave no reason") : said;
    case Outcome::NotSent:
        return said.isEmpty() ? tr("the run ended before its turn") : said;
    case Outcome::Unknown:
        return said.isEmpty() ? tr("the answer was lost; Verify only looks again")
                              : tr("%1; Verify only looks again").arg(said);
    case Outcome::StillActive:
        return item.httpStatus == 0 ? tr("still listed at %1").arg(changed)
                                    : tr("answered %1, still listed at %2").arg(item.httpStatus).arg(changed);
    case Outcome::Excluded:
        break;
    }
    return exclusionText(item.detail);
}

QString RunItemsModel::openDetail(const RunItem &item) const
{
    if (isSent(item) && item.success)
        return tr("answered %1, not looked at yet").arg(item.httpStatus);
    if (isSent(item))
        return m_isAtWork ? tr("waiting for the answer") : tr("no answer came; Verify only looks");
    if (!m_isAtWork)
        return tr("was not sent");
    const auto wait = m_waits.constFind(item.account);
    return wait == m_waits.constEnd() ? tr("not sent yet")
                                      : tr("waits until %1").arg(clockText(*wait, m_clock.nowMs()));
}

QVariant RunItemsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int at = m_shown[size_t(index.row())];
    const RunItem &item = m_items[at];
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(at, column);
    case Qt::ToolTipRole: // escaped, since a tool tip that looks like markup would be shown as such
        return QStringLiteral("<qt>%1</qt>").arg(text(at, column).toHtmlEscaped());
    case MarkRole:
        if (column != Column::Outcome)
            return {};
        return QVariant::fromValue(item.outcome       ? markOf(*item.outcome)
                                       : isSent(item) ? markOf(Step::Sent)
                                                      : markOf(Step::Planned));
    case BarRole:
        return column == Column::Account ? m_accounts.value(item.account).colour : QVariant();
    case EnvironmentRole:
        return column == Column::Account && m_environments.contains(item.account)
            ? QVariant(int(m_environments.value(item.account)))
            : QVariant();
    case IsDimRole:
        return (column == Column::Owner && item.owner.isEmpty())
            || (column != Column::Outcome && item.outcome == Outcome::Excluded);
    case IsAbsentRole:
        return column == Column::Owner && item.owner.isEmpty();
    default:
        return {};
    }
}

QVariant RunItemsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Column(section)) {
    case Column::Outcome:
        return tr("Outcome");
    case Column::Account:
        return tr("Account");
    case Column::Item:
        return tr("Token or call");
    case Column::Owner:
        return tr("Owner or person");
    case Column::Detail:
        return tr("Detail");
    }
    return {};
}

} // namespace latchkey
