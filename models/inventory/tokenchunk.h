#pragma once

#include "models/inventory/foldedtext.h"
#include "network/domain/token.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

namespace latchkey {

//! Up to 4,096 rows of one account, as columns. Rows below a published count never change and never move; the writer
//! fills the rows behind them, and changes others in a copy (copied() shares the texts, which never change).
class TokenChunk
{
public:
    static constexpr int RowBits = 12;
    static constexpr int Rows = 1 << RowBits;
    enum Flag : quint8 {
        Dead = 1, //!< gone from the provider, or replaced by another row
        Stale = 2, //!< not confirmed by the last load
        Duplicated = 4, //!< its id came more than once in one load
        Unactionable = 8, //!< see Token::isActionable
        Named = 16, //!< the name is reported
    };
    template <typename T>
    using Column = std::array<T, Rows>;

    // The columns are left as they come from the allocator: pages that no row touches cost nothing.
    explicit TokenChunk(size_t textBytes) // NOLINT(cppcoreguidelines-pro-type-member-init)
        : m_text(std::make_shared<Text>(textBytes))
    {
    }

    Column<qint64> created; //!< Moment::raw
    Column<qint64> lastUsed;
    Column<qint64> expires;
    Column<quint32> owner; //!< number in AccountPart::owners; likewise the next four
    Column<quint32> client;
    Column<quint32> scopes;
    Column<quint32> resources;
    Column<quint32> ip;
    Column<TokenKind> kind;
    Column<TokenState> state;
    Column<quint8> flags;

    [[nodiscard]] bool has(int row, Flag flag) const { return flags[size_t(row)] & flag; }
    [[nodiscard]] std::string_view id(int row) const
    {
        return {m_text->plain.get() + start(m_plainEnd, row), m_idBytes[size_t(row)]};
    }
    //! Without data where not reported.
    [[nodiscard]] std::string_view name(int row) const
    {
        if (!has(row, Named))
            return {};
        const quint32 from = start(m_plainEnd, row) + m_idBytes[size_t(row)];
        return {m_text->plain.get() + from, m_plainEnd[size_t(row)] - from};
    }
    //! Id, TextEnd, and, where the name is reported, name, TextEnd; folded. Those of consecutive rows lie side by side.
    [[nodiscard]] std::string_view foldedTexts(int row) const
    {
        const quint32 from = start(m_foldedEnd, row);
        return {m_text->folded.get() + from, m_foldedEnd[size_t(row)] - from};
    }
    [[nodiscard]] std::string_view foldedTextsOf(int rows) const
    {
        return {m_text->folded.get(), rows == 0 ? 0 : m_foldedEnd[size_t(rows) - 1]};
    }

    //! The row whose folded texts hold the byte at `offset`, looked for from `from` on.
    [[nodiscard]] int rowOfFolded(size_t offset, int from, int rows) const
    {
        constexpr int Near = 8; // where hits are many, the next one is near
        for (int row = from; row < std::min(from + Near, rows); ++row) {
            if (offset < m_foldedEnd[size_t(row)])
                return row;
        }
        return int(std::upper_bound(m_foldedEnd.begin() + from, m_foldedEnd.begin() + rows, offset)
                   - m_foldedEnd.begin());
    }

    //! The writer's: adds the texts of row `row`, the first without. False where they do not fit.
    [[nodiscard]] bool appendTexts(int row, std::string_view id, std::string_view name, std::string_view foldedTexts)
    {
        const quint32 plainAt = start(m_plainEnd, row);
        const quint32 foldedAt = start(m_foldedEnd, row);
        if (plainAt + id.size() + name.size() > m_text->bytes || foldedAt + foldedTexts.size() > m_text->bytes)
            return false;
        char *plain = m_text->plain.get() + plainAt;
        plain = std::copy(id.begin(), id.end(), plain);
        std::copy(name.begin(), name.end(), plain);
        std::copy(foldedTexts.begin(), foldedTexts.end(), m_text->folded.get() + foldedAt);
        m_idBytes[size_t(row)] = quint32(id.size());
        m_plainEnd[size_t(row)] = plainAt + quint32(id.size() + name.size());
        m_foldedEnd[size_t(row)] = foldedAt + quint32(foldedTexts.size());
        return true;
    }

    [[nodiscard]] size_t textBytes(int rows) const { return rows == 0 ? 0 : m_foldedEnd[size_t(rows) - 1]; }

    //! A copy of the first `rows` rows, to be changed.
    [[nodiscard]] std::shared_ptr<TokenChunk> copied(int rows) const
    {
        std::shared_ptr<TokenChunk> copy(new TokenChunk(m_text));
        const auto take = [rows](auto &to, const auto &from) { std::copy_n(from.begin(), rows, to.begin()); };
        take(copy->created, created);
        take(copy->lastUsed, lastUsed);
        take(copy->expires, expires);
        take(copy->owner, owner);
        take(copy->client, client);
        take(copy->scopes, scopes);
        take(copy->resources, resources);
        take(copy->ip, ip);
        take(copy->kind, kind);
        take(copy->state, state);
        take(copy->flags, flags);
        take(copy->m_idBytes, m_idBytes);
        take(copy->m_plainEnd, m_plainEnd);
        take(copy->m_foldedEnd, m_foldedEnd);
        return copy;
    }

private:
    struct Text
    {
        explicit Text(size_t size) : bytes(size), plain(new char[size]), folded(new char[size]) { }
        size_t bytes;
        std::unique_ptr<char[]> plain;
        std::unique_ptr<char[]> folded;
    };
    explicit TokenChunk(std::shared_ptr<Text> text) // NOLINT(cppcoreguidelines-pro-type-member-init)
        : m_text(std::move(text))
    {
    }
    static quint32 start(const Column<quint32> &ends, int row) { return row == 0 ? 0 : ends[size_t(row) - 1]; }

    std::shared_ptr<Text> m_text;
    Column<quint32> m_idBytes;
    Column<quint32> m_plainEnd;
    Column<quint32> m_foldedEnd;
};

} // namespace latchkey
