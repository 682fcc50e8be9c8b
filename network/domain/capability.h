#pragma once

#include <QFlags>

namespace latchkey {

//! What a provider can do at all. The interface and the command line offer an action only where its capability exists.
enum class Capability : quint32 {
    ListTokens = 1u << 0,
    ShowToken = 1u << 1,
    OwnToken = 1u << 2, //!< tells which token signs us in
    CreateToken = 1u << 3,
    UpdateToken = 1u << 4,
    RevokeToken = 1u << 5,
    RevokeListed = 1u << 6, //!< many ids in one call
    RevokeOwn = 1u << 7,
    RevokeByPerson = 1u << 8, //!< wide
    RevokeByClient = 1u << 9, //!< wide
    RevokeByPersonAtClient = 1u << 10, //!< wide
    RevokeByValue = 1u << 11,
    RevokeByRefreshToken = 1u << 12,
    ListPeople = 1u << 13,
    ListClients = 1u << 14,
    DisableClient = 1u << 15, //!< wide
    IdleTimeout = 1u << 16,
    RevealValue = 1u << 17, //!< gives the value of a token that exists
    FindPeople = 1u << 18, //!< by a part of a name; may be a POST, which read-only accounts do not send
};
Q_DECLARE_FLAGS(Capabilities, Capability)
Q_DECLARE_OPERATORS_FOR_FLAGS(Capabilities)

//! The fields of a token that a provider can report at all. Others read "not reported" without a look at the data.
enum class TokenField : quint32 {
    Name = 1u << 0,
    Kind = 1u << 1,
    State = 1u << 2,
    Owner = 1u << 3,
    Client = 1u << 4,
    Scopes = 1u << 5,
    Resources = 1u << 6,
    Created = 1u << 7,
    LastUsed = 1u << 8,
    LastIp = 1u << 9,
    Expires = 1u << 10,
};
Q_DECLARE_FLAGS(TokenFields, TokenField)
Q_DECLARE_OPERATORS_FOR_FLAGS(TokenFields)

} // namespace latchkey
