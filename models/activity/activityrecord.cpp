#include "models/activity/activityrecord.h"

#include "network/domain/moment.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace latchkey {

namespace {

//! What the records until now said that ids are called.
class Names
{
public:
    void learn(const JournalEntry &entry)
    {
        if (const auto *started = std::get_if<RunStarted>(&entry))
            learn(started->plan);
        if (const auto *create = std::get_if<CreateIntent>(&entry))
            m_accounts[create->account] = create->accountName;
        if (const auto *change = std::get_if<ChangeIntent>(&entry))
            m_accounts[change->account] = change->accountName;
    }

    [[nodiscard]] QString account(const AccountId &id) const { return cleanedText(m_accounts.value(id, id.value)); }
    [[nodiscard]] QString item(const AccountId &account, const TokenId &id) const
    {
        const QString name = m_items.value({account, id});
        return cleanedText(name.isEmpty() ? id.value : name);
    }

private:
    void learn(const Plan &plan)
    {
        for (const PlanAccount &account : plan.accounts) {
            m_accounts[account.id] = account.name;
            for (const PlanItem &item : account.items)
                m_items[{account.id, item.id}] = item.name;
            for (const WideCall &call : account.wide)
                m_items[{account.id, call.key()}] = call.text();
        }
    }

    QHash<AccountId, QString> m_accounts;
    QHash<std::pair<AccountId, TokenId>, QString> m_items;
};

//! Fills in whom and what an entry is about.
class Subject
{
public:
    Subject(ActivityRecord &record, const Names &names) : m_record(record), m_names(names) { }

    void operator()(const RunStarted &started) const
    {
        QStringList accounts;
        for (const PlanAccount &account : started.plan.accounts)
            accounts += cleanedText(account.name);
        m_record.account = accounts.join(QStringLiteral(", "));
        m_record.items = started.plan.tokenCount() + started.plan.wideCount();
    }
    void operator()(const CreateIntent &create) const
    {
        m_record.account = cleanedText(create.accountName);
        m_record.item = cleanedText(create.name);
        m_record.items = 1;
    }
    void operator()(const CreateAnswered &answered) const
    {
        m_record.account = m_names.account(answered.account);
        m_record.item = cleanedText(answered.id.value);
        m_record.items = answered.id.isEmpty() ? 0 : 1;
    }
    void operator()(const ChangeIntent &change) const
    {
        m_record.account = cleanedText(change.accountName);
        m_record.item = cleanedText(change.id.value);
        m_record.items = change.id.isEmpty() ? 0 : 1;
    }
    void operator()(const ChangeAnswered &answered) const { m_record.account = m_names.account(answered.account); }
    void operator()(const RunResumed &) const { }
    void operator()(const RunEnded &) const { }
    void operator()(const auto &call) const // Intent, Answered, Looked, Settled
    {
        m_record.account = m_names.account(call.account);
        m_record.items = call.items.size();
        if (call.items.size() == 1)
            m_record.item = m_names.item(call.account, call.items.constFirst());
    }

private:
    ActivityRecord &m_record;
    const Names &m_names;
};

} // namespace

QList<ActivityRecord> activityRecords(const QList<QByteArray> &lines, const std::stop_token &stop)
{
    QList<ActivityRecord> records;
    records.reserve(lines.size());
    Names names;
    for (const QByteArray &line : lines) {
        if (stop.stop_requested())
            return {};
        const QJsonObject json = QJsonDocument::fromJson(line).object();
        const QString kind = json[QLatin1String("kind")].toString();
        if (kind.isEmpty())
            continue;
        ActivityRecord record;
        record.sequence = json[QLatin1String("sequence")].toInteger();
        record.atMs = parseIsoTime(json[QLatin1String("at")].toString().toStdString()).value_or(0);
        record.kind = cleanedText(kind);
        const QByteArray body = QJsonDocument(json[QLatin1String("body")].toObject()).toJson(QJsonDocument::Compact);
        if (const auto entry = entryFromJson(kind, {json[QLatin1String("run")].toString()}, body)) {
            names.learn(*entry);
            std::visit(Subject(record, names), *entry);
            record.entry = *entry;
        }
        records += record;
    }
    return records;
}

} // namespace latchkey
