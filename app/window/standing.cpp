#include "app/window/standing.h"

#include "ui/dates.h"
#include "ui/tokens/tokenselection.h"

#include <QAbstractButton>
#include <QAction>
#include <QLocale>

#include <algorithm>
#include <utility>

namespace latchkey {

namespace {

using Status = MainWindow::Status;

} // namespace

Standing::Standing(const Sources &sources, Actions &actions, MainWindow &window, QObject *parent)
    : QObject(parent)
    , m_sources(sources)
    , m_actions(actions)
    , m_window(window)
{
    connect(&window.saidBanner(), &Banner::dismissed, this, &Standing::forgetSaid);
    connect(&window.tokens().banner(), &Banner::dismissed, this, [this] {
        m_isOpenRunSeen = true;
        showBanners();
    });
}

void Standing::show()
{
    showCounts();
    showLoads();
    showBudget();
    const Revoking &revoking = m_sources.revoking;
    m_window.setStatus(Status::Outbox, revoking.isPending() ? tr("Outbox: nothing sent yet") : tr("Outbox empty"));
    m_window.sidebar().setRunsText(revoking.isRunning()        ? tr("1 running")
                                       : revoking.hasOpenRun() ? tr("open")
                                                               : QString());
    enableActions(m_actions, situation());
    showBanners();
}

bool Standing::isOnRecords() const
{
    return m_window.page() == MainWindow::Page::Runs || m_window.page() == MainWindow::Page::Activity;
}

void Standing::showCounts()
{
    const QLocale locale;
    if (isOnRecords()) { // what they show is said there
        m_window.setStatus(Status::Selected, {});
        m_window.setStatus(Status::Shown, {});
        return;
    }
    const bool isPeople = m_window.page() == MainWindow::Page::People;
    const PeoplePage &people = m_window.people();
    const bool isClients = isPeople && people.tab() == PeoplePage::Tab::Clients;
    const qint64 selected = isPeople ? people.chosenCount() : m_window.tokens().selection().count();
    m_window.setStatus(Status::Selected, selected > 0 ? tr("%1 selected").arg(locale.toString(selected)) : QString());
    const auto rows = qint64(m_sources.people.table()->people.size());
    const auto clients = qint64(m_sources.people.table()->clients.size());
    const qint64 total = isClients ? clients : isPeople ? rows : m_sources.tokens.snapshot().rowCount();
    const int shown = isPeople ? people.shownCount() : m_sources.tokens.rowCount();
    m_window.setStatus(Status::Shown,
                       total == 0 ? QString()
                                  : tr("%1 shown of %2").arg(locale.toString(shown), locale.toString(total)));
}

void Standing::showLoads()
{
    const QLocale locale;
    QStringList loading;
    int failed = 0;
    for (const auto &part : m_sources.tokens.snapshot().accounts()) {
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
}

//! Of the first account in view that tells.
void Standing::showBudget()
{
    const QLocale locale;
    QString budget;
    const QList<Account> accounts = m_sources.sessions.accounts();
    for (const Account &account : accounts) {
        if (m_account && *m_account != account.id)
            continue;
        const std::shared_ptr<Session> session = m_sources.sessions.open(account.id);
        if (!session || !session->limiter().budget().remaining || !session->limiter().budget().limit)
            continue;
        const RateReport &report = session->limiter().budget();
        if (report.resetMs && *report.resetMs <= m_sources.app.clock().nowMs())
            continue; // of a time that is over
        budget = tr("%1: %2 of %3 writes left")
                     .arg(account.name, locale.toString(*report.remaining), locale.toString(*report.limit));
        if (report.resetMs)
            budget += tr(", resets %1").arg(clockText(*report.resetMs, m_sources.app.clock().nowMs(), locale));
        break;
    }
    m_window.setStatus(Status::Budget, budget);
}

Situation Standing::situation() const
{
    const AccountStore &accounts = m_sources.app.accounts();
    Situation now;
    now.hasAccounts = !accounts.accounts().isEmpty();
    if (m_account) {
        now.account = accounts.find(*m_account);
        now.areChangesAllowed = m_sources.sessions.changesAllowedUntilMs(*m_account).has_value();
    }
    now.isLoading = m_sources.loading.isLoading();
    now.isOnTokens = m_window.page() == MainWindow::Page::Tokens;
    now.isOnRecords = isOnRecords();
    const TokenSelection &selection = m_window.tokens().selection();
    now.selected = selection.count();
    now.revocable = now.selected;
    for (const auto &part : m_sources.tokens.snapshot().accounts()) {
        const auto isSelected = [&selection](quint32 number) { return selection.contains(number); };
        now.revocable -= std::count_if(part->ownRows.begin(), part->ownRows.end(), isSelected);
    }
    now.shown = m_sources.tokens.rowCount();
    now.token = m_window.tokens().currentToken();
    if (now.token)
        now.tokensAccount = accounts.find(now.token->account);
    now.hasKeychainTrouble = m_sources.managing.keychainTrouble().has_value();
    return now;
}

void Standing::say(const QString &fact, const QString &reason)
{
    m_said = {Banner::Tone::Info, fact, reason, {}, true};
    showBanners();
}

void Standing::sayOfRun(const QString &fact, const QString &reason, bool isDone)
{
    m_said = {isDone ? Banner::Tone::Info : Banner::Tone::Warning, fact, reason, {m_actions.showRuns}, true};
    showBanners();
}

void Standing::forgetSaid()
{
    m_said = {};
    showBanners();
}

Notice Standing::stateNotice() const
{
    QList<AllowedChanges> allowed;
    const QList<Account> accounts = m_sources.app.accounts().accounts();
    for (const Account &account : accounts) {
        if (const std::optional<qint64> until = m_sources.sessions.changesAllowedUntilMs(account.id))
            allowed += {account.name, *until};
    }
    const bool isHere = m_account && m_sources.sessions.changesAllowedUntilMs(*m_account);
    return latchkey::stateNotice(m_sources.revoking.incident(), allowed, isHere ? m_actions.allowChanges : nullptr,
                                 m_actions, m_sources.app.clock().nowMs());
}

Notice Standing::listNotice() const
{
    NoticeSources sources;
    sources.keychain = m_sources.managing.keychainTrouble();
    sources.hasOpenRun = m_sources.revoking.hasOpenRun() && !m_isOpenRunSeen;
    for (const auto &part : m_sources.tokens.snapshot().accounts()) {
        if (!m_account || *m_account == part->account.id)
            sources.parts.push_back(part);
    }
    sources.nowMs = m_sources.app.clock().nowMs();
    return noticeOf(sources, m_actions);
}

void Standing::showBanners()
{
    tell(m_window.stateBanner(), m_shownState, stateNotice());
    tell(m_window.saidBanner(), m_shownSaid, m_said);
    tell(m_window.tokens().banner(), m_shownList, listNotice());
}

//! A banner is left alone while it says the same, since a button under somebody's hand must not be made anew.
void Standing::tell(Banner &banner, Notice &shown, const Notice &text)
{
    if (text == shown)
        return;
    shown = text;
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

} // namespace latchkey
