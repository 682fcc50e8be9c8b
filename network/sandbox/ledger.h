#pragma once

#include <QFile>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <mutex>

namespace latchkey::sandbox {

//! The truth about what happened in a sandbox: every request, and every change of a token's state, numbered in the
//! order in which they took effect. Never holds a secret. Thread-safe.
//!
//!     request
//!     {"seq","at","provider","call","request":"DELETE","path","query","status","contentType","key","userAgent",
//!               "headers":{"name":count}}    key: a fingerprint; call: absent for what is no call of the provider
//!     change   {"seq","at","provider","change":"revoked"|"created","id","by"}    by: the call that did it
class Ledger
{
public:
    Ledger() = default;

    //! Also writes each entry to this file (emptied first, 0600) as a line of JSON, flushed at once. False with a
    //! reason if it cannot be written.
    [[nodiscard]] bool writeTo(const QString &file, QString *reason);
    //! Whether entries() has anything to give; a server that runs for days need not remember them.
    void setRemembering(bool remembering) { m_remembering = remembering; }

    //! Numbers the entry and keeps it. "at" is UTC milliseconds, its caller's.
    void add(QJsonObject entry);

    [[nodiscard]] QList<QJsonObject> entries() const;
    //! Ids of tokens that changed in this way ("revoked", "created"), in order.
    [[nodiscard]] QStringList changed(const QString &change) const;
    //! Requests of a call ("fastly.revokeToken"), whatever was answered; kept even where entries are not remembered.
    [[nodiscard]] int requests(const QString &call) const;
    //! All requests.
    [[nodiscard]] int requests() const;

private:
    mutable std::mutex m_mutex;
    QFile m_file;
    QList<QJsonObject> m_entries;
    QHash<QString, int> m_counts;
    int m_requests = 0;
    qint64 m_next = 1;
    bool m_remembering = true;
};

} // namespace latchkey::sandbox
