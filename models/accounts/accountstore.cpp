#include "models/accounts/accountstore.h"

#include <algorithm>

namespace latchkey {

AccountStore::AccountStore(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_kept(folder + QStringLiteral("/accounts.json"))
{
    load();
}

void AccountStore::load()
{
    const Result<AccountFile> file = m_kept.read().and_then([](const std::optional<QByteArray> &content) {
        return content ? parseAccountFile(*content) : Result<AccountFile>(AccountFile());
    });
    m_file = file.value_or(AccountFile());
    m_obstacle = file ? std::nullopt : std::optional(file.error());
}

std::optional<Account> AccountStore::find(const AccountId &id) const
{
    const qsizetype row = rowOf(id);
    return row < 0 ? std::nullopt : std::optional(accounts().at(row));
}

std::optional<Account> AccountStore::find(const QString &idOrName) const
{
    if (const std::optional<Account> account = find(AccountId{idOrName}))
        return account;
    for (const Account &account : accounts()) {
        if (account.name.compare(idOrName, Qt::CaseInsensitive) == 0)
            return account;
    }
    return {};
}

QList<Account> AccountStore::sameIdentity(const Account &account) const
{
    QList<Account> same;
    if (!account.identity.isKnown())
        return same;
    for (const Account &other : accounts()) {
        if (other.id != account.id && other.provider == account.provider && other.identity.isKnown()
            && other.identity.isSameAs(account.identity))
            same.append(other);
    }
    return same;
}

Result<void> AccountStore::add(const Account &account)
{
    if (rowOf(account.id) >= 0)
        return failure(Error::Kind::InvalidInput, tr("This account is there already. Edit it instead."));
    if (const Result<void> checked = checkName(account); !checked)
        return checked;
    QList<Account> changed = accounts();
    changed.append(account);
    if (const Result<void> saved = save(changed); !saved)
        return saved;
    Q_EMIT added(changed.size() - 1);
    return {};
}

Result<void> AccountStore::update(const Account &account)
{
    const qsizetype row = rowOf(account.id);
    if (row < 0)
        return failure(Error::Kind::NotFound, tr("This account does not exist any more."));
    if (const Result<void> checked = checkName(account); !checked)
        return checked;
    QList<Account> changed = accounts();
    changed[row] = account;
    if (const Result<void> saved = save(changed); !saved)
        return saved;
    Q_EMIT updated(row);
    return {};
}

Result<void> AccountStore::remove(const AccountId &id)
{
    const qsizetype row = rowOf(id);
    if (row < 0)
        return failure(Error::Kind::NotFound, tr("This account does not exist any more."));
    QList<Account> changed = accounts();
    changed.removeAt(row);
    if (const Result<void> saved = save(changed); !saved)
        return saved;
    Q_EMIT removed(row);
    return {};
}

Result<void> AccountStore::move(const AccountId &id, qsizetype place)
{
    const qsizetype from = rowOf(id);
    if (from < 0)
        return failure(Error::Kind::NotFound, tr("This account does not exist any more."));
    const qsizetype to = std::clamp<qsizetype>(place, 0, accounts().size() - 1);
    if (from == to)
        return {};
    QList<Account> changed = accounts();
    changed.move(from, to);
    if (const Result<void> saved = save(changed); !saved)
        return saved;
    Q_EMIT moved(from, to);
    return {};
}

qsizetype AccountStore::rowOf(const AccountId &id) const
{
    const QList<Account> &all = accounts();
    const auto found = std::find_if(all.begin(), all.end(), [&id](const Account &account) { return account.id == id; });
    return found == all.end() ? -1 : found - all.begin();
}

Result<void> AccountStore::checkName(const Account &account) const
{
    const std::optional<Account> namesake = find(account.name);
    if (namesake && namesake->id != account.id)
        return failure(Error::Kind::InvalidInput,
                       tr("There is an account named \"%1\" already. Choose another name.").arg(namesake->name));
    return checkedAccount(account);
}

Result<void> AccountStore::save(const QList<Account> &accounts)
{
    const Result<bool> hasChanged = m_kept.hasChanged();
    if (hasChanged && *hasChanged) {
        load();
        Q_EMIT reloaded();
        return failure(Error::Kind::Storage,
                       tr("Another program changed the accounts meanwhile. Look at them, and try again."));
    }
    if (m_obstacle)
        return failure(*m_obstacle);
    if (!hasChanged)
        return failure(hasChanged.error());
    const AccountFile file{accounts, m_file.document};
    if (const Result<void> written = m_kept.write(formatted(file)); !written)
        return written;
    m_file.accounts = accounts;
    return {};
}

} // namespace latchkey
