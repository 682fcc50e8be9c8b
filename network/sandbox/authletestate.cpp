#include "network/sandbox/authletestate.h"

#include <QtEndian>

#include <algorithm>

namespace latchkey::sandbox {

namespace {

//! Enough of a hash to find it by; whoever finds it compares the whole.
quint64 beginning(const QByteArray &hash)
{
    constexpr qsizetype Bytes = sizeof(quint64);
    return hash.size() < Bytes ? 0 : qFromBigEndian<quint64>(hash.constData());
}

} // namespace

AuthleteState::AuthleteState(AuthleteInventory inventory)
    : m_inventory(std::move(inventory))
    , m_gone(std::size_t(m_inventory.total()))
{
}

std::optional<AuthleteToken> AuthleteState::token(quint64 number) const
{
    if (number >= m_gone.size() || m_gone[std::size_t(number)])
        return std::nullopt;
    const auto changed = m_changed.find(number);
    return changed == m_changed.end() ? m_inventory.invent(number) : changed->second;
}

std::optional<AuthleteToken> AuthleteState::tokenOf(const QByteArray &identifier) const
{
    return find(m_access, &AuthleteInventory::valueOf, identifier);
}

std::optional<AuthleteToken> AuthleteState::tokenOfRefresh(const QByteArray &identifier) const
{
    std::optional<AuthleteToken> found = find(m_refresh, &AuthleteInventory::refreshValueOf, identifier);
    return found && found->hasRefresh() ? found : std::nullopt;
}

std::optional<AuthleteToken> AuthleteState::find(Hashes &hashes, ValueOf valueOf, const QByteArray &identifier) const
{
    if (hashes.found.empty())
        fill(hashes.found, valueOf);
    for (const QByteArray &hash : {identifier, authleteHash(identifier)}) {
        std::vector<quint64> candidates;
        // Not std::ranges: clang 14 cannot read its equal_range, and clazy reads with clang.
        const auto isBefore = [](const Index::value_type &a, const Index::value_type &b) { return a.first < b.first; };
        const Index::value_type wanted(beginning(hash), 0);
        const auto [first, last] = std::equal_range(hashes.found.begin(), hashes.found.end(), wanted, isBefore);
        for (auto candidate = first; candidate != last; ++candidate)
            candidates.push_back(candidate->second);
        if (const auto later = hashes.later.constFind(hash); later != hashes.later.cend())
            candidates.push_back(*later);
        for (const quint64 number : candidates) {
            std::optional<AuthleteToken> alive = token(number);
            if (alive && authleteHash((m_inventory.*valueOf)(*alive)) == hash)
                return alive;
        }
    }
    return std::nullopt;
}

void AuthleteState::fill(Index &index, ValueOf valueOf) const
{
    index.reserve(std::size_t(m_inventory.total()));
    AuthleteToken token; // its values follow from its number alone
    for (token.number = 0; token.number < m_inventory.total(); ++token.number)
        index.emplace_back(beginning(authleteHash((m_inventory.*valueOf)(token))), token.number);
    std::ranges::sort(index);
}

bool AuthleteState::fits(quint64 number, const AuthleteFilter &filter) const
{
    const auto changed = m_changed.find(number);
    const bool isChanged = changed != m_changed.end();
    if (filter.client && *filter.client != (isChanged ? changed->second.client : m_inventory.client(number)))
        return false;
    if (filter.subject && *filter.subject != (isChanged ? changed->second.subject : m_inventory.subject(number)))
        return false;
    if (!filter.expired)
        return true;
    const qint64 expires = isChanged ? changed->second.expires : m_inventory.invent(number).expires;
    return *filter.expired == (expires != 0 && expires <= filter.now);
}

const std::vector<quint64> &AuthleteState::selected(const AuthleteFilter &filter) const
{
    if (m_selectedBy == filter)
        return m_selected;
    m_selected.clear();
    for (quint64 number = 0; number < m_gone.size(); ++number) {
        if (!m_gone[std::size_t(number)] && fits(number, filter))
            m_selected.push_back(number);
    }
    m_selectedBy = filter;
    return m_selected;
}

void AuthleteState::revoke(quint64 number)
{
    m_gone[std::size_t(number)] = true;
    m_selectedBy.reset();
}

AuthleteToken AuthleteState::create(AuthleteToken token)
{
    token.number = m_gone.size();
    m_gone.push_back(false);
    change(token);
    return token;
}

void AuthleteState::change(const AuthleteToken &token)
{
    m_changed[token.number] = token;
    m_access.later.insert(authleteHash(m_inventory.valueOf(token)), token.number);
    m_refresh.later.insert(authleteHash(m_inventory.refreshValueOf(token)), token.number);
    m_selectedBy.reset();
}

} // namespace latchkey::sandbox
