#include "app/commandline/commands.h"

#include "app/commandline/listing.h"
#include "app/commandline/runoutput.h"
#include "app/commandline/runtools.h"
#include "app/flows/revoke.h"
#include "models/export/privatefile.h"
#include "network/providers/registry.h"

#include <QCoroFuture>
#include <QFile>

namespace latchkey::commands {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(RevokeCommand)
};

//! More ids than this are looked up in one listing.
constexpr qsizetype ShowAtMost = 10;
constexpr qint64 PlanFileLimit = 64 * 1024 * 1024;

//! What a plan is about to be made from.
struct Wanted
{
    QList<Token> tokens = {};
    QList<Exclusion> leftOut = {};
};

tl::unexpected<Error> bad(const QString &sentence) { return failure(Error::Kind::InvalidInput, sentence); }

//! The tokens with these ids, each asked for by itself.
QCoro::Task<Result<Wanted>> showEach(Invocation &invocation, std::shared_ptr<Session> session, QStringList ids)
{
    Wanted wanted;
    for (const QString &id : std::as_const(ids)) {
        const RevokeCall::Target target{TokenId{id}};
        const Exclusion unknown{session->account().id, target.id, {}, ExclusionReason::NotListed};
        if (!session->provider().isActionable(target.id)) {
            Exclusion hostile = unknown;
            hostile.reason = ExclusionReason::NotActionable;
            wanted.leftOut += hostile;
            continue;
        }
        const Result<TokenDetail> shown = co_await session->provider().showToken(target, invocation.stop);
        if (shown)
            wanted.tokens += shown->token;
        else if (shown.error().kind == Error::Kind::NotFound)
            wanted.leftOut += unknown;
        else
            co_return failure(shown.error());
    }
    co_return wanted;
}

QCoro::Task<Result<Wanted>> chooseTokens(Invocation &invocation, std::shared_ptr<Session> session)
{
    const QStringList ids = invocation.values("id");
    if (invocation.isSet("self")) {
        const Result<TokenDetail> own = co_await session->provider().ownToken(invocation.stop);
        if (!own)
            co_return failure(own.error());
        Wanted wanted;
        wanted.tokens += own->token;
        co_return wanted;
    }
    if (!ids.isEmpty() && ids.size() <= ShowAtMost && session->description().can(Capability::ShowToken)) {
        Result<Wanted> shown = co_await showEach(invocation, session, ids);
        co_return shown;
    }
    const Result<TokenFilter> filter = parsedFilter(invocation.value("filter"));
    if (!filter)
        co_return failure(filter.error());
    SignedIn signedIn{session->account(), session};
    const QList<SignedIn> alone = {signedIn};
    const std::shared_ptr<Listing> listing = co_await Listing::load(invocation, alone);
    // What is not there cannot be chosen: a filter on half a list would look like a whole revocation.
    if (const std::optional<Error> why = listing->whyNotWhole())
        co_return failure(*why);
    Wanted wanted;
    if (ids.isEmpty())
        listing->forEach(*filter, [&wanted](const Token &token, const Account &) { wanted.tokens += token; });
    for (const QString &id : ids) {
        const std::optional<Token> token = listing->find(session->account().id, TokenId{id});
        if (token)
            wanted.tokens += *token;
        else
            wanted.leftOut += Exclusion{session->account().id, TokenId{id}, {}, ExclusionReason::NotListed};
    }
    co_return wanted;
}

//! Every account of this app, with the one at hand as it was just verified: own tokens of all of them are left out.
QList<Account> allAccounts(App &app, const Account &verified)
{
    QList<Account> all = app.accounts().accounts();
    all.removeIf([&verified](const Account &account) { return account.id == verified.id; });
    all.prepend(verified);
    return all;
}

QCoro::Task<Result<Plan>> makePlan(Invocation &invocation, const SignedIn signedIn)
{
    const std::shared_ptr<Session> session = *signedIn.session;
    const Result<Identity> identity = co_await session->provider().probe(invocation.stop);
    if (!identity)
        co_return failure(identity.error());
    Account verified = signedIn.account;
    if (verified.identity.isKnown() && !identity->isSameAs(verified.identity))
        co_return failure(Error::Kind::WrongIdentity);
    verified.identity = *identity;

    const Result<Wanted> wanted = co_await chooseTokens(invocation, session);
    if (!wanted)
        co_return failure(wanted.error());
    PlanRequest request;
    request.accounts = allAccounts(invocation.app, verified);
    const auto entries = registry::all();
    for (const registry::Entry &entry : entries)
        request.providers[entry.description().id] = entry.description();
    request.tokens = wanted->tokens;
    for (Token &token : request.tokens)
        token.account = verified.id;
    request.leftOut = wanted->leftOut;
    request.reason = invocation.value("reason");
    request.nowMs = invocation.app.clock().nowMs();
    request.isOwn = invocation.isSet("self");
    co_return buildPlan(request);
}

Result<Plan> loadPlan(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return bad(
            Texts::tr("The plan %1 cannot be read (%2).").arg(cleanedText(path), cleanedText(file.errorString())));
    return planFromFile(file.read(PlanFileLimit + 1));
}

//! A saved plan meets the accounts of today: all must be there; what one of them signs in with by now is left out.
Result<Plan> metByAccounts(App &app, const Plan &plan)
{
    for (const PlanAccount &planned : plan.accounts) {
        if (!app.accounts().find(planned.id))
            return bad(
                Texts::tr("The plan is for the account %1, which is not one of yours. Use a plan that was made here.")
                    .arg(cleanedText(planned.name)));
    }
    return protectedAgain(plan, app.accounts().accounts());
}

//! What must be typed: the count, and for wide or own plans the name.
bool isConfirmed(Invocation &invocation, const Plan &plan)
{
    const Confirmation confirmation = confirmationOf(plan);
    // Without a window there is no undo: even a routine plan asks for its count.
    const QString needed = confirmation.toType.isEmpty() ? QString::number(plan.tokenCount()) : confirmation.toType;
    const QStringList typed = invocation.values("confirm");
    if (!typed.isEmpty()) {
        const bool accepted =
            typed.contains(needed) || std::any_of(typed.cbegin(), typed.cend(), [&](const QString &text) {
                return confirmation.accepts(text) && !confirmation.toType.isEmpty();
            });
        if (!accepted)
            invocation.usage(Texts::tr("Nothing was sent. The plan is confirmed with --confirm %1.").arg(needed));
        return accepted;
    }
    if (!invocation.console.canAsk()) {
        invocation.usage(
            Texts::tr("Nothing was sent. Look at the plan with --dry-run, then confirm it with --confirm %1.")
                .arg(needed));
        return false;
    }
    const QString answer = invocation.console.ask(
        Texts::tr("%n token(s) will be revoked. This cannot be undone. Type %1 to go on:", nullptr,
                  int(plan.tokenCount()))
            .arg(needed));
    if (answer == needed || (!confirmation.toType.isEmpty() && confirmation.accepts(answer)))
        return true;
    invocation.usage(Texts::tr("Nothing was sent."));
    return false;
}

} // namespace

QCoro::Task<ExitCode> revoke(Invocation &invocation, QStringList arguments)
{
    invocation.addCommonOptions();
    invocation.addAccountOptions(false);
    QCommandLineParser &parser = invocation.parser;
    parser.addOption({QStringLiteral("id"), Texts::tr("A token's id; may be given many times."), QStringLiteral("ID")});
    parser.addOption(
        {QStringLiteral("filter"), Texts::tr("Every token of the account that matches."), QStringLiteral("FILTER")});
    parser.addOption({QStringLiteral("self"), Texts::tr("The token that this account signs in with.")});
    parser.addOption({QStringLiteral("plan"), Texts::tr("What a saved plan lists."), QStringLiteral("FILE")});
    parser.addOption({QStringLiteral("dry-run"), Texts::tr("Make and show the plan; send nothing.")});
    parser.addOption(
        {QStringLiteral("save-plan"), Texts::tr("Save the plan, and send nothing."), QStringLiteral("FILE")});
    parser.addOption(
        {QStringLiteral("reason"), Texts::tr("A reason or ticket, kept in the receipt."), QStringLiteral("TEXT")});
    parser.addOption({QStringLiteral("confirm"), Texts::tr("The number of tokens, or the account's name for --self."),
                      QStringLiteral("N|NAME")});
    ExitCode code = ExitCode::Done;
    if (!invocation.parse(arguments, code))
        co_return code;
    const int ways = int(invocation.isSet("id")) + int(invocation.isSet("filter")) + int(invocation.isSet("self"))
        + int(invocation.isSet("plan"));
    if (ways != 1)
        co_return invocation.usage(
            Texts::tr("Say what to revoke with exactly one of --id, --filter, --self and --plan."));

    Result<Plan> plan = Plan();
    QHash<AccountId, std::shared_ptr<Session>> sessions;
    Account account;
    if (invocation.isSet("plan")) {
        plan = loadPlan(invocation.value("plan"));
        if (plan)
            plan = metByAccounts(invocation.app, *plan);
        if (plan && invocation.isSet("reason"))
            plan->reason = invocation.value("reason");
    } else {
        const Result<SignedIn> signedIn = co_await chosenAccount(invocation);
        if (!signedIn)
            co_return invocation.tell(signedIn.error());
        account = signedIn->account;
        if (!signedIn->session)
            co_return invocation.tell(signedIn->session.error(), &account);
        sessions[account.id] = *signedIn->session;
        plan = co_await makePlan(invocation, *signedIn);
    }
    if (!plan)
        co_return invocation.tell(plan.error(), account.name.isEmpty() ? nullptr : &account);

    if (invocation.isSet("save-plan")) {
        const Result<void> saved = writePrivateFile(invocation.value("save-plan"), planToFile(*plan));
        if (!saved)
            co_return invocation.tell(saved.error());
    }
    if (plan->isEmpty() || invocation.isSet("dry-run") || invocation.isSet("save-plan")) {
        printPlan(invocation, *plan);
        if (plan->isEmpty())
            invocation.console.note(Texts::tr("Nothing is left to revoke, so nothing was sent."));
        co_return plan->isEmpty() ? ExitCode::Nothing : ExitCode::Done;
    }
    const Confirmation confirmation = confirmationOf(*plan);
    if (confirmation.asksReason && plan->reason.isEmpty())
        co_return invocation.usage(
            Texts::tr("A production account is in the plan: give a reason or ticket with --reason."));
    if (!isConfirmed(invocation, *plan))
        co_return ExitCode::Usage;

    const flows::RunTools tools = co_await toolsFor(invocation, *plan, sessions);
    if (const std::optional<ExitCode> why = whyNotBegun(invocation, *plan, tools))
        co_return *why;
    const Result<flows::RunEnd> end = co_await flows::startRun(*plan, tools, invocation.stop);
    if (!end)
        co_return invocation.tell(end.error(), account.name.isEmpty() ? nullptr : &account);
    const ExitCode ended = printRunEnd(invocation, *end);
    if (plan->isOwn && ended == ExitCode::Done)
        invocation.console.note(
            Texts::tr("Without access now: %1. Give a new credential with latchkey accounts edit NAME "
                      "--secret-stdin, or remove the account.")
                .arg(plan->losingAccess.join(QStringLiteral(", "))));
    co_return ended;
}

} // namespace latchkey::commands
