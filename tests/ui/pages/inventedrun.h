#pragma once

#include "models/revocation/journal.h"
#include "network/domain/clock.h"

namespace latchkey {

//! A clock that stands at 2025-12-01T14:31:12Z.
class StandingClock : public Clock
{
public:
    [[nodiscard]] qint64 nowMs() const override { return 1'764'599'472'000; }
    [[nodiscard]] qint64 elapsedMs() const override { return nowMs(); }
};

inline const QString HostileName = QStringLiteral("deploy\u202Egnp.key<img src=file:///etc/passwd>");

inline PlanAccount inventedPlanAccount(const QString &name, Environment environment, int tokens)
{
    PlanAccount account;
    account.id = {name + QStringLiteral("-uuid")};
    account.name = name;
    account.provider = {QStringLiteral("fastly")};
    account.environment = environment;
    for (int number = 0; number < tokens; ++number) {
        PlanItem item;
        item.id = {QStringLiteral("%1-%2").arg(name).arg(number)};
        item.name = number == 0 ? HostileName : QStringLiteral("token %1").arg(number);
        item.owner = number % 2 == 0 ? QStringLiteral("Bjarne Lund") : QString();
        account.items += item;
    }
    return account;
}

//! Two accounts: prod-cdn with `tokens` tokens and stage-cdn with two; one token was left out.
inline RunStarted inventedStart(int tokens = 8, const QString &reason = QStringLiteral("CHG-20377 contract ended"))
{
    RunStarted started;
    started.run = {QStringLiteral("run-uuid")};
    started.user = QStringLiteral("maya");
    started.plan.id = QStringLiteral("plan-uuid");
    started.plan.createdAtMs = StandingClock().nowMs() - 60'000;
    started.plan.reason = reason;
    started.plan.accounts = {inventedPlanAccount(QStringLiteral("prod-cdn"), Environment::Production, tokens),
                             inventedPlanAccount(QStringLiteral("stage-cdn"), Environment::Staging, 2)};
    Exclusion own;
    own.account = started.plan.accounts.constFirst().id;
    own.id = {QStringLiteral("own")};
    own.name = QStringLiteral("latchkey admin");
    started.plan.exclusions = {own};
    return started;
}

inline Run inventedRun(int tokens = 8) { return Run(inventedStart(tokens), StandingClock().nowMs() - 31'000); }

//! Returns the changed rows.
inline QList<qsizetype> happen(Run &run, const JournalEntry &entry)
{
    return run.apply(entry, StandingClock().nowMs());
}

inline Intent intentOf(const Run &run, qsizetype item)
{
    const RunItem &row = run.items()[item];
    return {.run = run.id, .account = row.account, .items = {row.id}};
}

inline Answered answerOf(const Run &run, qsizetype item, bool success, const QString &detail = {})
{
    const RunItem &row = run.items()[item];
    return {.run = run.id,
            .account = row.account,
            .items = {row.id},
            .success = success,
            .httpStatus = success ? 204 : 403,
            .detail = detail};
}

inline Settled settledAs(const Run &run, qsizetype item, Outcome outcome, const QString &detail = {})
{
    const RunItem &row = run.items()[item];
    return {.run = run.id, .account = row.account, .items = {row.id}, .outcome = outcome, .detail = detail};
}

//! Calls, an answer and an outcome.
inline void settle(Run &run, qsizetype item, Outcome outcome, const QString &detail = {})
{
    happen(run, intentOf(run, item));
    happen(run, answerOf(run, item, isDone(outcome), detail));
    happen(run, settledAs(run, item, outcome, detail));
}

inline RunSummary summaryOf(const Run &run)
{
    RunSummary summary;
    summary.id = run.id;
    summary.startedMs = run.startedMs;
    summary.endedMs = run.endedMs;
    summary.reason = run.plan.reason;
    for (const PlanAccount &account : run.plan.accounts)
        summary.accounts += account.name;
    summary.counts = run.counts();
    return summary;
}

} // namespace latchkey
