#pragma once

#include "network/domain/clock.h"
#include "network/http/httpclient.h"
#include "network/http/ratelimiter.h"
#include "network/http/traffic.h"
#include "tests/support/await.h"
#include "tests/support/faultserver.h"

#include <QMetaEnum>
#include <QTest>

namespace latchkey::test {

using Method = HttpRequest::Method;
using Kind = Error::Kind;
using Sent = Error::Sent;

//! Deadlines that no busy machine runs into by accident, and retries that do not make a test wait.
inline Timing patientTiming()
{
    Timing timing;
    timing.retryBase = std::chrono::milliseconds(2);
    timing.retryLimit = std::chrono::milliseconds(20);
    return timing;
}

//! Every wait fifty times shorter: 0.2 s of silence, 0.6 s a call.
inline Timing hastyTiming() { return Timing().faster(50); }

//! One account's client and what it needs.
struct Desk
{
    explicit Desk(const QUrl &base, const Timing &timing = patientTiming(), int readRetries = 0)
        : Desk(setupFor(base, readRetries), timing)
    {
    }
    Desk(HttpSetup setup, const Timing &timing)
        : client(std::make_unique<HttpClient>(std::move(setup), timing, clock, limiter, traffic))
    {
    }

    static HttpSetup setupFor(const QUrl &base, int readRetries = 0)
    {
        HttpSetup setup;
        setup.apiBase = base;
        setup.readRetries = readRetries;
        return setup;
    }

    Result<HttpResponse> send(const HttpRequest &request) { return await(client->send(request)); }

    SystemClock clock;
    RateLimiter limiter{clock, 0};
    Traffic traffic;
    std::unique_ptr<HttpClient> client;
};

//! A request with a credential and, unless it reads, a form for a body.
inline HttpRequest requestOf(Method method, const QByteArray &path = "/tokens")
{
    HttpRequest request = HttpRequest::at(method, path);
    request.headers = {{"Fastly-Key", Secret("the-key")}, {"Authorization", Secret("Bearer the-key")}};
    request.allowed = {200, 204};
    if (method == Method::Post || method == Method::Put) {
        request.contentType = "application/x-www-form-urlencoded";
        request.body = Secret("name=a");
    }
    return request;
}

//! The words of a result, so that one comparison says all: "200", "unreachable maybe", "rejected answered 409".
inline QString wordsOf(const Error &error)
{
    static constexpr const char *sent[] = {" no", " maybe", " answered"};
    QString words = errorKindName(error.kind) + QLatin1String(sent[int(error.sent)]);
    if (error.httpStatus != 0)
        words += QStringLiteral(" %1").arg(error.httpStatus);
    return words;
}
inline QString wordsOf(const Result<HttpResponse> &result)
{
    return result ? QString::number(result->head.status) : wordsOf(result.error());
}
inline QString wordsOf(const Result<HttpHead> &result)
{
    return result ? QString::number(result->status) : wordsOf(result.error());
}

inline QString text(const char *words) { return QString::fromLatin1(words); }

} // namespace latchkey::test

#define COMPARE_WORDS(result, words) QCOMPARE(latchkey::test::wordsOf(result), latchkey::test::text(words))
