#include "app/window/revoking.h"

#include "app/flows/signin.h"
#include "app/window/filechooser.h"
#include "models/export/privatefile.h"
#include "models/revocation/receipt.h"
#include "network/async/whendone.h"
#include "network/providers/registry.h"
#include "ui/dates.h"
#include "ui/dialogs/plandialog.h"
#include "ui/dialogs/revokebyvaluedialog.h"
#include "ui/texts.h"
#include "ui/tokens/tokenselection.h"

#include <QAction>
#include <QApplication>
#include <QCoroFuture>
#include <QFile>
#include <QFileInfo>
#include <QKeyEvent>

namespace latchkey {

namespace {

constexpr qint64 PlanFileLimit = 64 * 1024 * 1024;

QList<AccountId> accountsOf(const Plan &plan)
{
    QList<AccountId> ids;
    for (const PlanAccount &account : plan.accounts)
        ids += account.id;
    return ids;
}

QString accountNames(const Plan &plan)
{
    QStringList names;
    for (const PlanAccount &account : plan.accounts)
        names += account.name;
    return QLocale().createSeparatedList(names);
}

QMap<Outcome, int> countsOf(const Run &run)
{
    QMap<Outcome, int> counts;
    for (const RunItem &item : run.items())
        ++counts[item.standing()];
    return counts;
}

//! The outcomes, and what kept others from being settled.
QString whatHappened(const flows::RunEnd &end)
{
    QStringList sentences = {summaryText(countsOf(end.run)) + u'.'};
    if (end.trouble)
        sentences += errorSentence(*end.trouble, {}, {});
    for (const PlanAccount &planned : end.run.plan.accounts) {
        const auto trouble = end.accountTroubles.constFind(planned.id);
        if (trouble != end.accountTroubles.constEnd())
            sentences += errorSentence(*trouble, registry::nameOf(planned.provider), planned.name);
    }
    return sentences.join(u' ');
}

} // namespace

Revoking::Revoking(App &app, Sessions &sessions, Tasks &tasks, Settings &settings, Actions &actions, MainWindow &window,
                   QObject *parent)
    : QObject(parent)
    , m_app(app)
    , m_sessions(sessions)
    , m_tasks(tasks)
    , m_settings(settings)
    , m_actions(actions)
    , m_window(window)
{
    m_timer.setInterval(200);
    connect(&m_timer, &QTimer::timeout, this, &Revoking::tick);
    m_progressTimer.setInterval(100);
    m_progressTimer.setSingleShot(true);
    connect(&m_progressTimer, &QTimer::timeout, this, &Revoking::showProgress);
    connect(actions.undoOutbox, &QAction::triggered, this, &Revoking::undo);
    connect(actions.sendNow, &QAction::triggered, this, &Revoking::sendNow);
    connect(actions.stopRun, &QAction::triggered, this, &Revoking::stopRun);
    connect(actions.pauseRun, &QAction::triggered, this, &Revoking::togglePause);
    connect(actions.verifyRun, &QAction::triggered, this, [this] { resumeShown(RunResumed::How::Verify); });
    connect(actions.continueRun, &QAction::triggered, this, [this] { resumeShown(RunResumed::How::Continue); });
    connect(actions.closeRun, &QAction::triggered, this, &Revoking::closeShown);
    connect(actions.exportReceipt, &QAction::triggered, this, &Revoking::exportReceipt);
    connect(actions.selectRest, &QAction::triggered, this, [this] {
        selectRest();
        m_window.showPage(MainWindow::Page::Tokens); // where it can be seen
    });
    connect(&window.runs(), &RunsPage::runChosen, this, &Revoking::showRun);
    connect(&window.runs(), &RunsPage::laneToggled, this, [this](const AccountId &account) {
        m_control.isPaused(account) ? m_control.resume(account) : m_control.pause(account);
        updateLanes();
    });
    connect(&sessions, &Sessions::budgetChanged, this, &Revoking::updateLanes);
    qApp->installEventFilter(this);
    updateActions();
}

bool Revoking::eventFilter(QObject *watched, QEvent *event)
{
    const bool isUndo = event->type() == QEvent::ShortcutOverride && isPending()
        && QApplication::activeModalWidget() == nullptr && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Undo);
    if (!isUndo)
        return QObject::eventFilter(watched, event);
    event->ignore(); // not the field's: the shortcut's
    return true;
}

void Revoking::ask(const Wanted &wanted)
{
    if (!wanted.tokens.isEmpty() || !wanted.wide.isEmpty() || !wanted.typed.isEmpty())
        m_tasks.start(makePlan(wanted));
}

void Revoking::setIncident(const std::optional<QString> &reason)
{
    m_incident = reason;
    m_actions.incidentMode->setText(reason ? tr("End &incident mode") : tr("&Incident mode…"));
    Q_EMIT changed();
}

void Revoking::askByValue(const AccountId &chosen)
{
    auto *dialog = new RevokeByValueDialog(m_sessions.accounts(), registry::descriptions(), m_app.clock(), &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(
        dialog, &RevokeByValueDialog::revokeRequested, this,
        [this, dialog](const AccountId &account, RevokeCall::Extent extent, const Secret &value, const TokenId &id) {
            TypedToken typed;
            typed.token.id = id;
            typed.token.account = account;
            typed.by = extent;
            m_tasks.start(planByValue(dialog, typed, value));
        });
    dialog->chooseAccount(chosen);
    dialog->open();
}

QCoro::Task<> Revoking::planByValue(QPointer<RevokeByValueDialog> dialog, TypedToken typed, Secret value)
{
    const Result<std::shared_ptr<Session>> session = co_await m_sessions.session(typed.token.account);
    if (!session) {
        const std::optional<Account> account = m_app.accounts().find(typed.token.account);
        if (dialog && account)
            dialog->showProblem(tr("Nothing was planned."),
                                errorSentence(session.error(), registry::nameOf(account->provider), account->name));
        co_return;
    }
    Wanted wanted;
    if (!value.isEmpty()) {
        typed.token.id = (*session)->provider().idOfValue(value);
        wanted.values.insert(typed.token.id, value);
    }
    typed.token.isActionable = (*session)->provider().isActionable(typed.token.id);
    wanted.typed += typed;
    if (dialog)
        dialog->showPlanned();
    co_await makePlan(wanted);
}

void Revoking::askForFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        Q_EMIT said(tr("The plan cannot be read."), cleanedText(file.errorString()));
        return;
    }
    const Result<Plan> plan = planFromFile(file.read(PlanFileLimit + 1));
    if (!plan) {
        Q_EMIT said(tr("This is no plan that can be used."), plan.error().message);
        return;
    }
    for (const PlanAccount &planned : plan->accounts) {
        if (!m_app.accounts().find(planned.id)) {
            Q_EMIT said(tr("The plan is for an account that is not one of yours."),
                        tr("It names %1. Open a plan that was made with your accounts.").arg(planned.name));
            return;
        }
    }
    m_tasks.start(preparePlan(protectedAgain(*plan, m_app.accounts().accounts(), waitingTokens())));
}

//! Every planned account is signed in to, so that its budget is known; trouble is told before anything is confirmed.
QCoro::Task<> Revoking::preparePlan(Plan plan)
{
    for (const PlanAccount &planned : std::as_const(plan.accounts)) {
        const Result<std::shared_ptr<Session>> session = co_await m_sessions.session(planned.id);
        if (!session) {
            Q_EMIT said(tr("Nothing was planned."),
                        errorSentence(session.error(), registry::nameOf(planned.provider), planned.name));
            co_return;
        }
    }
    confirm({plan});
}

WaitingTokens Revoking::waitingTokens() const
{
    WaitingTokens waiting;
    for (const Pending &pending : m_pending)
        addWaiting(waiting, pending.order.plan);
    for (const Order &order : m_waiting)
        addWaiting(waiting, order.plan);
    addWaiting(waiting, m_runningPlan);
    return waiting;
}

QCoro::Task<> Revoking::makePlan(Wanted wanted)
{
    PlanRequest request;
    request.tokens = wanted.tokens;
    request.wide = wanted.wide;
    request.typed = wanted.typed;
    request.reason = m_incident.value_or(m_settings.reason());
    request.isOwn = wanted.isOwn;
    QSet<AccountId> planned(request.wide.keyBegin(), request.wide.keyEnd());
    for (const Token &token : std::as_const(request.tokens))
        planned.insert(token.account);
    for (const TypedToken &typed : std::as_const(request.typed))
        planned.insert(typed.token.account);
    request.accounts = m_sessions.accounts();
    for (Account &account : request.accounts) {
        if (const ProviderDescription *provider = registry::describe(account.provider))
            request.providers.insert(account.provider, *provider);
        if (!planned.contains(account.id))
            continue;
        const Result<std::shared_ptr<Session>> session = co_await m_sessions.session(account.id);
        Result<Identity> identity = failure(Error::Kind::Internal);
        if (session)
            identity = co_await flows::verifyIdentity(*session, account.identity, m_tasks.stopToken());
        else
            identity = failure(session.error());
        if (!identity) {
            Q_EMIT said(tr("Nothing was planned."),
                        errorSentence(identity.error(), registry::nameOf(account.provider), account.name));
            co_return;
        }
        account.identity = *identity;
    }
    request.nowMs = m_app.clock().nowMs();
    request.waiting = waitingTokens();
    const PlanDialog *dialog = confirm({buildPlan(request), wanted.values});
    connect(dialog, &PlanDialog::changesRequested, this, [this, wanted](const QList<AccountId> &accounts) {
        for (const AccountId &account : accounts)
            m_sessions.allowChanges(account);
        ask(wanted);
    });
}

PlanDialog *Revoking::confirm(const Order &order)
{
    const Plan &plan = order.plan;
    PlanDialog::Context context;
    context.lastReason = m_incident.value_or(m_settings.reason());
    context.outboxSeconds = m_incident ? 0 : m_settings.outboxSeconds();
    for (const PlanAccount &planned : plan.accounts) {
        PlanDialog::AccountContext about;
        if (const ProviderDescription *provider = registry::describe(planned.provider))
            about.provider = *provider;
        if (const std::shared_ptr<Session> session = m_sessions.open(planned.id))
            about.budget = flows::budgetOf(*session);
        if (const std::optional<Account> account = m_app.accounts().find(planned.id)) {
            about.colour = account->colour;
            about.deletesInFlight = account->policy.deletesInFlight;
        }
        about.checkedAtMs = m_app.clock().nowMs();
        context.accounts.insert(planned.id, about);
    }
    const QList<Account> accounts = m_sessions.accounts();
    for (const Account &account : accounts)
        context.names.insert(account.id, account.name);
    auto *dialog = new PlanDialog(plan, context, m_app.clock(), &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PlanDialog::confirmed, this,
            [this, order](const QString &reason) { putIntoOutbox(order, reason); });
    connect(dialog, &PlanDialog::savePlanRequested, this, [this, plan = order.plan] { savePlan(plan); });
    dialog->open();
    return dialog;
}

void Revoking::savePlan(const Plan &plan)
{
    const FileWish wish{tr("Save the plan"), QStringLiteral("plan.json"), {tr("Plans (*.json)")}};
    QWidget *dialog = QApplication::activeModalWidget(); // the plan's: the keyboard comes back to it
    chooseFileToSave(dialog ? dialog : &m_window, wish, [this, plan](const QString &path) {
        const Result<void> saved = writePrivateFile(path, planToFile(plan));
        if (saved)
            Q_EMIT said(tr("The plan was saved."), tr("%1. Nothing was sent.").arg(path));
        else
            Q_EMIT said(tr("The plan was not saved."), saved.error().message);
    });
}

void Revoking::putIntoOutbox(Order order, const QString &reason)
{
    order.plan.reason = reason;
    if (!reason.isEmpty())
        m_settings.setReason(reason);
    const qint64 total = m_incident ? 0 : m_settings.outboxSeconds() * 1000;
    if (m_pending.isEmpty())
        m_tickedMs = m_app.clock().elapsedMs();
    m_pending += Pending{std::move(order), m_app.clock().elapsedMs() + total, total};
    m_timer.start();
    tick();
}

void Revoking::tick()
{
    const qint64 now = m_app.clock().elapsedMs();
    const qint64 passed = now - std::exchange(m_tickedMs, now);
    // Behind a dialog nobody reaches Undo: the time goes on when it is closed.
    if (QApplication::activeModalWidget() != nullptr) {
        for (Pending &pending : m_pending)
            pending.dueMs += passed;
    }
    while (!m_pending.isEmpty() && m_pending.constFirst().dueMs <= now)
        m_waiting.push_back(m_pending.takeFirst().order);
    showOutbox();
    startNext();
}

//! The newest plan, which Undo would take back.
void Revoking::showOutbox()
{
    if (m_pending.isEmpty()) {
        m_timer.stop();
        m_window.outbox().hide();
    } else {
        const Pending &newest = m_pending.constLast();
        const Plan &plan = newest.order.plan;
        const QString what = plan.tokenCount() > 0
            ? tr("%Ln token(s) of %1 go out", nullptr, int(plan.tokenCount())).arg(accountNames(plan))
            : tr("%Ln call(s) for %1 go out", nullptr, int(plan.wideCount())).arg(accountNames(plan));
        const qint64 now = m_app.clock().elapsedMs();
        m_window.outbox().setPending(
            {what, newest.dueMs - now, newest.totalMs, int(m_pending.size()) - 1, m_pending.constFirst().dueMs - now});
    }
    updateActions();
}

void Revoking::undo()
{
    if (m_pending.isEmpty())
        return;
    const Plan plan = m_pending.takeLast().order.plan;
    showOutbox();
    QString reason = tr("%Ln token(s) stay as they are.", nullptr, int(plan.tokenCount()));
    if (isPending())
        reason += u' ' + tr("%Ln earlier plan(s) still wait in the outbox.", nullptr, int(m_pending.size()));
    Q_EMIT said(isPending() ? tr("Taken back. Nothing of it was sent.") : tr("Taken back. Nothing was sent."), reason);
}

void Revoking::undoAll()
{
    while (!m_pending.isEmpty())
        undo();
}

void Revoking::sendNow()
{
    for (Pending &pending : m_pending)
        m_waiting.push_back(std::move(pending.order));
    m_pending.clear();
    showOutbox();
    startNext();
}

void Revoking::startNext()
{
    if (m_running || m_waiting.empty())
        return;
    const Order order = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_tasks.start(run(order));
}

//! A run is about to go: nobody paused or stopped it yet. What it works with.
QCoro::Task<flows::RunTools> Revoking::begin(RunId run, Plan plan)
{
    m_running = run;
    m_runningPlan = plan;
    m_isListed = false;
    m_stop = std::stop_source();
    m_control = flows::RunControl();
    updateActions();
    flows::RunTools tools{m_app.journal(), m_app.clock(), m_app.timing()};
    for (const PlanAccount &planned : std::as_const(plan.accounts)) {
        const Result<std::shared_ptr<Session>> session = co_await m_sessions.session(planned.id);
        if (session)
            tools.sessions.insert(planned.id, *session);
        else
            tools.unavailable.insert(planned.id, session.error());
    }
    tools.control = &m_control;
    tools.changed = [this](const Run &changed, const QList<qsizetype> &rows) { takeProgress(changed, rows); };
    m_runSessions = tools.sessions;
    co_return tools;
}

QCoro::Task<> Revoking::run(Order order)
{
    const RunId id{order.plan.id};
    flows::RunTools tools = co_await begin(id, order.plan);
    tools.values = order.values;
    const Result<flows::RunEnd> end = co_await flows::startRun(order.plan, tools, m_stop.get_token());
    takeEnd(end, accountsOf(order.plan));
}

QCoro::Task<> Revoking::resume(Run run, RunResumed::How how)
{
    const flows::RunTools tools = co_await begin(run.id, run.plan);
    const Result<flows::RunEnd> end = co_await flows::resumeRun(run, how, tools, m_stop.get_token());
    takeEnd(end, accountsOf(run.plan));
}

void Revoking::takeProgress(const Run &run, const QList<qsizetype> &rows)
{
    m_live = &run;
    m_liveRows += rows;
    if (!m_progressTimer.isActive())
        m_progressTimer.start();
}

//! A run of ten thousand changes far more often than anybody can see.
void Revoking::showProgress()
{
    if (m_live == nullptr)
        return;
    const bool isNew = m_running != m_live->id || !m_isListed;
    m_running = m_live->id;
    if (isNew) {
        m_isListed = true;
        readRuns();
        show(*m_live);
    } else if (m_shown && m_shown->id == m_live->id) {
        m_shown = *m_live;
        m_window.runs().updateRun(*m_live, m_liveRows);
    }
    m_liveRows.clear();
    updateLanes();
    updateActions();
}

void Revoking::takeEnd(const Result<flows::RunEnd> &end, const QList<AccountId> &accounts)
{
    m_running.reset();
    m_runningPlan = {};
    m_runSessions.clear();
    m_progressTimer.stop();
    m_live = nullptr;
    m_liveRows.clear();
    if (!end) {
        Q_EMIT said(tr("The run did not start, and nothing was sent."), errorSentence(end.error(), {}, {}));
    } else {
        show(end->run);
        const QList<RunItem> items = end->run.items();
        const bool isWhole = std::none_of(items.cbegin(), items.cend(), [](const RunItem &item) {
            return !isDone(item.standing()) && item.standing() != Outcome::Excluded;
        });
        if (end->interrupted)
            Q_EMIT runTold(tr("The run was stopped and stays open."), summaryText(countsOf(end->run)), false);
        else
            Q_EMIT runTold(end->trouble            ? tr("The run ended early.")
                               : end->run.isOpen() ? tr("The run stays open.")
                                                   : tr("The run is over."),
                           whatHappened(*end), isWhole && !end->trouble);
    }
    readRuns();
    updateActions();
    Q_EMIT runEnded(accounts);
    if (end && !end->interrupted && !isOtherSelected())
        selectRest();
    startNext();
}

void Revoking::readRuns()
{
    whenDone(m_app.journal().runs(), this, [this](const Result<QList<RunSummary>> &runs) {
        if (!runs) {
            Q_EMIT said(tr("The journal cannot be read."), runs.error().message);
            return;
        }
        m_runs = *runs;
        m_window.runs().setRuns(m_runs);
        Q_EMIT changed();
    });
}

void Revoking::showRun(const RunId &id)
{
    whenDone(m_app.journal().run(id), this, [this](const Result<Run> &run) {
        if (run)
            show(*run);
        else
            Q_EMIT said(tr("The run cannot be read."), run.error().message);
    });
}

void Revoking::show(const Run &run)
{
    m_shown = run;
    m_window.runs().setRun(run);
    updateLanes();
    updateActions();
}

bool Revoking::hasOpenRun() const
{
    return std::any_of(m_runs.cbegin(), m_runs.cend(),
                       [this](const RunSummary &run) { return !run.endedMs && (!m_running || *m_running != run.id); });
}

void Revoking::updateActions()
{
    Actions::allow(m_actions.undoOutbox, isPending(), tr("Undo takes back what waits in the outbox; it is empty."));
    Actions::allow(m_actions.sendNow, isPending(), tr("The outbox is empty."));
    Actions::allow(m_actions.stopRun, isRunning(), tr("No run is going."));
    Actions::allow(m_actions.pauseRun, isRunning(), tr("No run is going."));
    const bool isOpen = m_shown && m_shown->isOpen() && !isRunning();
    for (QAction *action : {m_actions.verifyRun, m_actions.continueRun, m_actions.closeRun})
        Actions::allow(action, isOpen, tr("This is for an open run: one that was stopped or cut off."));
    Actions::allow(m_actions.exportReceipt, m_shown.has_value(), tr("Choose a run on the Runs page."));
    Actions::allow(m_actions.selectRest, m_shown.has_value() && !isRunning(), tr("Choose a run on the Runs page."));
    const bool isAllPaused = m_running && isPaused();
    m_actions.pauseRun->setText(isAllPaused ? tr("Go &on") : tr("&Pause all"));
    m_window.runs().setRunning(m_running, isAllPaused);
    Q_EMIT changed();
}

bool Revoking::isPaused() const
{
    return !m_runSessions.isEmpty()
        && std::all_of(m_runSessions.keyBegin(), m_runSessions.keyEnd(),
                       [this](const AccountId &account) { return m_control.isPaused(account); });
}

void Revoking::togglePause()
{
    const bool pause = !isPaused();
    for (auto account = m_runSessions.keyBegin(); account != m_runSessions.keyEnd(); ++account)
        pause ? m_control.pause(*account) : m_control.resume(*account);
    updateLanes();
    updateActions();
}

void Revoking::updateLanes()
{
    if (!m_shown)
        return;
    QList<LaneState> lanes;
    const Run &run = *m_shown;
    const bool isGoing = m_running && *m_running == run.id;
    for (const PlanAccount &planned : run.plan.accounts) {
        const std::shared_ptr<Session> session = m_runSessions.value(planned.id);
        if (!session || !isGoing)
            continue;
        LaneState lane;
        lane.account = planned.id;
        lane.isPaused = m_control.isPaused(planned.id);
        lane.pausedUntilMs = session->limiter().pausedUntilMs();
        const RateReport budget = session->limiter().budget();
        if (budget.remaining && budget.limit)
            lane.budget = tr("%1 of %2").arg(QLocale().toString(*budget.remaining), QLocale().toString(*budget.limit));
        lanes += lane;
    }
    m_window.runs().setLanes(lanes);
}

void Revoking::exportReceipt()
{
    if (!m_shown)
        return;
    const Run run = *m_shown;
    const FileWish wish{tr("Save the receipt"),
                        QStringLiteral("receipt-") + Moment::at(m_app.clock().nowMs()).toIso().left(10),
                        {tr("Table (*.csv)"), tr("Everything, for programs (*.json)"), tr("Page for people (*.html)")}};
    chooseFileToSave(&m_window, wish, [this, run](const QString &path) {
        const QString suffix = QFileInfo(path).suffix();
        const QByteArray receipt = suffix == QLatin1String("json") ? receiptAsJson(run)
            : suffix == QLatin1String("html")                      ? receiptAsHtml(run, outcomeText)
                                                                   : receiptAsCsv(run);
        const Result<void> saved = writePrivateFile(path, receipt);
        Q_EMIT said(saved ? tr("The receipt was saved.") : tr("The receipt was not saved."),
                    saved ? path : saved.error().message);
    });
}

//! Something that the shown run is not about: somebody chose it while the run went.
bool Revoking::isOtherSelected() const
{
    QList<std::pair<AccountId, TokenId>> ours;
    for (const RunItem &item : m_shown->items())
        ours += {item.account, item.id};
    const TokensPage &tokens = m_window.tokens();
    return tokens.selection().count() > tokens.selectedOf(ours);
}

void Revoking::selectRest()
{
    if (!m_shown)
        return;
    QList<std::pair<AccountId, TokenId>> rest;
    for (const RunItem &item : m_shown->items()) {
        const Outcome standing = item.standing();
        if (!item.isWide && !isDone(standing) && standing != Outcome::Excluded)
            rest += {item.account, item.id};
    }
    m_window.tokens().selectTokens(rest);
}

void Revoking::resumeShown(RunResumed::How how)
{
    if (m_shown && m_shown->isOpen() && !isRunning())
        m_tasks.start(resume(*m_shown, how));
}

void Revoking::closeShown()
{
    if (!m_shown || !m_shown->isOpen() || isRunning())
        return;
    const RunId id = m_shown->id;
    const QList<JournalEntry> closed = {RunEnded{id, RunEnded::How::Closed, m_shown->counts()}};
    whenDone(m_app.journal().append(closed), this, [this, id](const Result<qint64> &written) {
        if (!written) {
            Q_EMIT said(tr("The run was not closed."), written.error().message);
            return;
        }
        readRuns();
        showRun(id);
    });
}

} // namespace latchkey
