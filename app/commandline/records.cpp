#include "app/commandline/records.h"

#include "network/providers/registry.h"
#include "ui/texts.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace latchkey {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Records)
};

} // namespace

QJsonValue momentJson(Moment moment)
{
    return moment.isReported() ? QJsonValue(moment.toIso()) : QJsonValue(QJsonValue::Null);
}

namespace {

QJsonValue textJson(const QString &text) { return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text); }

QJsonValue namedJson(const std::optional<Named> &named)
{
    if (!named)
        return QJsonValue::Null;
    return QJsonObject{{QStringLiteral("id"), textJson(named->id)}, {QStringLiteral("name"), textJson(named->name)}};
}

QJsonValue listJson(const std::optional<QStringList> &list)
{
    return list ? QJsonValue(QJsonArray::fromStringList(*list)) : QJsonValue(QJsonValue::Null);
}

} // namespace

QJsonObject tokenJson(const Token &token, const Account &account)
{
    return {{QStringLiteral("provider"), account.provider.value},
            {QStringLiteral("account"), account.name},
            {QStringLiteral("id"), token.id.value},
            {QStringLiteral("name"), token.name ? QJsonValue(*token.name) : QJsonValue(QJsonValue::Null)},
            {QStringLiteral("kind"), textJson(tokenKindName(token.kind))},
            {QStringLiteral("state"), textJson(tokenStateName(token.state))},
            {QStringLiteral("owner"), namedJson(token.owner)},
            {QStringLiteral("client"), namedJson(token.client)},
            {QStringLiteral("scopes"), listJson(token.scopes)},
            {QStringLiteral("resources"), listJson(token.resources)},
            {QStringLiteral("created"), momentJson(token.created)},
            {QStringLiteral("lastUsed"), momentJson(token.lastUsed)},
            {QStringLiteral("expires"), momentJson(token.expires)},
            {QStringLiteral("lastIp"), token.lastIp ? QJsonValue(*token.lastIp) : QJsonValue(QJsonValue::Null)},
            {QStringLiteral("isOwn"), token.isOwn}};
}

QJsonObject personJson(const Person &person, const Account &account, std::optional<qint64> tokens)
{
    return {{QStringLiteral("provider"), account.provider.value},
            {QStringLiteral("account"), account.name},
            {QStringLiteral("id"), person.id.value},
            {QStringLiteral("name"), textJson(person.name)},
            {QStringLiteral("email"), textJson(person.email)},
            {QStringLiteral("state"), textJson(person.state)},
            {QStringLiteral("tokens"), tokens ? QJsonValue(*tokens) : QJsonValue(QJsonValue::Null)}};
}

QJsonObject clientJson(const Client &client, const Account &account)
{
    return {{QStringLiteral("provider"), account.provider.value},
            {QStringLiteral("account"), account.name},
            {QStringLiteral("id"), client.id.value},
            {QStringLiteral("name"), textJson(client.name)},
            {QStringLiteral("kind"), textJson(client.kind)},
            {QStringLiteral("state"), textJson(client.state)}};
}

QJsonObject errorJson(const Error &error, const Account *account)
{
    const ProviderDescription *provider = account ? registry::describe(account->provider) : nullptr;
    const QString sentence =
        errorSentence(error, provider ? provider->name : QString(), account ? account->name : QString());
    const QJsonObject inner{
        {QStringLiteral("kind"), errorKindName(error.kind)},
        {QStringLiteral("message"), sentence},
        {QStringLiteral("status"), error.httpStatus ? QJsonValue(error.httpStatus) : QJsonValue(QJsonValue::Null)},
        {QStringLiteral("provider"), account ? QJsonValue(account->provider.value) : QJsonValue(QJsonValue::Null)},
        {QStringLiteral("account"), account ? QJsonValue(account->name) : QJsonValue(QJsonValue::Null)}};
    return {{QStringLiteral("error"), inner}};
}

QList<Printer::Column> tokenColumns(Format format)
{
    struct Entry
    {
        const char *title;
        const char *key;
        bool inTable;
        bool isTime;
        const char *emptyList = "";
    };
    static constexpr Entry Entries[] = {
        {QT_TRANSLATE_NOOP("Records", "State"), "state", true, false},
        {QT_TRANSLATE_NOOP("Records", "Name"), "name", true, false},
        {QT_TRANSLATE_NOOP("Records", "Provider"), "provider", false, false},
        {QT_TRANSLATE_NOOP("Records", "Account"), "account", true, false},
        {QT_TRANSLATE_NOOP("Records", "Owner"), "owner", true, false},
        {QT_TRANSLATE_NOOP("Records", "Owner id"), "owner.id", false, false},
        {QT_TRANSLATE_NOOP("Records", "Client"), "client", false, false},
        {QT_TRANSLATE_NOOP("Records", "Kind"), "kind", false, false},
        {QT_TRANSLATE_NOOP("Records", "Scopes"), "scopes", true, false, QT_TRANSLATE_NOOP("Records", "none")},
        {QT_TRANSLATE_NOOP("Records", "Resources"), "resources", false, false, QT_TRANSLATE_NOOP("Records", "all")},
        {QT_TRANSLATE_NOOP("Records", "Created"), "created", false, true},
        {QT_TRANSLATE_NOOP("Records", "Last used"), "lastUsed", true, true},
        {QT_TRANSLATE_NOOP("Records", "Last IP"), "lastIp", false, false},
        {QT_TRANSLATE_NOOP("Records", "Expires"), "expires", true, true},
        {QT_TRANSLATE_NOOP("Records", "This app"), "isOwn", false, false},
        {QT_TRANSLATE_NOOP("Records", "Id"), "id", true, false},
    };
    QList<Printer::Column> columns;
    for (const Entry &entry : Entries) {
        if (format == Format::Csv || entry.inTable)
            columns += Printer::Column{Texts::tr(entry.title), QString::fromLatin1(entry.key), false, entry.isTime,
                                       Texts::tr(entry.emptyList)};
    }
    return columns;
}

} // namespace latchkey
