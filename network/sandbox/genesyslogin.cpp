#include "network/sandbox/genesyslogin.h"

#include "network/sandbox/genesyserrors.h"

#include <QCryptographicHash>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

namespace latchkey::sandbox {

using namespace Qt::StringLiterals;
using namespace genesys;

namespace {

constexpr qint64 CodeSeconds = 300;
constexpr std::string_view FormType = "application/x-www-form-urlencoded";

QString text(std::string_view utf8) { return QString::fromUtf8(utf8.data(), qsizetype(utf8.size())); }

std::string challengeOf(const std::string &verifier)
{
    const QByteArray hash = QCryptographicHash::hash(QByteArray::fromStdString(verifier), QCryptographicHash::Sha256);
    return hash.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals).toStdString();
}

//! RFC 7636 4.1: what a verifier may be.
bool isVerifier(const std::string &verifier)
{
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    return verifier.size() >= 43 && verifier.size() <= 128 && verifier.find_first_not_of(allowed) == std::string::npos;
}

//! The port of a loopback address is free (RFC 8252 7.3); all else is as registered.
bool isRegistered(const QUrl &redirect)
{
    return redirect.scheme() == "http"_L1 && redirect.host() == "127.0.0.1"_L1 && redirect.path() == "/"_L1
        && !redirect.hasQuery() && !redirect.hasFragment();
}

Reply redirectTo(const std::string &redirect, const QUrlQuery &query)
{
    QUrl url(text(redirect));
    url.setQuery(query);
    Reply reply = {.status = 302};
    reply.headers.emplace_back("Location", url.toEncoded().toStdString());
    return reply;
}

std::pair<std::string, std::string> basicCredentials(std::string_view header)
{
    const QByteArray encoded(header.data(), qsizetype(header.size()));
    const std::string pair = QByteArray::fromBase64(encoded.mid(6)).toStdString();
    const std::size_t colon = std::min(pair.find(':'), pair.size());
    return {pair.substr(0, colon), pair.substr(std::min(colon + 1, pair.size()))};
}

} // namespace

std::optional<quint64> GenesysLogin::userOf(const std::string &email) const
{
    if (email.empty())
        return GenesysInventory::Admin;
    const GenesysInventory &inventory = m_state.inventory();
    for (quint64 number = 0; number < inventory.users(); ++number) {
        if (inventory.user(number).email == email)
            return number;
    }
    return std::nullopt;
}

Reply GenesysLogin::authorize(const Request &request, qint64 now)
{
    const FormFields query = formFields(request.query);
    const std::string redirect = field(query, "redirect_uri");
    const std::optional<std::size_t> client = m_state.clientIndex(field(query, "client_id"));
    // Nobody is sent to an address that the client has not registered.
    if (!client || !m_state.isActive(*client) || !isRegistered(QUrl(text(redirect))))
        return refuseGrant(400, u"invalid_client"_s, u"The client or its redirect URI is not registered."_s);
    const QJsonObject &registered = m_state.client(*client);

    QUrlQuery answer;
    if (const std::string state = field(query, "state"); !state.empty())
        answer.addQueryItem(u"state"_s, QString::fromLatin1(QUrl::toPercentEncoding(text(state))));
    const auto refused = [&](const QString &error) {
        answer.addQueryItem(u"error"_s, error);
        answer.addQueryItem(u"error_description"_s, u"The+request+was+refused:+"_s + error);
        return redirectTo(redirect, answer);
    };
    if (field(query, "response_type") != "code" || registered["authorizedGrantType"_L1].toString() != "CODE"_L1)
        return refused(u"unsupported_response_type"_s);
    const std::string challenge = field(query, "code_challenge");
    if (!challenge.empty() && (field(query, "code_challenge_method") != "S256" || challenge.size() != 43))
        return refused(u"invalid_request"_s);
    const std::optional<quint64> user = userOf(field(query, "login_hint"));
    if (!user)
        return refused(u"access_denied"_s);
    const std::string code = m_state.addCode({{*client, user}, challenge, redirect, now + CodeSeconds});
    answer.addQueryItem(u"code"_s, text(code));
    return redirectTo(redirect, answer);
}

std::optional<GenesysLogin::Asking> GenesysLogin::asking(const Request &request, const FormFields &form)
{
    const std::optional<std::string_view> header = request.header("authorization");
    const auto [id, secret] = basicCredentials(header.value_or(""));
    const std::optional<std::size_t> client = m_state.clientIndex(header ? id : field(form, "client_id"));
    const bool isRight = client && m_state.isActive(*client) && (!header || secret == m_state.secret(*client));
    return isRight ? std::optional(Asking{*client, header.has_value()}) : std::nullopt;
}

Reply GenesysLogin::token(const Request &request, qint64 now)
{
    if (request.mediaType() != FormType)
        return refuseGrant(400, u"invalid_request"_s, u"A form is expected."_s);
    const FormFields form = formFields(request.body);
    const std::string grant = field(form, "grant_type");
    const std::optional<Asking> client = asking(request, form);
    if (!client)
        return refuseGrant(401, u"invalid_client"_s, u"client not found or its secret is wrong"_s);
    if (grant == "authorization_code")
        return fromCode(*client, form, now);
    if (grant == "refresh_token")
        return fromRefreshToken(*client, form, now);
    if (grant != "client_credentials")
        return refuseGrant(400, u"unsupported_grant_type"_s, u"unsupported grant_type"_s);
    const QString type = m_state.client(client->client)["authorizedGrantType"_L1].toString();
    if (!client->withSecret || type != "CLIENT-CREDENTIALS"_L1)
        return refuseGrant(400, u"unauthorized_client"_s, u"the client may not use this grant"_s);
    return granted({client->client, {}}, {}, now);
}

Reply GenesysLogin::fromCode(const Asking &asking, const FormFields &form, qint64 now)
{
    const std::optional<GenesysCode> code = m_state.takeCode(field(form, "code"), now);
    const std::string verifier = field(form, "code_verifier");
    const bool isProven = code && code->challenge.empty()
        ? asking.withSecret
        : code && isVerifier(verifier) && challengeOf(verifier) == code->challenge;
    if (!code || !isProven || code->grant.client != asking.client || code->redirect != field(form, "redirect_uri"))
        return refuseGrant(400, u"invalid_grant"_s, u"the authorization code is invalid or expired"_s);
    // Clients without a secret get none: they could not prove who uses it.
    return granted(code->grant, asking.withSecret ? m_state.addRefreshToken(code->grant) : std::string(), now);
}

Reply GenesysLogin::fromRefreshToken(const Asking &asking, const FormFields &form, qint64 now)
{
    const std::string value = field(form, "refresh_token");
    const std::optional<GenesysGrant> grant = m_state.refreshed(value);
    if (!grant || !asking.withSecret || grant->client != asking.client)
        return refuseGrant(400, u"invalid_grant"_s, u"the refresh token is invalid"_s);
    return granted(*grant, value, now);
}

Reply GenesysLogin::granted(const GenesysGrant &grant, const std::string &refreshToken, qint64 now)
{
    const int validity = m_state.client(grant.client)["accessTokenValiditySeconds"_L1].toInt();
    QJsonObject answer = {{u"access_token"_s, text(m_state.open(grant, now))},
                          {u"token_type"_s, u"bearer"_s},
                          {u"expires_in"_s, validity - 1}};
    if (!refreshToken.empty())
        answer[u"refresh_token"_s] = text(refreshToken);
    return jsonReply(200, answer);
}

} // namespace latchkey::sandbox
