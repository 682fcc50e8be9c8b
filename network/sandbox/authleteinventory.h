#pragma once

#include "network/sandbox/invented.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace latchkey::sandbox {

//! One access token as the service knows it. Times are UTC milliseconds.
struct AuthleteToken
{
    quint64 number = 0; //!< hidden in its value, in its refresh token's, and in its token id
    quint64 rotation = 0; //!< how often it got a new value
    QString value = {}; //!< chosen for it; empty: made of number and rotation
    QString refreshValue = {}; //!< the same of its refresh token
    int client = 0; //!< index of a client
    QString subject = {}; //!< empty: none
    QString grantType = {};
    QStringList scopes = {};
    QJsonArray properties = {};
    QString tokenType = QStringLiteral("Bearer");
    qint64 created = 0;
    qint64 expires = 0; //!< 0: does not
    qint64 refreshExpires = 0; //!< 0: has no refresh token
    qint64 lastRefreshed = 0; //!< 0: never

    [[nodiscard]] bool hasRefresh() const { return refreshExpires != 0; }
};

struct AuthleteClient
{
    qint64 id = 0;
    QString name = {};
    QString alias = {}; //!< empty: none
    bool isPublic = false;
};

//! The service of the sandbox as it was found: clients, subjects and tokens, made of the seed alone whenever somebody
//! asks, so that a million tokens take no memory. Knows nothing of what happened since. Thread-safe, for it never
//! changes.
class AuthleteInventory
{
public:
    //! At least three tokens. All dates lie around the reference, UTC seconds.
    AuthleteInventory(quint64 seed, quint64 tokens, qint64 reference);

    //! The first number that is free.
    [[nodiscard]] quint64 total() const { return m_tokens; }
    [[nodiscard]] AuthleteToken invent(quint64 number) const;
    //! Parts of it, in a fraction of the time.
    [[nodiscard]] int client(quint64 number) const;
    [[nodiscard]] const QString &subject(quint64 number) const;

    [[nodiscard]] QByteArray valueOf(const AuthleteToken &token) const;
    //! Of a token that has none, what it would be.
    [[nodiscard]] QByteArray refreshValueOf(const AuthleteToken &token) const;
    [[nodiscard]] const HiddenNumbers &tokenIds() const { return m_tokenIds; }

    [[nodiscard]] const std::vector<AuthleteClient> &clients() const { return m_clients; }
    //! All that a token may have.
    [[nodiscard]] static const QStringList &scopes();
    [[nodiscard]] static const QStringList &grantTypes();
    [[nodiscard]] const QString &serviceId() const { return m_serviceId; }
    [[nodiscard]] static QString serviceName() { return QStringLiteral("Northwind sign-in"); }
    //! May do everything, or only read.
    [[nodiscard]] std::string bearer() const { return m_bearers.text(0); }
    [[nodiscard]] std::string readOnlyBearer() const { return m_bearers.text(1); }
    //! Of version 2.x, beside the service's id as API key.
    [[nodiscard]] std::string apiSecret() const { return m_bearers.text(2); }

private:
    void inventTimes(Chance &chance, AuthleteToken &token) const;

    quint64 m_seed;
    quint64 m_tokens;
    qint64 m_reference;
    HiddenNumbers m_values;
    HiddenNumbers m_refreshValues;
    HiddenNumbers m_tokenIds;
    HiddenNumbers m_bearers;
    QString m_serviceId;
    std::vector<AuthleteClient> m_clients;
    std::vector<QString> m_subjects;
};

//! By what the service lists a token or refresh token: unpadded base64url of the value's SHA-256.
[[nodiscard]] QByteArray authleteHash(const QByteArray &value);

} // namespace latchkey::sandbox
