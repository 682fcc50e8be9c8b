#include "network/providers/authleterequests.h"

#include "network/providers/authlete.h"
#include "network/providers/authletefields.h"

#include <QCoreApplication>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace latchkey::authlete {

namespace {

using Method = HttpRequest::Method;
using Extent = RevokeCall::Extent;

struct Authlete
{
    Q_DECLARE_TR_FUNCTIONS(Authlete)
};

tl::unexpected<Error> invalid(const QString &why) { return failure(Error::Kind::InvalidInput, why); }

//! Of the field `key`, so that a form can say it there.
tl::unexpected<Error> invalidField(const QString &key, const QString &why)
{
    Error error;
    error.kind = Error::Kind::InvalidInput;
    error.message = why;
    error.code = key;
    return failure(error);
}

HttpRequest requestAt(Method method, const QString &service, const QByteArray &path, const QStringList &segments = {})
{
    if (service.isEmpty())
        return HttpRequest::at(method, "/api/" + path, segments);
    return HttpRequest::at(method, "/api/{service}/" + path, QStringList{service} + segments);
}

HttpRequest jsonRequest(const QString &service, const QByteArray &path, const Secret &body)
{
    HttpRequest request = requestAt(Method::Post, service, path);
    request.contentType = "application/json";
    request.body = body;
    return request;
}

//! In the order of the alphabet, as the official clients send them.
QByteArray queryOf(const TokenFilter &filter, Range range)
{
    const std::pair<const char *, QString> parameters[] = {
        {"clientIdentifier", filter.client},     {"end", QString::number(range.end)},
        {"start", QString::number(range.start)}, {"subject", filter.person},
        {"tokenStatus", filter.status},
    };
    QByteArray query;
    for (const auto &[name, value] : parameters) {
        if (value.isEmpty())
            continue;
        query += query.isEmpty() ? "" : "&";
        query += QByteArray(name) + '=' + QUrl::toPercentEncoding(value);
    }
    return query;
}

Result<HttpRequest> deleteRequest(const QString &service, const RevokeCall &call)
{
    if (call.tokens.size() != 1)
        return invalid(Authlete::tr("This call revokes one token."));
    const QString id = call.tokens.constFirst().id.value;
    if (!isHash(id.toStdString()))
        return invalid(Authlete::tr("This id is none that Authlete gives out, and is not sent."));
    HttpRequest request = requestAt(Method::Delete, service, "auth/token/delete/{token}", {id});
    request.allowed = {204};
    return request;
}

//! The body of the one call for all other extents: of its members, the first that is there wins, so none is sent that
//! was not meant.
Result<Secret> revokeBody(const RevokeCall &call)
{
    const QJsonObject none;
    switch (call.extent) {
    case Extent::Value:
        if (call.value.isEmpty())
            return invalid(Authlete::tr("Enter the value of the token to revoke."));
        return jsonWith(none, {{"accessTokenIdentifier", call.value}});
    case Extent::Refresh:
        if (!call.value.isEmpty())
            return jsonWith(none, {{"refreshTokenIdentifier", call.value}});
        if (call.tokens.size() != 1 || !isHash(call.tokens.constFirst().id.value.toStdString()))
            return invalid(Authlete::tr("Enter the refresh token to revoke, its value or its hash."));
        return jsonWith({{u"refreshTokenIdentifier"_s, call.tokens.constFirst().id.value}}, {});
    case Extent::Person:
    case Extent::Client:
    case Extent::PersonAtClient:
        break;
    case Extent::One:
    case Extent::Listed:
    case Extent::Own:
        return failure(Error::Kind::Internal);
    }
    QJsonObject body;
    if (call.extent != Extent::Person)
        body.insert("clientIdentifier"_L1, call.client.value);
    if (call.extent != Extent::Client)
        body.insert("subject"_L1, call.person.value);
    const auto isBlank = [](const QJsonValue &value) { return value.toString().trimmed().isEmpty(); };
    if (std::any_of(body.begin(), body.end(), isBlank))
        return invalid(Authlete::tr("Say whose tokens are to be revoked. Nothing was sent."));
    return jsonWith(body, {});
}

} // namespace

bool isHash(std::string_view id)
{
    constexpr size_t Shortest = 20;
    constexpr size_t Longest = 128;
    const auto isAllowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
    };
    return id.size() >= Shortest && id.size() <= Longest && std::all_of(id.begin(), id.end(), isAllowed);
}

bool isNumber(const QString &id)
{
    constexpr qsizetype Longest = 19;
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    return !id.isEmpty() && id.size() <= Longest && std::all_of(id.begin(), id.end(), isDigit);
}

HttpRequest tokenListRequest(const QString &service, const TokenFilter &filter, Range range)
{
    HttpRequest request = requestAt(Method::Get, service, "auth/token/get/list");
    request.query = queryOf(filter, range);
    return request;
}

HttpRequest clientListRequest(const QString &service, Range range)
{
    const TokenFilter none;
    HttpRequest request = requestAt(Method::Get, service, "client/get/list");
    request.query = queryOf(none, range);
    return request;
}

HttpRequest serviceRequest(const QString &service)
{
    return requestAt(Method::Get, service, service.isEmpty() ? "service/configuration" : "service/get");
}

Result<HttpRequest> createRequest(const QString &service, const CreateRequest &request)
{
    const Result<QJsonObject> members = membersOf(createMembers(), request.fields);
    if (!members)
        return failure(members.error());
    const QString grantType = members->value("grantType"_L1).toString();
    if (grantType.isEmpty())
        return invalid(Authlete::tr("A token needs a grant type. Choose the one its client uses."));
    if (members->value("clientId"_L1).toInteger() <= 0 && members->value("clientIdentifier"_L1).toString().isEmpty())
        return invalid(Authlete::tr("A token is issued to a client. Enter the client's id."));
    if (grantType != "CLIENT_CREDENTIALS"_L1 && members->value("subject"_L1).toString().isEmpty())
        return invalid(Authlete::tr("A token of this grant type belongs to somebody. Enter the subject."));
    if (members->value("accessTokenPersistent"_L1).toBool() && members->value("accessTokenDuration"_L1).toInteger() > 0)
        return invalidField(u"accessTokenDuration"_s,
                            Authlete::tr("Choose one: seconds until it expires, or accessTokenPersistent, with which "
                                         "it never does. Authlete would take the second."));
    const Secret body = jsonWith(*members,
                                 {{"accessToken", request.asked.part(u"accessToken"_s)},
                                  {"refreshToken", request.asked.part(u"refreshToken"_s)}});
    return jsonRequest(service, "auth/token/create", body);
}

Result<Change> updateRequest(const QString &service, const UpdateRequest &request)
{
    if (int(!request.id.isEmpty()) + int(!request.value.isEmpty()) + int(!request.tokenId.isEmpty()) != 1)
        return invalid(Authlete::tr("Name the token to change once: by its id, its value, or its token id."));
    if (!request.id.isEmpty() && !isHash(request.id.value.toStdString()))
        return invalid(Authlete::tr("This id is none that Authlete gives out, and is not sent."));
    Result<QJsonObject> members = membersOf(updateMembers(), request.fields);
    if (!members)
        return failure(members.error());
    if (members->isEmpty())
        return invalid(Authlete::tr("Nothing is to be changed. Fill in at least one field."));
    if (members->value("accessTokenPersistent"_L1).toBool() && members->contains("accessTokenExpiresAt"_L1))
        return invalidField(u"accessTokenPersistent"_s,
                            Authlete::tr("Choose one: when it expires, or that it never does. Authlete would take the "
                                         "second."));
    Change change;
    change.rotates = members->value("accessTokenValueUpdated"_L1).toBool();
    if (!request.id.isEmpty())
        members->insert("accessTokenHash"_L1, request.id.value);
    if (!request.tokenId.isEmpty())
        members->insert("tokenId"_L1, request.tokenId);
    change.request = jsonRequest(service, "auth/token/update", jsonWith(*members, {{"accessToken", request.value}}));
    return change;
}

Result<HttpRequest> revokeRequest(const QString &service, const RevokeCall &call)
{
    switch (call.extent) {
    case Extent::One:
        return deleteRequest(service, call);
    case Extent::Listed:
        return failure(Error::Kind::Unsupported, description().whyNot.at(Capability::RevokeListed));
    case Extent::Own:
        return failure(Error::Kind::Unsupported, description().whyNot.at(Capability::RevokeOwn));
    case Extent::Person:
    case Extent::Client:
    case Extent::PersonAtClient:
    case Extent::Value:
    case Extent::Refresh:
        break;
    }
    return revokeBody(call).map([&](const Secret &body) { return jsonRequest(service, "auth/token/revoke", body); });
}

HttpRequest signedWith(HttpRequest request, const Secret &authorization)
{
    if (!authorization.isEmpty())
        request.headers.append({"Authorization", authorization});
    return request;
}

} // namespace latchkey::authlete
