#pragma once

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

Q_SIGNALS:
    void started();
    //! One account's load ended, however.
    void ended(const latchkey::AccountId &account);

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
    std::stop_source m_stop;
};

} // namespace latchkey
