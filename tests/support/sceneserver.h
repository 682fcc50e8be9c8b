#pragma once

#include "tests/support/faultserver.h"

#include <QJsonArray>
#include <QString>
#include <QUrl>

namespace latchkey::test {

//! Plays the "exchanges" of a scene, in order:
//!
//!     { "request": "GET /tokens?limit=1000",        method and target, exactly as they are on the wire
//!       "headers": { "Fastly-Key": "k", "Cookie": null },   optional; exact values; null: must be absent
//!       "body": "name=a%20b",                       optional; the exact body, or
//!       "json": { "data": [] },                     optional; a body that is equal as JSON
//!       "unordered": true,                          optional; later exchanges may come before this one
//!       "reply": { "status": 200, "headers": { "Retry-After": "7" }, "body": "…" } }    or "json": … for the body
//!
//! A reply is application/json unless its headers say otherwise. A request that is not the expected one is a failure,
//! and is answered 599. Thread-safe.
class SceneServer
{
public:
    explicit SceneServer(const QJsonArray &exchanges);
    ~SceneServer();

    //! "http://127.0.0.1:port": the account's base URL.
    [[nodiscard]] QUrl baseUrl() const;
    //! What went wrong first, as a sentence; empty: nothing.
    [[nodiscard]] QString failure() const;
    //! Every exchange was played, and nothing else came. Otherwise leftOver() or failure() says why.
    [[nodiscard]] bool done() const;
    //! The requests that were expected and did not come.
    [[nodiscard]] QStringList leftOver() const;
    //! Everything that came, raw.
    [[nodiscard]] QList<SeenRequest> requests() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace latchkey::test
