#include "network/providers/answers.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace latchkey {

tl::unexpected<Error> malformed(const HttpHead &head, const QString &why)
{
    Error error;
    error.kind = Error::Kind::Malformed;
    error.sent = Error::Sent::Answered;
    error.httpStatus = head.status;
    error.message = why;
    return failure(std::move(error));
}

bool isJson(const HttpHead &head)
{
    return head.contentType == "application/json"
        || (head.contentType.startsWith("application/") && head.contentType.endsWith("+json"));
}

Result<QJsonObject> jsonObject(const HttpResponse &response)
{
    if (!isJson(response.head))
        return malformed(response.head, QCoreApplication::translate("Providers", "The answer is no JSON."));
    const QJsonDocument document = QJsonDocument::fromJson(response.body);
    if (!document.isObject())
        return malformed(response.head, QCoreApplication::translate("Providers", "The answer is no JSON object."));
    return document.object();
}

std::optional<QJsonObject> refusalObject(const HttpResponse &response, Error &error)
{
    const QJsonDocument document = QJsonDocument::fromJson(response.body);
    if (document.isObject())
        return document.object();
    // What came as a success is not shown: it may hold a token's value.
    if (response.head.status >= 400)
        error.message = cleanedText(QString::fromUtf8(response.body.left(2'000)).simplified());
    return {};
}

QString textIn(const QJsonObject &object, QLatin1StringView key) { return object.value(key).toString(); }

} // namespace latchkey
