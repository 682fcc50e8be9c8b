#pragma once

#include "app/commandline/invocation.h"

namespace latchkey {

//! The token value on standard input: "value" of its JSON object or, beside --account, a bare line. Never kept.
//! Error: InvalidInput.
[[nodiscard]] Result<Secret> typedValue(Invocation &invocation);

//! Why the account's provider cannot do this, in its own words; absent where it can.
[[nodiscard]] std::optional<Error> whyNot(const Session &session, Capability capability);

} // namespace latchkey
