#pragma once

#include "network/domain/account.h"
#include "network/domain/credential.h"

#include <QFuture>

namespace latchkey {

//! Where credentials live between runs of the program. One entry per account, bound to the origins and the identity it
//! was stored for: an entry is given out only for the same ones (reliability R2). GUI thread.
//! Errors: SecretMissing, SecretElsewhere, KeychainLocked, KeychainMissing, KeychainFailed.
class CredentialStore
{
public:
    virtual ~CredentialStore() = default;

    [[nodiscard]] virtual QFuture<Result<Credential>> read(const Account &account) = 0;
    //! Written, read back and compared.
    [[nodiscard]] virtual QFuture<Result<void>> write(const Account &account, const Credential &credential) = 0;
    //! Deleted, and read back as absent. Deleting what is not there succeeds.
    [[nodiscard]] virtual QFuture<Result<void>> remove(const AccountId &account) = 0;
};

} // namespace latchkey
