#pragma once

#include <QList>
#include <QString>

#include <tl/expected.hpp>

namespace latchkey {

//! One condition of a filter line.
struct FilterCondition
{
    enum class Key {
        Text, //!< no key: free text
        Provider,
        Account,
        Environment,
        Owner,
        Client,
        Scope,
        Kind,
        State,
        Id,
        Name,
        Resource,
        Ip,
        Created,
        LastUsed,
        Unused,
        Expires,
        Own,
    };
    enum class Test { Is, Less, LessOrEqual, Greater, GreaterOrEqual };
    enum class Word { None, Never, NotReported, All };

    Key key = Key::Text;
    Test test = Test::Is;
    bool isNegated = false;
    Word word = Word::None; //!< the value is one of the words with a meaning
    QString text = {}; //!< the value as typed, without quotes
    int choice = 0; //!< of Kind, State, Environment: the enumerator; of Own: 0 or 1
    bool isPrefix = false; //!< the value ended with *, which is not in text
    bool isExact = false; //!< "=" stood behind the key
    //! Of a time: how far from now it is, in ms.
    std::optional<qint64> distanceMs = {};
    //! Of a time: the day or the second that was typed, from the first to behind the last ms, UTC.
    qint64 fromMs = 0;
    qint64 toMs = 0;
    qsizetype start = 0; //!< where it stands in the line, for chips
    qsizetype length = 0;
};

struct FilterError
{
    QString message = {}; //!< a sentence with a next step
    qsizetype start = 0; //!< what it is about, in the line
    qsizetype length = 0;
};

//! The filter language:
//!
//!     provider:fastly account:prod-cdn owner:ann scope:global unused>90d expires<14d created>2024-01-01
//!     expires:never kind:automation state:expired "free text" -name:keep
//!
//! - Conditions on different keys must all hold; of several values of one key one is enough; `-` excludes. Several
//!   comparisons of one key make a range, and all must hold. Several free texts must all be found.
//! - Case and accents do not count. name, id, owner, client and resource hold when the value is found anywhere in the
//!   text, and with = (owner=ann) when it is all of it, to the letter; provider, account and scope when it is the whole
//!   of it, or its beginning with a star (scope:purge*); ip when the address begins with it. Free text is looked for in
//!   name, id, owner, client, scopes, resources and last IP.
//! - Times: created, last-used, expires, unused, with : < <= > >=. A date (2024-01-31, UTC) is the whole day; a time is
//!   2024-01-31T08:00:00Z. A duration (12h 90d 2w 3m 1y; a month is 30 days, a year 365) is a distance from now:
//!   created<7d was created less than 7 days ago, expires<14d expires in less than 14 days or has expired, unused>90d
//!   was not used for more than 90 days: since its creation, where it was never used.
//! - Words: expires:never, last-used:never, resource:all, own:yes, own:no, and not-reported for every key that a
//!   provider may leave out. Never is no time: no comparison holds for it. In quotes they are plain text.
//! - What is not reported never matches, and is not excluded as its opposite either: neither owner:ann nor -owner:ann
//!   holds where no owner is reported; owner:not-reported does.
class TokenFilter
{
public:
    //! Matches every token.
    TokenFilter() = default;
    [[nodiscard]] static tl::expected<TokenFilter, FilterError> parse(const QString &line);

    [[nodiscard]] const QList<FilterCondition> &conditions() const { return m_conditions; }
    [[nodiscard]] bool isEmpty() const { return m_conditions.isEmpty(); }
    //! As it was typed.
    [[nodiscard]] QString line() const { return m_line; }

    //! Every key as it is typed, for completion and for messages.
    [[nodiscard]] static QStringList keys();
    //! `key` with the sign that it takes most often: "owner:", "unused>".
    [[nodiscard]] static QString opening(const QString &key);
    //! The words that a key may take, besides what stands in the inventory: "active", "never", "not-reported".
    [[nodiscard]] static QStringList words(const QString &key);
    //! `value` as it is typed behind a key: in quotes, where it would be read as something else.
    [[nodiscard]] static QString quoted(const QString &value);

private:
    QString m_line;
    QList<FilterCondition> m_conditions;
};

} // namespace latchkey
