#include "network/providers/genesysanswers.h"

#include "network/providers/answers.h"
#include "network/providers/genesysrequests.h"
#include "network/providers/oauth.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace latchkey::genesys {

namespace {

struct Genesys
{
    Q_DECLARE_TR_FUNCTIONS(Genesys)
};

//! Where a text may be absent or null, and may be nothing else.
bool isTextOrNothing(const QJsonValue &value) { return value.isString() || value.isNull() || value.isUndefined(); }

Named namedIn(const QJsonObject &object, QLatin1StringView key)
{
    const QJsonObject named = object.value(key).toObject();
    return {textIn(named, "id"_L1), textIn(named, "name"_L1)};
}

std::optional<qint64> numberIn(const QJsonObject &object, QLatin1StringView key)
{
    const qint64 number = object.value(key).toInteger(-1);
    return number < 0 ? std::nullopt : std::optional(number);
}

//! Absent or null: nullopt. Malformed: no list of texts.
Result<std::optional<QStringList>> scopesIn(const QJsonObject &answer, const HttpHead &head)
{
    const QJsonValue value = answer.value("authorizedScope"_L1);
    if (value.isUndefined() || value.isNull())
        return std::optional<QStringList>();
    QStringList scopes;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &scope : array)
        scopes += scope.toString();
    if (!value.isArray() || scopes.contains(QString()))
        return malformed(head, Genesys::tr("The scopes of the session are no list of texts."));
    return scopes;
}

//! The row as an object with an id, of which the members that are named hold texts, or nothing.
Result<QJsonObject> checkedRow(const QJsonValue &row, std::initializer_list<QLatin1StringView> texts)
{
    const QJsonObject object = row.toObject();
    bool isSound = !textIn(object, "id"_L1).isEmpty();
    for (const QLatin1StringView text : texts)
        isSound = isSound && isTextOrNothing(object.value(text));
    if (!isSound)
        return failure(Error::Kind::Malformed, Genesys::tr("A row lacks its id, or is not what Genesys documents."));
    return object;
}

//! "The user {userId} is unknown." with the parameters in place of their names.
QString filledIn(QString text, const QJsonObject &parameters)
{
    for (auto parameter = parameters.begin(); parameter != parameters.end(); ++parameter)
        text.replace(u'{' + parameter.key() + u'}', parameter.value().toString());
    return text;
}

} // namespace

Result<Session> readSession(const HttpResponse &response)
{
    const Result<QJsonObject> answer = jsonObject(response);
    if (!answer)
        return failure(answer.error());
    Session session;
    session.answer = *answer;
    session.organization = namedIn(*answer, "organization"_L1);
    session.client = namedIn(*answer, "OAuthClient"_L1);
    if (session.organization.id.isEmpty())
        return malformed(response.head, Genesys::tr("The answer does not say which organization the session is in."));
    if (!session.client.id.isEmpty() && !isId(session.client.id))
        return malformed(response.head, Genesys::tr("The OAuth client of the session has no id that Genesys gives."));
    const Result<std::optional<QStringList>> scopes = scopesIn(*answer, response.head);
    if (!scopes)
        return failure(scopes.error());
    session.scopes = *scopes;
    return session;
}

Result<Person> readUser(const HttpResponse &response)
{
    const Result<QJsonObject> answer = jsonObject(response);
    if (!answer)
        return failure(answer.error());
    const Result<Person> user = readPerson(*answer);
    if (!user)
        return malformed(response.head, user.error().message);
    if (!isId(user->id.value))
        return malformed(response.head, Genesys::tr("The user who is signed in has no id that Genesys gives."));
    return user;
}

Result<Page> readPage(const HttpResponse &response, QLatin1StringView rows)
{
    const Result<QJsonObject> answer = jsonObject(response);
    if (!answer)
        return failure(answer.error());
    const QJsonValue list = answer->value(rows);
    if (!list.isArray())
        return malformed(response.head, Genesys::tr("The answer holds no list."));
    return Page{list.toArray(), numberIn(*answer, "pageNumber"_L1), numberIn(*answer, "pageCount"_L1),
                numberIn(*answer, "total"_L1)};
}

Result<Person> readPerson(const QJsonValue &row)
{
    const Result<QJsonObject> object = checkedRow(row, {"name"_L1, "email"_L1, "state"_L1});
    if (!object)
        return failure(object.error());
    Person person;
    person.id = {textIn(*object, "id"_L1)};
    person.name = textIn(*object, "name"_L1);
    person.email = textIn(*object, "email"_L1);
    person.state = textIn(*object, "state"_L1);
    return person;
}

Result<Client> readClient(const QJsonValue &row)
{
    const Result<QJsonObject> object = checkedRow(row, {"name"_L1, "state"_L1, "authorizedGrantType"_L1});
    if (!object)
        return failure(object.error());
    Client client;
    client.id = {textIn(*object, "id"_L1)};
    client.name = textIn(*object, "name"_L1);
    client.state = textIn(*object, "state"_L1);
    client.kind = textIn(*object, "authorizedGrantType"_L1);
    return client;
}

Result<QJsonObject> readWholeClient(HttpResponse &response, const ClientId &asked)
{
    Result<QJsonObject> client = jsonObject(response);
    wipe(response.body);
    if (!client)
        return client;
    client->remove("secret"_L1);
    if (textIn(*client, "id"_L1).compare(asked.value, Qt::CaseInsensitive) != 0)
        return malformed(response.head, Genesys::tr("Genesys answered with another OAuth client."));
    if (textIn(*client, "name"_L1).isEmpty() || textIn(*client, "authorizedGrantType"_L1).isEmpty())
        return malformed(response.head, Genesys::tr("The OAuth client lacks its name or its grant type."));
    return client;
}

Result<void> readDisabled(HttpResponse &response, const ClientId &asked)
{
    const Result<QJsonObject> client = readWholeClient(response, asked);
    if (!client)
        return failure(client.error());
    if (textIn(*client, "state"_L1) != "disabled"_L1)
        return malformed(response.head, Genesys::tr("The answer does not say that the OAuth client is disabled."));
    return {};
}

Result<QJsonObject> readIdleSettings(const HttpResponse &response)
{
    Result<QJsonObject> settings = jsonObject(response);
    if (!settings)
        return settings;
    if (!settings->value("enableIdleTokenTimeout"_L1).isBool() || !numberIn(*settings, "idleTokenTimeoutSeconds"_L1))
        return malformed(response.head, Genesys::tr("The answer does not say what the idle timeout is."));
    return settings;
}

IdleTimeout idleTimeoutIn(const QJsonObject &settings)
{
    return {settings.value("enableIdleTokenTimeout"_L1).toBool(), settings.value("idleTokenTimeoutSeconds"_L1).toInt()};
}

void readError(const HttpResponse &response, Error &error)
{
    const std::optional<QJsonObject> body = refusalObject(response, error);
    if (!body)
        return;
    if (oauth::readError(response, error))
        return;
    const QJsonObject first = body->value("errors"_L1).toArray().first().toObject();
    error.code = textIn(*body, "code"_L1);
    error.message = textIn(*body, "message"_L1);
    if (error.message.isEmpty())
        error.message = filledIn(textIn(*body, "messageWithParams"_L1), body->value("messageParams"_L1).toObject());
    if (error.message.isEmpty())
        error.message = textIn(first, "message"_L1);
    if (error.message.isEmpty())
        error.message = error.code;
    error.requestId = cleanedText(textIn(*body, "contextId"_L1), 100);
}

std::optional<RateReport> readRate(const HttpHead &head, qint64 nowMs)
{
    bool isAllowed = false;
    bool isCount = false;
    bool isReset = false;
    const int allowed = head.header("inin-ratelimit-allowed").toInt(&isAllowed);
    const int count = head.header("inin-ratelimit-count").toInt(&isCount);
    const int reset = head.header("inin-ratelimit-reset").toInt(&isReset);
    RateReport report;
    if (isAllowed && allowed >= 0)
        report.limit = allowed;
    if (report.limit && isCount && count >= 0)
        report.remaining = qMax(0, allowed - count);
    constexpr int day = 86'400;
    if (isReset && reset >= 0 && reset <= day)
        report.resetMs = nowMs + qint64(reset) * 1000;
    if (!report.limit && !report.resetMs)
        return {};
    return report;
}

QString readRequestId(const HttpHead &head) { return QString::fromLatin1(head.header("inin-correlation-id")); }

} // namespace latchkey::genesys
