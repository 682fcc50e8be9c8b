#pragma once

#include "network/http/httprequest.h"
#include "network/provider.h"

#include <string_view>

//! Authlete's requests, as pure data. No request here is signed yet: see signedWith(). `service` is the id of a service
//! of Authlete 3.0, which stands in every path; empty for 2.x, where the API key tells.
namespace latchkey::authlete {

//! The hash by which a token is listed: base64url without padding. Those of today have 43 characters (SHA-256).
[[nodiscard]] bool isHash(std::string_view id);
//! Digits, as services and clients of 3.0 have.
[[nodiscard]] bool isNumber(const QString &id);

//! Which tokens a list holds; what is empty does not filter.
struct TokenFilter
{
    QString client = {}; //!< a client's id or alias
    QString person = {}; //!< a subject
    QString status = {}; //!< "VALID", "INVALID", "ALL"

    friend bool operator==(const TokenFilter &, const TokenFilter &) = default;
    friend size_t qHash(const TokenFilter &filter, size_t seed = 0)
    {
        return qHashMulti(seed, filter.client, filter.person, filter.status);
    }
};

//! Rows of a list, from `start` to before `end`.
struct Range
{
    qint64 start = 0;
    qint64 end = 0;
};

[[nodiscard]] HttpRequest tokenListRequest(const QString &service, const TokenFilter &filter, Range range);
[[nodiscard]] HttpRequest clientListRequest(const QString &service, Range range);
//! The service itself. Of 2.x its discovery document, which is all that the service's own key may read of it.
[[nodiscard]] HttpRequest serviceRequest(const QString &service);

//! From the fields of description().createForms. Error: InvalidInput, as a sentence.
[[nodiscard]] Result<HttpRequest> createRequest(const QString &service, const CreateRequest &request);

struct Change
{
    HttpRequest request = {};
    bool rotates = false; //!< the answer brings a new value
};
//! From the fields of description().updateForm. Error: InvalidInput, also where not exactly one of the three names the
//! token.
[[nodiscard]] Result<Change> updateRequest(const QString &service, const UpdateRequest &request);
//! Nothing that is empty or no id is ever sent. Error: InvalidInput, or Unsupported for an extent that Authlete lacks.
[[nodiscard]] Result<HttpRequest> revokeRequest(const QString &service, const RevokeCall &call);

//! `authorization`: the header's value; unchanged where it is empty.
[[nodiscard]] HttpRequest signedWith(HttpRequest request, const Secret &authorization);

} // namespace latchkey::authlete
