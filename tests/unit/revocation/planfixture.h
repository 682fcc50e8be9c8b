#pragma once

#include "models/revocation/run.h"

namespace latchkey {

constexpr qint64 Now = 1'700'000'000'000; // UTC ms
constexpr qint64 Day = 86'400'000;

//! A provider that can do everything, with Fastly's numbers.
inline ProviderDescription ableProvider()
{
    ProviderDescription provider;
    provider.id = ProviderId{QStringLiteral("able")};
    provider.capabilities = Capability::OwnToken | Capability::RevokeToken | Capability::RevokeListed
        | Capability::RevokeOwn | Capability::RevokeByPerson | Capability::RevokeByClient
        | Capability::RevokeByPersonAtClient;
    provider.reported = TokenField::LastUsed;
    provider.listedRevokeFrom = 20;
    provider.listedRevokeLimit = 100;
    provider.writesPerHour = 1000;
    return provider;
}

inline Account accountNamed(const QString &name, Environment environment = Environment::Staging)
{
    Account account;
    account.id = AccountId{QStringLiteral("id-") + name};
    account.name = name;
    account.provider = ableProvider().id;
    account.baseUrl = QUrl(QStringLiteral("https://api.example.com"));
    account.environment = environment;
    account.identity.tenant = {QStringLiteral("tenant-") + name, name};
    account.identity.ownToken = TokenId{QStringLiteral("own-") + name};
    return account;
}

//! A token that was never used.
inline Token tokenOf(const Account &account, const QString &id)
{
    Token token;
    token.id = TokenId{id};
    token.account = account.id;
    token.name = QStringLiteral("name of ") + id;
    token.kind = TokenKind::User;
    token.owner = Named{QStringLiteral("u1"), QStringLiteral("Ann")};
    token.created = Moment::at(Now - 400 * Day);
    token.lastUsed = Moment::never();
    return token;
}

inline PlanRequest requestFor(const QList<Account> &accounts, const QList<Token> &tokens = {})
{
    PlanRequest request;
    request.accounts = accounts;
    request.providers.insert(ableProvider().id, ableProvider());
    request.tokens = tokens;
    request.reason = QStringLiteral("spring cleaning");
    request.nowMs = Now;
    return request;
}

inline QList<Token> tokensOf(const Account &account, int count)
{
    QList<Token> tokens;
    for (int i = 0; i < count; ++i)
        tokens += tokenOf(account, QStringLiteral("t%1").arg(i));
    return tokens;
}

inline Plan planOf(int count)
{
    const Account account = accountNamed(QStringLiteral("cdn"));
    return buildPlan(requestFor({account}, tokensOf(account, count)));
}

} // namespace latchkey
