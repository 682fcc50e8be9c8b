#pragma once

#include <QHash>
#include <QString>

namespace latchkey {

//! A string that only means something to whoever issued it. Distinct types, so that two ids cannot swap places.
template <typename Tag>
struct Id
{
    QString value;

    [[nodiscard]] bool isEmpty() const { return value.isEmpty(); }
    friend bool operator==(const Id &, const Id &) = default;
    friend bool operator<(const Id &a, const Id &b) { return a.value < b.value; }
    friend size_t qHash(const Id &id, size_t seed = 0) { return qHash(id.value, seed); }
};

using AccountId = Id<struct AccountTag>; //!< ours: a UUID without braces
using ProviderId = Id<struct ProviderTag>; //!< ours: "fastly", a line of the registry
using RunId = Id<struct RunTag>; //!< ours: a UUID without braces
using TokenId = Id<struct TokenTag>; //!< the provider's; what a revocation names
using PersonId = Id<struct PersonTag>; //!< the provider's
using ClientId = Id<struct ClientTag>; //!< the provider's

} // namespace latchkey
