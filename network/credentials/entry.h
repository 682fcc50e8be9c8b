#pragma once

#include "network/domain/account.h"
#include "network/domain/credential.h"

namespace latchkey {

//! What a credential is bound to: it is never sent elsewhere, and never used for another provider or tenant. So an
//! edited host in the accounts file cannot lead a key to a stranger.
struct Binding
{
    QString apiOrigin = {};
    QString loginOrigin = {};
    ProviderId provider = {};
    QString tenant = {}; //!< the verified tenant's id; empty: not verified yet

    friend bool operator==(const Binding &, const Binding &) = default;
};

[[nodiscard]] Binding bindingOf(const Account &account);

//! A credential as it is kept.
struct Entry
{
    Binding binding = {};
    Credential credential = {};
};

//! The credential, if `account` is what it is bound to; tenants are compared where both are known.
//! Error: SecretElsewhere, with a sentence that names both places.
[[nodiscard]] Result<Credential> credentialFor(const Account &account, const Entry &entry);

//! One line of ASCII (base64url of compact JSON), since keychains cut text at a NUL and differ in encodings.
//! Error: InvalidInput where it would not survive: empty, control characters, not UTF-8, or over 2,400 bytes, more than
//! every keychain can hold (Windows: 2,560).
[[nodiscard]] Result<Secret> encoded(const Entry &entry);

//! Error: KeychainFailed where `text` was written by something else, or by a newer version of this program.
[[nodiscard]] Result<Entry> decoded(const Secret &text);

} // namespace latchkey
