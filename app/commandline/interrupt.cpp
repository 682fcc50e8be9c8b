#include "app/commandline/interrupt.h"

#include <QSocketNotifier>

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace latchkey {

namespace {

constexpr int Signals[] = {SIGINT, SIGTERM, SIGHUP};
int ends[2] = {-1, -1}; // a signal handler can reach nothing else

void onSignal(int number)
{
    std::signal(number, SIG_DFL);
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(ends[0], &byte, 1);
}

} // namespace

Interrupt::Interrupt()
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(ends[1], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        m_notifier->setEnabled(false);
        m_source.request_stop();
    });
    for (const int number : Signals)
        std::signal(number, onSignal);
}

Interrupt::~Interrupt()
{
    for (const int number : Signals)
        std::signal(number, SIG_DFL);
    m_notifier.reset();
    for (int &end : ends) {
        ::close(end);
        end = -1;
    }
}

} // namespace latchkey
