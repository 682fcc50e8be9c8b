#include "network/json/fields.h"

#include <QCoreApplication>

#include <charconv>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace latchkey {

namespace {

//! In the years 1 to 9999. What lies outside is no time of a token, but somebody's "for ever", and QDateTime cannot
//! write it.
Moment momentAt(qint64 ms)
{
    constexpr qint64 First = -62'135'596'800'000;
    constexpr qint64 Last = 253'402'300'799'999;
    return ms < First || ms > Last ? Moment::notReported() : Moment::at(ms);
}

//! True also where the backslash stands up to 15 bytes behind the text, which may be in the padding that simdjson keeps
//! behind every document: texts are short, and this is the quickest way to know most of them plain.
bool mayHoldEscape(std::string_view text)
{
#ifdef __SSE2__
    static_assert(simdjson::SIMDJSON_PADDING >= 16);
    const char *end = text.data() + text.size();
    int found = 0;
    for (const char *at = text.data(); at < end; at += 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(at));
        found |= _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    }
    return found;
#else
    return text.find('\\') != text.npos;
#endif
}

//! simdjson writes a lone low surrogate as the three bytes that UTF-8 forbids.
bool holdsSurrogate(std::string_view text)
{
    for (size_t at = text.find('\xed'); at != text.npos; at = text.find('\xed', at + 1)) {
        if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xa0)
            return true;
    }
    return false;
}

//! Not inlined, so that readText() is short.
[[gnu::noinline]] FieldFault readEscapedText(simdjson::ondemand::value &value, std::string_view &text)
{
    std::string_view decoded;
    if (value.get_string().get(decoded) || holdsSurrogate(decoded))
        return FieldFault::NoText;
    text = decoded;
    return FieldFault::None;
}

std::string_view withoutTrailingSpace(std::string_view token)
{
    while (!token.empty()
           && (token.back() == ' ' || token.back() == '\n' || token.back() == '\r' || token.back() == '\t'))
        token.remove_suffix(1);
    return token;
}

//! Exact, in JSON's spelling: no plus, no leading zeros, no point, no exponent.
std::optional<qint64> wholeNumber(std::string_view digits)
{
    qint64 number = 0;
    const char *end = digits.data() + digits.size();
    const auto [last, error] = std::from_chars(digits.data(), end, number);
    const size_t first = digits.starts_with('-') ? 1 : 0;
    const bool zeroLed = digits.size() > first + 1 && digits[first] == '0';
    if (digits.empty() || error != std::errc() || last != end || zeroLed)
        return {};
    return number;
}

bool looksLikeNumber(std::string_view token)
{
    return !token.empty() && token.find_first_not_of("0123456789+-.eE") == token.npos;
}

} // namespace

Error errorOf(FieldFault fault)
{
    const char *why = QT_TRANSLATE_NOOP("JsonFields", "The answer is not valid JSON.");
    if (fault == FieldFault::NoText)
        why = QT_TRANSLATE_NOOP("JsonFields", "A field that should hold text holds something else.");
    else if (fault == FieldFault::NoNumber)
        why = QT_TRANSLATE_NOOP("JsonFields", "A field that should hold a whole number holds something else.");
    return failure(Error::Kind::Malformed, QCoreApplication::translate("JsonFields", why)).value();
}

FieldFault readText(simdjson::ondemand::value &value, std::string_view &text)
{
    const std::string_view token = withoutTrailingSpace(value.raw_json_token());
    // Takes a text, so that simdjson need not skip it; what else there is stays.
    simdjson::ondemand::raw_json_string string;
    if (value.get_raw_json_string().get(string)) {
        if (token != "null")
            return FieldFault::NoText;
        text = {};
        return FieldFault::None;
    }
    if (token.size() < 2 || token.back() != '"')
        return FieldFault::NoText;
    // Most texts hold no escape: they are where they lie, and need no copy.
    const std::string_view inside(token.data() + 1, token.size() - 2);
    if (mayHoldEscape(inside))
        return readEscapedText(value, text);
    text = inside;
    return FieldFault::None;
}

FieldFault readIsoTime(simdjson::ondemand::value &value, Moment whenNull, Moment &time)
{
    std::string_view text;
    if (const FieldFault fault = readText(value, text); fault != FieldFault::None)
        return fault;
    if (text.empty()) {
        time = whenNull;
        return FieldFault::None;
    }
    const std::optional<qint64> ms = parseIsoTime(text);
    time = ms ? momentAt(*ms) : Moment::notReported();
    return FieldFault::None;
}

FieldFault readMsTime(simdjson::ondemand::value &value, Moment whenZero, Moment &time)
{
    const std::string_view token = withoutTrailingSpace(value.raw_json_token());
    const std::optional<qint64> ms = wholeNumber(token);
    if (!ms && token != "null" && !looksLikeNumber(token))
        return FieldFault::NoNumber;
    if (!ms)
        time = Moment::notReported();
    else
        time = *ms == 0 ? whenZero : momentAt(*ms);
    return FieldFault::None;
}

FieldFault readInteger(simdjson::ondemand::value &value, std::optional<qint64> &number)
{
    const std::string_view token = withoutTrailingSpace(value.raw_json_token());
    const bool quoted = token.size() >= 2 && token.front() == '"' && token.back() == '"';
    const std::optional<qint64> read = wholeNumber(quoted ? token.substr(1, token.size() - 2) : token);
    if (!read && token != "null")
        return FieldFault::NoNumber;
    number = read;
    return FieldFault::None;
}

} // namespace latchkey
