#include "invented.h"
#include "models/accounts/accountstore.h"
#include "ui/dialogs/accountsdialog.h"
#include "ui/parts/actions.h"
#include "ui/parts/banner.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/look.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace latchkey;
using namespace latchkey::invented;

class TestAccountsDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        applyLook(*qApp, Appearance::Light);
        qRegisterMetaType<AccountId>();
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<AccountStore>(m_folder->path());
        QVERIFY(m_store->add(m_prod));
        QVERIFY(m_store->add(m_dev));
        m_dialog = std::make_unique<AccountsDialog>(*m_store, QList<ProviderDescription>{provider(), borealis()},
                                                    m_actions, m_clock);
        connect(m_dialog.get(), &AccountsDialog::signInRequested, this, [this](const AccountDraft &draft) {
            m_asked = draft;
            ++m_signIns;
        });
        connect(m_dialog.get(), &AccountsDialog::saveRequested, this,
                [this](const Account &account, const Credential &typed) {
                    m_saved = account;
                    m_typed = typed;
                    ++m_saves;
                });
        connect(m_dialog.get(), &AccountsDialog::testRequested, this,
                [this](const Account &account, const Credential &typed) {
                    m_saved = account;
                    m_typed = typed;
                    ++m_tests;
                });
        m_saves = m_tests = m_signIns = 0;
        m_asked = {};
        m_dialog->show();
    }

    void cleanup()
    {
        m_dialog.reset();
        m_store.reset();
    }

    void aNewAccountIsBuiltFromWhatTheProviderDeclares()
    {
        QTest::mouseClick(child<QToolButton>("add"), Qt::LeftButton);
        QVERIFY(child<QCheckBox>("readOnly")->isChecked()); // production, and new
        QCOMPARE(child<QLineEdit>("baseUrl")->text(), QStringLiteral("https://api.acme.example"));
        type("name", "edge-audit");
        type("secretLine", " key-123 ");
        auto *parts = child<QCheckBox>("part-robots");
        parts->click();
        choose("region", "America");
        child<QSpinBox>("deletesInFlight")->setValue(6);
        QTest::mouseClick(save(), Qt::LeftButton);
        QCOMPARE(m_saves, 1);
        QCOMPARE(m_saved.name, QStringLiteral("edge-audit"));
        QCOMPARE(m_saved.provider.value, QStringLiteral("acme"));
        QCOMPARE(m_saved.baseUrl, QUrl(QStringLiteral("https://api.us.acme.example")));
        QCOMPARE(m_saved.loginUrl, QUrl(QStringLiteral("https://login.us.acme.example")));
        QCOMPARE(m_saved.scope.parts, QStringList{QStringLiteral("own")});
        QCOMPARE(m_saved.policy.deletesInFlight, 6);
        QCOMPARE(m_saved.signIn, QStringLiteral("key"));
        QVERIFY(m_saved.policy.readOnly);
        QCOMPARE(m_typed.part(QStringLiteral("secret")), Secret("key-123"));

        QVERIFY(m_store->add(m_saved));
        m_dialog->showSaved(m_saved.id);
        QVERIFY(child<QLineEdit>("secretLine")->text().isEmpty()); // not kept in the window
        QCOMPARE(child<QLineEdit>("secretLine")->placeholderText(), QStringLiteral("kept in the keychain"));
        m_dialog->reject();
        QVERIFY(!m_dialog->isVisible());
    }

    void readOnlyFollowsTheEnvironmentUntilSomebodyChooses()
    {
        m_dialog->editNew();
        choose("environment", "staging");
        QVERIFY(!child<QCheckBox>("readOnly")->isChecked());
        child<QCheckBox>("readOnly")->click();
        child<QCheckBox>("readOnly")->click();
        choose("environment", "production");
        QVERIFY(!child<QCheckBox>("readOnly")->isChecked());
    }

    void theSentenceIsAtTheField_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("problem");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("expected");
        QTest::newRow("a name that exists") << QByteArray("name") << QByteArray("nameProblem")
                                            << QStringLiteral("PROD-cdn") << QStringLiteral("already");
        QTest::newRow("an address without TLS")
            << QByteArray("baseUrl") << QByteArray("baseUrlProblem") << QStringLiteral("http://api.example")
            << QStringLiteral("not protected by TLS");
        QTest::newRow("an address with a password")
            << QByteArray("loginUrl") << QByteArray("loginUrlProblem") << QStringLiteral("https://ann:pw@example")
            << QStringLiteral("user name or password");
        QTest::newRow("a key with a space") << QByteArray("secretLine") << QByteArray("secretProblem")
                                            << QStringLiteral("abc def") << QStringLiteral("holds a space");
    }
    void theSentenceIsAtTheField()
    {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, problem);
        QFETCH(QString, typed);
        QFETCH(QString, expected);
        m_dialog->editNew();
        auto *line = child<QLineEdit>(field.constData());
        line->selectAll();
        QTest::keyClicks(line, typed); // said while typing, without any button
        QVERIFY2(child<PlainLabel>(problem.constData())->text().contains(expected),
                 qPrintable(child<PlainLabel>(problem.constData())->text()));
        QTest::mouseClick(save(), Qt::LeftButton);
        QCOMPARE(m_saves, 0);
    }

    void anotherWayOfSigningInHasItsOwnFields()
    {
        m_dialog->edit(m_dev.id);
        choose("signIn", "Client and its secret");
        QVERIFY(child<QLineEdit>("secretLine") == nullptr);
        QTest::mouseClick(save(), Qt::LeftButton);
        QCOMPARE(m_saves, 0); // nothing is stored for this way
        type("clientIdLine", "me");
        type("clientSecretLine", "s3cret");
        QTest::mouseClick(save(), Qt::LeftButton);
        QCOMPARE(m_saves, 1);
        QCOMPARE(m_typed.part(QStringLiteral("clientSecret")), Secret("s3cret"));
    }

    void anEditNeedsNoSecretAnew()
    {
        m_dialog->edit(m_dev.id);
        QVERIFY(!save()->isEnabled()); // nothing changed
        type("name", "-2");
        QTest::keyClick(child<QLineEdit>("name"), Qt::Key_Return);
        QCOMPARE(m_saves, 1);
        QCOMPARE(m_saved.id, m_dev.id);
        QCOMPARE(m_saved.name, QStringLiteral("login-dev-2"));
        QVERIFY(m_typed.isEmpty());
        QCOMPARE(m_saved.identity, m_dev.identity);
    }

    void whatIsTypedSurvivesLookingAtAnotherAccount()
    {
        m_dialog->edit(m_dev.id);
        type("name", "-2");
        type("secretLine", "not ok"); // even what cannot be used
        child<QLineEdit>("baseUrl")->selectAll();
        type("baseUrl", "htt");
        m_dialog->edit(m_prod.id);
        QCOMPARE(child<QLineEdit>("name")->text(), QStringLiteral("prod-cdn"));
        QVERIFY(child<QLineEdit>("secretLine")->text().isEmpty());
        m_dialog->edit(m_dev.id);
        QCOMPARE(child<QLineEdit>("name")->text(), QStringLiteral("login-dev-2"));
        QCOMPARE(child<QLineEdit>("secretLine")->text(), QStringLiteral("not ok"));
        QCOMPARE(child<QLineEdit>("baseUrl")->text(), QStringLiteral("htt"));
    }

    void closingAsksInsideWhereSomethingIsNotSaved()
    {
        m_dialog->edit(m_dev.id);
        type("name", "-2");
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(m_dialog->isVisible());
        QTest::mouseClick(child<QPushButton>("keepEditing"), Qt::LeftButton);
        QCOMPARE(child<QLineEdit>("name")->text(), QStringLiteral("login-dev-2"));
        m_dialog->close(); // the window's cross
        QVERIFY(m_dialog->isVisible());
        QTRY_COMPARE(m_dialog->findChildren<QPushButton *>(QStringLiteral("discard")).size(), 1);
        QTest::mouseClick(child<QPushButton>("discard"), Qt::LeftButton);
        QVERIFY(!m_dialog->isVisible());
    }

    void removingAsksInsideFirst()
    {
        m_dialog->edit(m_dev.id);
        QSignalSpy removed(m_dialog.get(), &AccountsDialog::removeRequested);
        QTest::mouseClick(child<QToolButton>("remove"), Qt::LeftButton);
        QCOMPARE(removed.size(), 0);
        QTest::mouseClick(child<QPushButton>("removeAccount"), Qt::LeftButton);
        QCOMPARE(removed.size(), 1);
        QVERIFY(m_store->remove(m_dev.id));
        QCOMPARE(child<QListView>("accounts")->model()->rowCount(), 1);
        QCOMPARE(child<QLineEdit>("name")->text(), QStringLiteral("prod-cdn"));
    }

    void movesAndFollows()
    {
        m_dialog->edit(m_dev.id);
        QVERIFY(!child<QToolButton>("down")->isEnabled());
        QSignalSpy moved(m_dialog.get(), &AccountsDialog::moveRequested);
        QTest::mouseClick(child<QToolButton>("up"), Qt::LeftButton);
        QCOMPARE(moved.size(), 1);
        QCOMPARE(moved.at(0).at(1).toInt(), 0);
        QVERIFY(m_store->move(m_dev.id, 0));
        QCOMPARE(child<QListView>("accounts")->currentIndex().row(), 0);
        QCOMPARE(child<QLineEdit>("name")->text(), QStringLiteral("login-dev"));
    }

    void aDuplicateIsNewAndHasNoSecret()
    {
        m_dialog->edit(m_dev.id);
        QTest::mouseClick(child<QToolButton>("duplicate"), Qt::LeftButton);
        QCOMPARE(child<QLineEdit>("name")->text(), QStringLiteral("login-dev copy"));
        QTest::mouseClick(save(), Qt::LeftButton);
        QCOMPARE(m_saves, 0); // its key is missing
        type("secretLine", "abc");
        QTest::mouseClick(save(), Qt::LeftButton);
        QVERIFY(m_saved.id != m_dev.id);
        QVERIFY(!m_saved.identity.isKnown());
    }

    void aDuplicateOfAProductionAccountStartsReadOnly()
    {
        QVERIFY(!m_prod.policy.readOnly);
        m_dialog->edit(m_prod.id);
        QTest::mouseClick(child<QToolButton>("duplicate"), Qt::LeftButton);
        QVERIFY(child<QCheckBox>("readOnly")->isChecked());
        choose("environment", "staging"); // as with a new one
        QVERIFY(!child<QCheckBox>("readOnly")->isChecked());
        m_dialog->edit(m_dev.id);
        QTest::mouseClick(child<QToolButton>("duplicate"), Qt::LeftButton);
        QVERIFY(!child<QCheckBox>("readOnly")->isChecked());
    }

    void saysWhereAStoredSecretIs()
    {
        m_dialog->edit(m_dev.id);
        const auto said = [this] { return child<QLineEdit>("secretLine")->placeholderText(); };
        QCOMPARE(said(), QStringLiteral("kept in the keychain"));
        m_dialog->setKeychain(AccountsDialog::Keychain::Missing);
        QCOMPARE(said(), QStringLiteral("out of reach: no keychain answers"));
        m_dialog->setKeychain(AccountsDialog::Keychain::SessionOnly, {}, {m_dev.id});
        QCOMPARE(said(), QStringLiteral("kept for this session only"));
        m_dialog->edit(m_prod.id);
        QCOMPARE(said(), QStringLiteral("not stored: type it again"));
        type("secretLine", "abc");
        QTest::mouseClick(save(), Qt::LeftButton);
        m_dialog->showSaved(m_prod.id);
        QCOMPARE(said(), QStringLiteral("kept for this session only"));
    }

    void aTenantThatIsKnownIsShown()
    {
        m_dialog->edit(m_dev.id);
        QCOMPARE(child<QLineEdit>("tenant")->placeholderText(), QStringLiteral("Nordlicht Media"));
        m_dialog->editNew();
        QCOMPARE(child<QLineEdit>("tenant")->placeholderText(), QStringLiteral("found by the test"));
    }

    void whatIsMissingIsScrolledTo()
    {
        m_dialog->editNew(borealis().id);
        type("name", "aurora");
        choose("signIn", "Name and password");
        type("tenant", "realm-1");
        type("clientIdLine", "latchkey");
        type("loginLine", "maya");
        type("passwordLine", "hunter 2");
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
        m_dialog->resize(m_dialog->width(), m_dialog->fontMetrics().height() * 22);
        QTest::mouseClick(save(), Qt::LeftButton);
        QCOMPARE(m_saves, 0);
        const auto *problem = child<PlainLabel>("signInRowProblem");
        QVERIFY(!problem->text().isEmpty());
        QTRY_COMPARE(problem->visibleRegion().boundingRect(), problem->rect());
        QTRY_COMPARE(child<QPushButton>("signInButton")->visibleRegion().boundingRect(),
                     child<QPushButton>("signInButton")->rect());
    }

    void testsTheDraftAndShowsTheReportOfThatAccountAlone()
    {
        m_dialog->edit(m_dev.id);
        QTest::mouseClick(child<QPushButton>("test"), Qt::LeftButton);
        QCOMPARE(m_tests, 1);
        QCOMPARE(m_saved.id, m_dev.id);
        QVERIFY(m_typed.isEmpty()); // use the stored one
        QVERIFY(!child<QPushButton>("test")->isEnabled());
        m_dialog->edit(m_prod.id); // looks elsewhere meanwhile
        ConnectionReport report;
        report.lines = {{ConnectionReport::Line::Mark::Ok, QStringLiteral("Signed in as Maya"), {}, 131}};
        m_dialog->showTest(report);
        QVERIFY(child<QWidget>("finding") == nullptr);
        m_dialog->edit(m_dev.id);
        QVERIFY(child<QWidget>("finding") != nullptr);
        QVERIFY(!child<PlainLabel>("outdated")->isVisible());
        type("name", "x");
        QVERIFY(child<PlainLabel>("outdated")->isVisible());
    }

    void aProblemKeepsWhatWasTyped()
    {
        m_dialog->edit(m_dev.id);
        type("secretLine", "abc");
        QTest::mouseClick(save(), Qt::LeftButton);
        QVERIFY(!save()->isEnabled());
        m_dialog->showProblem(QStringLiteral("Not saved."), QStringLiteral("The keychain is locked."));
        QVERIFY(save()->isEnabled());
        QCOMPARE(child<QLineEdit>("secretLine")->text(), QStringLiteral("abc"));
    }

    void aTestThatSavingBeganEndsWithIt()
    {
        m_dialog->edit(m_dev.id);
        type("secretLine", "abc");
        QTest::mouseClick(save(), Qt::LeftButton);
        m_dialog->showTesting();
        m_dialog->showProblem(QStringLiteral("Not saved."), QStringLiteral("No."));
        QVERIFY(child<QPushButton>("test")->isEnabled());
        QCOMPARE(child<QLineEdit>("secretLine")->text(), QStringLiteral("abc"));
    }

    void followsTheStoreWhereNothingIsTypedOver()
    {
        m_dialog->edit(m_dev.id);
        type("name", "-2");
        Account probed = m_dev;
        probed.identity.principal = {QStringLiteral("u2"), QStringLiteral("Somebody else")};
        QVERIFY(m_store->update(probed));
        QCOMPARE(child<QLineEdit>("name")->text(), QStringLiteral("login-dev-2"));
        QTest::mouseClick(save(), Qt::LeftButton);
        QCOMPARE(m_saved.identity, probed.identity); // not the one from before
    }

    void aKeychainThatDoesNotAnswerHasWaysOut()
    {
        QSignalSpy unlock(m_actions.unlockKeychain, &QAction::triggered);
        QSignalSpy session(m_actions.sessionOnly, &QAction::triggered);
        m_dialog->setKeychain(AccountsDialog::Keychain::Locked, QStringLiteral("GNOME Keyring"));
        QTest::mouseClick(child<QPushButton>("unlock"), Qt::LeftButton);
        QCOMPARE(unlock.size(), 1);
        m_dialog->setKeychain(AccountsDialog::Keychain::Missing);
        QTest::mouseClick(child<QPushButton>("sessionOnly"), Qt::LeftButton);
        QCOMPARE(session.size(), 1);
        m_dialog->setKeychain(AccountsDialog::Keychain::SessionOnly);
        QVERIFY(!child<Banner>("keychainBanner")->isVisible());
        QVERIFY(child<PlainLabel>("secretHint")->text().contains(QLatin1String("this session only")));
    }

    void aSecretShowsOnlyWhilePressed()
    {
        m_dialog->edit(m_dev.id);
        auto *line = child<QLineEdit>("secretLine");
        auto *eye = line->findChild<QToolButton *>(QStringLiteral("showSecret"));
        QCOMPARE(line->echoMode(), QLineEdit::Password);
        QTest::keyPress(eye, Qt::Key_Space);
        QCOMPARE(line->echoMode(), QLineEdit::Normal);
        QTest::keyRelease(eye, Qt::Key_Space);
        QCOMPARE(line->echoMode(), QLineEdit::Password);
    }

    void aTenantIsAskedForOnlyWhereTheWayNeedsIt()
    {
        m_dialog->editNew(borealis().id);
        type("name", "aurora");
        type("secretLine", "abc");
        QTest::mouseClick(save(), Qt::LeftButton);
        QCOMPARE(m_saves, 1); // a pasted token tells its tenant
        m_dialog->showProblem(QStringLiteral("No."), {});
        choose("signIn", "Name and password");
        type("clientIdLine", "latchkey");
        type("loginLine", "maya");
        type("passwordLine", "hunter 2");
        QTest::mouseClick(child<QPushButton>("signInButton"), Qt::LeftButton);
        QCOMPARE(m_signIns, 0);
        QVERIFY(!child<PlainLabel>("tenantProblem")->text().isEmpty());
        type("tenant", "realm-1");
        QTest::mouseClick(child<QPushButton>("signInButton"), Qt::LeftButton);
        QCOMPARE(m_signIns, 1);
        QCOMPARE(m_asked.account.tenant, QStringLiteral("realm-1"));
    }

    void aPortIsCheckedAndItsAddressCanBeCopied_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("address");
        QTest::newRow("a port") << QStringLiteral("9000") << QStringLiteral("http://127.0.0.1:9000/");
        QTest::newRow("the last port") << QStringLiteral("65535") << QStringLiteral("http://127.0.0.1:65535/");
        QTest::newRow("a port that needs rights") << QStringLiteral("1023") << QString();
        QTest::newRow("more than there are") << QStringLiteral("65536") << QString();
        QTest::newRow("no number") << QStringLiteral("80 80") << QString();
    }
    void aPortIsCheckedAndItsAddressCanBeCopied()
    {
        QFETCH(QString, typed);
        QFETCH(QString, address);
        QGuiApplication::clipboard()->clear();
        m_dialog->editNew(borealis().id);
        type("name", "aurora");
        choose("signIn", "Browser");
        type("clientIdLine", "latchkey");
        child<QLineEdit>("portLine")->selectAll();
        QTest::keyClicks(child<QLineEdit>("portLine"), typed);
        QTest::mouseClick(child<QToolButton>("copyRedirect"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), address);
        QTest::mouseClick(child<QPushButton>("signInButton"), Qt::LeftButton);
        QCOMPARE(m_signIns, address.isEmpty() ? 0 : 1);
        QCOMPARE(child<PlainLabel>("portProblem")->text().isEmpty(), !address.isEmpty());
        if (!address.isEmpty())
            QCOMPARE(m_asked.account.settings.value(QStringLiteral("port")), typed);
    }

    void whatIsAskedForAtASignInIsExchangedAndForgotten()
    {
        signInWithPassword();
        QCOMPARE(m_asked.account.settings.value(QStringLiteral("clientId")), QStringLiteral("latchkey"));
        QCOMPARE(m_asked.typed.part(QStringLiteral("password")), Secret("hunter 2"));
        QVERIFY(!child<QPushButton>("test")->isEnabled());
        QVERIFY(!save()->isEnabled());
        m_dialog->setSignedIn(keptCredential());
        QVERIFY(child<QLineEdit>("passwordLine")->text().isEmpty());
        QVERIFY(child<QLineEdit>("loginLine")->text().isEmpty());
        QTest::mouseClick(child<QPushButton>("test"), Qt::LeftButton);
        QCOMPARE(m_typed, keptCredential());
        QTest::mouseClick(save(), Qt::LeftButton);
        QCOMPARE(m_saves, 1);
        QCOMPARE(m_typed, keptCredential());
        QCOMPARE(m_saved.signIn, QStringLiteral("password"));

        QVERIFY(m_store->add(m_saved));
        m_dialog->showSaved(m_saved.id);
        QCOMPARE(child<QPushButton>("signInButton")->text(), QStringLiteral("Sign in again…"));
        child<QSpinBox>("pageSize")->setValue(50);
        QTest::mouseClick(save(), Qt::LeftButton);
        QVERIFY(m_typed.isEmpty()); // use the stored one
        QCOMPARE(m_saved.policy.pageSize, 50);
    }

    void nothingIsTestedOrSavedBeforeTheSignIn()
    {
        m_dialog->editNew(borealis().id);
        type("name", "aurora");
        choose("signIn", "Browser");
        type("clientIdLine", "latchkey");
        QVERIFY(child<QLineEdit>("passwordLine") == nullptr); // the browser asks
        m_dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
        QTest::mouseClick(save(), Qt::LeftButton);
        QCOMPARE(m_saves, 0);
        QVERIFY(child<PlainLabel>("signInRowProblem")->text().startsWith(QLatin1String("Sign in first")));
        QCOMPARE(m_dialog->focusWidget(), child<QPushButton>("signInButton"));
    }

    void aSignInIsWorthNothingElsewhere()
    {
        signInWithPassword();
        m_dialog->setSignedIn(keptCredential());
        choose("region", "South");
        QTest::mouseClick(save(), Qt::LeftButton);
        QCOMPARE(m_saves, 0);
        QVERIFY(child<PlainLabel>("signInRowProblem")->text().startsWith(QLatin1String("Sign in first")));
    }

    void aSignInThatEndsAfterTheAddressChangedIsNotKept()
    {
        signInWithPassword();
        type("baseUrl", "/v2");
        m_dialog->setSignedIn(keptCredential());
        QTest::mouseClick(save(), Qt::LeftButton);
        QCOMPARE(m_saves, 0);
    }

    void aSignInCanBeCancelled()
    {
        QSignalSpy cancelled(m_dialog.get(), &AccountsDialog::signInCancelled);
        signInWithPassword();
        QTest::mouseClick(child<QPushButton>("cancelSignIn"), Qt::LeftButton);
        QCOMPARE(cancelled.size(), 1);
        m_dialog->setSignedIn(keptCredential()); // too late
        QTest::mouseClick(save(), Qt::LeftButton);
        QCOMPARE(m_saves, 0);
        QCOMPARE(child<QLineEdit>("passwordLine")->text(), QStringLiteral("hunter 2"));
    }

    void closingTheDialogCancelsTheSignIn()
    {
        QSignalSpy cancelled(m_dialog.get(), &AccountsDialog::signInCancelled);
        signInWithPassword();
        m_dialog->reject();
        QTest::mouseClick(child<QPushButton>("discard"), Qt::LeftButton);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(cancelled.size(), 1);
    }

    void aFailedSignInSaysWhyAndKeepsWhatWasTyped()
    {
        signInWithPassword();
        m_dialog->showSignInProblem(QStringLiteral("Borealis does not accept this."), QStringLiteral("Type it again."));
        QVERIFY(child<Banner>("signInBanner")->isVisible());
        QCOMPARE(child<QLineEdit>("passwordLine")->text(), QStringLiteral("hunter 2"));
        QTest::mouseClick(child<QPushButton>("signInButton"), Qt::LeftButton);
        QCOMPARE(m_signIns, 2);
        QVERIFY(!child<Banner>("signInBanner")->isVisible());
    }

    void aSignInGoesOnWhileAnotherAccountIsLookedAt()
    {
        signInWithPassword();
        const AccountId aurora = m_asked.account.id;
        m_dialog->edit(m_dev.id);
        QVERIFY(child<QPushButton>("test")->isEnabled());
        m_dialog->setSignedIn(keptCredential());
        m_dialog->edit(aurora);
        QVERIFY(child<QLineEdit>("passwordLine")->text().isEmpty());
        QTest::mouseClick(save(), Qt::LeftButton);
        QCOMPARE(m_saves, 1);
        QCOMPARE(m_typed, keptCredential());
    }

    void loadScopesGoToTheAccount()
    {
        m_dialog->editNew(borealis().id);
        type("name", "aurora");
        type("secretLine", "abc");
        type("client", "c1");
        type("person", " ann ");
        type("status", "VALID");
        type("order", "created:asc");
        child<QSpinBox>("readRetries")->setValue(3);
        QTest::mouseClick(save(), Qt::LeftButton);
        QCOMPARE(m_saved.scope.client, QStringLiteral("c1"));
        QCOMPARE(m_saved.scope.person, QStringLiteral("ann"));
        QCOMPARE(m_saved.scope.status, QStringLiteral("VALID"));
        QCOMPARE(m_saved.scope.order, QStringLiteral("created:asc"));
        QCOMPARE(m_saved.policy.readRetries, 3);
    }

    void hearsWhatAssistiveTechnologyWrites_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::newRow("the name") << QByteArray("name");
        QTest::newRow("the tenant") << QByteArray("tenant");
        QTest::newRow("the filter by person") << QByteArray("person");
        QTest::newRow("the key") << QByteArray("secretLine");
    }
    void hearsWhatAssistiveTechnologyWrites()
    {
        QFETCH(QByteArray, field);
        m_dialog->edit(m_dev.id);
        QVERIFY(!save()->isEnabled());
        QAccessibleInterface *line = QAccessible::queryAccessibleInterface(child<QLineEdit>(field.constData()));
        QVERIFY(line && line->editableTextInterface());
        line->editableTextInterface()->insertText(0, QStringLiteral("written"));
        QVERIFY(save()->isEnabled());
    }

private:
    //! A new account of Borealis, as far as to the answer.
    void signInWithPassword()
    {
        m_dialog->editNew(borealis().id);
        type("name", "aurora");
        choose("signIn", "Name and password");
        type("tenant", "realm-1");
        type("clientIdLine", "latchkey");
        type("loginLine", "maya");
        type("passwordLine", "hunter 2");
        QTest::mouseClick(child<QPushButton>("signInButton"), Qt::LeftButton);
        QCOMPARE(m_signIns, 1);
    }
    static Credential keptCredential()
    {
        Credential kept;
        kept.parts.insert_or_assign(QStringLiteral("accessToken"), Secret("at-1"));
        kept.parts.insert_or_assign(QStringLiteral("refreshToken"), Secret("rt-1"));
        return kept;
    }
    template <typename T>
    T *child(const char *name) const
    {
        return m_dialog->findChild<T *>(QLatin1String(name));
    }
    QPushButton *save() const { return child<QPushButton>("save"); }
    void type(const char *name, const char *text) const
    {
        QTest::keyClicks(child<QLineEdit>(name), QLatin1String(text));
    }
    //! As a person does: activated() is sent.
    void choose(const char *name, const char *text) const
    {
        auto *box = child<QComboBox>(name);
        const int row = box->findText(QLatin1String(text));
        QVERIFY(row >= 0);
        box->setCurrentIndex(row);
        Q_EMIT box->activated(row);
    }

    const StillClock m_clock;
    const Account m_prod = account(QStringLiteral("prod-cdn"), Environment::Production);
    const Account m_dev = account(QStringLiteral("login-dev"));
    Actions m_actions;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AccountStore> m_store;
    std::unique_ptr<AccountsDialog> m_dialog;
    Account m_saved;
    Credential m_typed;
    int m_saves = 0;
    int m_tests = 0;
    AccountDraft m_asked;
    int m_signIns = 0;
};

QTEST_MAIN(TestAccountsDialog)
#include "tst_accountsdialog.moc"
