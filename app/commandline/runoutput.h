#pragma once

#include "app/commandline/invocation.h"
#include "app/flows/revoke.h"

namespace latchkey {

//! The account that was planned: as it is stored, or as the plan names it where it is not.
[[nodiscard]] Account accountOf(Invocation &invocation, const PlanAccount &planned);

//! Prints every item of a run or plan, and the counts at the end.
void printRun(Invocation &invocation, const Run &run);
//! The same for a plan that is not carried out: each item is "planned".
void printPlan(Invocation &invocation, const Plan &plan);

//! Prints how a run was left, with what cut it short, and returns the status for it.
[[nodiscard]] ExitCode printRunEnd(Invocation &invocation, const flows::RunEnd &end);

//! Says on a terminal how far a run has come.
void noteProgress(Invocation &invocation, const Run &run);

//! {"confirmed": 212, …}: outcomes that occurred; "open" counts those without one.
[[nodiscard]] QJsonObject countsJson(const OutcomeCounts &counts);

//! Why an item was left out, for people.
[[nodiscard]] QString exclusionText(ExclusionReason reason);

} // namespace latchkey
