#include "app/window/program.h"

#include "app/app.h"
#include "app/window/demo.h"
#include "app/window/desktop.h"
#include "app/window/singleinstance.h"
#include "app/window/systemlook.h"
#include "ui/style/icons.h"

#include <QApplication>
#include <QCoroFuture>
#include <QProcess>
#include <QTemporaryDir>
#include <QTranslator>

#include <cstdio>
#include <cstring>

namespace latchkey {

namespace {

constexpr char DemoOption[] = "--demo";

bool isDemo(int argc, char *argv[]) { return argc > 1 && std::strcmp(argv[1], DemoOption) == 0; }

//! Qt would end the program with a message for developers.
bool hasDisplay()
{
#ifndef Q_OS_LINUX
    return true;
#endif
    return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")
        || !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

int complain(const QString &sentence)
{
    std::fprintf(stderr, "latchkey: %s\n", qPrintable(sentence));
    return 2;
}

//! Accounts on the sandbox, in folders that go with the program.
Result<void> prepareDemo(App &app, const Demo &demo)
{
    app.setSessionOnly(true);
    for (const sandbox::SandboxAccount &member : demo.members()) {
        const Result<void> added = app.accounts().add(member.account);
        if (!added)
            return failure(added.error());
        // The store in memory answers at once.
        const QFuture<Result<void>> kept = app.credentials().write(member.account, member.credential);
        if (const Result<void> result = kept.result(); !result)
            return failure(result.error());
    }
    return {};
}

int show(QApplication &application, App &app, const QString &settingsFolder)
{
    SingleInstance instance(settingsFolder);
    if (!instance.claim())
        return 0;
    Desktop desktop(app, settingsFolder);
    QObject::connect(&instance, &SingleInstance::raised, &desktop, &Desktop::raise);
    QObject::connect(&desktop, &Desktop::ended, &application, &QCoreApplication::quit, Qt::QueuedConnection);
    QObject::connect(&desktop, &Desktop::demoRequested, &application, [] {
        QProcess::startDetached(QCoreApplication::applicationFilePath(), {QLatin1String(DemoOption)});
    });
    QApplication::setQuitOnLastWindowClosed(false);
    desktop.start();
    return QApplication::exec();
}

} // namespace

bool wantsWindow(int argc, char *argv[]) { return argc == 1 || isDemo(argc, argv); }

void installPlurals()
{
    auto *plurals = new QTranslator(QCoreApplication::instance());
    if (plurals->load(QStringLiteral(":/translations/latchkey_en.qm")))
        QCoreApplication::installTranslator(plurals);
}

int runWindow(int argc, char *argv[])
{
    if (!hasDisplay())
        return complain(
            QStringLiteral("There is no display for a window. latchkey --help lists what works without one."));
    QApplication application(argc, argv);
    QGuiApplication::setDesktopFileName(QStringLiteral("latchkey"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/latchkey.svg")));
    QApplication::setApplicationDisplayName(QStringLiteral("Latchkey"));
    installPlurals();

    std::unique_ptr<QTemporaryDir> demoFolder;
    std::unique_ptr<Demo> demo;
    App::Places places = App::usualPlaces();
    if (isDemo(argc, argv)) {
        demoFolder = std::make_unique<QTemporaryDir>();
        places = {demoFolder->filePath(QStringLiteral("config")), demoFolder->filePath(QStringLiteral("data"))};
        Result<std::unique_ptr<Demo>> started = Demo::start();
        if (!started)
            return complain(started.error().message);
        demo = std::move(*started);
    }
    App app(places);
    if (demo) {
        if (const Result<void> prepared = prepareDemo(app, *demo); !prepared)
            return complain(prepared.error().message);
    }
    applyLook(application, Settings(places.config).appearance(), systemIsDark());
    return show(application, app, places.config);
}

} // namespace latchkey
