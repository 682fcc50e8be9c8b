#include "ui/parts/scrollareaaccessible.h"

#include <QAccessible>
#include <QLabel>
#include <QScrollArea>
#include <QTest>

using namespace latchkey;

//! A screen reader may ask for a child that is not there any more.
class TestScrollArea : public QObject
{
    Q_OBJECT

private:
    //! Whether `wanted` is somewhere below.
    static bool reaches(QAccessibleInterface *from, const QObject *wanted)
    {
        if (from == nullptr)
            return false;
        if (from->object() == wanted)
            return true;
        for (int child = 0; child < from->childCount(); ++child) {
            if (reaches(from->child(child), wanted))
                return true;
        }
        return false;
    }

private Q_SLOTS:
    void initTestCase() { installScrollAreaAccessibility(); }

    void aChildThatIsGoneIsNoCrash()
    {
        QScrollArea area;
        auto *content = new QLabel(QStringLiteral("tall"));
        content->setMinimumHeight(4000);
        area.setWidget(content);
        area.resize(200, 200);
        area.show();
        QVERIFY(QTest::qWaitForWindowExposed(&area));
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(&area);
        QVERIFY(interface != nullptr);
        QVERIFY(interface->childCount() > 0);
        for (const int index : {-1, interface->childCount(), 1000})
            QVERIFY(interface->child(index) == nullptr);
        QVERIFY(reaches(interface, content)); // and what is in it is found
    }
};

QTEST_MAIN(TestScrollArea)
#include "tst_scrollarea.moc"
