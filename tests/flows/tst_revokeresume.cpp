#include "tests/flows/flowbench.h"

//! Stopping a run, and taking up one that was left: by a person, or by a process that died.
namespace latchkey::test {

using namespace Qt::StringLiterals;

namespace {

bool isDelete(const SeenRequest &request) { return request.method == "DELETE"; }

} // namespace

class TestRevokeResume : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStopLeavesTheRunOpen_data();
    void aStopLeavesTheRunOpen();
    void aStopBeforeTheStartSendsNothing();
    void aStopEndsAPausedRun();
    void whatIsOnItsWayIsLookedAt_data();
    void whatIsOnItsWayIsLookedAt();
    void aRunOfADeadProcessIsVerifiedFirst_data();
    void aRunOfADeadProcessIsVerifiedFirst();
    void whatCannotBeLookedAtStaysOpen();
    void anAccountOutOfReachIsNamed_data();
    void anAccountOutOfReachIsNamed();
    void withoutItsCredentialARunStaysOpen();
    void theOwnTokenOfADeadProcess();
    void anotherIdentityTakesNothingUp();
    void continuingSendsWhatWasNotSent();
    void anEndedRunIsVerifiedOnly();

private:
    [[nodiscard]] Run leftBehind(FlowBench &bench, const Plan &plan, const QList<JournalEntry> &entries);
};

//! A run as a process leaves it that dies after these entries.
Run TestRevokeResume::leftBehind(FlowBench &bench, const Plan &plan, const QList<JournalEntry> &entries)
{
    RunStarted started;
    started.run = RunId{u"left-behind"_s};
    started.plan = plan;
    QList<JournalEntry> all = {started};
    all += entries;
    if (!await(bench.journal->append(all)))
        qFatal("the journal cannot be written");
    return await(bench.journal->run(started.run)).value();
}

void TestRevokeResume::aStopLeavesTheRunOpen_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("most"); // DELETEs before and after the stop
    QTest::addColumn<int>("intents");
    QTest::newRow("one by one, announced together") << 20 << 6 << 20;
    QTest::newRow("in chunks") << 290 << 2 << 2;
}

void TestRevokeResume::aStopLeavesTheRunOpen()
{
    QFETCH(int, count);
    QFETCH(int, most);
    QFETCH(int, intents);
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn", {.deletesInFlight = 1});
    std::stop_source stop;
    int deletes = 0;
    bench.relay->setRule([&](const SeenRequest &request) -> std::optional<Reaction> {
        if (isDelete(request) && ++deletes == most)
            stop.request_stop();
        return {};
    });
    const QStringList ids = bench.victims(count);
    const flows::RunEnd stopped = bench.start(bench.planFor(admin, ids), {admin}, stop.get_token());
    QVERIFY(stopped.interrupted);
    QVERIFY(stopped.run.isOpen());
    QVERIFY(!stopped.trouble);
    QCOMPARE(bench.contradiction(stopped.run), QString());
    QCOMPARE(bench.relay->count("DELETE"), most);
    QCOMPARE(bench.records("intent").size(), intents);
    QCOMPARE(stopped.run.counts().of(Outcome::NotSent), 0);

    bench.relay->setRule({});
    const flows::RunEnd verified = bench.resume(stopped.run, RunResumed::How::Verify, {admin});
    QVERIFY(verified.run.isOpen());
    QCOMPARE(bench.contradiction(verified.run), QString());
    QCOMPARE(bench.relay->count("DELETE"), most);
    // What was certainly not sent has no outcome yet, and what was has one.
    const qsizetype dead = bench.box.ledger().changed(u"revoked"_s).size();
    QCOMPARE(verified.run.counts().open, count - dead);

    const flows::RunEnd ended = bench.resume(verified.run, RunResumed::How::Continue, {admin});
    QVERIFY(!ended.run.isOpen());
    QVERIFY(ended.run.counts().isComplete());
    QCOMPARE(bench.contradiction(ended.run), QString());
    QMap<QString, int> sent;
    const QList<SeenRequest> requests = bench.relay->requests("DELETE");
    for (const SeenRequest &request : requests) {
        const QStringList named = idsIn(request);
        for (const QString &id : named)
            ++sent[id];
    }
    for (const QString &id : ids)
        QCOMPARE(sent[id], 1);
}

void TestRevokeResume::aStopBeforeTheStartSendsNothing()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    std::stop_source stop;
    stop.request_stop();
    const flows::RunEnd end = bench.start(bench.planFor(admin, bench.victims(3)), {admin}, stop.get_token());
    QVERIFY(end.interrupted);
    QCOMPARE(storyOf(end.run), u"3 without outcome; open"_s);
    QCOMPARE(bench.relay->count("DELETE"), 0);
}

void TestRevokeResume::aStopEndsAPausedRun()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    flows::RunControl control;
    control.pause(admin.account.id);
    flows::RunTools tools = bench.tools({admin});
    tools.control = &control;
    std::stop_source stop;
    const int reads = bench.relay->count("GET");
    auto running = flows::startRun(bench.planFor(admin, bench.victims(3)), tools, stop.get_token());
    QTRY_COMPARE(bench.relay->count("GET"), reads + 3); // the identity is known
    QTest::qWait(200);
    stop.request_stop();
    const Result<flows::RunEnd> end = await(std::move(running));
    QVERIFY(end);
    QVERIFY(end->interrupted);
    QCOMPARE(storyOf(end->run), u"3 without outcome; open"_s);
    QCOMPARE(bench.relay->count("DELETE"), 0);
    QVERIFY(bench.records("intent").isEmpty());
}

void TestRevokeResume::whatIsOnItsWayIsLookedAt_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("one by one, several at once") << 20;
    QTest::newRow("in chunks") << 290;
}

//! What has left when the stop comes is waited for and looked at; the run stays open for the rest.
void TestRevokeResume::whatIsOnItsWayIsLookedAt()
{
    QFETCH(int, count);
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    std::stop_source stop;
    bench.relay->setRule([&](const SeenRequest &request) -> std::optional<Reaction> {
        if (!isDelete(request))
            return {};
        const Reaction reaction = bench.relay->passOn(request);
        stop.request_stop();
        return wait(std::chrono::milliseconds(100)) + reaction;
    });
    const flows::RunEnd end = bench.start(bench.planFor(admin, bench.victims(count)), {admin}, stop.get_token());
    qsizetype sent = 0;
    const QList<SeenRequest> deletes = bench.relay->requests("DELETE");
    for (const SeenRequest &request : deletes)
        sent += idsIn(request).size();
    QCOMPARE(bench.contradiction(end.run), QString());
    QVERIFY(sent < count);
    QCOMPARE(storyOf(end.run), u"%1 confirmed, %2 without outcome; open"_s.arg(sent).arg(count - sent));
    QVERIFY(end.interrupted);
}

void TestRevokeResume::aRunOfADeadProcessIsVerifiedFirst_data()
{
    QTest::addColumn<bool>("isDone");
    QTest::addColumn<bool>("isAnswered");
    QTest::newRow("the call never left") << false << false;
    QTest::newRow("the call was carried out") << true << false;
    QTest::newRow("the call was answered") << true << true;
}

void TestRevokeResume::aRunOfADeadProcessIsVerifiedFirst()
{
    QFETCH(bool, isDone);
    QFETCH(bool, isAnswered);
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const QStringList ids = bench.victims(5);
    const Plan plan = bench.planFor(admin, ids);
    const QList<TokenId> sent = {TokenId{ids.at(0)}, TokenId{ids.at(1)}};
    Intent intent;
    intent.run = RunId{u"left-behind"_s};
    intent.account = admin.account.id;
    intent.items = sent;
    QList<JournalEntry> entries = {intent};
    RevokeAnswer yes;
    yes.httpStatus = 204;
    if (isAnswered)
        entries += answeredOf(intent.run, intent.account, sent, yes);
    const Run left = leftBehind(bench, plan, entries);
    QVERIFY(left.isOpen());
    if (isDone)
        bench.revokeByHand({ids.at(0), ids.at(1)});

    const flows::RunEnd verified = bench.resume(left, RunResumed::How::Verify, {admin});
    QCOMPARE(bench.contradiction(verified.run), QString());
    // What is found alive stays open, so that it can be sent again: the provider never said yes.
    const QString story = isAnswered ? u"2 confirmed, 3 without outcome; open"_s
        : isDone                     ? u"2 alreadyGone, 3 without outcome; open"_s
                                     : u"5 without outcome; open"_s;
    QCOMPARE(storyOf(verified.run), story);
    QCOMPARE(bench.relay->count("DELETE"), 0);

    const flows::RunEnd ended = bench.resume(verified.run, RunResumed::How::Continue, {admin});
    QCOMPARE(bench.contradiction(ended.run), QString());
    QVERIFY(ended.run.counts().isComplete());
    QVERIFY(!ended.run.isOpen());
    QCOMPARE(bench.relay->count("DELETE"), isDone ? 3 : 5);
}

void TestRevokeResume::whatCannotBeLookedAtStaysOpen()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const QStringList ids = bench.victims(1);
    Intent intent;
    intent.run = RunId{u"left-behind"_s};
    intent.account = admin.account.id;
    intent.items = {TokenId{ids.first()}};
    const Run left = leftBehind(bench, bench.planFor(admin, ids), {intent});
    bench.relay->setRule([](const SeenRequest &) { return std::optional(answer(500, "{}")); });
    const flows::RunEnd blind = bench.resume(left, RunResumed::How::Continue, {admin});
    QCOMPARE(storyOf(blind.run), u"1 without outcome; open"_s);
    QCOMPARE(bench.relay->count("DELETE"), 0);

    // The identity can be had, the look cannot.
    bench.relay->setRule([&ids](const SeenRequest &request) -> std::optional<Reaction> {
        return request.target.endsWith(ids.first().toLatin1()) ? std::optional(answer(500, "{}")) : std::nullopt;
    });
    const flows::RunEnd unclear = bench.resume(blind.run, RunResumed::How::Continue, {admin});
    QCOMPARE(storyOf(unclear.run), u"1 without outcome; open"_s);
    QCOMPARE(bench.relay->count("DELETE"), 0);

    bench.relay->setRule({});
    const flows::RunEnd ended = bench.resume(unclear.run, RunResumed::How::Continue, {admin});
    QCOMPARE(bench.contradiction(ended.run), QString());
    QCOMPARE(storyOf(ended.run), u"1 confirmed; ended"_s);
}

void TestRevokeResume::anAccountOutOfReachIsNamed_data()
{
    QTest::addColumn<RunResumed::How>("how");
    QTest::addColumn<QByteArray>("unanswered"); // requests whose path ends so
    QTest::newRow("verify, no sign of who we are") << RunResumed::How::Verify << QByteArray("/tokens/self");
    QTest::newRow("continue, no sign of who we are") << RunResumed::How::Continue << QByteArray("/tokens/self");
    QTest::newRow("verify, no list to look in") << RunResumed::How::Verify << QByteArray("/tokens");
}

void TestRevokeResume::anAccountOutOfReachIsNamed()
{
    QFETCH(RunResumed::How, how);
    QFETCH(QByteArray, unanswered);
    FlowBench bench;
    Relay second{QUrl(bench.box.origin())};
    const SignedIn cdn = bench.signIn("cdn");
    const SignedIn edge = bench.signIn("edge", {.through = &second});
    const QStringList ids = bench.victims(24);
    Plan plan = bench.planFor(cdn, ids.first(12));
    plan.accounts += bench.planFor(edge, ids.sliced(12)).accounts;
    QList<JournalEntry> intents;
    for (const PlanAccount &account : std::as_const(plan.accounts)) {
        Intent intent;
        intent.run = RunId{u"left-behind"_s};
        intent.account = account.id;
        for (const PlanItem &item : account.items)
            intent.items += item.id;
        intents += intent;
    }
    const Run left = leftBehind(bench, plan, intents);
    bench.revokeByHand(ids);
    second.setRule([&unanswered](const SeenRequest &request) -> std::optional<Reaction> {
        return request.target.endsWith(unanswered) ? std::optional(answer(503, "{}")) : std::nullopt;
    });
    const flows::RunEnd end = bench.resume(left, how, {cdn, edge});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"12 alreadyGone, 12 without outcome; open"_s);
    QCOMPARE(end.accountTroubles.keys(), QList<AccountId>{edge.account.id});
    QCOMPARE(end.accountTroubles.value(edge.account.id).httpStatus, 503);
}

void TestRevokeResume::withoutItsCredentialARunStaysOpen()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const QStringList ids = bench.victims(3);
    const Run left = leftBehind(bench, bench.planFor(admin, ids), {});
    flows::RunTools without = bench.tools({});
    without.unavailable[admin.account.id].kind = Kind::SecretMissing;
    const Result<flows::RunEnd> kept = await(flows::resumeRun(left, RunResumed::How::Continue, without, {}));
    QVERIFY(kept);
    QCOMPARE(storyOf(kept->run), u"3 without outcome; open"_s);
    QCOMPARE(kept->accountTroubles.value(admin.account.id).kind, Kind::SecretMissing);

    const flows::RunEnd ended = bench.resume(kept->run, RunResumed::How::Continue, {admin});
    QCOMPARE(bench.contradiction(ended.run), QString());
    QCOMPARE(storyOf(ended.run), u"3 confirmed; ended"_s);
    QVERIFY(ended.accountTroubles.isEmpty());
}

//! With the key that it revoked nothing can be asked any more: that is the proof.
void TestRevokeResume::theOwnTokenOfADeadProcess()
{
    FlowBench bench;
    const SignedIn engineer = bench.signIn("cdn", {.key = bench.ready("engineerToken")});
    const QString own = engineer.account.identity.ownToken->value;
    Intent intent;
    intent.run = RunId{u"left-behind"_s};
    intent.account = engineer.account.id;
    intent.extent = RevokeCall::Extent::Own;
    intent.items = {TokenId{own}};
    RevokeAnswer yes;
    yes.httpStatus = 204;
    const Run left = leftBehind(bench, bench.planFor(engineer, {own}, {}, true),
                                {intent, answeredOf(intent.run, intent.account, intent.items, yes)});
    bench.revokeByHand({own});
    const flows::RunEnd end = bench.resume(left, RunResumed::How::Verify, {engineer});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"1 confirmed; ended"_s);
    QVERIFY(end.accountTroubles.isEmpty());
}

void TestRevokeResume::anotherIdentityTakesNothingUp()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const SignedIn engineer = bench.signIn("cdn", {.key = bench.ready("engineerToken")});
    const Run left = leftBehind(bench, bench.planFor(admin, bench.victims(4)), {});
    const flows::RunEnd end = bench.resume(left, RunResumed::How::Continue, {engineer});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"4 notSent; ended"_s);
    QVERIFY(end.trouble);
    QCOMPARE(end.trouble->kind, Kind::WrongIdentity);
    QCOMPARE(end.accountTroubles.value(admin.account.id).kind, Kind::WrongIdentity);
    QCOMPARE(bench.relay->count("DELETE"), 0);
}

void TestRevokeResume::continuingSendsWhatWasNotSent()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const QStringList ids = bench.victims(3);
    Settled notSent;
    notSent.run = RunId{u"left-behind"_s};
    notSent.account = admin.account.id;
    notSent.items = {TokenId{ids.first()}};
    notSent.outcome = Outcome::NotSent;
    const Run left = leftBehind(bench, bench.planFor(admin, ids), {notSent});
    const flows::RunEnd end = bench.resume(left, RunResumed::How::Continue, {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"3 confirmed; ended"_s);
}

void TestRevokeResume::anEndedRunIsVerifiedOnly()
{
    FlowBench bench(sandboxOf(300, {{u"fastly.revokeToken"_s, sandbox::Fault::Kind::Ignored}}), quickTiming(1000));
    const SignedIn admin = bench.signIn("cdn");
    const flows::RunEnd first = bench.start(bench.planFor(admin, bench.victims(2)), {admin});
    QCOMPARE(storyOf(first.run), u"2 stillActive; ended"_s);
    const int deletes = bench.relay->count("DELETE");
    const flows::RunEnd again = bench.resume(first.run, RunResumed::How::Continue, {admin});
    QCOMPARE(storyOf(again.run), u"2 stillActive; ended"_s);
    QCOMPARE(bench.relay->count("DELETE"), deletes);
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestRevokeResume)
#include "tst_revokeresume.moc"
