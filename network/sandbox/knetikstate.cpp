#include "network/sandbox/knetikstate.h"

#include <algorithm>

namespace latchkey::sandbox {

using Use = KnetikInventory::Use;

KnetikPair KnetikState::pair(quint64 number) const
{
    return number < m_inventory.total() ? m_inventory.pair(number)
                                        : m_created[std::size_t(number - m_inventory.total())];
}

std::string KnetikState::username(quint64 number) const
{
    std::string name;
    if (const std::optional<quint64> user = pair(number).user)
        m_inventory.writeUsername(*user, name);
    return name;
}

const std::string &KnetikState::clientKey(quint64 number) const
{
    return m_inventory.clients()[pair(number).client].key;
}

bool KnetikState::isAlive(quint64 number) const { return number < m_gone.size() && !m_gone[std::size_t(number)]; }

std::optional<quint64> KnetikState::find(std::string_view username, std::string_view clientKey) const
{
    const std::optional<quint64> user = m_inventory.userOf(username);
    const std::optional<std::size_t> client = m_inventory.clientOf(clientKey);
    const std::optional<quint64> number = user && client ? known({user, *client}) : std::nullopt;
    return number && isAlive(*number) ? number : std::nullopt;
}

std::vector<quint64> KnetikState::tokens(std::string_view username, std::string_view clientKey) const
{
    const std::optional<quint64> user = m_inventory.userOf(username);
    const std::optional<std::size_t> client = m_inventory.clientOf(clientKey);
    std::vector<quint64> numbers;
    if ((!username.empty() && !user) || (!clientKey.empty() && !client))
        return numbers;
    if (user && client) {
        if (const std::optional<quint64> number = find(username, clientKey))
            numbers.push_back(*number);
        return numbers;
    }
    for (quint64 number = 0; number < m_gone.size(); ++number) {
        const KnetikPair owner = pair(number);
        if (isAlive(number) && (username.empty() || owner.user == user)
            && (clientKey.empty() || owner.client == client))
            numbers.push_back(number);
    }
    return numbers;
}

const std::vector<quint64> &KnetikState::select(const Query &query)
{
    if (m_selected == query)
        return m_selection;
    m_selection.clear();
    for (quint64 number = 0; number < m_gone.size(); ++number) {
        if (isAlive(number) && (query.username.empty() || username(number).starts_with(query.username))
            && clientKey(number).starts_with(query.clientId))
            m_selection.push_back(number);
    }
    sort(m_selection, query.order);
    m_selected = query;
    return m_selection;
}

void KnetikState::sort(std::vector<quint64> &numbers, const std::vector<Query::Order> &order) const
{
    for (auto by = order.rbegin(); by != order.rend(); ++by) { // the first counts most
        std::vector<std::pair<std::string, quint64>> keyed;
        keyed.reserve(numbers.size());
        for (const quint64 number : numbers)
            keyed.emplace_back(by->byUsername ? username(number) : clientKey(number), number);
        std::ranges::stable_sort(keyed, [descending = by->descending](const auto &a, const auto &b) {
            return descending ? b.first < a.first : a.first < b.first;
        });
        std::ranges::transform(keyed, numbers.begin(), [](const auto &entry) { return entry.second; });
    }
}

std::string KnetikState::value(quint64 number, Use use) const
{
    return m_inventory.valueText({number, life(number).generation, use});
}

std::optional<quint64> KnetikState::tokenOf(std::string_view text, Use use, qint64 now) const
{
    const std::optional<KnetikInventory::Value> found = m_inventory.valueOf(text);
    if (!found || found->use != use || !isAlive(found->number))
        return std::nullopt;
    const Life lived = life(found->number);
    const bool inTime = now < lived.issued + seconds(found->number, use);
    return inTime && found->generation == lived.generation ? std::optional(found->number) : std::nullopt;
}

void KnetikState::revoke(quint64 number)
{
    m_gone[std::size_t(number)] = true;
    m_selected.reset();
}

KnetikState::Granted KnetikState::grant(const KnetikPair &pair, qint64 now)
{
    const std::optional<quint64> before = known(pair);
    if (before && isAlive(*before)) {
        const bool inTime = now < life(*before).issued + seconds(*before, Use::Access);
        return inTime ? granted(*before, now) : renew(*before, now);
    }
    const quint64 number = before.value_or(m_gone.size());
    if (before) {
        m_gone[std::size_t(number)] = false;
    } else {
        m_gone.push_back(false);
        m_created.push_back(pair);
        m_createdNumbers[pair] = number;
    }
    m_selected.reset();
    Granted made = renew(number, now);
    made.isNew = true;
    return made;
}

KnetikState::Granted KnetikState::renew(quint64 number, qint64 now)
{
    m_lives[number] = {life(number).generation + 1, now};
    return granted(number, now);
}

KnetikState::Life KnetikState::life(quint64 number) const
{
    const auto found = m_lives.find(number);
    return found == m_lives.end() ? Life{0, m_inventory.reference()} : found->second;
}

std::optional<quint64> KnetikState::known(const KnetikPair &pair) const
{
    if (const std::optional<quint64> number = m_inventory.numberOf(pair))
        return number;
    const auto found = m_createdNumbers.find(pair);
    return found == m_createdNumbers.end() ? std::nullopt : std::optional(found->second);
}

KnetikState::Granted KnetikState::granted(quint64 number, qint64 now) const
{
    const bool isUsers = pair(number).user.has_value();
    return {.number = number,
            .accessToken = value(number, Use::Access),
            .refreshToken = isUsers ? value(number, Use::Refresh) : std::string(),
            .expiresIn = life(number).issued + seconds(number, Use::Access) - now};
}

qint64 KnetikState::seconds(quint64 number, Use use) const
{
    const KnetikClient &client = m_inventory.clients()[pair(number).client];
    return use == Use::Access ? client.accessSeconds : client.refreshSeconds;
}

} // namespace latchkey::sandbox
