#pragma once

#include "network/http/httpclient.h"
#include "network/http/ratelimiter.h"
#include "network/provider.h"

#include <QJsonArray>
#include <QJsonObject>

#include <optional>

//! Genesys Cloud's answers, read into values, without an event loop.
namespace latchkey::genesys {

//! What GET /tokens/me tells of our own session.
struct Session
{
    Named organization = {};
    Named client = {}; //!< empty: not told
    std::optional<QStringList> scopes = {};
    QJsonObject answer = {}; //!< whole
};
//! Malformed: no organization, or an id that is none of Genesys'.
[[nodiscard]] Result<Session> readSession(const HttpResponse &response);

//! Of GET /users/me. Malformed: no id.
[[nodiscard]] Result<Person> readUser(const HttpResponse &response);

//! One page of a list.
struct Page
{
    QJsonArray rows = {};
    std::optional<qint64> number = {}; //!< from 1
    std::optional<qint64> pages = {};
    std::optional<qint64> total = {}; //!< rows on all pages
};
//! `rows`: "entities" of a listing, "results" of a search.
[[nodiscard]] Result<Page> readPage(const HttpResponse &response, QLatin1StringView rows);

//! Malformed: a row that is no object, without an id, or with a member of another type than documented.
[[nodiscard]] Result<Person> readPerson(const QJsonValue &row);
[[nodiscard]] Result<Client> readClient(const QJsonValue &row);

//! The client with all its members, to be sent back. Wipes the response's body, which may hold the client's secret.
//! Malformed: another client than the one asked for, or one that lacks what every client has.
[[nodiscard]] Result<QJsonObject> readWholeClient(HttpResponse &response, const ClientId &asked);
//! Whether the client says that it is disabled now.
[[nodiscard]] Result<void> readDisabled(HttpResponse &response, const ClientId &asked);

//! All settings around the idle timeout, to be sent back. Malformed: without the two that count.
[[nodiscard]] Result<QJsonObject> readIdleSettings(const HttpResponse &response);
[[nodiscard]] IdleTimeout idleTimeoutIn(const QJsonObject &settings);

//! ErrorBody of the API, and the OAuth errors of the login host.
void readError(const HttpResponse &response, Error &error);
//! inin-ratelimit-*; its reset is in seconds from now.
[[nodiscard]] std::optional<RateReport> readRate(const HttpHead &head, qint64 nowMs);
[[nodiscard]] QString readRequestId(const HttpHead &head);

} // namespace latchkey::genesys
