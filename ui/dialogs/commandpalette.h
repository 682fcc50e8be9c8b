#pragma once

#include <QDialog>

class QAction;
class QLineEdit;
class QListView;
class QStandardItemModel;

namespace latchkey {

class Actions;
class PlainLabel;

//! Every action by its name: type a part of it, Enter does it. Disabled ones are there too and say why. Show it with
//! open().
class CommandPalette : public QDialog
{
    Q_OBJECT
public:
    //! `actions` outlive the palette.
    explicit CommandPalette(Actions &actions, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void find(const QString &typed);
    void triggerCurrent();

    Actions &m_actions;
    QLineEdit *m_field;
    QListView *m_list;
    QStandardItemModel *m_rows;
    PlainLabel *m_nothing;
};

//! How well `text` answers `typed`: 0 the best, -1 not at all. The whole, the start of a word, a part, letters in
//! order; case does not count.
[[nodiscard]] int matchRank(const QString &text, const QString &typed);
//! An action's text without the mark of its mnemonic.
[[nodiscard]] QString plainActionText(const QAction &action);

} // namespace latchkey
