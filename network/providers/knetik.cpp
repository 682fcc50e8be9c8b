#include "network/providers/knetik.h"

#include "network/providers/answers.h"
#include "network/providers/knetikanswers.h"
#include "network/providers/knetikrequests.h"
#include "network/providers/lists.h"
#include "network/providers/oauth.h"

#include <QCoreApplication>
#include <QCoroFuture>

#include <algorithm>
#include <functional>
#include <vector>

using namespace Qt::StringLiterals;

namespace latchkey::knetik {

namespace {

constexpr int PageCap = 100'000;
//! Up to so many tokens are looked up one by one; more in one listing.
constexpr qsizetype LookedUpSingly = 10;
//! Between the roles of an identity.
constexpr QLatin1StringView RoleSeparator = ", "_L1;

struct Knetik
{
    Q_DECLARE_TR_FUNCTIONS(Knetik)
};

//! Every customer has a deployment of their own, and nothing else names it.
QString deploymentOf(const QUrl &baseUrl) { return baseUrl.authority(QUrl::FullyEncoded) + baseUrl.path(); }

Credential credentialOf(const oauth::Granted &granted)
{
    Credential credential;
    credential.parts.emplace(u"accessToken"_s, granted.accessToken);
    if (!granted.refreshToken.isEmpty())
        credential.parts.emplace(u"refreshToken"_s, granted.refreshToken);
    return credential;
}

//! Whose token signs in, with the username as far as it may be known.
struct Self
{
    Me me;
    std::optional<Pair> pair = {};

    [[nodiscard]] Named principal() const
    {
        if (!me.userId)
            return {me.clientId.text(), {}};
        return {QString::number(*me.userId), pair ? pair->username.text() : QString()};
    }
    [[nodiscard]] Result<Pair> ownPair() const
    {
        if (pair)
            return *pair;
        return failure(Error::Kind::Unsupported,
                       Knetik::tr("Knetik does not tell this account its username, and so not its own token."));
    }
};

//! Whether a list holds anything that a wide call names: filters may let others through.
class MatchSink : public TokenSink
{
public:
    explicit MatchSink(const TokenFilter &exact)
        : m_username(exact.username.toStdString())
        , m_clientId(exact.clientId.toStdString())
    {
    }
    void add(const TokenRow &row) override
    {
        const bool isUsers = m_username.empty() || row.ownerId == m_username;
        const bool isClients = m_clientId.empty() || row.clientId == m_clientId;
        m_matched = m_matched || (isUsers && isClients);
    }
    void expect(qint64 total) override { Q_UNUSED(total) }
    [[nodiscard]] bool matched() const { return m_matched; }

private:
    std::string m_username;
    std::string m_clientId;
    bool m_matched = false;
};

//! The narrowest listing that holds all of these.
TokenFilter filterFor(const QList<Pair> &pairs)
{
    TokenFilter filter{pairs.first().username.text(), pairs.first().clientId.text(), {}};
    for (const Pair &pair : pairs) {
        if (pair.username.text() != filter.username)
            filter.username.clear();
        if (pair.clientId.text() != filter.clientId)
            filter.clientId.clear();
    }
    return filter;
}

//! How far a list has been read, and whether its pages agree with one another.
class PageProgress
{
public:
    //! After each page: `distinct` different entries have come so far. What is wrong, as a sentence; empty: nothing.
    QString add(const PageMeta &meta, qint64 distinct)
    {
        ++m_page;
        m_totalAtFirst = m_totalAtFirst.value_or(meta.records);
        const bool isStuck = !meta.last && distinct == m_distinct;
        m_distinct = distinct;
        if (meta.last != (m_page >= meta.pages))
            return Knetik::tr("Page %1 of %2 is wrong about being the last.").arg(m_page).arg(meta.pages);
        if (isStuck)
            return Knetik::tr("Page %1 brought nothing new, yet is not the last.").arg(m_page);
        if (!meta.last || (distinct == meta.records && *m_totalAtFirst == meta.records))
            return {};
        return Knetik::tr("Knetik counted %1 entries at first and %2 at last, and listed %3. Load again.")
            .arg(*m_totalAtFirst)
            .arg(meta.records)
            .arg(distinct);
    }

private:
    qint64 m_page = 0;
    qint64 m_distinct = 0;
    std::optional<qint64> m_totalAtFirst;
};

class KnetikProvider : public Provider
{
public:
    KnetikProvider(const Account &account, const Credential &credential, HttpClient &http)
        : m_account(account)
        , m_credential(credential)
        , m_http(http)
        , m_signed(http, heldToken(), renewal())
    {
    }

    const ProviderDescription &description() const override { return knetik::description(); }
    bool isActionable(const TokenId &id) const override { return pairOf(id).has_value(); }

    QCoro::Task<Result<Credential>> signIn(Credential typed, std::stop_token stop) override;
    QCoro::Task<Result<Identity>> probe(std::stop_token stop) override;
    QCoro::Task<Result<Completeness>> readTokens(LoadScope scope, std::shared_ptr<TokenSink> sink,
                                                 std::stop_token stop) override;
    QCoro::Task<Result<TokenDetail>> showToken(RevokeCall::Target target, std::stop_token stop) override;
    QCoro::Task<Result<TokenDetail>> ownToken(std::stop_token stop) override;
    QCoro::Task<Result<Secret>> tokenValue(RevokeCall::Target target, std::stop_token stop) override;
    QCoro::Task<Result<RevokeAnswer>> revoke(RevokeCall call, std::stop_token stop) override;
    QCoro::Task<Result<QHash<TokenId, Presence>>> look(QList<RevokeCall::Target> targets,
                                                       std::stop_token stop) override;
    QCoro::Task<Result<Presence>> lookWide(RevokeCall call, std::stop_token stop) override;
    QCoro::Task<Result<QList<Person>>> people(std::stop_token stop) override;
    QCoro::Task<Result<QList<Client>>> clients(std::stop_token stop) override;

private:
    using Looks = QHash<TokenId, Presence>;
    using RequestOfPage = std::function<HttpRequest(PageOf)>;

    [[nodiscard]] QString clientSetting() const { return m_account.settings.value(u"clientId"_s); }
    [[nodiscard]] Secret heldToken() const;
    [[nodiscard]] oauth::SignedHttp::Grant renewal();
    QCoro::Task<Result<oauth::Granted>> refresh(std::stop_token stop);

    QCoro::Task<Result<Self>> self(std::stop_token stop);
    QCoro::Task<Result<DeleteTarget>> targetOf(RevokeCall call, std::stop_token stop);
    QCoro::Task<bool> isStillWhoWasVerified(std::stop_token stop);

    QCoro::Task<Completeness> readPages(RequestOfPage request, std::shared_ptr<PagedRecords> records,
                                        std::stop_token stop);
    QCoro::Task<Completeness> readFiltered(TokenFilter filter, std::shared_ptr<TokenSink> sink, std::stop_token stop);
    QCoro::Task<Result<HttpResponse>> askFor(TokenId id, std::stop_token stop);
    QCoro::Task<Looks> lookSingly(QList<Pair> pairs, std::stop_token stop);
    QCoro::Task<Result<Looks>> lookInList(QList<Pair> pairs, std::stop_token stop);

    const Account m_account;
    Credential m_credential; //!< as kept, or as granted since
    HttpClient &m_http;
    oauth::SignedHttp m_signed; // last: made of the others
};

Secret KnetikProvider::heldToken() const
{
    return m_credential.part(m_account.signIn == "password"_L1 ? u"accessToken"_s : u"secret"_s);
}

oauth::SignedHttp::Grant KnetikProvider::renewal()
{
    if (m_account.signIn == "password"_L1 && m_credential.has(u"refreshToken"_s))
        return [this](std::stop_token stop) { return refresh(std::move(stop)); };
    if (m_account.signIn != "client"_L1)
        return {};
    return [this](std::stop_token stop) {
        const Secret id = m_credential.part(u"clientId"_s);
        return oauth::ask(m_http, clientGrant(id, m_credential.part(u"clientSecret"_s)), std::move(stop));
    };
}

QCoro::Task<Result<oauth::Granted>> KnetikProvider::refresh(std::stop_token stop)
{
    const Secret token = m_credential.part(u"refreshToken"_s);
    Result<oauth::Granted> granted = co_await oauth::ask(m_http, refreshGrant(clientSetting(), token), stop);
    if (!granted)
        co_return granted;
    if (granted->refreshToken.isEmpty())
        granted->refreshToken = token;
    m_credential = credentialOf(*granted);
    keep(m_credential);
    co_return granted;
}

QCoro::Task<Result<Credential>> KnetikProvider::signIn(Credential typed, std::stop_token stop)
{
    const Result<HttpRequest> request = passwordGrant(clientSetting(), typed);
    if (!request)
        co_return failure(request.error());
    const Result<oauth::Granted> granted = co_await oauth::ask(m_http, *request, stop);
    if (!granted) {
        Error error = granted.error();
        if (error.kind == Error::Kind::Unauthorized)
            error.kind = Error::Kind::LoginRefused;
        co_return failure(error);
    }
    m_credential = credentialOf(*granted);
    m_signed.hold(granted->accessToken);
    m_signed.renewBy(renewal());
    co_return Result<Credential>(m_credential); // QCoro 0.8 moves out of what is returned bare
}

QCoro::Task<Result<Self>> KnetikProvider::self(std::stop_token stop)
{
    const Result<HttpResponse> meAnswer = co_await m_signed.send(meRequest(), stop);
    const Result<Me> me = meAnswer.and_then(readMe);
    if (!me)
        co_return failure(me.error());
    Self self{*me, {}};
    if (!me->userId)
        co_return self;
    const Result<HttpResponse> userAnswer = co_await m_signed.send(userRequest(*me->userId), stop);
    if (!userAnswer) {
        const Error::Kind kind = userAnswer.error().kind;
        if (kind == Error::Kind::Forbidden || kind == Error::Kind::NotFound) // a good token all the same
            co_return self;
        co_return failure(userAnswer.error());
    }
    const Result<QString> username = readUsername(*userAnswer, *me->userId);
    if (!username)
        co_return failure(username.error());
    if (const std::optional<Part> part = Part::of(*username))
        self.pair = Pair{*part, me->clientId};
    co_return self;
}

QCoro::Task<Result<Identity>> KnetikProvider::probe(std::stop_token stop)
{
    const Result<Self> mine = co_await self(stop);
    if (!mine)
        co_return failure(mine.error());
    Identity identity;
    identity.tenant.id = deploymentOf(m_account.baseUrl);
    identity.tenant.name = identity.tenant.id;
    identity.principal = mine->principal();
    identity.role = mine->me.roles.join(RoleSeparator);
    identity.ownClient = ClientId{mine->me.clientId.text()};
    if (mine->pair) {
        identity.ownPerson = PersonId{mine->pair->username.text()};
        identity.ownToken = pairId(*mine->pair);
    }
    co_return identity;
}

//! Whether what is not found now would have been found when the account was verified.
QCoro::Task<bool> KnetikProvider::isStillWhoWasVerified(std::stop_token stop)
{
    const Result<HttpResponse> answer = co_await m_signed.send(meRequest(), stop);
    const Result<Me> me = answer.and_then(readMe);
    if (!me)
        co_return false;
    const Identity &verified = m_account.identity;
    const Self now{*me, {}};
    const QStringList roles = verified.role.split(RoleSeparator, Qt::SkipEmptyParts);
    co_return (verified.principal.id.isEmpty() || verified.principal.id == now.principal().id)
        && std::all_of(roles.begin(), roles.end(), [&me](const QString &role) { return me->roles.contains(role); });
}

QCoro::Task<Completeness> KnetikProvider::readPages(RequestOfPage request, std::shared_ptr<PagedRecords> records,
                                                    std::stop_token stop)
{
    const int asked = m_account.policy.pageSize;
    const int size = asked > 0 ? asked : description().pageSize;
    PageProgress progress;
    Completeness end;
    for (int page = 1; page <= PageCap; ++page) {
        const auto reader = std::make_shared<PageReader>(records);
        const PageOf which{page, size};
        const HttpRequest next = request(which);
        const Result<HttpHead> head = co_await m_signed.stream(next, reader, stop);
        end.rows += reader->rows();
        if (!head)
            co_return incomplete(end, head.error());
        end.expected = reader->meta().records;
        const QString fault = progress.add(reader->meta(), records->distinct());
        if (!fault.isEmpty())
            co_return incomplete(end, fault);
        if (reader->meta().last) {
            end.complete = true;
            co_return end;
        }
    }
    Error tooLarge;
    tooLarge.kind = Error::Kind::TooLarge;
    tooLarge.sent = Error::Sent::Answered;
    tooLarge.message = Knetik::tr("The list has more than %1 pages.").arg(PageCap);
    co_return incomplete(end, tooLarge);
}

QCoro::Task<Completeness> KnetikProvider::readFiltered(TokenFilter filter, std::shared_ptr<TokenSink> sink,
                                                       std::stop_token stop)
{
    const auto records = std::make_shared<TokenRecords>(std::move(sink));
    const RequestOfPage request = [filter](PageOf page) { return tokensRequest(filter, page); };
    co_return co_await readPages(request, records, stop);
}

QCoro::Task<Result<Completeness>> KnetikProvider::readTokens(LoadScope scope, std::shared_ptr<TokenSink> sink,
                                                             std::stop_token stop)
{
    if (!scope.parts.isEmpty() || !scope.status.isEmpty())
        co_return failure(Error::Kind::InvalidInput,
                          Knetik::tr("Knetik's list has no parts and no states. Choose by user and client."));
    const Result<QString> order = checkedOrder(scope.order);
    if (!order)
        co_return failure(order.error());
    const TokenFilter filter{scope.person, scope.client, *order};
    Completeness end = co_await readFiltered(filter, sink, stop);
    if (!end.complete && end.rows == 0)
        co_return failure(*end.reason);
    end.owners = scope.isWhole() ? ListedOwners::Everybody : ListedOwners::Nobody;
    co_return end;
}

//! The answer about one token, which holds its value: wipe it.
QCoro::Task<Result<HttpResponse>> KnetikProvider::askFor(TokenId id, std::stop_token stop)
{
    const std::optional<Pair> pair = pairOf(id);
    if (!pair)
        co_return failure(Error::Kind::InvalidInput,
                          Knetik::tr("A token of Knetik is named by user and client. This id names none."));
    if (!pair->isPlainInPath())
        co_return failure(Error::Kind::InvalidInput,
                          Knetik::tr("Knetik cannot be asked for this one token: its user or client holds a slash, or "
                                     "is a dot. It can be listed and revoked."));
    co_return co_await m_signed.send(tokenRequest(*pair), stop);
}

QCoro::Task<Result<TokenDetail>> KnetikProvider::showToken(RevokeCall::Target target, std::stop_token stop)
{
    Result<HttpResponse> answer = co_await askFor(target.id, stop);
    if (!answer)
        co_return failure(answer.error());
    Result<TokenDetail> detail = readToken(*answer, *pairOf(target.id));
    if (detail)
        detail->token.account = m_account.id;
    co_return detail;
}

QCoro::Task<Result<Secret>> KnetikProvider::tokenValue(RevokeCall::Target target, std::stop_token stop)
{
    Result<HttpResponse> answer = co_await askFor(target.id, stop);
    if (!answer)
        co_return failure(answer.error());
    co_return readValue(*answer, *pairOf(target.id));
}

//! From /me alone: reading the token itself needs more rights, and brings its value.
QCoro::Task<Result<TokenDetail>> KnetikProvider::ownToken(std::stop_token stop)
{
    const Result<Self> mine = co_await self(stop);
    if (!mine)
        co_return failure(mine.error());
    const Result<Pair> pair = mine->ownPair();
    if (!pair)
        co_return failure(pair.error());
    TokenDetail detail;
    detail.token.id = pairId(*pair);
    detail.token.account = m_account.id;
    detail.token.kind = TokenKind::AccessToken;
    detail.token.owner = Named{pair->username.text(), {}};
    detail.token.client = Named{pair->clientId.text(), {}};
    detail.token.isOwn = true;
    detail.answer = mine->me.answer;
    co_return detail;
}

QCoro::Task<Result<DeleteTarget>> KnetikProvider::targetOf(RevokeCall call, std::stop_token stop)
{
    if (call.extent != RevokeCall::Extent::Own)
        co_return deleteTarget(call);
    const Result<Self> mine = co_await self(stop);
    const Result<Pair> pair = mine.and_then([](const Self &self) { return self.ownPair(); });
    if (pair)
        co_return *pair;
    Error error = pair.error();
    error.sent = Error::Sent::No; // of the revocation itself
    co_return failure(error);
}

QCoro::Task<Result<RevokeAnswer>> KnetikProvider::revoke(RevokeCall call, std::stop_token stop)
{
    const Result<DeleteTarget> target = co_await targetOf(call, stop);
    if (!target)
        co_return failure(target.error());
    const Result<HttpResponse> answer = co_await m_signed.send(deleteRequest(*target), stop);
    if (!answer)
        co_return failure(answer.error());
    RevokeAnswer revoked;
    revoked.httpStatus = answer->head.status;
    co_return revoked;
}

QCoro::Task<Result<QHash<TokenId, Presence>>> KnetikProvider::look(QList<RevokeCall::Target> targets,
                                                                   std::stop_token stop)
{
    Looks found;
    QList<Pair> singly;
    QList<Pair> inList;
    for (const RevokeCall::Target &target : std::as_const(targets)) {
        const std::optional<Pair> pair = pairOf(target.id);
        if (!pair)
            found.insert(target.id, Presence::Unclear);
        else if (targets.size() <= LookedUpSingly && pair->isPlainInPath())
            singly.append(*pair);
        else
            inList.append(*pair);
    }
    const Looks seen = co_await lookSingly(singly, stop);
    found.insert(seen);
    if (!inList.isEmpty()) {
        const Result<Looks> listed = co_await lookInList(inList, stop);
        if (!listed)
            co_return failure(listed.error());
        found.insert(*listed);
    }
    if (std::find(found.cbegin(), found.cend(), Presence::Absent) == found.cend())
        co_return found;
    const bool isProof = co_await isStillWhoWasVerified(stop);
    if (isProof)
        co_return found;
    for (Presence &presence : found) {
        if (presence == Presence::Absent)
            presence = Presence::Unclear;
    }
    co_return found;
}

QCoro::Task<QHash<TokenId, Presence>> KnetikProvider::lookSingly(QList<Pair> pairs, std::stop_token stop)
{
    std::vector<QCoro::Task<Result<HttpResponse>>> answers;
    for (const Pair &pair : std::as_const(pairs))
        answers.push_back(m_signed.send(tokenRequest(pair), stop));
    Looks found;
    for (qsizetype i = 0; i < pairs.size(); ++i) {
        Result<HttpResponse> answer = co_await std::move(answers[size_t(i)]);
        Presence presence = Presence::Unclear;
        if (answer)
            presence = readToken(*answer, pairs.at(i)) ? Presence::Present : Presence::Unclear;
        else if (answer.error().httpStatus == 404)
            presence = Presence::Absent;
        found.insert(pairId(pairs.at(i)), presence);
    }
    co_return found;
}

QCoro::Task<Result<QHash<TokenId, Presence>>> KnetikProvider::lookInList(QList<Pair> pairs, std::stop_token stop)
{
    QSet<QByteArray> wanted;
    for (const Pair &pair : std::as_const(pairs))
        wanted.insert(pairId(pair).value.toUtf8());
    const auto sink = std::make_shared<WantedSink>(wanted);
    const TokenFilter filter = filterFor(pairs);
    const Completeness end = co_await readFiltered(filter, sink, stop);
    if (!end.complete && end.rows == 0)
        co_return failure(*end.reason);
    Looks found;
    for (const Pair &pair : std::as_const(pairs)) {
        const Presence unseen = end.complete ? Presence::Absent : Presence::Unclear;
        found.insert(pairId(pair), sink->saw(pairId(pair)) ? Presence::Present : unseen);
    }
    co_return found;
}

QCoro::Task<Result<Presence>> KnetikProvider::lookWide(RevokeCall call, std::stop_token stop)
{
    const Result<DeleteTarget> target = deleteTarget(call);
    if (!target)
        co_return failure(target.error());
    const TokenFilter filter = filterOf(*target);
    const auto sink = std::make_shared<MatchSink>(filter);
    const Completeness end = co_await readFiltered(filter, sink, stop);
    if (sink->matched())
        co_return Presence::Present;
    if (!end.complete && end.rows == 0)
        co_return failure(*end.reason);
    if (!end.complete)
        co_return Presence::Unclear;
    const bool isProof = co_await isStillWhoWasVerified(stop);
    co_return isProof ? Presence::Absent : Presence::Unclear;
}

QCoro::Task<Result<QList<Person>>> KnetikProvider::people(std::stop_token stop)
{
    const auto records = std::make_shared<PeopleRecords>();
    const RequestOfPage request = usersRequest;
    const Completeness end = co_await readPages(request, records, stop);
    if (!end.complete)
        co_return failure(*end.reason);
    QList<Person> people = records->people();
    for (Person &person : people)
        person.account = m_account.id;
    co_return people;
}

QCoro::Task<Result<QList<Client>>> KnetikProvider::clients(std::stop_token stop)
{
    const auto records = std::make_shared<ClientRecords>();
    const RequestOfPage request = clientsRequest;
    const Completeness end = co_await readPages(request, records, stop);
    if (!end.complete)
        co_return failure(*end.reason);
    QList<Client> clients = records->clients();
    for (Client &client : clients)
        client.account = m_account.id;
    co_return clients;
}

} // namespace

HttpSetup httpSetup(const Account &account)
{
    HttpSetup setup;
    setup.apiBase = account.baseUrl;
    setup.loginBase = account.loginUrl;
    setup.readError = readError;
    setup.readRetries = account.policy.readRetries;
    return setup;
}

std::unique_ptr<Provider> makeProvider(const Account &account, const Credential &credential, HttpClient &http)
{
    return std::make_unique<KnetikProvider>(account, credential, http);
}

} // namespace latchkey::knetik
