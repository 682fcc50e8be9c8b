#include "invented.h"
#include "ui/dialogs/revokebyvaluedialog.h"
#include "ui/parts/banner.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/look.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>

using namespace latchkey;
using namespace latchkey::invented;

using Extent = RevokeCall::Extent;

class TestRevokeByValueDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }
    void init()
    {
        m_requests = 0;
        open({account(QStringLiteral("cannot")), borealisAccount(QStringLiteral("pasted"))}, borealis());
    }
    void cleanup() { m_dialog.reset(); }

    void offersOnlyAccountsThatCan()
    {
        QCOMPARE(child<QComboBox>("account")->count(), 1);
        QVERIFY(child<QComboBox>("account")->currentText().startsWith(QLatin1String("aurora")));
    }

    void asksForOneOfValueAndId_data()
    {
        QTest::addColumn<bool>("isRefresh");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("id");
        QTest::addColumn<bool>("goesOn");
        QTest::newRow("an access token's value") << false << QStringLiteral("tOkEn") << QString() << true;
        QTest::newRow("no access token's value") << false << QString() << QString() << false;
        QTest::newRow("a value with a space") << false << QStringLiteral("a b") << QString() << false;
        QTest::newRow("a refresh token's value") << true << QStringLiteral("rEfReSh") << QString() << true;
        QTest::newRow("a refresh token's id") << true << QString() << QStringLiteral("r-1") << true;
        QTest::newRow("neither of the refresh token") << true << QString() << QString() << false;
        QTest::newRow("both of the refresh token")
            << true << QStringLiteral("rEfReSh") << QStringLiteral("r-1") << false;
    }
    void asksForOneOfValueAndId()
    {
        QFETCH(bool, isRefresh);
        QFETCH(QString, value);
        QFETCH(QString, id);
        QFETCH(bool, goesOn);
        QCOMPARE(child<QLineEdit>("valueLine")->echoMode(), QLineEdit::Password);
        if (isRefresh)
            QTest::mouseClick(child<QRadioButton>("refreshToken"), Qt::LeftButton, {}, QPoint(8, 8));
        QTRY_COMPARE(child<QLineEdit>("tokenIdLine")->isVisible(), isRefresh);
        QTest::keyClicks(child<QLineEdit>("valueLine"), value);
        if (isRefresh)
            QTest::keyClicks(child<QLineEdit>("tokenIdLine"), id);
        QTest::mouseClick(plan(), Qt::LeftButton);
        QCOMPARE(m_requests, goesOn ? 1 : 0);
        if (!goesOn) {
            QVERIFY(!child<PlainLabel>("valueProblem")->text().isEmpty()
                    || !child<PlainLabel>("tokenIdProblem")->text().isEmpty());
            return;
        }
        QCOMPARE(m_extent, isRefresh ? Extent::Refresh : Extent::Value);
        QCOMPARE(m_value, Secret(value.toUtf8()));
        QCOMPARE(m_id.value, id);
    }

    void anIdThatIsNoLongerAskedForIsNotSent()
    {
        QTest::mouseClick(child<QRadioButton>("refreshToken"), Qt::LeftButton, {}, QPoint(8, 8));
        QTest::keyClicks(child<QLineEdit>("tokenIdLine"), QStringLiteral("r-1"));
        QTest::mouseClick(child<QRadioButton>("accessToken"), Qt::LeftButton, {}, QPoint(8, 8));
        QTest::keyClicks(child<QLineEdit>("valueLine"), QStringLiteral("tOkEn"));
        QTest::mouseClick(plan(), Qt::LeftButton);
        QCOMPARE(m_requests, 1);
        QVERIFY(m_id.isEmpty());
    }

    void waitsForThePlanAndForgetsTheValue()
    {
        QTest::keyClicks(child<QLineEdit>("valueLine"), QStringLiteral("tOkEn"));
        QTest::keyClick(child<QLineEdit>("valueLine"), Qt::Key_Return);
        QCOMPARE(m_requests, 1);
        m_dialog->close();
        QVERIFY(m_dialog->isVisible());
        m_dialog->showProblem(QStringLiteral("Nothing was planned."), QStringLiteral("The key has expired."));
        QVERIFY(child<Banner>("banner")->isVisible());
        QCOMPARE(child<QLineEdit>("valueLine")->text(), QStringLiteral("tOkEn"));
        QTest::mouseClick(plan(), Qt::LeftButton);
        m_dialog->showPlanned();
        QVERIFY(!m_dialog->isVisible());
        QVERIFY(child<QLineEdit>("valueLine")->text().isEmpty());
    }

    void aReadOnlyAccountThatWasAskedForStaysTheSubject()
    {
        Account locked = borealisAccount(QStringLiteral("pasted"));
        locked.id = {QStringLiteral("locked")};
        locked.name = QStringLiteral("locked");
        locked.policy.readOnly = true;
        open({borealisAccount(QStringLiteral("pasted")), locked}, borealis());
        QVERIFY(!child<Banner>("banner")->isVisible());
        m_dialog->chooseAccount(locked.id);
        QVERIFY(child<QComboBox>("account")->currentText().startsWith(QLatin1String("locked")));
        QCOMPARE(child<Banner>("banner")->accessibleName(), QStringLiteral("locked is read-only."));
        QVERIFY(child<Banner>("banner")->isVisible());
        QVERIFY(!plan()->isEnabled());
    }

    void aKindThatTheProviderLacksCannotBeChosen()
    {
        ProviderDescription refreshOnly = borealis();
        refreshOnly.capabilities &= ~Capabilities(Capability::RevokeByValue);
        open({borealisAccount(QStringLiteral("pasted"))}, refreshOnly);
        QVERIFY(!child<QRadioButton>("accessToken")->isEnabled());
        QVERIFY(child<QRadioButton>("refreshToken")->isChecked());
    }

    void noAccountSaysWhatToDo()
    {
        open({account(QStringLiteral("cannot"))}, borealis());
        QVERIFY(child<Banner>("banner")->isVisible());
        QVERIFY(!plan()->isEnabled());
    }

private:
    void open(const QList<Account> &accounts, const ProviderDescription &other)
    {
        m_dialog =
            std::make_unique<RevokeByValueDialog>(accounts, QList<ProviderDescription>{provider(), other}, m_clock);
        connect(m_dialog.get(), &RevokeByValueDialog::revokeRequested, this,
                [this](const AccountId &, Extent extent, const Secret &value, const TokenId &id) {
                    m_extent = extent;
                    m_value = value;
                    m_id = id;
                    ++m_requests;
                });
        m_dialog->show();
    }
    template <typename T>
    T *child(const char *name) const
    {
        return m_dialog->findChild<T *>(QLatin1String(name));
    }
    QPushButton *plan() const { return child<QPushButton>("plan"); }

    const StillClock m_clock;
    std::unique_ptr<RevokeByValueDialog> m_dialog;
    Extent m_extent = Extent::One;
    Secret m_value;
    TokenId m_id;
    int m_requests = 0;
};

QTEST_MAIN(TestRevokeByValueDialog)
#include "tst_revokebyvaluedialog.moc"
