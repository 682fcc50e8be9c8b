#include "models/people/revocationparts.h"

#include <QCoreApplication>

#include <algorithm>

namespace latchkey {

namespace {

using Extent = RevokeCall::Extent;
using Kind = TokenCount::Kind;

QString sentence(const char *text) { return QCoreApplication::translate("RevocationParts", text); }

bool canRevokeListed(const ProviderDescription &provider)
{
    return provider.can(Capability::ListTokens)
        && (provider.can(Capability::RevokeToken) || provider.can(Capability::RevokeListed));
}

//! Collects the parts of one request.
class Builder
{
public:
    explicit Builder(const PeopleInput &input) : m_input(input) { }

    //! Of one account; null: there is no such account any more.
    [[nodiscard]] const Account *account(const AccountId &id) const
    {
        const auto found = std::find_if(m_input.accounts.cbegin(), m_input.accounts.cend(),
                                        [&id](const PeopleSource &source) { return source.account.id == id; });
        return found == m_input.accounts.cend() ? nullptr : &found->account;
    }
    [[nodiscard]] ProviderDescription provider(const AccountId &id) const
    {
        const Account *known = account(id);
        return known != nullptr ? m_input.providers.value(known->provider) : ProviderDescription();
    }

    void note(const AccountId &id, const Named &who, const QString &why, bool isLeftOut = true)
    {
        parts.notes += {id, cleanedText(who.text()), why, isLeftOut};
    }
    //! What a provider says of a capability that it lacks.
    void noteMissing(const AccountId &id, const Named &who, Capability capability)
    {
        const ProviderDescription described = provider(id);
        const auto said = described.whyNot.find(capability);
        note(id, who,
             said != described.whyNot.end()
                 ? said->second
                 : sentence(QT_TRANSLATE_NOOP("RevocationParts", "%1 offers no call for this.")).arg(described.name));
    }
    void addWide(const AccountId &id, const WideCall &call)
    {
        QList<WideCall> &calls = parts.wide[id];
        if (!calls.contains(call))
            calls += call;
    }
    //! Notes what the list does not tell; false: there is nothing to revoke.
    [[nodiscard]] bool hasListed(const AccountId &id, const Named &who, const TokenCount &count)
    {
        const Account *known = account(id);
        const QString name = known != nullptr ? cleanedText(known->name) : QString();
        if (count.kind != Kind::Known) {
            note(id, who,
                 sentence(QT_TRANSLATE_NOOP("RevocationParts",
                                            "Which tokens there are is not known: the list of %1 does not tell."))
                     .arg(name));
            return false;
        }
        if (count.tokens == 0) {
            note(id, who, sentence(QT_TRANSLATE_NOOP("RevocationParts", "There are no tokens in %1.")).arg(name));
            return false;
        }
        if (count.isLeast)
            note(id, who,
                 sentence(QT_TRANSLATE_NOOP("RevocationParts",
                                            "There may be more tokens in %1 than are listed. Those that are listed "
                                            "are in the plan."))
                     .arg(name),
                 false);
        return true;
    }

    RevocationParts parts;

private:
    const PeopleInput &m_input;
};

//! By the e-mail address where there is one: two people may have one name.
Named named(const Person &person) { return {person.id.value, person.email.isEmpty() ? person.name : person.email}; }
Named named(const Client &client) { return {client.id.value, client.name}; }

} // namespace

bool isWideOnly(const ProviderDescription &provider)
{
    return provider.can(Capability::RevokeByPerson) && !provider.can(Capability::ListTokens);
}

RevocationParts revocationOf(const QList<JoinedPerson> &people, const PeopleInput &input)
{
    Builder builder(input);
    for (const JoinedPerson &person : people) {
        for (const PersonIdentity &identity : person.identities) {
            const AccountId &account = identity.person.account;
            const Named who = named(identity.person);
            const ProviderDescription provider = builder.provider(account);
            if (provider.can(Capability::RevokeByPerson))
                builder.addWide(account, WideCall{.extent = Extent::Person, .person = who});
            else if (!canRevokeListed(provider))
                builder.noteMissing(account, who, Capability::RevokeByPerson);
            else if (builder.hasListed(account, who, identity.count))
                builder.parts.listed.owners[account].insert(identity.person.id);
        }
    }
    return builder.parts;
}

RevocationParts sessionsOf(const QList<PersonIdentity> &identities, const PeopleInput &input)
{
    Builder builder(input);
    for (const PersonIdentity &identity : identities) {
        const AccountId &account = identity.person.account;
        const Named who = named(identity.person);
        if (isWideOnly(builder.provider(account)))
            builder.addWide(account, WideCall{.extent = Extent::Person, .person = who});
        else
            builder.noteMissing(account, who, Capability::RevokeByPerson);
    }
    return builder.parts;
}

RevocationParts revocationOf(const QList<ListedClient> &clients, const PeopleInput &input)
{
    Builder builder(input);
    for (const ListedClient &listed : clients) {
        const AccountId &account = listed.client.account;
        const Named who = named(listed.client);
        const ProviderDescription provider = builder.provider(account);
        if (provider.can(Capability::RevokeByClient))
            builder.addWide(account, WideCall{.extent = Extent::Client, .client = who});
        else if (!canRevokeListed(provider))
            builder.noteMissing(account, who, Capability::RevokeByClient);
        else if (builder.hasListed(account, who, listed.count))
            builder.parts.listed.clients[account].insert(listed.client.id);
    }
    return builder.parts;
}

RevocationParts disablingOf(const QList<ListedClient> &clients, const PeopleInput &input)
{
    Builder builder(input);
    for (const ListedClient &listed : clients) {
        const AccountId &account = listed.client.account;
        const Named who = named(listed.client);
        if (isDisabled(listed.client.state))
            builder.note(account, who, sentence(QT_TRANSLATE_NOOP("RevocationParts", "It is disabled already.")));
        else if (builder.provider(account).can(Capability::DisableClient))
            builder.addWide(account, WideCall{.extent = Extent::Client, .client = who});
        else
            builder.noteMissing(account, who, Capability::DisableClient);
    }
    return builder.parts;
}

QList<Token> listedTokens(const TokenSnapshot &tokens, const RevocationParts &parts, qint64 nowMs,
                          const std::stop_token &stop)
{
    QList<Token> listed;
    const std::vector<quint32> rows = rowsOf(tokens, parts.listed, stop);
    for (const quint32 row : rows) {
        if (stop.stop_requested())
            return {};
        listed += tokens.token(row, nowMs);
    }
    return listed;
}

} // namespace latchkey
