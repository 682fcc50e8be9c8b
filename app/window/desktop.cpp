#include "app/window/desktop.h"

#include "app/window/filechooser.h"
#include "app/window/systemlook.h"
#include "network/providers/registry.h"
#include "ui/dialogs/aboutdialog.h"
#include "ui/dialogs/commandpalette.h"
#include "ui/dialogs/settingsdialog.h"
#include "ui/dialogs/shortcutsdialog.h"
#include "ui/tokens/tokenselection.h"

#include <QAction>
#include <QApplication>
#include <QCoroFuture>
#include <QInputDialog>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>

namespace latchkey {

namespace {

constexpr QSize FirstSize{1440, 900};

QHash<ProviderId, QString> providerNames()
{
    QHash<ProviderId, QString> names;
    const auto entries = registry::all();
    for (const registry::Entry &entry : entries)
        names.insert(entry.description().id, entry.description().name);
    return names;
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
    , m_history(app, m_window)
    , m_exporting(app, m_table, m_tokens, m_actions, m_window)
    , m_standing({app, m_sessions, m_loading, m_revoking, m_managing, m_tokens, m_people}, m_actions, m_window)
{
    m_showTimer.setSingleShot(true);
    m_showTimer.setInterval(100);
    m_minuteTimer.start(std::chrono::minutes(1));
    connect(&m_minuteTimer, &QTimer::timeout, &m_showTimer, qOverload<>(&QTimer::start));
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
    on(m_actions.quit, [this] { askToLeave(); });
    on(m_actions.addAccount, [this] { m_managing.addAccount(); });
    on(m_actions.manageAccounts, [this] { m_managing.edit(m_account.value_or(AccountId())); });
    on(m_actions.unlockKeychain, [this] { m_managing.unlockKeychain(); });
    on(m_actions.allowChanges, [this] {
        if (m_account)
            m_sessions.changesAllowedUntilMs(*m_account) ? m_sessions.endChanges(*m_account)
                                                         : m_sessions.allowChanges(*m_account);
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
    connect(&m_sessions, &Sessions::policyChanged, &m_peopleWork, &PeopleWork::refresh);
    connect(&m_sessions, &Sessions::policyChanged, this, [this] {
        m_window.inspector().setAccounts(m_sessions.accounts());
        QSet<AccountId> allowed;
        const QList<Account> accounts = m_app.accounts().accounts();
        for (const Account &account : accounts) {
            if (m_sessions.changesAllowedUntilMs(account.id))
                allowed.insert(account.id);
        }
        m_window.sidebar().showAllowed(allowed);
    });
    connect(&m_managing, &Managing::keychainChanged, this, showSoon);
    connect(&m_showTimer, &QTimer::timeout, this, [this] {
        m_window.sidebar().showInventory(*m_table.snapshot());
        // Only where there is something new: people who are shown anew come back here.
        const bool isNew =
            m_window.page() == MainWindow::Page::People && m_peopleSerial != m_table.snapshot()->serial();
        if (isNew) {
            m_peopleSerial = m_table.snapshot()->serial();
            m_peopleWork.refresh();
        }
        m_standing.show();
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
    connect(&m_window.tokens(), &TokensPage::opened, this, [this] { m_actions.toggleInspector->setChecked(true); });
    connect(&m_window, &MainWindow::pageShown, this, [this] { m_showTimer.start(); });
    connect(&m_window, &MainWindow::closeRequested, this, &Desktop::askToLeave);

    connect(&m_revoking, &Revoking::said, &m_standing, &Standing::say);
    connect(&m_revoking, &Revoking::runTold, &m_standing, &Standing::sayOfRun);
    connect(&m_revoking, &Revoking::runEnded, this,
            [this](const QList<AccountId> &accounts) { m_loading.refresh(accounts); });
    connect(&m_creating, &Creating::said, &m_standing, &Standing::say);
    const auto takeNew = [this](const Token &token) {
        m_window.tokens().selectWhenListed(token.account, token.id);
        m_loading.refresh({token.account});
    };
    connect(&m_creating, &Creating::created, this, takeNew);
    connect(&m_changing, &Changing::changed, this, takeNew);
    connect(&m_creating, &Creating::revokeRequested, this,
            [this](const Token &token) { m_revoking.ask({.tokens = {token}}); });
    connect(&m_window.people(), &PeoplePage::selectionChanged, this, showSoon);
    connect(&m_window.people(), &PeoplePage::rowsChanged, this, showSoon);
    connect(&m_peopleWork, &PeopleWork::filterWanted, this, [this](const QString &line) {
        m_window.showPage(MainWindow::Page::Tokens);
        m_window.tokens().setFilterLine(line);
    });
    connect(&m_changing, &Changing::said, &m_standing, &Standing::say);
    connect(&m_managing, &Managing::said, &m_standing, &Standing::say);
    connect(&m_history, &History::said, &m_standing, &Standing::say);
    connect(&m_exporting, &Exporting::said, &m_standing, &Standing::say);
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
    m_window.inspector().setAccounts(m_sessions.accounts());
    m_window.runs().setAccounts(m_app.accounts().accounts());
    if (m_account && !m_app.accounts().find(*m_account))
        chooseAccount({});
    m_showTimer.start();
}

void Desktop::restore()
{
    if (!m_window.restoreGeometry(m_settings.window()))
        m_window.resize(FirstSize.boundedTo(m_window.screen()->availableSize() * 0.95)); // with room for its frame
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
    m_standing.setAccount(account);
    m_window.tokens().setAccount(account);
    m_window.people().setAccount(account);
    m_window.sidebar().setAccount(account);
    if (m_window.page() != MainWindow::Page::People)
        m_window.showPage(MainWindow::Page::Tokens);
    m_showTimer.start();
}

void Desktop::refresh()
{
    m_standing.forgetSaid();
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

template <typename Copy>
void Desktop::copy(Copy copy)
{
    if (m_window.page() == MainWindow::Page::Runs)
        copy(m_window.runs());
    else if (m_window.page() == MainWindow::Page::Activity)
        copy(m_window.activity());
}

void Desktop::revokeSelected()
{
    m_standing.forgetSaid();
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
