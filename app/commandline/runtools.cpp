#include "app/commandline/runtools.h"

#include "app/commandline/runoutput.h"

#include <QCoroFuture>

namespace latchkey {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(RunTools)
};

} // namespace

QCoro::Task<flows::RunTools> toolsFor(Invocation &invocation, Plan plan,
                                      QHash<AccountId, std::shared_ptr<Session>> sessions)
{
    flows::RunTools tools{invocation.app.journal(), invocation.app.clock(), invocation.app.timing()};
    tools.sessions = sessions;
    for (const PlanAccount &planned : std::as_const(plan.accounts)) {
        if (tools.sessions.contains(planned.id))
            continue;
        const std::optional<Account> account = invocation.app.accounts().find(planned.id.value);
        if (!account) {
            tools.unavailable[planned.id] =
                failure(Error::Kind::InvalidInput, Texts::tr("The account %1 is not one of yours.").arg(planned.name))
                    .value();
            continue;
        }
        const Result<Credential> credential = co_await invocation.app.credentials().read(*account);
        if (credential)
            tools.sessions[planned.id] = invocation.app.makeSession(*account, *credential);
        else
            tools.unavailable[planned.id] = credential.error();
    }
    tools.changed = [&invocation](const Run &run, const QList<qsizetype> &) { noteProgress(invocation, run); };
    co_return tools;
}

std::optional<Error> keychainTroubleOf(const flows::RunTools &tools)
{
    for (const Error &error : tools.unavailable) {
        if (exitCodeOf(error) == ExitCode::Keychain)
            return error;
    }
    return {};
}

} // namespace latchkey
