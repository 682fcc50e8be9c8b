#pragma once

#include "network/domain/error.h"
#include "network/domain/identity.h"

#include <QWidget>

class QLineEdit;
class QListView;
class QRadioButton;
class QSortFilterProxyModel;
class QStandardItemModel;

namespace latchkey {

class PlainLabel;

//! All resources of an account, or only some: a list to tick with a field to find in it. Until the list is there, or
//! where it cannot be had, ids are typed.
class ResourceChooser : public QWidget
{
    Q_OBJECT
public:
    //! `label`: what the resources are called ("Services").
    explicit ResourceChooser(const QString &label, QWidget *parent = nullptr);

    void setLoading();
    void setResources(const Result<QList<Named>> &resources);
    //! Only these ids, also before the list is there.
    void choose(const QStringList &ids);
    //! Ids; empty: all.
    [[nodiscard]] QStringList chosen() const;
    //! "Only these", and none is chosen.
    [[nodiscard]] bool isIncomplete() const;

Q_SIGNALS:
    void changed();

private:
    void updateShown();
    [[nodiscard]] QStringList ticked() const;
    [[nodiscard]] QStringList typedIds() const;

    QRadioButton *m_all;
    QRadioButton *m_some;
    QWidget *m_listPart;
    QLineEdit *m_find;
    PlainLabel *m_count;
    QListView *m_list;
    QStandardItemModel *m_rows;
    QSortFilterProxyModel *m_found;
    QLineEdit *m_typed;
    PlainLabel *m_note;
    bool m_hasList = false;
};

} // namespace latchkey
