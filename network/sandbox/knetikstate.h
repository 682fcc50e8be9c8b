#pragma once

#include "network/sandbox/knetikinventory.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace latchkey::sandbox {

//! The deployment as it is now: the inventory, less what was revoked, and the tokens that signing in has made since.
//! Not locked: its owner does.
class KnetikState
{
public:
    //! What a list of tokens asks for. Filters match the beginning; empty: all.
    struct Query
    {
        struct Order
        {
            bool byUsername = false; //!< else by client
            bool descending = false;

            friend bool operator==(const Order &, const Order &) = default;
        };
        std::string username = {};
        std::string clientId = {};
        std::vector<Order> order = {};

        friend bool operator==(const Query &, const Query &) = default;
    };
    //! What signing in brings.
    struct Granted
    {
        quint64 number = 0;
        bool isNew = false; //!< there was no such token; otherwise an old one goes on
        std::string accessToken = {};
        std::string refreshToken = {}; //!< empty for a client's own token
        qint64 expiresIn = 0; //!< seconds
    };

    explicit KnetikState(KnetikInventory inventory)
        : m_inventory(std::move(inventory))
        , m_gone(std::size_t(m_inventory.total()))
    {
    }

    [[nodiscard]] const KnetikInventory &inventory() const { return m_inventory; }

    [[nodiscard]] KnetikPair pair(quint64 number) const;
    //! Empty for a client's own token.
    [[nodiscard]] std::string username(quint64 number) const;
    [[nodiscard]] const std::string &clientKey(quint64 number) const;
    [[nodiscard]] bool isAlive(quint64 number) const;
    //! Its number, if it is alive.
    [[nodiscard]] std::optional<quint64> find(std::string_view username, std::string_view clientKey) const;
    //! Numbers of those that are alive; of a user or a client alone, by the whole name. Empty: whoever.
    [[nodiscard]] std::vector<quint64> tokens(std::string_view username, std::string_view clientKey) const;
    //! Numbers, in order. Valid until the next call that is not const, or selects otherwise.
    [[nodiscard]] const std::vector<quint64> &select(const Query &query);

    [[nodiscard]] std::string value(quint64 number, KnetikInventory::Use use) const;
    //! The number of the live token that this is a value of, in time; nullopt otherwise.
    [[nodiscard]] std::optional<quint64> tokenOf(std::string_view value, KnetikInventory::Use use, qint64 now) const;

    void revoke(quint64 number);
    //! As the service's OAuth library has it: a token that is in time is given out again.
    Granted grant(const KnetikPair &pair, qint64 now);
    //! New values in place of the old ones, which are no longer accepted.
    Granted renew(quint64 number, qint64 now);

private:
    //! How often the values of a token were made anew, and when last.
    struct Life
    {
        quint64 generation = 0;
        qint64 issued = 0;
    };

    [[nodiscard]] Life life(quint64 number) const;
    [[nodiscard]] std::optional<quint64> known(const KnetikPair &pair) const;
    [[nodiscard]] Granted granted(quint64 number, qint64 now) const;
    [[nodiscard]] qint64 seconds(quint64 number, KnetikInventory::Use use) const;
    void sort(std::vector<quint64> &numbers, const std::vector<Query::Order> &order) const;

    KnetikInventory m_inventory;
    std::vector<bool> m_gone; //!< by number
    std::deque<KnetikPair> m_created; //!< numbers from the inventory's total on
    std::map<KnetikPair, quint64> m_createdNumbers;
    std::map<quint64, Life> m_lives; //!< of those that signing in has touched
    std::optional<Query> m_selected; //!< what m_selection holds; absent: nothing that is still true
    std::vector<quint64> m_selection;
};

} // namespace latchkey::sandbox
