#include "network/http/traffic.h"

#include "network/domain/error.h"

namespace latchkey {

QString trafficLine(const TrafficEntry &entry)
{
    QStringList words = {QString::fromLatin1(entry.method), entry.host, QString::fromUtf8(entry.pathTemplate)};
    words += entry.status == 0 ? QStringLiteral("-") : QString::number(entry.status);
    words += QString::number(entry.tookMs) + QStringLiteral(" ms");
    if (!entry.error.isEmpty())
        words += entry.error;
    if (!entry.requestId.isEmpty())
        words += QLatin1Char('[') + cleanedText(entry.requestId, 100) + QLatin1Char(']');
    return cleanedText(words.join(QLatin1Char(' ')), 600);
}

void Traffic::add(TrafficEntry entry)
{
    if (m_entries.size() == Limit)
        m_entries.pop_front();
    m_entries.push_back(std::move(entry));
    Q_EMIT added(m_entries.back());
}

} // namespace latchkey
