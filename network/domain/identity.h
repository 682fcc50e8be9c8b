#pragma once

#include "network/domain/ids.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace latchkey {

//! An id and what people call it. Either may be empty where the provider does not report it.
struct Named
{
    QString id = {};
    QString name = {};

    [[nodiscard]] bool isEmpty() const { return id.isEmpty() && name.isEmpty(); }
    //! The name, else the id.
    [[nodiscard]] QString text() const { return name.isEmpty() ? id : name; }
    friend bool operator==(const Named &, const Named &) = default;
};

//! Whom a credential turned out to belong to, as the provider's identity probe says.
struct Identity
{
    Named tenant = {}; //!< Fastly customer, Authlete service, Genesys organization
    Named principal = {}; //!< the user, or the client where there is no user; may be empty
    QString email = {}; //!< may be empty
    QString role = {}; //!< the provider's word ("superuser"); may be empty
    QStringList scopes = {}; //!< of the credential itself; empty where not reported
    //! The token that signs our requests in, in the inventory's ids. Absent: the provider does not tell.
    std::optional<TokenId> ownToken = {};
    //! Ids under which the account's own person and client stand in plans (wide calls that would end our session).
    std::optional<PersonId> ownPerson = {};
    std::optional<ClientId> ownClient = {};

    [[nodiscard]] bool isKnown() const { return !tenant.id.isEmpty(); }
    //! Same tenant and, where both know one, same principal. A rotated key of the same person is the same.
    [[nodiscard]] bool isSameAs(const Identity &other) const
    {
        return tenant.id == other.tenant.id
            && (principal.id.isEmpty() || other.principal.id.isEmpty() || principal.id == other.principal.id);
    }
    friend bool operator==(const Identity &, const Identity &) = default;
};

} // namespace latchkey
