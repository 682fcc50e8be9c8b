#pragma once

#include "network/domain/error.h"
#include "network/domain/ids.h"

#include <QJsonObject>
#include <QList>
#include <QMetaType>
#include <QSet>

namespace latchkey {

//! Somebody, as one account knows them.
struct PersonKey
{
    AccountId account = {};
    PersonId id = {};

    friend bool operator==(const PersonKey &, const PersonKey &) = default;
    friend size_t qHash(const PersonKey &key, size_t seed = 0) { return qHashMulti(seed, key.account, key.id); }
};

//! What an admin said about who is who. A value.
struct PersonLinks
{
    QList<QList<PersonKey>> groups = {}; //!< each is one person; nobody is in two
    QSet<PersonKey> apart = {}; //!< an equal e-mail does not join these to anybody

    //! From now on these, and whom they were joined with by hand, are one person.
    void join(const QList<PersonKey> &keys);
    //! From now on each of these stands alone, whatever their e-mail says, until they are joined again.
    void separate(const QList<PersonKey> &keys);
    void removeAccount(const AccountId &account);

    friend bool operator==(const PersonLinks &, const PersonLinks &) = default;
};

//! people.json: {"version":1,"joined":[[{"account","person"},…],…],"apart":[{"account","person"},…]}. Members that
//! this version does not know are kept.
struct PersonLinkFile
{
    PersonLinks links = {};
    QJsonObject document = {}; //!< as read
};

//! Error: Storage, with a sentence, for a newer version and for everything that is not whole.
[[nodiscard]] Result<PersonLinkFile> parsePersonLinks(const QByteArray &content);
[[nodiscard]] QByteArray formatted(const PersonLinkFile &file);

} // namespace latchkey

Q_DECLARE_METATYPE(latchkey::PersonKey)
