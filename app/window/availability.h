#pragma once

#include "network/domain/account.h"
#include "network/domain/token.h"
#include "ui/parts/actions.h"

#include <optional>

namespace latchkey {

//! What decides which actions can be had right now.
struct Situation
{
    bool hasAccounts = false;
    std::optional<Account> account = {}; //!< the chosen one, with its policy as stored
    bool areChangesAllowed = false; //!< that account is read-only, and may be changed for a while
    bool isLoading = false;
    bool isOnTokens = false; //!< the Tokens page is in view
    bool isOnRecords = false; //!< the Runs or the Activity page is, which copy what they show
    qint64 selected = 0; //!< tokens
    qint64 revocable = 0; //!< of them, without those that this app signs in with
    qint64 shown = 0; //!< tokens
    std::optional<Token> token = {}; //!< the current one
    std::optional<Account> tokensAccount = {}; //!< of that token
    bool hasKeychainTrouble = false;
};

//! Enables the actions that can be had, and lets the others say why not: in the provider's own words, where it is the
//! provider that cannot. Those of outbox and runs are not its business, nor are those of people.
void enableActions(Actions &actions, const Situation &situation);

} // namespace latchkey
