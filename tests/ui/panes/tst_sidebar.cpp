#include "models/accounts/accountsmodel.h"
#include "models/accounts/accountstore.h"
#include "tests/unit/inventory/invented.h"
#include "ui/panes/sidebar.h"
#include "ui/parts/actions.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/look.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QAction>
#include <QContextMenuEvent>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace latchkey;

namespace {

using Page = Sidebar::Page;

Account inventedAccount(const QString &name, const QString &provider, Environment environment, bool isReadOnly = false)
{
    static int number = 0;
    Account account;
    account.id = {QStringLiteral("00000000-0000-4000-8000-%1").arg(++number, 12, 10, QLatin1Char('0'))};
    account.name = name;
    account.provider = {provider};
    account.signIn = QStringLiteral("key");
    account.baseUrl = QUrl(QStringLiteral("https://api.example.com"));
    account.environment = environment;
    account.policy.readOnly = isReadOnly;
    return account;
}

struct Scene
{
    Scene()
    {
        add(inventedAccount(QStringLiteral("prod-cdn"), QStringLiteral("fastly"), Environment::Production));
        add(inventedAccount(QStringLiteral("login-eu"), QStringLiteral("authlete"), Environment::Production, true));
        add(inventedAccount(QStringLiteral("stage-cdn"), QStringLiteral("fastly"), Environment::Staging));
        sidebar.resize(226, 600);
        sidebar.show();
    }
    void add(const Account &account)
    {
        if (!store.add(account))
            qFatal("the account cannot be added");
    }
    [[nodiscard]] AccountId id(const QString &name) const { return store.find(name)->id; }
    [[nodiscard]] QAbstractItemModel &model() const { return *view->model(); }
    //! Anywhere in the tree.
    [[nodiscard]] QModelIndex find(const QString &text) const
    {
        const QModelIndexList found =
            model().match(model().index(0, 0), Qt::DisplayRole, text, 1, Qt::MatchExactly | Qt::MatchRecursive);
        return found.isEmpty() ? QModelIndex() : found.first();
    }
    void click(const QString &text) const
    {
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(find(text)).center());
    }
    [[nodiscard]] QStringList selected() const
    {
        QStringList texts;
        const QModelIndexList indexes = view->selectionModel()->selectedIndexes();
        for (const QModelIndex &index : indexes)
            texts += index.data().toString();
        texts.sort();
        return texts;
    }
    [[nodiscard]] QString count(const QString &text) const
    {
        return find(text).data(SidebarModel::CountRole).toString();
    }

    QTemporaryDir folder;
    AccountStore store{folder.path()};
    AccountsModel accounts{store};
    Actions actions;
    StandingClock clock;
    TokenTable table{clock};
    Sidebar sidebar{accounts,
                    {{{QStringLiteral("fastly")}, QStringLiteral("Fastly")},
                     {{QStringLiteral("authlete")}, QStringLiteral("Authlete")}},
                    actions};
    QTreeView *view = sidebar.findChild<QTreeView *>();
    QAbstractItemModelTester tester{view->model(), QAbstractItemModelTester::FailureReportingMode::QtTest};
};

//! The rows of the tree: "Fastly: prod-cdn, stage-cdn".
QStringList print(const QAbstractItemModel &model)
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex top = model.index(row, 0);
        QStringList children;
        for (int child = 0; child < model.rowCount(top); ++child)
            children += model.index(child, 0, top).data().toString();
        rows += children.isEmpty() ? top.data().toString()
                                   : top.data().toString() + QStringLiteral(": ") + children.join(QStringLiteral(", "));
    }
    return rows;
}

} // namespace

class TestSidebar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    void listsPagesAndAccountsByProvider()
    {
        const Scene scene;
        QCOMPARE(print(scene.model()),
                 (QStringList{QStringLiteral("Tokens"), QStringLiteral("People"), QStringLiteral("Activity"),
                              QStringLiteral("Runs"), QStringLiteral("Accounts"), QStringLiteral("All accounts"),
                              QStringLiteral("Fastly: prod-cdn, stage-cdn"), QStringLiteral("Authlete: login-eu")}));
        QCOMPARE(scene.selected(), (QStringList{QStringLiteral("All accounts"), QStringLiteral("Tokens")}));
        QVERIFY(scene.find(QStringLiteral("login-eu")).data(SidebarModel::ReadOnlyRole).toBool());
    }

    void choosesPageAndAccountApart()
    {
        const Scene scene;
        QSignalSpy pages(&scene.sidebar, &Sidebar::pageChosen);
        QSignalSpy accounts(&scene.sidebar, &Sidebar::accountChosen);
        scene.click(QStringLiteral("Runs"));
        QCOMPARE(pages.size(), 1);
        QCOMPARE(pages[0][0].value<Page>(), Page::Runs);
        scene.click(QStringLiteral("login-eu"));
        QCOMPARE(pages.size(), 1);
        QCOMPARE(accounts.size(), 1);
        QCOMPARE(accounts[0][0].value<std::optional<AccountId>>(), std::optional(scene.id(QStringLiteral("login-eu"))));
        QCOMPARE(scene.selected(), (QStringList{QStringLiteral("Runs"), QStringLiteral("login-eu")}));
        scene.click(QStringLiteral("All accounts"));
        QCOMPARE(accounts[1][0].value<std::optional<AccountId>>(), std::nullopt);
        scene.click(QStringLiteral("Accounts"));
        QCOMPARE(pages.size() + accounts.size(), 3);
    }

    void choosesByKeyboardOnlyWithEnterOrSpace()
    {
        const Scene scene;
        QSignalSpy pages(&scene.sidebar, &Sidebar::pageChosen);
        QSignalSpy accounts(&scene.sidebar, &Sidebar::accountChosen);
        scene.view->setFocus();
        scene.view->setCurrentIndex(scene.find(QStringLiteral("Tokens")));
        for (int page = 0; page < 3; ++page)
            QTest::keyClick(scene.view, Qt::Key_Down);
        QCOMPARE(pages.size(), 0);
        QTest::keyClick(scene.view, Qt::Key_Return);
        QCOMPARE(pages.size(), 1);
        QCOMPARE(pages[0][0].value<Page>(), Page::Runs);
        // Over the heading, "All accounts" and the provider.
        QTest::keyClick(scene.view, Qt::Key_Down);
        QCOMPARE(scene.view->currentIndex().data().toString(), QStringLiteral("All accounts"));
        QTest::keyClick(scene.view, Qt::Key_Down);
        QTest::keyClick(scene.view, Qt::Key_Down);
        QTest::keyClick(scene.view, Qt::Key_Space);
        QCOMPARE(accounts.size(), 1);
        QCOMPARE(accounts[0][0].value<std::optional<AccountId>>(), std::optional(scene.id(QStringLiteral("prod-cdn"))));
    }

    void foldsAProviderByClickAndByKey()
    {
        const Scene scene;
        const QModelIndex provider = scene.find(QStringLiteral("Fastly"));
        QVERIFY(scene.view->isExpanded(provider));
        scene.click(QStringLiteral("Fastly"));
        QVERIFY(!scene.view->isExpanded(provider));
        scene.view->setFocus();
        scene.view->setCurrentIndex(provider);
        QTest::keyClick(scene.view, Qt::Key_Right);
        QVERIFY(scene.view->isExpanded(provider));
    }

    void showsCountsAndStates()
    {
        Scene scene;
        const QString prod = QStringLiteral("prod-cdn");
        const QString stage = QStringLiteral("stage-cdn");
        QCOMPARE(scene.count(prod), QString()); // nothing is known yet: no 0
        const ProviderDescription fastly{.name = QStringLiteral("Fastly"), .capabilities = Capability::ListTokens};
        const AccountRow prodRow = accountRow(*scene.store.find(prod), fastly);
        const AccountRow stageRow = accountRow(*scene.store.find(stage), fastly);
        load(scene.table, prodRow, {inventedToken(QStringLiteral("1")), inventedToken(QStringLiteral("2"))});
        load(scene.table, stageRow, {}, tl::unexpected(Error{.kind = Error::Kind::Unauthorized}));
        scene.sidebar.showInventory(*scene.table.snapshot());
        QCOMPARE(scene.count(QStringLiteral("Tokens")), QStringLiteral("2"));
        QCOMPARE(scene.count(prod), QStringLiteral("2"));
        QCOMPARE(scene.count(QStringLiteral("All accounts")), QStringLiteral("3"));
        const QModelIndex failed = scene.find(stage);
        QCOMPARE(failed.data(SidebarModel::StateRole).toInt(), int(AccountStatus::State::Failed));
        QCOMPARE(failed.data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("stage-cdn, staging, could not be loaded"));
        QCOMPARE(scene.count(stage), QString()); // how many there are is not known
        QVERIFY(
            failed.data(Qt::ToolTipRole).toString().contains(QStringLiteral("Fastly does not accept this credential")));
        const QModelIndex locked = scene.find(prod);
        Account readOnly = *scene.store.find(prod);
        readOnly.policy.readOnly = true;
        QVERIFY(scene.store.update(readOnly));
        QVERIFY(locked.data(SidebarModel::ReadOnlyRole).toBool());
        scene.sidebar.showAllowed({readOnly.id});
        QVERIFY(!locked.data(SidebarModel::ReadOnlyRole).toBool());
        scene.sidebar.showAllowed({});
        QVERIFY(locked.data(SidebarModel::ReadOnlyRole).toBool());
        scene.sidebar.showPeople(918, {{scene.id(prod), 214}});
        QCOMPARE(scene.count(QStringLiteral("People")), QStringLiteral("918"));
        QCOMPARE(scene.count(prod), QStringLiteral("214 people")); // where tokens cannot be counted
        QVERIFY(scene.find(prod).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("214 people")));
        QCOMPARE(scene.count(QStringLiteral("All accounts")), QStringLiteral("3"));
        scene.sidebar.setRunsText(QStringLiteral("1 running"));
        QCOMPARE(scene.count(QStringLiteral("Runs")), QStringLiteral("1 running"));
    }

    void followsTheAccountsAndKeepsTheChoice()
    {
        Scene scene;
        scene.sidebar.setAccount(scene.id(QStringLiteral("stage-cdn")));
        scene.add(inventedAccount(QStringLiteral("arcade"), QStringLiteral("knetik"), Environment::Sandbox));
        QCOMPARE(print(scene.model()).last(), QStringLiteral("knetik: arcade"));
        QCOMPARE(scene.selected(), (QStringList{QStringLiteral("Tokens"), QStringLiteral("stage-cdn")}));
        Account renamed = *scene.store.find(QStringLiteral("stage-cdn"));
        renamed.name = QStringLiteral("stage-2");
        QVERIFY(scene.store.update(renamed));
        QCOMPARE(scene.selected(), (QStringList{QStringLiteral("Tokens"), QStringLiteral("stage-2")}));
        QVERIFY(scene.store.remove(renamed.id));
        QCOMPARE(scene.selected(), (QStringList{QStringLiteral("All accounts"), QStringLiteral("Tokens")}));
    }

    void showsHostileNamesAsTheyAre()
    {
        Scene scene;
        scene.add(
            inventedAccount(QStringLiteral("<img src=file:///x>"), QStringLiteral("fastly"), Environment::Development));
        const QModelIndex hostile = scene.find(QStringLiteral("<img src=file:///x>"));
        QVERIFY(hostile.isValid());
        QVERIFY(!hostile.data(Qt::ToolTipRole).toString().contains(QStringLiteral("<img")));
    }

    void asksForTheMenuOfAnAccount()
    {
        const Scene scene;
        QSignalSpy asked(&scene.sidebar, &Sidebar::accountMenuRequested);
        const auto request = [&scene](const QString &text) {
            const QPoint at = scene.view->visualRect(scene.find(text)).center();
            QContextMenuEvent event(QContextMenuEvent::Mouse, at, scene.view->viewport()->mapToGlobal(at));
            QApplication::sendEvent(scene.view->viewport(), &event);
        };
        request(QStringLiteral("Tokens"));
        QCOMPARE(asked.size(), 0);
        request(QStringLiteral("login-eu"));
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].value<AccountId>(), scene.id(QStringLiteral("login-eu")));
    }

    void addsAnAccountByItsButton()
    {
        const Scene scene;
        const QSignalSpy triggered(scene.actions.addAccount, &QAction::triggered);
        auto *button = scene.sidebar.findChild<QToolButton *>(QStringLiteral("addAccount"));
        QVERIFY(!button->accessibleName().isEmpty());
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(triggered.size(), 1);
    }

    void assistiveTechnologyFindsTheButton()
    {
        const Scene scene;
        QTRY_VERIFY(scene.sidebar.findChild<QToolButton *>(QStringLiteral("addAccount"))->isVisible());
        const QAccessibleInterface *sidebar =
            QAccessible::queryAccessibleInterface(const_cast<Sidebar *>(&scene.sidebar));
        const QSignalSpy triggered(scene.actions.addAccount, &QAction::triggered);
        for (int at = 0; at < sidebar->childCount(); ++at) {
            QAccessibleInterface *child = sidebar->child(at);
            if (child->text(QAccessible::Name) == QLatin1String("Add an account"))
                child->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        }
        QCOMPARE(triggered.size(), 1);
    }

    void theButtonStaysOnItsHeading()
    {
        Scene scene;
        auto *button = scene.sidebar.findChild<QToolButton *>(QStringLiteral("addAccount"));
        auto *heading = scene.sidebar.findChild<QWidget *>(QStringLiteral("accountsHeading"));
        const auto isOnIt = [&] {
            return QRect(heading->mapTo(&scene.sidebar, QPoint()), heading->size()).contains(button->geometry());
        };
        QTRY_VERIFY(isOnIt());
        scene.sidebar.resize(320, 600);
        QTRY_VERIFY(isOnIt());
        scene.sidebar.setRail(true);
        QVERIFY(!button->isVisible());
        scene.sidebar.setRail(false);
        scene.sidebar.resize(226, 110); // lower than its rows: they scroll
        QTRY_VERIFY(scene.view->verticalScrollBar()->maximum() > 0);
        scene.view->verticalScrollBar()->setValue(scene.view->verticalScrollBar()->maximum());
        QTRY_VERIFY(!button->isVisible() || isOnIt());
    }

    void tellsHowTheKeychainIs_data()
    {
        QTest::addColumn<Keychain>("keychain");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("offersUnlock");
        QTest::newRow("unlocked") << Keychain::Unlocked << QStringLiteral("Keychain unlocked") << false;
        QTest::newRow("locked") << Keychain::Locked << QStringLiteral("Keychain locked") << true;
        QTest::newRow("missing") << Keychain::Missing << QStringLiteral("No keychain: this session only") << false;
    }
    void tellsHowTheKeychainIs()
    {
        QFETCH(Keychain, keychain);
        QFETCH(QString, text);
        QFETCH(bool, offersUnlock);
        Scene scene;
        scene.sidebar.setKeychain(keychain);
        QCOMPARE(scene.sidebar.findChild<QWidget *>(QStringLiteral("keychainState"))->accessibleName(), text);
        const auto labels = scene.sidebar.findChildren<PlainLabel *>();
        QVERIFY(std::any_of(labels.cbegin(), labels.cend(), [&text](const PlainLabel *label) {
            return label->text() == text && label->isVisible()
                && label->width() >= label->fontMetrics().horizontalAdvance(text);
        }));
        auto *unlock = scene.sidebar.findChild<QToolButton *>(QStringLiteral("unlockKeychain"));
        QCOMPARE(unlock->isVisible(), offersUnlock);
        if (!offersUnlock)
            return;
        const QSignalSpy triggered(scene.actions.unlockKeychain, &QAction::triggered);
        QTest::mouseClick(unlock, Qt::LeftButton);
        QCOMPARE(triggered.size(), 1);
    }

    void becomesANarrowStripOfPages()
    {
        Scene scene;
        scene.sidebar.setRail(true);
        QVERIFY(scene.sidebar.maximumWidth() < 80);
        QTRY_VERIFY(scene.sidebar.width() < 80);
        QVERIFY(scene.view->isRowHidden(5, {}));
        QTRY_COMPARE(scene.view->columnWidth(0), scene.view->viewport()->width());
        QCOMPARE(scene.find(QStringLiteral("Runs")).data(Qt::ToolTipRole).toString(), QStringLiteral("Runs"));
        QSignalSpy pages(&scene.sidebar, &Sidebar::pageChosen);
        scene.click(QStringLiteral("Activity"));
        QCOMPARE(pages.size(), 1);
        scene.sidebar.setRail(false);
        QVERIFY(!scene.view->isRowHidden(5, {}));
        QVERIFY(scene.sidebar.maximumWidth() > 1000);
    }
};

QTEST_MAIN(TestSidebar)
#include "tst_sidebar.moc"
