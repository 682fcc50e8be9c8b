#pragma once

#include "network/domain/error.h"

#include <QFuture>

#include <QCoroTask>

namespace latchkey {

//! What the Secret Service tells about the entries of one name. qtkeychain cannot tell a locked entry from a missing
//! one, and reports the deletion of a locked one as done.
struct KeychainLook
{
    enum class Home { Unlocked, Locked, None }; //!< the collection that new entries go to

    bool found = false;
    bool foundLocked = false; //!< in a locked collection
    bool asks = false; //!< found, and the service will ask the person before it gives the entry out
    Home home = Home::Unlocked;

    //! "Not found" proves nothing while the home is locked.
    [[nodiscard]] bool isLocked() const { return foundLocked || (!found && home == Home::Locked); }
    [[nodiscard]] bool isLockedForWriting() const { return foundLocked || home == Home::Locked; }
};

//! Looks without ever asking the person anything and without changing anything. Starts the service where the desktop
//! has one that is not running; never a session bus. On systems without a Secret Service everything is found unlocked.
//! Errors: KeychainMissing (at once where there is no session bus or no service), KeychainFailed.
[[nodiscard]] QCoro::Task<Result<KeychainLook>> lookIntoKeychain(QString service, QString key);

//! Makes the keychain's library forget its connection. One that the service no longer knows, since it was killed and
//! started again, would fail every job for the life of this process. Error: KeychainMissing, without that library.
[[nodiscard]] Result<void> forgetKeychainSession();

} // namespace latchkey
