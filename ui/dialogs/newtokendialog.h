#pragma once

#include "network/domain/account.h"
#include "network/domain/credential.h"
#include "network/domain/description.h"

#include <QDialog>
#include <QVariantMap>

class QButtonGroup;
class QComboBox;
class QFormLayout;
class QHBoxLayout;
class QProgressBar;
class QPushButton;
class QScrollArea;

namespace latchkey {

class Banner;
class Clock;
class DialogHead;
class FieldBox;
class FieldEditor;
class PlainLabel;
class ResourceChooser;

//! Asks for what a provider wants to know to create a token: the least scope and 90 days are proposed, passwords are
//! asked for here and forgotten. Cannot be closed while an answer is waited for: the value comes with it. Show it with
//! open().
class NewTokenDialog : public QDialog
{
    Q_OBJECT
public:
    //! `accounts`: all; those that cannot create are left out, read-only ones say so. `clock` outlives the dialog.
    NewTokenDialog(const QList<Account> &accounts, const QList<ProviderDescription> &providers, const Clock &clock,
                   QWidget *parent = nullptr);

    //! The first that can create where this one cannot.
    void chooseAccount(const AccountId &account);
    void setResources(const AccountId &account, const Result<QList<Named>> &resources);
    //! The token was not created, or perhaps was (Error::sent). Keeps what is typed; a credential that was not accepted
    //! clears the password.
    void showError(const Error &error);
    //! The token is there: closes.
    void showCreated();

    [[nodiscard]] QSize sizeHint() const override;

public Q_SLOTS:
    void reject() override;

Q_SIGNALS:
    //! Answered with setResources(). Once for each account that is looked at.
    void resourcesRequested(const latchkey::AccountId &account);
    //! Answered with showError() or showCreated(). `asked` is not kept here.
    void createRequested(const latchkey::AccountId &account, latchkey::TokenKind kind, const QVariantMap &fields,
                         const latchkey::Credential &asked);

private:
    [[nodiscard]] QWidget *makeForm();
    [[nodiscard]] QWidget *makeButtons();
    void fillAccounts(const QList<Account> &accounts);
    void takeAccount();
    void buildForm();
    void addEditor(const FormField &field, QList<FieldEditor *> &editors);
    [[nodiscard]] const Account *account() const;
    [[nodiscard]] const ProviderDescription *provider() const;
    [[nodiscard]] const CreateForm *form() const;
    [[nodiscard]] bool check();
    void create();
    void setWaiting(bool waiting);
    void updateHead();

    QList<Account> m_accounts; //!< that can create
    const QList<ProviderDescription> m_providers;
    const Clock &m_clock;
    bool m_isWaiting = false;
    AccountId m_shown;
    QHash<AccountId, Result<QList<Named>>> m_resources;

    DialogHead *m_head;
    Banner *m_banner;
    QScrollArea *m_scroll;
    QComboBox *m_account;
    QWidget *m_kindBox;
    QHBoxLayout *m_kindRow;
    QButtonGroup *m_kinds;
    QFormLayout *m_form;
    QList<FieldEditor *> m_fields;
    QList<FieldEditor *> m_asked;
    FieldBox *m_resourceBox = nullptr;
    ResourceChooser *m_chooser = nullptr;
    QString m_resourceKey;
    QProgressBar *m_progress;
    PlainLabel *m_foot;
    QPushButton *m_cancel;
    QPushButton *m_create;
};

} // namespace latchkey
