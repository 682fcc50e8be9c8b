#include "invented.h"
#include "ui/dialogs/updatetokendialog.h"
#include "ui/parts/banner.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/look.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>
#include <QToolButton>

using namespace latchkey;
using namespace latchkey::invented;

class TestUpdateTokenDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }
    void init()
    {
        m_token.id = {QStringLiteral("hash-1")};
        m_token.name = QStringLiteral("nightly sync");
        m_requests = 0;
    }
    void cleanup() { m_dialog.reset(); }

    void sendsOnlyWhatIsChanged_data()
    {
        QTest::addColumn<QByteArray>("box"); // a choice; empty: a line
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("chosen");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QVariant>("expected");
        QTest::newRow("a number") << QByteArray() << QByteArray("secondsLine") << QStringLiteral("60")
                                  << QStringLiteral("seconds") << QVariant(QStringLiteral("60"));
        QTest::newRow("a list") << QByteArray() << QByteArray("scopesLine") << QStringLiteral("a b")
                                << QStringLiteral("scopes")
                                << QVariant(QStringList({QStringLiteral("a"), QStringLiteral("b")}));
        QTest::newRow("a switch that is turned off") << QByteArray("endlessBox") << QByteArray() << QStringLiteral("no")
                                                     << QStringLiteral("endless") << QVariant(false);
        QTest::newRow("a switch that is turned on") << QByteArray("endlessBox") << QByteArray() << QStringLiteral("yes")
                                                    << QStringLiteral("endless") << QVariant(true);
        QTest::newRow("a date") << QByteArray("expiresPreset") << QByteArray() << QStringLiteral("never")
                                << QStringLiteral("expires") << QVariant(QStringLiteral("never"));
    }
    void sendsOnlyWhatIsChanged()
    {
        QFETCH(QByteArray, box);
        QFETCH(QByteArray, line);
        QFETCH(QString, chosen);
        QFETCH(QString, key);
        QFETCH(QVariant, expected);
        open(m_token);
        if (line.isEmpty())
            child<QComboBox>(box)->setCurrentText(chosen);
        else
            QTest::keyClicks(child<QLineEdit>(line), chosen);
        QTest::mouseClick(change(), Qt::LeftButton);
        QCOMPARE(m_requests, 1);
        QCOMPARE(m_id.value, QStringLiteral("hash-1"));
        QVERIFY(m_value.isEmpty() && m_tokenId.isEmpty());
        QCOMPARE(m_fields, QVariantMap({{key, expected}}));
    }

    void saysWhereNothingIsChanged()
    {
        open(m_token);
        QTest::mouseClick(change(), Qt::LeftButton);
        QCOMPARE(m_requests, 0);
        QCOMPARE(child<Banner>("banner")->accessibleName(), QStringLiteral("Nothing is changed yet."));
        QVERIFY(child<PlainLabel>("foot")->text().contains(QLatin1String("What is left empty stays as it is")));
    }

    void saysAtTheFieldWhatCannotBeSent()
    {
        open(m_token);
        QTest::keyClicks(child<QLineEdit>("secondsLine"), QStringLiteral("1h"));
        QTest::mouseClick(change(), Qt::LeftButton);
        QCOMPARE(m_requests, 0);
        QVERIFY(!child<PlainLabel>("secondsProblem")->text().isEmpty());
    }

    void whatTheProviderFindsWrongWithAFieldIsSaidThere()
    {
        open(m_token);
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
        child<QComboBox>("endlessBox")->setCurrentText(QStringLiteral("yes"));
        QTest::mouseClick(change(), Qt::LeftButton);
        Error wrong;
        wrong.kind = Error::Kind::InvalidInput;
        wrong.message = QStringLiteral("Choose one of the two.");
        wrong.code = QStringLiteral("endless");
        m_dialog->showError(wrong);
        QCOMPARE(child<PlainLabel>("endlessProblem")->text(), QStringLiteral("Choose one of the two."));
        QVERIFY(!child<Banner>("banner")->isVisible());
        QCOMPARE(m_dialog->focusWidget(), child<QComboBox>("endlessBox"));
        wrong.code = QStringLiteral("nowhere");
        m_dialog->showError(wrong);
        QVERIFY(child<Banner>("banner")->isVisible());
    }

    void takesAValueOrAnIdInThePlaceOfAToken()
    {
        open({});
        QVERIFY(child<QLineEdit>("valueLine")->isVisible());
        QCOMPARE(child<QLineEdit>("valueLine")->echoMode(), QLineEdit::Password);
        QVERIFY(!child<QLineEdit>("tokenIdLine")->isVisible());
        QTest::keyClicks(child<QLineEdit>("secondsLine"), QStringLiteral("60"));
        QTest::mouseClick(change(), Qt::LeftButton);
        QCOMPARE(m_requests, 0); // which token?
        QTest::keyClicks(child<QLineEdit>("valueLine"), QStringLiteral("tOkEn"));
        QTest::mouseClick(change(), Qt::LeftButton);
        QCOMPARE(m_requests, 1);
        QVERIFY(m_id.isEmpty() && m_tokenId.isEmpty());
        QCOMPARE(m_value, Secret("tOkEn"));

        m_dialog->showError(rejected());
        QTest::keyClick(child<QRadioButton>("byTokenId"), Qt::Key_Space);
        QVERIFY(!child<QLineEdit>("valueLine")->isVisible());
        QTest::keyClicks(child<QLineEdit>("tokenIdLine"), QStringLiteral("t-7"));
        QTest::mouseClick(change(), Qt::LeftButton);
        QCOMPARE(m_requests, 2);
        QVERIFY(m_id.isEmpty() && m_value.isEmpty());
        QCOMPARE(m_tokenId, QStringLiteral("t-7"));
    }

    void theValueIsForgottenWhenTheAnswerIsThere()
    {
        open({});
        QTest::keyClicks(child<QLineEdit>("valueLine"), QStringLiteral("tOkEn"));
        QTest::keyClicks(child<QLineEdit>("secondsLine"), QStringLiteral("60"));
        QTest::mouseClick(change(), Qt::LeftButton);
        m_dialog->showUpdated();
        QVERIFY(!m_dialog->isVisible());
        QVERIFY(child<QLineEdit>("valueLine")->text().isEmpty());
    }

    void cannotBeClosedWhileTheAnswerIsAwaited()
    {
        open(m_token);
        QTest::keyClicks(child<QLineEdit>("secondsLine"), QStringLiteral("60"));
        QTest::keyClick(child<QLineEdit>("secondsLine"), Qt::Key_Return);
        QCOMPARE(m_requests, 1);
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        m_dialog->close();
        QVERIFY(m_dialog->isVisible());
        QVERIFY(!change()->isEnabled());
        m_dialog->showError(rejected());
        QVERIFY(change()->isEnabled());
        QCOMPARE(child<QLineEdit>("secondsLine")->text(), QStringLiteral("60"));
        QCOMPARE(child<Banner>("banner")->accessibleName(), QStringLiteral("The token was not changed."));
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
    }

    void aLostAnswerSaysThatItMayBeChanged()
    {
        open(m_token);
        Error lost;
        lost.kind = Error::Kind::TimedOut;
        lost.sent = Error::Sent::Maybe;
        m_dialog->showError(lost);
        QCOMPARE(child<Banner>("banner")->accessibleName(), QStringLiteral("The token may be changed."));
    }

    void aReadOnlyAccountSaysSo()
    {
        m_account.policy.readOnly = true;
        open(m_token);
        m_account.policy.readOnly = false;
        QVERIFY(!change()->isEnabled());
        QVERIFY(child<Banner>("banner")->accessibleName().contains(QLatin1String("read-only")));
    }

private:
    static Error rejected()
    {
        Error error;
        error.kind = Error::Kind::Rejected;
        error.sent = Error::Sent::Answered;
        error.httpStatus = 400;
        return error;
    }
    void open(const std::optional<Token> &token)
    {
        m_dialog = std::make_unique<UpdateTokenDialog>(m_account, borealis(), token, m_clock);
        connect(m_dialog.get(), &UpdateTokenDialog::updateRequested, this,
                [this](const AccountId &, const TokenId &id, const Secret &value, const QString &tokenId,
                       const QVariantMap &fields) {
                    m_id = id;
                    m_value = value;
                    m_tokenId = tokenId;
                    m_fields = fields;
                    ++m_requests;
                });
        m_dialog->show();
    }
    template <typename T>
    T *child(const QByteArray &name) const
    {
        return m_dialog->findChild<T *>(QLatin1String(name));
    }
    QPushButton *change() const { return child<QPushButton>("change"); }

    const StillClock m_clock;
    Account m_account = borealisAccount(QStringLiteral("pasted"));
    Token m_token;
    std::unique_ptr<UpdateTokenDialog> m_dialog;
    TokenId m_id;
    Secret m_value;
    QString m_tokenId;
    QVariantMap m_fields;
    int m_requests = 0;
};

QTEST_MAIN(TestUpdateTokenDialog)
#include "tst_updatetokendialog.moc"
