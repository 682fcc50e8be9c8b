#pragma once

#include "app/commandline/invocation.h"
#include "models/revocation/plan.h"

namespace latchkey {

//! What every command that carries a plan out takes: --dry-run, --save-plan, --reason, --confirm.
void addPlanOptions(Invocation &invocation);

//! The account as its credential shows it right now, which every plan begins with. Error: WrongIdentity, or the
//! probe's.
[[nodiscard]] QCoro::Task<Result<Account>> verifiedAccount(Invocation &invocation, SignedIn signedIn);
//! A request for a plan in this account, which was verified: with all accounts of this app, whose own tokens are left
//! out, and with the reason that was given.
[[nodiscard]] PlanRequest planRequest(Invocation &invocation, const Account &verified);

//! The person or client that was typed, with its name: an id or, where the provider lists them, an e-mail address or a
//! name that only one has. Error: InvalidInput where the provider's list has none like it.
[[nodiscard]] QCoro::Task<Result<Named>> knownPerson(std::shared_ptr<Session> session, QString typed,
                                                     std::stop_token stop);
[[nodiscard]] QCoro::Task<Result<Named>> knownClient(std::shared_ptr<Session> session, QString typed,
                                                     std::stop_token stop);

//! Shows the plan, or saves it, or has it confirmed and carries it out, as the options say; `sessions` are open
//! already, `values` are what was typed for items that are named by a value. Returns the command's status.
[[nodiscard]] QCoro::Task<ExitCode> carryOut(Invocation &invocation, Plan plan,
                                             QHash<AccountId, std::shared_ptr<Session>> sessions,
                                             QHash<TokenId, Secret> values);

} // namespace latchkey
