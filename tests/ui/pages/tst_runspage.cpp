#include "models/activity/runlistmodel.h"
#include "tests/support/cuttext.h"
#include "tests/ui/pages/inventedrun.h"
#include "ui/pages/celldelegate.h"
#include "ui/pages/runspage.h"
#include "ui/parts/actions.h"
#include "ui/parts/emptystate.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/colours.h"
#include "ui/style/look.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace latchkey;

namespace {

using Column = RunItemsModel::Column;

//! The cells of a column, from the top.
QStringList cells(const QAbstractItemModel &model, int column)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts += model.index(row, column).data().toString();
    return texts;
}

QString cell(const QAbstractItemModel &model, int row, Column column)
{
    return model.index(row, int(column)).data().toString();
}

//! A page with everything that the tests look at.
struct Scene
{
    Scene()
    {
        page.resize(900, 650);
        page.show();
    }
    template <typename T = QWidget>
    [[nodiscard]] T *child(const char *name) const
    {
        T *found = page.findChild<T *>(QLatin1String(name));
        if (found == nullptr)
            qFatal("no %s", name);
        return found;
    }
    [[nodiscard]] const QAbstractItemModel &items() const { return *child<QTableView>("runItems")->model(); }
    [[nodiscard]] const QAbstractItemModel &lanes() const { return *child<QTableView>("lanes")->model(); }
    void click(const char *name) const { QTest::mouseClick(child(name), Qt::LeftButton); }

    StandingClock clock;
    Actions actions;
    RunsPage page{actions, clock};
};

//! A clock that a test moves.
class MovingClock : public Clock
{
public:
    [[nodiscard]] qint64 nowMs() const override { return m_ms; }
    [[nodiscard]] qint64 elapsedMs() const override { return m_ms; }
    void advance(qint64 ms) { m_ms += ms; }

private:
    qint64 m_ms = 1'764'599'472'000;
};

} // namespace

class TestRunsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    void saysThatThereAreNoRunsYet()
    {
        const Scene scene;
        QVERIFY(scene.child("emptyState")->isVisible());
        QVERIFY(!scene.child("runList")->isVisible());
    }

    void choosesTheNewestRunAndTheOneThatIsClicked()
    {
        Scene scene;
        QSignalSpy chosen(&scene.page, &RunsPage::runChosen);
        RunSummary newest = summaryOf(inventedRun());
        RunSummary older = newest;
        older.id = {QStringLiteral("older")};
        older.reason.clear();
        scene.page.setRuns({newest, older});
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<RunId>(), newest.id);

        auto *list = scene.child<QListView>("runList");
        QCOMPARE(list->model()->index(1, 0).data().toString(), QStringLiteral("Tokens of prod-cdn, stage-cdn"));
        const QRect row = list->visualRect(list->model()->index(1, 0));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, row.center());
        QCOMPARE(chosen.size(), 2);
        QCOMPARE(chosen[1][0].value<RunId>(), older.id);

        list->setFocus();
        QTest::keyClick(list, Qt::Key_Up);
        QCOMPARE(chosen.size(), 3);
    }

    void keepsTheChosenRunWhenTheListIsReadAgain()
    {
        Scene scene;
        Run run = inventedRun();
        RunSummary newer = summaryOf(run);
        newer.id = {QStringLiteral("newer")};
        scene.page.setRuns({summaryOf(run)});
        scene.page.setRun(run);
        QSignalSpy chosen(&scene.page, &RunsPage::runChosen);
        scene.page.setRuns({newer, summaryOf(run)});
        QCOMPARE(chosen.size(), 0);
        QCOMPARE(scene.child<QListView>("runList")->currentIndex().row(), 1);
    }

    void listsRunsInShortWords_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("expected");
        using State = RunListModel::State;
        QTest::newRow("a run that goes on") << int(State::Running) << QStringLiteral("running, 1 of 10");
        QTest::newRow("a paused run") << int(State::Paused) << QStringLiteral("paused, 1 of 10");
        QTest::newRow("an interrupted run") << int(State::Open) << QStringLiteral("interrupted, 1 of 10");
        QTest::newRow("a stopped run") << int(State::Stopped) << QStringLiteral("stopped: 1 revoked, 9 not sent");
        QTest::newRow("a run with an unknown outcome")
            << int(State::Unknown) << QStringLiteral("1 revoked, 1 unknown, 8 not sent");
        QTest::newRow("a run with a refusal")
            << int(State::Refused) << QStringLiteral("1 revoked, 1 refused, 8 not sent");
        QTest::newRow("a run of which not everything can be proved")
            << int(State::Unprovable) << QStringLiteral("1 revoked, 9 accepted");
        QTest::newRow("a run of which everything is proved") << int(State::Done) << QStringLiteral("10 revoked");
    }
    void listsRunsInShortWords()
    {
        QFETCH(int, state);
        QFETCH(QString, expected);
        using State = RunListModel::State;
        Run run = inventedRun();
        settle(run, 0, Outcome::Confirmed);
        const bool isOpen = state == int(State::Running) || state == int(State::Paused) || state == int(State::Open);
        if (state == int(State::Unknown))
            settle(run, 1, Outcome::Unknown);
        if (state == int(State::Refused))
            settle(run, 1, Outcome::Refused);
        for (qsizetype item = 1; item < run.items().size() && !isOpen; ++item) {
            if (!run.items()[item].outcome)
                happen(run,
                       settledAs(run, item,
                                 state == int(State::Unprovable) ? Outcome::Unprovable
                                     : state == int(State::Done) ? Outcome::Confirmed
                                                                 : Outcome::NotSent));
        }
        RunSummary summary = summaryOf(run);
        if (!isOpen)
            summary.endedMs = summary.startedMs + 1;
        RunListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRuns({summary});
        if (state == int(State::Running) || state == int(State::Paused))
            model.setRunning(run.id, state == int(State::Paused));
        QCOMPARE(model.index(0).data(RunListModel::StateRole).toInt(), state);
        QCOMPARE(model.index(0).data(RunListModel::SummaryRole).toString(), expected);
        QVERIFY(model.index(0).data(Qt::AccessibleTextRole).toString().endsWith(expected));
    }

    void showsWhatIsNotDoneAboveWhatIs()
    {
        Scene scene;
        Run run = inventedRun(4);
        settle(run, 0, Outcome::Confirmed);
        settle(run, 1, Outcome::Refused, QStringLiteral("403 forbidden: belongs to another customer"));
        settle(run, 2, Outcome::Unknown);
        happen(run, intentOf(run, 3));
        scene.page.setRunning(run.id, false);
        scene.page.setRun(run);
        QCOMPARE(cells(scene.items(), int(Column::Outcome)),
                 (QStringList{QStringLiteral("sent"), QStringLiteral("queued"), QStringLiteral("queued"),
                              QStringLiteral("unknown"), QStringLiteral("refused"),
                              QStringLiteral("revoked (confirmed)"), QStringLiteral("left out")}));
        QCOMPARE(cell(scene.items(), 0, Column::Owner), QStringLiteral("not reported"));
        QCOMPARE(cell(scene.items(), 4, Column::Detail), QStringLiteral("403 forbidden: belongs to another customer"));
        QCOMPARE(cell(scene.items(), 5, Column::Detail), QStringLiteral("gone when looked at 14:31:12"));
        QCOMPARE(cell(scene.items(), 6, Column::Detail), QStringLiteral("an account of this app signs in with it"));
        QCOMPARE(scene.child<PlainLabel>("runSettled")->text(), QStringLiteral("2 of 6 settled"));
    }

    void followsTheRunAndKeepsTheSelectedItem()
    {
        Scene scene;
        Run run = inventedRun(300);
        scene.page.setRunning(run.id, false);
        scene.page.setRun(run);
        auto *view = scene.child<QTableView>("runItems");
        const QAbstractItemModelTester tester(view->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        view->selectRow(1);
        const QString selected = cell(scene.items(), 1, Column::Item);

        QList<qsizetype> rows;
        rows += happen(run, intentOf(run, 1));
        rows += happen(run, answerOf(run, 1, true));
        scene.page.updateRun(run, rows);
        QTRY_COMPARE(cell(scene.items(), 0, Column::Outcome), QStringLiteral("sent"));
        QCOMPARE(cell(scene.items(), 0, Column::Detail), QStringLiteral("answered 204, not looked at yet"));
        scene.page.updateRun(run, happen(run, settledAs(run, 1, Outcome::Confirmed)));
        QTRY_COMPARE(cell(scene.items(), 301, Column::Outcome), QStringLiteral("revoked (confirmed)"));
        QCOMPARE(scene.child<PlainLabel>("runSettled")->text(), QStringLiteral("1 of 302 settled"));
        scene.page.setRun(run); // as it was read back from the journal
        const QModelIndexList now = view->selectionModel()->selectedRows(int(Column::Item));
        QCOMPARE(now.size(), 1);
        QCOMPARE(now[0].data().toString(), selected);
        QCOMPARE(now[0].row(), 301);
    }

    void ignoresAnotherRun()
    {
        Scene scene;
        Run run = inventedRun(3);
        scene.page.setRun(run);
        Run other = run;
        other.id = {QStringLiteral("other")};
        settle(other, 0, Outcome::Confirmed);
        scene.page.updateRun(other, {0});
        QCOMPARE(scene.page.shownRun(), std::optional(run.id));
        QCOMPARE(cell(scene.items(), 0, Column::Outcome), QStringLiteral("queued"));
    }

    void saysWhyNoItemIsShown()
    {
        Scene scene;
        Run run = inventedRun(4);
        settle(run, 0, Outcome::Confirmed);
        scene.page.setRun(run);
        const auto said = [&scene] {
            const auto states = scene.page.findChildren<EmptyState *>();
            for (const EmptyState *state : states) {
                if (state->isVisible())
                    return state->accessibleName();
            }
            return QString();
        };
        QCOMPARE(said(), QString());
        scene.click("showRefused");
        QCOMPARE(said(), QStringLiteral("Nothing was refused"));
        scene.click("showUnknown");
        QCOMPARE(said(), QStringLiteral("No outcome is unknown"));
        scene.child<QLineEdit>("findInRun")->setText(QStringLiteral("nobody"));
        QCOMPARE(said(), QStringLiteral("Nothing here holds “nobody”"));
        const auto buttons = scene.page.findChildren<QPushButton *>();
        for (QPushButton *button : buttons) {
            if (button->isVisible() && button->text() == QLatin1String("Show all"))
                button->click();
        }
        QCOMPARE(said(), QString());
        QCOMPARE(scene.items().rowCount(), 7);
    }

    void filtersByChipAndByText()
    {
        Scene scene;
        Run run = inventedRun(4);
        settle(run, 0, Outcome::Confirmed);
        settle(run, 1, Outcome::Refused);
        scene.page.setRun(run);
        QCOMPARE(scene.child<QToolButton>("showNotDone")->text(), QStringLiteral("Not done 5"));
        const QAbstractItemModelTester tester(scene.child<QTableView>("runItems")->model(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        scene.click("showRefused");
        QCOMPARE(cells(scene.items(), int(Column::Item)), QStringList{QStringLiteral("token 1")});
        scene.click("showUnknown");
        QCOMPARE(scene.items().rowCount(), 0);
        scene.click("showNotDone");
        QCOMPARE(scene.items().rowCount(), 5);
        auto *find = scene.child<QLineEdit>("findInRun");
        find->setFocus();
        QTest::keyClicks(find, QStringLiteral("STAGE"));
        QCOMPARE(scene.items().rowCount(), 2);
        scene.click("showAll");
        find->clear();
        QCOMPARE(scene.items().rowCount(), 7);
    }

    void tellsHowEachAccountGetsOn()
    {
        Scene scene;
        Run run = inventedRun(4);
        settle(run, 0, Outcome::Confirmed);
        settle(run, 1, Outcome::StillActive);
        scene.page.setRun(run);
        QCOMPARE(scene.lanes().index(0, int(LaneModel::Column::State)).data().toString(),
                 QStringLiteral("not running"));
        const AccountId prod = run.items()[0].account;
        const AccountId stage = run.items()[4].account;
        scene.page.setRunning(run.id, false);
        scene.page.setLanes({{.account = prod, .activity = QStringLiteral("bulk call 4 of 4")},
                             {.account = stage, .pausedUntilMs = scene.clock.nowMs() + 58'000}});
        const auto states = [&scene] { return cells(scene.lanes(), int(LaneModel::Column::State)); };
        QTRY_COMPARE(
            states(),
            (QStringList{QStringLiteral("running, bulk call 4 of 4"), QStringLiteral("429: goes on at 14:32:10")}));
        // What is still active is not settled.
        QCOMPARE(cells(scene.lanes(), int(LaneModel::Column::Settled)),
                 (QStringList{QStringLiteral("1 of 4"), QStringLiteral("0 of 2")}));
        QCOMPARE(cell(scene.items(), 2, Column::Detail), QStringLiteral("waits until 14:32:10"));
    }

    void marksOnlyWhatIsProvedAsDone_data()
    {
        QTest::addColumn<QList<Outcome>>("outcomes");
        QTest::addColumn<QByteArray>("icon");
        QTest::addColumn<bool>("isGreen");
        using O = Outcome;
        const QByteArray accepted = "outcome-unprovable";
        QTest::newRow("confirmed") << QList{O::Confirmed, O::Confirmed} << QByteArray("check") << true;
        QTest::newRow("already gone") << QList{O::Confirmed, O::AlreadyGone} << QByteArray("check") << true;
        QTest::newRow("accepted") << QList{O::Unprovable, O::Unprovable} << accepted << false;
        QTest::newRow("accepted in part") << QList{O::Confirmed, O::Unprovable} << accepted << false;
        QTest::newRow("refused") << QList{O::Confirmed, O::Refused} << QByteArray("check") << false;
    }
    void marksOnlyWhatIsProvedAsDone()
    {
        QFETCH(QList<Outcome>, outcomes);
        QFETCH(QByteArray, icon);
        QFETCH(bool, isGreen);
        Scene scene;
        Run run = inventedRun(2);
        settle(run, 0, outcomes[0]);
        settle(run, 1, outcomes[1]);
        scene.page.setRun(run);
        const auto state = scene.lanes().index(0, int(LaneModel::Column::State));
        QCOMPARE(state.data().toString(), QStringLiteral("done"));
        const auto mark = state.data(MarkRole).value<StateMark>();
        QCOMPARE(QByteArray(mark.icon), icon);
        QCOMPARE(mark.tint == Tint::Ok, isGreen);
        // The bar: green is as long as what is proved, and what is accepted has a colour of its own.
        const auto *view = scene.child<QTableView>("lanes");
        const QRect bar = view->visualRect(scene.lanes().index(0, int(LaneModel::Column::Progress)));
        const QImage image = view->viewport()->grab(bar).toImage();
        const Colours colours = coloursFor(view->palette());
        const auto share = [&image](const QColor &colour) {
            int columns = 0;
            for (int x = 0; x < image.width(); ++x)
                columns += image.pixelColor(x, image.height() / 2) == colour;
            return qRound(2.0 * columns / image.width());
        };
        const auto count = [&outcomes](Outcome one, Outcome other) {
            return int(outcomes.count(one) + (one == other ? 0 : outcomes.count(other)));
        };
        QCOMPARE(share(colours.ok), count(Outcome::Confirmed, Outcome::AlreadyGone));
        QCOMPARE(share(colours.warn), count(Outcome::Unprovable, Outcome::Unprovable));
    }

    void saysWhatAWideCallDoes()
    {
        Scene scene;
        RunStarted started = inventedStart(1);
        WideCall call{.person = {QStringLiteral("u1"), QStringLiteral("ann@example.com")}};
        call.action = QStringLiteral("End all sessions of %1");
        started.plan.accounts[0].wide = {call};
        scene.page.setRun(Run(started, scene.clock.nowMs()));
        QCOMPARE(cell(scene.items(), 1, Column::Item), QStringLiteral("End all sessions of ann@example.com"));
        QCOMPARE(cell(scene.items(), 1, Column::Owner), QStringLiteral("ann@example.com"));
    }

    void pausesOneAccount()
    {
        Scene scene;
        const Run run = inventedRun(4);
        scene.page.setRunning(run.id, false);
        scene.page.setRun(run);
        QSignalSpy toggled(&scene.page, &RunsPage::laneToggled);
        const auto buttons = scene.page.findChildren<QPushButton *>(QStringLiteral("pauseLane"));
        QCOMPARE(buttons.size(), 2);
        QCOMPARE(buttons[1]->accessibleName(), QStringLiteral("Pause stage-cdn"));
        QTest::mouseClick(buttons[1], Qt::LeftButton);
        QCOMPARE(toggled.size(), 1);
        QCOMPARE(toggled[0][0].value<AccountId>(), run.items()[4].account);
        scene.page.setLanes({{.account = run.items()[4].account, .isPaused = true}});
        QTRY_COMPARE(buttons[1]->text(), QStringLiteral("Go on"));
        QCOMPARE(scene.lanes().index(1, int(LaneModel::Column::State)).data().toString(),
                 QStringLiteral("paused by you"));
    }

    void offersWaysOutOfAnInterruptedRun()
    {
        Scene scene;
        Run run = inventedRun(4);
        happen(run, intentOf(run, 0));
        scene.page.setRun(run);
        QVERIFY(scene.child("openRunBanner")->isVisible());
        QCOMPARE(cell(scene.items(), 0, Column::Detail), QStringLiteral("no answer came; Verify only looks"));
        QVERIFY(scene.child<QPushButton>("verifyRunButton")->isDefault());
        const QList<std::pair<QAction *, const char *>> ways{{scene.actions.verifyRun, "verifyRunButton"},
                                                             {scene.actions.continueRun, "continueRunButton"},
                                                             {scene.actions.closeRun, "closeRunButton"}};
        for (const auto &[action, button] : ways) {
            const QSignalSpy triggered(action, &QAction::triggered);
            scene.click(button);
            QCOMPARE(triggered.size(), 1);
        }
        scene.page.setRunning(run.id, false);
        QVERIFY(!scene.child("openRunBanner")->isVisible());
        QVERIFY(scene.child("pauseRun")->isVisible());
        scene.page.setRunning({}, false);
        QVERIFY(scene.child("openRunBanner")->isVisible());
        QVERIFY(!scene.child("pauseRun")->isVisible());
    }

    void offersNoWayOutOfARunThatEnded()
    {
        Scene scene;
        Run run = inventedRun(1);
        RunEnded ended;
        ended.run = run.id;
        happen(run, ended);
        scene.page.setRun(run);
        QVERIFY(!scene.child("openRunBanner")->isVisible());
        QVERIFY(scene.child("exportReceipt")->isVisible());
        QVERIFY(scene.child<PlainLabel>("runTimes")->text().startsWith(QStringLiteral("started 14:30:41 by maya")));
    }

    void showsHostileNamesAsTheyAre()
    {
        Scene scene;
        const Run run(inventedStart(2, HostileName), scene.clock.nowMs());
        scene.page.setRuns({summaryOf(run)});
        scene.page.setRun(run);
        const QString shown = QStringLiteral("deploy[U+202E]gnp.key<img src=file:///etc/passwd>");
        QCOMPARE(cell(scene.items(), 0, Column::Item), shown);
        QVERIFY(!scene.items()
                     .index(0, int(Column::Item))
                     .data(Qt::ToolTipRole)
                     .toString()
                     .contains(QStringLiteral("<img")));
        QCOMPARE(scene.child<PlainLabel>("runTitle")->text(), shown);
        QCOMPARE(scene.child<PlainLabel>("runTitle")->textFormat(), Qt::PlainText);
        QCOMPARE(scene.child<QListView>("runList")->model()->index(0, 0).data().toString(), shown);
    }

    void cutsNoText_data()
    {
        QTest::addColumn<double>("scale");
        QTest::newRow("small window") << 1.0;
        QTest::newRow("large type") << 1.5;
    }
    void cutsNoText()
    {
        QFETCH(double, scale);
        const ScaledFont font(scale);
        Scene scene;
        scene.page.resize(850, 540); // what a window of 900 x 650 leaves
        Run run = inventedRun(40);
        settle(run, 0, Outcome::Unprovable);
        settle(run, 1, Outcome::Refused);
        scene.page.setRunning(run.id, false);
        scene.page.setRun(run);
        QVERIFY(QTest::qWaitForWindowExposed(&scene.page));
        QCOMPARE(cutText(scene.page), QByteArray());
    }

    void tellsThePaceOfAnAccountFromWhatItSettledWithoutAPause()
    {
        MovingClock clock;
        LaneModel model(clock);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        Lane lane;
        lane.account = {QStringLiteral("prod-cdn-uuid")};
        lane.name = QStringLiteral("prod-cdn");
        lane.share.total = 400;
        lane.share.done = 100; // before this program looked: says nothing about its pace
        lane.state = LaneState{.account = lane.account};
        const auto pace = [&] {
            model.setLanes({lane});
            return model.index(0, int(LaneModel::Column::Pace)).data().toString();
        };
        QCOMPARE(pace(), QString());
        clock.advance(3'000);
        lane.share.done = 105;
        QCOMPARE(pace(), QString()); // too few
        clock.advance(27'000);
        lane.share.done = 130;
        QCOMPARE(pace(), QStringLiteral("60 a minute, about 5 minute(s) left"));
        // Waiting says nothing either.
        lane.state->pausedUntilMs = clock.nowMs() + 60'000;
        QCOMPARE(pace(), QString());
        clock.advance(60'000);
        lane.state->pausedUntilMs.reset();
        QCOMPARE(pace(), QString());
        clock.advance(10'000);
        lane.share.done = 150;
        QCOMPARE(pace(), QStringLiteral("120 a minute, about 2 minute(s) left"));
        lane.share.done = 400;
        QCOMPARE(pace(), QString());
    }

    void copiesByItsMenu()
    {
        Scene scene;
        scene.page.setRun(inventedRun(2));
        auto *items = scene.child<QTableView>("runItems");
        const auto menuAt = [items](int row) {
            const QPoint at = items->visualRect(items->model()->index(row, int(Column::Item))).center();
            QTest::mouseClick(items->viewport(), Qt::RightButton, {}, at);
            QContextMenuEvent asked(QContextMenuEvent::Mouse, at, items->viewport()->mapToGlobal(at));
            QApplication::sendEvent(items->viewport(), &asked);
            return items->findChild<QMenu *>(QStringLiteral("copyMenu"));
        };
        const auto choose = [](QMenu *menu, const QString &text) {
            const auto actions = menu->actions();
            for (QAction *action : actions) {
                if (action->text() == text)
                    action->trigger();
            }
            delete menu;
        };
        QMenu *menu = menuAt(1);
        QVERIFY(menu != nullptr);
        choose(menu, QStringLiteral("Copy cell"));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("token 1"));
        choose(menuAt(1), QStringLiteral("Copy rows"));
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("\nqueued\tprod-cdn\ttoken 1\t")));
    }

    void copiesItsOwnRowsByKey()
    {
        Scene scene;
        scene.page.setRun(inventedRun(2));
        auto *items = scene.child<QTableView>("runItems");
        items->setFocus();
        items->selectRow(1);
        QTest::keyClick(items, Qt::Key_C, Qt::ControlModifier);
        const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines[0].startsWith(QStringLiteral("Outcome\tAccount\t")));
        QVERIFY2(lines[1].startsWith(QStringLiteral("queued\tprod-cdn\ttoken 1\t")), qPrintable(lines[1]));
    }
};

QTEST_MAIN(TestRunsPage)
#include "tst_runspage.moc"
