#pragma once

#include "network/sandbox/exchange.h"

#include <QString>

// The shapes in which Fastly says no.
namespace latchkey::sandbox::fastly {

//! The usual one: {"msg","detail"}, the second only where there is one.
[[nodiscard]] Reply refuse(int status, const QString &msg, const QString &detail = {});
[[nodiscard]] Reply noToken(std::string_view id);
[[nodiscard]] Reply forbidden();
[[nodiscard]] Reply sudoMissing();
//! POST /tokens says {"code"}: invalid_grant, invalid_request, invalid_scope, account_locked, 2fa.verify.
[[nodiscard]] Reply grantError(const QString &code);
//! /automation-tokens says application/problem+json: {"title","status","detail","errors"}.
[[nodiscard]] Reply problem(int status, const QString &title, const QString &detail);
//! What a gateway in front of all of them says.
[[nodiscard]] Reply failure(int status);

} // namespace latchkey::sandbox::fastly
