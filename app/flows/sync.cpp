#include "app/flows/sync.h"

namespace latchkey::flows {

namespace {

std::string_view viewOf(const QByteArray &utf8) { return {utf8.constData(), size_t(utf8.size())}; }

//! The row of the one token that a provider without a list knows.
void pour(const Token &token, TokenSink &sink)
{
    const QByteArray id = token.id.value.toUtf8();
    const Named owner = token.owner.value_or(Named());
    const Named client = token.client.value_or(Named());
    const QByteArray texts[] = {token.name.value_or(QString()).toUtf8(), owner.id.toUtf8(), owner.name.toUtf8(),
                                client.id.toUtf8(), client.name.toUtf8()};
    QList<QByteArray> scopes;
    std::vector<std::string_view> scopeViews;
    for (const QString &scope : token.scopes.value_or(QStringList()))
        scopes += scope.toUtf8();
    for (const QByteArray &scope : std::as_const(scopes))
        scopeViews.push_back(viewOf(scope));
    TokenRow row;
    row.id = viewOf(id);
    if (token.name)
        row.name = viewOf(texts[0]);
    row.kind = token.kind;
    row.state = token.state;
    if (token.owner) {
        row.ownerId = viewOf(texts[1]);
        row.ownerName = viewOf(texts[2]);
    }
    if (token.client) {
        row.clientId = viewOf(texts[3]);
        row.clientName = viewOf(texts[4]);
    }
    if (token.scopes)
        row.scopes = scopeViews;
    row.created = token.created;
    row.lastUsed = token.lastUsed;
    row.expires = token.expires;
    row.isActionable = token.isActionable;
    sink.add(row);
}

QCoro::Task<Result<Completeness>> readOwnToken(std::shared_ptr<Session> session, std::shared_ptr<TokenSink> sink,
                                               std::stop_token stop)
{
    const Result<TokenDetail> own = co_await session->provider().ownToken(stop);
    if (!own)
        co_return failure(own.error());
    pour(own->token, *sink);
    Completeness end;
    end.complete = true;
    end.rows = 1;
    end.owners = ListedOwners::Nobody;
    co_return end;
}

} // namespace

QCoro::Task<Result<Completeness>> loadTokens(std::shared_ptr<Session> session, LoadScope scope, TokenTable &table,
                                             std::stop_token stop)
{
    Account account = session->account();
    account.scope = scope;
    const std::shared_ptr<TokenLoad> load = table.beginLoad(accountRow(account, session->description()));
    const bool isOwnAlone =
        !session->description().can(Capability::ListTokens) && session->description().can(Capability::OwnToken);
    Result<Completeness> end = Completeness();
    if (isOwnAlone)
        end = co_await readOwnToken(session, load, stop);
    else
        end = co_await session->provider().readTokens(scope, load, stop);
    load->finish(end);
    co_return end;
}

QCoro::Task<Directory> loadDirectory(std::shared_ptr<Session> session, TokenTable &table, std::stop_token stop)
{
    Directory directory;
    const AccountId account = session->account().id;
    if (session->description().can(Capability::ListPeople)) {
        directory.people = co_await session->provider().people(stop);
        QHash<PersonId, QString> names;
        for (const Person &person : directory.people.value_or(QList<Person>()))
            names.insert(person.id, person.name);
        table.setOwnerNames(account, names);
    }
    if (session->description().can(Capability::ListClients)) {
        directory.clients = co_await session->provider().clients(stop);
        QHash<ClientId, QString> names;
        for (const Client &client : directory.clients.value_or(QList<Client>()))
            names.insert(client.id, client.name);
        table.setClientNames(account, names);
    }
    co_return directory;
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
