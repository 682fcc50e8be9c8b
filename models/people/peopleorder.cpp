#include "models/people/peopleorder.h"

#include "models/inventory/foldedtext.h"

#include <algorithm>
#include <limits>

namespace latchkey {

namespace {

//! What a count is sorted by. Numbers before "–" before what is not known, in both directions.
struct CountOrder
{
    int group = 0;
    qint64 tokens = 0;

    explicit CountOrder(const TokenCount &count)
        : group(count.kind == TokenCount::Kind::Known ? 0 : int(count.kind) + 1)
        , tokens(count.kind == TokenCount::Kind::Known ? count.tokens : 0)
    {
    }
};

//! Words of a line: those in quotes are one, without the quotes.
QStringList wordsOf(const QString &line)
{
    QStringList words;
    QString word;
    bool isQuoted = false;
    for (const QChar letter : line) {
        if (letter == u'"') {
            isQuoted = !isQuoted;
        } else if (letter.isSpace() && !isQuoted) {
            words += word;
            word.clear();
        } else {
            word += letter;
        }
    }
    words += word;
    words.removeAll(QString());
    return words;
}

bool passes(const PeopleFilter &filter, const std::string &text, auto isInAccount)
{
    return std::all_of(filter.terms.cbegin(), filter.terms.cend(), [&](const PeopleFilter::Term &term) {
        const bool holds = term.isAccount ? isInAccount(term.text) : containsText(text, term.text);
        return holds != term.isNegated;
    });
}

//! Stable in itself: equal rows in the order of names, then as they came.
template <typename Compare>
void arrange(std::vector<quint32> &rows, const std::vector<quint32> &names, Compare compare)
{
    std::sort(rows.begin(), rows.end(), [&](quint32 a, quint32 b) {
        if (const int order = compare(a, b); order != 0)
            return order < 0;
        return names[a] != names[b] ? names[a] < names[b] : a < b;
    });
}

int compared(const auto &a, const auto &b) { return a < b ? -1 : b < a ? 1 : 0; }

//! `isDown` turns values around, but not what is not reported.
int comparedCounts(const TokenCount &a, const TokenCount &b, bool isDown)
{
    const CountOrder first(a);
    const CountOrder second(b);
    if (first.group != second.group)
        return compared(first.group, second.group);
    return isDown ? compared(second.tokens, first.tokens) : compared(first.tokens, second.tokens);
}

int comparedTexts(const QString &a, const QString &b, bool isDown)
{
    if (a.isEmpty() != b.isEmpty())
        return a.isEmpty() ? 1 : -1;
    const int order = a.compare(b, Qt::CaseInsensitive);
    return isDown ? -order : order;
}

bool passesChips(const JoinedPerson &person, PeopleChips chips)
{
    return (!chips.testFlag(PeopleChip::TokensInSeveral) || hasTokensInSeveral(person))
        && (!chips.testFlag(PeopleChip::DeactivatedWithTokens) || isDeactivatedWithTokens(person))
        && (!chips.testFlag(PeopleChip::TokensNotReported) || hasUnreportedTokens(person));
}

//! Of each account of the table, its folded name.
QHash<AccountId, std::string> accountTexts(const PeopleTable &table)
{
    QHash<AccountId, std::string> texts;
    for (const PeopleColumn &account : table.accounts)
        texts.insert(account.id, folded(account.name));
    return texts;
}

} // namespace

PeopleFilter PeopleFilter::parse(const QString &line)
{
    const QLatin1String key("account:");
    PeopleFilter filter;
    const QStringList words = wordsOf(line);
    for (QString word : words) {
        Term term;
        if (word.size() > 1 && word.startsWith(u'-')) {
            term.isNegated = true;
            word.remove(0, 1);
        }
        if (word.startsWith(key, Qt::CaseInsensitive)) {
            term.isAccount = true;
            word.remove(0, key.size());
        }
        term.text = folded(word);
        if (!term.text.empty())
            filter.terms += term;
    }
    return filter;
}

std::vector<quint32> shownPeople(const PeopleTable &table, const PeopleQuery &query)
{
    const QHash<AccountId, std::string> accounts = accountTexts(table);
    std::vector<quint32> rows;
    for (quint32 row = 0; row < table.people.size(); ++row) {
        const JoinedPerson &person = table.people[row];
        const auto isInAccount = [&](const std::string &name) {
            return std::any_of(person.identities.cbegin(), person.identities.cend(),
                               [&](const PersonIdentity &identity) {
                                   return accounts.value(identity.person.account).starts_with(name);
                               });
        };
        const bool isThere = !query.account || person.countIn(*query.account).kind != TokenCount::Kind::NotThere;
        if (isThere && passesChips(person, query.chips) && passes(query.filter, table.texts[row], isInAccount))
            rows.push_back(row);
    }
    const bool isDown = query.order == Qt::DescendingOrder;
    const std::vector<quint32> &names = table.nameRanks;
    const std::vector<JoinedPerson> &people = table.people;
    if (query.column == 0) {
        arrange(rows, names, [&](quint32 a, quint32 b) {
            return isDown ? compared(names[b], names[a]) : compared(names[a], names[b]);
        });
    } else if (query.column == 1) {
        std::vector<quint32> ranks = table.emailRanks;
        for (quint32 row = 0; row < people.size(); ++row) {
            if (people[row].email().isEmpty())
                ranks[row] = std::numeric_limits<quint32>::max();
            else if (isDown)
                ranks[row] = std::numeric_limits<quint32>::max() - 1 - ranks[row];
        }
        arrange(rows, names, [&](quint32 a, quint32 b) { return compared(ranks[a], ranks[b]); });
    } else {
        std::vector<TokenCount> counts;
        counts.reserve(people.size());
        const size_t account = size_t(query.column) - 3;
        for (const JoinedPerson &person : people) {
            if (query.column == 2)
                counts.push_back(person.known());
            else
                counts.push_back(account < table.accounts.size() ? person.countIn(table.accounts[account].id)
                                                                 : TokenCount());
        }
        arrange(rows, names, [&](quint32 a, quint32 b) { return comparedCounts(counts[a], counts[b], isDown); });
    }
    return rows;
}

std::vector<quint32> shownClients(const PeopleTable &table, const PeopleQuery &query)
{
    const QHash<AccountId, std::string> accounts = accountTexts(table);
    std::vector<quint32> rows;
    for (quint32 row = 0; row < table.clients.size(); ++row) {
        const auto isInAccount = [&](const std::string &name) {
            return accounts.value(table.clients[row].client.account).starts_with(name);
        };
        const bool isThere = !query.account || *query.account == table.clients[row].client.account;
        if (isThere && passes(query.filter, table.clientTexts[row], isInAccount))
            rows.push_back(row);
    }
    const bool isDown = query.order == Qt::DescendingOrder;
    const std::vector<quint32> &names = table.clientNameRanks;
    const auto clientAt = [&table](quint32 row) -> const Client & { return table.clients[row].client; };
    const auto arrangeTexts = [&](auto textOf) {
        arrange(rows, names,
                [&](quint32 a, quint32 b) { return comparedTexts(textOf(clientAt(a)), textOf(clientAt(b)), isDown); });
    };
    QHash<AccountId, QString> accountNames;
    for (const PeopleColumn &account : table.accounts)
        accountNames.insert(account.id, account.name);
    switch (query.column) {
    case 0:
        arrange(rows, names, [&](quint32 a, quint32 b) {
            return isDown ? compared(names[b], names[a]) : compared(names[a], names[b]);
        });
        break;
    case 1:
        arrangeTexts([&accountNames](const Client &client) { return accountNames.value(client.account); });
        break;
    case 2:
        arrangeTexts([](const Client &client) { return client.kind; });
        break;
    case 3:
        arrangeTexts([](const Client &client) { return client.state; });
        break;
    case 4:
        arrange(rows, names, [&](quint32 a, quint32 b) {
            return comparedCounts(table.clients[a].count, table.clients[b].count, isDown);
        });
        break;
    default:
        arrangeTexts([](const Client &client) { return client.id.value; });
        break;
    }
    return rows;
}

} // namespace latchkey
