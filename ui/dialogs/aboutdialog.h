#pragma once

#include <QDialog>

namespace latchkey {

//! What this program is, its version and licence. Show it with open().
class AboutDialog : public QDialog
{
    Q_OBJECT
public:
    explicit AboutDialog(QWidget *parent = nullptr);
};

} // namespace latchkey
