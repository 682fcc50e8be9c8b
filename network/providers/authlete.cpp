#include "network/providers/authlete.h"

#include "network/async/answer.h"
#include "network/providers/authleteanswers.h"
#include "network/providers/authleterequests.h"
#include "network/providers/signing.h"

#include <QCoreApplication>
#include <QCoroFuture>

#include <atomic>
#include <deque>

using namespace Qt::StringLiterals;

namespace latchkey::authlete {

namespace {

constexpr size_t PagesInFlight = 4;
constexpr qint64 PageCap = 100'000;

using Target = RevokeCall::Target;
using Looks = QHash<TokenId, Presence>;

struct Authlete
{
    Q_DECLARE_TR_FUNCTIONS(Authlete)
};

//! A page of a list, on its way.
struct Page
{
    std::shared_ptr<PageReader> reader = {};
    QFuture<Result<HttpHead>> answer = {};
};
//! Asks for the rows from `start` on.
using AskPage = std::function<Page(qint64 start)>;

//! What is wrong with a page that came; `total` is what the first one said.
std::optional<Error> faultOf(const Page &page, int size, qint64 total)
{
    Error fault;
    fault.kind = Error::Kind::Malformed;
    fault.sent = Error::Sent::Answered;
    const qint64 due = std::clamp<qint64>(total - page.reader->start(), 0, size);
    if (total > PageCap * size) {
        fault.kind = Error::Kind::TooLarge;
        fault.message = Authlete::tr("The list has more than %1 pages.").arg(PageCap);
    } else if (page.reader->total() != total) {
        fault.message = Authlete::tr("Authlete counted %1 rows at first, then %2. Load again.")
                            .arg(total)
                            .arg(page.reader->total());
    } else if (page.reader->rows() != due) {
        fault.message = Authlete::tr("The page from row %1 on should hold %2 rows, and holds %3. Load again.")
                            .arg(page.reader->start())
                            .arg(due)
                            .arg(page.reader->rows());
    } else {
        return {};
    }
    return fault;
}

//! Reads the first page alone, then, since its total says how many there are, several at once. Asks for no more once a
//! page failed or was empty, or `enough` is set; what was asked for has ended when this does.
QCoro::Task<Completeness> readPages(AskPage ask, int size, std::shared_ptr<const std::atomic<bool>> enough = {})
{
    Completeness end;
    std::optional<qint64> total;
    bool going = true;
    qint64 next = 0;
    std::deque<Page> inFlight;
    const auto askMore = [&] {
        while (going && next < total.value_or(1) && inFlight.size() < (total ? PagesInFlight : 1)) {
            inFlight.push_back(ask(next));
            next += size;
        }
    };
    for (askMore(); !inFlight.empty(); askMore()) {
        const Page page = inFlight.front();
        inFlight.pop_front();
        const Result<HttpHead> head = co_await page.answer;
        end.rows += page.reader->rows();
        std::optional<Error> fault;
        if (head) {
            total = total.value_or(page.reader->total());
            end.expected = page.reader->total();
            fault = faultOf(page, size, *total);
        } else {
            fault = head.error();
        }
        if (fault && !end.reason)
            end.reason = fault;
        const bool mayHoldMore = page.reader->rows() > 0 && (!fault || fault->kind != Error::Kind::TooLarge);
        going = going && head && mayHoldMore && !(enough && *enough);
    }
    end.complete = !end.reason && total && next >= *total;
    co_return end;
}

//! `end`, unless pages repeated or skipped what they should hold.
Completeness checked(Completeness end, qint64 distinct)
{
    if (!end.complete || distinct == end.rows)
        return end;
    return incomplete(end,
                      Authlete::tr("Authlete counts %1 rows, but listed %2. Load again.").arg(end.rows).arg(distinct));
}

//! Nothing at all came.
bool isFailure(const Completeness &end) { return !end.complete && end.rows == 0; }

Result<TokenFilter> filterOf(const LoadScope &scope)
{
    if (!scope.parts.isEmpty() || !scope.order.isEmpty())
        return failure(Error::Kind::InvalidInput,
                       Authlete::tr("Authlete lists by client, subject and status only. Sort after loading."));
    const QStringList statuses{QString(), u"VALID"_s, u"INVALID"_s, u"ALL"_s};
    if (!statuses.contains(scope.status))
        return failure(Error::Kind::InvalidInput,
                       Authlete::tr("Authlete has no status “%1”. Choose VALID, INVALID or ALL.").arg(scope.status));
    return TokenFilter{scope.client, scope.person, scope.status};
}

//! The targets by the narrowest list that holds them.
QHash<TokenFilter, QList<Target>> grouped(const QList<Target> &targets)
{
    QHash<TokenFilter, QList<Target>> groups;
    for (const Target &target : targets)
        groups[TokenFilter{target.client.value, target.person.value, {}}].append(target);
    return groups;
}

QSet<QByteArray> idsOf(const QList<Target> &targets)
{
    QSet<QByteArray> ids;
    for (const Target &target : targets)
        ids.insert(target.id.value.toUtf8());
    return ids;
}

class AuthleteProvider : public Provider
{
public:
    AuthleteProvider(const Account &account, const Credential &credential, HttpClient &http);

    const ProviderDescription &description() const override { return authlete::description(); }
    bool isActionable(const TokenId &id) const override { return isHash(id.value.toStdString()); }
    TokenId idOfValue(const Secret &value) const override { return hashOf(value); }

    QCoro::Task<Result<Identity>> probe(std::stop_token stop) override;
    QCoro::Task<Result<Completeness>> readTokens(LoadScope scope, std::shared_ptr<TokenSink> sink,
                                                 std::stop_token stop) override;
    QCoro::Task<Result<TokenDetail>> showToken(Target target, std::stop_token stop) override;
    QCoro::Task<Result<CreatedToken>> createToken(CreateRequest request) override;
    QCoro::Task<Result<CreatedToken>> updateToken(UpdateRequest request) override;
    QCoro::Task<Result<RevokeAnswer>> revoke(RevokeCall call, std::stop_token stop) override;
    QCoro::Task<Result<Looks>> look(QList<Target> targets, std::stop_token stop) override;
    QCoro::Task<Result<Presence>> lookWide(RevokeCall call, std::stop_token stop) override;
    QCoro::Task<Result<QList<Client>>> clients(std::stop_token stop) override;

private:
    //! Error: InvalidInput, where the account does not say which service.
    Result<HttpRequest> signedRequest(HttpRequest request) const;
    QFuture<Result<HttpResponse>> send(HttpRequest request, std::stop_token stop = {});
    //! For an answer that holds a token's value: no copy of it is left anywhere.
    QCoro::Task<Result<HttpResponse>> sendForValue(HttpRequest request);
    Page askPage(HttpRequest request, std::shared_ptr<PageReader> reader, std::stop_token stop);

    QCoro::Task<Completeness> readList(TokenFilter filter, std::shared_ptr<TokenSink> sink,
                                       TokenPageReader::OnToken onToken, std::stop_token stop,
                                       std::shared_ptr<const std::atomic<bool>> enough = {});
    QCoro::Task<Result<qint64>> count(TokenFilter filter, std::stop_token stop);
    QCoro::Task<Result<Looks>> lookInList(TokenFilter filter, QList<Target> targets, std::stop_token stop);
    //! Whether what is not found now would have been found when the account was verified.
    QCoro::Task<bool> isStillOurs(std::stop_token stop);

    [[nodiscard]] int pageSize() const
    {
        const int asked = m_account.policy.pageSize;
        return asked > 0 ? asked : description().pageSize;
    }

    const Account m_account;
    const bool m_isBasic; //!< version 2.x
    const Secret m_authorization;
    const QString m_apiKey; //!< of 2.x, which is no secret without the other half
    const QString m_service; //!< empty: 2.x
    HttpClient &m_http;
};

AuthleteProvider::AuthleteProvider(const Account &account, const Credential &credential, HttpClient &http)
    : m_account(account)
    , m_isBasic(account.signIn == "basic"_L1)
    , m_authorization(m_isBasic ? basicAuthorization(credential.part(u"apiKey"_s), credential.part(u"apiSecret"_s))
                                : bearerAuthorization(credential.part(u"secret"_s)))
    , m_apiKey(QString::fromUtf8(credential.part(u"apiKey"_s).reveal()))
    , m_service(m_isBasic ? QString() : account.tenant)
    , m_http(http)
{
}

Result<HttpRequest> AuthleteProvider::signedRequest(HttpRequest request) const
{
    if (!m_isBasic && !isNumber(m_service))
        return failure(Error::Kind::InvalidInput,
                       Authlete::tr("The service is named by its id, a number. Enter it in the account."));
    return signedWith(std::move(request), m_authorization);
}

QFuture<Result<HttpResponse>> AuthleteProvider::send(HttpRequest request, std::stop_token stop)
{
    const Result<HttpRequest> ready = signedRequest(std::move(request));
    return ready ? m_http.send(*ready, std::move(stop)) : finished<HttpResponse>(failure(ready.error()));
}

QCoro::Task<Result<HttpResponse>> AuthleteProvider::sendForValue(HttpRequest request)
{
    QFuture<Result<HttpResponse>> future = send(std::move(request));
    const QFuture<void> done(future);
    co_await done;
    co_return future.takeResult(); // a copy would leave a second body that nobody wipes
}

Page AuthleteProvider::askPage(HttpRequest request, std::shared_ptr<PageReader> reader, std::stop_token stop)
{
    const Result<HttpRequest> ready = signedRequest(std::move(request));
    return {reader,
            ready ? m_http.stream(*ready, reader, std::move(stop)) : finished<HttpHead>(failure(ready.error()))};
}

QCoro::Task<Completeness> AuthleteProvider::readList(TokenFilter filter, std::shared_ptr<TokenSink> sink,
                                                     TokenPageReader::OnToken onToken, std::stop_token stop,
                                                     std::shared_ptr<const std::atomic<bool>> enough)
{
    const auto distinct = std::make_shared<DistinctSink>(std::move(sink));
    const int size = pageSize();
    const auto ask = [=, this](qint64 start) {
        const Range range{start, start + size};
        return askPage(tokenListRequest(m_service, filter, range),
                       std::make_shared<TokenPageReader>(start, distinct, onToken), stop);
    };
    const Completeness end = co_await readPages(ask, size, enough);
    co_return checked(end, distinct->distinct());
}

QCoro::Task<Result<qint64>> AuthleteProvider::count(TokenFilter filter, std::stop_token stop)
{
    const Range first{0, 1};
    const auto reader = std::make_shared<TokenPageReader>(0, std::make_shared<WantedSink>(QSet<QByteArray>()));
    const Page page = askPage(tokenListRequest(m_service, filter, first), reader, stop);
    const Result<HttpHead> head = co_await page.answer;
    if (!head)
        co_return failure(head.error());
    co_return std::max(reader->total(), reader->rows());
}

QCoro::Task<bool> AuthleteProvider::isStillOurs(std::stop_token stop)
{
    const Result<Identity> now = co_await probe(stop);
    co_return now && (!m_account.identity.isKnown() || m_account.identity.tenant.id == now->tenant.id);
}

QCoro::Task<Result<Identity>> AuthleteProvider::probe(std::stop_token stop)
{
    const Result<HttpResponse> answer = co_await send(serviceRequest(m_service), stop);
    if (!answer)
        co_return failure(answer.error());
    co_return m_isBasic ? readConfiguration(*answer, m_apiKey) : readService(*answer, m_service);
}

QCoro::Task<Result<Completeness>> AuthleteProvider::readTokens(LoadScope scope, std::shared_ptr<TokenSink> sink,
                                                               std::stop_token stop)
{
    const Result<TokenFilter> filter = filterOf(scope);
    if (!filter)
        co_return failure(filter.error());
    const TokenPageReader::OnToken nothing;
    Completeness end = co_await readList(*filter, sink, nothing, stop);
    if (isFailure(end))
        co_return failure(*end.reason);
    const bool isWhole = filter->client.isEmpty() && filter->person.isEmpty()
        && (filter->status.isEmpty() || filter->status == "ALL"_L1);
    end.owners = isWhole ? ListedOwners::Everybody : ListedOwners::Nobody;
    co_return end;
}

QCoro::Task<Result<TokenDetail>> AuthleteProvider::showToken(Target target, std::stop_token stop)
{
    if (!isActionable(target.id))
        co_return failure(Error::Kind::InvalidInput, Authlete::tr("This id is none that Authlete gives out."));
    // There is no call for one token: it stands in the narrowest list that holds it.
    const auto found = std::make_shared<std::atomic<bool>>(false);
    const auto detail = std::make_shared<TokenDetail>();
    const std::string id = target.id.value.toStdString();
    const TokenPageReader::OnToken pick = [=](const ListedToken &token, simdjson::ondemand::object &record) {
        if (*found || token.row.id != id)
            return;
        *detail = detailOf(token, record);
        *found = true;
    };
    const TokenFilter filter{target.client.value, target.person.value, {}};
    const auto unwanted = std::make_shared<WantedSink>(QSet<QByteArray>());
    const Completeness end = co_await readList(filter, unwanted, pick, stop, found);
    if (*found) {
        detail->token.account = m_account.id;
        co_return *detail;
    }
    if (!end.complete)
        co_return failure(*end.reason);
    Error gone;
    gone.kind = Error::Kind::NotFound;
    gone.sent = Error::Sent::Answered;
    gone.message = Authlete::tr("Authlete lists no such token. It was revoked, or its client or subject differ.");
    co_return failure(gone);
}

QCoro::Task<Result<CreatedToken>> AuthleteProvider::createToken(CreateRequest request)
{
    const Result<HttpRequest> create = createRequest(m_service, request);
    if (!create)
        co_return failure(create.error());
    Result<HttpResponse> answer = co_await sendForValue(*create);
    if (!answer)
        co_return failure(answer.error());
    Result<CreatedToken> created = readCreated(*answer);
    if (created)
        created->token.account = m_account.id;
    co_return created;
}

QCoro::Task<Result<CreatedToken>> AuthleteProvider::updateToken(UpdateRequest request)
{
    const Result<Change> change = updateRequest(m_service, request);
    if (!change)
        co_return failure(change.error());
    Result<HttpResponse> answer = co_await sendForValue(change->request);
    if (!answer)
        co_return failure(answer.error());
    Result<CreatedToken> updated = readUpdated(*answer, change->rotates);
    if (!updated)
        co_return updated;
    updated->token.account = m_account.id;
    if (!change->rotates)
        updated->token.id = request.value.isEmpty() ? request.id : hashOf(request.value);
    co_return updated;
}

QCoro::Task<Result<RevokeAnswer>> AuthleteProvider::revoke(RevokeCall call, std::stop_token stop)
{
    const Result<HttpRequest> request = revokeRequest(m_service, call);
    if (!request)
        co_return failure(request.error());
    const Result<HttpResponse> answer = co_await send(*request, stop);
    if (!answer)
        co_return failure(answer.error());
    RevokeAnswer revoked;
    revoked.httpStatus = answer->head.status;
    if (call.extent == RevokeCall::Extent::One) // a deletion, which says nothing
        co_return revoked;
    const Result<int> went = readRevoked(*answer);
    if (!went)
        co_return failure(went.error());
    revoked.count = *went;
    co_return revoked;
}

QCoro::Task<Result<Looks>> AuthleteProvider::look(QList<Target> targets, std::stop_token stop)
{
    QHash<TokenFilter, QList<Target>> groups = grouped(targets);
    const TokenFilter everything;
    if (groups.size() > 1 && !groups.contains(everything)) {
        const Result<qint64> total = co_await count(everything, stop);
        if (!total)
            co_return failure(total.error());
        if (*total / pageSize() < groups.size()) // the whole list costs less
            groups = {{everything, targets}};
    } else if (groups.size() > 1) {
        groups = {{everything, targets}};
    }

    Looks found;
    std::optional<Error> why;
    for (auto group = groups.cbegin(); group != groups.cend(); ++group) {
        const Result<Looks> some = co_await lookInList(group.key(), group.value(), stop);
        if (!some)
            why = some.error();
        for (const Target &target : group.value())
            found.insert(target.id, some ? some->value(target.id) : Presence::Unclear);
    }
    const auto holds = [&found](Presence presence) {
        return std::find(found.cbegin(), found.cend(), presence) != found.cend();
    };
    if (why && !holds(Presence::Present) && !holds(Presence::Absent))
        co_return failure(*why);
    if (!holds(Presence::Absent))
        co_return found;
    const bool ours = co_await isStillOurs(stop);
    for (Presence &presence : found) {
        if (presence == Presence::Absent && !ours)
            presence = Presence::Unclear;
    }
    co_return found;
}

QCoro::Task<Result<Looks>> AuthleteProvider::lookInList(TokenFilter filter, QList<Target> targets, std::stop_token stop)
{
    const auto wanted = std::make_shared<WantedSink>(idsOf(targets));
    const TokenPageReader::OnToken alsoRefresh = [wanted](const ListedToken &token, simdjson::ondemand::object &) {
        TokenRow refresh;
        refresh.id = token.refreshHash;
        wanted->add(refresh);
    };
    const Completeness end = co_await readList(filter, wanted, alsoRefresh, stop);
    if (isFailure(end))
        co_return failure(*end.reason);
    Looks found;
    for (const Target &target : std::as_const(targets)) {
        const Presence unseen = end.complete && isActionable(target.id) ? Presence::Absent : Presence::Unclear;
        found.insert(target.id, wanted->saw(target.id) ? Presence::Present : unseen);
    }
    co_return found;
}

QCoro::Task<Result<Presence>> AuthleteProvider::lookWide(RevokeCall call, std::stop_token stop)
{
    const Result<HttpRequest> sendable = revokeRequest(m_service, call); // an empty filter would be all tokens
    if (!sendable || !call.isWide())
        co_return failure(sendable ? Error{} : sendable.error());
    TokenFilter filter;
    if (call.extent != RevokeCall::Extent::Person)
        filter.client = call.client.value;
    if (call.extent != RevokeCall::Extent::Client)
        filter.person = call.person.value;
    const Result<qint64> left = co_await count(filter, stop);
    if (!left)
        co_return failure(left.error());
    if (*left > 0)
        co_return Presence::Present;
    const bool ours = co_await isStillOurs(stop);
    co_return ours ? Presence::Absent : Presence::Unclear;
}

QCoro::Task<Result<QList<Client>>> AuthleteProvider::clients(std::stop_token stop)
{
    const auto readers = std::make_shared<QList<std::shared_ptr<ClientPageReader>>>();
    const int size = pageSize();
    const auto ask = [=, this](qint64 start) {
        const Range range{start, start + size};
        readers->append(std::make_shared<ClientPageReader>(start));
        return askPage(clientListRequest(m_service, range), readers->constLast(), stop);
    };
    const Completeness read = co_await readPages(ask, size);
    QList<Client> clients;
    QSet<ClientId> ids;
    for (const auto &reader : std::as_const(*readers)) {
        for (const Client &client : reader->clients()) {
            ids.insert(client.id);
            clients.append(client);
            clients.last().account = m_account.id;
        }
    }
    const Completeness end = checked(read, ids.size());
    if (!end.complete)
        co_return failure(*end.reason);
    co_return clients;
}

} // namespace

HttpSetup httpSetup(const Account &account)
{
    HttpSetup setup;
    setup.apiBase = account.baseUrl;
    setup.readError = readError;
    setup.readRetries = account.policy.readRetries;
    return setup;
}

std::unique_ptr<Provider> makeProvider(const Account &account, const Credential &credential, HttpClient &http)
{
    return std::make_unique<AuthleteProvider>(account, credential, http);
}

} // namespace latchkey::authlete
