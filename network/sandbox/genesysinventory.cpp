#include "network/sandbox/genesysinventory.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace latchkey::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Day = 86'400;
constexpr quint64 LeastUsers = 50;
constexpr quint64 NumberBits = 48;
constexpr int DefaultValidity = 86'400;

// Of one kind each, so that a text of one never reads as another.
enum Kind : quint64 { UserIds = 31, ClientIds, Values, Secrets, Ids, Users };
constexpr quint64 keyed(quint64 seed, Kind kind) { return mixed(seed * 1'000 + kind); }

constexpr std::array<std::string_view, 6> Departments = {"Support", "Sales", "Billing", "Quality", "Operations", "IT"};

struct ClientSketch
{
    const char *name;
    const char *grant;
    const char *state;
};
constexpr std::array<ClientSketch, 12> Clients = {{
    {"Latchkey admin", "CLIENT-CREDENTIALS", "active"},
    {"Latchkey viewer", "CLIENT-CREDENTIALS", "active"},
    {"Latchkey sign-in", "CODE", "active"},
    {"Salesforce embed", "CODE", "active"},
    {"Wallboard", "TOKEN", "active"},
    {"CX as Code (terraform)", "CLIENT-CREDENTIALS", "active"},
    {"Nightly export", "CLIENT-CREDENTIALS", "active"},
    {"Nightly export", "CLIENT-CREDENTIALS", "inactive"},
    {"Chat widget \u202Eegdirb", "TOKEN", "active"},
    {"Single sign-on bridge", "SAML2-BEARER", "active"},
    {"Old reporting (do not use)", "CLIENT-CREDENTIALS", "disabled"},
    {"<b>Recording</b> archive", "CODE", "active"},
}};

QString text(std::string_view utf8) { return QString::fromUtf8(utf8.data(), qsizetype(utf8.size())); }

QString isoTime(qint64 seconds)
{
    std::string time;
    appendIsoTime(seconds, time);
    return text(time);
}

std::string hex(quint64 number, int digits)
{
    return QString::number(number, 16).rightJustified(digits, u'0').right(digits).toStdString();
}

std::string lowerCase(std::string name)
{
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return name;
}

} // namespace

// 60 bits that check the number stand before the 48 that hide it behind them.
std::string HiddenUuids::text(quint64 number) const
{
    const quint64 check = mixed(m_key + number) >> 4;
    const quint64 hidden = (number ^ mixed(m_key ^ check)) & ((quint64(1) << NumberBits) - 1);
    const std::string digits = hex(check, 15);
    const std::string variant = hex(8 | (check & 3), 1) + hex(mixed(check), 3);
    return digits.substr(0, 8) + "-" + digits.substr(8, 4) + "-4" + digits.substr(12, 3) + "-" + variant + "-"
        + hex(hidden, 12);
}

std::optional<quint64> HiddenUuids::number(std::string_view uuid) const
{
    const QString digits = latchkey::sandbox::text(uuid).toLower();
    if (digits.size() != 36)
        return std::nullopt;
    const quint64 check = QString(digits.mid(0, 8) + digits.mid(9, 4) + digits.mid(15, 3)).toULongLong(nullptr, 16);
    const quint64 hidden = digits.mid(24).toULongLong(nullptr, 16);
    const quint64 number = (hidden ^ mixed(m_key ^ check)) & ((quint64(1) << NumberBits) - 1);
    return latchkey::sandbox::text(text(number)) == digits ? std::optional(number) : std::nullopt;
}

GenesysInventory::GenesysInventory(quint64 seed, quint64 tokens, qint64 reference)
    : m_seed(seed)
    , m_users(std::max(tokens / 10, LeastUsers))
    , m_reference(reference)
    , m_userIds(keyed(seed, UserIds))
    , m_values(keyed(seed, Values), 60, 64)
    , m_organizationId(HiddenUuids(keyed(seed, Ids)).text(0))
{
    inventClients();
}

void GenesysInventory::inventClients()
{
    const HiddenUuids ids(keyed(m_seed, ClientIds));
    for (std::size_t i = 0; i < Clients.size(); ++i) {
        const ClientSketch &sketch = Clients[i];
        const QString id = text(ids.text(i));
        const qint64 created = m_reference - qint64(100 + 90 * i) * Day;
        const QJsonObject role = {{u"roleId"_s, text(ids.text(100 + i % 3))}, {u"divisionId"_s, divisionId()}};
        m_clients.push_back({{u"id"_s, id},
                             {u"name"_s, QString::fromUtf8(sketch.name)},
                             {u"description"_s, u"Made for the sandbox"_s},
                             {u"accessTokenValiditySeconds"_s, DefaultValidity},
                             {u"authorizedGrantType"_s, QString::fromUtf8(sketch.grant)},
                             {u"registeredRedirectUri"_s, QJsonArray{u"http://127.0.0.1:8085/"_s}},
                             {u"scope"_s, QJsonArray{u"oauth"_s, u"users:readonly"_s, u"authorization"_s}},
                             {u"roleIds"_s, QJsonArray{role["roleId"_L1]}},
                             {u"roleDivisions"_s, QJsonArray{role}},
                             {u"state"_s, QString::fromUtf8(sketch.state)},
                             {u"dateCreated"_s, isoTime(created)},
                             {u"dateModified"_s, isoTime(created + 7 * Day)},
                             {u"createdBy"_s, QJsonObject{{u"id"_s, text(m_userIds.text(Admin))}}},
                             {u"selfUri"_s, u"/api/v2/oauth/clients/"_s + id}});
    }
}

std::string_view GenesysInventory::stateOf(quint64 number) const
{
    if (number <= Agent)
        return "active";
    const quint64 share = mixed(keyed(m_seed, Users) ^ mixed(number)) % 100;
    return share < 90 ? "active" : share < 97 ? "inactive" : "deleted";
}

GenesysUser GenesysInventory::user(quint64 number) const
{
    Chance chance(keyed(m_seed, Users) ^ mixed(number + 1));
    GenesysUser user;
    user.number = number;
    user.id = m_userIds.text(number);
    const std::string_view given = givenName(number);
    // As the customer of the other services names its people: the first of them are the same.
    const std::string_view family = familyName(number * 7 + number / 40);
    user.name = std::string(given) + " " + std::string(family);
    user.email = lowerCase(std::string(given) + "." + std::string(family));
    if (number >= 1'600) // as many pairs of names there are
        user.email += std::to_string(number);
    user.email += "@northwind.example";
    user.state = stateOf(number);
    if (chance.percent(80))
        user.department = chance.oneOf(Departments);
    if (number > Agent && chance.percent(2))
        user.name = hostileNames()[chance.below(quint32(hostileNames().size()))];
    return user;
}

std::optional<quint64> GenesysInventory::userNumber(std::string_view id) const
{
    const std::optional<quint64> number = m_userIds.number(id);
    return number && *number < m_users ? number : std::nullopt;
}

QJsonObject GenesysInventory::userObject(const GenesysUser &user) const
{
    QJsonObject object = {{u"id"_s, text(user.id)},
                          {u"name"_s, text(user.name)},
                          {u"division"_s,
                           QJsonObject{{u"id"_s, divisionId()},
                                       {u"name"_s, u"Home"_s},
                                       {u"selfUri"_s, u"/api/v2/authorization/divisions/"_s + divisionId()}}},
                          {u"email"_s, text(user.email)},
                          {u"username"_s, text(user.email)},
                          {u"state"_s, text(user.state)},
                          {u"version"_s, qint64(1 + user.number % 9)},
                          {u"selfUri"_s, u"/api/v2/users/"_s + text(user.id)}};
    if (!user.department.empty())
        object[u"department"_s] = text(user.department);
    return object;
}

std::string GenesysInventory::clientSecret(std::size_t client, int changes) const
{
    return HiddenNumbers(keyed(m_seed, Secrets), 43, 43).text(client * 1'000 + quint64(changes));
}

QString GenesysInventory::divisionId() const { return text(HiddenUuids(keyed(m_seed, Ids)).text(1)); }

} // namespace latchkey::sandbox
