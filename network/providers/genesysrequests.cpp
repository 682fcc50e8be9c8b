#include "network/providers/genesysrequests.h"

#include "network/providers/genesys.h"
#include "network/providers/oauth.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QUrlQuery>

#include <array>

using namespace Qt::StringLiterals;

namespace latchkey::genesys {

namespace {

using Method = HttpRequest::Method;

constexpr auto Base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

struct Genesys
{
    Q_DECLARE_TR_FUNCTIONS(Genesys)
};

HttpRequest jsonRequest(Method method, const QByteArray &path, const QStringList &segments, const QJsonObject &body)
{
    HttpRequest request = HttpRequest::at(method, path, segments);
    request.contentType = "application/json";
    QByteArray bytes = QJsonDocument(body).toJson(QJsonDocument::Compact);
    request.body = Secret::take(bytes);
    return request;
}

QByteArray pageQuery(int page, int pageSize)
{
    return "pageSize=" + QByteArray::number(pageSize) + "&pageNumber=" + QByteArray::number(page);
}

//! 256 bits of chance, as 43 characters that need no encoding anywhere.
QByteArray randomText()
{
    std::array<quint32, 8> numbers{};
    QRandomGenerator::system()->fillRange(numbers.data(), qsizetype(numbers.size()));
    QByteArray bytes(reinterpret_cast<const char *>(numbers.data()), qsizetype(sizeof numbers));
    numbers.fill(0);
    QByteArray text = bytes.toBase64(Base64Url);
    wipe(bytes);
    return text;
}

} // namespace

bool isId(const QString &id)
{
    static const QRegularExpression uuid(u"\\A[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\z"_s);
    return uuid.match(id).hasMatch();
}

TokenId sessionId(const QString &clientId, const QString &userId)
{
    QStringList parts{clientId, userId};
    parts.removeAll(QString());
    return {parts.join(u':')};
}

bool isSessionId(const QString &id)
{
    const QStringList parts = id.split(u':');
    return parts.size() <= 2 && std::all_of(parts.begin(), parts.end(), isId);
}

HttpRequest sessionRequest()
{
    HttpRequest request = HttpRequest::at(Method::Get, "/api/v2/tokens/me");
    request.query = "preserveIdleTTL=true";
    return request;
}

HttpRequest verifySessionRequest()
{
    HttpRequest request = HttpRequest::at(Method::Head, "/api/v2/tokens/me");
    request.allowed = {200, 204}; // documented as "default"
    return request;
}

HttpRequest currentUserRequest() { return HttpRequest::at(Method::Get, "/api/v2/users/me"); }

HttpRequest usersRequest(int page, int pageSize)
{
    HttpRequest request = HttpRequest::at(Method::Get, "/api/v2/users");
    request.query = pageQuery(page, pageSize) + "&state=any";
    return request;
}

HttpRequest searchRequest(const QString &text, int page, int pageSize)
{
    const QJsonObject contains{{u"type"_s, u"CONTAINS"_s},
                               {u"fields"_s, QJsonArray{u"name"_s, u"email"_s, u"username"_s}},
                               {u"value"_s, text}};
    return jsonRequest(Method::Post, "/api/v2/users/search", {},
                       {{u"pageSize"_s, pageSize}, {u"pageNumber"_s, page}, {u"query"_s, QJsonArray{contains}}});
}

HttpRequest clientsRequest(int page)
{
    HttpRequest request = HttpRequest::at(Method::Get, "/api/v2/oauth/clients");
    if (page > 1) // the call is documented without parameters, and its answer as a page
        request.query = "pageNumber=" + QByteArray::number(page);
    return request;
}

HttpRequest clientRequest(const QString &clientId)
{
    return HttpRequest::at(Method::Get, "/api/v2/oauth/clients/{client}", {clientId});
}

HttpRequest disableClientRequest(const QString &clientId, QJsonObject client)
{
    client.remove("secret"_L1);
    client.insert("state"_L1, u"disabled"_s);
    return jsonRequest(Method::Put, "/api/v2/oauth/clients/{client}", {clientId}, client);
}

HttpRequest idleTimeoutRequest() { return HttpRequest::at(Method::Get, "/api/v2/tokens/timeout"); }

HttpRequest setIdleTimeoutRequest(QJsonObject settings, const IdleTimeout &timeout)
{
    settings.insert("enableIdleTokenTimeout"_L1, timeout.isEnabled);
    settings.insert("idleTokenTimeoutSeconds"_L1, timeout.seconds);
    return jsonRequest(Method::Put, "/api/v2/tokens/timeout", {}, settings);
}

Result<HttpRequest> revokeRequest(const RevokeCall &call)
{
    using Extent = RevokeCall::Extent;
    const auto unsupported = [](Capability capability) {
        return failure(Error::Kind::Unsupported, description().whyNot.at(capability));
    };
    HttpRequest request;
    switch (call.extent) {
    case Extent::Own:
        return HttpRequest::at(Method::Delete, "/api/v2/tokens/me");
    case Extent::Person:
        if (!isId(call.person.value))
            return failure(Error::Kind::InvalidInput, Genesys::tr("This is no id of a Genesys Cloud user."));
        request = HttpRequest::at(Method::Delete, "/api/v2/tokens/{user}", {call.person.value});
        request.allowed = {204};
        return request;
    case Extent::Client:
        if (!isId(call.client.value))
            return failure(Error::Kind::InvalidInput, Genesys::tr("This is no id of a Genesys Cloud OAuth client."));
        return clientRequest(call.client.value);
    case Extent::One:
        return unsupported(Capability::RevokeToken);
    case Extent::Listed:
        return unsupported(Capability::RevokeListed);
    case Extent::PersonAtClient:
        return unsupported(Capability::RevokeByPersonAtClient);
    case Extent::Value:
        return unsupported(Capability::RevokeByValue);
    case Extent::Refresh:
        break;
    }
    return unsupported(Capability::RevokeByRefreshToken);
}

HttpRequest clientGrantRequest(const Secret &clientId, const Secret &clientSecret)
{
    HttpRequest request = oauth::grantRequest("/oauth/token", {{"grant_type", "client_credentials"}});
    request.headers.append({"Authorization", basicAuthorization(clientId, clientSecret)});
    return request;
}

HttpRequest refreshGrantRequest(const QString &clientId, const Secret &refreshToken)
{
    const QByteArray client = clientId.toUtf8();
    return oauth::grantRequest(
        "/oauth/token",
        {{"grant_type", "refresh_token"}, {"refresh_token", refreshToken.reveal()}, {"client_id", client}});
}

HttpRequest codeGrantRequest(const QString &clientId, const BrowserSignIn &begun, const Secret &code)
{
    const QByteArray client = clientId.toUtf8();
    const QByteArray redirect = begun.redirect.toEncoded();
    return oauth::grantRequest("/oauth/token",
                               {{"grant_type", "authorization_code"},
                                {"code", code.reveal()},
                                {"code_verifier", begun.verifier.reveal()},
                                {"client_id", client},
                                {"redirect_uri", redirect}});
}

BrowserSignIn browserSignIn(const QUrl &loginBase, const QString &clientId, const QUrl &redirect)
{
    QByteArray verifier = randomText();
    const QByteArray challenge = QCryptographicHash::hash(verifier, QCryptographicHash::Sha256).toBase64(Base64Url);
    BrowserSignIn begun;
    begun.state = QString::fromLatin1(randomText());
    begun.verifier = Secret::take(verifier);
    begun.redirect = redirect;
    QUrlQuery query;
    const auto add = [&query](const QString &name, const QString &value) {
        query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    };
    add(u"client_id"_s, clientId);
    add(u"redirect_uri"_s, QString::fromLatin1(redirect.toEncoded()));
    add(u"response_type"_s, u"code"_s);
    add(u"code_challenge"_s, QString::fromLatin1(challenge));
    add(u"code_challenge_method"_s, u"S256"_s);
    add(u"state"_s, begun.state);
    begun.page = loginBase;
    begun.page.setPath(loginBase.path() + "/oauth/authorize"_L1);
    begun.page.setQuery(query);
    return begun;
}

} // namespace latchkey::genesys
