#include "models/inventory/ownercounts.h"

#include <algorithm>

namespace latchkey {

namespace {

constexpr qint64 DayMs = 86'400'000;

//! Counted by the numbers of a dictionary, without a look at its texts.
class Tally
{
public:
    explicit Tally(const Dictionary::View &view) : m_counts(view.size()) { }

    void add(quint32 number, Moment lastUsed, bool isUsedLastDay)
    {
        addTo(m_counts[number], {.tokens = 1, .usedLastDay = isUsedLastDay, .lastUsed = lastUsed});
    }
    void addOwn(quint32 number) { m_counts[number].usesThisApp = true; }

    //! One id may stand under several numbers: with a name, and without.
    template <typename Id, typename NamedOf>
    [[nodiscard]] QHash<Id, OwnerCount> byId(NamedOf namedOf) const
    {
        QHash<Id, OwnerCount> counts;
        for (size_t number = 1; number < m_counts.size(); ++number) {
            if (m_counts[number].tokens == 0)
                continue;
            const std::optional<Named> named = namedOf(quint32(number));
            if (!named || named->id.isEmpty())
                continue;
            OwnerCount &count = counts[Id{named->id}];
            if (count.name.isEmpty())
                count.name = named->name;
            addTo(count, m_counts[number]);
        }
        return counts;
    }

private:
    static void addTo(OwnerCount &sum, const OwnerCount &count)
    {
        sum.lastUsed = sum.tokens == 0 ? count.lastUsed : latestUse(sum.lastUsed, count.lastUsed);
        sum.tokens += count.tokens;
        sum.usedLastDay += count.usedLastDay;
        sum.usesThisApp = sum.usesThisApp || count.usesThisApp;
    }

    std::vector<OwnerCount> m_counts;
};

bool isUsedLastDay(Moment lastUsed, qint64 nowMs) { return lastUsed.isTime() && nowMs - lastUsed.ms() <= DayMs; }

//! Which numbers of a dictionary stand for one of `ids`.
template <typename Id, typename NamedOf>
std::vector<bool> chosen(const Dictionary::View &view, const QSet<Id> &ids, NamedOf namedOf)
{
    std::vector<bool> numbers(view.size());
    for (quint32 number = 1; !ids.isEmpty() && number < view.size(); ++number) {
        const std::optional<Named> named = namedOf(number);
        numbers[number] = named && !named->id.isEmpty() && ids.contains(Id{named->id});
    }
    return numbers;
}

} // namespace

Moment latestUse(Moment a, Moment b)
{
    if (a.isTime() && b.isTime())
        return Moment::at(std::max(a.ms(), b.ms()));
    if (a.isTime() || b.isTime())
        return a.isTime() ? a : b;
    return a == b ? a : Moment::notReported();
}

QHash<AccountId, OwnerCounts> ownerCounts(const TokenSnapshot &snapshot, qint64 nowMs, const std::stop_token &stop)
{
    QHash<AccountId, OwnerCounts> counts;
    for (const auto &part : snapshot.accounts()) {
        Tally owners(part->owners);
        Tally clients(part->clients);
        for (const AccountPart::Chunk &chunk : part->chunks) {
            if (stop.stop_requested())
                return {};
            const TokenChunk &columns = *chunk.columns;
            for (int row = 0; row < chunk.rows; ++row) {
                if (columns.has(row, TokenChunk::Dead))
                    continue;
                const auto at = size_t(row);
                const Moment lastUsed = Moment::fromRaw(columns.lastUsed[at]);
                const bool isUsed = isUsedLastDay(lastUsed, nowMs);
                owners.add(columns.owner[at], lastUsed, isUsed);
                clients.add(columns.client[at], lastUsed, isUsed);
            }
        }
        for (const quint32 number : part->ownRows) {
            if (!snapshot.contains(number))
                continue;
            const InventoryRow row = snapshot.row(number);
            const auto at = size_t(row.index());
            owners.addOwn(row.columns().owner[at]);
            clients.addOwn(row.columns().client[at]);
        }
        OwnerCounts &of = counts[part->account.id];
        of.owners = owners.byId<PersonId>([&part](quint32 number) { return part->owner(number); });
        of.clients = clients.byId<ClientId>([&part](quint32 number) { return part->client(number); });
    }
    return counts;
}

std::vector<quint32> rowsOf(const TokenSnapshot &snapshot, const OwnerChoice &choice, const std::stop_token &stop)
{
    std::vector<quint32> numbers;
    for (const auto &part : snapshot.accounts()) {
        const auto owners = chosen(part->owners, choice.owners.value(part->account.id),
                                   [&part](quint32 number) { return part->owner(number); });
        const auto clients = chosen(part->clients, choice.clients.value(part->account.id),
                                    [&part](quint32 number) { return part->client(number); });
        for (const AccountPart::Chunk &chunk : part->chunks) {
            if (stop.stop_requested())
                return {};
            const TokenChunk &columns = *chunk.columns;
            for (int row = 0; row < chunk.rows; ++row) {
                const auto at = size_t(row);
                if (!columns.has(row, TokenChunk::Dead) && (owners[columns.owner[at]] || clients[columns.client[at]]))
                    numbers.push_back(chunk.number * TokenChunk::Rows + quint32(row));
            }
        }
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

} // namespace latchkey
