#include "deskbench.h"

#include "ui/dialogs/plandialog.h"
#include "ui/pages/outboxbar.h"
#include "ui/tokens/tokenselection.h"

#include <QApplication>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>

using namespace latchkey;
using namespace latchkey::tests;

//! From a selection through the outbox to what is gone: keys and clicks, judged by the sandbox's ledger.
class TestDesktopRevoking : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    void aSelectionIsRevokedAndProvedByKeyboardAlone()
    {
        DeskBench bench;
        bench.startWithOneAccount();
        bench.selectNeverUsed();
        const QStringList wanted = bench.selectedIds();
        QVERIFY(wanted.size() >= 10);
        bench.revokeSelected();
        QVERIFY(bench.waitForRun());
        QStringList revoked = bench.revoked();
        revoked.sort();
        QCOMPARE(revoked, wanted);
        QTRY_COMPARE(bench.window().tokens().selection().count(), 0);
        QTRY_VERIFY(bench.said().contains(QString::number(wanted.size())));
    }

    void cancelIsTheDefaultAndSendsNothing()
    {
        DeskBench bench;
        bench.startWithOneAccount();
        bench.selectNeverUsed();
        bench.window().showPage(MainWindow::Page::Runs);
        QTRY_VERIFY(!bench.actions().revoke->isEnabled()); // nobody sees there what would go
        bench.window().showPage(MainWindow::Page::Tokens);
        QWidget *plan = bench.openPlan();
        QVERIFY(plan != nullptr);
        QVERIFY(DeskBench::button(plan, "cancel")->isDefault());
        QTest::keyClick(plan, Qt::Key_Escape);
        QTRY_VERIFY(bench.window().findChild<PlanDialog *>() == nullptr);
        QVERIFY(!bench.revoking().isPending());
        QVERIFY(!bench.revoking().isRunning());
        QCOMPARE(bench.revoked(), QStringList());
    }

    void theAppsOwnTokenIsLeftOut()
    {
        DeskBench bench;
        bench.setOutboxSeconds(60);
        bench.startWithOneAccount();
        bench.selectByFilter(QStringLiteral("own:yes"));
        QWidget *plan = bench.openPlan();
        QVERIFY(plan != nullptr);
        QVERIFY(!DeskBench::button(plan, "revoke")->isEnabled());
        QTest::keyClick(plan, Qt::Key_Escape);
        QVERIFY(bench.activate());

        // Among others it is not counted either.
        QTest::keyClick(&bench.window(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(bench.window().tokens().filterLine(), QString());
        bench.selectAll();
        const qsizetype others = bench.selectedIds().size();
        QCOMPARE(bench.window().tokens().selection().count(), others + 1);
        const QString count = QLocale().toString(others);
        QTRY_VERIFY2(bench.actions().revoke->text().contains(count), qPrintable(count));
    }

    void whatIsSelectedWhileARunGoesStaysSelected()
    {
        DeskBench bench;
        bench.startWithPlanInOutbox(60);
        bench.window().tokens().setFilterLine(QStringLiteral("-last-used:never"));
        QVERIFY(bench.goToTable());
        QTest::keyClick(bench.table(), Qt::Key_Down);
        QTRY_COMPARE(bench.window().tokens().selection().count(), 1);
        const QStringList chosen = bench.selectedIds();
        bench.actions().sendNow->trigger();
        QVERIFY(bench.waitForRun());
        QTest::qWait(300);
        QCOMPARE(bench.selectedIds(), chosen);
    }

    void aReadOnlyAccountSendsNothingUntilAllowed()
    {
        DeskBench bench;
        Account account = bench.addAccount(QStringLiteral("stage-cdn"));
        account.policy.readOnly = true;
        QVERIFY(bench.accounts().update(account));
        bench.start();
        bench.selectNeverUsed();
        const QStringList wanted = bench.selectedIds();
        QWidget *plan = bench.openPlan();
        QVERIFY(plan != nullptr);
        QVERIFY(!DeskBench::button(plan, "revoke")->isEnabled());
        QTest::keyClick(plan, Qt::Key_Escape);
        QTRY_VERIFY(bench.window().findChild<PlanDialog *>() == nullptr);

        bench.chooseAccount("stage-cdn");
        QTRY_VERIFY(bench.actions().allowChanges->isEnabled());
        bench.actions().allowChanges->trigger();
        QTRY_VERIFY(bench.window().stateBanner().accessibleName().contains(QStringLiteral("Changes are allowed")));
        QVERIFY(bench.activate());
        bench.selectAll();
        DeskBench::confirm(bench.openPlan(), wanted.size());
        QTRY_COMPARE_WITH_TIMEOUT(bench.revoked().size(), wanted.size(), 60'000);
    }

    void aPlanThatReadOnlyLeavesEmptyAllowsTheChanges()
    {
        DeskBench bench;
        Account account = bench.addAccount(QStringLiteral("stage-cdn"));
        account.policy.readOnly = true;
        QVERIFY(bench.accounts().update(account));
        bench.start();
        bench.selectNeverUsed();
        const qsizetype wanted = bench.selectedIds().size();
        QWidget *empty = bench.openPlan();
        QVERIFY(empty != nullptr);
        QVERIFY(DeskBench::tabTo(empty, "allowChanges"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTRY_VERIFY(!empty->isVisible());
        QTRY_COMPARE(bench.window().findChildren<PlanDialog *>().size(), 1); // the other is deleted
        QCOMPARE(bench.revoked(), QStringList());
        DeskBench::confirm(bench.dialog("planDialog"), wanted);
        QTRY_COMPARE_WITH_TIMEOUT(bench.revoked().size(), wanted, 60'000);
    }

    void undoInTheOutboxSendsNothing()
    {
        DeskBench bench;
        bench.startWithPlanInOutbox(60);
        QVERIFY(bench.window().outbox().isVisible());
        // Also with the keyboard in a field that has an undo of its own.
        QTest::keyClick(&bench.window(), Qt::Key_F, Qt::ControlModifier);
        QTRY_COMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("filterEdit"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(!bench.revoking().isPending());
        QVERIFY(!bench.window().outbox().isVisible());
        QCOMPARE(bench.window().tokens().filterLine(), QStringLiteral("last-used:never"));
        QCOMPARE(bench.revoked(), QStringList());
    }

    void aSecondPlanDoesNotHurryTheFirst()
    {
        DeskBench bench;
        bench.startWithPlanInOutbox(60);
        bench.window().tokens().setFilterLine(QStringLiteral("-last-used:never"));
        bench.selectAll();
        bench.revokeSelected();
        QVERIFY(bench.activate());
        const auto *bar = bench.window().findChild<OutboxBar *>();
        QTRY_VERIFY2(bar->accessibleName().contains(QStringLiteral("1 earlier plan")),
                     qPrintable(bar->accessibleName()));
        QTest::keyClick(&bench.window(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(bench.revoking().isPending()); // the first is still there
        QVERIFY2(bench.said().contains(QStringLiteral("still wait")), qPrintable(bench.said()));
        QVERIFY(!bar->accessibleName().contains(QStringLiteral("earlier")));
        QTest::keyClick(&bench.window(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(!bench.revoking().isPending());
        QVERIFY(!bench.revoking().isRunning());
        QCOMPARE(bench.revoked(), QStringList());
    }

    void whatWaitsInTheOutboxIsNotPlannedAgain()
    {
        DeskBench bench;
        bench.startWithPlanInOutbox(60);
        QWidget *again = bench.openPlan();
        QVERIFY(again != nullptr);
        QVERIFY(!DeskBench::button(again, "revoke")->isVisible());
        QTest::keyClick(again, Qt::Key_Escape);
        QTRY_VERIFY(bench.window().findChild<PlanDialog *>() == nullptr);
        bench.actions().undoOutbox->trigger();
        QVERIFY(bench.activate());
        QWidget *afterwards = bench.openPlan();
        QVERIFY(afterwards != nullptr);
        QVERIFY(DeskBench::button(afterwards, "revoke")->isVisible());
    }

    void theOutboxWaitsBehindADialog()
    {
        DeskBench bench;
        bench.startWithPlanInOutbox(1);
        QWidget *dialog = bench.open(bench.actions().settings, "settingsDialog");
        QVERIFY(dialog != nullptr);
        QTest::qWait(1500);
        QVERIFY(bench.revoking().isPending()); // Undo cannot be reached
        QTest::keyClick(dialog, Qt::Key_Escape);
        QVERIFY(bench.waitForRun());
        QVERIFY(!bench.revoking().isPending());
        QVERIFY(!bench.revoked().isEmpty());
    }

    void leavingWithAPlanInTheOutboxAsksFirst()
    {
        DeskBench bench;
        bench.startWithPlanInOutbox(60);
        bench.window().close();
        QWidget *question = bench.dialog("leaveQuestion");
        QVERIFY(question != nullptr);
        QVERIFY(bench.window().isVisible());
        QTest::keyClick(question, Qt::Key_Escape);
        QTRY_VERIFY(bench.revoking().isPending());
    }

    void settingsAreKept()
    {
        DeskBench bench;
        bench.setOutboxSeconds(60);
        bench.startWithOneAccount();
        QWidget *dialog = bench.open(bench.actions().settings, "settingsDialog");
        QVERIFY(dialog != nullptr);
        auto *outbox = dialog->findChild<QSpinBox *>(QStringLiteral("outboxSeconds"));
        QCOMPARE(outbox->value(), 60);
        outbox->setValue(0);
        QTest::keyClick(dialog, Qt::Key_Return);
        QVERIFY(bench.activate());
        bench.selectNeverUsed();
        const qsizetype wanted = bench.selectedIds().size();
        bench.revokeSelected();
        QTRY_COMPARE_WITH_TIMEOUT(bench.revoked().size(), wanted, 60'000);
    }

    void incidentModeSendsAtOnceForOneReason()
    {
        DeskBench bench;
        bench.setOutboxSeconds(60);
        bench.startWithOneAccount();
        QWidget *question = bench.open(bench.actions().incidentMode, "incidentQuestion");
        QVERIFY(question != nullptr);
        auto *reason = question->findChild<QLineEdit *>();
        reason->setText(QStringLiteral("INC-7 leaked laptop"));
        QTest::keyClick(reason, Qt::Key_Return);
        const Banner &state = bench.window().stateBanner();
        QTRY_VERIFY(state.accessibleDescription().contains(QStringLiteral("INC-7 leaked laptop")));
        QVERIFY(bench.activate());
        bench.selectNeverUsed();
        const qsizetype wanted = bench.selectedIds().size();
        bench.revokeSelected();
        QVERIFY(!bench.revoking().isPending());
        QTRY_COMPARE_WITH_TIMEOUT(bench.revoked().size(), wanted, 60'000);
        QTRY_VERIFY(!bench.revoking().isRunning());
        QTRY_VERIFY(!bench.said().isEmpty());
        bench.window().showPage(MainWindow::Page::Activity);
        QVERIFY(state.isVisible()); // whatever else is told, and wherever
        bench.actions().incidentMode->trigger(); // off, without asking
        QTRY_VERIFY(!state.isVisible());
        QTRY_VERIFY(!bench.revoking().incident());
    }
};

QTEST_MAIN(TestDesktopRevoking)
#include "tst_desktop_revoking.moc"
