#pragma once

#include "models/inventory/dictionary.h"
#include "models/inventory/tokenchunk.h"
#include "network/domain/account.h"
#include "network/domain/description.h"
#include "network/domain/tokensink.h"

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace latchkey {

class AccountRows;

//! What the inventory shows of an account.
struct AccountRow
{
    AccountId id = {};
    QString name = {};
    ProviderId provider = {};
    QString providerName = {}; //!< "Fastly"
    Environment environment = Environment::Production;
    QString origin = {}; //!< see originOf
    QString tenant = {}; //!< id, of the verified identity; empty: not known yet
    QString tenantName = {}; //!< empty: not reported
    QString tenantLabel = {}; //!< what the provider calls it: "Customer"
    bool isScoped = false; //!< its load scope leaves tokens out
    bool isListed = true; //!< false: the provider lists no tokens, and the one that signs us in is all there is to show
    QString colour = {}; //!< "#1b62ae"; empty: none chosen

    friend bool operator==(const AccountRow &, const AccountRow &) = default;
};

[[nodiscard]] AccountRow accountRow(const Account &account, const ProviderDescription &provider);

//! How an account's rows came, and whether they are all.
struct AccountStatus
{
    enum class State {
        Empty, //!< never loaded
        Loading,
        Complete,
        Partial, //!< some rows did not come: those from before are stale
        Failed, //!< nothing came: all rows are stale
    };
    State state = State::Empty;
    qint64 rows = 0; //!< in the inventory now
    qint64 stale = 0; //!< of them, not confirmed by the last load
    qint64 arrived = 0; //!< poured in by the load in progress, or the last one
    std::optional<qint64> expected = {}; //!< the provider's own total, where it gives one
    qint64 duplicates = 0; //!< rows of that load whose id had come before: kept once
    std::optional<Error> error = {}; //!< why partial or failed
    qint64 loadedAtMs = 0; //!< when the last complete list ended, UTC ms; 0: never
    ListedOwners owners = ListedOwners::Nobody; //!< whose tokens that list held, all of them

    friend bool operator==(const AccountStatus &, const AccountStatus &) = default;
};

//! What people call the owners and clients that a list names by id alone.
struct ListedName
{
    QString name = {};
    std::string folded = {};
};
struct TextHash : std::hash<std::string_view>
{
    using is_transparent = void;
};
using ListedNames = std::unordered_map<std::string, ListedName, TextHash, std::equal_to<>>;

//! One account in a snapshot. Any thread.
struct AccountPart
{
    struct Chunk
    {
        quint32 number = 0; //!< row numbers begin at number * TokenChunk::Rows
        int rows = 0;
        std::shared_ptr<const TokenChunk> columns = {};
    };

    AccountRow account = {};
    AccountStatus status = {};
    std::vector<Chunk> chunks = {};
    Dictionary::View owners = {}; //!< texts: id, or id and name
    Dictionary::View clients = {}; //!< likewise
    Dictionary::View scopes = {}; //!< texts: each scope
    Dictionary::View resources = {};
    Dictionary::View ips = {};
    std::shared_ptr<const ListedNames> ownerNames = {};
    std::shared_ptr<const ListedNames> clientNames = {};
    std::vector<quint32> ownRows = {}; //!< sorted; rows of tokens that some account signs in with
    quint64 edits = 0; //!< grows whenever a row that was published before changed
    std::shared_ptr<const AccountRows> source = {}; //!< finds rows by id

    //! The owner that stands under `number`, with the name that people have for it; absent: not reported.
    [[nodiscard]] std::optional<Named> owner(quint32 number) const;
    [[nodiscard]] std::optional<Named> client(quint32 number) const;
};

//! One row of a snapshot. Valid as long as the snapshot.
class InventoryRow
{
public:
    InventoryRow(const AccountPart &part, const TokenChunk &chunk, quint32 number)
        : m_part(part)
        , m_chunk(chunk)
        , m_number(number)
        , m_row(int(number % TokenChunk::Rows))
    {
    }

    [[nodiscard]] const AccountPart &part() const { return m_part; }
    [[nodiscard]] const TokenChunk &columns() const { return m_chunk; }
    [[nodiscard]] quint32 number() const { return m_number; }
    //! Where it stands in its columns.
    [[nodiscard]] int index() const { return m_row; }

    [[nodiscard]] const AccountRow &account() const { return m_part.account; }
    [[nodiscard]] QString id() const { return toQString(m_chunk.id(m_row)); }
    [[nodiscard]] std::optional<QString> name() const;
    [[nodiscard]] TokenKind kind() const { return column(m_chunk.kind); }
    //! Expired where the provider says so, or where it says nothing else and the expiry has passed.
    [[nodiscard]] TokenState state(qint64 nowMs) const;
    [[nodiscard]] std::optional<Named> owner() const { return m_part.owner(column(m_chunk.owner)); }
    [[nodiscard]] std::optional<Named> client() const { return m_part.client(column(m_chunk.client)); }
    [[nodiscard]] std::optional<QStringList> scopes() const;
    [[nodiscard]] std::optional<QStringList> resources() const; //!< an empty list: all of them
    [[nodiscard]] Moment created() const { return Moment::fromRaw(column(m_chunk.created)); }
    [[nodiscard]] Moment lastUsed() const { return Moment::fromRaw(column(m_chunk.lastUsed)); }
    [[nodiscard]] Moment expires() const { return Moment::fromRaw(column(m_chunk.expires)); }
    [[nodiscard]] std::optional<QString> lastIp() const;
    [[nodiscard]] bool isOwn() const;
    //! See expiresSoon().
    [[nodiscard]] bool isSoon(qint64 nowMs) const;
    [[nodiscard]] bool isStale() const { return m_chunk.has(m_row, TokenChunk::Stale); }
    [[nodiscard]] bool isDuplicated() const { return m_chunk.has(m_row, TokenChunk::Duplicated); }
    [[nodiscard]] bool isActionable() const { return !m_chunk.has(m_row, TokenChunk::Unactionable); }
    //! All of it, with the state as of `nowMs`.
    [[nodiscard]] Token token(qint64 nowMs) const;

private:
    template <typename T>
    const T &column(const TokenChunk::Column<T> &values) const
    {
        return values[size_t(m_row)];
    }

    const AccountPart &m_part;
    const TokenChunk &m_chunk;
    quint32 m_number;
    int m_row;
};

//! The state that is shown: see InventoryRow::state.
[[nodiscard]] inline TokenState stateAt(TokenState said, Moment expires, qint64 nowMs)
{
    return said != TokenState::Suspended && isExpired(expires, nowMs) ? TokenState::Expired : said;
}

//! Worth a look: expires within 14 days, and is known to live longer than 30. A one-hour access token is no alert.
[[nodiscard]] inline bool expiresSoon(Moment created, Moment expires, qint64 nowMs)
{
    constexpr qint64 Day = 86'400'000;
    return expires.isTime() && expires.ms() > nowMs && expires.ms() - nowMs < 14 * Day && created.isTime()
        && expires.ms() - created.ms() > 30 * Day;
}

//! The inventory as it was at one moment: immutable, any thread. Rows have numbers, which no other row ever gets, and
//! which a row keeps while it lives in the inventory, but where its name changes or very many others have gone.
class TokenSnapshot
{
public:
    //! `edits`: what edits() begins with.
    explicit TokenSnapshot(std::vector<std::shared_ptr<const AccountPart>> parts, quint64 edits = 0);

    [[nodiscard]] const std::vector<std::shared_ptr<const AccountPart>> &accounts() const { return m_accounts; }
    [[nodiscard]] const AccountPart *account(const AccountId &id) const;
    //! Rows that live.
    [[nodiscard]] qint64 rowCount() const { return m_rowCount; }
    //! All row numbers are below.
    [[nodiscard]] quint32 numberEnd() const { return quint32(m_slots.size()) * TokenChunk::Rows; }
    //! No other snapshot has it.
    [[nodiscard]] quint64 serial() const { return m_serial; }
    //! Grows whenever a row that an earlier snapshot had shows something else now.
    [[nodiscard]] quint64 edits() const { return m_edits; }

    [[nodiscard]] bool contains(quint32 number) const;
    //! Only where contains(number).
    [[nodiscard]] InventoryRow row(quint32 number) const;
    //! Which of accounts() the row belongs to. Only where contains(number).
    [[nodiscard]] size_t accountIndex(quint32 number) const { return m_slots[number / TokenChunk::Rows].account; }
    [[nodiscard]] Token token(quint32 number, qint64 nowMs) const { return row(number).token(nowMs); }
    //! Looks in the inventory as it is now: a row that has gone since is not found.
    [[nodiscard]] std::optional<quint32> find(const AccountId &account, const TokenId &id) const;

private:
    struct Slot
    {
        size_t account = 0;
        const AccountPart::Chunk *chunk = nullptr; //!< null: no such rows any more
    };
    std::vector<std::shared_ptr<const AccountPart>> m_accounts;
    std::vector<Slot> m_slots; //!< by chunk number
    qint64 m_rowCount = 0;
    quint64 m_edits;
    quint64 m_serial = 0;
};

} // namespace latchkey
