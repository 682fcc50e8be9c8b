#include "app/flows/create.h"

#include "app/flows/revoke.h"

#include <QCoroFuture>
#include <QUuid>

namespace latchkey::flows {

QCoro::Task<Result<CreatedToken>> createToken(std::shared_ptr<Session> session, CreateRequest request,
                                              JournalWriter &journal)
{
    CreateIntent intent;
    intent.run = RunId{QUuid::createUuid().toString(QUuid::WithoutBraces)};
    intent.account = session->account().id;
    intent.accountName = session->account().name;
    intent.kind = request.kind;
    intent.name = cleanedText(request.fields.value(QStringLiteral("name")).toString());
    intent.user = loggedInUser();
    intent.client = cleanedText(request.fields.value(QStringLiteral("clientId")).toString());
    const QList<JournalEntry> announced = {intent};
    const Result<qint64> written = co_await journal.append(announced);
    if (!written)
        co_return failure(written.error());

    Result<CreatedToken> created = co_await session->provider().createToken(request);
    CreateAnswered answered;
    answered.run = intent.run;
    answered.account = intent.account;
    answered.success = created.has_value();
    if (created) {
        answered.id = created->token.id;
    } else {
        answered.sent = created.error().sent != Error::Sent::No;
        answered.httpStatus = created.error().httpStatus;
        answered.detail = detailOf(failure(created.error()));
    }
    // The value is here and nowhere else: it is handed out even if the disk fails now. The open intent stays to be
    // seen.
    const QList<JournalEntry> told = {answered};
    co_await journal.append(told);
    co_return created;
}

} // namespace latchkey::flows
