#pragma once

#include "network/provider.h"
#include "network/providers/lists.h"

#include <functional>

//! Authlete's answers, read into a sink or a value, without an event loop.
namespace latchkey::authlete {

//! A row of the list, and the hash of its refresh token; empty: it has none.
struct ListedToken
{
    TokenRow row = {};
    std::string_view refreshHash = {};
};
//! Reads a row. The views live as long as `record`, and until `scopes` is used again. Malformed: no hash, or a member
//! of another type than documented.
[[nodiscard]] Result<ListedToken> readRow(simdjson::ondemand::object &record, std::vector<std::string_view> &scopes);

//! One page of a list. Its envelope says how many rows there are in all.
class PageReader : public ListReader
{
public:
    //! `start`: the row that was asked for first.
    PageReader(const QByteArray &arrayKey, RecordReader::OnRecord onRecord, qint64 start);

    //! Malformed: no total, or other rows than were asked for. An absent array is an empty page.
    Result<void> end() override;
    [[nodiscard]] qint64 start() const { return m_start; }
    //! Of all pages; after the end.
    [[nodiscard]] qint64 total() const { return m_total; }

private:
    qint64 m_start;
    qint64 m_total = 0;
};

//! One page of tokens, poured into a sink.
class TokenPageReader : public PageReader
{
public:
    //! Also given each row with the record it was read from. On the parsing thread; may be null.
    using OnToken = std::function<void(const ListedToken &token, simdjson::ondemand::object &record)>;
    TokenPageReader(qint64 start, std::shared_ptr<TokenSink> sink, OnToken onToken = {});

    Result<void> end() override;

private:
    std::shared_ptr<TokenSink> m_sink;
    OnToken m_onToken;
    std::vector<std::string_view> m_scopes;
};

//! One page of clients. Their account is not known here.
class ClientPageReader : public PageReader
{
public:
    explicit ClientPageReader(qint64 start);
    [[nodiscard]] const QList<Client> &clients() const { return m_clients; }

private:
    QList<Client> m_clients;
};

//! A row and the provider's answer about it, the values of hidden properties removed.
[[nodiscard]] TokenDetail detailOf(const ListedToken &token, simdjson::ondemand::object &record);

//! What /service/get tells. Malformed also where it is another service than `service`.
[[nodiscard]] Result<Identity> readService(const HttpResponse &response, const QString &service);
//! What the discovery document of 2.x tells of the service with that API key.
[[nodiscard]] Result<Identity> readConfiguration(const HttpResponse &response, const QString &apiKey);

//! The token with its value, which is shown this once. Wipes the response's body. An `action` other than OK is an
//! error.
[[nodiscard]] Result<CreatedToken> readCreated(HttpResponse &response);
//! The token as it is now; with a value only where it was `rotated`. Without an id where only a rotation would tell it.
[[nodiscard]] Result<CreatedToken> readUpdated(HttpResponse &response, bool rotated);
//! How many tokens went. Malformed: the answer does not say.
[[nodiscard]] Result<int> readRevoked(const HttpResponse &response);

//! By what a token with this value is listed. Nobody documents it: the hashes of all examples have the length and the
//! letters of an unpadded base64url SHA-256.
[[nodiscard]] TokenId hashOf(const Secret &value);

//! {"resultCode","resultMessage"}; the code may be a number.
void readError(const HttpResponse &response, Error &error);

} // namespace latchkey::authlete
