#include "ui/parts/scrollareaaccessible.h"

#include <QAccessibleWidget>
#include <QScrollArea>

namespace latchkey {

namespace {

//! A plain widget with its children, each index of which is checked.
QAccessibleInterface *makeScrollArea(const QString &className, QObject *object)
{
    const bool isArea = className == QLatin1String("QScrollArea") || className == QLatin1String("QAbstractScrollArea");
    auto *area = isArea ? qobject_cast<QAbstractScrollArea *>(object) : nullptr;
    return area ? new QAccessibleWidget(area, QAccessible::Client, area->accessibleName()) : nullptr;
}

} // namespace

void installScrollAreaAccessibility() { QAccessible::installFactory(makeScrollArea); }

} // namespace latchkey
