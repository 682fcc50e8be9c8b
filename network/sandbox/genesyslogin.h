#pragma once

#include "network/sandbox/exchange.h"
#include "network/sandbox/genesysstate.h"

namespace latchkey::sandbox {

//! The login host of Genesys Cloud: OAuth 2.0, with the answers of a user who consents at once.
class GenesysLogin
{
public:
    //! `state`: locked by whoever calls.
    explicit GenesysLogin(GenesysState &state) : m_state(state) { }

    //! GET /oauth/authorize: redirects with a code, as the admin or as the user whose e-mail is the login_hint.
    [[nodiscard]] Reply authorize(const Request &request, qint64 now);
    //! POST /oauth/token
    [[nodiscard]] Reply token(const Request &request, qint64 now);

private:
    struct Asking //!< the client that asks for a token
    {
        std::size_t client = 0;
        bool withSecret = false;
    };
    [[nodiscard]] std::optional<Asking> asking(const Request &request, const FormFields &form);
    [[nodiscard]] Reply fromCode(const Asking &asking, const FormFields &form, qint64 now);
    [[nodiscard]] Reply fromRefreshToken(const Asking &asking, const FormFields &form, qint64 now);
    [[nodiscard]] Reply granted(const GenesysGrant &grant, const std::string &refreshToken, qint64 now);
    [[nodiscard]] std::optional<quint64> userOf(const std::string &email) const;

    GenesysState &m_state;
};

} // namespace latchkey::sandbox
