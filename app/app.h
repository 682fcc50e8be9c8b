#pragma once

#include "app/session.h"
#include "models/accounts/accountstore.h"
#include "models/revocation/journalwriter.h"
#include "network/credentials/keychainstore.h"
#include "network/credentials/sessionstore.h"
#include "network/http/traffic.h"

#include <QString>

#include <memory>

namespace latchkey {

//! The composition root: makes every object that lives as long as the program, and hands it to those that need it.
//! GUI thread.
class App
{
public:
    //! Folders of this program alone; made where missing.
    struct Places
    {
        QString config; //!< accounts.json
        QString data; //!< the journal
    };
    [[nodiscard]] static Places usualPlaces();

    explicit App(Places places, const Timing &timing = {});

    [[nodiscard]] AccountStore &accounts() { return m_accounts; }
    //! The keychain, or memory alone: see setSessionOnly().
    [[nodiscard]] CredentialStore &credentials();
    [[nodiscard]] KeychainStore &keychain() { return m_keychain; }
    //! Credentials live in memory until the program ends, and the keychain is left alone.
    void setSessionOnly(bool sessionOnly) { m_isSessionOnly = sessionOnly; }
    [[nodiscard]] bool isSessionOnly() const { return m_isSessionOnly; }
    [[nodiscard]] const Places &places() const { return m_places; }
    [[nodiscard]] Traffic &traffic() { return m_traffic; }
    [[nodiscard]] const Clock &clock() const { return m_clock; }
    [[nodiscard]] const Timing &timing() const { return m_timing; }
    //! Opened when first asked for: whoever only reads must not hold the writer's lock.
    [[nodiscard]] JournalWriter &journal();

    //! A sign-in that is renewed on the way is kept, where the account is one of accounts().
    [[nodiscard]] std::shared_ptr<Session> makeSession(const Account &account, const Credential &credential);

private:
    Places m_places;
    Timing m_timing;
    SystemClock m_clock;
    Traffic m_traffic;
    AccountStore m_accounts;
    KeychainStore m_keychain;
    SessionStore m_memory;
    bool m_isSessionOnly = false;
    std::unique_ptr<JournalWriter> m_journal;
};

} // namespace latchkey
