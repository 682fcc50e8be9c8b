#include "network/providers/registry.h"

#include "network/providers/fastly.h"

namespace latchkey::registry {

// A plain table and not self-registration: static libraries drop objects that nobody refers to.
static constexpr Entry entries[] = {
    {fastly::description, fastly::httpSetup, fastly::makeProvider},
};

std::span<const Entry> all() { return entries; }

const Entry *find(const ProviderId &id)
{
    for (const Entry &entry : entries) {
        if (entry.description().id == id)
            return &entry;
    }
    return nullptr;
}

const ProviderDescription *describe(const ProviderId &id)
{
    const Entry *entry = find(id);
    return entry ? &entry->description() : nullptr;
}

QString nameOf(const ProviderId &id)
{
    const ProviderDescription *description = describe(id);
    return description ? description->name : id.value;
}

QList<ProviderDescription> descriptions()
{
    QList<ProviderDescription> all;
    for (const Entry &entry : entries)
        all += entry.description();
    return all;
}

HttpSetup httpSetup(const Account &account)
{
    const Entry *entry = find(account.provider);
    Q_ASSERT(entry);
    return entry ? entry->httpSetup(account) : HttpSetup();
}

std::unique_ptr<Provider> make(const Account &account, const Credential &credential, HttpClient &http)
{
    const Entry *entry = find(account.provider);
    Q_ASSERT(entry);
    return entry ? entry->make(account, credential, http) : nullptr;
}

} // namespace latchkey::registry
