#pragma once

#include "app/session.h"
#include "models/revocation/journalwriter.h"

#include <QCoroTask>

#include <memory>

namespace latchkey::flows {

//! Creates a token: the intent is on the disk before the request leaves, which goes out once and is never tried again.
//! Its value is in the result alone. Where the answer was lost (Error::sent is Maybe), a token may exist whose value
//! nobody knows. `journal` outlives the task.
[[nodiscard]] QCoro::Task<Result<CreatedToken>> createToken(std::shared_ptr<Session> session, CreateRequest request,
                                                            JournalWriter &journal);

} // namespace latchkey::flows
