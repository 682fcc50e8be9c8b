#include "models/inventory/tokensnapshot.h"

#include "models/inventory/accountrows.h"

#include <algorithm>
#include <atomic>

namespace latchkey {

namespace {

std::optional<QStringList> textsOf(const Dictionary::View &view, quint32 number)
{
    if (number == 0)
        return {};
    QStringList texts;
    forEachText(view[number].text, [&texts](std::string_view text) { texts += toQString(text); });
    return texts;
}

//! `names` may be null.
std::optional<Named> namedOf(const Dictionary::View &view, quint32 number, const ListedNames *names)
{
    if (number == 0)
        return {};
    const std::string_view text = view[number].text;
    const size_t idEnd = qMin(text.find(TextEnd), text.size());
    Named named{toQString(text.substr(0, idEnd)), toQString(text.substr(qMin(idEnd + 1, text.size())))};
    if (!named.name.isEmpty() || !names)
        return named;
    const auto known = names->find(text);
    if (known != names->end())
        named.name = known->second.name;
    return named;
}

} // namespace

AccountRow accountRow(const Account &account, const ProviderDescription &provider)
{
    AccountRow row;
    row.id = account.id;
    row.name = account.name;
    row.provider = account.provider;
    row.providerName = provider.name;
    row.environment = account.environment;
    row.origin = originOf(account.baseUrl);
    row.tenant = account.identity.tenant.id;
    row.tenantName = account.identity.tenant.name;
    row.tenantLabel = provider.tenantLabel;
    row.isScoped = !account.scope.isWhole();
    row.isListed = provider.can(Capability::ListTokens);
    row.colour = account.colour;
    return row;
}

std::optional<Named> AccountPart::owner(quint32 number) const { return namedOf(owners, number, ownerNames.get()); }

std::optional<Named> AccountPart::client(quint32 number) const { return namedOf(clients, number, clientNames.get()); }

std::optional<QString> InventoryRow::name() const
{
    const std::string_view name = m_chunk.name(m_row);
    return name.data() ? std::optional(toQString(name)) : std::nullopt;
}

TokenState InventoryRow::state(qint64 nowMs) const { return stateAt(column(m_chunk.state), expires(), nowMs); }

std::optional<QStringList> InventoryRow::scopes() const { return textsOf(m_part.scopes, column(m_chunk.scopes)); }

std::optional<QStringList> InventoryRow::resources() const
{
    return textsOf(m_part.resources, column(m_chunk.resources));
}

std::optional<QString> InventoryRow::lastIp() const
{
    const quint32 number = column(m_chunk.ip);
    return number ? std::optional(toQString(m_part.ips[number].text)) : std::nullopt;
}

bool InventoryRow::isOwn() const { return std::binary_search(m_part.ownRows.begin(), m_part.ownRows.end(), m_number); }

bool InventoryRow::isSoon(qint64 nowMs) const
{
    return state(nowMs) == TokenState::Active && expiresSoon(created(), expires(), nowMs);
}

Token InventoryRow::token(qint64 nowMs) const
{
    Token token;
    token.id = {id()};
    token.account = m_part.account.id;
    token.name = name();
    token.kind = kind();
    token.state = state(nowMs);
    token.owner = owner();
    token.client = client();
    token.scopes = scopes();
    token.resources = resources();
    token.created = created();
    token.lastUsed = lastUsed();
    token.expires = expires();
    token.lastIp = lastIp();
    token.isOwn = isOwn();
    token.isActionable = isActionable();
    return token;
}

TokenSnapshot::TokenSnapshot(std::vector<std::shared_ptr<const AccountPart>> parts, quint64 edits)
    : m_accounts(std::move(parts))
    , m_edits(edits)
{
    static std::atomic<quint64> serials = 0;
    m_serial = ++serials;
    for (size_t account = 0; account < m_accounts.size(); ++account) {
        const AccountPart &part = *m_accounts[account];
        m_rowCount += part.status.rows;
        m_edits += part.edits;
        for (const AccountPart::Chunk &chunk : part.chunks) {
            if (m_slots.size() <= chunk.number)
                m_slots.resize(chunk.number + 1);
            m_slots[chunk.number] = {account, &chunk};
        }
    }
}

const AccountPart *TokenSnapshot::account(const AccountId &id) const
{
    for (const auto &part : m_accounts) {
        if (part->account.id == id)
            return part.get();
    }
    return nullptr;
}

bool TokenSnapshot::contains(quint32 number) const
{
    if (number >= numberEnd())
        return false;
    const Slot &slot = m_slots[number / TokenChunk::Rows];
    const int row = int(number % TokenChunk::Rows);
    return slot.chunk && row < slot.chunk->rows && !slot.chunk->columns->has(row, TokenChunk::Dead);
}

InventoryRow TokenSnapshot::row(quint32 number) const
{
    const Slot &slot = m_slots[number / TokenChunk::Rows];
    return {*m_accounts[slot.account], *slot.chunk->columns, number};
}

std::optional<quint32> TokenSnapshot::find(const AccountId &id, const TokenId &token) const
{
    const AccountPart *part = account(id);
    if (!part)
        return {};
    const QByteArray utf8 = token.value.toUtf8();
    const auto number = part->source->find({utf8.constData(), size_t(utf8.size())});
    return number && contains(*number) ? number : std::nullopt;
}

} // namespace latchkey
