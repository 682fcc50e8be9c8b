#include "network/providers/knetikanswers.h"

#include "network/json/fields.h"
#include "network/providers/answers.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace latchkey::knetik {

namespace {

namespace json = simdjson::ondemand;

struct Knetik
{
    Q_DECLARE_TR_FUNCTIONS(Knetik)
};

tl::unexpected<Error> malformedBecause(const QString &why) { return failure(Error::Kind::Malformed, why); }

//! Calls `read(key, value)` for each member of the record; it gives a FieldFault.
template <typename Read>
Result<void> readMembers(json::object &record, Read read)
{
    for (auto field : record) {
        json::raw_json_string key;
        json::value value;
        if (field.key().get(key) || field.value().get(value))
            return notJson();
        if (const FieldFault fault = read(key, value); fault != FieldFault::None)
            return failure(errorOf(fault));
    }
    return {};
}

FieldFault readShown(json::value &value, QString &text)
{
    std::string_view view;
    const FieldFault fault = readText(value, view);
    text = shownText(view);
    return fault;
}

FieldFault readFlag(json::value &value, std::optional<bool> &flag)
{
    bool is = false;
    if (value.is_null())
        return FieldFault::None;
    if (value.get_bool().get(is))
        return FieldFault::NotJson;
    flag = is;
    return FieldFault::None;
}

//! As Part::of(), for text that came as valid UTF-8.
bool isNameable(std::string_view text)
{
    constexpr std::string_view replacementCharacter = "\xef\xbf\xbd";
    return !text.empty() && text.find('\0') == text.npos && text.find(replacementCharacter) == text.npos;
}

Result<TokenRow> rowOfPair(json::object &record, const Pair &pair, std::string &id)
{
    TokenRow row;
    const Result<void> read = readRow(record, id, row);
    if (!read)
        return failure(read.error());
    if (id != pairId(pair).value.toStdString())
        return malformedBecause(Knetik::tr("Knetik answered with another token."));
    return row;
}

//! The members of the record but "token", which never becomes a text that nobody wipes. The record begins anew.
Result<QJsonObject> answerWithoutValue(json::object &record)
{
    QJsonObject answer;
    for (auto field : record) {
        std::string_view name;
        json::value value;
        std::string_view written;
        if (field.unescaped_key().get(name) || field.value().get(value))
            return notJson();
        if (name == "token")
            continue;
        const QString key = shownText(name);
        if (simdjson::to_json_string(value).get(written))
            return notJson();
        const QByteArray inArray = QByteArray("[").append(written.data(), qsizetype(written.size())).append(']');
        answer.insert(key, QJsonDocument::fromJson(inArray).array().first());
    }
    if (record.reset().error())
        return notJson();
    return answer;
}

} // namespace

Result<PageMeta> readPageMeta(const QByteArray &envelope)
{
    const QJsonObject object = QJsonDocument::fromJson(envelope).object();
    PageMeta meta;
    meta.pages = object.value("total_pages"_L1).toInteger(-1);
    meta.records = object.value("total_elements"_L1).toInteger(-1);
    const QJsonValue last = object.value("last"_L1);
    if (!last.isBool() || meta.pages < 0 || meta.records < 0)
        return malformedBecause(Knetik::tr("The page does not say how many there are."));
    meta.last = last.toBool();
    return meta;
}

PageReader::PageReader(std::shared_ptr<PagedRecords> records)
    : ListReader("content", [this](json::object &record) { return m_records->add(record); })
    , m_records(std::move(records))
{
}

Result<void> PageReader::end()
{
    const Result<void> whole = ListReader::end();
    if (!whole)
        return whole;
    const Result<PageMeta> meta = readPageMeta(envelope());
    if (!meta)
        return asAnswered<void>(failure(meta.error()), head());
    m_meta = *meta;
    m_records->expect(m_meta.records);
    return {};
}

Result<void> readRow(json::object &record, std::string &id, TokenRow &row)
{
    row.kind = TokenKind::AccessToken;
    const Result<void> read = readMembers(record, [&row](json::raw_json_string key, json::value &value) {
        if (key == "username")
            return readText(value, row.ownerId);
        return key == "client_id" ? readText(value, row.clientId) : FieldFault::None;
    });
    if (!read)
        return read;
    if (row.clientId.empty())
        return malformedBecause(Knetik::tr("A token has no client."));
    writePairId(row.ownerId, row.clientId, id);
    row.id = id;
    row.isActionable = isNameable(row.ownerId) && isNameable(row.clientId);
    return {};
}

Result<void> TokenRecords::add(json::object &record)
{
    TokenRow row;
    const Result<void> read = readRow(record, m_id, row);
    if (read)
        m_sink.add(row);
    return read;
}

Result<User> readUser(json::object &record)
{
    User user;
    std::optional<qint64> id;
    QString fullName;
    const Result<void> read = readMembers(record, [&](json::raw_json_string key, json::value &value) {
        if (key == "id")
            return readInteger(value, id);
        QString *text = key == "username" ? &user.person.id.value
            : key == "display_name"       ? &user.person.name
            : key == "fullname"           ? &fullName
            : key == "email"              ? &user.person.email
                                          : nullptr;
        return text ? readShown(value, *text) : FieldFault::None;
    });
    if (!read)
        return failure(read.error());
    if (!id)
        return malformedBecause(Knetik::tr("A user has no id."));
    user.id = *id;
    if (user.person.name.isEmpty())
        user.person.name = fullName;
    return user;
}

Result<Client> readClient(json::object &record)
{
    Client client;
    std::optional<bool> isPublic;
    std::optional<bool> isLocked;
    const Result<void> read = readMembers(record, [&](json::raw_json_string key, json::value &value) {
        if (key == "client_key")
            return readShown(value, client.id.value);
        if (key == "name")
            return readShown(value, client.name);
        if (key == "is_public")
            return readFlag(value, isPublic);
        return key == "locked" ? readFlag(value, isLocked) : FieldFault::None;
    });
    if (!read)
        return failure(read.error());
    if (client.id.isEmpty())
        return malformedBecause(Knetik::tr("A client has no key."));
    if (isPublic)
        client.kind = *isPublic ? u"public"_s : u"private"_s;
    if (isLocked.value_or(false))
        client.state = u"locked"_s;
    return client;
}

Result<void> PeopleRecords::add(json::object &record)
{
    const Result<User> user = readUser(record);
    if (!user)
        return failure(user.error());
    if (user->person.id.isEmpty())
        return malformedBecause(Knetik::tr("A user has no username. Reading them needs the permission USERS_ADMIN."));
    m_ids.insert(user->id);
    m_people.append(user->person);
    return {};
}

Result<void> ClientRecords::add(json::object &record)
{
    const Result<Client> client = readClient(record);
    if (!client)
        return failure(client.error());
    m_keys.insert(client->id.value);
    m_clients.append(*client);
    return {};
}

Result<Me> readMe(const HttpResponse &response)
{
    const Result<QJsonObject> answer = jsonObject(response);
    if (!answer)
        return failure(answer.error());
    const std::optional<Part> clientId = Part::of(textIn(*answer, "client_id"_L1));
    const QJsonValue userId = answer->value("user_id"_L1);
    const qint64 number = userId.toInteger(-1);
    const QJsonValue roles = answer->value("roles"_L1);
    const bool hasUser = !userId.isNull() && !userId.isUndefined();
    if (!clientId || (hasUser && number < 0) || !(roles.isArray() || roles.isNull() || roles.isUndefined()))
        return malformed(response.head, Knetik::tr("The answer does not say whose token signs in."));
    Me me{*clientId, {}, {}, *answer};
    if (hasUser)
        me.userId = number;
    const QJsonArray listed = roles.toArray();
    for (const QJsonValue &role : listed)
        me.roles += role.toString();
    return me;
}

Result<QString> readUsername(const HttpResponse &response, qint64 userId)
{
    QString username;
    ListReader reader("content", [&](json::object &record) -> Result<void> {
        const Result<User> user = readUser(record);
        if (!user)
            return failure(user.error());
        if (user->id == userId)
            username = user->person.id.value;
        return {};
    });
    reader.begin(response.head);
    const Result<void> whole = reader.read(response.body).and_then([&] { return reader.end(); });
    if (!whole)
        return failure(whole.error());
    return username;
}

Result<TokenDetail> readToken(HttpResponse &response, const Pair &pair)
{
    std::string id;
    Result<TokenDetail> detail = readObjectAs(response, [&](json::object &record) -> Result<TokenDetail> {
        const Result<QJsonObject> answer = answerWithoutValue(record);
        if (!answer)
            return failure(answer.error());
        return rowOfPair(record, pair, id).map([&](const TokenRow &row) { return TokenDetail{tokenOf(row), *answer}; });
    });
    wipe(response.body);
    return detail;
}

Result<Secret> readValue(HttpResponse &response, const Pair &pair)
{
    std::string id;
    Result<Secret> value = readObjectAs(response, [&](json::object &record) -> Result<Secret> {
        const Result<Secret> token = readSecret(record, "token");
        if (!token)
            return token;
        return rowOfPair(record, pair, id).map([&](const TokenRow &) { return *token; });
    });
    wipe(response.body);
    return value;
}

void readError(const HttpResponse &response, Error &error)
{
    if (oauth::readError(response, error))
        return;
    const std::optional<QJsonObject> body = refusalObject(response, error);
    if (!body)
        return;
    const QJsonObject first = body->value("result"_L1).toArray().first().toObject();
    const QString message = textIn(first, "message"_L1);
    const QString field = textIn(first, "field"_L1);
    error.message = cleanedText(field.isEmpty() ? message : field + ": "_L1 + message);
    const QJsonValue code = body->value("code"_L1);
    error.code = code.isDouble() ? QString::number(code.toInteger()) : QString();
    error.requestId = cleanedText(textIn(*body, "request_id"_L1), 64);
}

} // namespace latchkey::knetik
