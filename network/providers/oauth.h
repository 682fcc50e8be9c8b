#pragma once

#include "network/http/httpclient.h"
#include "network/providers/signing.h"

#include <QCoroTask>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

//! Signing in by OAuth 2.0 (RFC 6749), as far as providers share it.
namespace latchkey::oauth {

//! What a token endpoint grants.
struct Granted
{
    Secret accessToken = {};
    Secret refreshToken = {}; //!< empty: none

    friend bool operator==(const Granted &, const Granted &) = default;
};

//! POST `path` at the account's login base, with a form that asks for a grant. Goes out once; read-only accounts may
//! send it, for it changes no token but our own.
[[nodiscard]] HttpRequest grantRequest(const QByteArray &path, const Form &form);
//! Wipes the response's body. Malformed: no access token, or one that is no bearer token.
[[nodiscard]] Result<Granted> readGranted(HttpResponse &response);
//! {"error","error_description"} (RFC 6749 5.2; "description" too) to code and message; invalid_grant, invalid_client
//! and unauthorized_client are Unauthorized whatever the status. Whether the body has that shape.
bool readError(const HttpResponse &response, Error &error);
//! Sends a grant request, and reads what it brought.
[[nodiscard]] QCoro::Task<Result<Granted>> ask(HttpClient &http, HttpRequest request, std::stop_token stop);

//! Sends requests signed with a bearer token, which is asked for when first needed, and once more when a read is
//! answered with 401. A mutation is never sent again: its 401 is its answer, and the next read renews.
//! GUI thread. Outlives its tasks, like the provider that it belongs to.
class SignedHttp
{
public:
    using Grant = std::function<QCoro::Task<Result<Granted>>(std::stop_token)>;

    //! `held` may be empty. `renew` may be null: what is held is all there is, and a 401 stays. It is given the stop of
    //! nobody: several requests may wait for one renewal.
    SignedHttp(HttpClient &http, Secret held, Grant renew);

    [[nodiscard]] QCoro::Task<Result<HttpResponse>> send(HttpRequest request, std::stop_token stop = {});
    //! `reader` is handed to the second try only if the first brought a 401, of which it saw nothing.
    [[nodiscard]] QCoro::Task<Result<HttpHead>> stream(HttpRequest request, std::shared_ptr<BodyReader> reader,
                                                       std::stop_token stop = {});
    //! From now on; for a sign-in that was made by hand.
    void hold(const Secret &token) { m_held = token; }
    void renewBy(Grant renew) { m_renew = std::move(renew); }

private:
    //! The token to sign with, which is not `refused`. Unauthorized: there is none, and none can be had.
    QCoro::Task<Result<Secret>> token(Secret refused);

    HttpClient &m_http;
    Secret m_held;
    Grant m_renew;
    std::optional<QFuture<Result<Granted>>> m_renewal; //!< under way; shared by all who wait for it
};

} // namespace latchkey::oauth
