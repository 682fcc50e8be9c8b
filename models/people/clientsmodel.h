#pragma once

#include "models/people/peoplerows.h"

namespace latchkey {

//! Clients as rows. Texts are cleaned for showing.
class ClientsModel : public PeopleRows
{
    Q_OBJECT

public:
    enum class Column { Client, Account, Kind, State, Tokens, Id };
    Q_ENUM(Column)

    //! `people` must outlive the model.
    explicit ClientsModel(const People &people, QObject *parent = nullptr);

    [[nodiscard]] const ListedClient &client(int row) const { return table().clients[place(row)]; }

    [[nodiscard]] qint64 allCount() const override { return qint64(table().clients.size()); }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] bool isSame(const PeopleTable &newer, quint32 now, quint32 before) const override;

private:
    [[nodiscard]] QString text(const ListedClient &listed, Column column) const;
    [[nodiscard]] const PeopleColumn *account(const ListedClient &listed) const;
};

} // namespace latchkey
