#pragma once

#include "network/http/httprequest.h"
#include "network/provider.h"

#include <QJsonObject>

//! What goes over the wire to Genesys Cloud, as pure data. No request here is signed with an access token yet.
namespace latchkey::genesys {

//! Whether a user's or client's id may stand in a path. Only a UUID may: "me" would name our own session.
[[nodiscard]] bool isId(const QString &id);

//! What our own session is called, since Genesys gives its tokens no ids: "client:user", or the client alone where no
//! user is signed in. Empty: neither is known.
[[nodiscard]] TokenId sessionId(const QString &clientId, const QString &userId);
[[nodiscard]] bool isSessionId(const QString &id);

// The ids below passed isId(). Pages count from 1.

//! Leaves the idle timer of the session alone.
[[nodiscard]] HttpRequest sessionRequest();
//! Whether the session lives, and nothing else. It resets the idle timer.
[[nodiscard]] HttpRequest verifySessionRequest();
[[nodiscard]] HttpRequest currentUserRequest();
//! Users of every state.
[[nodiscard]] HttpRequest usersRequest(int page, int pageSize);
//! Users whose name, e-mail or user name contains `text`.
[[nodiscard]] HttpRequest searchRequest(const QString &text, int page, int pageSize);
[[nodiscard]] HttpRequest clientsRequest(int page);
[[nodiscard]] HttpRequest clientRequest(const QString &clientId);
//! `client` as it was received, but disabled, and without its secret. What is left out would be cleared.
[[nodiscard]] HttpRequest disableClientRequest(const QString &clientId, QJsonObject client);
[[nodiscard]] HttpRequest idleTimeoutRequest();
//! `settings` as they were received, but with this timeout.
[[nodiscard]] HttpRequest setIdleTimeoutRequest(QJsonObject settings, const IdleTimeout &timeout);

//! The request that ends sessions, or that reads the client which is to be disabled. Checks its ids. Error:
//! InvalidInput for one that must not be sent, Unsupported for an extent that Genesys lacks.
[[nodiscard]] Result<HttpRequest> revokeRequest(const RevokeCall &call);

//! Client credentials, which go into a Basic header.
[[nodiscard]] HttpRequest clientGrantRequest(const Secret &clientId, const Secret &clientSecret);
//! A refresh token that was granted to a client without a secret.
[[nodiscard]] HttpRequest refreshGrantRequest(const QString &clientId, const Secret &refreshToken);
[[nodiscard]] HttpRequest codeGrantRequest(const QString &clientId, const BrowserSignIn &begun, const Secret &code);

//! The page below the login base that signs a user in (PKCE), with a state and a verifier of its own each time.
[[nodiscard]] BrowserSignIn browserSignIn(const QUrl &loginBase, const QString &clientId, const QUrl &redirect);

} // namespace latchkey::genesys
