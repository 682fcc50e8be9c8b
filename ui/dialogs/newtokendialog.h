#pragma once

#include "network/domain/account.h"
#include "network/domain/credential.h"
#include "network/domain/description.h"
#include "ui/dialogs/requestdialog.h"

#include <QHash>
#include <QVariantMap>

class QButtonGroup;
class QHBoxLayout;

namespace latchkey {

class AccountBox;
class Clock;
class TokenForm;

//! Asks for what a provider wants to know to create a token: the least scope and 90 days are proposed, passwords are
//! asked for here and forgotten. Cannot be closed while an answer is waited for: the value comes with it. Show it with
//! open().
class NewTokenDialog : public RequestDialog
{
    Q_OBJECT
public:
    //! `accounts`: all; those that cannot create are left out, read-only ones say so. `clock` outlives the dialog.
    NewTokenDialog(const QList<Account> &accounts, const QList<ProviderDescription> &providers, const Clock &clock,
                   QWidget *parent = nullptr);

    //! The subject from the start, also where it is read-only. Stays as it is where that account cannot create.
    void chooseAccount(const AccountId &account);
    void setResources(const AccountId &account, const Result<QList<Named>> &resources);
    //! The token was not created, or perhaps was (Error::sent). Keeps what is typed; a credential that was not accepted
    //! clears the password.
    void showError(const Error &error);
    //! The token is there: closes.
    void showCreated();

Q_SIGNALS:
    //! Offered where the account is read-only; the dialog closes, to be asked for again.
    void changesRequested(const latchkey::AccountId &account);
    //! Answered with setResources(). Once for each account that is looked at.
    void resourcesRequested(const latchkey::AccountId &account);
    //! Answered with showError() or showCreated(). `asked` is not kept here.
    void createRequested(const latchkey::AccountId &account, latchkey::TokenKind kind, const QVariantMap &fields,
                         const latchkey::Credential &asked);

protected:
    [[nodiscard]] bool canSend() const override { return form() != nullptr && isUsable(); }
    void send() override;

private:
    void takeAccount();
    void makeKinds();
    void buildForm();
    [[nodiscard]] const CreateForm *form() const;
    void updateHead();
    [[nodiscard]] bool isUsable() const;
    //! Why nothing can be created as this account; takes back what was said of another.
    void sayObstacle();

    AccountId m_shown;
    bool m_isChosen = false; //!< by who opened the dialog, and not shown yet
    QHash<AccountId, Result<QList<Named>>> m_resources;
    AccountBox *m_account;
    QWidget *m_kindBox;
    QHBoxLayout *m_kindRow;
    QButtonGroup *m_kinds;
    TokenForm *m_form;
    ProviderId m_provider; //!< whose form is shown
};

} // namespace latchkey
