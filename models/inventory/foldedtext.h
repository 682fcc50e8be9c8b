#pragma once

#include <QString>

#include <string>
#include <string_view>

namespace latchkey {

//! Ends every text in folded text. No UTF-8 holds this byte, so nothing is found across it.
inline constexpr char TextEnd = '\xff';

//! Appends UTF-8 text as search compares it: without case, accents and compatibility forms ("Åﬁ" is "afi").
void appendFolded(std::string &folded, std::string_view utf8);
[[nodiscard]] std::string folded(QStringView text);

//! Where `needle` begins in [at, end); null: nowhere. An empty needle is nowhere.
[[nodiscard]] const char *findText(const char *at, const char *end, std::string_view needle);
[[nodiscard]] inline bool containsText(std::string_view text, std::string_view needle)
{
    return findText(text.data(), text.data() + text.size(), needle);
}

[[nodiscard]] inline QString toQString(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

} // namespace latchkey
