#pragma once

#include "models/inventory/ownercounts.h"
#include "models/people/peopletable.h"
#include "models/revocation/plan.h"

namespace latchkey {

//! What revoking everything of chosen people or clients comes to: the material of a PlanRequest.
struct RevocationParts
{
    //! Somebody about whom something must be said: what cannot be done, or only in part.
    struct Note
    {
        AccountId account = {};
        QString who = {}; //!< cleaned name, else id
        QString why = {}; //!< a sentence
        bool isLeftOut = true; //!< nothing of this is in the plan; else a part

        friend bool operator==(const Note &, const Note &) = default;
    };
    QHash<AccountId, QList<WideCall>> wide = {};
    OwnerChoice listed = {}; //!< whose tokens of the inventory are to be revoked one by one
    QList<Note> notes = {};

    [[nodiscard]] bool isEmpty() const { return wide.isEmpty() && listed.owners.isEmpty() && listed.clients.isEmpty(); }
};

//! Every token of these people: by one wide call where the provider has it, else the listed tokens one by one. An
//! identity that has no token, or whose tokens nobody can revoke, is a note.
[[nodiscard]] RevocationParts revocationOf(const QList<JoinedPerson> &people, const PeopleInput &input);
//! Their sessions where the provider lists none of them: the wide calls alone (see isWideOnly).
[[nodiscard]] RevocationParts sessionsOf(const QList<PersonIdentity> &identities, const PeopleInput &input);
//! Every token of these clients, likewise.
[[nodiscard]] RevocationParts revocationOf(const QList<ListedClient> &clients, const PeopleInput &input);
//! Disables these clients, which ends their tokens. A note where the provider cannot, or one is disabled already.
[[nodiscard]] RevocationParts disablingOf(const QList<ListedClient> &clients, const PeopleInput &input);

//! The provider lists no tokens, but revokes all of a person's by one call.
[[nodiscard]] bool isWideOnly(const ProviderDescription &provider);

//! The tokens that `parts.listed` means, as of `nowMs` (UTC ms). Any thread; a stop makes the answer worthless, soon.
[[nodiscard]] QList<Token> listedTokens(const TokenSnapshot &tokens, const RevocationParts &parts, qint64 nowMs,
                                        const std::stop_token &stop = {});

} // namespace latchkey
