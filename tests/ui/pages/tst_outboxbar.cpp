#include "ui/pages/outboxbar.h"
#include "ui/parts/actions.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/look.h"

#include <QAction>
#include <QLineEdit>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace latchkey;

class TestOutboxBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    void isHiddenWhileThereIsNothing()
    {
        Actions actions;
        const OutboxBar bar(actions);
        QVERIFY(bar.isHidden());
    }

    void countsDown()
    {
        Actions actions;
        OutboxBar bar(actions);
        bar.setPending({QStringLiteral("14 tokens of login-dev go out"), 6'200, 10'000});
        QVERIFY(bar.isVisible());
        auto *text = bar.findChild<PlainLabel *>(QStringLiteral("outboxText"));
        QCOMPARE(text->text(), QStringLiteral("14 tokens of login-dev go out in 7 second(s)."));
        QVERIFY(bar.accessibleName().endsWith(QStringLiteral("Nothing has been sent.")));
        auto *progress = bar.findChild<QProgressBar *>();
        QCOMPARE(progress->value(), 3'800);
        bar.setPending({QStringLiteral("14 tokens of login-dev go out"), -5, 10'000});
        QCOMPARE(progress->value(), progress->maximum());
        QVERIFY(text->text().contains(QStringLiteral(" 0 ")));
    }

    void sendsAndTakesBackByTheActions()
    {
        Actions actions;
        OutboxBar bar(actions);
        bar.setPending({QStringLiteral("1 token of login-dev goes out"), 6'200, 10'000});
        for (QAction *action : {actions.sendNow, actions.undoOutbox}) {
            const QSignalSpy triggered(action, &QAction::triggered);
            auto *button = bar.findChild<QToolButton *>(action->objectName() + QStringLiteral("Button"));
            QTest::mouseClick(button, Qt::LeftButton);
            QCOMPARE(triggered.size(), 1);
            button->setFocus();
            QTest::keyClick(button, Qt::Key_Space);
            QCOMPARE(triggered.size(), 2);
        }
    }

    void givesTheKeyboardBackWhenItGoes()
    {
        Actions actions;
        QWidget window;
        const QLineEdit next(&window);
        QLineEdit table(&window);
        OutboxBar bar(actions, &window);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        bar.setPending({QStringLiteral("1 token of login-dev goes out"), 6'200, 10'000});
        table.setFocus();
        bar.findChild<QToolButton *>(QStringLiteral("sendNowButton"))->setFocus();
        QVERIFY(!table.hasFocus());
        bar.hide();
        QVERIFY(table.hasFocus());
    }

    void showsHostileNamesAsTheyAre()
    {
        Actions actions;
        OutboxBar bar(actions);
        bar.setPending({QStringLiteral("1 token of a\u202Eb<b>c goes out"), 1'000, 10'000});
        auto *text = bar.findChild<PlainLabel *>(QStringLiteral("outboxText"));
        QCOMPARE(text->text(), QStringLiteral("1 token of a[U+202E]b<b>c goes out in 1 second(s)."));
        QCOMPARE(text->textFormat(), Qt::PlainText);
    }
};

QTEST_MAIN(TestOutboxBar)
#include "tst_outboxbar.moc"
