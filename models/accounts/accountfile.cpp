#include "models/accounts/accountfile.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>

namespace latchkey {

namespace {

constexpr int Version = 1;
constexpr qsizetype LongestName = 64;

QString sentence(const char *text) { return QCoreApplication::translate("AccountFile", text); }

QJsonArray arrayOf(const QStringList &list) { return QJsonArray::fromStringList(list); }

QStringList listOf(const QJsonValue &value)
{
    QStringList list;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &item : array)
        list.append(item.toString());
    return list;
}

template <typename IdType>
QJsonValue optionalId(const std::optional<IdType> &id)
{
    return id ? QJsonValue(id->value) : QJsonValue();
}

template <typename IdType>
std::optional<IdType> optionalId(const QJsonValue &value)
{
    return value.isString() ? std::optional(IdType{value.toString()}) : std::nullopt;
}

QJsonObject objectOf(const Named &named)
{
    return {{QStringLiteral("id"), named.id}, {QStringLiteral("name"), named.name}};
}

Named namedOf(const QJsonValue &value) { return {value[u"id"].toString(), value[u"name"].toString()}; }

QJsonObject withIdentity(QJsonObject object, const Identity &identity)
{
    object.insert(u"tenant", objectOf(identity.tenant));
    object.insert(u"principal", objectOf(identity.principal));
    object.insert(u"email", identity.email);
    object.insert(u"role", identity.role);
    object.insert(u"scopes", arrayOf(identity.scopes));
    object.insert(u"ownToken", optionalId(identity.ownToken));
    object.insert(u"ownPerson", optionalId(identity.ownPerson));
    object.insert(u"ownClient", optionalId(identity.ownClient));
    return object;
}

Identity identityOf(const QJsonValue &value)
{
    return {.tenant = namedOf(value[u"tenant"]),
            .principal = namedOf(value[u"principal"]),
            .email = value[u"email"].toString(),
            .role = value[u"role"].toString(),
            .scopes = listOf(value[u"scopes"]),
            .ownToken = optionalId<TokenId>(value[u"ownToken"]),
            .ownPerson = optionalId<PersonId>(value[u"ownPerson"]),
            .ownClient = optionalId<ClientId>(value[u"ownClient"])};
}

QJsonObject withPolicy(QJsonObject object, const Policy &policy)
{
    object.insert(u"readOnly", policy.readOnly);
    object.insert(u"readRetries", policy.readRetries);
    object.insert(u"deletesInFlight", policy.deletesInFlight);
    object.insert(u"pageSize", policy.pageSize);
    return object;
}

Policy policyOf(const QJsonValue &value)
{
    // What is missing or no number is out of every range, but for readOnly, which then is the careful one.
    return {.readOnly = value[u"readOnly"].toBool(true),
            .readRetries = value[u"readRetries"].toInt(-1),
            .deletesInFlight = value[u"deletesInFlight"].toInt(-1),
            .pageSize = value[u"pageSize"].toInt(-1)};
}

QJsonObject withScope(QJsonObject object, const LoadScope &scope)
{
    object.insert(u"parts", arrayOf(scope.parts));
    object.insert(u"client", scope.client);
    object.insert(u"person", scope.person);
    object.insert(u"status", scope.status);
    object.insert(u"order", scope.order);
    return object;
}

LoadScope scopeOf(const QJsonValue &value)
{
    return {.parts = listOf(value[u"parts"]),
            .client = value[u"client"].toString(),
            .person = value[u"person"].toString(),
            .status = value[u"status"].toString(),
            .order = value[u"order"].toString()};
}

QMap<QString, QString> settingsOf(const QJsonValue &value)
{
    QMap<QString, QString> settings;
    const QJsonObject object = value.toObject();
    for (auto setting = object.begin(); setting != object.end(); ++setting)
        settings.insert(setting.key(), setting.value().toString());
    return settings;
}

QJsonObject withAccount(QJsonObject object, const Account &account)
{
    object.insert(u"id", account.id.value);
    object.insert(u"name", account.name);
    object.insert(u"provider", account.provider.value);
    object.insert(u"signIn", account.signIn);
    object.insert(u"baseUrl", account.baseUrl.toString(QUrl::FullyEncoded));
    object.insert(u"loginUrl", account.loginUrl.toString(QUrl::FullyEncoded));
    object.insert(u"tenant", account.tenant);
    QJsonObject settings;
    for (auto setting = account.settings.cbegin(); setting != account.settings.cend(); ++setting)
        settings.insert(setting.key(), setting.value());
    object.insert(u"settings", settings);
    object.insert(u"identity", withIdentity(object.value(u"identity").toObject(), account.identity));
    object.insert(u"environment", environmentName(account.environment));
    object.insert(u"colour", account.colour);
    object.insert(u"policy", withPolicy(object.value(u"policy").toObject(), account.policy));
    object.insert(u"scope", withScope(object.value(u"scope").toObject(), account.scope));
    return object;
}

Result<Account> accountOf(const QJsonValue &value)
{
    Account account{.id = {value[u"id"].toString()},
                    .name = value[u"name"].toString(),
                    .provider = {value[u"provider"].toString()},
                    .signIn = value[u"signIn"].toString(),
                    .baseUrl = QUrl(value[u"baseUrl"].toString()),
                    .loginUrl = QUrl(value[u"loginUrl"].toString()),
                    .tenant = value[u"tenant"].toString(),
                    .settings = settingsOf(value[u"settings"]),
                    .identity = identityOf(value[u"identity"]),
                    .colour = value[u"colour"].toString(),
                    .policy = policyOf(value[u"policy"]),
                    .scope = scopeOf(value[u"scope"])};
    const auto environment = environmentFromName(value[u"environment"].toString());
    if (!environment)
        return failure(Error::Kind::InvalidInput,
                       sentence(QT_TRANSLATE_NOOP("AccountFile", "An account's environment is not one that exists.")));
    account.environment = *environment;
    if (const Result<void> checked = checkedAccount(account); !checked)
        return failure(checked.error());
    return account;
}

tl::unexpected<Error> damaged(AccountFileIs which, QString detail)
{
    if (detail.endsWith(u'.'))
        detail.chop(1); // it stands within a sentence
    const QString why = which == AccountFileIs::Own
        ? sentence(QT_TRANSLATE_NOOP("AccountFile",
                                     "The accounts file is damaged (%1) and is left as it is. Repair it or "
                                     "move it away; until then accounts cannot be changed."))
        : sentence(
            QT_TRANSLATE_NOOP("AccountFile", "This is no list of accounts: %1. Choose a file that Latchkey exported."));
    return failure(Error::Kind::Storage, why.arg(detail));
}

tl::unexpected<Error> newer(AccountFileIs which)
{
    return failure(
        Error::Kind::Storage,
        which == AccountFileIs::Own
            ? sentence(QT_TRANSLATE_NOOP("AccountFile",
                                         "A newer version of Latchkey wrote the accounts file. It is left as it "
                                         "is; use the newer version, or move the file away."))
            : sentence(QT_TRANSLATE_NOOP("AccountFile",
                                         "A newer version of Latchkey wrote this file. Import it with that version, or "
                                         "choose a file that this one exported.")));
}

Result<void> checkedUrl(const QUrl &url)
{
    const Result<QUrl> checked = checkedBaseUrl(url.toString(QUrl::FullyEncoded));
    return checked ? Result<void>() : failure(checked.error());
}

} // namespace

Result<void> checkedAccount(const Account &account)
{
    const auto invalid = [](const char *text) { return failure(Error::Kind::InvalidInput, sentence(text)); };
    if (QUuid::fromString(account.id.value).toString(QUuid::WithoutBraces) != account.id.value
        || QUuid::fromString(account.id.value).isNull())
        return invalid(QT_TRANSLATE_NOOP("AccountFile", "An account's id is not a UUID."));
    if (account.name.isEmpty() || account.name.size() > LongestName)
        return invalid(QT_TRANSLATE_NOOP("AccountFile", "An account's name must have 1 to 64 characters."));
    if (account.name != account.name.simplified() || account.name != cleanedText(account.name))
        return invalid(
            QT_TRANSLATE_NOOP("AccountFile", "An account's name holds characters that cannot be seen. Type it again."));
    if (account.provider.isEmpty())
        return invalid(QT_TRANSLATE_NOOP("AccountFile", "An account has no provider. Choose one."));
    if (const Result<void> url = checkedUrl(account.baseUrl); !url)
        return url;
    if (const Result<void> url = checkedUrl(account.loginUrl); !account.loginUrl.isEmpty() && !url)
        return url;
    const Policy &policy = account.policy;
    if (policy.readRetries < 0 || policy.readRetries > 3 || policy.deletesInFlight < 1 || policy.deletesInFlight > 6
        || policy.pageSize < 0)
        return invalid(QT_TRANSLATE_NOOP("AccountFile",
                                         "An account's limits are wrong: 0 to 3 retries, 1 to 6 revocations at a time, "
                                         "a page of 0 rows or more."));
    return {};
}

Result<AccountFile> parseAccountFile(const QByteArray &content, AccountFileIs which)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(content, &problem);
    if (problem.error != QJsonParseError::NoError)
        return damaged(which, problem.errorString());
    AccountFile file;
    file.document = document.object();
    const QJsonValue version = file.document.value(u"version");
    const QJsonValue list = file.document.value(u"accounts");
    // Other files have versions too.
    if (version.toInt() > Version && (which == AccountFileIs::Own || list.isArray()))
        return newer(which);
    if (version.toInt() != Version || !list.isArray())
        return damaged(which, sentence(QT_TRANSLATE_NOOP("AccountFile", "it has no list \"accounts\" of version 1")));
    const QJsonArray items = list.toArray();
    for (const QJsonValue &item : items) {
        Result<Account> account = accountOf(item);
        if (!account)
            return damaged(which, account.error().message);
        for (const Account &other : std::as_const(file.accounts)) {
            if (other.id == account->id || other.name.compare(account->name, Qt::CaseInsensitive) == 0)
                return damaged(which, sentence(QT_TRANSLATE_NOOP("AccountFile", "two accounts have one name or id")));
        }
        file.accounts.append(*std::move(account));
    }
    return file;
}

QByteArray formatted(const AccountFile &file)
{
    QHash<QString, QJsonObject> known;
    const QJsonArray before = file.document.value(u"accounts").toArray();
    for (const QJsonValue &item : before)
        known.insert(item[u"id"].toString(), item.toObject());
    QJsonArray after;
    for (const Account &account : file.accounts)
        after.append(withAccount(known.value(account.id.value), account));
    QJsonObject document = file.document;
    document.insert(u"version", Version);
    document.insert(u"accounts", after);
    return QJsonDocument(document).toJson();
}

} // namespace latchkey
