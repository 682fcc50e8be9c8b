#pragma once

#include "network/sandbox/fastlystate.h"
#include "network/sandbox/providersandbox.h"

#include <map>
#include <mutex>
#include <optional>
#include <variant>

namespace latchkey::sandbox {

//! The Fastly API for tokens, as it is on the wire: statuses, fields, nulls, errors and limits.
class FastlySandbox : public ProviderSandbox
{
public:
    //! rateLimit: writes a minute of one user or automation token; 0: 1,000 an hour, as the service has it.
    FastlySandbox(FastlyInventory inventory, int rateLimit, const Clock &clock, Ledger &ledger);

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
    //! Whether it exists and was not revoked; an expired token is alive until it is revoked.
    [[nodiscard]] bool isAlive(const QString &tokenId) const;
    //! User tokens of the customer that are alive, oldest number first; of one user only if an index is given.
    [[nodiscard]] QStringList userTokenIds(std::optional<int> owner = {}) const;
    [[nodiscard]] QStringList automationTokenIds() const;
    //! The key whose token has that id; empty if there is none.
    [[nodiscard]] QString keyOf(const QString &tokenId) const;
    [[nodiscard]] const FastlyInventory &inventory() const { return m_inventory; }

private:
    //! Who signed in, and with what.
    struct Caller
    {
        std::optional<FastlyToken> token = {}; //!< absent: with login and password
        int user = 0;
        bool superuser = false;

        [[nodiscard]] bool mayReach(const FastlyToken &other) const { return superuser || other.owner == user; }
    };
    using SignIn = std::variant<Caller, Reply>;
    enum class Access {
        Open, //!< no key asked
        Key,
        OwnKey, //!< any key, however narrow its scope: it is about the key itself
        KeyOrPassword
    };
    struct Route
    {
        std::string_view method;
        std::string_view path;
        std::string_view call;
        Access access;
        Reply (FastlySandbox::*handler)(const Request &, const Caller &);
    };
    struct Budget
    {
        qint64 window = 0;
        int used = 0;
    };

    [[nodiscard]] static std::span<const Route> routes();

    // Signing in and limits; all of these with m_mutex held.
    [[nodiscard]] SignIn signIn(const Request &request, const Route &route) const;
    [[nodiscard]] SignIn signInWithKey(std::string_view key) const;
    [[nodiscard]] SignIn signInWithPassword(const std::string &login, const std::string &password,
                                            const Request &request) const;
    //! Whether it may do what needs a password: it gave one, or did so through POST /sudo a short while ago.
    [[nodiscard]] bool isSudo(const SignIn &signedIn) const;
    //! Counts one write; false once the window's budget is used. Adds the two headers either way.
    bool spend(const Caller &caller, std::vector<std::pair<std::string, std::string>> &headers);

    // The calls; with m_mutex held.
    Reply listOwn(const Request &request, const Caller &caller);
    Reply listCustomer(const Request &request, const Caller &caller);
    Reply showSelf(const Request &request, const Caller &caller);
    Reply showToken(const Request &request, const Caller &caller);
    Reply createToken(const Request &request, const Caller &caller);
    Reply sudo(const Request &request, const Caller &caller);
    Reply revokeToken(const Request &request, const Caller &caller);
    Reply revokeSelf(const Request &request, const Caller &caller);
    Reply bulkRevoke(const Request &request, const Caller &caller);
    Reply listAutomation(const Request &request, const Caller &caller);
    Reply createAutomation(const Request &request, const Caller &caller);
    Reply showAutomation(const Request &request, const Caller &caller);
    Reply automationServices(const Request &request, const Caller &caller);
    Reply revokeAutomation(const Request &request, const Caller &caller);
    Reply currentUser(const Request &request, const Caller &caller);
    Reply showUser(const Request &request, const Caller &caller);
    Reply customerUsers(const Request &request, const Caller &caller);
    Reply verify(const Request &request, const Caller &caller);
    Reply signInMetadata(const Request &request, const Caller &caller);

    // With m_mutex held.
    void revoke(const Request &request, quint64 number, const QString &by);
    Reply create(const Request &request, FastlyState::Wish wish, const QString &by);
    void record(const QString &change, quint64 number, const QString &by);
    [[nodiscard]] qint64 now() const; //!< UTC seconds

    const int m_rateLimit;
    const Clock &m_clock;
    Ledger &m_ledger;
    mutable std::mutex m_mutex;
    FastlyState m_state;
    const FastlyInventory &m_inventory; //!< of the state; never changes, so needs no lock
    std::map<qint64, Budget> m_budgets; //!< of a user, or (negative) of an automation token
};

} // namespace latchkey::sandbox
