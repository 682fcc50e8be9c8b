#include "app/flows/revokelane.h"

#include <QCoreApplication>
#include <QCoroFuture>

#include <algorithm>

namespace latchkey::flows {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(RevokeFlow)
};

QList<JournalEntry> entriesOf(const Lane &lane, const Endings &endings)
{
    QList<JournalEntry> entries;
    for (auto it = endings.cbegin(); it != endings.cend(); ++it)
        entries += Settled{lane->state->run.id, lane->account.id, it.value(), it.key().first, it.key().second};
    return entries;
}

} // namespace

void takeIn(const std::shared_ptr<RunState> &state, const QList<JournalEntry> &entries)
{
    const qint64 now = state->tools.clock.nowMs();
    QList<qsizetype> rows;
    for (const JournalEntry &entry : entries)
        rows += state->run.apply(entry, now);
    if (state->tools.changed && !rows.isEmpty())
        state->tools.changed(state->run, rows);
}

QCoro::Task<void> takeDown(std::shared_ptr<RunState> state, QList<JournalEntry> entries)
{
    if (entries.isEmpty())
        co_return;
    takeIn(state, entries);
    const Result<qint64> written = co_await state->tools.journal.append(entries);
    if (!written && !state->trouble)
        state->trouble = written.error();
}

QCoro::Task<bool> announce(std::shared_ptr<RunState> state, QList<JournalEntry> entries)
{
    const Result<qint64> written = co_await state->tools.journal.append(entries);
    if (!written) {
        state->trouble = written.error();
        co_return false;
    }
    takeIn(state, entries);
    co_return true;
}

QCoro::Task<void> settle(Lane lane, Endings endings) { return takeDown(lane->state, entriesOf(lane, endings)); }

int attemptsOf(const RunItem &item)
{
    const bool isTurnedAway = item.step == Step::Sent && !item.success && item.httpStatus == 429;
    return item.attempts - (isTurnedAway ? 1 : 0);
}

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

void pauseFor(const Lane &lane, const Verdict &verdict)
{
    if (verdict.retryAfter)
        lane->session->limiter().pause(
            std::min<std::chrono::milliseconds>(*verdict.retryAfter, lane->state->tools.timing.retryAfterCap));
}

} // namespace latchkey::flows
