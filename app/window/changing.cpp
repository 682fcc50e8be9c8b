#include "app/window/changing.h"

#include "app/flows/change.h"
#include "app/window/revealing.h"
#include "network/providers/registry.h"
#include "ui/dialogs/idletimeoutdialog.h"
#include "ui/dialogs/updatetokendialog.h"
#include "ui/texts.h"

namespace latchkey {

Changing::Changing(App &app, Sessions &sessions, Tasks &tasks, MainWindow &window, QObject *parent)
    : QObject(parent)
    , m_app(app)
    , m_sessions(sessions)
    , m_tasks(tasks)
    , m_window(window)
{
}

void Changing::askUpdate(const Token &token) { openUpdate(token.account, token); }

void Changing::askUpdateByValue(const AccountId &account) { openUpdate(account, {}); }

void Changing::openUpdate(const AccountId &id, const std::optional<Token> &token)
{
    const std::optional<Account> account = m_sessions.account(id);
    const ProviderDescription *provider = account ? registry::describe(account->provider) : nullptr;
    if (!provider)
        return;
    auto *dialog = new UpdateTokenDialog(*account, *provider, token, m_app.clock(), &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &UpdateTokenDialog::updateRequested, this,
            [this, dialog](const AccountId &of, const TokenId &which, const Secret &value, const QString &tokenId,
                           const QVariantMap &fields) {
                const UpdateRequest request{which, value, tokenId, fields};
                m_tasks.start(update(dialog, of, request));
            });
    dialog->open();
}

QCoro::Task<> Changing::update(QPointer<UpdateTokenDialog> dialog, AccountId id, UpdateRequest request)
{
    const Result<std::shared_ptr<Session>> session = co_await m_sessions.session(id);
    Result<CreatedToken> updated = failure(Error::Kind::Internal);
    if (session)
        updated = co_await flows::updateToken(*session, request, m_app.journal());
    else
        updated = failure(session.error());
    const std::optional<Account> account = m_app.accounts().find(id);
    if (!updated) {
        if (dialog)
            dialog->showError(updated.error());
        else
            tell(tr("The token was not changed."), updated.error(), id);
        co_return;
    }
    if (dialog)
        dialog->showUpdated();
    const bool hasValue = !updated->value.isEmpty() || !updated->refreshValue.isEmpty();
    if (hasValue && account)
        openReveal(m_app, {updated->token, updated->value, updated->refreshValue, Revealed::Occasion::Rotated},
                   *account, &m_window);
    Q_EMIT changed(updated->token);
}

void Changing::askIdleTimeout(const AccountId &id)
{
    const std::optional<Account> account = m_sessions.account(id);
    const ProviderDescription *provider = account ? registry::describe(account->provider) : nullptr;
    if (!provider)
        return;
    auto *dialog = new IdleTimeoutDialog(*account, *provider, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &IdleTimeoutDialog::timeoutRequested, this,
            [this, dialog](const AccountId &of) { m_tasks.start(readTimeout(dialog, of)); });
    connect(dialog, &IdleTimeoutDialog::changeRequested, this,
            [this, dialog](const AccountId &of, const IdleTimeout &timeout) {
                m_tasks.start(changeTimeout(dialog, of, timeout));
            });
    dialog->open();
}

QCoro::Task<> Changing::readTimeout(QPointer<IdleTimeoutDialog> dialog, AccountId account)
{
    const Result<std::shared_ptr<Session>> session = co_await m_sessions.session(account);
    Result<IdleTimeout> now = failure(Error::Kind::Internal);
    if (session)
        now = co_await (*session)->provider().idleTimeout(m_tasks.stopToken());
    else
        now = failure(session.error());
    if (dialog)
        dialog->showTimeout(now);
}

QCoro::Task<> Changing::changeTimeout(QPointer<IdleTimeoutDialog> dialog, AccountId account, IdleTimeout timeout)
{
    const Result<std::shared_ptr<Session>> session = co_await m_sessions.session(account);
    Result<IdleTimeout> changed = failure(Error::Kind::Internal);
    if (session)
        changed = co_await flows::setIdleTimeout(*session, timeout, m_app.journal());
    else
        changed = failure(session.error());
    if (dialog)
        dialog->showChanged(changed);
    else if (!changed)
        tell(tr("The idle timeout was not changed."), changed.error(), account);
    if (changed)
        Q_EMIT said(tr("The idle timeout was changed."),
                    changed->isEnabled
                        ? tr("Sessions end after %Ln minute(s) without use.", nullptr, changed->seconds / 60)
                        : tr("No session ends for being idle."));
}

void Changing::showValue(const Token &token) { m_tasks.start(readValue(token)); }

QCoro::Task<> Changing::readValue(Token token)
{
    const Result<std::shared_ptr<Session>> session = co_await m_sessions.session(token.account);
    Result<Secret> value = failure(Error::Kind::Internal);
    const RevokeCall::Target target{token.id, token.kind};
    if (session)
        value = co_await (*session)->provider().tokenValue(target, m_tasks.stopToken());
    else
        value = failure(session.error());
    const std::optional<Account> account = m_app.accounts().find(token.account);
    if (!value)
        tell(tr("The value cannot be shown."), value.error(), token.account);
    else if (account)
        openReveal(m_app, {token, *value, {}, Revealed::Occasion::Requested}, *account, &m_window);
}

void Changing::tell(const QString &fact, const Error &error, const AccountId &id)
{
    const std::optional<Account> account = m_app.accounts().find(id);
    if (account)
        Q_EMIT said(fact, errorSentence(error, registry::nameOf(account->provider), account->name));
}

} // namespace latchkey
