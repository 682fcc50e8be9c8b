#pragma once

#include "network/http/httpclient.h"

#include <QJsonObject>
#include <QJsonValue>

#include <optional>

//! What the providers' readers of whole answers share. Lists are read as they stream: network/json.
namespace latchkey {

//! The error of an answer that came, but is not what the provider documents.
[[nodiscard]] tl::unexpected<Error> malformed(const HttpHead &head, const QString &why);
//! application/json or application/…+json.
[[nodiscard]] bool isJson(const HttpHead &head);
//! The answer's JSON object. Malformed: another content type, no JSON, or something else than an object.
[[nodiscard]] Result<QJsonObject> jsonObject(const HttpResponse &response);
//! The JSON object of a refusal, for what the provider says in it; absent: it is none. Then it may be a gateway's page
//! or text, which becomes the error's message as it is.
[[nodiscard]] std::optional<QJsonObject> refusalObject(const HttpResponse &response, Error &error);
//! A text of an object; empty where it is null, absent or of another type.
[[nodiscard]] QString textIn(const QJsonObject &object, QLatin1StringView key);

} // namespace latchkey
