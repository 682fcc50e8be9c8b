#pragma once

#include "models/activity/activityrecord.h"
#include "network/domain/clock.h"

#include <QAbstractTableModel>

#include <vector>

namespace latchkey {

//! The records of the journal in words, newest first.
class ActivityModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Time, What, Account, Detail };
    Q_ENUM(Column)

    //! The clock must outlive the model.
    explicit ActivityModel(const Clock &clock, QObject *parent = nullptr);

    //! All of them, oldest first.
    void setRecords(const QList<ActivityRecord> &records);
    //! Rows whose texts hold this, in any case. Empty: all.
    void setFilter(const QString &text);
    [[nodiscard]] qsizetype records() const { return m_records.size(); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void select();
    [[nodiscard]] QString text(const ActivityRecord &record, Column column) const;

    const Clock &m_clock;
    QList<ActivityRecord> m_records;
    QString m_filter;
    std::vector<qsizetype> m_shown; //!< places in m_records, newest first
};

} // namespace latchkey
