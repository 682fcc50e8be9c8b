#pragma once

#include "network/domain/error.h"

#include <QFuture>

#include <QCoroTask>

namespace latchkey {

//! Asks the desktop's keychain to open, which asks the person in a window of its own. Waits for as long as that takes.
//! Errors: KeychainMissing; KeychainLocked where the person declined. On systems without a Secret Service it succeeds.
[[nodiscard]] QCoro::Task<Result<void>> unlockKeychain();

} // namespace latchkey
