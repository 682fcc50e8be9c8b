#include "network/sandbox/authletesandbox.h"

#include "network/sandbox/authletebody.h"

namespace latchkey::sandbox {

using namespace Qt::StringLiterals;
using namespace authlete;

namespace {

// One official page says so; the OpenAPI document says nothing. Whoever keeps to the stricter is always right.
constexpr qint64 RowsMax = 20;
constexpr QLatin1StringView ClientCredentials = "CLIENT_CREDENTIALS"_L1;
constexpr qint64 DefaultSeconds = 3'600;
constexpr qint64 DefaultRefreshSeconds = 30 * 86'400;

QString text(std::string_view utf8) { return QString::fromUtf8(utf8.data(), qsizetype(utf8.size())); }

//! Whether the path is one of 2.x, which names no service.
bool isVersion2(const Request &request)
{
    const auto &segments = request.segments;
    return segments.size() > 2
        && (segments[1] == "auth" || segments[1] == "client"
            || (segments[1] == "service" && segments[2] == "configuration"));
}

//! As a path of 3.0, without a slash at its end, which one official example has.
Request normalised(Request request)
{
    if (request.segments.size() > 1 && request.segments.back().empty())
        request.segments.pop_back();
    if (isVersion2(request))
        request.segments.insert(request.segments.begin() + 1, std::string());
    return request;
}

QStringList textsOf(const QJsonValue &array)
{
    QStringList texts;
    const QJsonArray values = array.toArray();
    for (const QJsonValue &value : values)
        texts += value.toString();
    return texts;
}

//! What a creation asks for, of no client yet.
AuthleteToken wishedToken(const QJsonObject &body, qint64 now)
{
    AuthleteToken token;
    token.grantType = body["grantType"_L1].toString();
    token.subject = body["subject"_L1].toString();
    token.scopes = textsOf(body["scopes"_L1]);
    token.properties = body["properties"_L1].toArray();
    token.value = body["accessToken"_L1].toString();
    token.refreshValue = body["refreshToken"_L1].toString();
    token.tokenType = body.contains("dpopKeyThumbprint"_L1) ? u"DPoP"_s : u"Bearer"_s;
    token.created = now;
    const auto end = [&](QLatin1StringView duration, qint64 ifNone) {
        const qint64 asked = body[duration].toInteger();
        return now + (asked > 0 ? asked : ifNone) * 1'000;
    };
    if (!body["accessTokenPersistent"_L1].toBool())
        token.expires = end("accessTokenDuration"_L1, DefaultSeconds);
    if (token.grantType != ClientCredentials && token.grantType != "IMPLICIT"_L1)
        token.refreshExpires = end("refreshTokenDuration"_L1, DefaultRefreshSeconds);
    return token;
}

//! Does what an update asks for; unlike in a creation, scopes that nobody knows are ignored.
void change(const QJsonObject &body, AuthleteToken &token)
{
    if (body.contains("scopes"_L1)) {
        token.scopes = textsOf(body["scopes"_L1]);
        token.scopes.removeIf([](const QString &scope) { return !AuthleteInventory::scopes().contains(scope); });
    }
    if (body.contains("properties"_L1))
        token.properties = body["properties"_L1].toArray();
    if (body.contains("dpopKeyThumbprint"_L1))
        token.tokenType = u"DPoP"_s;
    const qint64 expires = body["accessTokenExpiresAt"_L1].toInteger();
    const qint64 refreshExpires = body["refreshTokenExpiresAt"_L1].toInteger();
    if (body["accessTokenPersistent"_L1].toBool())
        token.expires = 0;
    else if (expires > 0)
        token.expires = expires;
    if (refreshExpires > 0 && token.hasRefresh())
        token.refreshExpires = refreshExpires;
    if (body["accessTokenValueUpdated"_L1].toBool()) {
        token.value.clear();
        ++token.rotation;
    }
}

QJsonObject clientObject(const AuthleteClient &client, int index)
{
    QJsonObject object = {{u"number"_s, 6'000 + index},
                          {u"clientId"_s, client.id},
                          {u"clientName"_s, client.name},
                          {u"clientType"_s, client.isPublic ? u"PUBLIC"_s : u"CONFIDENTIAL"_s},
                          {u"clientIdAliasEnabled"_s, !client.alias.isEmpty()}};
    if (!client.alias.isEmpty())
        object[u"clientIdAlias"_s] = client.alias;
    return object;
}

//! The rows of `all` that a range asks for, and the envelope around them.
template <typename Items, typename ObjectOf>
QJsonObject listed(const Items &all, Range range, const QString &name, ObjectOf objectOf)
{
    const qint64 total = qint64(all.size());
    const qint64 end = qMin(range.end, total);
    QJsonArray rows;
    for (qint64 i = range.start; i < end; ++i)
        rows.append(objectOf(std::size_t(i)));
    return {{u"start"_s, range.start}, {u"end"_s, qMax(end, range.start)}, {u"totalCount"_s, total}, {name, rows}};
}

} // namespace

std::span<const AuthleteSandbox::Route> AuthleteSandbox::routes()
{
    using A = AuthleteSandbox;
    static constexpr std::array<Route, 10> table = {{
        {"GET", "api/{}/auth/token/get/list", "authlete.listTokens", false, &A::listTokens},
        {"POST", "api/{}/auth/token/create", "authlete.createToken", true, &A::createToken},
        {"POST", "api/{}/auth/token/update", "authlete.updateToken", true, &A::updateToken},
        {"DELETE", "api/{}/auth/token/delete/{}", "authlete.deleteToken", true, &A::deleteToken},
        {"POST", "api/{}/auth/token/revoke", "authlete.revokeToken", true, &A::revokeTokens},
        {"GET", "api/{}/client/get/list", "authlete.listClients", false, &A::listClients},
        {"GET", "api/{}/client/get/{}", "authlete.getClient", false, &A::showClient},
        {"GET", "api/{}/service/get", "authlete.getService", false, &A::showService},
        {"GET", "api/service/get/list", "authlete.listServices", false, &A::listServices},
        {"GET", "api/{}/service/configuration", "authlete.serviceConfiguration", false, &A::showConfiguration},
    }};
    return table;
}

AuthleteSandbox::AuthleteSandbox(AuthleteInventory inventory, int rateLimit, const Clock &clock, Ledger &ledger)
    : m_rateLimit(rateLimit)
    , m_clock(clock)
    , m_ledger(ledger)
    , m_state(std::move(inventory))
    , m_inventory(m_state.inventory())
{
}

QStringList AuthleteSandbox::callNames()
{
    QStringList names;
    for (const Route &route : routes())
        names.append(text(route.call));
    return names;
}

QString AuthleteSandbox::name() const { return u"authlete"_s; }

Reply AuthleteSandbox::failure(int status) const
{
    return refuse(status, u"A%1"_s.arg(1'000 + status, 6, 10, QChar(u'0')),
                  status < 500 ? u"Refused."_s : u"It failed."_s);
}

QJsonObject AuthleteSandbox::ready(const QString &baseUrl) const
{
    return {{u"baseUrl"_s, baseUrl},
            {u"token"_s, QString::fromStdString(m_inventory.bearer())},
            {u"readOnlyToken"_s, QString::fromStdString(m_inventory.readOnlyBearer())},
            {u"serviceId"_s, m_inventory.serviceId()},
            {u"clientId"_s, QString::number(m_inventory.clients().front().id)},
            {u"scopes"_s, AuthleteInventory::scopes().join(u',')},
            {u"apiKey"_s, m_inventory.serviceId()},
            {u"apiSecret"_s, QString::fromStdString(m_inventory.apiSecret())}};
}

const AuthleteSandbox::Route *AuthleteSandbox::routeOf(const Request &request)
{
    return findRoute(routes(), normalised(request));
}

SandboxAccount AuthleteSandbox::account(const QJsonObject &ready) const
{
    SandboxAccount known;
    known.account.name = u"login-eu"_s;
    known.account.environment = Environment::Production;
    known.account.colour = u"#e08a2b"_s;
    known.account.signIn = u"bearer"_s;
    known.account.tenant = ready[u"serviceId"].toString();
    known.sign(u"secret"_s, ready[u"token"]);
    return known;
}

QString AuthleteSandbox::call(const Request &request) const
{
    const Route *route = routeOf(request);
    return route ? text(route->call) : QString();
}

std::string AuthleteSandbox::secret(const Request &request) const
{
    const std::string_view header = request.header("authorization").value_or("");
    return std::string(header.substr(std::min(header.find(' ') + 1, header.size())));
}

Reply AuthleteSandbox::answer(const Request &request)
{
    const Route *route = routeOf(request);
    if (!route)
        return refuse(404, u"A001404"_s, u"%1 is not found."_s.arg(text(request.path())));
    const std::lock_guard lock(m_mutex);
    if (std::optional<Reply> refused = refusal(request, *route))
        return std::move(*refused);
    if (route->writes && !spend(secret(request))) {
        Reply reply = refuse(429, u"A001429"_s, u"Too many requests."_s);
        reply.headers = {{"Retry-After", std::to_string(60 - m_clock.nowMs() / 1'000 % 60)}};
        return reply;
    }
    return (this->*route->handler)(normalised(request));
}

std::optional<Reply> AuthleteSandbox::refusal(const Request &request, const Route &route) const
{
    const QString path = text(request.path());
    const std::string_view header = request.header("authorization").value_or("");
    if (header.empty())
        return refuse(401, u"A001202"_s, u"%1, Authorization header is missing."_s.arg(path));
    const std::string given = secret(request);
    const bool listsServices = route.handler == &AuthleteSandbox::listServices;
    if (isVersion2(request)) {
        const QByteArray pair =
            QByteArray(m_inventory.serviceId().toLatin1()) + ':' + QByteArray::fromStdString(m_inventory.apiSecret());
        const bool isRight = header.starts_with("Basic ") && given == pair.toBase64().toStdString();
        return isRight ? std::nullopt
                       : std::optional(refuse(401, u"A001203"_s, u"%1, API key or secret is wrong."_s.arg(path)));
    }
    const bool isReader = given == m_inventory.readOnlyBearer();
    if (!header.starts_with("Bearer ") || (given != m_inventory.bearer() && !isReader))
        return refuse(401, u"A458101"_s, u"%1, the access token is not valid."_s.arg(path));
    if (!listsServices && text(request.segments[1]) != m_inventory.serviceId())
        return refuse(403, u"A458102"_s, u"%1, the access token is not for this service."_s.arg(path));
    if (route.writes && isReader)
        return refuse(403, u"A458103"_s, u"%1, the access token may not do this."_s.arg(path));
    return std::nullopt;
}

bool AuthleteSandbox::spend(const std::string &credential)
{
    if (m_rateLimit == 0)
        return true;
    const qint64 window = m_clock.nowMs() / 60'000;
    Budget &budget = m_budgets[credential];
    if (budget.window != window)
        budget = {.window = window};
    return ++budget.used <= m_rateLimit;
}

QString AuthleteSandbox::hashOf(const AuthleteToken &token) const
{
    return QString::fromLatin1(authleteHash(m_inventory.valueOf(token)));
}

QJsonObject AuthleteSandbox::rowOf(const AuthleteToken &token) const
{
    QJsonObject row = {{u"accessTokenHash"_s, hashOf(token)},
                       {u"accessTokenExpiresAt"_s, token.expires},
                       {u"refreshTokenExpiresAt"_s, token.refreshExpires},
                       {u"createdAt"_s, token.created},
                       {u"lastRefreshedAt"_s, token.lastRefreshed},
                       {u"clientId"_s, m_inventory.clients()[std::size_t(token.client)].id},
                       {u"grantType"_s, token.grantType},
                       {u"scopes"_s, QJsonArray::fromStringList(token.scopes)}};
    if (!token.subject.isEmpty())
        row[u"subject"_s] = token.subject;
    if (token.hasRefresh()) {
        row[u"refreshTokenHash"_s] = QString::fromLatin1(authleteHash(m_inventory.refreshValueOf(token)));
        row[u"refreshTokenScopes"_s] = QJsonArray::fromStringList(token.scopes);
    }
    if (!token.properties.isEmpty())
        row[u"properties"_s] = token.properties;
    return row;
}

std::optional<int> AuthleteSandbox::clientOf(const QString &identifier) const
{
    const auto &clients = m_inventory.clients();
    for (std::size_t i = 0; i < clients.size(); ++i) {
        if (identifier == QString::number(clients[i].id) || (!identifier.isEmpty() && identifier == clients[i].alias))
            return int(i);
    }
    return std::nullopt;
}

Reply AuthleteSandbox::listTokens(const Request &request)
{
    const FormFields query = formFields(request.query);
    const std::optional<Range> range = rangeOf(query);
    if (!range || range->end - range->start > RowsMax)
        return refuse(400, u"A064201"_s, u"start and end must span 1 to %1 tokens."_s.arg(RowsMax));
    const QString status = text(field(query, "tokenStatus"));
    if (!status.isEmpty() && status != "VALID"_L1 && status != "INVALID"_L1 && status != "ALL"_L1)
        return refuse(400, u"A064202"_s, u"tokenStatus must be VALID, INVALID or ALL."_s);
    AuthleteFilter filter;
    const QString client = text(field(query, "clientIdentifier"));
    const QString subject = text(field(query, "subject"));
    if (!client.isEmpty()) {
        filter.client = clientOf(client);
        if (!filter.client)
            return refuse(400, u"A064203"_s, u"No client has this identifier."_s);
    }
    if (!subject.isEmpty())
        filter.subject = subject;
    if (!status.isEmpty() && status != "ALL"_L1) {
        filter.expired = status == "INVALID"_L1;
        filter.now = m_clock.nowMs();
    }
    const std::vector<quint64> &numbers = m_state.selected(filter);
    QJsonObject list =
        listed(numbers, *range, u"accessTokens"_s, [&](std::size_t i) { return rowOf(*m_state.token(numbers[i])); });
    if (filter.client)
        list[u"client"_s] = clientObject(m_inventory.clients()[std::size_t(*filter.client)], *filter.client);
    if (filter.subject)
        list[u"subject"_s] = *filter.subject;
    return jsonReply(200, list);
}

QJsonObject AuthleteSandbox::createdObject(const AuthleteToken &token) const
{
    const AuthleteClient &client = m_inventory.clients()[std::size_t(token.client)];
    QJsonObject object = result(u"A109001"_s, u"An access token was created successfully."_s);
    object[u"action"_s] = u"OK"_s;
    object[u"accessToken"_s] = QString::fromUtf8(m_inventory.valueOf(token));
    object[u"tokenId"_s] = QString::fromStdString(m_inventory.tokenIds().text(token.number));
    object[u"clientId"_s] = client.id;
    object[u"grantType"_s] = token.grantType;
    object[u"tokenType"_s] = token.tokenType;
    object[u"expiresAt"_s] = token.expires;
    object[u"expiresIn"_s] = token.expires == 0 ? 0 : (token.expires - token.created) / 1'000;
    object[u"scopes"_s] = QJsonArray::fromStringList(token.scopes);
    object[u"forExternalAttachment"_s] = false;
    if (!client.alias.isEmpty())
        object[u"clientIdentifier"_s] = client.alias;
    if (!token.subject.isEmpty())
        object[u"subject"_s] = token.subject;
    if (token.hasRefresh())
        object[u"refreshToken"_s] = QString::fromUtf8(m_inventory.refreshValueOf(token));
    if (!token.properties.isEmpty())
        object[u"properties"_s] = token.properties;
    return object;
}

//! Why the service does not make such a token.
std::optional<Reply> AuthleteSandbox::objection(const AuthleteToken &token, std::optional<int> client) const
{
    const auto bad = [](const QString &code, const QString &why) { return refuseAction(u"BAD_REQUEST"_s, code, why); };
    if (!AuthleteInventory::grantTypes().contains(token.grantType))
        return bad(u"A109202"_s, u"grantType is missing or unknown."_s);
    if (!client)
        return bad(u"A109203"_s, u"clientId or clientIdentifier is missing or unknown."_s);
    if (token.grantType != ClientCredentials && token.subject.isEmpty())
        return bad(u"A109204"_s, u"subject is missing."_s);
    const auto isAscii = [](QChar c) { return c.unicode() < 128; };
    if (token.subject.size() > 100 || !std::all_of(token.subject.begin(), token.subject.end(), isAscii))
        return bad(u"A109205"_s, u"subject must be ASCII, of at most 100 characters."_s);
    for (const QString &scope : token.scopes) {
        if (!AuthleteInventory::scopes().contains(scope))
            return bad(u"A109206"_s, u"The scope '%1' is not supported."_s.arg(scope));
    }
    if (!token.value.isEmpty() && m_state.tokenOf(token.value.toUtf8()))
        return bad(u"A109207"_s, u"The access token exists already."_s);
    return std::nullopt;
}

Reply AuthleteSandbox::createToken(const Request &request)
{
    const std::optional<QJsonObject> body = bodyOf(request);
    if (!body)
        return refuse(400, u"A109201"_s, u"The request cannot be read."_s);
    const QJsonValue number = body->value("clientId"_L1);
    const std::optional<int> client = clientOf(number.isUndefined() ? body->value("clientIdentifier"_L1).toString()
                                                                    : QString::number(number.toInteger()));
    AuthleteToken token = wishedToken(*body, m_clock.nowMs());
    if (std::optional<Reply> refused = objection(token, client))
        return std::move(*refused);
    token.client = *client;
    if (request.withoutEffect) {
        token.number = mixed(quint64(token.created)) >> 24; // values like any other, of a token that is not there
        return jsonReply(200, createdObject(token));
    }
    const AuthleteToken made = m_state.create(std::move(token));
    record(u"created"_s, hashOf(made), u"authlete.createToken"_s);
    return jsonReply(200, createdObject(made));
}

std::optional<AuthleteToken> AuthleteSandbox::named(const QJsonObject &body) const
{
    const QString value = body.value("accessToken"_L1).toString();
    const QString hash = body.value("accessTokenHash"_L1).toString();
    if (!value.isEmpty() || !hash.isEmpty())
        return m_state.tokenOf((value.isEmpty() ? hash : value).toUtf8());
    const std::string tokenId = body.value("tokenId"_L1).toString().toStdString();
    const std::optional<quint64> number = m_inventory.tokenIds().number(tokenId);
    return number ? m_state.token(*number) : std::nullopt;
}

QJsonObject AuthleteSandbox::updatedObject(const AuthleteToken &token) const
{
    QJsonObject object = result(u"A135001"_s, u"Updated the access token successfully."_s);
    object[u"action"_s] = u"OK"_s;
    object[u"accessTokenExpiresAt"_s] = token.expires;
    object[u"refreshTokenExpiresAt"_s] = token.refreshExpires;
    object[u"scopes"_s] = QJsonArray::fromStringList(token.scopes);
    object[u"tokenType"_s] = token.tokenType;
    object[u"tokenId"_s] = QString::fromStdString(m_inventory.tokenIds().text(token.number));
    object[u"forExternalAttachment"_s] = false;
    if (!token.properties.isEmpty())
        object[u"properties"_s] = token.properties;
    return object;
}

Reply AuthleteSandbox::updateToken(const Request &request)
{
    const std::optional<QJsonObject> body = bodyOf(request);
    if (!body)
        return refuse(400, u"A135201"_s, u"The request cannot be read."_s);
    if (!body->contains("accessToken"_L1) && !body->contains("accessTokenHash"_L1) && !body->contains("tokenId"_L1))
        return refuseAction(u"BAD_REQUEST"_s, u"A135202"_s, u"accessToken, accessTokenHash or tokenId is missing."_s);
    std::optional<AuthleteToken> token = named(*body);
    if (!token)
        return refuseAction(u"NOT_FOUND"_s, u"A135203"_s, u"The access token does not exist."_s);
    const QString before = hashOf(*token);
    const quint64 rotation = token->rotation;
    change(*body, *token);
    if (!request.withoutEffect) {
        m_state.change(*token);
        record(u"updated"_s, before, u"authlete.updateToken"_s);
    }
    QJsonObject answer = updatedObject(*token);
    if (token->rotation != rotation || body->contains("accessToken"_L1))
        answer[u"accessToken"_s] = QString::fromUtf8(m_inventory.valueOf(*token));
    return jsonReply(200, answer);
}

// What the service says of a token that is not there is not documented.
Reply AuthleteSandbox::deleteToken(const Request &request)
{
    const std::optional<AuthleteToken> token = m_state.tokenOf(QByteArray::fromStdString(request.segments.back()));
    if (!token)
        return refuse(404, u"A136201"_s, u"The access token does not exist."_s);
    revoke(request, *token, u"authlete.deleteToken"_s);
    return Reply{.status = 204};
}

Reply AuthleteSandbox::revokeTokens(const Request &request)
{
    const std::optional<QJsonObject> body = bodyOf(request);
    if (!body)
        return refuse(400, u"A312201"_s, u"The request cannot be read."_s);
    const auto member = [&body](QLatin1StringView key) { return body->value(key).toString(); };
    const QString access = member("accessTokenIdentifier"_L1);
    const QString refresh = member("refreshTokenIdentifier"_L1);
    const QString client = member("clientIdentifier"_L1);
    const QString subject = member("subject"_L1);
    int count = 0;
    if (!access.isEmpty() || !refresh.isEmpty()) {
        const std::optional<AuthleteToken> token =
            access.isEmpty() ? m_state.tokenOfRefresh(refresh.toUtf8()) : m_state.tokenOf(access.toUtf8());
        count = token ? 1 : 0;
        if (token)
            revoke(request, *token, u"authlete.revokeToken"_s);
    } else if (!client.isEmpty() || !subject.isEmpty()) {
        AuthleteFilter filter;
        if (!client.isEmpty()) {
            filter.client = clientOf(client);
            if (!filter.client) // this one example has a number where all others have a text
                return jsonReply(404, {{u"resultCode"_s, 312'404}, {u"resultMessage"_s, u"No such client."_s}});
        }
        if (!subject.isEmpty())
            filter.subject = subject;
        count = revokeAll(request, filter);
    } else {
        return refuse(400, u"A312202"_s, u"Nothing says what to revoke."_s);
    }
    QJsonObject answer = result(u"A312001"_s, u"Revoked %1 access token(s)."_s.arg(count));
    answer[u"count"_s] = count;
    return jsonReply(200, answer);
}

Reply AuthleteSandbox::listClients(const Request &request)
{
    const std::optional<Range> range = rangeOf(formFields(request.query));
    if (!range)
        return refuse(400, u"A006201"_s, u"start and end must be numbers, the first below the second."_s);
    const auto &clients = m_inventory.clients();
    return jsonReply(
        200, listed(clients, *range, u"clients"_s, [&](std::size_t i) { return clientObject(clients[i], int(i)); }));
}

Reply AuthleteSandbox::showClient(const Request &request)
{
    const std::optional<int> client = clientOf(text(request.segments.back()));
    if (!client)
        return refuse(404, u"A005201"_s, u"No client has this identifier."_s);
    return jsonReply(200, clientObject(m_inventory.clients()[std::size_t(*client)], *client));
}

Reply AuthleteSandbox::showService(const Request &)
{
    return jsonReply(200,
                     {{u"apiKey"_s, m_inventory.serviceId().toLongLong()},
                      {u"serviceName"_s, AuthleteInventory::serviceName()},
                      {u"issuer"_s, u"https://sign-in.northwind.example"_s}});
}

Reply AuthleteSandbox::listServices(const Request &request)
{
    const std::optional<Range> range = rangeOf(formFields(request.query));
    if (!range)
        return refuse(400, u"A001201"_s, u"start and end must be numbers, the first below the second."_s);
    const QList<QJsonObject> services = {
        {{u"apiKey"_s, m_inventory.serviceId().toLongLong()}, {u"serviceName"_s, AuthleteInventory::serviceName()}}};
    return jsonReply(200,
                     listed(services, *range, u"services"_s, [&](std::size_t i) { return services[qsizetype(i)]; }));
}

Reply AuthleteSandbox::showConfiguration(const Request &)
{
    return jsonReply(200,
                     {{u"issuer"_s, u"https://sign-in.northwind.example"_s},
                      {u"token_endpoint"_s, u"https://sign-in.northwind.example/token"_s}});
}

int AuthleteSandbox::revokeAll(const Request &request, const AuthleteFilter &filter)
{
    const std::vector<quint64> numbers = m_state.selected(filter); // a copy: each revocation changes the selection
    for (const quint64 number : numbers)
        revoke(request, *m_state.token(number), u"authlete.revokeToken"_s);
    return int(numbers.size());
}

void AuthleteSandbox::revoke(const Request &request, const AuthleteToken &token, const QString &by)
{
    if (request.withoutEffect)
        return;
    m_state.revoke(token.number);
    record(u"revoked"_s, hashOf(token), by);
}

void AuthleteSandbox::record(const QString &change, const QString &hash, const QString &by)
{
    m_ledger.add(
        {{u"at"_s, m_clock.nowMs()}, {u"provider"_s, name()}, {u"change"_s, change}, {u"id"_s, hash}, {u"by"_s, by}});
}

bool AuthleteSandbox::isAlive(const QString &hash) const
{
    const std::lock_guard lock(m_mutex);
    const std::optional<AuthleteToken> token = m_state.tokenOf(hash.toLatin1());
    return token && hashOf(*token) == hash;
}

QStringList AuthleteSandbox::tokenIds() const { return tokenIdsOf({}, {}); }

QStringList AuthleteSandbox::tokenIdsOf(const QString &client, const QString &subject) const
{
    const std::lock_guard lock(m_mutex);
    AuthleteFilter filter;
    if (!client.isEmpty())
        filter.client = clientOf(client).value_or(-1);
    if (!subject.isEmpty())
        filter.subject = subject;
    QStringList hashes;
    for (const quint64 number : m_state.selected(filter))
        hashes.append(hashOf(*m_state.token(number)));
    return hashes;
}

QString AuthleteSandbox::valueOf(const QString &hash) const
{
    const std::lock_guard lock(m_mutex);
    const std::optional<AuthleteToken> token = m_state.tokenOf(hash.toLatin1());
    return token ? QString::fromUtf8(m_inventory.valueOf(*token)) : QString();
}

QString AuthleteSandbox::refreshValueOf(const QString &hash) const
{
    const std::lock_guard lock(m_mutex);
    const std::optional<AuthleteToken> token = m_state.tokenOf(hash.toLatin1());
    return token && token->hasRefresh() ? QString::fromUtf8(m_inventory.refreshValueOf(*token)) : QString();
}

QString AuthleteSandbox::tokenIdOf(const QString &hash) const
{
    const std::lock_guard lock(m_mutex);
    const std::optional<AuthleteToken> token = m_state.tokenOf(hash.toLatin1());
    return token ? QString::fromStdString(m_inventory.tokenIds().text(token->number)) : QString();
}

} // namespace latchkey::sandbox
