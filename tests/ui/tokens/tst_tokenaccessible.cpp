#include "shownpage.h"

#include <QAccessible>
#include <QHeaderView>

using namespace latchkey;
using namespace Qt::StringLiterals;

using Column = TokenTableModel::Column;

//! The table as a screen reader sees it.
class TestTokenAccessible : public QObject
{
    Q_OBJECT

private:
    static QAccessibleInterface *interfaceOf(ShownPage &shown)
    {
        return QAccessible::queryAccessibleInterface(&shown.view);
    }
    static QAccessibleTableInterface *tableOf(ShownPage &shown) { return interfaceOf(shown)->tableInterface(); }
    static QString cell(ShownPage &shown, int row, int column)
    {
        return tableOf(shown)->cellAt(row, column)->text(QAccessible::Name);
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyLook(*qApp, Appearance::Light);
        QAccessible::setActive(true);
    }

    void isATableWithAName()
    {
        ShownPage shown;
        shown.load(3);
        QAccessibleInterface *table = interfaceOf(shown);
        QVERIFY(table->tableInterface());
        QCOMPARE(table->role(), QAccessible::Table);
        QCOMPARE(table->text(QAccessible::Name), u"Tokens"_s);
        QVERIFY(table->state().focusable);
        QVERIFY(table->state().multiSelectable);
        QCOMPARE(table->tableInterface()->rowCount(), 3);
    }

    void columnsAreThoseThatAreShown()
    {
        ShownPage shown;
        shown.load(1);
        shown.view.setColumnChosen(Column::Scopes, false);
        shown.view.setColumnChosen(Column::Id, true);
        shown.view.horizontalHeader()->moveSection(shown.view.horizontalHeader()->visualIndex(int(Column::Id)), 0);
        QStringList titles;
        for (int column = 0; column < tableOf(shown)->columnCount(); ++column)
            titles += tableOf(shown)->columnDescription(column);
        QCOMPARE(titles.join(u", "), u"Id, State, Name, Account, Owner, Last used, Expires"_s);
        QCOMPARE(cell(shown, 0, 0), u"0"_s);
        QAccessibleTableCellInterface *name = tableOf(shown)->cellAt(0, 2)->tableCellInterface();
        QCOMPARE(name->columnHeaderCells().value(0)->text(QAccessible::Name), u"Name"_s);
        QCOMPARE(name->columnIndex(), 2);
        QCOMPARE(name->rowIndex(), 0);
    }

    void cellsSayWhatTheyShow()
    {
        ShownPage shown;
        AccountRow account = inventedAccount(u"prod-cdn"_s);
        account.environment = Environment::Production;
        Token token = inventedToken(u"5Kqz1bT0vW3yRfXh82LmNa"_s);
        token.created = daysFromNow(-100);
        token.expires = daysFromNow(6);
        token.state = TokenState::Active;
        latchkey::load(shown.table, account, {token});
        QVERIFY(shown.settle());
        QCOMPARE(cell(shown, 0, 0), u"expires soon"_s);
        QCOMPARE(cell(shown, 0, 1), u"5Kqz1bT0…LmNa"_s);
        QCOMPARE(cell(shown, 0, 2), u"prod-cdn, production"_s);
        QCOMPARE(cell(shown, 0, 3), u"not reported"_s);
        shown.table.setOwnTokens({OwnToken{account.provider, account.origin, {}, token.id}});
        QVERIFY(shown.settle());
        QCOMPARE(cell(shown, 0, 1), u"5Kqz1bT0…LmNa, used by this app"_s);
    }

    void readsAnIdOfAPersonAndAClientAsBoth()
    {
        ShownPage shown;
        latchkey::load(shown.table, inventedAccount(u"arcade"_s), {inventedToken(u"ann%20k%E2%80%AE/web-portal"_s)});
        QVERIFY(shown.settle());
        QCOMPARE(cell(shown, 0, 1), u"ann k[U+202E] / web-portal"_s);
    }

    void seesTheSelectionOfMouseAndKeys()
    {
        ShownPage shown;
        shown.load(10);
        shown.click(2);
        shown.click(4, Qt::ShiftModifier);
        QCOMPARE(tableOf(shown)->selectedRowCount(), 3);
        QCOMPARE(tableOf(shown)->selectedRows(), (QList<int>{2, 3, 4}));
        QVERIFY(tableOf(shown)->isRowSelected(3));
        QVERIFY(!tableOf(shown)->isRowSelected(5));
        QVERIFY(tableOf(shown)->cellAt(3, 1)->state().selected);
        QVERIFY(!tableOf(shown)->cellAt(5, 1)->state().selected);
        QVERIFY(tableOf(shown)->cellAt(4, 1)->tableCellInterface()->isSelected());
        shown.actions.selectAll->trigger();
        QCOMPARE(tableOf(shown)->selectedRowCount(), 10);
    }

    void selectsForAScreenReader()
    {
        ShownPage shown;
        shown.load(10);
        QVERIFY(tableOf(shown)->selectRow(3));
        QVERIFY(tableOf(shown)->selectRow(5));
        QCOMPARE(shown.selected(), u"3 5"_s);
        QVERIFY(tableOf(shown)->unselectRow(3));
        QVERIFY(!tableOf(shown)->selectRow(99));
        QCOMPARE(shown.selected(), u"5"_s);
        QAccessibleInterface *cell = tableOf(shown)->cellAt(7, 0);
        cell->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());
        QCOMPARE(shown.selected(), u"5 7"_s);
    }

    void childrenAreHeadersAndThenCells()
    {
        ShownPage shown;
        shown.load(10);
        QAccessibleInterface *table = interfaceOf(shown);
        const int columns = tableOf(shown)->columnCount();
        QCOMPARE(table->childCount(), 11 * columns);
        QCOMPARE(table->child(1)->role(), QAccessible::ColumnHeader);
        QCOMPARE(table->child(1)->text(QAccessible::Name), u"Name"_s);
        QAccessibleInterface *cell = table->child(4 * columns + 1);
        QCOMPARE(cell->text(QAccessible::Name), u"token 3"_s);
        QCOMPARE(table->indexOfChild(cell), 4 * columns + 1);
        QVERIFY(!table->child(11 * columns));
        QVERIFY(!table->child(-1));
        const QPoint middle = shown.view.viewport()->mapToGlobal(shown.middleOf(3));
        QCOMPARE(table->childAt(middle.x(), middle.y()), cell);
    }

    void focusIsOnTheCurrentCell()
    {
        ShownPage shown;
        shown.load(10);
        shown.click(3);
        shown.key(Qt::Key_Down);
        QCOMPARE(interfaceOf(shown)->focusChild()->text(QAccessible::Name), u"token 4"_s);
        QVERIFY(interfaceOf(shown)->focusChild()->state().focused);
    }

    void aCellThatIsGoneIsInvalid()
    {
        ShownPage shown;
        shown.load(10);
        QAccessibleInterface *gone = tableOf(shown)->cellAt(9, 1);
        QAccessibleInterface *stays = tableOf(shown)->cellAt(2, 1);
        const QAccessible::Id goneId = QAccessible::uniqueId(gone);
        shown.page.setFilterLine(u"name:\"token 2\""_s);
        QVERIFY(shown.settle());
        const QAccessibleInterface *left = QAccessible::accessibleInterface(goneId);
        QVERIFY(!left || !left->isValid());
        QCOMPARE(tableOf(shown)->rowCount(), 1);
        QCOMPARE(tableOf(shown)->cellAt(0, 1), stays);
        QCOMPARE(stays->tableCellInterface()->rowIndex(), 0);
    }

    void manyCellsAreNotKept()
    {
        ShownPage shown;
        shown.load(3000);
        for (int row = 0; row < 3000; ++row) {
            for (int column = 0; column < tableOf(shown)->columnCount(); ++column)
                QVERIFY(tableOf(shown)->cellAt(row, column)->isValid());
        }
        QCOMPARE(cell(shown, 0, 1), u"token 0"_s);
    }
};

QTEST_MAIN(TestTokenAccessible)
#include "tst_tokenaccessible.moc"
