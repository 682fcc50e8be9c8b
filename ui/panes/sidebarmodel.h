#pragma once

#include "models/inventory/tokensnapshot.h"
#include "network/domain/account.h"

#include <QHash>
#include <QStandardItemModel>

namespace latchkey {

class AccountsModel;

//! What the sidebar lists: the pages, a heading, "All accounts", and the accounts by provider.
class SidebarModel : public QStandardItemModel
{
    Q_OBJECT
public:
    //! The pages of the window.
    enum class Page { Tokens, People, Activity, Runs };
    Q_ENUM(Page)
    enum class Kind { Page, Heading, AllAccounts, Provider, Account };
    Q_ENUM(Kind)
    enum Role {
        KindRole = Qt::UserRole, //!< Kind
        PageRole, //!< int of Page
        AccountRole, //!< QString: the account's id
        EnvironmentRole, //!< int of Environment
        ColourRole, //!< QString, as Account::colour
        ReadOnlyRole, //!< bool
        StateRole, //!< int of AccountStatus::State
        CountRole, //!< QString: what stands at the right
    };

    //! The accounts must outlive the model, which follows them.
    SidebarModel(const AccountsModel &accounts, const QHash<ProviderId, QString> &providerNames,
                 QObject *parent = nullptr);

    //! Counts and states of the accounts, and the count of all tokens.
    void showInventory(const TokenSnapshot &snapshot);
    //! How many people there are, and in accounts whose providers list people and no tokens.
    void showPeople(qint64 all, const QHash<AccountId, qint64> &instead);
    //! Read-only accounts that may be changed for a while.
    void showAllowed(const QSet<AccountId> &accounts);
    //! "1 running"; empty: nothing to say.
    void setRunsText(const QString &text);

    [[nodiscard]] QModelIndex indexOf(Page page) const;
    [[nodiscard]] QModelIndex headingIndex() const;
    //! Invalid where there is no such account; absent: "All accounts".
    [[nodiscard]] QModelIndex indexOf(const std::optional<AccountId> &account) const;
    //! Absent: the index is no account.
    [[nodiscard]] static std::optional<AccountId> accountOf(const QModelIndex &index);
    [[nodiscard]] static Kind kindOf(const QModelIndex &index);

Q_SIGNALS:
    //! The groups were made anew: indexes from before are gone.
    void rebuilt();

private:
    void rebuild();
    void showAccounts();
    void showAccount(QStandardItem &item, const QModelIndex &account) const;
    [[nodiscard]] QStandardItem *itemOf(const QString &account) const;

    const AccountsModel &m_accounts;
    const QHash<ProviderId, QString> m_providerNames;
    QHash<AccountId, AccountStatus> m_statuses;
    QHash<AccountId, qint64> m_people; //!< counted where tokens cannot be
    QSet<AccountId> m_allowed;
};

} // namespace latchkey
