#pragma once

#include "network/domain/account.h"
#include "network/domain/description.h"
#include "network/domain/error.h"
#include "network/domain/revocation.h"
#include "network/domain/token.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace latchkey {

//! One token of a plan, as it was known when the plan was made.
struct PlanItem
{
    TokenId id = {};
    TokenKind kind = TokenKind::NotReported;
    QString name = {}; //!< cleaned for showing; empty: not reported
    QString owner = {}; //!< cleaned name, else id; empty: not reported
    PersonId person = {}; //!< as listed, for looks that can ask for one person's or client's tokens; may be empty
    ClientId client = {};
    //! How the provider is told which token: One (its id), Value (typed, and not in the plan) or Refresh.
    RevokeCall::Extent by = RevokeCall::Extent::One;
    Moment created = {};
    Moment lastUsed = {};
    //! Some account of this app signs in with it. Only in an own plan: RevokeCall::Extent::Own where isAccountsOwn.
    bool isOwn = false;
    //! It is the token of the very account that it is planned in.
    bool isAccountsOwn = false;

    [[nodiscard]] RevokeCall::Target target() const { return {id, kind, person, client}; }
    friend bool operator==(const PlanItem &, const PlanItem &) = default;
};

//! One wide call of a plan: the provider decides how many tokens go.
struct WideCall
{
    RevokeCall::Extent extent = RevokeCall::Extent::Person; //!< Person, Client or PersonAtClient
    Named person = {}; //!< cleaned name; empty where the extent has none
    Named client = {};
    bool endsOwnAccess = false; //!< this account's own session is among what it ends
    //! What the provider called it when the plan was made, %1 is text(): "End all sessions of %1". Empty: nothing.
    QString action = {};

    //! Stands for the call where a token's id stands for a token: in the journal, the run and the receipt.
    [[nodiscard]] TokenId key() const;
    //! "ann@example.com", "build-bot", "ann@example.com at build-bot".
    [[nodiscard]] QString text() const;
    //! What it does: "End all sessions of ann@example.com".
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] RevokeCall call() const;
    friend bool operator==(const WideCall &, const WideCall &) = default;
};

//! What is to be revoked in one account.
struct PlanAccount
{
    AccountId id = {};
    QString name = {};
    ProviderId provider = {};
    Environment environment = Environment::Production;
    Identity identity = {}; //!< as verified when the plan was made; a run compares before it sends
    QList<PlanItem> items = {}; //!< each id once
    QList<WideCall> wide = {};
    bool ownUnknown = false; //!< the provider could name the token that signs us in, and did not: it may be in the plan
    bool reportsUse = false; //!< the provider reports last use at all

    [[nodiscard]] bool isEmpty() const { return items.isEmpty() && wide.isEmpty(); }
    friend bool operator==(const PlanAccount &, const PlanAccount &) = default;
};

enum class ExclusionReason {
    OwnToken, //!< an account of this app signs in with it, or the wide call would end that
    NotOwn, //!< the plan is one of own tokens
    ReadOnlyAccount,
    NotActionable, //!< its id breaks the provider's grammar
    NotListed, //!< asked for by id, and not in the inventory
    Duplicate, //!< is in the plan already
    Waiting, //!< is in a plan that was confirmed before, and is not over
    OtherAccount, //!< belongs to an account that is not part of the plan
    Unsupported, //!< the provider cannot revoke this
};
//! Lower camel case, stable: "ownToken".
[[nodiscard]] QString exclusionReasonName(ExclusionReason reason);
[[nodiscard]] std::optional<ExclusionReason> exclusionReasonFromName(QStringView name);

//! What was asked for and is left out.
struct Exclusion
{
    AccountId account = {};
    TokenId id = {};
    QString name = {}; //!< cleaned
    ExclusionReason reason = ExclusionReason::OwnToken;

    friend bool operator==(const Exclusion &, const Exclusion &) = default;
};

//! The frozen list of what is to be revoked. A value: nothing that happens to the inventory changes it.
struct Plan
{
    QString id = {}; //!< a UUID without braces; not part of the hash
    qint64 createdAtMs = 0; //!< UTC; not part of the hash
    QString reason = {}; //!< not part of the hash
    bool isOwn = false; //!< the separate action on own tokens; runs last
    QList<PlanAccount> accounts = {}; //!< in the order of the request; none is empty
    QList<Exclusion> exclusions = {}; //!< not part of the hash
    //! Names of the accounts that lose access; only where isOwn.
    QStringList losingAccess = {};

    [[nodiscard]] bool isEmpty() const { return accounts.isEmpty(); }
    [[nodiscard]] qsizetype tokenCount() const;
    [[nodiscard]] qsizetype wideCount() const;
    //! Hex SHA-256 over what will be revoked and as whom: accounts, identities, ids, kinds, names, created dates, wide
    //! calls, in order. Equal for a dry run and the run.
    [[nodiscard]] QByteArray sha256() const;
    friend bool operator==(const Plan &, const Plan &) = default;
};

//! Whether the provider can carry the wide call out; disabling a client counts.
[[nodiscard]] bool canRevoke(const ProviderDescription &provider, RevokeCall::Extent extent);

//! A token that was named by a value. Nothing else of it need be known but what it is listed as.
struct TypedToken
{
    Token token = {}; //!< Token::account says whose
    RevokeCall::Extent by = RevokeCall::Extent::Value; //!< or Refresh

    friend bool operator==(const TypedToken &, const TypedToken &) = default;
};

//! What other plans, confirmed and not over, revoke already: ids of tokens and keys of wide calls.
using WaitingTokens = QHash<AccountId, QSet<TokenId>>;
//! Adds what `plan` revokes.
void addWaiting(WaitingTokens &waiting, const Plan &plan);

//! What a plan is made from.
struct PlanRequest
{
    //! Every account of this app: all are needed to know own tokens. The identity of those that are planned must have
    //! been verified just now. Policy::readOnly leaves the account's tokens out.
    QList<Account> accounts = {};
    QHash<ProviderId, ProviderDescription> providers = {};
    QList<Token> tokens = {}; //!< Token::account says whose
    QList<TypedToken> typed = {};
    QHash<AccountId, QList<WideCall>> wide = {};
    QList<Exclusion> leftOut = {}; //!< what the caller left out already (NotListed …)
    WaitingTokens waiting = {};
    QString reason = {};
    qint64 nowMs = 0;
    //! The separate action: takes own tokens, and wide calls that end own access, and nothing else.
    bool isOwn = false;
};

//! Freezes a plan. Own tokens are matched over all accounts, by provider, by origin or tenant, and by id, and are left
//! out unless the plan is for them. May be empty.
[[nodiscard]] Plan buildPlan(const PlanRequest &request);

//! A plan that was made earlier, without what has become an own token since (another account was added, a key changed
//! hands), and without what other plans revoke already. The same plan where nothing has, and none does.
[[nodiscard]] Plan protectedAgain(Plan plan, const QList<Account> &accounts, const WaitingTokens &waiting = {});

//! What a person has to do before a plan may run (design: "Confirm"). Judged by the data as of Plan::createdAtMs.
struct Confirmation
{
    enum class Class {
        Routine, //!< one button
        Serious, //!< type the number of tokens
        WideOrOwn, //!< type the name of the person, client or account; of many tokens the number too
    };
    Class kind = Class::Routine;
    QString count = {}; //!< to type; empty: not asked for
    QString name = {}; //!< to type; empty: not asked for
    bool asksReason = false; //!< a production account is in the plan

    //! Whether `typed` is what is asked for, ignoring spaces around it, how digits are grouped and accents are
    //! composed. Anything is, where nothing is asked for.
    [[nodiscard]] bool acceptsCount(const QString &typed) const;
    [[nodiscard]] bool acceptsName(const QString &typed) const;
    friend bool operator==(const Confirmation &, const Confirmation &) = default;
};
[[nodiscard]] Confirmation confirmationOf(const Plan &plan);

//! Tokens whose last use lies within `span` before `asOfMs` (or after it: clocks differ).
[[nodiscard]] bool isUsedWithin(const PlanItem &item, std::chrono::milliseconds span, qint64 asOfMs);
//! Last use is unknown. "Never used" is known.
[[nodiscard]] inline bool isUseUnknown(const PlanItem &item) { return !item.lastUsed.isReported(); }

//! The calls that carry a plan out in one account, in order: tokens one by one, or, where the provider has a listed
//! call and there are more than its threshold, in chunks of one kind; then wide calls; own tokens last.
[[nodiscard]] QList<RevokeCall> callsFor(const PlanAccount &account, const ProviderDescription &provider);
//! The two halves of a listed call whose answer was a refusal; a half of one token is Extent::One.
[[nodiscard]] QList<RevokeCall> halvesOf(const RevokeCall &call);
//! The journal's words for what a call revokes: the ids of its tokens, or the key of its wide call.
[[nodiscard]] QList<TokenId> itemsOf(const RevokeCall &call);

//! What may still be written, as the rate limiter knows it.
struct WriteBudget
{
    std::optional<int> left = {}; //!< absent: no limit is known
    int perHour = 0; //!< 0: no limit is known
    int reserve = 0; //!< of what is left in each window, kept for others
    std::optional<qint64> fullAgainMs = {}; //!< UTC ms
};

//! How much one account's part of a plan will take.
struct Estimate
{
    int single = 0; //!< calls for one token each
    int listed = 0; //!< calls that name many
    int wide = 0;
    std::chrono::milliseconds time{0}; //!< waiting for the budget included, looks not
    bool waitsForBudget = false;

    [[nodiscard]] int calls() const { return single + listed + wide; }
    friend bool operator==(const Estimate &, const Estimate &) = default;
};
[[nodiscard]] Estimate estimateFor(const PlanAccount &account, const ProviderDescription &provider,
                                   const WriteBudget &budget, int deletesInFlight, qint64 nowMs);

//! The text of a plan file: versioned JSON that holds its own SHA-256.
[[nodiscard]] QByteArray planToFile(const Plan &plan);
//! Error: InvalidInput with a sentence and a next step (not a plan, changed after it was saved, newer, too large).
[[nodiscard]] Result<Plan> planFromFile(QByteArrayView text);

//! The JSON inside plan files and the journal.
[[nodiscard]] QJsonObject planToJson(const Plan &plan);
//! Error: InvalidInput.
[[nodiscard]] Result<Plan> planFromJson(const QJsonObject &json);

} // namespace latchkey
