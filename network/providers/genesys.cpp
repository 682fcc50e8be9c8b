#include "network/providers/genesys.h"

#include "network/providers/answers.h"
#include "network/providers/genesysanswers.h"
#include "network/providers/genesysrequests.h"
#include "network/providers/lists.h"
#include "network/providers/oauth.h"

#include <QCoreApplication>
#include <QCoroFuture>
#include <QSet>

#include <functional>

using namespace Qt::StringLiterals;

namespace latchkey::genesys {

namespace {

constexpr int PageCap = 10'000;

struct Genesys
{
    Q_DECLARE_TR_FUNCTIONS(Genesys)
};

//! Of what was to be sent after this call, nothing was.
Error before(Error error)
{
    error.sent = Error::Sent::No;
    return error;
}

//! Client credentials have no user, and other sessions may not be allowed to read theirs. Only a refusal says so.
bool saysThereIsNoUser(const Error &error)
{
    return error.kind == Error::Kind::Rejected || error.kind == Error::Kind::Forbidden
        || error.kind == Error::Kind::NotFound;
}

//! What a list is read from, page by page.
struct Listing
{
    std::function<QCoro::Task<Result<HttpResponse>>(int page)> page = {};
    QLatin1StringView rows = {}; //!< the member that holds them
    bool tellsPages = true; //!< must say how many pages there are
};

//! A page in the place of another, or a list that is not as long as it says, is no list.
Result<void> checkPage(const Page &page, int asked, const Listing &listing, const HttpHead &head)
{
    if (page.number.value_or(asked) != asked)
        return malformed(head, Genesys::tr("Asked for page %1, Genesys sent page %2.").arg(asked).arg(*page.number));
    if (listing.tellsPages && !page.pages)
        return malformed(head, Genesys::tr("The answer does not say how many pages there are."));
    return {};
}

//! All rows of all pages, read by `read`; an error of any page is the list's.
template <typename Row>
QCoro::Task<Result<QList<Row>>> readPages(Listing listing, Result<Row> (*read)(const QJsonValue &))
{
    QList<Row> rows;
    QSet<QString> ids;
    for (int number = 1; number <= PageCap; ++number) {
        const Result<HttpResponse> answer = co_await listing.page(number);
        if (!answer)
            co_return failure(answer.error());
        const Result<Page> page = readPage(*answer, listing.rows);
        if (!page)
            co_return failure(page.error());
        const Result<void> fits = checkPage(*page, number, listing, answer->head);
        if (!fits)
            co_return failure(fits.error());
        for (const QJsonValue &value : page->rows) {
            const Result<Row> row = asAnswered(read(value), answer->head);
            if (!row)
                co_return failure(row.error());
            ids.insert(row->id.value);
            rows.append(*row);
        }
        if (number < page->pages.value_or(1))
            continue;
        if (ids.size() != page->total.value_or(ids.size()))
            co_return malformed(
                answer->head,
                Genesys::tr("Genesys counts %1 rows, but listed %2. Load again.").arg(*page->total).arg(ids.size()));
        co_return rows;
    }
    co_return failure(Error::Kind::TooLarge, Genesys::tr("The list has more than %1 pages.").arg(PageCap));
}

class GenesysProvider : public Provider
{
public:
    GenesysProvider(const Account &account, const Credential &credential, HttpClient &http);

    const ProviderDescription &description() const override { return genesys::description(); }
    bool isActionable(const TokenId &id) const override { return isSessionId(id.value); }

    Result<BrowserSignIn> browserSignIn(const QUrl &redirect) const override;
    QCoro::Task<Result<Credential>> finishSignIn(BrowserSignIn begun, Secret code, std::stop_token stop) override;
    QCoro::Task<Result<Identity>> probe(std::stop_token stop) override;
    QCoro::Task<Result<TokenDetail>> ownToken(std::stop_token stop) override;
    QCoro::Task<Result<RevokeAnswer>> revoke(RevokeCall call, std::stop_token stop) override;
    QCoro::Task<Result<QList<Person>>> people(std::stop_token stop) override;
    QCoro::Task<Result<QList<Person>>> findPeople(QString text, std::stop_token stop) override;
    QCoro::Task<Result<QList<Client>>> clients(std::stop_token stop) override;
    QCoro::Task<Result<IdleTimeout>> idleTimeout(std::stop_token stop) override;
    QCoro::Task<Result<IdleTimeout>> setIdleTimeout(IdleTimeout timeout) override;

private:
    //! Our session, and its user where there is one.
    struct Own
    {
        Session session = {};
        Person user = {}; //!< without an id: none
    };
    QCoro::Task<Result<Own>> own(std::stop_token stop);

    QString browserClient() const { return m_account.settings.value(u"clientId"_s); }
    void renewWithClientSecret(const Secret &clientId, const Secret &clientSecret);
    void renewWithRefreshToken(const Secret &refreshToken);
    QCoro::Task<Result<oauth::Granted>> refresh(Secret refreshToken, std::stop_token stop);

    QCoro::Task<Result<HttpResponse>> endOwnSession(HttpRequest request, std::stop_token stop);
    QCoro::Task<Result<HttpResponse>> endSessions(HttpRequest request, std::stop_token stop);
    QCoro::Task<Result<HttpResponse>> disable(ClientId client, std::stop_token stop);
    QCoro::Task<Result<QList<Person>>> readPeople(Listing listing);

    const Account m_account;
    HttpClient &m_http;
    oauth::SignedHttp m_signed;
};

GenesysProvider::GenesysProvider(const Account &account, const Credential &credential, HttpClient &http)
    : m_account(account)
    , m_http(http)
    , m_signed(http, credential.part(credential.has(u"accessToken"_s) ? u"accessToken"_s : u"secret"_s), nullptr)
{
    if (credential.has(u"clientSecret"_s))
        renewWithClientSecret(credential.part(u"clientId"_s), credential.part(u"clientSecret"_s));
    else if (credential.has(u"refreshToken"_s))
        renewWithRefreshToken(credential.part(u"refreshToken"_s));
}

void GenesysProvider::renewWithClientSecret(const Secret &clientId, const Secret &clientSecret)
{
    m_signed.renewBy([this, clientId, clientSecret](const std::stop_token &stop) {
        return oauth::ask(m_http, clientGrantRequest(clientId, clientSecret), stop);
    });
}

void GenesysProvider::renewWithRefreshToken(const Secret &refreshToken)
{
    m_signed.renewBy([this, refreshToken](const std::stop_token &stop) { return refresh(refreshToken, stop); });
}

QCoro::Task<Result<oauth::Granted>> GenesysProvider::refresh(Secret refreshToken, std::stop_token stop)
{
    const HttpRequest request = refreshGrantRequest(browserClient(), refreshToken);
    const Result<oauth::Granted> granted = co_await oauth::ask(m_http, request, stop);
    if (!granted)
        co_return granted;
    const Secret next = granted->refreshToken.isEmpty() ? refreshToken : granted->refreshToken;
    Credential renewed;
    renewed.parts = {{u"accessToken"_s, granted->accessToken}, {u"refreshToken"_s, next}};
    keep(renewed);
    renewWithRefreshToken(next);
    co_return granted;
}

Result<BrowserSignIn> GenesysProvider::browserSignIn(const QUrl &redirect) const
{
    if (m_account.signIn != "browser"_L1)
        return Provider::browserSignIn(redirect);
    if (browserClient().isEmpty())
        return failure(Error::Kind::InvalidInput,
                       Genesys::tr("The account has no client ID. Enter the one of an OAuth client with PKCE."));
    const QUrl loginBase = m_account.loginUrl.isEmpty() ? m_account.baseUrl : m_account.loginUrl;
    return genesys::browserSignIn(loginBase, browserClient(), redirect);
}

QCoro::Task<Result<Credential>> GenesysProvider::finishSignIn(BrowserSignIn begun, Secret code, std::stop_token stop)
{
    const HttpRequest request = codeGrantRequest(browserClient(), begun, code);
    const Result<oauth::Granted> granted = co_await oauth::ask(m_http, request, stop);
    if (!granted) {
        Error error = granted.error();
        if (error.kind == Error::Kind::Unauthorized || error.kind == Error::Kind::Rejected)
            error.kind = Error::Kind::LoginRefused;
        co_return failure(error);
    }
    m_signed.hold(granted->accessToken);
    Credential kept;
    kept.parts.emplace(u"accessToken"_s, granted->accessToken);
    if (!granted->refreshToken.isEmpty()) {
        kept.parts.emplace(u"refreshToken"_s, granted->refreshToken);
        renewWithRefreshToken(granted->refreshToken);
    }
    co_return kept;
}

QCoro::Task<Result<GenesysProvider::Own>> GenesysProvider::own(std::stop_token stop)
{
    const Result<HttpResponse> sessionAnswer = co_await m_signed.send(sessionRequest(), stop);
    const Result<Session> session = sessionAnswer.and_then(readSession);
    if (!session)
        co_return failure(session.error());
    const Result<HttpResponse> userAnswer = co_await m_signed.send(currentUserRequest(), stop);
    const Result<Person> user = userAnswer.and_then(readUser);
    Own own;
    own.session = *session;
    if (user)
        own.user = *user;
    else if (!saysThereIsNoUser(user.error()))
        co_return failure(user.error());
    co_return own;
}

QCoro::Task<Result<Identity>> GenesysProvider::probe(std::stop_token stop)
{
    const Result<Own> found = co_await own(stop);
    if (!found)
        co_return failure(found.error());
    const auto &[session, user] = *found;
    Identity identity;
    identity.tenant = session.organization;
    identity.principal = user.id.isEmpty() ? session.client : Named{user.id.value, user.name};
    identity.email = user.email;
    identity.scopes = session.scopes.value_or(QStringList());
    if (!user.id.isEmpty())
        identity.ownPerson = user.id;
    if (!session.client.id.isEmpty())
        identity.ownClient = ClientId{session.client.id};
    if (const TokenId token = sessionId(session.client.id, user.id.value); !token.isEmpty())
        identity.ownToken = token;
    co_return identity;
}

QCoro::Task<Result<TokenDetail>> GenesysProvider::ownToken(std::stop_token stop)
{
    const Result<Own> found = co_await own(stop);
    if (!found)
        co_return failure(found.error());
    const auto &[session, user] = *found;
    TokenDetail detail;
    Token &token = detail.token;
    token.id = sessionId(session.client.id, user.id.value);
    token.isActionable = isActionable(token.id);
    token.account = m_account.id;
    token.kind = TokenKind::OwnSession;
    token.state = TokenState::Active;
    if (!user.id.isEmpty())
        token.owner = Named{user.id.value, user.name};
    if (!session.client.isEmpty())
        token.client = session.client;
    token.scopes = session.scopes;
    token.isOwn = true;
    detail.answer = session.answer;
    co_return detail;
}

QCoro::Task<Result<RevokeAnswer>> GenesysProvider::revoke(RevokeCall call, std::stop_token stop)
{
    const Result<HttpRequest> request = revokeRequest(call);
    if (!request)
        co_return failure(request.error());
    Result<HttpResponse> answer;
    if (call.extent == RevokeCall::Extent::Own)
        answer = co_await endOwnSession(*request, stop);
    else if (call.extent == RevokeCall::Extent::Person)
        answer = co_await endSessions(*request, stop);
    else
        answer = co_await disable(call.client, stop);
    if (!answer)
        co_return failure(answer.error());
    if (!answer->body.isEmpty() && !isJson(answer->head)) // a page of somebody in between
        co_return malformed(answer->head, Genesys::tr("The answer is not what Genesys documents."));
    RevokeAnswer revoked;
    revoked.httpStatus = answer->head.status;
    revoked.requestId = readRequestId(answer->head);
    co_return revoked;
}

QCoro::Task<Result<HttpResponse>> GenesysProvider::endOwnSession(HttpRequest request, std::stop_token stop)
{
    Result<HttpResponse> answer = co_await m_signed.send(request, stop);
    if (answer || answer.error().sent != Error::Sent::No)
        m_signed.renewBy(nullptr); // or the next look would begin another session, and take it for this one
    co_return answer;
}

QCoro::Task<Result<HttpResponse>> GenesysProvider::endSessions(HttpRequest request, std::stop_token stop)
{
    // A read renews a sign-in that has expired; the call itself is never sent again, and its 401 would stand.
    const Result<HttpResponse> alive = co_await m_signed.send(verifySessionRequest(), stop);
    if (!alive)
        co_return failure(before(alive.error()));
    Result<HttpResponse> answer = co_await m_signed.send(request, stop);
    co_return answer;
}

QCoro::Task<Result<HttpResponse>> GenesysProvider::disable(ClientId client, std::stop_token stop)
{
    Result<HttpResponse> found = co_await m_signed.send(clientRequest(client.value), stop);
    const Result<QJsonObject> whole =
        found.and_then([&client](HttpResponse &answer) { return readWholeClient(answer, client); });
    if (!whole)
        co_return failure(before(whole.error()));
    Result<HttpResponse> changed = co_await m_signed.send(disableClientRequest(client.value, *whole), stop);
    if (!changed)
        co_return changed;
    const Result<void> disabled = readDisabled(*changed, client);
    if (!disabled)
        co_return failure(disabled.error());
    co_return changed;
}

QCoro::Task<Result<QList<Person>>> GenesysProvider::readPeople(Listing listing)
{
    Result<QList<Person>> people = co_await readPages(listing, readPerson);
    if (!people)
        co_return people;
    people->removeIf([](const Person &person) { return person.state == "deleted"_L1; });
    for (Person &person : *people)
        person.account = m_account.id;
    co_return people;
}

QCoro::Task<Result<QList<Person>>> GenesysProvider::people(std::stop_token stop)
{
    const int most = description().pageSize;
    const int asked = m_account.policy.pageSize;
    const int size = asked > 0 ? std::min(asked, most) : most;
    Listing listing;
    listing.page = [this, size, stop](int page) { return m_signed.send(usersRequest(page, size), stop); };
    listing.rows = "entities"_L1;
    co_return co_await readPeople(listing);
}

QCoro::Task<Result<QList<Person>>> GenesysProvider::findPeople(QString text, std::stop_token stop)
{
    const QString wanted = text.trimmed();
    if (wanted.isEmpty())
        co_return failure(Error::Kind::InvalidInput, Genesys::tr("Enter a part of a name or an e-mail address."));
    Listing listing;
    listing.page = [this, wanted, stop](int page) {
        return m_signed.send(searchRequest(wanted, page, description().pageSize), stop);
    };
    listing.rows = "results"_L1;
    co_return co_await readPeople(listing);
}

QCoro::Task<Result<QList<Client>>> GenesysProvider::clients(std::stop_token stop)
{
    Listing listing;
    listing.page = [this, stop](int page) { return m_signed.send(clientsRequest(page), stop); };
    listing.rows = "entities"_L1;
    listing.tellsPages = false;
    Result<QList<Client>> clients = co_await readPages(listing, readClient);
    if (!clients)
        co_return clients;
    for (Client &client : *clients)
        client.account = m_account.id;
    co_return clients;
}

QCoro::Task<Result<IdleTimeout>> GenesysProvider::idleTimeout(std::stop_token stop)
{
    const Result<HttpResponse> answer = co_await m_signed.send(idleTimeoutRequest(), stop);
    co_return answer.and_then(readIdleSettings).map(idleTimeoutIn);
}

QCoro::Task<Result<IdleTimeout>> GenesysProvider::setIdleTimeout(IdleTimeout timeout)
{
    const Result<HttpResponse> current = co_await m_signed.send(idleTimeoutRequest());
    const Result<QJsonObject> settings = current.and_then(readIdleSettings);
    if (!settings)
        co_return failure(before(settings.error()));
    const Result<HttpResponse> answer = co_await m_signed.send(setIdleTimeoutRequest(*settings, timeout));
    co_return answer.and_then(readIdleSettings).map(idleTimeoutIn);
}

} // namespace

HttpSetup httpSetup(const Account &account)
{
    HttpSetup setup;
    setup.apiBase = account.baseUrl;
    setup.loginBase = account.loginUrl;
    setup.readRate = readRate;
    setup.readError = readError;
    setup.readRequestId = readRequestId;
    setup.readRetries = account.policy.readRetries;
    return setup;
}

std::unique_ptr<Provider> makeProvider(const Account &account, const Credential &credential, HttpClient &http)
{
    return std::make_unique<GenesysProvider>(account, credential, http);
}

} // namespace latchkey::genesys
