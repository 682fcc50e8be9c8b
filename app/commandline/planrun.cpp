#include "app/commandline/planrun.h"

#include "app/commandline/runoutput.h"
#include "app/commandline/runtools.h"
#include "models/export/privatefile.h"
#include "network/providers/registry.h"
#include "ui/texts.h"

#include <QCoroFuture>

namespace latchkey {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(PlanRun)
};

//! Every account of this app, with the one at hand as it was just verified: own tokens of all of them are left out.
QList<Account> allAccounts(App &app, const Account &verified)
{
    QList<Account> all = app.accounts().accounts();
    all.removeIf([&verified](const Account &account) { return account.id == verified.id; });
    all.prepend(verified);
    return all;
}

//! What a plan does beyond the tokens that it lists, in the providers' own words.
QStringList effectsOf(const Plan &plan)
{
    QStringList effects;
    for (const PlanAccount &account : plan.accounts) {
        const ProviderDescription *provider = registry::describe(account.provider);
        for (const WideCall &call : account.wide)
            effects += provider ? wideEffect(*provider, call.extent).arg(call.text()) : call.text();
    }
    return effects;
}

QString question(const Plan &plan, const QString &needed)
{
    QStringList sentences = effectsOf(plan);
    if (plan.tokenCount() > 0)
        sentences.prepend(Texts::tr("%n token(s) will be revoked.", nullptr, int(plan.tokenCount())));
    return sentences.join(u' ') + u' ' + Texts::tr("This cannot be undone. Type %1 to go on:").arg(needed);
}

//! What is about to go, and what is left out, before somebody types a number for it.
void showPlan(Invocation &invocation, const Plan &plan)
{
    constexpr qsizetype Named = 10;
    for (const PlanAccount &account : plan.accounts) {
        if (!account.items.isEmpty())
            invocation.console.note(Texts::tr("%1 (%2): %n token(s)", nullptr, int(account.items.size()))
                                        .arg(account.name, environmentName(account.environment)));
        for (const PlanItem &item : account.items.first(std::min(account.items.size(), Named))) {
            const QString name = item.name.isEmpty() ? item.id.value : item.name + u' ' + item.id.value;
            invocation.console.note(QStringLiteral("  ")
                                    + (item.owner.isEmpty() ? name : name + u", "_qs + item.owner));
        }
        if (account.items.size() > Named)
            invocation.console.note(
                Texts::tr("  and %n more; --dry-run lists all", nullptr, int(account.items.size() - Named)));
    }
    if (!plan.exclusions.isEmpty())
        invocation.console.note(Texts::tr("%n left out; --dry-run says why", nullptr, int(plan.exclusions.size())));
}

//! What must be typed: the count, for wide or own plans the name, or both.
bool isConfirmed(Invocation &invocation, const Plan &plan)
{
    Confirmation confirmation = confirmationOf(plan);
    // Without a window there is no undo: even a routine plan asks for its count.
    if (confirmation.kind == Confirmation::Class::Routine)
        confirmation.count = QString::number(plan.tokenCount());
    QStringList needed{confirmation.count, confirmation.name};
    needed.removeAll(QString());
    const QString options = QStringLiteral("--confirm ") + needed.join(QStringLiteral(" --confirm "));
    QStringList typed = invocation.values("confirm");
    const bool isAsked = typed.isEmpty();
    if (isAsked && !invocation.console.canAsk()) {
        invocation.usage(
            Texts::tr("Nothing was sent. Look at the plan with --dry-run, then confirm it with %1.").arg(options));
        return false;
    }
    if (isAsked) {
        showPlan(invocation, plan);
        for (const QString &one : std::as_const(needed))
            typed += invocation.console.ask(question(plan, one));
    }
    const auto isTyped = [&](bool (Confirmation::*accepts)(const QString &) const) {
        return std::any_of(typed.cbegin(), typed.cend(),
                           [&](const QString &text) { return (confirmation.*accepts)(text); });
    };
    const bool accepted = isTyped(&Confirmation::acceptsCount) && isTyped(&Confirmation::acceptsName);
    if (!accepted)
        invocation.usage(isAsked ? Texts::tr("Nothing was sent.")
                                 : Texts::tr("Nothing was sent. The plan is confirmed with %1.").arg(options));
    return accepted;
}

Named namedOf(const Person &person) { return {person.id.value, person.email.isEmpty() ? person.name : person.email}; }
Named namedOf(const Client &client) { return {client.id.value, client.name}; }

bool isCalled(const Person &person, const QString &typed)
{
    return person.email.compare(typed, Qt::CaseInsensitive) == 0 || person.name == typed;
}
bool isCalled(const Client &client, const QString &typed) { return client.name == typed; }

template <typename Row>
Result<Named> onlyOne(const QList<Row> &rows, const QString &typed, const QString &whatItIs)
{
    QList<Named> found;
    for (const Row &row : rows) {
        if (row.id.value == typed)
            return namedOf(row);
        if (isCalled(row, typed))
            found += namedOf(row);
    }
    if (found.size() == 1)
        return found.constFirst();
    return failure(
        Error::Kind::InvalidInput,
        found.isEmpty()
            ? Texts::tr("There is no %1 \"%2\". Give its id.").arg(whatItIs, cleanedText(typed))
            : Texts::tr("More than one %1 is called \"%2\". Give its id.").arg(whatItIs, cleanedText(typed)));
}

} // namespace

void addPlanOptions(Invocation &invocation)
{
    QCommandLineParser &parser = invocation.parser;
    parser.addOption({QStringLiteral("dry-run"), Texts::tr("Make and show the plan; send nothing.")});
    parser.addOption(
        {QStringLiteral("save-plan"), Texts::tr("Save the plan, and send nothing."), QStringLiteral("FILE")});
    parser.addOption(
        {QStringLiteral("reason"), Texts::tr("A reason or ticket, kept in the receipt."), QStringLiteral("TEXT")});
    parser.addOption({QStringLiteral("confirm"),
                      Texts::tr("The number of tokens; the name of the person or client that a wide call is about; the "
                                "account's name for its own token."),
                      QStringLiteral("N|NAME")});
}

QCoro::Task<Result<Account>> verifiedAccount(Invocation &invocation, SignedIn signedIn)
{
    const Result<Identity> identity =
        co_await flows::verifyIdentity(*signedIn.session, signedIn.account.identity, invocation.stop);
    if (!identity)
        co_return failure(identity.error());
    Account verified = signedIn.account;
    verified.identity = *identity;
    co_return verified;
}

PlanRequest planRequest(Invocation &invocation, const Account &verified)
{
    PlanRequest request;
    request.accounts = allAccounts(invocation.app, verified);
    for (const ProviderDescription &provider : registry::descriptions())
        request.providers[provider.id] = provider;
    request.reason = invocation.value("reason");
    request.nowMs = invocation.app.clock().nowMs();
    return request;
}

QCoro::Task<Result<Named>> knownPerson(std::shared_ptr<Session> session, QString typed, std::stop_token stop)
{
    const Named asTyped{typed, {}};
    if (!session->description().can(Capability::ListPeople))
        co_return asTyped;
    const Result<QList<Person>> people = co_await session->provider().people(stop);
    if (!people)
        co_return failure(people.error());
    co_return onlyOne(*people, typed, Texts::tr("person"));
}

QCoro::Task<Result<Named>> knownClient(std::shared_ptr<Session> session, QString typed, std::stop_token stop)
{
    const Named asTyped{typed, {}};
    if (!session->description().can(Capability::ListClients))
        co_return asTyped;
    const Result<QList<Client>> clients = co_await session->provider().clients(stop);
    if (!clients)
        co_return failure(clients.error());
    co_return onlyOne(*clients, typed, Texts::tr("client"));
}

QCoro::Task<ExitCode> carryOut(Invocation &invocation, Plan plan, QHash<AccountId, std::shared_ptr<Session>> sessions,
                               QHash<TokenId, Secret> values)
{
    if (invocation.isSet("save-plan")) {
        const Result<void> saved = writePrivateFile(invocation.value("save-plan"), planToFile(plan));
        if (!saved)
            co_return invocation.tell(saved.error());
    }
    if (plan.isEmpty() || invocation.isSet("dry-run") || invocation.isSet("save-plan")) {
        printPlan(invocation, plan);
        if (plan.isEmpty())
            invocation.console.note(Texts::tr("Nothing is left to revoke, so nothing was sent."));
        co_return plan.isEmpty() ? ExitCode::Nothing : ExitCode::Done;
    }
    const Confirmation confirmation = confirmationOf(plan);
    if (confirmation.asksReason && plan.reason.isEmpty())
        co_return invocation.usage(
            Texts::tr("A production account is in the plan: give a reason or ticket with --reason."));
    if (!isConfirmed(invocation, plan))
        co_return ExitCode::Usage;

    flows::RunTools tools = co_await toolsFor(invocation, plan, sessions);
    tools.values = values;
    if (const std::optional<ExitCode> why = whyNotBegun(invocation, plan, tools))
        co_return *why;
    const Result<flows::RunEnd> end = co_await flows::startRun(plan, tools, invocation.stop);
    if (!end)
        co_return invocation.tell(end.error());
    const ExitCode ended = printRunEnd(invocation, *end);
    if (plan.isOwn && ended == ExitCode::Done)
        invocation.console.note(
            Texts::tr("Without access now: %1. Give a new credential with latchkey accounts edit NAME "
                      "--secret-stdin, or remove the account.")
                .arg(plan.losingAccess.join(QStringLiteral(", "))));
    co_return ended;
}

} // namespace latchkey
