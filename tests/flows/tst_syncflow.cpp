#include "app/flows/signin.h"
#include "app/flows/sync.h"
#include "tests/flows/flowbench.h"

#include <atomic>

//! Loading tokens into the inventory: what comes is there, and what does not come is said.
namespace latchkey::test {

using namespace Qt::StringLiterals;

namespace {

using State = AccountStatus::State;

//! Of one account, as the table shows it now.
AccountStatus statusOf(TokenTable &table, const SignedIn &who)
{
    return table.snapshot()->account(who.account.id)->status;
}

QSet<QString> idsIn(const TokenSnapshot &snapshot)
{
    QSet<QString> ids;
    for (quint32 number = 0; number < snapshot.numberEnd(); ++number) {
        if (snapshot.contains(number))
            ids.insert(snapshot.row(number).id());
    }
    return ids;
}

QSet<QString> setOf(const QStringList &list) { return {list.begin(), list.end()}; }

LoadScope only(const char *part)
{
    LoadScope scope;
    scope.parts = {QLatin1String(part)};
    return scope;
}

} // namespace

class TestSyncFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingComes();
    void ownersGetTheirNames();
    void withoutNamesTheTokensAreStillThere();
    void aFailingPartIsPartial_data();
    void aFailingPartIsPartial();
    void whatCameBeforeStaysAndIsStale();
    void withoutRightsTheCustomersListFails();
    void anAccountThatFallsSilentLeavesTheOtherAlone();
    void theTenantIsThatOfTheProbe();
    void aStopIsPartial();
    void ownTokensOfAccounts();
};

void TestSyncFlow::everythingComes()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    TokenTable table(bench.clock, bench.timing);
    const Result<Completeness> end = await(flows::loadTokens(admin.session, {}, table, {}));
    QVERIFY(end);
    QVERIFY(end->complete);
    QCOMPARE(statusOf(table, admin).state, State::Complete);
    const auto snapshot = table.snapshot();
    QCOMPARE(idsIn(*snapshot), setOf(bench.box.fastly().userTokenIds() + bench.box.fastly().automationTokenIds()));
    QVERIFY(!snapshot->account(admin.account.id)->account.isScoped);
}

void TestSyncFlow::theTenantIsThatOfTheProbe()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const Result<Identity> identity = await(flows::verifyIdentity(admin.session, {}, {}));
    QVERIFY(identity && !identity->tenant.id.isEmpty());
    TokenTable table(bench.clock, bench.timing);
    QVERIFY(await(flows::loadTokens(admin.session, {}, table, {})));
    QCOMPARE(table.snapshot()->account(admin.account.id)->account.tenant, identity->tenant.id);
}

void TestSyncFlow::ownersGetTheirNames()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    TokenTable table(bench.clock, bench.timing);
    QVERIFY(await(flows::loadTokens(admin.session, only("customer"), table, {})));
    QVERIFY(await(flows::loadDirectory(admin.session, table, {})).people);
    const auto snapshot = table.snapshot();
    const auto own = snapshot->find(admin.account.id, *admin.account.identity.ownToken);
    QVERIFY(own);
    QCOMPARE(snapshot->row(*own).owner()->name, admin.account.identity.principal.name);
    QVERIFY(snapshot->account(admin.account.id)->account.isScoped);
}

void TestSyncFlow::withoutNamesTheTokensAreStillThere()
{
    FlowBench bench(sandboxOf(300, {{u"fastly.customerUsers"_s, sandbox::Fault::Kind::Refused, 403}}));
    const SignedIn admin = bench.signIn("cdn");
    TokenTable table(bench.clock, bench.timing);
    const Result<Completeness> end = await(flows::loadTokens(admin.session, {}, table, {}));
    QVERIFY(end);
    QVERIFY(end->complete);
    const flows::Directory directory = await(flows::loadDirectory(admin.session, table, {}));
    QCOMPARE(directory.people.error().kind, Kind::Forbidden);
    QCOMPARE(directory.clients.error().kind, Kind::Unsupported);
    QCOMPARE(statusOf(table, admin).state, State::Complete);
    QVERIFY(table.snapshot()->rowCount() >= 300);
}

void TestSyncFlow::aFailingPartIsPartial_data()
{
    QTest::addColumn<Reaction>("reaction");
    QTest::addColumn<Kind>("kind");
    QTest::newRow("500") << answer(500, "{}") << Kind::Unexpected;
    QTest::newRow("403") << answer(403, "{}") << Kind::Forbidden;
    QTest::newRow("a login page") << answer(200, "<html></html>", {{"Content-Type", "text/html"}}) << Kind::Malformed;
    QTest::newRow("reset") << reset() << Kind::Unreachable;
}

//! The users' tokens come, the automation tokens do not.
void TestSyncFlow::aFailingPartIsPartial()
{
    QFETCH(Reaction, reaction);
    QFETCH(Kind, kind);
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    bench.relay->setRule([&reaction](const SeenRequest &request) -> std::optional<Reaction> {
        return request.target.contains("/automation-tokens") ? std::optional(reaction) : std::nullopt;
    });
    TokenTable table(bench.clock, bench.timing);
    const Result<Completeness> end = await(flows::loadTokens(admin.session, {}, table, {}));
    QVERIFY(end);
    QVERIFY(!end->complete);
    QVERIFY(end->reason);
    QCOMPARE(end->reason->kind, kind);
    QCOMPARE(idsIn(*table.snapshot()), setOf(bench.box.fastly().userTokenIds()));
    const AccountStatus status = statusOf(table, admin);
    QCOMPARE(status.state, State::Partial);
    QVERIFY(status.error);
    QCOMPARE(status.error->kind, kind);
}

void TestSyncFlow::whatCameBeforeStaysAndIsStale()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    TokenTable table(bench.clock, bench.timing);
    QVERIFY(await(flows::loadTokens(admin.session, {}, table, {})));
    const qint64 rows = table.snapshot()->rowCount();
    bench.relay->setRule([](const SeenRequest &request) -> std::optional<Reaction> {
        return request.target.contains("/tokens") ? std::optional(answer(500, "{}")) : std::nullopt;
    });
    QVERIFY(!await(flows::loadTokens(admin.session, only("customer"), table, {})));
    const AccountStatus status = statusOf(table, admin);
    QCOMPARE(status.state, State::Failed);
    QCOMPARE(status.rows, rows);
    QCOMPARE(status.stale, rows);
}

void TestSyncFlow::withoutRightsTheCustomersListFails()
{
    FlowBench bench;
    const SignedIn engineer = bench.signIn("cdn", {.key = bench.ready("engineerToken")});
    TokenTable table(bench.clock, bench.timing);
    const Result<Completeness> end = await(flows::loadTokens(engineer.session, only("customer"), table, {}));
    QVERIFY(!end);
    QCOMPARE(end.error().kind, Kind::Forbidden);
    QCOMPARE(statusOf(table, engineer).state, State::Failed);
    QCOMPARE(table.snapshot()->rowCount(), 0);

    // All that this key may list is its user's own.
    const Result<Completeness> own = await(flows::loadTokens(engineer.session, {}, table, {}));
    QVERIFY(own);
    QVERIFY(own->complete);
    QCOMPARE(idsIn(*table.snapshot()), setOf(bench.box.fastly().userTokenIds(sandbox::FastlyInventory::Engineer)));
}

void TestSyncFlow::anAccountThatFallsSilentLeavesTheOtherAlone()
{
    Timing timing = quickTiming();
    timing.inactivity = std::chrono::seconds(1);
    FlowBench bench(sandboxOf(300), timing);
    Relay second{QUrl(bench.box.origin())};
    const SignedIn cdn = bench.signIn("cdn");
    const SignedIn edge = bench.signIn("edge", {.through = &second});
    second.setRule([](const SeenRequest &request) -> std::optional<Reaction> {
        // In the middle of its list.
        return request.target.contains("/customer/") && request.target.endsWith("/tokens") ? std::optional(
                   head(200, {{"Content-Type", "application/json"}}) + bytes("[{\"id\":\"2dN1oGRIVZ") + stall())
                                                                                           : std::nullopt;
    });
    TokenTable table(bench.clock, bench.timing);
    auto silent = flows::loadTokens(edge.session, only("customer"), table, {});
    const Result<Completeness> whole = await(flows::loadTokens(cdn.session, {}, table, {}));
    QVERIFY(whole);
    QVERIFY(whole->complete);
    QCOMPARE(statusOf(table, cdn).state, State::Complete);
    const Result<Completeness> end = await(std::move(silent));
    QVERIFY(!end);
    QCOMPARE(end.error().kind, Kind::TimedOut);
    QCOMPARE(statusOf(table, edge).state, State::Failed);
    QCOMPARE(statusOf(table, cdn).state, State::Complete);
}

void TestSyncFlow::aStopIsPartial()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    std::stop_source stop;
    bench.relay->setRule([&stop](const SeenRequest &request) -> std::optional<Reaction> {
        if (!request.target.contains("/automation-tokens"))
            return {};
        stop.request_stop();
        return stall();
    });
    TokenTable table(bench.clock, bench.timing);
    const Result<Completeness> end = await(flows::loadTokens(admin.session, {}, table, stop.get_token()));
    QVERIFY(end);
    QVERIFY(!end->complete);
    QCOMPARE(end->reason->kind, Kind::Cancelled);
    QCOMPARE(statusOf(table, admin).state, State::Partial);
    QCOMPARE(idsIn(*table.snapshot()), setOf(bench.box.fastly().userTokenIds()));
}

void TestSyncFlow::ownTokensOfAccounts()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    Account unverified = admin.account;
    unverified.identity = {};
    const QList<OwnToken> own = flows::ownTokensOf({admin.account, unverified});
    QCOMPARE(own.size(), 1);
    TokenTable table(bench.clock, bench.timing);
    table.setOwnTokens(own);
    QVERIFY(await(flows::loadTokens(admin.session, {}, table, {})));
    const auto snapshot = table.snapshot();
    QVERIFY(snapshot->row(*snapshot->find(admin.account.id, *admin.account.identity.ownToken)).isOwn());
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestSyncFlow)
#include "tst_syncflow.moc"
