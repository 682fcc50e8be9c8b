#pragma once

#include "network/sandbox/exchange.h"

#include <QString>

// The shapes in which Genesys Cloud says no.
namespace latchkey::sandbox::genesys {

//! ErrorBody of the API.
[[nodiscard]] Reply refuse(int status, const QString &code, const QString &message);
//! A call that wants any of these permissions, which the caller lacks.
[[nodiscard]] Reply missingPermission(const QString &permission);
[[nodiscard]] Reply notFound();
//! An OAuth error of the login host.
[[nodiscard]] Reply refuseGrant(int status, const QString &error, const QString &description);
//! What a gateway in front of all of them says.
[[nodiscard]] Reply failure(int status);

} // namespace latchkey::sandbox::genesys
