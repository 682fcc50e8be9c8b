#pragma once

#include "app/session.h"
#include "models/inventory/tokentable.h"

#include <QCoroTask>

#include <memory>
#include <stop_token>

namespace latchkey::flows {

//! Loads the tokens of `scope` (usually the account's own) into `table`, then the names of their owners as far as the
//! credential may know them. What could not be loaded stays as it was and is labelled; the table says so too. Error:
//! nothing could be listed. `table` outlives the task.
[[nodiscard]] QCoro::Task<Result<Completeness>> loadTokens(std::shared_ptr<Session> session, LoadScope scope,
                                                           TokenTable &table, std::stop_token stop);

//! The tokens that these accounts sign in with, as far as their identities tell.
[[nodiscard]] QList<OwnToken> ownTokensOf(const QList<Account> &accounts);

} // namespace latchkey::flows
