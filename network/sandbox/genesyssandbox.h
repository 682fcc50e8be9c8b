#pragma once

#include "network/sandbox/genesyslogin.h"
#include "network/sandbox/genesysstate.h"
#include "network/sandbox/providersandbox.h"

#include <map>
#include <mutex>
#include <optional>
#include <variant>

namespace latchkey::sandbox {

//! The Genesys Cloud API for tokens, as it is on the wire, at the base of its paths, and its login host below /login.
class GenesysSandbox : public ProviderSandbox
{
public:
    //! rateLimit: calls a minute of one client and user; 0: 300, as the service has it.
    GenesysSandbox(GenesysInventory inventory, int rateLimit, const Clock &clock, Ledger &ledger);

    [[nodiscard]] static QStringList callNames();
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QStringList calls() const override { return callNames(); }
    [[nodiscard]] QJsonObject ready(const QString &baseUrl) const override;
    [[nodiscard]] SandboxAccount account(const QJsonObject &ready) const override;
    [[nodiscard]] QString call(const Request &request) const override;
    [[nodiscard]] Reply answer(const Request &request) override;
    [[nodiscard]] Reply failure(int status) const override;
    [[nodiscard]] std::string secret(const Request &request) const override;

    // What tests ask. Any thread.
    //! Whether the value would be let in now.
    [[nodiscard]] bool isAlive(const QString &accessToken) const;
    //! Whether all sessions of the user were ended, and none was opened since.
    [[nodiscard]] bool isEnded(const QString &userId) const;
    //! The client as it is now; empty: no such client.
    [[nodiscard]] QJsonObject client(const QString &clientId) const;
    [[nodiscard]] QString clientId(std::size_t index) const;
    [[nodiscard]] QString userId(quint64 number) const;
    [[nodiscard]] const GenesysInventory &inventory() const { return m_inventory; }

private:
    //! Who signed in, and with what.
    struct Caller
    {
        std::string token = {};
        GenesysSession session = {};
    };
    using SignIn = std::variant<Caller, Reply>;
    struct Route
    {
        std::string_view method;
        std::string_view path;
        std::string_view call;
        std::string_view permission; //!< empty: none asked
        Reply (GenesysSandbox::*handler)(const Request &, const Caller &);
    };
    struct Budget
    {
        qint64 window = 0;
        int used = 0;
    };

    [[nodiscard]] static std::span<const Route> routes();

    // All of these with m_mutex held.
    [[nodiscard]] SignIn signIn(const Request &request);
    [[nodiscard]] bool mayDo(const Caller &caller, std::string_view permission) const;
    //! Counts the call; false once the window's budget is used. Adds the headers that every answer has.
    bool spend(const GenesysGrant &who, std::vector<std::pair<std::string, std::string>> &headers);

    Reply showSession(const Request &request, const Caller &caller);
    Reply verifySession(const Request &request, const Caller &caller);
    Reply endSession(const Request &request, const Caller &caller);
    Reply endSessions(const Request &request, const Caller &caller);
    Reply showTimeout(const Request &request, const Caller &caller);
    Reply changeTimeout(const Request &request, const Caller &caller);
    Reply listUsers(const Request &request, const Caller &caller);
    Reply searchUsers(const Request &request, const Caller &caller);
    Reply searchUsersOn(const Request &request, const Caller &caller);
    Reply showCurrentUser(const Request &request, const Caller &caller);
    Reply showUser(const Request &request, const Caller &caller);
    Reply listClients(const Request &request, const Caller &caller);
    Reply showClient(const Request &request, const Caller &caller);
    Reply changeClient(const Request &request, const Caller &caller);
    Reply removeClient(const Request &request, const Caller &caller);
    Reply changeSecret(const Request &request, const Caller &caller);
    Reply authorize(const Request &request, const Caller &caller);
    Reply grantToken(const Request &request, const Caller &caller);

    void revokeClient(std::size_t client, const QString &by);
    void record(const QString &id, const QString &by);
    [[nodiscard]] qint64 now() const; //!< UTC seconds

    const int m_rateLimit;
    const Clock &m_clock;
    Ledger &m_ledger;
    mutable std::mutex m_mutex;
    GenesysState m_state;
    GenesysLogin m_login;
    const GenesysInventory &m_inventory; //!< of the state; never changes, so needs no lock
    std::map<std::pair<std::size_t, qint64>, Budget> m_budgets; //!< by client and user (-1: none)
};

} // namespace latchkey::sandbox
