#pragma once

#include "ui/dialogs/accountform.h"
#include "ui/dialogs/connectionpane.h"

#include <QDialog>
#include <QSet>

#include <map>

class QListView;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QStandardItemModel;
class QToolButton;

namespace latchkey {

class Actions;
class Banner;
class DialogHead;
class EmptyState;

//! Adds, edits, tests, orders and removes accounts. Reads the store, and asks for every change; what is typed stays
//! until it is saved or given up, whichever account is looked at. Show it with open().
class AccountsDialog : public QDialog
{
    Q_OBJECT
public:
    enum class Keychain { Ready, Locked, Missing, SessionOnly };

    //! All outlive the dialog.
    AccountsDialog(const AccountStore &store, const QList<ProviderDescription> &providers, Actions &actions,
                   const Clock &clock, QWidget *parent = nullptr);

    //! A new account, of `provider` where that is known.
    void editNew(const ProviderId &provider = {});
    void edit(const AccountId &account);

    void showTesting();
    //! Of what testRequested() asked for last.
    void showTest(const ConnectionReport &report);
    //! Answers to signInRequested(), also where another account is looked at meanwhile. What was typed for it is
    //! forgotten; test and save go on with `kept`, which is in no store yet.
    void setSignedIn(const Credential &kept);
    void showSignInProblem(const QString &fact, const QString &reason);
    void showSaved(const AccountId &account);
    //! Saving, removing or moving did not work. Ends a test that saving began, too.
    void showProblem(const QString &fact, const QString &reason);
    //! Something worked that shows nowhere else.
    void showDone(const QString &fact, const QString &reason);
    //! `name`: what the keychain is called ("GNOME Keyring"); may be empty.
    //! `held`: the accounts whose credential this session has; told where it has no keychain.
    void setKeychain(Keychain state, const QString &name = {}, const QSet<AccountId> &held = {});

    [[nodiscard]] QSize sizeHint() const override;

public Q_SLOTS:
    //! Asks first, in its own banner, where something is not saved.
    void reject() override;

Q_SIGNALS:
    //! An empty credential: use the stored one. The draft need not be in the store.
    void testRequested(const latchkey::Account &draft, const latchkey::Credential &typed);
    //! For a way of signing in that exchanges: `draft.typed` is what was typed for it, or empty where the browser asks.
    //! One at a time. Answered with setSignedIn() or showSignInProblem().
    void signInRequested(const latchkey::AccountDraft &draft);
    //! Nobody waits for the answer any more.
    void signInCancelled();
    //! A new account where the store has none with its id. Answered with showSaved() or showProblem().
    void saveRequested(const latchkey::Account &account, const latchkey::Credential &typed);
    void removeRequested(const latchkey::AccountId &account);
    //! `place` as AccountStore::move() counts.
    void moveRequested(const latchkey::AccountId &account, int place);
    void importRequested();
    void exportRequested();

private:
    [[nodiscard]] QWidget *makeList();
    [[nodiscard]] QWidget *makeMiddle();
    [[nodiscard]] QWidget *makeButtons();
    //! The store changed: what is not typed over follows it.
    void takeStore();
    void fillList();
    void showAccount(const AccountId &account);
    //! What the form holds becomes the account's draft, if it differs from the store.
    void takeEdit();
    void updateHead();
    void updateButtons();
    void duplicate();
    void sayStorage();
    //! Whether the form can be tested and saved; scrolls to what is wrong.
    bool check();
    void askToRemove();
    void move(int by);
    void test();
    void signIn();
    void endSignIn();
    void save();
    void askToClose();
    [[nodiscard]] int rowOf(const AccountId &account) const; //!< -1: none
    void addNew(const AccountDraft &draft);
    void setSaving(const AccountId &account);
    void endSaving();

    const AccountStore &m_store;
    const QList<ProviderDescription> m_providers;
    Actions &m_actions;
    const Clock &m_clock;
    std::map<AccountId, AccountDraft> m_drafts; //!< what differs from the store
    AccountDraft m_saved; //!< the current account as it is in the store; meaningless for a new one
    AccountId m_current; //!< empty: none
    bool m_isFilling = false;
    AccountId m_testing; //!< empty: nothing is being tested
    std::pair<AccountId, AccountDraft> m_tested; //!< what was tested last
    AccountId m_signingIn; //!< empty: nobody is signing in
    Account m_signingInAs; //!< as it was when that began
    AccountId m_saving; //!< empty: nothing is being saved
    QList<AccountId> m_newOrder; //!< drafts that the store does not have
    std::map<AccountId, std::pair<ConnectionReport, AccountDraft>> m_reports; //!< with what they are about

    Keychain m_keychainState = Keychain::Ready;
    QString m_keychainName;
    QSet<AccountId> m_held;

    QListView *m_list;
    QStandardItemModel *m_rows;
    QToolButton *m_duplicate;
    QToolButton *m_up;
    QToolButton *m_down;
    QToolButton *m_remove;
    DialogHead *m_head;
    Banner *m_keychain;
    Banner *m_banner;
    QStackedWidget *m_stack;
    QScrollArea *m_scroll;
    AccountForm *m_form;
    EmptyState *m_empty;
    ConnectionPane *m_connection;
    QPushButton *m_save;
};

} // namespace latchkey
