#pragma once

#include "network/domain/account.h"
#include "network/domain/credential.h"
#include "network/domain/description.h"
#include "network/domain/error.h"
#include "network/domain/identity.h"
#include "network/domain/person.h"
#include "network/domain/revocation.h"
#include "network/domain/token.h"
#include "network/domain/tokensink.h"

#include <QCoroTask>
#include <QHash>
#include <QVariantMap>

#include <functional>
#include <memory>
#include <stop_token>

namespace latchkey {

//! A token to be created: values of the form's fields by key, and the secrets that it asked for.
struct CreateRequest
{
    TokenKind kind = TokenKind::NotReported;
    QVariantMap fields = {};
    Credential asked = {};
};

//! A created or rotated token, with the values that are shown once and never again.
struct CreatedToken
{
    Token token = {};
    Secret value = {};
    Secret refreshValue = {}; //!< empty: none
};

//! A change to one token, named by exactly one of id, value and the provider's `tokenId`.
struct UpdateRequest
{
    TokenId id = {};
    Secret value = {};
    QString tokenId = {};
    QVariantMap fields = {};
};

//! A page that signs a person in, and what belongs to it until the browser comes back.
struct BrowserSignIn
{
    QUrl page = {}; //!< https, or http to loopback
    QString state = {}; //!< the browser must bring this back
    Secret verifier = {}; //!< PKCE (RFC 7636)
    QUrl redirect = {}; //!< where it comes back to
};

//! One account at one provider: what can be asked of it, in domain words. Every task ends with one result, and must be
//! awaited: dropping it does not stop it, `stop` does. GUI thread; list parsing goes to a thread of the HTTP client.
//! The default of what a provider may lack is Unsupported; description() says beforehand.
//! Providers neither retry nor wait: HttpClient and its rate limiter do.
class Provider
{
public:
    virtual ~Provider() = default;

    [[nodiscard]] virtual const ProviderDescription &description() const = 0;

    //! For SignInMethod::Exchange::Asked: what `typed` holds to what is kept in its place. Sent once. The session goes
    //! on with what came. Error: LoginRefused where that was not accepted.
    virtual QCoro::Task<Result<Credential>> signIn(Credential typed, std::stop_token stop = {});
    //! For Exchange::Browser: the page to open, and what the browser's answer (`code`) is worth. `redirect` is where
    //! this program listens. Error of the first: InvalidInput, where a setting is missing.
    [[nodiscard]] virtual Result<BrowserSignIn> browserSignIn(const QUrl &redirect) const;
    virtual QCoro::Task<Result<Credential>> finishSignIn(BrowserSignIn begun, Secret code, std::stop_token stop = {});
    //! `keep` is called when the credential was renewed on the way, with what is to be kept instead. It outlives this.
    void setKeeper(std::function<void(const Credential &)> keep) { m_keep = std::move(keep); }

    //! Whom the credential belongs to. Harmless: resets no idle timer, changes nothing.
    virtual QCoro::Task<Result<Identity>> probe(std::stop_token stop = {}) = 0;

    //! Pours the tokens of `scope` into `sink` (on a parsing thread) until complete, stopped or failed on the way:
    //! those are Completeness. An Error means that nothing at all could be listed.
    virtual QCoro::Task<Result<Completeness>> readTokens(LoadScope scope, std::shared_ptr<TokenSink> sink,
                                                         std::stop_token stop);
    //! One token with the provider's answer, secret fields removed. `kind` helps where kinds live in different places.
    virtual QCoro::Task<Result<TokenDetail>> showToken(RevokeCall::Target target, std::stop_token stop = {});
    virtual QCoro::Task<Result<TokenDetail>> ownToken(std::stop_token stop = {});

    //! Sent once, never tried again (reliability R36).
    virtual QCoro::Task<Result<CreatedToken>> createToken(CreateRequest request);
    virtual QCoro::Task<Result<CreatedToken>> updateToken(UpdateRequest request);

    //! Sent once. Success is the documented status and body of this very call. `stop` keeps back what has not left yet
    //! (Cancelled, Sent::No); what has left is waited for.
    virtual QCoro::Task<Result<RevokeAnswer>> revoke(RevokeCall call, std::stop_token stop = {});
    //! Whether these tokens still exist, by the cheapest look the provider has; each of `targets` has an answer.
    //! Absent only where the same answer could not come from lost rights or another tenant.
    virtual QCoro::Task<Result<QHash<TokenId, Presence>>> look(QList<RevokeCall::Target> targets, std::stop_token stop);

    //! Whether any token is left that the wide `call` was to revoke. Absent as look() says.
    virtual QCoro::Task<Result<Presence>> lookWide(RevokeCall call, std::stop_token stop);
    //! The value of a token that exists. Shown on request, and never kept.
    virtual QCoro::Task<Result<Secret>> tokenValue(RevokeCall::Target target, std::stop_token stop = {});
    //! What a token with this value is listed as; empty where the provider's lists do not tell. Sends nothing.
    [[nodiscard]] virtual TokenId idOfValue(const Secret &value) const;

    virtual QCoro::Task<Result<QList<Person>>> people(std::stop_token stop);
    //! Those whose name or e-mail address holds `text`. ReadOnly: the provider wants a POST for it.
    virtual QCoro::Task<Result<QList<Person>>> findPeople(QString text, std::stop_token stop);
    virtual QCoro::Task<Result<QList<Client>>> clients(std::stop_token stop);
    virtual QCoro::Task<Result<IdleTimeout>> idleTimeout(std::stop_token stop = {});
    //! Sent once; what it is from now on.
    virtual QCoro::Task<Result<IdleTimeout>> setIdleTimeout(IdleTimeout timeout);
    //! What Token::resources are called, as far as the credential may know them.
    virtual QCoro::Task<Result<QList<Named>>> resources(std::stop_token stop);

    //! Whether an id may stand in a request path (reliability R16).
    [[nodiscard]] virtual bool isActionable(const TokenId &id) const = 0;

protected:
    void keep(const Credential &renewed) const
    {
        if (m_keep)
            m_keep(renewed);
    }

private:
    std::function<void(const Credential &)> m_keep;
};

} // namespace latchkey
