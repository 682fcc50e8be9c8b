#include "network/providers/oauth.h"

#include "network/async/answer.h"
#include "network/providers/answers.h"

#include <QCoreApplication>
#include <QCoroFuture>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace latchkey::oauth {

namespace {

HttpRequest signedRequest(HttpRequest request, const Secret &token)
{
    request.headers.append({"Authorization", bearerAuthorization(token)});
    return request;
}

template <typename T>
bool isRefused(const Result<T> &answer, const HttpRequest &request)
{
    return !answer && answer.error().kind == Error::Kind::Unauthorized && request.isRead();
}

Secret secretIn(const QJsonObject &object, QLatin1StringView key)
{
    QByteArray bytes = textIn(object, key).toUtf8();
    return bytes.isEmpty() ? Secret() : Secret::take(bytes);
}

} // namespace

HttpRequest grantRequest(const QByteArray &path, const Form &form)
{
    HttpRequest request = HttpRequest::at(HttpRequest::Method::Post, path);
    request.base = HttpRequest::Base::Login;
    request.contentType = "application/x-www-form-urlencoded";
    request.body = encodedForm(form);
    return request;
}

Result<Granted> readGranted(HttpResponse &response)
{
    const Result<QJsonObject> object = jsonObject(response);
    wipe(response.body);
    if (!object)
        return failure(object.error());
    Granted granted;
    granted.accessToken = secretIn(*object, "access_token"_L1);
    granted.refreshToken = secretIn(*object, "refresh_token"_L1);
    const QString type = textIn(*object, "token_type"_L1);
    if (granted.accessToken.isEmpty() || type.compare("bearer"_L1, Qt::CaseInsensitive) != 0)
        return malformed(response.head, QCoreApplication::translate("Providers", "The answer holds no bearer token."));
    return granted;
}

bool readError(const HttpResponse &response, Error &error)
{
    const QJsonObject object = QJsonDocument::fromJson(response.body).object();
    const QString code = textIn(object, "error"_L1);
    if (code.isEmpty())
        return false;
    error.code = cleanedText(code);
    const QString described = textIn(object, "error_description"_L1);
    error.message = cleanedText(described.isEmpty() ? textIn(object, "description"_L1) : described);
    if (code == "invalid_grant"_L1 || code == "invalid_client"_L1 || code == "unauthorized_client"_L1)
        error.kind = Error::Kind::Unauthorized;
    return true;
}

QCoro::Task<Result<Granted>> ask(HttpClient &http, HttpRequest request, std::stop_token stop)
{
    QFuture<Result<HttpResponse>> future = http.send(std::move(request), std::move(stop));
    const QFuture<void> done(future);
    co_await done;
    Result<HttpResponse> answer = future.takeResult(); // a copy would leave a second body that nobody wipes
    if (!answer)
        co_return failure(answer.error());
    co_return readGranted(*answer);
}

SignedHttp::SignedHttp(HttpClient &http, Secret held, Grant renew)
    : m_http(http)
    , m_held(std::move(held))
    , m_renew(std::move(renew))
{
}

QCoro::Task<Result<HttpResponse>> SignedHttp::send(HttpRequest request, std::stop_token stop)
{
    const Secret none;
    const Result<Secret> first = co_await token(none);
    if (!first)
        co_return failure(first.error());
    Result<HttpResponse> answer = co_await m_http.send(signedRequest(request, *first), stop);
    if (!isRefused(answer, request) || !m_renew)
        co_return answer;
    const Result<Secret> second = co_await token(*first);
    if (!second)
        co_return failure(second.error());
    answer = co_await m_http.send(signedRequest(request, *second), stop);
    co_return answer;
}

QCoro::Task<Result<HttpHead>> SignedHttp::stream(HttpRequest request, std::shared_ptr<BodyReader> reader,
                                                 std::stop_token stop)
{
    const Secret none;
    const Result<Secret> first = co_await token(none);
    if (!first)
        co_return failure(first.error());
    Result<HttpHead> head = co_await m_http.stream(signedRequest(request, *first), reader, stop);
    if (!isRefused(head, request) || !m_renew)
        co_return head;
    const Result<Secret> second = co_await token(*first);
    if (!second)
        co_return failure(second.error());
    head = co_await m_http.stream(signedRequest(request, *second), reader, stop);
    co_return head;
}

QCoro::Task<Result<Secret>> SignedHttp::token(Secret refused)
{
    // Copied, since QCoro 0.8 moves out of whatever is returned: `co_return m_held` would leave nothing held.
    if (!m_held.isEmpty() && m_held != refused)
        co_return Result<Secret>(m_held);
    if (!m_renew)
        co_return failure(Error::Kind::Unauthorized);
    if (!m_renewal) {
        const auto answer = std::make_shared<Answer<Granted>>();
        m_renewal = answer->future();
        const std::stop_token nobody;
        const Result<Granted> granted = co_await m_renew(nobody);
        if (granted)
            m_held = granted->accessToken;
        m_renewal.reset();
        answer->deliver(granted);
        if (!granted)
            co_return failure(granted.error());
        co_return granted->accessToken;
    }
    const QFuture<Result<Granted>> underWay = *m_renewal;
    const Result<Granted> granted = co_await underWay;
    if (!granted)
        co_return failure(granted.error());
    co_return granted->accessToken;
}

} // namespace latchkey::oauth
