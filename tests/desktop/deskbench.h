#pragma once

#include "app/window/desktop.h"
#include "network/sandbox/sandbox.h"

#include <QTemporaryDir>

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
    //! An account of every provider on the sandbox.
    void addEveryProvider();
    //! Before start(): nothing is sent for so long after a confirmation.
    void setOutboxSeconds(int seconds) const;
    //! From here on credentials come from the desktop's keychain, if there is one.
    void useKeychain() { m_app->setSessionOnly(false); }
    void startWithoutWaiting();
    //! Shows the window and waits until everything is loaded.
    void start();

    [[nodiscard]] sandbox::Sandbox &server() { return *m_server; }
    [[nodiscard]] AccountStore &accounts() { return m_app->accounts(); }
    [[nodiscard]] Desktop &desktop() { return *m_desktop; }
    [[nodiscard]] MainWindow &window() { return m_desktop->window(); }
    //! After a dialog: a desktop gives the keys back to the window, the offscreen platform does not.
    [[nodiscard]] bool activate();
    [[nodiscard]] QWidget *table();
    //! The dialog of this name, once it is there; null: it did not come.
    [[nodiscard]] QWidget *dialog(const char *name);
    //! Presses Tab until the widget of this name has the focus. False: it cannot be reached.
    [[nodiscard]] static bool tabTo(QWidget *window, const char *name);

private:
    QTemporaryDir m_folder;
    std::unique_ptr<sandbox::Sandbox> m_server;
    std::unique_ptr<App> m_app;
    std::unique_ptr<Desktop> m_desktop;
};

} // namespace latchkey::tests
