#include "tests/support/faultserver.h"

#include <QFile>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mutex>
#include <thread>
#include <vector>

namespace latchkey::test {

using std::chrono::milliseconds;

namespace {

//! How long a step waits in the socket before it looks whether the server is being destroyed.
constexpr int Tick = 5;

QByteArray file(const char *name)
{
    QFile pem(QStringLiteral(LATCHKEY_TLS_DIR "/%1").arg(QLatin1String(name)));
    if (!pem.open(QIODevice::ReadOnly))
        qFatal("no such test certificate: %s", name);
    return pem.readAll();
}

const char *certificateOf(Tls tls)
{
    switch (tls) {
    case Tls::Plain:
    case Tls::Good:
        return "good.pem";
    case Tls::WrongHost:
        return "wrong-host.pem";
    case Tls::Expired:
        return "expired.pem";
    case Tls::NotYetValid:
        return "not-yet-valid.pem";
    case Tls::SelfSigned:
        return "self-signed.pem";
    case Tls::UnknownCa:
        return "unknown-ca.pem";
    }
    return "";
}

QByteArray headBytes(int status, const Headers &headers)
{
    QByteArray raw = "HTTP/1.1 " + QByteArray::number(status) + " Said So\r\n";
    for (const auto &[name, value] : headers)
        raw += name + ": " + value + "\r\n";
    return raw + "\r\n";
}

} // namespace

//! One connection: blocking reads and writes in its own thread, which end early when the server goes.
class Wire
{
public:
    Wire(int descriptor, Tls tls, const std::stop_token &stop) : m_stop(stop), m_tls(tls)
    {
        m_socket.setSocketDescriptor(descriptor);
        m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    }

    bool greet() { return m_tls == Tls::Plain || startTls(); }

    bool startTls()
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(QSslCertificate(file(certificateOf(m_tls))));
        configuration.setPrivateKey(QSslKey(file("key.pem"), QSsl::Ec));
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        m_socket.setSslConfiguration(configuration);
        m_socket.startServerEncryption();
        while (isOpen() && !m_socket.isEncrypted()) {
            if (!m_socket.waitForEncrypted(Tick) && m_socket.error() != QAbstractSocket::SocketTimeoutError
                && m_socket.error() != QAbstractSocket::UnknownSocketError)
                return false;
        }
        return isOpen();
    }

    [[nodiscard]] bool isOpen() const
    {
        return !m_stop.stop_requested() && m_socket.state() == QAbstractSocket::ConnectedState;
    }

    //! What has come by now; empty: nothing more will.
    QByteArray read()
    {
        while (isOpen() && m_socket.bytesAvailable() == 0)
            m_socket.waitForReadyRead(Tick);
        return m_socket.readAll();
    }

    bool write(const QByteArray &raw)
    {
        m_socket.write(raw);
        while (isOpen() && m_socket.bytesToWrite() + m_socket.encryptedBytesToWrite() > 0)
            m_socket.waitForBytesWritten(Tick);
        return isOpen();
    }

    bool writeBelowTls(const QByteArray &raw)
    {
        return ::send(int(m_socket.socketDescriptor()), raw.data(), size_t(raw.size()), MSG_NOSIGNAL) == raw.size();
    }

    bool wait(milliseconds time)
    {
        const auto until = std::chrono::steady_clock::now() + time;
        while (isOpen() && std::chrono::steady_clock::now() < until)
            std::this_thread::sleep_for(std::min(milliseconds(Tick), time));
        return isOpen();
    }

    void stall()
    {
        while (isOpen())
            m_socket.waitForReadyRead(Tick);
    }

    bool halfClose()
    {
        ::shutdown(int(m_socket.socketDescriptor()), SHUT_WR);
        return true;
    }

    void hangUp()
    {
        m_socket.disconnectFromHost();
        while (!m_stop.stop_requested() && m_socket.state() != QAbstractSocket::UnconnectedState)
            m_socket.waitForDisconnected(Tick);
    }

    void reset()
    {
        const linger immediate = {1, 0};
        ::setsockopt(int(m_socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &immediate, sizeof immediate);
        m_socket.abort();
    }

private:
    std::stop_token m_stop;
    Tls m_tls;
    QSslSocket m_socket;
};

Reaction answer(int status, const QByteArray &body, const Headers &headers)
{
    Headers all = headers;
    const auto given = [&headers](const QByteArray &name) {
        return std::any_of(headers.begin(), headers.end(),
                           [&name](const auto &header) { return header.first.toLower() == name; });
    };
    if (!given("content-type"))
        all.emplaceBack("Content-Type", "application/json");
    if (!given("content-length") && status >= 200 && status != 204 && status != 304)
        all.emplaceBack("Content-Length", QByteArray::number(body.size()));
    return bytes(headBytes(status, all) + body);
}

Reaction head(int status, const Headers &headers) { return bytes(headBytes(status, headers)); }

Reaction bytes(const QByteArray &raw)
{
    return {{[raw](Wire &wire) { return wire.write(raw); }}};
}

Reaction drip(const QByteArray &raw, milliseconds gap)
{
    return {{[raw, gap](Wire &wire) {
        return std::all_of(raw.begin(), raw.end(),
                           [&](char byte) { return wire.write(QByteArray(1, byte)) && wire.wait(gap); });
    }}};
}

Reaction flood(const QByteArray &piece, qint64 times)
{
    return {{[piece, times](Wire &wire) {
        for (qint64 i = 0; i < times; ++i) {
            if (!wire.write(piece))
                return false;
        }
        return true;
    }}};
}

Reaction wait(milliseconds time)
{
    return {{[time](Wire &wire) { return wire.wait(time); }}};
}

Reaction stall()
{
    return {{[](Wire &wire) {
        wire.stall();
        return false;
    }}};
}

Reaction hangUp()
{
    return {{[](Wire &wire) {
        wire.hangUp();
        return false;
    }}};
}

Reaction halfClose()
{
    return {{[](Wire &wire) { return wire.halfClose(); }}};
}

Reaction reset()
{
    return {{[](Wire &wire) {
        wire.reset();
        return false;
    }}};
}

Reaction bytesBelowTls(const QByteArray &raw)
{
    return {{[raw](Wire &wire) { return wire.writeBelowTls(raw); }}};
}

Reaction startTls()
{
    return {{[](Wire &wire) { return wire.startTls(); }}};
}

QByteArray SeenRequest::header(QByteArrayView name) const
{
    const QList<QByteArray> lines = head.split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.left(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.mid(colon + 1).trimmed();
    }
    return {};
}

void trustTestAuthority()
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(QSslCertificate::fromData(file("authority.pem")));
    QSslConfiguration::setDefaultConfiguration(configuration);
}

class FaultServer::Private
{
public:
    Private(Script react, Tls kind) : script(std::move(react)), tls(kind)
    {
        listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *generic = reinterpret_cast<sockaddr *>(&address);
        if (::bind(listener, generic, size) != 0 || ::listen(listener, 64) != 0
            || ::getsockname(listener, generic, &size) != 0)
            qFatal("FaultServer: cannot listen");
        port = ntohs(address.sin_port);
        acceptor = std::jthread([this](const std::stop_token &stop) { acceptAll(stop); });
    }

    ~Private()
    {
        acceptor.request_stop();
        acceptor.join();
        for (std::jthread &thread : threads)
            thread.request_stop();
        threads.clear(); // joins
        ::close(listener);
    }

    void acceptAll(const std::stop_token &stop)
    {
        while (!stop.stop_requested()) {
            pollfd waiting = {listener, POLLIN, 0};
            if (::poll(&waiting, 1, Tick) <= 0)
                continue;
            const int descriptor = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (descriptor < 0)
                continue;
            const std::scoped_lock lock(mutex);
            const int number = ++connections;
            threads.emplace_back(
                [this, descriptor, number](const std::stop_token &own) { serve(descriptor, number, own); });
        }
    }

    void serve(int descriptor, int number, const std::stop_token &stop)
    {
        Wire wire(descriptor, tls, stop);
        if (!play(wire, welcome()) || !wire.greet())
            return;
        QByteArray buffer;
        while (const std::optional<SeenRequest> request = nextRequest(wire, buffer, number)) {
            if (!play(wire, script(*request)))
                return;
        }
    }

    static bool play(Wire &wire, const Reaction &reaction)
    {
        return std::all_of(reaction.steps.begin(), reaction.steps.end(),
                           [&wire](const Reaction::Step &step) { return step(wire); });
    }

    Reaction welcome()
    {
        const std::scoped_lock lock(mutex);
        return greeting;
    }

    bool readMore(Wire &wire, QByteArray &buffer)
    {
        const QByteArray more = wire.read();
        buffer += more;
        const std::scoped_lock lock(mutex);
        received += more.size();
        return !more.isEmpty();
    }

    std::optional<SeenRequest> nextRequest(Wire &wire, QByteArray &buffer, int number)
    {
        while (!buffer.contains("\r\n\r\n")) {
            if (!readMore(wire, buffer))
                return {};
        }
        const qsizetype headSize = buffer.indexOf("\r\n\r\n") + 4;
        SeenRequest request;
        request.head = buffer.left(headSize);
        request.connection = number;
        const QList<QByteArray> words = request.head.left(request.head.indexOf('\r')).split(' ');
        request.method = words.value(0);
        request.target = words.value(1);
        const qsizetype bodySize = request.header("content-length").toLongLong();
        while (buffer.size() < headSize + bodySize) {
            if (!readMore(wire, buffer))
                return {};
        }
        request.body = buffer.mid(headSize, bodySize);
        buffer.remove(0, headSize + bodySize);
        const std::scoped_lock lock(mutex);
        seen.append(request);
        return request;
    }

    Script script;
    Tls tls;
    int listener = -1;
    quint16 port = 0;

    mutable std::mutex mutex; // for all below
    Reaction greeting;
    QList<SeenRequest> seen;
    qint64 received = 0;
    int connections = 0;
    std::vector<std::jthread> threads;
    std::jthread acceptor;
};

FaultServer::FaultServer(Script script, Tls tls) : d(std::make_unique<Private>(std::move(script), tls)) { }

FaultServer::FaultServer(QList<Reaction> reactions, Tls tls)
    : FaultServer([reactions = std::move(reactions), next = std::make_shared<std::atomic<qsizetype>>(0)](
                      const SeenRequest &) { return reactions.at(std::min(next->fetch_add(1), reactions.size() - 1)); },
                  tls)
{
}

FaultServer::~FaultServer() = default;

void FaultServer::setGreeting(Reaction greeting)
{
    const std::scoped_lock lock(d->mutex);
    d->greeting = std::move(greeting);
}

quint16 FaultServer::port() const { return d->port; }

QUrl FaultServer::baseUrl() const
{
    QUrl url;
    url.setScheme(d->tls == Tls::Plain ? QStringLiteral("http") : QStringLiteral("https"));
    url.setHost(QStringLiteral("127.0.0.1"));
    url.setPort(d->port);
    return url;
}

QList<SeenRequest> FaultServer::requests() const
{
    const std::scoped_lock lock(d->mutex);
    return d->seen;
}

int FaultServer::requestCount() const { return int(requests().size()); }

int FaultServer::connectionCount() const
{
    const std::scoped_lock lock(d->mutex);
    return d->connections;
}

qint64 FaultServer::bytesReceived() const
{
    const std::scoped_lock lock(d->mutex);
    return d->received;
}

} // namespace latchkey::test
