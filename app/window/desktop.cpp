#include "app/window/desktop.h"

#include "app/window/exporting.h"
#include "app/window/filechooser.h"
#include "app/window/systemlook.h"
#include "models/activity/activityrecord.h"
#include "models/export/privatefile.h"
#include "network/async/whendone.h"
#include "network/providers/registry.h"
#include "ui/dates.h"
#include "ui/dialogs/aboutdialog.h"
#include "ui/dialogs/commandpalette.h"
#include "ui/dialogs/settingsdialog.h"
#include "ui/dialogs/shortcutsdialog.h"
#include "ui/texts.h"
#include "ui/tokens/tokenselection.h"

#include <QAction>
#include <QApplication>
#include <QCoroFuture>
#include <QFileInfo>
#include <QInputDialog>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QtConcurrentRun>

namespace latchkey {

namespace {

constexpr std::chrono::minutes ChangesAllowed{30};
constexpr QSize FirstSize{1440, 900};

QHash<ProviderId, QString> providerNames()
{
    QHash<ProviderId, QString> names;
    const auto entries = registry::all();
    for (const registry::Entry &entry : entries)
        names.insert(entry.description().id, entry.description().name);
    return names;
}

//! What an entry says of the token; empty: nothing.
QString historyText(const JournalEntry &entry, const Token &token)
{
    const auto concerns = [&token](const auto &about) {
        return about.account == token.account && about.items.contains(token.id);
    };
    if (const auto *intent = std::get_if<Intent>(&entry); intent && concerns(*intent))
        return Desktop::tr("A call to revoke it was about to be sent.");
    if (const auto *answered = std::get_if<Answered>(&entry); answered && concerns(*answered))
        return answered->success ? Desktop::tr("The provider accepted the call.")
                                 : Desktop::tr("The call brought no success: %1").arg(answered->detail);
    if (const auto *settled = std::get_if<Settled>(&entry); settled && concerns(*settled))
        return Desktop::tr("It ended as: %1.").arg(outcomeText(settled->outcome));
    if (const auto *created = std::get_if<CreateAnswered>(&entry);
        created && created->account == token.account && created->id == token.id)
        return Desktop::tr("This app created it.");
    return {};
}

} // namespace

Desktop::Desktop(App &app, const QString &settingsFolder, QObject *parent)
    : QObject(parent)
    , m_app(app)
    , m_settings(settingsFolder)
    , m_sessions(app)
    , m_table(app.clock(), app.timing())
    , m_tokens(m_table, app.clock())
    , m_accounts(app.accounts())
    , m_window(m_actions, {m_tokens, m_accounts, m_people, providerNames(), app.clock()})
    , m_loading(app, m_sessions, m_tasks, m_table, m_accounts)
    , m_revoking(app, m_sessions, m_tasks, m_settings, m_actions, m_window)
    , m_creating(app, m_sessions, m_tasks, m_window)
    , m_changing(app, m_sessions, m_tasks, m_window)
    , m_peopleWork(app, m_sessions, m_loading, m_revoking, m_table, m_people, m_window)
    , m_managing(app, m_sessions, m_tasks, m_actions, m_window)
{
    m_showTimer.setSingleShot(true);
    m_showTimer.setInterval(100);
    connect(&m_refreshTimer, &QTimer::timeout, this, [this] { m_loading.refreshAll(); });
    takeSettings();
    connectActions();
    connectParts();
    takeAccounts();
    restore();
}

Desktop::~Desktop() = default;

void Desktop::connectActions()
{
    const auto on = [this](QAction *action, auto act) { connect(action, &QAction::triggered, this, act); };
    on(m_actions.refresh, [this] { refresh(); });
    on(m_actions.stopLoading, [this] { m_loading.stop(); });
    on(m_actions.openPlan, [this] { openPlan(); });
    on(m_actions.exportRows, [this] { exportRows(); });
    on(m_actions.quit, [this] { askToLeave(); });
    on(m_actions.addAccount, [this] { m_managing.addAccount(); });
    on(m_actions.manageAccounts, [this] { m_managing.edit(m_account.value_or(AccountId())); });
    on(m_actions.unlockKeychain, [this] { m_managing.unlockKeychain(); });
    on(m_actions.allowChanges, [this] {
        if (m_account)
            m_sessions.allowChanges(*m_account, ChangesAllowed);
    });
    on(m_actions.newToken, [this] { m_creating.ask(m_account.value_or(AccountId())); });
    on(m_actions.revoke, [this] { revokeSelected(); });
    on(m_actions.revokeOwn, [this] { revokeOwn(); });
    on(m_actions.updateToken, [this] {
        if (const std::optional<Token> token = m_window.tokens().currentToken())
            m_changing.askUpdate(*token);
    });
    on(m_actions.updateByValue, [this] {
        if (m_account)
            m_changing.askUpdateByValue(*m_account);
    });
    on(m_actions.revokeByValue, [this] { m_revoking.askByValue(m_account.value_or(AccountId())); });
    on(m_actions.showValue, [this] {
        if (const std::optional<Token> token = m_window.tokens().currentToken())
            m_changing.showValue(*token);
    });
    on(m_actions.idleTimeout, [this] {
        if (m_account)
            m_changing.askIdleTimeout(*m_account);
    });
    on(m_actions.showAnswer, [this] {
        m_actions.toggleInspector->setChecked(true);
        m_window.inspector().openAnswer();
    });
    on(m_actions.copyRows, [this] { copy([](const auto &page) { page.copyRows(); }); });
    on(m_actions.copyCell, [this] { copy([](const auto &page) { page.copyCell(); }); });
    on(m_actions.settings, [this] { askSettings(); });
    on(m_actions.incidentMode, [this] { askIncident(); });
    on(m_actions.lookSystem, [this] { setLook(Appearance::System); });
    on(m_actions.lookLight, [this] { setLook(Appearance::Light); });
    on(m_actions.lookDark, [this] { setLook(Appearance::Dark); });
    on(m_actions.diagnostics, [this] { saveDiagnostics(); });
    const auto show = [this](auto *dialog) {
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    };
    on(m_actions.palette, [this, show] { show(new CommandPalette(m_actions, &m_window)); });
    on(m_actions.shortcuts, [this, show] { show(new ShortcutsDialog(m_actions, &m_window)); });
    on(m_actions.about, [this, show] { show(new AboutDialog(&m_window)); });
    // The demo is another start of the program: its accounts must not mix with real ones.
    on(m_actions.startDemo, [this] { Q_EMIT demoRequested(); });
}

void Desktop::connectParts()
{
    connect(&m_app.accounts(), &AccountStore::added, this, &Desktop::takeAccounts);
    connect(&m_app.accounts(), &AccountStore::updated, this, &Desktop::takeAccounts);
    connect(&m_app.accounts(), &AccountStore::removed, this, &Desktop::takeAccounts);
    connect(&m_app.accounts(), &AccountStore::moved, this, &Desktop::takeAccounts);
    connect(&m_app.accounts(), &AccountStore::reloaded, this, &Desktop::takeAccounts);

    const auto showSoon = [this] {
        if (!m_showTimer.isActive())
            m_showTimer.start();
    };
    connect(&m_table, &TokenTable::changed, this, showSoon);
    connect(&m_tokens, &TokenTableModel::settled, this, showSoon);
    connect(&m_loading, &Loading::started, this, showSoon);
    connect(&m_loading, &Loading::ended, this, showSoon);
    connect(&m_loading, &Loading::ended, &m_peopleWork, &PeopleWork::refresh);
    connect(&m_revoking, &Revoking::changed, this, showSoon);
    connect(&m_sessions, &Sessions::budgetChanged, this, showSoon);
    connect(&m_sessions, &Sessions::policyChanged, this, showSoon);
    connect(&m_managing, &Managing::keychainChanged, this, showSoon);
    connect(&m_showTimer, &QTimer::timeout, this, [this] {
        m_window.sidebar().showInventory(*m_table.snapshot());
        if (m_window.page() == MainWindow::Page::People)
            m_peopleWork.refresh();
        showStatus();
        showBanner();
    });
    connect(&m_window.tokens(), &TokensPage::selectionChanged, this, [this, showSoon] {
        showSelection();
        showSoon();
    });
    connect(&m_window.tokens(), &TokensPage::currentChanged, this, [this] { showSelection(); });
    connect(&m_window.tokens(), &TokensPage::accountWanted, this, &Desktop::chooseAccount);
    connect(&m_window.tokens(), &TokensPage::stopLoadingRequested, this, [this] { m_loading.stop(); });

    connect(&m_window.sidebar(), &Sidebar::accountChosen, this, &Desktop::chooseAccount);
    connect(&m_window.sidebar(), &Sidebar::accountMenuRequested, this, [this](const AccountId &account, QPoint at) {
        chooseAccount(account);
        auto *menu = new QMenu(&m_window);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addActions({m_actions.refresh, m_actions.manageAccounts, m_actions.allowChanges});
        menu->popup(at);
    });
    connect(&m_window.inspector(), &Inspector::answerRequested, this,
            [this](const Token &token) { m_tasks.start(showAnswer(token)); });
    connect(&m_window.inspector(), &Inspector::historyRequested, this, &Desktop::showHistory);
    connect(&m_window.tokens(), &TokensPage::opened, this, [this] { m_actions.toggleInspector->setChecked(true); });
    connect(&m_window.activity(), &ActivityPage::exportRequested, this, &Desktop::exportJournal);
    connect(&m_window, &MainWindow::pageShown, this, [this](MainWindow::Page page) {
        m_showTimer.start();
        if (page == MainWindow::Page::Activity)
            readJournal();
    });
    connect(&m_window, &MainWindow::closeRequested, this, &Desktop::askToLeave);

    connect(&m_revoking, &Revoking::said, this, &Desktop::say);
    connect(&m_revoking, &Revoking::runEnded, this,
            [this](const QList<AccountId> &accounts) { m_loading.refresh(accounts); });
    connect(&m_creating, &Creating::said, this, &Desktop::say);
    connect(&m_creating, &Creating::created, this, [this](const AccountId &account) { m_loading.refresh({account}); });
    connect(&m_creating, &Creating::revokeRequested, this,
            [this](const Token &token) { m_revoking.ask({.tokens = {token}}); });
    connect(&m_window.people(), &PeoplePage::selectionChanged, this, showSoon);
    connect(&m_window.people(), &PeoplePage::rowsChanged, this, showSoon);
    connect(&m_peopleWork, &PeopleWork::filterWanted, this, [this](const QString &line) {
        m_window.showPage(MainWindow::Page::Tokens);
        m_window.tokens().setFilterLine(line);
    });
    connect(&m_changing, &Changing::said, this, &Desktop::say);
    connect(&m_changing, &Changing::changed, this, [this](const AccountId &account) { m_loading.refresh({account}); });
    connect(&m_managing, &Managing::said, this, &Desktop::say);
    connect(&m_window.tokens().banner(), &Banner::dismissed, this, [this] {
        if (m_saidFact.isEmpty())
            m_isOpenRunSeen = true;
        m_saidFact.clear();
        showBanner();
    });
    connect(&m_managing, &Managing::accountReady, this,
            [this](const AccountId &account) { m_loading.refresh({account}); });
    connect(&m_managing, &Managing::keychainChanged, this, [this] {
        if (!m_managing.keychainTrouble())
            refresh();
    });
}

void Desktop::takeAccounts()
{
    m_loading.takeAccounts();
    m_peopleWork.takeAccounts();
    m_window.inspector().setAccounts(m_app.accounts().accounts());
    m_window.runs().setAccounts(m_app.accounts().accounts());
    if (m_account && !m_app.accounts().find(*m_account))
        chooseAccount({});
    m_showTimer.start();
}

void Desktop::restore()
{
    if (!m_window.restoreGeometry(m_settings.window()))
        m_window.resize(FirstSize.boundedTo(m_window.screen()->availableSize()));
    m_window.restoreLayout(m_settings.layout());
    m_window.tokens().restoreState(m_settings.table());
    const Appearance look = m_settings.appearance();
    (look == Appearance::Light      ? m_actions.lookLight
         : look == Appearance::Dark ? m_actions.lookDark
                                    : m_actions.lookSystem)
        ->setChecked(true);
    if (const std::optional<Account> account = m_app.accounts().find(AccountId{m_settings.account()}))
        chooseAccount(account->id);
}

void Desktop::remember()
{
    m_settings.setWindow(m_window.saveGeometry());
    m_settings.setLayout(m_window.layoutState());
    m_settings.setTable(m_window.tokens().saveState());
    m_settings.setAccount(m_account ? m_account->value : QString());
}

void Desktop::start()
{
    m_window.show();
    m_managing.lookAtKeychain();
    m_revoking.readRuns();
    m_loading.refreshAll();
    m_showTimer.start();
}

void Desktop::raise()
{
    m_window.setWindowState(m_window.windowState() & ~Qt::WindowMinimized);
    m_window.show();
    m_window.raise();
    m_window.activateWindow();
}

void Desktop::chooseAccount(const std::optional<AccountId> &account)
{
    m_account = account;
    m_window.tokens().setAccount(account);
    m_window.people().setAccount(account);
    m_window.sidebar().setAccount(account);
    if (m_window.page() != MainWindow::Page::People)
        m_window.showPage(MainWindow::Page::Tokens);
    m_showTimer.start();
}

void Desktop::refresh()
{
    m_saidFact.clear();
    if (m_account)
        m_loading.refresh({*m_account});
    else
        m_loading.refreshAll();
}

void Desktop::showSelection()
{
    const std::vector<quint32> numbers = m_window.tokens().selection().numbers();
    Inspector &inspector = m_window.inspector();
    if (numbers.size() > 1) {
        inspector.showMany(m_tokens.sharedSnapshot(), numbers);
        return;
    }
    const std::optional<Token> token = m_window.tokens().currentToken();
    const AccountPart *part = token ? m_tokens.snapshot().account(token->account) : nullptr;
    if (part)
        inspector.showToken(*token, part->account);
    else
        inspector.showNothing();
}

void Desktop::showStatus()
{
    using Status = MainWindow::Status;
    const QLocale locale;
    const bool isPeople = m_window.page() == MainWindow::Page::People;
    const PeoplePage &people = m_window.people();
    const bool isClients = isPeople && people.tab() == PeoplePage::Tab::Clients;
    const qint64 selected = isClients ? people.chosenClients().size()
        : isPeople                    ? people.chosenPeople().size()
                                      : m_window.tokens().selection().count();
    m_window.setStatus(Status::Selected, selected > 0 ? tr("%1 selected").arg(locale.toString(selected)) : QString());
    const auto rows = qint64(m_people.table()->people.size());
    const auto clients = qint64(m_people.table()->clients.size());
    const qint64 total = isClients ? clients : isPeople ? rows : m_tokens.snapshot().rowCount();
    const int shown = isPeople ? people.shownCount() : m_tokens.rowCount();
    m_window.setStatus(Status::Shown,
                       total == 0 ? QString()
                                  : tr("%1 shown of %2").arg(locale.toString(shown), locale.toString(total)));
    QStringList loading;
    int failed = 0;
    for (const auto &part : m_tokens.snapshot().accounts()) {
        const AccountStatus &status = part->status;
        failed += status.state == AccountStatus::State::Failed ? 1 : 0;
        if (status.state != AccountStatus::State::Loading)
            continue;
        loading += status.expected
            ? tr("%1: %2 of %3")
                  .arg(part->account.name, locale.toString(status.arrived), locale.toString(*status.expected))
            : tr("%1: %2").arg(part->account.name, locale.toString(status.arrived));
    }
    m_window.setStatus(Status::Loading, loading.isEmpty() ? QString() : tr("Loading %1").arg(loading.join(u", "_qs)));
    m_window.setStatus(Status::Trouble, failed > 0 ? tr("%Ln account(s) failed", nullptr, failed) : QString());

    QString budget;
    const QList<Account> accounts = m_sessions.accounts();
    for (const Account &account : accounts) {
        if (m_account && *m_account != account.id)
            continue;
        const std::shared_ptr<Session> session = m_sessions.open(account.id);
        if (!session || !session->limiter().budget().remaining || !session->limiter().budget().limit)
            continue;
        const RateReport &report = session->limiter().budget();
        budget = tr("%1: %2 of %3 writes left")
                     .arg(account.name, locale.toString(*report.remaining), locale.toString(*report.limit));
        if (report.resetMs)
            budget += tr(", resets %1").arg(clockText(*report.resetMs, m_app.clock().nowMs(), locale));
        break;
    }
    m_window.setStatus(Status::Budget, budget);
    m_window.setStatus(Status::Outbox, m_revoking.isPending() ? tr("Outbox: nothing sent yet") : tr("Outbox empty"));
    m_window.sidebar().setRunsText(m_revoking.isRunning()        ? tr("1 running")
                                       : m_revoking.hasOpenRun() ? tr("open")
                                                                 : QString());

    enableActions(m_actions, situation());
}

template <typename Copy>
void Desktop::copy(Copy copy)
{
    if (m_window.page() == MainWindow::Page::Runs)
        copy(m_window.runs());
    else if (m_window.page() == MainWindow::Page::Activity)
        copy(m_window.activity());
}

Situation Desktop::situation()
{
    Situation now;
    now.hasAccounts = !m_app.accounts().accounts().isEmpty();
    if (m_account) {
        now.account = m_app.accounts().find(*m_account);
        now.changesAllowedUntilMs = m_sessions.changesAllowedUntilMs(*m_account);
    }
    now.isLoading = m_loading.isLoading();
    now.isOnTokens = m_window.page() == MainWindow::Page::Tokens;
    now.isOnRecords = m_window.page() == MainWindow::Page::Runs || m_window.page() == MainWindow::Page::Activity;
    now.selected = m_window.tokens().selection().count();
    now.shown = m_tokens.rowCount();
    now.token = m_window.tokens().currentToken();
    if (now.token)
        now.tokensAccount = m_app.accounts().find(now.token->account);
    now.hasKeychainTrouble = m_managing.keychainTrouble().has_value();
    now.nowMs = m_app.clock().nowMs();
    return now;
}

void Desktop::say(const QString &fact, const QString &reason)
{
    m_saidFact = fact;
    m_saidReason = reason;
    showBanner();
}

Notice Desktop::notice() const
{
    NoticeSources sources;
    sources.saidFact = m_saidFact;
    sources.saidReason = m_saidReason;
    sources.incident = m_revoking.incident();
    sources.keychain = m_managing.keychainTrouble();
    sources.hasOpenRun = m_revoking.hasOpenRun() && !m_isOpenRunSeen;
    for (const auto &part : m_tokens.snapshot().accounts()) {
        if (!m_account || *m_account == part->account.id)
            sources.parts.push_back(part);
    }
    sources.nowMs = m_app.clock().nowMs();
    return noticeOf(sources, m_actions);
}

//! One banner: what was just said, else what keeps the list from being the whole. It is left alone while it says the
//! same, since a button under somebody's hand must not be made anew.
void Desktop::showBanner()
{
    Banner &banner = m_window.tokens().banner();
    const Notice text = notice();
    if (text == m_notice)
        return;
    m_notice = text;
    if (text.fact.isEmpty()) {
        banner.hide();
        return;
    }
    banner.say(text.tone, text.fact, text.reason);
    for (QAction *action : text.actions) {
        QAbstractButton *button = banner.addButton(action->text().remove(u'&'), "");
        button->setIcon(action->icon());
        button->setObjectName(QStringLiteral("banner-") + action->objectName());
        connect(button, &QAbstractButton::clicked, action, &QAction::trigger);
    }
    banner.setDismissable(text.isDismissable);
    banner.show();
}

void Desktop::revokeSelected()
{
    m_saidFact.clear();
    m_revoking.ask({.tokens = m_window.tokens().selectedTokens()});
}

void Desktop::revokeOwn()
{
    const std::optional<Account> account = m_account ? m_app.accounts().find(*m_account) : std::nullopt;
    if (!account || !account->identity.ownToken)
        return;
    const std::optional<quint32> number = m_tokens.snapshot().find(account->id, *account->identity.ownToken);
    Token own;
    own.id = *account->identity.ownToken;
    own.account = account->id;
    own.isOwn = true;
    if (number && m_tokens.snapshot().contains(*number))
        own = m_tokens.snapshot().token(*number, m_app.clock().nowMs());
    m_revoking.ask({.tokens = {own}, .isOwn = true});
}

void Desktop::openPlan()
{
    const FileWish wish{tr("Open a plan"), {}, {tr("Plans (*.json)"), tr("All files (*)")}};
    chooseFileToOpen(&m_window, wish, [this](const QString &path) { m_revoking.askForFile(path); });
}

void Desktop::exportRows()
{
    const FileWish wish{
        tr("Export the rows shown"), QStringLiteral("tokens.csv"), {tr("Table (*.csv)"), tr("JSON lines (*.json)")}};
    chooseFileToSave(&m_window, wish, [this](const QString &path) {
        const auto format =
            QFileInfo(path).suffix() == QLatin1String("json") ? ExportFormat::JsonLines : ExportFormat::Csv;
        QHash<AccountId, Account> accounts;
        const QList<Account> all = m_app.accounts().accounts();
        for (const Account &account : all)
            accounts.insert(account.id, account);
        const auto snapshot = m_table.snapshot();
        const std::vector<quint32> numbers = m_tokens.shownNumbers();
        const qint64 now = m_app.clock().nowMs();
        const QFuture<Result<void>> written = QtConcurrent::run([snapshot, numbers, accounts, format, now, path] {
            return writePrivateFile(path, exported(*snapshot, numbers, accounts, format, now));
        });
        whenDone(written, this, [this, path, count = numbers.size()](const Result<void> &done) {
            if (done)
                say(tr("%Ln row(s) were exported.", nullptr, int(count)), path);
            else
                say(tr("Nothing was exported."), done.error().message);
        });
    });
}

//! What helps to find a fault, and names nobody: no account, token, person or secret.
void Desktop::saveDiagnostics()
{
    QStringList lines = {QStringLiteral("latchkey %1, Qt %2, %3, %4")
                             .arg(QCoreApplication::applicationVersion(), QLatin1String(qVersion()),
                                  QSysInfo::prettyProductName(), QGuiApplication::platformName())};
    for (const auto &part : m_tokens.snapshot().accounts())
        lines += QStringLiteral("account: %1, %2, state %3, %4 tokens%5")
                     .arg(part->account.provider.value, environmentName(part->account.environment))
                     .arg(int(part->status.state))
                     .arg(part->status.rows)
                     .arg(part->status.error ? u", "_qs + errorKindName(part->status.error->kind) : QString());
    lines += QStringLiteral("requests, newest last:");
    for (const TrafficEntry &entry : m_app.traffic().entries())
        lines += trafficLine(entry);
    const FileWish wish{tr("Save diagnostics"), QStringLiteral("latchkey-diagnostics.txt"), {tr("Text (*.txt)")}};
    chooseFileToSave(&m_window, wish, [this, text = lines.join(u'\n').toUtf8()](const QString &path) {
        const Result<void> saved = writePrivateFile(path, text);
        say(saved ? tr("The diagnostics were saved. They hold no names and no secrets.")
                  : tr("The diagnostics were not saved."),
            saved ? path : saved.error().message);
    });
}

void Desktop::takeSettings()
{
    const int minutes = m_settings.refreshMinutes();
    if (minutes > 0)
        m_refreshTimer.start(std::chrono::minutes(minutes));
    else
        m_refreshTimer.stop();
}

void Desktop::askSettings()
{
    auto *dialog = new SettingsDialog({m_settings.outboxSeconds(), m_settings.refreshMinutes()}, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SettingsDialog::chosen, this, [this](const Preferences &chosen) {
        m_settings.setOutboxSeconds(chosen.outboxSeconds);
        m_settings.setRefreshMinutes(chosen.refreshMinutes);
        takeSettings();
    });
    dialog->open();
}

//! On with a reason for everything that is revoked meanwhile; off without asking.
void Desktop::askIncident()
{
    if (m_revoking.incident()) {
        m_revoking.setIncident({});
        return;
    }
    auto *question = new QInputDialog(&m_window);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setObjectName(QStringLiteral("incidentQuestion"));
    question->setWindowTitle(tr("Incident mode"));
    question->setLabelText(tr("Plans go out at once while it is on. The reason of all of them:"));
    question->setTextValue(m_settings.reason());
    question->setOkButtonText(tr("Begin"));
    connect(question, &QInputDialog::textValueSelected, this, [this](const QString &reason) {
        if (!reason.trimmed().isEmpty())
            m_revoking.setIncident(reason.trimmed());
    });
    question->open();
}

void Desktop::setLook(Appearance appearance)
{
    m_settings.setAppearance(appearance);
    applyLook(*qApp, appearance, systemIsDark());
}

void Desktop::readJournal()
{
    readLines([this](const QList<QByteArray> &lines) { m_window.activity().setLines(lines); });
    whenDone(m_app.journal().verify(), this, [this](const Result<JournalReport> &report) {
        if (report)
            m_window.activity().setReport(*report);
    });
}

//! The journal's records, oldest first.
void Desktop::readLines(const std::function<void(const QList<QByteArray> &lines)> &use)
{
    auto lines = std::make_shared<QList<QByteArray>>();
    const auto keep = [lines](QByteArrayView line) {
        lines->append(line.toByteArray());
        return true;
    };
    whenDone(m_app.journal().exportLines(keep), this, [this, lines, use](const Result<qint64> &read) {
        if (read)
            use(*lines);
        else
            say(tr("The journal cannot be read."), read.error().message);
    });
}

void Desktop::exportJournal()
{
    const FileWish wish{
        tr("Export the journal"), QStringLiteral("latchkey-journal.jsonl"), {tr("JSON lines (*.jsonl)")}};
    chooseFileToSave(&m_window, wish, [this](const QString &path) {
        readLines([this, path](const QList<QByteArray> &lines) {
            const Result<void> written = writePrivateFile(path, lines.join('\n') + '\n');
            say(written ? tr("The journal was exported.") : tr("The journal was not exported."),
                written ? path : written.error().message);
        });
    });
}

//! What this app did to the token, as the journal tells it.
void Desktop::showHistory(const Token &token)
{
    readLines([this, token](const QList<QByteArray> &lines) {
        const QList<ActivityRecord> records = activityRecords(lines);
        QList<HistoryLine> history;
        for (auto record = records.crbegin(); record != records.crend(); ++record) {
            const QString text = record->entry ? historyText(*record->entry, token) : QString();
            if (!text.isEmpty())
                history += HistoryLine{record->atMs, text};
        }
        m_window.inspector().showHistory(token.account, token.id, history);
    });
}

QCoro::Task<> Desktop::showAnswer(Token token)
{
    const Result<std::shared_ptr<Session>> session = co_await m_sessions.session(token.account);
    Result<QJsonObject> answer = failure(Error::Kind::Internal);
    if (!session) {
        answer = failure(session.error());
    } else {
        const RevokeCall::Target target{token.id, token.kind};
        const Result<TokenDetail> detail = co_await (*session)->provider().showToken(target, m_tasks.stopToken());
        if (detail)
            answer = detail->answer;
        else
            answer = failure(detail.error());
    }
    m_window.inspector().showAnswer(token.account, token.id, answer);
}

void Desktop::askToLeave()
{
    if (m_isLeaving)
        return;
    if (!m_revoking.isPending() && !m_revoking.isRunning()) {
        leave();
        return;
    }
    auto *question = new QMessageBox(&m_window);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setObjectName(QStringLiteral("leaveQuestion"));
    question->setTextFormat(Qt::PlainText);
    question->setIcon(QMessageBox::Warning);
    question->setText(m_revoking.isRunning() ? tr("A run is going.") : tr("A plan waits in the outbox."));
    question->setInformativeText(m_revoking.isRunning()
                                     ? tr("Stop it and quit? What was sent is waited for; the rest stays open and is "
                                          "offered at the next start.")
                                     : tr("Quit without sending it? Nothing of it has been sent."));
    QPushButton *leaveButton = question->addButton(
        m_revoking.isRunning() ? tr("Stop the run and quit") : tr("Quit without sending"), QMessageBox::AcceptRole);
    question->setDefaultButton(question->addButton(QMessageBox::Cancel));
    connect(leaveButton, &QPushButton::clicked, this, &Desktop::leave);
    question->open();
}

void Desktop::leave()
{
    m_isLeaving = true;
    remember();
    m_revoking.undoAll();
    m_revoking.stopRun();
    m_loading.stop();
    m_managing.stop();
    m_tasks.stop();
    const auto end = [this] {
        m_window.allowClose();
        m_window.close();
        Q_EMIT ended();
    };
    if (m_tasks.isIdle())
        end();
    else
        connect(&m_tasks, &Tasks::idle, this, end);
}

} // namespace latchkey
