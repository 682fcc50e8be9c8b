#pragma once

#include <QToolButton>

namespace latchkey {

//! A button that looks like a field to type into, since pressing it opens one: icon, dim text, and its shortcut at the
//! right. As wide as a field where there is room, and as its icon where there is none.
class FieldButton : public QToolButton
{
    Q_OBJECT
public:
    //! `text` is its accessible name too; `shortcut` as people read it ("Ctrl+K").
    FieldButton(const QIcon &icon, const QString &text, const QString &shortcut, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int margin() const;

    QString m_shortcut;
};

} // namespace latchkey
