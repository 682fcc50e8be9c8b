#include "app/commandline/commands.h"

#include "app/commandline/listing.h"
#include "app/commandline/planrun.h"
#include "app/commandline/records.h"
#include "app/commandline/values.h"

namespace latchkey::commands {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(ClientsCommand)
};

QCoro::Task<ExitCode> list(Invocation &invocation)
{
    const Result<QList<SignedIn>> chosen = co_await chosenAccounts(invocation);
    if (!chosen)
        co_return invocation.tell(chosen.error());
    Printer printer(invocation.console, invocation.format,
                    {{Texts::tr("Account"), QStringLiteral("account")},
                     {Texts::tr("Name"), QStringLiteral("name")},
                     {Texts::tr("Kind"), QStringLiteral("kind")},
                     {Texts::tr("State"), QStringLiteral("state")},
                     {Texts::tr("Id"), QStringLiteral("id")}});
    std::optional<ExitCode> trouble;
    for (const SignedIn &signedIn : *chosen) {
        Result<QList<Client>> clients = QList<Client>();
        if (signedIn.session)
            clients = co_await (*signedIn.session)->provider().clients(invocation.stop);
        else
            clients = failure(signedIn.session.error());
        if (!clients) {
            trouble = invocation.tell(clients.error(), &signedIn.account);
            continue;
        }
        for (const Client &client : std::as_const(*clients))
            printer.add(clientJson(client, signedIn.account));
    }
    printer.end();
    if (trouble)
        co_return chosen->size() > 1 ? ExitCode::Partly : *trouble;
    co_return ExitCode::Done;
}

//! Disabling is a revocation of everything that the client holds: planned, confirmed, journaled.
QCoro::Task<ExitCode> disable(Invocation &invocation)
{
    const QString id = invocation.parser.positionalArguments().value(0);
    if (id.isEmpty())
        co_return invocation.usage(Texts::tr("Name the client; latchkey clients list shows them."));
    const Result<SignedIn> chosen = co_await chosenAccount(invocation);
    if (!chosen)
        co_return invocation.tell(chosen.error());
    if (!chosen->session)
        co_return invocation.tell(chosen->session.error(), &chosen->account);
    const std::shared_ptr<Session> session = *chosen->session;
    if (const std::optional<Error> why = whyNot(*session, Capability::DisableClient))
        co_return invocation.tell(*why, &chosen->account);
    const Result<Account> verified = co_await verifiedAccount(invocation, *chosen);
    if (!verified)
        co_return invocation.tell(verified.error(), &chosen->account);
    const Result<Named> client = co_await knownClient(session, id, invocation.stop);
    if (!client)
        co_return invocation.tell(client.error(), &chosen->account);
    PlanRequest request = planRequest(invocation, *verified);
    WideCall call;
    call.extent = RevokeCall::Extent::Client;
    call.client = *client;
    request.wide[verified->id] += call;
    const QHash<AccountId, std::shared_ptr<Session>> sessions{{verified->id, session}};
    const QHash<TokenId, Secret> noValues;
    const ExitCode code = co_await carryOut(invocation, buildPlan(request), sessions, noValues);
    co_return code;
}

} // namespace

QCoro::Task<ExitCode> clients(Invocation &invocation, QStringList arguments)
{
    const QString verb = arguments.value(0);
    const bool disables = verb == QLatin1String("disable");
    invocation.addCommonOptions();
    invocation.addAccountOptions(!disables);
    invocation.parser.addPositionalArgument(QStringLiteral("list|disable"), Texts::tr("What to do."));
    if (disables) {
        invocation.names = 1;
        invocation.parser.addPositionalArgument(QStringLiteral("CLIENT"), Texts::tr("The client's id."));
        addPlanOptions(invocation);
    }
    ExitCode code = ExitCode::Done;
    if (!invocation.parse(verb.startsWith(u'-') ? arguments : arguments.mid(1), code))
        co_return code;
    if (verb == QLatin1String("list"))
        code = co_await list(invocation);
    else if (disables)
        code = co_await disable(invocation);
    else
        code = invocation.usage(Texts::tr("latchkey clients takes list or disable."));
    co_return code;
}

} // namespace latchkey::commands
