#include "deskbench.h"

#include "ui/dialogs/plandialog.h"
#include "ui/dialogs/revealdialog.h"
#include "ui/pages/outboxbar.h"
#include "ui/tokens/tokenselection.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

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
    void theOutboxWaitsBehindADialog();
    void cancelIsTheDefaultAndSendsNothing();
    void whatIsSelectedWhileARunGoesStaysSelected();
    void theAppsOwnTokenIsLeftOut();
    void aRefusedKeyIsToldAtTheList();
    void leavingWithAPlanInTheOutboxAsksFirst();
    void everyActionIsInThePaletteOnce();
    void aReadOnlyAccountSendsNothingUntilAllowed();
    void tabFollowsTheEyeThroughTheAccount();
    void sessionsOfTwoPeopleEndAndTheReceiptSaysWhatIsProved();
    void anActionThatAProviderLacksSaysWhy();
    void aPersonsPlanBeginsWithNothingTicked();
    void aRotatedValueIsShownOnce();
    void aValueThatIsGivenOutIsMasked();
    void theRowsShownAreExported_data();
    void theRowsShownAreExported();
    void diagnosticsNameNobody();
    void theToolBarRevokesWhatThePageShows();
    void settingsAreKept();
    void incidentModeSendsAtOnceForOneReason();
    void nothingIsClippedAndEveryLabelIsPlain_data();
    void nothingIsClippedAndEveryLabelIsPlain();

private:
    static void chooseByFilter(DeskBench &bench, const QString &line);
    static QStringList selectedIds(DeskBench &bench);
    static void confirm(DeskBench &bench, const QString &count);
    //! What the action writes into a file that is chosen by name.
    static QByteArray saved(DeskBench &bench, QAction *action, const QString &name);
    static void typeAndRun(DeskBench &bench, const QString &name, const QString &count = {});
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
    const auto *bar = bench.window().findChild<OutboxBar *>();
    QVERIFY2(bar->accessibleName().contains(QStringLiteral("1 earlier plan")), qPrintable(bar->accessibleName()));
    QTest::keyClick(&bench.window(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(bench.desktop().revoking().isPending()); // the first is still there
    const QString said = bench.window().tokens().banner().accessibleDescription();
    QVERIFY2(said.contains(QStringLiteral("still wait")), qPrintable(said));
    QVERIFY(!bar->accessibleName().contains(QStringLiteral("earlier")));
    QTest::keyClick(&bench.window(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY(!bench.desktop().revoking().isPending());
    QVERIFY(!bench.desktop().revoking().isRunning());
    QCOMPARE(bench.server().ledger().changed(QStringLiteral("revoked")), QStringList());
}

void TestDesktop::theOutboxWaitsBehindADialog()
{
    DeskBench bench;
    bench.addAccount(QStringLiteral("stage-cdn"));
    bench.setOutboxSeconds(1);
    bench.start();
    chooseByFilter(bench, QStringLiteral("last-used:never"));
    confirm(bench, QString::number(selectedIds(bench).size()));
    QTRY_VERIFY(bench.desktop().revoking().isPending());
    bench.desktop().actions().settings->trigger();
    QWidget *dialog = bench.dialog("settingsDialog");
    QVERIFY(dialog != nullptr);
    QTest::qWait(1500);
    QVERIFY(bench.desktop().revoking().isPending()); // Undo cannot be reached
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.desktop().revoking().isPending(), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.desktop().revoking().isRunning(), 60'000);
    QVERIFY(!bench.server().ledger().changed(QStringLiteral("revoked")).isEmpty());
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

void TestDesktop::whatIsSelectedWhileARunGoesStaysSelected()
{
    DeskBench bench;
    bench.addAccount(QStringLiteral("stage-cdn"));
    bench.setOutboxSeconds(60);
    bench.start();
    chooseByFilter(bench, QStringLiteral("last-used:never"));
    confirm(bench, QString::number(selectedIds(bench).size()));
    QVERIFY(bench.activate());
    bench.window().tokens().setFilterLine(QStringLiteral("-last-used:never"));
    QTest::qWait(300); // the table settles
    QVERIFY(DeskBench::tabTo(&bench.window(), "tokenTable"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
    QTRY_COMPARE(bench.window().tokens().selection().count(), 1);
    const QStringList chosen = selectedIds(bench);
    bench.desktop().actions().sendNow->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(bench.desktop().revoking().isRunning(), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.desktop().revoking().isRunning(), 60'000);
    QTest::qWait(300);
    QCOMPARE(selectedIds(bench), chosen);
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
    QVERIFY(bench.activate());

    // Among others it is not counted either.
    QTest::keyClick(&bench.window(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(bench.window().tokens().filterLine(), QString());
    QTest::qWait(300); // the table settles
    QVERIFY(DeskBench::tabTo(&bench.window(), "tokenTable"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
    const qsizetype others = selectedIds(bench).size();
    QCOMPARE(bench.window().tokens().selection().count(), others + 1);
    const QString count = QLocale().toString(others);
    QTRY_VERIFY2(bench.desktop().actions().revoke->text().contains(count), qPrintable(count));
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
    QTRY_VERIFY(bench.window().tokens().banner().accessibleName().contains(QStringLiteral("Changes are allowed")));
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

//! Confirms the plan dialog that is open by typing what it asks for, and waits until its run is over.
void TestDesktop::typeAndRun(DeskBench &bench, const QString &name, const QString &count)
{
    QWidget *dialog = bench.dialog("planDialog");
    QVERIFY(dialog != nullptr);
    auto *revoke = dialog->findChild<QPushButton *>(QStringLiteral("revoke"));
    QVERIFY(!revoke->isEnabled());
    if (!count.isEmpty()) {
        QVERIFY(DeskBench::tabTo(dialog, "typed"));
        QTest::keyClicks(QApplication::focusWidget(), count);
    }
    QVERIFY(DeskBench::tabTo(dialog, "typedName"));
    QTest::keyClicks(QApplication::focusWidget(), name);
    if (auto *reason = dialog->findChild<QLineEdit *>(QStringLiteral("reason")); reason && reason->isVisible())
        reason->setText(QStringLiteral("CHG-20418"));
    QTRY_VERIFY2(revoke->isEnabled(), qPrintable(name));
    QVERIFY(DeskBench::tabTo(dialog, "revoke"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(bench.desktop().revoking().isRunning(), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.desktop().revoking().isRunning(), 60'000);
}

void TestDesktop::sessionsOfTwoPeopleEndAndTheReceiptSaysWhatIsProved()
{
    DeskBench bench(200);
    bench.addEveryProvider();
    bench.setOutboxSeconds(0);
    bench.start();
    const auto receipt = [&bench] { return bench.window().tokens().banner().accessibleDescription(); };

    // Two people of the provider without a list, by keyboard.
    QTest::keyClick(&bench.window(), Qt::Key_2, Qt::ControlModifier);
    QTRY_COMPARE(bench.window().page(), MainWindow::Page::People);
    auto *people = bench.window().findChild<QAbstractItemView *>(QStringLiteral("peopleTable"));
    QTRY_VERIFY(people->model()->rowCount() > 0);
    QVERIFY(people->selectionModel()->selectedRows().isEmpty()); // nobody is chosen to begin with
    const auto care = bench.accounts().find(QStringLiteral("care-eu"));
    QVERIFY(care);
    Q_EMIT bench.window().sidebar().accountChosen(care->id);
    QCOMPARE(bench.window().page(), MainWindow::Page::People);
    QTest::qWait(500); // the rows of that account alone
    QVERIFY(DeskBench::tabTo(&bench.window(), "peopleTable"));
    QTest::keyClick(people, Qt::Key_Home);
    QTest::keyClick(people, Qt::Key_Down);
    QTest::keyClick(people, Qt::Key_Down, Qt::ShiftModifier);
    QTRY_COMPARE(bench.window().people().chosenPeople().size(), 2);
    QTRY_VERIFY2(bench.desktop().actions().endSessions->isEnabled(),
                 qPrintable(bench.desktop().actions().endSessions->toolTip()));
    QStringList wanted;
    const QList<JoinedPerson> chosen = bench.window().people().chosenPeople();
    for (const JoinedPerson &person : chosen) {
        for (const PersonIdentity &identity : person.identities) {
            if (identity.person.account == care->id) // the others of whom they are one person are left alone
                wanted += identity.person.id.value;
        }
    }
    bench.desktop().actions().endSessions->trigger();
    typeAndRun(bench, QStringLiteral("care-eu"));
    QStringList ended = bench.server().ledger().changed(QStringLiteral("revoked"));
    ended.sort();
    wanted.sort();
    QCOMPARE(ended, wanted);
    QTRY_VERIFY2(receipt().contains(QStringLiteral("2 accepted, not provable here")), qPrintable(receipt()));

    // One token of each of the others.
    Q_EMIT bench.window().sidebar().accountChosen({});
    bench.window().showPage(MainWindow::Page::Tokens);
    QVERIFY(bench.activate());
    QList<std::pair<AccountId, TokenId>> some;
    QStringList ids;
    for (const char *name : {"prod-cdn", "login-eu", "arcade"}) {
        QVERIFY(bench.activate()); // offscreen, the list of completions keeps the keys
        chooseByFilter(bench, QStringLiteral("account:") + QLatin1String(name));
        const auto *completions = bench.window().findChild<QWidget *>(QStringLiteral("filterCompletions"));
        QVERIFY(completions == nullptr || !completions->isVisible());
        const QList<Token> tokens = bench.window().tokens().selectedTokens();
        for (const Token &token : tokens) {
            if (token.isOwn || !token.isActionable)
                continue;
            ids += token.id.value;
            some.append({token.account, token.id});
            break;
        }
    }
    QCOMPARE(ids.size(), 3);
    QVERIFY(bench.activate());
    bench.window().tokens().selectTokens(some);
    QTRY_COMPARE(bench.window().tokens().selection().count(), 3);
    QTRY_VERIFY(bench.desktop().actions().revoke->isEnabled());
    QTest::keyClick(&bench.window(), Qt::Key_Delete);
    typeAndRun(bench, QStringLiteral("arcade"),
               QStringLiteral("3")); // whose own token is not known, and so might be among the three
    const QStringList revoked = bench.server().ledger().changed(QStringLiteral("revoked")).mid(2);
    QCOMPARE(QSet<QString>(revoked.begin(), revoked.end()), QSet<QString>(ids.begin(), ids.end()));
    QTRY_VERIFY2(receipt().contains(QStringLiteral("3 revoked (confirmed)")), qPrintable(receipt()));
}

void TestDesktop::anActionThatAProviderLacksSaysWhy()
{
    DeskBench bench(60);
    bench.addEveryProvider();
    bench.start();
    const Actions &actions = bench.desktop().actions();
    const auto care = bench.accounts().find(QStringLiteral("care-eu"));
    Q_EMIT bench.window().sidebar().accountChosen(care->id);
    QTRY_VERIFY(actions.idleTimeout->isEnabled());
    QTRY_VERIFY(!actions.newToken->isEnabled());
    QVERIFY2(actions.newToken->toolTip().contains(QStringLiteral("signs in")), qPrintable(actions.newToken->toolTip()));
    const auto login = bench.accounts().find(QStringLiteral("login-eu"));
    Q_EMIT bench.window().sidebar().accountChosen(login->id);
    QTRY_VERIFY(actions.newToken->isEnabled());
    QTRY_VERIFY(!actions.idleTimeout->isEnabled());
    QVERIFY(actions.updateByValue->isEnabled());
    QVERIFY(actions.revokeByValue->isEnabled());
    QVERIFY2(actions.revokeOwn->toolTip().contains(QStringLiteral("console")),
             qPrintable(actions.revokeOwn->toolTip()));
}

void TestDesktop::aPersonsPlanBeginsWithNothingTicked()
{
    DeskBench bench(200);
    bench.addEveryProvider();
    bench.start();
    bench.window().showPage(MainWindow::Page::People);
    auto *people = bench.window().findChild<QAbstractItemView *>(QStringLiteral("peopleTable"));
    QTRY_VERIFY(people->model()->rowCount() > 10);
    bench.window().findChild<QLineEdit *>(QStringLiteral("peopleFilter"))->setText(QStringLiteral("@northwind"));
    QTest::qWait(500);
    // Somebody of two accounts, joined by one e-mail address.
    for (int row = 0; row < people->model()->rowCount(); ++row) {
        people->setCurrentIndex(people->model()->index(row, 0));
        const QList<JoinedPerson> chosen = bench.window().people().chosenPeople();
        if (chosen.size() == 1 && chosen.constFirst().identities.size() == 2 && chosen.constFirst().known().tokens > 0)
            break;
    }
    QCOMPARE(bench.window().people().chosenPeople().constFirst().identities.size(), 2);
    QTRY_VERIFY(bench.desktop().actions().revokePerson->isEnabled());
    bench.desktop().actions().revokePerson->trigger();
    QWidget *parts = bench.dialog("partsDialog");
    QVERIFY(parts != nullptr);
    auto *plan = parts->findChild<QPushButton *>(QStringLiteral("plan"));
    auto *rows = parts->findChild<QTreeWidget *>(QStringLiteral("parts"));
    QCOMPARE(rows->topLevelItemCount(), 2);
    for (int row = 0; row < 2; ++row)
        QCOMPARE(rows->topLevelItem(row)->checkState(0), Qt::Unchecked);
    QVERIFY(!plan->isEnabled());
    rows->topLevelItem(1)->setCheckState(0, Qt::Checked);
    QVERIFY(plan->isEnabled());
    plan->click();
    const auto *dialog = qobject_cast<PlanDialog *>(bench.dialog("planDialog"));
    QVERIFY(dialog != nullptr);
    QCOMPARE(bench.server().ledger().changed(QStringLiteral("revoked")), QStringList());
}

void TestDesktop::aRotatedValueIsShownOnce()
{
    DeskBench bench(60);
    bench.addEveryProvider();
    bench.start();
    const auto login = bench.accounts().find(QStringLiteral("login-eu"));
    Q_EMIT bench.window().sidebar().accountChosen(login->id);
    QTest::qWait(500);
    QVERIFY(DeskBench::tabTo(&bench.window(), "tokenTable"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
    QTRY_VERIFY(bench.desktop().actions().updateToken->isEnabled());
    QTest::keyClick(&bench.window(), Qt::Key_F2);
    QWidget *dialog = bench.dialog("updateTokenDialog");
    QVERIFY(dialog != nullptr);
    QComboBox *rotate = nullptr;
    const QList<QComboBox *> boxes = dialog->findChildren<QComboBox *>();
    for (QComboBox *box : boxes) {
        if (box->accessibleName().contains(QStringLiteral("Rotate")))
            rotate = box;
    }
    QVERIFY(rotate != nullptr);
    rotate->setCurrentIndex(rotate->findText(QStringLiteral("yes")));
    QVERIFY(rotate->currentIndex() >= 0);
    dialog->findChild<QPushButton *>(QStringLiteral("change"))->click();
    QWidget *reveal = bench.dialog("revealDialog");
    QVERIFY(reveal != nullptr);
    QTest::keyClick(reveal, Qt::Key_Escape);
    QVERIFY(reveal->isVisible()); // until somebody says that the value is stored
    QVERIFY(!reveal->findChild<QPushButton *>(QStringLiteral("close"))->isEnabled());
    QCOMPARE(bench.server().ledger().requests(QStringLiteral("authlete.updateToken")), 1);
    QTest::mouseClick(reveal->findChild<QCheckBox *>(QStringLiteral("stored")), Qt::LeftButton, {}, QPoint(5, 8));
    QTRY_VERIFY(reveal->findChild<QPushButton *>(QStringLiteral("close"))->isEnabled());
    reveal->findChild<QPushButton *>(QStringLiteral("close"))->click();
}

void TestDesktop::aValueThatIsGivenOutIsMasked()
{
    DeskBench bench(60);
    bench.addEveryProvider();
    bench.start();
    const auto arcade = bench.accounts().find(QStringLiteral("arcade"));
    Q_EMIT bench.window().sidebar().accountChosen(arcade->id);
    QTest::qWait(500);
    QVERIFY(DeskBench::tabTo(&bench.window(), "tokenTable"));
    // Names with a slash or dots alone cannot be asked for.
    static const QRegularExpression plain(QStringLiteral("^[a-z][^%/]*[a-z0-9]/[^%/]+$"));
    for (int row = 0; row < 60; ++row) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        const std::optional<Token> token = bench.window().tokens().currentToken();
        if (token && token->account == arcade->id && token->id.value.contains(plain))
            break;
    }
    const QString id = bench.window().tokens().currentToken()->id.value;
    QVERIFY2(id.contains(plain), qPrintable(id));
    QTRY_VERIFY(bench.desktop().actions().showValue->isEnabled());
    bench.desktop().actions().showValue->trigger();
    QWidget *reveal = bench.dialog("revealDialog");
    QVERIFY2(reveal != nullptr, qPrintable(bench.window().tokens().banner().accessibleDescription()));
    const auto *field = reveal->findChild<SecretField *>();
    QVERIFY(field != nullptr && !field->isShown());
    QTest::keyClick(reveal, Qt::Key_Escape); // it can be asked for again
    QTRY_VERIFY(bench.window().findChild<RevealDialog *>() == nullptr);
}

QByteArray TestDesktop::saved(DeskBench &bench, QAction *action, const QString &name)
{
    const QTemporaryDir folder;
    action->trigger();
    QFileDialog *chooser = nullptr;
    if (!QTest::qWaitFor([&] { return (chooser = bench.window().findChild<QFileDialog *>()) != nullptr; }))
        return {};
    const QString path = folder.filePath(name);
    chooser->setDirectory(folder.path());
    chooser->findChild<QLineEdit *>()->setText(name);
    QMetaObject::invokeMethod(chooser, "accept");
    if (!QTest::qWaitFor([&path] { return QFile::exists(path); }))
        return {};
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestDesktop::theRowsShownAreExported_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("as a table") << QStringLiteral("rows.csv");
    QTest::newRow("as JSON lines") << QStringLiteral("rows.json");
}

void TestDesktop::theRowsShownAreExported()
{
    QFETCH(QString, name);
    DeskBench bench;
    bench.addAccount(QStringLiteral("stage-cdn"));
    bench.start();
    chooseByFilter(bench, QStringLiteral("last-used:never"));
    const QByteArray file = saved(bench, bench.desktop().actions().exportRows, name);
    const QList<Token> shown = bench.window().tokens().selectedTokens();
    QVERIFY(!shown.isEmpty());
    const bool isTable = name.endsWith(QLatin1String("csv"));
    QCOMPARE(file.count('\n'), shown.size() + (isTable ? 1 : 0));
    for (const Token &token : shown) {
        QVERIFY(file.contains(token.id.value.toUtf8()));
        const QString owner = token.owner ? token.owner->name : QString();
        const bool isPlain = !owner.contains(QRegularExpression(QStringLiteral("[^\\w ]"))); // else it may be escaped
        QVERIFY2(!isPlain || file.contains(owner.toUtf8()), qPrintable(owner));
    }
}

void TestDesktop::diagnosticsNameNobody()
{
    DeskBench bench;
    bench.addAccount(QStringLiteral("stage-cdn"));
    bench.start();
    chooseByFilter(bench, QStringLiteral("last-used:never"));
    const QByteArray file = saved(bench, bench.desktop().actions().diagnostics, QStringLiteral("about.txt"));
    QVERIFY(file.contains("latchkey"));
    QVERIFY(file.contains("requests"));
    QVERIFY(!file.contains("stage-cdn"));
    const QList<Token> tokens = bench.window().tokens().selectedTokens();
    QVERIFY(!tokens.isEmpty());
    for (const Token &token : tokens) {
        QVERIFY(!file.contains(token.id.value.toUtf8()));
        QVERIFY(!token.owner || token.owner->name.isEmpty() || !file.contains(token.owner->name.toUtf8()));
    }
}

void TestDesktop::theToolBarRevokesWhatThePageShows()
{
    DeskBench bench(60);
    bench.addEveryProvider();
    bench.start();
    const Actions &actions = bench.desktop().actions();
    auto *button = bench.window().findChild<QToolButton *>(QStringLiteral("revokeButton"));
    QVERIFY(button);
    QCOMPARE(button->defaultAction(), actions.revoke);
    chooseByFilter(bench, QStringLiteral("last-used:never"));
    bench.window().showPage(MainWindow::Page::People);
    QCOMPARE(button->defaultAction(), actions.revokePerson);
    QTRY_VERIFY(!actions.copyRows->isEnabled()); // nobody is chosen, whatever is on the other page
    bench.window().people().findChild<QTableView *>(QStringLiteral("peopleTable"))->selectRow(0);
    QTRY_VERIFY(actions.copyRows->isEnabled());
    bench.window().people().showTab(PeoplePage::Tab::Clients);
    QCOMPARE(button->defaultAction(), actions.revokeClient);
    bench.window().showPage(MainWindow::Page::Runs);
    QCOMPARE(button->defaultAction(), actions.revoke);
    QCOMPARE(button->actions(), QList<QAction *>{actions.revoke}); // and offers no other
}

void TestDesktop::settingsAreKept()
{
    DeskBench bench;
    bench.addAccount(QStringLiteral("stage-cdn"));
    bench.setOutboxSeconds(60);
    bench.start();
    bench.desktop().actions().settings->trigger();
    QWidget *dialog = bench.dialog("settingsDialog");
    QVERIFY(dialog != nullptr);
    auto *outbox = dialog->findChild<QSpinBox *>(QStringLiteral("outboxSeconds"));
    QCOMPARE(outbox->value(), 60);
    outbox->setValue(0);
    QTest::keyClick(dialog, Qt::Key_Return);
    QVERIFY(bench.activate());
    chooseByFilter(bench, QStringLiteral("last-used:never"));
    const qsizetype wanted = selectedIds(bench).size();
    confirm(bench, QString::number(wanted));
    QTRY_COMPARE_WITH_TIMEOUT(bench.server().ledger().changed(QStringLiteral("revoked")).size(), wanted, 60'000);
}

void TestDesktop::incidentModeSendsAtOnceForOneReason()
{
    DeskBench bench;
    bench.addAccount(QStringLiteral("stage-cdn"));
    bench.setOutboxSeconds(60);
    bench.start();
    const auto banner = [&bench] { return bench.window().tokens().banner().accessibleDescription(); };
    bench.desktop().actions().incidentMode->trigger();
    QWidget *question = bench.dialog("incidentQuestion");
    QVERIFY(question != nullptr);
    auto *reason = question->findChild<QLineEdit *>();
    reason->setText(QStringLiteral("INC-7 leaked laptop"));
    QTest::keyClick(reason, Qt::Key_Return);
    QTRY_VERIFY2(banner().contains(QStringLiteral("INC-7 leaked laptop")), qPrintable(banner()));
    QVERIFY(bench.window().people().banner().accessibleDescription().contains(QStringLiteral("INC-7")));
    QVERIFY(bench.activate());
    chooseByFilter(bench, QStringLiteral("last-used:never"));
    const qsizetype wanted = selectedIds(bench).size();
    confirm(bench, QString::number(wanted));
    QVERIFY(!bench.desktop().revoking().isPending());
    QTRY_COMPARE_WITH_TIMEOUT(bench.server().ledger().changed(QStringLiteral("revoked")).size(), wanted, 60'000);
    QTRY_VERIFY(!bench.desktop().revoking().isRunning());
    bench.desktop().actions().incidentMode->trigger(); // off, without asking
    QTRY_VERIFY(!bench.desktop().revoking().incident());
}

void TestDesktop::nothingIsClippedAndEveryLabelIsPlain_data()
{
    QTest::addColumn<double>("scale");
    QTest::addColumn<QSize>("size");
    QTest::newRow("a small window") << 1.0 << QSize(900, 650);
    QTest::newRow("a large window") << 1.0 << QSize(1600, 1000);
    QTest::newRow("a 4K window") << 1.0 << QSize(3840, 2160);
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
        for (const auto page :
             {MainWindow::Page::Tokens, MainWindow::Page::People, MainWindow::Page::Activity, MainWindow::Page::Runs}) {
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
