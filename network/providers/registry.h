#pragma once

#include "network/http/httpclient.h"
#include "network/provider.h"

#include <memory>
#include <span>

namespace latchkey::registry {

//! What a provider brings: one line of the table in registry.cpp each.
struct Entry
{
    //! The same object every time; translated when first asked for.
    const ProviderDescription &(*description)();
    //! What the account's HttpClient needs to know: made before the client, which is made before the provider.
    HttpSetup (*httpSetup)(const Account &account);
    //! `http` outlives the provider and whatever of its tasks still runs.
    std::unique_ptr<Provider> (*make)(const Account &account, const Credential &credential, HttpClient &http);
};

//! Every provider, in the order in which lists show them.
[[nodiscard]] std::span<const Entry> all();
//! Null: no such provider.
[[nodiscard]] const Entry *find(const ProviderId &id);
[[nodiscard]] const ProviderDescription *describe(const ProviderId &id);
//! "Fastly"; the id of one that this program does not know.
[[nodiscard]] QString nameOf(const ProviderId &id);
//! Of every provider, in the same order.
[[nodiscard]] QList<ProviderDescription> descriptions();

//! For an account of a registered provider; anything else is a programming error, and yields an empty setup or null.
[[nodiscard]] HttpSetup httpSetup(const Account &account);
[[nodiscard]] std::unique_ptr<Provider> make(const Account &account, const Credential &credential, HttpClient &http);

} // namespace latchkey::registry
