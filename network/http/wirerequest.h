#pragma once

#include "network/domain/error.h"
#include "network/http/httprequest.h"

#include <QNetworkRequest>
#include <QUrl>

#include <memory>

class QIODevice;
class QNetworkAccessManager;
class QNetworkReply;

namespace latchkey {

//! A QNetworkAccessManager that keeps nothing (no cookies, no cache) and asks the system for a proxy, for https only:
//! http is loopback, and a proxy would read it. Delete its replies before you let go of it.
[[nodiscard]] std::shared_ptr<QNetworkAccessManager> makeNetwork();

//! What goes out: `request` below `base`, with everything switched off that Qt would do by itself (redirects, HTTP/2,
//! cookies, cache, stored logins). Errors, with nothing sent: InvalidInput (base neither https nor loopback, a header
//! that would break the head), Internal (a path that no provider should build).
[[nodiscard]] Result<QNetworkRequest> wireRequest(const HttpRequest &request, const QUrl &base);

//! Sends it: a read as usual, a mutation so that Qt cannot send it twice.
[[nodiscard]] QNetworkReply *sendOver(QNetworkAccessManager &network, const QNetworkRequest &wire,
                                      const HttpRequest &request);

} // namespace latchkey
