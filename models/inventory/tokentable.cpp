#include "models/inventory/tokentable.h"

#include "models/inventory/accountrows.h"

#include <algorithm>
#include <string>

namespace latchkey {

namespace {

bool isSignedInWith(const OwnToken &token, const AccountRow &account)
{
    const bool sameTenant = token.tenant.isEmpty() || account.tenant.isEmpty() || token.tenant == account.tenant;
    return token.provider == account.provider && token.origin == account.origin && sameTenant;
}

} // namespace

namespace {

template <typename Id>
std::shared_ptr<const ListedNames> listedNames(const QHash<Id, QString> &names)
{
    auto listed = std::make_shared<ListedNames>();
    for (auto name = names.begin(); name != names.end(); ++name) {
        if (!name.value().isEmpty())
            listed->emplace(name.key().value.toStdString(), ListedName{name.value(), folded(name.value())});
    }
    return listed;
}

} // namespace

TokenLoad::TokenLoad(std::shared_ptr<AccountRows> rows, const Clock &clock)
    : m_rows(std::move(rows))
    , m_clock(clock)
    , m_load(m_rows->beginLoad())
{
}

TokenLoad::~TokenLoad()
{
    Completeness cut;
    cut.reason = Error{.kind = Error::Kind::Cancelled};
    finish(cut);
}

void TokenLoad::add(const TokenRow &row) { m_rows->add(m_load, row); }
void TokenLoad::expect(qint64 total) { m_rows->expect(m_load, total); }
void TokenLoad::finish(const Result<Completeness> &end) { m_rows->endLoad(m_load, end, m_clock.nowMs()); }

TokenTable::TokenTable(const Clock &clock, const Timing &timing, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_chunkNumbers(std::make_shared<std::atomic<quint32>>(0))
{
    m_timer.setInterval(std::max(timing.publish, Timing::Ms(1)));
    connect(&m_timer, &QTimer::timeout, this, &TokenTable::announce);
    m_announced = snapshot();
}

TokenTable::~TokenTable() = default;

void TokenTable::setAccount(const AccountRow &account)
{
    entryFor(account);
    announce();
}

void TokenTable::removeAccount(const AccountId &account)
{
    Entry *entry = entryOf(account);
    if (!entry)
        return;
    m_removedEdits += (entry->part ? entry->part->edits : 0) + 1;
    m_entries.erase(m_entries.begin() + (entry - m_entries.data()));
    m_snapshot.reset();
    announce();
}

void TokenTable::setOwnerNames(const AccountId &account, const QHash<PersonId, QString> &names)
{
    if (Entry *entry = entryOf(account)) {
        entry->ownerNames = listedNames(names);
        touch(*entry);
        announce();
    }
}

void TokenTable::setClientNames(const AccountId &account, const QHash<ClientId, QString> &names)
{
    if (Entry *entry = entryOf(account)) {
        entry->clientNames = listedNames(names);
        touch(*entry);
        announce();
    }
}

void TokenTable::setOwnTokens(const QList<OwnToken> &tokens)
{
    if (tokens == m_ownTokens)
        return;
    m_ownTokens = tokens;
    for (Entry &entry : m_entries)
        touch(entry);
    announce();
}

std::shared_ptr<TokenLoad> TokenTable::beginLoad(const AccountRow &account)
{
    auto load = std::make_shared<TokenLoad>(entryFor(account).rows, m_clock);
    announce();
    m_timer.start();
    return load;
}

std::shared_ptr<const TokenSnapshot> TokenTable::snapshot()
{
    bool changed = !m_snapshot;
    std::vector<std::shared_ptr<const AccountPart>> parts;
    for (Entry &entry : m_entries) {
        if (entry.hasChanged || entry.rows->hasChanged()) {
            entry.hasChanged = false;
            entry.part = partOf(entry);
            changed = true;
        }
        parts.push_back(entry.part);
    }
    if (changed)
        m_snapshot = std::make_shared<TokenSnapshot>(std::move(parts), m_removedEdits);
    return m_snapshot;
}

TokenTable::Entry *TokenTable::entryOf(const AccountId &account)
{
    for (Entry &entry : m_entries) {
        if (entry.account.id == account)
            return &entry;
    }
    return nullptr;
}

//! Knows the account as it is from then on.
TokenTable::Entry &TokenTable::entryFor(const AccountRow &account)
{
    Entry *entry = entryOf(account.id);
    if (!entry) {
        entry = &m_entries.emplace_back();
        entry->rows = std::make_shared<AccountRows>(m_chunkNumbers);
    }
    if (entry->account != account) {
        entry->account = account;
        touch(*entry);
    }
    return *entry;
}

std::shared_ptr<const AccountPart> TokenTable::partOf(const Entry &entry) const
{
    auto part = std::make_shared<AccountPart>();
    std::vector<std::string> ownIds;
    for (const OwnToken &token : m_ownTokens) {
        if (isSignedInWith(token, entry.account))
            ownIds.push_back(token.id.value.toStdString());
    }
    entry.rows->publish(*part, ownIds);
    part->edits += entry.edits;
    part->account = entry.account;
    part->ownerNames = entry.ownerNames;
    part->clientNames = entry.clientNames;
    part->source = entry.rows;
    return part;
}

void TokenTable::touch(Entry &entry)
{
    entry.hasChanged = true;
    ++entry.edits;
}

void TokenTable::announce()
{
    const auto current = snapshot();
    const auto isLoading = [](const auto &part) { return part->status.state == AccountStatus::State::Loading; };
    if (std::none_of(current->accounts().begin(), current->accounts().end(), isLoading))
        m_timer.stop();
    if (current == m_announced)
        return;
    m_announced = current;
    Q_EMIT changed();
}

} // namespace latchkey
