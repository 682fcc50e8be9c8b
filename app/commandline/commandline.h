#pragma once

#include <QStringList>

namespace latchkey {

class App;

//! Carries one command out and returns the exit code (design.md "Command line"). Runs the event loop of the
//! QCoreApplication until it is done; Ctrl+C stops it in good order.
[[nodiscard]] int runCommandLine(App &app, const QStringList &arguments);

} // namespace latchkey
