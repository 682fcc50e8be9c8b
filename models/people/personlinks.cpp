#include "models/people/personlinks.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace latchkey {

namespace {

constexpr int Version = 1;

tl::unexpected<Error> notUsable(const char *text)
{
    return failure(Error::Kind::Storage, QCoreApplication::translate("PersonLinks", text));
}

QJsonObject objectOf(const PersonKey &key)
{
    return {{QStringLiteral("account"), key.account.value}, {QStringLiteral("person"), key.id.value}};
}

QJsonArray arrayOf(const QList<PersonKey> &keys)
{
    QJsonArray array;
    for (const PersonKey &key : keys)
        array.append(objectOf(key));
    return array;
}

//! Absent: some entry is no person.
std::optional<QList<PersonKey>> keysOf(const QJsonValue &value)
{
    if (!value.isArray() && !value.isUndefined())
        return {};
    QList<PersonKey> keys;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &item : array) {
        const PersonKey key{{item[u"account"].toString()}, {item[u"person"].toString()}};
        if (key.account.isEmpty() || key.id.isEmpty())
            return {};
        keys += key;
    }
    return keys;
}

bool lessThan(const PersonKey &a, const PersonKey &b)
{
    return a.account == b.account ? a.id < b.id : a.account < b.account;
}

void dropSingles(QList<QList<PersonKey>> &groups)
{
    groups.removeIf([](const QList<PersonKey> &group) { return group.size() < 2; });
}

} // namespace

void PersonLinks::join(const QList<PersonKey> &keys)
{
    QList<PersonKey> joined = keys;
    groups.removeIf([&](const QList<PersonKey> &group) {
        const bool isTouched =
            std::any_of(group.cbegin(), group.cend(), [&keys](const PersonKey &key) { return keys.contains(key); });
        if (isTouched)
            joined += group;
        return isTouched;
    });
    std::sort(joined.begin(), joined.end(), lessThan);
    joined.resize(std::distance(joined.begin(), std::unique(joined.begin(), joined.end())));
    groups += joined;
    dropSingles(groups);
    for (const PersonKey &key : keys)
        apart.remove(key);
}

void PersonLinks::separate(const QList<PersonKey> &keys)
{
    for (QList<PersonKey> &group : groups)
        group.removeIf([&keys](const PersonKey &key) { return keys.contains(key); });
    dropSingles(groups);
    for (const PersonKey &key : keys)
        apart.insert(key);
}

void PersonLinks::removeAccount(const AccountId &account)
{
    const auto isThere = [&account](const PersonKey &key) { return key.account == account; };
    for (QList<PersonKey> &group : groups)
        group.removeIf(isThere);
    dropSingles(groups);
    apart.removeIf(isThere);
}

Result<PersonLinkFile> parsePersonLinks(const QByteArray &content)
{
    const QJsonDocument document = QJsonDocument::fromJson(content);
    const QJsonObject object = document.object();
    const int version = object.value(u"version").toInt();
    if (!document.isObject() || version < 1)
        return notUsable(QT_TRANSLATE_NOOP(
            "PersonLinks", "people.json is damaged. It was left as it is; move it away to begin anew."));
    if (version > Version)
        return notUsable(QT_TRANSLATE_NOOP("PersonLinks",
                                           "people.json was written by a later version of Latchkey. It was left as it "
                                           "is; use that version to join people."));
    PersonLinkFile file;
    file.document = object;
    const std::optional<QList<PersonKey>> apart = keysOf(object.value(u"apart"));
    bool isWhole = apart && (object.value(u"joined").isArray() || object.value(u"joined").isUndefined());
    const QJsonArray groups = object.value(u"joined").toArray();
    for (const QJsonValue &group : groups) {
        const std::optional<QList<PersonKey>> keys = keysOf(group);
        isWhole = isWhole && keys && keys->size() >= 2;
        if (isWhole)
            file.links.join(*keys);
    }
    if (!isWhole)
        return notUsable(QT_TRANSLATE_NOOP(
            "PersonLinks", "people.json is damaged. It was left as it is; move it away to begin anew."));
    file.links.apart = QSet<PersonKey>(apart->cbegin(), apart->cend());
    return file;
}

QByteArray formatted(const PersonLinkFile &file)
{
    QJsonArray groups;
    for (const QList<PersonKey> &group : file.links.groups)
        groups.append(arrayOf(group));
    QList<PersonKey> apart(file.links.apart.cbegin(), file.links.apart.cend());
    std::sort(apart.begin(), apart.end(), lessThan); // the same links are the same bytes
    QJsonObject document = file.document;
    document.insert(u"version", Version);
    document.insert(u"joined", groups);
    document.insert(u"apart", arrayOf(apart));
    return QJsonDocument(document).toJson();
}

} // namespace latchkey
