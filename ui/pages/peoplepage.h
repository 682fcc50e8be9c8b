#pragma once

#include "models/people/clientsmodel.h"
#include "models/people/peoplemodel.h"

#include <QWidget>

class QSplitter;
class QStackedWidget;
class QTabBar;
class QTableView;
class QToolButton;

namespace latchkey {

class Actions;
class Banner;
class ClientPane;
class EmptyState;
class PeopleFilterEdit;
class PersonPane;
class PlainLabel;
class TableCopy;

//! People and clients of all accounts, with their tokens, and what can be done about all tokens of somebody. Nobody is
//! ever chosen but by a person.
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
    //! Rows shown.
    [[nodiscard]] int shownCount() const;

    //! Of the shown table, to the clipboard.
    void copyRows() const;
    void copyCell() const;

    //! Sizes and sorting.
    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray &state);

Q_SIGNALS:
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
    [[nodiscard]] QWidget *makeFilters();
    void makeTables();
    void connectActions();
    void prepare(QTableView *table);
    void sizeColumns();
    void keepChoice();
    void restoreChoice();
    void setFilter(const QString &line);
    void showChips();
    void updateAll();
    void updateActions();
    void updatePersonActions();
    void updateClientActions();
    void updateTitle();
    void updateBanner();
    void updateBody();
    void updatePane();
    void showMenu(QTableView *table, const QPoint &pos);
    void askToJoin();
    [[nodiscard]] QTableView *table() const;
    [[nodiscard]] QList<PersonIdentity> chosenSessions() const;
    [[nodiscard]] bool canOfAll(Capability capability) const;
    //! Sources of the shown accounts.
    [[nodiscard]] QList<PeopleSource> sources() const;
    [[nodiscard]] QString providerName(const Account &account) const;

    const People &m_people;
    Actions &m_actions;
    PeopleModel *m_model;
    ClientsModel *m_clients;
    std::optional<AccountId> m_account;
    PlainLabel *m_of;
    PlainLabel *m_note;
    QTabBar *m_tabs;
    Banner *m_banner;
    Banner *m_trouble;
    PeopleFilterEdit *m_filter;
    QWidget *m_chips;
    QList<std::pair<PeopleChip, QToolButton *>> m_chipButtons;
    QSplitter *m_splitter;
    QStackedWidget *m_body;
    QTableView *m_table;
    QTableView *m_clientTable;
    TableCopy *m_copy;
    TableCopy *m_clientCopy;
    EmptyState *m_empty;
    QStackedWidget *m_panes;
    PersonPane *m_pane;
    ClientPane *m_clientPane;
    QString m_filterLines[2]; //!< of the tabs
    QString m_troubleSaid; //!< so that a button under somebody's hand is not made anew
    QString m_emptySaid;
    QList<QList<PersonKey>> m_kept; //!< who was chosen before the rows were made anew
    QList<std::pair<AccountId, ClientId>> m_keptClients;
    int m_keptScroll = 0;
};

} // namespace latchkey
