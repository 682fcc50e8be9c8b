#include "models/revocation/runmodel.h"

#include <algorithm>

namespace latchkey {

namespace {

constexpr int Columns = static_cast<int>(RunModel::Column::RequestId) + 1;

//! The stable word of the outcome, else of the step; what is shown instead is a delegate's business.
QString stateOf(const RunItem &item) { return item.outcome ? outcomeName(*item.outcome) : stepName(item.step); }

QString textOf(const RunItem &item, RunModel::Column column)
{
    switch (column) {
    case RunModel::Column::Account:
        return item.accountName.isEmpty() ? item.account.value : item.accountName;
    case RunModel::Column::Name:
        return item.name;
    case RunModel::Column::Id:
        return cleanedText(item.id.value);
    case RunModel::Column::State:
        return stateOf(item);
    case RunModel::Column::Detail:
        return item.detail;
    case RunModel::Column::RequestId:
        return item.requestId;
    }
    return {};
}

} // namespace

RunModel::RunModel(QObject *parent) : QAbstractTableModel(parent) { }

void RunModel::setRun(const Run &run)
{
    beginResetModel();
    m_run = run;
    endResetModel();
}

void RunModel::apply(const JournalEntry &entry, qint64 atMs)
{
    QList<qsizetype> rows = m_run.apply(entry, atMs);
    std::sort(rows.begin(), rows.end());
    for (auto first = rows.cbegin(); first != rows.cend();) {
        auto last = first;
        while (std::next(last) != rows.cend() && *std::next(last) <= *last + 1)
            ++last;
        Q_EMIT dataChanged(index(static_cast<int>(*first), 0), index(static_cast<int>(*last), Columns - 1));
        first = std::next(last);
    }
}

int RunModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_run.items().size());
}

int RunModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : Columns; }

QVariant RunModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RunItem &item = m_run.items()[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return textOf(item, static_cast<Column>(index.column()));
    case OutcomeRole:
        return item.outcome ? QVariant(static_cast<int>(*item.outcome)) : QVariant();
    case StepRole:
        return static_cast<int>(item.step);
    case ItemRole:
        return item.id.value;
    case AccountRole:
        return item.account.value;
    default:
        return {};
    }
}

QVariant RunModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (static_cast<Column>(section)) {
    case Column::Account:
        return tr("Account");
    case Column::Name:
        return tr("Name");
    case Column::Id:
        return tr("Id");
    case Column::State:
        return tr("State");
    case Column::Detail:
        return tr("Detail");
    case Column::RequestId:
        return tr("Provider's request id");
    }
    return {};
}

} // namespace latchkey
