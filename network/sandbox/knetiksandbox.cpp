#include "network/sandbox/knetiksandbox.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

#include <algorithm>
#include <charconv>

namespace latchkey::sandbox {

using namespace Qt::StringLiterals;
using Use = KnetikInventory::Use;

namespace {

//! A larger size is quietly cut to this, as the service's framework does.
constexpr std::size_t PageMax = 2'000;
constexpr std::string_view FormType = "application/x-www-form-urlencoded";

QString text(std::string_view utf8) { return QString::fromUtf8(utf8.data(), qsizetype(utf8.size())); }

//! The shape of the OAuth library, which answers before the service does.
Reply oauthError(int status, const QString &error, const QString &description)
{
    return jsonReply(status, {{u"error"_s, error}, {u"error_description"_s, description}});
}

std::string bearerOf(const Request &request)
{
    const std::string_view header = request.header("authorization").value_or("");
    return header.starts_with("Bearer ") ? std::string(header.substr(7)) : std::string();
}

//! A positive number; 0 for anything else.
std::size_t numberOf(const std::string &digits, std::size_t ifAbsent)
{
    std::size_t number = 0;
    const char *end = digits.data() + digits.size();
    const auto [at, error] = std::from_chars(digits.data(), end, number);
    if (digits.empty())
        return ifAbsent;
    return error == std::errc() && at == end ? number : 0;
}

//! In the query as well as in the body: the service's own documents show both.
FormFields grantFields(const Request &request)
{
    FormFields fields = formFields(request.query);
    if (request.mediaType() == FormType) {
        const FormFields body = formFields(request.body);
        fields.insert(fields.end(), body.begin(), body.end());
    }
    return fields;
}

std::optional<std::vector<std::pair<std::string, bool>>> orderOf(const std::string &text,
                                                                 std::span<const std::string_view> properties)
{
    std::vector<std::pair<std::string, bool>> order;
    const QStringList entries = QString::fromStdString(text).split(u',', Qt::SkipEmptyParts);
    for (const QString &entry : entries) {
        const std::string property = entry.section(u':', 0, 0).toStdString();
        const QString direction = entry.section(u':', 1);
        if ((direction != "ASC"_L1 && direction != "DESC"_L1)
            || std::ranges::find(properties, property) == properties.end())
            return std::nullopt;
        order.emplace_back(property, direction == "DESC"_L1);
    }
    return order;
}

//! Sorts the objects of a short list by what each of them says.
void sortBy(const std::vector<std::pair<std::string, bool>> &order, std::vector<QJsonObject> &rows)
{
    for (auto by = order.rbegin(); by != order.rend(); ++by) { // the first counts most
        const auto before = [key = text(by->first)](const QJsonObject &a, const QJsonObject &b) {
            const QJsonValue left = a[key];
            return left.isDouble() ? left.toInteger() < b[key].toInteger() : left.toString() < b[key].toString();
        };
        std::ranges::stable_sort(
            rows, [&](const QJsonObject &a, const QJsonObject &b) { return by->second ? before(b, a) : before(a, b); });
    }
}

void appendObject(const QJsonObject &object, std::string &to)
{
    to += QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

QJsonArray sortArray(const std::vector<std::pair<std::string, bool>> &order)
{
    QJsonArray sort;
    for (const auto &[property, descends] : order)
        sort.append(QJsonObject{{u"property"_s, text(property)},
                                {u"direction"_s, descends ? u"DESC"_s : u"ASC"_s},
                                {u"ascending"_s, !descends},
                                {u"descending"_s, descends},
                                {u"ignore_case"_s, false},
                                {u"null_handling"_s, u"NATIVE"_s}});
    return sort;
}

} // namespace

std::span<const KnetikSandbox::Route> KnetikSandbox::routes()
{
    using K = KnetikSandbox;
    static constexpr std::array<Route, 7> table = {{
        {"POST", "oauth/token", "knetik.grant", Right::Nobody, &K::grant},
        {"GET", "auth/tokens", "knetik.listTokens", Right::Tokens, &K::listTokens},
        {"GET", "auth/tokens/{}/{}", "knetik.getToken", Right::Tokens, &K::showToken},
        {"DELETE", "auth/tokens", "knetik.deleteTokens", Right::Tokens, &K::deleteTokens},
        {"GET", "me", "knetik.me", Right::Anybody, &K::me},
        {"GET", "users", "knetik.listUsers", Right::Users, &K::listUsers},
        {"GET", "auth/clients", "knetik.listClients", Right::Clients, &K::listClients},
    }};
    return table;
}

KnetikSandbox::KnetikSandbox(KnetikInventory inventory, int rateLimit, const Clock &clock, Ledger &ledger)
    : m_rateLimit(rateLimit)
    , m_clock(clock)
    , m_ledger(ledger)
    , m_state(std::move(inventory))
    , m_inventory(m_state.inventory())
{
}

QStringList KnetikSandbox::callNames()
{
    QStringList names;
    for (const Route &route : routes())
        names.append(text(route.call));
    return names;
}

QString KnetikSandbox::name() const { return u"knetik"_s; }

QJsonObject KnetikSandbox::ready(const QString &baseUrl) const
{
    const auto password = [this](quint64 user) { return text(m_inventory.passwordOf(user)); };
    const KnetikClient &web = m_inventory.clients()[KnetikInventory::Web];
    return {{u"baseUrl"_s, baseUrl},
            {u"clientId"_s, text(web.key)},
            {u"username"_s, u"admin"_s},
            {u"password"_s, password(KnetikInventory::Admin)},
            {u"clientSecret"_s, text(web.secret)},
            {u"supportUsername"_s, u"support"_s},
            {u"supportPassword"_s, password(KnetikInventory::Support)},
            {u"playerUsername"_s, u"player"_s},
            {u"playerPassword"_s, password(KnetikInventory::Player)}};
}

SandboxAccount KnetikSandbox::account(const QJsonObject &ready) const
{
    SandboxAccount known;
    known.account.name = u"arcade"_s;
    known.account.environment = Environment::Staging;
    known.account.colour = u"#8c6d5b"_s;
    known.account.signIn = u"client"_s;
    for (const QString &part : {u"clientId"_s, u"clientSecret"_s})
        known.sign(part, ready[part]);
    return known;
}

QString KnetikSandbox::call(const Request &request) const
{
    const Route *route = findRoute(routes(), request);
    return route ? text(route->call) : QString();
}

std::string KnetikSandbox::secret(const Request &request) const { return bearerOf(request); }

Reply KnetikSandbox::failure(int status) const
{
    switch (status) {
    case 401:
        return oauthError(401, u"invalid_token"_s, u"Invalid access token"_s);
    case 403:
        return refuse(403, u"Access is denied"_s);
    case 404:
        return refuse(404, u"Not found"_s);
    case 429:
        return refuse(429, u"Too many requests"_s);
    default:
        return refuse(status, status < 500 ? u"Bad request"_s : u"Internal error"_s);
    }
}

Reply KnetikSandbox::answer(const Request &request)
{
    const Route *route = findRoute(routes(), request);
    if (!route)
        return refuse(404, u"No such resource"_s);
    const std::lock_guard lock(m_mutex);
    if (route->right == Right::Nobody)
        return (this->*route->handler)(request, {});
    std::variant<Caller, Reply> signedIn = signIn(request, route->right);
    if (auto *refused = std::get_if<Reply>(&signedIn))
        return std::move(*refused);
    const Caller caller = std::get<Caller>(signedIn);
    if (route->method != "GET" && !spend(caller))
        return failure(429);
    return (this->*route->handler)(request, caller);
}

std::variant<KnetikSandbox::Caller, Reply> KnetikSandbox::signIn(const Request &request, Right right) const
{
    const std::string value = bearerOf(request);
    if (value.empty())
        return oauthError(401, u"unauthorized"_s, u"Full authentication is required to access this resource"_s);
    const std::optional<quint64> caller = m_state.tokenOf(value, Use::Access, now());
    if (!caller)
        return oauthError(401, u"invalid_token"_s, u"Invalid access token"_s);
    if (!has(*caller, right))
        return failure(403);
    return *caller;
}

std::string_view KnetikSandbox::roleOf(Caller caller) const
{
    const std::optional<quint64> user = m_state.pair(caller).user;
    return user ? m_inventory.user(*user).role : "admin";
}

bool KnetikSandbox::has(Caller caller, Right right) const
{
    const std::string_view role = roleOf(caller);
    return right == Right::Anybody || role == "admin" || (right == Right::Tokens && role == "support");
}

bool KnetikSandbox::spend(Caller caller)
{
    if (m_rateLimit == 0)
        return true;
    const qint64 window = now() / 60;
    Budget &budget = m_budgets[caller];
    if (budget.window != window)
        budget = {.window = window};
    const bool within = budget.used < m_rateLimit;
    budget.used += within ? 1 : 0;
    return within;
}

Reply KnetikSandbox::grant(const Request &request, Caller)
{
    const FormFields form = grantFields(request);
    const std::string type = field(form, "grant_type");
    const std::string secret = field(form, "client_secret");
    if (type.empty())
        return oauthError(400, u"invalid_request"_s, u"Missing grant type"_s);
    const std::optional<std::size_t> index = m_inventory.clientOf(field(form, "client_id"));
    const KnetikClient *client = index ? &m_inventory.clients()[*index] : nullptr;
    const bool mayOmitSecret = client && client->isPublic && type != "client_credentials";
    if (!client || (secret.empty() ? !mayOmitSecret : secret != client->secret))
        return oauthError(401, u"invalid_client"_s, u"Bad client credentials"_s);
    if (type != "password" && type != "client_credentials" && type != "refresh_token")
        return oauthError(400, u"unsupported_grant_type"_s, u"Unsupported grant type: %1"_s.arg(text(type)));
    if (std::ranges::find(client->grantTypes, type) == client->grantTypes.end())
        return oauthError(401, u"invalid_client"_s, u"Unauthorized grant type: %1"_s.arg(text(type)));
    if (type == "client_credentials")
        return grantTo(request, {{}, *index});
    return type == "password" ? grantToUser(request, form, *index) : refresh(request, form, *index);
}

Reply KnetikSandbox::grantToUser(const Request &request, const FormFields &form, std::size_t client)
{
    const std::optional<quint64> user = m_inventory.userOf(field(form, "username"));
    if (!user || m_inventory.passwordOf(*user) != field(form, "password"))
        return oauthError(400, u"invalid_grant"_s, u"Bad credentials"_s);
    return grantTo(request, {user, client});
}

Reply KnetikSandbox::grantTo(const Request &request, const KnetikPair &pair)
{
    if (request.withoutEffect) // a value like any other, of a token that is not there
        return granted({.accessToken = m_inventory.valueText({mixed(quint64(m_clock.nowMs())) >> 30, 0, Use::Access})});
    const KnetikState::Granted made = m_state.grant(pair, now());
    if (made.isNew)
        record(u"created"_s, made.number, u"knetik.grant"_s);
    return granted(made);
}

Reply KnetikSandbox::refresh(const Request &request, const FormFields &form, std::size_t client)
{
    const std::string value = field(form, "refresh_token");
    const std::optional<quint64> number = m_state.tokenOf(value, Use::Refresh, now());
    if (!number || m_state.pair(*number).client != client)
        return oauthError(400, u"invalid_grant"_s, u"Invalid refresh token"_s);
    return request.withoutEffect ? granted({.accessToken = m_state.value(*number, Use::Access), .refreshToken = value})
                                 : granted(m_state.renew(*number, now()));
}

Reply KnetikSandbox::granted(const KnetikState::Granted &granted)
{
    QJsonObject object = {{u"access_token"_s, text(granted.accessToken)},
                          {u"token_type"_s, u"bearer"_s},
                          {u"expires_in"_s, granted.expiresIn},
                          {u"scope"_s, u"write read"_s}};
    if (!granted.refreshToken.empty())
        object[u"refresh_token"_s] = text(granted.refreshToken);
    Reply reply = jsonReply(200, object);
    reply.headers = {{"Cache-Control", "no-store"}};
    return reply;
}

Reply KnetikSandbox::listTokens(const Request &request, Caller)
{
    static constexpr std::array<std::string_view, 2> properties = {"username", "client_id"};
    const FormFields query = formFields(request.query);
    std::variant<Page, Reply> asked = pageOf(query, properties);
    if (auto *refused = std::get_if<Reply>(&asked))
        return std::move(*refused);
    const Page &page = std::get<Page>(asked);
    KnetikState::Query wanted = {.username = field(query, "filter_username"),
                                 .clientId = field(query, "filter_client_id")};
    for (const auto &[property, descends] : page.order)
        wanted.order.push_back({property == "username", descends});
    const std::vector<quint64> &numbers = m_state.select(wanted);
    return pageReply(page, numbers.size(),
                     [&](std::size_t index, std::string &to) { appendToken(numbers[index], false, to); });
}

Reply KnetikSandbox::showToken(const Request &request, Caller)
{
    const std::optional<quint64> number = m_state.find(request.segments[2], request.segments[3]);
    if (!number)
        return failure(404);
    Reply reply;
    appendToken(*number, true, reply.body);
    return reply;
}

// Without either parameter the service documents no effect: here it has the worst that it could have.
Reply KnetikSandbox::deleteTokens(const Request &request, Caller)
{
    const FormFields query = formFields(request.query);
    const std::vector<quint64> numbers = m_state.tokens(field(query, "username"), field(query, "client_id"));
    if (numbers.empty())
        return failure(404);
    for (const quint64 number : numbers) {
        if (request.withoutEffect)
            break;
        m_state.revoke(number);
        record(u"revoked"_s, number, u"knetik.deleteTokens"_s);
    }
    return Reply{.status = 204};
}

Reply KnetikSandbox::me(const Request &, Caller caller)
{
    const KnetikPair own = m_state.pair(caller);
    QJsonObject object = {{u"client_id"_s, text(m_inventory.clients()[own.client].key)},
                          {u"roles"_s, QJsonArray{text(roleOf(caller))}}};
    if (own.user)
        object[u"user_id"_s] = m_inventory.user(*own.user).id;
    return jsonReply(200, object);
}

Reply KnetikSandbox::listUsers(const Request &request, Caller)
{
    static constexpr std::array<std::string_view, 4> properties = {"id", "username", "email", "member_since"};
    const FormFields query = formFields(request.query);
    std::variant<Page, Reply> asked = pageOf(query, properties);
    if (auto *refused = std::get_if<Reply>(&asked))
        return std::move(*refused);
    const Page &page = std::get<Page>(asked);
    const std::string name = field(query, "filter_username");
    const QStringList ids = text(field(query, "filter_id_list")).split(u',', Qt::SkipEmptyParts);
    const bool sorted = page.order != Page().order && page.order.front() != std::pair(std::string("id"), false);
    if (ids.isEmpty() && name.empty() && !sorted) // as it is stored: any number of them, one page at a time
        return pageReply(page, std::size_t(m_inventory.users()), [this](std::size_t index, std::string &to) {
            appendObject(m_inventory.userObject(m_inventory.user(index)), to);
        });
    std::vector<QJsonObject> rows;
    const auto addIf = [&](quint64 index) {
        const KnetikUser user = m_inventory.user(index);
        if (user.username.starts_with(name))
            rows.push_back(m_inventory.userObject(user));
    };
    for (const QString &id : ids) {
        if (const std::optional<quint64> index = m_inventory.userWithId(id.toLongLong()))
            addIf(*index);
    }
    for (quint64 index = 0; ids.isEmpty() && index < m_inventory.users(); ++index)
        addIf(index);
    sortBy(page.order, rows);
    return pageReply(page, rows.size(), [&](std::size_t index, std::string &to) { appendObject(rows[index], to); });
}

Reply KnetikSandbox::listClients(const Request &request, Caller)
{
    static constexpr std::array<std::string_view, 3> properties = {"id", "client_key", "name"};
    std::variant<Page, Reply> asked = pageOf(formFields(request.query), properties);
    if (auto *refused = std::get_if<Reply>(&asked))
        return std::move(*refused);
    std::vector<QJsonObject> rows;
    for (const KnetikClient &client : m_inventory.clients())
        rows.push_back(m_inventory.clientObject(client));
    sortBy(std::get<Page>(asked).order, rows);
    return pageReply(std::get<Page>(asked), rows.size(),
                     [&](std::size_t index, std::string &to) { appendObject(rows[index], to); });
}

std::variant<KnetikSandbox::Page, Reply> KnetikSandbox::pageOf(const FormFields &query,
                                                               std::span<const std::string_view> properties) const
{
    Page page;
    page.number = numberOf(field(query, "page"), page.number);
    page.size = std::min(numberOf(field(query, "size"), page.size), PageMax);
    if (page.number == 0)
        return refuse(400, u"must be greater than or equal to 1"_s, u"page"_s);
    if (page.size == 0)
        return refuse(400, u"must be greater than or equal to 1"_s, u"size"_s);
    const auto order = orderOf(field(query, "order"), properties);
    if (!order)
        return refuse(400, u"must be a list of PROPERTY:ASC or PROPERTY:DESC"_s, u"order"_s);
    page.order = *order;
    return page;
}

Reply KnetikSandbox::pageReply(const Page &page, std::size_t count,
                               const std::function<void(std::size_t, std::string &)> &append) const
{
    const std::size_t pages = (count + page.size - 1) / page.size;
    const std::size_t from = std::min(count, (page.number - 1) * page.size);
    const std::size_t to = std::min(count, from + page.size);
    Reply reply = {.body = "{\"content\":["};
    for (std::size_t index = from; index < to; ++index) {
        if (index > from)
            reply.body += ',';
        append(index, reply.body);
    }
    QJsonObject rest = {{u"first"_s, page.number == 1},
                        {u"last"_s, page.number >= pages},
                        {u"number"_s, qint64(page.number - 1 + m_firstPageNumber)},
                        {u"number_of_elements"_s, qint64(to - from)},
                        {u"size"_s, qint64(page.size)},
                        {u"total_elements"_s, qint64(count)},
                        {u"total_pages"_s, qint64(pages)}};
    if (!page.order.empty())
        rest[u"sort"_s] = sortArray(page.order);
    std::string members;
    appendObject(rest, members);
    reply.body += "]," + members.substr(1);
    return reply;
}

void KnetikSandbox::appendToken(quint64 number, bool withValue, std::string &to) const
{
    to += '{';
    if (m_state.pair(number).user) {
        appendJsonText(m_state.username(number), to += "\"username\":");
        to += ',';
    }
    appendJsonText(m_state.clientKey(number), to += "\"client_id\":");
    if (withValue)
        appendJsonText(m_state.value(number, Use::Access), to += ",\"token\":");
    to += '}';
}

void KnetikSandbox::setFirstPageNumber(int number)
{
    const std::lock_guard lock(m_mutex);
    m_firstPageNumber = std::size_t(number);
}

bool KnetikSandbox::isAlive(const QString &id) const { return !valueOf(id).isEmpty(); }

QStringList KnetikSandbox::tokenIds(const QString &username, const QString &clientId) const
{
    const std::lock_guard lock(m_mutex);
    QStringList ids;
    for (const quint64 number : m_state.tokens(username.toStdString(), clientId.toStdString()))
        ids.append(idOf(number));
    return ids;
}

QString KnetikSandbox::valueOf(const QString &id, Use use) const
{
    const auto part = [&id](int index) { return percentDecoded(id.section(u'/', index, index).toStdString(), false); };
    const std::lock_guard lock(m_mutex);
    const std::optional<quint64> number = m_state.find(part(0), part(1));
    return number ? text(m_state.value(*number, use)) : QString();
}

QString KnetikSandbox::idOf(quint64 number) const
{
    const auto encoded = [](const std::string &part) { return QUrl::toPercentEncoding(QString::fromStdString(part)); };
    return text((encoded(m_state.username(number)) + '/' + encoded(m_state.clientKey(number))).toStdString());
}

void KnetikSandbox::record(const QString &change, quint64 number, const QString &by)
{
    m_ledger.add({{u"at"_s, m_clock.nowMs()},
                  {u"provider"_s, name()},
                  {u"change"_s, change},
                  {u"id"_s, idOf(number)},
                  {u"by"_s, by}});
}

Reply KnetikSandbox::refuse(int status, const QString &message, const QString &field) const
{
    const auto orNull = [](const QString &part) { return part.isEmpty() ? QJsonValue(QJsonValue::Null) : part; };
    const std::string requestId = HiddenNumbers(quint64(m_clock.nowMs()), 16, 16).text(quint64(status));
    const QJsonObject error = {{u"message"_s, message}, {u"field"_s, orNull(field)}, {u"details"_s, QJsonValue::Null}};
    return jsonReply(status,
                     {{u"code"_s, status}, {u"request_id"_s, text(requestId)}, {u"result"_s, QJsonArray{error}}});
}

qint64 KnetikSandbox::now() const { return m_clock.nowMs() / 1000; }

} // namespace latchkey::sandbox
