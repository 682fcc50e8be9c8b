#include "app/flows/revoke.h"

#include "app/flows/revokelook.h"
#include "app/flows/revokesend.h"

#include <QCoreApplication>
#include <QCoroFuture>
#include <QUuid>

#include <algorithm>
#include <pwd.h>
#include <unistd.h>
#include <vector>

namespace latchkey::flows {

namespace {

enum class Mode { Start, Verify, Continue };

QCoro::Task<void> workOn(Lane lane, Mode mode)
{
    if (!lane->session) {
        lane->trouble = lane->state->tools.unavailable.value(lane->account.id);
        // What was begun can be continued with the credential; nothing of it is given up.
        if (mode == Mode::Start)
            co_await giveUp(lane, *lane->trouble);
        co_return;
    }
    const Result<void> same = co_await checkIdentity(lane, lane->state->stop);
    // A key that is dead proves what became of an own token.
    const bool isDead = !same && same.error().kind == Error::Kind::Unauthorized;
    if (mode != Mode::Start && (same || isDead))
        co_await verifyEarlier(lane, mode == Mode::Continue && same);
    if (!same) {
        lane->trouble = same.error();
        // A changed tenant or person stops everything; an account that cannot be reached stops itself alone.
        if (same.error().kind == Error::Kind::WrongIdentity)
            lane->state->trouble = same.error();
        if (mode != Mode::Verify && same.error().kind != Error::Kind::Cancelled)
            co_await giveUp(lane, same.error());
        co_return;
    }
    if (mode == Mode::Verify)
        co_return;
    const QList<TokenId> again = lane->again.keys();
    QSet<TokenId> todo(again.begin(), again.end());
    for (const RunItem &item : lane->state->run.items()) {
        const bool waits = !item.outcome || *item.outcome == Outcome::NotSent;
        if (item.account == lane->account.id && item.step == Step::Planned && waits)
            todo.insert(item.id);
    }
    co_await sendAll(lane, todo);
}

//! Whether everything that was planned in the account is done.
bool isAllDone(const Lane &lane)
{
    const QList<RunItem> &items = lane->state->run.items();
    return std::none_of(items.cbegin(), items.cend(), [&lane](const RunItem &item) {
        const bool isPlanned = item.account == lane->account.id && item.outcome != Outcome::Excluded;
        return isPlanned && !(item.outcome && isDone(*item.outcome));
    });
}

QCoro::Task<void> runLane(Lane lane, Mode mode)
{
    co_await workOn(lane, mode);
    const std::optional<Error> &why = lane->trouble ? lane->trouble : lane->blindness;
    // A dead key is what the revocation of an own token is proved by.
    if (why && why->kind != Error::Kind::Cancelled && !isAllDone(lane))
        lane->state->accountTroubles.insert(lane->account.id, *why);
}

QCoro::Task<RunEnd> runLanes(std::shared_ptr<RunState> state, Mode mode)
{
    std::vector<QCoro::Task<void>> lanes;
    const QList<PlanAccount> accounts = state->run.plan.accounts;
    for (const PlanAccount &account : accounts) {
        auto lane = std::make_shared<AccountLane>();
        lane->state = state;
        lane->account = account;
        lane->session = state->tools.sessions.value(account.id);
        lanes.push_back(runLane(lane, mode));
    }
    for (QCoro::Task<void> &lane : lanes)
        co_await lane;

    RunEnd end;
    end.trouble = state->trouble;
    end.accountTroubles = state->accountTroubles;
    const OutcomeCounts counts = state->run.counts();
    const bool journalWorks = !state->trouble || state->trouble->kind != Error::Kind::Journal;
    if (counts.open == 0 && state->run.isOpen() && journalWorks) {
        const auto how = state->trouble ? RunEnded::How::Failed : RunEnded::How::Finished;
        const QList<JournalEntry> entries = {RunEnded{state->run.id, how, counts}};
        co_await takeDown(state, entries);
    }
    end.interrupted = state->stop.stop_requested() && counts.open > 0;
    end.run = state->run;
    co_return end;
}

} // namespace

WriteBudget budgetOf(const Session &session)
{
    const RateLimiter &limiter = session.limiter();
    WriteBudget budget;
    budget.left = limiter.budget().remaining;
    budget.perHour = limiter.budget().limit.value_or(0);
    budget.reserve = limiter.reserve();
    budget.fullAgainMs = limiter.budget().resetMs;
    return budget;
}

QString loggedInUser()
{
    const passwd *user = getpwuid(getuid()); // not USER: anybody can set that
    return user != nullptr ? cleanedText(QString::fromLocal8Bit(user->pw_name), 64)
                           : QStringLiteral("uid %1").arg(getuid());
}

QCoro::Task<Result<RunEnd>> startRun(Plan plan, RunTools tools, std::stop_token stop)
{
    RunStarted started;
    started.run = RunId{QUuid::createUuid().toString(QUuid::WithoutBraces)};
    started.plan = plan;
    started.user = loggedInUser();
    started.appVersion = QCoreApplication::applicationVersion();
    const QList<JournalEntry> entries = {started};
    const Result<qint64> written = co_await tools.journal.append(entries);
    if (!written)
        co_return failure(written.error());

    const qint64 now = tools.clock.nowMs();
    auto state = std::make_shared<RunState>(RunState{Run(started, now), tools, stop, {}, {}});
    RunEnd end = co_await runLanes(state, Mode::Start);
    co_return end;
}

QCoro::Task<Result<RunEnd>> resumeRun(Run run, RunResumed::How how, RunTools tools, std::stop_token stop)
{
    RunResumed resumed;
    resumed.run = run.id;
    resumed.how = how;
    resumed.user = loggedInUser();
    resumed.appVersion = QCoreApplication::applicationVersion();
    const QList<JournalEntry> entries = {resumed};
    const Result<qint64> written = co_await tools.journal.append(entries);
    if (!written)
        co_return failure(written.error());

    const bool goOn = how == RunResumed::How::Continue && run.isOpen();
    auto state = std::make_shared<RunState>(RunState{run, tools, stop, {}, {}});
    takeIn(state, entries);
    RunEnd end = co_await runLanes(state, goOn ? Mode::Continue : Mode::Verify);
    co_return end;
}

} // namespace latchkey::flows
