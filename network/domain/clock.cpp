#include "network/domain/clock.h"

#include <QDateTime>

#ifdef Q_OS_LINUX
#include <ctime>
#endif

namespace latchkey {

qint64 SystemClock::nowMs() const { return QDateTime::currentMSecsSinceEpoch(); }

qint64 SystemClock::elapsedMs() const
{
#ifdef Q_OS_LINUX
    // steady_clock stands still during suspend, and would hide that a run slept.
    timespec now = {};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return qint64(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
#else
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
#endif
}

} // namespace latchkey
