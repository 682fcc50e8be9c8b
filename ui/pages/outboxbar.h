#pragma once

#include <QFrame>
#include <QPointer>

class QProgressBar;

namespace latchkey {

class Actions;
class PlainLabel;

//! What was confirmed and is about to be sent, while it can still be taken back. Hidden while there is nothing.
class OutboxBar : public QFrame
{
    Q_OBJECT
public:
    //! The actions must outlive the bar.
    explicit OutboxBar(Actions &actions, QWidget *parent = nullptr);

    //! What waits. Undo takes the newest plan back, then those before it.
    struct Pending
    {
        QString what = {}; //!< of the newest plan, with its verb: "14 tokens of login-dev go out"
        qint64 leftMs = 0; //!< of its `totalMs`
        qint64 totalMs = 0;
        int earlier = 0; //!< plans that wait besides
        qint64 firstLeftMs = 0; //!< of the earliest of them
    };
    //! Shows the bar.
    void setPending(const Pending &pending);

protected:
    //! Gives the keyboard back to where it came from.
    void hideEvent(QHideEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    PlainLabel *m_icon;
    PlainLabel *m_text;
    PlainLabel *m_rest;
    QProgressBar *m_progress;
    QPointer<QWidget> m_before; //!< had the keyboard before the bar
};

} // namespace latchkey
