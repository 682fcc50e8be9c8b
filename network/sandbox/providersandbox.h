#pragma once

#include "network/domain/account.h"
#include "network/domain/clock.h"
#include "network/domain/credential.h"
#include "network/sandbox/exchange.h"
#include "network/sandbox/ledger.h"

#include <QJsonObject>
#include <QStringList>

#include <span>

namespace latchkey::sandbox {

//! An account at a sandbox, without an id, and what it signs in with.
struct SandboxAccount
{
    Account account = {};
    Credential credential = {};

    //! A part of the credential, out of a ready line.
    void sign(const QString &part, const QJsonValue &value)
    {
        credential.parts[part] = Secret(value.toString().toUtf8());
    }
};

//! One provider's API and what it knows. The sandbox around it does ledger, latency and faults.
class ProviderSandbox
{
public:
    virtual ~ProviderSandbox() = default;

    //! Also the first segment of its paths, and the first part of its calls' names: "fastly".
    [[nodiscard]] virtual QString name() const = 0;
    //! All names that call() may give.
    [[nodiscard]] virtual QStringList calls() const = 0;
    //! What the ready line says of it. baseUrl: where its API is, without a slash at the end.
    [[nodiscard]] virtual QJsonObject ready(const QString &baseUrl) const = 0;

    //! An account that signs in with what `ready` says; provider and base URL are Sandbox::accounts()' business.
    [[nodiscard]] virtual SandboxAccount account(const QJsonObject &ready) const = 0;

    //! Which call the request is, by method and path alone; empty for none. Segments come without the provider's name.
    [[nodiscard]] virtual QString call(const Request &request) const = 0;
    //! Does it. Called by several threads at once.
    [[nodiscard]] virtual Reply answer(const Request &request) = 0;
    //! An error in the provider's own shape.
    [[nodiscard]] virtual Reply failure(int status) const = 0;
    //! The secret that the request signs in with; empty for none. For its fingerprint in the ledger.
    [[nodiscard]] virtual std::string secret(const Request &request) const = 0;
};

//! Whether method and path ("tokens/{}": "{}" is any one segment) are the request's. HEAD goes wherever GET does.
[[nodiscard]] bool matches(const Request &request, std::string_view method, std::string_view path);

//! The first line of a provider's table of calls that fits; null if none does.
template <typename Route>
const Route *findRoute(std::span<const Route> routes, const Request &request)
{
    for (const Route &route : routes) {
        if (matches(request, route.method, route.path))
            return &route;
    }
    return nullptr;
}

} // namespace latchkey::sandbox
