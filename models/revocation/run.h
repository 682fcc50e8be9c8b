#pragma once

#include "models/revocation/outcome.h"
#include "models/revocation/plan.h"

#include <QHash>
#include <QList>
#include <QString>

#include <array>
#include <optional>
#include <variant>

namespace latchkey {

// What happens in a run, in the order in which it is written to the journal. `items` are token ids, or WideCall::key().

//! A person confirmed a plan.
struct RunStarted
{
    RunId run = {};
    Plan plan = {}; //!< its reason included
    QString user = {}; //!< who was logged in to this machine
    QString appVersion = {};

    friend bool operator==(const RunStarted &, const RunStarted &) = default;
};

//! An open run was taken up again.
struct RunResumed
{
    enum class How { Verify, Continue };
    RunId run = {};
    How how = How::Verify;
    QString user = {};
    QString appVersion = {};

    friend bool operator==(const RunResumed &, const RunResumed &) = default;
};

//! One call is about to be sent. Must be on disk before its first byte leaves.
struct Intent
{
    RunId run = {};
    AccountId account = {};
    RevokeCall::Extent extent = RevokeCall::Extent::One;
    QList<TokenId> items = {};
    int attempt = 1; //!< the halves of a call for many that failed belong to its attempt

    friend bool operator==(const Intent &, const Intent &) = default;
};

//! What the call brought: a documented success, or detailOf() the error.
struct Answered
{
    RunId run = {};
    AccountId account = {};
    QList<TokenId> items = {};
    bool success = false;
    bool sent = true; //!< false: certainly not sent, the item is back where it was
    int httpStatus = 0; //!< 0: no answer came
    QString detail = {};
    QString requestId = {}; //!< the provider's; may be empty

    friend bool operator==(const Answered &, const Answered &) = default;
};
[[nodiscard]] Answered answeredOf(const RunId &run, const AccountId &account, const QList<TokenId> &items,
                                  const Result<RevokeAnswer> &answer);

//! What a look found.
struct Looked
{
    RunId run = {};
    AccountId account = {};
    QList<TokenId> items = {};
    Presence presence = Presence::Unclear; //!< of all of items

    friend bool operator==(const Looked &, const Looked &) = default;
};

//! An outcome was decided. A later one of the same item replaces it (verify, resume).
struct Settled
{
    RunId run = {};
    AccountId account = {};
    QList<TokenId> items = {};
    Outcome outcome = Outcome::Unknown;
    QString detail = {}; //!< as detailOf(); may be empty

    friend bool operator==(const Settled &, const Settled &) = default;
};

//! How many items have which outcome.
struct OutcomeCounts
{
    std::array<qsizetype, 8> byOutcome = {};
    qsizetype open = 0; //!< without an outcome

    [[nodiscard]] qsizetype of(Outcome outcome) const { return byOutcome[static_cast<size_t>(outcome)]; }
    qsizetype &of(Outcome outcome) { return byOutcome[static_cast<size_t>(outcome)]; }
    //! Everything but what was left out.
    [[nodiscard]] qsizetype planned() const;
    //! Every planned item is confirmed, already gone or unprovable.
    [[nodiscard]] bool isComplete() const;
    friend bool operator==(const OutcomeCounts &, const OutcomeCounts &) = default;
};

//! Nothing more will be done.
struct RunEnded
{
    enum class How {
        Finished, //!< every item has its outcome
        Stopped, //!< by a person; items without an outcome were not sent
        Failed, //!< identity, journal or account trouble
        Closed, //!< an open run, closed by a person without looking
    };
    RunId run = {};
    How how = How::Finished;
    OutcomeCounts counts = {};

    friend bool operator==(const RunEnded &, const RunEnded &) = default;
};

//! A token is about to be created: no journal, no request. `run` is an id of its own.
struct CreateIntent
{
    RunId run = {};
    AccountId account = {};
    QString accountName = {};
    TokenKind kind = TokenKind::NotReported;
    QString name = {};
    QString user = {};
    QString client = {}; //!< id of the one that it is for; empty: none is named

    friend bool operator==(const CreateIntent &, const CreateIntent &) = default;
};

//! What became of it. Never holds the value.
struct CreateAnswered
{
    RunId run = {};
    AccountId account = {};
    bool success = false;
    bool sent = true; //!< false: certainly not sent
    TokenId id = {}; //!< of the created token; empty where unknown
    int httpStatus = 0;
    QString detail = {};

    friend bool operator==(const CreateAnswered &, const CreateAnswered &) = default;
};

//! Something at the provider is about to be changed: no journal, no request. `run` is an id of its own.
struct ChangeIntent
{
    enum class What { Token, IdleTimeout };
    RunId run = {};
    AccountId account = {};
    QString accountName = {};
    What what = What::Token;
    TokenId id = {}; //!< of the token; empty: not a token, or one named by a value that is not listed
    QStringList fields = {}; //!< which are changed; never their values
    QString user = {};

    friend bool operator==(const ChangeIntent &, const ChangeIntent &) = default;
};

//! What became of it. Never holds a value.
struct ChangeAnswered
{
    RunId run = {};
    AccountId account = {};
    bool success = false;
    bool sent = true; //!< false: certainly not sent
    int httpStatus = 0;
    QString detail = {};
    TokenId id = {}; //!< that the token has now: with a new value it is another; empty: not a token, or not known

    friend bool operator==(const ChangeAnswered &, const ChangeAnswered &) = default;
};

using JournalEntry = std::variant<RunStarted, RunResumed, Intent, Answered, Looked, Settled, RunEnded, CreateIntent,
                                  CreateAnswered, ChangeIntent, ChangeAnswered>;

//! Stable name of an entry's type: "intent".
[[nodiscard]] QString entryKind(const JournalEntry &entry);
[[nodiscard]] RunId runOf(const JournalEntry &entry);
[[nodiscard]] QByteArray entryToJson(const JournalEntry &entry);
//! Error: Journal.
[[nodiscard]] Result<JournalEntry> entryFromJson(QStringView kind, const RunId &run, const QByteArray &json);

//! One item of a run and how far it has come.
struct RunItem
{
    AccountId account = {};
    QString accountName = {};
    TokenId id = {}; //!< or WideCall::key()
    QString name = {}; //!< of the token, or WideCall::text()
    QString call = {}; //!< WideCall::sentence(); empty: a token
    QString owner = {}; //!< whose token, or whom the wide call is about; empty: not reported
    TokenKind kind = TokenKind::NotReported;
    bool isWide = false;
    Step step = Step::Planned;
    std::optional<Outcome> outcome = {};
    std::optional<Presence> look = {}; //!< the latest
    bool success = false; //!< the latest call brought a documented success
    int attempts = 0; //!< how often it was sent; a call for many and the halves of it count once
    int httpStatus = 0;
    QString detail = {};
    QString requestId = {};
    qint64 changedMs = 0; //!< UTC; 0: never

    //! What it is called: what the wide call does, else the token's name, else its id.
    [[nodiscard]] QString text() const { return !call.isEmpty() ? call : name.isEmpty() ? id.value : name; }
    //! The outcome; without one: notSent if only planned, else unknown.
    [[nodiscard]] Outcome standing() const;
    friend bool operator==(const RunItem &, const RunItem &) = default;
};

//! A run as its entries tell it: read back from the journal, and kept by the flow that writes it.
class Run
{
public:
    Run() = default;
    Run(const RunStarted &started, qint64 atMs);

    RunId id = {};
    Plan plan = {};
    QString user = {};
    QString appVersion = {};
    qint64 startedMs = 0;
    std::optional<qint64> endedMs = {};
    RunEnded::How how = RunEnded::How::Finished; //!< only once ended

    //! Tokens and wide calls in the order of the plan, then what was left out, as Excluded.
    [[nodiscard]] const QList<RunItem> &items() const { return m_items; }
    //! -1: not planned.
    [[nodiscard]] qsizetype indexOf(const AccountId &account, const TokenId &item) const;
    [[nodiscard]] bool isOpen() const { return !endedMs; }
    [[nodiscard]] OutcomeCounts counts() const;

    //! Takes one entry of this run in; those of others are ignored. Returns the changed rows of items().
    QList<qsizetype> apply(const JournalEntry &entry, qint64 atMs);

private:
    QList<RunItem> m_items;
    QHash<AccountId, QHash<TokenId, qsizetype>> m_index;
};

} // namespace latchkey
