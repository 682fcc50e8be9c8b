#pragma once

#include "network/domain/account.h"
#include "network/domain/description.h"

#include <QComboBox>

#include <functional>

namespace latchkey {

//! Chooses one of the accounts that can do something; read-only ones are shown, and say why they cannot be chosen.
class AccountBox : public QComboBox
{
    Q_OBJECT
public:
    using Offers = std::function<bool(const ProviderDescription &)>;
    //! Those whose provider `offers` it; the first that may be changed is chosen.
    AccountBox(const QList<Account> &accounts, const QList<ProviderDescription> &providers, const Offers &offers,
               QWidget *parent = nullptr);

    //! Also one that is read-only, since it was asked for. Whether it is one of these.
    bool choose(const AccountId &account);
    //! Null: none can be chosen.
    [[nodiscard]] const Account *account() const;
    [[nodiscard]] const ProviderDescription *provider() const;
    //! There is an account(), and it may be changed.
    [[nodiscard]] bool isUsable() const;
    //! What to do where it is not, as a sentence.
    [[nodiscard]] QString nextStep() const;

private:
    QList<Account> m_accounts; //!< that offer it
    const QList<ProviderDescription> m_providers;
};

//! "Acme Cloud, Nordlicht Media." and whom the account signs in as.
[[nodiscard]] QString aboutText(const Account &account, const ProviderDescription &provider);

} // namespace latchkey
