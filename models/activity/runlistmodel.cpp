#include "models/activity/runlistmodel.h"

#include <QLocale>

#include <algorithm>

namespace latchkey {

namespace {

qsizetype settled(const OutcomeCounts &counts)
{
    qsizetype open = counts.open + counts.of(Outcome::Unknown) + counts.of(Outcome::StillActive);
    return counts.planned() - open;
}

//! "58 revoked, 1 refused": short words, since a list has little room.
QString countsText(const OutcomeCounts &counts)
{
    const std::pair<Outcome, QString> words[] = {
        {Outcome::Confirmed, RunListModel::tr("%1 revoked")},
        {Outcome::AlreadyGone, RunListModel::tr("%1 already gone")},
        {Outcome::Unprovable, RunListModel::tr("%1 accepted")},
        {Outcome::Refused, RunListModel::tr("%1 refused")},
        {Outcome::StillActive, RunListModel::tr("%1 still active")},
        {Outcome::Unknown, RunListModel::tr("%1 unknown")},
        {Outcome::NotSent, RunListModel::tr("%1 not sent")},
    };
    const QLocale locale;
    QStringList parts;
    for (const auto &[outcome, text] : words) {
        if (counts.of(outcome) > 0)
            parts += text.arg(locale.toString(counts.of(outcome)));
    }
    if (counts.open > 0)
        parts += RunListModel::tr("%1 open").arg(locale.toString(counts.open));
    return parts.isEmpty() ? RunListModel::tr("nothing was planned") : parts.join(QStringLiteral(", "));
}

} // namespace

RunListModel::RunListModel(QObject *parent) : QAbstractListModel(parent) { }

void RunListModel::setRuns(const QList<RunSummary> &runs)
{
    if (runs == m_runs)
        return;
    beginResetModel();
    m_runs = runs;
    endResetModel();
}

void RunListModel::setRunning(const std::optional<RunId> &run, bool isPaused)
{
    if (run == m_running && isPaused == m_isPaused)
        return;
    const std::optional<RunId> before = m_running;
    m_running = run;
    m_isPaused = isPaused;
    if (before)
        touch(*before);
    if (run)
        touch(*run);
}

void RunListModel::setCounts(const RunId &run, const OutcomeCounts &counts)
{
    const int row = rowOf(run);
    if (row < 0 || m_runs[row].counts == counts)
        return;
    m_runs[row].counts = counts;
    touch(run);
}

void RunListModel::touch(const RunId &run)
{
    const QModelIndex changed = index(rowOf(run));
    if (changed.isValid())
        Q_EMIT dataChanged(changed, changed);
}

int RunListModel::rowOf(const RunId &run) const
{
    const auto found =
        std::find_if(m_runs.cbegin(), m_runs.cend(), [&run](const RunSummary &known) { return known.id == run; });
    return found == m_runs.cend() ? -1 : int(found - m_runs.cbegin());
}

RunListModel::State RunListModel::stateOf(const RunSummary &run) const
{
    if (m_running == run.id)
        return m_isPaused ? State::Paused : State::Running;
    if (!run.endedMs)
        return State::Open;
    if (run.counts.of(Outcome::StillActive) > 0)
        return State::StillActive;
    if (run.counts.of(Outcome::Unknown) > 0)
        return State::Unknown;
    if (run.counts.of(Outcome::Refused) > 0)
        return State::Refused;
    if (!run.counts.isComplete())
        return State::Stopped;
    return run.counts.of(Outcome::Unprovable) > 0 ? State::Unprovable : State::Done;
}

QString RunListModel::title(const RunSummary &run)
{
    if (!run.reason.trimmed().isEmpty())
        return cleanedText(run.reason);
    const QString accounts = cleanedText(run.accounts.join(QStringLiteral(", ")));
    return run.isOwn ? tr("Own token of %1").arg(accounts) : tr("Tokens of %1").arg(accounts);
}

QString RunListModel::summary(const RunSummary &run) const
{
    const QLocale locale;
    const QString done = locale.toString(settled(run.counts));
    const QString planned = locale.toString(run.counts.planned());
    switch (stateOf(run)) {
    case State::Running:
        return tr("running, %1 of %2").arg(done, planned);
    case State::Paused:
        return tr("paused, %1 of %2").arg(done, planned);
    case State::Open:
        return tr("interrupted, %1 of %2").arg(done, planned);
    case State::Stopped:
        return tr("stopped: %1").arg(countsText(run.counts));
    case State::Done:
    case State::Unprovable:
    case State::Refused:
    case State::StillActive:
    case State::Unknown:
        break;
    }
    return countsText(run.counts);
}

int RunListModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_runs.size()); }

QVariant RunListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RunSummary &run = m_runs[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return title(run);
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1, %2").arg(title(run), summary(run));
    case RunRole:
        return run.id.value;
    case StateRole:
        return int(stateOf(run));
    case StartedRole:
        return run.startedMs;
    case SummaryRole:
        return summary(run);
    default:
        return {};
    }
}

} // namespace latchkey
