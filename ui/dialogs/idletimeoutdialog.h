#pragma once

#include "network/domain/account.h"
#include "network/domain/description.h"
#include "network/domain/error.h"
#include "network/domain/person.h"
#include "ui/dialogs/requestdialog.h"

class QCheckBox;
class QSpinBox;

namespace latchkey {

class FieldBox;

//! Shows and changes after how long without a request an organization's tokens end. Asks for what it is now when it is
//! shown. Show it with open().
class IdleTimeoutDialog : public RequestDialog
{
    Q_OBJECT
public:
    IdleTimeoutDialog(const Account &account, const ProviderDescription &provider, QWidget *parent = nullptr);

    //! What it is now; or why that is not known.
    void showTimeout(const Result<IdleTimeout> &now);
    //! What it is from now on: closes. Or why it was not changed, or perhaps was (Error::sent).
    void showChanged(const Result<IdleTimeout> &changed);

Q_SIGNALS:
    //! Answered with showTimeout().
    void timeoutRequested(const latchkey::AccountId &account);
    //! Answered with showChanged().
    void changeRequested(const latchkey::AccountId &account, const latchkey::IdleTimeout &timeout);

protected:
    [[nodiscard]] bool canSend() const override;
    void send() override;

private:
    void ask();
    [[nodiscard]] IdleTimeout typed() const;
    void updateFields();

    const Account m_account;
    const ProviderDescription m_provider;
    std::optional<IdleTimeout> m_now; //!< absent: not known yet
    QCheckBox *m_enabled;
    QSpinBox *m_minutes;
    FieldBox *m_minutesBox;
};

} // namespace latchkey
