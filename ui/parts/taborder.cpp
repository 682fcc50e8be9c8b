#include "ui/parts/taborder.h"

#include <QLayout>
#include <QList>
#include <QScrollArea>
#include <QWidget>

namespace latchkey {

namespace {

void collect(QWidget *widget, QList<QWidget *> &stops);

void collect(QLayout *layout, QList<QWidget *> &stops)
{
    for (int i = 0; i < layout->count(); ++i) {
        QLayoutItem *item = layout->itemAt(i);
        if (item->widget() != nullptr)
            collect(item->widget(), stops);
        else if (item->layout() != nullptr)
            collect(item->layout(), stops);
    }
}

void collect(QWidget *widget, QList<QWidget *> &stops)
{
    if (widget->focusPolicy() & Qt::TabFocus)
        stops += widget;
    const auto *scroll = qobject_cast<QScrollArea *>(widget);
    QWidget *inside = scroll != nullptr ? scroll->widget() : widget;
    if (inside != nullptr && inside->layout() != nullptr)
        collect(inside->layout(), stops);
}

} // namespace

void tabAlongLayouts(QWidget *root)
{
    QList<QWidget *> stops;
    collect(root, stops);
    for (qsizetype i = 1; i < stops.size(); ++i)
        QWidget::setTabOrder(stops[i - 1], stops[i]);
}

} // namespace latchkey
