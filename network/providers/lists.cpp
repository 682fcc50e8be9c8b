#include "network/providers/lists.h"

#include "network/json/bracketscan.h"

#include <QCoreApplication>

namespace latchkey {

namespace json = simdjson::ondemand;

namespace {

QString translated(const char *sentence) { return QCoreApplication::translate("Providers", sentence); }

using Texts = std::optional<std::span<const std::string_view>>;

std::optional<QStringList> shownTexts(const Texts &texts)
{
    if (!texts)
        return {};
    QStringList list;
    for (const std::string_view text : *texts)
        list += shownText(text);
    return list;
}

std::optional<Named> named(std::string_view id, std::string_view name)
{
    if (id.empty())
        return {};
    return Named{shownText(id), shownText(name)};
}

} // namespace

tl::unexpected<Error> notJson()
{
    return failure(Error::Kind::Malformed, translated(QT_TRANSLATE_NOOP("Providers", "The answer is not valid JSON.")));
}

Result<void> readObject(const HttpResponse &response, const ReadObject &read)
{
    if (!isJson(response.head))
        return malformed(response.head, translated(QT_TRANSLATE_NOOP("Providers", "The answer is no JSON.")));
    QByteArray padded;
    padded.reserve(response.body.size() + static_cast<qsizetype>(simdjson::SIMDJSON_PADDING));
    padded.append(response.body);
    replaceLoneSurrogates(padded.data(), padded.data() + padded.size());
    json::parser parser;
    json::document document;
    json::object object;
    const simdjson::padded_string_view view(padded.constData(), static_cast<size_t>(padded.size()),
                                            static_cast<size_t>(padded.capacity()));
    const bool isObject = !parser.iterate(view).get(document) && !document.get_object().get(object);
    Result<void> result = isObject ? read(object) : notJson();
    wipe(padded);
    return asAnswered(std::move(result), response.head);
}

Result<Secret> readSecret(json::object &record, std::string_view key)
{
    std::string_view value;
    if (record.find_field_unordered(key).raw_json_token().get(value) || !value.starts_with('"'))
        return failure(Error::Kind::Malformed,
                       translated(QT_TRANSLATE_NOOP("Providers", "The answer holds no value of the token.")));
    value.remove_prefix(1);
    value = value.substr(0, value.rfind('"'));
    if (value.empty() || value.find('\\') != std::string_view::npos || record.reset().error())
        return failure(Error::Kind::Malformed,
                       translated(QT_TRANSLATE_NOOP("Providers", "The value of the token cannot be read.")));
    return Secret(QByteArrayView(value.data(), static_cast<qsizetype>(value.size())));
}

FieldFault readTextArray(json::value &value, std::vector<std::string_view> &texts)
{
    json::array array;
    if (value.get_array().get(array))
        return FieldFault::NotJson;
    for (auto item : array) {
        json::value element;
        if (item.get(element))
            return FieldFault::NotJson;
        std::string_view text;
        if (const FieldFault fault = readText(element, text); fault != FieldFault::None)
            return fault;
        if (!text.data())
            return FieldFault::NotJson;
        texts.push_back(text);
    }
    return FieldFault::None;
}

void splitWords(std::string_view text, std::vector<std::string_view> &words)
{
    while (!text.empty()) {
        const size_t space = std::min(text.find(' '), text.size());
        if (space > 0)
            words.push_back(text.substr(0, space));
        text.remove_prefix(std::min(space + 1, text.size()));
    }
}

QString shownText(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

Token tokenOf(const TokenRow &row)
{
    Token token;
    token.id = {shownText(row.id)};
    if (row.name.data())
        token.name = shownText(row.name);
    token.kind = row.kind;
    token.state = row.state;
    token.owner = named(row.ownerId, row.ownerName);
    token.client = named(row.clientId, row.clientName);
    token.scopes = shownTexts(row.scopes);
    token.resources = shownTexts(row.resources);
    token.created = row.created;
    token.lastUsed = row.lastUsed;
    token.expires = row.expires;
    if (row.lastIp.data())
        token.lastIp = shownText(row.lastIp);
    token.isActionable = row.isActionable;
    return token;
}

ListReader::ListReader(QByteArray arrayKey, RecordReader::OnRecord onRecord, Absent absent)
    : m_records(std::move(arrayKey), std::move(onRecord))
    , m_absent(absent)
{
}

void ListReader::begin(const HttpHead &head) { m_head = head; }

Result<void> ListReader::read(QByteArrayView bytes)
{
    if (!isJson(m_head))
        return malformed(m_head, translated(QT_TRANSLATE_NOOP("Providers", "The answer is no JSON.")));
    return asAnswered(m_records.feed(bytes), m_head);
}

Result<void> ListReader::end() { return asAnswered(m_records.end(m_absent == Absent::Empty), m_head); }

void DistinctSink::add(const TokenRow &row)
{
    m_ids.insert(qHash(QByteArrayView(row.id.data(), static_cast<qsizetype>(row.id.size()))));
    m_sink->add(row);
}

void WantedSink::add(const TokenRow &row)
{
    const auto id = QByteArray::fromRawData(row.id.data(), static_cast<qsizetype>(row.id.size()));
    const auto wanted = m_wanted.constFind(id);
    if (wanted != m_wanted.constEnd())
        m_seen.insert(*wanted);
}

Completeness incomplete(Completeness end, Error reason)
{
    end.complete = false;
    end.reason = std::move(reason);
    return end;
}

Completeness incomplete(Completeness end, const QString &why)
{
    Error reason;
    reason.kind = Error::Kind::Malformed;
    reason.sent = Error::Sent::Answered;
    reason.message = why;
    return incomplete(std::move(end), std::move(reason));
}

} // namespace latchkey
