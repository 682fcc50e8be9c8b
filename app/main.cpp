#include "app/app.h"
#include "app/commandline/commandline.h"
#include "app/window/program.h"

#include <QCoreApplication>
#include <QTranslator>

int main(int argc, char *argv[])
{
    QCoreApplication::setApplicationName(QStringLiteral("latchkey"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LATCHKEY_VERSION));
    if (latchkey::wantsWindow(argc, argv))
        return latchkey::runWindow(argc, argv);

    QCoreApplication application(argc, argv);
    latchkey::installPlurals();
    latchkey::App app(latchkey::App::usualPlaces());
    return latchkey::runCommandLine(app, QCoreApplication::arguments().mid(1));
}
