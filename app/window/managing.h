#pragma once

#include "app/window/sessions.h"
#include "app/window/tasks.h"
#include "ui/mainwindow.h"

#include <QObject>
#include <QPointer>

namespace latchkey {

class AccountsDialog;
struct ConnectionReport;

//! Accounts and the keychain: adding, editing, testing, removing. GUI thread.
class Managing : public QObject
{
    Q_OBJECT
public:
    //! All outlive this.
    Managing(App &app, Sessions &sessions, Tasks &tasks, Actions &actions, MainWindow &window,
             QObject *parent = nullptr);

    void addAccount();
    //! Empty: the first one.
    void edit(const AccountId &account);
    //! Asks the keychain how it is, and tells the sidebar.
    void lookAtKeychain();
    void unlockKeychain();
    //! A sign-in that waits for the browser is given up.
    void stop() { m_signingIn.request_stop(); }
    [[nodiscard]] const std::optional<Error> &keychainTrouble() const { return m_keychainTrouble; }

Q_SIGNALS:
    void said(const QString &fact, const QString &reason);
    //! A credential or address changed, or is new.
    void accountReady(const latchkey::AccountId &account);
    //! The keychain can be used again, or no longer.
    void keychainChanged();

private:
    [[nodiscard]] AccountsDialog &dialog();
    QCoro::Task<> signIn(Account draft, Credential typed, std::stop_token stop);
    QCoro::Task<> test(Account draft, Credential typed);
    QCoro::Task<> save(Account draft, Credential typed);
    QCoro::Task<> remove(AccountId account);
    QCoro::Task<> unlock();
    QCoro::Task<Result<Credential>> credentialOf(Account draft, Credential typed);
    [[nodiscard]] ConnectionReport reportOf(const Account &account, const ProviderDescription &provider,
                                            qint64 ms) const;
    [[nodiscard]] ConnectionReport reportOf(const Account &account, const ProviderDescription &provider,
                                            const Error &error) const;
    void tell(const Error &error, const Account &account);
    void tellKeychain();
    void importProfiles();
    void exportProfiles();

    App &m_app;
    Sessions &m_sessions;
    Tasks &m_tasks;
    Actions &m_actions;
    MainWindow &m_window;
    QPointer<AccountsDialog> m_dialog;
    std::optional<Error> m_keychainTrouble;
    std::stop_source m_signingIn;
};

} // namespace latchkey
