#include "models/export/privatefile.h"

#include <QCoreApplication>
#include <QSaveFile>

#include <unistd.h>

namespace latchkey {

Result<void> writePrivateFile(const QString &path, QByteArrayView content)
{
    const auto failed = [&path](const QString &why) {
        return failure(Error::Kind::Storage,
                       QCoreApplication::translate("PrivateFile",
                                                   "%1 could not be written (%2). Choose another place, or "
                                                   "make room, then try again.")
                           .arg(cleanedText(path), cleanedText(why)));
    };
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return failed(file.errorString());
    // Before the content: between the two, nobody else may read along.
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.write(content.data(), content.size());
    // A full disk shows in flush() alone: write() only fills Qt's buffer.
    if (!file.flush() || ::fsync(file.handle()) != 0 || !file.commit())
        return failed(file.errorString());
    return {};
}

} // namespace latchkey
