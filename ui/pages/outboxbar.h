#pragma once

#include <QFrame>

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

    //! Shows the bar. `what` with its verb: "14 tokens of login-dev go out". Of `totalMs`, `leftMs` are left.
    void setPending(const QString &what, qint64 leftMs, qint64 totalMs);
    //! Plans that wait besides, which Undo would take back after this one. Empty: none.
    void setEarlier(const QString &earlier);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    PlainLabel *m_icon;
    PlainLabel *m_text;
    PlainLabel *m_rest;
    QProgressBar *m_progress;
};

} // namespace latchkey
