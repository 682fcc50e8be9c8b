#pragma once

#include "models/people/peoplerows.h"
#include "ui/pages/peopletableview.h"

#include <QItemSelectionModel>
#include <QSet>
#include <QWidget>

#include <functional>

class QAction;
class QMenu;
class QStackedWidget;
class QVBoxLayout;

namespace latchkey {

class Actions;
class Banner;
class ChosenPane;
class EmptyState;
class PeopleFilterEdit;
class TableCopy;

//! A tab of the people page, of people or of clients: what went wrong, a filter, and a table or why there is nothing in
//! it. Beside it stands the pane of those who are chosen. Nobody is ever chosen but by a person.
class PeopleTab : public QWidget
{
    Q_OBJECT
public:
    //! Shows those of one account, or of all.
    void setAccount(const std::optional<AccountId> &account);
    //! Not a child of the tab: who lays out both takes it.
    [[nodiscard]] ChosenPane &pane() { return *m_pane; }
    //! What is on its way, or how rows come about.
    [[nodiscard]] QString note() const;
    [[nodiscard]] int shownCount() const { return m_rows->rowCount(); }
    [[nodiscard]] int chosenCount() const { return int(chosenRows().size()); }
    [[nodiscard]] bool hasChosen() const { return m_table->selectionModel()->hasSelection(); }

    //! Gives the keyboard to the filter.
    void find();
    void copyRows() const;
    void copyCell() const;
    [[nodiscard]] PeopleTableView &table() const { return *m_table; }

Q_SIGNALS:
    //! What is chosen, or known of it, changed.
    void selectionChanged();
    //! Rows came or went, or what is known of them changed.
    void rowsChanged();

protected:
    //! How it speaks of its rows.
    struct Words
    {
        QString title = {}; //!< "People"
        QString hint = {}; //!< in the empty filter
        QString filter = {}; //!< "Filter people"
        QString note = {}; //!< "matched by e-mail address, or by hand"
        QString notLoaded = {}; //!< "The people of %1 were not loaded."
        QString noMatch = {}; //!< "Nobody matches"
        QString none = {}; //!< "There are no people"
        QString noList = {}; //!< "%1 has no list of people"
        QString noLists = {}; //!< "None of the providers has a list of people"
        QString otherwise = {}; //!< where rows come from that no list names
        const char *icon = "people";
    };
    //! Stays the same of a row while others come and go; another where it is no longer who was chosen.
    using RowKey = QList<std::pair<AccountId, QString>>;

    //! All must outlive the tab. setUp() comes before anything else. `objects`: what the names of its objects begin
    //! with.
    PeopleTab(const People &people, Actions &actions, const QString &objects, QWidget *parent);
    void setUp(PeopleRows *rows, const PeopleTableView::Shape &shape, ChosenPane *pane, const Words &words);

    [[nodiscard]] virtual const ListingState &listing(const PeopleSource &source) const = 0;
    [[nodiscard]] virtual RowKey keyOf(int row) const = 0;
    virtual void showChosen() = 0;
    //! Enables what can be done with those who are chosen, while the tab is visible.
    virtual void updateActions() = 0;
    virtual void addActions(QMenu &menu) const = 0;
    virtual void clearFilter();

    [[nodiscard]] const PeopleInput &input() const { return m_people.input(); }
    [[nodiscard]] Actions &actions() const { return m_actions; }
    //! The filter and what stands below it.
    [[nodiscard]] QVBoxLayout &filters() const { return *m_filters; }
    [[nodiscard]] QList<int> chosenRows() const;
    //! Acts while the tab is what the person sees: the action is the window's.
    void on(QAction *action, const std::function<void()> &act);

    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    //! Why there are no rows.
    struct Emptiness
    {
        const char *icon;
        QString why;
        QString next;
    };
    void refresh();
    void updateCount();
    void updateTrouble();
    void updateBody();
    [[nodiscard]] bool isFiltered() const;
    [[nodiscard]] Emptiness emptiness(const QList<PeopleSource> &shown) const;
    void keepChoice();
    void restoreChoice();
    void showMenu(const QPoint &pos);
    //! Sources of the shown accounts.
    [[nodiscard]] QList<PeopleSource> sources() const;
    [[nodiscard]] QString providerName(const Account &account) const;

    const People &m_people;
    Actions &m_actions;
    const QString m_objects;
    Words m_words;
    PeopleRows *m_rows = nullptr;
    PeopleTableView *m_table = nullptr;
    TableCopy *m_copy = nullptr;
    ChosenPane *m_pane = nullptr;
    Banner *m_trouble;
    PeopleFilterEdit *m_filter;
    QVBoxLayout *m_filters;
    QStackedWidget *m_body;
    EmptyState *m_empty;
    QString m_troubleSaid; //!< so that a button under somebody's hand is not made anew
    QString m_emptySaid;
    QSet<RowKey> m_kept; //!< who was chosen before the rows were made anew
    int m_keptScroll = 0;
};

} // namespace latchkey
