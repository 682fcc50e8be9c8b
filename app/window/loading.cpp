#include "app/window/loading.h"

#include "app/flows/signin.h"
#include "network/providers/registry.h"

namespace latchkey {

namespace {

AccountRow rowOf(const Account &account)
{
    ProviderDescription unknown;
    unknown.name = account.provider.value;
    const ProviderDescription *provider = registry::describe(account.provider);
    return accountRow(account, provider ? *provider : unknown);
}

AccountState stateOf(const Result<Completeness> &end)
{
    if (!end)
        return {AccountState::Load::Failed, end.error()};
    return {end->complete ? AccountState::Load::Complete : AccountState::Load::Partial, end->reason};
}

} // namespace

Loading::Loading(App &app, Sessions &sessions, Tasks &tasks, TokenTable &table, AccountsModel &accounts,
                 QObject *parent)
    : QObject(parent)
    , m_app(app)
    , m_sessions(sessions)
    , m_tasks(tasks)
    , m_table(table)
    , m_accounts(accounts)
{
}

void Loading::takeAccounts()
{
    const QList<Account> accounts = m_app.accounts().accounts();
    QSet<AccountId> present;
    for (const Account &account : accounts) {
        present.insert(account.id);
        m_table.setAccount(rowOf(account));
    }
    const QSet<AccountId> gone = m_shown - present;
    for (const AccountId &account : gone) {
        m_table.removeAccount(account);
        m_directories.remove(account);
    }
    m_shown = present;
    m_table.setOwnTokens(flows::ownTokensOf(accounts));
}

void Loading::refreshAll()
{
    QList<AccountId> all;
    const QList<Account> accounts = m_app.accounts().accounts();
    for (const Account &account : accounts)
        all += account.id;
    refresh(all);
}

void Loading::refresh(const QList<AccountId> &accounts)
{
    if (m_stop.stop_requested())
        m_stop = std::stop_source();
    for (const AccountId &account : accounts) {
        if (m_loading.contains(account))
            continue;
        m_loading.insert(account);
        m_accounts.setState(account, {AccountState::Load::Loading, {}});
        m_tasks.start(load(account, m_stop.get_token()));
    }
    if (isLoading())
        Q_EMIT started();
}

void Loading::stop() { m_stop.request_stop(); }

QCoro::Task<> Loading::load(AccountId account, std::stop_token stop)
{
    const Result<Completeness> end = co_await loadFrom(account, stop);
    m_accounts.setState(account, stateOf(end));
    m_loading.remove(account);
    Q_EMIT ended(account);
}

QCoro::Task<Result<Completeness>> Loading::loadFrom(AccountId id, std::stop_token stop)
{
    const std::optional<Account> account = m_app.accounts().find(id);
    if (!account)
        co_return failure(Error::Kind::NotFound);
    // It loads from now on, and without a session there is a load all the same: one that failed, and whose rows from
    // before are stale. The flow's own load takes this one's place.
    const std::shared_ptr<TokenLoad> load = m_table.beginLoad(rowOf(*account));
    const Result<std::shared_ptr<Session>> session = co_await m_sessions.session(id);
    Result<void> verified;
    if (session)
        verified = co_await verify(*session, stop);
    else
        verified = failure(session.error());
    if (!verified) {
        load->finish(failure(verified.error()));
        co_return failure(verified.error());
    }
    const Result<Completeness> end = co_await flows::loadTokens(*session, account->scope, m_table, stop);
    // Names are a courtesy: a credential that may not read them still lists its tokens.
    const flows::Directory directory = co_await flows::loadDirectory(*session, m_table, stop);
    m_directories.insert(id, directory);
    Q_EMIT directoryRead(id);
    co_return end;
}

QCoro::Task<Result<void>> Loading::verify(std::shared_ptr<Session> session, std::stop_token stop)
{
    std::optional<Account> account = m_app.accounts().find(session->account().id);
    if (!account)
        co_return failure(Error::Kind::NotFound);
    const Result<Identity> identity = co_await flows::verifyIdentity(session, account->identity, stop);
    if (!identity)
        co_return failure(identity.error());
    account = m_app.accounts().find(session->account().id);
    if (!account)
        co_return failure(Error::Kind::NotFound);
    if (account->identity == *identity)
        co_return Result<void>();
    account->identity = *identity;
    const Result<void> kept = m_app.accounts().update(*account);
    // Not kept is not known at the next start; now it counts all the same.
    Q_UNUSED(kept)
    m_table.setOwnTokens(flows::ownTokensOf(m_app.accounts().accounts()));
    co_return Result<void>();
}

} // namespace latchkey
