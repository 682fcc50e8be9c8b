#pragma once

#include "network/domain/account.h"
#include "network/domain/credential.h"
#include "network/domain/description.h"

#include <QWidget>

class QComboBox;
class QFormLayout;
class QProgressBar;
class QPushButton;

namespace latchkey {

class Banner;
class Clock;
class FieldBox;
class FieldEditor;
class PlainLabel;

//! How an account signs in: the way, what it asks for beside secrets, and the secrets, or the button that gets what is
//! kept in their place.
class SignInSection : public QWidget
{
    Q_OBJECT
public:
    //! What is typed, and what signing in brought.
    struct State
    {
        QString way = {}; //!< a SignInMethod's key; empty: the first
        QMap<QString, QString> settings = {}; //!< as Account::settings
        Credential typed = {}; //!< right or wrong
        Credential kept = {}; //!< signed in since the last save; only where the way exchanges
    };

    //! `clock` outlives this.
    explicit SignInSection(const Clock &clock, QWidget *parent = nullptr);

    //! `storedWay`: the one of which the keychain has a credential; empty: none.
    void show(const QList<SignInMethod> &ways, const State &state, const QString &storedWay);
    using QWidget::show;
    [[nodiscard]] State state() const;
    //! Null: the provider has none.
    [[nodiscard]] const SignInMethod *way() const;
    //! For a test or a save: what is typed, checked, or what signing in brought. Empty: use the stored one.
    [[nodiscard]] Credential credential() const;
    //! For a sign-in: what is typed, checked.
    [[nodiscard]] Credential typed() const;

    //! Shows every sentence. The first field that is wrong for a test or a save; null: none.
    [[nodiscard]] QWidget *check();
    //! The same, for a sign-in.
    [[nodiscard]] QWidget *checkSignIn();
    //! What is kept, or was typed, belongs to another address or tenant now: sign in again.
    void forgetKept();

    void showWaiting();
    //! Takes what signing in brought in the place of what was typed.
    void setKept(const Credential &kept);
    void showProblem(const QString &fact, const QString &reason);
    //! Neither: it was cancelled, or another account is shown.
    void endWaiting();

    //! What becomes of a secret that is typed and kept, and where one is that was kept before.
    void sayStorage(const QString &ofTyped, const QString &ofStored);
    //! To align the labels.
    [[nodiscard]] QFormLayout *rows() const { return m_rows; }

Q_SIGNALS:
    //! A person changed something.
    void edited();
    //! Another way was chosen, and its fields are there.
    void wayChosen();
    void signInRequested();
    void signInCancelled();

private:
    void build(const State &state);
    void addSettings(const QMap<QString, QString> &settings);
    void addRedirect(FieldEditor *port);
    void addSecrets(const Credential &typed);
    void addSignIn();
    void takeEdit();
    void sayState();
    [[nodiscard]] bool isStored() const;
    [[nodiscard]] bool isExchanged() const;
    [[nodiscard]] bool isAnyTyped() const;
    [[nodiscard]] QWidget *checkSettings();

    const Clock &m_clock;
    QList<SignInMethod> m_ways;
    QString m_storedWay;
    Credential m_kept;
    QString m_ofTyped;
    QString m_ofStored;
    bool m_isBuilding = false;
    bool m_isWaiting = false;

    QFormLayout *m_rows;
    QComboBox *m_way;
    FieldBox *m_wayBox;
    QList<FieldEditor *> m_settings;
    QList<FieldEditor *> m_secrets;
    // Where the way exchanges; else null
    FieldBox *m_signInBox = nullptr;
    QPushButton *m_signIn = nullptr;
    QPushButton *m_cancel = nullptr;
    QProgressBar *m_progress = nullptr;
    Banner *m_banner = nullptr;
    PlainLabel *m_hint = nullptr;
};

} // namespace latchkey
