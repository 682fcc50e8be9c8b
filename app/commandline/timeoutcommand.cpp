#include "app/commandline/commands.h"

#include "app/commandline/values.h"
#include "app/flows/change.h"

#include <QJsonObject>

namespace latchkey::commands {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(TimeoutCommand)
};

ExitCode print(Invocation &invocation, const Account &account, const IdleTimeout &timeout)
{
    Printer printer(invocation.console, invocation.format,
                    {{Texts::tr("Account"), QStringLiteral("account")},
                     {Texts::tr("On"), QStringLiteral("enabled")},
                     {Texts::tr("Seconds"), QStringLiteral("seconds"), true}});
    printer.add({{QStringLiteral("account"), account.name},
                 {QStringLiteral("enabled"), timeout.isEnabled},
                 {QStringLiteral("seconds"), timeout.seconds}});
    printer.end();
    return ExitCode::Done;
}

//! What the options ask for, on top of what is set now.
Result<IdleTimeout> wanted(const Invocation &invocation, IdleTimeout timeout)
{
    const auto bad = [](const QString &sentence) { return failure(Error::Kind::InvalidInput, sentence); };
    if (invocation.isSet("off") == invocation.isSet("minutes"))
        return bad(Texts::tr("Say either --minutes N or --off."));
    timeout.isEnabled = !invocation.isSet("off");
    if (invocation.isSet("off"))
        return timeout;
    bool ok = false;
    const int minutes = invocation.value("minutes").toInt(&ok);
    if (!ok || minutes < 1 || minutes > 24 * 60)
        return bad(Texts::tr("--minutes takes a whole number from 1 to 1440."));
    timeout.seconds = minutes * 60;
    return timeout;
}

} // namespace

QCoro::Task<ExitCode> timeout(Invocation &invocation, QStringList arguments)
{
    const QString verb = arguments.value(0);
    const bool sets = verb == QLatin1String("set");
    invocation.addCommonOptions();
    invocation.addAccountOptions(false);
    invocation.parser.addPositionalArgument(QStringLiteral("show|set"), Texts::tr("What to do."));
    if (sets) {
        invocation.parser.addOption(
            {QStringLiteral("minutes"), Texts::tr("End what was not used for so long."), QStringLiteral("N")});
        invocation.parser.addOption({QStringLiteral("off"), Texts::tr("End nothing for being idle.")});
    }
    ExitCode code = ExitCode::Done;
    if (!invocation.parse(verb.startsWith(u'-') ? arguments : arguments.mid(1), code))
        co_return code;
    if (!sets && verb != QLatin1String("show"))
        co_return invocation.usage(Texts::tr("latchkey timeout takes show or set."));
    const Result<SignedIn> chosen = co_await chosenAccount(invocation);
    if (!chosen)
        co_return invocation.tell(chosen.error());
    if (!chosen->session)
        co_return invocation.tell(chosen->session.error(), &chosen->account);
    const std::shared_ptr<Session> session = *chosen->session;
    if (const std::optional<Error> why = whyNot(*session, Capability::IdleTimeout))
        co_return invocation.tell(*why, &chosen->account);
    Result<IdleTimeout> timeout = co_await session->provider().idleTimeout(invocation.stop);
    if (timeout && sets) {
        timeout = wanted(invocation, *timeout);
        if (timeout)
            timeout = co_await flows::setIdleTimeout(session, *timeout, invocation.app.journal());
    }
    if (!timeout)
        co_return invocation.tell(timeout.error(), &chosen->account);
    co_return print(invocation, chosen->account, *timeout);
}

} // namespace latchkey::commands
