#include "models/inventory/tokenselect.h"

#include <bit>
#include <limits>
#include <map>

namespace latchkey {

namespace {

using Condition = FilterCondition;
using Key = FilterCondition::Key;
using Test = FilterCondition::Test;
using Word = FilterCondition::Word;

//! What a condition says of a row: what is not reported is neither.
enum class Verdict : quint8 { Unknown, No, Yes };

Verdict verdict(bool yes) { return yes ? Verdict::Yes : Verdict::No; }

//! One bit for each row of a chunk.
using Bits = std::array<quint64, TokenChunk::Rows / 64>;

constexpr Bits NoRows{};

void combine(Bits &into, const Bits &with, auto operation)
{
    for (size_t word = 0; word < into.size(); ++word)
        into[word] = operation(into[word], with[word]);
}

void keepBoth(Bits &into, const Bits &with)
{
    combine(into, with, [](quint64 a, quint64 b) { return a & b; });
}

void addTo(Bits &into, const Bits &with)
{
    combine(into, with, [](quint64 a, quint64 b) { return a | b; });
}

//! The rows of a chunk for which verdictOf(row) is `wanted`.
template <typename VerdictOf>
Bits rowsWhere(int rows, Verdict wanted, VerdictOf verdictOf)
{
    Bits bits{};
    for (int row = 0; row < rows; ++row)
        bits[size_t(row) / 64] |= quint64(verdictOf(row) == wanted) << (row % 64);
    return bits;
}

//! A condition made ready for one account: texts folded, each dictionary entry judged once, times as a range.
class Matcher
{
public:
    Matcher(const Condition &condition, const AccountPart &part, qint64 nowMs);
    //! The rows that the condition lets pass, negation included.
    [[nodiscard]] Bits passing(const AccountPart::Chunk &chunk) const;
    [[nodiscard]] const Condition &condition() const { return m_condition; }

private:
    [[nodiscard]] Verdict accountVerdict() const;
    [[nodiscard]] std::vector<Verdict> judged(const Dictionary::View &view) const;
    [[nodiscard]] Verdict judgedText(const Dictionary::Entry &entry) const;
    [[nodiscard]] bool isOneOf(std::string_view texts) const;
    [[nodiscard]] std::vector<Verdict> judgedNamed(const Dictionary::View &view, const ListedNames *names) const;
    [[nodiscard]] Bits textHits(const AccountPart::Chunk &chunk) const;
    [[nodiscard]] Bits freeTextHits(const AccountPart::Chunk &chunk) const;
    void setRange();
    [[nodiscard]] Verdict timeVerdict(Moment moment) const;
    [[nodiscard]] Verdict unusedVerdict(Moment lastUsed, Moment created) const;

    const Condition &m_condition;
    const AccountPart &m_part;
    const qint64 m_nowMs;
    const std::string m_text; //!< as typed
    const std::string m_needle; //!< folded
    std::vector<Verdict> m_owners;
    std::vector<Verdict> m_clients;
    std::vector<Verdict> m_scopes;
    std::vector<Verdict> m_resources;
    std::vector<Verdict> m_ips;
    qint64 m_fromMs = 0; //!< a time matches in [m_fromMs, m_toMs)
    qint64 m_toMs = 0;
};

Matcher::Matcher(const Condition &condition, const AccountPart &part, qint64 nowMs)
    : m_condition(condition)
    , m_part(part)
    , m_nowMs(nowMs)
    , m_text(condition.text.toStdString())
    , m_needle(folded(condition.text))
{
    const bool isText = condition.key == Key::Text;
    if (isText || condition.key == Key::Owner)
        m_owners = judgedNamed(part.owners, part.ownerNames.get());
    if (isText || condition.key == Key::Client)
        m_clients = judgedNamed(part.clients, part.clientNames.get());
    if (isText || condition.key == Key::Scope)
        m_scopes = judged(part.scopes);
    if (isText || condition.key == Key::Resource)
        m_resources = judged(part.resources);
    if (isText || condition.key == Key::Ip)
        m_ips = judged(part.ips);
    setRange();
}

std::vector<Verdict> Matcher::judged(const Dictionary::View &view) const
{
    std::vector<Verdict> verdicts(view.size());
    verdicts[0] = verdict(false);
    if (m_condition.key != Key::Text)
        verdicts[0] = m_condition.word == Word::NotReported ? Verdict::Yes : Verdict::Unknown;
    for (quint32 number = 1; number < view.size(); ++number)
        verdicts[number] = judgedText(view[number]);
    return verdicts;
}

//! `texts`: one or several, joined.
bool Matcher::isOneOf(std::string_view texts) const
{
    bool found = false;
    forEachText(texts, [this, &found](std::string_view text) { found |= text == m_text; });
    return found;
}

Verdict Matcher::judgedText(const Dictionary::Entry &entry) const
{
    const std::string_view text = entry.folded;
    if (m_condition.isExact && m_condition.word == Word::None)
        return verdict(isOneOf(entry.text));
    if (m_condition.word == Word::NotReported)
        return Verdict::No;
    if (m_condition.word == Word::All)
        return verdict(text.empty());
    if (m_condition.key == Key::Ip)
        return verdict(text.starts_with(m_needle));
    if (m_condition.key != Key::Scope)
        return verdict(containsText(text, m_needle));
    bool found = false;
    forEachText(text, [this, &found](std::string_view scope) {
        found |= m_condition.isPrefix ? scope.starts_with(m_needle) : scope == m_needle;
    });
    return verdict(found);
}

//! Also by the name that the provider's directory gives to an id.
std::vector<Verdict> Matcher::judgedNamed(const Dictionary::View &view, const ListedNames *names) const
{
    std::vector<Verdict> verdicts = judged(view);
    if (!names || m_condition.word != Word::None)
        return verdicts;
    for (quint32 number = 1; number < view.size(); ++number) {
        if (verdicts[number] != Verdict::No)
            continue;
        const auto known = names->find(view[number].text);
        verdicts[number] = verdict(known != names->end()
                                   && (m_condition.isExact ? known->second.name == m_condition.text
                                                           : containsText(known->second.folded, m_needle)));
    }
    return verdicts;
}

Verdict Matcher::accountVerdict() const
{
    const AccountRow &account = m_part.account;
    const auto is = [this](const QString &text) {
        const std::string value = folded(text);
        return m_condition.isPrefix ? value.starts_with(m_needle) : value == m_needle;
    };
    if (m_condition.key == Key::Provider)
        return verdict(is(account.provider.value) || is(account.providerName));
    if (m_condition.key == Key::Account)
        return verdict(is(account.name));
    return verdict(int(account.environment) == m_condition.choice);
}

//! As a range of milliseconds. A distance is measured into the past, but for expires.
void Matcher::setRange()
{
    constexpr qint64 First = std::numeric_limits<qint64>::min();
    constexpr qint64 Last = std::numeric_limits<qint64>::max();
    qint64 from = m_condition.fromMs;
    qint64 to = m_condition.toMs;
    Test test = m_condition.test;
    if (m_condition.distanceMs) {
        const bool ahead = m_condition.key == Key::Expires;
        from = m_nowMs + (ahead ? *m_condition.distanceMs : -*m_condition.distanceMs);
        to = from + 1;
        // Farther back is earlier.
        if (!ahead) {
            test = test == Test::Less       ? Test::Greater
                : test == Test::Greater     ? Test::Less
                : test == Test::LessOrEqual ? Test::GreaterOrEqual
                                            : Test::LessOrEqual;
        }
    }
    const bool isLess = test == Test::Less || test == Test::LessOrEqual;
    const bool isGreater = test == Test::Greater || test == Test::GreaterOrEqual;
    m_fromMs = isLess ? First : (test == Test::Greater ? to : from);
    m_toMs = isGreater ? Last : (test == Test::Less ? from : to);
}

Verdict Matcher::timeVerdict(Moment moment) const
{
    if (m_condition.word == Word::NotReported)
        return verdict(!moment.isReported());
    if (!moment.isReported())
        return Verdict::Unknown;
    if (m_condition.word == Word::Never || moment.isNever())
        return verdict(m_condition.word == Word::Never && moment.isNever());
    return verdict(moment.ms() >= m_fromMs && moment.ms() < m_toMs);
}

Verdict Matcher::unusedVerdict(Moment lastUsed, Moment created) const
{
    if (m_condition.word == Word::NotReported)
        return verdict(!lastUsed.isReported());
    return timeVerdict(lastUsed.isNever() && !created.isNever() ? created : lastUsed);
}

//! Where the needle stands in the names or ids of a chunk: one search over all of them.
Bits Matcher::textHits(const AccountPart::Chunk &chunk) const
{
    if (m_condition.isExact)
        return rowsWhere(chunk.rows, Verdict::Yes, [this, &columns = *chunk.columns](int row) {
            return verdict((m_condition.key == Key::Id ? columns.id(row) : columns.name(row)) == m_text);
        });
    Bits bits{};
    const std::string_view all = chunk.columns->foldedTextsOf(chunk.rows);
    const char *end = all.data() + all.size();
    int row = 0;
    for (const char *at = findText(all.data(), end, m_needle); at; at = findText(at, end, m_needle)) {
        row = chunk.columns->rowOfFolded(size_t(at - all.data()), row, chunk.rows);
        const std::string_view texts = chunk.columns->foldedTexts(row);
        if (m_condition.key != Key::Text) {
            const char *idEnd = texts.data() + texts.find(TextEnd);
            if (m_condition.key == Key::Name && at < idEnd) {
                at = idEnd;
                continue;
            }
            if (m_condition.key == Key::Id && at > idEnd) {
                at = texts.data() + texts.size();
                continue;
            }
        }
        bits[size_t(row) / 64] |= quint64(1) << (row % 64);
        at = texts.data() + texts.size();
    }
    return bits;
}

Bits Matcher::freeTextHits(const AccountPart::Chunk &chunk) const
{
    const TokenChunk &columns = *chunk.columns;
    Bits bits = textHits(chunk);
    const auto add = [&](const std::vector<Verdict> &verdicts, const TokenChunk::Column<quint32> &numbers) {
        if (std::find(verdicts.begin(), verdicts.end(), Verdict::Yes) != verdicts.end())
            addTo(bits, rowsWhere(chunk.rows, Verdict::Yes, [&](int row) { return verdicts[numbers[size_t(row)]]; }));
    };
    add(m_owners, columns.owner);
    add(m_clients, columns.client);
    add(m_scopes, columns.scopes);
    add(m_resources, columns.resources);
    add(m_ips, columns.ip);
    return bits;
}

Bits Matcher::passing(const AccountPart::Chunk &chunk) const
{
    const TokenChunk &columns = *chunk.columns;
    const Verdict wanted = m_condition.isNegated ? Verdict::No : Verdict::Yes;
    const auto where = [&](auto verdictOf) { return rowsWhere(chunk.rows, wanted, verdictOf); };
    const auto byNumber = [&](const std::vector<Verdict> &verdicts, const TokenChunk::Column<quint32> &numbers) {
        return where([&](int row) { return verdicts[numbers[size_t(row)]]; });
    };
    const auto byText = [&](const Bits &hits) {
        return where([&](int row) { return verdict(hits[size_t(row) / 64] >> (row % 64) & 1); });
    };
    const auto byChoice = [this](auto value, auto notReported) {
        if (m_condition.word == Word::NotReported)
            return verdict(value == notReported);
        return value == notReported ? Verdict::Unknown : verdict(int(value) == m_condition.choice);
    };
    const auto moment = [](const TokenChunk::Column<qint64> &column, int row) {
        return Moment::fromRaw(column[size_t(row)]);
    };

    switch (m_condition.key) {
    case Key::Text:
        return byText(freeTextHits(chunk));
    case Key::Id:
        return byText(textHits(chunk));
    case Key::Name: {
        const Bits hits = m_condition.word == Word::None ? textHits(chunk) : NoRows;
        return where([&](int row) {
            const bool isNamed = columns.has(row, TokenChunk::Named);
            if (m_condition.word == Word::NotReported)
                return verdict(!isNamed);
            return isNamed ? verdict(hits[size_t(row) / 64] >> (row % 64) & 1) : Verdict::Unknown;
        });
    }
    case Key::Provider:
    case Key::Account:
    case Key::Environment:
        return where([said = accountVerdict()](int) { return said; });
    case Key::Owner:
        return byNumber(m_owners, columns.owner);
    case Key::Client:
        return byNumber(m_clients, columns.client);
    case Key::Scope:
        return byNumber(m_scopes, columns.scopes);
    case Key::Resource:
        return byNumber(m_resources, columns.resources);
    case Key::Ip:
        return byNumber(m_ips, columns.ip);
    case Key::Kind:
        return where([&](int row) { return byChoice(columns.kind[size_t(row)], TokenKind::NotReported); });
    case Key::State:
        return where([&](int row) {
            const TokenState said = columns.state[size_t(row)];
            return byChoice(stateAt(said, moment(columns.expires, row), m_nowMs), TokenState::NotReported);
        });
    case Key::Created:
        return where([&](int row) { return timeVerdict(moment(columns.created, row)); });
    case Key::LastUsed:
        return where([&](int row) { return timeVerdict(moment(columns.lastUsed, row)); });
    case Key::Unused:
        return where(
            [&](int row) { return unusedVerdict(moment(columns.lastUsed, row), moment(columns.created, row)); });
    case Key::Expires:
        return where([&](int row) { return timeVerdict(moment(columns.expires, row)); });
    case Key::Own:
        return where([&](int row) {
            const quint32 number = chunk.number * TokenChunk::Rows + quint32(row);
            return verdict(std::binary_search(m_part.ownRows.begin(), m_part.ownRows.end(), number)
                           == (m_condition.choice == 1));
        });
    }
    return NoRows;
}

//! All conditions on one key that allow: the comparisons make a range, and besides it each value is enough.
struct Group
{
    std::vector<Matcher> comparisons;
    std::vector<Matcher> values;

    [[nodiscard]] Bits passing(const AccountPart::Chunk &chunk) const
    {
        Bits bits{};
        if (!comparisons.empty())
            bits = comparisons.front().passing(chunk);
        for (const Matcher &matcher : comparisons)
            keepBoth(bits, matcher.passing(chunk));
        for (const Matcher &matcher : values)
            addTo(bits, matcher.passing(chunk));
        return bits;
    }
};

//! The whole filter, ready for one account.
class AccountMatcher
{
public:
    AccountMatcher(const TokenFilter &filter, const AccountPart &part, qint64 nowMs)
    {
        for (const Condition &condition : filter.conditions()) {
            Matcher matcher(condition, part, nowMs);
            if (condition.isNegated || condition.key == Key::Text)
                m_each.push_back(std::move(matcher));
            else if (condition.test == Test::Is)
                m_groups[condition.key].values.push_back(std::move(matcher));
            else
                m_groups[condition.key].comparisons.push_back(std::move(matcher));
        }
    }

    [[nodiscard]] Bits passing(const AccountPart::Chunk &chunk) const
    {
        Bits bits = rowsWhere(chunk.rows, Verdict::No,
                              [&chunk](int row) { return verdict(chunk.columns->has(row, TokenChunk::Dead)); });
        for (const Matcher &matcher : m_each)
            keepBoth(bits, matcher.passing(chunk));
        for (const auto &[key, group] : m_groups)
            keepBoth(bits, group.passing(chunk));
        return bits;
    }

private:
    std::vector<Matcher> m_each; //!< negated conditions and free texts: every one must hold
    std::map<Key, Group> m_groups;
};

} // namespace

std::vector<quint32> select(const TokenSnapshot &snapshot, const TokenFilter &filter, qint64 nowMs,
                            const std::stop_token &stop, const std::optional<AccountId> &account)
{
    std::vector<quint32> numbers;
    for (const auto &part : snapshot.accounts()) {
        if (account && part->account.id != *account)
            continue;
        const AccountMatcher matcher(filter, *part, nowMs);
        for (const AccountPart::Chunk &chunk : part->chunks) {
            if (stop.stop_requested())
                return numbers;
            const Bits bits = matcher.passing(chunk);
            for (size_t word = 0; word < bits.size(); ++word) {
                for (quint64 left = bits[word]; left; left &= left - 1)
                    numbers.push_back(chunk.number * TokenChunk::Rows + quint32(word * 64)
                                      + quint32(std::countr_zero(left)));
            }
        }
    }
    return numbers;
}

} // namespace latchkey
