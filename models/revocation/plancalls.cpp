#include "models/revocation/plan.h"

#include <algorithm>
#include <map>

namespace latchkey {

using Extent = RevokeCall::Extent;
using std::chrono::milliseconds;

namespace {

RevokeCall callOf(Extent extent, const QList<RevokeCall::Target> &targets)
{
    RevokeCall call;
    call.extent = extent;
    call.tokens = targets;
    return call;
}

int ceilDiv(int a, int b) { return (a + b - 1) / b; }

} // namespace

QList<RevokeCall> callsFor(const PlanAccount &account, const ProviderDescription &provider)
{
    // By kind, so that a chunk never mixes what the provider may keep in different places.
    std::map<TokenKind, QList<RevokeCall::Target>> others;
    QList<RevokeCall> named; // by a value
    QList<RevokeCall> own;
    qsizetype count = 0;
    for (const PlanItem &item : account.items) {
        const RevokeCall::Target target = item.target();
        if (item.by != Extent::One) {
            named += callOf(item.by, {target});
        } else if (item.isAccountsOwn && provider.can(Capability::RevokeOwn)) {
            own += callOf(Extent::Own, {target});
        } else if (item.isOwn) {
            own.prepend(callOf(Extent::One, {target}));
        } else {
            others[item.kind] += target;
            ++count;
        }
    }

    QList<RevokeCall> calls = named;
    const bool isListed = provider.can(Capability::RevokeListed) && provider.listedRevokeLimit > 0
        && (count > provider.listedRevokeFrom || !provider.can(Capability::RevokeToken));
    const qsizetype chunk = isListed ? provider.listedRevokeLimit : 1;
    for (const auto &[kind, targets] : others) {
        for (qsizetype from = 0; from < targets.size(); from += chunk)
            calls += callOf(isListed ? Extent::Listed : Extent::One, targets.mid(from, chunk));
    }
    for (const bool ending : {false, true}) {
        for (const WideCall &wide : account.wide) {
            if (wide.endsOwnAccess == ending)
                calls += wide.call();
        }
    }
    return calls + own;
}

QList<RevokeCall> halvesOf(const RevokeCall &call)
{
    const qsizetype middle = (call.tokens.size() + 1) / 2;
    QList<RevokeCall> halves;
    for (const QList<RevokeCall::Target> &half : {call.tokens.first(middle), call.tokens.sliced(middle)}) {
        if (!half.isEmpty())
            halves += callOf(half.size() == 1 ? Extent::One : Extent::Listed, half);
    }
    return halves;
}

QList<TokenId> itemsOf(const RevokeCall &call)
{
    if (call.isWide()) {
        WideCall wide;
        wide.extent = call.extent;
        wide.person.id = call.person.value;
        wide.client.id = call.client.value;
        return {wide.key()};
    }
    QList<TokenId> items;
    for (const RevokeCall::Target &target : call.tokens)
        items += target.id;
    return items;
}

Estimate estimateFor(const PlanAccount &account, const ProviderDescription &provider, const WriteBudget &budget,
                     int deletesInFlight, qint64 nowMs)
{
    constexpr milliseconds OneCall{300}; // a round trip to a far provider, TLS handshake included
    constexpr milliseconds Hour = std::chrono::hours(1);

    Estimate estimate;
    const QList<RevokeCall> calls = callsFor(account, provider);
    for (const RevokeCall &call : calls) {
        if (call.isWide())
            ++estimate.wide;
        else
            ++(call.extent == Extent::Listed ? estimate.listed : estimate.single);
    }
    estimate.time =
        OneCall * (ceilDiv(estimate.single, std::max(1, deletesInFlight)) + estimate.listed + estimate.wide);

    if (budget.perHour <= 0)
        return estimate;
    const bool isFull = budget.fullAgainMs && *budget.fullAgainMs <= nowMs;
    const int left = isFull ? budget.perHour : budget.left.value_or(budget.perHour);
    const int now = std::max(0, left - budget.reserve);
    if (estimate.calls() <= now)
        return estimate;
    const int windows = ceilDiv(estimate.calls() - now, std::max(1, budget.perHour - budget.reserve));
    const milliseconds untilFull{std::max<qint64>(0, budget.fullAgainMs.value_or(nowMs + Hour.count()) - nowMs)};
    estimate.waitsForBudget = true;
    estimate.time += untilFull + (windows - 1) * Hour;
    return estimate;
}

} // namespace latchkey
