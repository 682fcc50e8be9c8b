#pragma once

#include "network/domain/error.h"
#include "network/domain/secret.h"

#include <QLatin1String>
#include <QString>

#include <map>

namespace latchkey {

//! The secret parts of one way of signing in, by field key: "secret" (a key or pasted token), "login", "password",
//! "otp", "clientId", "clientSecret", "apiKey", "apiSecret", "accessToken", "refreshToken", "value". The keys are the
//! ones of the JSON object that the command line reads from standard input. A sign-in that was granted for a time also
//! keeps "expiresAt" (UTC ms as text), which is no secret and belongs to it all the same.
struct Credential
{
    std::map<QString, Secret> parts;

    //! Empty where the part is absent.
    [[nodiscard]] Secret part(const QString &key) const;
    [[nodiscard]] bool has(const QString &key) const { return !part(key).isEmpty(); }
    [[nodiscard]] bool isEmpty() const { return parts.empty(); }

    friend bool operator==(const Credential &, const Credential &) = default;
};

//! Checks a secret as it is entered, before it can reach a header (QNetworkRequest accepts CR and LF, reliability F9):
//! trimmed, printable ASCII, 1 to 2,000 bytes; passwords may hold any UTF-8 but controls.
//! Error: InvalidInput with the reason, never with the value.
enum class SecretShape { Header, Password };
[[nodiscard]] Result<Secret> checkedSecret(QByteArrayView typed, SecretShape shape = SecretShape::Header);

} // namespace latchkey
