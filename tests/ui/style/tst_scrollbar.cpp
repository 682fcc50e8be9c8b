#include "ui/style/look.h"

#include <QApplication>
#include <QScrollBar>
#include <QStyle>
#include <QStyleOptionSlider>
#include <QTest>

using namespace latchkey;

namespace {

struct ShownBar : QScrollBar
{
    explicit ShownBar(Qt::Orientation orientation = Qt::Vertical) : QScrollBar(orientation)
    {
        const int extent = style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this);
        orientation == Qt::Vertical ? resize(extent, 400) : resize(400, extent);
        show();
    }

    [[nodiscard]] QRect part(QStyle::SubControl part) const
    {
        QStyleOptionSlider option;
        initStyleOption(&option);
        return style()->subControlRect(QStyle::CC_ScrollBar, &option, part, this);
    }

    void drag(const QPoint &from, const QPoint &to)
    {
        QTest::mousePress(this, Qt::LeftButton, {}, from);
        QTest::mouseMove(this, to);
        QTest::mouseRelease(this, Qt::LeftButton, {}, to);
    }
};

} // namespace

//! A scroll bar is its thumb alone, and behaves as people know it.
class TestScrollBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    void theThumbCanBeHeldHoweverLongTheTableIs()
    {
        ShownBar bar;
        bar.setRange(0, 22'000'000);
        bar.setPageStep(700);
        const QRect thumb = bar.part(QStyle::SC_ScrollBarSlider);
        QVERIFY2(thumb.height() >= 20, qPrintable(QString::number(thumb.height())));
        QCOMPARE(thumb.top(), 0);
        bar.setValue(bar.maximum());
        QCOMPARE(bar.part(QStyle::SC_ScrollBarSlider).bottom(), bar.height() - 1);
    }

    void theThumbIsAsLongAsWhatIsSeen()
    {
        ShownBar bar;
        bar.setRange(0, 300);
        bar.setPageStep(100);
        QCOMPARE(bar.part(QStyle::SC_ScrollBarSlider).height(), bar.height() / 4);
    }

    void draggingGoesToBothEnds_data()
    {
        QTest::addColumn<Qt::Orientation>("orientation");
        QTest::addColumn<QPoint>("along");
        QTest::newRow("down") << Qt::Vertical << QPoint(0, 390);
        QTest::newRow("to the right") << Qt::Horizontal << QPoint(390, 0);
    }

    void draggingGoesToBothEnds()
    {
        QFETCH(Qt::Orientation, orientation);
        QFETCH(QPoint, along);
        ShownBar bar(orientation);
        bar.setRange(0, 5000);
        bar.setPageStep(30);
        const QPoint start(4, 4);
        bar.drag(start, start + along);
        QCOMPARE(bar.value(), 5000);
        bar.drag(start + along, start);
        QCOMPARE(bar.value(), 0);
    }

    void besideTheThumbItGoesByPages()
    {
        ShownBar bar;
        bar.setRange(0, 5000);
        bar.setPageStep(30);
        QTest::mouseClick(&bar, Qt::LeftButton, {}, QPoint(4, bar.height() - 2));
        QCOMPARE(bar.value(), 30);
        bar.setValue(5000);
        QTest::mouseClick(&bar, Qt::LeftButton, {}, QPoint(4, 1));
        QCOMPARE(bar.value(), 4970);
    }

    void fromTheRightWhereOneReadsSo()
    {
        ShownBar bar(Qt::Horizontal);
        bar.setLayoutDirection(Qt::RightToLeft);
        bar.setRange(0, 300);
        bar.setPageStep(100);
        QCOMPARE(bar.part(QStyle::SC_ScrollBarSlider).right(), bar.width() - 1);
        QCOMPARE(bar.part(QStyle::SC_ScrollBarSubPage).width(), 0);
    }
};

QTEST_MAIN(TestScrollBar)

#include "tst_scrollbar.moc"
