#include "invented.h"
#include "ui/dialogs/idletimeoutdialog.h"
#include "ui/parts/banner.h"
#include "ui/style/look.h"

#include <QApplication>
#include <QCheckBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

using namespace latchkey;
using namespace latchkey::invented;

class TestIdleTimeoutDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }
    void init() { open(borealisAccount(QStringLiteral("pasted"))); }
    void cleanup() { m_dialog.reset(); }

    void asksWhatItIsAndChangesNothingBefore()
    {
        QCOMPARE(m_asked, 1);
        QVERIFY(!change()->isEnabled());
        QVERIFY(!child<QCheckBox>("enabled")->isEnabled());
        m_dialog->showTimeout(IdleTimeout{true, 1'800});
        QVERIFY(child<QCheckBox>("enabled")->isChecked());
        QCOMPARE(child<QSpinBox>("minutes")->value(), 30);
        QVERIFY(!change()->isEnabled()); // nothing is another than it was
    }

    void changesTheMinutesWithinTheirBounds()
    {
        m_dialog->showTimeout(IdleTimeout{true, 1'800});
        auto *minutes = child<QSpinBox>("minutes");
        minutes->selectAll();
        QTest::keyClicks(minutes, QStringLiteral("45"));
        QTest::mouseClick(change(), Qt::LeftButton);
        QCOMPARE(m_timeout, (IdleTimeout{true, 2'700}));
        minutes->setValue(1);
        QCOMPARE(minutes->value(), 5);
        minutes->setValue(10'000);
        QCOMPARE(minutes->value(), 480);
    }

    void turningItOffKeepsItsLength()
    {
        m_dialog->showTimeout(IdleTimeout{true, 1'830}); // not a whole minute
        QTest::keyClick(child<QCheckBox>("enabled"), Qt::Key_Space);
        QVERIFY(!child<QSpinBox>("minutes")->isEnabled());
        QTest::mouseClick(change(), Qt::LeftButton);
        QCOMPARE(m_timeout, (IdleTimeout{false, 1'830}));
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(m_dialog->isVisible()); // it waits
        m_dialog->showChanged(IdleTimeout{false, 1'830});
        QVERIFY(!m_dialog->isVisible());
    }

    void canBeAskedAgainWhereItIsNotKnown()
    {
        m_dialog->showTimeout(failure(Error::Kind::Forbidden));
        QVERIFY(child<Banner>("banner")->isVisible());
        QVERIFY(!change()->isEnabled());
        QTest::mouseClick(child<QPushButton>("askAgain"), Qt::LeftButton);
        QCOMPARE(m_asked, 2);
        QVERIFY(!child<Banner>("banner")->isVisible());
    }

    void aFailedChangeKeepsWhatWasTyped()
    {
        m_dialog->showTimeout(IdleTimeout{false, 1'800});
        child<QCheckBox>("enabled")->click();
        QTest::mouseClick(change(), Qt::LeftButton);
        Error lost;
        lost.kind = Error::Kind::TimedOut;
        lost.sent = Error::Sent::Maybe;
        m_dialog->showChanged(failure(lost));
        QCOMPARE(child<Banner>("banner")->accessibleName(), QStringLiteral("The idle timeout may be changed."));
        QVERIFY(child<QCheckBox>("enabled")->isChecked());
        QVERIFY(change()->isEnabled());
    }

    void aReadOnlyAccountShowsItAlone()
    {
        Account locked = borealisAccount(QStringLiteral("pasted"));
        locked.policy.readOnly = true;
        open(locked);
        m_dialog->showTimeout(IdleTimeout{true, 1'800});
        QCOMPARE(child<QSpinBox>("minutes")->value(), 30);
        QVERIFY(!child<QSpinBox>("minutes")->isEnabled());
        QVERIFY(!child<QCheckBox>("enabled")->isEnabled());
        QVERIFY(!change()->isEnabled());
        QVERIFY(child<Banner>("banner")->accessibleName().contains(QLatin1String("read-only")));
    }

private:
    void open(const Account &account)
    {
        m_asked = 0;
        m_timeout = {};
        m_dialog = std::make_unique<IdleTimeoutDialog>(account, borealis());
        connect(m_dialog.get(), &IdleTimeoutDialog::timeoutRequested, this, [this] { ++m_asked; });
        connect(m_dialog.get(), &IdleTimeoutDialog::changeRequested, this,
                [this](const AccountId &, const IdleTimeout &timeout) { m_timeout = timeout; });
        m_dialog->show();
        QTRY_COMPARE(m_asked, 1);
    }
    template <typename T>
    T *child(const char *name) const
    {
        return m_dialog->findChild<T *>(QLatin1String(name));
    }
    QPushButton *change() const { return child<QPushButton>("change"); }

    std::unique_ptr<IdleTimeoutDialog> m_dialog;
    int m_asked = 0;
    IdleTimeout m_timeout;
};

QTEST_MAIN(TestIdleTimeoutDialog)
#include "tst_idletimeoutdialog.moc"
