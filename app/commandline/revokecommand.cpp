#include "app/commandline/commands.h"

#include "app/commandline/listing.h"
#include "app/commandline/planrun.h"
#include "app/commandline/values.h"

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

//! The token that was named by a value, its own or its refresh token's, or by its refresh token's id.
Result<TypedToken> typedToken(Invocation &invocation, const Session &session, Secret *value)
{
    TypedToken typed;
    typed.token.account = session.account().id;
    const QString refresh = invocation.value("refresh");
    const bool isRefresh = invocation.isSet("refresh");
    typed.by = isRefresh ? RevokeCall::Extent::Refresh : RevokeCall::Extent::Value;
    const Capability capability = isRefresh ? Capability::RevokeByRefreshToken : Capability::RevokeByValue;
    if (const std::optional<Error> why = whyNot(session, capability))
        return failure(*why);
    if (isRefresh && refresh != QLatin1String("-")) {
        typed.token.id = TokenId{refresh};
    } else {
        const Result<Secret> given = typedValue(invocation);
        if (!given)
            return failure(given.error());
        *value = *given;
        typed.token.id = session.provider().idOfValue(*value);
    }
    typed.token.isActionable = session.provider().isActionable(typed.token.id);
    return typed;
}

//! The one call that --person, --client or both ask for.
QCoro::Task<Result<WideCall>> wideCall(Invocation &invocation, std::shared_ptr<Session> session)
{
    using Extent = RevokeCall::Extent;
    const bool isPerson = invocation.isSet("person");
    const bool isClient = invocation.isSet("client");
    WideCall call;
    call.extent = isPerson && isClient ? Extent::PersonAtClient : isPerson ? Extent::Person : Extent::Client;
    if (!canRevoke(session->description(), call.extent)) {
        const Capability capability = isPerson && isClient ? Capability::RevokeByPersonAtClient
            : isPerson                                     ? Capability::RevokeByPerson
                                                           : Capability::RevokeByClient;
        co_return failure(whyNot(*session, capability).value_or(Error{Error::Kind::Unsupported}));
    }
    if (isPerson) {
        const Result<Named> person = co_await knownPerson(session, invocation.value("person"), invocation.stop);
        if (!person)
            co_return failure(person.error());
        call.person = *person;
    }
    if (isClient) {
        const Result<Named> client = co_await knownClient(session, invocation.value("client"), invocation.stop);
        if (!client)
            co_return failure(client.error());
        call.client = *client;
    }
    co_return call;
}

//! A plan, and what was typed for it.
struct Made
{
    Plan plan = {};
    QHash<TokenId, Secret> values = {};
};

QCoro::Task<Result<Made>> makePlan(Invocation &invocation, const SignedIn signedIn)
{
    const std::shared_ptr<Session> session = *signedIn.session;
    const Result<Account> verified = co_await verifiedAccount(invocation, signedIn);
    if (!verified)
        co_return failure(verified.error());
    PlanRequest request = planRequest(invocation, *verified);
    request.isOwn = invocation.isSet("self");
    Made made;
    if (invocation.isSet("value-stdin") || invocation.isSet("refresh")) {
        Secret value;
        const Result<TypedToken> typed = typedToken(invocation, *session, &value);
        if (!typed)
            co_return failure(typed.error());
        request.typed += *typed;
        if (!value.isEmpty())
            made.values.insert(typed->token.id, value);
    } else if (invocation.isSet("person") || invocation.isSet("client")) {
        const Result<WideCall> call = co_await wideCall(invocation, session);
        if (!call)
            co_return failure(call.error());
        request.wide[verified->id] += *call;
    } else {
        const Result<Wanted> wanted = co_await chooseTokens(invocation, session);
        if (!wanted)
            co_return failure(wanted.error());
        request.tokens = wanted->tokens;
        for (Token &token : request.tokens)
            token.account = verified->id;
        request.leftOut = wanted->leftOut;
    }
    made.plan = buildPlan(request);
    co_return made;
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
    parser.addOption({QStringLiteral("value-stdin"),
                      Texts::tr("The token whose value is on standard input, where the provider can.")});
    parser.addOption({QStringLiteral("refresh"),
                      Texts::tr("The token with this refresh token's id; -: its value is on standard input."),
                      QStringLiteral("ID")});
    parser.addOption({QStringLiteral("person"),
                      Texts::tr("Everything of this person, in one wide call, where the provider can."),
                      QStringLiteral("ID")});
    parser.addOption({QStringLiteral("client"),
                      Texts::tr("Everything of this client; with --person, of both together."), QStringLiteral("ID")});
    addPlanOptions(invocation);
    ExitCode code = ExitCode::Done;
    if (!invocation.parse(arguments, code))
        co_return code;
    const int ways = int(invocation.isSet("id")) + int(invocation.isSet("filter")) + int(invocation.isSet("self"))
        + int(invocation.isSet("plan")) + int(invocation.isSet("value-stdin")) + int(invocation.isSet("refresh"))
        + int(invocation.isSet("person") || invocation.isSet("client"));
    if (ways != 1)
        co_return invocation.usage(Texts::tr("Say what to revoke with exactly one of --id, --filter, --value-stdin, "
                                             "--refresh, --person with or without --client, --self and --plan."));
    if (invocation.isSet("filter") && invocation.value("filter").trimmed().isEmpty())
        co_return invocation.usage(
            Texts::tr("The filter is empty, and would take every token of the account. If that is "
                      "meant, write --filter own:no."));
    if (invocation.isSet("plan") && (invocation.isSet("account") || invocation.isSet("provider")))
        co_return invocation.usage(Texts::tr("A plan names its accounts itself. Leave out --account and --provider."));

    Result<Made> made = Made();
    QHash<AccountId, std::shared_ptr<Session>> sessions;
    if (invocation.isSet("plan")) {
        const Result<Plan> loaded = loadPlan(invocation.value("plan")).and_then([&](const Plan &plan) {
            return metByAccounts(invocation.app, plan);
        });
        if (!loaded)
            co_return invocation.tell(loaded.error());
        made->plan = *loaded;
        if (invocation.isSet("reason"))
            made->plan.reason = invocation.value("reason");
    } else {
        const Result<SignedIn> signedIn = co_await chosenAccount(invocation);
        if (!signedIn)
            co_return invocation.tell(signedIn.error());
        if (!signedIn->session)
            co_return invocation.tell(signedIn->session.error(), &signedIn->account);
        sessions[signedIn->account.id] = *signedIn->session;
        made = co_await makePlan(invocation, *signedIn);
        if (!made)
            co_return invocation.tell(made.error(), &signedIn->account);
    }
    code = co_await carryOut(invocation, made->plan, sessions, made->values);
    co_return code;
}

} // namespace latchkey::commands
