#include "models/people/clientsmodel.h"

#include "models/people/peoplemodel.h"

#include <QMetaEnum>

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

int alignment(Column column)
{
    return int((column == Column::Tokens ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

QString title(Column column)
{
    switch (column) {
    case Column::Client:
        return ClientsModel::tr("Client");
    case Column::Account:
        return ClientsModel::tr("Account");
    case Column::Kind:
        return ClientsModel::tr("Kind");
    case Column::State:
        return ClientsModel::tr("State");
    case Column::Tokens:
        return ClientsModel::tr("Tokens");
    case Column::Id:
        return ClientsModel::tr("Id");
    }
    return {};
}

} // namespace

ClientsModel::ClientsModel(const People &people, QObject *parent) : PeopleRows(people, shownClients, parent) { }

bool ClientsModel::isSame(const PeopleTable &newer, quint32 now, quint32 before) const
{
    const Client &a = newer.clients[now].client;
    const Client &b = table().clients[before].client;
    return a.id == b.id && a.account == b.account;
}

int ClientsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : Columns; }

const PeopleColumn *ClientsModel::account(const ListedClient &listed) const
{
    const auto found =
        std::find_if(table().accounts.begin(), table().accounts.end(),
                     [&listed](const PeopleColumn &column) { return column.id == listed.client.account; });
    return found == table().accounts.end() ? nullptr : &*found;
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
        return alignment(column);
    case WhoRole:
        return QVariant::fromValue(listed);
    case Qt::ToolTipRole:
        return column == Column::Tokens ? countTip(listed.count) : plainTip(text(listed, column));
    case CountRole:
        return column == Column::Tokens ? QVariant::fromValue(listed.count) : QVariant();
    case ColourRole:
        return column == Column::Account && account(listed) != nullptr ? QVariant(account(listed)->colour) : QVariant();
    case ProductionRole:
        return column == Column::Account && account(listed) != nullptr && account(listed)->isProduction;
    case AbsentRole:
        return isAbsent(listed, column);
    default:
        return {};
    }
}

QVariant ClientsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (role) {
    case Qt::DisplayRole:
        return title(Column(section));
    case Qt::TextAlignmentRole:
        return alignment(Column(section));
    case KeyRole:
        return QString::fromLatin1(QMetaEnum::fromType<Column>().valueToKey(section));
    default:
        return {};
    }
}

} // namespace latchkey
