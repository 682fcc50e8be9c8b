#pragma once

#include "models/people/people.h"
#include "models/people/peopleorder.h"

#include <QAbstractTableModel>

namespace latchkey {

//! Clients as rows: filtered and sorted by a thread of its own. Texts are cleaned for showing. Roles: PeopleRole.
class ClientsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Column { Client, Account, Kind, State, Tokens, Id };
    Q_ENUM(Column)

    //! `people` must outlive the model.
    explicit ClientsModel(const People &people, QObject *parent = nullptr);

    //! Absent: all accounts.
    void setAccount(const std::optional<AccountId> &account);
    void setFilter(const PeopleFilter &filter);
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    [[nodiscard]] const PeopleQuery &query() const { return m_query; }
    [[nodiscard]] const PeopleTable &table() const { return *m_table; }
    [[nodiscard]] bool isSettled() const { return !m_isRunning; }
    [[nodiscard]] const ListedClient &client(int row) const { return m_table->clients[m_shown[size_t(row)]]; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    //! After the rows became those of the newest table and query.
    void settled();

private:
    void ask();
    void show(const std::shared_ptr<const PeopleTable> &table, std::vector<quint32> shown);
    [[nodiscard]] QString text(const ListedClient &listed, Column column) const;
    [[nodiscard]] const PeopleColumn *account(const ListedClient &listed) const;

    const People &m_people;
    PeopleQuery m_query;
    std::shared_ptr<const PeopleTable> m_table; //!< never null
    std::vector<quint32> m_shown; //!< rows of m_table->clients
    bool m_isRunning = false;
    bool m_isOutdated = false;
};

} // namespace latchkey
