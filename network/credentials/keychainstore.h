#pragma once

#include "network/credentials/credentialstore.h"
#include "network/domain/timing.h"

namespace latchkey {

//! Credentials in the desktop's keychain (qtkeychain), as text entries named "latchkey/<account id>" of the service
//! "Latchkey". Never anywhere else: without a keychain nothing is stored.
//! Nothing here makes a locked keychain ask: it is KeychainLocked, and nothing was changed. Every operation ends within
//! Timing::keychain, or Timing::keychainPrompt where the service will ask the person; after that KeychainFailed says
//! that the outcome is not known. Operations on one account must not overlap; they outlive the store, which holds no
//! state.
class KeychainStore final : public CredentialStore
{
public:
    explicit KeychainStore(const Timing &timing) : m_timing(timing) { }

    [[nodiscard]] QFuture<Result<Credential>> read(const Account &account) override;
    //! Also fails with InvalidInput for what no keychain can hold, and with KeychainFailed rather than overwrite an
    //! entry that a newer version of this program or somebody else wrote.
    [[nodiscard]] QFuture<Result<void>> write(const Account &account, const Credential &credential) override;
    [[nodiscard]] QFuture<Result<void>> remove(const AccountId &account) override;

    //! Whether the keychain can be used right now. Errors: KeychainLocked, KeychainMissing, KeychainFailed; each with a
    //! sentence on what to do.
    [[nodiscard]] QFuture<Result<void>> readiness();

private:
    Timing m_timing;
};

} // namespace latchkey
