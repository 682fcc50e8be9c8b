#include "network/sandbox/fastlysandbox.h"

#include "network/domain/moment.h"
#include "network/sandbox/fastlyerrors.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace latchkey::sandbox {

using namespace Qt::StringLiterals;
using namespace fastly;

namespace {

constexpr qint64 SudoSeconds = 300;
constexpr int WritesAnHour = 1'000;
constexpr int PageDefault = 20;
constexpr int PageMax = 100;
constexpr std::string_view BulkType = "application/vnd.api+json";
constexpr std::string_view FormType = "application/x-www-form-urlencoded";

QString text(std::string_view utf8) { return QString::fromUtf8(utf8.data(), qsizetype(utf8.size())); }

Reply noContent() { return Reply{.status = 204}; }

//! "purge_all  global" as "purge_all global"; nullopt for a word that is no scope; "global" for nothing at all.
std::optional<std::string> scopeOf(const QString &words)
{
    const QStringList list = words.split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : list) {
        if (word != "global"_L1 && word != "global:read"_L1 && word != "purge_all"_L1 && word != "purge_select"_L1)
            return std::nullopt;
    }
    return list.isEmpty() ? "global" : list.join(u' ').toStdString();
}

//! UTC seconds; Never for an empty text; nullopt for what is no time, or has passed.
std::optional<qint64> expiryOf(const std::string &isoTime, qint64 now)
{
    if (isoTime.empty())
        return FastlyToken::Never;
    const std::optional<qint64> ms = parseIsoTime(isoTime);
    if (!ms || *ms / 1000 <= now)
        return std::nullopt;
    return *ms / 1000;
}

bool hasScope(const FastlyToken &token, std::string_view wanted)
{
    return text(token.scope).split(u' ').contains(text(wanted));
}

//! Login and password of an Authorization header; nullopt if there is none of that kind.
std::optional<std::pair<std::string, std::string>> basicCredentials(const Request &request)
{
    const std::string_view header = request.header("authorization").value_or("");
    if (!header.starts_with("Basic "))
        return std::nullopt;
    const QByteArray encoded(header.data() + 6, qsizetype(header.size() - 6));
    const std::string pair = QByteArray::fromBase64(encoded).toStdString();
    const std::size_t colon = std::min(pair.find(':'), pair.size());
    return std::pair(pair.substr(0, colon), pair.substr(std::min(colon + 1, pair.size())));
}

//! A positive number out of a query; 0 for anything else.
int numberOf(const std::string &digits, int ifAbsent) { return digits.empty() ? ifAbsent : text(digits).toInt(); }

} // namespace

std::span<const FastlySandbox::Route> FastlySandbox::routes()
{
    using F = FastlySandbox;
    static constexpr std::array<Route, 19> table = {{
        {"GET", "tokens", "fastly.listTokens", Access::Key, &F::listOwn},
        {"GET", "customer/{}/tokens", "fastly.listCustomerTokens", Access::Key, &F::listCustomer},
        {"GET", "tokens/self", "fastly.tokenSelf", Access::OwnKey, &F::showSelf},
        {"GET", "tokens/{}", "fastly.getToken", Access::Key, &F::showToken},
        {"POST", "tokens", "fastly.createToken", Access::KeyOrPassword, &F::createToken},
        {"POST", "sudo", "fastly.sudo", Access::Key, &F::sudo},
        {"DELETE", "tokens/self", "fastly.revokeSelf", Access::OwnKey, &F::revokeSelf},
        {"DELETE", "tokens/{}", "fastly.revokeToken", Access::Key, &F::revokeToken},
        {"DELETE", "tokens", "fastly.bulkRevoke", Access::Key, &F::bulkRevoke},
        {"GET", "automation-tokens", "fastly.listAutomationTokens", Access::Key, &F::listAutomation},
        {"POST", "automation-tokens", "fastly.createAutomationToken", Access::Key, &F::createAutomation},
        {"GET", "automation-tokens/{}", "fastly.getAutomationToken", Access::Key, &F::showAutomation},
        {"GET", "automation-tokens/{}/services", "fastly.automationServices", Access::Key, &F::automationServices},
        {"DELETE", "automation-tokens/{}", "fastly.revokeAutomationToken", Access::Key, &F::revokeAutomation},
        {"GET", "current_user", "fastly.currentUser", Access::Key, &F::currentUser},
        {"GET", "user/{}", "fastly.getUser", Access::Key, &F::showUser},
        {"GET", "customer/{}/users", "fastly.customerUsers", Access::Key, &F::customerUsers},
        {"GET", "verify", "fastly.verify", Access::OwnKey, &F::verify},
        {"GET", "realms/fastly/.well-known/openid-configuration", "fastly.signInMetadata", Access::Open,
         &F::signInMetadata},
    }};
    return table;
}

FastlySandbox::FastlySandbox(FastlyInventory inventory, int rateLimit, const Clock &clock, Ledger &ledger)
    : m_rateLimit(rateLimit)
    , m_clock(clock)
    , m_ledger(ledger)
    , m_state(std::move(inventory))
    , m_inventory(m_state.inventory())
{
}

QStringList FastlySandbox::callNames()
{
    QStringList names;
    for (const Route &route : routes())
        names.append(text(route.call));
    return names;
}

QString FastlySandbox::name() const { return u"fastly"_s; }

Reply FastlySandbox::failure(int status) const { return fastly::failure(status); }

QJsonObject FastlySandbox::ready(const QString &baseUrl) const
{
    const auto key = [this](quint64 number) { return text(m_inventory.keys().text(number)); };
    const FastlyUser &admin = m_inventory.users()[FastlyInventory::Admin];
    const FastlyUser &engineer = m_inventory.users()[FastlyInventory::Engineer];
    return {{u"baseUrl"_s, baseUrl},
            {u"token"_s, key(FastlyInventory::AdminToken)},
            {u"login"_s, text(admin.login)},
            {u"password"_s, text(admin.password)},
            {u"otp"_s, text(m_inventory.oneTimeCode())},
            {u"customerId"_s, text(m_inventory.customerId())},
            {u"engineerToken"_s, key(FastlyInventory::EngineerToken)},
            {u"engineerLogin"_s, text(engineer.login)},
            {u"engineerPassword"_s, text(engineer.password)},
            {u"expiredToken"_s, key(FastlyInventory::ExpiredToken)}};
}

SandboxAccount FastlySandbox::account(const QJsonObject &ready) const
{
    SandboxAccount known;
    known.account.name = u"prod-cdn"_s;
    known.account.environment = Environment::Production;
    known.account.colour = u"#2e7dd1"_s;
    known.account.signIn = u"key"_s;
    known.sign(u"secret"_s, ready[u"token"]);
    return known;
}

QString FastlySandbox::call(const Request &request) const
{
    const Route *route = findRoute(routes(), request);
    return route ? text(route->call) : QString();
}

std::string FastlySandbox::secret(const Request &request) const
{
    return std::string(request.header("fastly-key").value_or(""));
}

Reply FastlySandbox::answer(const Request &request)
{
    const Route *route = findRoute(routes(), request);
    if (!route)
        return refuse(404, u"Record not found"_s, u"Cannot find %1"_s.arg(text(request.path())));
    const std::lock_guard lock(m_mutex);
    if (route->access == Access::Open)
        return (this->*route->handler)(request, {});
    SignIn signedIn = signIn(request, *route);
    if (auto *refused = std::get_if<Reply>(&signedIn))
        return std::move(*refused);
    const Caller &caller = std::get<Caller>(signedIn);
    if (route->method == "GET")
        return (this->*route->handler)(request, caller);
    std::vector<std::pair<std::string, std::string>> headers;
    Reply reply = spend(caller, headers) ? (this->*route->handler)(request, caller) : failure(429);
    reply.headers = std::move(headers);
    return reply;
}

FastlySandbox::SignIn FastlySandbox::signIn(const Request &request, const Route &route) const
{
    const std::optional<std::string_view> key = request.header("fastly-key");
    SignIn signedIn = signInWithKey(key.value_or(""));
    if (route.access == Access::KeyOrPassword && !isSudo(signedIn)) {
        // The official JavaScript client sends key and Basic together where both are set.
        if (const auto basic = basicCredentials(request))
            return signInWithPassword(basic->first, basic->second, request);
        const FormFields form = formFields(request.body);
        if (!key && !field(form, "username").empty())
            return signInWithPassword(field(form, "username"), field(form, "password"), request);
    }
    if (const auto *caller = std::get_if<Caller>(&signedIn); caller && route.access != Access::OwnKey) {
        const bool mayRead = hasScope(*caller->token, "global") || hasScope(*caller->token, "global:read");
        if (route.method == "GET" ? !mayRead : !hasScope(*caller->token, "global"))
            return forbidden();
    }
    return signedIn;
}

FastlySandbox::SignIn FastlySandbox::signInWithKey(std::string_view key) const
{
    const std::optional<quint64> number = m_inventory.keys().number(key);
    std::optional<FastlyToken> found = number ? m_state.token(*number) : std::nullopt;
    if (!found)
        return refuse(403, u"Provided credentials are missing or invalid"_s);
    if (found->expires != FastlyToken::Never && found->expires <= now())
        return refuse(401, u"Unauthorized"_s, u"The token has expired"_s);
    const std::string_view role = found->automation ? found->role : m_inventory.users()[std::size_t(found->owner)].role;
    const int user = found->owner;
    return Caller{.token = std::move(found), .user = user, .superuser = role == "superuser"};
}

FastlySandbox::SignIn FastlySandbox::signInWithPassword(const std::string &login, const std::string &password,
                                                        const Request &request) const
{
    const auto &users = m_inventory.users();
    const auto user = std::ranges::find(users, login, &FastlyUser::login);
    if (user == users.end() || user->password != password)
        return grantError(u"invalid_grant"_s);
    if (user->locked)
        return grantError(u"account_locked"_s);
    const std::optional<std::string_view> code = request.header("fastly-otp");
    if (user->twoFactor && !code)
        return grantError(u"2fa.verify"_s);
    if (user->twoFactor && *code != m_inventory.oneTimeCode())
        return grantError(u"invalid_grant"_s);
    return Caller{.user = int(user - users.begin()), .superuser = user->role == "superuser"};
}

bool FastlySandbox::isSudo(const SignIn &signedIn) const
{
    const auto *caller = std::get_if<Caller>(&signedIn);
    return caller && (!caller->token || m_state.isSudo(caller->token->number, now()));
}

bool FastlySandbox::spend(const Caller &caller, std::vector<std::pair<std::string, std::string>> &headers)
{
    const bool ofToken = caller.token && caller.token->automation;
    const qint64 who = ofToken ? -1 - qint64(caller.token->number) : caller.user;
    const qint64 length = m_rateLimit > 0 ? 60 : 3600;
    const int limit = m_rateLimit > 0 ? m_rateLimit : WritesAnHour;
    const qint64 window = now() / length;
    Budget &budget = m_budgets[who];
    if (budget.window != window)
        budget = {.window = window};
    const bool within = budget.used < limit;
    budget.used += within ? 1 : 0;
    headers = {{"Fastly-RateLimit-Remaining", std::to_string(limit - budget.used)},
               {"Fastly-RateLimit-Reset", std::to_string((window + 1) * length)}};
    return within;
}

Reply FastlySandbox::listOwn(const Request &, const Caller &caller)
{
    return Reply{.stream = m_state.rows(caller.user)};
}

Reply FastlySandbox::listCustomer(const Request &request, const Caller &caller)
{
    if (!caller.superuser)
        return forbidden();
    if (request.segments[1] != m_inventory.customerId())
        return refuse(404, u"Record not found"_s, u"Cannot find customer '%1'"_s.arg(text(request.segments[1])));
    return Reply{.stream = m_state.rows({})};
}

Reply FastlySandbox::showSelf(const Request &, const Caller &caller)
{
    Reply reply;
    m_inventory.appendUserRow(*caller.token, reply.body);
    return reply;
}

Reply FastlySandbox::showToken(const Request &request, const Caller &caller)
{
    const std::optional<FastlyToken> found = m_state.tokenOf(request.segments[1]);
    // Whether the service shows automation tokens here is not known: a look that counts on it would be a guess.
    if (!found || found->automation)
        return noToken(request.segments[1]);
    if (!caller.mayReach(*found))
        return forbidden();
    Reply reply;
    m_inventory.appendUserRow(*found, reply.body);
    return reply;
}

Reply FastlySandbox::createToken(const Request &request, const Caller &caller)
{
    if (!isSudo(caller))
        return sudoMissing();
    if (!request.body.empty() && request.mediaType() != FormType)
        return grantError(u"invalid_request"_s);
    const FormFields form = formFields(request.body);
    const std::optional<std::string> scope = scopeOf(text(field(form, "scope")));
    const std::optional<qint64> expires = expiryOf(field(form, "expires_at"), now());
    if (!scope || !expires)
        return grantError(scope ? u"invalid_request"_s : u"invalid_scope"_s);

    FastlyState::Wish wish = {.scope = *scope};
    for (const auto &[name, value] : form) {
        if (name == "services[]")
            wish.services.push_back(value);
    }
    wish.token.owner = caller.user;
    wish.token.name = field(form, "name");
    wish.token.expires = *expires;
    return create(request, std::move(wish), u"fastly.createToken"_s);
}

Reply FastlySandbox::sudo(const Request &request, const Caller &caller)
{
    std::string password;
    if (request.mediaType() == FormType)
        password = field(formFields(request.body), "password");
    else
        password =
            QJsonDocument::fromJson(QByteArray::fromStdString(request.body))[u"password"].toString().toStdString();
    const FastlyUser &user = m_inventory.users()[std::size_t(caller.user)];
    const std::optional<std::string_view> code = request.header("fastly-otp");
    // The official clients cannot send a code here; one that is sent has to be right.
    if (caller.token->automation || password != user.password
        || (user.twoFactor && code && *code != m_inventory.oneTimeCode()))
        return refuse(401, u"Unauthorized"_s, u"Invalid password or one-time code"_s);
    const qint64 until = now() + SudoSeconds;
    if (!request.withoutEffect)
        m_state.setSudo(caller.token->number, until);
    const QString spelled = QDateTime::fromSecsSinceEpoch(until, Qt::UTC).toString(u"yyyy-MM-ddTHH:mm:ss'+00:00'"_s);
    return jsonReply(200, {{u"expiry_time"_s, spelled}});
}

Reply FastlySandbox::revokeToken(const Request &request, const Caller &caller)
{
    const std::optional<FastlyToken> found = m_state.tokenOf(request.segments[1]);
    if (!found)
        return noToken(request.segments[1]);
    if (!caller.mayReach(*found))
        return forbidden();
    revoke(request, found->number, u"fastly.revokeToken"_s);
    return noContent();
}

Reply FastlySandbox::revokeSelf(const Request &request, const Caller &caller)
{
    revoke(request, caller.token->number, u"fastly.revokeSelf"_s);
    return noContent();
}

// Whether the service does all or nothing is not documented; this one does, and never says which id was wrong.
Reply FastlySandbox::bulkRevoke(const Request &request, const Caller &caller)
{
    const std::string_view fullType = request.header("content-type").value_or("");
    if (request.mediaType() != BulkType || fullType.find("ext=bulk") == std::string_view::npos)
        return refuse(415, u"Unsupported media type"_s);
    const QJsonDocument body = QJsonDocument::fromJson(QByteArray::fromStdString(request.body));
    const QJsonArray items = body[u"data"].toArray();
    std::vector<quint64> numbers;
    for (const QJsonValue &item : items) {
        if (item[u"type"].toString() != "token"_L1 || !item[u"id"].isString())
            return refuse(400, u"Bad request"_s);
        const std::optional<FastlyToken> found = m_state.tokenOf(item[u"id"].toString().toStdString());
        if (!found)
            return refuse(404, u"Record not found"_s);
        if (!caller.mayReach(*found))
            return forbidden();
        numbers.push_back(found->number);
    }
    if (numbers.empty())
        return refuse(400, u"Bad request"_s);
    for (const quint64 number : numbers)
        revoke(request, number, u"fastly.bulkRevoke"_s);
    return noContent();
}

Reply FastlySandbox::listAutomation(const Request &request, const Caller &)
{
    const FormFields query = formFields(request.query);
    const int page = numberOf(field(query, "page"), 1);
    const int perPage = qMin(numberOf(field(query, "per_page"), PageDefault), PageMax);
    if (page < 1 || perPage < 1)
        return problem(400, u"Bad Request"_s, u"page and per_page are positive numbers"_s);
    const std::vector<quint64> live = m_state.automationTokens();
    const std::size_t count = live.size();
    Reply reply = {.body = "{\"data\":["};
    for (std::size_t i = std::size_t(page - 1) * std::size_t(perPage);
         i < std::min(count, std::size_t(page) * std::size_t(perPage)); ++i) {
        if (reply.body.back() != '[')
            reply.body += ',';
        m_inventory.appendAutomationRow(*m_state.token(live[i]), reply.body);
    }
    const std::size_t pages = (count + std::size_t(perPage) - 1) / std::size_t(perPage);
    reply.body += "],\"meta\":{\"per_page\":" + std::to_string(perPage) + ",\"current_page\":" + std::to_string(page)
        + ",\"record_count\":" + std::to_string(count) + ",\"total_pages\":" + std::to_string(pages) + "}}";
    return reply;
}

Reply FastlySandbox::createAutomation(const Request &request, const Caller &caller)
{
    if (!caller.superuser || caller.token->automation)
        return problem(403, u"Forbidden"_s, u"Only superusers create automation tokens"_s);
    if (!isSudo(caller))
        return sudoMissing();
    const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(request.body)).object();
    const QString role = body["role"_L1].toString();
    const std::optional<std::string> scope = scopeOf(body["scope"_L1].toString());
    const std::optional<qint64> expires = expiryOf(body["expires_at"_L1].toString().toStdString(), now());
    const bool knownRole = role == "engineer"_L1 || role == "billing"_L1 || role == "user"_L1;
    if (request.mediaType() != "application/json" || body["name"_L1].toString().isEmpty() || !knownRole || !scope
        || !expires)
        return problem(400, u"Bad Request"_s, u"name, role, scope or expires_at is missing or wrong"_s);

    FastlyState::Wish wish = {.scope = *scope, .role = role.toStdString()};
    const QJsonArray services = body["services"_L1].toArray();
    for (const QJsonValue &service : services)
        wish.services.push_back(service.toString().toStdString());
    wish.token.automation = true;
    wish.token.owner = caller.user;
    wish.token.name = body["name"_L1].toString().toStdString();
    wish.token.tlsAccess = body["tls_access"_L1].toBool();
    wish.token.expires = *expires;
    return create(request, std::move(wish), u"fastly.createAutomationToken"_s);
}

Reply FastlySandbox::showAutomation(const Request &request, const Caller &)
{
    const std::optional<FastlyToken> found = m_state.tokenOf(request.segments[1]);
    if (!found || !found->automation)
        return problem(404, u"Not Found"_s, u"Cannot find the automation token"_s);
    Reply reply;
    m_inventory.appendAutomationDetail(*found, reply.body);
    return reply;
}

Reply FastlySandbox::automationServices(const Request &request, const Caller &)
{
    const std::optional<FastlyToken> found = m_state.tokenOf(request.segments[1]);
    if (!found || !found->automation)
        return problem(404, u"Not Found"_s, u"Cannot find the automation token"_s);
    QJsonArray ids;
    for (const std::string_view service : found->services)
        ids.append(text(service));
    const QJsonObject meta = {{u"per_page"_s, PageDefault},
                              {u"current_page"_s, 1},
                              {u"record_count"_s, ids.size()},
                              {u"total_pages"_s, ids.isEmpty() ? 0 : 1}};
    return jsonReply(200, {{u"data"_s, ids}, {u"meta"_s, meta}});
}

// Documented, and reported not to work for want of a parameter that nobody documents; DELETE /tokens/{id} does it.
Reply FastlySandbox::revokeAutomation(const Request &, const Caller &)
{
    return problem(400, u"Bad Request"_s, u"customer_id is required"_s);
}

Reply FastlySandbox::currentUser(const Request &, const Caller &caller)
{
    if (caller.token->automation || !caller.token->services.empty())
        return forbidden();
    return jsonReply(200, m_inventory.userObject(m_inventory.users()[std::size_t(caller.user)]));
}

Reply FastlySandbox::showUser(const Request &request, const Caller &)
{
    const auto &users = m_inventory.users();
    const auto user = std::ranges::find(users, request.segments[1], &FastlyUser::id);
    if (user == users.end())
        return refuse(404, u"Record not found"_s, u"Cannot find user '%1'"_s.arg(text(request.segments[1])));
    return jsonReply(200, m_inventory.userObject(*user));
}

Reply FastlySandbox::customerUsers(const Request &request, const Caller &)
{
    if (request.segments[1] != m_inventory.customerId())
        return refuse(404, u"Record not found"_s, u"Cannot find customer '%1'"_s.arg(text(request.segments[1])));
    QJsonArray users;
    for (const FastlyUser &user : m_inventory.users())
        users.append(m_inventory.userObject(user));
    return Reply{.body = QJsonDocument(users).toJson(QJsonDocument::Compact).toStdString()};
}

Reply FastlySandbox::verify(const Request &, const Caller &caller)
{
    const FastlyToken &own = *caller.token;
    const FastlyUser &user = m_inventory.users()[std::size_t(caller.user)];
    QJsonObject services;
    for (const auto &[id, name] : m_inventory.services()) {
        if (own.services.empty() || std::ranges::find(own.services, std::string_view(id)) != own.services.end())
            services[text(id)] = text(name);
    }
    const auto time = [](qint64 seconds) {
        return seconds == FastlyToken::Never ? QJsonValue(QJsonValue::Null)
                                             : QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(Qt::ISODate);
    };
    return jsonReply(
        200,
        {{u"customer"_s, QJsonObject{{u"id"_s, text(m_inventory.customerId())}, {u"name"_s, u"Northwind CDN"_s}}},
         {u"user"_s,
          QJsonObject{{u"id"_s, text(user.id)}, {u"name"_s, text(user.name)}, {u"login"_s, text(user.login)}}},
         {u"services"_s, services},
         {u"token"_s,
          QJsonObject{{u"id"_s, text(m_inventory.tokenIds().text(own.number))},
                      {u"name"_s, text(own.name)},
                      {u"created_at"_s, time(own.created)},
                      {u"expires_at"_s, time(own.expires)},
                      {u"scope"_s, text(own.scope)}}}});
}

// The official command line asks its account server for this before any command, whether it signs in there or not.
Reply FastlySandbox::signInMetadata(const Request &request, const Caller &)
{
    const QString realm = u"http://%1/fastly/realms/fastly"_s.arg(text(request.header("host").value_or("127.0.0.1")));
    const QString connect = realm + u"/protocol/openid-connect"_s;
    return jsonReply(200,
                     {{u"issuer"_s, realm},
                      {u"authorization_endpoint"_s, connect + u"/auth"_s},
                      {u"token_endpoint"_s, connect + u"/token"_s},
                      {u"jwks_uri"_s, connect + u"/certs"_s}});
}

bool FastlySandbox::isAlive(const QString &tokenId) const
{
    const std::lock_guard lock(m_mutex);
    return m_state.tokenOf(tokenId.toStdString()).has_value();
}

QStringList FastlySandbox::userTokenIds(std::optional<int> owner) const
{
    const std::lock_guard lock(m_mutex);
    QStringList ids;
    for (const quint64 number : m_state.userTokens(owner))
        ids.append(text(m_inventory.tokenIds().text(number)));
    return ids;
}

QStringList FastlySandbox::automationTokenIds() const
{
    const std::lock_guard lock(m_mutex);
    QStringList ids;
    for (const quint64 number : m_state.automationTokens())
        ids.append(text(m_inventory.tokenIds().text(number)));
    return ids;
}

QString FastlySandbox::keyOf(const QString &tokenId) const
{
    const std::optional<quint64> number = m_inventory.tokenIds().number(tokenId.toStdString());
    return number ? text(m_inventory.keys().text(*number)) : QString();
}

void FastlySandbox::revoke(const Request &request, quint64 number, const QString &by)
{
    if (request.withoutEffect || !m_state.token(number))
        return;
    m_state.revoke(number);
    record(u"revoked"_s, number, by);
}

Reply FastlySandbox::create(const Request &request, FastlyState::Wish wish, const QString &by)
{
    wish.token.created = now();
    Reply reply;
    if (request.withoutEffect) {
        // An id and a key like any other, of a token that is not there.
        wish.token.number = mixed(quint64(m_clock.nowMs()));
        wish.token.scope = wish.scope;
        wish.token.role = wish.role;
        m_inventory.appendCreated(wish.token, reply.body);
        return reply;
    }
    const FastlyToken made = m_state.create(std::move(wish));
    record(u"created"_s, made.number, by);
    m_inventory.appendCreated(made, reply.body);
    return reply;
}

void FastlySandbox::record(const QString &change, quint64 number, const QString &by)
{
    m_ledger.add({{u"at"_s, m_clock.nowMs()},
                  {u"provider"_s, name()},
                  {u"change"_s, change},
                  {u"id"_s, text(m_inventory.tokenIds().text(number))},
                  {u"by"_s, by}});
}

qint64 FastlySandbox::now() const { return m_clock.nowMs() / 1000; }

} // namespace latchkey::sandbox
