#pragma once

#include "models/people/people.h"
#include "models/people/peopleorder.h"

#include <QAbstractTableModel>

namespace latchkey {

//! People as rows: filtered and sorted by a thread of its own. Texts are cleaned for showing. Roles: PeopleRole.
class PeopleModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    //! Each account is a further column, from Accounts on.
    enum class Column { Person, Email, Known, Accounts };
    Q_ENUM(Column)

    //! `people` must outlive the model.
    explicit PeopleModel(const People &people, QObject *parent = nullptr);

    //! Absent: all accounts.
    void setAccount(const std::optional<AccountId> &account);
    void setFilter(const PeopleFilter &filter);
    void setChips(PeopleChips chips);
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    [[nodiscard]] const PeopleQuery &query() const { return m_query; }
    //! What the rows are of; rows may follow the newest one a little later.
    [[nodiscard]] const PeopleTable &table() const { return *m_table; }
    //! The rows are those of the newest table and query.
    [[nodiscard]] bool isSettled() const { return !m_isRunning; }
    [[nodiscard]] const JoinedPerson &person(int row) const { return m_table->people[m_shown[size_t(row)]]; }

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
    [[nodiscard]] bool hasSamePeople(const PeopleTable &table, const std::vector<quint32> &shown) const;
    [[nodiscard]] TokenCount count(const JoinedPerson &person, int column) const;
    [[nodiscard]] QString text(const JoinedPerson &person, int column) const;

    const People &m_people;
    PeopleQuery m_query;
    std::shared_ptr<const PeopleTable> m_table; //!< never null
    std::vector<quint32> m_shown; //!< rows of m_table->people
    bool m_isRunning = false;
    bool m_isOutdated = false; //!< what runs is not the newest
};

//! "3", "3 or more", "0", "–", "loading", "not reported".
[[nodiscard]] QString countText(const TokenCount &count);
//! What a count means, for tool tips; empty: what it says.
[[nodiscard]] QString countTip(const TokenCount &count);
//! A tool tip that shows what looks like markup as it is.
[[nodiscard]] QString plainTip(const QString &text);

} // namespace latchkey
