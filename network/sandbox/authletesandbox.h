#pragma once

#include "network/sandbox/authletestate.h"
#include "network/sandbox/providersandbox.h"

#include <map>
#include <mutex>

namespace latchkey::sandbox {

//! The Authlete API for tokens, as it is on the wire: one service, of version 3.0 (/api/{service}/…, Bearer) and of 2.x
//! (/api/…, Basic) at once. Members that have no value are absent, for the official client rejects null.
class AuthleteSandbox : public ProviderSandbox
{
public:
    //! rateLimit: writes a minute of one credential; 0: none, for the service documents none.
    AuthleteSandbox(AuthleteInventory inventory, int rateLimit, const Clock &clock, Ledger &ledger);

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
    //! By hash. Whether it exists and was not revoked; an expired token is alive until it is revoked.
    [[nodiscard]] bool isAlive(const QString &hash) const;
    //! Hashes of all tokens that are alive, in the order of the list.
    [[nodiscard]] QStringList tokenIds() const;
    //! Of one client (its id), of one subject, or of both.
    [[nodiscard]] QStringList tokenIdsOf(const QString &client, const QString &subject) const;
    //! The values of the token with that hash; empty if there is none.
    [[nodiscard]] QString valueOf(const QString &hash) const;
    [[nodiscard]] QString refreshValueOf(const QString &hash) const;
    [[nodiscard]] QString tokenIdOf(const QString &hash) const;
    [[nodiscard]] const AuthleteInventory &inventory() const { return m_inventory; }

private:
    struct Route
    {
        std::string_view method;
        std::string_view path; //!< of 3.0; that of 2.x lacks the service after "api"
        std::string_view call;
        bool writes;
        Reply (AuthleteSandbox::*handler)(const Request &);
    };
    struct Budget
    {
        qint64 window = 0;
        int used = 0;
    };

    [[nodiscard]] static std::span<const Route> routes();
    [[nodiscard]] static const Route *routeOf(const Request &request);
    //! The refusal of whoever may not do this.
    [[nodiscard]] std::optional<Reply> refusal(const Request &request, const Route &route) const;
    [[nodiscard]] bool spend(const std::string &credential);

    [[nodiscard]] Reply listTokens(const Request &request);
    [[nodiscard]] Reply createToken(const Request &request);
    [[nodiscard]] Reply updateToken(const Request &request);
    [[nodiscard]] Reply deleteToken(const Request &request);
    [[nodiscard]] Reply revokeTokens(const Request &request);
    [[nodiscard]] Reply listClients(const Request &request);
    [[nodiscard]] Reply showClient(const Request &request);
    [[nodiscard]] Reply showService(const Request &request);
    [[nodiscard]] Reply listServices(const Request &request);
    [[nodiscard]] Reply showConfiguration(const Request &request);

    [[nodiscard]] QJsonObject rowOf(const AuthleteToken &token) const;
    [[nodiscard]] QJsonObject createdObject(const AuthleteToken &token) const;
    [[nodiscard]] QJsonObject updatedObject(const AuthleteToken &token) const;
    [[nodiscard]] std::optional<Reply> objection(const AuthleteToken &token, std::optional<int> client) const;
    [[nodiscard]] QString hashOf(const AuthleteToken &token) const;
    //! By id or alias.
    [[nodiscard]] std::optional<int> clientOf(const QString &identifier) const;
    [[nodiscard]] std::optional<AuthleteToken> named(const QJsonObject &body) const;
    int revokeAll(const Request &request, const AuthleteFilter &filter);
    void revoke(const Request &request, const AuthleteToken &token, const QString &by);
    void record(const QString &change, const QString &hash, const QString &by);

    int m_rateLimit;
    const Clock &m_clock;
    Ledger &m_ledger;
    mutable std::mutex m_mutex; // guards all that follows
    AuthleteState m_state;
    std::map<std::string, Budget> m_budgets;
    const AuthleteInventory &m_inventory;
};

} // namespace latchkey::sandbox
