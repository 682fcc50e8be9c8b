#include "network/sandbox/knetikinventory.h"

#include <QJsonArray>

#include <algorithm>
#include <charconv>

namespace latchkey::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Day = 86'400;
//! Longer than a day: what the day began with is good until it ends.
constexpr qint64 SessionSeconds = 36 * 3'600;
//! What the service says where tokens are not meant to end.
constexpr qint64 ForeverSeconds = 2'147'483'647;
constexpr qint64 FirstUserId = 1'000;

// Of one kind each, so that a text of one never reads as another.
enum Kind : quint64 { Passwords = 31, Secrets, Clients, Users, ValueMarks, ValueMasks };
constexpr quint64 keyed(quint64 seed, Kind kind) { return mixed(seed * 1'000 + kind); }

// Four users in a row have one, two, three and four tokens.
constexpr quint64 UsersInBlock = 4;
constexpr quint64 TokensInBlock = 10;
constexpr std::array<quint64, UsersInBlock> BlockOffsets = {0, 1, 3, 6};

constexpr std::array<std::string_view, 24> ClientKeys = {
    "web",           "ios-app",          "android-app",   "game-server",  "unity-editor",   "matchmaker",
    "leaderboards",  "storefront",       "support-desk",  "analytics",    "push-gateway",   "tournament-bot",
    "console-alpha", "console-beta",     "companion-app", "fan-site",     "partner_portal", "qa.load-test",
    "r&d=prototype", "shop / front end", "launcher?v=2",  "cms-importer", "legacy-flash",   "ünïcode-lab",
};
//! Names that a path, a query, a page or a careless eye gets wrong. Of the users behind the three with passwords.
constexpr std::array<std::string_view, 25> HostileUsernames = {
    "../auth/clients",
    "a/b",
    ".",
    "..",
    "anna%2Fbell",
    "o'brien & sons=",
    "jörg müller",
    "日本 太郎",
    "<img src=file:///etc/passwd>",
    "x?client_id=web",
    "plus+plus",
    "name#fragment",
    "semi;colon,comma",
    "keep \u202Eevoker",
    "back\\slash",
    "100%",
    "tab\there",
    "\"},{\"username\":\"forged",
    "adrnin",
    "\u0430dmin",
    "admin ",
    "Admin",
    "administrator",
    "=cmd|' /C calc'!A0",
    "null",
};
constexpr quint64 FirstHostile = 3;

bool isHostile(quint64 user) { return user >= FirstHostile && user < FirstHostile + HostileUsernames.size(); }

void appendLower(std::string_view text, std::string &to)
{
    for (const char c : text)
        to += char(std::tolower(static_cast<unsigned char>(c)));
}

//! The digits of a username, which tell its user.
std::optional<quint64> digitsIn(std::string_view username)
{
    const std::size_t from = username.find_first_of("0123456789");
    if (from == username.npos)
        return std::nullopt;
    quint64 number = 0;
    const char *end = username.data() + username.size();
    if (std::from_chars(username.data() + from, end, number).ec != std::errc())
        return std::nullopt;
    return number;
}

QString text(std::string_view utf8) { return QString::fromUtf8(utf8.data(), qsizetype(utf8.size())); }

void appendHex(quint64 number, int digits, std::string &to)
{
    constexpr std::string_view Hex = "0123456789abcdef";
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        to += Hex[(number >> shift) & 15];
}

std::optional<quint64> hexIn(std::string_view digits)
{
    quint64 number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
    if (error != std::errc() || end != digits.data() + digits.size())
        return std::nullopt;
    return number;
}

} // namespace

KnetikInventory::KnetikInventory(quint64 seed, quint64 tokens, qint64 reference)
    : m_seed(seed)
    , m_tokens(std::max<quint64>(tokens, 6))
    , m_users(0)
    , m_reference(reference)
{
    m_users = *pair(m_tokens - 1).user + 1;
    const HiddenNumbers secrets(keyed(seed, Secrets), 32, 32);
    for (std::size_t i = 0; i < ClientKeys.size(); ++i) {
        Chance chance(keyed(m_seed, Clients) + i);
        KnetikClient client = {.id = int(i) + 1,
                               .key = std::string(ClientKeys[i]),
                               .name = std::string(ClientKeys[i]) + " client",
                               .secret = secrets.text(i),
                               .grantTypes = {"password", "refresh_token"},
                               .isPublic = chance.percent(60),
                               .isLocked = i < 3,
                               .accessSeconds = i == Web || chance.percent(30) ? SessionSeconds : ForeverSeconds,
                               .refreshSeconds = 30 * Day};
        client.isPublic = client.isPublic || i == Web;
        if (i == Web || !client.isPublic)
            client.grantTypes.push_back("client_credentials");
        m_clients.push_back(std::move(client));
    }
}

KnetikPair KnetikInventory::pair(quint64 number) const
{
    const quint64 inBlock = number % TokensInBlock;
    quint64 place = UsersInBlock - 1;
    while (BlockOffsets[place] > inBlock)
        --place;
    const quint64 user = number / TokensInBlock * UsersInBlock + place;
    const quint64 slot = inBlock - BlockOffsets[place];
    // The first token of each of the three with passwords is at the web client. 7 and 24 have no common factor.
    const quint64 first = user <= Player ? Web : mixed(keyed(m_seed, Users) + user);
    return {user, std::size_t((first + slot * 7) % ClientKeys.size())};
}

std::optional<quint64> KnetikInventory::numberOf(const KnetikPair &wanted) const
{
    if (!wanted.user)
        return std::nullopt;
    const quint64 place = *wanted.user % UsersInBlock;
    const quint64 first = *wanted.user / UsersInBlock * TokensInBlock + BlockOffsets[place];
    for (quint64 number = first; number <= first + place && number < m_tokens; ++number) {
        if (pair(number) == wanted)
            return number;
    }
    return std::nullopt;
}

void KnetikInventory::writeUsername(quint64 index, std::string &to) const
{
    to.clear();
    if (index <= Player) {
        to = index == Admin ? "admin" : index == Support ? "support" : "player";
        return;
    }
    if (isHostile(index)) {
        to = HostileUsernames[std::size_t(index - FirstHostile)];
        return;
    }
    appendLower(givenName(index), to);
    to += '.';
    appendLower(familyName(index * 7 + index / 40), to);
    to += std::to_string(index);
    if (mixed(keyed(m_seed, Users) ^ index) % 5 == 0) // where usernames are e-mail addresses
        to += "@players.example";
}

KnetikUser KnetikInventory::user(quint64 index) const
{
    Chance chance(mixed(m_seed + 7) + index);
    KnetikUser user = {.index = index, .id = FirstUserId + qint64(index)};
    writeUsername(index, user.username);
    const std::string given(givenName(index));
    const std::string family(familyName(index * 7 + index / 40));
    if (chance.percent(60))
        user.displayName = given + (chance.percent(50) ? " the " : "_") + std::string(familyName(chance.below(40)));
    if (chance.percent(70))
        user.fullName = given + " " + family;
    appendLower(given + "." + family + std::to_string(index) + "@players.example", user.email);
    user.role = index == Admin ? "admin" : index == Support ? "support" : "user";
    user.memberSince = m_reference - qint64(chance.below(2'000)) * Day - qint64(chance.below(quint32(Day)));
    const auto age = quint32(m_reference - user.memberSince);
    user.lastActivity = user.memberSince + qint64(chance.below(std::max<quint32>(age, 1)));
    return user;
}

std::optional<quint64> KnetikInventory::userOf(std::string_view username) const
{
    std::string known;
    const auto is = [&](quint64 index) {
        if (index < m_users)
            writeUsername(index, known);
        return index < m_users && known == username;
    };
    for (quint64 index = 0; index < FirstHostile + HostileUsernames.size(); ++index) {
        if (is(index))
            return index;
    }
    const std::optional<quint64> index = digitsIn(username);
    return index && is(*index) ? index : std::nullopt;
}

std::optional<quint64> KnetikInventory::userWithId(qint64 id) const
{
    const bool isUsers = id >= FirstUserId && quint64(id - FirstUserId) < m_users;
    return isUsers ? std::optional(quint64(id - FirstUserId)) : std::nullopt;
}

std::string KnetikInventory::passwordOf(quint64 user) const
{
    // Letters that forms spoil where they are not encoded.
    return HiddenNumbers(keyed(m_seed, Passwords), 14, 14).text(user) + "+&=% ü";
}

std::optional<std::size_t> KnetikInventory::clientOf(std::string_view key) const
{
    const auto found = std::ranges::find(m_clients, key, &KnetikClient::key);
    return found == m_clients.end() ? std::nullopt : std::optional(std::size_t(found - m_clients.begin()));
}

// A first half that only this seed gives to the number, and the number under a mask that the first half decides.
std::string KnetikInventory::valueText(const Value &value) const
{
    constexpr quint64 versionBits = 0xf000;
    constexpr quint64 version = 0x4000;
    constexpr quint64 variant = 0x8000'0000'0000'0000;
    const quint64 packed = value.number << 21 | (value.generation & 0xfffff) << 1 | quint64(value.use);
    const quint64 first = (mixed(keyed(m_seed, ValueMarks) + packed) & ~versionBits) | version;
    const quint64 second = ((packed ^ mixed(keyed(m_seed, ValueMasks) ^ first)) << 2 >> 2) | variant;
    std::string uuid;
    appendHex(first >> 32, 8, uuid);
    appendHex(first >> 16, 4, uuid += '-');
    appendHex(first, 4, uuid += '-');
    appendHex(second >> 48, 4, uuid += '-');
    appendHex(second, 12, uuid += '-');
    return uuid;
}

std::optional<KnetikInventory::Value> KnetikInventory::valueOf(std::string_view uuid) const
{
    if (uuid.size() != 36)
        return std::nullopt;
    std::string digits(uuid);
    std::erase(digits, '-');
    const std::optional<quint64> first = hexIn(std::string_view(digits).substr(0, 16));
    const std::optional<quint64> second = hexIn(std::string_view(digits).substr(16));
    if (!first || !second)
        return std::nullopt;
    const quint64 packed = (*second ^ mixed(keyed(m_seed, ValueMasks) ^ *first)) << 2 >> 2;
    const Value value = {packed >> 21, packed >> 1 & 0xfffff, Use(packed & 1)};
    return valueText(value) == uuid ? std::optional(value) : std::nullopt;
}

QJsonObject KnetikInventory::userObject(const KnetikUser &user) const
{
    QJsonObject object = {{u"id"_s, user.id},
                          {u"username"_s, text(user.username)},
                          {u"display_name"_s, text(user.displayName.empty() ? user.username : user.displayName)},
                          {u"email"_s, text(user.email)},
                          {u"last_activity"_s, user.lastActivity},
                          {u"last_updated"_s, user.lastActivity},
                          {u"member_since"_s, user.memberSince}};
    if (!user.fullName.empty())
        object[u"fullname"_s] = text(user.fullName);
    return object;
}

QJsonObject KnetikInventory::clientObject(const KnetikClient &client) const
{
    QJsonArray grantTypes;
    for (const std::string_view type : client.grantTypes)
        grantTypes.append(text(type));
    return {{u"id"_s, client.id},
            {u"client_key"_s, text(client.key)},
            {u"name"_s, text(client.name)},
            {u"grant_types"_s, grantTypes},
            {u"is_public"_s, client.isPublic},
            {u"locked"_s, client.isLocked},
            {u"redirect_uris"_s, QJsonArray()},
            {u"access_token_validity_seconds"_s, client.accessSeconds},
            {u"refresh_token_validity_seconds"_s, client.refreshSeconds}};
}

} // namespace latchkey::sandbox
