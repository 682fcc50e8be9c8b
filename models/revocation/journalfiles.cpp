#include "models/revocation/journalfiles.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QtEndian>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace latchkey {

namespace {

constexpr const char *DatabaseName = "journal.sqlite";
constexpr const char *HeadName = "journal.head";
constexpr const char *LockName = "journal.lock";

// Two slots, written in turn: a torn write leaves the other one whole. Each: mark, sequence, hash, SHA-256 of those.
constexpr std::array<char, 8> SlotMark{'L', 'K', 'H', 'E', 'A', 'D', '1', '\n'};
constexpr qsizetype SignedSize = 8 + 8 + 32;
constexpr qsizetype SlotSize = SignedSize + 32;

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

QString reasonOf(int error) { return QString::fromLocal8Bit(std::strerror(error)); }

tl::unexpected<Error> journalFailure(const QString &sentence) { return failure(Error::Kind::Journal, sentence); }

tl::unexpected<Error> cannotWrite(const QString &path, int error)
{
    if (error == ENOSPC || error == EDQUOT)
        return journalFailure(tr("The disk that holds the journal %1 is full. Free some space, then try again: nothing "
                                 "is sent that cannot be written down first.")
                                  .arg(path));
    return journalFailure(tr("The journal %1 cannot be written (%2). Make its folder writable, then try again: nothing "
                             "is sent that cannot be written down first.")
                              .arg(path, reasonOf(error)));
}

tl::unexpected<Error> notOurs(const QString &path)
{
    return journalFailure(tr("%1 is a symbolic link, belongs to somebody else, or can be written by others, so it is "
                             "not used for the journal. Remove it or correct its owner and rights, then try again.")
                              .arg(path));
}

//! Ours alone to write: neither a link nor another user's, and nobody else may write.
bool isOurs(const struct stat &found, mode_t type)
{
    return (found.st_mode & S_IFMT) == type && found.st_uid == ::geteuid()
        && (found.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

bool isReadOnlyError(int error) { return error == EROFS || error == EACCES || error == EPERM; }

QByteArray slotOf(const JournalHead &head)
{
    QByteArray slot(SlotMark.data(), SlotMark.size());
    const qint64 sequence = qToLittleEndian(head.sequence);
    slot.append(reinterpret_cast<const char *>(&sequence), sizeof sequence);
    slot.append(head.hash);
    return slot + QCryptographicHash::hash(slot, QCryptographicHash::Sha256);
}

std::optional<JournalHead> headIn(QByteArrayView slot)
{
    if (slot.size() != SlotSize || !slot.startsWith(QByteArrayView(SlotMark.data(), SlotMark.size())))
        return {};
    const QByteArray sum = QCryptographicHash::hash(slot.first(SignedSize).toByteArray(), QCryptographicHash::Sha256);
    if (slot.sliced(SignedSize) != sum)
        return {};
    return JournalHead{qFromLittleEndian<qint64>(slot.sliced(8).data()), slot.sliced(16, 32).toByteArray()};
}

} // namespace

FileHandle::~FileHandle()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

Result<JournalFiles> JournalFiles::open(const QString &directory)
{
    JournalFiles files;
    files.m_directory = QDir::cleanPath(directory);
    if (const auto made = files.makeFolder(); !made)
        return tl::unexpected(made.error());
    Result<FileHandle> lock = files.openFile(LockName);
    if (!lock)
        return tl::unexpected(lock.error());
    files.takeLock(std::move(*lock));
    Result<FileHandle> head = files.openFile(HeadName);
    if (!head)
        return tl::unexpected(head.error());
    files.m_head = std::move(*head);
    const auto first = files.headInSlot(0);
    const auto second = files.headInSlot(1);
    files.m_nextSlot = first && (!second || first->sequence > second->sequence) ? 1 : 0;
    if (const auto prepared = files.prepareDatabase(); !prepared)
        return tl::unexpected(prepared.error());
    return files;
}

QString JournalFiles::databasePath() const { return m_directory + QLatin1Char('/') + QLatin1String(DatabaseName); }

bool JournalFiles::isFolderWritable() const { return ::access(QFile::encodeName(m_directory).constData(), W_OK) == 0; }

Result<void> JournalFiles::makeFolder()
{
    const QByteArray path = QFile::encodeName(m_directory);
    struct stat found = {};
    if (::lstat(path.constData(), &found) != 0) {
        QDir().mkpath(QFileInfo(m_directory).path());
        if (::mkdir(path.constData(), 0700) != 0 && errno != EEXIST)
            return cannotWrite(m_directory, errno);
        if (::lstat(path.constData(), &found) != 0)
            return cannotWrite(m_directory, errno);
    }
    if (!isOurs(found, S_IFDIR))
        return notOurs(m_directory);
    const bool isWide = (found.st_mode & 07777) != 0700;
    if (isWide && ::chmod(path.constData(), 0700) != 0 && !isReadOnlyError(errno))
        return cannotWrite(m_directory, errno);
    return {};
}

//! Opens one of our files, made if need be; in a folder that cannot be written, an existing one for reading.
Result<FileHandle> JournalFiles::openFile(const char *name)
{
    const QString path = m_directory + QLatin1Char('/') + QLatin1String(name);
    const QByteArray encoded = QFile::encodeName(path);
    constexpr int Flags = O_NOFOLLOW | O_CLOEXEC;
    FileHandle file(::open(encoded.constData(), O_RDWR | O_CREAT | Flags, 0600));
    if (!file.isOpen() && isReadOnlyError(errno)) {
        m_whyNotWritable = cannotWrite(m_directory, errno).value();
        file = FileHandle(::open(encoded.constData(), O_RDONLY | Flags));
        if (!file.isOpen())
            return cannotWrite(path, errno);
    }
    if (!file.isOpen())
        return errno == ELOOP ? Result<FileHandle>(notOurs(path)) : Result<FileHandle>(cannotWrite(path, errno));
    struct stat found = {};
    if (::fstat(file.fd(), &found) != 0 || !isOurs(found, S_IFREG))
        return notOurs(path);
    if ((found.st_mode & 07777) != 0600 && ::fchmod(file.fd(), 0600) != 0 && !isReadOnlyError(errno))
        return cannotWrite(path, errno);
    m_known += Known{encoded, found.st_ino};
    return file;
}

//! SQLite makes files by the umask, and its side files as wide as the database: so the database is made here.
Result<void> JournalFiles::prepareDatabase()
{
    const QString path = databasePath();
    const QByteArray encoded = QFile::encodeName(path);
    for (const char *side : {"-wal", "-shm", "-journal"}) {
        struct stat found = {};
        if (::lstat((encoded + side).constData(), &found) == 0 && !isOurs(found, S_IFREG))
            return notOurs(path + QLatin1String(side));
    }
    struct stat found = {};
    if (::lstat(encoded.constData(), &found) != 0) {
        const FileHandle made(::open(encoded.constData(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!made.isOpen() || ::fstat(made.fd(), &found) != 0)
            return cannotWrite(path, errno);
        const FileHandle folder(::open(QFile::encodeName(m_directory).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (::fchmod(made.fd(), 0600) != 0 || ::fsync(folder.fd()) != 0)
            return cannotWrite(path, errno);
    }
    if (!isOurs(found, S_IFREG))
        return notOurs(path);
    if ((found.st_mode & 07777) != 0600 && ::chmod(encoded.constData(), 0600) != 0 && !isReadOnlyError(errno))
        return cannotWrite(path, errno);
    m_known += Known{encoded, found.st_ino};
    m_known += Known{encoded + "-wal", 0};
    return {};
}

//! The kernel frees the lock when its holder dies, however that happens.
void JournalFiles::takeLock(FileHandle lock)
{
    m_lock = std::move(lock);
    if (m_whyNotWritable)
        return;
    if (::flock(m_lock.fd(), LOCK_EX | LOCK_NB) == 0) {
        const QByteArray holder = QByteArray::number(::getpid()) + ' '
            + QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toLatin1() + '\n';
        // Who holds it is only told to others: that it cannot be written must not stop us.
        if (::ftruncate(m_lock.fd(), 0) == 0)
            (void)!::pwrite(m_lock.fd(), holder.constData(), static_cast<size_t>(holder.size()), 0);
        return;
    }
    std::array<char, 100> text{};
    const ssize_t size = ::pread(m_lock.fd(), text.data(), text.size(), 0);
    const QString holder = cleanedText(QString::fromLatin1(text.data(), std::max<ssize_t>(size, 0)).trimmed());
    m_whyNotWritable =
        journalFailure(tr("Another Latchkey is at work on the journal (process %1, started %2). Its runs "
                          "can be looked at here; to change something, use it or close it first.")
                           .arg(holder.section(QLatin1Char(' '), 0, 0), holder.section(QLatin1Char(' '), 1)))
            .value();
}

Result<void> JournalFiles::checkStillThere()
{
    for (Known &file : m_known) {
        struct stat found = {};
        const bool isThere = ::lstat(file.path.constData(), &found) == 0;
        if (isThere && file.inode == 0)
            file.inode = found.st_ino; // SQLite makes the -wal file with its first write
        if (!isThere || found.st_ino != file.inode)
            return journalFailure(tr("The journal %1 was removed or replaced while it was in use. Put it back or start "
                                     "Latchkey again: nothing is sent that cannot be written down first.")
                                      .arg(m_directory));
    }
    return {};
}

std::optional<JournalHead> JournalFiles::headInSlot(int slot) const
{
    std::array<char, SlotSize> text{};
    const ssize_t size = ::pread(m_head.fd(), text.data(), text.size(), slot * SlotSize);
    return headIn(QByteArrayView(text.data(), std::max<ssize_t>(size, 0)));
}

std::optional<JournalHead> JournalFiles::head() const
{
    const auto first = headInSlot(0);
    const auto second = headInSlot(1);
    if (!first || !second)
        return first ? first : second;
    return first->sequence > second->sequence ? first : second;
}

Result<void> JournalFiles::writeHead(const JournalHead &head, bool durable)
{
    const QByteArray slot = slotOf(head);
    const ssize_t written =
        ::pwrite(m_head.fd(), slot.constData(), static_cast<size_t>(slot.size()), m_nextSlot * SlotSize);
    if (written != slot.size() || (durable && ::fsync(m_head.fd()) != 0))
        return cannotWrite(m_directory, written < 0 || written == slot.size() ? errno : ENOSPC);
    m_nextSlot = 1 - m_nextSlot;
    return {};
}

} // namespace latchkey
