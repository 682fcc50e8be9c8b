#include "network/json/bracketscan.h"

#include <QtGlobal>

#include <bit>
#include <charconv>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace latchkey {

namespace {

bool isBracket(char c) { return c == '{' || c == '}' || c == '[' || c == ']'; }
char closingOf(char opening) { return opening == '{' ? '}' : ']'; }

#ifdef __SSE2__
constexpr int BlockSize = 64;

using Lane = __m128i;

//! One bit for each byte of a lane where `found` is set.
quint64 bitsOf(Lane found) { return static_cast<unsigned>(_mm_movemask_epi8(found)); }

//! What a block holds; one bit for each byte.
struct Block
{
    quint64 quotes = 0;
    quint64 brackets = 0;
    Lane backslashes = _mm_setzero_si128(); //!< of all four lanes, one upon another: most blocks hold none

    [[gnu::always_inline]] explicit Block(const char *at)
    {
        // Written out, and inlined by force: at -O2 the compiler would rather call and loop, at twice the cost.
        addLane<0>(at);
        addLane<1>(at);
        addLane<2>(at);
        addLane<3>(at);
    }

    [[nodiscard]] bool hasBackslash() const { return bitsOf(backslashes) != 0; }

    template <int Number>
    [[gnu::always_inline]] void addLane(const char *at)
    {
        const Lane bytes = _mm_loadu_si128(reinterpret_cast<const Lane *>(at) + Number);
        quotes |= bitsOf(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'))) << (16 * Number);
        backslashes = _mm_or_si128(backslashes, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
        // '[' and '{', and ']' and '}', differ in one bit.
        const Lane curly = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
        const Lane opening = _mm_cmpeq_epi8(curly, _mm_set1_epi8('{'));
        const Lane closing = _mm_cmpeq_epi8(curly, _mm_set1_epi8('}'));
        brackets |= bitsOf(_mm_or_si128(opening, closing)) << (16 * Number);
    }
};

//! One bit for each byte of a block that is a backslash.
quint64 backslashesOf(const char *block)
{
    quint64 backslashes = 0;
    for (int at = 0; at < BlockSize; at += int(sizeof(Lane))) {
        const Lane bytes = _mm_loadu_si128(reinterpret_cast<const Lane *>(block + at));
        backslashes |= bitsOf(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))) << at;
    }
    return backslashes;
}

//! The bytes of a block that stand behind an escaping backslash; `carry` goes from block to block.
quint64 escapedBytes(const char *block, bool &carry)
{
    quint64 backslashes = backslashesOf(block);
    quint64 escaped = carry ? 1 : 0;
    backslashes &= ~escaped;
    carry = false;
    while (backslashes) {
        const int at = std::countr_zero(backslashes);
        carry = at == 63;
        escaped |= (quint64(1) << at) << 1;
        backslashes &= ~((quint64(3)) << at);
    }
    return escaped;
}

//! Each bit becomes the parity of the bits up to it: set from an opening quote to the byte before the closing one.
quint64 parity(quint64 bits)
{
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    return bits ^ bits << 32;
}
#endif

//! The code unit of the escape `\uXXXX` at `at`; -1 where there is none.
int escapedUnit(const char *at, const char *end)
{
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return -1;
    int unit = -1;
    const auto [last, error] = std::from_chars(at + 2, at + 6, unit, 16);
    return error == std::errc() && last == at + 6 ? unit : -1;
}

bool isHighSurrogate(int unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool isLowSurrogate(int unit) { return unit >= 0xdc00 && unit < 0xe000; }

} // namespace

void BracketScan::open(char bracket)
{
    m_closing[0] = closingOf(bracket);
    m_depth = 1;
    m_inText = false;
    m_escaped = false;
}

const char *BracketScan::scan(const char *at, const char *end)
{
    at = scanBlocks(at, end);
    return at && isOpen() ? scanBytes(at, end) : at;
}

inline bool BracketScan::takeBracket(char bracket)
{
    if (bracket == '{' || bracket == '[') {
        if (m_depth == MaxDepth)
            return false;
        m_closing[static_cast<size_t>(m_depth++)] = closingOf(bracket);
        return true;
    }
    --m_depth;
    return m_closing[static_cast<size_t>(m_depth)] == bracket;
}

#ifdef __SSE2__
const char *BracketScan::scanBlocks(const char *at, const char *end)
{
    quint64 textBefore = m_inText ? ~quint64(0) : 0;
    for (; end - at >= BlockSize; at += BlockSize) {
        Block block(at);
        if (block.hasBackslash() || m_escaped)
            block.quotes &= ~escapedBytes(at, m_escaped);
        const quint64 text = parity(block.quotes) ^ textBefore;
        for (quint64 brackets = block.brackets & ~text; brackets; brackets &= brackets - 1) {
            const char *bracket = at + std::countr_zero(brackets);
            if (!takeBracket(*bracket))
                return nullptr;
            if (!isOpen())
                return bracket + 1;
        }
        textBefore = quint64(qint64(text) >> 63);
    }
    m_inText = textBefore;
    return at;
}
#else
const char *BracketScan::scanBlocks(const char *at, const char *) { return at; }
#endif

const char *BracketScan::scanBytes(const char *at, const char *end)
{
    for (; at != end; ++at) {
        const bool escaped = m_escaped;
        m_escaped = *at == '\\' && !escaped;
        if (*at == '"' && !escaped) {
            m_inText = !m_inText;
        } else if (!m_inText && isBracket(*at)) {
            if (!takeBracket(*at))
                return nullptr;
            if (!isOpen())
                return at + 1;
        }
    }
    return at;
}

void replaceLoneSurrogates(char *json, char *end)
{
    const auto nextBackslash = [end](char *from) {
        return static_cast<char *>(std::memchr(from, '\\', static_cast<size_t>(end - from)));
    };
    for (char *at = nextBackslash(json); at; at = nextBackslash(at)) {
        const int unit = escapedUnit(at, end);
        const bool paired = isHighSurrogate(unit) && isLowSurrogate(escapedUnit(at + 6, end));
        if (!paired && (isHighSurrogate(unit) || isLowSurrogate(unit)))
            std::memcpy(at + 2, "fffd", 4);
        at += paired ? 12 : (unit >= 0 ? 6 : qMin<qptrdiff>(2, end - at));
    }
}

} // namespace latchkey
