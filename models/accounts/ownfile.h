#pragma once

#include "network/domain/error.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace latchkey {

//! The whole file; absent where there is none. Refuses symbolic links, what is not a plain file, files of other users,
//! and more than 16 MiB. Error: Storage, with a sentence.
[[nodiscard]] Result<std::optional<QByteArray>> readOwnFile(const QString &path);

//! Makes the folder where it is missing, and this user's alone (0700) whatever the umask. Error: Storage, with a
//! sentence; also where the folder is another user's.
[[nodiscard]] Result<void> prepareOwnFolder(const QString &path);

//! A file of this user's that the program keeps, as it was last read or written: another program may have changed it
//! since. Errors: Storage, with a sentence.
class KeptFile
{
public:
    explicit KeptFile(QString path) : m_path(std::move(path)) { }

    //! Absent: there is none.
    [[nodiscard]] Result<std::optional<QByteArray>> read();
    [[nodiscard]] Result<bool> hasChanged() const;
    //! Makes its folder where that is missing.
    [[nodiscard]] Result<void> write(const QByteArray &content);

private:
    QString m_path;
    std::optional<QByteArray> m_known;
};

} // namespace latchkey
