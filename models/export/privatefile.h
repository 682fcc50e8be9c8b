#pragma once

#include "network/domain/error.h"

#include <QByteArray>
#include <QString>

namespace latchkey {

//! Replaces the file at `path` by `content`, atomically and only once it is on the disk; readable by this user alone
//! whatever the umask. Storage: the folder is missing, full or not ours; the old file is then as it was.
[[nodiscard]] Result<void> writePrivateFile(const QString &path, QByteArrayView content);

} // namespace latchkey
