#include "network/providers/knetikrequests.h"

#include "network/providers/knetik.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

#include <array>

using namespace Qt::StringLiterals;

namespace latchkey::knetik {

namespace {

using Method = HttpRequest::Method;

struct Knetik
{
    Q_DECLARE_TR_FUNCTIONS(Knetik)
};

constexpr char TokenPath[] = "/oauth/token";

//! The characters that need no encoding, as a table: every id of a list is written with it.
constexpr std::array<bool, 256> PlainCharacters = [] {
    std::array<bool, 256> plain{};
    for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"))
        plain[static_cast<unsigned char>(c)] = true;
    return plain;
}();

void appendEncoded(std::string_view text, std::string &to)
{
    constexpr std::string_view Digits = "0123456789ABCDEF";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (PlainCharacters[byte])
            to += c;
        else
            to.append({'%', Digits[byte >> 4], Digits[byte & 15]});
    }
}

void addQuery(HttpRequest &request, const QByteArray &name, const QString &value)
{
    if (value.isEmpty())
        return;
    if (!request.query.isEmpty())
        request.query += '&';
    request.query += name + '=' + QUrl::toPercentEncoding(value);
}

void addPage(HttpRequest &request, PageOf page)
{
    addQuery(request, "size", QString::number(page.size));
    addQuery(request, "page", QString::number(page.page));
}

bool isPlainInPath(const Part &part)
{
    return part.text() != "."_L1 && part.text() != ".."_L1 && !part.text().contains(u'/')
        && !part.text().contains(u'\\');
}

tl::unexpected<Error> unsupported(Capability capability)
{
    return failure(Error::Kind::Unsupported, description().whyNot.at(capability));
}

template <typename Target>
Result<DeleteTarget> wideTarget(const QString &name, const QString &why)
{
    const std::optional<Part> part = Part::of(name);
    if (!part)
        return failure(Error::Kind::InvalidInput, why);
    return Target{*part};
}

} // namespace

std::optional<Part> Part::of(const QString &text)
{
    if (text.isEmpty() || !text.isValidUtf16() || text.contains(QChar::Null)
        || text.contains(QChar::ReplacementCharacter))
        return {};
    return Part(text);
}

bool Pair::isPlainInPath() const { return knetik::isPlainInPath(username) && knetik::isPlainInPath(clientId); }

void writePairId(std::string_view username, std::string_view clientId, std::string &to)
{
    to.clear();
    appendEncoded(username, to);
    to += '/';
    appendEncoded(clientId, to);
}

TokenId pairId(const Pair &pair)
{
    std::string id;
    writePairId(pair.username.text().toStdString(), pair.clientId.text().toStdString(), id);
    return {QString::fromStdString(id)};
}

std::optional<Pair> pairOf(const TokenId &id)
{
    const QStringList parts = id.value.split(u'/');
    if (parts.size() != 2)
        return {};
    const auto decoded = [](const QString &text) { return Part::of(QUrl::fromPercentEncoding(text.toUtf8())); };
    const std::optional<Part> username = decoded(parts.first());
    const std::optional<Part> clientId = decoded(parts.last());
    if (!username || !clientId)
        return {};
    const Pair pair{*username, *clientId};
    // Only as it is written here: what is spelled otherwise would be the same token under two ids.
    return pairId(pair) == id ? std::optional(pair) : std::nullopt;
}

Result<QString> checkedOrder(const QString &order)
{
    static const QRegularExpression grammar(uR"(^([A-Za-z_][\w.]*:(ASC|DESC)(,(?!$)|$))*$)"_s);
    const QString compact = QString(order).remove(u' ');
    if (!grammar.match(compact).hasMatch())
        return failure(Error::Kind::InvalidInput,
                       Knetik::tr("Knetik sorts by PROPERTY:ASC or PROPERTY:DESC, several separated by commas: "
                                  "“username:ASC,client_id:DESC”."));
    return compact;
}

HttpRequest tokensRequest(const TokenFilter &filter, PageOf page)
{
    HttpRequest request = HttpRequest::at(Method::Get, "/auth/tokens");
    addQuery(request, "filter_client_id", filter.clientId);
    addQuery(request, "filter_username", filter.username);
    addPage(request, page);
    addQuery(request, "order", filter.order);
    return request;
}

HttpRequest usersRequest(PageOf page)
{
    HttpRequest request = HttpRequest::at(Method::Get, "/users");
    addPage(request, page);
    addQuery(request, "order", u"id:ASC"_s);
    return request;
}

HttpRequest clientsRequest(PageOf page)
{
    HttpRequest request = HttpRequest::at(Method::Get, "/auth/clients");
    addPage(request, page);
    addQuery(request, "order", u"id:ASC"_s);
    return request;
}

HttpRequest meRequest() { return HttpRequest::at(Method::Get, "/me"); }

HttpRequest userRequest(qint64 userId)
{
    HttpRequest request = HttpRequest::at(Method::Get, "/users");
    addQuery(request, "filter_id_list", QString::number(userId));
    return request;
}

HttpRequest tokenRequest(const Pair &pair)
{
    return HttpRequest::at(Method::Get, "/auth/tokens/{username}/{client}",
                           {pair.username.text(), pair.clientId.text()});
}

TokenFilter filterOf(const DeleteTarget &target)
{
    if (const auto *pair = std::get_if<Pair>(&target))
        return {pair->username.text(), pair->clientId.text(), {}};
    if (const auto *person = std::get_if<EveryTokenOf>(&target))
        return {person->username.text(), {}, {}};
    return {{}, std::get<EveryTokenAt>(target).clientId.text(), {}};
}

HttpRequest deleteRequest(const DeleteTarget &target)
{
    const TokenFilter named = filterOf(target);
    HttpRequest request = HttpRequest::at(Method::Delete, "/auth/tokens");
    addQuery(request, "username", named.username);
    addQuery(request, "client_id", named.clientId);
    request.allowed = {204};
    return request;
}

Result<DeleteTarget> deleteTarget(const RevokeCall &call)
{
    using Extent = RevokeCall::Extent;
    switch (call.extent) {
    case Extent::One: {
        const std::optional<Pair> pair = call.tokens.size() == 1 ? pairOf(call.tokens.first().id) : std::nullopt;
        if (!pair)
            return failure(Error::Kind::InvalidInput,
                           Knetik::tr("A token of Knetik is named by user and client. This id is not sent."));
        return *pair;
    }
    case Extent::Person:
        return wideTarget<EveryTokenOf>(call.person.value,
                                        Knetik::tr("Whose tokens? Without a username nothing is sent."));
    case Extent::Client:
        return wideTarget<EveryTokenAt>(call.client.value,
                                        Knetik::tr("Which client's tokens? Without a client nothing is sent."));
    case Extent::PersonAtClient:
        return unsupported(Capability::RevokeByPersonAtClient);
    case Extent::Listed:
        return unsupported(Capability::RevokeListed);
    case Extent::Value:
        return unsupported(Capability::RevokeByValue);
    case Extent::Refresh:
        return unsupported(Capability::RevokeByRefreshToken);
    case Extent::Own:
        break;
    }
    return failure(Error::Kind::Internal);
}

Result<HttpRequest> passwordGrant(const QString &clientId, const Credential &typed)
{
    const Secret login = typed.part(u"login"_s);
    const Secret password = typed.part(u"password"_s);
    if (login.isEmpty() || password.isEmpty() || clientId.isEmpty())
        return failure(Error::Kind::InvalidInput,
                       Knetik::tr("Signing in needs a client, a username and a password. Fill in what is missing."));
    const QByteArray client = clientId.toUtf8();
    return oauth::grantRequest(TokenPath,
                               {{"grant_type", "password"},
                                {"client_id", client},
                                {"username", login.reveal()},
                                {"password", password.reveal()}});
}

HttpRequest clientGrant(const Secret &clientId, const Secret &clientSecret)
{
    return oauth::grantRequest(TokenPath,
                               {{"grant_type", "client_credentials"},
                                {"client_id", clientId.reveal()},
                                {"client_secret", clientSecret.reveal()}});
}

HttpRequest refreshGrant(const QString &clientId, const Secret &refreshToken)
{
    const QByteArray client = clientId.toUtf8();
    return oauth::grantRequest(
        TokenPath, {{"grant_type", "refresh_token"}, {"client_id", client}, {"refresh_token", refreshToken.reveal()}});
}

} // namespace latchkey::knetik
