#pragma once

#include "network/sandbox/exchange.h"

#include <QJsonObject>

#include <optional>

// What Authlete takes and how it says no.
namespace latchkey::sandbox::authlete {

//! {"resultCode","resultMessage"}. `code`: "A" and six digits.
[[nodiscard]] Reply refuse(int status, const QString &code, const QString &why);
//! What a call that was understood and not done says, with HTTP 200.
[[nodiscard]] Reply refuseAction(const QString &action, const QString &code, const QString &why);
//! The members that a success begins with.
[[nodiscard]] QJsonObject result(const QString &code, const QString &message);

//! The members of a request, sent as JSON or as a form; every member that Authlete knows has its type. nullopt: the
//! body is something else, or a member is of another type, or a form holds what only JSON can.
[[nodiscard]] std::optional<QJsonObject> bodyOf(const Request &request);

//! Rows of a list, from start to before end.
struct Range
{
    qint64 start = 0;
    qint64 end = 5; //!< the documented default
};
//! nullopt: not two numbers, the first below the second.
[[nodiscard]] std::optional<Range> rangeOf(const FormFields &query);

} // namespace latchkey::sandbox::authlete
