#pragma once

#include "network/credentials/credentialstore.h"
#include "network/credentials/entry.h"

#include <map>

namespace latchkey {

//! Keeps credentials in memory, for this session only: where there is no keychain, or none is wanted. Bound to origins
//! and identity as the keychain's are. Errors: SecretMissing, SecretElsewhere.
class SessionStore final : public CredentialStore
{
public:
    [[nodiscard]] QFuture<Result<Credential>> read(const Account &account) override;
    [[nodiscard]] QFuture<Result<void>> write(const Account &account, const Credential &credential) override;
    [[nodiscard]] QFuture<Result<void>> remove(const AccountId &account) override;

private:
    std::map<AccountId, Entry> m_entries;
};

} // namespace latchkey
