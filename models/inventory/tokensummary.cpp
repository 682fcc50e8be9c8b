#include "models/inventory/tokensummary.h"

#include <algorithm>
#include <map>

namespace latchkey {

namespace {

using Share = TokenSummary::Share;
using Use = TokenSummary::Use;
using Expiry = TokenSummary::Expiry;

constexpr qint64 DayMs = 86'400'000;
constexpr qint64 FortnightMs = 14 * DayMs;
constexpr qint64 QuarterMs = 90 * DayMs;

Use useOf(Moment moment, qint64 nowMs)
{
    if (!moment.isReported())
        return Use::NotReported;
    if (moment.isNever())
        return Use::Never;
    const qint64 age = nowMs - moment.ms();
    return age <= DayMs ? Use::Day : age <= QuarterMs ? Use::Quarter : Use::Older;
}

Expiry expiryOf(Moment moment, qint64 nowMs)
{
    if (!moment.isReported())
        return Expiry::NotReported;
    if (moment.isNever())
        return Expiry::Never;
    const qint64 left = moment.ms() - nowMs;
    if (left <= 0)
        return Expiry::Past;
    return left < FortnightMs ? Expiry::Fortnight : left <= QuarterMs ? Expiry::Quarter : Expiry::Later;
}

//! How often each number of a dictionary occurs, counted without looking at its text.
struct Counts
{
    std::vector<qint64> owners;
    std::vector<qint64> scopes;
    qint64 rows = 0;
};

bool isLarger(const Share &a, const Share &b)
{
    if (a.count != b.count)
        return a.count > b.count;
    return a.text != b.text ? a.text < b.text : a.accountName < b.accountName;
}

TokenSummary::Shares largestOf(QList<Share> shares, qint64 notReported)
{
    TokenSummary::Shares largest;
    largest.notReported = notReported;
    const qsizetype kept = std::min<qsizetype>(shares.size(), TokenSummary::MostShares);
    std::partial_sort(shares.begin(), shares.begin() + kept, shares.end(), isLarger);
    for (auto share = shares.cbegin() + kept; share != shares.cend(); ++share) {
        ++largest.others;
        largest.inOthers += share->count;
    }
    shares.resize(kept);
    largest.largest = shares;
    return largest;
}

TokenSummary::Shares ownersOf(const TokenSnapshot &snapshot, const std::vector<Counts> &counts)
{
    QList<Share> shares;
    qint64 notReported = 0;
    for (size_t account = 0; account < counts.size(); ++account) {
        const AccountPart &part = *snapshot.accounts()[account];
        const std::vector<qint64> &owners = counts[account].owners;
        notReported += owners.empty() ? 0 : owners[0];
        for (size_t number = 1; number < owners.size(); ++number) {
            if (owners[number] > 0)
                shares += Share{part.owner(quint32(number)).value_or(Named()).text(), part.account.id,
                                part.account.name, owners[number]};
        }
    }
    return largestOf(std::move(shares), notReported);
}

TokenSummary::Shares scopesOf(const TokenSnapshot &snapshot, const std::vector<Counts> &counts)
{
    std::map<std::string_view, qint64> byScope;
    qint64 notReported = 0;
    for (size_t account = 0; account < counts.size(); ++account) {
        const AccountPart &part = *snapshot.accounts()[account];
        const std::vector<qint64> &scopes = counts[account].scopes;
        notReported += scopes.empty() ? 0 : scopes[0];
        for (size_t number = 1; number < scopes.size(); ++number) {
            const qint64 count = scopes[number];
            if (count > 0)
                forEachText(part.scopes[quint32(number)].text,
                            [&byScope, count](std::string_view scope) { byScope[scope] += count; });
        }
    }
    QList<Share> shares;
    for (const auto &[scope, count] : byScope)
        shares += Share{.text = toQString(scope), .count = count};
    return largestOf(std::move(shares), notReported);
}

void count(std::vector<qint64> &counts, quint32 number)
{
    if (counts.size() <= number)
        counts.resize(number + 1);
    ++counts[number];
}

} // namespace

TokenSummary tokenSummary(const TokenSnapshot &snapshot, const std::vector<quint32> &numbers, qint64 nowMs,
                          const std::stop_token &stop)
{
    constexpr size_t StopEvery = 4096;
    TokenSummary summary;
    std::vector<Counts> counts(snapshot.accounts().size());
    for (size_t at = 0; at < numbers.size(); ++at) {
        if (at % StopEvery == 0 && stop.stop_requested())
            return {};
        const quint32 number = numbers[at];
        if (!snapshot.contains(number))
            continue;
        const InventoryRow row = snapshot.row(number);
        const auto index = size_t(row.index());
        Counts &account = counts[snapshot.accountIndex(number)];
        ++summary.tokens;
        ++account.rows;
        count(account.owners, row.columns().owner[index]);
        count(account.scopes, row.columns().scopes[index]);
        ++summary.lastUsed[size_t(useOf(row.lastUsed(), nowMs))];
        ++summary.expires[size_t(expiryOf(row.expires(), nowMs))];
        if (row.isOwn())
            summary.own += TokenSummary::Own{row.name().value_or(row.id()), row.account().name};
    }
    for (size_t account = 0; account < counts.size(); ++account) {
        const AccountRow &row = snapshot.accounts()[account]->account;
        if (counts[account].rows == 0)
            continue;
        summary.accounts += Share{row.name, row.id, row.name, counts[account].rows};
        if (row.environment == Environment::Production)
            summary.inProduction += counts[account].rows;
    }
    std::sort(summary.accounts.begin(), summary.accounts.end(), isLarger);
    summary.owners = ownersOf(snapshot, counts);
    summary.scopes = scopesOf(snapshot, counts);
    return summary;
}

} // namespace latchkey
