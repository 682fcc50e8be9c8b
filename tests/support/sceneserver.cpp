#include "tests/support/sceneserver.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <mutex>

namespace latchkey::test {

namespace {

QByteArray compact(const QJsonValue &value)
{
    return value.isArray() ? QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact)
                           : QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
}

QString lineOf(const QJsonObject &exchange) { return exchange.value(QLatin1String("request")).toString(); }

//! Empty: the request is the expected one.
QString difference(const QJsonObject &expected, const SeenRequest &request)
{
    const QString line = QString::fromLatin1(request.method + ' ' + request.target);
    if (line != lineOf(expected))
        return QStringLiteral("\"%1\" came where \"%2\" was expected").arg(line, lineOf(expected));
    const QJsonObject headers = expected.value(QLatin1String("headers")).toObject();
    for (auto header = headers.begin(); header != headers.end(); ++header) {
        const QString seen = QString::fromUtf8(request.header(header.key().toLatin1()));
        if (seen != header.value().toString())
            return QStringLiteral("%1: header %2 is \"%3\", not \"%4\"")
                .arg(line, header.key(), seen, header.value().toString());
    }
    if (expected.contains(QLatin1String("body"))) {
        const QByteArray wanted = expected.value(QLatin1String("body")).toString().toUtf8();
        if (request.body != wanted)
            return QStringLiteral("%1: the body is \"%2\", not \"%3\"")
                .arg(line, QString::fromUtf8(request.body), QString::fromUtf8(wanted));
    }
    if (expected.contains(QLatin1String("json"))) {
        const QByteArray wanted = compact(expected.value(QLatin1String("json")));
        if (QJsonDocument::fromJson(request.body) != QJsonDocument::fromJson(wanted))
            return QStringLiteral("%1: the body is %2, not %3")
                .arg(line, QString::fromUtf8(request.body), QString::fromUtf8(wanted));
    }
    return {};
}

Reaction replyOf(const QJsonObject &exchange)
{
    const QJsonObject reply = exchange.value(QLatin1String("reply")).toObject();
    Headers headers;
    const QJsonObject given = reply.value(QLatin1String("headers")).toObject();
    for (auto header = given.begin(); header != given.end(); ++header)
        headers.emplaceBack(header.key().toLatin1(), header.value().toString().toUtf8());
    const QByteArray body = reply.contains(QLatin1String("json"))
        ? compact(reply.value(QLatin1String("json")))
        : reply.value(QLatin1String("body")).toString().toUtf8();
    return answer(reply.value(QLatin1String("status")).toInt(200), body, headers);
}

} // namespace

class SceneServer::Private
{
public:
    explicit Private(const QJsonArray &exchanges)
    {
        for (const QJsonValue &exchange : exchanges)
            expected.append(exchange.toObject());
        server = std::make_unique<FaultServer>([this](const SeenRequest &request) { return react(request); });
    }

    Reaction react(const SeenRequest &request)
    {
        const std::scoped_lock lock(mutex);
        QString why = QStringLiteral("%1 %2 came after the last expected request")
                          .arg(QString::fromLatin1(request.method), QString::fromLatin1(request.target));
        for (qsizetype i = 0; i < expected.size(); ++i) {
            const QString wrong = difference(expected.at(i), request);
            if (wrong.isEmpty())
                return replyOf(expected.takeAt(i));
            if (i == 0)
                why = wrong;
            if (!expected.at(i).value(QLatin1String("unordered")).toBool())
                break;
        }
        if (failure.isEmpty())
            failure = why;
        return answer(599, QByteArrayLiteral("{\"msg\":\"not in the scene\"}"));
    }

    mutable std::mutex mutex; // for the next two
    QList<QJsonObject> expected;
    QString failure;
    std::unique_ptr<FaultServer> server; // last: its threads use the rest
};

SceneServer::SceneServer(const QJsonArray &exchanges) : d(std::make_unique<Private>(exchanges)) { }
SceneServer::~SceneServer() = default;

QUrl SceneServer::baseUrl() const { return d->server->baseUrl(); }

QString SceneServer::failure() const
{
    const std::scoped_lock lock(d->mutex);
    return d->failure;
}

bool SceneServer::done() const
{
    const std::scoped_lock lock(d->mutex);
    return d->failure.isEmpty() && d->expected.isEmpty();
}

QStringList SceneServer::leftOver() const
{
    const std::scoped_lock lock(d->mutex);
    QStringList lines;
    for (const QJsonObject &exchange : d->expected)
        lines += lineOf(exchange);
    return lines;
}

QList<SeenRequest> SceneServer::requests() const { return d->server->requests(); }

} // namespace latchkey::test
