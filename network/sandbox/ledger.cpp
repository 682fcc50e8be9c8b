#include "network/sandbox/ledger.h"

#include <QJsonDocument>

namespace latchkey::sandbox {

using namespace Qt::StringLiterals;

bool Ledger::writeTo(const QString &file, QString *reason)
{
    m_file.setFileName(file);
    // Unbuffered: a line that was added is in the file, even if the process is killed next.
    const bool opened = m_file.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered,
                                    QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (!opened && reason)
        *reason = m_file.errorString();
    return opened;
}

void Ledger::add(QJsonObject entry)
{
    const std::lock_guard lock(m_mutex);
    entry["seq"_L1] = m_next++;
    if (entry.contains("request"_L1)) {
        ++m_requests;
        ++m_counts[entry["call"_L1].toString()];
    }
    if (m_file.isOpen())
        m_file.write(QJsonDocument(entry).toJson(QJsonDocument::Compact) + '\n');
    if (m_remembering)
        m_entries.append(std::move(entry));
}

QList<QJsonObject> Ledger::entries() const
{
    const std::lock_guard lock(m_mutex);
    return m_entries;
}

QStringList Ledger::changed(const QString &change) const
{
    QStringList ids;
    const std::lock_guard lock(m_mutex);
    for (const QJsonObject &entry : m_entries) {
        if (entry["change"_L1].toString() == change)
            ids.append(entry["id"_L1].toString());
    }
    return ids;
}

int Ledger::requests(const QString &call) const
{
    const std::lock_guard lock(m_mutex);
    return m_counts.value(call);
}

int Ledger::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

} // namespace latchkey::sandbox
