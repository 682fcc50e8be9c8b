#pragma once

#include "app/app.h"

#include <QCoroTask>
#include <QFuture>
#include <QHash>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>

namespace latchkey {

//! The accounts that are signed in to, each when it is first needed, and what this app may do with them right now.
//! GUI thread.
class Sessions : public QObject
{
    Q_OBJECT
public:
    //! Outlives this.
    explicit Sessions(App &app, QObject *parent = nullptr);

    //! From the keychain where it is not open yet. Errors: those of CredentialStore::read; NotFound for an account that
    //! is gone.
    [[nodiscard]] QCoro::Task<Result<std::shared_ptr<Session>>> session(AccountId account);
    //! Null: not signed in.
    [[nodiscard]] std::shared_ptr<Session> open(const AccountId &account) const { return m_open.value(account); }
    //! The next one is made anew: the profile or the credential changed.
    void forget(const AccountId &account);

    //! Every account, with Policy::readOnly as it is in force: see allowChanges().
    [[nodiscard]] QList<Account> accounts() const;
    [[nodiscard]] std::optional<Account> account(const AccountId &account) const;
    //! A read-only account may be changed for 30 minutes.
    void allowChanges(const AccountId &account);
    //! No longer.
    void endChanges(const AccountId &account);
    //! UTC ms; absent: the account's own policy is in force.
    [[nodiscard]] std::optional<qint64> changesAllowedUntilMs(const AccountId &account) const;

Q_SIGNALS:
    void budgetChanged(const latchkey::AccountId &account);
    void policyChanged(const latchkey::AccountId &account);

private:
    void applyPolicy(const AccountId &account);

    App &m_app;
    QHash<AccountId, std::shared_ptr<Session>> m_open;
    QHash<AccountId, QFuture<Result<Credential>>> m_reading; //!< reads of one account must not overlap
    QHash<AccountId, qint64> m_changesUntil; //!< monotonic ms
    QTimer m_policyTimer;
};

} // namespace latchkey
