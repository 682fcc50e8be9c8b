#pragma once

#include "app/window/desktop.h"
#include "network/sandbox/sandbox.h"

#include <QAction>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace latchkey::tests {

//! The whole program but its main(): a window over a sandbox, with folders and a store of credentials of its own.
class DeskBench
{
public:
    explicit DeskBench(qint64 tokens = 300);
    ~DeskBench();

    //! Another account on the same sandbox: signed in with the sandbox's key, or with one that it does not know.
    Account addAccount(const QString &name, Environment environment = Environment::Staging, bool isKeyGood = true);
    //! Any account; its id is made here.
    Account addAccount(Account account, const Credential &credential);
    //! Before start(): nothing is sent for so long after a confirmation. Without it, everything is sent at once.
    void setOutboxSeconds(int seconds) const;
    //! From here on credentials come from the desktop's keychain, if there is one.
    void useKeychain() { m_app->setSessionOnly(false); }
    void startWithoutWaiting();
    //! Shows the window and waits until everything is loaded.
    void start();
    void startWithOneAccount(); //!< stage-cdn
    void startWithEveryProvider(); //!< an account of each on the sandbox
    void startWithPlanInOutbox(int seconds); //!< of one account: never used tokens were selected and confirmed

    [[nodiscard]] sandbox::Sandbox &server() { return *m_server; }
    [[nodiscard]] AccountStore &accounts() { return m_app->accounts(); }
    [[nodiscard]] Desktop &desktop() { return *m_desktop; }
    [[nodiscard]] Actions &actions() { return m_desktop->actions(); }
    [[nodiscard]] Revoking &revoking() { return m_desktop->revoking(); }
    [[nodiscard]] MainWindow &window() { return m_desktop->window(); }
    [[nodiscard]] QTableView *table() { return window().findChild<QTableView *>(QStringLiteral("tokenTable")); }
    [[nodiscard]] QTableView *peopleTable() { return window().findChild<QTableView *>(QStringLiteral("peopleTable")); }
    //! What some work told, below its headline.
    [[nodiscard]] QString said() { return window().saidBanner().accessibleDescription(); }
    //! Ids of what the sandbox revoked, in that order.
    [[nodiscard]] QStringList revoked() { return m_server->ledger().changed(QStringLiteral("revoked")); }

    //! After a dialog: a desktop gives the keys back to the window, the offscreen platform does not.
    [[nodiscard]] bool activate();
    //! Presses Tab until the widget of this name has the focus. False: it cannot be reached.
    [[nodiscard]] static bool tabTo(QWidget *window, const char *name);
    //! The dialog of this name, once it is there; null: it did not come.
    [[nodiscard]] QWidget *dialog(const char *name);
    [[nodiscard]] QWidget *open(QAction *action, const char *name); //!< the same, by the action that opens it
    [[nodiscard]] static QPushButton *button(const QWidget *dialog, const char *name)
    {
        return dialog->findChild<QPushButton *>(QLatin1String(name));
    }
    //! What the action writes into a file that is chosen by name.
    [[nodiscard]] QByteArray saved(QAction *action, const QString &name);

    //! Shows the account of this name alone.
    AccountId chooseAccount(const char *name);
    [[nodiscard]] bool goToTable(); //!< with Tab, once it shows what was asked for
    //! By keyboard, every row that is shown, or that the filter leaves.
    void selectAll();
    void selectByFilter(const QString &line);
    void selectNeverUsed() { selectByFilter(QStringLiteral("last-used:never")); }
    //! Ids of what a plan of the selection revokes, sorted: all but own tokens.
    [[nodiscard]] QStringList selectedIds();

    [[nodiscard]] QWidget *openPlan(); //!< of the selection, by key; null: it did not come
    //! Types what the plan asks for, and revokes, by keyboard. `count` 0, `name` empty: it does not ask for this.
    static void confirm(QWidget *plan, qsizetype count, const QString &name = {});
    void revokeSelected(); //!< both
    [[nodiscard]] bool waitForRun(); //!< until one went and is over; false: not in time

private:
    QTemporaryDir m_folder;
    std::unique_ptr<sandbox::Sandbox> m_server;
    std::unique_ptr<App> m_app;
    std::unique_ptr<Desktop> m_desktop;
};

} // namespace latchkey::tests
