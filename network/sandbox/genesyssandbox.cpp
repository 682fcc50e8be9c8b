#include "network/sandbox/genesyssandbox.h"

#include "network/sandbox/genesyserrors.h"
#include "network/sandbox/genesysusers.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <array>

namespace latchkey::sandbox {

using namespace Qt::StringLiterals;
using namespace genesys;

namespace {

constexpr int CallsAMinute = 300;
constexpr qint64 Minute = 60;
constexpr int ShortestTimeout = 300;
constexpr int LongestTimeout = 8 * 3'600;
constexpr std::string_view LoginHost = "login/";

QString text(std::string_view utf8) { return QString::fromUtf8(utf8.data(), qsizetype(utf8.size())); }

QString isoTime(qint64 seconds)
{
    std::string time;
    appendIsoTime(seconds, time);
    return text(time);
}

std::optional<QJsonObject> objectOf(const Request &request)
{
    const QJsonDocument body = QJsonDocument::fromJson(QByteArray::fromStdString(request.body));
    if (request.mediaType() != "application/json" || !body.isObject())
        return std::nullopt;
    return body.object();
}

Reply badBody(const QString &what)
{
    return refuse(400, u"invalid.value"_s, u"Value [%1] is not valid for the field."_s.arg(what));
}

QString bearerOf(const Request &request)
{
    const QString header = text(request.header("authorization").value_or(""));
    return header.startsWith("Bearer "_L1) ? header.mid(7) : QString();
}

//! What a PUT may change of a client. All of it, for what is absent is cleared.
QJsonObject changedClient(const QJsonObject &before, const QJsonObject &body, qint64 now)
{
    QJsonObject after = {{u"id"_s, before["id"_L1]},
                         {u"dateCreated"_s, before["dateCreated"_L1]},
                         {u"createdBy"_s, before["createdBy"_L1]},
                         {u"selfUri"_s, before["selfUri"_L1]},
                         {u"dateModified"_s, isoTime(now)},
                         {u"accessTokenValiditySeconds"_s, 86'400},
                         {u"state"_s, u"active"_s}};
    for (const auto key : {"name"_L1, "description"_L1, "accessTokenValiditySeconds"_L1, "authorizedGrantType"_L1,
                           "registeredRedirectUri"_L1, "scope"_L1, "roleIds"_L1, "roleDivisions"_L1, "state"_L1}) {
        if (body.contains(key))
            after[key] = body[key];
    }
    return after;
}

bool isClientBody(const QJsonObject &body)
{
    const QString state = body["state"_L1].toString(u"active"_s);
    const int validity = body["accessTokenValiditySeconds"_L1].toInt(86'400);
    return !body["name"_L1].toString().isEmpty() && !body["authorizedGrantType"_L1].toString().isEmpty()
        && (state == "active"_L1 || state == "disabled"_L1 || state == "inactive"_L1) && validity >= 300
        && validity <= 172'800;
}

} // namespace

std::span<const GenesysSandbox::Route> GenesysSandbox::routes()
{
    using G = GenesysSandbox;
    static constexpr std::array<Route, 18> table = {{
        {"GET", "login/oauth/authorize", "genesys.authorize", "", &G::authorize},
        {"POST", "login/oauth/token", "genesys.grantToken", "", &G::grantToken},
        {"HEAD", "api/v2/tokens/me", "genesys.headTokensMe", "", &G::verifySession},
        {"GET", "api/v2/tokens/me", "genesys.getTokensMe", "", &G::showSession},
        {"DELETE", "api/v2/tokens/me", "genesys.deleteTokensMe", "", &G::endSession},
        {"GET", "api/v2/tokens/timeout", "genesys.getTokensTimeout", "", &G::showTimeout},
        {"PUT", "api/v2/tokens/timeout", "genesys.putTokensTimeout", "directory:organization:admin", &G::changeTimeout},
        {"DELETE", "api/v2/tokens/{}", "genesys.deleteToken", "oauth:token:delete", &G::endSessions},
        {"GET", "api/v2/users", "genesys.getUsers", "", &G::listUsers},
        {"GET", "api/v2/users/me", "genesys.getUsersMe", "", &G::showCurrentUser},
        {"GET", "api/v2/users/search", "genesys.getUsersSearch", "directory:user:view", &G::searchUsersOn},
        {"POST", "api/v2/users/search", "genesys.postUsersSearch", "directory:user:view", &G::searchUsers},
        {"GET", "api/v2/users/{}", "genesys.getUser", "", &G::showUser},
        {"GET", "api/v2/oauth/clients", "genesys.getOauthClients", "oauth:client:view", &G::listClients},
        {"GET", "api/v2/oauth/clients/{}", "genesys.getOauthClient", "oauth:client:view", &G::showClient},
        {"PUT", "api/v2/oauth/clients/{}", "genesys.putOauthClient", "oauth:client:edit", &G::changeClient},
        {"DELETE", "api/v2/oauth/clients/{}", "genesys.deleteOauthClient", "oauth:client:delete", &G::removeClient},
        {"POST", "api/v2/oauth/clients/{}/secret", "genesys.postOauthClientSecret", "oauth:client:edit",
         &G::changeSecret},
    }};
    return table;
}

GenesysSandbox::GenesysSandbox(GenesysInventory inventory, int rateLimit, const Clock &clock, Ledger &ledger)
    : m_rateLimit(rateLimit > 0 ? rateLimit : CallsAMinute)
    , m_clock(clock)
    , m_ledger(ledger)
    , m_state(std::move(inventory), clock.nowMs() / 1000)
    , m_login(m_state)
    , m_inventory(m_state.inventory())
{
}

QStringList GenesysSandbox::callNames()
{
    QStringList names;
    for (const Route &route : routes())
        names.append(text(route.call));
    return names;
}

QString GenesysSandbox::name() const { return u"genesys"_s; }

Reply GenesysSandbox::failure(int status) const { return genesys::failure(status); }

QJsonObject GenesysSandbox::ready(const QString &baseUrl) const
{
    const auto secretOf = [this](std::size_t client) { return text(m_inventory.clientSecret(client, 0)); };
    return {{u"baseUrl"_s, baseUrl},
            {u"loginUrl"_s, QString(baseUrl + "/login"_L1)},
            {u"clientId"_s, clientId(GenesysInventory::AdminClient)},
            {u"clientSecret"_s, secretOf(GenesysInventory::AdminClient)},
            {u"token"_s, text(m_inventory.values().text(0))},
            {u"viewerClientId"_s, clientId(GenesysInventory::ViewerClient)},
            {u"viewerClientSecret"_s, secretOf(GenesysInventory::ViewerClient)},
            {u"browserClientId"_s, clientId(GenesysInventory::BrowserClient)},
            {u"browserClientSecret"_s, secretOf(GenesysInventory::BrowserClient)}};
}

SandboxAccount GenesysSandbox::account(const QJsonObject &ready) const
{
    SandboxAccount known;
    known.account.name = u"care-eu"_s;
    known.account.environment = Environment::Staging;
    known.account.colour = u"#2aa39a"_s;
    known.account.signIn = u"client"_s;
    known.account.loginUrl = QUrl(ready[u"loginUrl"].toString());
    for (const QString &part : {u"clientId"_s, u"clientSecret"_s})
        known.sign(part, ready[part]);
    return known;
}

QString GenesysSandbox::call(const Request &request) const
{
    const Route *route = findRoute(routes(), request);
    return route ? text(route->call) : QString();
}

std::string GenesysSandbox::secret(const Request &request) const { return bearerOf(request).toStdString(); }

Reply GenesysSandbox::answer(const Request &request)
{
    const Route *route = findRoute(routes(), request);
    const std::lock_guard lock(m_mutex);
    if (route && route->path.starts_with(LoginHost))
        return (this->*route->handler)(request, {});
    SignIn signedIn = signIn(request);
    if (auto *refused = std::get_if<Reply>(&signedIn))
        return std::move(*refused);
    const Caller &caller = std::get<Caller>(signedIn);
    std::vector<std::pair<std::string, std::string>> headers;
    Reply reply = !spend(caller.session.grant, headers)
        ? refuse(
            429, u"too.many.requests.retry.after"_s,
            u"Rate limit exceeded the maximum. Retry the request in [%1] seconds"_s.arg(text(headers.back().second)))
        : !route                            ? notFound()
        : !mayDo(caller, route->permission) ? missingPermission(text(route->permission))
                                            : (this->*route->handler)(request, caller);
    reply.headers = std::move(headers);
    return reply;
}

GenesysSandbox::SignIn GenesysSandbox::signIn(const Request &request)
{
    const std::string token = bearerOf(request).toStdString();
    if (token.empty())
        return refuse(401, u"authentication.required"_s,
                      u"No authentication bearer token specified in authorization header."_s);
    const GenesysSession *session = m_state.session(token, now());
    if (!session)
        return refuse(401, u"bad.credentials"_s, u"Invalid login credentials."_s);
    if (field(formFields(request.query), "preserveIdleTTL") != "true")
        m_state.use(token, now());
    return Caller{token, *session};
}

// The admin, and a client with roles; agents and the viewer have none.
bool GenesysSandbox::mayDo(const Caller &caller, std::string_view permission) const
{
    const GenesysGrant &grant = caller.session.grant;
    return permission.empty()
        || (grant.user ? *grant.user == GenesysInventory::Admin : grant.client == GenesysInventory::AdminClient);
}

bool GenesysSandbox::spend(const GenesysGrant &who, std::vector<std::pair<std::string, std::string>> &headers)
{
    const qint64 window = now() / Minute;
    Budget &budget = m_budgets[{who.client, who.user ? qint64(*who.user) : -1}];
    if (budget.window != window)
        budget = {.window = window};
    const bool within = budget.used < m_rateLimit;
    budget.used += within ? 1 : 0;
    const std::string left = std::to_string((window + 1) * Minute - now());
    headers = {{"ININ-Correlation-Id", "3f8a2c1e-5b7d-4e90-8a61-0c9d4f2b7e15"},
               {"inin-ratelimit-count", std::to_string(budget.used)},
               {"inin-ratelimit-allowed", std::to_string(m_rateLimit)},
               {"inin-ratelimit-reset", left}};
    if (!within)
        headers.emplace_back("Retry-After", left);
    return within;
}

Reply GenesysSandbox::showSession(const Request &, const Caller &caller)
{
    const QJsonObject organization = {{u"id"_s, text(m_inventory.organizationId())}, {u"name"_s, u"Northwind Care"_s}};
    const QJsonObject &client = m_state.client(caller.session.grant.client);
    const QJsonObject shown = {{u"id"_s, client["id"_L1]},
                               {u"name"_s, client["name"_L1]},
                               {u"authorizedGrantType"_s, client["authorizedGrantType"_L1]},
                               {u"scope"_s, client["scope"_L1]},
                               {u"state"_s, client["state"_L1]},
                               {u"organization"_s, organization}};
    QJsonObject answer = {{u"organization"_s, organization},
                          {u"homeOrganization"_s, organization},
                          {u"authorizedScope"_s, client["scope"_L1]},
                          {u"OAuthClient"_s, shown}};
    if (const std::optional<qint64> idles = m_state.idles(caller.session))
        answer[u"dateTokenIdles"_s] = isoTime(*idles);
    return jsonReply(200, answer);
}

Reply GenesysSandbox::verifySession(const Request &, const Caller &) { return {}; }

Reply GenesysSandbox::endSession(const Request &request, const Caller &caller)
{
    if (!request.withoutEffect && m_state.end(caller.token)) {
        const GenesysGrant &grant = caller.session.grant;
        record(grant.user ? clientId(grant.client) + u':' + userId(*grant.user) : clientId(grant.client),
               u"genesys.deleteTokensMe"_s);
    }
    return {};
}

Reply GenesysSandbox::endSessions(const Request &request, const Caller &)
{
    const std::optional<quint64> user = m_inventory.userNumber(request.segments[3]);
    if (!user)
        return notFound();
    if (!request.withoutEffect && m_state.endOfUser(*user))
        record(userId(*user), u"genesys.deleteToken"_s);
    return Reply{.status = 204};
}

Reply GenesysSandbox::showTimeout(const Request &, const Caller &) { return jsonReply(200, m_state.timeout()); }

Reply GenesysSandbox::changeTimeout(const Request &request, const Caller &)
{
    const std::optional<QJsonObject> body = objectOf(request);
    const int seconds = body ? (*body)["idleTokenTimeoutSeconds"_L1].toInt() : 0;
    if (seconds < ShortestTimeout || seconds > LongestTimeout)
        return badBody(QString::number(seconds));
    if (!request.withoutEffect)
        m_state.timeout() = *body;
    return jsonReply(200, *body);
}

Reply GenesysSandbox::listUsers(const Request &request, const Caller &)
{
    return genesys::listUsers(m_inventory, request);
}

Reply GenesysSandbox::searchUsers(const Request &request, const Caller &)
{
    return genesys::searchUsers(m_inventory, request);
}

Reply GenesysSandbox::searchUsersOn(const Request &request, const Caller &)
{
    return genesys::searchUsersOn(m_inventory, request);
}

Reply GenesysSandbox::showCurrentUser(const Request &, const Caller &caller)
{
    if (!caller.session.grant.user)
        return refuse(400, u"bad.request"_s,
                      u"This request requires a user context. Client credentials cannot be used for requests that "
                      "require a user context."_s);
    return jsonReply(200, m_inventory.userObject(m_inventory.user(*caller.session.grant.user)));
}

Reply GenesysSandbox::showUser(const Request &request, const Caller &)
{
    const std::optional<quint64> user = m_inventory.userNumber(request.segments[3]);
    return user ? jsonReply(200, m_inventory.userObject(m_inventory.user(*user))) : notFound();
}

// Documented without parameters, and answered as the one page of a list.
Reply GenesysSandbox::listClients(const Request &, const Caller &)
{
    QJsonArray clients;
    for (const std::size_t index : m_state.clients())
        clients.append(m_state.client(index));
    return jsonReply(200,
                     {{u"entities"_s, clients},
                      {u"pageSize"_s, clients.size()},
                      {u"pageNumber"_s, 1},
                      {u"total"_s, clients.size()},
                      {u"pageCount"_s, 1},
                      {u"selfUri"_s, u"/api/v2/oauth/clients"_s}});
}

Reply GenesysSandbox::showClient(const Request &request, const Caller &)
{
    const std::optional<std::size_t> index = m_state.clientIndex(request.segments[4]);
    return index ? jsonReply(200, m_state.client(*index)) : notFound();
}

Reply GenesysSandbox::changeClient(const Request &request, const Caller &)
{
    const std::optional<std::size_t> index = m_state.clientIndex(request.segments[4]);
    if (!index)
        return notFound();
    const std::optional<QJsonObject> body = objectOf(request);
    if (!body || !isClientBody(*body))
        return badBody(u"client"_s);
    const QJsonObject after = changedClient(m_state.client(*index), *body, now());
    if (!request.withoutEffect) {
        const bool wasActive = m_state.isActive(*index);
        m_state.client(*index) = after;
        if (wasActive && !m_state.isActive(*index))
            revokeClient(*index, u"genesys.putOauthClient"_s);
    }
    return jsonReply(200, after);
}

Reply GenesysSandbox::removeClient(const Request &request, const Caller &)
{
    const std::optional<std::size_t> index = m_state.clientIndex(request.segments[4]);
    if (!index)
        return notFound();
    if (!request.withoutEffect) {
        revokeClient(*index, u"genesys.deleteOauthClient"_s);
        m_state.removeClient(*index);
    }
    return Reply{.status = 204};
}

Reply GenesysSandbox::changeSecret(const Request &request, const Caller &)
{
    const std::optional<std::size_t> index = m_state.clientIndex(request.segments[4]);
    if (!index)
        return notFound();
    if (!request.withoutEffect)
        m_state.changeSecret(*index);
    QJsonObject answer = m_state.client(*index);
    answer[u"secret"_s] = text(m_state.secret(*index));
    return jsonReply(200, answer);
}

Reply GenesysSandbox::authorize(const Request &request, const Caller &) { return m_login.authorize(request, now()); }

Reply GenesysSandbox::grantToken(const Request &request, const Caller &) { return m_login.token(request, now()); }

bool GenesysSandbox::isAlive(const QString &accessToken) const
{
    const std::lock_guard lock(m_mutex);
    return m_state.session(accessToken.toStdString(), now()) != nullptr;
}

bool GenesysSandbox::isEnded(const QString &userId) const
{
    const std::lock_guard lock(m_mutex);
    const std::optional<quint64> user = m_inventory.userNumber(userId.toStdString());
    return user && m_state.isEnded(*user);
}

QJsonObject GenesysSandbox::client(const QString &clientId) const
{
    const std::lock_guard lock(m_mutex);
    const std::optional<std::size_t> index = m_state.clientIndex(clientId.toStdString());
    return index ? m_state.client(*index) : QJsonObject();
}

QString GenesysSandbox::clientId(std::size_t index) const { return m_inventory.clients()[index]["id"_L1].toString(); }

QString GenesysSandbox::userId(quint64 number) const { return text(m_inventory.user(number).id); }

void GenesysSandbox::revokeClient(std::size_t client, const QString &by)
{
    m_state.endOfClient(client);
    record(clientId(client), by);
}

void GenesysSandbox::record(const QString &id, const QString &by)
{
    m_ledger.add({{u"at"_s, m_clock.nowMs()},
                  {u"provider"_s, name()},
                  {u"change"_s, u"revoked"_s},
                  {u"id"_s, id},
                  {u"by"_s, by}});
}

qint64 GenesysSandbox::now() const { return m_clock.nowMs() / 1000; }

} // namespace latchkey::sandbox
