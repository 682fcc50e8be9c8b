#include "deskbench.h"

#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QToolButton>

using namespace latchkey;
using namespace latchkey::tests;

//! What is not of one page: which actions are offered, where Tab leads, what can be read, and diagnostics.
class TestDesktopWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    void everyActionIsInThePaletteOnce()
    {
        DeskBench bench;
        bench.start();
        QTest::keyClick(&bench.window(), Qt::Key_K, Qt::ControlModifier);
        QWidget *palette = bench.dialog("commandPalette");
        QVERIFY(palette != nullptr);
        const auto *list = palette->findChild<QAbstractItemView *>(QStringLiteral("paletteList"));
        QCOMPARE(list->model()->rowCount(), bench.actions().all().size() - 1); // all but the palette itself
        QTest::keyClick(palette, Qt::Key_Escape);
    }

    void theToolBarRevokesWhatThePageShows()
    {
        DeskBench bench(60);
        bench.startWithEveryProvider();
        const Actions &actions = bench.actions();
        auto *button = bench.window().findChild<QToolButton *>(QStringLiteral("revokeButton"));
        QVERIFY(button);
        QCOMPARE(button->defaultAction(), actions.revoke);
        bench.selectNeverUsed();
        bench.window().showPage(MainWindow::Page::People);
        QCOMPARE(button->defaultAction(), actions.revokePerson);
        QTRY_VERIFY(!actions.copyRows->isEnabled()); // nobody is chosen, whatever is on the other page
        bench.peopleTable()->selectRow(0);
        QTRY_VERIFY(actions.copyRows->isEnabled());
        bench.window().people().showTab(PeoplePage::Tab::Clients);
        QCOMPARE(button->defaultAction(), actions.revokeClient);
        bench.window().showPage(MainWindow::Page::Runs);
        QCOMPARE(button->defaultAction(), actions.revoke);
        QCOMPARE(button->actions(), QList<QAction *>{actions.revoke}); // and offers no other
    }

    void noTwoEntriesOfAMenuHaveOneLetter()
    {
        DeskBench bench(60);
        bench.start();
        const auto menus = bench.window().menuBar()->findChildren<QMenu *>();
        QVERIFY(menus.size() >= 8);
        for (const QMenu *menu : menus) {
            QSet<QString> letters;
            const QList<QAction *> entries = menu->actions();
            for (const QAction *entry : entries) {
                const QString letter = QKeySequence::mnemonic(entry->text()).toString();
                QVERIFY2(letter.isEmpty() || !letters.contains(letter), qPrintable(menu->title() + entry->text()));
                letters.insert(letter);
            }
        }
    }

    void anActionThatAProviderLacksSaysWhy()
    {
        DeskBench bench(60);
        bench.startWithEveryProvider();
        const Actions &actions = bench.actions();
        bench.chooseAccount("care-eu");
        QTRY_VERIFY(actions.idleTimeout->isEnabled());
        QTRY_VERIFY(!actions.newToken->isEnabled());
        QVERIFY2(actions.newToken->toolTip().contains(QStringLiteral("signs in")),
                 qPrintable(actions.newToken->toolTip()));
        bench.chooseAccount("login-eu");
        QTRY_VERIFY(actions.newToken->isEnabled());
        QTRY_VERIFY(!actions.idleTimeout->isEnabled());
        QVERIFY(actions.updateByValue->isEnabled());
        QVERIFY(actions.revokeByValue->isEnabled());
        QVERIFY2(actions.revokeOwn->toolTip().contains(QStringLiteral("console")),
                 qPrintable(actions.revokeOwn->toolTip()));
    }

    void tabFollowsTheEyeThroughTheAccount()
    {
        DeskBench bench;
        bench.start();
        QWidget *dialog = bench.open(bench.actions().addAccount, "accountsDialog");
        QVERIFY(dialog != nullptr);
        QVERIFY(DeskBench::tabTo(dialog, "name"));
        QStringList stops;
        do {
            stops += QApplication::focusWidget()->objectName();
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        } while (stops.last() != QLatin1String("save") && stops.size() < 60);
        const QStringList inOrder = {QStringLiteral("name"),    QStringLiteral("colour"), QStringLiteral("environment"),
                                     QStringLiteral("baseUrl"), QStringLiteral("tenant"), QStringLiteral("secretLine"),
                                     QStringLiteral("test"),    QStringLiteral("save")};
        QStringList seen;
        for (const QString &stop : std::as_const(stops)) {
            if (inOrder.contains(stop))
                seen += stop;
        }
        QVERIFY2(seen == inOrder, qPrintable(stops.join(u' ')));
        QTest::keyClick(dialog, Qt::Key_Escape);
    }

    void diagnosticsNameNobody()
    {
        DeskBench bench;
        bench.startWithOneAccount();
        bench.selectNeverUsed();
        const QByteArray file = bench.saved(bench.actions().diagnostics, QStringLiteral("about.txt"));
        QVERIFY(file.contains("latchkey"));
        QVERIFY(file.contains("requests"));
        QVERIFY(!file.contains("stage-cdn"));
        const QList<Token> tokens = bench.window().tokens().selectedTokens();
        QVERIFY(!tokens.isEmpty());
        for (const Token &token : tokens) {
            QVERIFY(!file.contains(token.id.value.toUtf8()));
            QVERIFY(!token.owner || token.owner->name.isEmpty() || !file.contains(token.owner->name.toUtf8()));
        }
    }

    void nothingIsClippedAndEveryLabelIsPlain_data()
    {
        QTest::addColumn<double>("scale");
        QTest::addColumn<QSize>("size");
        QTest::newRow("a small window") << 1.0 << QSize(900, 650);
        QTest::newRow("a large window") << 1.0 << QSize(1600, 1000);
        QTest::newRow("a 4K window") << 1.0 << QSize(3840, 2160);
        QTest::newRow("letters half as large again") << 1.5 << QSize(1350, 975);
    }

    void nothingIsClippedAndEveryLabelIsPlain()
    {
        QFETCH(const double, scale);
        QFETCH(const QSize, size);
        const QFont usual = QApplication::font();
        QFont larger = usual;
        larger.setPointSizeF(usual.pointSizeF() * scale);
        QApplication::setFont(larger);
        {
            DeskBench bench;
            bench.addAccount(QStringLiteral("prod-cdn"), Environment::Production);
            bench.addAccount(QStringLiteral("old-cdn"), Environment::Staging, false);
            bench.start();
            bench.window().resize(size);
            QTest::keyClick(bench.table(), Qt::Key_Down);
            QTest::qWait(200);
            for (const auto page : {MainWindow::Page::Tokens, MainWindow::Page::People, MainWindow::Page::Activity,
                                    MainWindow::Page::Runs}) {
                bench.window().showPage(page);
                QTest::qWait(100);
                const QList<QLabel *> labels = bench.window().findChildren<QLabel *>();
                for (const QLabel *label : labels) {
                    QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->text()));
                    if (label->isVisible() && !label->text().isEmpty())
                        QVERIFY2(label->width() >= label->minimumSizeHint().width()
                                     && label->height() >= label->minimumSizeHint().height(),
                                 qPrintable(label->text()));
                }
                const QList<QAbstractButton *> buttons = bench.window().findChildren<QAbstractButton *>();
                for (const QAbstractButton *button : buttons) {
                    if (button->isVisible() && !button->text().isEmpty())
                        QVERIFY2(button->width() >= button->minimumSizeHint().width(), qPrintable(button->text()));
                }
            }
        }
        QApplication::setFont(usual);
    }
};

QTEST_MAIN(TestDesktopWindow)
#include "tst_desktop_window.moc"
