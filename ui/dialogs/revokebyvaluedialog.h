#pragma once

#include "network/domain/account.h"
#include "network/domain/description.h"
#include "network/domain/revocation.h"
#include "ui/dialogs/requestdialog.h"

class QButtonGroup;
class QRadioButton;

namespace latchkey {

class AccountBox;
class Clock;
class FieldEditor;
class TokenForm;

//! Takes a token that somebody has in hand: its value, or its refresh token by value or id. It leads to a plan, so
//! nothing is sent from here. What is typed is forgotten with the dialog. Show it with open().
class RevokeByValueDialog : public RequestDialog
{
    Q_OBJECT
public:
    //! `accounts`: all; those that cannot revoke so are left out, read-only ones say so. `clock` outlives the dialog.
    RevokeByValueDialog(const QList<Account> &accounts, const QList<ProviderDescription> &providers, const Clock &clock,
                        QWidget *parent = nullptr);

    void chooseAccount(const AccountId &account);
    //! There is no plan, and why.
    void showProblem(const QString &fact, const QString &reason);
    //! There is a plan: closes.
    void showPlanned();

Q_SIGNALS:
    //! `extent`: Value with `value`, or Refresh with either `value` or `id`. Answered with showProblem() or
    //! showPlanned(); nothing is kept here.
    void revokeRequested(const latchkey::AccountId &account, latchkey::RevokeCall::Extent extent,
                         const latchkey::Secret &value, const latchkey::TokenId &id);

protected:
    [[nodiscard]] bool canSend() const override;
    void send() override;

private:
    void takeAccount();
    void showFields();
    [[nodiscard]] RevokeCall::Extent extent() const;

    AccountBox *m_account;
    TokenForm *m_form;
    QRadioButton *m_access;
    QRadioButton *m_refresh;
    FieldEditor *m_value;
    FieldEditor *m_id;
};

} // namespace latchkey
