#include "app/commandline/commands.h"

#include <QCoroFuture>

namespace latchkey::commands {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(JournalCommand)
};

QCoro::Task<ExitCode> verify(Invocation &invocation)
{
    const Result<JournalReport> report = co_await invocation.app.journal().verify();
    if (!report)
        co_return invocation.tell(report.error());
    Printer printer(invocation.console, invocation.format,
                    {{Texts::tr("Records"), QStringLiteral("records")},
                     {Texts::tr("Sound"), QStringLiteral("sound")},
                     {Texts::tr("Head"), QStringLiteral("head")}});
    printer.add({{QStringLiteral("records"), report->records},
                 {QStringLiteral("sound"), report->isSound()},
                 {QStringLiteral("head"), QString::fromLatin1(report->head)},
                 {QStringLiteral("brokenAt"), report->brokenAt ? QJsonValue(report->brokenAt) : QJsonValue::Null}});
    printer.end();
    if (report->isSound())
        co_return ExitCode::Done;
    co_return invocation.tell(failure(Error::Kind::Journal, report->trouble).value());
}

QCoro::Task<ExitCode> exportAll(Invocation &invocation)
{
    // Lines come on the journal's thread while this coroutine waits; nobody else writes to standard output meanwhile.
    Console &console = invocation.console;
    const std::stop_token stop = invocation.stop;
    const std::function<bool(QByteArrayView)> print = [&console, stop](QByteArrayView line) {
        console.out(line);
        return !stop.stop_requested();
    };
    const Result<qint64> exported = co_await invocation.app.journal().exportLines(print);
    if (!exported)
        co_return invocation.tell(exported.error());
    co_return stop.stop_requested() ? ExitCode::Interrupted : ExitCode::Done;
}

} // namespace

QCoro::Task<ExitCode> journal(Invocation &invocation, QStringList arguments)
{
    const QString verb = arguments.value(0);
    invocation.addCommonOptions();
    invocation.parser.addPositionalArgument(QStringLiteral("verify|export"),
                                            Texts::tr("verify checks every record; export writes them as JSON lines."));
    ExitCode code = ExitCode::Done;
    if (!invocation.parse(verb.startsWith(u'-') ? arguments : arguments.mid(1), code))
        co_return code;
    if (verb == QLatin1String("verify"))
        code = co_await verify(invocation);
    else if (verb == QLatin1String("export"))
        code = co_await exportAll(invocation);
    else
        code = invocation.usage(Texts::tr("latchkey journal takes verify or export."));
    co_return code;
}

} // namespace latchkey::commands
