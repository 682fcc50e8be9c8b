#include "network/providers/fastly.h"

#include "network/async/answer.h"
#include "network/providers/answers.h"
#include "network/providers/fastlyanswers.h"
#include "network/providers/fastlyrequests.h"

#include <QCoreApplication>
#include <QCoroFuture>

using namespace Qt::StringLiterals;

namespace latchkey::fastly {

namespace {

constexpr int MaxPerPage = 100;
constexpr int PageCap = 100'000;
//! Up to so many tokens are looked up one by one; more in one listing.
constexpr qsizetype LookedUpSingly = 10;

constexpr QLatin1StringView Own = "own"_L1;
constexpr QLatin1StringView Customer = "customer"_L1;
constexpr QLatin1StringView Automation = "automation"_L1;
constexpr QLatin1StringView Superuser = "superuser"_L1;

struct Fastly
{
    Q_DECLARE_TR_FUNCTIONS(Fastly)
};

//! What the key may list. An empty role: it may not even read its user (a key that is limited to services).
struct Rights
{
    QString customerId = {};
    QString role = {};
};

//! `part` becomes the next part of `whole`, which began complete.
void append(Completeness &whole, const Completeness &part)
{
    whole.complete = whole.complete && part.complete;
    whole.rows += part.rows;
    if (!whole.reason)
        whole.reason = part.reason;
}

//! Automation tokens belong to nobody.
ListedOwners ownersIn(const QStringList &parts)
{
    if (parts.contains(Customer))
        return ListedOwners::Everybody;
    return parts.contains(Own) ? ListedOwners::OwnPerson : ListedOwners::Nobody;
}

Presence presenceIn(const Result<HttpResponse> &answer, const RevokeCall::Target &target)
{
    if (!answer)
        return answer.error().httpStatus == 404 ? Presence::Absent : Presence::Unclear;
    const Result<TokenDetail> detail = readToken(*answer, target.kind);
    return detail && detail->token.id == target.id ? Presence::Present : Presence::Unclear;
}

class FastlyProvider : public Provider
{
public:
    FastlyProvider(const Account &account, const Credential &credential, HttpClient &http)
        : m_account(account)
        , m_key(credential.part(u"secret"_s))
        , m_http(http)
    {
    }

    const ProviderDescription &description() const override { return fastly::description(); }
    bool isActionable(const TokenId &id) const override { return isId(id.value); }

    QCoro::Task<Result<Identity>> probe(std::stop_token stop) override;
    QCoro::Task<Result<Completeness>> readTokens(LoadScope scope, std::shared_ptr<TokenSink> sink,
                                                 std::stop_token stop) override;
    QCoro::Task<Result<TokenDetail>> showToken(RevokeCall::Target target, std::stop_token stop) override;
    QCoro::Task<Result<TokenDetail>> ownToken(std::stop_token stop) override;
    QCoro::Task<Result<CreatedToken>> createToken(CreateRequest request) override;
    QCoro::Task<Result<RevokeAnswer>> revoke(RevokeCall call, std::stop_token stop) override;
    QCoro::Task<Result<QHash<TokenId, Presence>>> look(QList<RevokeCall::Target> targets,
                                                       std::stop_token stop) override;
    QCoro::Task<Result<QList<Person>>> people(std::stop_token stop) override;
    QCoro::Task<Result<QList<Named>>> resources(std::stop_token stop) override;

private:
    using Looks = QHash<TokenId, Presence>;

    QFuture<Result<HttpResponse>> send(HttpRequest request, std::stop_token stop = {})
    {
        return m_http.send(signedWith(std::move(request), m_key), std::move(stop));
    }
    QCoro::Task<Result<Rights>> rights(std::stop_token stop);
    bool areStillOurs(const Rights &rights) const;

    QCoro::Task<Result<Completeness>> readParts(QStringList parts, Rights rights, std::shared_ptr<TokenSink> sink,
                                                std::stop_token stop);
    QCoro::Task<Completeness> readArray(HttpRequest request, std::shared_ptr<TokenSink> sink, std::stop_token stop);
    QCoro::Task<Completeness> readAutomation(qint64 rowsBefore, std::shared_ptr<TokenSink> sink, std::stop_token stop);

    QCoro::Task<Result<Looks>> lookInLists(QList<RevokeCall::Target> targets, Rights rights, std::stop_token stop);
    QCoro::Task<Looks> lookSingly(QList<RevokeCall::Target> targets, std::stop_token stop);

    const Account m_account;
    const Secret m_key;
    HttpClient &m_http;
};

QCoro::Task<Result<Identity>> FastlyProvider::probe(std::stop_token stop)
{
    const Result<HttpResponse> self = co_await send(ownTokenRequest(), stop);
    if (!self) {
        Error error = self.error();
        if (error.kind == Error::Kind::Forbidden) // every key may read itself: this one is not known
            error.kind = Error::Kind::Unauthorized;
        co_return failure(error);
    }
    Result<Identity> identity = readSelf(*self);
    if (!identity)
        co_return failure(identity.error());

    // Names and role: a key that is limited to services may not read them, and is a good key all the same.
    const QFuture<Result<HttpResponse>> userAnswer = send(currentUserRequest(), stop);
    const QFuture<Result<HttpResponse>> verifyAnswer = send(verifyRequest(), stop);
    const Result<User> user = (co_await userAnswer).and_then(readUser);
    const Result<Verified> verified = (co_await verifyAnswer).and_then(readVerified);
    if (verified && verified->customer.id == identity->tenant.id) {
        identity->tenant.name = verified->customer.name;
        identity->principal.name = verified->user.name;
        identity->email = verified->login;
    }
    if (user && user->id == identity->principal.id) {
        identity->principal.name = user->name;
        identity->email = user->login;
        identity->role = user->role;
    }
    co_return identity;
}

QCoro::Task<Result<Rights>> FastlyProvider::rights(std::stop_token stop)
{
    const Result<HttpResponse> userAnswer = co_await send(currentUserRequest(), stop);
    const bool mayFail = !userAnswer
        && (userAnswer.error().kind == Error::Kind::Forbidden || userAnswer.error().kind == Error::Kind::NotFound);
    Rights found;
    if (mayFail) {
        const Result<HttpResponse> selfAnswer = co_await send(ownTokenRequest(), stop);
        const Result<Identity> self = selfAnswer.and_then(readSelf);
        if (!self)
            co_return failure(self.error());
        found.customerId = self->tenant.id;
        co_return found;
    }
    const Result<User> user = userAnswer.and_then(readUser);
    if (!user)
        co_return failure(user.error());
    if (!isId(user->customerId) || user->role.isEmpty())
        co_return malformed(userAnswer->head, Fastly::tr("The answer does not tell customer and role."));
    found.customerId = user->customerId;
    found.role = user->role;
    co_return found;
}

//! Whether what is not found now would have been found when the account was verified.
bool FastlyProvider::areStillOurs(const Rights &rights) const
{
    const Identity &verified = m_account.identity;
    const bool sameCustomer = !verified.isKnown() || verified.tenant.id == rights.customerId;
    return sameCustomer && (verified.role != Superuser || rights.role == Superuser);
}

QCoro::Task<Result<Completeness>> FastlyProvider::readTokens(LoadScope scope, std::shared_ptr<TokenSink> sink,
                                                             std::stop_token stop)
{
    if (!scope.client.isEmpty() || !scope.person.isEmpty() || !scope.status.isEmpty() || !scope.order.isEmpty())
        co_return failure(Error::Kind::InvalidInput,
                          Fastly::tr("Fastly lists tokens whole. Filter and sort them after loading."));
    for (const QString &part : std::as_const(scope.parts)) {
        if (part != Own && part != Customer && part != Automation)
            co_return failure(Error::Kind::InvalidInput,
                              Fastly::tr("Fastly has no part “%1”. Choose own, customer or automation.").arg(part));
    }
    if (!scope.parts.isEmpty() && !scope.parts.contains(Customer)) {
        const Rights unneeded;
        co_return co_await readParts(scope.parts, unneeded, sink, stop);
    }
    const Result<Rights> mine = co_await rights(stop);
    if (!mine)
        co_return failure(mine.error());
    if (!scope.parts.isEmpty())
        co_return co_await readParts(scope.parts, *mine, sink, stop);

    // All that the key may list. A role that is not known shows by the customer's list.
    const QStringList own{Own};
    if (!mine->role.isEmpty() && mine->role != Superuser)
        co_return co_await readParts(own, *mine, sink, stop);
    const QStringList everything{Customer, Automation};
    if (mine->role == Superuser)
        co_return co_await readParts(everything, *mine, sink, stop);
    const QStringList customer{Customer};
    const Result<Completeness> tried = co_await readParts(customer, *mine, sink, stop);
    if (!tried && tried.error().kind == Error::Kind::Forbidden)
        co_return co_await readParts(own, *mine, sink, stop);
    if (!tried || !tried->complete)
        co_return tried;
    const Completeness automation = co_await readAutomation(tried->rows, sink, stop);
    Completeness whole = *tried;
    append(whole, automation);
    co_return whole;
}

QCoro::Task<Result<Completeness>> FastlyProvider::readParts(QStringList parts, Rights rights,
                                                            std::shared_ptr<TokenSink> sink, std::stop_token stop)
{
    Completeness whole;
    whole.complete = true;
    whole.owners = ownersIn(parts);
    bool anything = false;
    for (const QString &part : std::as_const(parts)) {
        Completeness end;
        if (part == Own)
            end = co_await readArray(ownTokensRequest(), sink, stop);
        else if (part == Customer)
            end = co_await readArray(customerTokensRequest(rights.customerId), sink, stop);
        else
            end = co_await readAutomation(whole.rows, sink, stop);
        append(whole, end);
        anything = anything || end.complete || end.rows > 0;
        if (parts.size() == 1)
            whole.expected = end.expected;
        if (stop.stop_requested())
            break;
    }
    if (!anything)
        co_return failure(*whole.reason);
    co_return whole;
}

QCoro::Task<Completeness> FastlyProvider::readArray(HttpRequest request, std::shared_ptr<TokenSink> sink,
                                                    std::stop_token stop)
{
    const auto reader = std::make_shared<TokenListReader>(TokenKind::User, sink);
    const Result<HttpHead> head = co_await m_http.stream(signedWith(request, m_key), reader, stop);
    Completeness end;
    end.complete = head.has_value();
    end.rows = reader->rows();
    if (!head)
        end.reason = head.error();
    co_return end;
}

QCoro::Task<Completeness> FastlyProvider::readAutomation(qint64 rowsBefore, std::shared_ptr<TokenSink> sink,
                                                         std::stop_token stop)
{
    const int asked = m_account.policy.pageSize;
    const int perPage = asked > 0 ? std::min(asked, MaxPerPage) : MaxPerPage;
    const auto distinct = std::make_shared<DistinctSink>(sink);
    Completeness end;
    for (int page = 1; page <= PageCap; ++page) {
        const qint64 before = distinct->distinct();
        const auto reader = std::make_shared<TokenListReader>(TokenKind::Automation, distinct, rowsBefore);
        const HttpRequest request = signedWith(automationTokensRequest(page, perPage), m_key);
        const Result<HttpHead> head = co_await m_http.stream(request, reader, stop);
        end.rows += reader->rows();
        if (!head)
            co_return incomplete(end, head.error());
        const PageMeta meta = reader->meta();
        end.expected = meta.records;
        if (meta.page != page)
            co_return incomplete(end, Fastly::tr("Asked for page %1, Fastly sent page %2.").arg(page).arg(meta.page));
        if (page >= meta.pages) {
            if (distinct->distinct() != meta.records)
                co_return incomplete(end,
                                     Fastly::tr("Fastly counts %1 automation tokens, but listed %2. Load again.")
                                         .arg(meta.records)
                                         .arg(distinct->distinct()));
            end.complete = true;
            co_return end;
        }
        if (distinct->distinct() == before)
            co_return incomplete(end, Fastly::tr("Page %1 brought nothing new, yet is not the last.").arg(page));
    }
    Error tooLarge;
    tooLarge.kind = Error::Kind::TooLarge;
    tooLarge.sent = Error::Sent::Answered;
    tooLarge.message = Fastly::tr("The list has more than %1 pages.").arg(PageCap);
    co_return incomplete(end, tooLarge);
}

QCoro::Task<Result<TokenDetail>> FastlyProvider::showToken(RevokeCall::Target target, std::stop_token stop)
{
    if (!isActionable(target.id))
        co_return failure(Error::Kind::InvalidInput, Fastly::tr("This id is none that Fastly gives out."));
    Result<HttpResponse> answer = co_await send(tokenRequest(target), stop);
    const bool missed = !answer && answer.error().kind == Error::Kind::NotFound;
    if (missed && target.kind == TokenKind::NotReported) {
        target.kind = TokenKind::Automation;
        answer = co_await send(tokenRequest(target), stop);
    }
    const TokenKind kind = target.kind == TokenKind::Automation ? TokenKind::Automation : TokenKind::User;
    Result<TokenDetail> detail = answer.and_then([kind](const HttpResponse &found) { return readToken(found, kind); });
    if (!detail)
        co_return detail;
    if (detail->token.id != target.id)
        co_return malformed(answer->head, Fastly::tr("Fastly answered with another token."));

    // Beyond the row itself, as far as the key may: what its answer leaves out.
    if (kind == TokenKind::Automation) { // its own "services" is null whatever they are
        const Result<HttpResponse> services = co_await send(automationServicesRequest(target.id), stop);
        const Result<QStringList> ids = services.and_then(readAutomationServices);
        if (ids)
            detail->token.resources = *ids;
    }
    if (detail->token.owner && isId(detail->token.owner->id)) {
        const Result<HttpResponse> owner = co_await send(userRequest(detail->token.owner->id), stop);
        const Result<User> user = owner.and_then(readUser);
        if (user && user->id == detail->token.owner->id)
            detail->token.owner->name = user->name;
    }
    detail->token.account = m_account.id;
    co_return detail;
}

QCoro::Task<Result<TokenDetail>> FastlyProvider::ownToken(std::stop_token stop)
{
    const Result<HttpResponse> answer = co_await send(ownTokenRequest(), stop);
    Result<TokenDetail> detail =
        answer.and_then([](const HttpResponse &found) { return readToken(found, TokenKind::User); });
    if (detail) {
        detail->token.account = m_account.id;
        detail->token.isOwn = true;
    }
    co_return detail;
}

QCoro::Task<Result<CreatedToken>> FastlyProvider::createToken(CreateRequest request)
{
    const Result<Creation> requests = creation(request);
    if (!requests)
        co_return failure(requests.error());
    if (requests->sudo) {
        const Result<HttpResponse> answer = co_await send(*requests->sudo);
        const Result<void> raised = answer.and_then(readSudo);
        if (!raised) {
            Error error = raised.error();
            error.sent = Error::Sent::No; // of the creation itself, nothing was sent
            if (error.kind == Error::Kind::Unauthorized)
                error.kind = Error::Kind::LoginRefused;
            co_return failure(error);
        }
    }
    QFuture<Result<HttpResponse>> future = requests->sudo ? send(requests->create) : m_http.send(requests->create);
    const QFuture<void> done(future);
    co_await done;
    Result<HttpResponse> answer = future.takeResult(); // a copy would leave a second body that nobody wipes
    if (!answer)
        co_return failure(answer.error());
    Result<CreatedToken> created = readCreated(*answer, request.kind);
    if (created)
        created->token.account = m_account.id;
    co_return created;
}

QCoro::Task<Result<RevokeAnswer>> FastlyProvider::revoke(RevokeCall call, std::stop_token stop)
{
    const Result<HttpRequest> request = revokeRequest(call);
    if (!request)
        co_return failure(request.error());
    const Result<HttpResponse> answer = co_await send(*request, stop);
    if (!answer)
        co_return failure(answer.error());
    RevokeAnswer revoked;
    revoked.httpStatus = answer->head.status;
    co_return revoked;
}

QCoro::Task<Result<QHash<TokenId, Presence>>> FastlyProvider::look(QList<RevokeCall::Target> targets,
                                                                   std::stop_token stop)
{
    if (targets.size() > LookedUpSingly) {
        const Result<Rights> mine = co_await rights(stop);
        if (!mine)
            co_return failure(mine.error());
        // One's own list would not show the tokens of others, and so prove nothing about them.
        if (mine->role == Superuser && areStillOurs(*mine))
            co_return co_await lookInLists(targets, *mine, stop);
    }
    Looks found = co_await lookSingly(targets, stop);

    // Among the users' tokens only where nobody said what kind it is.
    QList<RevokeCall::Target> maybeAutomation;
    for (const RevokeCall::Target &target : std::as_const(targets)) {
        if (target.kind == TokenKind::NotReported && found.value(target.id) == Presence::Absent)
            maybeAutomation.append({target.id, TokenKind::Automation});
    }
    const Looks automation = co_await lookSingly(maybeAutomation, stop);
    found.insert(automation);

    if (std::find(found.cbegin(), found.cend(), Presence::Absent) == found.cend())
        co_return found;
    const Result<Rights> mine = co_await rights(stop); // Fastly says 404 to an expired key too
    if (mine && areStillOurs(*mine))
        co_return found;
    for (Presence &presence : found) {
        if (presence == Presence::Absent)
            presence = Presence::Unclear;
    }
    co_return found;
}

QCoro::Task<QHash<TokenId, Presence>> FastlyProvider::lookSingly(QList<RevokeCall::Target> targets,
                                                                 std::stop_token stop)
{
    Looks found;
    for (qsizetype from = 0; from < targets.size(); from += LookedUpSingly) {
        const QList<RevokeCall::Target> some = targets.mid(from, LookedUpSingly);
        QList<QFuture<Result<HttpResponse>>> answers;
        for (const RevokeCall::Target &target : some) {
            const bool sendable = isActionable(target.id);
            answers.append(sendable ? send(tokenRequest(target), stop)
                                    : finished<HttpResponse>(failure(Error::Kind::InvalidInput)));
        }
        for (qsizetype i = 0; i < some.size(); ++i) {
            const Result<HttpResponse> answer = co_await answers.at(i);
            found.insert(some.at(i).id, presenceIn(answer, some.at(i)));
        }
    }
    co_return found;
}

QCoro::Task<Result<QHash<TokenId, Presence>>> FastlyProvider::lookInLists(QList<RevokeCall::Target> targets,
                                                                          Rights rights, std::stop_token stop)
{
    QSet<QByteArray> wanted;
    QStringList parts;
    for (const RevokeCall::Target &target : std::as_const(targets)) {
        wanted.insert(target.id.value.toUtf8());
        if (target.kind != TokenKind::Automation && !parts.contains(Customer))
            parts.append(Customer);
        if ((target.kind == TokenKind::Automation || target.kind == TokenKind::NotReported)
            && !parts.contains(Automation))
            parts.append(Automation);
    }
    const auto sink = std::make_shared<WantedSink>(wanted);
    const Result<Completeness> end = co_await readParts(parts, rights, sink, stop);
    if (!end)
        co_return failure(end.error());
    Looks found;
    for (const RevokeCall::Target &target : std::as_const(targets)) {
        const Presence unseen = end->complete && isActionable(target.id) ? Presence::Absent : Presence::Unclear;
        found.insert(target.id, sink->saw(target.id) ? Presence::Present : unseen);
    }
    co_return found;
}

QCoro::Task<Result<QList<Person>>> FastlyProvider::people(std::stop_token stop)
{
    const Result<Rights> mine = co_await rights(stop);
    if (!mine)
        co_return failure(mine.error());
    const auto reader = std::make_shared<UserListReader>();
    const HttpRequest request = signedWith(usersRequest(mine->customerId), m_key);
    const Result<HttpHead> head = co_await m_http.stream(request, reader, stop);
    if (!head)
        co_return failure(head.error());
    QList<Person> people;
    for (const User &user : reader->users())
        people.append({PersonId{user.id}, m_account.id, user.name, user.login, user.state, user.role});
    co_return people;
}

QCoro::Task<Result<QList<Named>>> FastlyProvider::resources(std::stop_token stop)
{
    const Result<HttpResponse> answer = co_await send(verifyRequest(), stop);
    const Result<Verified> verified = answer.and_then(readVerified);
    if (!verified)
        co_return failure(verified.error());
    co_return verified->services;
}

} // namespace

HttpSetup httpSetup(const Account &account)
{
    HttpSetup setup;
    setup.apiBase = account.baseUrl;
    setup.readRate = readRate;
    setup.readError = readError;
    setup.readRetries = account.policy.readRetries;
    return setup;
}

std::unique_ptr<Provider> makeProvider(const Account &account, const Credential &credential, HttpClient &http)
{
    return std::make_unique<FastlyProvider>(account, credential, http);
}

} // namespace latchkey::fastly
