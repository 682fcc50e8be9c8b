#pragma once

#include "network/domain/clock.h"
#include "network/sandbox/sandbox.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>
#include <QUrlQuery>

#include <atomic>
#include <map>
#include <memory>

namespace latchkey::sandbox {

//! A clock that stands still until it is moved.
class HandClock : public Clock
{
public:
    explicit HandClock(qint64 nowMs) : m_now(nowMs) { }
    [[nodiscard]] qint64 nowMs() const override { return m_now; }
    [[nodiscard]] qint64 elapsedMs() const override { return m_now; }
    void advance(qint64 seconds) { m_now += seconds * 1000; }

private:
    std::atomic<qint64> m_now;
};

struct Answer
{
    int status = 0; //!< 0: none came
    QByteArray body = {};
    std::map<QByteArray, QByteArray> headers = {}; //!< names in lower case

    [[nodiscard]] QJsonObject object() const { return QJsonDocument::fromJson(body).object(); }
    [[nodiscard]] QJsonArray array() const { return QJsonDocument::fromJson(body).array(); }
    [[nodiscard]] QString text(const QString &field) const { return object()[field].toString(); }
};

//! A plain HTTP client over one sandbox, signed in with the admin's key unless told otherwise.
class Client
{
public:
    using Headers = std::vector<std::pair<QByteArray, QByteArray>>;

    explicit Client(const Sandbox &sandbox, const QString &provider = QStringLiteral("fastly"))
        : m_ready(sandbox.ready()[provider].toObject())
        , m_key(ready("token").toLatin1())
    {
    }

    [[nodiscard]] QString ready(const char *field) const { return m_ready[QLatin1String(field)].toString(); }
    void useKey(const QString &key) { m_key = key.toLatin1(); }

    Answer send(const QByteArray &method, const QString &path, const QByteArray &body = {}, const Headers &headers = {})
    {
        QNetworkRequest request(QUrl(ready("baseUrl") + path));
        if (!m_key.isEmpty())
            request.setRawHeader("Fastly-Key", m_key);
        for (const auto &[name, value] : headers)
            request.setRawHeader(name, value);
        // Qt waits for the body of a HEAD that is spelled as a custom verb.
        const std::unique_ptr<QNetworkReply> reply(
            method == "HEAD" ? m_network.head(request) : m_network.sendCustomRequest(request, method, body));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        if (!reply->isFinished() && !finished.wait(20'000))
            return {};
        Answer answer = {.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                         .body = reply->readAll()};
        const auto pairs = reply->rawHeaderPairs();
        for (const auto &[name, value] : pairs)
            answer.headers[name.toLower()] = value;
        return answer;
    }
    Answer get(const QString &path) { return send("GET", path); }
    Answer remove(const QString &path) { return send("DELETE", path); }
    Answer postForm(const QString &path, const QList<std::pair<QString, QString>> &fields, Headers headers = {})
    {
        QByteArrayList pairs;
        for (const auto &[name, value] : fields)
            pairs.append(QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value));
        headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        return send("POST", path, pairs.join('&'), headers);
    }
    Answer postJson(const QString &path, const QJsonObject &object)
    {
        return send("POST", path, QJsonDocument(object).toJson(), {{"Content-Type", "application/json"}});
    }
    Answer bulkRevoke(const QStringList &ids)
    {
        QJsonArray items;
        for (const QString &id : ids)
            items.append(QJsonObject{{QStringLiteral("type"), QStringLiteral("token")}, {QStringLiteral("id"), id}});
        const QJsonObject body = {{QStringLiteral("data"), items}};
        return send("DELETE", QStringLiteral("/tokens"), QJsonDocument(body).toJson(QJsonDocument::Compact),
                    {{"Content-Type", "application/vnd.api+json; ext=bulk"}});
    }
    Answer sudo() { return postForm(QStringLiteral("/sudo"), {{QStringLiteral("password"), ready("password")}}); }
    QJsonArray customerTokens() { return get(QStringLiteral("/customer/%1/tokens").arg(ready("customerId"))).array(); }

private:
    QJsonObject m_ready;
    QByteArray m_key;
    QNetworkAccessManager m_network;
};

inline QStringList idsOf(const QJsonArray &rows)
{
    QStringList ids;
    for (const QJsonValue &row : rows)
        ids.append(row[QLatin1String("id")].toString());
    return ids;
}

} // namespace latchkey::sandbox
