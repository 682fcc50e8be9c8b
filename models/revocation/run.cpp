#include "models/revocation/run.h"

#include <algorithm>
#include <numeric>

namespace latchkey {

namespace {

template <typename... Ts>
struct Overloaded : Ts...
{
    using Ts::operator()...;
};
// Implied by C++20; clang 14, and clazy with it, does not know yet.
template <typename... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

bool isResult(const JournalEntry &entry) { return !std::holds_alternative<RunStarted>(entry); }

} // namespace

Answered answeredOf(const RunId &run, const AccountId &account, const QList<TokenId> &items,
                    const Result<RevokeAnswer> &answer)
{
    Answered answered;
    answered.run = run;
    answered.account = account;
    answered.items = items;
    answered.success = answer.has_value();
    answered.sent = answer || answer.error().sent != Error::Sent::No;
    answered.httpStatus = answer ? answer->httpStatus : answer.error().httpStatus;
    answered.detail = detailOf(answer);
    answered.requestId = cleanedText(answer ? answer->requestId : answer.error().requestId);
    return answered;
}

qsizetype OutcomeCounts::planned() const
{
    return std::accumulate(byOutcome.begin(), byOutcome.end(), open) - of(Outcome::Excluded);
}

bool OutcomeCounts::isComplete() const
{
    return planned() == of(Outcome::Confirmed) + of(Outcome::AlreadyGone) + of(Outcome::Unprovable);
}

RunId runOf(const JournalEntry &entry)
{
    return std::visit([](const auto &known) { return known.run; }, entry);
}

Outcome RunItem::standing() const
{
    if (outcome)
        return *outcome;
    return step == Step::Planned ? Outcome::NotSent : Outcome::Unknown;
}

Run::Run(const RunStarted &started, qint64 atMs)
    : id(started.run)
    , plan(started.plan)
    , user(started.user)
    , appVersion(started.appVersion)
    , startedMs(atMs)
{
    for (const PlanAccount &account : std::as_const(plan.accounts)) {
        QHash<TokenId, qsizetype> &index = m_index[account.id];
        const auto add = [&](const TokenId &item, const QString &name, const QString &owner) -> RunItem & {
            index.insert(item, m_items.size());
            RunItem row;
            row.account = account.id;
            row.accountName = account.name;
            row.id = item;
            row.name = name;
            row.owner = owner;
            m_items += row;
            return m_items.last();
        };
        for (const PlanItem &item : account.items)
            add(item.id, item.name, item.owner).kind = item.kind;
        for (const WideCall &call : account.wide) {
            RunItem &row = add(call.key(), call.text(), call.person.text());
            row.call = call.sentence();
            row.isWide = true;
        }
    }
    for (const Exclusion &exclusion : std::as_const(plan.exclusions)) {
        RunItem row;
        row.account = exclusion.account;
        row.id = exclusion.id;
        row.name = exclusion.name;
        row.outcome = Outcome::Excluded;
        row.detail = exclusionReasonName(exclusion.reason);
        m_items += row;
    }
}

qsizetype Run::indexOf(const AccountId &account, const TokenId &item) const
{
    const auto index = m_index.constFind(account);
    return index == m_index.constEnd() ? -1 : index->value(item, -1);
}

OutcomeCounts Run::counts() const
{
    OutcomeCounts counts;
    for (const RunItem &item : m_items)
        ++(item.outcome ? counts.of(*item.outcome) : counts.open);
    return counts;
}

QList<qsizetype> Run::apply(const JournalEntry &entry, qint64 atMs)
{
    if (runOf(entry) != id || !isResult(entry))
        return {};
    QList<qsizetype> changed;
    const auto change = [&](const AccountId &account, const QList<TokenId> &items, const auto &act) {
        for (const TokenId &item : items) {
            const qsizetype row = indexOf(account, item);
            if (row < 0)
                continue;
            act(m_items[row]);
            m_items[row].changedMs = atMs;
            changed += row;
        }
    };
    std::visit(Overloaded{
                   [&](const Intent &intent) {
                       change(intent.account, intent.items, [&intent](RunItem &item) {
                           item.step = Step::Intent;
                           item.outcome.reset();
                           item.look.reset();
                           item.success = false;
                           item.attempts = std::max(item.attempts, intent.attempt);
                       });
                   },
                   [&](const Answered &answered) {
                       change(answered.account, answered.items, [&answered](RunItem &item) {
                           item.step = answered.sent ? Step::Sent : Step::Planned;
                           item.success = answered.success;
                           item.httpStatus = answered.httpStatus;
                           item.detail = answered.detail;
                           item.requestId = answered.requestId;
                       });
                   },
                   [&](const Looked &looked) {
                       change(looked.account, looked.items, [&looked](RunItem &item) { item.look = looked.presence; });
                   },
                   [&](const Settled &settled) {
                       change(settled.account, settled.items, [&settled](RunItem &item) {
                           item.outcome = settled.outcome;
                           if (!settled.detail.isEmpty())
                               item.detail = settled.detail;
                       });
                   },
                   [&](const RunResumed &) { endedMs.reset(); },
                   [&](const RunEnded &ended) {
                       endedMs = atMs;
                       how = ended.how;
                   },
                   [](const auto &) {},
               },
               entry);
    return changed;
}

} // namespace latchkey
