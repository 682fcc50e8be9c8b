#pragma once

#include "network/domain/error.h"
#include "network/domain/tokensink.h"
#include "network/http/httpclient.h"
#include "network/json/fields.h"
#include "network/json/recordreader.h"
#include "network/providers/answers.h"

#include <QSet>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

//! What the providers share to read tokens and other records: as lists that stream, or one by one.
namespace latchkey {

//! What an error in an answer that came says about the answer.
template <typename T>
[[nodiscard]] Result<T> asAnswered(Result<T> result, const HttpHead &head)
{
    if (!result) {
        result.error().sent = Error::Sent::Answered;
        result.error().httpStatus = head.status;
    }
    return result;
}

//! The error of a record that simdjson cannot read on.
[[nodiscard]] tl::unexpected<Error> notJson();

//! Reads the one object of an answer with `read`, out of a buffer that is wiped. An error of `read`, or Malformed:
//! another content type, no JSON, or something else than an object.
using ReadObject = std::function<Result<void>(simdjson::ondemand::object &object)>;
[[nodiscard]] Result<void> readObject(const HttpResponse &response, const ReadObject &read);
//! The same for a reader that gives something.
template <typename Read>
[[nodiscard]] auto readObjectAs(const HttpResponse &response, Read read)
    -> decltype(read(std::declval<simdjson::ondemand::object &>()))
{
    decltype(read(std::declval<simdjson::ondemand::object &>())) value = notJson();
    const Result<void> whole = readObject(response, [&](simdjson::ondemand::object &object) -> Result<void> {
        value = read(object);
        return value ? Result<void>() : failure(value.error());
    });
    if (!whole)
        return failure(whole.error());
    return value;
}

//! A text member as it stands in the record's buffer: an unescaped copy in the parser's own could not be wiped. The
//! record begins anew. Malformed: absent, empty, or with escapes, which no value of a token needs.
[[nodiscard]] Result<Secret> readSecret(simdjson::ondemand::object &record, std::string_view key);

//! An array of texts, appended to `texts`.
[[nodiscard]] FieldFault readTextArray(simdjson::ondemand::value &value, std::vector<std::string_view> &texts);
//! Appends the words of a text that separates them by spaces.
void splitWords(std::string_view text, std::vector<std::string_view> &words);

//! Reused from row to row, so that a million rows do not allocate for each.
struct RowLists
{
    std::vector<std::string_view> scopes;
    std::vector<std::string_view> resources;
};

[[nodiscard]] QString shownText(std::string_view text);
//! A row as the token it is. Absent ids make no owner and no client.
[[nodiscard]] Token tokenOf(const TokenRow &row);

//! Reads the records of a list as it comes, and nothing that does not say it is JSON.
class ListReader : public BodyReader
{
public:
    enum class Absent { Refused, Empty }; //!< what a list is whose array is absent or null
    //! `arrayKey` as RecordReader takes it.
    ListReader(QByteArray arrayKey, RecordReader::OnRecord onRecord, Absent absent = Absent::Refused);

    void begin(const HttpHead &head) override;
    Result<void> read(QByteArrayView bytes) override;
    Result<void> end() override;
    [[nodiscard]] qint64 rows() const { return m_records.records(); }

protected:
    [[nodiscard]] const HttpHead &head() const { return m_head; }
    [[nodiscard]] QByteArray envelope() const { return m_records.envelope(); }

private:
    HttpHead m_head;
    RecordReader m_records;
    Absent m_absent;
};

//! Passes rows on, and counts the different ids among them: pages that repeat or skip rows show by it.
class DistinctSink : public TokenSink
{
public:
    explicit DistinctSink(std::shared_ptr<TokenSink> sink) : m_sink(std::move(sink)) { }
    void add(const TokenRow &row) override;
    void expect(qint64 total) override { m_sink->expect(total); }
    //! While no list is being read.
    [[nodiscard]] qint64 distinct() const { return m_ids.size(); }

private:
    std::shared_ptr<TokenSink> m_sink;
    QSet<size_t> m_ids; // hashes: a clash would call a complete list incomplete, never the reverse
};

//! Remembers which of the `wanted` ids a list holds.
class WantedSink : public TokenSink
{
public:
    explicit WantedSink(QSet<QByteArray> wanted) : m_wanted(std::move(wanted)) { }
    void add(const TokenRow &row) override;
    void expect(qint64 total) override { Q_UNUSED(total) }
    [[nodiscard]] bool saw(const TokenId &id) const { return m_seen.contains(id.value.toUtf8()); }

private:
    QSet<QByteArray> m_wanted;
    QSet<QByteArray> m_seen;
};

//! A load that ended before the whole was there, and why.
[[nodiscard]] Completeness incomplete(Completeness end, Error reason);
//! The same for answers that came, but do not agree: Malformed.
[[nodiscard]] Completeness incomplete(Completeness end, const QString &why);

} // namespace latchkey
