#include "shownpage.h"

#include "ui/dates.h"

#include <QAction>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>

using namespace latchkey;
using namespace Qt::StringLiterals;

using Column = TokenTableModel::Column;

//! One thing that a person does.
struct Gesture
{
    enum class Kind { Click, Drag, Key } kind = Kind::Click;
    int row = 0; //!< of a click, or where a drag begins
    int to = 0; //!< where a drag ends
    Qt::Key key = Qt::Key_unknown;
    Qt::KeyboardModifiers modifiers = {};
};
using Gestures = QList<Gesture>;

namespace {

Gesture click(int row, Qt::KeyboardModifiers modifiers = {}) { return {Gesture::Kind::Click, row, 0, {}, modifiers}; }
Gesture drag(int from, int to, Qt::KeyboardModifiers modifiers = {})
{
    return {Gesture::Kind::Drag, from, to, {}, modifiers};
}
Gesture key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { return {Gesture::Kind::Key, 0, 0, key, modifiers}; }

constexpr auto Ctrl = Qt::ControlModifier;
constexpr auto Shift = Qt::ShiftModifier;

} // namespace

//! The table under mouse and keys.
class TestTokenTableView : public QObject
{
    Q_OBJECT

private:
    static void perform(ShownPage &shown, const Gesture &gesture)
    {
        switch (gesture.kind) {
        case Gesture::Kind::Click:
            shown.click(gesture.row, gesture.modifiers);
            break;
        case Gesture::Kind::Drag: {
            QWidget *viewport = shown.view.viewport();
            QTest::mousePress(viewport, Qt::LeftButton, gesture.modifiers, shown.middleOf(gesture.row));
            const QPoint to = shown.middleOf(gesture.to);
            QMouseEvent move(QEvent::MouseMove, to, viewport->mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                             gesture.modifiers);
            QApplication::sendEvent(viewport, &move);
            QTest::mouseRelease(viewport, Qt::LeftButton, gesture.modifiers, to);
            break;
        }
        case Gesture::Kind::Key:
            shown.key(gesture.key, gesture.modifiers);
            break;
        }
    }

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    void selectsAsEverywhere_data()
    {
        QTest::addColumn<Gestures>("gestures");
        QTest::addColumn<QString>("selected");
        const auto row = [](const char *name, const Gestures &gestures, const char *selected) {
            QTest::newRow(name) << gestures << QString::fromLatin1(selected);
        };
        row("a click selects one row", {click(3)}, "3");
        row("a second click selects that row alone", {click(3), click(5)}, "5");
        row("Ctrl adds a row", {click(3), click(5, Ctrl)}, "3 5");
        row("Ctrl on a selected row takes it out", {click(3), click(5, Ctrl), click(3, Ctrl)}, "5");
        row("Shift selects from the last click", {click(3), click(6, Shift)}, "3 4 5 6");
        row("Shift selects upwards too", {click(6), click(3, Shift)}, "3 4 5 6");
        row("a second Shift starts at the same row", {click(3), click(6, Shift), click(1, Shift)}, "1 2 3");
        row("Shift starts at the row of the last Ctrl", {click(1), click(4, Ctrl), click(6, Shift)}, "4 5 6");
        row("Ctrl and Shift add a range", {click(1), click(4, Ctrl), click(6, Ctrl | Shift)}, "1 4 5 6");
        row("a drag selects what it passes", {drag(2, 5)}, "2 3 4 5");
        row("a drag upwards too", {drag(5, 2)}, "2 3 4 5");
        row("a drag with Ctrl adds", {click(0), drag(2, 4, Ctrl)}, "0 2 3 4");
        row("a drag with Ctrl from a selected row takes out", {drag(1, 6), drag(3, 4, Ctrl)}, "1 2 5 6");
        row("Shift after a drag starts where it began", {drag(2, 5), click(8, Shift)}, "2 3 4 5 6 7 8");
        row("Down selects the next row", {click(3), key(Qt::Key_Down)}, "4");
        row("Up selects the one before", {click(3), key(Qt::Key_Up)}, "2");
        row("Up stops at the first row", {click(0), key(Qt::Key_Up)}, "0");
        row("Shift and Down extend", {click(3), key(Qt::Key_Down, Shift), key(Qt::Key_Down, Shift)}, "3 4 5");
        row("and back again", {click(3), key(Qt::Key_Down, Shift), key(Qt::Key_Up, Shift)}, "3");
        row("Shift and Up extend upwards", {click(5), key(Qt::Key_Up, Shift), key(Qt::Key_Up, Shift)}, "3 4 5");
        row("beyond where they began they turn round",
            {click(5), key(Qt::Key_Down, Shift), key(Qt::Key_Up, Shift), key(Qt::Key_Up, Shift)}, "4 5");
        row("Shift and Down extend from the row of the last Ctrl", {click(1), click(6, Ctrl), key(Qt::Key_Down, Shift)},
            "6 7");
        row("Shift and Home select to the first row", {click(2), key(Qt::Key_Home, Shift)}, "0 1 2");
        row("Shift and Page down select on", {click(7), key(Qt::Key_PageDown, Shift)}, "7 8 9");
        row("Ctrl and Down move without selecting", {click(3), key(Qt::Key_Down, Ctrl)}, "3");
        row("then Space adds the row", {click(3), key(Qt::Key_Down, Ctrl), key(Qt::Key_Down, Ctrl), key(Qt::Key_Space)},
            "3 5");
        row("Space takes a selected row out", {click(3), key(Qt::Key_Space)}, "");
        row("Shift and Space select from the last row to this",
            {click(3), key(Qt::Key_Down, Ctrl), key(Qt::Key_Down, Ctrl), key(Qt::Key_Space, Shift)}, "3 4 5");
        row("Home goes to the first row", {click(3), key(Qt::Key_Home)}, "0");
        row("End goes to the last row", {click(3), key(Qt::Key_End)}, "9");
        row("Shift and End select to the last row", {click(7), key(Qt::Key_End, Shift)}, "7 8 9");
        row("Page down goes on", {click(3), key(Qt::Key_PageDown)}, "9");
        row("Ctrl+A selects all", {click(3), key(Qt::Key_A, Ctrl)}, "0 1 2 3 4 5 6 7 8 9");
        row("Ctrl+Shift+I selects the others", {drag(0, 7), key(Qt::Key_I, Ctrl | Shift)}, "8 9");
        row("Escape selects nothing", {drag(2, 4), key(Qt::Key_Escape)}, "");
        row("Left and right leave the selection", {click(3), key(Qt::Key_Right), key(Qt::Key_Left)}, "3");
    }
    void selectsAsEverywhere()
    {
        QFETCH(const Gestures, gestures);
        ShownPage shown;
        shown.load(10);
        for (const Gesture &gesture : gestures)
            perform(shown, gesture);
        QTEST(shown.selected(), "selected");
        QCOMPARE(shown.page.selection().count(), shown.page.selectedTokens().size());
    }

    void clicksBesideTheRowsSelectNothing()
    {
        ShownPage shown;
        shown.load(5);
        shown.click(2);
        QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {}, QPoint(30, shown.view.viewport()->height() - 4));
        QCOMPARE(shown.selected(), QString());
    }

    void theRightButtonTakesTheRowUnlessItIsSelected()
    {
        ShownPage shown;
        shown.load(10);
        shown.click(2);
        shown.click(4, Ctrl);
        QTest::mouseClick(shown.view.viewport(), Qt::RightButton, {}, shown.middleOf(4));
        QCOMPARE(shown.selected(), u"2 4"_s);
        QTest::mouseClick(shown.view.viewport(), Qt::RightButton, {}, shown.middleOf(7));
        QCOMPARE(shown.selected(), u"7"_s);
    }

    void aDragBeyondTheEdgeScrolls()
    {
        ShownPage shown;
        shown.load(200);
        QWidget *viewport = shown.view.viewport();
        QTest::mousePress(viewport, Qt::LeftButton, {}, shown.middleOf(1));
        const QPoint below(50, viewport->height() + 30);
        QMouseEvent move(QEvent::MouseMove, below, viewport->mapToGlobal(below), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(viewport, &move);
        const qint64 visible = shown.page.selection().count();
        QTRY_VERIFY(shown.page.selection().count() > visible + 2);
        QVERIFY(shown.view.verticalScrollBar()->value() > 0);
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, below);
    }

    // While the inventory changes

    void theSelectionSurvivesSorting()
    {
        ShownPage shown;
        shown.load(10);
        shown.click(2);
        shown.click(7, Ctrl);
        shown.model.sort(int(Column::Name), Qt::DescendingOrder);
        QVERIFY(shown.settle());
        QCOMPARE(shown.selected(), u"7 2"_s);
        QCOMPARE(shown.page.currentToken()->id.value, u"7"_s);
    }

    void theSelectionSurvivesARefreshThatRenames()
    {
        ShownPage shown;
        shown.load(10);
        shown.click(2);
        shown.click(3, Ctrl);
        shown.click(7, Ctrl);
        QList<Token> tokens;
        for (int i = 0; i < 10; ++i) {
            if (i != 3) // gone
                tokens += inventedToken(QString::number(i), (i == 7 ? u"renamed %1"_s : u"token %1"_s).arg(i));
        }
        latchkey::load(shown.table, inventedAccount(u"a"_s), tokens);
        QVERIFY(shown.settle());
        QCOMPARE(shown.shown(), u"7 0 1 2 4 5 6 8 9"_s);
        QCOMPARE(shown.selected(), u"7 2"_s);
        QCOMPARE(shown.page.currentToken()->id.value, u"7"_s);
    }

    void aRangeAddsNothingThatIsGone()
    {
        ShownPage shown;
        shown.load(10);
        shown.click(1);
        shown.click(4, Ctrl);
        QList<Token> tokens;
        for (int i = 2; i < 10; ++i)
            tokens += inventedToken(QString::number(i), u"token %1"_s.arg(i));
        latchkey::load(shown.table, inventedAccount(u"a"_s), tokens);
        QVERIFY(shown.settle());
        shown.click(4, Ctrl | Shift); // token 6
        QCOMPARE(shown.selected(), u"4 5 6"_s);
        QCOMPARE(shown.page.selection().count(), 3);
        QCOMPARE(shown.page.selection().numbers().size(), size_t(3));
    }

    void whatTheFilterHidesIsNoLongerSelected()
    {
        ShownPage shown;
        shown.load(20);
        shown.page.setFilterLine(u"name:1"_s);
        QVERIFY(shown.settle());
        shown.key(Qt::Key_A, Ctrl);
        QCOMPARE(shown.selected(), u"1 10 11 12 13 14 15 16 17 18 19"_s);
        shown.page.setFilterLine(u"name:12"_s);
        QVERIFY(shown.settle());
        QCOMPARE(shown.selected(), u"12"_s);
        shown.page.setFilterLine({});
        QVERIFY(shown.settle());
        QCOMPARE(shown.selected(), u"12"_s);
    }

    void theTopRowStaysWhereNewOnesArrive()
    {
        ShownPage shown;
        shown.load(200);
        shown.view.verticalScrollBar()->setValue(100);
        const QString top = shown.model.token(shown.view.rowAt(0)).id.value;
        latchkey::load(shown.table, inventedAccount(u"b"_s),
                       {inventedToken(u"new 1"_s, u"a first one"_s), inventedToken(u"new 2"_s, u"a second one"_s)});
        QVERIFY(shown.settle());
        QCOMPARE(shown.model.rowCount(), 202);
        QCOMPARE(shown.model.token(shown.view.rowAt(0)).id.value, top);
    }

    void whatTakesThePlaceOfTheGoneIsCurrent()
    {
        ShownPage shown;
        shown.load(300);
        shown.view.verticalScrollBar()->setValue(50);
        const int top = shown.view.rowAt(0);
        shown.click(top + 2);
        const QString next = shown.model.token(top + 3).id.value;
        QList<Token> left;
        for (int row = 0; row < 300; ++row) {
            if (row != top + 2)
                left += shown.model.token(row);
        }
        latchkey::load(shown.table, inventedAccount(u"a"_s), left);
        QVERIFY(shown.settle());
        QCOMPARE(shown.model.rowCount(), 299);
        QCOMPARE(shown.view.rowAt(0), top);
        QCOMPARE(shown.model.token(shown.view.currentIndex().row()).id.value, next);
        QVERIFY(!shown.page.currentToken()); // nobody selected it
    }

    void anotherFilterBeginsAtTheTop()
    {
        ShownPage shown;
        shown.load(500);
        QCOMPARE(shown.view.currentIndex().row(), 0); // it has the focus
        shown.page.setFilterLine(u"name:9"_s);
        QVERIFY(shown.settle());
        QCOMPARE(shown.view.rowAt(0), 0);
        QCOMPARE(shown.view.currentIndex().row(), 0);
        shown.view.verticalScrollBar()->setValue(60);
        shown.page.setFilterLine({});
        QVERIFY(shown.settle());
        QCOMPARE(shown.view.rowAt(0), 0);
    }

    void whatIsSelectedStaysInSightUnderAnotherFilterOrOrder()
    {
        ShownPage shown;
        shown.load(500);
        shown.page.setFilterLine(u"name:499"_s);
        QVERIFY(shown.settle());
        shown.click(0);
        shown.page.setFilterLine({});
        QVERIFY(shown.settle());
        const auto isInSight = [&shown] {
            const QRect cell = shown.view.visualRect(shown.view.currentIndex());
            return shown.model.token(shown.view.currentIndex().row()).id.value == u"499"_s
                && shown.view.viewport()->rect().contains(cell.center());
        };
        QVERIFY(isInSight());
        shown.view.sortByColumn(int(Column::Name), Qt::DescendingOrder);
        QVERIFY(shown.settle());
        QVERIFY(isInSight());
    }

    // Columns

    void columnsAreNeverNarrowerThanTheirWords()
    {
        ShownPage shown(2400); // no column hides for lack of room
        shown.load(3);
        QFont large = shown.window.font();
        large.setPointSizeF(large.pointSizeF() * 1.5);
        shown.window.setFont(large);
        QHeaderView *header = shown.view.horizontalHeader();
        for (int section = 0; section < TokenOrder::Columns; ++section)
            shown.view.setColumnChosen(Column(section), true);
        for (int section = 0; section < TokenOrder::Columns; ++section) {
            header->resizeSection(section, 5);
            QFont bold = header->font();
            bold.setBold(true);
            const QString title = shown.model.headerData(section, Qt::Horizontal).toString();
            QVERIFY2(header->sectionSize(section) > QFontMetrics(bold).horizontalAdvance(title), qPrintable(title));
            QVERIFY2(header->sectionSize(section) > shown.view.fontMetrics().horizontalAdvance(notReportedText()),
                     qPrintable(title));
        }
        QVERIFY(header->height() >= QFontMetrics(header->font()).height());
        QVERIFY(shown.view.rowHeight(0) >= shown.view.fontMetrics().height());
    }

    void stateBringsBackColumnsOrderAndSorting()
    {
        ShownPage first;
        first.view.setColumnChosen(Column::Scopes, false);
        first.view.setColumnChosen(Column::Id, true);
        first.view.horizontalHeader()->moveSection(first.view.horizontalHeader()->visualIndex(int(Column::Id)), 0);
        first.view.horizontalHeader()->resizeSection(int(Column::Account), 333);
        first.view.sortByColumn(int(Column::Expires), Qt::DescendingOrder);

        ShownPage second;
        QVERIFY(second.view.restoreState(first.view.saveState()));
        QCOMPARE(second.view.shownColumns(), first.view.shownColumns());
        QCOMPARE(second.view.shownColumns().constFirst(), Column::Id);
        QVERIFY(!second.view.isColumnChosen(Column::Scopes));
        QCOMPARE(second.view.columnWidth(int(Column::Account)), 333);
        QCOMPARE(second.view.horizontalHeader()->sortIndicatorSection(), int(Column::Expires));
        QCOMPARE(second.view.horizontalHeader()->sortIndicatorOrder(), Qt::DescendingOrder);
        QVERIFY(!second.view.restoreState("nonsense"));
    }

    void aClickOnAHeaderSorts()
    {
        ShownPage shown;
        shown.load(5);
        QHeaderView *header = shown.view.horizontalHeader();
        const QPoint name(header->sectionViewportPosition(int(Column::Name)) + 20, header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, name);
        QVERIFY(shown.settle());
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, name);
        QVERIFY(shown.settle());
        QCOMPARE(shown.shown(), u"4 3 2 1 0"_s);
    }

    void theLastColumnStays()
    {
        ShownPage shown;
        for (int section = 0; section < TokenOrder::Columns; ++section)
            shown.view.setColumnChosen(Column(section), false);
        QCOMPARE(shown.view.shownColumns(), QList<Column>{Column::Name});
    }

    void sortsByTheMenuOfItsColumns()
    {
        ShownPage shown;
        shown.load(12);
        const auto sortBy = [&shown](int section) {
            std::unique_ptr<QMenu> menu(shown.view.columnsMenu());
            menu->findChild<QMenu *>()->actions().at(section)->trigger();
        };
        const int name = int(TokenTableModel::Column::Name);
        sortBy(name);
        const Qt::SortOrder first = shown.view.horizontalHeader()->sortIndicatorOrder();
        QCOMPARE(shown.view.horizontalHeader()->sortIndicatorSection(), name);
        sortBy(name);
        QVERIFY(shown.view.horizontalHeader()->sortIndicatorOrder() != first);
    }

    void theColumnsMenuShowsAndHides()
    {
        ShownPage shown;
        shown.actions.chooseColumns->trigger();
        auto *menu = shown.page.findChild<QMenu *>(u"columnsMenu"_s);
        QVERIFY(menu);
        const QList<QAction *> entries = menu->actions();
        QCOMPARE(entries.size(), TokenOrder::Columns + 1); // and the order
        entries[int(Column::LastIp)]->trigger();
        QVERIFY(shown.view.shownColumns().contains(Column::LastIp));
        menu->close();
    }
};

QTEST_MAIN(TestTokenTableView)
#include "tst_tokentableview.moc"
