#include "app/commandline/commands.h"

#include "app/commandline/runoutput.h"
#include "app/commandline/runtools.h"
#include "models/export/privatefile.h"
#include "models/revocation/receipt.h"
#include "ui/texts.h"

#include <QCoroFuture>
#include <QJsonArray>

#include <algorithm>

namespace latchkey::commands {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(RunsCommand)
};

QJsonObject runJson(const RunSummary &run)
{
    const QJsonObject counts = countsJson(run.counts);
    return {{QStringLiteral("run"), run.id.value},
            {QStringLiteral("started"), Moment::at(run.startedMs).toIso()},
            {QStringLiteral("ended"), run.endedMs ? QJsonValue(Moment::at(*run.endedMs).toIso()) : QJsonValue::Null},
            {QStringLiteral("open"), !run.endedMs},
            {QStringLiteral("accounts"), QJsonArray::fromStringList(run.accounts)},
            {QStringLiteral("reason"), run.reason},
            {QStringLiteral("summary"), counts},
            {QStringLiteral("complete"), run.counts.isComplete()}};
}

QCoro::Task<ExitCode> list(Invocation &invocation)
{
    const Result<QList<RunSummary>> runs = co_await invocation.app.journal().runs();
    if (!runs)
        co_return invocation.tell(runs.error());
    const QList<Printer::Column> columns = {{Texts::tr("Started"), QStringLiteral("started"), false, true},
                                            {Texts::tr("Open"), QStringLiteral("open")},
                                            {Texts::tr("Complete"), QStringLiteral("complete")},
                                            {Texts::tr("Accounts"), QStringLiteral("accounts")},
                                            {Texts::tr("Reason"), QStringLiteral("reason")},
                                            {Texts::tr("Run"), QStringLiteral("run")}};
    Printer printer(invocation.console, invocation.format, columns);
    for (const RunSummary &run : *runs)
        printer.add(runJson(run));
    printer.end();
    co_return ExitCode::Done;
}

//! The receipt, in the form that the file's name ends in.
ExitCode save(Invocation &invocation, const Run &run, const QString &path)
{
    QByteArray content;
    if (path.endsWith(QLatin1String(".csv")))
        content = receiptAsCsv(run);
    else if (path.endsWith(QLatin1String(".json")))
        content = receiptAsJson(run);
    else if (path.endsWith(QLatin1String(".html")))
        content = receiptAsHtml(run, outcomeText);
    else
        return invocation.usage(Texts::tr("A receipt is saved as .csv, .json or .html; let the file's name end so."));
    const Result<void> saved = writePrivateFile(path, content);
    return saved ? ExitCode::Done : invocation.tell(saved.error());
}

using Sessions = QHash<AccountId, std::shared_ptr<Session>>;

//! The session of an account that is not stored, where the options give one. It must be the account that the run was
//! started for: the same tokens at another address are others.
QCoro::Task<Result<Sessions>> sessionsOfThisCall(Invocation &invocation, const Plan plan)
{
    Sessions sessions;
    if (!invocation.isSet("provider"))
        co_return sessions;
    const Result<ThisCall> call = accountForThisCall(invocation);
    if (!call)
        co_return failure(call.error());
    const auto isPlanned = [&call](const PlanAccount &planned) { return planned.id == call->account.id; };
    if (std::none_of(plan.accounts.cbegin(), plan.accounts.cend(), isPlanned))
        co_return failure(Error::Kind::InvalidInput,
                          Texts::tr("The run was not started for this account. Give --provider, --base-url and "
                                    "--tenant as they were then."));
    const Result<QList<SignedIn>> chosen = co_await chosenAccounts(invocation);
    if (!chosen)
        co_return failure(chosen.error());
    const SignedIn signedIn = chosen->front();
    if (!signedIn.session)
        co_return failure(signedIn.session.error());
    sessions[signedIn.account.id] = *signedIn.session;
    co_return sessions;
}

} // namespace

QCoro::Task<ExitCode> runs(Invocation &invocation, QStringList arguments)
{
    const QString verb = arguments.value(0);
    invocation.addCommonOptions();
    invocation.parser.addPositionalArgument(QStringLiteral("list|show|verify|resume"),
                                            Texts::tr("verify looks at what may have been sent, and sends nothing; "
                                                      "resume then sends what is left."));
    invocation.names = verb == QLatin1String("list") ? 0 : 1;
    invocation.parser.addPositionalArgument(QStringLiteral("RUN"), Texts::tr("The run's id."));
    if (verb == QLatin1String("show"))
        invocation.parser.addOption(
            {QStringLiteral("save"), Texts::tr("Save the receipt as .csv, .json or .html."), QStringLiteral("FILE")});
    const bool verify = verb == QLatin1String("verify");
    if (verify || verb == QLatin1String("resume"))
        invocation.addThisCallOptions();
    ExitCode code = ExitCode::Done;
    if (!invocation.parse(verb.startsWith(u'-') ? arguments : arguments.mid(1), code))
        co_return code;
    if (verb == QLatin1String("list")) {
        code = co_await list(invocation);
        co_return code;
    }
    if (!verify && verb != QLatin1String("show") && verb != QLatin1String("resume"))
        co_return invocation.usage(Texts::tr("latchkey runs takes list, show, verify or resume."));

    const RunId id{invocation.parser.positionalArguments().value(0)};
    if (id.isEmpty())
        co_return invocation.usage(Texts::tr("Name the run; latchkey runs list shows them all."));
    const Result<Run> run = co_await invocation.app.journal().run(id);
    if (!run)
        co_return invocation.tell(run.error());
    if (verb == QLatin1String("show")) {
        if (invocation.isSet("save"))
            co_return save(invocation, *run, invocation.value("save"));
        printRun(invocation, *run);
        co_return run->counts().isComplete() ? ExitCode::Done : ExitCode::Partly;
    }
    const Result<Sessions> sessions = co_await sessionsOfThisCall(invocation, run->plan);
    if (!sessions)
        co_return invocation.tell(sessions.error());
    const flows::RunTools tools = co_await toolsFor(invocation, run->plan, *sessions);
    if (const std::optional<ExitCode> why = whyNotBegun(invocation, run->plan, tools))
        co_return *why;
    const auto how = verify ? RunResumed::How::Verify : RunResumed::How::Continue;
    const Result<flows::RunEnd> end = co_await flows::resumeRun(*run, how, tools, invocation.stop);
    if (!end)
        co_return invocation.tell(end.error());
    co_return printRunEnd(invocation, *end);
}

} // namespace latchkey::commands
