#include "network/sandbox/genesysstate.h"

#include <QJsonArray>

namespace latchkey::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int DefaultTimeout = 8 * 3'600;

} // namespace

GenesysState::GenesysState(GenesysInventory inventory, qint64 now)
    : m_inventory(std::move(inventory))
    , m_clients(m_inventory.clients().begin(), m_inventory.clients().end())
    , m_secretChanges(m_clients.size())
    , m_timeout({{u"idleTokenTimeoutSeconds"_s, DefaultTimeout},
                 {u"enableIdleTokenTimeout"_s, true},
                 {u"inactivityTimeoutUnit"_s, u"Hours"_s},
                 {u"inactivityTimeoutGroupsEnabled"_s, false},
                 {u"inactivityTimeoutGroupBundles"_s, QJsonArray()}})
{
    // The first of all values: the token that a sandbox hands out.
    open({GenesysInventory::BrowserClient, GenesysInventory::Admin}, now);
}

template <typename Kept>
std::string GenesysState::add(std::map<quint64, Kept> &to, Kept kept)
{
    to.emplace(m_next, std::move(kept));
    return m_inventory.values().text(m_next++);
}

std::string GenesysState::open(const GenesysGrant &grant, qint64 now)
{
    if (grant.user)
        m_ended.erase(*grant.user);
    const int validity = m_clients[grant.client]->value("accessTokenValiditySeconds"_L1).toInt();
    return add(m_sessions, {.grant = grant, .expires = now + validity, .lastUsed = now});
}

const GenesysSession *GenesysState::session(std::string_view accessToken, qint64 now) const
{
    const std::optional<quint64> number = m_inventory.values().number(accessToken);
    const auto found = number ? m_sessions.find(*number) : m_sessions.end();
    if (found == m_sessions.end() || found->second.expires <= now || idles(found->second).value_or(now + 1) <= now)
        return nullptr;
    return &found->second;
}

void GenesysState::use(std::string_view accessToken, qint64 now)
{
    m_sessions.at(*m_inventory.values().number(accessToken)).lastUsed = now;
}

bool GenesysState::end(std::string_view accessToken)
{
    const std::optional<quint64> number = m_inventory.values().number(accessToken);
    return number && m_sessions.erase(*number) > 0;
}

bool GenesysState::endOfUser(quint64 user)
{
    const auto isTheirs = [user](const GenesysGrant &grant) { return grant.user == user; };
    std::erase_if(m_sessions, [&](const auto &session) { return isTheirs(session.second.grant); });
    std::erase_if(m_codes, [&](const auto &code) { return isTheirs(code.second.grant); });
    std::erase_if(m_refreshTokens, [&](const auto &token) { return isTheirs(token.second); });
    return m_ended.insert(user).second;
}

void GenesysState::endOfClient(std::size_t client)
{
    std::erase_if(m_sessions, [client](const auto &session) { return session.second.grant.client == client; });
    std::erase_if(m_codes, [client](const auto &code) { return code.second.grant.client == client; });
    std::erase_if(m_refreshTokens, [client](const auto &token) { return token.second.client == client; });
}

std::string GenesysState::addCode(GenesysCode code) { return add(m_codes, std::move(code)); }

std::optional<GenesysCode> GenesysState::takeCode(std::string_view value, qint64 now)
{
    const std::optional<quint64> number = m_inventory.values().number(value);
    auto taken = number ? m_codes.extract(*number) : decltype(m_codes)::node_type();
    return taken && taken.mapped().expires > now ? std::optional(taken.mapped()) : std::nullopt;
}

std::string GenesysState::addRefreshToken(const GenesysGrant &grant) { return add(m_refreshTokens, grant); }

std::optional<GenesysGrant> GenesysState::refreshed(std::string_view value) const
{
    const std::optional<quint64> number = m_inventory.values().number(value);
    const auto found = number ? m_refreshTokens.find(*number) : m_refreshTokens.end();
    return found == m_refreshTokens.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> GenesysState::clientIndex(std::string_view id) const
{
    const QString wanted = QString::fromUtf8(id.data(), qsizetype(id.size()));
    for (const std::size_t index : clients()) {
        if (m_clients[index]->value("id"_L1).toString() == wanted)
            return index;
    }
    return std::nullopt;
}

std::vector<std::size_t> GenesysState::clients() const
{
    std::vector<std::size_t> there;
    for (std::size_t i = 0; i < m_clients.size(); ++i) {
        if (m_clients[i])
            there.push_back(i);
    }
    return there;
}

bool GenesysState::isActive(std::size_t client) const
{
    return m_clients[client] && m_clients[client]->value("state"_L1).toString() == "active"_L1;
}

std::string GenesysState::secret(std::size_t client) const
{
    return m_inventory.clientSecret(client, m_secretChanges[client]);
}

std::optional<qint64> GenesysState::idles(const GenesysSession &session) const
{
    if (!session.grant.user || !m_timeout["enableIdleTokenTimeout"_L1].toBool())
        return std::nullopt;
    return session.lastUsed + m_timeout["idleTokenTimeoutSeconds"_L1].toInt();
}

} // namespace latchkey::sandbox
