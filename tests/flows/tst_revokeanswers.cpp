#include "tests/flows/flowbench.h"

#include <QElapsedTimer>
#include <QMap>

#include <atomic>

//! What follows from each answer to a DELETE, and from looks that fail or lag. Judged by what is alive afterwards.
namespace latchkey::test {

using namespace Qt::StringLiterals;

namespace {

bool isDelete(const SeenRequest &request) { return request.method == "DELETE"; }
bool isLook(const SeenRequest &request)
{
    return request.method == "GET" && request.target.contains("/tokens") && !request.target.endsWith("/self");
}
bool isProbe(const SeenRequest &request) { return request.target.endsWith("/tokens/self"); }

const Reaction Failing = answer(500, "{\"msg\":\"Internal error\"}");

} // namespace

class TestRevokeAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anUnclearAnswerIsSettledByLooking_data();
    void anUnclearAnswerIsSettledByLooking();
    void silenceIsSettledByLooking();
    void aRedirectIsNotFollowed();
    void yesWithoutEffectIsStillActive_data();
    void yesWithoutEffectIsStillActive();
    void threeAttemptsAreTheMost_data();
    void threeAttemptsAreTheMost();
    void aHalvingEatsNoAttempt();
    void notFoundIsGoneOnlyAfterALook();
    void notFoundWithoutALookIsUnknown();
    void oneBadIdInAChunkIsFound();
    void unauthorizedForOneIsRefused();
    void unauthorizedForAllEndsTheAccount();
    void aChunkRefusedByADyingAccountGetsItsOutcome();
    void tooManyRequestsKeepRowsQueued();
    void tooManyRequestsForAChunk();
    void retryAfterPausesTheAccount_data();
    void retryAfterPausesTheAccount();
    void failuresInARowPauseTheAccount();
    void refusedConnectionsAreNotSent();
    void aFailedLookConfirmsNothing_data();
    void aFailedLookConfirmsNothing();
    void aListThatLagsIsLookedAtAgain_data();
    void aListThatLagsIsLookedAtAgain();

private:
    void spoilEachDelete(int count, const Reaction &reaction, bool isDone, const Timing &timing);
};

void TestRevokeAnswers::anUnclearAnswerIsSettledByLooking_data()
{
    QTest::addColumn<Reaction>("reaction");
    QTest::addColumn<bool>("isDone"); // by the provider, before its answer goes wrong
    const auto both = [](const char *name, const Reaction &reaction) {
        QTest::addRow("%s, not done", name) << reaction << false;
        QTest::addRow("%s, done", name) << reaction << true;
    };
    both("500", Failing);
    both("502 from a gateway", answer(502, "<html>Bad gateway</html>", {{"Content-Type", "text/html"}}));
    both("503, later", answer(503, "{}", {{"Retry-After", "0"}}));
    both("202", answer(202));
    both("200 with a login page", answer(200, "<html>Sign in</html>", {{"Content-Type", "text/html"}}));
    both("reset after the request was read", reset());
    both("closed after the request was read", hangUp());
    both("cut in the head", bytes("HTTP/1.1 204 No") + hangUp());
}

void TestRevokeAnswers::anUnclearAnswerIsSettledByLooking()
{
    QFETCH(Reaction, reaction);
    QFETCH(bool, isDone);
    spoilEachDelete(3, reaction, isDone, quickTiming());
    spoilEachDelete(21, reaction, isDone, quickTiming());
}

void TestRevokeAnswers::silenceIsSettledByLooking()
{
    Timing timing = quickTiming();
    timing.connect = timing.inactivity = std::chrono::seconds(1);
    spoilEachDelete(3, stall(), true, timing);
    spoilEachDelete(21, stall(), false, timing);
}

//! The first DELETE of each of `count` tokens meets `reaction`, after the provider has carried it out or not.
void TestRevokeAnswers::spoilEachDelete(int count, const Reaction &reaction, bool isDone, const Timing &timing)
{
    FlowBench bench(sandboxOf(300), timing);
    const SignedIn admin = bench.signIn("cdn");
    QSet<QString> spoilt;
    bench.relay->setRule([&, relay = bench.relay.get()](const SeenRequest &request) -> std::optional<Reaction> {
        const QStringList ids = isDelete(request) ? idsIn(request) : QStringList();
        if (ids.isEmpty() || spoilt.contains(ids.first()))
            return {};
        spoilt += QSet<QString>(ids.begin(), ids.end());
        if (isDone)
            (void)relay->passOn(request);
        return reaction;
    });
    const flows::RunEnd end = bench.start(bench.planFor(admin, bench.victims(count)), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"%1 %2; ended"_s.arg(count).arg(isDone ? u"alreadyGone"_s : u"confirmed"_s));
    const int sent = count > 20 ? 1 : count;
    const int sentAgain = count > 20 ? 2 : count; // a call for many goes again in halves
    QCOMPARE(bench.relay->count("DELETE"), isDone ? sent : sent + sentAgain);
}

void TestRevokeAnswers::aRedirectIsNotFollowed()
{
    FaultServer elsewhere({answer(204)});
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const QByteArray location = elsewhere.baseUrl().toString().toLatin1() + "/tokens/x";
    bench.relay->setRule([&](const SeenRequest &request) -> std::optional<Reaction> {
        return isDelete(request) ? std::optional(answer(302, {}, {{"Location", location}})) : std::nullopt;
    });
    const flows::RunEnd end = bench.start(bench.planFor(admin, bench.victims(2)), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"2 stillActive; ended"_s);
    QCOMPARE(elsewhere.connectionCount(), 0);
}

void TestRevokeAnswers::yesWithoutEffectIsStillActive_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("deletes");
    QTest::newRow("one by one") << 3 << 3;
    QTest::newRow("in one call") << 30 << 1;
}

void TestRevokeAnswers::yesWithoutEffectIsStillActive()
{
    QFETCH(int, count);
    QFETCH(int, deletes);
    FlowBench bench(sandboxOf(300,
                              {{u"fastly.revokeToken"_s, sandbox::Fault::Kind::Ignored},
                               {u"fastly.bulkRevoke"_s, sandbox::Fault::Kind::Ignored}}));
    const SignedIn admin = bench.signIn("cdn");
    const flows::RunEnd end = bench.start(bench.planFor(admin, bench.victims(count)), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"%1 stillActive; ended"_s.arg(count));
    QCOMPARE(bench.relay->count("DELETE"), deletes);
    QCOMPARE(bench.records("looked").size(), int(bench.timing.looks.size()) + 1);
}

void TestRevokeAnswers::threeAttemptsAreTheMost_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("deletes");
    QTest::newRow("one by one") << 2 << 3 * 2;
    QTest::newRow("in one call, and in its halves down to the last") << 24 << 3 * (2 * 24 - 1);
}

void TestRevokeAnswers::threeAttemptsAreTheMost()
{
    QFETCH(int, count);
    QFETCH(int, deletes);
    FlowBench bench(sandboxOf(300,
                              {{u"fastly.revokeToken"_s, sandbox::Fault::Kind::Refused, 500},
                               {u"fastly.bulkRevoke"_s, sandbox::Fault::Kind::Refused, 500}}),
                    quickTiming(1000));
    const SignedIn admin = bench.signIn("cdn");
    const flows::RunEnd end = bench.start(bench.planFor(admin, bench.victims(count)), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"%1 stillActive; ended"_s.arg(count));
    QCOMPARE(bench.relay->count("DELETE"), deletes);
}

//! A provider that fails for many, and once for each alone.
void TestRevokeAnswers::aHalvingEatsNoAttempt()
{
    FlowBench bench(sandboxOf(300), quickTiming(1000));
    const SignedIn admin = bench.signIn("cdn");
    const QStringList ids = bench.victims(100);
    QSet<QString> alone;
    bench.relay->setRule([&](const SeenRequest &request) -> std::optional<Reaction> {
        const QStringList named = isDelete(request) ? idsIn(request) : QStringList();
        if (!named.contains(ids.at(37)) && !named.contains(ids.at(38)))
            return {};
        const bool isSpoilt = named.size() > 1 || !alone.contains(named.first());
        if (named.size() == 1)
            alone.insert(named.first());
        return isSpoilt ? std::optional(Failing) : std::nullopt;
    });
    const flows::RunEnd end = bench.start(bench.planFor(admin, ids), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"100 confirmed; ended"_s);
    QCOMPARE(end.run.items().at(37).attempts, 2);
    QCOMPARE(end.run.items().at(0).attempts, 1);
}

void TestRevokeAnswers::notFoundIsGoneOnlyAfterALook()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const QStringList ids = bench.victims(3);
    const Plan plan = bench.planFor(admin, ids);
    bench.revokeByHand({ids.first()});
    const flows::RunEnd end = bench.start(plan, {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"2 confirmed, 1 alreadyGone; ended"_s);
    QVERIFY(endOf(end.run, ids.first()).startsWith(u"alreadyGone 404 notFound"_s));
    QStringList kinds;
    const QList<QJsonObject> records = bench.records();
    for (const QJsonObject &record : records)
        kinds += record["kind"_L1].toString();
    QVERIFY(kinds.indexOf(u"looked"_s) < kinds.indexOf(u"settled"_s));
}

//! A 404 of a tenant that the key does not belong to any more, say.
void TestRevokeAnswers::notFoundWithoutALookIsUnknown()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    bench.relay->setRule([](const SeenRequest &request) -> std::optional<Reaction> {
        if (isDelete(request))
            return answer(404, "{\"msg\":\"Record not found\"}");
        return isLook(request) ? std::optional(Failing) : std::nullopt;
    });
    const flows::RunEnd end = bench.start(bench.planFor(admin, bench.victims(2)), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"2 unknown; ended"_s);
}

void TestRevokeAnswers::oneBadIdInAChunkIsFound()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const QStringList ids = bench.victims(100);
    const QString bad = ids.at(37);
    bench.relay->setRule([&bad](const SeenRequest &request) -> std::optional<Reaction> {
        const bool isRefused = isDelete(request) && idsIn(request).contains(bad);
        return isRefused ? std::optional(answer(403, "{\"msg\":\"Not yours\"}")) : std::nullopt;
    });
    const flows::RunEnd end = bench.start(bench.planFor(admin, ids), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"99 confirmed, 1 refused; ended"_s);
    QCOMPARE(endOf(end.run, bad), u"refused 403 forbidden: Not yours"_s);
    QVERIFY(bench.relay->count("DELETE") <= 15); // the whole, and two for each time it is halved
}

void TestRevokeAnswers::unauthorizedForOneIsRefused()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const QStringList ids = bench.victims(6);
    bench.relay->setRule([&ids](const SeenRequest &request) -> std::optional<Reaction> {
        const bool isRefused = isDelete(request) && idsIn(request).contains(ids.at(1));
        return isRefused ? std::optional(answer(401, "{\"msg\":\"Not you\"}")) : std::nullopt;
    });
    const flows::RunEnd end = bench.start(bench.planFor(admin, ids), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"5 confirmed, 1 refused; ended"_s);
    QCOMPARE(endOf(end.run, ids.at(1)), u"refused 401 unauthorized: Not you"_s);
}

void TestRevokeAnswers::unauthorizedForAllEndsTheAccount()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn", {.deletesInFlight = 1});
    int deletes = 0;
    bench.relay->setRule([&deletes](const SeenRequest &request) -> std::optional<Reaction> {
        deletes += isDelete(request) ? 1 : 0;
        return deletes > 5 ? std::optional(answer(401, "{\"msg\":\"Expired\"}")) : std::nullopt;
    });
    const QStringList ids = bench.victims(20);
    const flows::RunEnd end = bench.start(bench.planFor(admin, ids), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    // The five cannot be looked at with a dead key.
    QCOMPARE(storyOf(end.run), u"1 refused, 14 notSent, 5 unknown; ended"_s);
    QCOMPARE(bench.relay->count("DELETE"), 6);
    QVERIFY(endOf(end.run, ids.last()).startsWith(u"notSent 401 unauthorized"_s));
    QVERIFY(!end.trouble); // of one account alone
}

//! What was refused together and waits to be sent in halves must not be forgotten.
void TestRevokeAnswers::aChunkRefusedByADyingAccountGetsItsOutcome()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    int deletes = 0;
    bench.relay->setRule([&deletes](const SeenRequest &request) -> std::optional<Reaction> {
        if (isDelete(request))
            return ++deletes == 1 ? answer(403, "{}") : answer(401, "{}");
        return deletes > 1 && isProbe(request) ? std::optional(answer(401, "{}")) : std::nullopt;
    });
    const flows::RunEnd end = bench.start(bench.planFor(admin, bench.victims(150)), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"100 refused, 50 notSent; ended"_s);
    QCOMPARE(deletes, 2);
}

void TestRevokeAnswers::tooManyRequestsKeepRowsQueued()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    QMap<QString, int> seen;
    bench.relay->setRule([&seen](const SeenRequest &request) -> std::optional<Reaction> {
        // More often than anything else would be tried.
        const bool isTurnedAway = isDelete(request) && ++seen[idsIn(request).first()] <= 5;
        return isTurnedAway ? std::optional(answer(429, "{}", {{"Retry-After", "0"}})) : std::nullopt;
    });
    flows::RunTools tools = bench.tools({admin});
    bool isSettledEarly = false;
    tools.changed = [&](const Run &run, const QList<qsizetype> &rows) {
        for (const qsizetype row : rows)
            isSettledEarly =
                isSettledEarly || run.items().at(row).outcome.value_or(Outcome::Confirmed) != Outcome::Confirmed;
    };
    const Result<flows::RunEnd> end = await(flows::startRun(bench.planFor(admin, bench.victims(4)), tools, {}));
    QVERIFY(end);
    QCOMPARE(bench.contradiction(end->run), QString());
    QCOMPARE(storyOf(end->run), u"4 confirmed; ended"_s);
    QCOMPARE(bench.relay->count("DELETE"), 24);
    QVERIFY(!isSettledEarly);
}

void TestRevokeAnswers::tooManyRequestsForAChunk()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    int deletes = 0;
    bench.relay->setRule([&deletes](const SeenRequest &request) -> std::optional<Reaction> {
        const bool isTurnedAway = isDelete(request) && ++deletes <= 4;
        return isTurnedAway ? std::optional(answer(429, "{}", {{"Retry-After", "0"}})) : std::nullopt;
    });
    const flows::RunEnd end = bench.start(bench.planFor(admin, bench.victims(60)), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"60 confirmed; ended"_s);
    QCOMPARE(deletes, 5);
}

void TestRevokeAnswers::retryAfterPausesTheAccount_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("429") << 429;
    QTest::newRow("503") << 503;
}

void TestRevokeAnswers::retryAfterPausesTheAccount()
{
    QFETCH(int, status);
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    QElapsedTimer turnedAway;
    std::atomic<bool> isImpatient = false;
    bench.relay->setRule([&](const SeenRequest &request) -> std::optional<Reaction> {
        if (!isDelete(request))
            return {};
        if (turnedAway.isValid()) {
            isImpatient = isImpatient || turnedAway.elapsed() < 950;
            return {};
        }
        turnedAway.start();
        return answer(status, "{}", {{"Retry-After", "1"}});
    });
    const flows::RunEnd end = bench.start(bench.planFor(admin, bench.victims(1)), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"1 confirmed; ended"_s);
    QVERIFY(!isImpatient);
}

void TestRevokeAnswers::failuresInARowPauseTheAccount()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    int failures = 0;
    bench.relay->setRule([&](const SeenRequest &request) -> std::optional<Reaction> {
        return isDelete(request) && ++failures <= 5 ? std::optional(Failing) : std::nullopt;
    });
    std::atomic<bool> isPaused = false;
    QObject::connect(&admin.session->limiter(), &RateLimiter::changed, this,
                     [&] { isPaused = isPaused || admin.session->limiter().pausedUntilMs(); });
    const flows::RunEnd end = bench.start(bench.planFor(admin, bench.victims(6)), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"6 confirmed; ended"_s);
    QVERIFY(isPaused);
}

void TestRevokeAnswers::refusedConnectionsAreNotSent()
{
    FlowBench bench;
    auto second = std::make_unique<Relay>(QUrl(bench.box.origin()));
    const SignedIn cdn = bench.signIn("cdn");
    const SignedIn edge = bench.signIn("edge", {.through = second.get()});
    const QStringList ids = bench.victims(8);
    Plan plan = bench.planFor(cdn, ids.first(4));
    plan.accounts += bench.planFor(edge, ids.sliced(4)).accounts;
    second.reset();
    const flows::RunEnd end = bench.start(plan, {cdn, edge});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"4 confirmed, 4 notSent; ended"_s);
    QVERIFY(endOf(end.run, ids.last()).startsWith(u"notSent unreachable"_s));
}

void TestRevokeAnswers::aFailedLookConfirmsNothing_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<Reaction>("look");
    for (const int count : {3, 30}) {
        QTest::addRow("500 for %d", count) << count << Failing;
        QTest::addRow("403 for %d", count) << count << answer(403, "{}");
        QTest::addRow("a login page for %d", count)
            << count << answer(200, "<html>Sign in</html>", {{"Content-Type", "text/html"}});
        QTest::addRow("a cut list for %d", count)
            << count << answer(200, "[{\"id\":\"2dN1oGRIVZ9Lz0uKb7VvQH\"}", {{"Content-Length", "9000"}}) + hangUp();
        QTest::addRow("nothing for %d", count) << count << answer(200, "");
    }
}

void TestRevokeAnswers::aFailedLookConfirmsNothing()
{
    QFETCH(int, count);
    QFETCH(Reaction, look);
    FlowBench bench(sandboxOf(300), quickTiming(1000));
    const SignedIn admin = bench.signIn("cdn");
    bench.relay->setRule([&look](const SeenRequest &request) -> std::optional<Reaction> {
        return isLook(request) ? std::optional(look) : std::nullopt;
    });
    const flows::RunEnd end = bench.start(bench.planFor(admin, bench.victims(count)), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"%1 unknown; ended"_s.arg(count));

    // Later the provider is well again.
    bench.relay->setRule({});
    const int deletes = bench.relay->count("DELETE");
    const flows::RunEnd verified = bench.resume(end.run, RunResumed::How::Verify, {admin});
    QCOMPARE(bench.contradiction(verified.run), QString());
    QCOMPARE(storyOf(verified.run), u"%1 confirmed; ended"_s.arg(count));
    QCOMPARE(bench.relay->count("DELETE"), deletes);
}

void TestRevokeAnswers::aListThatLagsIsLookedAtAgain_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("one by one") << 2;
    QTest::newRow("in one call") << 30;
}

void TestRevokeAnswers::aListThatLagsIsLookedAtAgain()
{
    QFETCH(int, count);
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    QList<SeenRequest> held;
    int looks = 0;
    bench.relay->setRule([&, relay = bench.relay.get()](const SeenRequest &request) -> std::optional<Reaction> {
        if (isDelete(request)) {
            held += request;
            return answer(204);
        }
        const bool isTime = isLook(request) && ++looks > (count > 10 ? 3 : 3 * count);
        const QList<SeenRequest> due = isTime ? std::exchange(held, {}) : QList<SeenRequest>();
        for (const SeenRequest &late : due)
            (void)relay->passOn(late);
        return {};
    });
    const flows::RunEnd end = bench.start(bench.planFor(admin, bench.victims(count)), {admin});
    QCOMPARE(bench.contradiction(end.run), QString());
    QCOMPARE(storyOf(end.run), u"%1 confirmed; ended"_s.arg(count));
    QVERIFY(bench.records("looked").size() >= 4);
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestRevokeAnswers)
#include "tst_revokeanswers.moc"
