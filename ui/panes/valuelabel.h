#pragma once

#include "network/domain/moment.h"

#include <QWidget>

class QToolButton;

namespace latchkey {

class PlainLabel;

//! A value that can be selected with mouse and keyboard, and copied by a button that shows while the mouse or the focus
//! is on it.
class ValueLabel : public QWidget
{
    Q_OBJECT
public:
    //! `name`: what the value is, for screen readers: "Owner".
    explicit ValueLabel(const QString &name, QWidget *parent = nullptr);

    //! It is of something else from here on.
    void setName(const QString &name) { m_name = name; }
    //! On one line, elided where there is no room. Empty: "not reported".
    void setLine(const QString &text, const QString &toolTip = {});
    //! On as many lines as it needs.
    void setLines(const QString &text);
    //! In the fixed font, elided in the middle.
    void setCode(const QString &text);
    //! Relative, with the exact time in the tool tip; that is also what is copied.
    void setMoment(Moment moment, qint64 nowMs);
    //! A second, dim line: what else the provider calls it. Empty: none.
    void setNote(const QString &note);
    //! What is seen.
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void copied(const QString &what);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void present(const QString &text, const QString &copied);
    void showButton();

    QString m_name;
    QString m_copied; //!< empty: there is nothing to copy
    PlainLabel *m_text;
    PlainLabel *m_note;
    QToolButton *m_copy;
};

} // namespace latchkey
