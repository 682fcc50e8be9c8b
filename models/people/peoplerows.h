#pragma once

#include "models/people/people.h"
#include "models/people/peopleorder.h"

#include <QAbstractTableModel>

namespace latchkey {

//! Rows of a PeopleTable, people or clients: filtered and sorted by a thread of its own. Roles: PeopleRole. While only
//! what is known of the same rows changes, they stay where they are.
class PeopleRows : public QAbstractTableModel
{
    Q_OBJECT

public:
    //! Absent: all accounts.
    void setAccount(const std::optional<AccountId> &account);
    void setFilter(const PeopleFilter &filter);
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    [[nodiscard]] const PeopleQuery &query() const { return m_query; }
    //! What the rows are of; rows may follow the newest one a little later.
    [[nodiscard]] const PeopleTable &table() const { return *m_table; }
    //! The rows are those of the newest table and query.
    [[nodiscard]] bool isSettled() const { return !m_isRunning; }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    //! Rows of all accounts, without a filter.
    [[nodiscard]] virtual qint64 allCount() const = 0;

Q_SIGNALS:
    //! After the rows became those of the newest table and query.
    void settled();

protected:
    //! Which rows of a table answer a query: shownPeople or shownClients. Any thread.
    using Answer = std::vector<quint32> (*)(const PeopleTable &table, const PeopleQuery &query);

    PeopleRows(const People &people, Answer answer, QObject *parent);

    void setQuery(const PeopleQuery &query);
    //! Where a row stands in the table.
    [[nodiscard]] size_t place(int row) const { return m_shown[size_t(row)]; }
    //! What stands at `now` in `newer` is who stands at `before` in table().
    [[nodiscard]] virtual bool isSame(const PeopleTable &newer, quint32 now, quint32 before) const = 0;

private:
    void ask();
    void show(const std::shared_ptr<const PeopleTable> &table, std::vector<quint32> shown);

    const People &m_people;
    const Answer m_answer;
    PeopleQuery m_query;
    std::shared_ptr<const PeopleTable> m_table; //!< never null
    std::vector<quint32> m_shown; //!< places in the table
    bool m_isRunning = false;
    bool m_isOutdated = false; //!< what runs is not the newest
};

} // namespace latchkey
