#include "ui/pages/lanemodel.h"

#include "network/domain/error.h"
#include "ui/dates.h"
#include "ui/style/colours.h"

#include <QBrush>
#include <QGuiApplication>
#include <QLocale>

#include <algorithm>

namespace latchkey {

namespace {

constexpr int Columns = int(LaneModel::Column::Pause) + 1;

bool isHeld(const Lane &lane) { return lane.state && (lane.state->isPaused || lane.state->pausedUntilMs); }

//! Green is only what is proved.
StateMark mark(const Lane &lane)
{
    if (lane.share.done == lane.share.total)
        return {"check", Tint::Ok};
    if (lane.share.settled() == lane.share.total)
        return lane.share.failed > 0 ? StateMark{"check", Tint::Dim} : markOf(Outcome::Unprovable);
    if (isHeld(lane))
        return {"pause", Tint::Warn};
    return lane.state ? StateMark{"play", Tint::Accent} : StateMark{"stop", Tint::Dim};
}

} // namespace

LaneModel::LaneModel(const Clock &clock, QObject *parent) : QAbstractTableModel(parent), m_clock(clock) { }

void LaneModel::setLanes(const QList<Lane> &lanes)
{
    const auto isSameAccount = [](const Lane &a, const Lane &b) { return a.account == b.account; };
    if (!std::equal(lanes.cbegin(), lanes.cend(), m_lanes.cbegin(), m_lanes.cend(), isSameAccount)) {
        beginResetModel();
        m_lanes = lanes;
        m_paces.clear();
        watchPaces();
        endResetModel();
        return;
    }
    m_lanes = lanes;
    watchPaces();
    if (!lanes.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
}

//! A pace is measured while an account goes on: waiting says nothing about it.
void LaneModel::watchPaces()
{
    for (const Lane &lane : std::as_const(m_lanes)) {
        if (!lane.state || isHeld(lane))
            m_paces.remove(lane.account);
        else if (!m_paces.contains(lane.account))
            m_paces.insert(lane.account, {m_clock.elapsedMs(), lane.share.settled()});
    }
}

int LaneModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_lanes.size()); }

int LaneModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : Columns; }

QString LaneModel::text(const Lane &lane, Column column) const
{
    const QLocale locale;
    switch (column) {
    case Column::Account:
        return cleanedText(lane.name);
    case Column::Progress:
    case Column::Settled:
        return tr("%1 of %2").arg(locale.toString(lane.share.settled()), locale.toString(lane.share.total));
    case Column::Pace:
        return paceText(lane);
    case Column::State:
        return stateText(lane);
    case Column::Budget:
        return lane.state ? lane.state->budget : QString();
    case Column::Pause:
        break;
    }
    return {};
}

QString LaneModel::stateText(const Lane &lane) const
{
    if (lane.share.settled() == lane.share.total)
        return tr("done");
    if (!lane.state)
        return tr("not running");
    if (lane.state->isPaused)
        return tr("paused by you");
    if (lane.state->pausedUntilMs)
        return tr("429: goes on at %1").arg(clockText(*lane.state->pausedUntilMs, m_clock.nowMs()));
    return lane.state->activity.isEmpty() ? tr("running") : tr("running, %1").arg(lane.state->activity);
}

QString LaneModel::paceText(const Lane &lane) const
{
    constexpr qsizetype Enough = 10; // a guess from too few is no guess
    constexpr qint64 MinuteMs = 60'000;
    const auto pace = m_paces.constFind(lane.account);
    const qsizetype left = lane.share.total - lane.share.settled();
    if (pace == m_paces.constEnd() || left <= 0)
        return {};
    const qsizetype settled = lane.share.settled() - pace->settled;
    const qint64 elapsed = m_clock.elapsedMs() - pace->sinceMs;
    if (settled < Enough || elapsed <= 0)
        return {};
    return tr("%1 a minute, %2 left")
        .arg(QLocale().toString(qint64(settled) * MinuteMs / elapsed), durationText(elapsed * left / settled));
}

QVariant LaneModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Lane &lane = m_lanes[index.row()];
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(lane, column);
    case Qt::ToolTipRole:
        return paceText(lane); // where the window is too narrow for its column
    case Qt::TextAlignmentRole:
        return column == Column::Settled ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case Qt::BackgroundRole:
        return isHeld(lane) ? QVariant(QBrush(coloursFor(QGuiApplication::palette()).warnFill)) : QVariant();
    case ShareRole:
        return column == Column::Progress ? QVariant::fromValue(lane.share) : QVariant();
    case BarRole:
        return column == Column::Account ? lane.colour : QVariant();
    case EnvironmentRole:
        return column == Column::Account ? QVariant(int(lane.environment)) : QVariant();
    case MarkRole:
        return column == Column::State ? QVariant::fromValue(mark(lane)) : QVariant();
    case IsDimRole:
        return column == Column::Budget || column == Column::Pace;
    default:
        return {};
    }
}

QVariant LaneModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && Column(section) == Column::Settled)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Column(section)) {
    case Column::Account:
        return tr("Account");
    case Column::Progress:
        return tr("Progress");
    case Column::Settled:
        return tr("Settled");
    case Column::Pace:
        return tr("Rate and time left");
    case Column::State:
        return tr("State");
    case Column::Budget:
        return tr("Budget");
    case Column::Pause:
        break;
    }
    return {};
}

} // namespace latchkey
