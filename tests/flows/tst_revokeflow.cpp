#include "tests/flows/flowbench.h"

#include <QDir>
#include <QFile>

//! A run as a whole: what is sent in which order, under whose name, and never without a journal.
namespace latchkey::test {

using namespace Qt::StringLiterals;

namespace {

bool isDelete(const SeenRequest &request) { return request.method == "DELETE"; }

//! What the request would be with another key.
SeenRequest withKey(SeenRequest request, const QString &from, const QString &to)
{
    request.head.replace(from.toLatin1(), to.toLatin1());
    return request;
}

} // namespace

class TestRevokeFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFewGoOneByOne();
    void manyGoInChunks();
    void whatEndedAlikeSharesAnEntry();
    void everyIntentIsWrittenFirst();
    void withoutAJournalNothingIsSent_data();
    void withoutAJournalNothingIsSent();
    void aJournalThatVanishesEndsTheRun_data();
    void aJournalThatVanishesEndsTheRun();
    void anotherIdentitySendsNothing_data();
    void anotherIdentitySendsNothing();
    void anotherIdentityOnTheWayEndsTheRun();
    void oneDeadAccountLeavesTheOtherAlone();
    void aReadOnlyAccountSendsNothing();
    void anOldPlanDropsWhatVanished();
    void aFreshPlanSendsWithoutLooking();
    void theOwnTokenIsConfirmedByItsDeath();
    void theOwnTokenThatSurvivesIsStillActive();
    void theOwnTokenGoesLast();
    void anotherAccountsOwnTokenIsLeftOut();
    void aTokenNamedTwiceGoesOnce();
    void progressIsTold();
    void aPausedAccountLeavesTheOtherAlone();
    void aPauseOnTheWayHoldsBackWhatHasNotLeft();
    void theBudgetIsTold();
};

void TestRevokeFlow::aFewGoOneByOne()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const QStringList ids = bench.victims(20);
    const flows::RunEnd end = bench.start(bench.planFor(admin, ids), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"20 confirmed; ended"_s);
    QCOMPARE(end.run.how, RunEnded::How::Finished);
    QCOMPARE(bench.box.ledger().requests(u"fastly.revokeToken"_s), 20);
    QCOMPARE(bench.box.ledger().requests(u"fastly.bulkRevoke"_s), 0);
    QCOMPARE(QSet<QString>(ids.begin(), ids.end()).size(), bench.box.ledger().changed(u"revoked"_s).size());
    QVERIFY(bench.box.fastly().isAlive(admin.account.identity.ownToken->value));
}

void TestRevokeFlow::manyGoInChunks()
{
    FlowBench bench(sandboxOf(400));
    const SignedIn admin = bench.signIn("cdn");
    const QStringList ids = bench.victims(250) + bench.box.fastly().automationTokenIds().first(5);
    const flows::RunEnd end = bench.start(bench.planFor(admin, ids), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"255 confirmed; ended"_s);
    QList<qsizetype> sizes;
    const QList<SeenRequest> deletes = bench.relay->requests("DELETE");
    for (const SeenRequest &request : deletes)
        sizes += idsIn(request).size();
    QCOMPARE(sizes, (QList<qsizetype>{100, 100, 50, 5}));
    // All of them are looked at together, at the end.
    QCOMPARE(bench.box.ledger().requests(u"fastly.listCustomerTokens"_s), 1);
}

void TestRevokeFlow::whatEndedAlikeSharesAnEntry()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const QStringList ids = bench.victims(150);
    const Plan plan = bench.planFor(admin, ids);
    const flows::RunEnd end = bench.start(plan, {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(bench.records("settled").size(), 1);
    QCOMPARE(bench.records("looked").size(), 1);
    QCOMPARE(bench.records("answered").size(), 2);
}

void TestRevokeFlow::everyIntentIsWrittenFirst()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const Plan plan = bench.planFor(admin, bench.victims(10));
    const int reads = bench.relay->count("GET");
    auto run = flows::startRun(plan, bench.tools({admin}), {});
    auto held = bench.holdJournal(); // after the run's first entry, before its intents
    QTRY_COMPARE(bench.relay->count("GET"), reads + 3); // the identity is known
    QTest::qWait(100);
    const int early = bench.relay->count("DELETE");
    held.reset();
    const Result<flows::RunEnd> end = await(std::move(run));
    QCOMPARE(early, 0);
    QVERIFY(end);
    QCOMPARE(storyOf(end->run), u"10 confirmed; ended"_s);
    QCOMPARE(bench.contradiction(end->run), QString());
}

void TestRevokeFlow::withoutAJournalNothingIsSent_data()
{
    QTest::addColumn<bool>("isHeld");
    QTest::newRow("somebody else holds it") << true;
    QTest::newRow("its folder cannot be made") << false;
}

void TestRevokeFlow::withoutAJournalNothingIsSent()
{
    QFETCH(bool, isHeld);
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const Plan plan = bench.planFor(admin, bench.victims(3));
    QString place = bench.folder.filePath(u"journal"_s); // held by the bench's own writer
    if (!isHeld) {
        place = bench.folder.filePath(u"file"_s);
        QFile file(place);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QVERIFY(await(bench.journal->opened()));
    JournalWriter useless(place, bench.clock);
    const auto opened = await(useless.opened());
    QVERIFY(!opened || *opened); // it cannot be written
    flows::RunTools tools{useless, bench.clock, bench.timing};
    tools.sessions[admin.account.id] = admin.session;
    const Result<flows::RunEnd> end = await(flows::startRun(plan, tools, {}));
    QVERIFY(!end);
    QCOMPARE(end.error().kind, Kind::Journal);
    QVERIFY(!end.error().message.isEmpty());
    QCOMPARE(bench.relay->count("DELETE"), 0);
}

void TestRevokeFlow::aJournalThatVanishesEndsTheRun_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("story");
    // What is known is shown, though it could not be written down.
    QTest::newRow("one by one, announced together") << 15 << u"1 confirmed, 14 notSent; open"_s;
    QTest::newRow("in chunks") << 250 << u"100 confirmed, 150 notSent; open"_s;
}

void TestRevokeFlow::aJournalThatVanishesEndsTheRun()
{
    QFETCH(int, count);
    QFETCH(QString, story);
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn", {.deletesInFlight = 1});
    const QString folder = bench.folder.filePath(u"journal"_s);
    bench.relay->setRule([&folder](const SeenRequest &request) -> std::optional<Reaction> {
        if (isDelete(request))
            QDir(folder).removeRecursively();
        return {};
    });
    const flows::RunEnd end = bench.start(bench.planFor(admin, bench.victims(count)), {admin});
    QVERIFY(end.trouble);
    QCOMPARE(end.trouble->kind, Kind::Journal);
    QCOMPARE(bench.relay->count("DELETE"), 1);
    QCOMPARE(storyOf(end.run), story);
}

void TestRevokeFlow::anotherIdentitySendsNothing_data()
{
    QTest::addColumn<bool>("isOtherCustomer");
    QTest::newRow("another person of the customer") << false;
    QTest::newRow("another customer") << true;
}

void TestRevokeFlow::anotherIdentitySendsNothing()
{
    QFETCH(bool, isOtherCustomer);
    FlowBench bench;
    const SignedIn cdn = bench.signIn("cdn");
    const SignedIn edge = bench.signIn("edge");
    const QStringList ids = bench.victims(6);
    Plan plan = bench.planFor(cdn, ids.first(3));
    plan.accounts += bench.planFor(edge, ids.sliced(3)).accounts;

    SandboxOptions options = sandboxOf(300);
    options.seed = 2;
    FlowBench other(options);
    const QString key = isOtherCustomer ? other.ready("token") : bench.ready("engineerToken");
    bench.relay->setRule([&](const SeenRequest &request) -> std::optional<Reaction> {
        const Relay &target = isOtherCustomer ? *other.relay : *bench.relay;
        return target.passOn(withKey(request, bench.ready("token"), key));
    });
    const flows::RunEnd end = bench.start(plan, {cdn, edge});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"6 notSent; ended"_s);
    QCOMPARE(end.run.how, RunEnded::How::Failed);
    QVERIFY(end.trouble);
    QCOMPARE(end.trouble->kind, Kind::WrongIdentity);
    QVERIFY(endOf(end.run, ids.first()).startsWith(u"notSent wrongIdentity"_s));
    QCOMPARE(bench.relay->count("DELETE"), 0);
}

void TestRevokeFlow::anotherIdentityOnTheWayEndsTheRun()
{
    FlowBench bench;
    SandboxOptions options = sandboxOf(300);
    options.seed = 2;
    FlowBench other(options);
    const SignedIn admin = bench.signIn("cdn", {.deletesInFlight = 1});
    int deletes = 0;
    bench.relay->setRule([&](const SeenRequest &request) -> std::optional<Reaction> {
        deletes += isDelete(request) ? 1 : 0;
        if (deletes < 3)
            return {};
        if (isDelete(request))
            return answer(401, "{}");
        return other.relay->passOn(withKey(request, bench.ready("token"), other.ready("token")));
    });
    const QStringList ids = bench.victims(6);
    const flows::RunEnd end = bench.start(bench.planFor(admin, ids), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    // The two cannot be looked at as somebody else.
    QCOMPARE(storyOf(end.run), u"1 refused, 3 notSent, 2 unknown; ended"_s);
    QVERIFY(endOf(end.run, ids.last()).startsWith(u"notSent wrongIdentity"_s));
    QVERIFY(end.trouble);
    QCOMPARE(end.trouble->kind, Kind::WrongIdentity);
    QCOMPARE(other.box.ledger().changed(u"revoked"_s), QStringList());
    QCOMPARE(deletes, 3);
}

void TestRevokeFlow::oneDeadAccountLeavesTheOtherAlone()
{
    FlowBench bench;
    Relay second{QUrl(bench.box.origin())};
    const SignedIn cdn = bench.signIn("cdn");
    const SignedIn edge = bench.signIn("edge", {.through = &second});
    const QStringList ids = bench.victims(60);
    Plan plan = bench.planFor(cdn, ids.first(30));
    plan.accounts += bench.planFor(edge, ids.sliced(30)).accounts;
    second.setRule([](const SeenRequest &) { return std::optional(answer(401, "{}")); });
    const flows::RunEnd end = bench.start(plan, {cdn, edge});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"30 confirmed, 30 notSent; ended"_s);
    QVERIFY(endOf(end.run, ids.last()).startsWith(u"notSent 401 unauthorized"_s));
    QCOMPARE(second.count("DELETE"), 0);
    QVERIFY(!end.trouble);
}

void TestRevokeFlow::aReadOnlyAccountSendsNothing()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const Plan plan = bench.planFor(admin, bench.victims(30));
    admin.session->http().setReadOnly(true); // after the plan was made
    const flows::RunEnd end = bench.start(plan, {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"30 notSent; ended"_s);
    QCOMPARE(bench.relay->count("DELETE"), 0);
}

void TestRevokeFlow::anOldPlanDropsWhatVanished()
{
    for (const int count : {8, 30}) {
        FlowBench bench;
        const SignedIn admin = bench.signIn("cdn");
        const QStringList ids = bench.victims(count);
        Plan plan = bench.planFor(admin, ids);
        plan.createdAtMs -= 6 * 60'000;
        const QStringList vanished = ids.first(3);
        bench.revokeByHand(vanished);
        const flows::RunEnd end = bench.start(plan, {admin});
        QCOMPARE(bench.contradiction(end.run), QString());
        QCOMPARE(storyOf(end.run), u"%1 confirmed, 3 alreadyGone; ended"_s.arg(count - 3));
        const QList<SeenRequest> deletes = bench.relay->requests("DELETE");
        for (const SeenRequest &request : deletes) {
            for (const QString &id : vanished)
                QVERIFY(!idsIn(request).contains(id));
        }
    }
}

void TestRevokeFlow::aFreshPlanSendsWithoutLooking()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const flows::RunEnd end = bench.start(bench.planFor(admin, bench.victims(3)), {admin});
    QCOMPARE(storyOf(end.run), u"3 confirmed; ended"_s);
    QCOMPARE(bench.records("looked").size(), 1);
}

void TestRevokeFlow::theOwnTokenIsConfirmedByItsDeath()
{
    FlowBench bench;
    const SignedIn engineer = bench.signIn("cdn", {.key = bench.ready("engineerToken")});
    const QString own = engineer.account.identity.ownToken->value;
    const Plan plan = bench.planFor(engineer, {own}, {}, true);
    QCOMPARE(plan.losingAccess, QStringList(u"cdn"_s));
    const int probes = bench.box.ledger().requests(u"fastly.tokenSelf"_s);
    const flows::RunEnd end = bench.start(plan, {engineer});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"1 confirmed; ended"_s);
    QCOMPARE(bench.box.ledger().requests(u"fastly.revokeSelf"_s), 1);
    QCOMPARE(bench.box.ledger().requests(u"fastly.tokenSelf"_s), probes + 2); // before, and after
}

void TestRevokeFlow::theOwnTokenThatSurvivesIsStillActive()
{
    FlowBench bench(sandboxOf(300, {{u"fastly.revokeSelf"_s, sandbox::Fault::Kind::Ignored}}));
    const SignedIn engineer = bench.signIn("cdn", {.key = bench.ready("engineerToken")});
    const QString own = engineer.account.identity.ownToken->value;
    const flows::RunEnd end = bench.start(bench.planFor(engineer, {own}, {}, true), {engineer});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"1 stillActive; ended"_s);
}

//! Two own tokens in one account: the other one is looked at while there still is a key to look with.
void TestRevokeFlow::theOwnTokenGoesLast()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const SignedIn engineer = bench.signIn("edge", {.key = bench.ready("engineerToken")});
    const QStringList own = {admin.account.identity.ownToken->value, engineer.account.identity.ownToken->value};
    const Plan plan = bench.planFor(admin, own, {engineer.account}, true);
    QCOMPARE(plan.tokenCount(), 2);
    const flows::RunEnd end = bench.start(plan, {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"2 confirmed; ended"_s);
    QCOMPARE(bench.box.ledger().changed(u"revoked"_s), (QStringList{own.last(), own.first()}));
}

void TestRevokeFlow::anotherAccountsOwnTokenIsLeftOut()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const SignedIn engineer = bench.signIn("edge", {.key = bench.ready("engineerToken")});
    const QString own = engineer.account.identity.ownToken->value;
    const QStringList ids = bench.victims(25) + QStringList{own, admin.account.identity.ownToken->value};
    const flows::RunEnd end = bench.start(bench.planFor(admin, ids, {engineer.account}), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"25 confirmed, 2 excluded; ended"_s);
    QCOMPARE(endOf(end.run, own), u"excluded ownToken"_s);
    QVERIFY(bench.box.fastly().isAlive(own));
    QVERIFY(bench.box.fastly().isAlive(admin.account.identity.ownToken->value));
}

void TestRevokeFlow::aTokenNamedTwiceGoesOnce()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const QStringList ids = bench.victims(3);
    const flows::RunEnd end = bench.start(bench.planFor(admin, ids + ids), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"3 confirmed, 3 excluded; ended"_s);
    QCOMPARE(bench.relay->count("DELETE"), 3);
}

void TestRevokeFlow::progressIsTold()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    flows::RunTools tools = bench.tools({admin});
    QMap<QString, QStringList> told;
    tools.changed = [&told](const Run &run, const QList<qsizetype> &rows) {
        for (const qsizetype row : rows) {
            const RunItem &item = run.items().at(row);
            const QString word = item.outcome ? outcomeName(*item.outcome) : stepName(item.step);
            if (told[item.id.value].isEmpty() || told[item.id.value].last() != word)
                told[item.id.value] += word;
        }
    };
    const QStringList ids = bench.victims(5);
    QVERIFY(await(flows::startRun(bench.planFor(admin, ids), tools, {})));
    for (const QString &id : ids)
        QCOMPARE(told[id], (QStringList{u"intent"_s, u"sent"_s, u"confirmed"_s}));
}

void TestRevokeFlow::aPausedAccountLeavesTheOtherAlone()
{
    FlowBench bench;
    const SignedIn cdn = bench.signIn("cdn");
    const SignedIn edge = bench.signIn("edge");
    const QStringList ids = bench.victims(40);
    Plan plan = bench.planFor(cdn, ids.first(10));
    plan.accounts += bench.planFor(edge, ids.sliced(10)).accounts; // in one call
    flows::RunControl control;
    control.pause(edge.account.id);
    flows::RunTools tools = bench.tools({cdn, edge});
    tools.control = &control;
    qsizetype settled = 0;
    tools.changed = [&settled](const Run &run, const QList<qsizetype> &) {
        settled = run.counts().planned() - run.counts().open;
    };
    auto running = flows::startRun(plan, tools, {});
    QTRY_COMPARE(settled, 10);
    QTest::qWait(300);
    QCOMPARE(settled, 10);
    QCOMPARE(bench.relay->count("DELETE"), 10);
    QCOMPARE(bench.records("intent").size(), 10); // of what is held back nothing is announced

    control.resume(edge.account.id);
    const Result<flows::RunEnd> end = await(std::move(running));
    QVERIFY(end);
    QCOMPARE(bench.contradiction(end->run), QString());
    QCOMPARE(storyOf(end->run), u"40 confirmed; ended"_s);
}

void TestRevokeFlow::aPauseOnTheWayHoldsBackWhatHasNotLeft()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn", {.deletesInFlight = 1});
    flows::RunControl control;
    flows::RunTools tools = bench.tools({admin});
    tools.control = &control;
    int sent = 0;
    tools.changed = [&](const Run &run, const QList<qsizetype> &rows) {
        sent += run.items().at(rows.first()).step == Step::Sent ? 1 : 0;
        if (sent == 3 && !control.isPaused(admin.account.id))
            control.pause(admin.account.id);
    };
    auto running = flows::startRun(bench.planFor(admin, bench.victims(8)), tools, {});
    QTRY_COMPARE(sent, 3);
    QTest::qWait(300);
    QCOMPARE(bench.relay->count("DELETE"), 3);

    control.resume(admin.account.id);
    const Result<flows::RunEnd> end = await(std::move(running));
    QVERIFY(end);
    QCOMPARE(bench.contradiction(end->run), QString());
    QCOMPARE(storyOf(end->run), u"8 confirmed; ended"_s);
}

void TestRevokeFlow::theBudgetIsTold()
{
    SandboxOptions options = sandboxOf(300);
    options.rateLimit = 60;
    FlowBench bench(options);
    const SignedIn admin = bench.signIn("cdn");
    QCOMPARE(flows::budgetOf(*admin.session).left, 1000); // as documented
    QCOMPARE(flows::budgetOf(*admin.session).reserve, 100);
    const flows::RunEnd end = bench.start(bench.planFor(admin, bench.victims(5)), {admin});
    QCOMPARE(storyOf(end.run), u"5 confirmed; ended"_s);
    const WriteBudget told = flows::budgetOf(*admin.session);
    QCOMPARE(told.left, 55);
    QVERIFY(told.reserve <= 5);
    QVERIFY(told.fullAgainMs && *told.fullAgainMs > bench.clock.nowMs());
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestRevokeFlow)
#include "tst_revokeflow.moc"
