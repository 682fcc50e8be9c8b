#pragma once

#include "network/domain/error.h"
#include "network/domain/secret.h"

#include <QJsonObject>
#include <QVariantMap>

#include <span>

//! The members of Authlete's requests, as data: what a form and the JSON under "more" may say.
namespace latchkey::authlete {

//! The key of the form's field that takes all members that have no field of their own, as one JSON object.
inline constexpr char More[] = "more";

enum class Shape { Text, Whole, Flag, Texts, Time, GrantType, Properties, AuthorizationDetails };

//! A member of a request's JSON object.
struct Member
{
    const char *name = nullptr; //!< on the wire
    Shape shape = Shape::Text;
    const char *field = nullptr; //!< the key of its field in the form; null: it goes under "more"
};

//! All members of a creation but the values that it may choose for the tokens, which are secret.
[[nodiscard]] std::span<const Member> createMembers();
//! All members of an update but those that name the token.
[[nodiscard]] std::span<const Member> updateMembers();
[[nodiscard]] std::span<const char *const> grantTypes();

//! The request's object out of a form's values: what is empty is left out, "more" is checked member by member.
//! Error: InvalidInput, naming the field: unknown, of another type, or given twice.
[[nodiscard]] Result<QJsonObject> membersOf(std::span<const Member> members, const QVariantMap &fields);

//! `object` as JSON with secret members before the others. Empty secrets are left out.
[[nodiscard]] Secret jsonWith(const QJsonObject &object, const QList<std::pair<QByteArray, Secret>> &secrets);

} // namespace latchkey::authlete
