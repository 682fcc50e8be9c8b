#include "tests/endtoend/programs.h"

#include <QDateTime>
#include <QHash>
#include <QJsonArray>
#include <QTest>

#include <csignal>

using namespace latchkey::test;
using namespace Qt::StringLiterals;

namespace {

//! What a receipt says of each token.
using Receipt = QHash<QString, QString>;

Receipt receiptOf(const QList<QJsonObject> &records)
{
    Receipt receipt;
    for (const QJsonObject &record : records)
        receipt.insert(record["id"_L1].toString(), record["outcome"_L1].toString());
    return receipt;
}

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

//! The tokens that are certainly gone, sorted.
QStringList goneIn(const Receipt &receipt)
{
    QStringList gone;
    for (auto item = receipt.cbegin(); item != receipt.cend(); ++item) {
        if (item.value() == "confirmed"_L1 || item.value() == "alreadyGone"_L1)
            gone += item.key();
    }
    return sorted(gone);
}

//! When the journal took down that each token is about to be revoked, in ms; the first time counts.
QHash<QString, qint64> intents(const QList<QJsonObject> &journal)
{
    QHash<QString, qint64> times;
    for (const QJsonObject &record : journal) {
        if (record["kind"_L1].toString() != "intent"_L1)
            continue;
        const qint64 at = QDateTime::fromString(record["at"_L1].toString(), Qt::ISODateWithMs).toMSecsSinceEpoch();
        const QJsonArray items = record["body"_L1].toObject()["items"_L1].toArray();
        for (const QJsonValue &item : items) {
            if (!times.contains(item.toString()))
                times.insert(item.toString(), at);
        }
    }
    return times;
}

} // namespace

#define VERIFY_ENDED(ended, expected) QVERIFY2((ended).code == (expected), (ended).text().constData())

//! The main job, from the keyring to the receipt, judged by what the server wrote down.
class TestRevocation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!hasKeyring())
            QSKIP("Needs dbus-run-session and gnome-keyring-daemon.");
    }

    void theReceiptIsWhatTheServerDid()
    {
        const Sandbox sandbox;
        const Latchkey latchkey;
        VERIFY_ENDED(latchkey.add(u"prod-cdn"_s, sandbox, sandbox.value("token")), 0);
        const Ended listed = latchkey.json(u"tokens list --account prod-cdn"_s);
        VERIFY_ENDED(listed, 0);
        const QStringList all = column(listed.records(), "id");
        QCOMPARE_GE(all.size(), 5'000);
        QCOMPARE(listed.last()["summary"_L1]["accounts"_L1][0]["complete"_L1], QJsonValue(true));

        // Many, in calls of up to 100.
        const QString stale = u"--filter unused>180d"_s;
        const Ended dryRun = latchkey.json(u"revoke --account prod-cdn --dry-run "_s + stale);
        VERIFY_ENDED(dryRun, 0);
        const QStringList planned = column(dryRun.records(), "id");
        QCOMPARE_GE(planned.size(), 1'000);
        QCOMPARE_LE(planned.size(), 1'400);
        QCOMPARE(sandbox.writes(), 0);
        const Ended bulk =
            latchkey.json(u"revoke --account prod-cdn --reason CHG-20418 --confirm %1 "_s.arg(planned.size()) + stale);
        VERIFY_ENDED(bulk, 0);
        QCOMPARE(bulk.last()["complete"_L1], QJsonValue(true));
        QCOMPARE(bulk.last()["summary"_L1], (QJsonObject{{u"confirmed"_s, planned.size()}}));
        QCOMPARE(sandbox.requests("fastly.revokeToken"), 0);
        QCOMPARE_LE(sandbox.requests("fastly.bulkRevoke"), planned.size() / 100 + 2); // a rest of each kind
        QCOMPARE(sorted(sandbox.revoked()), sorted(planned));

        // A few, one by one.
        const QStringList living = column(latchkey.json(u"tokens list --filter unused>120d"_s).records(), "id");
        const QStringList few = living.mid(3, 18);
        QCOMPARE(few.size(), 18);
        const Ended single =
            latchkey.json(u"revoke --account prod-cdn --reason CHG-20419 --confirm 18 --id "_s + few.join(u" --id "_s));
        VERIFY_ENDED(single, 0);
        QCOMPARE(sandbox.requests("fastly.revokeToken"), few.size());

        // The receipts of both runs, read back from the journal, are the ledger to the last id.
        Receipt receipt;
        const QStringList runs = column(latchkey.json(u"runs list"_s).lines(), "run");
        QCOMPARE(runs.size(), 2);
        for (const QString &run : runs) {
            const Ended shown = latchkey.json(u"runs show "_s + run);
            VERIFY_ENDED(shown, 0);
            receipt.insert(receiptOf(shown.records()));
        }
        QCOMPARE(sorted(receipt.keys(u"confirmed"_s)), sorted(sandbox.revoked()));
        QCOMPARE(sorted(receipt.keys()), sorted(planned + few));

        // Everything else lives.
        const QSet<QString> left = setOf(column(latchkey.json(u"tokens list"_s).records(), "id"));
        QCOMPARE(left, setOf(all) - setOf(planned) - setOf(few));
        QCOMPARE(latchkey.json(u"tokens self --account prod-cdn"_s).last()["isOwn"_L1], QJsonValue(true));
        VERIFY_ENDED(latchkey.run(u"journal verify"_s), 0);
    }

    void theOwnTokenIsLeftOutUntilItIsMeant()
    {
        const Sandbox sandbox(u"--tokens 60"_s);
        const Latchkey latchkey;
        VERIFY_ENDED(latchkey.add(u"prod-cdn"_s, sandbox, sandbox.value("token")), 0);
        const QString own = latchkey.json(u"tokens self --account prod-cdn"_s).last()["id"_L1].toString();

        const Ended filtered =
            latchkey.json(u"revoke --account prod-cdn --reason CHG-1 --confirm 2 --filter name:Latchkey"_s);
        VERIFY_ENDED(filtered, 0);
        const Receipt receipt = receiptOf(filtered.records());
        QCOMPARE(receipt.size(), 3);
        QCOMPARE(receipt[own], u"excluded"_s);
        QCOMPARE(goneIn(receipt).size(), 2);
        QVERIFY(!sandbox.revoked().contains(own));
        const Ended byId = latchkey.json(u"revoke --account prod-cdn --reason CHG-1 --confirm 1 --id "_s + own);
        VERIFY_ENDED(byId, 5);
        QCOMPARE(byId.records().value(0)["detail"_L1], QJsonValue(u"ownToken"_s));

        const Ended unconfirmed = latchkey.json(u"revoke --account prod-cdn --reason CHG-1 --confirm 1 --self"_s);
        VERIFY_ENDED(unconfirmed, 2);
        QVERIFY(!sandbox.revoked().contains(own));
        const Ended meant = latchkey.json(u"revoke --account prod-cdn --reason CHG-1 --confirm prod-cdn --self"_s);
        VERIFY_ENDED(meant, 0);
        QCOMPARE(receiptOf(meant.records()), (Receipt{{own, u"confirmed"_s}}));
        QCOMPARE(sandbox.revoked().constLast(), own);
        QCOMPARE(sandbox.requests("fastly.revokeSelf"), 1);
        QVERIFY2(meant.err.contains("prod-cdn"), meant.err.constData()); // who has lost access now
    }

    void anOwnTokenOfAnotherAccountIsLeftOutToo()
    {
        const Sandbox sandbox(u"--tokens 60"_s);
        const Latchkey latchkey;
        VERIFY_ENDED(latchkey.add(u"prod-cdn"_s, sandbox, sandbox.value("token")), 0);
        VERIFY_ENDED(latchkey.add(u"engineer"_s, sandbox, sandbox.value("engineerToken")), 0);
        const QString other = latchkey.json(u"tokens self --account engineer"_s).last()["id"_L1].toString();

        const Ended ended = latchkey.json(u"revoke --account prod-cdn --reason CHG-1 --confirm 1 --id "_s + other);
        VERIFY_ENDED(ended, 5);
        QCOMPARE(receiptOf(ended.records()), (Receipt{{other, u"excluded"_s}}));
        QCOMPARE(sandbox.writes(), 0);
    }

    void aRunThatWasCutShortIsTakenUpAgain_data()
    {
        QTest::addColumn<int>("signal");
        QTest::addColumn<QString>("filter");
        QTest::addColumn<int>("enough"); // revoked, before the signal comes
        const QString few = u"state:active kind:user -own:yes"_s;
        QTest::newRow("Ctrl+C between single calls") << SIGINT << few << 3;
        QTest::newRow("Ctrl+C between calls for many") << SIGINT << u"kind:user"_s << 100;
        QTest::newRow("the process is killed between single calls") << SIGKILL << few << 3;
        QTest::newRow("the process is killed between calls for many") << SIGKILL << u"kind:user"_s << 100;
    }

    void aRunThatWasCutShortIsTakenUpAgain()
    {
        QFETCH(const int, signal);
        QFETCH(const QString, filter);
        QFETCH(const int, enough);
        const Sandbox sandbox(u"--latency 60 --tokens %1"_s.arg(enough > 20 ? 1'000 : 20));
        const Latchkey latchkey;
        VERIFY_ENDED(latchkey.add(u"prod-cdn"_s, sandbox, sandbox.value("token")), 0);
        VERIFY_ENDED(latchkey.run(u"accounts edit prod-cdn --deletes-in-flight 1"_s), 0);
        const QString choice = u"revoke --account prod-cdn --filter \"%1\" "_s.arg(filter);
        const Ended dryRun = latchkey.json(choice + u"--dry-run"_s);
        const QStringList planned = receiptOf(dryRun.records()).keys(u"planned"_s);
        QCOMPARE_GT(planned.size(), enough * 2);

        const std::unique_ptr<QProcess> run =
            latchkey.start(choice + u"--format json --reason CHG-1 --confirm %1"_s.arg(planned.size()));
        QTRY_VERIFY_WITH_TIMEOUT(sandbox.revoked().size() >= enough, 30'000);
        QCOMPARE(::kill(pid_t(run->processId()), signal), 0);
        const Ended cut = Latchkey::wait(*run);
        VERIFY_ENDED(cut, signal == SIGINT ? 130 : -1);
        QCOMPARE_LT(sandbox.revoked().size(), planned.size());
        const QJsonObject open = latchkey.json(u"runs list"_s).lines().value(0);
        QCOMPARE(open["open"_L1], QJsonValue(true));
        const QString id = open["run"_L1].toString();
        if (signal == SIGINT)
            QVERIFY2(cut.err.contains("runs resume " + id.toUtf8()), cut.err.constData());

        // Looking sends nothing. What the run had sent is done when the server answers something later.
        VERIFY_ENDED(latchkey.run(u"tokens self --account prod-cdn"_s), 0);
        const int writes = sandbox.writes();
        const Ended verified = latchkey.json(u"runs verify "_s + id);
        QCOMPARE(sandbox.writes(), writes);
        QCOMPARE(verified.last()["complete"_L1], QJsonValue(false));
        QCOMPARE(goneIn(receiptOf(verified.records())), sorted(sandbox.revoked()));

        VERIFY_ENDED(latchkey.json(u"runs resume "_s + id), 0);
        const Ended shown = latchkey.json(u"runs show "_s + id);
        VERIFY_ENDED(shown, 0);
        QCOMPARE(goneIn(receiptOf(shown.records())), sorted(planned));
        QCOMPARE(sorted(sandbox.revoked()), sorted(planned)); // and nothing else, and nothing twice
        const Ended closed = latchkey.json(u"runs list"_s);
        QCOMPARE(closed.lines().value(0)["open"_L1], QJsonValue(false));

        // Nothing was sent that had not been written down.
        const QHash<QString, qint64> announced = intents(latchkey.run(u"journal export"_s).lines());
        const QList<QJsonObject> ledger = sandbox.ledger();
        for (const QJsonObject &entry : ledger) {
            if (entry["change"_L1].toString() != "revoked"_L1)
                continue;
            const QString token = entry["id"_L1].toString();
            QVERIFY2(announced.contains(token), qPrintable(token));
            QCOMPARE_LE(announced[token], entry["at"_L1].toInteger());
        }
    }

    //! Nobody but the person who started it has the credential of such a run.
    void aRunWithoutAnAccountWaitsForItsCredential()
    {
        const Sandbox sandbox(u"--latency 150 --tokens 20"_s);
        const Latchkey latchkey;
        const QByteArray token = sandbox.value("token");
        const QString choice = u"revoke --filter \"state:active kind:user -own:yes\" "_s + sandbox.thisCall();
        const Ended dryRun = latchkey.json(choice + u" --dry-run"_s, token);
        const QStringList planned = receiptOf(dryRun.records()).keys(u"planned"_s);
        const std::unique_ptr<QProcess> run = latchkey.start(choice + u" --confirm %1"_s.arg(planned.size()), token);
        QTRY_VERIFY_WITH_TIMEOUT(sandbox.revoked().size() >= 2, 30'000);
        QCOMPARE(::kill(pid_t(run->processId()), SIGINT), 0);
        const Ended cut = Latchkey::wait(*run);
        VERIFY_ENDED(cut, 130);
        const QString id = latchkey.json(u"runs list"_s).lines().value(0)["run"_L1].toString();
        const QString again = u"runs resume %1 --provider fastly --base-url %2 --secret-stdin"_s.arg(
            id, QString::fromUtf8(sandbox.value("baseUrl")));
        QVERIFY2(cut.err.contains(again.toUtf8()), cut.err.constData());

        const int writes = sandbox.writes();
        const Sandbox other(u"--tokens 20"_s); // the same tokens, elsewhere
        for (const QString &verb : {u"runs verify "_s, u"runs resume "_s}) {
            const Ended without = latchkey.run(verb + id);
            VERIFY_ENDED(without, 3);
            QVERIFY2(without.err.contains("--provider") && without.err.contains("--secret-stdin"),
                     without.err.constData());
            const Ended elsewhere = latchkey.run(verb + id + u' ' + other.thisCall(), other.value("token"));
            VERIFY_ENDED(elsewhere, 2);
            QCOMPARE(latchkey.json(u"runs list"_s).lines().value(0)["open"_L1], QJsonValue(true));
        }
        QCOMPARE(sandbox.writes(), writes);
        QCOMPARE(other.writes(), 0);

        const Ended verified = latchkey.json(u"runs verify %1 "_s.arg(id) + sandbox.thisCall(), token);
        QCOMPARE(goneIn(receiptOf(verified.records())), sorted(sandbox.revoked()));
        QCOMPARE(sandbox.writes(), writes);
        VERIFY_ENDED(latchkey.json(again, token), 0);
        QCOMPARE(sorted(sandbox.revoked()), sorted(planned));
        QCOMPARE(latchkey.json(u"runs list"_s).lines().value(0)["open"_L1], QJsonValue(false));
    }

    void anAccountOutOfReachIsNamed()
    {
        auto sandbox = std::make_unique<Sandbox>(u"--latency 150 --tokens 20"_s);
        const Latchkey latchkey;
        VERIFY_ENDED(latchkey.add(u"prod-cdn"_s, *sandbox, sandbox->value("token")), 0);
        const QString choice = u"revoke --account prod-cdn --filter \"state:active kind:user -own:yes\" "_s;
        const int count = latchkey.json(choice + u"--dry-run"_s).last()["summary"_L1]["planned"_L1].toInt();
        const std::unique_ptr<QProcess> run = latchkey.start(choice + u"--reason CHG-1 --confirm %1"_s.arg(count));
        QTRY_VERIFY_WITH_TIMEOUT(!sandbox->revoked().isEmpty(), 30'000);
        run->kill();
        QCOMPARE(Latchkey::wait(*run).code, -1);
        sandbox.reset();
        const QString id = latchkey.json(u"runs list"_s).lines().value(0)["run"_L1].toString();
        const Ended ended = latchkey.run(u"runs verify "_s + id);
        QVERIFY2(ended.err.contains("Fastly cannot be reached") && ended.err.contains("prod-cdn"),
                 ended.err.constData());
        QCOMPARE(latchkey.json(u"runs list"_s).lines().value(0)["open"_L1], QJsonValue(true));
    }

    void aServerInTroubleLosesNoToken_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<int>("tokens");
        QTest::newRow("fails now and then") << u"fastly.revokeToken=503:30"_s << 15;
        QTest::newRow("does it and says that it failed") << u"fastly.revokeToken=500-applied:50"_s << 15;
        QTest::newRow("says so of many") << u"fastly.bulkRevoke=500-applied:50"_s << 500;
        QTest::newRow("fails for many now and then") << u"fastly.bulkRevoke=503:50"_s << 500;
    }

    void aServerInTroubleLosesNoToken()
    {
        QFETCH(const QString, fault);
        QFETCH(const int, tokens);
        const Sandbox sandbox(u"--tokens %1 --fault %2"_s.arg(tokens).arg(fault));
        const Latchkey latchkey;
        VERIFY_ENDED(latchkey.add(u"prod-cdn"_s, sandbox, sandbox.value("token")), 0);
        const QString choice = u"revoke --account prod-cdn --filter \"kind:user -own:yes\" "_s;
        const int count = latchkey.json(choice + u"--dry-run"_s).last()["summary"_L1]["planned"_L1].toInt();
        QCOMPARE_GE(count, tokens / 2);

        const Ended ended = latchkey.json(choice + u"--reason CHG-1 --confirm %1"_s.arg(count));
        const Receipt receipt = receiptOf(ended.records());
        QCOMPARE(receipt.size(), count);
        const QStringList done = goneIn(receipt);
        QCOMPARE(done, sorted(sandbox.revoked()));
        QCOMPARE(ended.code, done.size() == count ? 0 : 4);
        QCOMPARE_GE(done.size(), count / 2);
    }
};

LATCHKEY_KEYRING_MAIN(TestRevocation)

#include "tst_revocation.moc"
