#pragma once

#include "models/people/peoplerows.h"

namespace latchkey {

//! People as rows. Texts are cleaned for showing.
class PeopleModel : public PeopleRows
{
    Q_OBJECT

public:
    //! Each account is a further column, from Accounts on.
    enum class Column { Person, Email, Known, Accounts };
    Q_ENUM(Column)

    //! `people` must outlive the model.
    explicit PeopleModel(const People &people, QObject *parent = nullptr);

    void setChips(PeopleChips chips);
    [[nodiscard]] const JoinedPerson &person(int row) const { return table().people[place(row)]; }

    [[nodiscard]] qint64 allCount() const override { return qint64(table().people.size()); }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] bool isSame(const PeopleTable &newer, quint32 now, quint32 before) const override;

private:
    [[nodiscard]] TokenCount count(const JoinedPerson &person, int column) const;
    [[nodiscard]] QString text(const JoinedPerson &person, int column) const;
};

//! "3", "3 or more", "0", "–", "loading", "not reported".
[[nodiscard]] QString countText(const TokenCount &count);
//! What a count means, for tool tips; empty: what it says.
[[nodiscard]] QString countTip(const TokenCount &count);
//! A tool tip that shows what looks like markup as it is.
[[nodiscard]] QString plainTip(const QString &text);

} // namespace latchkey
