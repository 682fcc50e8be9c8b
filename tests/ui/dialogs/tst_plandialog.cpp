#include "invented.h"
#include "ui/dialogs/plandialog.h"
#include "ui/dialogs/plantree.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/look.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <utility>

using namespace latchkey;
using namespace latchkey::invented;

namespace {

PlanDialog::Context contextOf(const Plan &plan)
{
    PlanDialog::Context context;
    for (const PlanAccount &account : plan.accounts) {
        PlanDialog::AccountContext about;
        about.provider = account.provider == borealis().id ? borealis() : provider();
        about.budget = WriteBudget{955, 1'000, 100, {}};
        about.deletesInFlight = 4;
        about.checkedAtMs = Now - 60'000;
        context.accounts.insert(account.id, about);
    }
    return context;
}

//! The rows of the tree: name and, of what spans the row, its detail.
QStringList rowsOf(const PlanDialog &dialog)
{
    const QAbstractItemModel *model = dialog.findChild<PlanTree *>()->model();
    QStringList rows;
    for (int group = 0; group < model->rowCount(); ++group) {
        const QModelIndex head = model->index(group, 0);
        rows += head.data().toString();
        for (int row = 0; row < model->rowCount(head); ++row)
            rows += model->index(row, 0, head).data().toString();
    }
    return rows;
}

} // namespace

class TestPlanDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    void asksForWhatTheClassOfThePlanDemands_data()
    {
        QTest::addColumn<Plan>("plan");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("wrong");
        QTest::addColumn<QString>("right");
        const Account dev = account(QStringLiteral("login-dev"));
        const Account prod = account(QStringLiteral("prod-cdn"), Environment::Production);
        PlanAccount wideOnly = part(dev, 0);
        wideOnly.wide = {wide(QStringLiteral("ann@example.com"))};
        Plan own = plan({part(dev, 1)});
        own.isOwn = true;
        own.losingAccess = QStringList{QStringLiteral("login-dev")};

        QTest::newRow("routine: nothing to type") << plan({part(dev, 9)}) << QString() << QString() << QString();
        QTest::newRow("serious: the count")
            << plan({part(dev, 12)}) << QString() << QStringLiteral("1") << QStringLiteral("12");
        QTest::newRow("one token on production: a reason")
            << plan({part(prod, 1)}) << QStringLiteral("CHG-1") << QString() << QString();
        QTest::newRow("many on production: a reason and the count")
            << plan({part(prod, 3)}) << QStringLiteral("CHG-1") << QStringLiteral("33") << QStringLiteral("3");
        QTest::newRow("wide: the person")
            << plan({wideOnly}) << QString() << QStringLiteral("ann@example") << QStringLiteral("ann@example.com");
        QTest::newRow("own: the account that loses access")
            << own << QString() << QStringLiteral("yes") << QStringLiteral("login-dev");
    }
    void asksForWhatTheClassOfThePlanDemands()
    {
        QFETCH(Plan, plan);
        QFETCH(QString, reason);
        QFETCH(QString, wrong);
        QFETCH(QString, right);
        PlanDialog dialog(plan, contextOf(plan), m_clock);
        QSignalSpy confirmed(&dialog, &PlanDialog::confirmed);
        dialog.show();
        auto *revoke = dialog.findChild<QPushButton *>(QStringLiteral("revoke"));
        auto *count = dialog.findChild<QLineEdit *>(QStringLiteral("typed"));
        auto *name = dialog.findChild<QLineEdit *>(QStringLiteral("typedName"));
        QVERIFY(!(count->isVisible() && name->isVisible()));
        auto *typed = name->isVisible() ? name : count;
        QCOMPARE(typed->isVisible(), !right.isEmpty());
        const auto click = [revoke] { QTest::mouseClick(revoke, Qt::LeftButton); };

        if (!reason.isEmpty()) {
            QTest::keyClicks(typed, right);
            QVERIFY2(!revoke->isEnabled(), "production needs a reason");
            typed->clear();
            QTest::keyClicks(dialog.findChild<QLineEdit *>(QStringLiteral("reason")), u' ' + reason);
        }
        if (!right.isEmpty()) {
            QTest::keyClicks(typed, wrong);
            QVERIFY(!revoke->isEnabled());
            click();
            QCOMPARE(confirmed.size(), 0);
            typed->clear();
            QTest::keyClicks(typed, right);
        }
        QVERIFY(revoke->isEnabled());
        click();
        QCOMPARE(confirmed.size(), 1);
        QCOMPARE(confirmed.at(0).at(0).toString(), reason);
        QVERIFY(!dialog.isVisible());
    }

    void ofManyTokensBesideAWideCallBothAreTyped()
    {
        PlanAccount mixed = part(account(QStringLiteral("care-eu")), 12);
        mixed.wide = {{RevokeCall::Extent::Person, {QStringLiteral("u1"), QStringLiteral("ann@example.com")}}};
        const Plan both = plan({mixed});
        PlanDialog dialog(both, contextOf(both), m_clock);
        dialog.show();
        const auto *revoke = dialog.findChild<QPushButton *>(QStringLiteral("revoke"));
        QTest::keyClicks(dialog.findChild<QLineEdit *>(QStringLiteral("typedName")), QStringLiteral("ann@example.com"));
        QVERIFY2(!revoke->isEnabled(), "a name says nothing of how many tokens go");
        QTest::keyClicks(dialog.findChild<QLineEdit *>(QStringLiteral("typed")), QStringLiteral("12"));
        QVERIFY(revoke->isEnabled());
        dialog.findChild<QLineEdit *>(QStringLiteral("typedName"))->clear();
        QVERIFY(!revoke->isEnabled());
    }

    void enterNeverRevokes_data()
    {
        QTest::addColumn<QString>("focused");
        QTest::addColumn<bool>("stays");
        QTest::newRow("in the reason") << QStringLiteral("reason") << true;
        QTest::newRow("in the typed count") << QStringLiteral("typed") << true;
        QTest::newRow("on the red button") << QStringLiteral("revoke") << false;
        QTest::newRow("on Cancel") << QStringLiteral("cancel") << false;
        QTest::newRow("on Save plan, which it presses") << QStringLiteral("savePlan") << true;
        QTest::newRow("in the table") << QStringLiteral("planTree") << false;
    }
    void enterNeverRevokes()
    {
        QFETCH(QString, focused);
        QFETCH(bool, stays);
        const Plan serious = plan({part(account(QStringLiteral("login-dev")), 12)});
        PlanDialog dialog(serious, contextOf(serious), m_clock);
        QSignalSpy confirmed(&dialog, &PlanDialog::confirmed);
        dialog.show();
        QTest::keyClicks(dialog.findChild<QLineEdit *>(QStringLiteral("typed")), QStringLiteral("12"));
        auto *widget = dialog.findChild<QWidget *>(focused);
        widget->setFocus();
        QTest::keyClick(widget, Qt::Key_Return);
        QCOMPARE(confirmed.size(), 0);
        QCOMPARE(dialog.isVisible(), stays); // where it does not stay, Cancel was meant
        QVERIFY(dialog.findChild<QPushButton *>(QStringLiteral("cancel"))->isDefault());
    }

    void enterGoesToTheGateThatIsStillOpen()
    {
        PlanAccount mixed = part(account(QStringLiteral("prod-cdn"), Environment::Production), 12);
        mixed.wide = {wide(QStringLiteral("ann@example.com"))};
        const Plan both = plan({mixed});
        PlanDialog dialog(both, contextOf(both), m_clock);
        const QSignalSpy confirmed(&dialog, &PlanDialog::confirmed);
        dialog.show();
        auto *reason = dialog.findChild<QLineEdit *>(QStringLiteral("reason"));
        auto *count = dialog.findChild<QLineEdit *>(QStringLiteral("typed"));
        auto *name = dialog.findChild<QLineEdit *>(QStringLiteral("typedName"));
        const auto typeIn = [&dialog](QLineEdit *line, const char *text) {
            line->setFocus();
            QTest::keyClicks(line, QLatin1String(text));
            QTest::keyClick(line, Qt::Key_Return);
            return dialog.focusWidget();
        };
        QCOMPARE(typeIn(reason, ""), count);
        QCOMPARE(typeIn(name, "ann@example.com"), reason); // round, to what was passed over
        QCOMPARE(typeIn(reason, "CHG-1"), count);
        QCOMPARE(typeIn(count, "12"), count); // nothing is left to fill in
        QVERIFY(dialog.findChild<QPushButton *>(QStringLiteral("revoke"))->isEnabled());
        QCOMPARE(confirmed.count(), 0);
    }

    void spaceOnTheRedButtonRevokes()
    {
        const Plan routine = plan({part(account(QStringLiteral("login-dev")), 2)});
        PlanDialog dialog(routine, contextOf(routine), m_clock);
        QSignalSpy confirmed(&dialog, &PlanDialog::confirmed);
        dialog.show();
        QTest::keyClick(dialog.findChild<QPushButton *>(QStringLiteral("revoke")), Qt::Key_Space);
        QCOMPARE(confirmed.size(), 1);
    }

    void bringsUpWhatIsInUseAndEndsWithWhatIsLeftOut()
    {
        PlanAccount account1 = part(account(QStringLiteral("login-dev")), 4, 2);
        account1.wide = {wide(QStringLiteral("ann@example.com"))};
        Plan made = plan({account1});
        made.exclusions = {
            {account1.id, {QStringLiteral("x")}, QStringLiteral("latchkey admin"), ExclusionReason::OwnToken}};
        PlanDialog dialog(made, contextOf(made), m_clock);
        QCOMPARE(
            rowsOf(dialog),
            QStringList({QStringLiteral("login-dev"), QStringLiteral("Revoke all tokens of ann@example.com"),
                         QStringLiteral("token 3"), QStringLiteral("token 2"), QStringLiteral("token 0"),
                         QStringLiteral("token 1"), QStringLiteral("Left out"), QStringLiteral("latchkey admin")}));
        const QAbstractItemModel *model = dialog.findChild<PlanTree *>()->model();
        QCOMPARE(model->index(0, 0, model->index(1, 0)).data(PlanModel::DetailRole).toString(),
                 QStringLiteral("This app signs in with it (login-dev)"));
    }

    void saysWideCallsInTheProvidersWords_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<QStringList>("people");
        QTest::addColumn<bool>("isOfClients");
        QTest::addColumn<QString>("button");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("effect");
        const QStringList one{QStringLiteral("R&D")};
        const QStringList many{QStringLiteral("ann"), QStringLiteral("bob"), QStringLiteral("carla"),
                               QStringLiteral("dmitri")};
        QTest::newRow("one person") << 0 << one << false << QStringLiteral("End all sessions of R&&D")
                                    << QStringLiteral("End all sessions of R&D in aurora")
                                    << QStringLiteral("Ends all sessions of R&D, also one at work.");
        QTest::newRow("one client") << 0 << one << true << QStringLiteral("Disable R&&D")
                                    << QStringLiteral("Disable R&D in aurora")
                                    << QStringLiteral("Nobody can sign in through R&D any more.");
        QTest::newRow("tokens and one person")
            << 2 << one << false << QStringLiteral("Revoke 2 and end sessions")
            << QStringLiteral("Revoke 2 token(s) and end all sessions of 1 person(s) in 2 account(s)")
            << QStringLiteral("Ends all sessions of R&D, also one at work.");
        QTest::newRow("tokens and one client")
            << 2 << one << true << QStringLiteral("Revoke 2 and make 1 wide call(s)")
            << QStringLiteral("Revoke 2 token(s) and make 1 wide call(s) in 2 account(s)")
            << QStringLiteral("Nobody can sign in through R&D any more.");
        QTest::newRow("several people") << 0 << many << false << QStringLiteral("End all sessions of 4 person(s)")
                                        << QStringLiteral("End all sessions of 4 person(s) in aurora")
                                        << QStringLiteral("Ends all sessions of ann, bob, 2 more, also one at work.");
    }
    void saysWideCallsInTheProvidersWords()
    {
        QFETCH(int, tokens);
        QFETCH(QStringList, people);
        QFETCH(bool, isOfClients);
        QFETCH(QString, button);
        QFETCH(QString, title);
        QFETCH(QString, effect);
        PlanAccount ends = part(borealisAccount(QStringLiteral("pasted")), 0);
        for (const QString &name : people) {
            WideCall call = wide(name);
            if (isOfClients) {
                call.extent = RevokeCall::Extent::Client;
                call.client = std::exchange(call.person, {});
            }
            ends.wide += call;
        }
        QList<PlanAccount> accounts{ends};
        if (tokens > 0)
            accounts.prepend(part(account(QStringLiteral("login-dev")), tokens));
        const Plan made = plan(accounts);
        PlanDialog dialog(made, contextOf(made), m_clock);
        QCOMPARE(dialog.findChild<QPushButton *>(QStringLiteral("revoke"))->text(), button);
        QCOMPARE(dialog.findChild<PlainLabel *>(QStringLiteral("headTitle"))->text(), title);
        QCOMPARE(dialog.findChild<PlainLabel *>(QStringLiteral("effect"))->text(), effect);
    }

    void saysHowATokenIsNamed()
    {
        PlanAccount part1 = part(account(QStringLiteral("login-dev")), 2);
        part1.items[0].by = RevokeCall::Extent::Refresh;
        part1.items[1].by = RevokeCall::Extent::Value;
        const Plan made = plan({part1});
        PlanDialog dialog(made, contextOf(made), m_clock);
        const QAbstractItemModel *model = dialog.findChild<PlanTree *>()->model();
        const auto note = [model](int row) {
            return model->index(row, PlanModel::NoteColumn, model->index(0, 0)).data().toString();
        };
        QCOMPARE(note(0), QStringLiteral("by its refresh token"));
        QCOMPARE(note(1), QStringLiteral("by the value that was typed"));
    }

    void tellsLookAlikesApart()
    {
        PlanAccount part1 = part(account(QStringLiteral("care-eu")), 2);
        for (PlanItem &item : part1.items) {
            item.name = QStringLiteral("deploy");
            item.lastUsed = Moment::at(Now - Hour);
        }
        part1.wide = {{RevokeCall::Extent::Client, {}, {QStringLiteral("c-17"), QStringLiteral("Nightly export")}}};
        const Plan made = plan({part1});
        PlanDialog dialog(made, contextOf(made), m_clock);
        const QAbstractItemModel *model = dialog.findChild<PlanTree *>()->model();
        const QModelIndex group = model->index(0, 0);
        QVERIFY(model->index(0, 0, group).data(PlanModel::DetailRole).toString().contains(QStringLiteral("c-17")));
        for (int row = 1; row <= 2; ++row) {
            const QString note = model->index(row, PlanModel::NoteColumn, group).data().toString();
            QVERIFY2(note.startsWith(QStringLiteral("used in the last 24 hours; id id")), qPrintable(note));
            QVERIFY2(note.endsWith(QStringLiteral("(another has the same name)")), qPrintable(note));
            QCOMPARE(model->index(row, PlanModel::NoteColumn, group).data(Qt::ToolTipRole).toString(), note);
        }
    }

    void saysNotReportedAndNeverApart()
    {
        PlanAccount part1 = part(account(QStringLiteral("login-dev")), 2);
        part1.items[0].lastUsed = {};
        part1.items[1].lastUsed = Moment::never();
        const Plan made = plan({part1});
        PlanDialog dialog(made, contextOf(made), m_clock);
        const QAbstractItemModel *model = dialog.findChild<PlanTree *>()->model();
        const auto used = [model](int row) { return model->index(row, PlanModel::LastUsedColumn, model->index(0, 0)); };
        QCOMPARE(used(0).data().toString(), QStringLiteral("not reported"));
        QVERIFY(used(0).data(PlanModel::AbsentRole).toBool());
        QCOMPARE(used(1).data().toString(), QStringLiteral("never"));
        QVERIFY(!used(1).data(PlanModel::AbsentRole).toBool());
    }

    void saysWhenItIsSent()
    {
        const Plan made = plan({part(account(QStringLiteral("login-dev")), 1)});
        PlanDialog::Context context = contextOf(made);
        context.outboxSeconds = 0;
        PlanDialog dialog(made, context, m_clock);
        QCOMPARE(dialog.findChild<PlainLabel *>(QStringLiteral("when"))->text(), QStringLiteral("It is sent at once."));
    }

    void proposesTheLastReason()
    {
        const Plan made = plan({part(account(QStringLiteral("p"), Environment::Production), 1)});
        PlanDialog::Context context = contextOf(made);
        context.lastReason = QStringLiteral("CHG-7");
        PlanDialog dialog(made, context, m_clock);
        QCOMPARE(dialog.findChild<QLineEdit *>(QStringLiteral("reason"))->text(), QStringLiteral("CHG-7"));
        QVERIFY(dialog.findChild<QPushButton *>(QStringLiteral("revoke"))->isEnabled());
    }

    void aPlanThatIsEmptyCanOnlyBeLeft()
    {
        Plan made = plan({});
        made.exclusions = {{{}, {QStringLiteral("x")}, QStringLiteral("n"), ExclusionReason::NotListed}};
        PlanDialog dialog(made, {}, m_clock);
        dialog.show();
        QVERIFY(!dialog.findChild<QPushButton *>(QStringLiteral("revoke"))->isVisible());
        QCOMPARE(dialog.findChild<PlainLabel *>(QStringLiteral("headTitle"))->text(),
                 QStringLiteral("Nothing is left to revoke"));
        QVERIFY(!dialog.findChild<QWidget *>(QStringLiteral("fact0"))); // of nothing there are none
        QVERIFY(!dialog.findChild<QPushButton *>(QStringLiteral("savePlan"))->isVisible());
        const auto *cancel = dialog.findChild<QPushButton *>(QStringLiteral("cancel"));
        QVERIFY2(cancel->width() <= cancel->sizeHint().width(), qPrintable(QString::number(cancel->width())));
    }

    void saysWhatIsLeftOut_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("count");
        QTest::newRow("a token") << QStringLiteral("x") << QStringLiteral("1 token(s)");
        QTest::newRow("the sessions of a person")
            << wide(QStringLiteral("ann")).key().value << QStringLiteral("1 item(s)");
    }
    void saysWhatIsLeftOut()
    {
        QFETCH(QString, id);
        QFETCH(QString, count);
        const AccountId readOnly{QStringLiteral("prod")};
        Plan made = plan({part(account(QStringLiteral("login-dev")), 2)});
        made.exclusions = {{readOnly, {id}, QStringLiteral("n"), ExclusionReason::ReadOnlyAccount}};
        PlanDialog::Context context = contextOf(made);
        context.names.insert(readOnly, QStringLiteral("prod-cdn"));
        const PlanDialog dialog(made, context, m_clock);
        QCOMPARE(dialog.findChild<PlainLabel *>(QStringLiteral("fact4"))->text(), count);
        const QAbstractItemModel *model = dialog.findChild<PlanTree *>()->model();
        const QModelIndex group = model->index(1, 0);
        QCOMPARE(group.data(PlanModel::DetailRole).toString(), count);
        QCOMPARE(model->index(0, 0, group).data(PlanModel::DetailRole).toString(),
                 QStringLiteral("prod-cdn is read-only: allow changes first"));
    }

    void whatAReadOnlyAccountLeftOutCanBeAllowed()
    {
        Plan made = plan({part(account(QStringLiteral("login-dev")), 2)});
        made.exclusions = {{{}, {QStringLiteral("x")}, QStringLiteral("n"), ExclusionReason::NotListed}};
        {
            PlanDialog dialog(made, contextOf(made), m_clock);
            dialog.show();
            QVERIFY(!dialog.findChild<QPushButton *>(QStringLiteral("allowChanges"))->isVisible());
        }
        const AccountId readOnly{QStringLiteral("prod")};
        for (const char *id : {"y", "z"})
            made.exclusions += Exclusion{readOnly, {QLatin1String(id)}, {}, ExclusionReason::ReadOnlyAccount};
        PlanDialog dialog(made, contextOf(made), m_clock);
        dialog.show();
        const QSignalSpy confirmed(&dialog, &PlanDialog::confirmed);
        const QSignalSpy requested(&dialog, &PlanDialog::changesRequested);
        QTest::mouseClick(dialog.findChild<QPushButton *>(QStringLiteral("allowChanges")), Qt::LeftButton);
        QCOMPARE(requested.value(0).value(0).value<QList<AccountId>>(), QList<AccountId>{readOnly});
        QVERIFY(!dialog.isVisible());
        QCOMPARE(confirmed.count(), 0);
    }

    void aWholeModelKeepsTheRulesOfModels()
    {
        PlanAccount part1 = part(account(QStringLiteral("login-dev")), 40, 3);
        part1.wide = {wide(QStringLiteral("ann"))};
        Plan made = plan({part1, part(account(QStringLiteral("other")), 3)});
        made.exclusions = {{{}, {QStringLiteral("x")}, QStringLiteral("n"), ExclusionReason::NotListed}};
        PlanModel model(made, {{}, {}}, {}, m_clock);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 3);
    }

    void savingThePlanKeepsTheDialog()
    {
        const Plan made = plan({part(account(QStringLiteral("login-dev")), 1)});
        PlanDialog dialog(made, contextOf(made), m_clock);
        QSignalSpy saved(&dialog, &PlanDialog::savePlanRequested);
        dialog.show();
        QTest::mouseClick(dialog.findChild<QPushButton *>(QStringLiteral("savePlan")), Qt::LeftButton);
        QCOMPARE(saved.size(), 1);
        QVERIFY(dialog.isVisible());
    }

private:
    const StillClock m_clock;
};

QTEST_MAIN(TestPlanDialog)
#include "tst_plandialog.moc"
