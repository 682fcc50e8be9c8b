#include "app/flows/change.h"
#include "app/flows/create.h"
#include "app/flows/sync.h"
#include "network/sandbox/providersandbox.h"
#include "tests/flows/flowbench.h"

#include <QJsonDocument>

//! Wide calls and tokens that are named by a value: what the provider decides is proved by a look, or is not called
//! confirmed.
namespace latchkey::test {

using namespace Qt::StringLiterals;

namespace {

//! An account at the sandbox's `provider`, verified.
SignedIn signInTo(FlowBench &bench, const QString &provider)
{
    for (const sandbox::SandboxAccount &known : bench.box.accounts()) {
        if (known.account.provider.value != provider)
            continue;
        SignedIn who;
        who.account = known.account;
        who.account.id = AccountId{u"id-"_s + provider};
        const Credential &credential = known.credential;
        const auto asking =
            std::make_shared<Session>(who.account, credential, bench.timing, bench.clock, bench.traffic);
        const Result<Identity> identity = await(asking->provider().probe());
        if (!identity)
            qFatal("%s: %s", qPrintable(provider), qPrintable(identity.error().message));
        who.account.identity = *identity;
        who.session = std::make_shared<Session>(who.account, credential, bench.timing, bench.clock, bench.traffic);
        return who;
    }
    qFatal("no account at %s", qPrintable(provider));
}

class RowsSink : public TokenSink
{
public:
    void add(const TokenRow &row) override
    {
        const auto text = [](std::string_view view) { return QString::fromUtf8(view.data(), qsizetype(view.size())); };
        rows.append({text(row.id), {text(row.ownerId), text(row.clientId)}});
    }
    void expect(qint64) override { }
    QList<std::pair<QString, std::pair<QString, QString>>> rows; //!< id, owner and client
};

PlanRequest requestFor(const FlowBench &bench, const SignedIn &who)
{
    PlanRequest request;
    request.accounts = {who.account};
    request.providers.insert(who.account.provider, who.session->description());
    request.nowMs = bench.clock.nowMs();
    return request;
}

} // namespace

class TestWideRevoke : public QObject
{
    Q_OBJECT

private:
    //! Somebody who has tokens, and how many.
    std::pair<QString, qsizetype> somebody(const SignedIn &who)
    {
        const auto sink = std::make_shared<RowsSink>();
        if (!await(who.session->provider().readTokens({}, sink, {})))
            return {};
        QMap<QString, qsizetype> counts;
        for (const auto &[id, belongs] : sink->rows) {
            if (!belongs.first.isEmpty())
                ++counts[belongs.first];
        }
        return counts.isEmpty() ? std::pair<QString, qsizetype>() : std::pair(counts.firstKey(), counts.first());
    }

private Q_SLOTS:
    void aPersonsTokensGoAndAreLookedFor()
    {
        FlowBench bench(sandboxOf(120));
        const SignedIn who = signInTo(bench, u"authlete"_s);
        const auto [person, count] = somebody(who);
        QVERIFY(count > 0);
        PlanRequest request = requestFor(bench, who);
        request.wide[who.account.id] = {WideCall{RevokeCall::Extent::Person, {person, {}}, {}, false}};
        const flows::RunEnd end = bench.start(buildPlan(request), {who});
        QCOMPARE(storyOf(end.run), u"1 confirmed; ended"_s);
        QCOMPARE(bench.box.ledger().changed(u"revoked"_s).size(), count);
        QCOMPARE(bench.box.ledger().requests(u"authlete.revokeToken"_s), 1);
    }

    void aLostAnswerToAWideCallIsSettledByALook_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("outcome");
        QTest::addColumn<int>("calls");
        QTest::newRow("it was carried out: nothing is sent again")
            << u"authlete.revokeToken=503-applied"_s << u"1 alreadyGone; ended"_s << 1;
        QTest::newRow("it said yes and did nothing")
            << u"authlete.revokeToken=ignored"_s << u"1 stillActive; ended"_s << 1;
    }

    void aLostAnswerToAWideCallIsSettledByALook()
    {
        QFETCH(QString, fault);
        QFETCH(QString, outcome);
        QFETCH(int, calls);
        QString reason;
        const auto parsed = sandbox::parseFault(fault, Sandbox::calls(), &reason);
        QVERIFY2(parsed, qPrintable(reason));
        FlowBench bench(sandboxOf(120, {*parsed}));
        const SignedIn who = signInTo(bench, u"authlete"_s);
        const auto [person, count] = somebody(who);
        PlanRequest request = requestFor(bench, who);
        request.wide[who.account.id] = {WideCall{RevokeCall::Extent::Person, {person, {}}, {}, false}};
        const flows::RunEnd end = bench.start(buildPlan(request), {who});
        QCOMPARE(storyOf(end.run), outcome);
        QCOMPARE(bench.box.ledger().requests(u"authlete.revokeToken"_s), calls);
    }

    void aProviderWithoutAListShowsItsOwnSession()
    {
        FlowBench bench(sandboxOf(120));
        const SignedIn who = signInTo(bench, u"genesys"_s);
        TokenTable table(bench.clock, bench.timing);
        const Result<Completeness> end = await(flows::loadTokens(who.session, {}, table, {}));
        QVERIFY(end && end->complete);
        table.setOwnTokens(flows::ownTokensOf({who.account}));
        const auto snapshot = table.snapshot();
        QCOMPARE(snapshot->rowCount(), 1);
        const AccountPart *part = snapshot->account(who.account.id);
        QVERIFY(!part->account.isListed);
        QCOMPARE(part->status.owners, ListedOwners::Nobody); // of everybody's tokens it tells nothing
        const auto row = snapshot->find(who.account.id, *who.account.identity.ownToken);
        QVERIFY(row);
        QVERIFY(snapshot->row(*row).isOwn());
        QCOMPARE(snapshot->row(*row).kind(), TokenKind::OwnSession);
        QVERIFY(!snapshot->row(*row).expires().isReported());
    }

    void withoutALookNothingIsCalledConfirmed()
    {
        FlowBench bench(sandboxOf(500));
        const SignedIn who = signInTo(bench, u"genesys"_s);
        const Result<QList<Person>> people = await(who.session->provider().people({}));
        QVERIFY(people && people->size() > 3);
        PlanRequest request = requestFor(bench, who);
        for (const Person &person : {people->at(1), people->at(2)})
            request.wide[who.account.id] +=
                WideCall{RevokeCall::Extent::Person, {person.id.value, person.name}, {}, false};
        const flows::RunEnd end = bench.start(buildPlan(request), {who});
        QCOMPARE(storyOf(end.run), u"2 unprovable; ended"_s);
        QCOMPARE(bench.box.ledger().changed(u"revoked"_s).size(), 2);
    }

    void aTypedValueIsInNoJournal()
    {
        FlowBench bench(sandboxOf(120));
        const SignedIn who = signInTo(bench, u"authlete"_s);
        CreateRequest wish;
        wish.kind = who.session->description().createForms[0].kind;
        wish.fields = {{u"grantType"_s, u"CLIENT_CREDENTIALS"_s},
                       {u"clientId"_s, bench.box.ready()[u"authlete"_s][u"clientId"_s].toString()}};
        const Result<CreatedToken> created = await(who.session->provider().createToken(wish));
        QVERIFY2(created, created ? "" : qPrintable(created.error().message));
        TypedToken typed;
        typed.token.id = who.session->provider().idOfValue(created->value);
        typed.token.account = who.account.id;
        QCOMPARE(typed.token.id, created->token.id);
        PlanRequest request = requestFor(bench, who);
        request.typed = {typed};
        const Plan plan = buildPlan(request);

        // Without the value nothing can be sent, and nothing is.
        const flows::RunEnd without = bench.start(plan, {who});
        QCOMPARE(storyOf(without.run), u"1 notSent; ended"_s);
        flows::RunTools tools = bench.tools({who});
        tools.values.insert(typed.token.id, created->value);
        const auto end = await(flows::startRun(plan, tools, {}));
        QVERIFY(end);
        QCOMPARE(storyOf(end->run), u"1 confirmed; ended"_s);
        QCOMPARE(bench.box.ledger().changed(u"revoked"_s), QStringList{typed.token.id.value});
        const QList<QJsonObject> records = bench.records();
        for (const QJsonObject &record : records)
            QVERIFY(!QJsonDocument(record).toJson().contains(created->value.reveal().toByteArray()));
    }

    void aNewValueIsWrittenDownByBothIds()
    {
        FlowBench bench(sandboxOf(120));
        const SignedIn who = signInTo(bench, u"authlete"_s);
        const QString client = bench.box.ready()[u"authlete"_s][u"clientId"_s].toString();
        CreateRequest wish;
        wish.kind = who.session->description().createForms[0].kind;
        wish.fields = {{u"grantType"_s, u"CLIENT_CREDENTIALS"_s}, {u"clientId"_s, client}};
        const Result<CreatedToken> created = await(flows::createToken(who.session, wish, *bench.journal));
        QVERIFY2(created, created ? "" : qPrintable(created.error().message));
        QCOMPARE(bench.records("createIntent").first()["body"_L1]["client"_L1].toString(), client);

        UpdateRequest change;
        change.id = created->token.id;
        change.fields = {{u"accessTokenValueUpdated"_s, true}};
        const Result<CreatedToken> rotated = await(flows::updateToken(who.session, change, *bench.journal));
        QVERIFY2(rotated, rotated ? "" : qPrintable(rotated.error().message));
        QVERIFY(rotated->token.id != created->token.id);
        QCOMPARE(bench.records("changeIntent").first()["body"_L1]["id"_L1].toString(), created->token.id.value);
        QCOMPARE(bench.records("changeAnswered").first()["body"_L1]["id"_L1].toString(), rotated->token.id.value);
        const QList<QJsonObject> records = bench.records();
        for (const QJsonObject &record : records)
            QVERIFY(!QJsonDocument(record).toJson().contains(rotated->value.reveal().toByteArray()));
    }
};

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestWideRevoke)
#include "tst_widerevoke.moc"
