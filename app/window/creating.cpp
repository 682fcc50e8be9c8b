#include "app/window/creating.h"

#include "app/flows/create.h"
#include "app/window/revealing.h"
#include "network/providers/registry.h"
#include "ui/dialogs/newtokendialog.h"
#include "ui/texts.h"

namespace latchkey {

Creating::Creating(App &app, Sessions &sessions, Tasks &tasks, MainWindow &window, QObject *parent)
    : QObject(parent)
    , m_app(app)
    , m_sessions(sessions)
    , m_tasks(tasks)
    , m_window(window)
{
}

void Creating::ask(const AccountId &chosen)
{
    auto *dialog = new NewTokenDialog(m_sessions.accounts(), registry::descriptions(), m_app.clock(), &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NewTokenDialog::resourcesRequested, this,
            [this, dialog](const AccountId &account) { m_tasks.start(readResources(dialog, account)); });
    connect(
        dialog, &NewTokenDialog::createRequested, this,
        [this, dialog](const AccountId &account, TokenKind kind, const QVariantMap &fields, const Credential &asked) {
            const CreateRequest request{kind, fields, asked};
            m_tasks.start(create(dialog, account, request));
        });
    connect(dialog, &NewTokenDialog::changesRequested, this, [this](const AccountId &account) {
        m_sessions.allowChanges(account);
        ask(account);
    });
    dialog->chooseAccount(chosen);
    dialog->open();
}

QCoro::Task<> Creating::readResources(QPointer<NewTokenDialog> dialog, AccountId account)
{
    const Result<std::shared_ptr<Session>> session = co_await m_sessions.session(account);
    Result<QList<Named>> resources = failure(Error::Kind::Internal);
    if (session)
        resources = co_await (*session)->provider().resources(m_tasks.stopToken());
    else
        resources = failure(session.error());
    if (dialog)
        dialog->setResources(account, resources);
}

QCoro::Task<> Creating::create(QPointer<NewTokenDialog> dialog, AccountId id, CreateRequest request)
{
    const std::optional<Account> account = m_app.accounts().find(id);
    const Result<std::shared_ptr<Session>> session = co_await m_sessions.session(id);
    Result<CreatedToken> created = failure(Error::Kind::Internal);
    if (session)
        created = co_await flows::createToken(*session, request, m_app.journal());
    else
        created = failure(session.error());
    if (!account)
        co_return;
    if (created) {
        if (dialog)
            dialog->showCreated();
        reveal(*created, *account);
        Q_EMIT this->created(created->token);
    } else if (dialog) {
        dialog->showError(created.error());
    } else {
        Q_EMIT said(tr("No token was created."),
                    errorSentence(created.error(), registry::nameOf(account->provider), account->name));
    }
}

void Creating::reveal(const CreatedToken &created, const Account &account)
{
    const Revealed revealed{created.token, created.value, created.refreshValue, Revealed::Occasion::Created};
    RevealDialog *dialog = openReveal(m_app, revealed, account, &m_window);
    connect(dialog, &RevealDialog::revokeRequested, this, [this, dialog, token = created.token] {
        dialog->finish();
        Q_EMIT revokeRequested(token);
    });
}

} // namespace latchkey
