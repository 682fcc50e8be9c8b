#pragma once

#include "ui/style/icons.h"

#include <QPushButton>

class QAction;

namespace latchkey {

//! A button whose text is cut where there is no room, with all of it in the tool tip and for screen readers. Red where
//! it ends somebody's access.
class ActionButton : public QPushButton
{
    Q_OBJECT
public:
    enum class Tone { Plain, Red };

    ActionButton(const QString &text, const char *iconName, Tone tone, QWidget *parent = nullptr);
    //! Does what the action does, and says what it says.
    ActionButton(QAction *action, const char *iconName, Tone tone, QWidget *parent = nullptr);

    //! As it is, with what may stand in names: no shortcut is made of "&".
    void setWholeText(const QString &text);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void tint();
    [[nodiscard]] int padding() const;
    void fit();
    void follow(const QAction *action);

    QString m_whole;
    const char *m_iconName;
    Tone m_tone;
    bool m_isTinting = false;
};

} // namespace latchkey
