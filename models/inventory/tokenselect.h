#pragma once

#include "models/inventory/tokenfilter.h"
#include "models/inventory/tokensnapshot.h"

#include <stop_token>
#include <vector>

namespace latchkey {

//! Numbers of the living rows that match, as of `nowMs` (UTC ms), ascending; of one account where `account` is given. A
//! stop makes the answer worthless, soon. Any thread. A million rows take milliseconds: every different owner, client,
//! scope is looked at once, names and ids are searched as one text a chunk.
[[nodiscard]] std::vector<quint32> select(const TokenSnapshot &snapshot, const TokenFilter &filter, qint64 nowMs,
                                          const std::stop_token &stop = {},
                                          const std::optional<AccountId> &account = {});

} // namespace latchkey
