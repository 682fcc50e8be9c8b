#include "ui/parts/actionbutton.h"
#include "ui/parts/actions.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/colours.h"
#include "ui/style/look.h"

#include <QAction>
#include <QApplication>
#include <QTest>
#include <QVBoxLayout>

using namespace latchkey;

//! A look that is chosen while the window is open is everybody's at once.
class TestChangedLook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void colouredTextsFollow_data()
    {
        QTest::addColumn<Appearance>("before");
        QTest::addColumn<Appearance>("after");
        QTest::newRow("light to dark") << Appearance::Light << Appearance::Dark;
        QTest::newRow("dark to light") << Appearance::Dark << Appearance::Light;
    }

    void colouredTextsFollow()
    {
        QFETCH(Appearance, before);
        QFETCH(Appearance, after);
        applyLook(*qApp, before);
        const Actions actions;
        QWidget window;
        auto *column = new QVBoxLayout(&window);
        PlainLabel dim(QStringLiteral("Fastly"));
        dim.setDim(true);
        PlainLabel absent(QStringLiteral("not reported"));
        absent.setAbsent(true);
        PlainLabel warning(QStringLiteral("used in the last 24 hours"));
        warning.setTint(Tint::Warn);
        ActionButton revoke(actions.revoke, "revoke", ActionButton::Tone::Red);
        for (QWidget *part : std::initializer_list<QWidget *>{&dim, &absent, &warning, &revoke})
            column->addWidget(part);
        window.show();
        applyLook(*qApp, after);
        const Colours now = after == Appearance::Dark ? darkColours() : lightColours();
        QTRY_COMPARE(dim.palette().color(QPalette::WindowText), now.dim);
        QCOMPARE(absent.palette().color(QPalette::WindowText), now.dim);
        QCOMPARE(warning.palette().color(QPalette::WindowText), now.warn);
        QCOMPARE(revoke.palette().color(QPalette::Active, QPalette::ButtonText), now.bad);
    }
};

QTEST_MAIN(TestChangedLook)

#include "tst_changedlook.moc"
