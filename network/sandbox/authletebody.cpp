#include "network/sandbox/authletebody.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace latchkey::sandbox::authlete {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array Numbers = {"clientId"_L1, "accessTokenDuration"_L1,  "refreshTokenDuration"_L1,
                                "authTime"_L1, "accessTokenExpiresAt"_L1, "refreshTokenExpiresAt"_L1};
constexpr std::array Flags = {
    "clientIdAliasUsed"_L1,
    "clientEntityIdUsed"_L1,
    "accessTokenPersistent"_L1,
    "forExternalAttachment"_L1,
    "metadataDocumentUsed"_L1,
    "accessTokenValueUpdated"_L1,
    "accessTokenExpiresAtUpdatedOnScopeUpdate"_L1,
    "refreshTokenExpiresAtUpdatedOnScopeUpdate"_L1,
};
constexpr std::array Lists = {"scopes"_L1, "resources"_L1, "properties"_L1};

template <typename Names>
bool isOneOf(const QString &name, const Names &names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool hasItsType(const QString &name, const QJsonValue &value)
{
    if (isOneOf(name, Numbers))
        return value.isDouble();
    if (isOneOf(name, Flags))
        return value.isBool();
    if (isOneOf(name, Lists))
        return value.isArray();
    return name == "authorizationDetails"_L1 ? value.isObject() : value.isString();
}

//! Null is like absent.
std::optional<QJsonObject> fromJson(const std::string &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(body));
    if (!document.isObject())
        return std::nullopt;
    QJsonObject members;
    const QJsonObject sent = document.object();
    for (auto member = sent.begin(); member != sent.end(); ++member) {
        if (member.value().isNull())
            continue;
        if (!hasItsType(member.key(), member.value()))
            return std::nullopt;
        members.insert(member.key(), member.value());
    }
    return members;
}

QJsonValue typed(const QString &name, const QString &text)
{
    if (isOneOf(name, Numbers))
        return text.toLongLong();
    if (isOneOf(name, Flags))
        return text == "true"_L1;
    if (isOneOf(name, Lists))
        return QJsonArray::fromStringList(text.split(u',', Qt::SkipEmptyParts));
    return text;
}

std::optional<QJsonObject> fromForm(const std::string &body)
{
    QJsonObject members;
    for (const auto &[name, value] : formFields(body)) {
        const QString key = QString::fromStdString(name);
        if (key == "properties"_L1 || key == "authorizationDetails"_L1)
            return std::nullopt;
        members.insert(key, typed(key, QString::fromStdString(value)));
    }
    return members;
}

} // namespace

Reply refuse(int status, const QString &code, const QString &why) { return jsonReply(status, result(code, why)); }

Reply refuseAction(const QString &action, const QString &code, const QString &why)
{
    QJsonObject object = result(code, why);
    object[u"action"_s] = action;
    return jsonReply(200, object);
}

QJsonObject result(const QString &code, const QString &message)
{
    return {{u"resultCode"_s, code}, {u"resultMessage"_s, u"[%1] %2"_s.arg(code, message)}};
}

std::optional<QJsonObject> bodyOf(const Request &request)
{
    const std::string type = request.mediaType();
    if (type == "application/json")
        return fromJson(request.body);
    return type == "application/x-www-form-urlencoded" ? fromForm(request.body) : std::nullopt;
}

std::optional<Range> rangeOf(const FormFields &query)
{
    Range range;
    bool isStart = true;
    bool isEnd = true;
    const std::string start = field(query, "start");
    const std::string end = field(query, "end");
    if (!start.empty())
        range.start = QString::fromStdString(start).toLongLong(&isStart);
    range.end = end.empty() ? range.start + 5 : QString::fromStdString(end).toLongLong(&isEnd);
    if (!isStart || !isEnd || range.start < 0 || range.end <= range.start)
        return std::nullopt;
    return range;
}

} // namespace latchkey::sandbox::authlete
