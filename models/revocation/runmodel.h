#pragma once

#include "models/revocation/run.h"

#include <QAbstractTableModel>

namespace latchkey {

//! The items of one run, for the receipt and for watching it go. Never a token's value.
class RunModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Account, Name, Id, State, Detail, RequestId };
    Q_ENUM(Column)
    enum Role {
        OutcomeRole = Qt::UserRole, //!< int of Outcome; invalid: not ended yet
        StepRole, //!< int of Step
        ItemRole, //!< the item's id
        AccountRole, //!< the account's id
    };
    Q_ENUM(Role)

    explicit RunModel(QObject *parent = nullptr);

    //! Starts over with another run.
    void setRun(const Run &run);
    [[nodiscard]] const Run &run() const { return m_run; }
    //! Takes in what happened, and says which rows changed. `atMs`: UTC.
    void apply(const JournalEntry &entry, qint64 atMs);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    Run m_run;
};

} // namespace latchkey
