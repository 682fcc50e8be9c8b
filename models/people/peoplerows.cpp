#include "models/people/peoplerows.h"

#include "network/async/whendone.h"

#include <QtConcurrentRun>

#include <algorithm>

namespace latchkey {

PeopleRows::PeopleRows(const People &people, Answer answer, QObject *parent)
    : QAbstractTableModel(parent)
    , m_people(people)
    , m_answer(answer)
    , m_table(people.table())
{
    connect(&people, &People::changed, this, &PeopleRows::ask);
    ask();
}

void PeopleRows::setAccount(const std::optional<AccountId> &account)
{
    PeopleQuery wanted = m_query;
    wanted.account = account;
    setQuery(wanted);
}

void PeopleRows::setFilter(const PeopleFilter &filter)
{
    PeopleQuery wanted = m_query;
    wanted.filter = filter;
    setQuery(wanted);
}

void PeopleRows::sort(int column, Qt::SortOrder order)
{
    PeopleQuery wanted = m_query;
    wanted.column = std::max(0, column);
    wanted.order = order;
    setQuery(wanted);
}

int PeopleRows::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_shown.size()); }

void PeopleRows::setQuery(const PeopleQuery &query)
{
    m_query = query;
    ask();
}

void PeopleRows::ask()
{
    m_isOutdated = m_isRunning;
    if (m_isRunning)
        return;
    m_isRunning = true;
    const auto table = m_people.table();
    const auto order = [table, query = m_query, answer = m_answer] { return answer(*table, query); };
    whenDone(QtConcurrent::run(order), this, [this, table](const std::vector<quint32> &shown) {
        m_isRunning = false;
        show(table, shown);
        if (m_isOutdated)
            ask();
        else
            Q_EMIT settled();
    });
}

void PeopleRows::show(const std::shared_ptr<const PeopleTable> &table, std::vector<quint32> shown)
{
    // While tokens arrive only the counts change, many times a second: selection and places stay.
    const bool isSameAsBefore = table->accounts == m_table->accounts
        && std::equal(shown.begin(), shown.end(), m_shown.begin(), m_shown.end(),
                      [&](quint32 now, quint32 before) { return isSame(*table, now, before); });
    if (!isSameAsBefore)
        beginResetModel();
    m_table = table;
    m_shown = std::move(shown);
    if (!isSameAsBefore)
        endResetModel();
    else if (!m_shown.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

} // namespace latchkey
