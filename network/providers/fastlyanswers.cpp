#include "network/providers/fastlyanswers.h"

#include "network/json/fields.h"
#include "network/providers/answers.h"
#include "network/providers/fastlyrequests.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace latchkey::fastly {

namespace {

namespace json = simdjson::ondemand;

struct Fastly
{
    Q_DECLARE_TR_FUNCTIONS(Fastly)
};

//! The list holds the console's own login sessions too, and only their name tells.
constexpr std::string_view browserSessionName = "manage.fastly.com browser session";

//! Where Fastly writes "" for null: automation tokens as they are created.
FieldFault readNonEmpty(json::value &value, std::string_view &text)
{
    const FieldFault fault = readText(value, text);
    if (text.empty())
        text = {};
    return fault;
}

using Texts = std::optional<std::span<const std::string_view>>;

//! `scope` and `scopes` say the same, each as an array or as words; null and "" say nothing.
FieldFault readScopes(json::value &value, std::vector<std::string_view> &words, Texts &scopes)
{
    json::json_type type{};
    if (value.type().get(type))
        return FieldFault::NotJson;
    if (type == json::json_type::array) {
        words.clear();
        const FieldFault fault = readTextArray(value, words);
        scopes = words;
        return fault;
    }
    std::string_view text;
    const FieldFault fault = readText(value, text);
    if (!text.empty()) {
        words.clear();
        splitWords(text, words);
        scopes = words;
    }
    return fault;
}

//! null and [] both mean all services.
FieldFault readServices(json::value &value, std::vector<std::string_view> &ids, Texts &services)
{
    ids.clear();
    json::json_type type{};
    if (value.type().get(type))
        return FieldFault::NotJson;
    const FieldFault fault = type == json::json_type::null ? FieldFault::None : readTextArray(value, ids);
    services = ids;
    return fault;
}

FieldFault readMember(json::raw_json_string key, json::value &value, TokenRow &row, RowLists &lists)
{
    // Rows use Z, other calls +00:00; null or "" is "never" for what may not happen. The first letter decides which
    // keys are compared at all: a row has a dozen members, and a list a million rows.
    switch (key.raw()[0]) {
    case 'i':
        if (key == "id")
            return row.id.data() ? FieldFault::NotJson : readText(value, row.id);
        if (key == "ip")
            return readNonEmpty(value, row.lastIp);
        break;
    case 'n':
        if (key == "name")
            return readText(value, row.name);
        break;
    case 's':
        if (key == "scope" || key == "scopes")
            return readScopes(value, lists.scopes, row.scopes);
        if (key == "services")
            return readServices(value, lists.resources, row.resources);
        break;
    case 'u':
        if (key == "user_id")
            return readNonEmpty(value, row.ownerId);
        break;
    case 'c':
        if (key == "created_at")
            return readIsoTime(value, Moment::notReported(), row.created);
        if (key == "creator_id")
            return readNonEmpty(value, row.ownerId);
        break;
    case 'l':
        if (key == "last_used_at")
            return readIsoTime(value, Moment::never(), row.lastUsed);
        break;
    case 'e':
        if (key == "expires_at")
            return readIsoTime(value, Moment::never(), row.expires);
        break;
    }
    return FieldFault::None;
}

Result<User> readUserRecord(json::object &record)
{
    User user;
    std::optional<bool> locked;
    bool deleted = false;
    for (auto field : record) {
        json::raw_json_string key;
        json::value value;
        if (field.key().get(key) || field.value().get(value))
            return notJson();
        QString *text = key == "id" ? &user.id
            : key == "name"         ? &user.name
            : key == "login"        ? &user.login
            : key == "customer_id"  ? &user.customerId
            : key == "role"         ? &user.role
                                    : nullptr;
        if (text) {
            std::string_view shown;
            if (const FieldFault fault = readText(value, shown); fault != FieldFault::None)
                return failure(errorOf(fault));
            *text = shownText(shown);
        } else if (key == "locked") {
            bool is = false;
            if (!value.get_bool().get(is)) // null: not reported
                locked = is;
        } else if (key == "deleted_at") {
            deleted = !value.is_null();
        }
    }
    if (user.id.isEmpty())
        return failure(Error::Kind::Malformed, Fastly::tr("A user has no id."));
    if (deleted)
        user.state = u"deleted"_s;
    else if (locked)
        user.state = *locked ? u"locked"_s : u"active"_s;
    return user;
}

//! "title: detail" of whichever are there.
QString joined(const QString &title, const QString &detail)
{
    return title.isEmpty() || detail.isEmpty() || title == detail ? (title.isEmpty() ? detail : title)
                                                                  : title + ": "_L1 + detail;
}

} // namespace

Result<void> readRow(json::object &record, TokenKind kind, RowLists &lists, TokenRow &row)
{
    row.kind = kind;
    row.state = TokenState::Active; // Fastly lists no revoked tokens
    for (auto field : record) {
        json::raw_json_string key;
        json::value value;
        if (field.key().get(key) || field.value().get(value))
            return notJson();
        if (const FieldFault fault = readMember(key, value, row, lists); fault != FieldFault::None)
            return failure(errorOf(fault));
    }
    if (!row.id.data())
        return failure(Error::Kind::Malformed, Fastly::tr("A token has no id."));
    row.isActionable = isId(row.id);
    if (kind == TokenKind::User && row.name == browserSessionName)
        row.kind = TokenKind::BrowserSession;
    return {};
}

Result<PageMeta> readPageMeta(const QByteArray &envelope)
{
    const QJsonObject meta = QJsonDocument::fromJson(envelope).object().value("meta"_L1).toObject();
    PageMeta page;
    page.page = meta.value("current_page"_L1).toInteger(-1);
    page.pages = meta.value("total_pages"_L1).toInteger(-1);
    page.records = meta.value("record_count"_L1).toInteger(-1);
    if (page.page < 0 || page.pages < 0 || page.records < 0)
        return failure(Error::Kind::Malformed, Fastly::tr("The page does not say how many there are."));
    return page;
}

TokenListReader::TokenListReader(TokenKind kind, std::shared_ptr<TokenSink> sink, qint64 rowsBefore)
    : ListReader(kind == TokenKind::Automation ? "data" : "",
                 [this](json::object &record) -> Result<void> {
                     TokenRow row;
                     Result<void> read = readRow(record, m_kind, m_lists, row);
                     if (read)
                         m_sink->add(row);
                     return read;
                 })
    , m_kind(kind)
    , m_sink(std::move(sink))
    , m_rowsBefore(rowsBefore)
{
}

Result<void> TokenListReader::end()
{
    const Result<void> whole = ListReader::end();
    if (!whole || m_kind != TokenKind::Automation)
        return whole;
    const Result<PageMeta> meta = readPageMeta(envelope());
    if (!meta)
        return failure(meta.error());
    m_meta = *meta;
    m_sink->expect(m_rowsBefore + m_meta.records);
    return {};
}

UserListReader::UserListReader()
    : ListReader("", [this](json::object &record) -> Result<void> {
        Result<User> user = readUserRecord(record);
        if (!user)
            return failure(user.error());
        m_users.append(*user);
        return {};
    })
{
}

Result<User> readUser(const HttpResponse &response) { return readObjectAs(response, readUserRecord); }

Result<TokenDetail> readToken(const HttpResponse &response, TokenKind kind)
{
    Result<QJsonObject> answer = jsonObject(response);
    if (!answer)
        return failure(answer.error());
    answer->remove("access_token"_L1);
    RowLists lists;
    const auto readDetail = [&](json::object &record) -> Result<TokenDetail> {
        TokenRow row;
        return readRow(record, kind, lists, row).map([&] { return TokenDetail{tokenOf(row), *answer}; });
    };
    return readObjectAs(response, readDetail);
}

Result<Identity> readSelf(const HttpResponse &response)
{
    const Result<TokenDetail> own = readToken(response, TokenKind::User);
    if (!own)
        return failure(own.error());
    const QString customer = textIn(own->answer, "customer_id"_L1);
    if (!isId(customer) || !own->token.isActionable)
        return malformed(response.head, Fastly::tr("The answer does not say which customer and token the key is."));
    Identity identity;
    identity.tenant.id = customer;
    identity.ownToken = own->token.id;
    identity.scopes = own->token.scopes.value_or(QStringList());
    if (own->token.owner) {
        identity.principal.id = own->token.owner->id;
        identity.ownPerson = PersonId{own->token.owner->id};
    }
    return identity;
}

Result<CreatedToken> readCreated(HttpResponse &response, TokenKind kind)
{
    RowLists lists;
    const auto readValue = [&](json::object &record) -> Result<CreatedToken> {
        const Result<Secret> value = readSecret(record, "access_token");
        if (!value)
            return failure(value.error());
        TokenRow row;
        return readRow(record, kind, lists, row).map([&] { return CreatedToken{tokenOf(row), *value, {}}; });
    };
    Result<CreatedToken> created = readObjectAs(response, readValue);
    wipe(response.body);
    return created;
}

Result<void> readSudo(const HttpResponse &response)
{
    const Result<QJsonObject> answer = jsonObject(response);
    if (!answer)
        return failure(answer.error());
    if (!parseIsoTime(textIn(*answer, "expiry_time"_L1).toStdString()))
        return malformed(response.head, Fastly::tr("The answer does not say that the rights were raised."));
    return {};
}

Result<QStringList> readAutomationServices(const HttpResponse &response)
{
    const Result<QJsonObject> answer = jsonObject(response);
    if (!answer)
        return failure(answer.error());
    const QJsonValue data = answer->value("data"_L1);
    if (!data.isArray() || answer->value("meta"_L1).toObject().value("total_pages"_L1).toInteger(1) > 1)
        return malformed(response.head, Fastly::tr("The answer does not list all services."));
    QStringList ids;
    const QJsonArray services = data.toArray();
    for (const QJsonValue &service : services)
        ids += service.toString();
    return ids;
}

Result<Verified> readVerified(const HttpResponse &response)
{
    const Result<QJsonObject> answer = jsonObject(response);
    if (!answer)
        return failure(answer.error());
    const QJsonObject customer = answer->value("customer"_L1).toObject();
    const QJsonObject user = answer->value("user"_L1).toObject();
    const QJsonValue listed = answer->value("services"_L1);
    if (!listed.isObject() && !listed.isUndefined() && !listed.isNull())
        return malformed(response.head, Fastly::tr("The answer does not list the services."));
    const QJsonObject services = listed.toObject();
    Verified verified;
    verified.customer = {textIn(customer, "id"_L1), textIn(customer, "name"_L1)};
    verified.user = {textIn(user, "id"_L1), textIn(user, "name"_L1)};
    verified.login = textIn(user, "login"_L1);
    for (auto service = services.begin(); service != services.end(); ++service)
        verified.services.append({service.key(), service.value().toString()});
    return verified;
}

void readError(const HttpResponse &response, Error &error)
{
    const std::optional<QJsonObject> body = refusalObject(response, error);
    if (!body)
        return;
    const QJsonObject first = body->value("errors"_L1).toArray().first().toObject();
    QString title = textIn(*body, "msg"_L1);
    if (title.isEmpty())
        title = textIn(*body, "title"_L1);
    error.message = joined(title, textIn(*body, "detail"_L1));
    if (error.message.isEmpty())
        error.message = joined(textIn(first, "title"_L1), textIn(first, "detail"_L1));
    error.code =
        cleanedText(textIn(*body, "code"_L1).isEmpty() ? textIn(first, "code"_L1) : textIn(*body, "code"_L1), 64);
    error.message = cleanedText(error.message.isEmpty() ? error.code : error.message);
    if (error.code == "invalid_grant"_L1)
        error.kind = Error::Kind::LoginRefused;
    else if (error.code == "2fa.verify"_L1)
        error.kind = Error::Kind::CodeNeeded;
    else if (error.code == "account_locked"_L1)
        error.kind = Error::Kind::Forbidden;
}

std::optional<RateReport> readRate(const HttpHead &head, qint64 nowMs)
{
    Q_UNUSED(nowMs)
    RateReport report;
    bool ok = false;
    const int remaining = head.header("fastly-ratelimit-remaining").toInt(&ok);
    if (ok && remaining >= 0)
        report.remaining = remaining;
    constexpr qint64 year9999 = 253'402'300'799;
    const qint64 reset = head.header("fastly-ratelimit-reset").toLongLong(&ok);
    if (ok && reset > 0 && reset <= year9999)
        report.resetMs = reset * 1000;
    if (!report.remaining && !report.resetMs)
        return {};
    return report;
}

} // namespace latchkey::fastly
