#include "network/providers/registry.h"

namespace latchkey::registry {

const Entry *find(const ProviderId &id)
{
    for (const Entry &entry : all()) {
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
    QList<ProviderDescription> descriptions;
    for (const Entry &entry : all())
        descriptions += entry.description();
    return descriptions;
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
