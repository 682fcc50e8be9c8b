#pragma once

#include "models/revocation/journal.h"
#include "ui/pages/lanemodel.h"
#include "ui/pages/runitemsmodel.h"

#include <QTimer>
#include <QWidget>

class QListView;
class QStackedWidget;
class QTableView;

namespace latchkey {

class Actions;
class Banner;
class EmptyState;
class RunHead;
class RunItemsPane;
class RunListModel;

//! The runs of the journal, and one of them with its accounts and items, as it goes or as it went.
class RunsPage : public QWidget
{
    Q_OBJECT
public:
    //! Both must outlive the page.
    RunsPage(Actions &actions, const Clock &clock, QWidget *parent = nullptr);

    //! Newest first. The chosen run stays; without one the newest is chosen, as by a click.
    void setRuns(const QList<RunSummary> &runs);
    //! For colours, and for the names of accounts that a plan left out.
    void setAccounts(const QList<Account> &accounts);
    //! Shows this run: the answer to runChosen(), or one that just started (listed or not). Marks it in the list.
    void setRun(const Run &run);
    //! The shown run went on: `rows` of its items changed. Another run is ignored.
    void updateRun(const Run &run, const QList<qsizetype> &rows);
    //! The run that is at work; absent: none.
    void setRunning(const std::optional<RunId> &run, bool isPaused);
    //! Of the run at work.
    void setLanes(const QList<LaneState> &lanes);
    //! What is shown; absent: none yet.
    [[nodiscard]] std::optional<RunId> shownRun() const;
    //! Of the items, to the clipboard: the selected rows with a header, by tabs; or the current cell.
    void copyRows() const;
    void copyCell() const;

Q_SIGNALS:
    //! Somebody wants to see it: setRun() is awaited.
    void runChosen(const latchkey::RunId &run);
    //! Pause this account, or let it go on.
    void laneToggled(const latchkey::AccountId &account);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QWidget *makeList();
    [[nodiscard]] QWidget *makeRun();
    void makeLanes();
    void refresh();
    void refreshNow();
    void showBanner();
    void showLanes();
    void showLaneButtons();
    [[nodiscard]] QWidget *makeLaneButton(const AccountId &account);
    [[nodiscard]] bool isRunning() const;

    Actions &m_actions;
    const Clock &m_clock;
    RunListModel *m_list;
    RunItemsModel *m_items;
    LaneModel *m_lanes;

    QStackedWidget *m_pages;
    EmptyState *m_empty;
    QListView *m_listView;
    QStackedWidget *m_runPages;
    EmptyState *m_noRun;
    RunHead *m_head;
    Banner *m_banner;
    QTableView *m_lanesView;
    RunItemsPane *m_itemsPane;

    Run m_run; //!< without its items after updates: those are in m_items
    bool m_hasRun = false;
    std::optional<RunId> m_running;
    bool m_isPaused = false;
    QHash<AccountId, LaneState> m_laneStates;
    QHash<AccountId, Account> m_accounts;
    QTimer m_refresh; //!< a run may change a thousand times a second
};

} // namespace latchkey
