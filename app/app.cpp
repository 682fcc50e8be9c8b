#include "app/app.h"

#include <QStandardPaths>

namespace latchkey {

App::Places App::usualPlaces()
{
    return {QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation),
            QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)};
}

App::App(Places places, const Timing &timing)
    : m_places(std::move(places))
    , m_timing(timing)
    , m_accounts(m_places.config)
    , m_keychain(m_timing)
{
}

CredentialStore &App::credentials()
{
    if (m_isSessionOnly)
        return m_memory;
    return m_keychain;
}

JournalWriter &App::journal()
{
    if (!m_journal)
        m_journal = std::make_unique<JournalWriter>(m_places.data, m_clock);
    return *m_journal;
}

std::shared_ptr<Session> App::makeSession(const Account &account, const Credential &credential)
{
    const auto session = std::make_shared<Session>(account, credential, m_timing, m_clock, m_traffic);
    session->provider().setKeeper([this, id = account.id](const Credential &renewed) {
        const std::optional<Account> known = m_accounts.find(id);
        if (!known)
            return;
        // Not kept is asked for again at the next start; nothing is lost now.
        const QFuture<Result<void>> kept = credentials().write(*known, renewed);
        Q_UNUSED(kept)
    });
    return session;
}

} // namespace latchkey
