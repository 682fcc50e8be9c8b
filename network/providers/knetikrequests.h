#pragma once

#include "network/http/httprequest.h"
#include "network/provider.h"
#include "network/providers/oauth.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

//! Knetik's requests, as pure data. No request here is signed yet: oauth::SignedHttp does that.
namespace latchkey::knetik {

//! A username or a client's key: never empty, so that what needs one cannot be built without. Copied only: what was
//! moved from would be empty.
class Part
{
public:
    //! Nothing for an empty text, and for one that cannot be what the provider calls it: a lone surrogate or NUL.
    [[nodiscard]] static std::optional<Part> of(const QString &text);

    Part(const Part &) = default;
    Part &operator=(const Part &) = default;
    ~Part() = default;

    [[nodiscard]] const QString &text() const { return m_text; }
    friend bool operator==(const Part &, const Part &) = default;

private:
    explicit Part(const QString &text) : m_text(text) { }
    QString m_text;
};

//! What names a token: a user has one at each client.
struct Pair
{
    Part username;
    Part clientId;

    //! Whether both may stand in a path. Application servers refuse even an encoded slash there; the filters of the
    //! list take anything.
    [[nodiscard]] bool isPlainInPath() const;
    friend bool operator==(const Pair &, const Pair &) = default;
};

//! Each part percent-encoded, with "/" between them. Written to `to` in place of what it holds.
void writePairId(std::string_view username, std::string_view clientId, std::string &to);
[[nodiscard]] TokenId pairId(const Pair &pair);
//! Nothing for what writePairId() does not write, or not with two parts.
[[nodiscard]] std::optional<Pair> pairOf(const TokenId &id);

//! Whose tokens a list holds. An empty filter is none; whether the others match whole or beginning is not documented.
struct TokenFilter
{
    QString username = {};
    QString clientId = {};
    QString order = {}; //!< checkedOrder()
};

//! "username:ASC, client_id:DESC" without its spaces. Error: InvalidInput.
[[nodiscard]] Result<QString> checkedOrder(const QString &order);

//! A page of one of Knetik's lists; counted from 1.
struct PageOf
{
    int page = 1;
    int size = 0;
};
[[nodiscard]] HttpRequest tokensRequest(const TokenFilter &filter, PageOf page);
[[nodiscard]] HttpRequest usersRequest(PageOf page);
[[nodiscard]] HttpRequest clientsRequest(PageOf page);

[[nodiscard]] HttpRequest meRequest();
//! The users with this id, which are one or none.
[[nodiscard]] HttpRequest userRequest(qint64 userId);
//! `pair` isPlainInPath().
[[nodiscard]] HttpRequest tokenRequest(const Pair &pair);

struct EveryTokenOf
{
    Part username;
};
struct EveryTokenAt
{
    Part clientId;
};
//! Whose tokens a DELETE names. One that names nobody cannot be made: Knetik does not say what that would revoke.
using DeleteTarget = std::variant<Pair, EveryTokenOf, EveryTokenAt>;
[[nodiscard]] HttpRequest deleteRequest(const DeleteTarget &target);
//! Lists all of these tokens, and maybe others.
[[nodiscard]] TokenFilter filterOf(const DeleteTarget &target);
//! Of any extent but Own. Error: InvalidInput for an id that must not be sent, Unsupported for what Knetik lacks.
[[nodiscard]] Result<DeleteTarget> deleteTarget(const RevokeCall &call);

//! Error: InvalidInput where login, password or client is missing.
[[nodiscard]] Result<HttpRequest> passwordGrant(const QString &clientId, const Credential &typed);
[[nodiscard]] HttpRequest clientGrant(const Secret &clientId, const Secret &clientSecret);
[[nodiscard]] HttpRequest refreshGrant(const QString &clientId, const Secret &refreshToken);

} // namespace latchkey::knetik
