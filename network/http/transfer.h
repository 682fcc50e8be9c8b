#pragma once

#include "network/domain/timing.h"
#include "network/http/httpclient.h"

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QObject>
#include <QSslError>
#include <QTimer>

#include <memory>
#include <optional>

class QNetworkAccessManager;
class QThreadPool;

namespace latchkey {

class BodyPump;

//! One request on the wire, once: deadlines, size caps, and what its end means. Event loop's thread.
class Transfer : public QObject
{
    Q_OBJECT
public:
    struct Outcome
    {
        HttpHead head = {}; //!< status 0: no answer came
        QByteArray body = {}; //!< empty where a reader took it
        std::optional<Error> error = {};
        bool bodyBegan = false; //!< a reader was given something
    };

    //! Sends at once. `reader` may be null: then the body is collected. `threads` is for the reader, with one thread.
    Transfer(std::shared_ptr<QNetworkAccessManager> network, const QNetworkRequest &wire, HttpRequest request,
             const Timing &timing, std::shared_ptr<BodyReader> reader, QThreadPool &threads);
    ~Transfer() override;

    //! Ends it as Cancelled, through finished().
    void cancel();
    //! After finished().
    [[nodiscard]] Outcome takeOutcome() { return std::move(m_outcome); }

Q_SIGNALS:
    //! Once. The reader is not being called any more. Connect it queued: it comes out of the reply's own signals.
    void finished();

private:
    void watch();
    void onBegun();
    void onHead();
    void onReadyRead();
    void onError(QNetworkReply::NetworkError code);
    void onReplyFinished();
    void onPumpProgressed();
    void onRateWindow();
    void collect();
    void drain();
    void heard();
    [[nodiscard]] bool isAllowed() const;
    [[nodiscard]] std::optional<Error> brokenAnswer() const;
    [[nodiscard]] bool isCutUnnoticed() const;
    void letGo();
    void fail(Error error);
    void finish();

    std::shared_ptr<QNetworkAccessManager> m_network;
    HttpRequest m_request;
    Timing m_timing;
    std::shared_ptr<BodyReader> m_reader;
    QNetworkReply *m_reply = nullptr;
    std::unique_ptr<BodyPump> m_pump;
    QList<QSslError> m_tlsErrors;
    QTimer m_deadline; //!< for the whole request
    QTimer m_silence; //!< until it has begun, then from one byte to the next
    QTimer m_rateWindow; //!< lists only
    Outcome m_outcome;
    qint64 m_received = 0; //!< bytes of body, decoded
    qint64 m_receivedBefore = 0; //!< the same when the rate window opened
    bool m_begun = false; //!< a sign came that some of the request has gone out; Qt gives none for every request
    bool m_connecting = false; //!< its own TLS connection is being made: nothing has gone out yet
    bool m_heldBack = false; //!< we stopped reading in this rate window: slowness is not the server's
    bool m_replyDone = false;
    bool m_done = false;
};

} // namespace latchkey
