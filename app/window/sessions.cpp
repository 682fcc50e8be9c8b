#include "app/window/sessions.h"

#include <QCoroFuture>

namespace latchkey {

namespace {

constexpr std::chrono::milliseconds ChangesAllowed = std::chrono::minutes(30);

} // namespace

Sessions::Sessions(App &app, QObject *parent) : QObject(parent), m_app(app)
{
    // A look every second ends the permission on time, also after the machine slept.
    m_policyTimer.setInterval(1000);
    connect(&m_policyTimer, &QTimer::timeout, this, [this] {
        const qint64 now = m_app.clock().elapsedMs();
        const QList<AccountId> allowed = m_changesUntil.keys();
        for (const AccountId &account : allowed) {
            if (m_changesUntil.value(account) > now)
                continue;
            m_changesUntil.remove(account);
            applyPolicy(account);
        }
        if (m_changesUntil.isEmpty())
            m_policyTimer.stop();
    });
}

QCoro::Task<Result<std::shared_ptr<Session>>> Sessions::session(AccountId id)
{
    if (std::shared_ptr<Session> session = open(id))
        co_return session;
    const std::optional<Account> profile = m_app.accounts().find(id);
    if (!profile)
        co_return failure(Error::Kind::NotFound, tr("The account was removed."));
    if (!m_reading.contains(id))
        m_reading.insert(id, m_app.credentials().read(*profile));
    const QFuture<Result<Credential>> reading = m_reading.value(id);
    const Result<Credential> credential = co_await reading;
    m_reading.remove(id);
    if (!credential)
        co_return failure(credential.error());
    // Whoever waited for the same read may have been first.
    if (std::shared_ptr<Session> session = open(id))
        co_return session;
    const std::optional<Account> current = account(id);
    if (!current)
        co_return failure(Error::Kind::NotFound, tr("The account was removed."));
    std::shared_ptr<Session> session = m_app.makeSession(*current, *credential);
    connect(&session->limiter(), &RateLimiter::changed, this, [this, id] { Q_EMIT budgetChanged(id); });
    m_open.insert(id, session);
    co_return session;
}

void Sessions::forget(const AccountId &account) { m_open.remove(account); }

QList<Account> Sessions::accounts() const
{
    QList<Account> accounts = m_app.accounts().accounts();
    for (Account &account : accounts)
        account.policy.readOnly = account.policy.readOnly && !m_changesUntil.contains(account.id);
    return accounts;
}

std::optional<Account> Sessions::account(const AccountId &id) const
{
    std::optional<Account> account = m_app.accounts().find(id);
    if (account)
        account->policy.readOnly = account->policy.readOnly && !m_changesUntil.contains(id);
    return account;
}

void Sessions::allowChanges(const AccountId &account)
{
    m_changesUntil.insert(account, m_app.clock().elapsedMs() + ChangesAllowed.count());
    m_policyTimer.start();
    applyPolicy(account);
}

void Sessions::endChanges(const AccountId &account)
{
    m_changesUntil.remove(account);
    applyPolicy(account);
}

std::optional<qint64> Sessions::changesAllowedUntilMs(const AccountId &account) const
{
    if (!m_changesUntil.contains(account))
        return {};
    return m_app.clock().nowMs() + m_changesUntil.value(account) - m_app.clock().elapsedMs();
}

void Sessions::applyPolicy(const AccountId &id)
{
    const std::optional<Account> current = account(id);
    if (const std::shared_ptr<Session> session = open(id); session && current)
        session->http().setReadOnly(current->policy.readOnly);
    Q_EMIT policyChanged(id);
}

} // namespace latchkey
