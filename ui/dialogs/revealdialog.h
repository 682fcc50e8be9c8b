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
class PlainLabel;
class SecretField;

//! Shows the value of a new token, once. Closes only after a person said that it is put where it belongs: not by
//! Escape, not by Enter, not by the window's cross. The value leaves the dialog with it. Show it with open().
class RevealDialog : public QDialog
{
    Q_OBJECT
public:
    //! `provider`: its name.
    RevealDialog(const Token &token, const Secret &value, const Account &account, const QString &provider,
                 const Clock &clock, QWidget *parent = nullptr);

    //! Answer to writeRequested(): the path, or a sentence.
    void showWritten(const Result<QString> &path);
    //! The value is not needed any more: it was revoked. Closes, ticked or not.
    void finish();

    [[nodiscard]] QSize sizeHint() const override;

public Q_SLOTS:
    //! Escape: nothing, ever.
    void reject() override { }

Q_SIGNALS:
    //! Readable by this user alone. Answered with showWritten().
    void writeRequested(const QString &path);
    //! The dialog stays until finish().
    void revokeRequested();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    //! One thing that can be done with the value, and whether it was.
    struct Deed
    {
        QLabel *icon = nullptr;
        PlainLabel *text = nullptr;
    };
    [[nodiscard]] QWidget *makeValue(const Secret &value, const QString &provider);
    [[nodiscard]] QWidget *makeDeeds();
    [[nodiscard]] QWidget *makeButtons();
    void copy();
    void chooseFile();
    void tell(const Deed &deed, bool isDone, const QString &text);

    Secret m_value;
    ClipboardGuard m_clipboard;
    bool m_isFinished = false;
    SecretField *m_field = nullptr;
    QPushButton *m_clear = nullptr;
    Deed m_copied;
    Deed m_written;
    QCheckBox *m_stored;
    QPushButton *m_close;
};

//! Paints a secret on as many lines as it needs, or dots in its place. Holds no text, and nothing can be selected in
//! it: a selection would be in the clipboard of the middle mouse button.
class SecretField : public QWidget
{
    Q_OBJECT
public:
    explicit SecretField(const Secret &value, QWidget *parent = nullptr);

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
    bool m_isShown = false;
};

} // namespace latchkey
