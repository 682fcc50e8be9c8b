#include "app/app.h"
#include "app/commandline/commandline.h"

#include <QCoreApplication>
#include <QTranslator>

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("latchkey"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LATCHKEY_VERSION));

    // The texts in the source are English; this gives them their plurals.
    QTranslator plurals;
    if (plurals.load(QStringLiteral(":/translations/latchkey_en.qm")))
        QCoreApplication::installTranslator(&plurals);

    latchkey::App app(latchkey::App::usualPlaces());
    return latchkey::runCommandLine(app, QCoreApplication::arguments().mid(1));
}
