#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>

#include <deque>

namespace latchkey {

//! One request as logs may show it (an allow-list: reliability R55). Never a header, query or body.
struct TrafficEntry
{
    qint64 startedMs = 0; //!< UTC
    QByteArray method = {};
    QString host = {};
    QByteArray pathTemplate = {};
    int status = 0; //!< 0: no answer came
    qint64 tookMs = 0;
    QString error = {}; //!< errorKindName(); empty: none
    QString requestId = {}; //!< the provider's; may be empty
};

//! One line, with controls escaped: "GET api.fastly.com /tokens/{id} 200 31 ms".
[[nodiscard]] QString trafficLine(const TrafficEntry &entry);

//! The last 1,000 requests of all accounts, for the window, `--verbose` and diagnostics. GUI thread.
class Traffic : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    void add(TrafficEntry entry);
    [[nodiscard]] const std::deque<TrafficEntry> &entries() const { return m_entries; }

Q_SIGNALS:
    void added(const latchkey::TrafficEntry &entry);

private:
    static constexpr size_t Limit = 1000;
    std::deque<TrafficEntry> m_entries;
};

} // namespace latchkey
