#include "tests/endtoend/programs.h"
#include "tests/support/faultserver.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace latchkey::test;
using namespace Qt::StringLiterals;

#define VERIFY_ENDED(ended, expected) QVERIFY2((ended).code == (expected), (ended).text().constData())
//! One sentence or more on standard error, with these words in it.
#define VERIFY_SAYS(ended, words)                                                                                      \
    QVERIFY2((ended).err.contains(words) && (ended).err.trimmed().endsWith('.'), (ended).err.constData())

//! What goes wrong ends in a sentence and the right exit status, and nothing is lost: after every test here the
//! accounts are what they were, their credential is in the keyring, and the server was asked to change nothing.
class TestBadInput : public QObject
{
    Q_OBJECT

private:
    //! The options that stand for an account at this server.
    static QString at(const FaultServer &server)
    {
        return u"--provider fastly --secret-stdin --base-url "_s + server.baseUrl().toString();
    }
    //! A plan for one token, in a file.
    [[nodiscard]] QString savedPlan(const QString &account = u"prod-cdn"_s) const
    {
        const QString file = m_latchkey->file(u"plan.json"_s);
        const QString choice =
            u"revoke --account %1 --filter \"name:Latchkey state:expired\" --reason CHG-1 "_s.arg(account);
        const Ended saved = m_latchkey->run(choice + u"--save-plan "_s + file);
        return saved.code == 0 ? file : QString();
    }
    //! Begins to revoke a dozen tokens one by one, and returns in the middle.
    void startSlowRun()
    {
        m_sandbox = std::make_unique<Sandbox>(u"--tokens 20 --latency 80"_s);
        m_latchkey = std::make_unique<Latchkey>();
        VERIFY_ENDED(m_latchkey->add(u"prod-cdn"_s, *m_sandbox, m_sandbox->value("token")), 0);
        VERIFY_ENDED(m_latchkey->run(u"accounts edit prod-cdn --deletes-in-flight 1"_s), 0);
        m_accounts = contentOf(m_latchkey->accountsFile());
        const QString choice = u"revoke --account prod-cdn --reason CHG-1 --filter \"kind:user -own:yes\" "_s;
        m_writes = m_latchkey->json(choice + u"--dry-run"_s).last()["summary"_L1]["planned"_L1].toInt();
        m_run = m_latchkey->start(choice + u"--confirm %1"_s.arg(m_writes));
        QTRY_VERIFY_WITH_TIMEOUT(!m_sandbox->revoked().isEmpty(), 30'000);
    }

    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<Latchkey> m_latchkey;
    std::unique_ptr<QProcess> m_run;
    QByteArray m_accounts;
    int m_writes = 0; //!< that the test meant

private Q_SLOTS:
    void initTestCase()
    {
        if (!hasKeyring())
            QSKIP("Needs dbus-run-session and gnome-keyring-daemon.");
    }

    void init()
    {
        m_writes = 0;
        if (m_sandbox) // nothing has changed it
            return;
        m_sandbox = std::make_unique<Sandbox>(u"--tokens 60"_s);
        m_latchkey = std::make_unique<Latchkey>();
        VERIFY_ENDED(m_latchkey->add(u"prod-cdn"_s, *m_sandbox, m_sandbox->value("token")), 0);
        m_accounts = contentOf(m_latchkey->accountsFile());
    }

    void cleanup()
    {
        if (Keyring::isLocked())
            Keyring::unlock();
        QCOMPARE(m_sandbox->writes(), m_writes);
        QCOMPARE(contentOf(m_latchkey->accountsFile()), m_accounts);
        VERIFY_ENDED(m_latchkey->run(u"accounts test prod-cdn"_s), 0);
        if (m_writes > 0)
            m_sandbox.reset();
    }

    void aFilterThatIsNone_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QByteArray>("place");
        QTest::newRow("an unknown key") << u"scope:global onwer:ann"_s << "\"onwer"_ba;
        QTest::newRow("an unknown value") << u"state:dead"_s << "\"dead\""_ba;
        QTest::newRow("a time that is none") << u"unused>soon"_s << "\"soon\""_ba;
        QTest::newRow("a key without a value") << u"scope:"_s << "scope:"_ba;
        QTest::newRow("a quote that is not closed") << u"name:\"\"\"a b"_s << "quote is not closed"_ba;
    }

    void aFilterThatIsNone()
    {
        QFETCH(const QString, filter);
        QFETCH(const QByteArray, place);
        for (const QString &command : {u"tokens list"_s, u"revoke --account prod-cdn --reason CHG-1 --confirm 1"_s}) {
            const Ended ended = m_latchkey->run(command + u" --filter \"%1\""_s.arg(filter));
            VERIFY_ENDED(ended, 2);
            VERIFY_SAYS(ended, place);
            QCOMPARE(ended.out, QByteArray());
        }
    }

    void whatWouldTakeMoreThanWasMeant_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QByteArray>("says");
        const QString revoke = u"revoke --account prod-cdn --reason CHG-1 --confirm 1 "_s;
        QTest::newRow("a filter without its quotes")
            << revoke + u"--filter state:expired owner:ann"_s << "owner:ann"_ba;
        QTest::newRow("an empty filter") << revoke + u"--filter="_s << "own:no"_ba;
        QTest::newRow("a plan, and an account") << revoke + u"--plan "_s + savedPlan() << "names its accounts"_ba;
        QTest::newRow("a word too many") << u"journal export all"_s << "\"all\""_ba;
        QTest::newRow("two sources of a list")
            << u"tokens list --account prod-cdn --provider fastly"_s << "Give one of them"_ba;
    }

    void whatWouldTakeMoreThanWasMeant()
    {
        QFETCH(const QString, arguments);
        QFETCH(const QByteArray, says);
        const Ended ended = m_latchkey->run(arguments);
        VERIFY_ENDED(ended, 2);
        VERIFY_SAYS(ended, says);
    }

    void aCredentialThatIsNotAccepted_data()
    {
        QTest::addColumn<QByteArray>("key"); // of the sandbox's line, or the key itself
        QTest::addColumn<int>("code");
        QTest::newRow("nobody's") << "0123456789abcdef0123456789abcdef"_ba << 3;
        QTest::newRow("expired") << "expiredToken"_ba << 3;
        QTest::newRow("of two lines") << "secret\nsecond"_ba << 2;
        QTest::newRow("with a control character") << "sec\x1bret"_ba << 2;
        QTest::newRow("nothing at all") << ""_ba << 2;
        QTest::newRow("half a JSON object") << "{\"secret\":\"sesame"_ba << 2;
        QTest::newRow("a JSON object of something else") << "{\"secret\":[\"sesame\"]}"_ba << 2;
        QTest::newRow("longer than any secret") << QByteArray(100'000, 's') << 2;
    }

    void aCredentialThatIsNotAccepted()
    {
        QFETCH(QByteArray, key);
        QFETCH(const int, code);
        if (const QByteArray known = m_sandbox->value(key.constData()); !known.isEmpty())
            key = known;
        for (const QString &command :
             {u"accounts add second "_s + m_sandbox->thisCall(), u"accounts edit prod-cdn --secret-stdin"_s,
              u"tokens list "_s + m_sandbox->thisCall()}) {
            const Ended ended = m_latchkey->run(command, key);
            VERIFY_ENDED(ended, code);
            VERIFY_SAYS(ended, "latchkey: ");
            QVERIFY(key.isEmpty() || !ended.err.contains(key.left(32)));
            QVERIFY2(!ended.err.contains("sesame"), ended.err.constData());
        }
    }

    void aCustomerThatMayNotBeRead()
    {
        const QString asEngineer = u"accounts add engineer --part customer "_s + m_sandbox->thisCall();
        VERIFY_ENDED(m_latchkey->run(asEngineer, m_sandbox->value("engineerToken")), 0);
        const Ended listed = m_latchkey->run(u"tokens list --account engineer"_s);
        VERIFY_ENDED(listed, 3);
        VERIFY_SAYS(listed, "403");
        const Ended revoked =
            m_latchkey->run(u"revoke --account engineer --filter state:expired --reason CHG-1 --confirm 1"_s);
        VERIFY_ENDED(revoked, 3);
        VERIFY_SAYS(revoked, "403");
        // Beside an account that works, the list is a part.
        const Ended both = m_latchkey->json(u"tokens list"_s);
        VERIFY_ENDED(both, 4);
        QCOMPARE_GT(both.records().size(), 60);
        QCOMPARE(both.last()["summary"_L1]["accounts"_L1][1]["complete"_L1], QJsonValue(false));
        QCOMPARE(both.last()["summary"_L1]["accounts"_L1][1]["error"_L1]["kind"_L1].toString(), u"forbidden"_s);
        QCOMPARE(both.error()["account"_L1].toString(), u"engineer"_s);
        VERIFY_ENDED(m_latchkey->run(u"accounts remove engineer --confirm engineer"_s), 0);
    }

    void aServerThatIsNotThere()
    {
        const Ended ended =
            m_latchkey->json(u"tokens list --provider fastly --secret-stdin --base-url http://127.0.0.1:1"_s, "key");
        VERIFY_ENDED(ended, 5);
        QCOMPARE(ended.error()["kind"_L1].toString(), u"unreachable"_s);
        const QString sentence = ended.error()["message"_L1].toString();
        QVERIFY2(sentence.contains("Check the network"_L1), qPrintable(sentence));
    }

    void aServerThatCannotBeTrusted()
    {
        const FaultServer server({answer(200, "[]")}, Tls::SelfSigned);
        for (const QString &command : {u"accounts add second "_s, u"tokens list "_s}) {
            const Ended ended = m_latchkey->run(command + at(server), "sesame");
            VERIFY_ENDED(ended, 5);
            VERIFY_SAYS(ended, "secure connection");
        }
        QCOMPARE(server.bytesReceived(), 0);
    }

    void aServerThatSpeaksOfSomethingElse_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("a login page") << "<html><h1>Sign in to the hotel</h1></html>"_ba
                                      << "text/html"_ba;
        QTest::newRow("half an object") << "{\"id\":\"abc"_ba
                                        << "application/json"_ba;
        QTest::newRow("a list for an object") << "[1,2,3]"_ba
                                              << "application/json"_ba;
        QTest::newRow("nothing") << ""_ba
                                 << "application/json"_ba;
    }

    void aServerThatSpeaksOfSomethingElse()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, type);
        const FaultServer server({answer(200, body, {{"Content-Type", type}})});
        for (const QString &command : {u"accounts add second "_s, u"tokens list "_s}) {
            const Ended ended = m_latchkey->run(command + at(server), "sesame");
            VERIFY_ENDED(ended, 5);
            VERIFY_SAYS(ended, "Check the address");
        }
    }

    void aServerThatPointsElsewhere()
    {
        const FaultServer other({answer(200, "[]")});
        const FaultServer server({answer(302, {}, {{"Location", other.baseUrl().toString().toUtf8() + "/tokens"}})});
        const Ended ended = m_latchkey->run(u"tokens list "_s + at(server), "sesame");
        VERIFY_ENDED(ended, 5);
        VERIFY_SAYS(ended, "another address");
        QCOMPARE(other.connectionCount(), 0);
    }

    void anErrorThatIsMeantForTheTerminal()
    {
        const QByteArray hostile = "{\"msg\":\"\\u001b]0;owned\\u0007\\u202egnp.exe " + QByteArray(20'000, 'x') + "\"}";
        const FaultServer server({answer(403, hostile)});
        const Ended text = m_latchkey->run(u"tokens list "_s + at(server), "sesame");
        VERIFY_ENDED(text, 3);
        static const QRegularExpression raw(u"[\\x00-\\x09\\x0b-\\x1f\\x{202a}-\\x{202e}]"_s);
        QVERIFY(!raw.match(QString::fromUtf8(text.err)).hasMatch());
        QVERIFY2(text.err.contains("[U+001B]"), text.err.constData());
        QCOMPARE_LT(text.err.size(), 2'000);
        const Ended json = m_latchkey->json(u"tokens list "_s + at(server), "sesame");
        QCOMPARE(json.error()["kind"_L1].toString(), u"unauthorized"_s);
        QVERIFY(!raw.match(QString::fromUtf8(json.err)).hasMatch());
    }

    void aWrongPasswordOrCode_data()
    {
        QTest::addColumn<QString>("who");
        QTest::addColumn<QByteArray>("asked");
        const QByteArray login = "\"login\":\"LOGIN\",";
        QTest::newRow("password, with a key")
            << u"--account prod-cdn --secret-stdin"_s << "{\"password\":\"sesame\",\"otp\":\"OTP\"}"_ba;
        QTest::newRow("code, with a key")
            << u"--account prod-cdn --secret-stdin"_s << "{\"password\":\"PASSWORD\",\"otp\":\"000000\"}"_ba;
        QTest::newRow("password, without one") << QString() << "{" + login + "\"password\":\"sesame\",\"otp\":\"OTP\"}";
        QTest::newRow("code, without one")
            << QString() << "{" + login + "\"password\":\"PASSWORD\",\"otp\":\"000000\"}";
    }

    void aWrongPasswordOrCode()
    {
        QFETCH(const QString, who);
        QFETCH(QByteArray, asked);
        asked.replace("LOGIN", m_sandbox->value("login"))
            .replace("PASSWORD", m_sandbox->value("password"))
            .replace("OTP", m_sandbox->value("otp"));
        const Ended ended = m_latchkey->run(
            u"tokens create --name ci --scope purge_select "_s + (who.isEmpty() ? m_sandbox->thisCall() : who), asked);
        VERIFY_ENDED(ended, 3);
        VERIFY_SAYS(ended, "does not accept this login, password or one-time code");
        QCOMPARE(ended.out, QByteArray());
        QVERIFY(!ended.err.contains("sesame") && !ended.err.contains(m_sandbox->value("password")));
        m_writes = 1; // it asked, once
        QVERIFY(!column(m_sandbox->ledger(), "change").contains(u"created"_s));
    }

    void aOneTimeCodeThatIsMissing()
    {
        const QByteArray asked =
            "{\"login\":\"" + m_sandbox->value("login") + "\",\"password\":\"" + m_sandbox->value("password") + "\"}";
        const Ended ended =
            m_latchkey->run(u"tokens create --name ci --scope purge_select "_s + m_sandbox->thisCall(), asked);
        VERIFY_ENDED(ended, 3);
        VERIFY_SAYS(ended, "wants a one-time code");
        VERIFY_SAYS(ended, "\"otp\""); // and how to give it
        m_writes = 1;
        QVERIFY(!column(m_sandbox->ledger(), "change").contains(u"created"_s));
    }

    void aPlanOfSomebodyElse()
    {
        const QString plan = savedPlan();
        const Latchkey other;
        VERIFY_ENDED(other.add(u"prod-cdn"_s, *m_sandbox, m_sandbox->value("token")), 0);
        const Ended ended = other.run(u"revoke --confirm 1 --plan "_s + plan);
        VERIFY_ENDED(ended, 2);
        VERIFY_SAYS(ended, "prod-cdn");
    }

    void aPlanThatWasEdited()
    {
        const QString plan = savedPlan();
        const QString another = m_latchkey->json(u"tokens list --filter \"kind:user -name:Latchkey\""_s)
                                    .lines()
                                    .value(0)["id"_L1]
                                    .toString();
        const QByteArray before = contentOf(plan);
        QByteArray edited = before;
        const qsizetype id = edited.indexOf("\"id\": ", edited.indexOf("\"items\"")) + 7;
        edited.replace(id, edited.indexOf('"', id) - id, another.toUtf8());
        QVERIFY(edited != before);
        for (const QByteArray &content : {edited, before.left(before.size() / 2), "{}"_ba, "not a plan"_ba}) {
            write(plan, content);
            const Ended ended = m_latchkey->run(u"revoke --confirm 1 --plan "_s + plan);
            VERIFY_ENDED(ended, 2);
            VERIFY_SAYS(ended, "plan");
        }
        VERIFY_ENDED(m_latchkey->run(u"revoke --confirm 1 --plan "_s + m_latchkey->file(u"nowhere"_s)), 2);
        write(plan, before);
        VERIFY_ENDED(m_latchkey->run(u"revoke --dry-run --plan "_s + plan), 0);
    }

    void aPlanOfAnAccountThatIsSomebodyElseNow()
    {
        const QString add = u"accounts add shared --read-only no "_s + m_sandbox->thisCall();
        VERIFY_ENDED(m_latchkey->run(add, m_sandbox->value("token")), 0);
        const QString plan = savedPlan(u"shared"_s);
        VERIFY_ENDED(m_latchkey->run(u"accounts edit shared --secret-stdin"_s, m_sandbox->value("engineerToken")), 0);
        const Ended ended = m_latchkey->run(u"revoke --confirm 1 --plan "_s + plan);
        QVERIFY2(ended.code == 2 || ended.code == 3, ended.text().constData());
        VERIFY_SAYS(ended, "make a new plan");
        VERIFY_ENDED(m_latchkey->run(u"accounts remove shared --confirm shared"_s), 0);
    }

    void aRevocationThatIsNotConfirmed_data()
    {
        QTest::addColumn<QString>("options");
        QTest::newRow("not at all") << u"--filter name:Latchkey --reason CHG-1"_s;
        QTest::newRow("with another number") << u"--filter name:Latchkey --reason CHG-1 --confirm 3"_s;
        QTest::newRow("with the account's name") << u"--filter name:Latchkey --reason CHG-1 --confirm prod-cdn"_s;
        QTest::newRow("without a reason") << u"--filter name:Latchkey --confirm 2"_s;
        QTest::newRow("the own token by its number") << u"--self --reason CHG-1 --confirm 1"_s;
        QTest::newRow("the own token by another name") << u"--self --reason CHG-1 --confirm prod"_s;
    }

    void aRevocationThatIsNotConfirmed()
    {
        QFETCH(const QString, options);
        const QByteArray runs = m_latchkey->run(u"runs list"_s).out;
        const Ended ended = m_latchkey->run(u"revoke --account prod-cdn "_s + options);
        VERIFY_ENDED(ended, 2);
        VERIFY_SAYS(ended, "--");
        const Ended json = m_latchkey->json(u"revoke --account prod-cdn "_s + options);
        QCOMPARE(json.error()["kind"_L1].toString(), u"invalidInput"_s);
        QCOMPARE(m_latchkey->run(u"runs list"_s).out, runs);
    }

    void anAccountThatMayOnlyRead()
    {
        VERIFY_ENDED(m_latchkey->run(u"accounts edit prod-cdn --read-only yes"_s), 0);
        const Ended json =
            m_latchkey->json(u"revoke --account prod-cdn --filter name:Latchkey --reason CHG-1 --confirm 2"_s);
        VERIFY_ENDED(json, 5);
        QCOMPARE(setOf(column(json.records(), "detail")), (QSet<QString>{u"ownToken"_s, u"readOnlyAccount"_s}));
        const Ended table =
            m_latchkey->run(u"revoke --account prod-cdn --filter name:Latchkey --reason CHG-1 --confirm 2"_s);
        QVERIFY2(table.out.contains("--read-only no"), table.out.constData());
        VERIFY_SAYS(table, "nothing was sent");
        const QByteArray asked = "{\"password\":\"" + m_sandbox->value("password") + "\"}";
        const Ended created = m_latchkey->run(u"tokens create --account prod-cdn --name ci --secret-stdin"_s, asked);
        VERIFY_ENDED(created, 3);
        VERIFY_SAYS(created, "read-only");
        VERIFY_ENDED(m_latchkey->run(u"accounts edit prod-cdn --read-only no"_s), 0);
    }

    void anAccountsFileThatCannotBeUsed_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("of a newer Latchkey") << "{\"version\": 99, \"accounts\": [], \"novelty\": true}"_ba;
        QTest::newRow("not JSON") << "version: 1"_ba;
        QTest::newRow("empty") << ""_ba;
    }

    void anAccountsFileThatCannotBeUsed()
    {
        QFETCH(const QByteArray, content);
        write(m_latchkey->accountsFile(), content);
        const Ended listed = m_latchkey->run(u"accounts list"_s);
        VERIFY_SAYS(listed, "accounts");
        const Ended added = m_latchkey->add(u"second"_s, *m_sandbox, m_sandbox->value("token"));
        QVERIFY2(added.code != 0, added.text().constData());
        VERIFY_SAYS(added, "accounts");
        QCOMPARE(contentOf(m_latchkey->accountsFile()), content); // as it is
        write(m_latchkey->accountsFile(), m_accounts);
    }

    void aKeychainIsToldOfInOneSentence()
    {
        const Latchkey other;
        const QString add = u"accounts add prod-cdn "_s + m_sandbox->thisCall();
        const auto expect = [&](const Ended &ended, int code, const QByteArray &sentence) {
            VERIFY_ENDED(ended, code);
            QCOMPARE(ended.err, "latchkey: " + sentence + '\n');
        };

        Keyring::lock();
        const QByteArray locked = "The keychain is locked. Unlock it, then try again; nothing is lost.";
        expect(m_latchkey->run(u"accounts test prod-cdn"_s), 6, locked);
        expect(other.run(add, m_sandbox->value("token")), 6, locked);
        QCOMPARE(m_latchkey->run(u"accounts list"_s).err, QByteArray()); // needs none
        Keyring::unlock();

        m_latchkey->setEnvironment(u"DBUS_SESSION_BUS_ADDRESS"_s, u"disabled:"_s);
        const QByteArray none = "No keychain can be used, so credentials can be neither read nor stored. Start one "
                                "(GNOME Keyring, KWallet), or work without: in the window for this session only, "
                                "on the command line with --secret-stdin.";
        expect(m_latchkey->run(u"accounts test prod-cdn"_s), 6, none);
        expect(m_latchkey->run(u"accounts add second "_s + m_sandbox->thisCall(), m_sandbox->value("token")), 6, none);
        m_latchkey->setEnvironment(u"DBUS_SESSION_BUS_ADDRESS"_s, qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"));

        VERIFY_ENDED(m_latchkey->run(u"accounts edit prod-cdn --base-url http://127.0.0.1:1/fastly"_s), 0);
        expect(m_latchkey->run(u"accounts test prod-cdn"_s), 3,
               "The stored credential of prod-cdn belongs to another address or tenant, so it was not used. It is for "
                   + m_sandbox->value("baseUrl").replace("/fastly", "")
                   + ", the account names http://127.0.0.1:1. Enter the credential for this address, or put the old "
                     "address back.");
        write(m_latchkey->accountsFile(), m_accounts);

        QByteArray copied = m_accounts; // an account that nobody ever entered a credential for
        const QByteArray id = m_latchkey->json(u"accounts show prod-cdn"_s).last()["id"_L1].toString().toUtf8();
        QVERIFY(copied.contains(id));
        write(m_latchkey->accountsFile(), copied.replace(id, "7d7a0e4e-1111-4222-8333-444455556666"));
        expect(m_latchkey->run(u"accounts test prod-cdn"_s), 3,
               "No credential is stored for prod-cdn. Enter it again.");
        write(m_latchkey->accountsFile(), m_accounts);
    }

    void aKeychainThatIsLocked()
    {
        const QString plan = savedPlan();
        const QByteArray runs = m_latchkey->json(u"runs list"_s).out;
        Keyring::lock();
        for (const QString &command :
             {u"tokens list"_s, u"accounts test prod-cdn"_s, u"accounts remove prod-cdn --confirm prod-cdn"_s,
              u"revoke --account prod-cdn --filter name:Latchkey --reason CHG-1 --confirm 2"_s,
              u"revoke --confirm 1 --plan "_s + plan}) {
            const Ended ended = m_latchkey->run(command);
            VERIFY_ENDED(ended, 6);
            VERIFY_SAYS(ended, "nlock");
        }
        QCOMPARE(m_latchkey->json(u"runs list"_s).out, runs); // none was begun
        VERIFY_ENDED(m_latchkey->add(u"second"_s, *m_sandbox, m_sandbox->value("token")), 6);
    }

    void aMachineWithoutAKeychain()
    {
        m_latchkey->setEnvironment(u"DBUS_SESSION_BUS_ADDRESS"_s, u"disabled:"_s);
        for (const QString &command : {u"tokens list"_s, u"accounts remove prod-cdn --confirm prod-cdn"_s}) {
            const Ended ended = m_latchkey->run(command);
            VERIFY_ENDED(ended, 6);
            VERIFY_SAYS(ended, "No keychain");
        }
        VERIFY_ENDED(m_latchkey->add(u"second"_s, *m_sandbox, m_sandbox->value("token")), 6);
        // For one call it works without.
        VERIFY_ENDED(m_latchkey->run(u"tokens self "_s + m_sandbox->thisCall(), m_sandbox->value("token")), 0);
        m_latchkey->setEnvironment(u"DBUS_SESSION_BUS_ADDRESS"_s, qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"));
    }

    void aRunWhoseKeychainIsLocked()
    {
        startSlowRun();
        m_run->kill();
        QCOMPARE(Latchkey::wait(*m_run).code, -1);
        const QString id = m_latchkey->json(u"runs list"_s).last()["run"_L1].toString();

        VERIFY_ENDED(m_latchkey->run(u"accounts test prod-cdn"_s), 0); // what the dead run had sent is done by then
        m_writes = m_sandbox->writes();
        Keyring::lock();
        for (const QString &command : {u"runs verify "_s, u"runs resume "_s}) {
            const Ended ended = m_latchkey->run(command + id);
            VERIFY_ENDED(ended, 6);
            VERIFY_SAYS(ended, "nlock");
        }
        Keyring::unlock();
        QCOMPARE(m_latchkey->json(u"runs list"_s).last()["open"_L1], QJsonValue(true));
    }

    void aJournalThatIsDamaged()
    {
        const QString choice = u"revoke --account prod-cdn --reason CHG-1 --confirm 1 --filter "_s;
        VERIFY_ENDED(m_latchkey->run(choice + u"\"name:Latchkey state:expired\""_s), 0);
        m_writes = m_sandbox->writes();
        QByteArray journal = contentOf(m_latchkey->journalFile());
        const qsizetype place = journal.indexOf("CHG-1");
        QVERIFY(place > 0);
        journal.replace(place, 5, "CHG-2");
        write(m_latchkey->journalFile(), journal);

        const Ended revoked = m_latchkey->run(choice + u"\"name:Latchkey state:active -own:yes\""_s);
        VERIFY_ENDED(revoked, 7);
        VERIFY_SAYS(revoked, "journal");
        VERIFY_ENDED(m_latchkey->run(u"journal verify"_s), 7);
        const QByteArray asked = "{\"password\":\"" + m_sandbox->value("password") + "\"}";
        VERIFY_ENDED(m_latchkey->run(u"tokens create --account prod-cdn --name ci --secret-stdin"_s, asked), 7);
        QCOMPARE(contentOf(m_latchkey->journalFile()), journal);
    }

    void aJournalThatIsInUse()
    {
        startSlowRun();
        const Ended second = m_latchkey->run(u"revoke --account prod-cdn --self --reason CHG-2 --confirm prod-cdn"_s);
        VERIFY_ENDED(second, 7);
        VERIFY_SAYS(second, "journal");
        const Ended first = Latchkey::wait(*m_run);
        VERIFY_ENDED(first, 0);
        QCOMPARE(m_sandbox->revoked().size(), m_writes);
    }
};

LATCHKEY_KEYRING_MAIN(TestBadInput)

#include "tst_badinput.moc"
