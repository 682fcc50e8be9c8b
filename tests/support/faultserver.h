#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>

namespace latchkey::test {

class Wire;

//! What the server does next, as steps that run one after another. Compose with +: answer(200, "[]") + reset().
struct Reaction
{
    //! False ends the connection.
    using Step = std::function<bool(Wire &wire)>;
    QList<Step> steps = {};

    friend Reaction operator+(Reaction first, const Reaction &second)
    {
        first.steps += second.steps;
        return first;
    }
};

using Headers = QList<std::pair<QByteArray, QByteArray>>;

//! A whole and proper answer, with its Content-Length; Content-Type is application/json unless given.
[[nodiscard]] Reaction answer(int status, const QByteArray &body = {}, const Headers &headers = {});
//! Status line and headers alone, as they are given: the body's length is the test's business.
[[nodiscard]] Reaction head(int status, const Headers &headers = {});
//! These bytes.
[[nodiscard]] Reaction bytes(const QByteArray &raw);
//! One byte after another, `gap` apart.
[[nodiscard]] Reaction drip(const QByteArray &raw, std::chrono::milliseconds gap);
//! `piece` again and again, `times` times, as fast as the other side takes it.
[[nodiscard]] Reaction flood(const QByteArray &piece, qint64 times);
[[nodiscard]] Reaction wait(std::chrono::milliseconds time);
//! Nothing more comes until the client has gone.
[[nodiscard]] Reaction stall();
//! A proper end of the connection (FIN) in both directions.
[[nodiscard]] Reaction hangUp();
//! An end of our sending direction only; the connection stays.
[[nodiscard]] Reaction halfClose();
//! RST.
[[nodiscard]] Reaction reset();
//! Bytes that do not go through TLS, on a TLS connection.
[[nodiscard]] Reaction bytesBelowTls(const QByteArray &raw);
//! A Plain server speaks TLS from here on, with the Good certificate: what a proxy's tunnel leads to.
[[nodiscard]] Reaction startTls();

//! A request as it came over the wire.
struct SeenRequest
{
    QByteArray method = {};
    QByteArray target = {}; //!< undecoded: "/tokens/a%2Fb?limit=1"
    QByteArray head = {}; //!< all of it, raw, with the request line
    QByteArray body = {};
    int connection = 0; //!< counted from 1

    //! Case-insensitive name; empty where absent.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
};

//! The certificate that the server shows; Plain: no TLS. All but SelfSigned and UnknownCa come from testAuthority().
enum class Tls { Plain, Good, WrongHost, Expired, NotYetValid, SelfSigned, UnknownCa };

//! Makes this process trust the tests' certificate authority and no other.
void trustTestAuthority();

//! A raw HTTP/1.1 server on 127.0.0.1, in threads of its own, which remembers every request and does what it is told.
//! Thread-safe. The destructor ends all connections.
class FaultServer
{
public:
    using Script = std::function<Reaction(const SeenRequest &request)>;

    //! Asks `script`, from a thread of the server, what to do with each request.
    explicit FaultServer(Script script, Tls tls = Tls::Plain);
    //! Each request takes the next of `reactions`; the last one serves all that follow.
    explicit FaultServer(QList<Reaction> reactions, Tls tls = Tls::Plain);
    ~FaultServer();
    FaultServer(const FaultServer &) = delete;
    FaultServer &operator=(const FaultServer &) = delete;

    //! Done to every new connection, before TLS and before anything is read.
    void setGreeting(Reaction greeting);

    [[nodiscard]] quint16 port() const;
    //! "http://127.0.0.1:port" or "https://127.0.0.1:port".
    [[nodiscard]] QUrl baseUrl() const;
    [[nodiscard]] QList<SeenRequest> requests() const;
    [[nodiscard]] int requestCount() const;
    [[nodiscard]] int connectionCount() const;
    //! Of requests, after TLS; also of those that never became whole.
    [[nodiscard]] qint64 bytesReceived() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace latchkey::test
