#include "models/revocation/outcome.h"

#include <array>
#include <utility>

namespace latchkey {

namespace {

constexpr std::array<std::pair<Step, const char *>, 3> StepNames{{
    {Step::Planned, "planned"},
    {Step::Intent, "intent"},
    {Step::Sent, "sent"},
}};

constexpr std::array<std::pair<Outcome, const char *>, 8> OutcomeNames{{
    {Outcome::Confirmed, "confirmed"},
    {Outcome::AlreadyGone, "alreadyGone"},
    {Outcome::Unprovable, "unprovable"},
    {Outcome::Refused, "refused"},
    {Outcome::NotSent, "notSent"},
    {Outcome::Unknown, "unknown"},
    {Outcome::StillActive, "stillActive"},
    {Outcome::Excluded, "excluded"},
}};

template <typename Table, typename Value>
QString nameIn(const Table &table, Value value)
{
    for (const auto &[known, name] : table) {
        if (known == value)
            return QString::fromLatin1(name);
    }
    return {};
}

template <typename Table>
auto valueIn(const Table &table, QStringView name) -> std::optional<decltype(table[0].first)>
{
    for (const auto &[value, known] : table) {
        if (name == QLatin1String(known))
            return value;
    }
    return {};
}

using Next = Verdict::Next;
using Halt = Verdict::Halt;

//! What an answer without a documented success amounts to.
enum class Meaning {
    NotSent, //!< and trying again may help
    NotSentForGood, //!< trying again would end the same way
    NotSentAccount, //!< nothing of this account can be sent
    NotSentRun, //!< nothing at all may be sent
    Unclear, //!< it may have worked
    NotAuthorized, //!< 401: says nothing about the token
    Gone, //!< 404, 410: probably not there
    Conflict, //!< 409: perhaps it is being revoked already
    Refused,
    Later, //!< 429
};

Meaning meaningOfUnsent(Error::Kind kind)
{
    using Kind = Error::Kind;
    switch (kind) {
    case Kind::Unreachable:
    case Kind::TimedOut:
        return Meaning::NotSent;
    case Kind::WrongIdentity:
    case Kind::SecretMissing:
    case Kind::SecretElsewhere:
    case Kind::KeychainLocked:
    case Kind::KeychainMissing:
    case Kind::KeychainFailed:
    case Kind::ReadOnly:
        return Meaning::NotSentAccount;
    case Kind::Journal:
        return Meaning::NotSentRun;
    case Kind::Untrusted:
    case Kind::ProxyLogin:
    case Kind::Redirected:
    case Kind::Unauthorized:
    case Kind::LoginRefused:
    case Kind::CodeNeeded:
    case Kind::Forbidden:
    case Kind::NotFound:
    case Kind::RateLimited:
    case Kind::Rejected:
    case Kind::Unexpected:
    case Kind::Malformed:
    case Kind::TooLarge:
    case Kind::Cancelled:
    case Kind::InvalidInput:
    case Kind::Unsupported:
    case Kind::Storage:
    case Kind::Internal:
        break;
    }
    return Meaning::NotSentForGood;
}

Meaning meaningOfAnswered(const Error &error)
{
    using Kind = Error::Kind;
    switch (error.kind) {
    case Kind::Unauthorized:
        return Meaning::NotAuthorized;
    case Kind::LoginRefused:
    case Kind::CodeNeeded:
    case Kind::Forbidden:
        return Meaning::Refused;
    case Kind::NotFound:
        return Meaning::Gone;
    case Kind::RateLimited:
        return Meaning::Later;
    case Kind::Rejected:
        return error.httpStatus == 409 ? Meaning::Conflict : Meaning::Refused;
    case Kind::ProxyLogin: // the proxy's answer: it passed nothing on
        return Meaning::NotSentForGood;
    case Kind::Unreachable:
    case Kind::TimedOut:
    case Kind::Untrusted:
    case Kind::Redirected:
    case Kind::Unexpected:
    case Kind::Malformed:
    case Kind::TooLarge:
    case Kind::Cancelled:
    case Kind::InvalidInput:
    case Kind::Unsupported:
    case Kind::ReadOnly:
    case Kind::WrongIdentity:
    case Kind::SecretMissing:
    case Kind::SecretElsewhere:
    case Kind::KeychainLocked:
    case Kind::KeychainMissing:
    case Kind::KeychainFailed:
    case Kind::Journal:
    case Kind::Storage:
    case Kind::Internal:
        break;
    }
    return Meaning::Unclear;
}

Meaning meaningOf(const Error &error)
{
    switch (error.sent) {
    case Error::Sent::No:
        return meaningOfUnsent(error.kind);
    case Error::Sent::Answered:
        return meaningOfAnswered(error);
    case Error::Sent::Maybe:
        break;
    }
    return Meaning::Unclear;
}

Verdict settled(Outcome outcome, Halt halt = Halt::Nothing) { return {Next::Settled, outcome, halt, {}}; }

//! Another look, as long as there is one; then `outcome`.
Verdict lookOr(const Evidence &evidence, Outcome outcome)
{
    const bool can = evidence.canLook && (evidence.moreLooks || !evidence.look);
    return {can ? Next::Look : Next::Settled, can ? Outcome::Unknown : outcome, Halt::Nothing, {}};
}

//! A documented success: proof is a look's business.
Verdict judgeSuccess(const Evidence &evidence)
{
    if (!evidence.canLook)
        return settled(Outcome::Unprovable);
    if (evidence.look == Presence::Absent) // of a call that found nothing to end, there was nothing before it either
        return settled(evidence.answer->count == 0 ? Outcome::AlreadyGone : Outcome::Confirmed);
    return lookOr(evidence, evidence.look == Presence::Present ? Outcome::StillActive : Outcome::Unknown);
}

//! Nothing is sent again before a look has found the token alive.
Verdict judgeUnclear(const Evidence &evidence, const Error &error)
{
    if (!evidence.canLook)
        return settled(Outcome::Unknown);
    if (evidence.look == Presence::Absent)
        return settled(Outcome::AlreadyGone);
    if (evidence.look != Presence::Present)
        return lookOr(evidence, Outcome::Unknown);
    if (evidence.tokensInCall > 1)
        return {Next::Split, Outcome::StillActive, Halt::Nothing, error.retryAfter};
    if (evidence.attempt < MostAttempts)
        return {Next::Retry, Outcome::StillActive, Halt::Nothing, error.retryAfter};
    return lookOr(evidence, Outcome::StillActive);
}

//! An answer that says no; with `mayBeGone` a look may show that it is gone all the same.
Verdict judgeRefusal(const Evidence &evidence, bool mayBeGone)
{
    const bool isChunk = evidence.tokensInCall > 1;
    if (!isChunk && !mayBeGone)
        return settled(Outcome::Refused);
    const Verdict split{Next::Split, Outcome::Refused, Halt::Nothing, {}};
    if (!evidence.canLook)
        return isChunk ? split : settled(Outcome::Refused);
    if (evidence.look == Presence::Absent)
        return settled(Outcome::AlreadyGone);
    if (evidence.look == Presence::Present)
        return isChunk ? split : lookOr(evidence, Outcome::Refused);
    return lookOr(evidence, Outcome::Unknown);
}

Verdict judgeNotAuthorized(const Evidence &evidence)
{
    if (evidence.extent == RevokeCall::Extent::Own)
        return judgeRefusal(evidence, true); // its look is the probe
    switch (evidence.probe) {
    case Evidence::Probe::NotAsked:
        return {Next::Probe, Outcome::Refused, Halt::Nothing, {}};
    case Evidence::Probe::Fails:
        return settled(Outcome::Refused, Halt::Account);
    case Evidence::Probe::Works:
        break;
    }
    return judgeRefusal(evidence, false);
}

} // namespace

QString stepName(Step step) { return nameIn(StepNames, step); }
QString outcomeName(Outcome outcome) { return nameIn(OutcomeNames, outcome); }
std::optional<Step> stepFromName(QStringView name) { return valueIn(StepNames, name); }
std::optional<Outcome> outcomeFromName(QStringView name) { return valueIn(OutcomeNames, name); }

Verdict judge(const Evidence &evidence)
{
    if (evidence.answer)
        return judgeSuccess(evidence);
    const Error &error = evidence.answer.error();
    const bool canRetry = evidence.attempt < MostAttempts;
    switch (meaningOf(error)) {
    case Meaning::NotSent:
        return {canRetry ? Next::Retry : Next::Settled, Outcome::NotSent, Halt::Nothing, error.retryAfter};
    case Meaning::NotSentForGood:
        return settled(Outcome::NotSent);
    case Meaning::NotSentAccount:
        return settled(Outcome::NotSent, Halt::Account);
    case Meaning::NotSentRun:
        return settled(Outcome::NotSent, Halt::Run);
    case Meaning::Unclear:
        return judgeUnclear(evidence, error);
    case Meaning::NotAuthorized:
        return judgeNotAuthorized(evidence);
    case Meaning::Gone:
    case Meaning::Conflict:
        return judgeRefusal(evidence, true);
    case Meaning::Refused:
        return judgeRefusal(evidence, false);
    case Meaning::Later:
        return {canRetry ? Next::Retry : Next::Settled, Outcome::Refused, Halt::Nothing, error.retryAfter};
    }
    return settled(Outcome::Unknown);
}

Error lostAnswer()
{
    Error error;
    error.kind = Error::Kind::Cancelled;
    error.sent = Error::Sent::Maybe;
    return error;
}

Presence presenceOfOwn(const Result<Identity> &probe, const Identity &planned)
{
    if (probe)
        return probe->isSameAs(planned) && probe->ownToken == planned.ownToken ? Presence::Present : Presence::Unclear;
    const Error &error = probe.error();
    const bool isDead = error.kind == Error::Kind::Unauthorized && error.sent == Error::Sent::Answered;
    return isDead ? Presence::Absent : Presence::Unclear;
}

QString detailOf(const Result<RevokeAnswer> &answer)
{
    if (answer)
        return answer->count ? QStringLiteral("%1 revoked").arg(*answer->count) : QString();
    const Error &error = answer.error();
    QString detail = errorKindName(error.kind);
    if (error.httpStatus > 0)
        detail.prepend(QString::number(error.httpStatus) + QLatin1Char(' '));
    if (!error.message.isEmpty())
        detail += QStringLiteral(": ") + cleanedText(error.message);
    return detail;
}

} // namespace latchkey
