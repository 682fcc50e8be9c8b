#include "ui/tokens/matchcounter.h"

#include "models/inventory/tokenselect.h"

#include <QtConcurrentRun>

namespace latchkey {

MatchCounter::MatchCounter(QObject *parent) : QObject(parent)
{
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        if (!m_stop.stop_requested())
            Q_EMIT counted(m_watcher.result());
    });
}

MatchCounter::~MatchCounter() { m_stop.request_stop(); } // what still counts holds all that it needs

void MatchCounter::count(const TokenTableModel &model, const QStringList &lines, qint64 nowMs)
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_watcher.setFuture(QtConcurrent::run(
        [snapshot = model.sharedSnapshot(), account = model.account(), lines, nowMs, stop = m_stop.get_token()] {
            Counts counts;
            for (const QString &line : lines) {
                const auto filter = TokenFilter::parse(line);
                if (filter && !stop.stop_requested())
                    counts[line] = qint64(select(*snapshot, *filter, nowMs, stop, account).size());
            }
            return counts;
        }));
}

} // namespace latchkey
