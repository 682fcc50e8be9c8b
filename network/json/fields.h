#pragma once

#include "network/domain/error.h"
#include "network/domain/moment.h"

#include <optional>
#include <string_view>

#include <simdjson.h>

namespace latchkey {

//! Strict readers of single JSON values for the rows of a list (reliability R14, R15). A value of the wrong type is
//! Malformed. Views live as long as the record.

//! A string; null is a view without data ("not reported"). Escapes are decoded; lone surrogates are Malformed.
[[nodiscard]] Result<std::string_view> readText(simdjson::ondemand::value value);
//! An ISO time; null and "" are `whenNull`; text that is no time is Moment::notReported(), never "never".
[[nodiscard]] Result<Moment> readIsoTime(simdjson::ondemand::value value, Moment whenNull);
//! Milliseconds since the epoch as an integer; 0 is `whenZero`, null is not reported.
[[nodiscard]] Result<Moment> readMsTime(simdjson::ondemand::value value, Moment whenZero);
//! An integer, exact to 2^63-1, or a string of digits; null is nullopt.
[[nodiscard]] Result<std::optional<qint64>> readInteger(simdjson::ondemand::value value);

} // namespace latchkey
