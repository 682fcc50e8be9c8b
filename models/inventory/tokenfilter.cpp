#include "models/inventory/tokenfilter.h"

#include "network/domain/account.h"
#include "network/domain/moment.h"
#include "network/domain/token.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace latchkey {

namespace {

using Key = FilterCondition::Key;
using Test = FilterCondition::Test;
using Word = FilterCondition::Word;
using Parsed = tl::expected<void, FilterError>;

struct Filter
{
    Q_DECLARE_TR_FUNCTIONS(Filter)
};

//! What a key's values are.
enum class Values { Part, Whole, Beginning, Choice, Time, Distance };

struct KeyInfo
{
    const char *name;
    Key key;
    Values values;
    bool mayBeUnreported;
};

constexpr std::array<KeyInfo, 18> Keys{{
    {"provider", Key::Provider, Values::Whole, false},
    {"account", Key::Account, Values::Whole, false},
    {"environment", Key::Environment, Values::Choice, false},
    {"owner", Key::Owner, Values::Part, true},
    {"client", Key::Client, Values::Part, true},
    {"scope", Key::Scope, Values::Whole, true},
    {"kind", Key::Kind, Values::Choice, true},
    {"state", Key::State, Values::Choice, true},
    {"id", Key::Id, Values::Part, false},
    {"name", Key::Name, Values::Part, true},
    {"resource", Key::Resource, Values::Part, true},
    {"service", Key::Resource, Values::Part, true}, // the same, in some providers' word
    {"ip", Key::Ip, Values::Beginning, true},
    {"created", Key::Created, Values::Time, true},
    {"last-used", Key::LastUsed, Values::Time, true},
    {"unused", Key::Unused, Values::Distance, true},
    {"expires", Key::Expires, Values::Time, true},
    {"own", Key::Own, Values::Choice, false},
}};

const KeyInfo *infoOf(QStringView name)
{
    for (const KeyInfo &info : Keys) {
        if (name.compare(QLatin1String(info.name), Qt::CaseInsensitive) == 0)
            return &info;
    }
    return nullptr;
}

//! Names of the choices of a key, in the order of their numbers; where a number has no name, an empty one.
QStringList choicesOf(Key key)
{
    QStringList names;
    switch (key) {
    case Key::Kind:
        for (int kind = 0; kind <= int(TokenKind::OwnSession); ++kind)
            names += tokenKindName(TokenKind(kind));
        break;
    case Key::State:
        for (int state = 0; state <= int(TokenState::Suspended); ++state)
            names += tokenStateName(TokenState(state));
        break;
    case Key::Environment:
        for (int environment = 0; environment <= int(Environment::Sandbox); ++environment)
            names += environmentName(Environment(environment));
        break;
    default: // own
        names = {QStringLiteral("no"), QStringLiteral("yes")};
    }
    return names;
}

std::optional<qint64> durationMs(QStringView text)
{
    constexpr qint64 Hour = 3'600'000;
    constexpr std::array<std::pair<char16_t, qint64>, 5> units{
        {{u'h', Hour}, {u'd', 24 * Hour}, {u'w', 7 * 24 * Hour}, {u'm', 30 * 24 * Hour}, {u'y', 365 * 24 * Hour}}};
    bool isNumber = false;
    const int count = text.chopped(qMin<qsizetype>(1, text.size())).toString().toInt(&isNumber);
    for (const auto &[unit, ms] : units) {
        if (isNumber && count >= 0 && count <= 100'000 && text.back().toLower() == unit)
            return count * ms;
    }
    return {};
}

//! The millisecond range of "2024-01-31" (the day) or "2024-01-31T08:00:00Z" (the second), UTC.
std::optional<std::pair<qint64, qint64>> timeRange(const QString &text)
{
    const std::string utf8 = text.toStdString();
    if (const auto day = parseIsoTime(utf8 + "T00:00:00Z"))
        return std::pair(*day, *day + 86'400'000);
    if (const auto time = parseIsoTime(utf8))
        return std::pair(*time, *time + (text.contains(u'.') ? 1 : 1000));
    return {};
}

//! Reads one line, condition by condition.
class Reader
{
public:
    explicit Reader(const QString &line) : m_line(line) { }

    tl::expected<QList<FilterCondition>, FilterError> read();

private:
    Parsed readCondition(FilterCondition &condition);
    Parsed readKey(FilterCondition &condition, const KeyInfo *&info);
    Parsed readValue(FilterCondition &condition);
    Parsed readQuoted(FilterCondition &condition);
    Parsed interpret(FilterCondition &condition, const KeyInfo &info) const;
    Parsed interpretChoice(FilterCondition &condition, const KeyInfo &info) const;
    Parsed interpretTime(FilterCondition &condition, const KeyInfo &info) const;
    static Word wordOf(const QString &text, const KeyInfo &info);

    [[nodiscard]] bool isAtEnd() const { return m_at == m_line.size(); }
    [[nodiscard]] bool isAtSpace() const { return isAtEnd() || m_line[m_at].isSpace(); }
    [[nodiscard]] bool isAt(char16_t c) const { return !isAtEnd() && m_line[m_at] == c; }
    [[nodiscard]] tl::unexpected<FilterError> error(qsizetype start, const QString &message) const
    {
        return tl::unexpected(FilterError{message, start, m_at - start});
    }

    const QString &m_line;
    qsizetype m_at = 0;
    qsizetype m_valueAt = 0;
    bool m_isQuoted = false;
};

tl::expected<QList<FilterCondition>, FilterError> Reader::read()
{
    QList<FilterCondition> conditions;
    while (true) {
        while (!isAtEnd() && isAtSpace())
            ++m_at;
        if (isAtEnd())
            return conditions;
        FilterCondition condition;
        condition.start = m_at;
        if (const Parsed done = readCondition(condition); !done)
            return tl::unexpected(done.error());
        condition.length = m_at - condition.start;
        conditions += condition;
    }
}

Parsed Reader::readCondition(FilterCondition &condition)
{
    if (isAt(u'-')) {
        ++m_at;
        condition.isNegated = true;
        if (isAtSpace())
            return error(condition.start, Filter::tr("Nothing follows the minus. Type what to leave out: -name:keep."));
    }
    const KeyInfo *info = nullptr;
    if (const Parsed done = readKey(condition, info); !done)
        return done;
    if (const Parsed done = readValue(condition); !done)
        return done;
    return info ? interpret(condition, *info) : Parsed();
}

//! A key with its operator; without both, `info` stays null and nothing is read.
Parsed Reader::readKey(FilterCondition &condition, const KeyInfo *&info)
{
    qsizetype end = m_at;
    while (end < m_line.size() && (m_line[end].isLetter() || m_line[end] == u'-'))
        ++end;
    if (end == m_at || end == m_line.size() || !QStringView(u":<>=").contains(m_line[end]))
        return {};
    const qsizetype start = m_at;
    const QString name = m_line.sliced(start, end - start);
    info = infoOf(name);
    if (!info && m_line[end] == u'=')
        return {}; // a text like any other
    m_at = end;
    if (!info) {
        return error(start,
                     Filter::tr("There is no key “%1”. Put text with a colon in quotes, or use one of: %2.")
                         .arg(name, TokenFilter::keys().join(QStringLiteral(", "))));
    }
    condition.key = info->key;
    const QChar sign = m_line[m_at++];
    const bool orEqual = (sign == u'<' || sign == u'>') && isAt(u'=');
    m_at += orEqual ? 1 : 0;
    if (sign == u'<')
        condition.test = orEqual ? Test::LessOrEqual : Test::Less;
    else if (sign == u'>')
        condition.test = orEqual ? Test::GreaterOrEqual : Test::Greater;
    condition.isExact = sign == u'=';
    if (condition.isExact && info->values != Values::Part)
        return error(start,
                     Filter::tr("“%1” takes no equals sign. Write %2value.").arg(name, TokenFilter::opening(name)));
    const bool takesComparison = info->values == Values::Time || info->values == Values::Distance;
    if (condition.test != Test::Is && !takesComparison)
        return error(start, Filter::tr("“%1” is not a time. Write a colon behind it: %1:value.").arg(name));
    return {};
}

Parsed Reader::readValue(FilterCondition &condition)
{
    m_valueAt = m_at;
    m_isQuoted = isAt(u'"');
    if (m_isQuoted)
        return readQuoted(condition);
    while (!isAtSpace())
        condition.text += m_line[m_at++];
    if (condition.text.isEmpty())
        return error(
            condition.start,
            Filter::tr("A value is missing behind “%1”.").arg(m_line.mid(condition.start, m_at - condition.start)));
    return {};
}

//! Up to the closing quote; a backslash keeps the character behind it.
Parsed Reader::readQuoted(FilterCondition &condition)
{
    for (++m_at; !isAtEnd() && !isAt(u'"'); ++m_at) {
        if (isAt(u'\\') && m_at + 1 < m_line.size())
            ++m_at;
        condition.text += m_line[m_at];
    }
    if (isAtEnd())
        return error(m_valueAt, Filter::tr("The quote is not closed. Type another one where the text ends."));
    ++m_at;
    if (!isAtSpace())
        return error(m_valueAt, Filter::tr("Type a space behind the closing quote."));
    if (condition.text.isEmpty())
        return error(m_valueAt, Filter::tr("There is nothing between the quotes. Type the text to look for."));
    return {};
}

Parsed Reader::interpret(FilterCondition &condition, const KeyInfo &info) const
{
    if (!m_isQuoted)
        condition.word = wordOf(condition.text, info);
    if (condition.word != Word::None) {
        if (condition.test != Test::Is)
            return error(
                condition.start,
                Filter::tr("“%1” is not a time to compare with. Write a colon in front of it.").arg(condition.text));
        return {};
    }
    switch (info.values) {
    case Values::Choice:
        return interpretChoice(condition, info);
    case Values::Time:
    case Values::Distance:
        return interpretTime(condition, info);
    case Values::Whole:
        condition.isPrefix = !m_isQuoted && condition.text.size() > 1 && condition.text.endsWith(u'*');
        if (condition.isPrefix)
            condition.text.chop(1);
        return {};
    case Values::Part:
    case Values::Beginning:
        break;
    }
    return {};
}

Word Reader::wordOf(const QString &text, const KeyInfo &info)
{
    const auto is = [&text](const char *word) { return text.compare(QLatin1String(word), Qt::CaseInsensitive) == 0; };
    if (info.mayBeUnreported && is("not-reported"))
        return Word::NotReported;
    if ((info.key == Key::Expires || info.key == Key::LastUsed) && is("never"))
        return Word::Never;
    return info.key == Key::Resource && is("all") ? Word::All : Word::None;
}

Parsed Reader::interpretChoice(FilterCondition &condition, const KeyInfo &info) const
{
    QStringList choices = choicesOf(info.key);
    condition.choice = -1;
    for (qsizetype choice = 0; choice < choices.size(); ++choice) {
        if (!choices[choice].isEmpty() && choices[choice].compare(condition.text, Qt::CaseInsensitive) == 0)
            condition.choice = int(choice);
    }
    if (condition.choice >= 0)
        return {};
    choices.removeAll(QString());
    if (info.mayBeUnreported)
        choices += QStringLiteral("not-reported");
    return error(m_valueAt,
                 Filter::tr("“%1” cannot be “%2”. Use one of: %3.")
                     .arg(QLatin1String(info.name), condition.text, choices.join(QStringLiteral(", "))));
}

Parsed Reader::interpretTime(FilterCondition &condition, const KeyInfo &info) const
{
    condition.distanceMs = durationMs(condition.text);
    const QLatin1String name(info.name);
    if (condition.distanceMs) {
        if (condition.test != Test::Is)
            return {};
        return error(condition.start,
                     Filter::tr("“%1” is a duration. Write %2<%1 or %2>%1.").arg(condition.text, name));
    }
    if (info.values == Values::Distance)
        return error(m_valueAt,
                     Filter::tr("“%1” is not a duration. Write one like %2>90d; units are h, d, w, m, y.")
                         .arg(condition.text, name));
    const auto range = timeRange(condition.text);
    if (!range)
        return error(
            m_valueAt,
            Filter::tr("“%1” is not a time. Write a date like 2024-01-31 or a duration like 90d.").arg(condition.text));
    condition.fromMs = range->first;
    condition.toMs = range->second;
    return {};
}

} // namespace

tl::expected<TokenFilter, FilterError> TokenFilter::parse(const QString &line)
{
    auto conditions = Reader(line).read();
    if (!conditions)
        return tl::unexpected(conditions.error());
    TokenFilter filter;
    filter.m_line = line;
    filter.m_conditions = *conditions;
    return filter;
}

QStringList TokenFilter::keys()
{
    QStringList names;
    for (const KeyInfo &info : Keys)
        names += QLatin1String(info.name);
    return names;
}

QString TokenFilter::opening(const QString &key)
{
    const KeyInfo *info = infoOf(key);
    return key + (info != nullptr && info->values == Values::Distance ? u'>' : u':');
}

QStringList TokenFilter::words(const QString &key)
{
    const KeyInfo *info = infoOf(key);
    if (!info)
        return {};
    QStringList words;
    if (info->values == Values::Choice)
        words = choicesOf(info->key);
    words.removeAll(QString());
    if (info->key == Key::Expires || info->key == Key::LastUsed)
        words += QStringLiteral("never");
    if (info->key == Key::Resource)
        words += QStringLiteral("all");
    if (info->mayBeUnreported)
        words += QStringLiteral("not-reported");
    return words;
}

QString TokenFilter::quoted(const QString &value)
{
    const bool isPlain = !value.isEmpty() && std::none_of(value.begin(), value.end(), [](QChar c) {
        return c.isSpace() || QStringView(u"\"\\:<>").contains(c);
    });
    const QStringList words{QStringLiteral("never"), QStringLiteral("all"), QStringLiteral("not-reported")};
    if (isPlain && !value.startsWith(u'-') && !value.endsWith(u'*') && !words.contains(value.toLower()))
        return value;
    QString text = value;
    text.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u'"' + text + u'"';
}

} // namespace latchkey
