#include "deskbench.h"

#include "ui/dialogs/plandialog.h"
#include "ui/tokens/tokenselection.h"

#include <QLineEdit>
#include <QTreeWidget>

using namespace latchkey;
using namespace latchkey::tests;

namespace {

//! Whatever keys were held last: the view itself would go by them.
void chooseRow(const QTableView &view, int row)
{
    view.selectionModel()->setCurrentIndex(view.model()->index(row, 0),
                                           QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

} // namespace

//! People of all four providers: whose tokens go, and what can be proved of it.
class TestDesktopPeople : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    void sessionsOfTwoPeopleEndAndTheReceiptSaysWhatIsProved()
    {
        DeskBench bench(200);
        bench.startWithEveryProvider();

        // Two people of the provider without a list, by keyboard.
        QTest::keyClick(&bench.window(), Qt::Key_2, Qt::ControlModifier);
        QTRY_COMPARE(bench.window().page(), MainWindow::Page::People);
        QTableView *people = bench.peopleTable();
        QTRY_VERIFY(people->model()->rowCount() > 0);
        QVERIFY(people->selectionModel()->selectedRows().isEmpty()); // nobody is chosen to begin with
        const AccountId care = bench.chooseAccount("care-eu");
        QCOMPARE(bench.window().page(), MainWindow::Page::People);
        QTest::qWait(500); // the rows of that account alone
        QVERIFY(DeskBench::tabTo(&bench.window(), "peopleTable"));
        QTest::keyClick(people, Qt::Key_Home);
        QTest::keyClick(people, Qt::Key_Down);
        QTest::keyClick(people, Qt::Key_Down, Qt::ShiftModifier);
        QTRY_COMPARE(bench.window().people().chosenPeople().size(), 2);
        QTRY_VERIFY2(bench.actions().endSessions->isEnabled(), qPrintable(bench.actions().endSessions->toolTip()));
        QStringList wanted;
        const QList<JoinedPerson> chosen = bench.window().people().chosenPeople();
        for (const JoinedPerson &person : chosen) {
            for (const PersonIdentity &identity : person.identities) {
                if (identity.person.account == care) // the others of whom they are one person are left alone
                    wanted += identity.person.id.value;
            }
        }
        DeskBench::confirm(bench.open(bench.actions().endSessions, "planDialog"), 0, QStringLiteral("care-eu"));
        QVERIFY(bench.waitForRun());
        QStringList ended = bench.revoked();
        ended.sort();
        wanted.sort();
        QCOMPARE(ended, wanted);
        QTRY_VERIFY2(bench.said().contains(QStringLiteral("2 accepted, not provable here")), qPrintable(bench.said()));

        // One token of each of the others.
        Q_EMIT bench.window().sidebar().accountChosen({});
        bench.window().showPage(MainWindow::Page::Tokens);
        QVERIFY(bench.activate());
        QList<std::pair<AccountId, TokenId>> some;
        QStringList ids;
        for (const char *name : {"prod-cdn", "login-eu", "arcade"}) {
            QVERIFY(bench.activate()); // offscreen, the list of completions keeps the keys
            bench.selectByFilter(QStringLiteral("account:") + QLatin1String(name));
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
        // Of arcade the own token is not known, and so might be among the three.
        DeskBench::confirm(bench.openPlan(), 3, QStringLiteral("arcade"));
        QVERIFY(bench.waitForRun());
        const QStringList revoked = bench.revoked().mid(2);
        QCOMPARE(QSet<QString>(revoked.begin(), revoked.end()), QSet<QString>(ids.begin(), ids.end()));
        QTRY_VERIFY2(bench.said().contains(QStringLiteral("3 revoked (confirmed)")), qPrintable(bench.said()));
    }

    void theirTokensAreTheirsAlone()
    {
        DeskBench bench(300);
        bench.startWithEveryProvider();
        bench.window().showPage(MainWindow::Page::People);
        QTableView *people = bench.peopleTable();
        QTRY_VERIFY(people->model()->rowCount() > 10);
        // Whoever has the shortest id is part of the most others'.
        bench.window()
            .findChild<QLineEdit *>(QStringLiteral("peopleFilter"))
            ->setText(QStringLiteral("account:arcade"));
        QTest::qWait(500);
        int best = -1;
        qsizetype length = 1000;
        for (int row = 0; row < people->model()->rowCount(); ++row) {
            const auto person = people->model()->index(row, 0).data(WhoRole).value<JoinedPerson>();
            const qsizetype here = person.identities.constFirst().person.id.value.size();
            if (person.known().tokens > 0 && here < length) {
                best = row;
                length = here;
            }
        }
        QVERIFY(best >= 0);
        chooseRow(*people, best);
        const JoinedPerson chosen = bench.window().people().chosenPeople().value(0);
        QTRY_VERIFY(bench.actions().showTheirTokens->isEnabled());
        bench.actions().showTheirTokens->trigger();
        QVERIFY(bench.activate());
        bench.selectAll();
        const QList<Token> shown = bench.window().tokens().selectedTokens();
        QCOMPARE(shown.size(), chosen.known().tokens);
        for (const Token &token : shown) {
            const bool isTheirs = std::any_of(
                chosen.identities.cbegin(), chosen.identities.cend(), [&token](const PersonIdentity &identity) {
                    return identity.person.account == token.account && identity.person.id.value == token.owner->id;
                });
            QVERIFY2(isTheirs, qPrintable(token.id.value));
        }
    }

    void aPersonsPlanBeginsWithNothingTicked()
    {
        DeskBench bench(200);
        bench.startWithEveryProvider();
        bench.window().showPage(MainWindow::Page::People);
        QTableView *people = bench.peopleTable();
        QTRY_VERIFY(people->model()->rowCount() > 10);
        bench.window().findChild<QLineEdit *>(QStringLiteral("peopleFilter"))->setText(QStringLiteral("@northwind"));
        QTest::qWait(500);
        // Somebody of two accounts, joined by one e-mail address.
        for (int row = 0; row < people->model()->rowCount(); ++row) {
            chooseRow(*people, row);
            const QList<JoinedPerson> chosen = bench.window().people().chosenPeople();
            if (chosen.size() == 1 && chosen.constFirst().identities.size() == 2
                && chosen.constFirst().known().tokens > 0)
                break;
        }
        QCOMPARE(bench.window().people().chosenPeople().constFirst().identities.size(), 2);
        QTRY_VERIFY(bench.actions().revokePerson->isEnabled());
        QWidget *parts = bench.open(bench.actions().revokePerson, "partsDialog");
        QVERIFY(parts != nullptr);
        QPushButton *plan = DeskBench::button(parts, "plan");
        auto *rows = parts->findChild<QTreeWidget *>(QStringLiteral("parts"));
        QCOMPARE(rows->topLevelItemCount(), 2);
        for (int row = 0; row < 2; ++row)
            QCOMPARE(rows->topLevelItem(row)->checkState(0), Qt::Unchecked);
        QVERIFY(!plan->isEnabled());
        rows->topLevelItem(1)->setCheckState(0, Qt::Checked);
        QVERIFY(plan->isEnabled());
        plan->click();
        QVERIFY(qobject_cast<PlanDialog *>(bench.dialog("planDialog")) != nullptr);
        QCOMPARE(bench.revoked(), QStringList());
    }
};

QTEST_MAIN(TestDesktopPeople)
#include "tst_desktop_people.moc"
