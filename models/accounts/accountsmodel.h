#pragma once

#include "network/domain/account.h"

#include <QAbstractListModel>

#include <map>

namespace latchkey {

class AccountStore;

//! How an account's inventory stands; set by whoever loads it.
struct AccountState
{
    enum class Load { NotLoaded, Loading, Complete, Partial, Failed };

    Load load = Load::NotLoaded;
    std::optional<Error> reason = {}; //!< why it is partial or failed

    friend bool operator==(const AccountState &, const AccountState &) = default;
};

//! The accounts of a store as rows, in its order, with the state of each.
class AccountsModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole, //!< QString
        ProviderRole, //!< QString: the provider's id
        EnvironmentRole, //!< QString: "production"
        ColourRole, //!< QString: "#1b62ae"; empty: none chosen
        ReadOnlyRole, //!< bool
        LoadRole, //!< AccountState::Load
        ReasonRole, //!< Error; invalid: none
    };
    Q_ENUM(Role)

    //! The store must outlive the model.
    explicit AccountsModel(const AccountStore &store, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    //! For accounts that do not exist: nothing happens.
    void setState(const AccountId &id, const AccountState &state);

private:
    //! The model's own copy: the store speaks after a change, and views must hear of it before.
    QList<Account> m_rows;
    std::map<AccountId, AccountState> m_states;
};

} // namespace latchkey

Q_DECLARE_METATYPE(latchkey::AccountState::Load)
