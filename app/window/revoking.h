#pragma once

#include "app/flows/revoke.h"
#include "app/flows/runcontrol.h"
#include "app/window/sessions.h"
#include "app/window/settings.h"
#include "app/window/tasks.h"
#include "ui/mainwindow.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <deque>
#include <memory>
#include <optional>
#include <stop_token>

namespace latchkey {

class PlanDialog;
class RevokeByValueDialog;

//! From a selection to a receipt: plan, confirmation, outbox, run. Each confirmed plan waits in the outbox for its own
//! time; one run goes at a time; the journal's open runs can be taken up again. GUI thread.
class Revoking : public QObject
{
    Q_OBJECT
public:
    //! All outlive this.
    Revoking(App &app, Sessions &sessions, Tasks &tasks, Settings &settings, Actions &actions, MainWindow &window,
             QObject *parent = nullptr);

    //! What a plan is to be made of.
    struct Wanted
    {
        QList<Token> tokens = {};
        QHash<AccountId, QList<WideCall>> wide = {};
        QList<TypedToken> typed = {};
        QHash<TokenId, Secret> values = {}; //!< what was typed for `typed`
        bool isOwn = false; //!< the separate action on own tokens
    };
    //! Makes the plan and asks for its confirmation.
    void ask(const Wanted &wanted);
    //! A token that somebody has in hand.
    void askByValue(const AccountId &account);
    //! A plan that was saved.
    void askForFile(const QString &path);

    //! While there is a reason, it is that of every plan, and nothing waits in the outbox. Absent: as ever.
    void setIncident(const std::optional<QString> &reason);
    [[nodiscard]] const std::optional<QString> &incident() const { return m_incident; }

    [[nodiscard]] bool isPending() const { return !m_pending.isEmpty(); }
    [[nodiscard]] bool isRunning() const { return m_running.has_value(); }
    //! Takes the newest plan out of the outbox: nothing of it was sent.
    void undo();
    void undoAll();
    //! Everything in the outbox.
    void sendNow();
    void stopRun() { m_stop.request_stop(); }

    //! A run that was stopped or cut off waits for a decision.
    [[nodiscard]] bool hasOpenRun() const;
    //! Reads the runs from the journal.
    void readRuns();
    void showRun(const RunId &run);

Q_SIGNALS:
    //! Pending or running changed, or how far it is.
    void changed();
    //! Something to tell.
    void said(const QString &fact, const QString &reason);
    //! The same of a run. `isDone`: all of it went well.
    void runTold(const QString &fact, const QString &reason, bool isDone);
    //! A run ended; its accounts need a look.
    void runEnded(const QList<latchkey::AccountId> &accounts);

protected:
    //! Ctrl+Z belongs to the outbox while something waits in it, wherever the keyboard is: a field would take it for
    //! its own undo, and the tokens would go.
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    //! A plan that was confirmed, or is about to be.
    struct Order
    {
        Plan plan = {};
        QHash<TokenId, Secret> values = {};
    };
    struct Pending
    {
        Order order = {};
        qint64 dueMs = 0; //!< monotonic
        qint64 totalMs = 0;
    };

    //! What was confirmed and is not over: in the outbox, behind another run, or in the run that goes.
    [[nodiscard]] WaitingTokens waitingTokens() const;
    QCoro::Task<> makePlan(Wanted wanted);
    QCoro::Task<> planByValue(QPointer<RevokeByValueDialog> dialog, TypedToken typed, Secret value);
    QCoro::Task<> preparePlan(Plan plan);
    //! The dialog that asks for it; it deletes itself.
    PlanDialog *confirm(const Order &order);
    void savePlan(const Plan &plan);
    void putIntoOutbox(Order order, const QString &reason);
    void tick();
    void showOutbox();
    QCoro::Task<> run(Order order);
    QCoro::Task<> resume(Run run, RunResumed::How how);
    QCoro::Task<flows::RunTools> begin(RunId run, Plan plan);
    void startNext();
    void takeProgress(const Run &run, const QList<qsizetype> &rows);
    void showProgress();
    void takeEnd(const Result<flows::RunEnd> &end, const QList<AccountId> &accounts);
    void show(const Run &run);
    void updateActions();
    void exportReceipt();
    [[nodiscard]] bool isOtherSelected() const;
    void selectRest();
    void resumeShown(RunResumed::How how);
    void closeShown();
    void updateLanes();
    void togglePause();
    [[nodiscard]] bool isPaused() const;

    App &m_app;
    Sessions &m_sessions;
    Tasks &m_tasks;
    Settings &m_settings;
    Actions &m_actions;
    MainWindow &m_window;
    qint64 m_tickedMs = 0; //!< elapsed, when the outbox was last looked at
    QList<Pending> m_pending; //!< in the order of their confirmation, which is that of their time
    std::deque<Order> m_waiting; //!< confirmed, its time in the outbox over, and another run goes still
    std::optional<QString> m_incident;
    std::optional<RunId> m_running;
    Plan m_runningPlan; //!< of the run that goes; else empty
    std::optional<Run> m_shown;
    bool m_isListed = false; //!< the run that goes was shown once; after that people may look at others
    const Run *m_live = nullptr; //!< the flow's own, while it goes
    QList<qsizetype> m_liveRows; //!< changed since they were last shown
    QTimer m_progressTimer;
    QList<RunSummary> m_runs;
    QTimer m_timer;
    QHash<AccountId, std::shared_ptr<Session>> m_runSessions; //!< of the run that goes
    flows::RunControl m_control;
    std::stop_source m_stop;
};

} // namespace latchkey
