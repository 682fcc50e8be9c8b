#pragma once

#include <QWidget>

class QHBoxLayout;
class QAbstractButton;

namespace latchkey {

class PlainLabel;

//! Why there is nothing, and what to do: an icon, one bold sentence, one dim one, at most two buttons. Never shown
//! while something loads, or after it failed.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(QWidget *parent = nullptr);

    //! Removes the buttons from before.
    void say(const char *iconName, const QString &why, const QString &next);
    //! The first is the dialog-like default. Owned by this until the next say().
    QAbstractButton *addButton(const QString &text, const char *iconName = "");

protected:
    void changeEvent(QEvent *event) override;

private:
    void drawIcon();

    const char *m_iconName = "key";
    PlainLabel *m_icon;
    PlainLabel *m_why;
    PlainLabel *m_next;
    QHBoxLayout *m_buttons;
};

} // namespace latchkey
