#pragma once

#include "network/sandbox/invented.h"

#include <QJsonObject>

#include <string>
#include <vector>

namespace latchkey::sandbox {

//! UUIDs that look random, each of which hides a number: a hundred thousand users need no table to be found again.
class HiddenUuids
{
public:
    explicit HiddenUuids(quint64 key) : m_key(key) { }
    //! `number`: below 2^48.
    [[nodiscard]] std::string text(quint64 number) const;
    //! nullopt for what text() never gives.
    [[nodiscard]] std::optional<quint64> number(std::string_view text) const;

private:
    quint64 m_key;
};

struct GenesysUser
{
    quint64 number = 0; //!< hidden in its id
    std::string id = {};
    std::string name = {};
    std::string email = {}; //!< the user name too
    std::string_view state = "active"; //!< active, inactive, deleted
    std::string_view department = {}; //!< empty: none
};

//! What the Genesys Cloud of the sandbox holds at first, made of the seed alone whenever somebody asks, so that many
//! users take no memory. Thread-safe, for it never changes.
class GenesysInventory
{
public:
    //! The user whose token a sandbox hands out, and who may do everything; the next may do nothing.
    static constexpr quint64 Admin = 0;
    static constexpr quint64 Agent = 1;
    //! Clients by index: with all permissions, with none, and the one that signs users in.
    static constexpr std::size_t AdminClient = 0;
    static constexpr std::size_t ViewerClient = 1;
    static constexpr std::size_t BrowserClient = 2;

    //! A user for every ten tokens, and 50 at least. `reference`: UTC seconds around which all dates lie.
    GenesysInventory(quint64 seed, quint64 tokens, qint64 reference);

    [[nodiscard]] quint64 users() const { return m_users; }
    //! Of a number below users().
    [[nodiscard]] GenesysUser user(quint64 number) const;
    //! In a fraction of the time.
    [[nodiscard]] std::string_view stateOf(quint64 number) const;
    //! nullopt: no such user.
    [[nodiscard]] std::optional<quint64> userNumber(std::string_view id) const;
    //! As an entity of GET /users.
    [[nodiscard]] QJsonObject userObject(const GenesysUser &user) const;

    //! As GET /oauth/clients/{id} answers, without the secret.
    [[nodiscard]] const std::vector<QJsonObject> &clients() const { return m_clients; }
    //! The secret of a client after so many changes.
    [[nodiscard]] std::string clientSecret(std::size_t client, int changes) const;
    [[nodiscard]] const std::string &organizationId() const { return m_organizationId; }
    [[nodiscard]] QString divisionId() const;

    //! Values of access tokens, refresh tokens and codes, by number.
    [[nodiscard]] const HiddenNumbers &values() const { return m_values; }

private:
    void inventClients();

    quint64 m_seed;
    quint64 m_users;
    qint64 m_reference;
    HiddenUuids m_userIds;
    HiddenNumbers m_values;
    std::string m_organizationId;
    std::vector<QJsonObject> m_clients;
};

} // namespace latchkey::sandbox
