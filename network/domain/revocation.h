#pragma once

#include "network/domain/ids.h"
#include "network/domain/secret.h"
#include "network/domain/token.h"

#include <QList>
#include <QString>

#include <optional>

namespace latchkey {

//! One request that revokes. `extent` says which of the other members count.
struct RevokeCall
{
    enum class Extent {
        One, //!< tokens[0]
        Listed, //!< all of tokens, in one call that names their ids
        Own, //!< the token that signs us in
        Person, //!< wide: every token of `person`
        Client, //!< wide: every token of `client`; where it can be disabled instead, by that
        PersonAtClient, //!< wide: every token of `person` at `client`
        Value, //!< the token whose `value` was typed; tokens[0] is what it will be listed as
        Refresh, //!< by its refresh token: its `value`, or else its id in tokens[0]; its access token goes too
    };
    struct Target
    {
        TokenId id = {};
        TokenKind kind = TokenKind::NotReported; //!< providers may keep kinds in different places
        //! As listed, where known: a look that can ask for one client's or person's tokens alone is cheaper.
        PersonId person = {};
        ClientId client = {};
    };

    Extent extent = Extent::One;
    QList<Target> tokens = {};
    PersonId person = {};
    ClientId client = {};
    Secret value = {};

    [[nodiscard]] bool isWide() const
    {
        return extent == Extent::Person || extent == Extent::Client || extent == Extent::PersonAtClient;
    }
};

//! The documented success of a RevokeCall. It is not proof: that is a look's business.
struct RevokeAnswer
{
    int httpStatus = 0;
    std::optional<int> count = {}; //!< how many went, where the provider says
    QString requestId = {}; //!< the provider's, for its support; may be empty
};

//! What a look found. Unclear: the look failed, or its answer proves nothing.
enum class Presence { Unclear, Present, Absent };

} // namespace latchkey
