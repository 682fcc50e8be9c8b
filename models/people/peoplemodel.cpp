#include "models/people/peoplemodel.h"

#include "network/async/whendone.h"

#include <QLocale>
#include <QtConcurrentRun>

#include <algorithm>

namespace latchkey {

namespace {

using Column = PeopleModel::Column;
using Kind = TokenCount::Kind;

constexpr int FirstAccount = int(Column::Accounts);

} // namespace

PeopleModel::PeopleModel(const People &people, QObject *parent)
    : QAbstractTableModel(parent)
    , m_people(people)
    , m_table(people.table())
{
    connect(&people, &People::changed, this, &PeopleModel::ask);
    ask();
}

void PeopleModel::setAccount(const std::optional<AccountId> &account)
{
    m_query.account = account;
    ask();
}

void PeopleModel::setFilter(const PeopleFilter &filter)
{
    m_query.filter = filter;
    ask();
}

void PeopleModel::setChips(PeopleChips chips)
{
    m_query.chips = chips;
    ask();
}

void PeopleModel::sort(int column, Qt::SortOrder order)
{
    m_query.column = std::max(0, column);
    m_query.order = order;
    ask();
}

void PeopleModel::ask()
{
    m_isOutdated = m_isRunning;
    if (m_isRunning)
        return;
    m_isRunning = true;
    const auto table = m_people.table();
    const auto order = [table, query = m_query] { return shownPeople(*table, query); };
    whenDone(QtConcurrent::run(order), this, [this, table](const std::vector<quint32> &shown) {
        m_isRunning = false;
        show(table, shown);
        if (m_isOutdated)
            ask();
        else
            Q_EMIT settled();
    });
}

bool PeopleModel::hasSamePeople(const PeopleTable &table, const std::vector<quint32> &shown) const
{
    return shown.size() == m_shown.size() && table.accounts == m_table->accounts
        && std::equal(shown.begin(), shown.end(), m_shown.begin(), [&](quint32 now, quint32 before) {
               const QList<PersonIdentity> &a = table.people[now].identities;
               const QList<PersonIdentity> &b = m_table->people[before].identities;
               return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                                 [](const auto &one, const auto &other) { return one.key() == other.key(); });
           });
}

void PeopleModel::show(const std::shared_ptr<const PeopleTable> &table, std::vector<quint32> shown)
{
    // While tokens arrive only the counts change, many times a second: selection and places stay.
    if (hasSamePeople(*table, shown)) {
        m_table = table;
        m_shown = std::move(shown);
        if (!m_shown.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_table = table;
    m_shown = std::move(shown);
    endResetModel();
}

int PeopleModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_shown.size()); }

int PeopleModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : FirstAccount + int(m_table->accounts.size());
}

TokenCount PeopleModel::count(const JoinedPerson &person, int column) const
{
    if (column < FirstAccount)
        return person.known();
    const PeopleColumn &account = m_table->accounts[size_t(column - FirstAccount)];
    TokenCount count = person.countIn(account.id);
    if (count.kind == Kind::NotThere)
        count.kind = account.others;
    return count;
}

QString PeopleModel::text(const JoinedPerson &person, int column) const
{
    if (column == int(Column::Person))
        return cleanedText(person.name());
    if (column == int(Column::Email))
        return person.email().isEmpty() ? countText({Kind::NotReported}) : cleanedText(person.email());
    return countText(count(person, column));
}

QVariant PeopleModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const JoinedPerson &shown = person(index.row());
    const int column = index.column();
    const bool isCount = column >= int(Column::Known);
    switch (role) {
    case Qt::DisplayRole:
        return text(shown, column);
    case Qt::TextAlignmentRole:
        return int((isCount ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case WhoRole:
        return QVariant::fromValue(shown);
    case Qt::ToolTipRole:
        return isCount ? countTip(count(shown, column)) : plainTip(text(shown, column));
    case CountRole:
        return isCount ? QVariant::fromValue(count(shown, column)) : QVariant();
    case AbsentRole:
        return isCount ? count(shown, column).kind == Kind::NotReported || count(shown, column).kind == Kind::Awaited
                       : column == int(Column::Email) && shown.email().isEmpty();
    default:
        return {};
    }
}

QVariant PeopleModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section >= columnCount())
        return QAbstractTableModel::headerData(section, orientation, role);
    const PeopleColumn *account =
        section >= FirstAccount ? &m_table->accounts[size_t(section - FirstAccount)] : nullptr;
    switch (role) {
    case Qt::DisplayRole:
        return account != nullptr            ? cleanedText(account->name)
            : section == int(Column::Person) ? tr("Person")
            : section == int(Column::Email)  ? tr("E-mail")
                                             : tr("Known");
    case Qt::TextAlignmentRole:
        return int((section >= int(Column::Known) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return section == int(Column::Known) ? tr("Tokens that are known, over all accounts") : QVariant();
    case ColourRole:
        return account != nullptr ? QVariant(account->colour) : QVariant();
    default:
        return {};
    }
}

QString countText(const TokenCount &count)
{
    switch (count.kind) {
    case Kind::NotThere:
        return QStringLiteral("–");
    case Kind::Known: {
        const QString number = QLocale().toString(count.tokens);
        return count.isLeast ? PeopleModel::tr("%1 or more").arg(number) : number;
    }
    case Kind::Awaited:
        return PeopleModel::tr("loading");
    case Kind::NotReported:
        return PeopleModel::tr("not reported");
    }
    return {};
}

QString countTip(const TokenCount &count)
{
    switch (count.kind) {
    case Kind::NotThere:
        return PeopleModel::tr("Not a person of this account");
    case Kind::Known:
        if (count.isLeast)
            return PeopleModel::tr("The list is not whole, so that there may be more.");
        return count.isStale ? PeopleModel::tr("As of the last list that was complete") : QString();
    case Kind::Awaited:
        return PeopleModel::tr("The list is on its way.");
    case Kind::NotReported:
        return PeopleModel::tr("The provider does not say how many tokens there are.");
    }
    return {};
}

QString plainTip(const QString &text) { return QStringLiteral("<qt>%1</qt>").arg(text.toHtmlEscaped()); }

} // namespace latchkey
