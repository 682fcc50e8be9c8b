#include "network/http/transfer.h"

#include "network/http/bodypump.h"
#include "network/http/wireerror.h"
#include "network/http/wirerequest.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace latchkey {

using Kind = Error::Kind;
using Sent = Error::Sent;

namespace {

//! What Qt may buffer for us, and the most that one event takes over: a larger piece would hold the window up.
constexpr qint64 PieceBytes = 1 << 20;
//! The same while the answer may be compressed: Qt unpacks on our thread, all at once, at some 150 MB a second.
constexpr qint64 PackedPieceBytes = 16 << 10;
constexpr qint64 MostBytes = 16 << 20;
constexpr qint64 MostErrorBytes = 1 << 20;
constexpr qint64 MostListBytes = qint64(2) << 30;

HttpHead headOf(const QNetworkReply &reply)
{
    HttpHead head;
    head.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    for (const QNetworkReply::RawHeaderPair &header : reply.rawHeaderPairs())
        head.headers.emplaceBack(header.first.toLower(), header.second);
    const QByteArray type = head.header("content-type");
    head.contentType = type.split(';').constFirst().trimmed().toLower();
    return head;
}

} // namespace

Transfer::Transfer(std::shared_ptr<QNetworkAccessManager> network, const QNetworkRequest &wire, HttpRequest request,
                   const Timing &timing, std::shared_ptr<BodyReader> reader, QThreadPool &threads)
    : m_network(std::move(network))
    , m_request(std::move(request))
    , m_timing(timing)
    , m_reader(std::move(reader))
{
    if (m_reader)
        m_pump = std::make_unique<BodyPump>(m_reader, threads);
    m_reply = sendOver(*m_network, wire, m_request);
    m_reply->setReadBufferSize(PackedPieceBytes);
    watch();
    m_deadline.start(m_reader ? m_timing.list : m_timing.call);
    m_silence.start(m_timing.connect);
    if (m_reader)
        m_rateWindow.start(m_timing.listRateWindow);
}

Transfer::~Transfer()
{
    letGo();
    // Not later: with us the network may go, to another thread (makeNetwork()). QObject::moveToThread() guards no
    // child, and Qt's own thread may just be letting go of this one. No signal of it is under way: finished() is heard
    // queued.
    delete m_reply;
}

void Transfer::letGo()
{
    m_reply->disconnect(this);
    if (m_reply->error() == QNetworkReply::NoError) // else it has ended, and would warn of a second error
        m_reply->abort();
}

void Transfer::watch()
{
    connect(m_reply, &QNetworkReply::socketStartedConnecting, this, [this] {
        // Without TLS no signal tells for every request when it goes out.
        m_connecting = !m_begun && m_reply->url().scheme() == QLatin1String("https");
    });
    connect(m_reply, &QNetworkReply::encrypted, this, &Transfer::onBegun);
    connect(m_reply, &QNetworkReply::requestSent, this, &Transfer::onBegun);
    connect(m_reply, &QNetworkReply::uploadProgress, this, [this](qint64 bytes) {
        if (bytes > 0) // it says 0 before there is a connection
            onBegun();
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Transfer::onHead);
    connect(m_reply, &QNetworkReply::readyRead, this, &Transfer::onReadyRead);
    connect(m_reply, &QNetworkReply::finished, this, &Transfer::onReplyFinished);
    connect(m_reply, &QNetworkReply::errorOccurred, this, &Transfer::onError, Qt::QueuedConnection);
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) { m_tlsErrors = errors; });
    if (m_pump)
        connect(m_pump.get(), &BodyPump::progressed, this, &Transfer::onPumpProgressed);

    m_deadline.setSingleShot(true);
    m_silence.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        fail(wireError(Kind::TimedOut, Sent::Maybe, QT_TRANSLATE_NOOP("Http", "The answer took too long.")));
    });
    connect(&m_silence, &QTimer::timeout, this, [this] {
        fail(wireError(Kind::TimedOut, Sent::Maybe,
                       m_begun ? QT_TRANSLATE_NOOP("Http", "The server fell silent.")
                               : QT_TRANSLATE_NOOP("Http", "No answer came in time.")));
    });
    connect(&m_rateWindow, &QTimer::timeout, this, &Transfer::onRateWindow);
}

void Transfer::cancel()
{
    fail(wireError(Kind::Cancelled, Sent::Maybe, QT_TRANSLATE_NOOP("Http", "The request was stopped.")));
}

bool Transfer::isAllowed() const
{
    const int status = m_outcome.head.status;
    return m_request.allowed.contains(status) && status / 100 != 3; // what is elsewhere has not happened here
}

void Transfer::onBegun()
{
    m_begun = true;
    m_connecting = false;
    heard();
}

void Transfer::heard()
{
    if (!m_replyDone && !m_done)
        m_silence.start(m_timing.inactivity);
}

void Transfer::onHead()
{
    heard();
    if (m_outcome.head.status != 0 || m_done)
        return;
    m_outcome.head = headOf(*m_reply);
    if (m_outcome.head.header("content-encoding").isEmpty())
        m_reply->setReadBufferSize(PieceBytes);
    if (m_reader && isAllowed())
        m_reader->begin(m_outcome.head);
}

void Transfer::onReadyRead()
{
    if (m_done)
        return;
    onHead();
    if (m_reader && isAllowed())
        drain();
    else
        collect();
}

void Transfer::collect()
{
    QByteArray piece = m_reply->readAll();
    m_received += piece.size();
    m_outcome.body += piece;
    wipe(piece); // it may hold a new token's value
    if (isAllowed() && m_received > MostBytes)
        fail(wireError(Kind::TooLarge, Sent::Maybe, QT_TRANSLATE_NOOP("Http", "The answer is larger than 16 MiB.")));
    else if (!isAllowed() && m_received > MostErrorBytes)
        fail(errorOfStatus(m_outcome.head.status));
}

//! Hands over one piece at most, so that no event takes long; the rest follows with the next event.
void Transfer::drain()
{
    if (m_pump->isFull()) {
        m_heldBack = true;
        m_silence.stop();
        return;
    }
    const QByteArray piece = m_reply->read(PieceBytes);
    if (piece.isEmpty())
        return;
    m_received += piece.size();
    if (m_received > MostListBytes)
        return fail(
            wireError(Kind::TooLarge, Sent::Maybe, QT_TRANSLATE_NOOP("Http", "The list is larger than 2 GiB.")));
    m_outcome.bodyBegan = true;
    m_pump->push(piece);
}

void Transfer::onPumpProgressed()
{
    if (m_done) {
        if (m_pump->isIdle())
            finish();
        return;
    }
    if (std::optional<Error> error = m_pump->error()) {
        error->sent = Sent::Answered;
        return fail(*error);
    }
    if (m_pump->isFinished())
        return finish();
    if (!m_silence.isActive())
        heard();
    drain();
    if (m_replyDone && !m_done && m_reply->bytesAvailable() == 0 && m_pump->isIdle())
        m_pump->finish();
}

void Transfer::onRateWindow()
{
    const bool slow = m_received - m_receivedBefore < m_timing.listRateBytes;
    if (slow && !m_heldBack && !m_replyDone)
        return fail(wireError(Kind::TimedOut, Sent::Maybe, QT_TRANSLATE_NOOP("Http", "The list came too slowly.")));
    m_receivedBefore = m_received;
    m_heldBack = m_pump->isFull();
}

std::optional<Error> Transfer::brokenAnswer() const
{
    const int status = m_outcome.head.status;
    const QNetworkReply::NetworkError code = m_reply->error();
    if (isFromStatus(code, status))
        return {};
    if (code != QNetworkReply::NoError) {
        Error error = errorOfConnection(code, m_tlsErrors, m_connecting);
        error.httpStatus = status;
        return error;
    }
    if (status == 0 || isCutUnnoticed()) {
        Error error = wireError(Kind::Unreachable, Sent::Maybe, QT_TRANSLATE_NOOP("Http", "The answer is cut."));
        error.httpStatus = status;
        return error;
    }
    return {};
}

//! Qt sometimes takes a closed connection for the end of a body that had a length, and always a compressed body that
//! was cut before its first byte for an empty one. What else it does not notice is the reader's business.
bool Transfer::isCutUnnoticed() const
{
    const HttpHead &head = m_outcome.head;
    if (m_request.method == HttpRequest::Method::Head)
        return false;
    const qint64 received = m_received + m_reply->bytesAvailable();
    if (!head.header("content-encoding").isEmpty())
        return received == 0;
    bool known = false;
    const qint64 promised = head.header("content-length").toLongLong(&known);
    return known && head.header("transfer-encoding").isEmpty() && head.status != 204 && received < promised;
}

//! A body that cannot be unpacked is not finished while a buffer is full that nobody empties. Every other error is, at
//! once: heard queued, it finds the transfer done.
void Transfer::onError(QNetworkReply::NetworkError code)
{
    if (code == QNetworkReply::UnknownContentError)
        onReplyFinished();
}

void Transfer::onReplyFinished()
{
    if (m_done)
        return;
    m_replyDone = true;
    m_silence.stop();
    if (m_outcome.head.status == 0)
        onHead();
    const bool streaming = m_reader && isAllowed();
    if (!streaming && m_outcome.head.status != 0) {
        collect();
        if (m_done)
            return;
    }
    if (const std::optional<Error> broken = brokenAnswer())
        return fail(*broken);
    if (!isAllowed())
        return fail(errorOfStatus(m_outcome.head.status));
    if (streaming)
        return onPumpProgressed();
    finish();
}

void Transfer::fail(Error error)
{
    if (m_done)
        return;
    // A status that is not the documented success has the last word, even if the rest of the answer was lost.
    if (m_outcome.head.status != 0 && !isAllowed() && error.kind != Kind::Cancelled)
        error = errorOfStatus(m_outcome.head.status);
    else if (error.httpStatus == 0)
        error.httpStatus = m_outcome.head.status;
    m_outcome.error = std::move(error);
    m_done = true;
    letGo();
    if (m_pump)
        m_pump->stop();
    if (!m_pump || m_pump->isIdle())
        finish();
}

void Transfer::finish()
{
    m_done = true;
    for (QTimer *timer : {&m_deadline, &m_silence, &m_rateWindow})
        timer->stop();
    Q_EMIT finished();
}

} // namespace latchkey
