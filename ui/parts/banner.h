#pragma once

#include <QFrame>

class QHBoxLayout;
class QAbstractButton;

namespace latchkey {

class PlainLabel;

//! What went wrong or wants attention, at the place that it concerns: a bold fact, the reason, and buttons with the
//! next step. Hidden until show() is called.
class Banner : public QFrame
{
    Q_OBJECT
public:
    enum class Tone { Info, Warning, Error };

    explicit Banner(QWidget *parent = nullptr);

    //! `fact` ends with a full stop; `reason` may be empty. Removes the buttons from before.
    void say(Tone tone, const QString &fact, const QString &reason);
    //! In the order of their use, the first is the next step. Owned by the banner until the next say().
    QAbstractButton *addButton(const QString &text, const char *iconName = "");
    //! A cross at the right that hides the banner and emits dismissed().
    void setDismissable(bool dismissable);

Q_SIGNALS:
    void dismissed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Info;
    PlainLabel *m_icon;
    PlainLabel *m_fact;
    PlainLabel *m_reason;
    QHBoxLayout *m_buttons;
    QAbstractButton *m_close;
};

} // namespace latchkey
