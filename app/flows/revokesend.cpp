#include "app/flows/revokesend.h"

#include "app/flows/revokelook.h"
#include "network/async/sleep.h"

#include <QCoreApplication>
#include <QCoroFuture>

#include <algorithm>

namespace latchkey::flows {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(RevokeFlow)
};

//! Intents that are committed together, before any of them is sent.
constexpr qsizetype IntentGroup = 64;
//! A plan older than this is looked at before it is sent.
constexpr qint64 FreshMs = 5 * 60'000;
//! After so many failures of connection or server, one after another, the account waits before it goes on.
constexpr int PauseAfterFailures = 5;
//! A wait is looked at again this often: another answer may change the budget, and another lane may end the run.
constexpr std::chrono::milliseconds LongestSlice{1000};
//! So soon a resumed account goes on.
constexpr std::chrono::milliseconds PauseSlice{100};

//! The planned account reduced to some of its items: what is sent again is grouped into calls like the first time.
PlanAccount onlyItems(const PlanAccount &account, const QSet<TokenId> &wanted)
{
    PlanAccount rest = account;
    rest.items.removeIf([&wanted](const PlanItem &item) { return !wanted.contains(item.id); });
    rest.wide.removeIf([&wanted](const WideCall &wide) { return !wanted.contains(wide.key()); });
    return rest;
}

//! What a look at the call has to look at.
QList<RevokeCall::Target> targetsOf(const RevokeCall &call)
{
    if (call.isWide())
        return {RevokeCall::Target{itemsOf(call).constFirst()}};
    return call.tokens;
}

//! The call with the value that a person typed, which no plan holds.
Result<RevokeCall> withValue(const Lane &lane, RevokeCall call)
{
    const bool isNamed = call.extent == RevokeCall::Extent::Value || call.extent == RevokeCall::Extent::Refresh;
    if (!isNamed || call.tokens.isEmpty())
        return call;
    call.value = lane->state->tools.values.value(call.tokens.constFirst().id);
    if (call.value.isEmpty() && call.extent == RevokeCall::Extent::Value)
        return failure(Error::Kind::InvalidInput,
                       Texts::tr("The value is never kept. Make the plan again, and type it once more."));
    return call;
}

//! Waits until the account is not paused and its budget allows a write. False: stopped meanwhile.
QCoro::Task<bool> awaitLeave(Lane lane)
{
    const RunControl *control = lane->state->tools.control;
    while (!lane->isHalted()) {
        const bool isPaused = control && control->isPaused(lane->account.id);
        const std::chrono::milliseconds wait(lane->session->limiter().waitMs(false));
        if (!isPaused && wait.count() <= 0)
            co_return true;
        const std::chrono::milliseconds slice = isPaused ? PauseSlice : std::min(wait, LongestSlice);
        co_await sleepFor(slice, lane->state->stop);
    }
    co_return false;
}

//! Puts what was refused together at the front of the queue, in halves: until the bad ids are known.
void queueHalves(const Lane &lane)
{
    for (const QList<RevokeCall::Target> &targets : std::as_const(lane->refusedTogether)) {
        RevokeCall whole;
        whole.extent = RevokeCall::Extent::Listed;
        whole.tokens = targets;
        const QList<RevokeCall> halves = halvesOf(whole);
        for (auto half = halves.crbegin(); half != halves.crend(); ++half)
            lane->queue.push_front(Job{*half, true});
    }
    lane->refusedTogether.clear();
}

//! Decides what follows from the answer to one call.
QCoro::Task<void> follow(Lane lane, Job job)
{
    Evidence evidence;
    evidence.answer = job.answer;
    evidence.extent = job.call.extent;
    evidence.tokensInCall = std::max<qsizetype>(1, job.call.tokens.size());
    evidence.canLook = canLook(lane, job.call.extent);
    const QList<TokenId> items = itemsOf(job.call);
    evidence.attempt = attemptsOf(lane, items);

    Verdict verdict = judge(evidence);
    if (verdict.next == Verdict::Next::Probe) {
        const std::stop_token never; // after a stop, too, what was answered must be understood
        const Result<void> same = co_await checkIdentity(lane, never);
        evidence.probe = same ? Evidence::Probe::Works : Evidence::Probe::Fails;
        verdict = judge(evidence);
        if (!same && !lane->trouble)
            lane->trouble = same.error();
        if (!same && same.error().kind == Error::Kind::WrongIdentity && !lane->state->trouble)
            lane->state->trouble = same.error();
    }
    if (verdict.halt != Verdict::Halt::Nothing && !lane->trouble && !job.answer)
        lane->trouble = job.answer.error();
    if (verdict.halt == Verdict::Halt::Run && !lane->state->trouble && !job.answer)
        lane->state->trouble = job.answer.error();

    switch (verdict.next) {
    case Verdict::Next::Settled: {
        const bool stopped = !job.answer && job.answer.error().kind == Error::Kind::Cancelled
            && job.answer.error().sent == Error::Sent::No;
        if (stopped) // it is back where it was: the run stays open, and may go on
            co_return;
        Endings endings;
        endings[{verdict.outcome, detailOf(job.answer)}] = items;
        co_await settle(lane, endings);
        break;
    }
    case Verdict::Next::Look: {
        QList<OpenItem> open;
        const QList<RevokeCall::Target> targets = targetsOf(job.call);
        for (const RevokeCall::Target &target : targets)
            open += OpenItem{target, evidence, lane->calls};
        ++lane->calls;
        if (!job.answer && job.call.tokens.size() > 1) {
            // An unclear answer for many is looked at before anything is sent again.
            co_await lookAndSettle(lane, &open);
            queueHalves(lane);
        }
        lane->open += open; // looked at with the others, at the end
        break;
    }
    case Verdict::Next::Retry:
        pauseFor(lane, verdict);
        for (const TokenId &item : items)
            lane->again.insert(item, verdict.outcome);
        break;
    case Verdict::Next::Split:
        for (const TokenId &item : items)
            lane->again.insert(item, verdict.outcome);
        lane->refusedTogether[lane->calls++] = job.call.tokens;
        queueHalves(lane);
        break;
    case Verdict::Next::Probe:
        break; // asked already, and judge() asks once
    }
}

//! A provider in trouble is left alone for a while.
void countFailure(const Lane &lane, const Result<RevokeAnswer> &answer)
{
    const auto isFailure = [](const Error &error) {
        return error.kind == Error::Kind::Unreachable || error.kind == Error::Kind::TimedOut || error.httpStatus >= 500;
    };
    lane->failures = !answer && isFailure(answer.error()) ? lane->failures + 1 : 0;
    if (lane->failures < PauseAfterFailures)
        return;
    lane->failures = 0;
    lane->session->limiter().pause(lane->state->tools.timing.retryLimit);
}

//! Calls that are announced together. Several senders work on them: each takes the next one that is left.
struct Group
{
    std::vector<Job> jobs;
    size_t next = 0;
};

QCoro::Task<void> sendFrom(Lane lane, std::shared_ptr<Group> group)
{
    while (group->next < group->jobs.size()) {
        Job &job = group->jobs[group->next++];
        const bool mayGo = co_await awaitLeave(lane);
        const Result<RevokeCall> call = withValue(lane, job.call);
        if (!mayGo)
            job.answer = failure(Error::Kind::Cancelled);
        else if (!call)
            job.answer = failure(call.error());
        else
            job.answer = co_await lane->session->provider().revoke(*call, lane->state->stop);
        countFailure(lane, job.answer);
        const QList<JournalEntry> entries = {
            answeredOf(lane->state->run.id, lane->account.id, itemsOf(job.call), job.answer)};
        co_await takeDown(lane->state, entries);
        // At once: where it ends the account, nothing more of the group may go.
        co_await follow(lane, job);
    }
}

//! The next calls that may be announced together: a group of single ones, or one call for many.
std::shared_ptr<Group> takeGroup(const Lane &lane)
{
    auto group = std::make_shared<Group>();
    const auto isSingle = [](const Job &job) { return job.call.extent == RevokeCall::Extent::One; };
    do {
        group->jobs.push_back(lane->queue.front());
        lane->queue.pop_front();
    } while (isSingle(group->jobs.back()) && !lane->queue.empty() && isSingle(lane->queue.front())
             && qsizetype(group->jobs.size()) < IntentGroup);
    return group;
}

//! Sends everything in the lane's queue, group by group, intents first.
QCoro::Task<void> sendQueue(Lane lane)
{
    while (!lane->queue.empty()) {
        const bool mayGo = co_await awaitLeave(lane);
        if (!mayGo)
            co_return;
        const std::shared_ptr<Group> group = takeGroup(lane);
        QList<JournalEntry> intents;
        QList<TokenId> announcedItems;
        for (const Job &job : group->jobs) {
            const QList<TokenId> items = itemsOf(job.call);
            const int attempt = attemptsOf(lane, items) + (job.isHalf ? 0 : 1);
            intents += Intent{lane->state->run.id, lane->account.id, job.call.extent, items, std::max(1, attempt)};
            announcedItems += items;
        }
        const bool announced = co_await announce(lane->state, intents);
        if (!announced)
            co_return;
        for (const TokenId &item : std::as_const(announcedItems))
            lane->again.remove(item);
        std::vector<QCoro::Task<void>> senders;
        const int inFlight = std::clamp(lane->session->account().policy.deletesInFlight, 1, 6);
        for (int i = 0; i < inFlight && i < int(group->jobs.size()); ++i)
            senders.push_back(sendFrom(lane, group));
        for (QCoro::Task<void> &sender : senders)
            co_await sender;
    }
}

//! Sends `todo`, again and again where that may help, until everything is settled or the lane is halted.
QCoro::Task<void> sendUntilSettled(Lane lane, QSet<TokenId> todo)
{
    while (!todo.isEmpty() && !lane->isHalted()) {
        const QList<RevokeCall> calls = callsFor(onlyItems(lane->account, todo), lane->session->description());
        for (const RevokeCall &call : calls)
            lane->queue.push_back(Job{call});
        while (!lane->queue.empty() && !lane->isHalted()) {
            co_await sendQueue(lane);
            co_await lookUntilSettled(lane);
            queueHalves(lane);
        }
        const QList<TokenId> again = lane->again.keys();
        todo = QSet<TokenId>(again.begin(), again.end());
        if (!todo.isEmpty())
            co_await sleepFor(lane->state->tools.timing.looks.front(), lane->state->stop);
    }
}

} // namespace

QCoro::Task<void> giveUp(Lane lane, Error why)
{
    const QString detail = detailOf(failure(why));
    Endings endings;
    for (const RunItem &item : lane->state->run.items()) {
        const bool waits = item.step == Step::Planned && !item.outcome && !lane->again.contains(item.id);
        if (item.account == lane->account.id && waits)
            endings[{Outcome::NotSent, detail}] += item.id;
    }
    for (auto it = lane->again.cbegin(); it != lane->again.cend(); ++it)
        endings[{it.value(), detail}] += it.key();
    co_await settle(lane, endings);
}

QCoro::Task<void> sendAll(Lane lane, QSet<TokenId> todo)
{
    const qint64 age = lane->state->tools.clock.nowMs() - lane->state->run.plan.createdAtMs;
    if (age > FreshMs)
        co_await dropVanished(lane, &todo);
    QSet<TokenId> last = endingAccess(lane->account);
    last.intersect(todo);
    todo.subtract(last);
    co_await sendUntilSettled(lane, todo);
    co_await sendUntilSettled(lane, last);
    // A person's stop leaves the run open; anything else that ends a lane is said of what it did not send.
    if (lane->trouble)
        co_await giveUp(lane, *lane->trouble);
    else if (lane->state->trouble)
        co_await giveUp(lane, *lane->state->trouble);
}

} // namespace latchkey::flows
