#include "network/sandbox/fastlystate.h"

namespace latchkey::sandbox {

namespace {

// Large enough that a send costs nothing beside its rows, small enough to stay in the cache.
constexpr std::size_t PieceBytes = 128 * 1024;

} // namespace

std::optional<FastlyToken> FastlyState::token(quint64 number) const
{
    if (number >= m_gone.size() || isGone(number))
        return std::nullopt;
    FastlyToken token;
    if (number < m_inventory.total())
        m_inventory.invent(number, token);
    else
        token = m_created[std::size_t(number - m_inventory.total())].token;
    if (const auto sudo = m_sudo.find(number); sudo != m_sudo.end())
        token.sudoExpires = sudo->second;
    return token;
}

std::optional<FastlyToken> FastlyState::tokenOf(std::string_view id) const
{
    const std::optional<quint64> number = m_inventory.tokenIds().number(id);
    return number ? token(*number) : std::nullopt;
}

std::vector<quint64> FastlyState::userTokens(std::optional<int> owner) const
{
    std::vector<quint64> numbers;
    for (quint64 number = 0; number < m_inventory.userTokens(); ++number) {
        if (!isGone(number) && (!owner || m_inventory.owner(number) == *owner))
            numbers.push_back(number);
    }
    for (const Wish &made : m_created) {
        if (!made.token.automation && !isGone(made.token.number) && (!owner || made.token.owner == *owner))
            numbers.push_back(made.token.number);
    }
    return numbers;
}

std::vector<quint64> FastlyState::automationTokens() const
{
    std::vector<quint64> numbers;
    for (quint64 number = m_inventory.userTokens(); number < m_inventory.total(); ++number) {
        if (!isGone(number))
            numbers.push_back(number);
    }
    for (const Wish &made : m_created) {
        if (made.token.automation && !isGone(made.token.number))
            numbers.push_back(made.token.number);
    }
    return numbers;
}

BodyStream FastlyState::rows(std::optional<int> owner) const
{
    std::vector<FastlyToken> created;
    for (const Wish &made : m_created) {
        const bool wanted = !made.token.automation && (!owner || made.token.owner == *owner);
        if (const std::optional<FastlyToken> alive = wanted ? token(made.token.number) : std::nullopt)
            created.push_back(*alive);
    }
    return [this, owner, created = std::move(created), gone = m_gone, sudo = m_sudo, next = quint64(0), separator = '[',
            row = FastlyToken()](std::string &piece) mutable {
        const auto add = [&](const FastlyToken &token) {
            piece += std::exchange(separator, ',');
            m_inventory.appendUserRow(token, piece);
        };
        for (; next < m_inventory.userTokens() && piece.size() < PieceBytes; ++next) {
            if (gone[std::size_t(next)] || (owner && m_inventory.owner(next) != *owner))
                continue;
            m_inventory.invent(next, row);
            if (const auto found = sudo.find(next); found != sudo.end())
                row.sudoExpires = found->second;
            add(row);
        }
        if (next < m_inventory.userTokens())
            return true;
        for (const FastlyToken &token : created)
            add(token);
        piece += separator == '[' ? "[]" : "]";
        return false;
    };
}

FastlyToken FastlyState::create(Wish wish)
{
    wish.token.number = m_gone.size();
    Wish &kept = m_created.emplace_back(std::move(wish));
    kept.token.scope = kept.scope;
    kept.token.role = kept.role;
    kept.token.services.assign(kept.services.begin(), kept.services.end());
    m_gone.push_back(false);
    return kept.token;
}

bool FastlyState::isSudo(quint64 number, qint64 now) const
{
    const auto found = m_sudo.find(number);
    return found != m_sudo.end() && found->second > now;
}

} // namespace latchkey::sandbox
