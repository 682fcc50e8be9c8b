#include "app/window/availability.h"

#include "network/providers/registry.h"
#include "ui/dates.h"

#include <QAction>
#include <QCoreApplication>
#include <QLocale>

namespace latchkey {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Availability)
};

//! Why the account's provider cannot; empty: it can. Without an account: that one must be chosen.
QString whyNot(const std::optional<Account> &account, Capability capability, const QString &withoutAccount)
{
    if (!account)
        return withoutAccount;
    const ProviderDescription *provider = registry::describe(account->provider);
    if (provider && provider->can(capability))
        return {};
    const QString name = registry::nameOf(account->provider);
    const QString general = Texts::tr("%1 offers no such call.").arg(name);
    if (!provider)
        return general;
    const auto reason = provider->whyNot.find(capability);
    return reason == provider->whyNot.end() ? general : reason->second;
}

//! Whether any registered provider can.
bool canAny(Capability capability)
{
    for (const registry::Entry &entry : registry::all()) {
        if (entry.description().can(capability))
            return true;
    }
    return false;
}

} // namespace

void enableActions(Actions &actions, const Situation &now)
{
    const QString chooseAccount = Texts::tr("Choose one account in the sidebar first.");
    const QString chooseToken = Texts::tr("Choose one token on the Tokens page first.");
    const QString addAccount = Texts::tr("Add an account first.");
    const auto enableFor = [](QAction *action, const QString &why) { Actions::allow(action, why.isEmpty(), why); };

    Actions::allow(actions.stopLoading, now.isLoading, Texts::tr("Nothing is loading."));
    // On another page nobody would see what the Delete key is about to act on.
    Actions::allow(actions.revoke, now.selected > 0 && now.isOnTokens,
                   Texts::tr("Select the tokens to revoke on the Tokens page first."));
    actions.revoke->setText(now.selected > 1 ? Texts::tr("&Revoke %1…").arg(QLocale().toString(now.revocable))
                                             : Texts::tr("&Revoke…"));
    if (now.isOnRecords) { // the other pages know best what they have to copy
        Actions::enable(actions.copyRows);
        Actions::enable(actions.copyCell);
    }
    Actions::allow(actions.exportRows, now.shown > 0 && now.isOnTokens,
                   now.isOnTokens ? Texts::tr("There are no rows to export.")
                                  : Texts::tr("This exports the Tokens page's rows."));
    Actions::allow(actions.allowChanges, now.account && now.account->policy.readOnly,
                   now.account ? Texts::tr("This account is not read-only.") : chooseAccount);
    actions.allowChanges->setText(now.areChangesAllowed ? Texts::tr("End the allowed &changes")
                                                        : Texts::tr("Allow &changes for 30 minutes"));
    QString whyNotOwn = whyNot(now.account, Capability::RevokeOwn, chooseAccount);
    if (whyNotOwn.isEmpty() && !now.account->identity.ownToken)
        whyNotOwn = Texts::tr("Which token signs this account in is not known.");
    enableFor(actions.revokeOwn, whyNotOwn);
    enableFor(actions.newToken,
              !now.hasAccounts  ? addAccount
                  : now.account ? whyNot(now.account, Capability::CreateToken, {})
                                : QString());
    const std::optional<Account> tokensAccount = now.isOnTokens ? now.tokensAccount : std::nullopt;
    enableFor(actions.updateToken, whyNot(tokensAccount, Capability::UpdateToken, chooseToken));
    enableFor(actions.showValue, whyNot(tokensAccount, Capability::RevealValue, chooseToken));
    enableFor(actions.updateByValue, whyNot(now.account, Capability::UpdateToken, chooseAccount));
    enableFor(actions.idleTimeout, whyNot(now.account, Capability::IdleTimeout, chooseAccount));
    enableFor(actions.revokeByValue,
              now.account                             ? whyNot(now.account, Capability::RevokeByValue, {})
                  : canAny(Capability::RevokeByValue) ? QString()
                                                      : chooseAccount);
    Actions::allow(actions.refresh, now.hasAccounts, addAccount);
    Actions::allow(actions.unlockKeychain, now.hasKeychainTrouble, Texts::tr("The keychain is open."));
}

} // namespace latchkey
