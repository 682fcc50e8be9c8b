#pragma once

#include "app/flows/sync.h"
#include "app/window/sessions.h"
#include "app/window/tasks.h"
#include "models/accounts/accountsmodel.h"
#include "models/inventory/tokentable.h"

#include <QObject>
#include <QSet>

#include <stop_token>

namespace latchkey {

//! Keeps the inventory fed: loads accounts, and says how that goes. One load of an account at a time; the trouble of
//! one leaves the others alone. GUI thread.
class Loading : public QObject
{
    Q_OBJECT
public:
    //! All outlive this.
    Loading(App &app, Sessions &sessions, Tasks &tasks, TokenTable &table, AccountsModel &accounts,
            QObject *parent = nullptr);

    //! What the accounts file says, onto the inventory: names, own tokens, accounts that went.
    void takeAccounts();
    //! An account that is being loaded is left to it.
    void refresh(const QList<AccountId> &accounts);
    void refreshAll();
    //! What came stays, and is labelled as not the whole.
    void stop();
    [[nodiscard]] bool isLoading() const { return !m_loading.isEmpty(); }
    //! Who and what the account's tokens belong to, as last read; absent: not yet.
    [[nodiscard]] std::optional<flows::Directory> directory(const AccountId &account) const
    {
        const auto known = m_directories.constFind(account);
        return known == m_directories.constEnd() ? std::nullopt : std::optional(*known);
    }

Q_SIGNALS:
    void started();
    //! One account's load ended, however.
    void ended(const latchkey::AccountId &account);
    void directoryRead(const latchkey::AccountId &account);

private:
    QCoro::Task<> load(AccountId account, std::stop_token stop);
    QCoro::Task<Result<Completeness>> loadFrom(AccountId account, std::stop_token stop);
    //! The same person as before; keeps what the probe found. Error: WrongIdentity, or of the probe.
    QCoro::Task<Result<void>> verify(std::shared_ptr<Session> session, std::stop_token stop);

    App &m_app;
    Sessions &m_sessions;
    Tasks &m_tasks;
    TokenTable &m_table;
    AccountsModel &m_accounts;
    QSet<AccountId> m_loading;
    QSet<AccountId> m_shown; //!< in the inventory
    QHash<AccountId, flows::Directory> m_directories;
    std::stop_source m_stop;
};

} // namespace latchkey
