#include "network/http/wirerequest.h"

#include "network/domain/account.h"

#include <QCoreApplication>
#include <QIODevice>
#include <QNetworkAccessManager>
#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QThreadPool>

#include <algorithm>
#include <cstring>

namespace latchkey {

namespace {

class NoCookies : public QNetworkCookieJar
{
public:
    [[nodiscard]] QList<QNetworkCookie> cookiesForUrl(const QUrl &) const override { return {}; }
    bool setCookiesFromUrl(const QList<QNetworkCookie> &, const QUrl &) override { return false; }
};

class SystemProxy : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        if (query.url().scheme() != QLatin1String("https"))
            return {QNetworkProxy::NoProxy};
        return systemProxyForQuery(query);
    }
};

//! A body that can be read once. When a connection breaks, Qt rewinds the body and sends the request again, POST and
//! DELETE too; a device that cannot be rewound makes it give up with ContentReSendError instead.
class OneShotBody : public QIODevice
{
public:
    explicit OneShotBody(Secret body) : m_body(std::move(body)) { open(QIODevice::ReadOnly | QIODevice::Unbuffered); }

    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override { return m_body.size() - m_read; }
    bool seek(qint64) override { return false; } // QIODevice's own would warn each time

protected:
    qint64 readData(char *to, qint64 most) override
    {
        const qint64 size = std::min(most, bytesAvailable());
        if (size <= 0)
            return most > 0 ? -1 : 0;
        std::memcpy(to, m_body.reveal().data() + m_read, static_cast<size_t>(size));
        m_read += size;
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    Secret m_body;
    qint64 m_read = 0;
};

tl::unexpected<Error> refused(Error::Kind kind, const char *why)
{
    return failure(kind, QCoreApplication::translate("Http", why));
}

bool isPrintable(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool isHeaderValue(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return (c >= 0x20 && c < 0x7f) || c == '\t'; });
}

//! False for what a server may read as another path than the one that was meant.
bool isPlainPath(const QByteArray &path)
{
    if (!path.startsWith('/') || !isPrintable(path) || path.contains('?') || path.contains('#') || path.contains('\\'))
        return false;
    const QList<QByteArray> segments = path.mid(1).split('/');
    return std::none_of(segments.begin(), segments.end(), [](const QByteArray &segment) {
        const QByteArray decoded = QByteArray::fromPercentEncoding(segment);
        return decoded == "." || decoded == "..";
    });
}

bool hasHeader(const HttpRequest &request, const char *name)
{
    return std::any_of(request.headers.begin(), request.headers.end(), [name](const HttpRequest::Header &header) {
        return header.name.compare(name, Qt::CaseInsensitive) == 0;
    });
}

//! Unpacked bytes from which on Qt takes a body that was compressed more than fortyfold for a bomb. By itself it waits
//! for 10 MiB, which it unpacks in one go of 100 ms.
constexpr qint64 BombCheckBytes = 1 << 20;

void switchOff(QNetworkRequest &wire)
{
    wire.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    wire.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    wire.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    wire.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    wire.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
}

} // namespace

std::shared_ptr<QNetworkAccessManager> makeNetwork()
{
    // Its destructor waits up to 5 s for its thread, which endless headers keep from listening: not on our time.
    const auto dispose = [](QNetworkAccessManager *network) {
        network->moveToThread(nullptr);
        QThreadPool::globalInstance()->start([network] { delete network; });
    };
    const std::shared_ptr<QNetworkAccessManager> network(new QNetworkAccessManager, dispose);
    network->setCookieJar(new NoCookies);
    network->setProxyFactory(new SystemProxy);
    return network;
}

Result<QNetworkRequest> wireRequest(const HttpRequest &request, const QUrl &base)
{
    const Result<QUrl> safeBase = checkedBaseUrl(QString::fromLatin1(base.toEncoded()));
    if (!safeBase)
        return failure(safeBase.error());
    if (!isPlainPath(request.path) || !isPrintable(request.query) || request.query.contains('#'))
        return refused(Error::Kind::Internal, QT_TRANSLATE_NOOP("Http", "The request has no usable path."));
    if (request.isRead() && !request.body.isEmpty())
        return refused(Error::Kind::Internal, QT_TRANSLATE_NOOP("Http", "A read has no body."));

    QByteArray url = base.toEncoded(QUrl::StripTrailingSlash) + request.path;
    if (!request.query.isEmpty())
        url += '?' + request.query;
    QNetworkRequest wire(QUrl::fromEncoded(url, QUrl::StrictMode));
    if (!wire.url().isValid() || originOf(wire.url()) != originOf(base))
        return refused(Error::Kind::Internal, QT_TRANSLATE_NOOP("Http", "The request has no usable address."));

    switchOff(wire);
    wire.setDecompressedSafetyCheckThreshold(BombCheckBytes);
    wire.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("Latchkey/" LATCHKEY_VERSION));
    if (!hasHeader(request, "accept"))
        wire.setRawHeader("Accept", "application/json");
    if (!request.contentType.isEmpty())
        wire.setRawHeader("Content-Type", request.contentType);
    bool safe = isHeaderValue(request.contentType);
    for (const HttpRequest::Header &header : request.headers) {
        // QNetworkRequest would take a line end, and what follows it as another header.
        const QByteArrayView value = header.value.reveal();
        safe = safe && !header.name.isEmpty() && isPrintable(header.name) && !header.name.contains(':')
            && isHeaderValue(value);
        wire.setRawHeader(header.name, value.toByteArray());
    }
    if (!safe)
        return refused(Error::Kind::InvalidInput,
                       QT_TRANSLATE_NOOP("Http",
                                         "The credential holds a line end or another character that no "
                                         "header can carry. Enter it again."));
    return wire;
}

QNetworkReply *sendOver(QNetworkAccessManager &network, const QNetworkRequest &wire, const HttpRequest &request)
{
    if (request.method == HttpRequest::Method::Get)
        return network.get(wire);
    if (request.method == HttpRequest::Method::Head)
        return network.head(wire);
    QNetworkRequest once = wire;
    once.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    once.setHeader(QNetworkRequest::ContentLengthHeader, qint64(request.body.size()));
    // A server that ends an idle connection just now would make an unknown outcome without any fault.
    once.setRawHeader("Connection", "close");
    auto *body = new OneShotBody(request.body);
    QNetworkReply *reply = network.sendCustomRequest(once, methodName(request.method), body);
    body->setParent(reply);
    return reply;
}

} // namespace latchkey
