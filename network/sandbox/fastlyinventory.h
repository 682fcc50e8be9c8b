#pragma once

#include "network/sandbox/invented.h"

#include <QJsonObject>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace latchkey::sandbox {

//! One token as the service knows it, user or automation. Times are UTC seconds.
struct FastlyToken
{
    static constexpr qint64 Never = std::numeric_limits<qint64>::min();

    quint64 number = 0; //!< hidden in its id and in its key
    bool automation = false;
    int owner = 0; //!< index of a user; of an automation token its creator
    std::string name = {};
    std::string_view scope = "global"; //!< space separated
    std::string_view role = {}; //!< of an automation token
    std::vector<std::string_view> services = {}; //!< empty: all
    bool tlsAccess = false;
    qint64 created = 0;
    qint64 lastUsed = Never;
    qint64 expires = Never;
    qint64 sudoExpires = Never;
    std::string ip = {}; //!< of the last use; empty if never used
    std::string_view userAgent = {}; //!< of the last use
};

struct FastlyUser
{
    std::string id = {};
    std::string name = {};
    std::string login = {};
    std::string password = {};
    std::string_view role = {};
    bool twoFactor = false;
    bool locked = false;
    qint64 created = 0;
};

//! The customer of the sandbox as it was found: users, services and tokens, made of the seed alone whenever somebody
//! asks, so that a million tokens take no memory. Knows nothing of what happened since. Thread-safe, for it never
//! changes.
class FastlyInventory
{
public:
    //! Numbers of the tokens whose keys a sandbox hands out: of a superuser, of an engineer, and one that has expired.
    static constexpr quint64 AdminToken = 0;
    static constexpr quint64 EngineerToken = 1;
    static constexpr quint64 ExpiredToken = 2;
    static constexpr int Admin = 0;
    static constexpr int Engineer = 1;
    static constexpr int LockedUser = 3;

    //! At least three tokens. All dates lie around the reference, UTC seconds.
    FastlyInventory(quint64 seed, quint64 userTokens, qint64 reference);

    //! User tokens have the numbers below this; automation tokens follow; total() is the first number that is free.
    [[nodiscard]] quint64 userTokens() const { return m_userTokens; }
    [[nodiscard]] quint64 total() const { return m_userTokens + m_automationTokens; }
    //! The token of a number below total(); overwrites all of it.
    void invent(quint64 number, FastlyToken &token) const;
    //! The index of its user, in a fraction of the time.
    [[nodiscard]] int owner(quint64 number) const;

    [[nodiscard]] const HiddenNumbers &tokenIds() const { return m_tokenIds; }
    [[nodiscard]] const HiddenNumbers &keys() const { return m_keys; }
    [[nodiscard]] const std::string &customerId() const { return m_customerId; }
    [[nodiscard]] const std::vector<FastlyUser> &users() const { return m_users; }
    //! Pairs of id and name.
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>> &services() const { return m_services; }
    //! What every user with a second factor has to send; six digits.
    [[nodiscard]] const std::string &oneTimeCode() const { return m_oneTimeCode; }

    //! A row of GET /tokens and its relatives.
    void appendUserRow(const FastlyToken &token, std::string &to) const;
    //! A row of GET /automation-tokens: "scopes" is one text here.
    void appendAutomationRow(const FastlyToken &token, std::string &to) const;
    //! GET /automation-tokens/{id}: other fields, and "scope".
    void appendAutomationDetail(const FastlyToken &token, std::string &to) const;
    //! The one answer with the token's value. Automation tokens say "" for what user tokens call null.
    void appendCreated(const FastlyToken &token, std::string &to) const;
    [[nodiscard]] QJsonObject userObject(const FastlyUser &user) const;

private:
    void inventUse(Chance &chance, FastlyToken &token) const;
    void nameFixedToken(FastlyToken &token) const;

    quint64 m_seed;
    quint64 m_userTokens;
    quint64 m_automationTokens;
    qint64 m_reference;
    HiddenNumbers m_tokenIds;
    HiddenNumbers m_keys;
    std::string m_customerId;
    std::string m_oneTimeCode;
    std::vector<FastlyUser> m_users;
    std::vector<std::pair<std::string, std::string>> m_services;
};

} // namespace latchkey::sandbox
