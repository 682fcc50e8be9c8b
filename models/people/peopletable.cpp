#include "models/people/peopletable.h"

#include "models/inventory/foldedtext.h"
#include "models/inventory/ownercounts.h"

#include <QCollator>

#include <algorithm>
#include <numeric>

namespace latchkey {

namespace {

using Kind = TokenCount::Kind;
using Match = PersonIdentity::Match;
using State = AccountStatus::State;

//! How far an account's list can be believed.
struct ListedTokens
{
    bool wasWhole = false; //!< a complete list came once
    bool isLoading = false;
    bool isStale = false;
    ListedOwners owners = ListedOwners::Nobody;
    OwnerCounts counts = {};
};

ListedTokens listedTokens(const PeopleInput &input, const QHash<AccountId, OwnerCounts> &counts,
                          const AccountId &account)
{
    ListedTokens listed;
    const AccountPart *part = input.tokens ? input.tokens->account(account) : nullptr;
    if (part == nullptr)
        return listed;
    listed.wasWhole = part->status.state == State::Complete || part->status.loadedAtMs > 0;
    listed.isLoading = part->status.state == State::Loading;
    listed.isStale = part->status.state == State::Failed || part->status.state == State::Partial;
    listed.owners = part->status.owners;
    listed.counts = counts.value(account);
    return listed;
}

//! `isCovered`: all tokens of whom it is about are in a whole list.
TokenCount countOf(const ListedTokens &listed, qint64 found, bool isCovered)
{
    const bool isWhole = listed.wasWhole && isCovered;
    if (isWhole || found > 0)
        return {Kind::Known, found, !isWhole, listed.isStale};
    return {listed.isLoading ? Kind::Awaited : Kind::NotReported};
}

//! Adds what is known; what is not makes the sum a least.
void add(TokenCount &sum, const TokenCount &count)
{
    if (sum.kind == Kind::NotThere) {
        sum = count;
        return;
    }
    if (sum.kind == Kind::Known || count.kind == Kind::Known) {
        sum.isLeast = sum.isLeast || count.isLeast || sum.kind != count.kind;
        sum.kind = Kind::Known;
        sum.tokens += count.tokens;
        sum.isStale = sum.isStale || count.isStale;
    } else if (count.kind == Kind::Awaited) {
        sum.kind = Kind::Awaited;
    }
}

//! See PeopleColumn::others.
Kind othersIn(const Listing<Person> &people, const ListedTokens &listed)
{
    using Asked = Listing<Person>::State;
    if (people.state == Asked::Listed || (listed.wasWhole && listed.owners == ListedOwners::Everybody))
        return Kind::NotThere;
    return people.state == Asked::Awaited || listed.isLoading ? Kind::Awaited : Kind::NotReported;
}

//! What an e-mail joins by; empty: it joins nobody.
QString comparable(const QString &email)
{
    const QString trimmed = email.trimmed();
    return trimmed.contains(u'@') ? trimmed.toCaseFolded() : QString();
}

//! A hash has another order in every run of the program.
template <typename Id>
QList<Id> sortedKeys(const QHash<Id, OwnerCount> &counts)
{
    QList<Id> keys = counts.keys();
    std::sort(keys.begin(), keys.end());
    return keys;
}

//! The identities of one account: those that the provider lists, then those that only tokens name.
void addIdentities(std::vector<PersonIdentity> &all, const PeopleSource &source, const ListedTokens &listed)
{
    const auto isCovered = [&](const PersonId &id) {
        return listed.owners == ListedOwners::Everybody
            || (listed.owners == ListedOwners::OwnPerson && source.account.identity.ownPerson == id);
    };
    QSet<PersonId> seen;
    const auto add = [&](Person person) {
        if (person.id.isEmpty() || seen.contains(person.id))
            return;
        seen.insert(person.id);
        person.account = source.account.id;
        const OwnerCount count = listed.counts.owners.value(person.id);
        if (person.name.isEmpty())
            person.name = count.name;
        const TokenCount tokens = countOf(listed, count.tokens, isCovered(person.id));
        // Whoever may have further tokens may have used them.
        const bool isUnknown = count.lastUsed.isNever() && tokens.isLeast;
        all.push_back({std::move(person), tokens, count.usedLastDay, isUnknown ? Moment::notReported() : count.lastUsed,
                       count.usesThisApp, Match::Alone});
    };
    for (const Person &person : source.people.rows)
        add(person);
    const QList<PersonId> owners = sortedKeys(listed.counts.owners);
    for (const PersonId &owner : owners)
        add(Person{.id = owner});
}

void addClients(std::vector<ListedClient> &all, const PeopleSource &source, const ListedTokens &listed)
{
    QSet<ClientId> seen;
    const auto add = [&](Client client) {
        if (client.id.isEmpty() || seen.contains(client.id))
            return;
        seen.insert(client.id);
        client.account = source.account.id;
        const OwnerCount count = listed.counts.clients.value(client.id);
        if (client.name.isEmpty())
            client.name = count.name;
        const TokenCount tokens = countOf(listed, count.tokens, listed.owners == ListedOwners::Everybody);
        all.push_back({std::move(client), tokens});
    };
    for (const Client &client : source.clients.rows)
        add(client);
    const QList<ClientId> clients = sortedKeys(listed.counts.clients);
    for (const ClientId &client : clients)
        add(Client{.id = client});
}

//! Who is one with whom: places in a list, joined one by one.
class Unions
{
public:
    explicit Unions(size_t size) : m_parents(size) { std::iota(m_parents.begin(), m_parents.end(), 0U); }

    quint32 find(quint32 place)
    {
        while (m_parents[place] != place) {
            m_parents[place] = m_parents[m_parents[place]];
            place = m_parents[place];
        }
        return place;
    }
    //! The earlier one stands for both, so that a person keeps the place of the first identity.
    void join(quint32 a, quint32 b)
    {
        const quint32 standsForA = find(a);
        const quint32 standsForB = find(b);
        m_parents[std::max(standsForA, standsForB)] = std::min(standsForA, standsForB);
    }

private:
    std::vector<quint32> m_parents;
};

//! Places of those who share an address, of each account one.
QHash<QString, std::vector<quint32>> sharedEmails(const std::vector<PersonIdentity> &identities,
                                                  const PersonLinks &links)
{
    QHash<QString, std::vector<quint32>> places;
    for (quint32 place = 0; place < identities.size(); ++place) {
        const QString email = comparable(identities[place].person.email);
        if (!email.isEmpty())
            places[email].push_back(place);
    }
    for (std::vector<quint32> &same : places) {
        // An address that stands at several people of one account is nobody's own.
        QSet<AccountId> accounts;
        for (const quint32 place : same)
            accounts.insert(identities[place].person.account);
        if (size_t(accounts.size()) < same.size())
            same.clear();
        std::erase_if(same, [&](quint32 place) { return links.apart.contains(identities[place].key()); });
    }
    places.removeIf([](const auto &same) { return same.value().size() < 2; });
    return places;
}

std::vector<JoinedPerson> joined(std::vector<PersonIdentity> identities, const PersonLinks &links)
{
    Unions unions(identities.size());
    const auto emails = sharedEmails(identities, links);
    for (const std::vector<quint32> &same : emails) {
        for (const quint32 place : same) {
            unions.join(same.front(), place);
            identities[place].match = Match::Email;
        }
    }
    QHash<PersonKey, quint32> places;
    for (quint32 place = 0; !links.groups.isEmpty() && place < identities.size(); ++place)
        places.insert(identities[place].key(), place);
    for (const QList<PersonKey> &group : links.groups) {
        std::vector<quint32> present;
        for (const PersonKey &key : group) {
            if (const auto place = places.constFind(key); place != places.cend())
                present.push_back(*place);
        }
        for (size_t at = 1; at < present.size(); ++at)
            unions.join(present.front(), present[at]);
        for (const quint32 place : present) {
            if (present.size() > 1 && identities[place].match == Match::Alone)
                identities[place].match = Match::Hand;
        }
    }

    std::vector<JoinedPerson> people;
    std::vector<quint32> rows(identities.size());
    for (quint32 place = 0; place < identities.size(); ++place) {
        const quint32 first = unions.find(place);
        if (first == place) {
            rows[place] = quint32(people.size());
            people.emplace_back();
        }
        people[rows[first]].identities += std::move(identities[place]);
    }
    return people;
}

//! Ranks of texts in the locale's order; equal texts have equal ranks.
template <typename TextAt>
std::vector<quint32> ranksOf(size_t size, TextAt textAt)
{
    QCollator collator;
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    collator.setNumericMode(true);
    std::vector<QCollatorSortKey> keys;
    keys.reserve(size);
    for (size_t row = 0; row < size; ++row)
        keys.push_back(collator.sortKey(textAt(row)));
    std::vector<quint32> order(size);
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&keys](quint32 a, quint32 b) { return keys[a].compare(keys[b]) < 0; });
    std::vector<quint32> ranks(size);
    quint32 rank = 0;
    for (size_t at = 0; at < size; ++at) {
        if (at > 0 && keys[order[at - 1]].compare(keys[order[at]]) != 0)
            ++rank;
        ranks[order[at]] = rank;
    }
    return ranks;
}

std::string foldedTexts(const JoinedPerson &person)
{
    std::string text;
    const auto add = [&text](const QString &part) {
        const QByteArray utf8 = part.toUtf8();
        appendFolded(text, std::string_view(utf8.constData(), size_t(utf8.size())));
        text += TextEnd;
    };
    for (const PersonIdentity &identity : person.identities) {
        add(identity.person.name);
        add(identity.person.email);
        add(identity.person.id.value);
    }
    return text;
}

void count(PeopleTable &table)
{
    for (const JoinedPerson &person : table.people) {
        const bool isMultiple = hasTokensInSeveral(person);
        const bool isDeactivated = isDeactivatedWithTokens(person);
        const bool isNotReported = hasUnreportedTokens(person);
        if (!isMultiple && !isDeactivated && !isNotReported)
            continue;
        const auto add = [&](ChipCounts &counts) {
            counts.multiple += isMultiple;
            counts.deactivated += isDeactivated;
            counts.notReported += isNotReported;
        };
        add(table.counts);
        for (const PeopleColumn &account : table.accounts) {
            if (person.countIn(account.id).kind != TokenCount::Kind::NotThere)
                add(table.countsThere[account.id]);
        }
    }
}

} // namespace

bool isDeactivated(const QString &state)
{
    return !state.isEmpty() && state.compare(QLatin1String("active"), Qt::CaseInsensitive) != 0;
}

bool isDisabled(const QString &state) { return state.compare(QLatin1String("disabled"), Qt::CaseInsensitive) == 0; }

QString JoinedPerson::name() const
{
    const auto named = std::find_if(identities.cbegin(), identities.cend(),
                                    [](const PersonIdentity &identity) { return !identity.person.name.isEmpty(); });
    return named == identities.cend() ? identities.constFirst().person.id.value : named->person.name;
}

bool JoinedPerson::isNamed() const
{
    return std::any_of(identities.cbegin(), identities.cend(),
                       [](const PersonIdentity &identity) { return !identity.person.name.isEmpty(); });
}

QString JoinedPerson::email() const
{
    for (const PersonIdentity &identity : identities) {
        if (!identity.person.email.isEmpty())
            return identity.person.email;
    }
    return {};
}

QList<PersonKey> JoinedPerson::keys() const
{
    QList<PersonKey> keys;
    for (const PersonIdentity &identity : identities)
        keys += identity.key();
    return keys;
}

TokenCount JoinedPerson::countIn(const AccountId &account) const
{
    TokenCount sum;
    for (const PersonIdentity &identity : identities) {
        if (identity.person.account == account)
            add(sum, identity.count);
    }
    return sum;
}

TokenCount JoinedPerson::known() const
{
    TokenCount sum;
    for (const PersonIdentity &identity : identities)
        add(sum, identity.count);
    sum.isLeast = false; // the column says that it is what is known
    return sum;
}

Moment JoinedPerson::lastUsed() const
{
    std::optional<Moment> latest;
    for (const PersonIdentity &identity : identities) {
        const bool hasNone = identity.count.kind == Kind::Known && identity.count.tokens == 0;
        if (!hasNone)
            latest = latest ? latestUse(*latest, identity.lastUsed) : identity.lastUsed;
    }
    return latest.value_or(Moment::notReported());
}

bool JoinedPerson::usesThisApp() const
{
    return std::any_of(identities.cbegin(), identities.cend(),
                       [](const PersonIdentity &identity) { return identity.usesThisApp; });
}

bool JoinedPerson::isDeactivated() const
{
    return std::any_of(identities.cbegin(), identities.cend(),
                       [](const PersonIdentity &identity) { return latchkey::isDeactivated(identity.person.state); });
}

bool hasTokensInSeveral(const JoinedPerson &person)
{
    QSet<AccountId> accounts;
    for (const PersonIdentity &identity : person.identities) {
        if (identity.count.kind == Kind::Known && identity.count.tokens > 0)
            accounts.insert(identity.person.account);
    }
    return accounts.size() > 1;
}

bool isDeactivatedWithTokens(const JoinedPerson &person) { return person.isDeactivated() && person.known().tokens > 0; }

bool hasUnreportedTokens(const JoinedPerson &person)
{
    return std::any_of(person.identities.cbegin(), person.identities.cend(),
                       [](const PersonIdentity &identity) { return identity.count.kind == Kind::NotReported; });
}

PeopleTable peopleTable(const PeopleInput &input, const std::stop_token &stop)
{
    PeopleTable table;
    QHash<AccountId, OwnerCounts> counts;
    if (input.tokens)
        counts = ownerCounts(*input.tokens, input.nowMs, stop);
    std::vector<PersonIdentity> identities;
    for (const PeopleSource &source : input.accounts) {
        if (stop.stop_requested())
            return {};
        const ListedTokens listed = listedTokens(input, counts, source.account.id);
        table.accounts.push_back({source.account.id, source.account.name, source.account.colour,
                                  source.account.environment == Environment::Production,
                                  othersIn(source.people, listed)});
        addIdentities(identities, source, listed);
        addClients(table.clients, source, listed);
    }
    table.people = joined(std::move(identities), input.links);
    if (stop.stop_requested())
        return {};
    for (const JoinedPerson &person : table.people)
        table.texts.push_back(foldedTexts(person));
    table.nameRanks = ranksOf(table.people.size(), [&table](size_t row) { return table.people[row].name(); });
    table.emailRanks = ranksOf(table.people.size(), [&table](size_t row) { return table.people[row].email(); });
    const auto clientName = [](const Client &client) { return client.name.isEmpty() ? client.id.value : client.name; };
    table.clientNameRanks =
        ranksOf(table.clients.size(), [&](size_t row) { return clientName(table.clients[row].client); });
    for (const ListedClient &listed : table.clients)
        table.clientTexts.push_back(folded(listed.client.name) + TextEnd + folded(listed.client.id.value) + TextEnd);
    count(table);
    return table;
}

} // namespace latchkey
