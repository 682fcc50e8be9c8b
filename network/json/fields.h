#pragma once

#include "network/domain/error.h"
#include "network/domain/moment.h"

#include <optional>
#include <string_view>

#include <simdjson.h>

namespace latchkey {

//! Strict readers of single JSON values for the rows of a list (reliability R14, R15). Each writes what it read to its
//! last argument, which keeps what it was where the value is of the wrong type. Views live as long as the record.

//! What is wrong with a value. A list has ten million values and fails once: only then it becomes an Error.
enum class FieldFault : quint8 { None, NotJson, NoText, NoNumber };
//! Malformed, with a sentence for people. Not for None.
[[nodiscard]] Error errorOf(FieldFault fault);

//! A string; null is a view without data ("not reported"). Escapes are decoded; lone surrogates are NoText.
[[nodiscard]] FieldFault readText(simdjson::ondemand::value &value, std::string_view &text);
//! An ISO time; null and "" are `whenNull`; text that is no time is Moment::notReported(), never "never".
[[nodiscard]] FieldFault readIsoTime(simdjson::ondemand::value &value, Moment whenNull, Moment &time);
//! Milliseconds since the epoch as an integer; 0 is `whenZero`, null is not reported.
[[nodiscard]] FieldFault readMsTime(simdjson::ondemand::value &value, Moment whenZero, Moment &time);
//! An integer, exact to 2^63-1, or a string of digits; null is nullopt.
[[nodiscard]] FieldFault readInteger(simdjson::ondemand::value &value, std::optional<qint64> &number);

} // namespace latchkey
