#pragma once

#include "network/domain/moment.h"
#include "network/domain/token.h"

#include <optional>
#include <span>
#include <string_view>

namespace latchkey {

//! One row of a list as the parser sees it. UTF-8 views into its window, valid only during TokenSink::add.
//! A view without data (default) is "not reported"; an empty one with data is the provider's empty text.
struct TokenRow
{
    std::string_view id = {};
    std::string_view name = {};
    TokenKind kind = TokenKind::NotReported;
    TokenState state = TokenState::NotReported; //!< as the provider says; Expired by date is the inventory's business
    std::string_view ownerId = {};
    std::string_view ownerName = {};
    std::string_view clientId = {};
    std::string_view clientName = {};
    std::optional<std::span<const std::string_view>> scopes = {};
    std::optional<std::span<const std::string_view>> resources = {}; //!< empty: all of them
    Moment created = {};
    Moment lastUsed = {};
    Moment expires = {};
    std::string_view lastIp = {};
    bool isActionable = true; //!< see Token::isActionable
};

//! Where a provider pours the rows of a list. Called from one parsing thread at a time, never from the GUI thread.
class TokenSink
{
public:
    virtual ~TokenSink() = default;
    virtual void add(const TokenRow &row) = 0;
    //! How many rows the provider says there are in all, as soon as it does; may change, may never come.
    virtual void expect(qint64 total) = 0;
};

//! Whose tokens a list holds. Of everybody else nothing is known, not even that they have none.
enum class ListedOwners { Nobody, OwnPerson, Everybody };

//! How a load ended. Failing altogether is an Error; this is what came otherwise.
struct Completeness
{
    bool complete = false;
    qint64 rows = 0; //!< poured into the sink
    std::optional<qint64> expected = {}; //!< the provider's own total, where it gives one
    //! Why it is not complete: the page that failed, Cancelled, a total that disagrees (Malformed).
    std::optional<Error> reason = {};
    ListedOwners owners = ListedOwners::Everybody; //!< all tokens of these; Nobody also where the scope leaves some out
};

} // namespace latchkey
