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
    QString state = {}; //!< the provider's word ("active", "disabled", "locked"); empty: not reported
    QString kind = {}; //!< the provider's word ("CODE", "CONFIDENTIAL"); empty: not reported

    friend bool operator==(const Client &, const Client &) = default;
};

//! After how long without a request an organization's tokens end.
struct IdleTimeout
{
    bool isEnabled = false;
    int seconds = 0; //!< the provider checks the range

    friend bool operator==(const IdleTimeout &, const IdleTimeout &) = default;
};

} // namespace latchkey
