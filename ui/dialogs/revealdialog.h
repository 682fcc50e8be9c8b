#pragma once

#include "network/domain/account.h"
#include "network/domain/secret.h"
#include "network/domain/token.h"
#include "ui/dialogs/clipboardguard.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QPushButton;

namespace latchkey {

class Clock;
class DialogHead;
class PlainLabel;
class SecretField;

//! A token with the values that are to be shown: one at least.
struct Revealed
{
    enum class Occasion {
        Created, //!< shown now, and never again
        Rotated, //!< the same, of a token that had another value before
        Requested, //!< the provider gives it out whenever it is asked
    };
    Token token = {};
    Secret value = {}; //!< empty: only its refresh token has a new one
    Secret refreshValue = {}; //!< empty: none
    Occasion occasion = Occasion::Created;
};

//! Shows the values of a token, masked until asked. What is shown once closes only after a person said that it is put
//! where it belongs: not by Escape, not by Enter, not by the window's cross. What can be asked for again closes freely.
//! The values leave the dialog with it. Show it with open().
class RevealDialog : public QDialog
{
    Q_OBJECT
public:
    //! `provider`: its name.
    RevealDialog(const Revealed &revealed, const Account &account, const QString &provider, const Clock &clock,
                 QWidget *parent = nullptr);

    //! Answer to the last writeRequested(): the path, or a sentence.
    void showWritten(const Result<QString> &path);
    //! The values are not needed any more: it was revoked. Closes, ticked or not.
    void finish();

    [[nodiscard]] QSize sizeHint() const override;

public Q_SLOTS:
    //! Escape: nothing, where the values are shown once.
    void reject() override;

Q_SIGNALS:
    //! Readable by this user alone. Answered with showWritten().
    void writeRequested(const QString &path, const latchkey::Secret &value);
    //! The dialog stays until finish().
    void revokeRequested();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    //! One thing that can be done with a value, and whether it was.
    struct Deed
    {
        QLabel *icon = nullptr;
        PlainLabel *text = nullptr;
    };
    struct Value
    {
        QString name = {}; //!< "Access token"; empty: the only one
        QString prefix = {}; //!< of object names: "refresh"
        Secret secret = {};
        SecretField *field = nullptr;
        Deed written = {};
    };
    [[nodiscard]] bool isOnce() const { return m_occasion != Revealed::Occasion::Requested; }
    void say(const Revealed &revealed, const Account &account, const QString &provider, const Clock &clock);
    //! Tells a token without a name from others; it is no secret, and says so.
    [[nodiscard]] QWidget *makeId(const TokenId &id);
    [[nodiscard]] QLayout *makeSentence(const QString &provider);
    [[nodiscard]] QWidget *makeValue(qsizetype at);
    [[nodiscard]] QWidget *makeDeeds();
    [[nodiscard]] QLayout *makeStored();
    [[nodiscard]] QWidget *makeButtons();
    void copy(const Value &value);
    void chooseFile(qsizetype at);
    void tell(const Deed &deed, bool isDone, const QString &text);

    const Revealed::Occasion m_occasion;
    QList<Value> m_values;
    qsizetype m_writing = 0; //!< of m_values: asked to be written last
    ClipboardGuard m_clipboard;
    bool m_isFinished = false;
    DialogHead *m_head;
    QPushButton *m_clear = nullptr;
    Deed m_copied;
    QCheckBox *m_stored;
    QPushButton *m_close;
};

//! Paints a secret on as many lines as it needs, or dots in its place. Holds no text, and nothing can be selected in
//! it: a selection would be in the clipboard of the middle mouse button.
class SecretField : public QWidget
{
    Q_OBJECT
public:
    //! `name`: what it is, for screen readers.
    SecretField(const Secret &value, const QString &name, QWidget *parent = nullptr);

    void setShown(bool shown);
    [[nodiscard]] bool isShown() const { return m_isShown; }
    void forget();
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    //! Lays the lines out, draws them where there is a painter, and returns their height.
    int layOut(int width, QPainter *painter) const;

    Secret m_value;
    QString m_name;
    bool m_isShown = false;
};

} // namespace latchkey
