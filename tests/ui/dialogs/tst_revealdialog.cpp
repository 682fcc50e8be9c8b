#include "invented.h"
#include "ui/dialogs/revealdialog.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/look.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QFileDialog>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace latchkey;
using namespace latchkey::invented;

namespace {

const char Value[] = "sEcReT-vAlUe-0123456789";

QString clipboardText() { return QGuiApplication::clipboard()->text(); }

} // namespace

class TestRevealDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    void init()
    {
        QGuiApplication::clipboard()->clear();
        Token token;
        token.name = QStringLiteral("purge from newsroom");
        token.scopes = QStringList{QStringLiteral("purge_select")};
        m_revealed = {token, Secret(Value)};
        reveal();
    }

    void cleanup() { m_dialog.reset(); }

    void isNotLostBy_data()
    {
        QTest::addColumn<int>("key");
        QTest::newRow("Escape") << int(Qt::Key_Escape);
        QTest::newRow("Enter") << int(Qt::Key_Enter);
        QTest::newRow("Return") << int(Qt::Key_Return);
    }
    void isNotLostBy()
    {
        QFETCH(int, key);
        for (const bool ticked : {false, true}) {
            child<QCheckBox>("stored")->setChecked(ticked);
            QTest::keyClick(m_dialog.get(), Qt::Key(key));
            QTest::keyClick(m_dialog->focusWidget(), Qt::Key(key));
            QVERIFY(m_dialog->isVisible());
        }
    }

    void theWindowsCrossClosesOnlyAfterTheTick()
    {
        QVERIFY(!m_dialog->close());
        QVERIFY(m_dialog->isVisible());
        QVERIFY(!child<QPushButton>("close")->isEnabled());
        QTest::mouseClick(child<QCheckBox>("stored"), Qt::LeftButton, {}, QPoint(5, 8));
        QVERIFY(child<QCheckBox>("stored")->isChecked());
        QSignalSpy finished(m_dialog.get(), &QDialog::finished);
        QTest::mouseClick(child<QPushButton>("close"), Qt::LeftButton);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(finished.size(), 1);
    }

    void finishingClosesWithoutTheTick()
    {
        m_dialog->finish();
        QVERIFY(!m_dialog->isVisible());
    }

    void theValueIsInNoWidgetUntilItIsShown()
    {
        const QImage hidden = child<QWidget>("value")->grab().toImage();
        const QList<QLineEdit *> lines = m_dialog->findChildren<QLineEdit *>();
        QVERIFY(lines.isEmpty()); // what can be selected is in the clipboard of the middle button
        QTest::mouseClick(child<QPushButton>("show"), Qt::LeftButton);
        const QImage shown = child<QWidget>("value")->grab().toImage();
        QVERIFY(hidden != shown);
        QTest::mouseClick(child<QPushButton>("show"), Qt::LeftButton);
        QCOMPARE(child<QWidget>("value")->grab().toImage(), hidden);
        const QList<QLabel *> labels = m_dialog->findChildren<QLabel *>();
        for (const QLabel *label : labels)
            QVERIFY(!label->text().contains(QLatin1String(Value)));
    }

    void anIdIsNoTitleThatReadsLikeASecret_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("owner");
        QTest::addColumn<QString>("client");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("about");
        const QString none;
        const QString place = QStringLiteral("prod-cdn, Acme");
        QTest::newRow("nothing but its kind") << none << none << none << QStringLiteral("Access token") << place;
        QTest::newRow("whose it is") << none << QStringLiteral("ann") << QStringLiteral("c-1")
                                     << QStringLiteral("Access token of ann for the client c-1") << place;
        QTest::newRow("its client") << none << none << QStringLiteral("c-1")
                                    << QStringLiteral("Access token for the client c-1") << place;
        QTest::newRow("its name") << QStringLiteral("nightly") << QStringLiteral("ann") << none
                                  << QStringLiteral("nightly") << place + QStringLiteral(" · of ann");
    }
    void anIdIsNoTitleThatReadsLikeASecret()
    {
        QFETCH(QString, name);
        QFETCH(QString, owner);
        QFETCH(QString, client);
        QFETCH(QString, title);
        QFETCH(QString, about);
        Token token;
        token.id = {QStringLiteral("3CP_di16FN6x6TkB2tS0jYTxNyoo6Kb03FQCBgj2liI")};
        token.kind = TokenKind::AccessToken;
        if (!name.isEmpty())
            token.name = name;
        token.owner = Named{owner, {}};
        token.client = Named{client, {}};
        m_revealed.token = token;
        reveal();
        QCOMPARE(child<PlainLabel>("headTitle")->text(), title);
        QCOMPARE(child<PlainLabel>("headSubtitle")->text(), about);
        const auto *id = child<PlainLabel>("tokenId");
        QCOMPARE(id != nullptr, name.isEmpty());
        QVERIFY(!id || id->text() == QLatin1String("Id ") + token.id.value);
    }

    void copiesWithAHintAndTakesItBackWhenClosed()
    {
        QTest::mouseClick(child<QPushButton>("copy"), Qt::LeftButton);
        QCOMPARE(clipboardText(), QLatin1String(Value));
        const QMimeData *content = QGuiApplication::clipboard()->mimeData();
        QCOMPARE(content->data(QStringLiteral("x-kde-passwordManagerHint")), QByteArray("secret"));
        QVERIFY(child<PlainLabel>("copied")->text().startsWith(QLatin1String("Copied.")));
        child<QCheckBox>("stored")->setChecked(true);
        m_dialog->close();
        QVERIFY(clipboardText().isEmpty());
    }

    void clearsTheClipboardAtOnceWhereAsked()
    {
        QTest::mouseClick(child<QPushButton>("copy"), Qt::LeftButton);
        QTest::mouseClick(child<QPushButton>("clearNow"), Qt::LeftButton);
        QVERIFY(clipboardText().isEmpty());
    }

    void saysWhatBecameOfTheFile()
    {
        m_dialog->showWritten(QStringLiteral("/home/ann/key"));
        QCOMPARE(child<PlainLabel>("written")->text(),
                 QStringLiteral("Written to /home/ann/key, readable by you alone."));
        m_dialog->showWritten(failure(Error::Kind::Storage, QStringLiteral("The disk is full.")));
        QCOMPARE(child<PlainLabel>("written")->text(), QStringLiteral("Not written: The disk is full."));
    }

    void askingToRevokeKeepsTheValue()
    {
        QSignalSpy asked(m_dialog.get(), &RevealDialog::revokeRequested);
        QTest::mouseClick(child<QPushButton>("revokeIt"), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        QVERIFY(m_dialog->isVisible());
    }

    void countsDownWhatIsInTheClipboard()
    {
        QTest::mouseClick(child<QPushButton>("copy"), Qt::LeftButton);
        QCOMPARE(child<PlainLabel>("copied")->text(),
                 QStringLiteral("Copied. Cleared from the clipboard in 10 second(s), if still there."));
        QTRY_VERIFY(!child<PlainLabel>("copied")->text().contains(QLatin1String("in 10 ")));
        QVERIFY(child<PlainLabel>("copied")->text().startsWith(QLatin1String("Copied. Cleared")));
        QTest::mouseClick(child<QPushButton>("clearNow"), Qt::LeftButton);
        QCOMPARE(child<PlainLabel>("copied")->text(), QStringLiteral("Copied before. Cleared from the clipboard."));
    }

    void showsCopiesAndWritesEachOfTwoValues()
    {
        m_revealed.refreshValue = Secret("rEfReSh");
        reveal();
        QSignalSpy written(m_dialog.get(), &RevealDialog::writeRequested);
        QVERIFY(!child<SecretField>("value")->isShown());
        QTest::mouseClick(child<QPushButton>("refreshShow"), Qt::LeftButton);
        QVERIFY(child<SecretField>("refreshValue")->isShown());
        QVERIFY(!child<SecretField>("value")->isShown());
        QCOMPARE(child<SecretField>("refreshValue")->accessibleName(),
                 QStringLiteral("Refresh token, shown on the screen"));
        QTest::mouseClick(child<QPushButton>("copy"), Qt::LeftButton);
        QCOMPARE(clipboardText(), QLatin1String(Value));
        QTest::mouseClick(child<QPushButton>("refreshCopy"), Qt::LeftButton);
        QCOMPARE(clipboardText(), QStringLiteral("rEfReSh"));

        QTest::mouseClick(child<QPushButton>("refreshWrite"), Qt::LeftButton);
        auto *chooser = m_dialog->findChild<QFileDialog *>();
        QVERIFY(chooser);
        Q_EMIT chooser->fileSelected(QStringLiteral("/tmp/x"));
        QCOMPARE(written.size(), 1);
        QCOMPARE(written.at(0).at(1).value<Secret>(), Secret("rEfReSh"));
        m_dialog->showWritten(QStringLiteral("/tmp/x"));
        QVERIFY(child<PlainLabel>("refreshWritten")->text().contains(QLatin1String("/tmp/x")));
        QVERIFY(child<PlainLabel>("written")->text().contains(QLatin1String("Not written")));
    }

    void aChangedTokenSaysThatItsOldValueIsGone()
    {
        m_revealed.occasion = Revealed::Occasion::Rotated;
        reveal();
        QVERIFY(child<PlainLabel>("once")->text().contains(QLatin1String("does not work any more")));
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(m_dialog->isVisible());
        QVERIFY(!child<QPushButton>("revokeIt")->isVisible());
    }

    void whatCanBeAskedForAgainIsMaskedAndClosesFreely()
    {
        m_revealed.occasion = Revealed::Occasion::Requested;
        reveal();
        QVERIFY(!child<SecretField>("value")->isShown());
        QVERIFY(!child<QCheckBox>("stored")->isVisible());
        QVERIFY(child<QPushButton>("close")->isEnabled());
        QTest::mouseClick(child<QPushButton>("copy"), Qt::LeftButton);
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
        QVERIFY(clipboardText().isEmpty());
    }

    // ClipboardGuard alone, with a time that a test can wait for.

    void aGuardTakesItBackAfterItsTime()
    {
        ClipboardGuard guard(std::chrono::milliseconds(1));
        QSignalSpy cleared(&guard, &ClipboardGuard::cleared);
        guard.copy(Secret(Value));
        QCOMPARE(clipboardText(), QLatin1String(Value));
        QTRY_COMPARE(cleared.size(), 1);
        QVERIFY(clipboardText().isEmpty());
        QVERIFY(!guard.isHolding());
    }

    void aGuardTakesItBackWhenItGoes()
    {
        {
            ClipboardGuard guard(std::chrono::hours(1));
            guard.copy(Secret(Value));
        }
        QVERIFY(clipboardText().isEmpty());
    }

    void aGuardLeavesWhatSomebodyElseCopied()
    {
        ClipboardGuard guard(std::chrono::hours(1));
        guard.copy(Secret(Value));
        QGuiApplication::clipboard()->setText(QStringLiteral("a shopping list"));
        guard.clear();
        QCOMPARE(clipboardText(), QStringLiteral("a shopping list"));
    }

private:
    void reveal()
    {
        m_dialog = std::make_unique<RevealDialog>(m_revealed, account(QStringLiteral("prod-cdn")),
                                                  QStringLiteral("Acme"), m_clock);
        m_dialog->show();
    }
    template <typename T>
    T *child(const char *name) const
    {
        return m_dialog->findChild<T *>(QLatin1String(name));
    }

    const StillClock m_clock;
    Revealed m_revealed;
    std::unique_ptr<RevealDialog> m_dialog;
};

QTEST_MAIN(TestRevealDialog)
#include "tst_revealdialog.moc"
