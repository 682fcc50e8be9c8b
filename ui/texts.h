#pragma once

#include "models/revocation/outcome.h"
#include "network/domain/description.h"
#include "network/domain/error.h"

#include <QString>

namespace latchkey {

//! The one place where domain words become sentences for people: window and command line say the same.

//! What happened and what to do next, in the words of one account. `provider` and `account` are display names; without
//! an account both may be empty.
[[nodiscard]] QString errorSentence(const Error &error, const QString &provider, const QString &account);

//! "revoked (confirmed)", "not sent": how an outcome reads in tables and receipts.
[[nodiscard]] QString outcomeText(Outcome outcome);

//! "212 revoked (confirmed), 3 already gone, 1 unknown": outcomes that occurred, done ones first.
[[nodiscard]] QString summaryText(const QMap<Outcome, int> &counts);

//! An id in place of a name, so that ids can be told apart: "Wn5cR0tq…q9Lk"; of a person and a client, which some
//! providers' ids are made of, both: "ann / web-portal".
[[nodiscard]] QString shortId(const QString &id);
//! It is made of a person and a client.
[[nodiscard]] bool isPairId(const QString &id);

//! What a wide call does, as the provider's description says it; %1 is the name of whom it is about. A general
//! sentence where it says nothing.
[[nodiscard]] QString wideEffect(const ProviderDescription &provider, RevokeCall::Extent extent);
//! What doing it is called, likewise: "Revoke all tokens of %1".
[[nodiscard]] QString wideAction(const ProviderDescription &provider, RevokeCall::Extent extent);

} // namespace latchkey
