#pragma once

#include "network/domain/error.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>
#include <utility>

namespace latchkey {

//! A file descriptor that closes itself.
class FileHandle
{
public:
    FileHandle() = default;
    explicit FileHandle(int fd) : m_fd(fd) { }
    ~FileHandle();
    FileHandle(FileHandle &&other) noexcept : m_fd(std::exchange(other.m_fd, -1)) { }
    FileHandle &operator=(FileHandle &&other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }

    [[nodiscard]] int fd() const { return m_fd; }
    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }

private:
    int m_fd = -1;
};

//! The end of the journal, kept apart from it so that a cut tail shows.
struct JournalHead
{
    qint64 sequence = 0;
    QByteArray hash = {}; //!< 32 bytes

    friend bool operator==(const JournalHead &, const JournalHead &) = default;
};

//! The journal's folder: its rights, the writer's lock and the head file. Every Error is of kind Journal.
class JournalFiles
{
public:
    //! Makes the folder (0700) and empty files (0600) whatever the umask. Refuses symbolic links, and what belongs to
    //! others or can be written by them. Takes the lock if it is free.
    [[nodiscard]] static Result<JournalFiles> open(const QString &directory);

    [[nodiscard]] const QString &directory() const { return m_directory; }
    [[nodiscard]] QString databasePath() const;
    //! Absent: this process may write. Else another one holds the lock (and which), or the folder cannot be written.
    [[nodiscard]] const std::optional<Error> &whyNotWritable() const { return m_whyNotWritable; }
    //! SQLite can make its index file beside the database, which even reading needs.
    [[nodiscard]] bool isFolderWritable() const;
    //! The files are still the ones that were opened: nobody removed or replaced them.
    [[nodiscard]] Result<void> checkStillThere();

    //! Absent: no head can be read from the file.
    [[nodiscard]] std::optional<JournalHead> head() const;
    //! Not synced: after a power cut the head may be older than the journal, never newer. `durable` syncs it.
    [[nodiscard]] Result<void> writeHead(const JournalHead &head, bool durable = false);

private:
    [[nodiscard]] Result<void> makeFolder();
    [[nodiscard]] Result<FileHandle> openFile(const char *name);
    [[nodiscard]] Result<void> prepareDatabase();
    void takeLock(FileHandle lock);
    [[nodiscard]] std::optional<JournalHead> headInSlot(int slot) const;

    struct Known
    {
        QByteArray path;
        quint64 inode = 0;
    };

    QString m_directory;
    FileHandle m_lock;
    FileHandle m_head;
    std::optional<Error> m_whyNotWritable;
    QList<Known> m_known; //!< inodes alone: closing a descriptor of the database would drop SQLite's locks
    int m_nextSlot = 0;
};

} // namespace latchkey
