#include "models/people/people.h"

#include "network/async/whendone.h"

#include <QtConcurrentRun>

namespace latchkey {

People::People(QObject *parent) : QObject(parent), m_table(std::make_shared<const PeopleTable>()) { }

People::~People() { m_stop.request_stop(); }

void People::setInput(const PeopleInput &input)
{
    m_input = input;
    // What runs is let finish: inputs may come faster than tables, and then there would never be one.
    m_isOutdated = m_isRunning;
    if (!m_isRunning)
        run();
}

void People::run()
{
    m_isRunning = true;
    m_isOutdated = false;
    const auto make = [input = m_input, stop = m_stop.get_token()] {
        return std::make_shared<const PeopleTable>(peopleTable(input, stop));
    };
    whenDone(QtConcurrent::run(make), this, [this](const std::shared_ptr<const PeopleTable> &table) {
        m_table = table;
        m_isRunning = false;
        if (m_isOutdated)
            run();
        Q_EMIT changed();
    });
}

} // namespace latchkey
