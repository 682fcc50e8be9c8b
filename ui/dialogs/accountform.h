#pragma once

#include "models/accounts/accountstore.h"
#include "network/domain/credential.h"
#include "network/domain/description.h"

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
class FieldEditor;

//! One account as it is edited: what is typed, saved or not.
struct AccountDraft
{
    Account account = {};
    Credential typed = {}; //!< secrets typed and not saved yet
    QString typedBaseUrl = {}; //!< as typed, also where it is no address
    QString typedLoginUrl = {};
    bool isNew = false;
    bool readOnlyChosen = false; //!< by the person: the environment does not change it any more

    [[nodiscard]] static AccountDraft of(const Account &account);
    //! A new account, with what the provider proposes; in production and so read-only until somebody says otherwise.
    //! `count`: how many accounts there are, for a colour of its own.
    [[nodiscard]] static AccountDraft fresh(const ProviderDescription &provider, qsizetype count);
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
    //! What is typed, checked; only after check().
    [[nodiscard]] Credential credential() const;
    //! Shows every sentence and puts the focus to the first. Whether the account can be tested and saved.
    bool check();
    void focusName();
    //! What the keychain will do with a secret: the hint below the secrets.
    void setSecretHint(const QString &hint);
    [[nodiscard]] const ProviderDescription *provider() const;

Q_SIGNALS:
    //! A person changed something.
    void edited();

private:
    void makeAccountSection(QVBoxLayout *column);
    void makeServiceSection(QVBoxLayout *column);
    void makeLimitsSection(QVBoxLayout *column);
    FieldBox *addRow(QFormLayout *form, const QString &label, QWidget *input, const char *name);
    void chooseProvider();
    void chooseEnvironment();
    void buildSignIn();
    void buildScope();
    //! The labels of all sections are as wide as the widest.
    void alignLabels();
    void takeEdit();
    void showProblems(bool alsoUntouched);
    [[nodiscard]] QList<std::pair<FieldBox *, QString>> problems() const;
    //! The keychain has a credential for the chosen way of signing in.
    [[nodiscard]] bool isStored() const;

    const AccountStore &m_store;
    const QList<ProviderDescription> m_providers;
    const Clock &m_clock;
    AccountDraft m_draft; //!< as it was set: what the form does not show is kept
    bool m_isFilling = false;
    QString m_secretHint;

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
    QComboBox *m_signIn;
    QFormLayout *m_signInFields;
    QSpinBox *m_inFlight;
    QSpinBox *m_retries;
    QSpinBox *m_pageSize;
    QFormLayout *m_account;
    QFormLayout *m_service;
    QFormLayout *m_limits;
    FieldBox *m_nameBox;
    FieldBox *m_baseUrlBox;
    FieldBox *m_loginUrlBox;
    QList<FieldEditor *> m_secrets;
    QList<QCheckBox *> m_parts;
    QList<QLineEdit *> m_filters; //!< objectName: the filter's name
    QList<FieldBox *> m_touched;
};

} // namespace latchkey
