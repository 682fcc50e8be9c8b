#include "ui/pages/activitymodel.h"

#include "ui/dates.h"
#include "ui/pages/celldelegate.h"
#include "ui/texts.h"

#include <QLocale>

namespace latchkey {

namespace {

constexpr int Columns = int(ActivityModel::Column::Detail) + 1;

QString plain(const QString &text) { return cleanedText(text); }

//! A record in words: what happened, what there is to say about it, and how it is marked.
struct Words
{
    QString what = {};
    QString detail = {};
    StateMark mark = {"info", Tint::Dim};
};

//! The item's name, else how many there are.
QString itemsText(const ActivityRecord &record)
{
    return record.items == 1 ? record.item : ActivityModel::tr("%Ln token(s)", nullptr, int(record.items));
}

QString countsText(const OutcomeCounts &counts)
{
    QMap<Outcome, int> known;
    for (size_t outcome = 0; outcome < counts.byOutcome.size(); ++outcome)
        known.insert(Outcome(outcome), int(counts.byOutcome[outcome]));
    return summaryText(known);
}

QString answerText(int httpStatus, const QString &detail)
{
    if (!detail.isEmpty())
        return plain(detail);
    return httpStatus == 0 ? QString() : QString::number(httpStatus);
}

//! "latchkey admin: 204", or what there is of it.
QString joined(const QString &subject, const QString &rest)
{
    if (subject.isEmpty() || rest.isEmpty())
        return subject + rest;
    return QStringLiteral("%1: %2").arg(subject, rest);
}

//! Of those that can be created; empty: the account has but one.
QString kindText(TokenKind kind)
{
    switch (kind) {
    case TokenKind::User:
        return ActivityModel::tr("user token");
    case TokenKind::Automation:
        return ActivityModel::tr("automation token");
    case TokenKind::AccessToken:
        return ActivityModel::tr("access token");
    case TokenKind::BrowserSession:
    case TokenKind::OwnSession:
    case TokenKind::NotReported:
        break;
    }
    return {};
}

class InWords
{
public:
    explicit InWords(const ActivityRecord &record) : m_record(record) { }

    Words operator()(const RunStarted &started) const
    {
        const QString reason = plain(started.plan.reason);
        const QString items = ActivityModel::tr("%Ln item(s)", nullptr, int(m_record.items));
        return {ActivityModel::tr("run confirmed by %1").arg(plain(started.user)),
                joined(items, reason),
                {"runs", Tint::Accent}};
    }
    Words operator()(const RunResumed &resumed) const
    {
        const bool isVerify = resumed.how == RunResumed::How::Verify;
        return {isVerify ? ActivityModel::tr("run verified by %1").arg(plain(resumed.user))
                         : ActivityModel::tr("run continued by %1").arg(plain(resumed.user)),
                {},
                {"runs", Tint::Accent}};
    }
    Words operator()(const Intent &intent) const
    {
        const QString again = intent.attempt > 1 ? ActivityModel::tr("try %1").arg(intent.attempt) : QString();
        const bool isWide = RevokeCall{.extent = intent.extent}.isWide(); // its item says what it does
        return {isWide ? ActivityModel::tr("about to send") : ActivityModel::tr("about to revoke"),
                joined(itemsText(m_record), again), markOf(Step::Sent)};
    }
    Words operator()(const Answered &answered) const
    {
        const QString rest = answerText(answered.httpStatus, answered.detail);
        const QString what = answered.success ? ActivityModel::tr("provider accepted")
            : answered.sent                   ? ActivityModel::tr("provider did not accept")
                                              : ActivityModel::tr("was not sent");
        return {what, joined(itemsText(m_record), rest), {"info", answered.success ? Tint::Dim : Tint::Warn}};
    }
    Words operator()(const Looked &looked) const
    {
        QString found;
        switch (looked.presence) {
        case Presence::Absent:
            found = ActivityModel::tr("not found any more");
            break;
        case Presence::Present:
            found = ActivityModel::tr("still there");
            break;
        case Presence::Unclear:
            found = ActivityModel::tr("nothing certain was seen");
            break;
        }
        return {ActivityModel::tr("looked"), joined(itemsText(m_record), found), {"find", Tint::Dim}};
    }
    Words operator()(const Settled &settled) const
    {
        return {outcomeText(settled.outcome), joined(itemsText(m_record), plain(settled.detail)),
                markOf(settled.outcome)};
    }
    Words operator()(const RunEnded &ended) const
    {
        QString what;
        switch (ended.how) {
        case RunEnded::How::Finished:
            what = ActivityModel::tr("run finished");
            break;
        case RunEnded::How::Stopped:
            what = ActivityModel::tr("run stopped");
            break;
        case RunEnded::How::Failed:
            what = ActivityModel::tr("run failed");
            break;
        case RunEnded::How::Closed:
            what = ActivityModel::tr("run closed without looking");
            break;
        }
        return {what, countsText(ended.counts), {"runs", Tint::Dim}};
    }
    Words operator()(const CreateIntent &create) const
    {
        QStringList parts{kindText(create.kind), m_record.item};
        if (!create.client.isEmpty())
            parts += ActivityModel::tr("client %1").arg(plain(create.client));
        parts.removeAll(QString());
        return {ActivityModel::tr("about to create a token"), parts.join(QStringLiteral(", ")), {"add", Tint::Accent}};
    }
    Words operator()(const CreateAnswered &answered) const
    {
        const QString rest = answerText(answered.httpStatus, answered.detail);
        return {answered.success ? ActivityModel::tr("token created") : ActivityModel::tr("token not created"),
                joined(m_record.item, rest),
                {"add", answered.success ? Tint::Ok : Tint::Bad}};
    }
    Words operator()(const ChangeIntent &intent) const
    {
        const bool isToken = intent.what == ChangeIntent::What::Token;
        return {isToken ? ActivityModel::tr("about to change a token")
                        : ActivityModel::tr("about to change the idle timeout"),
                joined(m_record.item, cleanedText(intent.fields.join(QStringLiteral(", ")))),
                {"edit", Tint::Accent}};
    }
    Words operator()(const ChangeAnswered &answered) const
    {
        const QString now = plain(answered.id.value);
        const bool isOther = !now.isEmpty() && now != m_record.item;
        const QString subject =
            isOther ? ActivityModel::tr("%1, its id is now %2").arg(m_record.item, now) : m_record.item;
        return {answered.success ? ActivityModel::tr("changed") : ActivityModel::tr("not changed"),
                joined(subject, answerText(answered.httpStatus, answered.detail)),
                {"edit", answered.success ? Tint::Ok : Tint::Bad}};
    }

private:
    const ActivityRecord &m_record;
};

Words wordsOf(const ActivityRecord &record)
{
    if (!record.entry)
        return {record.kind, ActivityModel::tr("a later version of Latchkey wrote this"), {}};
    return std::visit(InWords(record), *record.entry);
}

} // namespace

ActivityModel::ActivityModel(const Clock &clock, QObject *parent) : QAbstractTableModel(parent), m_clock(clock) { }

void ActivityModel::setRecords(const QList<ActivityRecord> &records)
{
    beginResetModel();
    m_records = records;
    select();
    endResetModel();
}

void ActivityModel::setFilter(const QString &text)
{
    beginResetModel();
    m_filter = text.trimmed();
    select();
    endResetModel();
}

void ActivityModel::select()
{
    m_shown.clear();
    for (qsizetype at = m_records.size() - 1; at >= 0; --at) {
        const auto holds = [this, at](Column column) {
            return text(m_records[at], column).contains(m_filter, Qt::CaseInsensitive);
        };
        if (m_filter.isEmpty() || holds(Column::What) || holds(Column::Account) || holds(Column::Detail)
            || holds(Column::Time))
            m_shown.push_back(at);
    }
}

int ActivityModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_shown.size()); }

int ActivityModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : Columns; }

QString ActivityModel::text(const ActivityRecord &record, Column column) const
{
    switch (column) {
    case Column::Time:
        return clockText(record.atMs, m_clock.nowMs());
    case Column::What:
        return wordsOf(record).what;
    case Column::Account:
        return record.account;
    case Column::Detail:
        return wordsOf(record).detail;
    }
    return {};
}

QVariant ActivityModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ActivityRecord &record = m_records[m_shown[size_t(index.row())]];
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(record, column);
    case Qt::ToolTipRole:
        // Escaped, since a tool tip that looks like markup would be shown as such.
        return column == Column::Time ? exactText(Moment::at(record.atMs))
                                      : QStringLiteral("<qt>%1</qt>").arg(text(record, column).toHtmlEscaped());
    case MarkRole:
        return column == Column::What ? QVariant::fromValue(wordsOf(record).mark) : QVariant();
    default:
        return {};
    }
}

QVariant ActivityModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Column(section)) {
    case Column::Time:
        return tr("Time");
    case Column::What:
        return tr("What");
    case Column::Account:
        return tr("Account");
    case Column::Detail:
        return tr("Detail");
    }
    return {};
}

} // namespace latchkey
