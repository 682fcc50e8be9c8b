#pragma once

#include <QLineEdit>

namespace latchkey {

//! What a table is searched by. Escape empties it; Escape in an empty one, Enter and Down leave it for the table.
class FindEdit : public QLineEdit
{
    Q_OBJECT
public:
    using QLineEdit::QLineEdit;

Q_SIGNALS:
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace latchkey
