#include "network/json/recordreader.h"

#include "network/json/bracketscan.h"

#include <QCoreApplication>

#include <cstring>
#include <optional>
#include <string>

namespace latchkey {

namespace {

//! Fits the second-level cache, and is large enough that simdjson's start costs nothing.
constexpr size_t WindowBytes = 256 * 1024;
constexpr size_t RecordLimit = 16 * 1024 * 1024;
constexpr qsizetype EnvelopeLimit = 1024 * 1024;
constexpr qint64 RecordsLimit = 5'000'000;

bool isSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

constexpr char NotJson[] = QT_TRANSLATE_NOOP("RecordReader", "The answer is not valid JSON.");
constexpr char NotList[] = QT_TRANSLATE_NOOP("RecordReader", "The answer holds no list where one should be.");
constexpr char NotObject[] = QT_TRANSLATE_NOOP("RecordReader", "An entry of the list is not an object.");

} // namespace

//! One byte of the frame decides the next state; the bytes of records and of the envelope's containers go by
//! BracketScan. What returns a bool has set m_error where that is false.
class RecordReader::Private
{
public:
    Private(QByteArray key, OnRecord act) : m_arrayKey(std::move(key)), m_onRecord(std::move(act)) { }

    bool feed(QByteArrayView bytes);
    bool end(bool allowAbsent);

    QByteArray m_envelope;
    qint64 m_records = 0; //!< handed over
    std::optional<Error> m_error; //!< the first one, for ever

private:
    enum class State {
        Start,
        Member, //!< a key, or the end of the top-level object
        Key, //!< inside a key
        Colon,
        Value, //!< the first byte of a member's value
        Container, //!< inside an object or array of the envelope
        Text, //!< inside a text of the envelope
        Scalar, //!< inside a number or word of the envelope
        MemberEnd, //!< a comma, or the end of the top-level object
        FirstElement,
        Element,
        Record, //!< inside a record
        ElementEnd, //!< a comma, or the end of the array
        Done,
    };

    bool step(const char *&at, const char *end);
    bool begin(char first);
    bool beginValue(char first);
    bool beginArray();
    bool beginRecord();
    bool readContainer(const char *&at, const char *end);
    void readText(const char *&at, const char *end);
    bool readRecord(const char *&at, const char *end);
    bool flush();
    bool fail(Error::Kind kind, const char *why);
    bool malformed(const char *why) { return fail(Error::Kind::Malformed, why); }
    bool tooLarge(const char *why) { return fail(Error::Kind::TooLarge, why); }
    void endArray() { m_state = m_arrayKey.isEmpty() ? State::Done : State::MemberEnd; }
    void keep(const char *from, const char *to) { m_envelope.append(from, to - from); }

    const QByteArray m_arrayKey;
    const OnRecord m_onRecord;

    State m_state = State::Start;
    BracketScan m_scan;
    bool m_escaped = false; //!< in a key or text of the envelope: the byte before was an escaping backslash
    qsizetype m_keyAt = 0; //!< where in the envelope the last key begins
    bool m_isArrayKey = false;
    bool m_arraySeen = false;

    std::string m_window; //!< "[record,record…"
    qint64 m_framed = 0; //!< whole records in the window
    std::string m_partial; //!< a record that earlier bytes began, without its bracket
    simdjson::ondemand::parser m_parser;
};

//! Always false.
bool RecordReader::Private::fail(Error::Kind kind, const char *why)
{
    m_error = failure(kind, QCoreApplication::translate("RecordReader", why)).value();
    return false;
}

bool RecordReader::Private::feed(QByteArrayView bytes)
{
    const char *at = bytes.begin();
    while (at != bytes.end()) {
        if (!step(at, bytes.end()))
            return false;
        if (m_envelope.size() > EnvelopeLimit)
            return tooLarge(QT_TRANSLATE_NOOP("RecordReader", "The answer holds over 1 MiB around its list."));
    }
    return flush();
}

bool RecordReader::Private::step(const char *&at, const char *end)
{
    const char c = *at;
    switch (m_state) {
    case State::Container:
        return readContainer(at, end);
    case State::Key:
    case State::Text:
        readText(at, end);
        return true;
    case State::Record:
        return readRecord(at, end);
    case State::Scalar:
        if (isSpace(c) || c == ',' || c == '}')
            m_state = State::MemberEnd;
        else
            m_envelope.append(*at++);
        return true;
    default:
        break;
    }

    ++at;
    if (isSpace(c))
        return true;
    switch (m_state) {
    case State::Start:
        return begin(c);
    case State::Member:
        m_envelope.append(c);
        m_keyAt = m_envelope.size();
        m_state = c == '"' ? State::Key : State::Done;
        return c == '"' || c == '}' || malformed(NotJson);
    case State::Colon:
        m_envelope.append(c);
        m_state = State::Value;
        return c == ':' || malformed(NotJson);
    case State::Value:
        return beginValue(c);
    case State::MemberEnd:
        m_envelope.append(c);
        m_state = c == ',' ? State::Member : State::Done;
        return c == ',' || c == '}' || malformed(NotJson);
    case State::FirstElement:
    case State::Element:
        if (c == ']' && m_state == State::FirstElement) {
            endArray();
            return true;
        }
        return c == '{' ? beginRecord() : malformed(c == ']' ? NotJson : NotObject);
    case State::ElementEnd:
        if (c == ',')
            m_state = State::Element;
        else
            endArray();
        return c == ',' || c == ']' || malformed(NotJson);
    default:
        return malformed(QT_TRANSLATE_NOOP("RecordReader", "Something follows the end of the answer."));
    }
}

bool RecordReader::Private::begin(char first)
{
    if (first == '\xef')
        return malformed(
            QT_TRANSLATE_NOOP("RecordReader", "The answer begins with a byte order mark, which JSON forbids."));
    if (first == '\xff' || first == '\xfe' || first == '\0')
        return malformed(QT_TRANSLATE_NOOP("RecordReader", "The answer is not UTF-8, as JSON must be."));
    if (first == '<')
        return malformed(QT_TRANSLATE_NOOP("RecordReader", "The answer is a web page and not JSON."));
    if (first == (m_arrayKey.isEmpty() ? '[' : '{')) {
        m_envelope.append(first);
        m_state = State::Member;
        return !m_arrayKey.isEmpty() || beginArray();
    }
    return malformed(first == '{' || first == '[' || first == 'n' ? NotList : NotJson);
}

bool RecordReader::Private::beginValue(char first)
{
    m_envelope.append(first);
    if (m_isArrayKey) {
        if (first == '[')
            return beginArray();
        if (first != 'n')
            return malformed(NotList);
    }
    if (first == '{' || first == '[') {
        m_scan.open(first);
        m_state = State::Container;
    } else {
        m_state = first == '"' ? State::Text : State::Scalar;
    }
    return true;
}

bool RecordReader::Private::beginArray()
{
    if (m_arraySeen)
        return malformed(QT_TRANSLATE_NOOP("RecordReader", "The answer holds its list twice."));
    m_arraySeen = true;
    m_envelope.append(']');
    m_state = State::FirstElement;
    return true;
}

bool RecordReader::Private::beginRecord()
{
    if (m_records + m_framed >= RecordsLimit)
        return tooLarge(QT_TRANSLATE_NOOP("RecordReader", "The list holds over 5,000,000 entries."));
    m_scan.open('{');
    m_state = State::Record;
    return true;
}

bool RecordReader::Private::readContainer(const char *&at, const char *end)
{
    const char *behind = m_scan.scan(at, end);
    if (!behind)
        return malformed(NotJson);
    keep(at, behind);
    at = behind;
    if (!m_scan.isOpen())
        m_state = State::MemberEnd;
    return true;
}

void RecordReader::Private::readText(const char *&at, const char *end)
{
    const char *from = at;
    bool closed = false;
    while (at != end && !closed) {
        closed = *at == '"' && !m_escaped;
        m_escaped = *at == '\\' && !m_escaped;
        ++at;
    }
    keep(from, at);
    if (!closed)
        return;
    if (m_state == State::Key)
        m_isArrayKey = QByteArrayView(m_envelope).sliced(m_keyAt).chopped(1) == m_arrayKey;
    m_state = m_state == State::Key ? State::Colon : State::MemberEnd;
}

bool RecordReader::Private::readRecord(const char *&at, const char *end)
{
    const char *behind = m_scan.scan(at, end);
    if (!behind)
        return malformed(NotJson);
    if (m_partial.size() + size_t(behind - at) > RecordLimit)
        return tooLarge(QT_TRANSLATE_NOOP("RecordReader", "An entry of the list is over 16 MiB."));
    if (m_scan.isOpen()) {
        m_partial.append(at, size_t(behind - at));
        at = behind;
        return true;
    }
    m_window += m_framed++ > 0 ? ',' : '[';
    m_window += '{';
    m_window += m_partial;
    m_window.append(at, size_t(behind - at));
    m_partial.clear();
    at = behind;
    m_state = State::ElementEnd;
    return m_window.size() < WindowBytes || flush();
}

//! Hands the whole records of the window over, and empties it. simdjson's first pass checks UTF-8, control characters
//! and closed texts of all bytes; brackets were matched by kind before. Commas and colons are checked at the level of a
//! record's members, and the spelling of a value where it is read: what nobody reads may be `[1 2]` or `nul`.
bool RecordReader::Private::flush()
{
    if (m_framed == 0)
        return true;
    m_window.push_back(']');
    replaceLoneSurrogates(m_window.data(), m_window.data() + m_window.size());
    m_window.reserve(m_window.size() + simdjson::SIMDJSON_PADDING);

    simdjson::ondemand::document document;
    simdjson::ondemand::array array;
    if (m_parser.iterate(m_window.data(), m_window.size(), m_window.capacity()).get(document)
        || document.get_array().get(array))
        return malformed(NotJson);
    qint64 handed = 0;
    for (auto element : array) {
        simdjson::ondemand::object record;
        if (element.get_object().get(record))
            return malformed(NotJson);
        if (Result<void> done = m_onRecord(record); !done) {
            m_error = std::move(done.error());
            return false;
        }
        ++handed;
        ++m_records;
    }
    // An error inside a record that its reader did not look at ends the loop early.
    if (handed != m_framed)
        return malformed(NotJson);
    m_framed = 0;
    m_window.clear();
    return true;
}

bool RecordReader::Private::end(bool allowAbsent)
{
    if (m_state == State::Start)
        return malformed(QT_TRANSLATE_NOOP("RecordReader", "The answer is empty."));
    if (m_state != State::Done)
        return malformed(QT_TRANSLATE_NOOP("RecordReader", "The answer ends too early."));

    simdjson::dom::parser parser;
    simdjson::dom::element top;
    if (parser.parse(m_envelope.constData(), size_t(m_envelope.size())).get(top))
        return malformed(NotJson);
    if (m_arraySeen)
        return true;
    simdjson::dom::element array;
    const bool absent =
        top[std::string_view(m_arrayKey.constData(), size_t(m_arrayKey.size()))].get(array) || array.is_null();
    return (absent && allowAbsent) || malformed(NotList);
}

RecordReader::RecordReader(QByteArray arrayKey, OnRecord onRecord)
    : d(std::make_unique<Private>(std::move(arrayKey), std::move(onRecord)))
{
}

RecordReader::~RecordReader() = default;

Result<void> RecordReader::feed(QByteArrayView bytes)
{
    const bool done = !d->m_error && d->feed(bytes);
    return done ? Result<void>() : failure(*d->m_error);
}

Result<void> RecordReader::end(bool allowAbsent)
{
    const bool done = !d->m_error && d->end(allowAbsent);
    return done ? Result<void>() : failure(*d->m_error);
}

qint64 RecordReader::records() const { return d->m_records; }
QByteArray RecordReader::envelope() const { return d->m_envelope; }

} // namespace latchkey
