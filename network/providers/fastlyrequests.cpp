#include "network/providers/fastlyrequests.h"

#include "network/domain/moment.h"
#include "network/providers/fastly.h"
#include "network/providers/signing.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace latchkey::fastly {

namespace {

using Method = HttpRequest::Method;

constexpr qsizetype ListedLimit = 100;

struct Fastly
{
    Q_DECLARE_TR_FUNCTIONS(Fastly)
};

//! The characters that need no encoding, as a table: every id of a list is checked.
constexpr std::array<bool, 256> PlainCharacters = [] {
    std::array<bool, 256> plain{};
    for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"))
        plain[static_cast<unsigned char>(c)] = true;
    return plain;
}();

bool isPlain(char c) { return PlainCharacters[static_cast<unsigned char>(c)]; }

//! One-time codes are shown in groups: "418 207".
Secret withoutSpaces(const Secret &code)
{
    QByteArray digits;
    digits.reserve(code.size());
    for (const char c : code.reveal()) {
        if (c != ' ')
            digits += c;
    }
    return Secret::take(digits);
}

QList<QByteArray> texts(const QVariant &value)
{
    QList<QByteArray> list;
    const QStringList items = value.toStringList();
    for (const QString &item : items) {
        if (!item.trimmed().isEmpty())
            list += item.trimmed().toUtf8();
    }
    return list;
}

//! What a new token of either kind has.
struct NewToken
{
    QByteArray name = {};
    QByteArray scope = {}; //!< separated by spaces
    QList<QByteArray> services = {};
    QByteArray expires = {}; //!< empty: never
};

Result<NewToken> newToken(const QVariantMap &fields)
{
    NewToken token;
    token.name = fields.value(u"name"_s).toString().trimmed().toUtf8();
    if (token.name.isEmpty())
        return failure(Error::Kind::InvalidInput, Fastly::tr("A token needs a name. Say what uses it."));
    token.scope = texts(fields.value(u"scope"_s)).join(' ');
    if (token.scope.isEmpty()) // Fastly would take "global", the widest
        return failure(Error::Kind::InvalidInput, Fastly::tr("A token needs a scope. Choose the least that works."));
    token.services = texts(fields.value(u"services"_s));
    const QString expires = fields.value(u"expires"_s).toString().trimmed();
    if (expires.isEmpty() || expires == "never"_L1)
        return token;
    const std::optional<qint64> ms = parseIsoTime(expires.toStdString());
    if (!ms)
        return failure(Error::Kind::InvalidInput,
                       Fastly::tr("The expiry is no date and time. Write it like 2027-02-20T12:00:00Z, or “never”."));
    token.expires = QDateTime::fromMSecsSinceEpoch(*ms, Qt::UTC).toString(Qt::ISODate).toUtf8();
    return token;
}

HttpRequest formRequest(const QByteArray &path, const Form &form, const Secret &otp)
{
    HttpRequest request = HttpRequest::at(Method::Post, path);
    request.contentType = "application/x-www-form-urlencoded";
    request.body = encodedForm(form);
    if (!otp.isEmpty())
        request.headers.append({"Fastly-OTP", otp});
    return request;
}

//! The official clients send the fields of the creation to /sudo too, so one form serves both.
Creation userCreation(const NewToken &token, const Credential &asked)
{
    const Secret login = asked.part(u"login"_s);
    const Secret password = asked.part(u"password"_s);
    const Secret otp = withoutSpaces(asked.part(u"otp"_s));
    Form form;
    if (!token.expires.isEmpty())
        form.append({"expires_at", token.expires});
    form.append({"name", token.name});
    form.append({"password", password.reveal()});
    form.append({"scope", token.scope});
    for (const QByteArray &service : token.services)
        form.append({"services[]", service});
    Creation creation;
    if (login.isEmpty()) {
        creation.sudo = formRequest("/sudo", form, otp);
    } else {
        form.append({"username", login.reveal()});
    }
    creation.create = formRequest("/tokens", form, otp);
    if (!login.isEmpty())
        creation.create.headers.append({"Authorization", basicAuthorization(login, password)});
    return creation;
}

Creation automationCreation(const NewToken &token, const CreateRequest &request)
{
    const Secret login = request.asked.part(u"login"_s);
    Form form;
    form.append({"password", request.asked.part(u"password"_s).reveal()});
    if (!login.isEmpty())
        form.append({"username", login.reveal()});
    Creation creation;
    creation.sudo = formRequest("/sudo", form, withoutSpaces(request.asked.part(u"otp"_s)));

    QJsonArray services;
    for (const QByteArray &service : token.services)
        services.append(QString::fromUtf8(service));
    QJsonObject body{{u"name"_s, QString::fromUtf8(token.name)},
                     {u"role"_s, request.fields.value(u"role"_s).toString()},
                     {u"scope"_s, QString::fromUtf8(token.scope)},
                     {u"services"_s, services},
                     {u"tls_access"_s, request.fields.value(u"tls_access"_s).toBool()}};
    if (!token.expires.isEmpty())
        body.insert(u"expires_at"_s, QString::fromUtf8(token.expires));
    creation.create = HttpRequest::at(Method::Post, "/automation-tokens");
    creation.create.contentType = "application/json";
    creation.create.body = Secret(QJsonDocument(body).toJson(QJsonDocument::Compact));
    return creation;
}

Result<HttpRequest> revokeListedRequest(const QList<RevokeCall::Target> &tokens)
{
    if (tokens.isEmpty() || tokens.size() > ListedLimit)
        return failure(Error::Kind::InvalidInput, Fastly::tr("Fastly takes 1 to 100 tokens in one call."));
    // Written by hand: the exact bytes that the official clients send, where QJsonObject would sort the members.
    QByteArray body = "{\"data\":[";
    for (const RevokeCall::Target &token : tokens) {
        if (!body.endsWith('['))
            body += ',';
        body += "{\"type\":\"token\",\"id\":\"" + token.id.value.toLatin1() + "\"}";
    }
    body += "]}";
    HttpRequest request = HttpRequest::at(Method::Delete, "/tokens");
    request.contentType = "application/vnd.api+json; ext=bulk";
    request.headers.append({"Accept", Secret("application/vnd.api+json; ext=bulk")});
    request.body = Secret(body);
    request.allowed = {204};
    return request;
}

} // namespace

bool isId(std::string_view id)
{
    constexpr size_t longest = 128;
    const auto allowed = [](char c) { return isPlain(c) && c != '.' && c != '~'; };
    return !id.empty() && id.size() <= longest && id != "self" && std::all_of(id.begin(), id.end(), allowed);
}

bool isId(const QString &id) { return isId(std::string_view(id.toUtf8().toStdString())); }

HttpRequest ownTokensRequest() { return HttpRequest::at(Method::Get, "/tokens"); }

HttpRequest customerTokensRequest(const QString &customerId)
{
    return HttpRequest::at(Method::Get, "/customer/{customer}/tokens", {customerId});
}

HttpRequest automationTokensRequest(int page, int perPage)
{
    HttpRequest request = HttpRequest::at(Method::Get, "/automation-tokens");
    request.query = "page=" + QByteArray::number(page) + "&per_page=" + QByteArray::number(perPage);
    return request;
}

HttpRequest tokenRequest(const RevokeCall::Target &target)
{
    const bool automation = target.kind == TokenKind::Automation;
    return HttpRequest::at(Method::Get, automation ? "/automation-tokens/{id}" : "/tokens/{id}", {target.id.value});
}

HttpRequest automationServicesRequest(const TokenId &id)
{
    HttpRequest request = HttpRequest::at(Method::Get, "/automation-tokens/{id}/services", {id.value});
    request.query = "page=1&per_page=100";
    return request;
}

HttpRequest ownTokenRequest() { return HttpRequest::at(Method::Get, "/tokens/self"); }

HttpRequest currentUserRequest() { return HttpRequest::at(Method::Get, "/current_user"); }

HttpRequest userRequest(const QString &userId) { return HttpRequest::at(Method::Get, "/user/{user}", {userId}); }

HttpRequest usersRequest(const QString &customerId)
{
    return HttpRequest::at(Method::Get, "/customer/{customer}/users", {customerId});
}

HttpRequest verifyRequest() { return HttpRequest::at(Method::Get, "/verify"); }

Result<HttpRequest> revokeRequest(const RevokeCall &call)
{
    using Extent = RevokeCall::Extent;
    const auto isHostile = [](const RevokeCall::Target &token) { return !isId(token.id.value); };
    if (std::any_of(call.tokens.begin(), call.tokens.end(), isHostile))
        return failure(Error::Kind::InvalidInput, Fastly::tr("An id is none that Fastly gives out, and is not sent."));
    HttpRequest request;
    switch (call.extent) {
    case Extent::One:
        if (call.tokens.size() != 1)
            return failure(Error::Kind::InvalidInput, Fastly::tr("This call revokes one token."));
        // Automation tokens too: their own documented DELETE does not work, and this one is recorded to.
        request = HttpRequest::at(Method::Delete, "/tokens/{id}", {call.tokens.first().id.value});
        break;
    case Extent::Listed:
        return revokeListedRequest(call.tokens);
    case Extent::Own:
        request = HttpRequest::at(Method::Delete, "/tokens/self");
        break;
    case Extent::Person:
        return failure(Error::Kind::Unsupported, description().whyNot.at(Capability::RevokeByPerson));
    case Extent::Client:
    case Extent::PersonAtClient:
        return failure(Error::Kind::Unsupported, description().whyNot.at(Capability::RevokeByClient));
    case Extent::Value:
    case Extent::Refresh:
        return failure(Error::Kind::Unsupported, description().whyNot.at(Capability::RevokeByValue));
    }
    request.allowed = {204};
    return request;
}

Result<Creation> creation(const CreateRequest &request)
{
    const Result<NewToken> token = newToken(request.fields);
    if (!token)
        return failure(token.error());
    if (!request.asked.has(u"password"_s))
        return failure(Error::Kind::InvalidInput,
                       Fastly::tr("Fastly makes a token only with your password. Enter it; it is not kept."));
    switch (request.kind) {
    case TokenKind::User:
        return userCreation(*token, request.asked);
    case TokenKind::Automation:
        if (request.fields.value(u"role"_s).toString().isEmpty())
            return failure(Error::Kind::InvalidInput,
                           Fastly::tr("An automation token needs a role. Choose the least."));
        return automationCreation(*token, request);
    case TokenKind::NotReported:
    case TokenKind::BrowserSession:
    case TokenKind::AccessToken:
    case TokenKind::OwnSession:
        break;
    }
    return failure(Error::Kind::InvalidInput,
                   Fastly::tr("Fastly makes user tokens and automation tokens. Choose one of them."));
}

HttpRequest signedWith(HttpRequest request, const Secret &key)
{
    if (!key.isEmpty())
        request.headers.append({"Fastly-Key", key});
    return request;
}

} // namespace latchkey::fastly
