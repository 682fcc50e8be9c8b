#pragma once

#include "app/commandline/invocation.h"

#include <QCoroTask>

//! The command groups; each takes the words after its own name.
namespace latchkey::commands {

QCoro::Task<ExitCode> accounts(Invocation &invocation, QStringList arguments);
QCoro::Task<ExitCode> tokens(Invocation &invocation, QStringList arguments);
QCoro::Task<ExitCode> people(Invocation &invocation, QStringList arguments);
QCoro::Task<ExitCode> clients(Invocation &invocation, QStringList arguments);
QCoro::Task<ExitCode> timeout(Invocation &invocation, QStringList arguments);
QCoro::Task<ExitCode> revoke(Invocation &invocation, QStringList arguments);
QCoro::Task<ExitCode> runs(Invocation &invocation, QStringList arguments);
QCoro::Task<ExitCode> journal(Invocation &invocation, QStringList arguments);

} // namespace latchkey::commands
