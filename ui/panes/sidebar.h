#pragma once

#include "ui/panes/sidebarmodel.h"

#include <QWidget>

class QToolButton;
class QTreeView;

namespace latchkey {

class AccountsModel;
class Actions;
class PlainLabel;
class SidebarDelegate;

//! What the keychain does for this session.
enum class Keychain { Unlocked, Locked, Missing };

//! The pages and the accounts: two choices in one list, and the keychain's state below. Enter, Space or a click
//! chooses; moving with the arrow keys alone does not.
class Sidebar : public QWidget
{
    Q_OBJECT
public:
    using Page = SidebarModel::Page;

    //! `providerNames`: "Fastly". The accounts, which it follows, and the actions must outlive the sidebar.
    Sidebar(const AccountsModel &accounts, const QHash<ProviderId, QString> &providerNames, Actions &actions,
            QWidget *parent = nullptr);

    //! Counts and states.
    void showInventory(const TokenSnapshot &snapshot);
    //! People of all accounts; and `instead` of tokens, of accounts whose providers list people alone.
    void showPeople(qint64 all, const QHash<AccountId, qint64> &instead);
    //! Read-only accounts that may be changed for a while.
    void showAllowed(const QSet<AccountId> &accounts);
    //! At the page Runs: "1 running"; empty: nothing to say.
    void setRunsText(const QString &text);
    void setKeychain(Keychain keychain);
    //! Marks what is shown; emits nothing.
    void setPage(Page page);
    //! Absent, or no such account: all accounts.
    void setAccount(const std::optional<AccountId> &account);
    //! Icons of the pages alone.
    void setRail(bool isRail);
    [[nodiscard]] bool isRail() const { return m_isRail; }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void pageChosen(latchkey::SidebarModel::Page page);
    //! Absent: all accounts.
    void accountChosen(std::optional<latchkey::AccountId> account);
    //! `at`: global.
    void accountMenuRequested(latchkey::AccountId account, QPoint at);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QWidget *makeHeading();
    void choose(const QModelIndex &index);
    void requestMenu(const QModelIndex &index, QPoint at);
    void mark();
    void settle(); //!< after the rows or the form changed
    //! Onto the heading, as far as that is in sight.
    void placeAdd();

    SidebarModel *m_model;
    SidebarDelegate *m_delegate;
    QTreeView *m_view;
    //! Over the list, not in it: assistive technology finds rows in a list, and no buttons.
    QToolButton *m_add;
    QWidget *m_footer;
    PlainLabel *m_keychainIcon;
    PlainLabel *m_keychainText;
    QToolButton *m_unlock;
    Page m_page = Page::Tokens;
    std::optional<AccountId> m_account;
    Keychain m_keychain = Keychain::Unlocked;
    bool m_isRail = false;
};

} // namespace latchkey
