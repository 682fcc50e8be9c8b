#include "app/flows/sync.h"

namespace latchkey::flows {

QCoro::Task<Result<Completeness>> loadTokens(std::shared_ptr<Session> session, LoadScope scope, TokenTable &table,
                                             std::stop_token stop)
{
    Account account = session->account();
    account.scope = scope;
    const std::shared_ptr<TokenLoad> load = table.beginLoad(accountRow(account, session->description().name));
    Result<Completeness> end = co_await session->provider().readTokens(scope, load, stop);
    load->finish(end);
    if (!end || !session->description().can(Capability::ListPeople))
        co_return end;

    // Names are a courtesy: a credential that may not read them still lists its tokens.
    const Result<QList<Person>> people = co_await session->provider().people(stop);
    if (people) {
        QHash<PersonId, QString> names;
        for (const Person &person : *people) {
            if (!person.name.isEmpty())
                names.insert(person.id, person.name);
        }
        table.setOwnerNames(account.id, names);
    }
    co_return end;
}

QList<OwnToken> ownTokensOf(const QList<Account> &accounts)
{
    QList<OwnToken> own;
    for (const Account &account : accounts) {
        if (account.identity.ownToken)
            own += OwnToken{account.provider, originOf(account.baseUrl), account.identity.tenant.id,
                            *account.identity.ownToken};
    }
    return own;
}

} // namespace latchkey::flows
