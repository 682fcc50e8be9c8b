#pragma once

#include "models/inventory/tokensnapshot.h"
#include "network/domain/tokensink.h"

#include <atomic>
#include <mutex>

namespace latchkey {

//! The rows of one account, and how they were loaded: where a load pours, merging with the rows from before. Any
//! thread; what it hands out stays as it was.
class AccountRows
{
public:
    //! `chunkNumbers` counts the chunks of the whole inventory.
    explicit AccountRows(std::shared_ptr<std::atomic<quint32>> chunkNumbers);

    //! A load begins, and ends any before it: what comes with an earlier number is ignored.
    quint64 beginLoad();
    void add(quint64 load, const TokenRow &row);
    void expect(quint64 load, qint64 total);
    //! Complete: rows that did not come are gone. Otherwise they stay, and are stale.
    void endLoad(quint64 load, const Result<Completeness> &end, qint64 nowMs);

    //! In the newest state, which may be ahead of a snapshot.
    [[nodiscard]] std::optional<quint32> find(std::string_view id) const;
    //! Whether anything changed since the last publish().
    [[nodiscard]] bool hasChanged() const { return m_changed; }
    //! Fills in what comes from the rows; they are shared from then on. `ownIds`: see AccountPart::ownRows.
    void publish(AccountPart &part, const std::vector<std::string> &ownIds);

private:
    //! All of a row but its texts.
    struct Values
    {
        qint64 created = 0;
        qint64 lastUsed = 0;
        qint64 expires = 0;
        quint32 owner = 0;
        quint32 client = 0;
        quint32 scopes = 0;
        quint32 resources = 0;
        quint32 ip = 0;
        TokenKind kind = TokenKind::NotReported;
        TokenState state = TokenState::NotReported;
        quint8 flags = 0;

        friend bool operator==(const Values &, const Values &) = default;
    };
    struct Chunk
    {
        quint32 number = 0;
        int rows = 0;
        bool isShared = false; //!< some snapshot holds these columns: change a copy
        std::shared_ptr<TokenChunk> columns = {};
    };
    //! A row's place: chunk in m_chunks * TokenChunk::Rows + row.
    using Place = quint32;

    [[nodiscard]] Values valuesOf(const TokenRow &row);
    [[nodiscard]] quint32 numberOfNamed(Dictionary &dictionary, std::string_view id, std::string_view name);
    [[nodiscard]] quint32 numberOfList(Dictionary &dictionary,
                                       const std::optional<std::span<const std::string_view>> &texts);
    [[nodiscard]] Chunk &chunkAt(Place place) { return m_chunks[place / TokenChunk::Rows]; }
    [[nodiscard]] const Chunk &chunkAt(Place place) const { return m_chunks[place / TokenChunk::Rows]; }
    [[nodiscard]] static int rowAt(Place place) { return int(place % TokenChunk::Rows); }
    [[nodiscard]] std::string_view idAt(Place place) const { return chunkAt(place).columns->id(rowAt(place)); }
    [[nodiscard]] Place placeOf(size_t hash, std::string_view id) const;
    [[nodiscard]] std::optional<quint32> numberOf(std::string_view id) const;
    [[nodiscard]] static Values read(const TokenChunk &columns, int row);
    static void write(TokenChunk &columns, int row, const Values &values);

    Place append(std::string_view id, std::string_view name, const Values &values);
    void addToIndex(Place place, size_t hash);
    void addChunk(size_t textBytes);
    void change(Place place, const Values &values);
    void remove(Place place);
    void settleUnseen(bool complete);
    void compact();
    [[nodiscard]] bool isSeen(Place place) const;
    void markSeen(Place place);
    template <typename Act>
    void forEachLive(Act act) const;

    mutable std::mutex m_mutex;
    std::atomic<bool> m_changed = true;
    std::shared_ptr<std::atomic<quint32>> m_chunkNumbers;
    quint64 m_load = 0;
    AccountStatus m_status;
    std::vector<Chunk> m_chunks;
    qint64 m_dead = 0; //!< rows that take room for nothing
    IndexTable m_index; //!< places by id
    std::vector<bool> m_seen; //!< places that the load in progress brought
    quint64 m_edits = 0;
    Dictionary m_owners;
    Dictionary m_clients;
    Dictionary m_scopes;
    Dictionary m_resources;
    Dictionary m_ips;
    std::string m_scratch;
};

} // namespace latchkey
