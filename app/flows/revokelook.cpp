#include "app/flows/revokelook.h"

#include "network/async/sleep.h"

#include <QCoroFuture>

namespace latchkey::flows {

namespace {

//! The planned wide call that stands under `key`; null: it is a token's id.
const WideCall *wideCallOf(const Lane &lane, const TokenId &key)
{
    for (const WideCall &call : lane->account.wide) {
        if (call.key() == key)
            return &call;
    }
    return nullptr;
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

//! Settles what the latest look settles, keeps what is to be sent again, and leaves the rest in `items`.
QCoro::Task<void> settleLooked(Lane lane, QList<OpenItem> *items)
{
    Endings endings;
    QList<OpenItem> left;
    for (const OpenItem &item : std::as_const(*items)) {
        const Verdict verdict = judge(item.evidence);
        switch (verdict.next) {
        case Verdict::Next::Settled:
            endings[{verdict.outcome, detailOf(item.evidence.answer)}] += item.target.id;
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
    co_await settle(lane, endings);
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

} // namespace

bool canLook(const Lane &lane, RevokeCall::Extent extent)
{
    using Extent = RevokeCall::Extent;
    const ProviderDescription &provider = lane->session->description();
    if (extent == Extent::Own)
        return provider.can(Capability::OwnToken);
    const bool isWide = extent == Extent::Person || extent == Extent::Client || extent == Extent::PersonAtClient;
    return provider.can(Capability::ListTokens) || (!isWide && provider.can(Capability::ShowToken));
}

QCoro::Task<void> lookAndSettle(Lane lane, QList<OpenItem> *items)
{
    co_await lookAt(lane, items);
    co_await settleLooked(lane, items);
}

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
        co_await lookAndSettle(lane, &lane->open);
    }
    lane->open.clear(); // after a stop: the run stays open for them
}

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
            endings[{verdict.outcome, detailOf(item.evidence.answer)}] += item.target.id;
        else if (mayResend)
            lane->again.insert(item.target.id, verdict.outcome);
    }
    co_await settle(lane, endings);
}

} // namespace latchkey::flows
