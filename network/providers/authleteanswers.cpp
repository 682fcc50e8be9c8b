#include "network/providers/authleteanswers.h"

#include "network/providers/answers.h"
#include "network/providers/authleterequests.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace latchkey::authlete {

namespace {

namespace json = simdjson::ondemand;

struct Authlete
{
    Q_DECLARE_TR_FUNCTIONS(Authlete)
};

tl::unexpected<Error> malformedRecord(const QString &why) { return failure(Error::Kind::Malformed, why); }

//! A number's digits as they stand there: no list has to convert them, and no double can spoil them.
FieldFault readId(json::value &value, std::string_view &digits)
{
    const std::string_view token = value.raw_json_token();
    std::optional<qint64> number;
    const FieldFault fault = readInteger(value, number);
    if (fault != FieldFault::None || !number)
        return fault;
    const size_t first = token.starts_with('"') ? 1 : 0;
    digits = token.substr(first, token.find_last_of("0123456789") + 1 - first);
    return fault;
}

FieldFault readScopes(json::value &value, std::vector<std::string_view> &texts, TokenRow &row)
{
    texts.clear();
    if (value.is_null())
        return FieldFault::None;
    const FieldFault fault = readTextArray(value, texts);
    row.scopes = texts;
    return fault;
}

FieldFault readMember(json::raw_json_string key, json::value &value, ListedToken &token,
                      std::vector<std::string_view> &scopes)
{
    // No field of a row is documented to mean "never": the zero of an expiry is none that can be read.
    const Moment unknown = Moment::notReported();
    if (key == "accessTokenHash")
        return readText(value, token.row.id);
    if (key == "refreshTokenHash")
        return readText(value, token.refreshHash);
    if (key == "accessTokenExpiresAt")
        return readMsTime(value, unknown, token.row.expires);
    if (key == "createdAt")
        return readMsTime(value, unknown, token.row.created);
    if (key == "clientId")
        return readId(value, token.row.clientId);
    if (key == "subject")
        return readText(value, token.row.ownerId);
    if (key == "scopes")
        return readScopes(value, scopes, token.row);
    return FieldFault::None;
}

Result<Client> readClient(json::object &record)
{
    Client client;
    for (auto field : record) {
        json::raw_json_string key;
        json::value value;
        if (field.key().get(key) || field.value().get(value))
            return notJson();
        std::string_view text;
        FieldFault fault = FieldFault::None;
        if (key == "clientId") {
            fault = readId(value, text);
            client.id = {shownText(text)};
        } else if (key == "clientName") {
            fault = readText(value, text);
            client.name = shownText(text);
        } else if (key == "clientType") {
            fault = readText(value, text);
            client.kind = shownText(text);
        }
        if (fault != FieldFault::None)
            return failure(errorOf(fault));
    }
    if (client.id.isEmpty())
        return malformedRecord(Authlete::tr("A client has no id."));
    return client;
}

//! What /create and /update answer, and whether they did anything at all.
struct Outcome
{
    QString action = {};
    QString code = {};
    QString message = {};
    TokenRow row = {};
    bool hasToken = false;
    bool hasJwt = false;
    bool hasRefresh = false;
};

FieldFault readOutcomeMember(json::raw_json_string key, json::value &value, Outcome &outcome,
                             std::vector<std::string_view> &scopes)
{
    const auto readShown = [&value](QString &to) {
        std::string_view text;
        const FieldFault fault = readText(value, text);
        to = shownText(text);
        return fault;
    };
    if (key == "action")
        return readShown(outcome.action);
    if (key == "resultCode") { // a text, and in one documented example a number
        outcome.code = shownText(value.raw_json_token()).remove(u'"').trimmed();
        return FieldFault::None;
    }
    if (key == "resultMessage")
        return readShown(outcome.message);
    if (key == "expiresAt" || key == "accessTokenExpiresAt")
        return readMsTime(value, Moment::notReported(), outcome.row.expires);
    if (key == "clientId")
        return readId(value, outcome.row.clientId);
    if (key == "subject")
        return readText(value, outcome.row.ownerId);
    if (key == "scopes")
        return readScopes(value, scopes, outcome.row);
    if (key == "accessToken")
        outcome.hasToken = !value.is_null();
    else if (key == "jwtAccessToken")
        outcome.hasJwt = !value.is_null();
    else if (key == "refreshToken")
        outcome.hasRefresh = !value.is_null();
    return FieldFault::None;
}

//! A business error, which comes with HTTP 200.
Error refusal(const Outcome &outcome)
{
    Error error;
    error.kind = outcome.action == "BAD_REQUEST"_L1    ? Error::Kind::Rejected
        : outcome.action == "FORBIDDEN"_L1             ? Error::Kind::Forbidden
        : outcome.action == "NOT_FOUND"_L1             ? Error::Kind::NotFound
        : outcome.action == "INTERNAL_SERVER_ERROR"_L1 ? Error::Kind::Unexpected
                                                       : Error::Kind::Malformed;
    error.code = cleanedText(outcome.code, 64);
    error.message = cleanedText(outcome.message);
    if (error.kind == Error::Kind::Malformed)
        error.message = Authlete::tr("The answer does not say whether it was done.");
    return error;
}

Result<Outcome> readOutcome(json::object &record, std::vector<std::string_view> &scopes)
{
    Outcome outcome;
    outcome.row.kind = TokenKind::AccessToken;
    outcome.row.state = TokenState::Active;
    for (auto field : record) {
        json::raw_json_string key;
        json::value value;
        if (field.key().get(key) || field.value().get(value))
            return notJson();
        if (const FieldFault fault = readOutcomeMember(key, value, outcome, scopes); fault != FieldFault::None)
            return failure(errorOf(fault));
    }
    if (outcome.action != "OK"_L1)
        return failure(refusal(outcome));
    return outcome;
}

//! The values of the token, where there are any, and it as its new hash tells.
Result<CreatedToken> readValues(json::object &record, const Outcome &outcome)
{
    CreatedToken created;
    created.token = tokenOf(outcome.row);
    if (record.reset().error())
        return notJson();
    const Result<Secret> value = readSecret(record, "accessToken");
    if (!value)
        return failure(value.error());
    created.token.id = hashOf(*value);
    created.value = *value;
    if (outcome.hasJwt) { // then this is what clients present
        const Result<Secret> jwt = readSecret(record, "jwtAccessToken");
        if (!jwt)
            return failure(jwt.error());
        created.value = *jwt;
    }
    if (outcome.hasRefresh) {
        const Result<Secret> refresh = readSecret(record, "refreshToken");
        if (!refresh)
            return failure(refresh.error());
        created.refreshValue = *refresh;
    }
    return created;
}

} // namespace

Result<ListedToken> readRow(json::object &record, std::vector<std::string_view> &scopes)
{
    ListedToken token;
    token.row.kind = TokenKind::AccessToken;
    token.row.state = TokenState::Active; // revoked tokens are not listed; expired ones are, and their dates tell
    for (auto field : record) {
        json::raw_json_string key;
        json::value value;
        if (field.key().get(key) || field.value().get(value))
            return notJson();
        if (const FieldFault fault = readMember(key, value, token, scopes); fault != FieldFault::None)
            return failure(errorOf(fault));
    }
    if (!token.row.id.data())
        return malformedRecord(Authlete::tr("A token has no hash."));
    token.row.isActionable = isHash(token.row.id);
    return token;
}

PageReader::PageReader(const QByteArray &arrayKey, RecordReader::OnRecord onRecord, qint64 start)
    : ListReader(arrayKey, std::move(onRecord), Absent::Empty)
    , m_start(start)
{
}

Result<void> PageReader::end()
{
    const Result<void> whole = ListReader::end();
    if (!whole)
        return whole;
    const QJsonObject envelope = QJsonDocument::fromJson(this->envelope()).object();
    m_total = envelope.value("totalCount"_L1).toInteger(-1);
    if (m_total < 0)
        return malformedRecord(Authlete::tr("The page does not say how many there are."));
    const qint64 start = envelope.value("start"_L1).toInteger(m_start);
    if (start != m_start)
        return malformedRecord(
            Authlete::tr("Asked for rows from %1 on, Authlete sent those from %2 on.").arg(m_start).arg(start));
    return {};
}

TokenPageReader::TokenPageReader(qint64 start, std::shared_ptr<TokenSink> sink, OnToken onToken)
    : PageReader(
        "accessTokens",
        [this](json::object &record) -> Result<void> {
            const Result<ListedToken> token = readRow(record, m_scopes);
            if (!token)
                return failure(token.error());
            m_sink->add(token->row);
            if (m_onToken)
                m_onToken(*token, record);
            return {};
        },
        start)
    , m_sink(std::move(sink))
    , m_onToken(std::move(onToken))
{
}

Result<void> TokenPageReader::end()
{
    const Result<void> whole = PageReader::end();
    if (whole)
        m_sink->expect(total());
    return whole;
}

ClientPageReader::ClientPageReader(qint64 start)
    : PageReader(
        "clients",
        [this](json::object &record) -> Result<void> {
            const Result<Client> client = readClient(record);
            if (!client)
                return failure(client.error());
            m_clients.append(*client);
            return {};
        },
        start)
{
}

TokenDetail detailOf(const ListedToken &token, json::object &record)
{
    TokenDetail detail;
    detail.token = tokenOf(token.row);
    std::string_view raw;
    if (record.reset().error() || record.raw_json().get(raw))
        return detail;
    detail.answer = QJsonDocument::fromJson(QByteArray(raw.data(), qsizetype(raw.size()))).object();
    QJsonArray properties = detail.answer.value("properties"_L1).toArray();
    for (QJsonValueRef property : properties) {
        QJsonObject shown = property.toObject();
        if (!shown.value("hidden"_L1).toBool())
            continue;
        shown.remove("value"_L1);
        property = shown;
    }
    if (!properties.isEmpty())
        detail.answer.insert("properties"_L1, properties);
    return detail;
}

Result<Identity> readService(const HttpResponse &response, const QString &service)
{
    const Result<QJsonObject> answer = jsonObject(response);
    if (!answer)
        return failure(answer.error());
    const QJsonValue key = answer->value("apiKey"_L1);
    const QString id = key.isDouble() ? QString::number(key.toInteger()) : key.toString();
    if (!isNumber(id))
        return malformed(response.head, Authlete::tr("The answer does not say which service it is."));
    if (id != service)
        return malformed(response.head, Authlete::tr("Asked for service %1, Authlete sent %2.").arg(service, id));
    Identity identity;
    identity.tenant = {id, textIn(*answer, "serviceName"_L1)};
    return identity;
}

Result<Identity> readConfiguration(const HttpResponse &response, const QString &apiKey)
{
    const Result<QJsonObject> answer = jsonObject(response);
    if (!answer)
        return failure(answer.error());
    const QString issuer = textIn(*answer, "issuer"_L1);
    if (issuer.isEmpty())
        return malformed(response.head, Authlete::tr("The answer does not say which service it is."));
    Identity identity;
    identity.tenant = {apiKey, issuer};
    return identity;
}

Result<CreatedToken> readCreated(HttpResponse &response)
{
    std::vector<std::string_view> scopes;
    const auto readAll = [&](json::object &record) -> Result<CreatedToken> {
        const Result<Outcome> outcome = readOutcome(record, scopes);
        return outcome ? readValues(record, *outcome) : failure(outcome.error());
    };
    Result<CreatedToken> created = readObjectAs(response, readAll);
    wipe(response.body);
    return created;
}

Result<CreatedToken> readUpdated(HttpResponse &response, bool rotated)
{
    std::vector<std::string_view> scopes;
    const auto readAll = [&](json::object &record) -> Result<CreatedToken> {
        const Result<Outcome> outcome = readOutcome(record, scopes);
        if (!outcome)
            return failure(outcome.error());
        if (rotated)
            return readValues(record, *outcome);
        CreatedToken updated;
        updated.token = tokenOf(outcome->row);
        return updated;
    };
    Result<CreatedToken> updated = readObjectAs(response, readAll);
    wipe(response.body);
    return updated;
}

Result<int> readRevoked(const HttpResponse &response)
{
    const Result<QJsonObject> answer = jsonObject(response);
    if (!answer)
        return failure(answer.error());
    const int count = answer->value("count"_L1).toInt(-1);
    if (count < 0)
        return malformed(response.head, Authlete::tr("The answer does not say how many tokens were revoked."));
    return count;
}

TokenId hashOf(const Secret &value)
{
    const QByteArray hash = QCryptographicHash::hash(value.reveal(), QCryptographicHash::Sha256);
    return {QString::fromLatin1(hash.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals))};
}

void readError(const HttpResponse &response, Error &error)
{
    const std::optional<QJsonObject> body = refusalObject(response, error);
    if (!body)
        return;
    error.code = cleanedText(body->value("resultCode"_L1).toVariant().toString(), 64);
    error.message = cleanedText(textIn(*body, "resultMessage"_L1));
}

} // namespace latchkey::authlete
