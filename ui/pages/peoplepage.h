#pragma once

#include "models/people/people.h"

#include <QWidget>

class QSplitter;
class QStackedWidget;
class QTabBar;

namespace latchkey {

class Actions;
class Banner;
class ClientTab;
class PeopleTab;
class PersonTab;
class PlainLabel;

//! People and clients of all accounts, with their tokens, and what can be done about all tokens of somebody: the tabs,
//! below their title, and the pane of the shown one.
class PeoplePage : public QWidget
{
    Q_OBJECT
public:
    enum class Tab { People, Clients };

    //! All must outlive the page. The actions of people and clients work here, while the page is shown.
    PeoplePage(const People &people, Actions &actions, QWidget *parent = nullptr);

    //! Shows those of one account, or of all.
    void setAccount(const std::optional<AccountId> &account);
    void showTab(Tab tab);
    [[nodiscard]] Tab tab() const;
    //! Above the filter; whoever knows what went wrong speaks through it. What accounts could not list has its own.
    [[nodiscard]] Banner &banner() { return *m_banner; }

    //! In the order of the table.
    [[nodiscard]] QList<JoinedPerson> chosenPeople() const;
    [[nodiscard]] QList<ListedClient> chosenClients() const;
    //! Of the shown tab.
    [[nodiscard]] int chosenCount() const;
    //! Rows shown.
    [[nodiscard]] int shownCount() const;

    //! Of the shown table, to the clipboard.
    void copyRows() const;
    void copyCell() const;

    //! Sizes, columns and sorting.
    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray &state);

Q_SIGNALS:
    //! The other tab is shown.
    void tabShown();
    //! What is chosen, or known of it, changed.
    void selectionChanged();
    //! Rows came or went.
    void rowsChanged();

    // Intents; the plan asks for confirmation. See revocationOf(), sessionsOf(), disablingOf().
    void revokePeopleRequested(const QList<latchkey::JoinedPerson> &people);
    void endSessionsRequested(const QList<latchkey::PersonIdentity> &identities);
    void revokeClientsRequested(const QList<latchkey::ListedClient> &clients);
    void disableClientsRequested(const QList<latchkey::ListedClient> &clients);
    //! Whose tokens the Tokens page should show: ids as tokens name their owners or clients.
    void tokensOfPeopleWanted(const QList<latchkey::JoinedPerson> &people);
    void tokensOfClientsWanted(const QList<latchkey::ListedClient> &clients);
    //! Somebody said so: for PersonLinkStore.
    void joinRequested(const QList<latchkey::PersonKey> &keys);
    void separateRequested(const QList<latchkey::PersonKey> &keys);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QWidget *makeTitle();
    void layOut();
    void connectActions();
    void connectTabs();
    void updateAll();
    void updateTitle();
    void updateActions();
    [[nodiscard]] PeopleTab &shownTab() const;

    const People &m_people;
    Actions &m_actions;
    std::optional<AccountId> m_account;
    PlainLabel *m_of;
    PlainLabel *m_note;
    QTabBar *m_tabs;
    Banner *m_banner;
    QSplitter *m_splitter;
    QStackedWidget *m_lists; //!< the tabs
    QStackedWidget *m_panes; //!< of the tabs
    PersonTab *m_persons;
    ClientTab *m_clients;
};

} // namespace latchkey
