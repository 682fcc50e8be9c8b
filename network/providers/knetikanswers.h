#pragma once

#include "network/http/httpclient.h"
#include "network/provider.h"
#include "network/providers/knetikrequests.h"
#include "network/providers/lists.h"

#include <QSet>

#include <memory>
#include <optional>
#include <string>

//! Knetik's answers, read into a sink or a value, without an event loop.
namespace latchkey::knetik {

//! Where a list stands. Its `number` is not read: nobody documents whether it counts from 0 or from 1.
struct PageMeta
{
    bool last = false;
    qint64 pages = 0;
    qint64 records = 0; //!< on all pages

    friend bool operator==(const PageMeta &, const PageMeta &) = default;
};
[[nodiscard]] Result<PageMeta> readPageMeta(const QByteArray &envelope);

//! Takes the records of a list, page after page, on a parsing thread.
class PagedRecords
{
public:
    virtual ~PagedRecords() = default;
    virtual Result<void> add(simdjson::ondemand::object &record) = 0;
    virtual void expect(qint64 total) { Q_UNUSED(total) }
    //! How many different ones came.
    [[nodiscard]] virtual qint64 distinct() const = 0;
};

//! One page of any of Knetik's lists.
class PageReader : public ListReader
{
public:
    explicit PageReader(std::shared_ptr<PagedRecords> records);

    Result<void> end() override;
    //! After end().
    [[nodiscard]] const PageMeta &meta() const { return m_meta; }

private:
    std::shared_ptr<PagedRecords> m_records;
    PageMeta m_meta;
};

//! Reads a row of the list of tokens, or one token, into `row`, which is as new; a value is passed over. `id` holds
//! what row.id shows. A token without a user is its client's own: it has no id that could be sent. Malformed: no
//! client, or a member of another type than documented.
[[nodiscard]] Result<void> readRow(simdjson::ondemand::object &record, std::string &id, TokenRow &row);

class TokenRecords : public PagedRecords
{
public:
    explicit TokenRecords(std::shared_ptr<TokenSink> sink) : m_sink(std::move(sink)) { }
    Result<void> add(simdjson::ondemand::object &record) override;
    void expect(qint64 total) override { m_sink.expect(total); }
    [[nodiscard]] qint64 distinct() const override { return m_sink.distinct(); }

private:
    DistinctSink m_sink;
    std::string m_id;
};

struct User
{
    qint64 id = 0;
    Person person = {}; //!< its id is the username, for tokens name people by it; empty where Knetik withholds it
};
//! Malformed: no id, or a member of another type than documented.
[[nodiscard]] Result<User> readUser(simdjson::ondemand::object &record);
//! Its id is the key, for tokens name clients by it. Malformed: no key.
[[nodiscard]] Result<Client> readClient(simdjson::ondemand::object &record);

//! People with a username: Malformed where one has none.
class PeopleRecords : public PagedRecords
{
public:
    Result<void> add(simdjson::ondemand::object &record) override;
    [[nodiscard]] qint64 distinct() const override { return m_ids.size(); }
    [[nodiscard]] const QList<Person> &people() const { return m_people; }

private:
    QSet<qint64> m_ids;
    QList<Person> m_people;
};

class ClientRecords : public PagedRecords
{
public:
    Result<void> add(simdjson::ondemand::object &record) override;
    [[nodiscard]] qint64 distinct() const override { return m_keys.size(); }
    [[nodiscard]] const QList<Client> &clients() const { return m_clients; }

private:
    QSet<QString> m_keys;
    QList<Client> m_clients;
};

//! Whose token signs in.
struct Me
{
    Part clientId;
    std::optional<qint64> userId = {}; //!< absent: a client's own token
    QStringList roles = {};
    QJsonObject answer = {};
};
[[nodiscard]] Result<Me> readMe(const HttpResponse &response);
//! The username of the user with this id among those listed; empty where it is withheld.
[[nodiscard]] Result<QString> readUsername(const HttpResponse &response, qint64 userId);

//! The token of this pair, and the answer without its value. Malformed: another one. Wipes the response's body.
[[nodiscard]] Result<TokenDetail> readToken(HttpResponse &response, const Pair &pair);
//! The value of this pair's token. Wipes the response's body.
[[nodiscard]] Result<Secret> readValue(HttpResponse &response, const Pair &pair);

//! Reads Knetik's shape of an error body, and that of OAuth.
void readError(const HttpResponse &response, Error &error);

} // namespace latchkey::knetik
