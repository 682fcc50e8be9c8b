#pragma once

#include "network/domain/error.h"
#include "network/domain/identity.h"
#include "network/domain/revocation.h"

#include <QString>

#include <chrono>
#include <optional>

namespace latchkey {

//! How far an item of a run has come.
enum class Step { Planned, Intent, Sent };

//! How it ended (design §1).
enum class Outcome {
    Confirmed, //!< documented success, and a later look does not find it
    AlreadyGone, //!< no documented success, and a look does not find it
    Unprovable, //!< documented success; the provider offers no look
    Refused, //!< with a reason
    NotSent, //!< certainly not sent
    Unknown, //!< may have been sent; not yet settled
    StillActive, //!< every look still finds it
    Excluded, //!< left out of the plan
};

//! Lower camel case, stable: files and the command line's JSON ("alreadyGone").
[[nodiscard]] QString stepName(Step step);
[[nodiscard]] QString outcomeName(Outcome outcome);
[[nodiscard]] std::optional<Step> stepFromName(QStringView name);
[[nodiscard]] std::optional<Outcome> outcomeFromName(QStringView name);

//! Nothing is left to do for the item: it leaves the selection, and the exit code may be 0.
[[nodiscard]] constexpr bool isDone(Outcome outcome)
{
    return outcome == Outcome::Confirmed || outcome == Outcome::AlreadyGone || outcome == Outcome::Unprovable;
}

//! What is known about one item after a call that revokes it was made.
struct Evidence
{
    //! What the call itself brought. After a crash, an intent without an answer is lostAnswer().
    Result<RevokeAnswer> answer = RevokeAnswer{};
    RevokeCall::Extent extent = RevokeCall::Extent::One;
    qsizetype tokensInCall = 1;
    int attempt = 1; //!< calls made for this item so far, this one included
    bool canLook = true; //!< the provider offers a look for this item; for an own token that is the identity probe
    std::optional<Presence> look = {}; //!< the latest since the call; absent: not looked yet
    bool moreLooks = true; //!< the schedule has another look
    //! What the identity probe said after a 401. Fails: also another tenant or person than planned.
    enum class Probe { NotAsked, Works, Fails };
    Probe probe = Probe::NotAsked;
};

//! What follows.
struct Verdict
{
    enum class Next {
        Settled, //!< `outcome` stands
        Look, //!< wait for the schedule's next look, look, judge again
        Retry, //!< wait for retryAfter or the rate limiter, journal a new intent, send again
        Probe, //!< ask the identity probe, judge again
        Split, //!< send the halves of the listed call (halvesOf), each with its own intent
    };
    enum class Halt { Nothing, Account, Run };

    Next next = Next::Settled;
    Outcome outcome = Outcome::Unknown; //!< what the item is called if nothing more is done
    Halt halt = Halt::Nothing; //!< whose remaining items must not be sent
    std::optional<std::chrono::seconds> retryAfter = {};

    friend bool operator==(const Verdict &, const Verdict &) = default;
};

//! The one place that decides outcomes. Pure. Confirmed and AlreadyGone only ever follow from Presence::Absent, and
//! Confirmed from a documented success besides.
[[nodiscard]] Verdict judge(const Evidence &evidence);

//! A call is sent at most this often for one item.
constexpr int MostAttempts = 3;

//! What an intent without an answer is taken for.
[[nodiscard]] Error lostAnswer();

//! The look at an own token, through the identity probe: absent only if the probe says 401.
[[nodiscard]] Presence presenceOfOwn(const Result<Identity> &probe, const Identity &planned);

//! What the answer was, for the journal and the receipt, without translation: "404 notFound: Record not found". Of a
//! success how many tokens went, where the provider says: "3 revoked"; else empty.
[[nodiscard]] QString detailOf(const Result<RevokeAnswer> &answer);

} // namespace latchkey
