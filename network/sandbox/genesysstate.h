#pragma once

#include "network/sandbox/genesysinventory.h"

#include <QJsonObject>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace latchkey::sandbox {

//! Who signed in at which client.
struct GenesysGrant
{
    std::size_t client = 0;
    std::optional<quint64> user = {}; //!< absent: the client itself
};

//! What an access token stands for. Times are UTC seconds.
struct GenesysSession
{
    GenesysGrant grant = {};
    qint64 expires = 0;
    qint64 lastUsed = 0; //!< from here the idle timeout of a user's session counts
};

//! A code on its way through the browser.
struct GenesysCode
{
    GenesysGrant grant = {};
    std::string challenge = {}; //!< PKCE; empty: the client has a secret
    std::string redirect = {};
    qint64 expires = 0;
};

//! The organization as it is now: sessions that were opened, clients as they were changed, users whose sessions were
//! ended. Not locked: its owner does.
class GenesysState
{
public:
    GenesysState(GenesysInventory inventory, qint64 now);

    [[nodiscard]] const GenesysInventory &inventory() const { return m_inventory; }

    //! The value of a new access token.
    std::string open(const GenesysGrant &grant, qint64 now);
    //! Null: never given out, ended, expired or idle for too long.
    [[nodiscard]] const GenesysSession *session(std::string_view accessToken, qint64 now) const;
    //! Of a session that is there: its idle timeout begins anew.
    void use(std::string_view accessToken, qint64 now);
    //! Whether there was one.
    bool end(std::string_view accessToken);
    //! Also refresh tokens. Whether the user may have had any session: later ones only show once they were opened here.
    bool endOfUser(quint64 user);
    void endOfClient(std::size_t client);
    [[nodiscard]] bool isEnded(quint64 user) const { return m_ended.contains(user); }

    std::string addCode(GenesysCode code);
    //! Works once.
    [[nodiscard]] std::optional<GenesysCode> takeCode(std::string_view value, qint64 now);
    std::string addRefreshToken(const GenesysGrant &grant);
    [[nodiscard]] std::optional<GenesysGrant> refreshed(std::string_view value) const;

    //! nullopt: no such client, or deleted.
    [[nodiscard]] std::optional<std::size_t> clientIndex(std::string_view id) const;
    //! Only of an index that clientIndex() gave.
    [[nodiscard]] QJsonObject &client(std::size_t index) { return *m_clients[index]; }
    [[nodiscard]] const QJsonObject &client(std::size_t index) const { return *m_clients[index]; }
    [[nodiscard]] std::vector<std::size_t> clients() const;
    void removeClient(std::size_t index) { m_clients[index].reset(); }
    [[nodiscard]] bool isActive(std::size_t client) const;
    [[nodiscard]] std::string secret(std::size_t client) const;
    void changeSecret(std::size_t client) { ++m_secretChanges[client]; }

    [[nodiscard]] QJsonObject &timeout() { return m_timeout; }
    //! UTC seconds when the session ends unless it is used; nullopt: it does not.
    [[nodiscard]] std::optional<qint64> idles(const GenesysSession &session) const;

private:
    template <typename Kept>
    std::string add(std::map<quint64, Kept> &to, Kept kept);

    GenesysInventory m_inventory;
    quint64 m_next = 0; //!< number of the next value
    std::map<quint64, GenesysSession> m_sessions;
    std::map<quint64, GenesysCode> m_codes;
    std::map<quint64, GenesysGrant> m_refreshTokens;
    std::set<quint64> m_ended; //!< users without a session
    std::vector<std::optional<QJsonObject>> m_clients;
    std::vector<int> m_secretChanges;
    QJsonObject m_timeout;
};

} // namespace latchkey::sandbox
