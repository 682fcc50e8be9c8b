#pragma once

#include "app/flows/runcontrol.h"
#include "app/session.h"
#include "models/revocation/journalwriter.h"
#include "models/revocation/run.h"

#include <QCoroTask>
#include <QHash>

#include <functional>
#include <memory>
#include <stop_token>

namespace latchkey::flows {

//! What a run works with.
struct RunTools
{
    //! All three outlive the run.
    JournalWriter &journal;
    const Clock &clock;
    const Timing &timing;
    //! The planned accounts that could be signed in to. The rest is not sent, for the reason in `unavailable`; of a run
    //! that is taken up again it stays open.
    QHash<AccountId, std::shared_ptr<Session>> sessions = {};
    QHash<AccountId, Error> unavailable = {};
    //! What a person typed for the items that are named by a value, by their ids. Lives as long as the run.
    QHash<TokenId, Secret> values = {};
    //! Called after every change, with the changed rows of Run::items(). May be null.
    std::function<void(const Run &run, const QList<qsizetype> &rows)> changed = {};
    //! Asked before everything that is sent. May be null: nothing is ever paused.
    const RunControl *control = nullptr;
};

//! What the account may still write, for estimates and for telling how its part of a run gets on:
//! RateLimiter::changed() says when it is another. Until when it is held back: RateLimiter::pausedUntilMs().
[[nodiscard]] WriteBudget budgetOf(const Session &session);

//! How a run was left.
struct RunEnd
{
    Run run = {};
    //! What cut it short: the journal, a changed identity. Absent: nothing did.
    std::optional<Error> trouble = {};
    bool interrupted = false; //!< by `stop`; the run is still open
    //! The accounts that are not done because they could not be signed in to, looked at or worked on to the end, and
    //! why. The rest went on without them.
    QHash<AccountId, Error> accountTroubles = {};
};

//! Carries a plan out: journals it, verifies each account's identity, sends, looks, settles every item. Accounts run
//! beside each other, and the trouble of one leaves the others alone. `stop` sends nothing new at once, paused or not;
//! what is on its way is waited for and looked at once, and the run stays open.
//! Error: the run could not be started, and nothing was sent.
[[nodiscard]] QCoro::Task<Result<RunEnd>> startRun(Plan plan, RunTools tools, std::stop_token stop);

//! Takes an open run up again. Verify looks at what may have been sent, and sends nothing; Continue then sends what is
//! left. A run that is not open is verified only.
[[nodiscard]] QCoro::Task<Result<RunEnd>> resumeRun(Run run, RunResumed::How how, RunTools tools, std::stop_token stop);

//! Who is logged in to this machine, for the journal.
[[nodiscard]] QString loggedInUser();

} // namespace latchkey::flows
