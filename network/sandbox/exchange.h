#pragma once

#include <QJsonObject>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latchkey::sandbox {

//! The fields of a form or a query: names may repeat, so in the order sent.
using FormFields = std::vector<std::pair<std::string, std::string>>;

//! One request as it came over the wire.
struct Request
{
    std::string method = {};
    std::string target = {}; //!< as sent: path and query, still percent-encoded
    std::vector<std::string> segments = {}; //!< of the path, split before they were decoded, so "%2F" stays inside one
    std::string query = {}; //!< without "?", still encoded
    std::multimap<std::string, std::string> headers = {}; //!< names in lower case
    std::string body = {};
    bool withoutEffect = false; //!< a fault: answer as if it had been done, and change nothing

    //! The first header of that (lower-case) name; nullopt if none was sent.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
    //! Content-Type without parameters, in lower case; empty if none was sent.
    [[nodiscard]] std::string mediaType() const;
    //! The path of the target, still encoded.
    [[nodiscard]] std::string_view path() const;
};

//! Writes the next piece of a long body into the buffer, which arrives empty; false once nothing is left.
using BodyStream = std::function<bool(std::string &piece)>;

//! One answer, before it goes over the wire.
struct Reply
{
    int status = 200;
    std::string contentType = "application/json"; //!< not sent with an empty body
    std::string body = {};
    BodyStream stream = {}; //!< in place of body: sent in chunks while it is made
    std::vector<std::pair<std::string, std::string>> headers = {};
};

[[nodiscard]] Reply jsonReply(int status, const QJsonObject &object);

//! Percent-decodes; a broken escape stays as it is. In forms and queries "+" is a space.
[[nodiscard]] std::string percentDecoded(std::string_view text, bool plusIsSpace);
[[nodiscard]] std::vector<std::string> pathSegments(std::string_view path);
//! application/x-www-form-urlencoded, as in bodies and queries.
[[nodiscard]] FormFields formFields(std::string_view text);
//! The first field of that name; empty if there is none.
[[nodiscard]] std::string field(const FormFields &fields, std::string_view name);

} // namespace latchkey::sandbox
