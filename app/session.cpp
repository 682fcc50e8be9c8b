#include "app/session.h"

#include "network/providers/registry.h"

namespace latchkey {

Session::Session(Account account, const Credential &credential, const Timing &timing, const Clock &clock,
                 Traffic &traffic)
    : m_account(std::move(account))
    , m_timing(timing)
{
    const ProviderDescription *description = registry::describe(m_account.provider);
    m_limiter = std::make_unique<RateLimiter>(clock, description ? description->writesPerHour : 0);
    m_http = std::make_unique<HttpClient>(registry::httpSetup(m_account), timing, clock, *m_limiter, traffic);
    m_http->setReadOnly(m_account.policy.readOnly);
    m_provider = registry::make(m_account, credential, *m_http);
}

} // namespace latchkey
