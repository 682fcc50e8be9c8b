#include "models/accounts/accountsmodel.h"

#include "models/accounts/accountstore.h"

#include <QMetaEnum>

#include <algorithm>

namespace latchkey {

AccountsModel::AccountsModel(const AccountStore &store, QObject *parent)
    : QAbstractListModel(parent)
    , m_rows(store.accounts())
{
    connect(&store, &AccountStore::added, this, [this, &store](qsizetype row) {
        beginInsertRows({}, int(row), int(row));
        m_rows = store.accounts();
        endInsertRows();
    });
    connect(&store, &AccountStore::updated, this, [this, &store](qsizetype row) {
        m_rows = store.accounts();
        const QModelIndex changed = index(int(row));
        Q_EMIT dataChanged(changed, changed);
    });
    connect(&store, &AccountStore::removed, this, [this, &store](qsizetype row) {
        beginRemoveRows({}, int(row), int(row));
        m_states.erase(m_rows.at(row).id);
        m_rows = store.accounts();
        endRemoveRows();
    });
    connect(&store, &AccountStore::moved, this, [this, &store](qsizetype from, qsizetype to) {
        // Qt counts the place with the row still in it.
        beginMoveRows({}, int(from), int(from), {}, int(to > from ? to + 1 : to));
        m_rows = store.accounts();
        endMoveRows();
    });
    connect(&store, &AccountStore::reloaded, this, [this, &store] {
        beginResetModel();
        m_rows = store.accounts();
        endResetModel();
    });
}

int AccountsModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

QVariant AccountsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Account &account = m_rows.at(index.row());
    const auto found = m_states.find(account.id);
    const AccountState state = found == m_states.end() ? AccountState() : found->second;
    switch (role) {
    case Qt::DisplayRole:
        return account.name;
    case IdRole:
        return account.id.value;
    case ProviderRole:
        return account.provider.value;
    case EnvironmentRole:
        return environmentName(account.environment);
    case ColourRole:
        return account.colour;
    case ReadOnlyRole:
        return account.policy.readOnly;
    case LoadRole:
        return QVariant::fromValue(state.load);
    case ReasonRole:
        return state.reason ? QVariant::fromValue(*state.reason) : QVariant();
    default:
        return {};
    }
}

QHash<int, QByteArray> AccountsModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    const auto roles = QMetaEnum::fromType<Role>();
    for (int i = 0; i < roles.keyCount(); ++i)
        names.insert(roles.value(i), roles.key(i));
    return names;
}

void AccountsModel::setState(const AccountId &id, const AccountState &state)
{
    const auto found =
        std::find_if(m_rows.cbegin(), m_rows.cend(), [&id](const Account &account) { return account.id == id; });
    if (found == m_rows.cend())
        return;
    m_states.insert_or_assign(id, state);
    const QModelIndex changed = index(int(found - m_rows.cbegin()));
    Q_EMIT dataChanged(changed, changed, {LoadRole, ReasonRole});
}

} // namespace latchkey
