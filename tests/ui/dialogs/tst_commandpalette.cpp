#include "ui/dialogs/aboutdialog.h"
#include "ui/dialogs/commandpalette.h"
#include "ui/dialogs/shortcutsdialog.h"
#include "ui/parts/actions.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/look.h"

#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace latchkey;

class TestCommandPalette : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    void ranks_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<int>("rank");
        QTest::newRow("nothing typed matches all") << QString() << 0;
        QTest::newRow("the beginning, in any case") << QStringLiteral("save") << 0;
        QTest::newRow("the start of a later word") << QStringLiteral("dia") << 1;
        QTest::newRow("parts of words in any order") << QStringLiteral("nost ave") << 2;
        QTest::newRow("letters in order") << QStringLiteral("svdg") << 3;
        QTest::newRow("letters out of order do not") << QStringLiteral("gv") << -1;
    }
    void ranks()
    {
        QFETCH(QString, typed);
        QFETCH(int, rank);
        QCOMPARE(matchRank(QStringLiteral("Save diagnostics…"), typed), rank);
    }

    void enterDoesTheFirstMatchOnce()
    {
        Actions actions;
        CommandPalette palette(actions);
        QSignalSpy triggered(actions.diagnostics, &QAction::triggered);
        palette.show();
        auto *field = palette.findChild<QLineEdit *>(QStringLiteral("paletteField"));
        QTest::keyClicks(field, QStringLiteral("diagn"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(triggered.size(), 1);
        QVERIFY(!palette.isVisible());
    }

    void arrowsChooseFromTheField()
    {
        Actions actions;
        CommandPalette palette(actions);
        palette.show();
        auto *field = palette.findChild<QLineEdit *>(QStringLiteral("paletteField"));
        auto *list = palette.findChild<QListView *>(QStringLiteral("paletteList"));
        QTest::keyClick(field, Qt::Key_Down);
        QCOMPARE(list->currentIndex().row(), 1);
    }

    void aDisabledActionSaysWhyAndDoesNothing()
    {
        Actions actions;
        Actions::disable(actions.revoke, QStringLiteral("No token is selected."));
        CommandPalette palette(actions);
        QSignalSpy triggered(actions.revoke, &QAction::triggered);
        palette.show();
        auto *field = palette.findChild<QLineEdit *>(QStringLiteral("paletteField"));
        QTest::keyClicks(field, QStringLiteral("revok"));
        const QModelIndex current = palette.findChild<QListView *>(QStringLiteral("paletteList"))->currentIndex();
        QCOMPARE(current.data().toString(), QStringLiteral("Revoke…"));
        QCOMPARE(current.data(Qt::AccessibleDescriptionRole).toString(), QStringLiteral("No token is selected."));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(triggered.size(), 0);
        QVERIFY(palette.isVisible());
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!palette.isVisible());
    }

    void shortcutsListsEveryActionThatHasKeys()
    {
        Actions actions;
        int expected = 0;
        const QList<QAction *> all = actions.all();
        for (const QAction *action : all)
            expected += action->shortcuts().isEmpty() ? 0 : 1;
        const ShortcutsDialog dialog(actions);
        QCOMPARE(dialog.findChild<QTreeView *>(QStringLiteral("shortcuts"))->model()->rowCount(), expected);
    }

    void aboutSaysVersionAndLicence()
    {
        QCoreApplication::setApplicationVersion(QStringLiteral("9.8.7"));
        const AboutDialog dialog;
        QVERIFY(dialog.findChild<PlainLabel *>(QStringLiteral("version"))->text().contains(QLatin1String("9.8.7")));
        QVERIFY(dialog.findChild<PlainLabel *>(QStringLiteral("licence"))->text().contains(QLatin1String("version 3")));
    }
};

QTEST_MAIN(TestCommandPalette)
#include "tst_commandpalette.moc"
