#include "invented.h"
#include "ui/dialogs/newtokendialog.h"
#include "ui/parts/banner.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/look.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace latchkey;
using namespace latchkey::invented;

class TestNewTokenDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        applyLook(*qApp, Appearance::Light);
        qRegisterMetaType<AccountId>();
        qRegisterMetaType<TokenKind>();
    }

    void init()
    {
        Account locked = account(QStringLiteral("locked"));
        locked.policy.readOnly = true;
        show({locked, account(QStringLiteral("login-dev"))});
        QTRY_COMPARE(m_wanted->size(), 1);
    }

    void cleanup() { m_dialog.reset(); }

    void proposesTheLeastThatWorksAndNinetyDays()
    {
        fillIn();
        QTest::mouseClick(create(), Qt::LeftButton);
        QCOMPARE(m_kind, TokenKind::User);
        QCOMPARE(m_fields.value(QStringLiteral("name")).toString(), QStringLiteral("purge bot"));
        QCOMPARE(m_fields.value(QStringLiteral("scope")).toStringList(), QStringList{QStringLiteral("look")});
        QCOMPARE(m_fields.value(QStringLiteral("boxes")).toStringList(), QStringList());
        QCOMPARE(m_fields.value(QStringLiteral("role")).toString(), QStringLiteral("reader"));
        QCOMPARE(m_fields.value(QStringLiteral("loud")).toBool(), false);
        QCOMPARE(m_fields.value(QStringLiteral("expires")).toString(), QStringLiteral("2027-02-20T12:00:00Z"));
        QCOMPARE(m_asked.part(QStringLiteral("password")), Secret("hunter 2"));
        QVERIFY(!m_asked.has(QStringLiteral("otp")));
    }

    void enterInAFieldCreates()
    {
        fillIn();
        QTest::keyClick(child<QLineEdit>("nameLine"), Qt::Key_Return);
        QCOMPARE(m_kind, TokenKind::User);
    }

    void saysAtTheFieldWhatIsMissing()
    {
        QTest::mouseClick(create(), Qt::LeftButton);
        QCOMPARE(m_kind, TokenKind::NotReported);
        QCOMPARE(child<PlainLabel>("nameProblem")->text(), QStringLiteral("This is needed. Fill it in."));
        QTRY_VERIFY(child<PlainLabel>("passwordProblem")->isVisible());
        QCOMPARE(m_dialog->focusWidget(), child<QLineEdit>("nameLine"));
        QTest::keyClicks(child<QLineEdit>("nameLine"), QStringLiteral("x"));
        QVERIFY(child<PlainLabel>("nameProblem")->text().isEmpty());
    }

    void takesScopesThatAreTicked()
    {
        fillIn();
        auto *list = child<QTreeView>("scopeList");
        list->setCurrentIndex(list->model()->index(2, 0));
        QTest::keyClick(list, Qt::Key_Space);
        QTest::mouseClick(create(), Qt::LeftButton);
        QCOMPARE(m_fields.value(QStringLiteral("scope")).toStringList(),
                 QStringList({QStringLiteral("look"), QStringLiteral("touch")}));
    }

    void takesResourcesFromTheList()
    {
        fillIn();
        m_dialog->setResources(account(QStringLiteral("login-dev")).id,
                               QList<Named>{{QStringLiteral("b1"), QStringLiteral("newsroom")},
                                            {QStringLiteral("b2"), QStringLiteral("checkout")}});
        QTest::mouseClick(child<QRadioButton>("someResources"), Qt::LeftButton, {}, QPoint(8, 8));
        QTest::mouseClick(create(), Qt::LeftButton);
        QCOMPARE(m_kind, TokenKind::NotReported); // "only these", and none
        QTest::keyClicks(child<QLineEdit>("findResource"), QStringLiteral("CHECK"));
        auto *list = child<QListView>("resources");
        QCOMPARE(list->model()->rowCount(), 1);
        list->setCurrentIndex(list->model()->index(0, 0));
        QTest::keyClick(list, Qt::Key_Space);
        QTest::mouseClick(create(), Qt::LeftButton);
        QCOMPARE(m_fields.value(QStringLiteral("boxes")).toStringList(), QStringList{QStringLiteral("b2")});
    }

    void takesTypedIdsWhereTheListCannotBeHad()
    {
        fillIn();
        m_dialog->setResources(account(QStringLiteral("login-dev")).id, failure(Error::Kind::Forbidden));
        QTest::mouseClick(child<QRadioButton>("someResources"), Qt::LeftButton, {}, QPoint(8, 8));
        QTest::keyClicks(child<QLineEdit>("resourceIds"), QStringLiteral("b1, b2"));
        QTest::mouseClick(create(), Qt::LeftButton);
        QCOMPARE(m_fields.value(QStringLiteral("boxes")).toStringList(),
                 QStringList({QStringLiteral("b1"), QStringLiteral("b2")}));
    }

    void neverComesWithAWarning()
    {
        fillIn();
        auto *preset = child<QComboBox>("expiresPreset");
        preset->setCurrentIndex(preset->findText(QStringLiteral("never")));
        QVERIFY(child<PlainLabel>("expiresHint")->text().contains(QLatin1String("until somebody revokes it")));
        QTest::mouseClick(create(), Qt::LeftButton);
        QCOMPARE(m_fields.value(QStringLiteral("expires")).toString(), QStringLiteral("never"));
    }

    void cannotBeClosedWhileTheAnswerIsAwaited()
    {
        fillIn();
        QTest::mouseClick(create(), Qt::LeftButton);
        QVERIFY(!create()->isEnabled());
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(m_dialog->isVisible());
        m_dialog->close();
        QVERIFY(m_dialog->isVisible());
        m_dialog->showCreated();
        QVERIFY(!m_dialog->isVisible());
        QVERIFY(child<QLineEdit>("passwordLine")->text().isEmpty());
    }

    void aWrongPasswordClearsOnlyThePassword()
    {
        fillIn();
        QTest::keyClicks(child<QLineEdit>("otpLine"), QStringLiteral("418 207"));
        QTest::mouseClick(create(), Qt::LeftButton);
        m_dialog->showError(answered(Error::Kind::Unauthorized, 401));
        QVERIFY(child<QLineEdit>("passwordLine")->text().isEmpty());
        QCOMPARE(child<QLineEdit>("otpLine")->text(), QStringLiteral("418 207"));
        QCOMPARE(child<QLineEdit>("nameLine")->text(), QStringLiteral("purge bot"));
        QCOMPARE(m_dialog->focusWidget(), child<QLineEdit>("passwordLine"));
        QVERIFY(child<Banner>("banner")->isVisible());
        QVERIFY(create()->isEnabled());
    }

    void aLostAnswerSaysThatATokenMayExist()
    {
        fillIn();
        QTest::mouseClick(create(), Qt::LeftButton);
        Error error;
        error.kind = Error::Kind::TimedOut;
        error.sent = Error::Sent::Maybe;
        m_dialog->showError(error);
        QCOMPARE(child<Banner>("banner")->accessibleName(),
                 QStringLiteral("A token may exist whose value nobody knows."));
        QVERIFY(!child<QLineEdit>("passwordLine")->text().isEmpty());
    }

    void aReadOnlyAccountIsShownAndNotChosenByItself()
    {
        auto *chooser = child<QComboBox>("account");
        QCOMPARE(chooser->count(), 2);
        QVERIFY(chooser->currentText().startsWith(QLatin1String("login-dev")));
        QVERIFY(chooser->itemText(0).contains(QLatin1String("read-only")));
        QVERIFY(!chooser->model()->index(0, 0).flags().testFlag(Qt::ItemIsEnabled));
        QVERIFY(!child<Banner>("banner")->isVisible());
    }

    void aReadOnlyAccountThatWasAskedForStaysTheSubject()
    {
        const AccountId locked = account(QStringLiteral("locked")).id;
        m_dialog->chooseAccount(locked);
        QCOMPARE(child<PlainLabel>("headTitle")->text(), QStringLiteral("New token in locked"));
        QCOMPARE(child<Banner>("banner")->accessibleName(), QStringLiteral("locked is read-only."));
        QVERIFY(child<Banner>("banner")->isVisible());
        fillIn();
        QVERIFY(!create()->isEnabled());
        QTest::keyClick(child<QLineEdit>("nameLine"), Qt::Key_Return);
        QCOMPARE(m_kind, TokenKind::NotReported);

        const QSignalSpy asked(m_dialog.get(), &NewTokenDialog::changesRequested);
        QTest::mouseClick(child<QPushButton>("allowChanges"), Qt::LeftButton);
        QCOMPARE(asked.value(0).value(0).value<AccountId>(), locked);
        QVERIFY(!m_dialog->isVisible());
    }

    void anotherKindKeepsWhatBothHave()
    {
        fillIn();
        QTest::keyClicks(child<QLineEdit>("otpLine"), QStringLiteral("418 207"));
        auto *list = child<QTreeView>("scopeList");
        list->setCurrentIndex(list->model()->index(2, 0));
        QTest::keyClick(list, Qt::Key_Space);
        child<QComboBox>("expiresPreset")->setCurrentText(QStringLiteral("in 7 day(s)"));
        child<QComboBox>("roleBox")->setCurrentText(QStringLiteral("Writer"));
        child<QCheckBox>("loudCheck")->click();
        QTest::mouseClick(child<QRadioButton>("someResources"), Qt::LeftButton, {}, QPoint(8, 8));
        QTest::keyClicks(child<QLineEdit>("resourceIds"), QStringLiteral("b1 b2"));
        QTest::keyClick(child<QRadioButton>("kind1"), Qt::Key_Space);
        QCOMPARE(child<QComboBox>("expiresPreset")->currentText(), QStringLiteral("in 7 day(s)"));
        QTest::mouseClick(create(), Qt::LeftButton);
        QCOMPARE(m_kind, TokenKind::Automation);
        QCOMPARE(m_fields,
                 QVariantMap({{QStringLiteral("name"), QStringLiteral("purge bot")},
                              {QStringLiteral("scope"), QStringList({QStringLiteral("look"), QStringLiteral("touch")})},
                              {QStringLiteral("boxes"), QStringList({QStringLiteral("b1"), QStringLiteral("b2")})},
                              {QStringLiteral("expires"), QStringLiteral("2026-11-29T12:00:00Z")},
                              {QStringLiteral("role"), QStringLiteral("writer")},
                              {QStringLiteral("loud"), true}}));
        QCOMPARE(m_asked.part(QStringLiteral("password")), Secret("hunter 2"));
        QCOMPARE(m_asked.part(QStringLiteral("otp")), Secret("418 207"));
    }

    void anotherProviderGetsNothingOfWhatWasTyped()
    {
        show({account(QStringLiteral("login-dev")), borealisAccount(QStringLiteral("pasted"))});
        fillIn();
        child<QComboBox>("account")->setCurrentIndex(1);
        child<QComboBox>("account")->setCurrentIndex(0);
        QVERIFY(child<QLineEdit>("passwordLine")->text().isEmpty());
        QVERIFY(child<QLineEdit>("nameLine")->text().isEmpty());
    }

    void anErrorGoesWithTheAccountThatItIsAbout()
    {
        show({account(QStringLiteral("login-dev")), account(QStringLiteral("login-test"))});
        fillIn();
        QTest::mouseClick(create(), Qt::LeftButton);
        m_dialog->showError(answered(Error::Kind::LoginRefused, 403));
        QVERIFY(child<Banner>("banner")->isVisible());
        child<QComboBox>("account")->setCurrentIndex(1);
        QVERIFY(!child<Banner>("banner")->isVisible());
        QCOMPARE(child<QLineEdit>("nameLine")->text(), QStringLiteral("purge bot"));
    }

    void whatHasTheFocusIsInViewBelowTheBanner()
    {
        m_dialog->resize(m_dialog->width(), m_dialog->fontMetrics().height() * 24);
        fillIn();
        QTest::mouseClick(create(), Qt::LeftButton);
        m_dialog->showError(answered(Error::Kind::LoginRefused, 403));
        const auto *password = child<QLineEdit>("passwordLine");
        QCOMPARE(m_dialog->focusWidget(), password);
        QTRY_COMPARE(password->visibleRegion().boundingRect(), password->rect());
    }

    void whatTheProviderFindsWrongWithAFieldIsSaidThere()
    {
        QTRY_VERIFY(child<QComboBox>("expiresPreset")->isVisible());
        fillIn();
        QTest::mouseClick(create(), Qt::LeftButton);
        Error wrong;
        wrong.kind = Error::Kind::InvalidInput;
        wrong.message = QStringLiteral("Choose one of the two.");
        wrong.code = QStringLiteral("expires");
        m_dialog->showError(wrong);
        QCOMPARE(child<PlainLabel>("expiresProblem")->text(), QStringLiteral("Choose one of the two."));
        QVERIFY(!child<Banner>("banner")->isVisible());
        QCOMPARE(m_dialog->focusWidget(), child<QComboBox>("expiresPreset"));
    }

    void startsInTheFormWhereTheAccountIsChosen()
    {
        show({account(QStringLiteral("login-dev"))}, account(QStringLiteral("login-dev")).id);
        QTRY_COMPARE(m_dialog->focusWidget(), child<QLineEdit>("nameLine"));
    }

    void aFieldOfResourcesAloneTakesTheList()
    {
        show({borealisAccount(QStringLiteral("pasted"))});
        QVERIFY(child<QRadioButton>("someResources") == nullptr);
        QTest::keyClicks(child<QLineEdit>("scopesLine"), QStringLiteral("read, write"));
        QTest::mouseClick(create(), Qt::LeftButton);
        QCOMPARE(m_fields.value(QStringLiteral("scopes")).toStringList(),
                 QStringList({QStringLiteral("read"), QStringLiteral("write")}));
        QCOMPARE(m_fields.value(QStringLiteral("seconds")).toString(), QStringLiteral("3600"));
        QVERIFY(!m_fields.contains(QStringLiteral("audience"))); // empty
        QCOMPARE(m_wanted->size(), 0);
    }

    void saysWhatIsWrongWith_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("sentence"); // empty: right
        QTest::newRow("a number with letters")
            << QByteArray("seconds") << QStringLiteral("1h") << QStringLiteral("whole number");
        QTest::newRow("a number") << QByteArray("seconds") << QStringLiteral(" 86400 ") << QString();
        QTest::newRow("an address without a scheme")
            << QByteArray("audience") << QStringLiteral("api.example") << QStringLiteral("whole address");
        QTest::newRow("an address") << QByteArray("audience") << QStringLiteral("https://api.example/x") << QString();
        QTest::newRow("JSON with a mistake in its third line")
            << QByteArray("details") << QStringLiteral("{\n  \"a\": 1,\n  b: 2\n}") << QStringLiteral("line 3, column");
        QTest::newRow("JSON that is a list")
            << QByteArray("details") << QStringLiteral("[1]") << QStringLiteral("one JSON object");
        QTest::newRow("a JSON object") << QByteArray("details") << QStringLiteral("{\"a\": [1]}") << QString();
    }
    void saysWhatIsWrongWith()
    {
        QFETCH(QByteArray, field);
        QFETCH(QString, typed);
        QFETCH(QString, sentence);
        show({borealisAccount(QStringLiteral("pasted"))});
        QTest::keyClicks(child<QLineEdit>("scopesLine"), QStringLiteral("read"));
        if (field == "details") {
            QVERIFY(!child<QPlainTextEdit>("detailsText")->isVisible()); // behind "More"
            child<QPlainTextEdit>("detailsText")->setPlainText(typed);
        } else {
            child<QLineEdit>(field + "Line")->setText(typed);
        }
        QTest::mouseClick(create(), Qt::LeftButton);
        const QString said = child<PlainLabel>(field + "Problem")->text();
        QVERIFY2(sentence.isEmpty() ? said.isEmpty() : said.contains(sentence), qPrintable(said));
        QCOMPARE(m_kind, sentence.isEmpty() ? TokenKind::AccessToken : TokenKind::NotReported);
        if (sentence.isEmpty())
            QCOMPARE(m_fields.value(QLatin1String(field)).toString(), typed.trimmed());
        else
            QTRY_VERIFY(child<PlainLabel>(field + "Problem")->isVisible());
    }

    void moreOpensAndClosesByKeyboard()
    {
        show({borealisAccount(QStringLiteral("pasted"))});
        auto *more = child<QToolButton>("more");
        more->setFocus();
        QTest::keyClick(more, Qt::Key_Space);
        QTRY_VERIFY(child<QPlainTextEdit>("detailsText")->isVisible());
        // Tab leaves the text: it is a field of a form.
        child<QPlainTextEdit>("detailsText")->setFocus();
        QTest::keyClick(child<QPlainTextEdit>("detailsText"), Qt::Key_Tab);
        QVERIFY(!child<QPlainTextEdit>("detailsText")->hasFocus());
        QVERIFY(child<QPlainTextEdit>("detailsText")->toPlainText().isEmpty());
        QTest::keyClick(more, Qt::Key_Space);
        QTRY_VERIFY(!child<QPlainTextEdit>("detailsText")->isVisible());
    }

private:
    static Error answered(Error::Kind kind, int status)
    {
        Error error;
        error.kind = kind;
        error.sent = Error::Sent::Answered;
        error.httpStatus = status;
        return error;
    }
    void show(const QList<Account> &accounts, const AccountId &chosen = {})
    {
        m_dialog =
            std::make_unique<NewTokenDialog>(accounts, QList<ProviderDescription>{provider(), borealis()}, m_clock);
        connect(m_dialog.get(), &NewTokenDialog::createRequested, this,
                [this](const AccountId &, TokenKind kind, const QVariantMap &fields, const Credential &asked) {
                    m_kind = kind;
                    m_fields = fields;
                    m_asked = asked;
                });
        m_kind = TokenKind::NotReported;
        m_fields.clear();
        m_asked = {};
        m_wanted = std::make_unique<QSignalSpy>(m_dialog.get(), &NewTokenDialog::resourcesRequested);
        m_dialog->chooseAccount(chosen);
        m_dialog->show();
        QTRY_VERIFY(m_dialog->findChild<QWidget *>(QStringLiteral("kind0"))); // it looks once somebody can listen
    }
    template <typename T>
    T *child(const QByteArray &name) const
    {
        return m_dialog->findChild<T *>(QLatin1String(name));
    }
    QPushButton *create() const { return child<QPushButton>("create"); }
    void fillIn() const
    {
        QTest::keyClicks(child<QLineEdit>("nameLine"), QStringLiteral("purge bot"));
        QTest::keyClicks(child<QLineEdit>("passwordLine"), QStringLiteral("hunter 2"));
    }

    const StillClock m_clock;
    std::unique_ptr<NewTokenDialog> m_dialog;
    std::unique_ptr<QSignalSpy> m_wanted;
    TokenKind m_kind = TokenKind::NotReported;
    QVariantMap m_fields;
    Credential m_asked;
};

QTEST_MAIN(TestNewTokenDialog)
#include "tst_newtokendialog.moc"
