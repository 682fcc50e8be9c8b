#pragma once

#include "network/domain/secret.h"

#include <QByteArrayView>
#include <QList>

#include <utility>

//! How secrets are written into headers and bodies: each into one buffer of the full size that is wiped, since a grown
//! one would leave its secrets behind.
namespace latchkey {

//! A form's fields in the order in which they go out. The values are views: they may be secrets.
using Form = QList<std::pair<QByteArrayView, QByteArrayView>>;

//! application/x-www-form-urlencoded.
[[nodiscard]] Secret encodedForm(const Form &form);
//! The value of an Authorization header.
[[nodiscard]] Secret basicAuthorization(const Secret &login, const Secret &password);
[[nodiscard]] Secret bearerAuthorization(const Secret &token);

} // namespace latchkey
