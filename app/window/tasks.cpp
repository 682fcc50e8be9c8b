#include "app/window/tasks.h"

namespace latchkey {

void Tasks::start(QCoro::Task<> task) { track(this, std::move(task)); }

QCoro::Task<> Tasks::track(Tasks *tasks, QCoro::Task<> task)
{
    ++tasks->m_running;
    co_await task;
    if (--tasks->m_running == 0)
        Q_EMIT tasks->idle();
}

} // namespace latchkey
