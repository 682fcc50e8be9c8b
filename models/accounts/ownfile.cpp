#include "models/accounts/ownfile.h"

#include "models/export/privatefile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace latchkey {

namespace {

constexpr qint64 LargestFile = 16 * 1024 * 1024;

tl::unexpected<Error> storage(const char *text, const QString &path, const QString &detail = {})
{
    QString why = QCoreApplication::translate("OwnFile", text).arg(cleanedText(path));
    if (!detail.isEmpty())
        why += QStringLiteral(" (%1)").arg(cleanedText(detail));
    return failure(Error::Kind::Storage, why);
}

tl::unexpected<Error> notOurs(const QString &path)
{
    return storage(
        QT_TRANSLATE_NOOP("OwnFile",
                          "%1 is a symbolic link, no plain file, or another user's. Replace it by one of your own."),
        path);
}

tl::unexpected<Error> notUsable(const QString &path, const QString &detail)
{
    return storage(QT_TRANSLATE_NOOP("OwnFile", "%1 cannot be used. Check that you may read and write it."), path,
                   detail);
}

#ifdef Q_OS_UNIX

//! Without following a link, and without waiting at a pipe.
bool open(QFile &file)
{
    const QByteArray path = QFile::encodeName(file.fileName());
    const int descriptor = ::open(path.constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    return descriptor >= 0 && file.open(descriptor, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle);
}

bool isOurs(const QFile &file)
{
    struct stat status = {};
    return ::fstat(file.handle(), &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == ::geteuid();
}

bool isOurs(const QFileInfo &folder) { return folder.isDir() && folder.ownerId() == ::geteuid(); }

#else

bool open(QFile &file) { return file.open(QIODevice::ReadOnly); }
bool isOurs(const QFile &) { return true; }
bool isOurs(const QFileInfo &folder) { return folder.isDir(); }

#endif

} // namespace

Result<std::optional<QByteArray>> readOwnFile(const QString &path)
{
    const QFileInfo info(path);
    if (info.isSymLink())
        return notOurs(path);
    if (!info.exists())
        return std::nullopt;
    QFile file(path);
    if (!open(file))
        return notUsable(path, qt_error_string());
    if (!isOurs(file))
        return notOurs(path);
    if (file.size() > LargestFile)
        return notUsable(path, QCoreApplication::translate("OwnFile", "too large"));
    const QByteArray content = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return notUsable(path, file.errorString());
    return content;
}

Result<void> prepareOwnFolder(const QString &path)
{
    constexpr QFileDevice::Permissions ours = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
    const QString parent = QFileInfo(path).path();
    if (!QFileInfo::exists(path) && !(QDir().mkpath(parent) && QDir().mkdir(path, ours)))
        return notUsable(path, qt_error_string());
    if (!isOurs(QFileInfo(path)))
        return notOurs(path);
    if (!QFile::setPermissions(path, ours))
        return notUsable(path, qt_error_string());
    return {};
}

Result<std::optional<QByteArray>> KeptFile::read()
{
    Result<std::optional<QByteArray>> content = readOwnFile(m_path);
    m_known = content.value_or(std::nullopt);
    return content;
}

Result<bool> KeptFile::hasChanged() const
{
    return readOwnFile(m_path).map([this](const std::optional<QByteArray> &content) { return content != m_known; });
}

Result<void> KeptFile::write(const QByteArray &content)
{
    if (const Result<void> folder = prepareOwnFolder(QFileInfo(m_path).path()); !folder)
        return folder;
    const Result<void> written = writePrivateFile(m_path, content);
    if (written)
        m_known = content;
    return written;
}

} // namespace latchkey
