#pragma once

#include "network/sandbox/exchange.h"
#include "network/sandbox/fastlyinventory.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace latchkey::sandbox {

//! The customer as it is now: the inventory, less what was revoked, and what was created since. Not locked: its owner
//! does.
class FastlyState
{
public:
    //! What a creation asks for; the views of its token are of no interest.
    struct Wish
    {
        FastlyToken token = {};
        std::string scope = {};
        std::string role = {};
        std::vector<std::string> services = {};
    };

    explicit FastlyState(FastlyInventory inventory)
        : m_inventory(std::move(inventory))
        , m_gone(std::size_t(m_inventory.total()))
    {
    }

    [[nodiscard]] const FastlyInventory &inventory() const { return m_inventory; }
    //! nullopt if it never was, or is revoked.
    [[nodiscard]] std::optional<FastlyToken> token(quint64 number) const;
    [[nodiscard]] std::optional<FastlyToken> tokenOf(std::string_view id) const;
    //! Numbers, in order; of one user's tokens only if an index is given.
    [[nodiscard]] std::vector<quint64> userTokens(std::optional<int> owner) const;
    [[nodiscard]] std::vector<quint64> automationTokens() const;
    //! The JSON array of GET /tokens, made while it is sent, of this moment whatever is revoked meanwhile. The stream
    //! needs no lock, and must not outlive the state.
    [[nodiscard]] BodyStream rows(std::optional<int> owner) const;

    void revoke(quint64 number) { m_gone[std::size_t(number)] = true; }
    //! Gives it a number, and so an id and a key.
    FastlyToken create(Wish wish);
    //! Until when, UTC seconds, the key of this token may do what needs a password.
    void setSudo(quint64 number, qint64 until) { m_sudo[number] = until; }
    [[nodiscard]] bool isSudo(quint64 number, qint64 now) const;

private:
    [[nodiscard]] bool isGone(quint64 number) const { return m_gone[std::size_t(number)]; }

    FastlyInventory m_inventory;
    std::vector<bool> m_gone; //!< by number
    std::deque<Wish> m_created; //!< numbers from the inventory's total on; never moves, for views point into it
    std::map<quint64, qint64> m_sudo;
};

} // namespace latchkey::sandbox
