#include "deskbench.h"

#include "ui/dialogs/revealdialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QRegularExpression>

using namespace latchkey;
using namespace latchkey::tests;

//! The list of tokens: what it tells when it cannot be read, what is shown of a value, and what is exported.
class TestDesktopTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    void aRefusedKeyIsToldAtTheList()
    {
        DeskBench bench;
        bench.addAccount(QStringLiteral("old-cdn"), Environment::Production, false);
        bench.start();
        Banner &banner = bench.window().tokens().banner();
        QTRY_VERIFY(banner.isVisible());
        QVERIFY2(banner.accessibleName().contains(QStringLiteral("old-cdn")), qPrintable(banner.accessibleName()));
        const QString why = banner.accessibleDescription();
        QVERIFY2(why.contains(QStringLiteral("does not accept this credential")), qPrintable(why));
    }

    void aRotatedValueIsShownOnce()
    {
        DeskBench bench(60);
        bench.startWithEveryProvider();
        bench.chooseAccount("login-eu");
        QVERIFY(bench.goToTable());
        QTest::keyClick(bench.table(), Qt::Key_Down);
        QTRY_VERIFY(bench.actions().updateToken->isEnabled());
        QTest::keyClick(&bench.window(), Qt::Key_F2);
        QWidget *dialog = bench.dialog("updateTokenDialog");
        QVERIFY(dialog != nullptr);
        QComboBox *rotate = nullptr;
        const QList<QComboBox *> boxes = dialog->findChildren<QComboBox *>();
        for (QComboBox *box : boxes) {
            if (box->accessibleName().contains(QStringLiteral("Rotate")))
                rotate = box;
        }
        QVERIFY(rotate != nullptr);
        rotate->setCurrentIndex(rotate->findText(QStringLiteral("yes")));
        QVERIFY(rotate->currentIndex() >= 0);
        DeskBench::button(dialog, "change")->click();
        QWidget *reveal = bench.dialog("revealDialog");
        QVERIFY(reveal != nullptr);
        QPushButton *close = DeskBench::button(reveal, "close");
        QTest::keyClick(reveal, Qt::Key_Escape);
        QVERIFY(reveal->isVisible()); // until somebody says that the value is stored
        QVERIFY(!close->isEnabled());
        QCOMPARE(bench.server().ledger().requests(QStringLiteral("authlete.updateToken")), 1);
        QTest::mouseClick(reveal->findChild<QCheckBox *>(QStringLiteral("stored")), Qt::LeftButton, {}, QPoint(5, 8));
        QTRY_VERIFY(close->isEnabled());
        close->click();
    }

    void aValueThatIsGivenOutIsMasked()
    {
        DeskBench bench(60);
        bench.startWithEveryProvider();
        const AccountId arcade = bench.chooseAccount("arcade");
        QVERIFY(bench.goToTable());
        // Names with a slash or dots alone cannot be asked for.
        static const QRegularExpression plain(QStringLiteral("^[a-z][^%/]*[a-z0-9]/[^%/]+$"));
        for (int row = 0; row < 60; ++row) {
            QTest::keyClick(bench.table(), Qt::Key_Down);
            const std::optional<Token> token = bench.window().tokens().currentToken();
            if (token && token->account == arcade && token->id.value.contains(plain))
                break;
        }
        const QString id = bench.window().tokens().currentToken()->id.value;
        QVERIFY2(id.contains(plain), qPrintable(id));
        QTRY_VERIFY(bench.actions().showValue->isEnabled());
        QWidget *reveal = bench.open(bench.actions().showValue, "revealDialog");
        QVERIFY2(reveal != nullptr, qPrintable(bench.said()));
        const auto *field = reveal->findChild<SecretField *>();
        QVERIFY(field != nullptr && !field->isShown());
        QTest::keyClick(reveal, Qt::Key_Escape); // it can be asked for again
        QTRY_VERIFY(bench.window().findChild<RevealDialog *>() == nullptr);
    }

    void theRowsShownAreExported_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("as a table") << QStringLiteral("rows.csv");
        QTest::newRow("as JSON lines") << QStringLiteral("rows.json");
    }

    void theRowsShownAreExported()
    {
        QFETCH(QString, name);
        DeskBench bench;
        bench.startWithOneAccount();
        bench.selectNeverUsed();
        const QByteArray file = bench.saved(bench.actions().exportRows, name);
        const QList<Token> shown = bench.window().tokens().selectedTokens();
        QVERIFY(!shown.isEmpty());
        const bool isTable = name.endsWith(QLatin1String("csv"));
        QCOMPARE(file.count('\n'), shown.size() + (isTable ? 1 : 0));
        for (const Token &token : shown) {
            QVERIFY(file.contains(token.id.value.toUtf8()));
            const QString owner = token.owner ? token.owner->name : QString();
            const bool isPlain =
                !owner.contains(QRegularExpression(QStringLiteral("[^\\w ]"))); // else it may be escaped
            QVERIFY2(!isPlain || file.contains(owner.toUtf8()), qPrintable(owner));
        }
    }
};

QTEST_MAIN(TestDesktopTokens)
#include "tst_desktop_tokens.moc"
