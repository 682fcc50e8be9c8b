#pragma once

#include "models/accounts/accountfile.h"
#include "models/accounts/ownfile.h"

#include <QObject>

namespace latchkey {

//! The accounts of this user, in their order, as accounts.json keeps them. Reads the file when made and writes it with
//! every change; a change that cannot be written did not happen. GUI thread. A file that cannot be used (damaged,
//! newer, not ours) is kept as it is: there are no accounts then, and obstacle() says why. Errors of every change:
//! Storage (not written, or changed by another program: the accounts are read anew, look and try again), InvalidInput,
//! NotFound.
class AccountStore : public QObject
{
    Q_OBJECT

public:
    //! `folder` is made when something is first written.
    explicit AccountStore(const QString &folder, QObject *parent = nullptr);

    [[nodiscard]] const QList<Account> &accounts() const { return m_file.accounts; }
    //! By id, else by name without regard to case.
    [[nodiscard]] std::optional<Account> find(const QString &idOrName) const;
    [[nodiscard]] std::optional<Account> find(const AccountId &id) const;
    //! The other accounts of the same provider whose verified identity is the same as this one's.
    [[nodiscard]] QList<Account> sameIdentity(const Account &account) const;
    //! Why the file cannot be used; absent where it can.
    [[nodiscard]] const std::optional<Error> &obstacle() const { return m_obstacle; }

    //! Whether the account's name can stand beside the others: 1 to 64 characters, unlike any other. Error:
    //! InvalidInput.
    [[nodiscard]] Result<void> checkName(const Account &account) const;
    //! At the end. The id is the caller's: a new UUID without braces.
    [[nodiscard]] Result<void> add(const Account &account);
    //! Replaces the account with the same id.
    [[nodiscard]] Result<void> update(const Account &account);
    [[nodiscard]] Result<void> remove(const AccountId &id);
    //! So that it stands at `place`, counted without it; places beyond the end are the end.
    [[nodiscard]] Result<void> move(const AccountId &id, qsizetype place);

Q_SIGNALS:
    // After accounts() changed; rows are places in it.
    void added(qsizetype row);
    void updated(qsizetype row);
    void removed(qsizetype row);
    void moved(qsizetype from, qsizetype to);
    void reloaded(); //!< everything may be different

private:
    void load();
    [[nodiscard]] qsizetype rowOf(const AccountId &id) const; //!< -1: none
    [[nodiscard]] Result<void> save(const QList<Account> &accounts);

    KeptFile m_kept;
    AccountFile m_file;
    std::optional<Error> m_obstacle;
};

} // namespace latchkey
