#include "network/sandbox/fastlyinventory.h"

#include <QDateTime>

namespace latchkey::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Day = 86'400;
constexpr int Users = 240;
constexpr int Services = 60;
constexpr std::string_view BrowserSession = "manage.fastly.com browser session";

constexpr std::array<std::string_view, 16> Scopes = {
    "global",
    "global",
    "global",
    "global",
    "global",
    "global",
    "global:read",
    "global:read",
    "global:read",
    "purge_all",
    "purge_select",
    "purge_select",
    "purge_all purge_select",
    "purge_select global:read",
    "purge_all purge_select global:read",
    "global",
};
constexpr std::array<std::string_view, 3> AutomationRoles = {"engineer", "billing", "user"};

// Of one kind each, so that a text of one never reads as another.
enum Kind : quint64 { TokenIds = 11, Keys, UserIds, ServiceIds, CustomerIds, Passwords, OneTimeCodes, Owners, Tokens };
constexpr quint64 keyed(quint64 seed, Kind kind) { return mixed(seed * 1'000 + kind); }

//! Writes one JSON object by hand: a list of a million rows leaves no time for a DOM.
class Writer
{
public:
    explicit Writer(std::string &to) : m_to(to) { m_to += '{'; }
    ~Writer() { m_to += '}'; }
    Q_DISABLE_COPY_MOVE(Writer)

    std::string &key(std::string_view name)
    {
        if (m_to.back() != '{')
            m_to += ',';
        m_to.append("\"").append(name).append("\":");
        return m_to;
    }
    //! For texts without anything to escape.
    void plain(std::string_view name, std::string_view text) { key(name).append("\"").append(text).append("\""); }
    void text(std::string_view name, std::string_view value) { appendJsonText(value, key(name)); }
    void raw(std::string_view name, std::string_view json) { key(name).append(json); }
    void textOr(std::string_view name, std::string_view value, std::string_view empty)
    {
        if (value.empty())
            raw(name, empty);
        else
            text(name, value);
    }
    void timeOr(std::string_view name, qint64 seconds, std::string_view never)
    {
        if (seconds == FastlyToken::Never)
            return raw(name, never);
        appendIsoTime(seconds, key(name).append("\""));
        m_to += '"';
    }
    void hidden(std::string_view name, const HiddenNumbers &texts, quint64 number)
    {
        texts.append(number, key(name).append("\""));
        m_to += '"';
    }
    template <typename Texts>
    void list(std::string_view name, const Texts &texts)
    {
        key(name) += '[';
        for (const auto &item : texts) {
            if (m_to.back() != '[')
                m_to += ',';
            appendJsonText(std::string_view(item), m_to);
        }
        m_to += ']';
    }
    //! A space-separated text as a list.
    void words(std::string_view name, std::string_view text)
    {
        key(name).append("[\"");
        for (const char c : text) {
            if (c == ' ')
                m_to.append("\",\"");
            else
                m_to += c;
        }
        m_to.append("\"]");
    }

private:
    std::string &m_to;
};

constexpr std::string_view Null = "null";
constexpr std::string_view EmptyText = "\"\"";

std::string loginOf(std::string_view given, std::string_view family, int index)
{
    std::string login = std::string(given) + "." + std::string(family);
    std::ranges::transform(login, login.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return index < 40 * 40 ? login + "@northwind.example" : login + std::to_string(index) + "@northwind.example";
}

QString isoTime(qint64 seconds) { return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(Qt::ISODate); }

} // namespace

FastlyInventory::FastlyInventory(quint64 seed, quint64 userTokens, qint64 reference)
    : m_seed(seed)
    , m_userTokens(qMax<quint64>(userTokens, 3))
    , m_automationTokens(qBound<quint64>(3, userTokens / 20, 230))
    , m_reference(reference)
    , m_tokenIds(keyed(seed, TokenIds), 20, 22)
    , m_keys(keyed(seed, Keys), 32, 32)
{
    const HiddenNumbers userIds(keyed(seed, UserIds), 20, 22);
    const HiddenNumbers serviceIds(keyed(seed, ServiceIds), 22, 22);
    const HiddenNumbers passwords(keyed(seed, Passwords), 14, 14);
    m_customerId = HiddenNumbers(keyed(seed, CustomerIds), 22, 22).text(0);
    m_oneTimeCode = std::to_string(100'000 + keyed(seed, OneTimeCodes) % 900'000);

    for (int i = 0; i < Users; ++i) {
        Chance chance(mixed(m_seed) + quint64(i));
        // 7 and 40 have no common factor: every pair of names comes up once before one repeats.
        const std::string_view given = givenName(quint64(i));
        const std::string_view family = familyName(quint64(i) * 7 + quint64(i) / 40);
        FastlyUser user = {.id = userIds.text(quint64(i)),
                           .name = std::string(given) + " " + std::string(family),
                           .login = loginOf(given, family, i),
                           // Letters that forms and Basic headers spoil where they are not encoded.
                           .password = passwords.text(quint64(i)) + "+&=%",
                           .role = chance.percent(75) ? "engineer"
                               : chance.percent(60)   ? "user"
                                                      : "billing",
                           .twoFactor = chance.percent(40),
                           .created = m_reference - qint64(chance.below(3'000)) * Day};
        if (i % 60 == Admin)
            user.role = "superuser";
        if (i == Engineer)
            user.role = "engineer";
        user.twoFactor = i == Admin || (i != Engineer && user.twoFactor);
        user.locked = i == LockedUser;
        m_users.push_back(std::move(user));
    }
    for (int i = 0; i < Services; ++i) {
        Chance chance(mixed(m_seed + 1) + quint64(i));
        std::string name;
        appendTokenName(chance, name);
        m_services.emplace_back(serviceIds.text(quint64(i)), name + " service " + std::to_string(i));
    }
}

int FastlyInventory::owner(quint64 number) const
{
    if (number <= ExpiredToken)
        return int(number); // AdminToken of Admin, EngineerToken of Engineer
    const quint64 chance = mixed(keyed(m_seed, Owners) + number);
    // A few service accounts own a third of all tokens, as it goes; the admin has some dozens of 5,000.
    if (chance % 128 == 0)
        return Admin;
    return int(chance % 3 == 0 ? 4 + (chance >> 8) % 6 : (chance >> 8) % Users);
}

void FastlyInventory::invent(quint64 number, FastlyToken &token) const
{
    Chance chance(keyed(m_seed, Tokens) + number);
    token.number = number;
    token.automation = number >= m_userTokens;
    token.owner = token.automation ? Admin : owner(number);
    token.name.clear();
    token.services.clear();
    token.role = {};
    token.tlsAccess = false;
    token.sudoExpires = FastlyToken::Never;
    token.scope = chance.oneOf(Scopes);
    if (token.automation) {
        token.role = chance.oneOf(AutomationRoles);
        token.tlsAccess = chance.percent(10);
    }

    const bool session = !token.automation && chance.percent(7);
    const std::span<const std::string> hostile = hostileNames();
    const bool isHostile = number % 1'009 == 1'008 || (number >= 5 && number % 5 == 0 && number / 5 <= hostile.size());
    if (session && !isHostile)
        token.name = BrowserSession;
    else if (isHostile)
        token.name = hostile[number % 1'009 == 1'008 ? (number / 1'009) % hostile.size() : number / 5 - 1];
    else
        appendTokenName(chance, token.name);

    const qint64 age = session ? chance.below(3) : qint64(chance.below(52)) * chance.below(52);
    token.created = m_reference - age * Day - qint64(chance.below(quint32(Day)));
    token.expires = FastlyToken::Never;
    if (session)
        token.expires = token.created + 30 * Day;
    else if (chance.percent(15))
        token.expires = qMax(token.created + Day, m_reference - qint64(chance.below(400)) * Day);
    else if (chance.percent(30))
        token.expires = m_reference + qint64(1 + chance.below(365)) * Day + qint64(chance.below(quint32(Day)));
    inventUse(chance, token);
    token.userAgent = token.ip.empty() ? std::string_view()
        : session                      ? browserAgent(chance.below(99))
                                       : machineAgent(chance.below(99));

    if (!session && chance.percent(55)) {
        for (quint32 left = 1 + chance.below(4); left > 0; --left)
            token.services.push_back(m_services[chance.below(Services)].first);
    }
    nameFixedToken(token);
}

void FastlyInventory::inventUse(Chance &chance, FastlyToken &token) const
{
    token.ip.clear();
    token.lastUsed = FastlyToken::Never;
    if (chance.percent(12))
        return;
    const quint32 share = chance.below(100);
    const quint32 idle = share < 60 ? chance.below(7) : share < 78 ? chance.below(90) : 90 + chance.below(1'500);
    const qint64 latest = token.expires == FastlyToken::Never ? m_reference : qMin(m_reference, token.expires);
    const qint64 last = latest - qint64(idle) * Day - qint64(chance.below(quint32(Day)));
    const qint64 lifetime = qMax<qint64>(latest - token.created, 1);
    token.lastUsed = last > token.created ? last : token.created + qint64(chance.below(quint32(lifetime)));
    appendAddress(chance, token.ip);
}

void FastlyInventory::nameFixedToken(FastlyToken &token) const
{
    if (token.number > ExpiredToken)
        return;
    token.name = token.number == AdminToken ? "Latchkey admin"
        : token.number == EngineerToken     ? "Latchkey engineer"
                                            : "Latchkey, expired";
    token.scope = "global";
    token.services.clear();
    token.created = m_reference - 90 * Day;
    token.expires = token.number == ExpiredToken ? m_reference - Day : FastlyToken::Never;
    token.lastUsed = m_reference - (token.number == ExpiredToken ? 2 * Day : 60);
    token.ip = "192.0.2.10";
    token.userAgent = "Latchkey";
}

void FastlyInventory::appendUserRow(const FastlyToken &token, std::string &to) const
{
    Writer row(to);
    row.hidden("id", m_tokenIds, token.number);
    row.plain("user_id", m_users[std::size_t(token.owner)].id);
    row.plain("customer_id", m_customerId);
    row.text("name", token.name);
    row.timeOr("last_used_at", token.lastUsed, Null);
    row.timeOr("created_at", token.created, Null);
    row.timeOr("expires_at", token.expires, Null);
    row.textOr("ip", token.ip, Null);
    row.textOr("user_agent", token.userAgent, Null);
    row.timeOr("sudo_expires_at", token.sudoExpires, Null);
    row.words("scopes", token.scope);
    row.plain("scope", token.scope);
    row.list("services", token.services);
    row.textOr("service_id", token.services.empty() ? std::string_view() : token.services.back(), Null);
}

void FastlyInventory::appendAutomationRow(const FastlyToken &token, std::string &to) const
{
    Writer row(to);
    row.hidden("id", m_tokenIds, token.number);
    row.plain("creator_id", m_users[std::size_t(token.owner)].id);
    row.plain("customer_id", m_customerId);
    row.text("name", token.name);
    row.raw("access_token", EmptyText);
    row.plain("role", token.role);
    row.textOr("ip", token.ip, Null);
    row.textOr("user_agent", token.userAgent, Null);
    row.plain("scopes", token.scope);
    // Both spellings of "all services" are on the wire.
    if (token.services.empty() && token.number % 2 == 0)
        row.raw("services", Null);
    else
        row.list("services", token.services);
    row.textOr("service_id", token.services.empty() ? std::string_view() : token.services.back(), Null);
    row.raw("sudo_expires_at", Null);
    row.timeOr("last_used_at", token.lastUsed, Null);
    row.timeOr("created_at", token.created, Null);
    row.timeOr("expires_at", token.expires, Null);
    row.raw("tls_access", token.tlsAccess ? "true" : "false");
}

void FastlyInventory::appendAutomationDetail(const FastlyToken &token, std::string &to) const
{
    Writer row(to);
    row.hidden("id", m_tokenIds, token.number);
    if (token.services.empty())
        row.raw("services", Null);
    else
        row.list("services", token.services);
    row.text("name", token.name);
    row.plain("role", token.role);
    row.raw("access_token", EmptyText);
    row.plain("scope", token.scope);
    row.textOr("ip", token.ip, Null);
    row.timeOr("created_at", token.created, Null);
    row.timeOr("last_used_at", token.lastUsed, Null);
    row.timeOr("expires_at", token.expires, Null);
    row.textOr("user_agent", token.userAgent, Null);
}

void FastlyInventory::appendCreated(const FastlyToken &token, std::string &to) const
{
    Writer row(to);
    row.hidden("id", m_tokenIds, token.number);
    row.text("name", token.name);
    row.list("services", token.services);
    row.plain("scope", token.scope);
    row.plain("customer_id", m_customerId);
    row.timeOr("created_at", token.created, Null);
    row.hidden("access_token", m_keys, token.number);
    if (token.automation) {
        row.plain("role", token.role);
        row.raw("ip", EmptyText);
        row.raw("last_used_at", EmptyText);
        row.timeOr("expires_at", token.expires, EmptyText);
        row.raw("user_agent", EmptyText);
        row.raw("tls_access", token.tlsAccess ? "true" : "false");
        return;
    }
    row.plain("user_id", m_users[std::size_t(token.owner)].id);
    row.textOr("service_id", token.services.empty() ? std::string_view() : token.services.back(), Null);
    row.timeOr("expires_at", token.expires, Null);
    row.timeOr("updated_at", token.created, Null);
}

QJsonObject FastlyInventory::userObject(const FastlyUser &user) const
{
    return {{u"id"_s, QString::fromStdString(user.id)},
            {u"name"_s, QString::fromStdString(user.name)},
            {u"login"_s, QString::fromStdString(user.login)},
            {u"customer_id"_s, QString::fromStdString(m_customerId)},
            {u"role"_s, QString::fromUtf8(user.role.data(), qsizetype(user.role.size()))},
            {u"created_at"_s, isoTime(user.created)},
            {u"updated_at"_s, isoTime(user.created + Day)},
            {u"deleted_at"_s, QJsonValue::Null},
            {u"locked"_s, user.locked ? QJsonValue(true) : QJsonValue(QJsonValue::Null)},
            {u"require_new_password"_s, QJsonValue::Null},
            {u"two_factor_auth_enabled"_s, user.twoFactor},
            {u"limit_services"_s, false},
            {u"last_active_at"_s, QJsonValue::Null}};
}

} // namespace latchkey::sandbox
