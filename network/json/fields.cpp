#include "network/json/fields.h"

#include <QCoreApplication>

#include <charconv>

namespace latchkey {

namespace {

tl::unexpected<Error> malformed(const char *why)
{
    return failure(Error::Kind::Malformed, QCoreApplication::translate("JsonFields", why));
}

constexpr char NoText[] = QT_TRANSLATE_NOOP("JsonFields", "A field that should hold text holds something else.");
constexpr char NoNumber[] =
    QT_TRANSLATE_NOOP("JsonFields", "A field that should hold a whole number holds something else.");

//! In the years 1 to 9999. What lies outside is no time of a token, but somebody's "for ever", and QDateTime cannot
//! write it.
Moment momentAt(qint64 ms)
{
    constexpr qint64 First = -62'135'596'800'000;
    constexpr qint64 Last = 253'402'300'799'999;
    return ms < First || ms > Last ? Moment::notReported() : Moment::at(ms);
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

Result<std::string_view> readText(simdjson::ondemand::value value)
{
    const std::string_view token = withoutTrailingSpace(value.raw_json_token());
    if (token == "null")
        return std::string_view();
    if (token.size() < 2 || token.front() != '"' || token.back() != '"')
        return malformed(NoText);
    const std::string_view raw = token.substr(1, token.size() - 2);
    // Most texts hold no escape: they are where they lie, and need no copy.
    if (raw.find('\\') == raw.npos)
        return raw;
    std::string_view decoded;
    if (value.get_string().get(decoded) || holdsSurrogate(decoded))
        return malformed(NoText);
    return decoded;
}

Result<Moment> readIsoTime(simdjson::ondemand::value value, Moment whenNull)
{
    const auto text = readText(value);
    if (!text)
        return tl::unexpected(text.error());
    if (text->empty())
        return whenNull;
    const std::optional<qint64> ms = parseIsoTime(*text);
    return ms ? momentAt(*ms) : Moment::notReported();
}

Result<Moment> readMsTime(simdjson::ondemand::value value, Moment whenZero)
{
    const std::string_view token = withoutTrailingSpace(value.raw_json_token());
    if (token == "null")
        return Moment::notReported();
    const std::optional<qint64> ms = wholeNumber(token);
    if (!ms && !looksLikeNumber(token))
        return malformed(NoNumber);
    if (!ms)
        return Moment::notReported();
    return *ms == 0 ? whenZero : momentAt(*ms);
}

Result<std::optional<qint64>> readInteger(simdjson::ondemand::value value)
{
    const std::string_view token = withoutTrailingSpace(value.raw_json_token());
    if (token == "null")
        return std::optional<qint64>();
    const bool quoted = token.size() >= 2 && token.front() == '"' && token.back() == '"';
    const std::optional<qint64> number = wholeNumber(quoted ? token.substr(1, token.size() - 2) : token);
    if (!number)
        return malformed(NoNumber);
    return number;
}

} // namespace latchkey
