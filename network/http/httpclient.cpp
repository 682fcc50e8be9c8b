#include "network/http/httpclient.h"

#include "network/async/answer.h"
#include "network/http/ratelimiter.h"
#include "network/http/traffic.h"
#include "network/http/transfer.h"
#include "network/http/wirerequest.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QNetworkAccessManager>
#include <QRandomGenerator>
#include <QThreadPool>
#include <QTimer>

#include <algorithm>
#include <list>

namespace latchkey {

using std::chrono::milliseconds;

QByteArray HttpHead::header(QByteArrayView name) const
{
    for (const auto &[key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

namespace {

//! QNetworkAccessManager opens no more connections to a host; more requests would only grow old inside it.
constexpr size_t MostInFlight = 6;
//! Waits are looked at again this often: the clock that they are measured with also counts while the machine sleeps,
//! and may be a test's.
constexpr milliseconds LongestNap{250};

using Deliver = std::function<void(Result<HttpResponse>)>;
using StopCallback = std::stop_callback<std::function<void()>>;

//! One send() or stream(), from the queue to its answer.
struct Call
{
    HttpRequest request;
    std::shared_ptr<BodyReader> reader; //!< null: the body is collected
    Deliver deliver;
    std::optional<StopCallback> onStop;
    std::unique_ptr<Transfer> transfer; //!< while it is on the wire
    QDeadlineTimer notBefore = QDeadlineTimer(0);
    qint64 startedMs = 0;
    qint64 startedElapsed = 0;
    int tries = 0;
    bool stopped = false;
};

using CallPtr = std::shared_ptr<Call>;

//! Further tries of an account's reads: a tenth of its calls, and a few to begin with. Keeps a provider in trouble from
//! being asked three times as much.
class RetryBudget
{
public:
    void earn() { m_tenths = std::min(m_tenths + 1, Most); }
    [[nodiscard]] bool spend()
    {
        if (m_tenths < 10)
            return false;
        m_tenths -= 10;
        return true;
    }

private:
    static constexpr int Most = 100;
    int m_tenths = Most;
};

bool isWorthRetrying(const Error &error)
{
    if (error.sent == Error::Sent::Answered) {
        static constexpr int passing[] = {408, 429, 502, 503, 504};
        return std::find(std::begin(passing), std::end(passing), error.httpStatus) != std::end(passing);
    }
    return error.kind == Error::Kind::Unreachable;
}

//! Qt keeps failed TLS sessions: the same host would fail again even after its certificate was put right. And headers
//! without end hold Qt's thread for as long as they come, whatever we abort.
bool hasSpoiltNetwork(const Transfer::Outcome &outcome)
{
    const Error::Kind kind = outcome.error->kind;
    return kind == Error::Kind::Untrusted || (kind == Error::Kind::TimedOut && outcome.head.status == 0);
}

} // namespace

class HttpClient::Private
{
public:
    Private(HttpClient *client, HttpSetup with, const Timing &times, const Clock &time, RateLimiter &budget,
            Traffic &log)
        : q(client)
        , setup(std::move(with))
        , timing(times)
        , clock(time)
        , limiter(budget)
        , traffic(log)
    {
        parsing.setMaxThreadCount(1);
        wake.setSingleShot(true);
        QObject::connect(&wake, &QTimer::timeout, q, [this] { startDue(); });
        QObject::connect(&limiter, &RateLimiter::changed, q, [this] { wake.start(0); });
    }

    ~Private()
    {
        for (const CallPtr &call : running)
            call->transfer.reset();
        parsing.waitForDone(); // a reader writes to what its caller owns
        for (const CallPtr &call : std::exchange(waiting, {}))
            call->deliver(stopped(*call));
        for (const CallPtr &call : std::exchange(running, {}))
            call->deliver(stopped(*call));
    }

    [[nodiscard]] QUrl baseOf(const HttpRequest &request) const
    {
        const bool login = request.base == HttpRequest::Base::Login && !setup.loginBase.isEmpty();
        return login ? setup.loginBase : setup.apiBase;
    }

    //! What would go out, or why nothing may.
    [[nodiscard]] Result<QNetworkRequest> prepared(const HttpRequest &request) const
    {
        if (readOnly && !request.isRead() && request.base == HttpRequest::Base::Api)
            return failure(Error::Kind::ReadOnly,
                           QCoreApplication::translate("Http", "The account is read-only: nothing was sent."));
        return wireRequest(request, baseOf(request));
    }

    void enqueue(HttpRequest request, std::shared_ptr<BodyReader> reader, Deliver deliver, const std::stop_token &stop)
    {
        const Result<QNetworkRequest> wire = prepared(request);
        if (!wire)
            return deliver(failure(wire.error()));
        const auto call = std::make_shared<Call>();
        call->request = std::move(request);
        call->reader = std::move(reader);
        call->deliver = std::move(deliver);
        if (stop.stop_requested())
            return call->deliver(stopped(*call));
        if (stop.stop_possible()) {
            call->onStop.emplace(stop, [this, weak = std::weak_ptr(call)] {
                QMetaObject::invokeMethod(
                    q, [this, weak] { cancel(weak.lock()); }, Qt::QueuedConnection);
            });
        }
        waiting.push_back(call);
        wake.start(0);
    }

    //! Sends what may go now: foreground first, in order, but a write that waits for its budget holds up no read.
    void startDue()
    {
        const qint64 readWait = limiter.waitMs(true);
        while (running.size() < MostInFlight) {
            const qint64 writeWait = limiter.waitMs(false);
            milliseconds nap = LongestNap;
            auto next = waiting.end();
            for (auto call = waiting.begin(); call != waiting.end(); ++call) {
                const qint64 rate = (*call)->request.isRead() ? readWait : writeWait;
                const milliseconds wait(std::max<qint64>(rate, (*call)->notBefore.remainingTime()));
                nap = std::min(nap, wait);
                const bool better =
                    next == waiting.end() || ((*next)->request.background && !(*call)->request.background);
                if (wait.count() <= 0 && better)
                    next = call;
                if (next != waiting.end() && !(*next)->request.background)
                    break;
            }
            if (next == waiting.end()) {
                if (!waiting.empty())
                    wake.start(nap);
                return;
            }
            const CallPtr call = *next;
            waiting.erase(next);
            const Result<QNetworkRequest> wire = prepared(call->request); // the account may be read-only by now
            if (!wire) {
                wake.start(0);
                return call->deliver(failure(wire.error())); // last: its hearer may delete us
            }
            start(call, *wire);
        }
    }

    void start(const CallPtr &call, const QNetworkRequest &wire)
    {
        if (!call->request.isRead())
            limiter.spend();
        if (call->tries++ == 0)
            retries.earn();
        call->startedMs = clock.nowMs();
        call->startedElapsed = clock.elapsedMs();
        call->transfer = std::make_unique<Transfer>(network, wire, call->request, timing, call->reader, parsing);
        running.push_back(call);
        // Queued: settling may delete the network, which is in the middle of a signal when a transfer finishes.
        QObject::connect(
            call->transfer.get(), &Transfer::finished, q, [this, call = call.get()] { settle(call); },
            Qt::QueuedConnection);
    }

    void settle(Call *finished)
    {
        const auto place = std::find_if(running.begin(), running.end(),
                                        [finished](const CallPtr &call) { return call.get() == finished; });
        const CallPtr call = *place;
        running.erase(place);
        Transfer::Outcome outcome = call->transfer->takeOutcome();
        call->transfer.reset();
        wake.start(0);

        note(*call, outcome);
        if (!outcome.error)
            return call->deliver(HttpResponse{std::move(outcome.head), std::move(outcome.body)});
        if (hasSpoiltNetwork(outcome))
            network = makeNetwork(); // what is under way keeps the old one
        if (mayRetry(*call, outcome)) {
            call->notBefore = QDeadlineTimer(backoff(*call, *outcome.error).count());
            waiting.push_front(call);
            return;
        }
        wipe(outcome.body);
        call->deliver(failure(std::move(*outcome.error)));
    }

    //! Tells the limiter, the log and the error what the answer says beyond its status.
    void note(const Call &call, Transfer::Outcome &outcome)
    {
        const qint64 now = clock.nowMs();
        const bool answered = outcome.head.status != 0;
        const std::optional<RateReport> rate =
            answered && setup.readRate ? setup.readRate(outcome.head, now) : std::nullopt;
        if (rate)
            limiter.report(*rate);
        const QString requestId =
            answered && setup.readRequestId ? cleanedText(setup.readRequestId(outcome.head), 100) : QString();
        if (outcome.error) {
            explain(call, outcome, now);
            if (outcome.error->requestId.isEmpty())
                outcome.error->requestId = requestId;
            if (outcome.head.status == 429)
                limiter.pause(pauseFor(*outcome.error, rate, now));
        }
        traffic.add({call.startedMs, methodName(call.request.method), baseOf(call.request).host(),
                     call.request.pathTemplate, outcome.head.status, clock.elapsedMs() - call.startedElapsed,
                     outcome.error ? errorKindName(outcome.error->kind) : QString(), requestId});
    }

    void explain(const Call &call, Transfer::Outcome &outcome, qint64 now)
    {
        Error &error = *outcome.error;
        const HttpHead &head = outcome.head;
        if (head.status == 0 || call.request.allowed.contains(head.status))
            return;
        error.retryAfter = parseRetryAfter(head.header("retry-after"), head.header("date"), now);
        if (!setup.readError || error.sent != Error::Sent::Answered)
            return;
        HttpResponse response{head, std::move(outcome.body)};
        setup.readError(response, error);
        wipe(response.body);
        error.message = cleanedText(error.message);
        error.code = cleanedText(error.code, 100);
    }

    [[nodiscard]] milliseconds pauseFor(const Error &error, const std::optional<RateReport> &rate, qint64 now) const
    {
        milliseconds wait = timing.retryLimit; // where the provider does not say
        if (error.retryAfter)
            wait = *error.retryAfter;
        else if (rate && rate->resetMs && *rate->resetMs > now)
            wait = milliseconds(*rate->resetMs - now);
        return std::min(wait, timing.retryAfterCap);
    }

    [[nodiscard]] bool mayRetry(const Call &call, const Transfer::Outcome &outcome)
    {
        const int most = 1 + std::clamp(setup.readRetries, 0, 3);
        return call.request.isRead() && !call.stopped && !outcome.bodyBegan && call.tries < most
            && isWorthRetrying(*outcome.error) && retries.spend();
    }

    //! Full jitter, so that many accounts do not come back at once; never sooner than the provider asks.
    [[nodiscard]] milliseconds backoff(const Call &call, const Error &error) const
    {
        const milliseconds most = std::min(timing.retryBase * (1 << (call.tries - 1)), timing.retryLimit);
        const milliseconds jitter(QRandomGenerator::global()->bounded(int(most.count()) + 1));
        const milliseconds asked = error.retryAfter.value_or(std::chrono::seconds(0));
        return std::max(jitter, std::min(asked, timing.retryAfterCap));
    }

    void cancel(const CallPtr &call)
    {
        if (!call)
            return;
        call->stopped = true;
        if (call->transfer && !call->request.isRead())
            return; // it has left: only its answer tells what it did
        if (call->transfer)
            return call->transfer->cancel();
        const auto place = std::find(waiting.begin(), waiting.end(), call);
        if (place == waiting.end())
            return;
        waiting.erase(place);
        call->deliver(stopped(*call));
    }

    [[nodiscard]] static tl::unexpected<Error> stopped(const Call &call)
    {
        Error error;
        error.kind = Error::Kind::Cancelled;
        error.sent = call.tries > 0 ? Error::Sent::Maybe : Error::Sent::No;
        error.message = QCoreApplication::translate("Http", "The request was stopped.");
        return failure(error);
    }

    HttpClient *q;
    HttpSetup setup;
    Timing timing;
    const Clock &clock;
    RateLimiter &limiter;
    Traffic &traffic;
    bool readOnly = false;
    QThreadPool parsing;
    std::shared_ptr<QNetworkAccessManager> network = makeNetwork();
    RetryBudget retries;
    QTimer wake;
    std::list<CallPtr> waiting;
    std::list<CallPtr> running;
};

HttpClient::HttpClient(HttpSetup setup, const Timing &timing, const Clock &clock, RateLimiter &limiter,
                       Traffic &traffic, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(setup), timing, clock, limiter, traffic))
{
}

HttpClient::~HttpClient() = default;

void HttpClient::setReadOnly(bool readOnly) { d->readOnly = readOnly; }

bool HttpClient::isReadOnly() const { return d->readOnly; }

QFuture<Result<HttpResponse>> HttpClient::send(HttpRequest request, std::stop_token stop)
{
    auto answer = std::make_shared<Answer<HttpResponse>>();
    const auto deliver = [answer](Result<HttpResponse> result) { answer->deliver(std::move(result)); };
    d->enqueue(std::move(request), nullptr, deliver, stop);
    return answer->future();
}

QFuture<Result<HttpHead>> HttpClient::stream(HttpRequest request, std::shared_ptr<BodyReader> reader,
                                             std::stop_token stop)
{
    auto answer = std::make_shared<Answer<HttpHead>>();
    const auto deliver = [answer](Result<HttpResponse> result) {
        answer->deliver(std::move(result).map([](HttpResponse &&response) { return std::move(response.head); }));
    };
    d->enqueue(std::move(request), std::move(reader), deliver, stop);
    return answer->future();
}

} // namespace latchkey
