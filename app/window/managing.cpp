#include "app/window/managing.h"

#include "app/flows/signin.h"
#include "app/window/filechooser.h"
#include "models/accounts/accountfile.h"
#include "models/export/privatefile.h"
#include "network/async/whendone.h"
#include "network/credentials/unlock.h"
#include "network/providers/registry.h"
#include "ui/dialogs/accountsdialog.h"
#include "ui/dialogs/connectionpane.h"
#include "ui/texts.h"

#include <QAction>
#include <QCoroFuture>
#include <QDesktopServices>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QUuid>

namespace latchkey {

namespace {

constexpr qint64 ProfilesLimit = 16 * 1024 * 1024;

//! What an administrator asks of a provider, in the order in which it is asked.
QList<std::pair<Capability, QString>> capabilityTexts()
{
    return {{Capability::ListTokens, Managing::tr("List tokens")},
            {Capability::ListPeople, Managing::tr("List people")},
            {Capability::ListClients, Managing::tr("List clients")},
            {Capability::CreateToken, Managing::tr("Create tokens")},
            {Capability::UpdateToken, Managing::tr("Update tokens")},
            {Capability::RevokeToken, Managing::tr("Revoke tokens")},
            {Capability::RevokeListed, Managing::tr("Revoke many in one call")},
            {Capability::RevokeByPerson, Managing::tr("Revoke everything of a person")},
            {Capability::RevokeByClient, Managing::tr("Revoke everything of a client")},
            {Capability::DisableClient, Managing::tr("Disable a client")},
            {Capability::RevokeByValue, Managing::tr("Revoke by a value")},
            {Capability::RevokeOwn, Managing::tr("Revoke the app's own token")},
            {Capability::IdleTimeout, Managing::tr("Set the idle timeout")}};
}

bool isKeychainTrouble(Error::Kind kind)
{
    return kind == Error::Kind::KeychainLocked || kind == Error::Kind::KeychainMissing
        || kind == Error::Kind::KeychainFailed;
}

} // namespace

Managing::Managing(App &app, Sessions &sessions, Tasks &tasks, Actions &actions, MainWindow &window, QObject *parent)
    : QObject(parent)
    , m_app(app)
    , m_sessions(sessions)
    , m_tasks(tasks)
    , m_actions(actions)
    , m_window(window)
{
    connect(actions.lookAgain, &QAction::triggered, this, &Managing::lookAtKeychain);
    connect(actions.sessionOnly, &QAction::triggered, this, [this] {
        m_app.setSessionOnly(true);
        lookAtKeychain();
    });
}

void Managing::addAccount() { dialog().editNew(); }

void Managing::edit(const AccountId &account)
{
    if (account.value.isEmpty() && m_app.accounts().accounts().isEmpty())
        dialog().editNew();
    else
        dialog().edit(account.value.isEmpty() ? m_app.accounts().accounts().front().id : account);
}

AccountsDialog &Managing::dialog()
{
    if (m_dialog)
        return *m_dialog;
    m_dialog = new AccountsDialog(m_app.accounts(), registry::descriptions(), m_actions, m_app.clock(), &m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &AccountsDialog::testRequested, this,
            [this](const Account &draft, const Credential &typed) { m_tasks.start(test(draft, typed)); });
    connect(m_dialog, &AccountsDialog::saveRequested, this,
            [this](const Account &draft, const Credential &typed) { m_tasks.start(save(draft, typed)); });
    connect(m_dialog, &AccountsDialog::removeRequested, this,
            [this](const AccountId &account) { m_tasks.start(remove(account)); });
    connect(m_dialog, &AccountsDialog::moveRequested, this, [this](const AccountId &account, int place) {
        if (const Result<void> moved = m_app.accounts().move(account, place); !moved)
            m_dialog->showProblem(tr("The account was not moved."), moved.error().message);
    });
    connect(m_dialog, &AccountsDialog::signInRequested, this, [this](const AccountDraft &draft) {
        m_signingIn = std::stop_source();
        m_tasks.start(signIn(draft.account, draft.typed, m_signingIn.get_token()));
    });
    connect(m_dialog, &AccountsDialog::signInCancelled, this, [this] { m_signingIn.request_stop(); });
    connect(m_dialog, &AccountsDialog::importRequested, this, &Managing::importProfiles);
    connect(m_dialog, &AccountsDialog::exportRequested, this, &Managing::exportProfiles);
    tellKeychain();
    m_dialog->open();
    return *m_dialog;
}

void Managing::tellKeychain()
{
    const Keychain state =
        m_app.isSessionOnly() || (m_keychainTrouble && m_keychainTrouble->kind != Error::Kind::KeychainLocked)
        ? Keychain::Missing
        : m_keychainTrouble ? Keychain::Locked
                            : Keychain::Unlocked;
    m_window.sidebar().setKeychain(state);
    if (!m_dialog)
        return;
    if (m_app.isSessionOnly()) {
        QSet<AccountId> held;
        const QList<Account> accounts = m_app.accounts().accounts();
        for (const Account &account : accounts) {
            if (m_app.credentials().read(account).result()) // memory alone: it is there at once
                held += account.id;
        }
        m_dialog->setKeychain(AccountsDialog::Keychain::SessionOnly, {}, held);
        return;
    }
    m_dialog->setKeychain(state == Keychain::Locked        ? AccountsDialog::Keychain::Locked
                              : state == Keychain::Missing ? AccountsDialog::Keychain::Missing
                                                           : AccountsDialog::Keychain::Ready);
}

void Managing::lookAtKeychain()
{
    if (m_app.isSessionOnly()) {
        m_keychainTrouble.reset();
        tellKeychain();
        Q_EMIT keychainChanged();
        return;
    }
    whenDone(m_app.keychain().readiness(), this, [this](const Result<void> &ready) {
        const std::optional<Error> trouble = ready ? std::nullopt : std::optional(ready.error());
        const bool isNews = trouble != m_keychainTrouble;
        m_keychainTrouble = trouble;
        tellKeychain();
        if (isNews)
            Q_EMIT keychainChanged();
    });
}

void Managing::unlockKeychain() { m_tasks.start(unlock()); }

QCoro::Task<> Managing::unlock()
{
    const Result<void> opened = co_await latchkey::unlockKeychain();
    if (!opened)
        Q_EMIT said(tr("The keychain stays locked."), tr("Unlock it when you are ready; nothing is lost meanwhile."));
    lookAtKeychain();
}

QCoro::Task<> Managing::signIn(Account draft, Credential typed, std::stop_token stop)
{
    const Credential none;
    const std::shared_ptr<Session> stranger = m_app.makeSession(draft, none);
    const auto open = [](const QUrl &page) { return QDesktopServices::openUrl(page); };
    const Result<Credential> kept = co_await flows::signIn(stranger, typed, open, stop);
    if (!m_dialog || stop.stop_requested())
        co_return;
    if (kept)
        m_dialog->setSignedIn(*kept);
    else
        m_dialog->showSignInProblem(tr("Not signed in."),
                                    errorSentence(kept.error(), registry::nameOf(draft.provider), draft.name));
}

//! What was typed; else what is stored.
QCoro::Task<Result<Credential>> Managing::credentialOf(Account draft, Credential typed)
{
    if (!typed.isEmpty())
        co_return typed;
    const QFuture<Result<Credential>> reading = m_app.credentials().read(draft);
    const Result<Credential> stored = co_await reading;
    co_return stored;
}

QCoro::Task<> Managing::test(Account draft, Credential typed)
{
    if (m_dialog)
        m_dialog->showTesting();
    const Result<Credential> credential = co_await credentialOf(draft, typed);
    const ProviderDescription *provider = registry::describe(draft.provider);
    if (!credential) {
        if (m_dialog && provider)
            m_dialog->showTest(reportOf(draft, *provider, credential.error()));
        co_return;
    }
    const std::shared_ptr<Session> session = m_app.makeSession(draft, *credential);
    QElapsedTimer took;
    took.start();
    const Result<Identity> identity = co_await session->provider().probe(m_tasks.stopToken());
    const qint64 ms = took.elapsed();
    if (!m_dialog)
        co_return;
    Account verified = draft;
    if (identity)
        verified.identity = *identity;
    const ConnectionReport report = identity ? reportOf(verified, session->description(), ms)
                                             : reportOf(draft, session->description(), identity.error());
    m_dialog->showTest(report);
}

ConnectionReport Managing::reportOf(const Account &account, const ProviderDescription &provider,
                                    const Error &error) const
{
    ConnectionReport report;
    report.failed = true;
    report.fact = tr("The test failed.");
    report.reason = errorSentence(error, provider.name, account.name);
    report.testedAtMs = m_app.clock().nowMs();
    return report;
}

ConnectionReport Managing::reportOf(const Account &account, const ProviderDescription &provider, qint64 ms) const
{
    using Line = ConnectionReport::Line;
    const Identity &identity = account.identity;
    ConnectionReport report;
    report.testedAtMs = m_app.clock().nowMs();
    const QList<Account> twins = m_app.accounts().sameIdentity(account);
    if (!twins.isEmpty()) {
        report.fact = tr("Same person and %1 as %2.").arg(provider.tenantLabel.toLower(), twins.front().name);
        report.reason = tr("Every token would be listed twice.");
    }
    report.lines += Line{Line::Mark::Ok, tr("%1 reached").arg(account.baseUrl.host()), {}, ms};
    if (!identity.principal.isEmpty())
        report.lines +=
            Line{Line::Mark::Ok, tr("Signed in as %1").arg(identity.principal.text()),
                 QStringList{identity.email, identity.role}.filter(QRegularExpression(u"."_qs)).join(u", "_qs)};
    report.lines += Line{Line::Mark::Ok, tr("%1 %2").arg(provider.tenantLabel, identity.tenant.text()),
                         identity.tenant.name.isEmpty() ? QString() : identity.tenant.id};
    report.lines += identity.ownToken
        ? Line{Line::Mark::Ok, tr("The app's own token is known"),
               (identity.scopes + QStringList{tr("left out of every bulk revoke")}).join(u", "_qs)}
        : Line{Line::Mark::Warning, tr("Which token signs in here is not reported"),
               tr("It cannot be left out of a revocation by itself.")};
    for (const auto &[capability, text] : capabilityTexts()) {
        const bool writes = capability != Capability::ListTokens && capability != Capability::ListPeople
            && capability != Capability::ListClients;
        Line line{Line::Mark::Ok, text};
        if (!provider.can(capability)) {
            const auto why = provider.whyNot.find(capability);
            line.mark = Line::Mark::Missing;
            line.detail = why == provider.whyNot.end() ? tr("%1 offers no such call.").arg(provider.name) : why->second;
        } else if (writes && account.policy.readOnly) {
            line.mark = Line::Mark::Locked;
            line.detail = tr("this account is read-only");
        }
        report.capabilities += line;
    }
    return report;
}

//! Nothing is kept of an account that does not work: its credential is bound to the identity that was found.
QCoro::Task<> Managing::save(Account draft, Credential typed)
{
    if (m_dialog)
        m_dialog->showTesting();
    const std::optional<Account> before = m_app.accounts().find(draft.id);
    const bool needsProbe = !typed.isEmpty() || !before || before->baseUrl != draft.baseUrl
        || before->loginUrl != draft.loginUrl || before->tenant != draft.tenant || before->signIn != draft.signIn
        || before->settings != draft.settings;
    if (needsProbe) {
        const Result<Credential> credential = co_await credentialOf(draft, typed);
        if (!credential) {
            tell(credential.error(), draft);
            co_return;
        }
        const std::shared_ptr<Session> session = m_app.makeSession(draft, *credential);
        const Result<Identity> identity = co_await session->provider().probe(m_tasks.stopToken());
        if (!identity) {
            tell(identity.error(), draft);
            co_return;
        }
        draft.identity = *identity;
        const QFuture<Result<void>> writing = m_app.credentials().write(draft, *credential);
        const Result<void> written = co_await writing;
        if (!written) {
            tell(written.error(), draft);
            co_return;
        }
    }
    const Result<void> kept = before ? m_app.accounts().update(draft) : m_app.accounts().add(draft);
    if (!kept) {
        if (!before) {
            // Without a profile nobody would ever find the credential again.
            const QFuture<Result<void>> removing = m_app.credentials().remove(draft.id);
            co_await removing;
        }
        tell(kept.error(), draft);
        co_return;
    }
    m_sessions.forget(draft.id);
    if (m_dialog)
        m_dialog->showSaved(draft.id);
    Q_EMIT accountReady(draft.id);
}

QCoro::Task<> Managing::remove(AccountId id)
{
    const std::optional<Account> account = m_app.accounts().find(id);
    if (!account)
        co_return;
    // The credential first: a profile without one can be removed again, a credential without a profile is lost sight
    // of.
    const QFuture<Result<void>> removing = m_app.credentials().remove(id);
    const Result<void> removed = co_await removing;
    if (!removed) {
        tell(removed.error(), *account);
        co_return;
    }
    m_sessions.forget(id);
    if (const Result<void> dropped = m_app.accounts().remove(id); !dropped) {
        tell(dropped.error(), *account);
        co_return;
    }
    Q_EMIT said(tr("%1 was removed, with its credential.").arg(account->name),
                tr("Its tokens at %1 live on.").arg(registry::nameOf(account->provider)));
}

void Managing::tell(const Error &error, const Account &account)
{
    if (isKeychainTrouble(error.kind))
        lookAtKeychain();
    const QString sentence = error.kind == Error::Kind::KeychainMissing
        ? tr("No keychain can be used, so its credential can be neither read nor stored. Start one (GNOME Keyring, "
             "KWallet), or press Work for this session.")
        : errorSentence(error, registry::nameOf(account.provider), account.name);
    if (m_dialog)
        m_dialog->showProblem(tr("%1 was not saved.").arg(account.name), sentence);
    else
        Q_EMIT said(tr("%1 was not changed.").arg(account.name), sentence);
}

void Managing::exportProfiles()
{
    const FileWish wish{tr("Export the accounts, without secrets"),
                        QStringLiteral("latchkey-accounts.json"),
                        {tr("Accounts (*.json)")}};
    chooseFileToSave(m_dialog, wish, [this](const QString &path) {
        const Result<void> written = writePrivateFile(path, formatted(AccountFile{m_app.accounts().accounts(), {}}));
        if (m_dialog)
            written ? m_dialog->showDone(tr("The accounts were exported, without their secrets."), path)
                    : m_dialog->showProblem(tr("Nothing was exported."), written.error().message);
    });
}

//! Imported accounts are new ones: they wait for their credentials.
void Managing::importProfiles()
{
    const FileWish wish{tr("Import accounts"), {}, {tr("Accounts (*.json)"), tr("All files (*)")}};
    chooseFileToOpen(m_dialog, wish, [this](const QString &path) {
        QFile file(path);
        const Result<AccountFile> profiles = file.open(QIODevice::ReadOnly)
            ? parseAccountFile(file.read(ProfilesLimit), AccountFileIs::Chosen)
            : Result<AccountFile>(failure(Error::Kind::Storage, file.errorString()));
        if (!m_dialog)
            return;
        if (!profiles) {
            m_dialog->showProblem(tr("Nothing was imported."), profiles.error().message);
            return;
        }
        QStringList problems;
        int imported = 0;
        for (Account account : profiles->accounts) {
            account.id = AccountId{QUuid::createUuid().toString(QUuid::WithoutBraces)};
            account.identity = Identity();
            if (const Result<void> added = m_app.accounts().add(account); added)
                ++imported;
            else
                problems += account.name + u": "_qs + added.error().message;
        }
        const QString fact = imported == 0
            ? tr("Nothing was imported.")
            : tr("%Ln account(s) were imported; give each its credential.", nullptr, imported);
        problems.isEmpty() ? m_dialog->showDone(fact, {}) : m_dialog->showProblem(fact, problems.join(u'\n'));
    });
}

} // namespace latchkey
