#pragma once

#include <QCoroTask>
#include <QObject>

#include <stop_token>

namespace latchkey {

//! The flows under way, so that the program ends after them: dropping a QCoro::Task does not stop it. GUI thread.
class Tasks : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    void start(QCoro::Task<> task);
    [[nodiscard]] bool isIdle() const { return m_running == 0; }
    //! Of everything that ends with the program.
    [[nodiscard]] std::stop_token stopToken() const { return m_stop.get_token(); }
    void stop() { m_stop.request_stop(); }

Q_SIGNALS:
    //! isIdle() became true.
    void idle();

private:
    static QCoro::Task<> track(Tasks *tasks, QCoro::Task<> task);

    int m_running = 0;
    std::stop_source m_stop;
};

} // namespace latchkey
