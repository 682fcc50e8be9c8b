#pragma once

#include "network/domain/clock.h"
#include "network/domain/error.h"
#include "network/domain/timing.h"
#include "network/http/httprequest.h"

#include <QFuture>
#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>
#include <stop_token>

namespace latchkey {

class RateLimiter;
class Traffic;
struct RateReport;

//! The parts of an answer that are not its body.
struct HttpHead
{
    int status = 0;
    //! Names in lower case; a repeated header is joined with ", ".
    QList<std::pair<QByteArray, QByteArray>> headers = {};
    QByteArray contentType = {}; //!< lower case, without parameters

    //! `name` in lower case; empty where absent.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
};

struct HttpResponse
{
    HttpHead head = {};
    //! The decoded body, at most 16 MiB. It may hold a secret (a created token): parse, then wipe() it.
    QByteArray body = {};
};

//! Takes a list's body as it streams, on a parsing thread that HttpClient owns; one call at a time, in order.
class BodyReader
{
public:
    virtual ~BodyReader() = default;
    //! The head came with an allowed status, before any byte of the body. GUI thread; read nothing slow here.
    virtual void begin(const HttpHead &head) { Q_UNUSED(head) }
    //! An error ends the transfer, and is the call's error.
    virtual Result<void> read(QByteArrayView bytes) = 0;
    //! The body is whole, as far as HTTP can tell; false envelopes and missing ends are found here.
    virtual Result<void> end() = 0;
};

//! What one account's HTTP client needs to know of its provider.
struct HttpSetup
{
    QUrl apiBase = {}; //!< checkedBaseUrl()
    QUrl loginBase = {}; //!< empty: same as apiBase
    //! Budget as the provider's headers tell it; called for every answer. May be null.
    std::function<std::optional<RateReport>(const HttpHead &head, qint64 nowMs)> readRate = {};
    //! The provider's error body to message, code and request id; called for every answer outside `allowed`.
    //! Kind, status and retryAfter are already set, and may be refined. May be null.
    std::function<void(const HttpResponse &response, Error &error)> readError = {};
    //! The provider's request id in any answer, for receipts. May be null.
    std::function<QString(const HttpHead &head)> readRequestId = {};
    int readRetries = 2; //!< 0–3
};

//! The only way out of the process for one account. Wraps a QNetworkAccessManager of its own (no cookies, no redirects,
//! no HTTP/2, no cache, system proxy), enforces `reliability.md` R1, R3–R11 and R16–R20, and never shows a secret.
//! Lives on, and is called from, the thread of the Qt event loop (GUI). Futures finish there too, with one result.
class HttpClient : public QObject
{
    Q_OBJECT
public:
    //! `clock`, `limiter` and `traffic` outlive the client.
    HttpClient(HttpSetup setup, const Timing &timing, const Clock &clock, RateLimiter &limiter, Traffic &traffic,
               QObject *parent = nullptr);
    ~HttpClient() override;

    //! While set, everything but GET and HEAD to the API base fails with ReadOnly before a byte leaves.
    void setReadOnly(bool readOnly);
    [[nodiscard]] bool isReadOnly() const;

    //! Reads are tried again as R19 says; mutations go out once, or not at all, and Error::sent tells. `stop` ends
    //! reads, and what still waits to be sent, with Cancelled. A mutation that is on the wire is waited for, until its
    //! deadline at the latest.
    [[nodiscard]] QFuture<Result<HttpResponse>> send(HttpRequest request, std::stop_token stop = {});
    //! A list: the body goes to `reader` as it comes, with bounded memory and a cap of 2 GiB. Tried again only where
    //! not a byte of a body had come. `reader` is held until it was told the end, or dropped after an error.
    [[nodiscard]] QFuture<Result<HttpHead>> stream(HttpRequest request, std::shared_ptr<BodyReader> reader,
                                                   std::stop_token stop = {});

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace latchkey
