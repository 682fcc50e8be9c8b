#pragma once

#include <QDialog>

namespace latchkey {

class Actions;

//! The keys of every action that has some. Show it with open().
class ShortcutsDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ShortcutsDialog(const Actions &actions, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
};

} // namespace latchkey
