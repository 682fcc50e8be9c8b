#pragma once

#include "models/inventory/tokensnapshot.h"
#include "models/people/personlinks.h"
#include "network/domain/account.h"
#include "network/domain/description.h"
#include "network/domain/person.h"

#include <QHash>

#include <memory>
#include <optional>

namespace latchkey {

//! What came of asking a provider for a list, whatever it is a list of.
struct ListingState
{
    enum class State {
        NotAsked, //!< the provider has no such list
        Awaited, //!< on its way; the rows are those from before
        Listed,
        Failed, //!< `error` says why; the rows are those from before
    };
    State state = State::NotAsked;
    std::optional<Error> error = {};
};

//! Such a list, as far as it came.
template <typename T>
struct Listing : ListingState
{
    QList<T> rows = {};

    //! The answer of Provider::people() or clients(). After a failure the rows from before stay. Unsupported: the
    //! provider has no such list.
    void take(const Result<QList<T>> &answer)
    {
        const bool isMissing = !answer && answer.error().kind == Error::Kind::Unsupported;
        state = answer ? State::Listed : isMissing ? State::NotAsked : State::Failed;
        error = answer || isMissing ? std::nullopt : std::optional(answer.error());
        if (answer || isMissing)
            rows = answer.value_or(QList<T>());
    }
};

//! All that is known of the people and clients of one account, besides its tokens.
struct PeopleSource
{
    Account account = {}; //!< its identity says who we are ourselves
    Listing<Person> people = {};
    Listing<Client> clients = {};
};

//! What rows of people and clients are made from. A value: any thread.
struct PeopleInput
{
    QList<PeopleSource> accounts = {}; //!< in the order of the columns
    QHash<ProviderId, ProviderDescription> providers = {};
    std::shared_ptr<const TokenSnapshot> tokens = {}; //!< null: no token is known
    PersonLinks links = {};
    qint64 nowMs = 0; //!< UTC
};

} // namespace latchkey
