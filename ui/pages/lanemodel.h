#pragma once

#include "network/domain/account.h"
#include "network/domain/clock.h"
#include "ui/pages/celldelegate.h"

#include <QAbstractTableModel>
#include <QHash>

namespace latchkey {

//! How one account of the run at work gets on. What is settled comes from the run itself.
struct LaneState
{
    AccountId account = {};
    QString activity = {}; //!< "bulk call 4 of 4"; may be empty
    bool isPaused = false; //!< by a person
    std::optional<qint64> pausedUntilMs = {}; //!< UTC ms: the provider wants a pause (429)
    QString budget = {}; //!< "951 of 1,000"; empty: no limit is known

    friend bool operator==(const LaneState &, const LaneState &) = default;
};

//! One account of a run.
struct Lane
{
    AccountId account = {};
    QString name = {};
    Environment environment = Environment::Production;
    QString colour = {};
    LaneShare share = {};
    std::optional<LaneState> state = {}; //!< absent: the run is not at work

    friend bool operator==(const Lane &, const Lane &) = default;
};

//! The accounts of a run, in the order of the plan.
class LaneModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Account, Progress, Settled, Pace, State, Budget, Pause };
    Q_ENUM(Column)

    //! The clock must outlive the model.
    explicit LaneModel(const Clock &clock, QObject *parent = nullptr);

    //! Resets only where other accounts come.
    void setLanes(const QList<Lane> &lanes);
    [[nodiscard]] const QList<Lane> &lanes() const { return m_lanes; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const Lane &lane, Column column) const;
    [[nodiscard]] QString stateText(const Lane &lane) const;
    [[nodiscard]] QString paceText(const Lane &lane) const;
    void watchPaces();

    //! Since when an account has been going on without a pause, and what was settled then.
    struct Pace
    {
        qint64 sinceMs = 0; //!< Clock::elapsedMs
        qsizetype settled = 0;
    };
    const Clock &m_clock;
    QList<Lane> m_lanes;
    QHash<AccountId, Pace> m_paces;
};

} // namespace latchkey
