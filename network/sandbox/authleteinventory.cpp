#include "network/sandbox/authleteinventory.h"

#include <QCryptographicHash>

namespace latchkey::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 SecondMs = 1'000;
constexpr qint64 HourMs = 3'600 * SecondMs;
constexpr qint64 DayMs = 24 * HourMs;
constexpr int Clients = 24;
constexpr int Subjects = 400;
constexpr int RotationShift = 40; // numbers stay below

// Of one kind each, so that a text of one never reads as another.
enum Kind : quint64 { Values = 401, RefreshValues, TokenIds, Bearers, ClientsOf, SubjectsOf, Tokens, Services };
constexpr quint64 keyed(quint64 seed, Kind kind) { return mixed(seed * 1'000 + kind); }

constexpr std::array<const char *, Clients> ClientNames = {
    "Northwind web shop",
    "Northwind for iOS",
    "Northwind for Android",
    "Partner portal",
    "Delivery tracking",
    "Invoice export",
    "Newsletter",
    "Warehouse terminal",
    "Smart TV app",
    "Loyalty card",
    "Customer support desk",
    "Fraud scoring",
    "<b>Northwind</b> web shop",
    "Northwlnd for iOS",
    "pro\u200Bduction sync",
    "Reports \u202Eesrever",
    "=HYPERLINK(\"https://evil.example\")",
    "Price feed",
    "Returns",
    "Store locator",
    "Gift cards",
    "Data warehouse sync",
    "Test client, delete me",
    "",
};

//! What a hostile or careless user directory holds; subjects are ASCII, of at most 100 characters.
constexpr std::array<const char *, 8> HostileSubjects = {
    "<img src=x onerror=alert(1)>", "' OR 1=1 --", "../../admin", "null", "a/b?c=d&e=f#g", "john%20smith", "=1+1",
    "subject with spaces",
};

QString subjectOf(int index)
{
    if (index % 50 == 49)
        return QString::fromLatin1(HostileSubjects[std::size_t(index / 50) % HostileSubjects.size()]);
    if (index % 7 == 3)
        return QString::number(100'000 + mixed(quint64(index)) % 900'000);
    const auto view = [](std::string_view text) { return QString::fromLatin1(text.data(), qsizetype(text.size())); };
    // 7 and 40 have no common factor: every pair of names comes up once before one repeats.
    const QString given = view(givenName(quint64(index)));
    const QString family = view(familyName(quint64(index) * 7 + quint64(index) / 40));
    return given.toLower() + u'.' + family.toLower();
}

AuthleteClient clientOf(quint64 seed, int index)
{
    AuthleteClient client;
    client.id = 10'000'000'000'000 + qint64(mixed(keyed(seed, ClientsOf) + quint64(index)) % 80'000'000'000'000);
    client.name = QString::fromUtf8(ClientNames[std::size_t(index)]);
    client.isPublic = index % 3 == 1;
    if (index % 4 == 0)
        client.alias = u"client-%1"_s.arg(index);
    return client;
}

} // namespace

AuthleteInventory::AuthleteInventory(quint64 seed, quint64 tokens, qint64 reference)
    : m_seed(seed)
    , m_tokens(qMax<quint64>(tokens, 3))
    , m_reference(reference * SecondMs)
    , m_values(keyed(seed, Values), 43, 43)
    , m_refreshValues(keyed(seed, RefreshValues), 43, 43)
    , m_tokenIds(keyed(seed, TokenIds), 22, 22)
    , m_bearers(keyed(seed, Bearers), 43, 43)
    , m_serviceId(QString::number(20'000'000'000'000 + keyed(seed, Services) % 9'000'000'000'000))
{
    for (int i = 0; i < Clients; ++i)
        m_clients.push_back(clientOf(seed, i));
    for (int i = 0; i < Subjects; ++i)
        m_subjects.push_back(subjectOf(i));
}

const QStringList &AuthleteInventory::scopes()
{
    static const QStringList all = {u"openid"_s,       u"profile"_s,       u"email"_s,          u"offline_access"_s,
                                    u"history.read"_s, u"timeline.read"_s, u"timeline.write"_s, u"payments"_s};
    return all;
}

const QStringList &AuthleteInventory::grantTypes()
{
    static const QStringList all = {
        u"AUTHORIZATION_CODE"_s, u"CLIENT_CREDENTIALS"_s, u"REFRESH_TOKEN"_s, u"PASSWORD"_s,
        u"DEVICE_CODE"_s,        u"IMPLICIT"_s,           u"CIBA"_s,          u"TOKEN_EXCHANGE"_s,
        u"JWT_BEARER"_s,         u"PRE_AUTHORIZED_CODE"_s};
    return all;
}

int AuthleteInventory::client(quint64 number) const
{
    const quint64 chance = mixed(keyed(m_seed, Tokens) + 2 * number);
    // Half of all tokens belong to the shop and its two apps; the last client has none.
    return int(chance % 2 == 0 ? (chance >> 8) % 3 : (chance >> 8) % (Clients - 1));
}

const QString &AuthleteInventory::subject(quint64 number) const
{
    static const QString none;
    const quint64 chance = mixed(keyed(m_seed, SubjectsOf) + number);
    return chance % 10 == 0 ? none : m_subjects[std::size_t(chance >> 8) % m_subjects.size()];
}

AuthleteToken AuthleteInventory::invent(quint64 number) const
{
    Chance chance(mixed(keyed(m_seed, Tokens) + 2 * number + 1));
    AuthleteToken token;
    token.number = number;
    token.client = client(number);
    token.subject = subject(number);
    const bool ofClient = token.subject.isEmpty();
    token.grantType = ofClient ? grantTypes()[1] : grantTypes()[chance.percent(70) ? 0 : 2 + int(chance.below(4))];
    for (const QString &scope : scopes()) {
        if (chance.percent(30))
            token.scopes += scope;
    }
    if (chance.percent(10)) {
        token.properties = {
            QJsonObject{{u"key"_s, u"device"_s}, {u"value"_s, u"till-%1"_s.arg(chance.below(40))}},
            QJsonObject{{u"key"_s, u"session"_s}, {u"value"_s, u"hidden-value"_s}, {u"hidden"_s, true}}};
    }
    inventTimes(chance, token);
    return token;
}

void AuthleteInventory::inventTimes(Chance &chance, AuthleteToken &token) const
{
    const qint64 age = qint64(chance.below(30)) * chance.below(30);
    token.created = m_reference - age * DayMs - qint64(chance.below(quint32(DayMs / SecondMs))) * SecondMs;
    const bool canRefresh = !token.subject.isEmpty() && token.grantType != "IMPLICIT"_L1;
    if (chance.percent(3))
        token.expires = 0;
    else if (chance.percent(25))
        token.expires = token.created + HourMs; // long past, mostly
    else
        token.expires = m_reference + qint64(1 + chance.below(90)) * DayMs;
    if (canRefresh && chance.percent(80))
        token.refreshExpires = qMax(token.expires, token.created) + 30 * DayMs;
    if (token.hasRefresh() && age > 0 && chance.percent(40))
        token.lastRefreshed = token.created + qint64(chance.below(quint32(age))) * DayMs;
}

QByteArray AuthleteInventory::valueOf(const AuthleteToken &token) const
{
    if (!token.value.isEmpty())
        return token.value.toUtf8();
    return QByteArray::fromStdString(m_values.text(token.number | (token.rotation << RotationShift)));
}

QByteArray AuthleteInventory::refreshValueOf(const AuthleteToken &token) const
{
    if (!token.refreshValue.isEmpty())
        return token.refreshValue.toUtf8();
    return QByteArray::fromStdString(m_refreshValues.text(token.number));
}

QByteArray authleteHash(const QByteArray &value)
{
    return QCryptographicHash::hash(value, QCryptographicHash::Sha256)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

} // namespace latchkey::sandbox
