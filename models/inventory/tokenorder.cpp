#include "models/inventory/tokenorder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace latchkey {

namespace {

//! Ascending keys are the order; what is not reported has the highest.
using Key = quint64;
constexpr Key NoKey = ~Key(0);

struct Entry
{
    Key key;
    quint32 number;
};

Key timeKey(Moment moment)
{
    constexpr Key Sign = Key(1) << 63;
    if (!moment.isReported())
        return NoKey;
    return moment.isNever() ? NoKey - 1 : Key(moment.raw()) ^ Sign;
}

//! By keys, 11 bits at a time from the lowest that differ; entries with equal keys stay as they are.
void sortByKeys(std::vector<Entry> &entries, const std::stop_token &stop)
{
    constexpr int DigitBits = 11;
    constexpr size_t Digits = size_t(1) << DigitBits;
    Key different = 0;
    for (const Entry &entry : entries)
        different |= entry.key ^ entries.front().key;
    std::vector<Entry> sorted(entries.size());
    for (int shift = std::countr_zero(different); shift < 64 && different >> shift; shift += DigitBits) {
        if (stop.stop_requested())
            return;
        const auto digitOf = [shift](const Entry &entry) { return size_t(entry.key >> shift) % Digits; };
        std::array<size_t, Digits> next{};
        for (const Entry &entry : entries)
            ++next[digitOf(entry)];
        size_t before = 0;
        for (size_t &count : next)
            before += std::exchange(count, before);
        for (const Entry &entry : entries)
            sorted[next[digitOf(entry)]++] = entry;
        entries.swap(sorted);
    }
}

const Dictionary::View &dictionaryOf(const AccountPart &part, TokenOrder::Column column)
{
    switch (column) {
    case TokenOrder::Column::Owner:
        return part.owners;
    case TokenOrder::Column::Client:
        return part.clients;
    case TokenOrder::Column::Scopes:
        return part.scopes;
    case TokenOrder::Column::Resources:
        return part.resources;
    default:
        return part.ips;
    }
}

quint32 dictionaryNumber(const InventoryRow &row, TokenOrder::Column column)
{
    const auto index = size_t(row.index());
    switch (column) {
    case TokenOrder::Column::Owner:
        return row.columns().owner[index];
    case TokenOrder::Column::Client:
        return row.columns().client[index];
    case TokenOrder::Column::Scopes:
        return row.columns().scopes[index];
    case TokenOrder::Column::Resources:
        return row.columns().resources[index];
    default:
        return row.columns().ip[index];
    }
}

QString dictionaryText(const AccountPart &part, TokenOrder::Column column, quint32 number)
{
    if (column == TokenOrder::Column::Owner)
        return part.owner(number)->text();
    if (column == TokenOrder::Column::Client)
        return part.client(number)->text();
    QStringList texts;
    forEachText(dictionaryOf(part, column)[number].text, [&texts](std::string_view text) { texts += toQString(text); });
    return texts.join(QStringLiteral(", "));
}

//! Ids as the providers' machines order them.
void sortByIds(std::vector<quint32> &numbers, const TokenSnapshot &snapshot, Qt::SortOrder direction)
{
    struct IdEntry
    {
        std::string_view id;
        quint32 number;
    };
    std::vector<IdEntry> entries;
    entries.reserve(numbers.size());
    for (const quint32 number : numbers) {
        const InventoryRow row = snapshot.row(number);
        entries.push_back({row.columns().id(row.index()), number});
    }
    std::stable_sort(entries.begin(), entries.end(), [direction](const IdEntry &a, const IdEntry &b) {
        return direction == Qt::AscendingOrder ? a.id < b.id : b.id < a.id;
    });
    std::transform(entries.begin(), entries.end(), numbers.begin(), [](const IdEntry &entry) { return entry.number; });
}

} // namespace

TokenOrder::TokenOrder(const QLocale &locale)
    // The C locale's collator knows neither case nor numbers.
    : m_collator(locale.language() == QLocale::C ? QLocale(QLocale::English) : locale)
{
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
    m_collator.setNumericMode(true);
}

//! Rank of each of `count` texts among them, from 1; equal texts have the same.
template <typename TextOf>
std::vector<quint32> TokenOrder::ranks(size_t count, TextOf textOf, const std::stop_token &stop) const
{
    std::vector<std::pair<QCollatorSortKey, quint32>> keys;
    keys.reserve(count);
    for (size_t i = 0; i < count && !stop.stop_requested(); ++i)
        keys.emplace_back(m_collator.sortKey(textOf(i)), quint32(i));
    std::sort(keys.begin(), keys.end(), [](const auto &a, const auto &b) { return a.first.compare(b.first) < 0; });
    std::vector<quint32> ranks(count, 0);
    quint32 rank = 0;
    for (size_t i = 0; i < keys.size(); ++i) {
        rank += i == 0 || keys[i - 1].first.compare(keys[i].first) != 0;
        ranks[keys[i].second] = rank;
    }
    return ranks;
}

//! For each account of the snapshot, the rank of each dictionary entry among those of all accounts; 0: not reported.
std::vector<std::vector<quint32>> TokenOrder::dictionaryRanks(const TokenSnapshot &snapshot, Column column,
                                                              const std::stop_token &stop) const
{
    std::vector<std::pair<const AccountPart *, quint32>> entries;
    for (const auto &part : snapshot.accounts()) {
        for (quint32 number = 1; number < dictionaryOf(*part, column).size(); ++number)
            entries.emplace_back(part.get(), number);
    }
    const std::vector<quint32> all = ranks(
        entries.size(), [&](size_t i) { return dictionaryText(*entries[i].first, column, entries[i].second); }, stop);
    std::vector<std::vector<quint32>> byAccount;
    auto next = all.begin();
    for (const auto &part : snapshot.accounts()) {
        const auto count = qptrdiff(dictionaryOf(*part, column).size()) - 1;
        byAccount.emplace_back(1, 0);
        byAccount.back().insert(byAccount.back().end(), next, next + count);
        next += count;
    }
    return byAccount;
}

void TokenOrder::updateNameRanks(const TokenSnapshot &snapshot, const std::stop_token &stop)
{
    NamesVersion version{snapshot.numberEnd(), 0};
    for (const auto &part : snapshot.accounts()) {
        for (const AccountPart::Chunk &chunk : part->chunks)
            version.rows += chunk.rows;
    }
    if (version == m_namesVersion)
        return;

    std::vector<quint32> named;
    for (const auto &part : snapshot.accounts()) {
        for (const AccountPart::Chunk &chunk : part->chunks) {
            for (int row = 0; row < chunk.rows; ++row) {
                if (chunk.columns->has(row, TokenChunk::Named) && !chunk.columns->has(row, TokenChunk::Dead))
                    named.push_back(chunk.number * TokenChunk::Rows + quint32(row));
            }
        }
    }
    const std::vector<quint32> all = ranks(
        named.size(), [&](size_t i) { return *snapshot.row(named[i]).name(); }, stop);
    m_nameRanks.assign(snapshot.numberEnd(), 0);
    for (size_t i = 0; i < named.size(); ++i)
        m_nameRanks[named[i]] = all[i];
    m_namesVersion = stop.stop_requested() ? NamesVersion() : version;
}

void TokenOrder::sort(std::vector<quint32> &numbers, const TokenSnapshot &snapshot, Column column,
                      Qt::SortOrder direction, qint64 nowMs, const std::stop_token &stop)
{
    const bool isKept =
        m_whole.snapshot == snapshot.serial() && m_whole.column == column && m_whole.direction == direction;
    if (isKept) {
        std::vector<bool> isWanted(snapshot.numberEnd(), false);
        for (const quint32 number : numbers)
            isWanted[number] = true;
        std::copy_if(m_whole.numbers.begin(), m_whole.numbers.end(), numbers.begin(),
                     [&isWanted](quint32 number) { return isWanted[number]; });
        return;
    }
    sortAfresh(numbers, snapshot, column, direction, nowMs, stop);
    // States change with time alone.
    if (qint64(numbers.size()) == snapshot.rowCount() && column != Column::State && !stop.stop_requested())
        m_whole = {snapshot.serial(), column, direction, numbers};
}

void TokenOrder::sortAfresh(std::vector<quint32> &numbers, const TokenSnapshot &snapshot, Column column,
                            Qt::SortOrder direction, qint64 nowMs, const std::stop_token &stop)
{
    if (numbers.empty())
        return;
    if (column == Column::Id) {
        sortByIds(numbers, snapshot, direction);
        return;
    }

    std::vector<Entry> entries;
    entries.reserve(numbers.size());
    const auto fill = [&](auto keyOf) {
        for (const quint32 number : numbers) {
            const Key key = keyOf(snapshot.row(number));
            entries.push_back({direction == Qt::AscendingOrder || key == NoKey ? key : NoKey - 1 - key, number});
        }
    };
    const auto rankKey = [](quint32 rank) { return rank == 0 ? NoKey : Key(rank); };
    const auto fillByAccount = [&](auto textOf) {
        const auto &accounts = snapshot.accounts();
        const std::vector<quint32> all = ranks(
            accounts.size(), [&](size_t i) { return textOf(accounts[i]->account); }, stop);
        fill([&](const InventoryRow &row) { return Key(all[snapshot.accountIndex(row.number())]); });
    };
    switch (column) {
    case Column::State:
        fill([&](const InventoryRow &row) {
            const TokenState state = row.state(nowMs);
            return state == TokenState::NotReported ? NoKey : Key(state);
        });
        break;
    case Column::Kind:
        fill([](const InventoryRow &row) { return row.kind() == TokenKind::NotReported ? NoKey : Key(row.kind()); });
        break;
    case Column::Name:
        updateNameRanks(snapshot, stop);
        fill([&](const InventoryRow &row) { return rankKey(m_nameRanks[row.number()]); });
        break;
    case Column::Provider:
        fillByAccount([](const AccountRow &account) { return account.providerName; });
        break;
    case Column::Account:
        fillByAccount([](const AccountRow &account) { return account.name; });
        break;
    case Column::Created:
        fill([](const InventoryRow &row) { return timeKey(row.created()); });
        break;
    case Column::LastUsed:
        fill([](const InventoryRow &row) { return timeKey(row.lastUsed()); });
        break;
    case Column::Expires:
        fill([](const InventoryRow &row) { return timeKey(row.expires()); });
        break;
    case Column::Owner:
    case Column::Client:
    case Column::Scopes:
    case Column::Resources:
    case Column::LastIp: {
        const auto byAccount = dictionaryRanks(snapshot, column, stop);
        fill([&](const InventoryRow &row) {
            return rankKey(byAccount[snapshot.accountIndex(row.number())][dictionaryNumber(row, column)]);
        });
        break;
    }
    case Column::Id:
        break;
    }
    sortByKeys(entries, stop);
    std::transform(entries.begin(), entries.end(), numbers.begin(), [](const Entry &entry) { return entry.number; });
}

} // namespace latchkey
