#include "models/accounts/accountsmodel.h"
#include "models/accounts/accountstore.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

using namespace latchkey;

namespace {

Account named(const QString &name)
{
    Account account;
    account.id = {QUuid::createUuid().toString(QUuid::WithoutBraces)};
    account.name = name;
    account.provider = {QStringLiteral("fastly")};
    account.baseUrl = QUrl(QStringLiteral("https://api.fastly.com"));
    account.colour = QStringLiteral("#1b62ae");
    account.environment = Environment::Staging;
    return account;
}

QStringList shownIn(const AccountsModel &model)
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row)
        rows.append(model.index(row).data().toString());
    return rows;
}

} // namespace

//! The sidebar's rows follow the store.
class TestAccountsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheStore()
    {
        const QTemporaryDir folder;
        AccountStore store(folder.path());
        QVERIFY(store.add(named(QStringLiteral("first"))));
        AccountsModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(shownIn(model), QStringList({QStringLiteral("first")}));

        QList<Account> accounts;
        for (int i = 0; i < 5; ++i) {
            accounts.append(named(QString::number(i)));
            QVERIFY(store.add(accounts.last()));
        }
        const QPersistentModelIndex three = model.index(4);
        QCOMPARE(three.data().toString(), QStringLiteral("3"));

        QVERIFY(store.move(accounts.at(3).id, 0));
        QCOMPARE(three.row(), 0);
        QVERIFY(store.move(accounts.at(3).id, 3));
        QCOMPARE(three.row(), 3);
        QCOMPARE(shownIn(model).join(u' '), QStringLiteral("first 0 1 3 2 4"));
        QVERIFY(store.move(accounts.at(3).id, 5));
        QCOMPARE(shownIn(model).join(u' '), QStringLiteral("first 0 1 2 4 3"));

        QVERIFY(store.remove(accounts.at(0).id));
        QCOMPARE(three.row(), 4);
        Account renamed = accounts.at(3);
        renamed.name = QStringLiteral("three");
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QVERIFY(store.update(renamed));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(three.data().toString(), QStringLiteral("three"));

        // Another program's change shows with the next change of ours.
        AccountStore other(folder.path());
        QVERIFY(other.add(named(QStringLiteral("foreign"))));
        QVERIFY(!store.remove(renamed.id));
        QCOMPARE(shownIn(model).join(u' '), QStringLiteral("first 1 2 4 three foreign"));
    }

    void saysWhatAnAccountIs()
    {
        const QTemporaryDir folder;
        AccountStore store(folder.path());
        const Account account = named(QStringLiteral("a"));
        QVERIFY(store.add(account));
        const AccountsModel model(store);
        const QModelIndex index = model.index(0);
        QCOMPARE(index.data(AccountsModel::IdRole).toString(), account.id.value);
        QCOMPARE(index.data(AccountsModel::ProviderRole).toString(), QStringLiteral("fastly"));
        QCOMPARE(index.data(AccountsModel::EnvironmentRole).toString(), QStringLiteral("staging"));
        QCOMPARE(index.data(AccountsModel::ColourRole).toString(), QStringLiteral("#1b62ae"));
        QCOMPARE(index.data(AccountsModel::ReadOnlyRole).toBool(), false);
        QCOMPARE(model.roleNames().value(AccountsModel::ColourRole), QByteArray("ColourRole"));
        QVERIFY(!model.data(model.index(7), Qt::DisplayRole).isValid());
    }

    void showsTheStateOfEach()
    {
        const QTemporaryDir folder;
        AccountStore store(folder.path());
        const Account a = named(QStringLiteral("a"));
        const Account b = named(QStringLiteral("b"));
        QVERIFY(store.add(a));
        QVERIFY(store.add(b));
        AccountsModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto loadOf = [&model](int row) {
            return model.index(row).data(AccountsModel::LoadRole).value<AccountState::Load>();
        };
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        Error reason;
        reason.kind = Error::Kind::Unauthorized;
        model.setState(b.id, {AccountState::Load::Failed, reason});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(loadOf(0), AccountState::Load::NotLoaded);
        QCOMPARE(loadOf(1), AccountState::Load::Failed);
        QCOMPARE(model.index(1).data(AccountsModel::ReasonRole).value<Error>(), reason);
        QVERIFY(!model.index(0).data(AccountsModel::ReasonRole).isValid());

        QVERIFY(store.move(b.id, 0));
        QCOMPARE(loadOf(0), AccountState::Load::Failed); // it goes with the account, not with the row
        QVERIFY(store.remove(b.id));
        QCOMPARE(loadOf(0), AccountState::Load::NotLoaded);
        model.setState(b.id, {AccountState::Load::Complete, {}});
        QCOMPARE(loadOf(0), AccountState::Load::NotLoaded);
    }
};

QTEST_APPLESS_MAIN(TestAccountsModel)
#include "tst_accountsmodel.moc"
