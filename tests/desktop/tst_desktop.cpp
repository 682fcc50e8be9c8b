#include "deskbench.h"

#include "ui/dialogs/plandialog.h"
#include "ui/tokens/tokenselection.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace latchkey;
using namespace latchkey::tests;

//! The window with everything behind it, used as a person does: keys and clicks, judged by the sandbox's ledger.
class TestDesktop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    void aSelectionIsRevokedAndProvedByKeyboardAlone();
    void undoInTheOutboxSendsNothing();
    void aSecondPlanDoesNotHurryTheFirst();
    void cancelIsTheDefaultAndSendsNothing();
    void theAppsOwnTokenIsLeftOut();
    void aRefusedKeyIsToldAtTheList();
    void leavingWithAPlanInTheOutboxAsksFirst();
    void everyActionIsInThePaletteOnce();
    void aReadOnlyAccountSendsNothingUntilAllowed();
    void tabFollowsTheEyeThroughTheAccount();
    void nothingIsClippedAndEveryLabelIsPlain_data();
    void nothingIsClippedAndEveryLabelIsPlain();

private:
    static void chooseByFilter(DeskBench &bench, const QString &line);
    static QStringList selectedIds(DeskBench &bench);
    static void confirm(DeskBench &bench, const QString &count);
};

void TestDesktop::chooseByFilter(DeskBench &bench, const QString &line)
{
    QTest::keyClick(&bench.window(), Qt::Key_F, Qt::ControlModifier);
    QTRY_COMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("filterEdit"));
    QTest::keyClicks(QApplication::focusWidget(), line);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_COMPARE(bench.window().tokens().filterLine(), line);
    QTest::qWait(300); // the table settles
    QVERIFY(DeskBench::tabTo(&bench.window(), "tokenTable"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
    QTRY_VERIFY(bench.window().tokens().selection().count() > 0);
}

QStringList TestDesktop::selectedIds(DeskBench &bench)
{
    QStringList ids;
    const QList<Token> tokens = bench.window().tokens().selectedTokens();
    for (const Token &token : tokens) {
        if (!token.isOwn)
            ids += token.id.value;
    }
    ids.sort();
    return ids;
}

void TestDesktop::confirm(DeskBench &bench, const QString &count)
{
    QTRY_VERIFY(bench.desktop().actions().revoke->isEnabled());
    QTest::keyClick(&bench.window(), Qt::Key_Delete);
    QWidget *dialog = bench.dialog("planDialog");
    QVERIFY(dialog != nullptr);
    auto *revoke = dialog->findChild<QPushButton *>(QStringLiteral("revoke"));
    QVERIFY(!revoke->isEnabled());
    QVERIFY(DeskBench::tabTo(dialog, "typed"));
    QTest::keyClicks(QApplication::focusWidget(), count);
    QTRY_VERIFY(revoke->isEnabled());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return); // Enter in a field never revokes
    QVERIFY(dialog->isVisible());
    QVERIFY(DeskBench::tabTo(dialog, "revoke"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
}

void TestDesktop::aSelectionIsRevokedAndProvedByKeyboardAlone()
{
    DeskBench bench;
    bench.addAccount(QStringLiteral("stage-cdn"));
    bench.setOutboxSeconds(0);
    bench.start();
    chooseByFilter(bench, QStringLiteral("last-used:never"));
    const QStringList wanted = selectedIds(bench);
    QVERIFY(wanted.size() >= 10);
    confirm(bench, QString::number(wanted.size()));

    QTRY_VERIFY_WITH_TIMEOUT(bench.desktop().revoking().isRunning(), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.desktop().revoking().isRunning(), 60'000);
    QStringList revoked = bench.server().ledger().changed(QStringLiteral("revoked"));
    revoked.sort();
    QCOMPARE(revoked, wanted);
    QTRY_COMPARE(bench.window().tokens().selection().count(), 0);
    QTRY_VERIFY(bench.window().tokens().banner().accessibleDescription().contains(QString::number(wanted.size())));
}

void TestDesktop::undoInTheOutboxSendsNothing()
{
    DeskBench bench;
    bench.addAccount(QStringLiteral("stage-cdn"));
    bench.setOutboxSeconds(60);
    bench.start();
    chooseByFilter(bench, QStringLiteral("last-used:never"));
    const QStringList wanted = selectedIds(bench);
    confirm(bench, QString::number(wanted.size()));
    QTRY_VERIFY(bench.desktop().revoking().isPending());
    QVERIFY(bench.window().outbox().isVisible());
    QVERIFY(bench.activate());
    // Also with the keyboard in a field that has an undo of its own.
    QTest::keyClick(&bench.window(), Qt::Key_F, Qt::ControlModifier);
    QTRY_COMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("filterEdit"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY(!bench.desktop().revoking().isPending());
    QVERIFY(!bench.window().outbox().isVisible());
    QCOMPARE(bench.window().tokens().filterLine(), QStringLiteral("last-used:never"));
    QCOMPARE(bench.server().ledger().changed(QStringLiteral("revoked")), QStringList());
}

void TestDesktop::aSecondPlanDoesNotHurryTheFirst()
{
    DeskBench bench;
    bench.addAccount(QStringLiteral("stage-cdn"));
    bench.setOutboxSeconds(60);
    bench.start();
    chooseByFilter(bench, QStringLiteral("last-used:never"));
    confirm(bench, QString::number(selectedIds(bench).size()));
    QTRY_VERIFY(bench.desktop().revoking().isPending());
    QVERIFY(bench.activate());
    confirm(bench, QString::number(selectedIds(bench).size()));
    QVERIFY(bench.activate());
    QTest::qWait(500);
    QTest::keyClick(&bench.window(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(bench.desktop().revoking().isPending()); // the first is still there
    QTest::keyClick(&bench.window(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY(!bench.desktop().revoking().isPending());
    QVERIFY(!bench.desktop().revoking().isRunning());
    QCOMPARE(bench.server().ledger().changed(QStringLiteral("revoked")), QStringList());
}

void TestDesktop::cancelIsTheDefaultAndSendsNothing()
{
    DeskBench bench;
    bench.addAccount(QStringLiteral("stage-cdn"));
    bench.setOutboxSeconds(0);
    bench.start();
    chooseByFilter(bench, QStringLiteral("last-used:never"));
    bench.window().showPage(MainWindow::Page::Runs);
    QTRY_VERIFY(!bench.desktop().actions().revoke->isEnabled()); // nobody sees there what would go
    bench.window().showPage(MainWindow::Page::Tokens);
    QTRY_VERIFY(bench.desktop().actions().revoke->isEnabled());
    QTest::keyClick(&bench.window(), Qt::Key_Delete);
    QWidget *dialog = bench.dialog("planDialog");
    QVERIFY(dialog != nullptr);
    QVERIFY(dialog->findChild<QPushButton *>(QStringLiteral("cancel"))->isDefault());
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(bench.window().findChild<PlanDialog *>() == nullptr);
    QVERIFY(!bench.desktop().revoking().isPending());
    QVERIFY(!bench.desktop().revoking().isRunning());
    QCOMPARE(bench.server().ledger().changed(QStringLiteral("revoked")), QStringList());
}

void TestDesktop::theAppsOwnTokenIsLeftOut()
{
    DeskBench bench;
    bench.addAccount(QStringLiteral("stage-cdn"));
    bench.setOutboxSeconds(60);
    bench.start();
    chooseByFilter(bench, QStringLiteral("own:yes"));
    QTRY_VERIFY(bench.desktop().actions().revoke->isEnabled());
    QTest::keyClick(&bench.window(), Qt::Key_Delete);
    QWidget *dialog = bench.dialog("planDialog");
    QVERIFY(dialog != nullptr);
    QVERIFY(!dialog->findChild<QPushButton *>(QStringLiteral("revoke"))->isEnabled());
    QTest::keyClick(dialog, Qt::Key_Escape);
}

void TestDesktop::aRefusedKeyIsToldAtTheList()
{
    DeskBench bench;
    bench.addAccount(QStringLiteral("old-cdn"), Environment::Production, false);
    bench.start();
    Banner &banner = bench.window().tokens().banner();
    QTRY_VERIFY(banner.isVisible());
    QVERIFY2(banner.accessibleName().contains(QStringLiteral("old-cdn")), qPrintable(banner.accessibleName()));
    QVERIFY2(banner.accessibleDescription().contains(QStringLiteral("does not accept this credential")),
             qPrintable(banner.accessibleDescription()));
}

void TestDesktop::leavingWithAPlanInTheOutboxAsksFirst()
{
    DeskBench bench;
    bench.addAccount(QStringLiteral("stage-cdn"));
    bench.setOutboxSeconds(60);
    bench.start();
    chooseByFilter(bench, QStringLiteral("last-used:never"));
    confirm(bench, QString::number(selectedIds(bench).size()));
    QTRY_VERIFY(bench.desktop().revoking().isPending());
    bench.window().close();
    QWidget *question = bench.dialog("leaveQuestion");
    QVERIFY(question != nullptr);
    QVERIFY(bench.window().isVisible());
    QTest::keyClick(question, Qt::Key_Escape);
    QTRY_VERIFY(bench.desktop().revoking().isPending());
}

void TestDesktop::everyActionIsInThePaletteOnce()
{
    DeskBench bench;
    bench.start();
    QTest::keyClick(&bench.window(), Qt::Key_K, Qt::ControlModifier);
    QWidget *palette = bench.dialog("commandPalette");
    QVERIFY(palette != nullptr);
    const auto *list = palette->findChild<QAbstractItemView *>(QStringLiteral("paletteList"));
    QCOMPARE(list->model()->rowCount(), bench.desktop().actions().all().size() - 1); // all but the palette itself
    QTest::keyClick(palette, Qt::Key_Escape);
}

void TestDesktop::aReadOnlyAccountSendsNothingUntilAllowed()
{
    DeskBench bench;
    Account account = bench.addAccount(QStringLiteral("stage-cdn"));
    account.policy.readOnly = true;
    QVERIFY(bench.accounts().update(account));
    bench.setOutboxSeconds(0);
    bench.start();
    chooseByFilter(bench, QStringLiteral("last-used:never"));
    const QStringList wanted = selectedIds(bench);
    QTRY_VERIFY(bench.desktop().actions().revoke->isEnabled());
    QTest::keyClick(&bench.window(), Qt::Key_Delete);
    QWidget *dialog = bench.dialog("planDialog");
    QVERIFY(dialog != nullptr);
    QVERIFY(!dialog->findChild<QPushButton *>(QStringLiteral("revoke"))->isEnabled());
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(bench.window().findChild<PlanDialog *>() == nullptr);

    Q_EMIT bench.window().sidebar().accountChosen(account.id);
    QTRY_VERIFY(bench.desktop().actions().allowChanges->isEnabled());
    bench.desktop().actions().allowChanges->trigger();
    QTest::qWait(300);
    QVERIFY(bench.activate());
    QVERIFY(DeskBench::tabTo(&bench.window(), "tokenTable"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
    confirm(bench, QString::number(wanted.size()));
    QTRY_COMPARE_WITH_TIMEOUT(bench.server().ledger().changed(QStringLiteral("revoked")).size(), wanted.size(), 60'000);
}

void TestDesktop::tabFollowsTheEyeThroughTheAccount()
{
    DeskBench bench;
    bench.start();
    bench.desktop().actions().addAccount->trigger();
    QWidget *dialog = bench.dialog("accountsDialog");
    QVERIFY(dialog != nullptr);
    QVERIFY(DeskBench::tabTo(dialog, "name"));
    QStringList stops;
    do {
        stops += QApplication::focusWidget()->objectName();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    } while (stops.last() != QLatin1String("save") && stops.size() < 60);
    const QStringList inOrder = {QStringLiteral("name"),    QStringLiteral("colour"), QStringLiteral("environment"),
                                 QStringLiteral("baseUrl"), QStringLiteral("tenant"), QStringLiteral("secretLine"),
                                 QStringLiteral("test"),    QStringLiteral("save")};
    QStringList seen;
    for (const QString &stop : std::as_const(stops)) {
        if (inOrder.contains(stop))
            seen += stop;
    }
    QVERIFY2(seen == inOrder, qPrintable(stops.join(u' ')));
    QTest::keyClick(dialog, Qt::Key_Escape);
}

void TestDesktop::nothingIsClippedAndEveryLabelIsPlain_data()
{
    QTest::addColumn<double>("scale");
    QTest::addColumn<QSize>("size");
    QTest::newRow("a small window") << 1.0 << QSize(900, 650);
    QTest::newRow("a large window") << 1.0 << QSize(1600, 1000);
    QTest::newRow("letters half as large again") << 1.5 << QSize(1350, 975);
}

void TestDesktop::nothingIsClippedAndEveryLabelIsPlain()
{
    QFETCH(const double, scale);
    QFETCH(const QSize, size);
    const QFont usual = QApplication::font();
    QFont larger = usual;
    larger.setPointSizeF(usual.pointSizeF() * scale);
    QApplication::setFont(larger);
    {
        DeskBench bench;
        bench.addAccount(QStringLiteral("prod-cdn"), Environment::Production);
        bench.addAccount(QStringLiteral("old-cdn"), Environment::Staging, false);
        bench.start();
        bench.window().resize(size);
        QTest::keyClick(bench.table(), Qt::Key_Down);
        QTest::qWait(200);
        for (const auto page : {MainWindow::Page::Tokens, MainWindow::Page::Activity, MainWindow::Page::Runs}) {
            bench.window().showPage(page);
            QTest::qWait(100);
            const QList<QLabel *> labels = bench.window().findChildren<QLabel *>();
            for (const QLabel *label : labels) {
                QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->text()));
                if (label->isVisible() && !label->text().isEmpty())
                    QVERIFY2(label->width() >= label->minimumSizeHint().width()
                                 && label->height() >= label->minimumSizeHint().height(),
                             qPrintable(label->text()));
            }
            const QList<QAbstractButton *> buttons = bench.window().findChildren<QAbstractButton *>();
            for (const QAbstractButton *button : buttons) {
                if (button->isVisible() && !button->text().isEmpty())
                    QVERIFY2(button->width() >= button->minimumSizeHint().width(), qPrintable(button->text()));
            }
        }
    }
    QApplication::setFont(usual);
}

QTEST_MAIN(TestDesktop)
#include "tst_desktop.moc"
