#pragma once

#include "models/accounts/accountstore.h"
#include "network/domain/credential.h"
#include "network/domain/description.h"
#include "ui/dialogs/signinsection.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;
class QVBoxLayout;

namespace latchkey {

class Clock;
class FieldBox;

//! One account as it is edited: what is typed, saved or not.
struct AccountDraft
{
    Account account = {};
    Credential typed = {}; //!< secrets typed and not saved yet
    Credential kept = {}; //!< what signing in brought, not saved yet
    Account keptFor = {}; //!< as the account was then: elsewhere it is worth nothing
    QString typedBaseUrl = {}; //!< as typed, also where it is no address
    QString typedLoginUrl = {};
    bool isNew = false;
    bool readOnlyChosen = false; //!< by the person: the environment does not change it any more

    [[nodiscard]] static AccountDraft of(const Account &account);
    //! A new account, with what the provider proposes; in production and so read-only until somebody says otherwise.
    //! `count`: how many accounts there are, for a colour of its own.
    [[nodiscard]] static AccountDraft fresh(const ProviderDescription &provider, qsizetype count);
    //! Takes what signing in as `from` brought, in the place of what was typed; nothing where this is elsewhere by now.
    void takeSignIn(const Credential &brought, const Account &from);
    friend bool operator==(const AccountDraft &, const AccountDraft &) = default;
};

//! The form of one account, built from what its provider declares. Checks as one types, with the sentence at the field.
class AccountForm : public QWidget
{
    Q_OBJECT
public:
    //! `store` and `clock` outlive this.
    AccountForm(const AccountStore &store, const QList<ProviderDescription> &providers, const Clock &clock,
                QWidget *parent = nullptr);

    void setDraft(const AccountDraft &draft);
    //! As it stands in the fields.
    [[nodiscard]] AccountDraft draft() const;
    //! What is typed, checked, or what signing in brought; only after check(). Empty: use the stored one.
    [[nodiscard]] Credential credential() const;
    //! Shows every sentence and puts the focus to the first. Whether the account can be tested and saved.
    bool check();
    //! The same for signing in; absent: something is wrong. What is typed is checked in it.
    [[nodiscard]] std::optional<AccountDraft> checkedForSignIn();
    //! AccountDraft::takeSignIn() of what is shown.
    void setSignedIn(const Credential &brought, const Account &from);
    void focusName();
    [[nodiscard]] SignInSection &signIn() { return *m_signIn; }
    [[nodiscard]] const ProviderDescription *provider() const;

Q_SIGNALS:
    //! A person changed something, or signed in.
    void edited();

private:
    void makeAccountSection(QVBoxLayout *column);
    void makeServiceSection(QVBoxLayout *column);
    void makeLimitsSection(QVBoxLayout *column);
    FieldBox *addRow(QFormLayout *form, const QString &label, QWidget *input, const char *name);
    void chooseProvider();
    void chooseEnvironment();
    void buildSignIn();
    void showTenant();
    void buildScope();
    //! The labels of all sections are as wide as the widest.
    void alignLabels();
    void takeEdit();
    void showProblems(bool alsoUntouched);
    struct Problem
    {
        FieldBox *box = nullptr;
        QString sentence = {};
        bool isOfPlace = false; //!< where the account is, which signing in needs to know
    };
    [[nodiscard]] QList<Problem> problems() const;
    [[nodiscard]] bool needsTenant() const;

    const AccountStore &m_store;
    const QList<ProviderDescription> m_providers;
    const Clock &m_clock;
    AccountDraft m_draft; //!< as it was set: what the form does not show is kept
    bool m_isFilling = false;

    QLineEdit *m_name;
    QComboBox *m_colour;
    QComboBox *m_environment;
    QCheckBox *m_readOnly;
    QComboBox *m_provider;
    QComboBox *m_region;
    QLineEdit *m_baseUrl;
    QLineEdit *m_loginUrl;
    QLineEdit *m_tenant;
    QWidget *m_scopeSection;
    QFormLayout *m_scope;
    SignInSection *m_signIn;
    QSpinBox *m_inFlight;
    QSpinBox *m_retries;
    QSpinBox *m_pageSize;
    QFormLayout *m_account;
    QFormLayout *m_service;
    QFormLayout *m_limits;
    FieldBox *m_nameBox;
    FieldBox *m_baseUrlBox;
    FieldBox *m_loginUrlBox;
    FieldBox *m_tenantBox;
    QList<QCheckBox *> m_parts;
    QList<QLineEdit *> m_filters; //!< objectName: the filter's name
    QList<FieldBox *> m_touched;
};

} // namespace latchkey
