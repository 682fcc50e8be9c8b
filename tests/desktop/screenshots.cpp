// Every picture of the README and of a review, drawn offscreen over the sandbox. Usage: latchkey-screenshots FOLDER
// [--locked]
#include "deskbench.h"

#include "app/window/program.h"

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QTemporaryFile>

#include <cstdio>

using namespace latchkey;
using namespace latchkey::tests;

namespace {

QString folder;

constexpr int SettleMs = 1000; // a filter's error waits until somebody stopped typing

void save(QWidget &widget, const QString &name, const QString &look)
{
    QTest::qWait(SettleMs);
    const QString path = folder + u'/' + name + u'-' + look + QStringLiteral(".png");
    if (!widget.grab().save(path))
        qFatal("a picture could not be written");
    std::printf("%s\n", qPrintable(path));
}

//! The dialog that `action` opens, drawn and closed.
void saveDialog(DeskBench &bench, QAction *action, const char *dialogName, const QString &name, const QString &look)
{
    QTest::qWait(SettleMs);
    QWidget *dialog = bench.open(action, dialogName);
    if (dialog == nullptr)
        qFatal("%s did not open", dialogName);
    save(*dialog, name, look);
    qobject_cast<QDialog *>(dialog)->done(QDialog::Rejected);
    QTest::qWait(SettleMs);
}

void filter(DeskBench &bench, const QString &line)
{
    auto *edit = bench.window().findChild<QLineEdit *>(QStringLiteral("filterEdit"));
    edit->setText(line);
    edit->setCursorPosition(int(line.size()));
    Q_EMIT edit->textEdited(line);
}

//! A keychain that is there and locked: ./dev screenshots runs this in a session of its own.
void tourLocked(Appearance appearance, const QString &look)
{
    applyLook(*qApp, appearance);
    DeskBench locked;
    locked.addAccount(QStringLiteral("prod-cdn"), Environment::Production);
    locked.useKeychain();
    locked.start();
    save(locked.window(), QStringLiteral("keychain-locked"), look);
}

//! All four providers: people, clients, and what only some of them can do.
void tourProviders(const QString &look)
{
    DeskBench bench(1200);
    bench.startWithEveryProvider();
    Actions &actions = bench.actions();
    MainWindow &window = bench.window();
    window.resize(1440, 900);
    QTableView *table = bench.table();
    for (int column = 0; column < table->model()->columnCount(); ++column) {
        if (table->model()->headerData(column, Qt::Horizontal).toString() == QStringLiteral("Name"))
            table->sortByColumn(column, Qt::DescendingOrder);
    }
    QTest::qWait(SettleMs);
    QTest::keyClick(table, Qt::Key_PageDown);
    QTest::keyClick(table, Qt::Key_PageDown);
    save(window, QStringLiteral("window"), look);
    saveDialog(bench, actions.settings, "settingsDialog", QStringLiteral("settings"), look);
    const auto choose = [&](const char *name) {
        bench.chooseAccount(name);
        QTest::qWait(SettleMs);
    };
    choose("care-eu");
    save(window, QStringLiteral("no-list"), look);
    saveDialog(bench, actions.manageAccounts, "accountsDialog", QStringLiteral("account-genesys"), look);
    saveDialog(bench, actions.idleTimeout, "idleTimeoutDialog", QStringLiteral("idle-timeout"), look);
    choose("login-eu");
    QTest::keyClick(bench.table(), Qt::Key_Down);
    save(window, QStringLiteral("authlete"), look);
    saveDialog(bench, actions.newToken, "newTokenDialog", QStringLiteral("new-authlete-token"), look);
    saveDialog(bench, actions.updateToken, "updateTokenDialog", QStringLiteral("update-token"), look);
    saveDialog(bench, actions.revokeByValue, "revokeByValueDialog", QStringLiteral("revoke-by-value"), look);
    Q_EMIT window.sidebar().accountChosen({});
    window.showPage(MainWindow::Page::People);
    QTableView *people = bench.peopleTable();
    if (!QTest::qWaitFor([people] { return people->model()->rowCount() > 10; }, 10'000))
        qFatal("no people came");
    save(window, QStringLiteral("people"), look);
    auto *peopleFilter = window.findChild<QLineEdit *>(QStringLiteral("peopleFilter"));
    peopleFilter->setText(QStringLiteral("@northwind"));
    QTest::qWait(SettleMs);
    people->setCurrentIndex(people->model()->index(0, 0)); // of two accounts
    save(window, QStringLiteral("person"), look);
    peopleFilter->clear();
    window.resize(900, 650);
    save(window, QStringLiteral("people-narrow"), look);
    window.resize(1440, 900);
    window.people().showTab(PeoplePage::Tab::Clients);
    save(window, QStringLiteral("clients"), look);
    window.people().showTab(PeoplePage::Tab::People);
    choose("care-eu");
    people->setCurrentIndex(people->model()->index(1, 0));
    people->selectionModel()->select(people->model()->index(2, 0),
                                     QItemSelectionModel::Select | QItemSelectionModel::Rows);
    saveDialog(bench, actions.endSessions, "planDialog", QStringLiteral("plan-wide"), look);
}

void tour(Appearance appearance, const QString &look)
{
    applyLook(*qApp, appearance);
    tourProviders(look);
    {
        DeskBench empty;
        empty.start();
        save(empty.window(), QStringLiteral("first-start"), look);
        saveDialog(empty, empty.actions().addAccount, "accountsDialog", QStringLiteral("account-new"), look);
    }
    {
        // Without a session bus there is no keychain: what the window then says is real.
        DeskBench bare;
        bare.addAccount(QStringLiteral("prod-cdn"), Environment::Production);
        bare.useKeychain();
        bare.start();
        save(bare.window(), QStringLiteral("no-keychain"), look);
    }
    {
        DeskBench slow(40'000);
        slow.addAccount(QStringLiteral("prod-cdn"), Environment::Production);
        slow.startWithoutWaiting();
        if (!QTest::qWaitFor([&slow] { return slow.actions().stopLoading->isEnabled(); }, 5000))
            qFatal("nothing was loading");
        slow.actions().stopLoading->trigger();
        save(slow.window(), QStringLiteral("stopped"), look);
    }
    DeskBench bench(1200);
    bench.addAccount(QStringLiteral("prod-cdn"), Environment::Production);
    bench.addAccount(QStringLiteral("old-cdn"), Environment::Staging, false);
    bench.setOutboxSeconds(60);
    bench.start();
    Actions &actions = bench.actions();
    MainWindow &window = bench.window();
    window.resize(1440, 900);
    save(window, QStringLiteral("tokens"), look);
    QTest::keyClick(bench.table(), Qt::Key_Down);
    save(window, QStringLiteral("token"), look);
    window.resize(900, 650);
    save(window, QStringLiteral("narrow"), look);
    window.resize(1440, 900);
    filter(bench, QStringLiteral("unused>90x owner:ann"));
    save(window, QStringLiteral("filter-error"), look);
    filter(bench, QStringLiteral("last-used:never name:nothing-like-this"));
    save(window, QStringLiteral("no-match"), look);
    filter(bench, QStringLiteral("last-used:never"));
    QTest::qWait(SettleMs);
    actions.selectAll->trigger();
    save(window, QStringLiteral("selected"), look);
    saveDialog(bench, actions.manageAccounts, "accountsDialog", QStringLiteral("account"), look);
    saveDialog(bench, actions.newToken, "newTokenDialog", QStringLiteral("new-token"), look);
    saveDialog(bench, actions.palette, "commandPalette", QStringLiteral("palette"), look);
    saveDialog(bench, actions.shortcuts, "shortcutsDialog", QStringLiteral("shortcuts"), look);
    saveDialog(bench, actions.about, "aboutDialog", QStringLiteral("about"), look);
    QWidget *plan = bench.open(actions.revoke, "planDialog");
    if (plan == nullptr)
        qFatal("the plan did not open");
    plan->findChild<QLineEdit *>(QStringLiteral("reason"))->setText(QStringLiteral("CHG-20418 contract ended"));
    save(*plan, QStringLiteral("plan"), look);
    DeskBench::confirm(plan, bench.selectedIds().size());
    QTest::qWait(SettleMs);
    save(window, QStringLiteral("outbox"), look);
    actions.sendNow->trigger();
    if (!bench.waitForRun())
        qFatal("the run did not end");
    window.showPage(MainWindow::Page::Runs);
    save(window, QStringLiteral("run"), look);
    window.resize(900, 650);
    save(window, QStringLiteral("run-narrow"), look);
    window.resize(1440, 900);
    window.showPage(MainWindow::Page::Activity);
    save(window, QStringLiteral("activity"), look);
}

} // namespace

int main(int argc, char *argv[])
{
    // A screen as people have one: dialogs are as large as they like.
    QTemporaryFile screen;
    if (!screen.open()
        || screen.write(R"({"screens": [{"name": "desk", "x": 0, "y": 0, "width": 1920, "height": 1080,
            "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]})")
            < 0)
        return 1;
    screen.close();
    qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" + screen.fileName().toLocal8Bit());
    QApplication application(argc, argv);
    installPlurals();
    const bool isLocked = argc > 2 && QByteArrayView(argv[2]) == "--locked";
    folder = QString::fromLocal8Bit(argc > 1 ? argv[1] : ".");
    QDir().mkpath(folder);
    if (isLocked) {
        tourLocked(Appearance::Light, QStringLiteral("light"));
        tourLocked(Appearance::Dark, QStringLiteral("dark"));
        return 0;
    }
    tour(Appearance::Light, QStringLiteral("light"));
    tour(Appearance::Dark, QStringLiteral("dark"));
    return 0;
}
