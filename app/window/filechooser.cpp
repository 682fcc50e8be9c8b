#include "app/window/filechooser.h"

#include <QFileDialog>

namespace latchkey {

namespace {

void open(QFileDialog *chooser, const FileWish &wish, TakePath take)
{
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setNameFilters(wish.filters);
    QObject::connect(chooser, &QFileDialog::fileSelected, chooser, std::move(take));
    chooser->open();
}

//! "csv" of "Table (*.csv)".
QString suffixIn(const QString &filter) { return filter.section(QLatin1String("*."), 1).section(u')', 0, 0); }

} // namespace

void chooseFileToSave(QWidget *parent, const FileWish &wish, TakePath take)
{
    auto *chooser = new QFileDialog(parent, wish.title);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setDefaultSuffix(suffixIn(wish.filters.value(0)));
    QObject::connect(chooser, &QFileDialog::filterSelected, chooser,
                     [chooser](const QString &filter) { chooser->setDefaultSuffix(suffixIn(filter)); });
    chooser->selectFile(wish.name);
    open(chooser, wish, std::move(take));
}

void chooseFileToOpen(QWidget *parent, const FileWish &wish, TakePath take)
{
    open(new QFileDialog(parent, wish.title), wish, std::move(take));
}

} // namespace latchkey
