#pragma once

#include "app/commandline/invocation.h"
#include "app/flows/revoke.h"

namespace latchkey {

//! What a run of `plan` works with: `sessions`, and a session for every other account of the plan that can be signed in
//! to from the keychain.
[[nodiscard]] QCoro::Task<flows::RunTools> toolsFor(Invocation &invocation, Plan plan,
                                                    QHash<AccountId, std::shared_ptr<Session>> sessions);

//! Tells why nothing is to be begun, and returns the status for it: the keychain does not work, and a run would give up
//! what can be sent once it does; or there is no account to work with. Absent: nothing stands in the way.
[[nodiscard]] std::optional<ExitCode> whyNotBegun(Invocation &invocation, const Plan &plan,
                                                  const flows::RunTools &tools);

} // namespace latchkey
