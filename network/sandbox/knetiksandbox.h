#pragma once

#include "network/sandbox/knetikstate.h"
#include "network/sandbox/providersandbox.h"

#include <map>
#include <mutex>
#include <variant>

namespace latchkey::sandbox {

//! The KnetikCloud API for tokens, as it is on the wire: statuses, fields, errors, pages and permissions.
class KnetikSandbox : public ProviderSandbox
{
public:
    //! rateLimit: writes a minute of one token; 0: none, for the service documents none.
    KnetikSandbox(KnetikInventory inventory, int rateLimit, const Clock &clock, Ledger &ledger);

    [[nodiscard]] static QStringList callNames();
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QStringList calls() const override { return callNames(); }
    [[nodiscard]] QJsonObject ready(const QString &baseUrl) const override;
    [[nodiscard]] SandboxAccount account(const QJsonObject &ready) const override;
    [[nodiscard]] QString call(const Request &request) const override;
    [[nodiscard]] Reply answer(const Request &request) override;
    [[nodiscard]] Reply failure(int status) const override;
    [[nodiscard]] std::string secret(const Request &request) const override;

    //! Pages are asked for from 1 on. What the answer calls the first is documented nowhere: 0, unless set otherwise.
    void setFirstPageNumber(int number);

    // What tests ask. Any thread. Ids are the ledger's: username and client, each percent-encoded, with "/" between.
    [[nodiscard]] bool isAlive(const QString &id) const;
    //! Of everybody; of one user or client if named.
    [[nodiscard]] QStringList tokenIds(const QString &username = {}, const QString &clientId = {}) const;
    //! What the token is signed in with, or renewed; empty if it is gone.
    [[nodiscard]] QString valueOf(const QString &id, KnetikInventory::Use use = KnetikInventory::Use::Access) const;
    [[nodiscard]] const KnetikInventory &inventory() const { return m_inventory; }

private:
    //! Rights that a role may bring. Nobody: no token is asked for; Anybody: any token will do.
    enum class Right { Nobody, Anybody, Tokens, Clients, Users };
    using Caller = quint64; //!< the number of the token that signs in
    struct Route
    {
        std::string_view method;
        std::string_view path;
        std::string_view call;
        Right right;
        Reply (KnetikSandbox::*handler)(const Request &, Caller);
    };
    struct Budget
    {
        qint64 window = 0;
        int used = 0;
    };
    //! What a list asks for; the pages of all lists are alike.
    struct Page
    {
        std::size_t number = 1;
        std::size_t size = 25;
        std::vector<std::pair<std::string, bool>> order = {}; //!< property and whether it descends
    };

    [[nodiscard]] static std::span<const Route> routes();

    // With m_mutex held.
    [[nodiscard]] std::variant<Caller, Reply> signIn(const Request &request, Right right) const;
    [[nodiscard]] bool has(Caller caller, Right right) const;
    [[nodiscard]] std::string_view roleOf(Caller caller) const;
    //! Counts one write; false once the minute's budget is used.
    bool spend(Caller caller);

    // The calls; with m_mutex held.
    Reply grant(const Request &request, Caller caller);
    Reply listTokens(const Request &request, Caller caller);
    Reply showToken(const Request &request, Caller caller);
    Reply deleteTokens(const Request &request, Caller caller);
    Reply me(const Request &request, Caller caller);
    Reply listUsers(const Request &request, Caller caller);
    Reply listClients(const Request &request, Caller caller);

    // With m_mutex held.
    [[nodiscard]] Reply grantToUser(const Request &request, const FormFields &form, std::size_t client);
    [[nodiscard]] Reply refresh(const Request &request, const FormFields &form, std::size_t client);
    [[nodiscard]] Reply grantTo(const Request &request, const KnetikPair &pair);
    [[nodiscard]] Reply granted(const KnetikState::Granted &granted);
    //! Page size, number and order of a query; a refusal where one of them is no such thing.
    [[nodiscard]] std::variant<Page, Reply> pageOf(const FormFields &query,
                                                   std::span<const std::string_view> properties) const;
    //! A page of `count` rows, of which `append` writes the one at an index.
    [[nodiscard]] Reply pageReply(const Page &page, std::size_t count,
                                  const std::function<void(std::size_t, std::string &)> &append) const;
    void appendToken(quint64 number, bool withValue, std::string &to) const;
    [[nodiscard]] QString idOf(quint64 number) const;
    void record(const QString &change, quint64 number, const QString &by);
    //! {"code","request_id","result":[{"message","field","details"}]}
    [[nodiscard]] Reply refuse(int status, const QString &message, const QString &field = {}) const;
    [[nodiscard]] qint64 now() const; //!< UTC seconds

    const int m_rateLimit;
    const Clock &m_clock;
    Ledger &m_ledger;
    mutable std::mutex m_mutex;
    KnetikState m_state;
    const KnetikInventory &m_inventory; //!< of the state; never changes, so needs no lock
    std::map<Caller, Budget> m_budgets;
    std::size_t m_firstPageNumber = 0;
};

} // namespace latchkey::sandbox
