#include "models/revocation/runmodel.h"
#include "planfixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace latchkey;
using Column = RunModel::Column;

namespace {

const RunId TheRun{QStringLiteral("run-1")};

QString cell(const RunModel &model, int row, Column column)
{
    return model.index(row, static_cast<int>(column)).data().toString();
}

} // namespace

//! The items of a run as rows.
class TestRunModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsARun()
    {
        RunModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        const Plan plan = planOf(300);
        model.setRun(Run(RunStarted{TheRun, plan, {}, {}}, Now));
        QCOMPARE(model.rowCount(), 300);
        QCOMPARE(cell(model, 7, Column::Account), QStringLiteral("cdn"));
        QCOMPARE(cell(model, 7, Column::Name), QStringLiteral("name of t7"));
        QCOMPARE(cell(model, 7, Column::Id), QStringLiteral("t7"));
        QCOMPARE(cell(model, 7, Column::State), QStringLiteral("planned"));
        QVERIFY(!model.index(7, 0).data(RunModel::OutcomeRole).isValid());

        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        const AccountId account = plan.accounts[0].id;
        const QList<TokenId> items{TokenId{QStringLiteral("t7")}, TokenId{QStringLiteral("t9")},
                                   TokenId{QStringLiteral("t8")}, TokenId{QStringLiteral("t20")}};
        model.apply(Settled{TheRun, account, items, Outcome::StillActive, QStringLiteral("why")}, Now);
        QCOMPARE(cell(model, 8, Column::State), QStringLiteral("stillActive"));
        QCOMPARE(cell(model, 8, Column::Detail), QStringLiteral("why"));
        QCOMPARE(model.index(8, 0).data(RunModel::OutcomeRole).toInt(), static_cast<int>(Outcome::StillActive));
        QCOMPARE(cell(model, 10, Column::State), QStringLiteral("planned"));
        QCOMPARE(resets.size(), 0);
        QCOMPARE(changes.size(), 2); // 7 to 9, and 20
        QCOMPARE(changes[0][0].toModelIndex().row(), 7);
        QCOMPARE(changes[0][1].toModelIndex().row(), 9);
        QCOMPARE(changes[1][0].toModelIndex().row(), 20);
    }

    void showsHostileIdsPlainly()
    {
        const Account cdn = accountNamed(QStringLiteral("cdn"));
        Token token = tokenOf(cdn, QStringLiteral("a\u202Eb"));
        token.isActionable = false;
        RunModel model;
        model.setRun(Run(RunStarted{TheRun, buildPlan(requestFor({cdn}, {token})), {}, {}}, Now));
        QCOMPARE(cell(model, 0, Column::Id), QStringLiteral("a[U+202E]b"));
        QCOMPARE(cell(model, 0, Column::State), QStringLiteral("excluded"));
    }
};

QTEST_GUILESS_MAIN(TestRunModel)
#include "tst_runmodel.moc"
