#include "app/flows/change.h"

#include "app/flows/revoke.h"

#include <QCoroFuture>
#include <QUuid>

namespace latchkey::flows {

namespace {

ChangeIntent intentOf(const Session &session, ChangeIntent::What what)
{
    ChangeIntent intent;
    intent.run = RunId{QUuid::createUuid().toString(QUuid::WithoutBraces)};
    intent.account = session.account().id;
    intent.accountName = session.account().name;
    intent.what = what;
    intent.user = loggedInUser();
    return intent;
}

template <typename T>
ChangeAnswered answeredOf(const ChangeIntent &intent, const Result<T> &changed)
{
    ChangeAnswered answered;
    answered.run = intent.run;
    answered.account = intent.account;
    answered.success = changed.has_value();
    if (!changed) {
        answered.sent = changed.error().sent != Error::Sent::No;
        answered.httpStatus = changed.error().httpStatus;
        answered.detail = detailOf(failure(changed.error()));
    }
    return answered;
}

} // namespace

QCoro::Task<Result<CreatedToken>> updateToken(std::shared_ptr<Session> session, UpdateRequest request,
                                              JournalWriter &journal)
{
    ChangeIntent intent = intentOf(*session, ChangeIntent::What::Token);
    intent.id = request.value.isEmpty() ? request.id : session->provider().idOfValue(request.value);
    if (intent.id.isEmpty())
        intent.id = TokenId{cleanedText(request.tokenId)};
    intent.fields = request.fields.keys();
    const QList<JournalEntry> announced = {intent};
    const Result<qint64> written = co_await journal.append(announced);
    if (!written)
        co_return failure(written.error());
    Result<CreatedToken> changed = co_await session->provider().updateToken(request);
    ChangeAnswered answered = answeredOf(intent, changed);
    if (changed)
        answered.id = changed->token.id;
    // A new value is here and nowhere else: it is handed out even if the disk fails now.
    const QList<JournalEntry> told = {answered};
    co_await journal.append(told);
    co_return changed;
}

QCoro::Task<Result<IdleTimeout>> setIdleTimeout(std::shared_ptr<Session> session, IdleTimeout timeout,
                                                JournalWriter &journal)
{
    const ChangeIntent intent = intentOf(*session, ChangeIntent::What::IdleTimeout);
    const QList<JournalEntry> announced = {intent};
    const Result<qint64> written = co_await journal.append(announced);
    if (!written)
        co_return failure(written.error());
    const Result<IdleTimeout> changed = co_await session->provider().setIdleTimeout(timeout);
    const QList<JournalEntry> told = {answeredOf(intent, changed)};
    co_await journal.append(told);
    co_return changed;
}

} // namespace latchkey::flows
