#include "models/inventory/accountrows.h"

namespace latchkey {

namespace {

//! Enough for usual ids and names, so that a chunk is full when its rows are.
constexpr size_t UsualTextBytes = size_t(TokenChunk::Rows) * 64;

} // namespace

AccountRows::AccountRows(std::shared_ptr<std::atomic<quint32>> chunkNumbers) : m_chunkNumbers(std::move(chunkNumbers))
{
}

quint64 AccountRows::beginLoad()
{
    const std::scoped_lock lock(m_mutex);
    m_seen.assign(m_chunks.size() * TokenChunk::Rows, false);
    m_status.state = AccountStatus::State::Loading;
    m_status.arrived = 0;
    m_status.expected.reset();
    m_status.duplicates = 0;
    m_status.error.reset();
    m_changed = true;
    return ++m_load;
}

void AccountRows::expect(quint64 load, qint64 total)
{
    const std::scoped_lock lock(m_mutex);
    if (load != m_load)
        return;
    m_status.expected = total;
    m_changed = true;
}

void AccountRows::add(quint64 load, const TokenRow &row)
{
    const std::scoped_lock lock(m_mutex);
    if (load != m_load)
        return;
    m_changed = true;
    ++m_status.arrived;
    const Values values = valuesOf(row);
    const size_t hash = m_index.hashOf(row.id);
    Place place = placeOf(hash, row.id);
    if (place != IndexTable::None && isSeen(place)) {
        ++m_status.duplicates;
        Values flagged = read(*chunkAt(place).columns, rowAt(place));
        flagged.flags |= TokenChunk::Duplicated;
        change(place, flagged);
        return;
    }
    // Texts are side by side in their chunk, so that a filter can run over them: a new name needs a new row.
    if (place != IndexTable::None && chunkAt(place).columns->name(rowAt(place)) != row.name) {
        remove(place);
        place = IndexTable::None;
    }
    if (place == IndexTable::None)
        addToIndex(place = append(row.id, row.name, values), hash);
    else
        change(place, values);
    markSeen(place);
}

void AccountRows::endLoad(quint64 load, const Result<Completeness> &end, qint64 nowMs)
{
    const std::scoped_lock lock(m_mutex);
    if (load != m_load)
        return;
    ++m_load;
    const bool complete = end && end->complete;
    settleUnseen(complete);
    m_seen.clear();
    if (complete) {
        m_status.state = AccountStatus::State::Complete;
        m_status.loadedAtMs = nowMs;
        m_status.owners = end->owners;
    } else {
        m_status.state = end ? AccountStatus::State::Partial : AccountStatus::State::Failed;
        m_status.error = end ? end->reason : end.error();
    }
    if (end && end->expected)
        m_status.expected = end->expected;
    if (m_dead > m_status.rows + TokenChunk::Rows)
        compact();
    m_changed = true;
}

std::optional<quint32> AccountRows::find(std::string_view id) const
{
    const std::scoped_lock lock(m_mutex);
    return numberOf(id);
}

void AccountRows::publish(AccountPart &part, const std::vector<std::string> &ownIds)
{
    const std::scoped_lock lock(m_mutex);
    m_changed = false;
    part.status = m_status;
    part.edits = m_edits;
    part.owners = m_owners.view();
    part.clients = m_clients.view();
    part.scopes = m_scopes.view();
    part.resources = m_resources.view();
    part.ips = m_ips.view();
    part.chunks.clear();
    for (Chunk &chunk : m_chunks) {
        chunk.isShared = true;
        part.chunks.push_back({chunk.number, chunk.rows, chunk.columns});
    }
    for (const std::string &id : ownIds) {
        if (const auto number = numberOf(id))
            part.ownRows.push_back(*number);
    }
    std::sort(part.ownRows.begin(), part.ownRows.end());
}

AccountRows::Values AccountRows::valuesOf(const TokenRow &row)
{
    Values values;
    values.created = row.created.raw();
    values.lastUsed = row.lastUsed.raw();
    values.expires = row.expires.raw();
    values.owner = numberOfNamed(m_owners, row.ownerId, row.ownerName);
    values.client = numberOfNamed(m_clients, row.clientId, row.clientName);
    values.scopes = numberOfList(m_scopes, row.scopes);
    values.resources = numberOfList(m_resources, row.resources);
    values.ip = m_ips.number(row.lastIp);
    values.kind = row.kind;
    values.state = row.state;
    values.flags =
        quint8((row.name.data() ? TokenChunk::Named : 0) | (row.isActionable ? 0 : TokenChunk::Unactionable));
    return values;
}

quint32 AccountRows::numberOfNamed(Dictionary &dictionary, std::string_view id, std::string_view name)
{
    if (name.empty())
        return dictionary.number(id);
    m_scratch.assign(id);
    m_scratch += TextEnd;
    m_scratch += name;
    return dictionary.number(m_scratch);
}

quint32 AccountRows::numberOfList(Dictionary &dictionary, const std::optional<std::span<const std::string_view>> &texts)
{
    if (!texts)
        return 0;
    m_scratch.clear();
    for (const std::string_view text : *texts) {
        m_scratch += text;
        m_scratch += TextEnd;
    }
    return dictionary.number(m_scratch);
}

AccountRows::Place AccountRows::placeOf(size_t hash, std::string_view id) const
{
    return m_index.find(hash, [this, id](Place place) { return idAt(place) == id; });
}

std::optional<quint32> AccountRows::numberOf(std::string_view id) const
{
    const Place place = placeOf(m_index.hashOf(id), id);
    if (place == IndexTable::None)
        return {};
    return chunkAt(place).number * TokenChunk::Rows + quint32(rowAt(place));
}

AccountRows::Values AccountRows::read(const TokenChunk &columns, int row)
{
    const auto at = size_t(row);
    return {columns.created[at], columns.lastUsed[at], columns.expires[at],   columns.owner[at],
            columns.client[at],  columns.scopes[at],   columns.resources[at], columns.ip[at],
            columns.kind[at],    columns.state[at],    columns.flags[at]};
}

void AccountRows::write(TokenChunk &columns, int row, const Values &values)
{
    const auto at = size_t(row);
    columns.created[at] = values.created;
    columns.lastUsed[at] = values.lastUsed;
    columns.expires[at] = values.expires;
    columns.owner[at] = values.owner;
    columns.client[at] = values.client;
    columns.scopes[at] = values.scopes;
    columns.resources[at] = values.resources;
    columns.ip[at] = values.ip;
    columns.kind[at] = values.kind;
    columns.state[at] = values.state;
    columns.flags[at] = values.flags;
}

AccountRows::Place AccountRows::append(std::string_view id, std::string_view name, const Values &values)
{
    m_scratch.clear();
    appendFolded(m_scratch, id);
    m_scratch += TextEnd;
    if (name.data()) {
        appendFolded(m_scratch, name);
        m_scratch += TextEnd;
    }
    const auto fits = [&](const Chunk &chunk) {
        return chunk.rows < TokenChunk::Rows && chunk.columns->appendTexts(chunk.rows, id, name, m_scratch);
    };
    if (m_chunks.empty() || !fits(m_chunks.back())) {
        addChunk(qMax(id.size() + name.size(), m_scratch.size()));
        [[maybe_unused]] const bool fit = fits(m_chunks.back());
        Q_ASSERT(fit);
    }
    Chunk &chunk = m_chunks.back();
    write(*chunk.columns, chunk.rows, values);
    ++m_status.rows;
    return Place(m_chunks.size() - 1) * TokenChunk::Rows + Place(chunk.rows++);
}

void AccountRows::addToIndex(Place place, size_t hash)
{
    if (!m_index.insert(hash, place))
        return;
    m_index.clear(size_t(m_status.rows));
    forEachLive([this](Place live) { m_index.insert(m_index.hashOf(idAt(live)), live); });
}

void AccountRows::addChunk(size_t textBytes)
{
    // As much as the last chunk would have needed for all its rows, so that long names do not make short chunks.
    size_t usual = UsualTextBytes;
    if (!m_chunks.empty()) {
        const Chunk &last = m_chunks.back();
        usual = qMax(usual, last.columns->textBytes(last.rows) / size_t(last.rows) * TokenChunk::Rows * 5 / 4);
    }
    Chunk chunk;
    chunk.number = m_chunkNumbers->fetch_add(1);
    chunk.columns = std::make_shared<TokenChunk>(qMax(textBytes, usual));
    m_chunks.push_back(std::move(chunk));
    m_seen.resize(m_chunks.size() * TokenChunk::Rows, false);
}

void AccountRows::change(Place place, const Values &values)
{
    Chunk &chunk = chunkAt(place);
    const int row = rowAt(place);
    if (read(*chunk.columns, row) == values)
        return;
    if (chunk.isShared) {
        chunk.columns = chunk.columns->copied(chunk.rows);
        chunk.isShared = false;
    }
    write(*chunk.columns, row, values);
    ++m_edits;
}

void AccountRows::remove(Place place)
{
    const std::string_view id = idAt(place);
    m_index.remove(m_index.hashOf(id), [place](Place other) { return other == place; });
    Values values = read(*chunkAt(place).columns, rowAt(place));
    values.flags |= TokenChunk::Dead;
    change(place, values);
    --m_status.rows;
    ++m_dead;
}

void AccountRows::settleUnseen(bool complete)
{
    m_status.stale = 0;
    forEachLive([this, complete](Place place) {
        if (isSeen(place))
            return;
        if (complete) {
            remove(place);
            return;
        }
        Values values = read(*chunkAt(place).columns, rowAt(place));
        values.flags |= TokenChunk::Stale;
        change(place, values);
        ++m_status.stale;
    });
}

//! Leaves the dead rows behind; the others get new numbers.
void AccountRows::compact()
{
    std::vector<Chunk> old;
    old.swap(m_chunks);
    m_dead = 0;
    m_index.clear(size_t(m_status.rows));
    m_status.rows = 0;
    for (const Chunk &chunk : old) {
        for (int row = 0; row < chunk.rows; ++row) {
            if (chunk.columns->has(row, TokenChunk::Dead))
                continue;
            const std::string_view id = chunk.columns->id(row);
            addToIndex(append(id, chunk.columns->name(row), read(*chunk.columns, row)), m_index.hashOf(id));
        }
    }
    ++m_edits;
}

bool AccountRows::isSeen(Place place) const { return place < m_seen.size() && m_seen[place]; }
void AccountRows::markSeen(Place place) { m_seen[place] = true; }

template <typename Act>
void AccountRows::forEachLive(Act act) const
{
    for (size_t index = 0; index < m_chunks.size(); ++index) {
        for (int row = 0; row < m_chunks[index].rows; ++row) {
            if (!m_chunks[index].columns->has(row, TokenChunk::Dead))
                act(Place(index) * TokenChunk::Rows + Place(row));
        }
    }
}

} // namespace latchkey
