#pragma once

#include "network/domain/secret.h"

#include <QByteArray>
#include <QList>
#include <QUrlQuery>

namespace latchkey {

//! One path segment, percent-encoded: "/" becomes %2F. Never empty, "." or "..": those are refused by HttpRequest::at.
[[nodiscard]] QByteArray encodedSegment(const QString &text);

//! A request as a provider builds it: pure data, relative to the account's base. Secrets sit in wiped buffers.
struct HttpRequest
{
    enum class Method { Get, Head, Post, Put, Delete };
    enum class Base { Api, Login }; //!< which of the account's two origins
    struct Header
    {
        QByteArray name = {};
        Secret value = {};
    };

    Method method = Method::Get;
    Base base = Base::Api;
    //! Encoded path after the base's own path, beginning with "/".
    QByteArray path = {};
    //! The same with {names} in place of ids and without a query: what logs show.
    QByteArray pathTemplate = {};
    //! Fully encoded, without "?"; may be empty.
    QByteArray query = {};
    QList<Header> headers = {}; //!< also Authorization and the like; Accept is application/json unless given
    QByteArray contentType = {}; //!< empty: no body
    Secret body = {};
    //! The statuses that the provider documents as success of this call; anything else is an Error.
    QList<int> allowed = {200};
    //! Waits behind foreground calls in the account's queue.
    bool background = false;

    [[nodiscard]] bool isRead() const { return method == Method::Get || method == Method::Head; }

    //! `pathTemplate` with each {name} replaced, in order, by one of `segments`, encoded. An empty, "." or ".." segment
    //! is a programming error (ids are checked before) and yields an empty path, which HttpClient refuses to send.
    [[nodiscard]] static HttpRequest at(Method method, const QByteArray &pathTemplate,
                                        const QStringList &segments = {});
};

//! "GET": for the wire and the log.
[[nodiscard]] QByteArray methodName(HttpRequest::Method method);

} // namespace latchkey
