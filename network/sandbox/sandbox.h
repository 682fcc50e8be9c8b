#pragma once

#include "network/domain/clock.h"
#include "network/sandbox/faults.h"
#include "network/sandbox/ledger.h"

#include <QJsonObject>
#include <QUrl>

#include <memory>
#include <vector>

namespace latchkey::sandbox {

class AuthleteSandbox;
class FastlySandbox;
class GenesysSandbox;
class HttpServer;
class KnetikSandbox;
class ProviderSandbox;
struct Reply;
struct Request;
struct SandboxAccount;

struct SandboxOptions
{
    quint16 port = 0; //!< 0: any free one
    qint64 tokens = 5000; //!< of each provider; at least three
    quint64 seed = 1;
    QString ledgerFile = {}; //!< empty: none
    bool rememberLedger = true; //!< off for a server that runs for days: ledger() then has counts, and no entries
    int latencyMs = 0; //!< before each answer
    int rateLimit = 0; //!< writes a minute of one identity; 0: the provider's own limit
    std::vector<Fault> faults = {};
    //! Around which all dates lie, UTC milliseconds; 0: the start of today, so that "unused for 90 days" finds some.
    qint64 referenceMs = 0;
    const Clock *clock = nullptr; //!< for expiry, sudo and rate windows; outlives the sandbox; null: the machine's
};

//! The loopback server of the providers' APIs over invented data: the library behind latchkey-sandbox, the tests and
//! `--demo`. Deterministic for its options; state changes for real. Everything public may be called from any thread.
class Sandbox
{
public:
    explicit Sandbox(SandboxOptions options = {});
    ~Sandbox();
    Q_DISABLE_COPY_MOVE(Sandbox)

    //! Once. Listens on 127.0.0.1. False with a reason if port or ledger file cannot be had.
    [[nodiscard]] bool start(QString *reason = nullptr);
    //! Cuts every connection; the state can still be read.
    void stop();

    //! "http://127.0.0.1:PORT"; empty unless listening.
    [[nodiscard]] QString origin() const;
    //! The line that the program prints: {"ready":true,"fastly":{"baseUrl",…},…}
    [[nodiscard]] QJsonObject ready() const;
    //! An account at each provider, for whoever wants to use them all.
    [[nodiscard]] std::vector<SandboxAccount> accounts() const;
    [[nodiscard]] const Ledger &ledger() const { return m_ledger; }
    [[nodiscard]] FastlySandbox &fastly() { return *m_fastly; }
    [[nodiscard]] AuthleteSandbox &authlete() { return *m_authlete; }
    [[nodiscard]] GenesysSandbox &genesys() { return *m_genesys; }
    [[nodiscard]] KnetikSandbox &knetik() { return *m_knetik; }

    //! The names that faults may name.
    [[nodiscard]] static QStringList calls();

private:
    [[nodiscard]] Reply handle(Request &request);
    [[nodiscard]] Reply answer(ProviderSandbox &provider, const QString &call, Request &request);
    void record(const Request &request, const ProviderSandbox *provider, const QString &call, int status);

    SandboxOptions m_options;
    SystemClock m_systemClock;
    const Clock &m_clock;
    Ledger m_ledger;
    FaultPlan m_faults;
    std::unique_ptr<FastlySandbox> m_fastly;
    std::unique_ptr<AuthleteSandbox> m_authlete;
    std::unique_ptr<GenesysSandbox> m_genesys;
    std::unique_ptr<KnetikSandbox> m_knetik;
    std::vector<ProviderSandbox *> m_providers;
    std::unique_ptr<HttpServer> m_server; // last: its threads use all of the above
};

} // namespace latchkey::sandbox
