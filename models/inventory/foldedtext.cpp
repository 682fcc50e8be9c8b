#include "models/inventory/foldedtext.h"

#include <algorithm>
#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace latchkey {

namespace {

//! Not inlined, so that appendFolded() is short.
[[gnu::noinline]] void appendFoldedUnicode(std::string &folded, const QString &text)
{
    const QString decomposed = text.normalized(QString::NormalizationForm_KD).toCaseFolded();
    QString bare;
    bare.reserve(decomposed.size());
    for (const QChar c : decomposed) {
        if (!c.isMark())
            bare += c;
    }
    const QByteArray utf8 = bare.toUtf8();
    folded.append(utf8.constData(), size_t(utf8.size()));
}

} // namespace

void appendFolded(std::string &folded, std::string_view utf8)
{
    const size_t from = folded.size();
    folded.append(utf8);
    char *at = folded.data() + from;
    char *end = folded.data() + folded.size();
    unsigned beyondAscii = 0;
#ifdef __SSE2__
    const auto foldLane = [&beyondAscii](char *lane) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(lane));
        // Bytes beyond ASCII are negative here, and no letters.
        const __m128i upper =
            _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8('A' - 1)), _mm_cmplt_epi8(bytes, _mm_set1_epi8('Z' + 1)));
        const __m128i lower = _mm_or_si128(bytes, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
        _mm_storeu_si128(reinterpret_cast<__m128i *>(lane), lower);
        beyondAscii |= unsigned(_mm_movemask_epi8(bytes));
    };
    if (end - at >= 16) {
        for (; end - at > 16; at += 16)
            foldLane(at);
        foldLane(end - 16); // some bytes twice, which changes nothing
        at = end;
    }
#endif
    for (; at != end; ++at) {
        beyondAscii |= unsigned(*at) & 0x80;
        *at = char(*at | (*at >= 'A' && *at <= 'Z' ? 0x20 : 0));
    }
    if (!beyondAscii)
        return;
    folded.resize(from);
    appendFoldedUnicode(folded, toQString(utf8));
}

std::string folded(QStringView text)
{
    const QByteArray utf8 = text.toUtf8();
    std::string result;
    appendFolded(result, {utf8.constData(), size_t(utf8.size())});
    return result;
}

//! Compares first and last byte of the needle in 16 places at once: memmem is two to five times slower on names.
const char *findText(const char *at, const char *end, std::string_view needle)
{
    const auto length = qptrdiff(needle.size());
    if (length == 0 || end - at < length)
        return nullptr;
#ifdef __SSE2__
    const __m128i first = _mm_set1_epi8(needle.front());
    const __m128i last = _mm_set1_epi8(needle.back());
    for (; end - at >= length + 15; at += 16) {
        const __m128i heads = _mm_loadu_si128(reinterpret_cast<const __m128i *>(at));
        const __m128i tails = _mm_loadu_si128(reinterpret_cast<const __m128i *>(at + length - 1));
        const __m128i both = _mm_and_si128(_mm_cmpeq_epi8(heads, first), _mm_cmpeq_epi8(tails, last));
        for (auto hits = unsigned(_mm_movemask_epi8(both)); hits; hits &= hits - 1) {
            const char *hit = at + std::countr_zero(hits);
            if (std::memcmp(hit, needle.data(), needle.size()) == 0)
                return hit;
        }
    }
#endif
    const char *found = std::search(at, end, needle.begin(), needle.end());
    return found == end ? nullptr : found;
}

} // namespace latchkey
