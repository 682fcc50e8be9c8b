#pragma once

#include "models/revocation/journal.h"

#include <QAbstractListModel>

namespace latchkey {

//! The runs of the journal, newest first, and how each stands.
class RunListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum class State {
        Running,
        Paused,
        Open, //!< was cut short, and can be taken up again
        Done, //!< all that was planned is gone
        Unprovable, //!< all is gone or accepted, and of what was accepted the provider shows nothing
        Refused, //!< ended; the worst that is left
        StillActive,
        Unknown,
        Stopped, //!< ended before everything was sent
    };
    Q_ENUM(State)
    enum Role {
        RunRole = Qt::UserRole, //!< QString: the run's id
        StateRole, //!< int of State
        StartedRole, //!< qint64: UTC ms
        SummaryRole, //!< QString: "58 revoked, 1 refused", "running, 317 of 412"
    };
    Q_ENUM(Role)

    explicit RunListModel(QObject *parent = nullptr);

    void setRuns(const QList<RunSummary> &runs);
    //! The run that is at work; absent: none.
    void setRunning(const std::optional<RunId> &run, bool isPaused);
    //! How far a run has come; nothing happens for one that is not listed.
    void setCounts(const RunId &run, const OutcomeCounts &counts);

    [[nodiscard]] const QList<RunSummary> &runs() const { return m_runs; }
    //! -1: not listed.
    [[nodiscard]] int rowOf(const RunId &run) const;
    [[nodiscard]] State stateOf(const RunSummary &run) const;
    //! What a run is called: its reason, else its accounts.
    [[nodiscard]] static QString title(const RunSummary &run);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QString summary(const RunSummary &run) const;
    void touch(const RunId &run);

    QList<RunSummary> m_runs;
    std::optional<RunId> m_running;
    bool m_isPaused = false;
};

} // namespace latchkey
