#include "network/providers/authletefields.h"

#include "network/domain/moment.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace latchkey::authlete {

namespace {

struct Authlete
{
    Q_DECLARE_TR_FUNCTIONS(Authlete)
};

constexpr std::array<const char *, 10> GrantTypes = {
    "CLIENT_CREDENTIALS", "AUTHORIZATION_CODE",
    "IMPLICIT",           "PASSWORD",
    "REFRESH_TOKEN",      "CIBA",
    "DEVICE_CODE",        "TOKEN_EXCHANGE",
    "JWT_BEARER",         "PRE_AUTHORIZED_CODE",
};

constexpr std::array CreateMembers = {
    Member{"grantType", Shape::GrantType, "grantType"},
    Member{"clientId", Shape::Whole, "clientId"},
    Member{"subject", Shape::Text, "subject"},
    Member{"scopes", Shape::Texts, "scope"},
    Member{"accessTokenDuration", Shape::Whole, "accessTokenDuration"},
    Member{"refreshTokenDuration", Shape::Whole, "refreshTokenDuration"},
    Member{"accessTokenPersistent", Shape::Flag},
    Member{"acr", Shape::Text},
    Member{"authTime", Shape::Whole},
    Member{"authorizationDetails", Shape::AuthorizationDetails},
    Member{"certificateThumbprint", Shape::Text},
    Member{"clientEntityIdUsed", Shape::Flag},
    Member{"clientIdAliasUsed", Shape::Flag},
    Member{"clientIdentifier", Shape::Text},
    Member{"dpopKeyThumbprint", Shape::Text},
    Member{"forExternalAttachment", Shape::Flag},
    Member{"jwtAtClaims", Shape::Text},
    Member{"metadataDocumentUsed", Shape::Flag},
    Member{"properties", Shape::Properties},
    Member{"resources", Shape::Texts},
    Member{"sessionId", Shape::Text},
};

constexpr std::array UpdateMembers = {
    Member{"scopes", Shape::Texts, "scope"},
    Member{"accessTokenExpiresAt", Shape::Time, "expires"},
    Member{"refreshTokenExpiresAt", Shape::Time, "refreshTokenExpiresAt"},
    Member{"accessTokenValueUpdated", Shape::Flag, "accessTokenValueUpdated"},
    Member{"accessTokenPersistent", Shape::Flag, "accessTokenPersistent"},
    Member{"accessTokenExpiresAtUpdatedOnScopeUpdate", Shape::Flag},
    Member{"authorizationDetails", Shape::AuthorizationDetails},
    Member{"certificateThumbprint", Shape::Text},
    Member{"dpopKeyThumbprint", Shape::Text},
    Member{"forExternalAttachment", Shape::Flag},
    Member{"properties", Shape::Properties},
    Member{"refreshTokenExpiresAtUpdatedOnScopeUpdate", Shape::Flag},
};

constexpr std::array PropertyMembers = {
    Member{"key", Shape::Text},
    Member{"value", Shape::Text},
    Member{"hidden", Shape::Flag},
};

constexpr std::array DetailMembers = {
    Member{"type", Shape::Text},        Member{"locations", Shape::Texts}, Member{"actions", Shape::Texts},
    Member{"dataTypes", Shape::Texts},  Member{"identifier", Shape::Text}, Member{"privileges", Shape::Texts},
    Member{"otherFields", Shape::Text},
};

QString spelled(const char *ascii) { return QString::fromLatin1(ascii); }

QString wanted(Shape shape)
{
    switch (shape) {
    case Shape::Text:
        return Authlete::tr("a text");
    case Shape::Whole:
        return Authlete::tr("a whole number, 0 or more");
    case Shape::Flag:
        return Authlete::tr("true or false");
    case Shape::Texts:
        return Authlete::tr("a list of texts");
    case Shape::Time:
        return Authlete::tr("a time: a date like 2027-02-20T12:00:00Z in a field, milliseconds in JSON");
    case Shape::GrantType:
        return Authlete::tr("one of %1").arg([] {
            QStringList names;
            for (const char *name : GrantTypes)
                names += spelled(name);
            return names.join(", "_L1);
        }());
    case Shape::Properties:
        return Authlete::tr("a list of objects with key, value and hidden");
    case Shape::AuthorizationDetails:
        return Authlete::tr("an object with a list of elements, each with a type");
    }
    return {};
}

tl::unexpected<Error> wrong(const QString &field, Shape shape)
{
    return failure(Error::Kind::InvalidInput, Authlete::tr("“%1” must be %2.").arg(cleanedText(field), wanted(shape)));
}

bool isGrantType(const QString &text)
{
    return std::any_of(GrantTypes.begin(), GrantTypes.end(),
                       [&](const char *name) { return text == QLatin1String(name); });
}

//! Exact to 2^63-1, which JSON's numbers are where they are written as such.
bool isWhole(const QJsonValue &value) { return value.toInteger(-1) >= 0; }

const Member *find(std::span<const Member> members, const QString &name)
{
    const auto found =
        std::find_if(members.begin(), members.end(), [&](const Member &m) { return name == QLatin1String(m.name); });
    return found == members.end() ? nullptr : &*found;
}

bool hasShape(const QJsonValue &value, Shape shape);

//! An object of these members alone; `needed` among them.
bool hasMembers(const QJsonValue &value, std::span<const Member> members, QLatin1StringView needed)
{
    const QJsonObject object = value.toObject();
    if (!value.isObject() || !object.contains(needed))
        return false;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const Member *member = find(members, it.key());
        if (!member || !hasShape(it.value(), member->shape))
            return false;
    }
    return true;
}

template <typename Fits>
bool isListOf(const QJsonValue &value, Fits fits)
{
    const QJsonArray array = value.toArray();
    return value.isArray() && std::all_of(array.begin(), array.end(), fits);
}

bool hasShape(const QJsonValue &value, Shape shape)
{
    switch (shape) {
    case Shape::Text:
        return value.isString();
    case Shape::Whole:
    case Shape::Time:
        return isWhole(value);
    case Shape::Flag:
        return value.isBool();
    case Shape::Texts:
        return isListOf(value, [](const QJsonValue &item) { return item.isString(); });
    case Shape::GrantType:
        return isGrantType(value.toString());
    case Shape::Properties:
        return isListOf(value, [](const QJsonValue &item) { return hasMembers(item, PropertyMembers, "key"_L1); });
    case Shape::AuthorizationDetails: {
        const QJsonObject details = value.toObject();
        return details.size() == 1 && isListOf(details.value("elements"_L1), [](const QJsonValue &item) {
                   return hasMembers(item, DetailMembers, "type"_L1);
               });
    }
    }
    return false;
}

//! A list as it is typed: items, or one text with commas or spaces between them.
QJsonArray textsOf(const QVariant &value)
{
    static const QRegularExpression between(u"[,\\s]+"_s);
    return QJsonArray::fromStringList(value.toStringList().join(u' ').split(between, Qt::SkipEmptyParts));
}

//! A form's value in the member's own type; Undefined: it is none.
QJsonValue typedValue(const QVariant &value, Shape shape)
{
    const QString text = value.toString().trimmed();
    bool ok = false;
    switch (shape) {
    case Shape::Texts:
        return textsOf(value);
    case Shape::Whole: {
        const qint64 number = text.toLongLong(&ok);
        return ok && number >= 0 ? QJsonValue(number) : QJsonValue(QJsonValue::Undefined);
    }
    case Shape::Time: {
        const std::optional<qint64> ms = parseIsoTime(text.toStdString());
        return ms && *ms > 0 ? QJsonValue(*ms) : QJsonValue(QJsonValue::Undefined);
    }
    case Shape::Flag:
        if (text != "true"_L1 && text != "false"_L1)
            return QJsonValue(QJsonValue::Undefined);
        return text == "true"_L1;
    case Shape::GrantType:
        return isGrantType(text) ? QJsonValue(text) : QJsonValue(QJsonValue::Undefined);
    case Shape::Text:
    case Shape::Properties:
    case Shape::AuthorizationDetails:
        break;
    }
    return text;
}

bool isEmpty(const QVariant &value)
{
    return value.toStringList().join(QString()).trimmed().isEmpty() && value.toString().trimmed().isEmpty();
}

Result<void> addField(std::span<const Member> members, const QString &key, const QVariant &value, QJsonObject &object)
{
    const auto member = std::find_if(members.begin(), members.end(),
                                     [&](const Member &m) { return m.field && key == QLatin1String(m.field); });
    if (member == members.end())
        return failure(Error::Kind::InvalidInput,
                       Authlete::tr("Authlete has no field “%1” here.").arg(cleanedText(key)));
    const QJsonValue typed = typedValue(value, member->shape);
    if (typed.isUndefined())
        return wrong(key, member->shape);
    // A flag that is off says what no flag says, and an update that changes nothing should say nothing.
    if (typed != QJsonValue(false))
        object.insert(QLatin1String(member->name), typed);
    return {};
}

Result<void> addMore(std::span<const Member> members, const QString &json, QJsonObject &object)
{
    const QJsonDocument document = QJsonDocument::fromJson(json.toUtf8());
    if (!document.isObject())
        return failure(Error::Kind::InvalidInput,
                       Authlete::tr("“%1” must be a JSON object, like {\"acr\": \"…\"}.").arg(spelled(More)));
    const QJsonObject more = document.object();
    for (auto it = more.begin(); it != more.end(); ++it) {
        const Member *member = find(members, it.key());
        if (!member)
            return failure(Error::Kind::InvalidInput,
                           Authlete::tr("Authlete has no field “%1” here.").arg(cleanedText(it.key())));
        if (object.contains(it.key()))
            return failure(
                Error::Kind::InvalidInput,
                Authlete::tr("“%1” is given twice: in its own field, and under “%2”.").arg(it.key(), spelled(More)));
        if (!hasShape(it.value(), member->shape))
            return wrong(it.key(), member->shape);
        object.insert(it.key(), it.value());
    }
    return {};
}

void appendQuoted(QByteArray &json, QByteArrayView text)
{
    constexpr char Digits[] = "0123456789abcdef";
    json += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20)
            json.append("\\u00").append(Digits[byte >> 4]).append(Digits[byte & 15]);
        else if (c == '"' || c == '\\')
            json.append('\\').append(c);
        else
            json += c;
    }
    json += '"';
}

} // namespace

std::span<const Member> createMembers() { return CreateMembers; }

std::span<const Member> updateMembers() { return UpdateMembers; }

std::span<const char *const> grantTypes() { return GrantTypes; }

Result<QJsonObject> membersOf(std::span<const Member> members, const QVariantMap &fields)
{
    QJsonObject object;
    for (auto field = fields.begin(); field != fields.end(); ++field) {
        if (field.key() == QLatin1String(More) || isEmpty(field.value()))
            continue;
        if (const Result<void> added = addField(members, field.key(), field.value(), object); !added)
            return failure(added.error());
    }
    const QString more = fields.value(spelled(More)).toString().trimmed();
    if (!more.isEmpty()) {
        if (const Result<void> added = addMore(members, more, object); !added)
            return failure(added.error());
    }
    return object;
}

Secret jsonWith(const QJsonObject &object, const QList<std::pair<QByteArray, Secret>> &secrets)
{
    const QByteArray plain = QJsonDocument(object).toJson(QJsonDocument::Compact);
    qsizetype size = plain.size();
    for (const auto &[key, secret] : secrets)
        size += key.size() + 6 * secret.size() + 6;
    QByteArray json; // of the full size: a grown one would leave its secrets behind
    json.reserve(size);
    json += '{';
    for (const auto &[key, secret] : secrets) {
        if (secret.isEmpty())
            continue;
        appendQuoted(json, key);
        json += ':';
        appendQuoted(json, secret.reveal());
        json += ',';
    }
    if (object.isEmpty() && json.size() > 1)
        json.chop(1);
    json += QByteArrayView(plain).sliced(1);
    return Secret::take(json);
}

} // namespace latchkey::authlete
