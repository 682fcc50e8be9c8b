#pragma once

#include "network/http/httpclient.h"
#include "network/http/ratelimiter.h"
#include "network/provider.h"
#include "network/providers/lists.h"

#include <memory>
#include <optional>

//! Fastly's answers, read into a sink or a value, without an event loop.
namespace latchkey::fastly {

//! Reads a row of any of the lists, or a single answer, into `row`, which is as new. `kind` is what the list or call
//! holds. The views live as long as `record`, and until `lists` is used again. Malformed: no id, or a member of another
//! type than documented.
[[nodiscard]] Result<void> readRow(simdjson::ondemand::object &record, TokenKind kind, RowLists &lists, TokenRow &row);

//! Where the automation list stands, as its `meta` says.
struct PageMeta
{
    qint64 page = 0; //!< from 1
    qint64 pages = 0;
    qint64 records = 0; //!< on all pages

    friend bool operator==(const PageMeta &, const PageMeta &) = default;
};
[[nodiscard]] Result<PageMeta> readPageMeta(const QByteArray &envelope);

//! Pours a list of tokens into a sink: the whole array of users' tokens, or one page of automation tokens.
class TokenListReader : public ListReader
{
public:
    //! `rowsBefore`: poured into the sink by other lists of the same load, for the total that the sink may expect.
    TokenListReader(TokenKind kind, std::shared_ptr<TokenSink> sink, qint64 rowsBefore = 0);

    Result<void> end() override;
    //! Of a page of automation tokens, after its end.
    [[nodiscard]] const PageMeta &meta() const { return m_meta; }

private:
    TokenKind m_kind;
    std::shared_ptr<TokenSink> m_sink;
    qint64 m_rowsBefore;
    RowLists m_lists;
    PageMeta m_meta;
};

//! A user of the customer's.
struct User
{
    QString id = {};
    QString name = {};
    QString login = {}; //!< an e-mail address
    QString customerId = {};
    QString role = {}; //!< user, billing, engineer, superuser
    QString state = {}; //!< "active", "locked", "deleted"; empty: not reported

    friend bool operator==(const User &, const User &) = default;
};

//! Collects the users of a customer.
class UserListReader : public ListReader
{
public:
    UserListReader();
    [[nodiscard]] const QList<User> &users() const { return m_users; }

private:
    QList<User> m_users;
};

[[nodiscard]] Result<User> readUser(const HttpResponse &response);
[[nodiscard]] Result<TokenDetail> readToken(const HttpResponse &response, TokenKind kind);
//! What /tokens/self tells of whoever signs: tenant, principal, scopes and own token, without names.
[[nodiscard]] Result<Identity> readSelf(const HttpResponse &response);
//! The token with its value, which is shown this once. Wipes the response's body.
[[nodiscard]] Result<CreatedToken> readCreated(HttpResponse &response, TokenKind kind);
//! Whether /sudo says that it raised the rights.
[[nodiscard]] Result<void> readSudo(const HttpResponse &response);
//! All service ids of an automation token. Malformed also where there are more pages than this one.
[[nodiscard]] Result<QStringList> readAutomationServices(const HttpResponse &response);

//! What /verify knows beyond /tokens/self.
struct Verified
{
    Named customer = {};
    Named user = {};
    QString login = {};
    QList<Named> services = {};
};
[[nodiscard]] Result<Verified> readVerified(const HttpResponse &response);

//! Reads all five shapes of an error body. A wrong password or code is Unauthorized, a locked user Forbidden, although
//! Fastly answers 400 to both.
void readError(const HttpResponse &response, Error &error);
//! Fastly-RateLimit-*; only writes carry them.
[[nodiscard]] std::optional<RateReport> readRate(const HttpHead &head, qint64 nowMs);

} // namespace latchkey::fastly
