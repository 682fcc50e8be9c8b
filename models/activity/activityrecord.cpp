#include "models/activity/activityrecord.h"

#include "network/domain/moment.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

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
            learn(*change);
    }

    [[nodiscard]] QString account(const AccountId &id) const { return cleanedText(m_accounts.value(id, id.value)); }
    [[nodiscard]] QString item(const AccountId &account, const TokenId &id) const
    {
        const QString name = m_items.value({account, id});
        return cleanedText(name.isEmpty() ? id.value : name);
    }

    //! The token that a change was about to be made to; empty: none.
    [[nodiscard]] TokenId changed(const RunId &run) const { return m_changed.value(run); }

private:
    void learn(const ChangeIntent &change)
    {
        m_accounts[change.account] = change.accountName;
        m_changed[change.run] = change.id;
    }
    void learn(const Plan &plan)
    {
        for (const PlanAccount &account : plan.accounts) {
            m_accounts[account.id] = account.name;
            for (const PlanItem &item : account.items)
                m_items[{account.id, item.id}] = item.name;
            for (const WideCall &call : account.wide)
                m_items[{account.id, call.key()}] = call.sentence();
        }
    }

    QHash<AccountId, QString> m_accounts;
    QHash<std::pair<AccountId, TokenId>, QString> m_items;
    QHash<RunId, TokenId> m_changed;
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
    void operator()(const ChangeAnswered &answered) const
    {
        m_record.account = m_names.account(answered.account);
        m_record.item = cleanedText(m_names.changed(answered.run).value);
        m_record.items = m_record.item.isEmpty() ? 0 : 1;
    }
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

//! Tells what is about a token, from the newest entry on.
class Concern
{
public:
    //! `changes`: what each change was about to be made to.
    Concern(const AccountId &account, const TokenId &token, const QHash<RunId, TokenId> &changes)
        : m_account(account)
        , m_ids{token}
        , m_changes(changes)
    {
    }

    bool operator()(const RunStarted &) const { return false; }
    bool operator()(const RunResumed &) const { return false; }
    bool operator()(const RunEnded &) const { return false; }
    bool operator()(const CreateIntent &) const { return false; }
    bool operator()(const CreateAnswered &created) const { return isOurs(created.account, {created.id}); }
    bool operator()(const ChangeIntent &change) const { return isOurs(change.account, {change.id}); }
    bool operator()(const ChangeAnswered &changed)
    {
        const TokenId before = m_changes.value(changed.run);
        if (!isOurs(changed.account, {changed.id, before}))
            return false;
        m_ids.insert(before); // by which everything older names it
        return true;
    }
    bool operator()(const auto &call) const // Intent, Answered, Looked, Settled
    {
        return isOurs(call.account, call.items);
    }

private:
    [[nodiscard]] bool isOurs(const AccountId &account, const QList<TokenId> &items) const
    {
        return account == m_account && std::any_of(items.cbegin(), items.cend(), [this](const TokenId &id) {
                   return !id.isEmpty() && m_ids.contains(id);
               });
    }

    const AccountId m_account;
    QSet<TokenId> m_ids;
    const QHash<RunId, TokenId> &m_changes;
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

QList<ActivityRecord> recordsOf(const QList<ActivityRecord> &records, const AccountId &account, const TokenId &token)
{
    QHash<RunId, TokenId> changes;
    for (const ActivityRecord &record : records) {
        if (const auto *change = record.entry ? std::get_if<ChangeIntent>(&*record.entry) : nullptr)
            changes.insert(change->run, change->id);
    }
    QList<ActivityRecord> found;
    Concern concern(account, token, changes);
    for (auto record = records.crbegin(); record != records.crend(); ++record) {
        if (record->entry && std::visit(concern, *record->entry))
            found.prepend(*record);
    }
    return found;
}

} // namespace latchkey
