#include "models/revocation/plan.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

#include <array>

namespace latchkey {

using Extent = RevokeCall::Extent;

namespace {

constexpr int FileVersion = 1;
constexpr qsizetype LargestFile = 256 * 1024 * 1024; // about a million tokens

constexpr std::array<std::pair<ExclusionReason, const char *>, 9> ReasonNames{{
    {ExclusionReason::OwnToken, "ownToken"},
    {ExclusionReason::NotOwn, "notOwn"},
    {ExclusionReason::ReadOnlyAccount, "readOnlyAccount"},
    {ExclusionReason::NotActionable, "notActionable"},
    {ExclusionReason::NotListed, "notListed"},
    {ExclusionReason::Duplicate, "duplicate"},
    {ExclusionReason::Waiting, "waiting"},
    {ExclusionReason::OtherAccount, "otherAccount"},
    {ExclusionReason::Unsupported, "unsupported"},
}};

constexpr std::array<std::pair<Extent, const char *>, 3> WideNames{{
    {Extent::Person, "person"},
    {Extent::Client, "client"},
    {Extent::PersonAtClient, "personAtClient"},
}};

//! How a token is named, where not by its id.
constexpr std::array<std::pair<Extent, const char *>, 2> NamedBy{{
    {Extent::Value, "value"},
    {Extent::Refresh, "refresh"},
}};

QString tr(const char *text) { return QCoreApplication::translate("PlanFile", text); }

tl::unexpected<Error> notAPlan()
{
    return failure(Error::Kind::InvalidInput,
                   tr("This is not a plan that Latchkey can read. Save the plan again and use that file."));
}

//! ISO text would lose times past the year 9999, which providers do report.
QJsonValue momentToJson(Moment moment)
{
    if (!moment.isReported())
        return QJsonValue::Null;
    return moment.isNever() ? QJsonValue(QStringLiteral("never")) : QJsonValue(moment.ms());
}

Moment momentFromJson(const QJsonValue &json)
{
    if (json.isString())
        return Moment::never();
    return json.isDouble() ? Moment::at(json.toInteger()) : Moment::notReported();
}

QJsonObject namedToJson(const Named &named)
{
    return {{QStringLiteral("id"), named.id}, {QStringLiteral("name"), named.name}};
}

Named namedFromJson(const QJsonValue &json)
{
    const QJsonObject object = json.toObject();
    return {object[QLatin1String("id")].toString(), object[QLatin1String("name")].toString()};
}

template <typename T>
QJsonValue idToJson(const std::optional<T> &id)
{
    return id ? QJsonValue(id->value) : QJsonValue(QJsonValue::Null);
}

template <typename T>
std::optional<T> idFromJson(const QJsonValue &json)
{
    return json.isString() ? std::optional<T>(T{json.toString()}) : std::nullopt;
}

QJsonObject identityToJson(const Identity &identity)
{
    return {{QStringLiteral("tenant"), namedToJson(identity.tenant)},
            {QStringLiteral("principal"), namedToJson(identity.principal)},
            {QStringLiteral("email"), identity.email},
            {QStringLiteral("role"), identity.role},
            {QStringLiteral("scopes"), QJsonArray::fromStringList(identity.scopes)},
            {QStringLiteral("ownToken"), idToJson(identity.ownToken)},
            {QStringLiteral("ownPerson"), idToJson(identity.ownPerson)},
            {QStringLiteral("ownClient"), idToJson(identity.ownClient)}};
}

QStringList stringsFromJson(const QJsonValue &json)
{
    QStringList strings;
    const QJsonArray array = json.toArray();
    for (const QJsonValue &value : array)
        strings += value.toString();
    return strings;
}

Identity identityFromJson(const QJsonObject &json)
{
    Identity identity;
    identity.tenant = namedFromJson(json[QLatin1String("tenant")]);
    identity.principal = namedFromJson(json[QLatin1String("principal")]);
    identity.email = json[QLatin1String("email")].toString();
    identity.role = json[QLatin1String("role")].toString();
    identity.scopes = stringsFromJson(json[QLatin1String("scopes")]);
    identity.ownToken = idFromJson<TokenId>(json[QLatin1String("ownToken")]);
    identity.ownPerson = idFromJson<PersonId>(json[QLatin1String("ownPerson")]);
    identity.ownClient = idFromJson<ClientId>(json[QLatin1String("ownClient")]);
    return identity;
}

QJsonObject itemToJson(const PlanItem &item)
{
    QJsonObject json{{QStringLiteral("id"), item.id.value},
                     {QStringLiteral("name"), item.name},
                     {QStringLiteral("owner"), item.owner},
                     {QStringLiteral("created"), momentToJson(item.created)},
                     {QStringLiteral("lastUsed"), momentToJson(item.lastUsed)}};
    if (item.kind != TokenKind::NotReported)
        json[QLatin1String("kind")] = tokenKindName(item.kind);
    if (!item.person.isEmpty())
        json[QLatin1String("person")] = item.person.value;
    if (!item.client.isEmpty())
        json[QLatin1String("client")] = item.client.value;
    for (const auto &[extent, name] : NamedBy) {
        if (extent == item.by)
            json[QLatin1String("by")] = QLatin1String(name);
    }
    if (item.isOwn)
        json[QLatin1String("isOwn")] = true;
    if (item.isAccountsOwn)
        json[QLatin1String("isAccountsOwn")] = true;
    return json;
}

PlanItem itemFromJson(const QJsonObject &json)
{
    PlanItem item;
    item.id = TokenId{json[QLatin1String("id")].toString()};
    item.kind = tokenKindFromName(json[QLatin1String("kind")].toString()).value_or(TokenKind::NotReported);
    item.name = json[QLatin1String("name")].toString();
    item.owner = json[QLatin1String("owner")].toString();
    item.person = PersonId{json[QLatin1String("person")].toString()};
    item.client = ClientId{json[QLatin1String("client")].toString()};
    for (const auto &[extent, name] : NamedBy) {
        if (json[QLatin1String("by")].toString() == QLatin1String(name))
            item.by = extent;
    }
    item.created = momentFromJson(json[QLatin1String("created")]);
    item.lastUsed = momentFromJson(json[QLatin1String("lastUsed")]);
    item.isOwn = json[QLatin1String("isOwn")].toBool();
    item.isAccountsOwn = json[QLatin1String("isAccountsOwn")].toBool();
    return item;
}

QJsonObject wideToJson(const WideCall &call)
{
    QJsonObject json{{QStringLiteral("person"), namedToJson(call.person)},
                     {QStringLiteral("client"), namedToJson(call.client)},
                     {QStringLiteral("endsOwnAccess"), call.endsOwnAccess}};
    if (!call.action.isEmpty())
        json[QLatin1String("action")] = call.action;
    for (const auto &[extent, name] : WideNames) {
        if (extent == call.extent)
            json[QLatin1String("extent")] = QLatin1String(name);
    }
    return json;
}

std::optional<WideCall> wideFromJson(const QJsonObject &json)
{
    for (const auto &[extent, name] : WideNames) {
        if (json[QLatin1String("extent")].toString() == QLatin1String(name))
            return WideCall{extent, namedFromJson(json[QLatin1String("person")]),
                            namedFromJson(json[QLatin1String("client")]), json[QLatin1String("endsOwnAccess")].toBool(),
                            json[QLatin1String("action")].toString()};
    }
    return {};
}

QJsonObject accountToJson(const PlanAccount &account)
{
    QJsonArray items;
    for (const PlanItem &item : account.items)
        items += itemToJson(item);
    QJsonArray wide;
    for (const WideCall &call : account.wide)
        wide += wideToJson(call);
    return {{QStringLiteral("id"), account.id.value},
            {QStringLiteral("name"), account.name},
            {QStringLiteral("provider"), account.provider.value},
            {QStringLiteral("environment"), environmentName(account.environment)},
            {QStringLiteral("identity"), identityToJson(account.identity)},
            {QStringLiteral("ownUnknown"), account.ownUnknown},
            {QStringLiteral("reportsUse"), account.reportsUse},
            {QStringLiteral("items"), items},
            {QStringLiteral("wide"), wide}};
}

//! Absent: not a plan's account, or one that would name something twice.
std::optional<PlanAccount> accountFromJson(const QJsonObject &json)
{
    PlanAccount account;
    account.id = AccountId{json[QLatin1String("id")].toString()};
    account.name = json[QLatin1String("name")].toString();
    account.provider = ProviderId{json[QLatin1String("provider")].toString()};
    const auto environment = environmentFromName(json[QLatin1String("environment")].toString());
    account.environment = environment.value_or(Environment::Production);
    account.identity = identityFromJson(json[QLatin1String("identity")].toObject());
    account.ownUnknown = json[QLatin1String("ownUnknown")].toBool();
    account.reportsUse = json[QLatin1String("reportsUse")].toBool();
    QSet<TokenId> seen;
    const QJsonArray wide = json[QLatin1String("wide")].toArray();
    for (const QJsonValue &value : wide) {
        const auto call = wideFromJson(value.toObject());
        if (!call || seen.contains(call->key()))
            return {};
        seen.insert(call->key());
        account.wide += *call;
    }
    const QJsonArray items = json[QLatin1String("items")].toArray();
    for (const QJsonValue &value : items) {
        const PlanItem item = itemFromJson(value.toObject());
        if (item.id.isEmpty() || seen.contains(item.id))
            return {};
        seen.insert(item.id);
        account.items += item;
    }
    if (account.id.isEmpty() || account.provider.isEmpty() || !environment || account.isEmpty())
        return {};
    return account;
}

QJsonObject exclusionToJson(const Exclusion &exclusion)
{
    return {{QStringLiteral("account"), exclusion.account.value},
            {QStringLiteral("id"), exclusion.id.value},
            {QStringLiteral("name"), exclusion.name},
            {QStringLiteral("reason"), exclusionReasonName(exclusion.reason)}};
}

std::optional<Exclusion> exclusionFromJson(const QJsonObject &json)
{
    const auto reason = exclusionReasonFromName(json[QLatin1String("reason")].toString());
    if (!reason)
        return {};
    return Exclusion{AccountId{json[QLatin1String("account")].toString()},
                     TokenId{json[QLatin1String("id")].toString()}, json[QLatin1String("name")].toString(), *reason};
}

//! Over the JSON as QJsonDocument writes it: keys in order, no spaces.
QString checksumOf(const QJsonObject &json)
{
    const QByteArray text = QJsonDocument(json).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

} // namespace

QString exclusionReasonName(ExclusionReason reason)
{
    for (const auto &[known, name] : ReasonNames) {
        if (known == reason)
            return QString::fromLatin1(name);
    }
    return {};
}

std::optional<ExclusionReason> exclusionReasonFromName(QStringView name)
{
    for (const auto &[reason, known] : ReasonNames) {
        if (name == QLatin1String(known))
            return reason;
    }
    return {};
}

QJsonObject planToJson(const Plan &plan)
{
    QJsonArray accounts;
    for (const PlanAccount &account : plan.accounts)
        accounts += accountToJson(account);
    QJsonArray exclusions;
    for (const Exclusion &exclusion : plan.exclusions)
        exclusions += exclusionToJson(exclusion);
    return {{QStringLiteral("id"), plan.id},
            {QStringLiteral("created"), plan.createdAtMs},
            {QStringLiteral("reason"), plan.reason},
            {QStringLiteral("isOwn"), plan.isOwn},
            {QStringLiteral("accounts"), accounts},
            {QStringLiteral("exclusions"), exclusions},
            {QStringLiteral("losingAccess"), QJsonArray::fromStringList(plan.losingAccess)}};
}

Result<Plan> planFromJson(const QJsonObject &json)
{
    Plan plan;
    plan.id = json[QLatin1String("id")].toString();
    plan.createdAtMs = json[QLatin1String("created")].toInteger();
    plan.reason = json[QLatin1String("reason")].toString();
    plan.isOwn = json[QLatin1String("isOwn")].toBool();
    plan.losingAccess = stringsFromJson(json[QLatin1String("losingAccess")]);
    const QJsonArray accounts = json[QLatin1String("accounts")].toArray();
    for (const QJsonValue &value : accounts) {
        const auto account = accountFromJson(value.toObject());
        if (!account)
            return notAPlan();
        plan.accounts += *account;
    }
    const QJsonArray exclusions = json[QLatin1String("exclusions")].toArray();
    for (const QJsonValue &value : exclusions) {
        const auto exclusion = exclusionFromJson(value.toObject());
        if (!exclusion)
            return notAPlan();
        plan.exclusions += *exclusion;
    }
    if (plan.id.isEmpty() || plan.createdAtMs <= 0)
        return notAPlan();
    return plan;
}

QByteArray planToFile(const Plan &plan)
{
    const QJsonObject json = planToJson(plan);
    const QJsonObject file{{QStringLiteral("latchkeyPlan"), FileVersion},
                           {QStringLiteral("plan"), json},
                           {QStringLiteral("sha256"), QString::fromLatin1(plan.sha256())},
                           {QStringLiteral("checksum"), checksumOf(json)}};
    return QJsonDocument(file).toJson(QJsonDocument::Indented);
}

Result<Plan> planFromFile(QByteArrayView text)
{
    if (text.size() > LargestFile)
        return failure(Error::Kind::InvalidInput,
                       tr("The plan file is larger than 256 MiB. Split it into smaller plans."));
    const QJsonObject file = QJsonDocument::fromJson(QByteArray::fromRawData(text.data(), text.size())).object();
    const qint64 version = file[QLatin1String("latchkeyPlan")].toInteger();
    if (version > FileVersion)
        return failure(Error::Kind::InvalidInput,
                       tr("This plan was saved by a newer Latchkey. Update Latchkey, or make the plan again."));
    const QJsonObject json = file[QLatin1String("plan")].toObject();
    if (version < 1 || json.isEmpty())
        return notAPlan();
    const auto changed = [] {
        return failure(Error::Kind::InvalidInput,
                       tr("The plan was changed after it was saved. Make the plan again and review it."));
    };
    if (checksumOf(json) != file[QLatin1String("checksum")].toString())
        return changed();
    Result<Plan> plan = planFromJson(json);
    if (plan && QString::fromLatin1(plan->sha256()) != file[QLatin1String("sha256")].toString())
        return changed();
    return plan;
}

} // namespace latchkey
