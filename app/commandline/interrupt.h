#pragma once

#include <QObject>

#include <memory>
#include <stop_token>

class QSocketNotifier;

namespace latchkey {

//! Turns the first Ctrl+C, SIGTERM or SIGHUP into a stop request, so that a run ends in good order; a second one ends
//! the program as usual. One at a time.
class Interrupt : public QObject
{
    Q_OBJECT
public:
    Interrupt();
    ~Interrupt() override;

    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }

private:
    std::stop_source m_source;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace latchkey
