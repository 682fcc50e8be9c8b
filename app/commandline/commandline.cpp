#include "app/commandline/commandline.h"

#include "app/commandline/commands.h"
#include "app/commandline/interrupt.h"

#include <QCoreApplication>

#include <cstdio>

namespace latchkey {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(CommandLine)
};

using Command = QCoro::Task<ExitCode> (*)(Invocation &, QStringList);

struct Entry
{
    const char *name;
    Command run;
    const char *summary;
};

constexpr Entry Commands[] = {
    {"accounts", commands::accounts,
     QT_TRANSLATE_NOOP("CommandLine", "list, show, add, edit, remove, test or sign in accounts")},
    {"tokens", commands::tokens,
     QT_TRANSLATE_NOOP("CommandLine", "list, show, create or update tokens; self: the one in use")},
    {"people", commands::people, QT_TRANSLATE_NOOP("CommandLine", "list who the tokens belong to")},
    {"clients", commands::clients,
     QT_TRANSLATE_NOOP("CommandLine", "list clients, or disable one with all its tokens")},
    {"timeout", commands::timeout, QT_TRANSLATE_NOOP("CommandLine", "show or set after how long idle tokens end")},
    {"revoke", commands::revoke, QT_TRANSLATE_NOOP("CommandLine", "revoke tokens: plan, confirm, run, receipt")},
    {"runs", commands::runs, QT_TRANSLATE_NOOP("CommandLine", "list, show, verify or resume runs")},
    {"journal", commands::journal, QT_TRANSLATE_NOOP("CommandLine", "verify or export the journal")},
};

QString overview()
{
    QString text =
        Texts::tr("Latchkey lists, inspects and revokes API tokens of many accounts, and proves it.\n\n"
                  "Usage: latchkey                       open the window; with --demo over invented accounts\n"
                  "       latchkey COMMAND [OPTIONS]     without a window; --help tells more\n");
    for (const Entry &entry : Commands)
        text += QStringLiteral("\n  %1 %2").arg(QString::fromLatin1(entry.name), -10).arg(Texts::tr(entry.summary));
    text +=
        Texts::tr("\n\nExit status: 0 all done, 1 internal error, 2 usage, 3 not signed in or forbidden, 4 partly done "
                  "or a partial list,\n5 nothing done, 6 keychain, 7 journal, 130 interrupted.");
    return text;
}

//! How to tell what is wrong with options that cannot be parsed.
Format formatIn(const QStringList &arguments)
{
    const qsizetype option = arguments.indexOf(QLatin1String("--format"));
    const bool isJson = arguments.contains(QLatin1String("--format=json"))
        || (option >= 0 && arguments.value(option + 1) == QLatin1String("json"));
    return isJson ? Format::Json : Format::Table;
}

QCoro::Task<ExitCode> dispatch(Invocation &invocation, QStringList arguments)
{
    const QString name = arguments.value(0);
    if (name == QLatin1String("--version") || name == QLatin1String("-v")) {
        invocation.console.out("latchkey " + QCoreApplication::applicationVersion().toUtf8());
        co_return ExitCode::Done;
    }
    if (name == QLatin1String("--help") || name == QLatin1String("-h") || name == QLatin1String("help")) {
        invocation.console.out(overview().toUtf8());
        co_return ExitCode::Done;
    }
    for (const Entry &entry : Commands) {
        if (name == QLatin1String(entry.name)) {
            invocation.command = name;
            const ExitCode code = co_await entry.run(invocation, arguments.mid(1));
            co_return code;
        }
    }
    co_return invocation.usage(
        Texts::tr("There is no command \"%1\". latchkey --help lists them.").arg(cleanedText(name)));
}

QCoro::Task<void> runThenQuit(Invocation &invocation, QStringList arguments)
{
    ExitCode code = co_await dispatch(invocation, arguments);
    invocation.console.flush();
    if (invocation.console.hasLost()) {
        invocation.console.note(Texts::tr("latchkey: Not all of the output could be written (%1). What was done stays "
                                          "done; latchkey journal export tells it.")
                                    .arg(invocation.console.why()));
        code = ExitCode::InternalError;
    }
    // Queued: a command that never waited ends before exec() has begun.
    QMetaObject::invokeMethod(
        QCoreApplication::instance(), [code] { QCoreApplication::exit(int(code)); }, Qt::QueuedConnection);
}

} // namespace

int runCommandLine(App &app, const QStringList &arguments)
{
    Console console;
    Interrupt interrupt;
    Invocation invocation{app, console, interrupt.token()};
    invocation.format = formatIn(arguments);
    const QCoro::Task<void> command = runThenQuit(invocation, arguments);
    return QCoreApplication::exec();
}

} // namespace latchkey
