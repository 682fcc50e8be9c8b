#pragma once

#include <QDialog>

class QProgressBar;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace latchkey {

class Banner;
class DialogHead;
class PlainLabel;

//! A dialog that asks for something, sends it, and waits for the answer: head, banner, what is asked, and at the foot
//! what happens next. Cannot be closed while it waits, and keeps what is typed when the answer is no.
class RequestDialog : public QDialog
{
    Q_OBJECT
public:
    [[nodiscard]] QSize sizeHint() const override;

public Q_SLOTS:
    //! Not while an answer is waited for.
    void reject() override;

protected:
    //! What the foot says.
    struct Foot
    {
        QString idle = {};
        QString waiting = {};
    };
    //! `action` is the default button; `characters` and `lines` are the size that it wants.
    RequestDialog(QPushButton *action, const Foot &foot, QSize charactersAndLines, QWidget *parent);

    //! Takes it over. Called once, at the end of the constructor.
    void setBody(QScrollArea *body);
    [[nodiscard]] DialogHead &head() { return *m_head; }
    [[nodiscard]] Banner &banner() { return *m_banner; }
    [[nodiscard]] bool isWaiting() const { return m_isWaiting; }
    void setWaiting(bool waiting);
    //! What stands in the way of sending, other than what is typed. Looked at by setWaiting().
    [[nodiscard]] virtual bool canSend() const { return true; }
    //! The action was pressed; not while waiting.
    virtual void send() = 0;
    //! Puts the focus to what is wrong, and scrolls there. Whether there was nothing.
    bool goTo(QWidget *firstWrong);

private:
    [[nodiscard]] QWidget *makeFoot();

    const Foot m_says;
    const QSize m_wanted;
    bool m_isWaiting = false;
    DialogHead *m_head;
    Banner *m_banner;
    QVBoxLayout *m_column;
    QScrollArea *m_body = nullptr;
    QProgressBar *m_progress;
    PlainLabel *m_foot;
    QPushButton *m_cancel;
    QPushButton *m_action;
};

} // namespace latchkey
