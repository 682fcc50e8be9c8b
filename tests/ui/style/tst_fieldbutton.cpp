#include "tests/support/cuttext.h"
#include "ui/parts/fieldbutton.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QSignalSpy>
#include <QTest>

using namespace latchkey;

class TestFieldButton : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    void isPressedByMouseAndByKeyboard()
    {
        FieldButton button(icon("find"), QStringLiteral("Find an action"), QStringLiteral("Ctrl+K"));
        QSignalSpy clicked(&button, &QAbstractButton::clicked);
        button.show();
        QTest::mouseClick(&button, Qt::LeftButton);
        QTest::keyClick(&button, Qt::Key_Space);
        QCOMPARE(clicked.size(), 2);
        QCOMPARE(button.accessibleName(), QStringLiteral("Find an action"));
        QVERIFY(button.focusPolicy() & Qt::TabFocus);
    }

    void hasRoomForItsTexts_data()
    {
        QTest::addColumn<double>("scale");
        QTest::newRow("at the usual size") << 1.0;
        QTest::newRow("with large type") << 1.5;
    }
    void hasRoomForItsTexts()
    {
        QFETCH(double, scale);
        const ScaledFont font(scale);
        const QString text = QStringLiteral("Find any action of all that there are by its name");
        const FieldButton button(icon("find"), text, QStringLiteral("Ctrl+K"));
        const QFontMetrics metrics = button.fontMetrics();
        QVERIFY(button.sizeHint().width()
                > metrics.horizontalAdvance(text) + metrics.horizontalAdvance(QStringLiteral("Ctrl+K")));
        QVERIFY(button.sizeHint().height() > metrics.height());
        QVERIFY(button.minimumSizeHint().width() < button.sizeHint().width() / 4); // its icon alone
    }

    void looksLikeAFieldInLightAndDark_data()
    {
        QTest::addColumn<int>("appearance");
        QTest::newRow("light") << int(Appearance::Light);
        QTest::newRow("dark") << int(Appearance::Dark);
    }
    void looksLikeAFieldInLightAndDark()
    {
        QFETCH(int, appearance);
        applyLook(*qApp, Appearance(appearance));
        FieldButton button(icon("find"), QStringLiteral("Find an action"), QStringLiteral("Ctrl+K"));
        button.resize(button.sizeHint());
        const QImage image = button.grab().toImage();
        QCOMPARE(image.pixelColor(image.width() / 2, 3), button.palette().color(QPalette::Base));
        applyLook(*qApp, Appearance::Light);
    }
};

QTEST_MAIN(TestFieldButton)
#include "tst_fieldbutton.moc"
