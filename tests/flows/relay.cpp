#include "tests/flows/relay.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace latchkey::test {

namespace {

//! The request as it came, but that the connection ends after it: its end is the end of the answer.
QByteArray closing(const SeenRequest &request)
{
    QByteArray raw;
    const QList<QByteArray> lines = request.head.split('\n');
    for (const QByteArray &line : lines) {
        if (line.trimmed().isEmpty())
            break;
        if (!line.toLower().startsWith("connection:"))
            raw += line + '\n';
    }
    return raw + "Connection: close\r\n\r\n" + request.body;
}

//! What comes back for `raw`; empty: nobody is there.
QByteArray exchanged(const QUrl &target, const QByteArray &raw)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(quint16(target.port()));
    QByteArray reply;
    if (::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0
        && ::send(descriptor, raw.data(), size_t(raw.size()), MSG_NOSIGNAL) == raw.size()) {
        char piece[16 * 1024];
        for (ssize_t size = 0; (size = ::recv(descriptor, piece, sizeof piece, 0)) > 0;)
            reply.append(piece, size);
    }
    ::close(descriptor);
    return reply;
}

} // namespace

Relay::Relay(QUrl target)
    : m_target(std::move(target))
    , m_server([this](const SeenRequest &request) { return react(request); })
{
}

void Relay::setRule(Rule rule)
{
    const std::scoped_lock lock(m_mutex);
    m_rule = std::move(rule);
}

Reaction Relay::passOn(const SeenRequest &request) const
{
    return bytes(exchanged(m_target, closing(request))) + hangUp();
}

QList<SeenRequest> Relay::requests(const QByteArray &method) const
{
    QList<SeenRequest> matching = requests();
    matching.removeIf([&method](const SeenRequest &request) { return request.method != method; });
    return matching;
}

Reaction Relay::react(const SeenRequest &request)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (std::optional<Reaction> instead = m_rule ? m_rule(request) : std::nullopt)
            return *instead;
    }
    return passOn(request);
}

QStringList idsIn(const SeenRequest &request)
{
    const QJsonArray items = QJsonDocument::fromJson(request.body).object()[QLatin1String("data")].toArray();
    if (items.isEmpty())
        return {QString::fromLatin1(request.target.mid(request.target.lastIndexOf('/') + 1))};
    QStringList ids;
    for (const QJsonValue &item : items)
        ids += item[QLatin1String("id")].toString();
    return ids;
}

} // namespace latchkey::test
