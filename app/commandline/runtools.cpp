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
            const QString why = Texts::tr("It is not one of your accounts; if the run was started with --provider, add "
                                          "--provider %1, --base-url and --secret-stdin as they were then.");
            tools.unavailable[planned.id] =
                failure(Error::Kind::SecretMissing, why.arg(planned.provider.value)).value();
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

std::optional<ExitCode> whyNotBegun(Invocation &invocation, const Plan &plan, const flows::RunTools &tools)
{
    for (const PlanAccount &planned : plan.accounts) {
        const auto why = tools.unavailable.constFind(planned.id);
        if (why == tools.unavailable.constEnd())
            continue;
        if (exitCodeOf(*why) == ExitCode::Keychain || tools.sessions.isEmpty()) {
            const Account account = accountOf(invocation, planned);
            return invocation.tell(*why, &account);
        }
    }
    return {};
}

} // namespace latchkey
