#pragma once

#include "network/domain/account.h"
#include "network/domain/clock.h"
#include "network/domain/credential.h"
#include "network/domain/timing.h"
#include "network/http/httpclient.h"
#include "network/http/ratelimiter.h"
#include "network/provider.h"

#include <memory>

namespace latchkey {

//! One account, signed in: its own connection, budget and provider. Dropping it drops the credential. GUI thread.
class Session
{
public:
    //! `clock` and `traffic` outlive the session; the account's provider is registered.
    Session(Account account, const Credential &credential, const Timing &timing, const Clock &clock, Traffic &traffic);

    [[nodiscard]] const Account &account() const { return m_account; }
    //! Whom the credential turned out to belong to.
    void setIdentity(const Identity &identity) { m_account.identity = identity; }
    [[nodiscard]] const Timing &timing() const { return m_timing; }
    [[nodiscard]] Provider &provider() const { return *m_provider; }
    [[nodiscard]] RateLimiter &limiter() const { return *m_limiter; }
    [[nodiscard]] HttpClient &http() const { return *m_http; }
    [[nodiscard]] const ProviderDescription &description() const { return m_provider->description(); }

private:
    Account m_account;
    Timing m_timing;
    std::unique_ptr<RateLimiter> m_limiter;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<Provider> m_provider;
};

} // namespace latchkey
