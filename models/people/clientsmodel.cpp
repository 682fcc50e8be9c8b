#include "models/people/clientsmodel.h"

#include "models/people/peoplemodel.h"
#include "network/async/whendone.h"

#include <QtConcurrentRun>

#include <algorithm>

namespace latchkey {

namespace {

using Column = ClientsModel::Column;

constexpr int Columns = int(Column::Id) + 1;

QString reported(const QString &text)
{
    return text.isEmpty() ? countText({TokenCount::Kind::NotReported}) : cleanedText(text);
}

bool isAbsent(const ListedClient &listed, Column column)
{
    switch (column) {
    case Column::Kind:
        return listed.client.kind.isEmpty();
    case Column::State:
        return listed.client.state.isEmpty();
    case Column::Tokens:
        return listed.count.kind != TokenCount::Kind::Known;
    case Column::Client:
    case Column::Account:
    case Column::Id:
        break;
    }
    return false;
}

} // namespace

ClientsModel::ClientsModel(const People &people, QObject *parent)
    : QAbstractTableModel(parent)
    , m_people(people)
    , m_table(people.table())
{
    connect(&people, &People::changed, this, &ClientsModel::ask);
    ask();
}

void ClientsModel::setAccount(const std::optional<AccountId> &account)
{
    m_query.account = account;
    ask();
}

void ClientsModel::setFilter(const PeopleFilter &filter)
{
    m_query.filter = filter;
    ask();
}

void ClientsModel::sort(int column, Qt::SortOrder order)
{
    m_query.column = std::max(0, column);
    m_query.order = order;
    ask();
}

void ClientsModel::ask()
{
    m_isOutdated = m_isRunning;
    if (m_isRunning)
        return;
    m_isRunning = true;
    const auto table = m_people.table();
    const auto order = [table, query = m_query] { return shownClients(*table, query); };
    whenDone(QtConcurrent::run(order), this, [this, table](const std::vector<quint32> &shown) {
        m_isRunning = false;
        show(table, shown);
        if (m_isOutdated)
            ask();
        else
            Q_EMIT settled();
    });
}

void ClientsModel::show(const std::shared_ptr<const PeopleTable> &table, std::vector<quint32> shown)
{
    const bool isSame =
        std::equal(shown.begin(), shown.end(), m_shown.begin(), m_shown.end(), [&](quint32 now, quint32 before) {
            const Client &a = table->clients[now].client;
            const Client &b = m_table->clients[before].client;
            return a.id == b.id && a.account == b.account;
        });
    if (isSame) {
        m_table = table;
        m_shown = std::move(shown);
        if (!m_shown.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
        return;
    }
    beginResetModel();
    m_table = table;
    m_shown = std::move(shown);
    endResetModel();
}

int ClientsModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_shown.size()); }

int ClientsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : Columns; }

const PeopleColumn *ClientsModel::account(const ListedClient &listed) const
{
    const auto found =
        std::find_if(m_table->accounts.begin(), m_table->accounts.end(),
                     [&listed](const PeopleColumn &column) { return column.id == listed.client.account; });
    return found == m_table->accounts.end() ? nullptr : &*found;
}

QString ClientsModel::text(const ListedClient &listed, Column column) const
{
    const Client &client = listed.client;
    switch (column) {
    case Column::Client:
        return cleanedText(client.name.isEmpty() ? client.id.value : client.name);
    case Column::Account:
        return account(listed) != nullptr ? cleanedText(account(listed)->name) : QString();
    case Column::Kind:
        return reported(client.kind);
    case Column::State:
        return reported(client.state);
    case Column::Tokens:
        return countText(listed.count);
    case Column::Id:
        return cleanedText(client.id.value);
    }
    return {};
}

QVariant ClientsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ListedClient &listed = client(index.row());
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(listed, column);
    case Qt::TextAlignmentRole:
        return int((column == Column::Tokens ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case WhoRole:
        return QVariant::fromValue(listed);
    case Qt::ToolTipRole:
        return column == Column::Tokens ? countTip(listed.count) : plainTip(text(listed, column));
    case CountRole:
        return column == Column::Tokens ? QVariant::fromValue(listed.count) : QVariant();
    case ColourRole:
        return column == Column::Account && account(listed) != nullptr ? QVariant(account(listed)->colour) : QVariant();
    case AbsentRole:
        return isAbsent(listed, column);
    default:
        return {};
    }
}

QVariant ClientsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return int((Column(section) == Column::Tokens ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Column(section)) {
    case Column::Client:
        return tr("Client");
    case Column::Account:
        return tr("Account");
    case Column::Kind:
        return tr("Kind");
    case Column::State:
        return tr("State");
    case Column::Tokens:
        return tr("Tokens");
    case Column::Id:
        return tr("Id");
    }
    return {};
}

} // namespace latchkey
