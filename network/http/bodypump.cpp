#include "network/http/bodypump.h"

#include "network/async/whendone.h"
#include "network/http/httpclient.h"

#include <QThreadPool>
#include <QtConcurrentRun>

namespace latchkey {

BodyPump::BodyPump(std::shared_ptr<BodyReader> reader, QThreadPool &threads, QObject *parent)
    : QObject(parent)
    , m_reader(std::move(reader))
    , m_threads(threads)
{
}

BodyPump::~BodyPump() { stop(); }

void BodyPump::push(QByteArray piece)
{
    run([piece = std::move(piece)](BodyReader &reader) { return reader.read(piece); });
}

void BodyPump::finish()
{
    m_finishing = true;
    run([](BodyReader &reader) { return reader.end(); });
}

void BodyPump::stop() { *m_stopped = true; }

template <typename Step>
void BodyPump::run(Step step)
{
    ++m_pending;
    const auto guarded = [reader = m_reader, stopped = m_stopped, step = std::move(step)]() -> Result<void> {
        if (*stopped)
            return {};
        Result<void> result = step(*reader);
        if (!result)
            *stopped = true; // also for the pieces that wait behind this one
        return result;
    };
    whenDone(QtConcurrent::run(&m_threads, guarded), this, [this](const Result<void> &result) {
        --m_pending;
        if (!result && !m_error)
            m_error = result.error();
        Q_EMIT progressed();
    });
}

} // namespace latchkey
