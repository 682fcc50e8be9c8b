#include "network/credentials/sessionstore.h"

#include "network/async/answer.h"

namespace latchkey {

QFuture<Result<Credential>> SessionStore::read(const Account &account)
{
    const auto found = m_entries.find(account.id);
    if (found != m_entries.end())
        return finished<Credential>(credentialFor(account, found->second));
    return finished<Credential>(failure(Error::Kind::SecretMissing));
}

QFuture<Result<void>> SessionStore::write(const Account &account, const Credential &credential)
{
    m_entries.insert_or_assign(account.id, Entry{bindingOf(account), credential});
    return finished<void>({});
}

QFuture<Result<void>> SessionStore::remove(const AccountId &account)
{
    m_entries.erase(account);
    return finished<void>({});
}

} // namespace latchkey
