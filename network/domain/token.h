#pragma once

#include "network/domain/identity.h"
#include "network/domain/ids.h"
#include "network/domain/moment.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace latchkey {

enum class TokenKind : quint8 { NotReported, User, Automation, BrowserSession, AccessToken, OwnSession };
enum class TokenState : quint8 { NotReported, Active, Expired, Suspended };

//! Lower camel case, stable: the command line's JSON and the filter language ("browserSession"); null: not reported.
[[nodiscard]] QString tokenKindName(TokenKind kind);
[[nodiscard]] QString tokenStateName(TokenState state);
[[nodiscard]] std::optional<TokenKind> tokenKindFromName(QStringView name);
[[nodiscard]] std::optional<TokenState> tokenStateFromName(QStringView name);

//! Everything about one token but its value; made on demand for one row. The inventory itself is columns.
//! Absent: not reported.
struct Token
{
    TokenId id = {};
    AccountId account = {};
    std::optional<QString> name = {};
    TokenKind kind = TokenKind::NotReported;
    TokenState state = TokenState::NotReported;
    std::optional<Named> owner = {};
    std::optional<Named> client = {};
    std::optional<QStringList> scopes = {};
    std::optional<QStringList> resources = {}; //!< an empty list: all of them
    Moment created = {};
    Moment lastUsed = {};
    Moment expires = {};
    std::optional<QString> lastIp = {};
    bool isOwn = false; //!< some account of this app signs in with it
    //! False where the id breaks the provider's grammar (reliability R14, R16): shown, never sent.
    bool isActionable = true;

    friend bool operator==(const Token &, const Token &) = default;
};

//! A token and the provider's own answer about it, secret fields removed.
struct TokenDetail
{
    Token token = {};
    QJsonObject answer = {};
};

//! Whether a token with this expiry is past it at `nowMs` (UTC ms).
[[nodiscard]] inline bool isExpired(Moment expires, qint64 nowMs) { return expires.isTime() && expires.ms() <= nowMs; }

} // namespace latchkey
