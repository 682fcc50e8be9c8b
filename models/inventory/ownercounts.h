#pragma once

#include "models/inventory/tokensnapshot.h"

#include <QHash>
#include <QSet>

#include <stop_token>
#include <vector>

namespace latchkey {

//! The later of two uses. Never only where neither was used; not reported where none tells a time and one says nothing.
[[nodiscard]] Moment latestUse(Moment a, Moment b);

//! How many tokens of an account somebody has, and how they are used.
struct OwnerCount
{
    QString name = {}; //!< as the list gives it; empty: not reported
    qint64 tokens = 0;
    qint64 usedLastDay = 0; //!< of them, within 24 hours
    Moment lastUsed = {}; //!< of all of them: see latestUse()
    bool usesThisApp = false; //!< this app signs in with one of them

    friend bool operator==(const OwnerCount &, const OwnerCount &) = default;
};

//! The owners and clients that an account's list names, by id. Those without an id are nobody.
struct OwnerCounts
{
    QHash<PersonId, OwnerCount> owners = {};
    QHash<ClientId, OwnerCount> clients = {};

    friend bool operator==(const OwnerCounts &, const OwnerCounts &) = default;
};

//! Of all accounts, as of `nowMs` (UTC ms). A stop makes the answer worthless, soon. Any thread.
[[nodiscard]] QHash<AccountId, OwnerCounts> ownerCounts(const TokenSnapshot &snapshot, qint64 nowMs,
                                                        const std::stop_token &stop = {});

//! Whose tokens are looked for.
struct OwnerChoice
{
    QHash<AccountId, QSet<PersonId>> owners = {};
    QHash<AccountId, QSet<ClientId>> clients = {};
};

//! Numbers of the living rows of any of these, ascending. A stop makes the answer worthless, soon. Any thread.
[[nodiscard]] std::vector<quint32> rowsOf(const TokenSnapshot &snapshot, const OwnerChoice &choice,
                                          const std::stop_token &stop = {});

} // namespace latchkey
