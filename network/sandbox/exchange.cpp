#include "network/sandbox/exchange.h"

#include <QJsonDocument>

#include <algorithm>
#include <cctype>

namespace latchkey::sandbox {

namespace {

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace

std::optional<std::string_view> Request::header(std::string_view name) const
{
    const auto found = headers.find(std::string(name));
    if (found == headers.end())
        return std::nullopt;
    return found->second;
}

std::string Request::mediaType() const
{
    const std::string_view full = header("content-type").value_or("");
    std::string type(full.substr(0, full.find(';')));
    while (!type.empty() && type.back() == ' ')
        type.pop_back();
    std::ranges::transform(type, type.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return type;
}

std::string_view Request::path() const { return std::string_view(target).substr(0, target.find('?')); }

Reply jsonReply(int status, const QJsonObject &object)
{
    return Reply{.status = status, .body = QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString()};
}

std::string percentDecoded(std::string_view text, bool plusIsSpace)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
        const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
        if (low >= 0) {
            decoded += char(high * 16 + low);
            i += 2;
        } else {
            decoded += plusIsSpace && text[i] == '+' ? ' ' : text[i];
        }
    }
    return decoded;
}

std::vector<std::string> pathSegments(std::string_view path)
{
    std::vector<std::string> segments;
    if (path.starts_with('/'))
        path.remove_prefix(1);
    for (;;) {
        const std::size_t slash = path.find('/');
        segments.push_back(percentDecoded(path.substr(0, slash), false));
        if (slash == std::string_view::npos)
            return segments;
        path.remove_prefix(slash + 1);
    }
}

FormFields formFields(std::string_view text)
{
    FormFields fields;
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), pair.size() + 1));
        const std::size_t equals = pair.find('=');
        if (pair.empty())
            continue;
        const std::string_view value = equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
        fields.emplace_back(percentDecoded(pair.substr(0, equals), true), percentDecoded(value, true));
    }
    return fields;
}

std::string field(const FormFields &fields, std::string_view name)
{
    const auto found = std::ranges::find(fields, name, &FormFields::value_type::first);
    return found == fields.end() ? std::string() : found->second;
}

} // namespace latchkey::sandbox
