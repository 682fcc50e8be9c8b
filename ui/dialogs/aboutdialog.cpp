#include "ui/dialogs/aboutdialog.h"

#include "ui/parts/plainlabel.h"
#include "ui/style/look.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QIcon>
#include <QPushButton>
#include <QVBoxLayout>

namespace latchkey {

AboutDialog::AboutDialog(QWidget *parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("aboutDialog"));
    setWindowTitle(tr("About Latchkey"));
    auto *mark = new PlainLabel(this);
    mark->setPixmap(QIcon(QStringLiteral(":/icons/latchkey.svg")).pixmap(QSize(48, 48), devicePixelRatioF()));
    auto *name = new PlainLabel(tr("Latchkey %1").arg(QCoreApplication::applicationVersion()), this);
    name->setFont(titleFont(font()));
    auto *what =
        new PlainLabel(tr("Lists, inspects, creates and provably revokes the API tokens of many accounts."), this);
    auto *licence = new PlainLabel(
        tr("Free software under the GNU General Public License, version 3 or later. It comes without any warranty."),
        this);
    auto *built = new PlainLabel(tr("Runs with Qt %1, was built with Qt %2.")
                                     .arg(QString::fromLatin1(qVersion()), QStringLiteral(QT_VERSION_STR)),
                                 this);
    name->setObjectName(QStringLiteral("version"));
    licence->setObjectName(QStringLiteral("licence"));
    built->setObjectName(QStringLiteral("qtVersion"));
    built->setDim(true);
    for (PlainLabel *label : {name, what, licence, built}) {
        label->setSelectable(true);
        label->setWordWrap(true);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    buttons->button(QDialogButtonBox::Close)->setFocus();
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *texts = new QVBoxLayout;
    texts->setSpacing(8);
    for (PlainLabel *label : {name, what, licence, built})
        texts->addWidget(label);
    auto *row = new QHBoxLayout;
    row->setSpacing(16);
    row->addWidget(mark, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(16);
    column->addLayout(row);
    column->addWidget(buttons);
    setMinimumWidth(fontMetrics().averageCharWidth() * 66);
}

} // namespace latchkey
