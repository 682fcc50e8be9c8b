#pragma once

#include "network/domain/account.h"
#include "network/domain/description.h"
#include "network/domain/secret.h"
#include "network/domain/token.h"
#include "ui/dialogs/requestdialog.h"

#include <QVariantMap>

#include <optional>

class QRadioButton;

namespace latchkey {

class Clock;
class FieldEditor;
class TokenForm;

//! Changes one token: all fields of the provider's UpdateForm start empty, and what stays empty stays as it is. The
//! token is one of the inventory, or is named by its value or its id, which are typed here and forgotten. Cannot be
//! closed while an answer is waited for: a new value may come with it. Show it with open().
class UpdateTokenDialog : public RequestDialog
{
    Q_OBJECT
public:
    //! `token` absent: it is typed, by what the provider's form allows. `clock` outlives the dialog.
    UpdateTokenDialog(const Account &account, const ProviderDescription &provider, const std::optional<Token> &token,
                      const Clock &clock, QWidget *parent = nullptr);

    //! The token was not changed, or perhaps was (Error::sent). Keeps what is typed.
    void showError(const Error &error);
    //! The change was made: closes.
    void showUpdated();

Q_SIGNALS:
    //! Exactly one of `id`, `value` and `tokenId` is not empty. Only fields that were filled in. Answered with
    //! showError() or showUpdated(); nothing is kept here.
    void updateRequested(const latchkey::AccountId &account, const latchkey::TokenId &id, const latchkey::Secret &value,
                         const QString &tokenId, const QVariantMap &fields);

protected:
    [[nodiscard]] bool canSend() const override { return !m_account.policy.readOnly; }
    void send() override;

private:
    void addNaming();
    void showNaming();
    [[nodiscard]] bool isByValue() const;
    void sayHead();
    void sayReadOnly();

    const Account m_account;
    const ProviderDescription m_provider;
    const std::optional<Token> m_token;
    const Clock &m_clock;
    TokenForm *m_form;
    QRadioButton *m_byValue = nullptr; //!< null: there is no choice
    FieldEditor *m_value = nullptr; //!< null: cannot be named so
    FieldEditor *m_tokenId = nullptr;
};

} // namespace latchkey
