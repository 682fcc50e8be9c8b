#pragma once

#include <QString>
#include <QStringList>
#include <QWidget>

#include <functional>

namespace latchkey {

//! What a person is asked to choose a file for.
struct FileWish
{
    QString title = {};
    QString name = {}; //!< proposed; of a file to save
    //! "Table (*.csv)", …: the suffix of the chosen one is added where none is typed.
    QStringList filters = {};
};

using TakePath = std::function<void(const QString &path)>;

//! Asks for a file to write, and gives its path to `take`. `parent` outlives the question, and `take` what it holds.
void chooseFileToSave(QWidget *parent, const FileWish &wish, TakePath take);
//! The same for a file to read.
void chooseFileToOpen(QWidget *parent, const FileWish &wish, TakePath take);

} // namespace latchkey
