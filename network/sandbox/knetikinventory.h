#pragma once

#include "network/sandbox/invented.h"

#include <QJsonObject>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latchkey::sandbox {

struct KnetikClient
{
    int id = 0;
    std::string key = {};
    std::string name = {};
    std::string secret = {};
    std::vector<std::string_view> grantTypes = {};
    bool isPublic = false; //!< the password grant asks for no secret
    bool isLocked = false;
    qint64 accessSeconds = 0; //!< how long its access tokens are accepted
    qint64 refreshSeconds = 0;
};

//! Times are UTC seconds.
struct KnetikUser
{
    quint64 index = 0;
    qint64 id = 0;
    std::string username = {};
    std::string displayName = {}; //!< empty: the username
    std::string fullName = {}; //!< empty: not given
    std::string email = {};
    std::string_view role = {};
    qint64 memberSince = 0;
    qint64 lastActivity = 0;
};

//! Whose token it is: a user has one at each client, and a client one of its own.
struct KnetikPair
{
    std::optional<quint64> user = {}; //!< an index; absent: the client's own
    std::size_t client = 0; //!< an index

    friend auto operator<=>(const KnetikPair &, const KnetikPair &) = default;
};

//! The deployment of the sandbox as it was found: clients, users and tokens, made of the seed alone whenever somebody
//! asks, so that a million tokens take no memory. Knows nothing of what happened since. Thread-safe, for it never
//! changes.
class KnetikInventory
{
public:
    //! Users whose passwords a sandbox hands out: with every right, with the right to tokens alone, and with none.
    static constexpr quint64 Admin = 0;
    static constexpr quint64 Support = 1;
    static constexpr quint64 Player = 2;
    //! The index of the client that all of them sign in at.
    static constexpr std::size_t Web = 0;
    //! What a token's value is for.
    enum class Use : quint64 { Access, Refresh };
    struct Value
    {
        quint64 number = 0;
        quint64 generation = 0;
        Use use = Use::Access;
    };

    //! At least six tokens: three users have been seen. `reference`: UTC seconds around which all dates lie.
    KnetikInventory(quint64 seed, quint64 tokens, qint64 reference);

    //! Tokens have the numbers below this.
    [[nodiscard]] quint64 total() const { return m_tokens; }
    [[nodiscard]] quint64 users() const { return m_users; }
    [[nodiscard]] const std::vector<KnetikClient> &clients() const { return m_clients; }
    [[nodiscard]] qint64 reference() const { return m_reference; }

    //! The pair of a number below total(), and back; nullopt for a pair that was not found.
    [[nodiscard]] KnetikPair pair(quint64 number) const;
    [[nodiscard]] std::optional<quint64> numberOf(const KnetikPair &pair) const;

    [[nodiscard]] KnetikUser user(quint64 index) const;
    //! Overwrites the text: a list of a million rows leaves no time for the rest of a user.
    void writeUsername(quint64 index, std::string &to) const;
    [[nodiscard]] std::optional<quint64> userOf(std::string_view username) const;
    [[nodiscard]] std::optional<quint64> userWithId(qint64 id) const;
    [[nodiscard]] std::string passwordOf(quint64 user) const;
    [[nodiscard]] std::optional<std::size_t> clientOf(std::string_view key) const;

    //! What a token is signed in or renewed with: a UUID that hides what it is the value of.
    [[nodiscard]] std::string valueText(const Value &value) const;
    [[nodiscard]] std::optional<Value> valueOf(std::string_view text) const;

    [[nodiscard]] QJsonObject userObject(const KnetikUser &user) const;
    [[nodiscard]] QJsonObject clientObject(const KnetikClient &client) const;

private:
    quint64 m_seed;
    quint64 m_tokens;
    quint64 m_users;
    qint64 m_reference;
    std::vector<KnetikClient> m_clients;
};

} // namespace latchkey::sandbox
