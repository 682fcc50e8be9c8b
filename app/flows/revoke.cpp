#include "app/flows/revoke.h"

#include "network/async/sleep.h"

#include <QCoreApplication>
#include <QCoroFuture>
#include <QSet>
#include <QUuid>

#include <algorithm>
#include <deque>
#include <unistd.h>
#include <vector>

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

//! A run under way, shared by the lanes of its accounts.
struct RunState
{
    Run run;
    RunTools tools;
    std::stop_token stop;
    std::optional<Error> trouble; //!< ends every lane
    QHash<AccountId, Error> accountTroubles;

    [[nodiscard]] bool isHalted() const { return trouble || stop.stop_requested(); }
};
using State = std::shared_ptr<RunState>;

//! One call and what it brought.
struct Job
{
    RevokeCall call;
    bool isHalf = false; //!< of a call for many that failed: the same attempt, in smaller calls
    Result<RevokeAnswer> answer = RevokeAnswer{};
};

//! An item whose outcome depends on a look.
struct OpenItem
{
    RevokeCall::Target target;
    Evidence evidence;
    int call = 0; //!< which call of the lane it was in
};

//! The part of a run that belongs to one account.
struct AccountLane
{
    State state;
    PlanAccount account;
    std::shared_ptr<Session> session;
    std::deque<Job> queue;
    QList<OpenItem> open; //!< wait for a look
    QHash<TokenId, Outcome> again; //!< wait to be sent once more, and what they are called if they are not
    QMap<int, QList<RevokeCall::Target>> refusedTogether; //!< by call: to be sent in halves
    int calls = 0;
    int failures = 0; //!< of connection or server, one after another
    std::optional<Error> trouble; //!< ends this lane
    std::optional<Error> blindness; //!< why the latest look failed

    [[nodiscard]] bool isHalted() const { return trouble || state->isHalted(); }
};
using Lane = std::shared_ptr<AccountLane>;

void takeIn(const State &state, const QList<JournalEntry> &entries)
{
    const qint64 now = state->tools.clock.nowMs();
    QList<qsizetype> rows;
    for (const JournalEntry &entry : entries)
        rows += state->run.apply(entry, now);
    if (state->tools.changed && !rows.isEmpty())
        state->tools.changed(state->run, rows);
}

//! Takes down what has happened. It shows in the run even where the disk refuses; that ends the run.
QCoro::Task<void> takeDown(State state, QList<JournalEntry> entries)
{
    if (entries.isEmpty())
        co_return;
    takeIn(state, entries);
    const Result<qint64> written = co_await state->tools.journal.append(entries);
    if (!written && !state->trouble)
        state->trouble = written.error();
}

//! Announces what is about to happen. False: it must not.
QCoro::Task<bool> announce(State state, QList<JournalEntry> entries)
{
    const Result<qint64> written = co_await state->tools.journal.append(entries);
    if (!written) {
        state->trouble = written.error();
        co_return false;
    }
    takeIn(state, entries);
    co_return true;
}

//! How items ended, by outcome and detail: those that ended alike share an entry.
using Endings = QMap<std::pair<Outcome, QString>, QList<TokenId>>;

QList<JournalEntry> entriesOf(const Lane &lane, const Endings &endings)
{
    QList<JournalEntry> entries;
    for (auto it = endings.cbegin(); it != endings.cend(); ++it)
        entries += Settled{lane->state->run.id, lane->account.id, it.value(), it.key().first, it.key().second};
    return entries;
}

//! How often the item was sent so far. What was turned away with a 429 does not count: it goes again for as long as the
//! provider asks it to wait.
int attemptsOf(const RunItem &item)
{
    const bool isTurnedAway = item.step == Step::Sent && !item.success && item.httpStatus == 429;
    return item.attempts - (isTurnedAway ? 1 : 0);
}

//! Of the item of `ids` that was sent most often.
int attemptsOf(const Lane &lane, const QList<TokenId> &ids)
{
    int most = 0;
    for (const TokenId &id : ids) {
        const qsizetype index = lane->state->run.indexOf(lane->account.id, id);
        if (index >= 0)
            most = std::max(most, attemptsOf(lane->state->run.items().at(index)));
    }
    return most;
}

QString detailOf(const Error &error) { return latchkey::detailOf(failure(error)); }

//! The planned account reduced to some of its items: what is sent again is grouped into calls like the first time.
PlanAccount onlyItems(const PlanAccount &account, const QSet<TokenId> &wanted)
{
    PlanAccount rest = account;
    rest.items.removeIf([&wanted](const PlanItem &item) { return !wanted.contains(item.id); });
    rest.wide.removeIf([&wanted](const WideCall &wide) { return !wanted.contains(wide.key()); });
    return rest;
}

//! What ends our own access, and so goes when everything else is settled.
QSet<TokenId> endingAccess(const PlanAccount &account)
{
    QSet<TokenId> ending;
    for (const PlanItem &item : account.items) {
        if (item.isAccountsOwn)
            ending.insert(item.id);
    }
    for (const WideCall &call : account.wide) {
        if (call.endsOwnAccess)
            ending.insert(call.key());
    }
    return ending;
}

//! Whether the provider offers a look at what was revoked that way.
bool canLook(const Lane &lane, RevokeCall::Extent extent)
{
    using Extent = RevokeCall::Extent;
    const ProviderDescription &provider = lane->session->description();
    if (extent == Extent::Own)
        return provider.can(Capability::OwnToken);
    const bool isWide = extent == Extent::Person || extent == Extent::Client || extent == Extent::PersonAtClient;
    return provider.can(Capability::ListTokens) || (!isWide && provider.can(Capability::ShowToken));
}

//! The planned wide call that stands under `key`; null: it is a token's id.
const WideCall *wideCallOf(const Lane &lane, const TokenId &key)
{
    for (const WideCall &call : lane->account.wide) {
        if (call.key() == key)
            return &call;
    }
    return nullptr;
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

//! Asks who the credential belongs to; a person's plan is carried out by that person alone.
QCoro::Task<Result<void>> checkIdentity(Lane lane, std::stop_token stop)
{
    const Result<Identity> identity = co_await lane->session->provider().probe(stop);
    if (!identity)
        co_return failure(identity.error());
    if (!identity->isSameAs(lane->account.identity)) {
        co_return failure(
            Error::Kind::WrongIdentity,
            Texts::tr("The plan is for %1, the credential is of %2.")
                .arg(cleanedText(lane->account.identity.tenant.text() + u' ' + lane->account.identity.principal.text()),
                     cleanedText(identity->tenant.text() + u' ' + identity->principal.text())));
    }
    co_return Result<void>();
}

//! Looks at those of `items` for which there is a look, and puts what was found into their evidence. What was sent is
//! looked at also after the run's stop: `stop` is another one.
QCoro::Task<void> lookAt(Lane lane, QList<OpenItem> *items, std::stop_token stop = {})
{
    QList<RevokeCall::Target> targets;
    QList<WideCall> wide;
    bool own = false;
    for (const OpenItem &item : std::as_const(*items)) {
        if (!item.evidence.canLook)
            continue;
        if (item.evidence.extent == RevokeCall::Extent::Own)
            own = true;
        else if (const WideCall *call = wideCallOf(lane, item.target.id))
            wide += *call;
        else
            targets += item.target;
    }
    QHash<TokenId, Presence> found;
    if (!targets.isEmpty()) {
        const Result<QHash<TokenId, Presence>> looked = co_await lane->session->provider().look(targets, stop);
        found = looked.value_or(QHash<TokenId, Presence>());
        lane->blindness = looked ? std::nullopt : std::optional(looked.error());
    }
    for (const WideCall &call : std::as_const(wide)) {
        const Result<Presence> left = co_await lane->session->provider().lookWide(call.call(), stop);
        found.insert(call.key(), left.value_or(Presence::Unclear));
        if (!left)
            lane->blindness = left.error();
    }
    Presence ownFound = Presence::Unclear;
    if (own) {
        const Result<Identity> probed = co_await lane->session->provider().probe(stop);
        ownFound = presenceOfOwn(probed, lane->account.identity);
    }
    QHash<Presence, QList<TokenId>> byPresence;
    for (OpenItem &item : *items) {
        if (!item.evidence.canLook)
            continue;
        const bool isOwn = item.evidence.extent == RevokeCall::Extent::Own;
        const Presence presence = isOwn ? ownFound : found.value(item.target.id, Presence::Unclear);
        item.evidence.look = presence;
        byPresence[presence] += item.target.id;
    }
    QList<JournalEntry> entries;
    for (auto it = byPresence.cbegin(); it != byPresence.cend(); ++it)
        entries += Looked{lane->state->run.id, lane->account.id, it.value(), it.key()};
    co_await takeDown(lane->state, entries);
}

//! Waits as the answer asked before anything is sent again, but never longer than we let a provider make us wait.
void pauseFor(const Lane &lane, const Verdict &verdict)
{
    if (verdict.retryAfter)
        lane->session->limiter().pause(
            std::min<std::chrono::milliseconds>(*verdict.retryAfter, lane->state->tools.timing.retryAfterCap));
}

//! Settles what the latest look settles, keeps what is to be sent again, and leaves the rest in `items`.
QCoro::Task<void> settleLooked(Lane lane, QList<OpenItem> *items)
{
    Endings endings;
    QList<OpenItem> left;
    for (const OpenItem &item : std::as_const(*items)) {
        const Verdict verdict = judge(item.evidence);
        switch (verdict.next) {
        case Verdict::Next::Settled:
            endings[{verdict.outcome, latchkey::detailOf(item.evidence.answer)}] += item.target.id;
            break;
        case Verdict::Next::Look:
            left += item;
            break;
        case Verdict::Next::Split:
            lane->refusedTogether[item.call] += item.target;
            lane->again.insert(item.target.id, verdict.outcome);
            break;
        case Verdict::Next::Retry:
        case Verdict::Next::Probe:
            pauseFor(lane, verdict);
            lane->again.insert(item.target.id, verdict.outcome);
            break;
        }
    }
    *items = left;
    co_await takeDown(lane->state, entriesOf(lane, endings));
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

//! Looks by the schedule until every open item is settled or to be sent again. After a stop one look is all.
QCoro::Task<void> lookUntilSettled(Lane lane)
{
    const auto &schedule = lane->state->tools.timing.looks;
    for (size_t look = 0; look <= schedule.size() && !lane->open.isEmpty(); ++look) {
        if (look > 0) {
            const Result<void> slept = co_await sleepFor(schedule[look - 1], lane->state->stop);
            if (!slept)
                break;
        }
        for (OpenItem &item : lane->open)
            item.evidence.moreLooks = look < schedule.size();
        co_await lookAt(lane, &lane->open);
        co_await settleLooked(lane, &lane->open);
    }
    lane->open.clear(); // after a stop: the run stays open for them
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
        endings[{verdict.outcome, latchkey::detailOf(job.answer)}] = items;
        co_await takeDown(lane->state, entriesOf(lane, endings));
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
            co_await lookAt(lane, &open);
            co_await settleLooked(lane, &open);
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

//! A plan that waited: what vanished meanwhile is not sent. Nothing is ever added.
QCoro::Task<void> dropVanished(Lane lane, QSet<TokenId> *todo)
{
    QList<OpenItem> items;
    for (const PlanItem &item : std::as_const(lane->account.items)) {
        if (todo->contains(item.id) && !item.isAccountsOwn) {
            Error notFound;
            notFound.kind = Error::Kind::NotFound;
            notFound.sent = Error::Sent::Answered;
            Evidence asIfSent;
            asIfSent.answer = failure(notFound);
            asIfSent.moreLooks = false;
            items += OpenItem{item.target(), asIfSent};
        }
    }
    if (items.isEmpty())
        co_return;
    co_await lookAt(lane, &items, lane->state->stop);
    items.removeIf([](const OpenItem &item) { return item.evidence.look != Presence::Absent; });
    for (const OpenItem &item : std::as_const(items))
        todo->remove(item.target.id);
    co_await settleLooked(lane, &items);
}

//! Says of everything that this lane will not send any more that it was not.
QCoro::Task<void> giveUp(Lane lane, Error why)
{
    Endings endings;
    for (const RunItem &item : lane->state->run.items()) {
        const bool waits = item.step == Step::Planned && !item.outcome && !lane->again.contains(item.id);
        if (item.account == lane->account.id && waits)
            endings[{Outcome::NotSent, detailOf(why)}] += item.id;
    }
    for (auto it = lane->again.cbegin(); it != lane->again.cend(); ++it)
        endings[{it.value(), detailOf(why)}] += it.key();
    co_await takeDown(lane->state, entriesOf(lane, endings));
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

//! What an earlier process may have sent, and has not settled.
QList<OpenItem> unsettledOf(const Lane &lane)
{
    const QSet<TokenId> ending = endingAccess(lane->account);
    QHash<TokenId, RevokeCall::Target> targets; // with what the plan knows to make a look cheap
    for (const PlanItem &item : lane->account.items)
        targets.insert(item.id, item.target());
    QList<OpenItem> items;
    for (const RunItem &item : lane->state->run.items()) {
        const bool unsettled =
            !item.outcome || *item.outcome == Outcome::Unknown || *item.outcome == Outcome::StillActive;
        if (item.account != lane->account.id || item.step == Step::Planned || !unsettled)
            continue;
        Evidence evidence;
        const WideCall *wide = wideCallOf(lane, item.id);
        if (wide)
            evidence.extent = wide->extent;
        else if (ending.contains(item.id))
            evidence.extent = RevokeCall::Extent::Own;
        if (!item.success)
            evidence.answer = failure(lostAnswer());
        evidence.attempt = attemptsOf(item);
        evidence.canLook = canLook(lane, evidence.extent);
        evidence.moreLooks = false;
        items += OpenItem{targets.value(item.id, {item.id}), evidence};
    }
    return items;
}

//! Looks at what an earlier process may have sent; what is not settled by that, and may be sent again, is in `again`.
//! What the look cannot tell, or finds alive without leave to send, stays open: the run can be continued.
QCoro::Task<void> verifyEarlier(Lane lane, bool mayResend)
{
    QList<OpenItem> items = unsettledOf(lane);
    if (items.isEmpty())
        co_return;
    co_await lookAt(lane, &items);
    Endings endings;
    for (const OpenItem &item : std::as_const(items)) {
        const Verdict verdict = judge(item.evidence);
        const bool isUnclear =
            item.evidence.canLook && item.evidence.look != Presence::Absent && item.evidence.look != Presence::Present;
        if (isUnclear)
            continue;
        if (verdict.next == Verdict::Next::Settled)
            endings[{verdict.outcome, latchkey::detailOf(item.evidence.answer)}] += item.target.id;
        else if (mayResend)
            lane->again.insert(item.target.id, verdict.outcome);
    }
    co_await takeDown(lane->state, entriesOf(lane, endings));
}

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

QCoro::Task<RunEnd> runLanes(State state, Mode mode)
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
    const QString user = qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME"));
    return user.isEmpty() ? QStringLiteral("uid %1").arg(getuid()) : cleanedText(user, 64);
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
