#pragma once

#include <QMetaType>
#include <QString>

#include <chrono>
#include <optional>

#include <tl/expected.hpp>

namespace latchkey {

//! What went wrong, in terms of what can be done about it. Sentences are written by ui/texts.
struct Error
{
    enum class Kind {
        // A provider's answer, or the lack of one
        Unreachable, //!< no connection, or it broke
        TimedOut, //!< our deadline passed
        Untrusted, //!< TLS: the certificate or protocol was refused
        ProxyLogin, //!< 407: the proxy wants a login, which we never send
        Redirected, //!< any 3xx: we never follow
        Unauthorized, //!< 401: the credential is not accepted
        LoginRefused, //!< the login, password or one-time code typed for this call is not accepted
        CodeNeeded, //!< a one-time code is wanted beside the password
        Forbidden, //!< 403
        NotFound, //!< 404, 410
        RateLimited, //!< 429, see retryAfter
        Rejected, //!< another documented refusal: 400, 409, 422, or a business error
        Unexpected, //!< a status that the provider does not document for this call
        Malformed, //!< the body is not what the provider documents
        TooLarge, //!< over a size or row cap
        Cancelled, //!< stopped by us
        // Ours
        InvalidInput, //!< what a person typed or a file holds cannot be used
        Unsupported, //!< the provider cannot do this
        ReadOnly, //!< the account is read-only: nothing was sent
        WrongIdentity, //!< the credential belongs to another tenant or person than expected
        SecretMissing, //!< the keychain answers, and has no entry
        SecretElsewhere, //!< the stored credential is bound to another origin
        KeychainLocked, //!< locked: unlock it, nothing is lost
        KeychainMissing, //!< no keychain service
        KeychainFailed, //!< it answered with an error, or not in time
        Journal, //!< the journal cannot be written or does not check: nothing may be sent
        Storage, //!< another file cannot be read or written
        Internal,
    };
    //! Whether the request may have reached the provider.
    enum class Sent {
        No, //!< certainly not: refused, host not found, TLS, proxy before the tunnel, or never attempted
        Maybe, //!< no complete answer
        Answered, //!< a status line came
    };

    Kind kind = Kind::Internal;
    Sent sent = Sent::No;
    //! The other side's own words, cleaned of controls and cut to 300 characters, or our detail. May be empty.
    QString message = {};
    int httpStatus = 0; //!< 0: no answer came
    std::optional<std::chrono::seconds> retryAfter = {};
    //! The provider's own code, where it gives one ("invalid_grant", "A001202"); of InvalidInput, the key of the form
    //! field that it is about. May be empty.
    QString code = {};
    //! The provider's id of the request, for its support. May be empty.
    QString requestId = {};

    friend bool operator==(const Error &, const Error &) = default;
};

//! Everything that can fail returns this; no exception crosses such a function. The one place that names tl::expected.
template <typename T>
using Result = tl::expected<T, Error>;

//! Shorthand for the failing half: return failure(Error::Kind::Malformed, tr("…")).
[[nodiscard]] inline tl::unexpected<Error> failure(Error error) { return tl::unexpected<Error>(std::move(error)); }
[[nodiscard]] tl::unexpected<Error> failure(Error::Kind kind, QString message = {});

//! Lower camel case, stable: part of the command line's JSON ("unauthorized").
[[nodiscard]] QString errorKindName(Error::Kind kind);

//! Another side's text made safe to show and log: controls, bidi marks and line ends become visible marks, at most
//! `limit` characters.
[[nodiscard]] QString cleanedText(const QString &text, int limit = 300);

} // namespace latchkey

Q_DECLARE_METATYPE(latchkey::Error)
