#pragma once

#include "network/domain/error.h"
#include "network/domain/identity.h"
#include "network/domain/ids.h"

#include <QMap>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace latchkey {

enum class Environment : quint8 { Production, Staging, Development, Sandbox };

//! Stable names for files and the command line: "production".
[[nodiscard]] QString environmentName(Environment environment);
[[nodiscard]] std::optional<Environment> environmentFromName(QStringView name);

//! What of an account's tokens is loaded. Everything but `parts` goes to the provider as it is.
struct LoadScope
{
    QStringList parts = {}; //!< of ProviderDescription::scopeParts; empty: all that the credential may list
    QString client = {};
    QString person = {};
    QString status = {};
    QString order = {};

    //! A list loaded with this is the account's whole inventory.
    [[nodiscard]] bool isWhole() const
    {
        return parts.isEmpty() && client.isEmpty() && person.isEmpty() && status.isEmpty();
    }
    friend bool operator==(const LoadScope &, const LoadScope &) = default;
};

//! What this app may do with an account, and how hard.
struct Policy
{
    bool readOnly = false; //!< the transport refuses everything but GET and HEAD
    int readRetries = 2; //!< 0–3 further tries of a read
    int deletesInFlight = 4; //!< 1–6 single revocations at a time
    int pageSize = 0; //!< rows a page; 0: the provider's default

    friend bool operator==(const Policy &, const Policy &) = default;
};

//! One profile of the user's. Its secret is in the keychain, never here.
struct Account
{
    AccountId id = {};
    QString name = {}; //!< unique among the accounts
    ProviderId provider = {};
    QString signIn = {}; //!< a SignInMethod's key
    QUrl baseUrl = {};
    QUrl loginUrl = {}; //!< empty: same as baseUrl
    QString tenant = {}; //!< typed customer or service id; empty where the credential tells
    //! What the sign-in method asks for beside secrets, by SignInMethod::settings key: "clientId", "port".
    QMap<QString, QString> settings = {};
    Identity identity = {}; //!< as last verified; unknown until then
    Environment environment = Environment::Production;
    QString colour = {}; //!< "#1b62ae"; empty: none chosen
    Policy policy = {};
    LoadScope scope = {};

    friend bool operator==(const Account &, const Account &) = default;
};

//! "https://api.fastly.com" or "http://127.0.0.1:8080": what a credential is bound to.
[[nodiscard]] QString originOf(const QUrl &url);

//! https to any host, http to loopback only; no user info, query or fragment (reliability R3). A path prefix is
//! allowed. Error: InvalidInput with a sentence and a next step.
[[nodiscard]] Result<QUrl> checkedBaseUrl(const QString &typed);

} // namespace latchkey
