#pragma once

#include "network/domain/identity.h"
#include "network/domain/ids.h"

#include <optional>

namespace latchkey {

//! Who tokens belong to, in one account.
struct Person
{
    PersonId id = {};
    AccountId account = {};
    QString name = {}; //!< empty: not reported
    QString email = {}; //!< empty: not reported
    QString state = {}; //!< the provider's word ("active", "locked"); empty: not reported
    QString role = {}; //!< the provider's word; empty: not reported

    friend bool operator==(const Person &, const Person &) = default;
};

//! The OAuth client or application that tokens were issued to.
struct Client
{
    ClientId id = {};
    AccountId account = {};
    QString name = {}; //!< empty: not reported
    QString state = {}; //!< the provider's word; empty: not reported

    friend bool operator==(const Client &, const Client &) = default;
};

} // namespace latchkey
