#pragma once

#include "models/people/peopletable.h"
#include "tests/unit/inventory/invented.h"

namespace latchkey {

inline AccountId idOf(const QString &account) { return {account + QStringLiteral("-uuid")}; }

inline ProviderDescription inventedProvider(const QString &id, const QString &name, Capabilities capabilities)
{
    ProviderDescription provider;
    provider.id = {id};
    provider.name = name;
    provider.capabilities = capabilities;
    return provider;
}

//! Four providers as far apart as the real ones: what each can do, and what it says of the rest.
inline QHash<ProviderId, ProviderDescription> inventedProviders()
{
    using C = Capability;
    ProviderDescription cdn = inventedProvider(QStringLiteral("fastly"), QStringLiteral("Fastly"),
                                               C::ListTokens | C::RevokeToken | C::RevokeListed | C::ListPeople);
    cdn.personWord = QStringLiteral("user");
    cdn.whyNot[C::RevokeByClient] = QStringLiteral("Fastly knows no clients.");
    ProviderDescription login =
        inventedProvider(QStringLiteral("authlete"), QStringLiteral("Authlete"),
                         C::ListTokens | C::RevokeToken | C::RevokeByPerson | C::RevokeByClient | C::ListClients);
    login.personWord = QStringLiteral("subject");
    ProviderDescription care = inventedProvider(QStringLiteral("genesys"), QStringLiteral("Genesys Cloud"),
                                                C::RevokeByPerson | C::ListPeople | C::ListClients | C::DisableClient);
    care.whyNot[C::ListTokens] = QStringLiteral("Genesys Cloud lists no tokens.");
    care.whyNot[C::RevokeByClient] = QStringLiteral("Genesys Cloud can disable a client instead.");
    care.wideWords[C::RevokeByPerson] = {QStringLiteral("End all sessions of %1"),
                                         QStringLiteral("One call ends every session of %1, on every device.")};
    care.wideWords[C::DisableClient] = {QStringLiteral("Disable %1"), QStringLiteral("Ends every session of %1.")};
    const ProviderDescription arcade = inventedProvider(QStringLiteral("knetik"), QStringLiteral("Knetik"),
                                                        C::ListTokens | C::RevokeToken | C::RevokeByPerson
                                                            | C::RevokeByClient | C::ListPeople | C::ListClients);
    return {{cdn.id, cdn}, {login.id, login}, {care.id, care}, {arcade.id, arcade}};
}

inline Person inventedPerson(const QString &id, const QString &name = {}, const QString &email = {},
                             const QString &state = {})
{
    return {.id = {id}, .name = name, .email = email, .state = state};
}

inline Client inventedClient(const QString &id, const QString &name = {}, const QString &state = {})
{
    return {.id = {id}, .name = name, .state = state};
}

template <typename T>
Listing<T> listed(const QList<T> &rows)
{
    Listing<T> listing;
    listing.take(rows);
    return listing;
}

//! `count` tokens of one owner, and of one client where it has an id.
inline QList<Token> tokensOf(const QString &owner, int count, const QString &client = {})
{
    QList<Token> tokens;
    for (int number = 0; number < count; ++number) {
        Token token = inventedToken(QStringLiteral("%1-%2-%3").arg(owner, client).arg(number));
        token.owner = Named{owner, {}};
        if (!client.isEmpty())
            token.client = Named{client, {}};
        tokens += token;
    }
    return tokens;
}

//! Accounts with people and tokens, to be made into a table.
class PeopleScene
{
public:
    PeopleScene() { input.providers = inventedProviders(); }

    PeopleSource &add(const QString &name, const QString &provider, Environment environment = Environment::Staging)
    {
        PeopleSource source;
        source.account.id = idOf(name);
        source.account.name = name;
        source.account.provider = {provider};
        source.account.environment = environment;
        AccountRow row = inventedAccount(name, provider);
        row.environment = environment;
        m_table.setAccount(row);
        input.accounts += source;
        return input.accounts.last();
    }
    //! The account's list came, whole unless `end` says otherwise.
    void list(const QString &name, const QList<Token> &tokens, const Result<Completeness> &end = complete())
    {
        AccountRow row = inventedAccount(name, source(name).account.provider.value);
        row.environment = source(name).account.environment;
        load(m_table, row, tokens, end);
    }
    void startLoading(const QString &name)
    {
        m_loads.push_back(m_table.beginLoad(inventedAccount(name, source(name).account.provider.value)));
    }
    //! This app signs in with it.
    void signInWith(const QString &name, const TokenId &token)
    {
        const AccountRow row = inventedAccount(name, source(name).account.provider.value);
        m_table.setOwnTokens({{.provider = row.provider, .origin = row.origin, .tenant = row.tenant, .id = token}});
    }
    [[nodiscard]] PeopleSource &source(const QString &name)
    {
        for (PeopleSource &source : input.accounts) {
            if (source.account.name == name)
                return source;
        }
        qFatal("no such account");
    }
    [[nodiscard]] const PeopleInput &ready()
    {
        input.tokens = m_table.snapshot();
        input.nowMs = clock.nowMs();
        return input;
    }
    [[nodiscard]] PeopleTable table() { return peopleTable(ready()); }

    StandingClock clock;
    PeopleInput input;

private:
    TokenTable m_table{clock};
    std::vector<std::shared_ptr<TokenLoad>> m_loads;
};

//! One person in four accounts of four providers, joined by e-mail where it is reported and by hand elsewhere.
inline void addAnnOfFour(PeopleScene &scene)
{
    const QString ann = QStringLiteral("ann.kowalski");
    const QString name = QStringLiteral("Ann Kowalski");
    const QString email = QStringLiteral("ann.kowalski@example.com");
    PeopleSource &cdn = scene.add(QStringLiteral("prod-cdn"), QStringLiteral("fastly"), Environment::Production);
    cdn.account.colour = QStringLiteral("#2f7de1");
    cdn.people = listed<Person>({inventedPerson(QStringLiteral("u-ann"), name, email)});
    PeopleSource &login = scene.add(QStringLiteral("login-eu"), QStringLiteral("authlete"), Environment::Production);
    login.account.colour = QStringLiteral("#e07b00");
    PeopleSource &care = scene.add(QStringLiteral("care-eu"), QStringLiteral("genesys"), Environment::Production);
    care.account.colour = QStringLiteral("#16a394");
    care.people =
        listed<Person>({inventedPerson(QStringLiteral("4f1c02d8-77aa-4b0e-9d3f-0c6be1a95e21"), name,
                                       QStringLiteral("Ann.Kowalski@Example.com"), QStringLiteral("active"))});
    PeopleSource &arcade = scene.add(QStringLiteral("arcade"), QStringLiteral("knetik"), Environment::Sandbox);
    arcade.account.colour = QStringLiteral("#8d6552");
    arcade.people = listed<Person>({inventedPerson(QStringLiteral("ann.k"))});
    scene.list(QStringLiteral("prod-cdn"), tokensOf(QStringLiteral("u-ann"), 2));
    scene.list(QStringLiteral("login-eu"), tokensOf(ann, 2));
    scene.list(QStringLiteral("arcade"), tokensOf(QStringLiteral("ann.k"), 1));
    scene.input.links.join({{idOf(QStringLiteral("prod-cdn")), {QStringLiteral("u-ann")}},
                            {idOf(QStringLiteral("login-eu")), {ann}},
                            {idOf(QStringLiteral("arcade")), {QStringLiteral("ann.k")}}});
}

} // namespace latchkey
