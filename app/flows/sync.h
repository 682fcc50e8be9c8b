#pragma once

#include "app/session.h"
#include "models/inventory/tokentable.h"

#include <QCoroTask>

#include <memory>
#include <stop_token>

namespace latchkey::flows {

//! Loads the tokens of `scope` (usually the account's own) into `table`; of a provider that lists none, the token that
//! signs us in. What could not be loaded stays as it was and is labelled; the table says so too. Error: nothing could
//! be listed. `table` outlives the task.
[[nodiscard]] QCoro::Task<Result<Completeness>> loadTokens(std::shared_ptr<Session> session, LoadScope scope,
                                                           TokenTable &table, std::stop_token stop);

//! Who and what an account's tokens belong to, as far as its credential may know. Unsupported: the provider has no such
//! list.
struct Directory
{
    Result<QList<Person>> people = failure(Error::Kind::Unsupported);
    Result<QList<Client>> clients = failure(Error::Kind::Unsupported);
};
//! Also gives their names to the rows in `table`, which outlives the task.
[[nodiscard]] QCoro::Task<Directory> loadDirectory(std::shared_ptr<Session> session, TokenTable &table,
                                                   std::stop_token stop);

//! The tokens that these accounts sign in with, as far as their identities tell.
[[nodiscard]] QList<OwnToken> ownTokensOf(const QList<Account> &accounts);

} // namespace latchkey::flows
