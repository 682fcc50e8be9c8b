#include "ui/dialogs/shortcutsdialog.h"

#include "ui/dialogs/commandpalette.h"
#include "ui/dialogs/dialoghead.h"
#include "ui/parts/actions.h"
#include "ui/style/look.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

namespace latchkey {

ShortcutsDialog::ShortcutsDialog(const Actions &actions, QWidget *parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("shortcutsDialog"));
    setWindowTitle(tr("Keyboard shortcuts"));
    auto *rows = new QStandardItemModel(0, 2, this);
    rows->setHorizontalHeaderLabels({tr("Action"), tr("Keys")});
    const QList<QAction *> all = actions.all();
    for (const QAction *action : all) {
        QStringList keys;
        const QList<QKeySequence> sequences = action->shortcuts();
        for (const QKeySequence &sequence : sequences)
            keys += sequence.toString(QKeySequence::NativeText);
        if (keys.isEmpty())
            continue;
        auto *name = new QStandardItem(action->icon(), plainActionText(*action));
        auto *shortcut = new QStandardItem(keys.join(tr(" or ")));
        rows->appendRow({name, shortcut});
    }

    auto *list = new QTreeView(this);
    list->setObjectName(QStringLiteral("shortcuts"));
    list->setAccessibleName(windowTitle());
    list->setModel(rows);
    list->setRootIsDecorated(false);
    list->setUniformRowHeights(true);
    list->setAlternatingRowColors(true);
    list->setAllColumnsShowFocus(true);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    list->header()->setStretchLastSection(false);
    list->setCurrentIndex(rows->index(0, 0));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(list);
    column->addWidget(buttons);
    openAtWantedSize(*this);
}

QSize ShortcutsDialog::sizeHint() const { return {fontMetrics().averageCharWidth() * 70, rowHeight(*this) * 24}; }

} // namespace latchkey
