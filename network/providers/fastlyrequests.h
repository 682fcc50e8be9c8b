#pragma once

#include "network/http/httprequest.h"
#include "network/provider.h"

#include <optional>
#include <string_view>

//! What goes over the wire to Fastly, as pure data. No request here is signed yet: see signedWith().
namespace latchkey::fastly {

//! Whether a token, user or customer id may stand in a path. Recorded ids are 20 to 22 letters and digits. "self" would
//! name our own token, and an empty one the bulk call.
[[nodiscard]] bool isId(std::string_view id);
[[nodiscard]] bool isId(const QString &id);

// The ids below passed isId().

[[nodiscard]] HttpRequest ownTokensRequest();
[[nodiscard]] HttpRequest customerTokensRequest(const QString &customerId);
//! `page` counts from 1; `perPage` is at most 100.
[[nodiscard]] HttpRequest automationTokensRequest(int page, int perPage);
//! Automation tokens have a path of their own; any other kind is looked for among the users' tokens.
[[nodiscard]] HttpRequest tokenRequest(const RevokeCall::Target &target);
[[nodiscard]] HttpRequest automationServicesRequest(const TokenId &id);
[[nodiscard]] HttpRequest ownTokenRequest();
[[nodiscard]] HttpRequest currentUserRequest();
[[nodiscard]] HttpRequest userRequest(const QString &userId);
[[nodiscard]] HttpRequest usersRequest(const QString &customerId);
[[nodiscard]] HttpRequest verifyRequest();

//! Checks its ids. Error: InvalidInput for one that must not be sent, Unsupported for an extent that Fastly lacks.
[[nodiscard]] Result<HttpRequest> revokeRequest(const RevokeCall &call);

//! The one or two requests that make a token.
struct Creation
{
    //! Raises the rights of the account's key for five minutes, and goes first. Absent where `create` brings login and
    //! password itself, and must not be signed with the key.
    std::optional<HttpRequest> sudo = {};
    HttpRequest create = {};
};
//! From the fields of description().createForms. Error: InvalidInput, as a sentence.
[[nodiscard]] Result<Creation> creation(const CreateRequest &request);

//! With the account's key; unchanged where there is none.
[[nodiscard]] HttpRequest signedWith(HttpRequest request, const Secret &key);

} // namespace latchkey::fastly
