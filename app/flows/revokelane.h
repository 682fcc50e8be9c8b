#pragma once

#include "app/flows/revoke.h"

#include <QMap>
#include <QSet>

#include <deque>

//! What a run knows while it goes, and what the lanes of its accounts share. Used by revoke*.cpp alone. GUI thread.
namespace latchkey::flows {

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
    std::shared_ptr<RunState> state;
    PlanAccount account;
    std::shared_ptr<Session> session; //!< null: it could not be signed in to
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

//! Shows in the run what the journal holds already.
void takeIn(const std::shared_ptr<RunState> &state, const QList<JournalEntry> &entries);
//! Announces what is about to happen. False: it must not.
[[nodiscard]] QCoro::Task<bool> announce(std::shared_ptr<RunState> state, QList<JournalEntry> entries);
//! Takes down what has happened. It shows in the run even where the disk refuses; that ends the run.
[[nodiscard]] QCoro::Task<void> takeDown(std::shared_ptr<RunState> state, QList<JournalEntry> entries);
//! How items ended, by outcome and detail: those that ended alike share an entry.
using Endings = QMap<std::pair<Outcome, QString>, QList<TokenId>>;
//! Takes down how items of the lane ended.
[[nodiscard]] QCoro::Task<void> settle(Lane lane, Endings endings);

//! How often the item was sent so far. What was turned away with a 429 does not count: it goes again for as long as the
//! provider asks it to wait.
[[nodiscard]] int attemptsOf(const RunItem &item);
//! Of the item of `ids` that was sent most often.
[[nodiscard]] int attemptsOf(const Lane &lane, const QList<TokenId> &ids);
//! What ends our own access, and so goes when everything else is settled.
[[nodiscard]] QSet<TokenId> endingAccess(const PlanAccount &account);

//! Asks who the credential belongs to; a person's plan is carried out by that person alone. Error: WrongIdentity, or
//! the probe's.
[[nodiscard]] QCoro::Task<Result<void>> checkIdentity(Lane lane, std::stop_token stop);
//! Waits as the answer asked before anything is sent again, but never longer than we let a provider make us wait.
void pauseFor(const Lane &lane, const Verdict &verdict);

} // namespace latchkey::flows
