#include "ui/pages/findedit.h"

#include <QKeyEvent>

namespace latchkey {

void FindEdit::keyPressEvent(QKeyEvent *event)
{
    const bool isEscape = event->key() == Qt::Key_Escape;
    const bool isOn = event->key() == Qt::Key_Down || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEscape && !text().isEmpty())
        clear();
    else if (isEscape || isOn)
        Q_EMIT left();
    else
        QLineEdit::keyPressEvent(event);
}

} // namespace latchkey
