#pragma once

#include "app/session.h"
#include "models/revocation/journalwriter.h"

#include <QCoroTask>

#include <memory>

namespace latchkey::flows {

//! Changes a token: the intent is on the disk before the request leaves, which goes out once and is never tried again.
//! A rotated token's new value is in the result alone; where the answer was lost (Error::sent is Maybe), the old value
//! may have ended and nobody knows the new one. `journal` outlives the task.
[[nodiscard]] QCoro::Task<Result<CreatedToken>> updateToken(std::shared_ptr<Session> session, UpdateRequest request,
                                                            JournalWriter &journal);

//! The same for an organization's idle timeout.
[[nodiscard]] QCoro::Task<Result<IdleTimeout>> setIdleTimeout(std::shared_ptr<Session> session, IdleTimeout timeout,
                                                              JournalWriter &journal);

} // namespace latchkey::flows
