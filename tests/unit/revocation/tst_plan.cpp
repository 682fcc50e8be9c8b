#include "planfixture.h"

#include <QJsonDocument>
#include <QLocale>
#include <QTest>

using namespace latchkey;
using Extent = RevokeCall::Extent;

namespace {

//! "cdn: a b wide:person=u1 | left out: c ownToken", so that a failure shows the difference.
QString textOf(const Plan &plan)
{
    QStringList parts;
    for (const PlanAccount &account : plan.accounts) {
        QStringList ids{account.name + QLatin1Char(':')};
        for (const PlanItem &item : account.items)
            ids += item.id.value;
        for (const WideCall &call : account.wide)
            ids += call.key().value;
        parts += ids.join(QLatin1Char(' '));
    }
    for (const Exclusion &exclusion : plan.exclusions)
        parts += QStringLiteral("left out: %1 %2").arg(exclusion.id.value, exclusionReasonName(exclusion.reason));
    return parts.join(QStringLiteral(" | "));
}

QString callText(const RevokeCall &call)
{
    constexpr std::array<const char *, 8> Names{"one",    "listed",         "own",   "person",
                                                "client", "personAtClient", "value", "refresh"};
    return QStringLiteral("%1 %2")
        .arg(QLatin1String(Names[static_cast<size_t>(call.extent)]))
        .arg(itemsOf(call).size());
}

QString classText(const Confirmation &confirmation)
{
    const QString kind = confirmation.kind == Confirmation::Class::Routine ? QStringLiteral("routine")
        : confirmation.kind == Confirmation::Class::Serious                ? QStringLiteral("serious")
                                                                           : QStringLiteral("wideOrOwn");
    QStringList gates{confirmation.count, confirmation.name};
    gates.removeAll(QString());
    return QStringList{kind, gates.join(u'+'), confirmation.asksReason ? QStringLiteral("reason") : QString()}.join(
        QLatin1Char('/'));
}

WideCall personCall(const QString &id, const QString &name)
{
    WideCall call;
    call.person = {id, name};
    return call;
}

} // namespace

//! What a plan takes in, what it leaves out, and what a person has to do before it may run.
class TestPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesOut_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *change, const char *expected) {
            QTest::newRow(name) << QString::fromLatin1(change) << QString::fromLatin1(expected);
        };
        row("nothing, where all is well", "", "cdn: a b");
        row("the token that this account signs in with", "own", "cdn: b | left out: a ownToken");
        row("a token that the inventory marks as own", "marked", "cdn: b | left out: a ownToken");
        row("the token of another account of the same service", "other", "cdn: b | left out: a ownToken");
        row("the token of an account that reaches the same tenant elsewhere", "otherOrigin",
            "cdn: b | left out: a ownToken");
        row("not a token that only has the id of another service's own", "otherService", "cdn: a b");
        row("not a token that only has the id of another provider's own", "otherProvider", "cdn: a b");
        row("an id that breaks the provider's grammar", "hostile", "cdn: b | left out: a notActionable");
        row("an empty id", "empty", "cdn: b | left out:  notActionable");
        row("the same token twice", "twice", "cdn: a b | left out: a duplicate");
        row("a token of an account that is not there", "stranger", "cdn: b | left out: a otherAccount");
        row("everything of a read-only account", "readOnly",
            "left out: a readOnlyAccount | left out: b readOnlyAccount");
        row("what the provider cannot revoke", "unable", "left out: a unsupported | left out: b unsupported");
        row("what the caller left out already", "notListed", "cdn: a b | left out: x notListed");
    }

    void leavesOut()
    {
        QFETCH(QString, change);
        QFETCH(QString, expected);
        Account cdn = accountNamed(QStringLiteral("cdn"));
        Account other = accountNamed(QStringLiteral("other"));
        Token a = tokenOf(cdn, QStringLiteral("a"));
        Token b = tokenOf(cdn, QStringLiteral("b"));
        PlanRequest request = requestFor({});
        if (change == QLatin1String("own"))
            cdn.identity.ownToken = a.id;
        if (change == QLatin1String("marked"))
            a.isOwn = true;
        if (change.startsWith(QLatin1String("other")))
            other.identity.ownToken = a.id;
        if (change == QLatin1String("otherOrigin") || change == QLatin1String("otherService"))
            other.baseUrl = QUrl(QStringLiteral("https://elsewhere.example.com"));
        if (change == QLatin1String("otherOrigin"))
            other.identity.tenant = cdn.identity.tenant;
        if (change == QLatin1String("otherProvider"))
            other.provider = ProviderId{QStringLiteral("another")};
        if (change == QLatin1String("hostile"))
            a.isActionable = false;
        if (change == QLatin1String("empty"))
            a.id = {};
        if (change == QLatin1String("stranger"))
            a.account = AccountId{QStringLiteral("nobody")};
        if (change == QLatin1String("readOnly"))
            cdn.policy.readOnly = true;
        if (change == QLatin1String("unable"))
            request.providers[cdn.provider].capabilities = Capability::ListTokens;
        if (change == QLatin1String("notListed"))
            request.leftOut = {Exclusion{cdn.id, TokenId{QStringLiteral("x")}, {}, ExclusionReason::NotListed}};
        request.accounts = {cdn, other};
        request.tokens = {a, b};
        if (change == QLatin1String("twice"))
            request.tokens += a;
        const QString text = textOf(buildPlan(request));
        QStringList got = text.split(QStringLiteral(" | "));
        QStringList wanted = expected.split(QStringLiteral(" | "));
        got.sort();
        wanted.sort();
        QCOMPARE(got, wanted);
    }

    void ownPlanTakesOwnTokensAlone()
    {
        const Account cdn = accountNamed(QStringLiteral("cdn"));
        Account twin = accountNamed(QStringLiteral("twin"));
        twin.identity.ownToken = cdn.identity.ownToken;
        PlanRequest request =
            requestFor({cdn, twin}, {tokenOf(cdn, QStringLiteral("a")), tokenOf(cdn, cdn.identity.ownToken->value)});
        request.isOwn = true;
        const Plan plan = buildPlan(request);
        QCOMPARE(textOf(plan), QStringLiteral("cdn: own-cdn | left out: a notOwn"));
        QVERIFY(plan.accounts[0].items[0].isAccountsOwn);
        QCOMPARE(plan.losingAccess, QStringList({QStringLiteral("cdn"), QStringLiteral("twin")}));
        QCOMPARE(classText(confirmationOf(plan)), QStringLiteral("wideOrOwn/cdn, twin/"));
        const auto calls = callsFor(plan.accounts[0], ableProvider());
        QCOMPARE(calls.size(), 1);
        QCOMPARE(calls[0].extent, Extent::Own);
    }

    void wideCallThatEndsOwnAccessIsLeftOut()
    {
        Account cdn = accountNamed(QStringLiteral("cdn"));
        Account twin = accountNamed(QStringLiteral("twin"));
        twin.identity.ownPerson = PersonId{QStringLiteral("me")};
        PlanRequest request = requestFor({cdn, twin});
        request.wide[cdn.id] = {personCall(QStringLiteral("me"), QStringLiteral("Me")),
                                personCall(QStringLiteral("ann"), QStringLiteral("Ann"))};
        QCOMPARE(textOf(buildPlan(request)),
                 QStringLiteral("cdn: wide:person=ann | left out: wide:person=me ownToken"));
        request.isOwn = true;
        const Plan own = buildPlan(request);
        QCOMPARE(textOf(own), QStringLiteral("cdn: wide:person=me | left out: wide:person=ann notOwn"));
        QVERIFY(own.accounts[0].wide[0].endsOwnAccess);
        QCOMPARE(own.losingAccess, QStringList{QStringLiteral("twin")});
    }

    void disablingAClientIsAWideCall()
    {
        const Account cdn = accountNamed(QStringLiteral("cdn"));
        PlanRequest request = requestFor({cdn});
        const WideCall client{Extent::Client, {}, {QStringLiteral("c1"), QStringLiteral("build-bot")}, false};
        request.wide[cdn.id] = {client};
        request.providers[cdn.provider].capabilities = Capability::ListClients;
        QCOMPARE(textOf(buildPlan(request)), QStringLiteral("left out: wide:client=c1 unsupported"));
        request.providers[cdn.provider].capabilities = Capability::DisableClient;
        const Plan plan = buildPlan(request);
        QCOMPARE(textOf(plan), QStringLiteral("cdn: wide:client=c1"));
        QCOMPARE(classText(confirmationOf(plan)), QStringLiteral("wideOrOwn/build-bot/"));
    }

    void aWideCallSaysWhatItDoes_data()
    {
        QTest::addColumn<Capability>("capability");
        QTest::addColumn<RevokeCall::Extent>("extent");
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("sentence");
        const auto sessions = QStringLiteral("End all sessions of %1");
        QTest::newRow("in the provider's words")
            << Capability::RevokeByPerson << Extent::Person << sessions << QStringLiteral("End all sessions of ann%1");
        QTest::newRow("disabling is not revoking") << Capability::DisableClient << Extent::Client
                                                   << QStringLiteral("Disable %1") << QStringLiteral("Disable bot");
        QTest::newRow("without words: all tokens of a person")
            << Capability::RevokeByPerson << Extent::Person << QString() << QStringLiteral("All tokens of ann%1");
        QTest::newRow("without words: all tokens of a client")
            << Capability::RevokeByClient << Extent::Client << QString()
            << QStringLiteral("All tokens of the client bot");
        QTest::newRow("both are named, whatever the words")
            << Capability::RevokeByPersonAtClient << Extent::PersonAtClient
            << QStringLiteral("Revoke all of %1 at this client") << QStringLiteral("All tokens of ann%1 at bot");
    }

    void aWideCallSaysWhatItDoes()
    {
        QFETCH(Capability, capability);
        QFETCH(RevokeCall::Extent, extent);
        QFETCH(QString, action);
        QFETCH(QString, sentence);
        const Account cdn = accountNamed(QStringLiteral("cdn"));
        PlanRequest request = requestFor({cdn});
        ProviderDescription &provider = request.providers[cdn.provider];
        provider.capabilities = capability;
        provider.wideWords[capability].action = action;
        request.wide[cdn.id] = {{extent,
                                 {QStringLiteral("u1"), QStringLiteral("ann%1")},
                                 {QStringLiteral("c1"), QStringLiteral("bot")},
                                 false}};
        const Plan plan = buildPlan(request);
        QCOMPARE(plan.accounts[0].wide[0].sentence(), sentence);
        const auto loaded = planFromFile(planToFile(plan));
        QVERIFY(loaded);
        QCOMPARE(*loaded, plan);
        // A file of before these words has the same hash, and is read as well.
        Plan before = plan;
        before.accounts[0].wide[0].action.clear();
        QCOMPARE(before.sha256(), plan.sha256());
        QVERIFY(planFromFile(planToFile(before)));
    }

    void aTokenNamedByAValueIsOneCallOfItsOwn()
    {
        const Account cdn = accountNamed(QStringLiteral("cdn"));
        PlanRequest request = requestFor({cdn}, {tokenOf(cdn, QStringLiteral("a")), tokenOf(cdn, QStringLiteral("b"))});
        TypedToken typed;
        typed.token.id = TokenId{QStringLiteral("b")}; // also among the selected
        typed.token.account = cdn.id;
        request.typed = {typed};
        QCOMPARE(textOf(buildPlan(request)),
                 QStringLiteral("cdn: a | left out: b unsupported | left out: b duplicate"));
        request.providers[cdn.provider].capabilities |= Capability::RevokeByValue;
        const Plan plan = buildPlan(request);
        QCOMPARE(textOf(plan), QStringLiteral("cdn: b a | left out: b duplicate"));
        QStringList calls;
        const auto made = callsFor(plan.accounts[0], request.providers[cdn.provider]);
        for (const RevokeCall &call : made)
            calls += callText(call);
        QCOMPARE(calls, QStringList({QStringLiteral("value 1"), QStringLiteral("one 1")}));
        Plan byId = plan;
        byId.accounts[0].items[0].by = Extent::One;
        QVERIFY(byId.sha256() != plan.sha256());
    }

    void aTypedTokenThatSignsUsInIsLeftOut()
    {
        const Account cdn = accountNamed(QStringLiteral("cdn"));
        PlanRequest request = requestFor({cdn});
        request.providers[cdn.provider].capabilities |= Capability::RevokeByRefreshToken;
        TypedToken typed;
        typed.token.id = *cdn.identity.ownToken;
        typed.token.account = cdn.id;
        typed.by = Extent::Refresh;
        request.typed = {typed};
        QCOMPARE(textOf(buildPlan(request)), QStringLiteral("left out: own-cdn ownToken"));
    }

    void allSessionsOfWhoIsSignedInAnywhereAreLeftOut()
    {
        // One account signs in as an administration client, another as Ann: her sessions are ours.
        Account client = accountNamed(QStringLiteral("client"));
        client.identity.ownClient = ClientId{QStringLiteral("admin-client")};
        Account ann = accountNamed(QStringLiteral("ann"));
        ann.identity.tenant = client.identity.tenant;
        ann.identity.ownPerson = PersonId{QStringLiteral("u-ann")};
        ann.identity.ownClient = ClientId{QStringLiteral("agent-app")};
        Account elsewhere = ann; // the same id at another provider's tenant and host is somebody else
        elsewhere.id = AccountId{QStringLiteral("id-elsewhere")};
        elsewhere.baseUrl = QUrl(QStringLiteral("https://api.elsewhere.example.com"));
        elsewhere.identity.tenant = {QStringLiteral("tenant-elsewhere"), {}};
        elsewhere.identity.ownPerson = PersonId{QStringLiteral("u-bo")};
        PlanRequest request = requestFor({client, ann, elsewhere});
        const WideCall agentApp{Extent::Client, {}, {QStringLiteral("agent-app"), {}}, false};
        request.wide[client.id] = {personCall(QStringLiteral("u-ann"), {}), personCall(QStringLiteral("u-bo"), {}),
                                   agentApp};
        QCOMPARE(textOf(buildPlan(request)),
                 QStringLiteral("client: wide:person=u-bo | left out: wide:person=u-ann ownToken | left out: "
                                "wide:client=agent-app ownToken"));
    }

    void unknownOwnTokenIsStatedWhereTheProviderCouldTell()
    {
        Account cdn = accountNamed(QStringLiteral("cdn"));
        cdn.identity.ownToken.reset();
        PlanRequest request = requestFor({cdn}, {tokenOf(cdn, QStringLiteral("a"))});
        QVERIFY(buildPlan(request).accounts[0].ownUnknown);
        QCOMPARE(classText(confirmationOf(buildPlan(request))), QStringLiteral("wideOrOwn/cdn/"));
        request.providers[cdn.provider].capabilities = Capability::RevokeToken;
        QVERIFY(!buildPlan(request).accounts[0].ownUnknown); // its credentials are no tokens of its list
    }

    void keepsHostileNamesVisible()
    {
        const Account cdn = accountNamed(QStringLiteral("cdn"));
        Token token = tokenOf(cdn, QStringLiteral("a"));
        token.name = QStringLiteral("keep \u202Eme");
        const Plan plan = buildPlan(requestFor({cdn}, {token}));
        QCOMPARE(plan.accounts[0].items[0].name, QStringLiteral("keep [U+202E]me"));
    }

    void aPlanMadeEarlierLosesWhatBecameOwn()
    {
        const Account cdn = accountNamed(QStringLiteral("cdn"));
        const Plan plan =
            buildPlan(requestFor({cdn}, {tokenOf(cdn, QStringLiteral("a")), tokenOf(cdn, QStringLiteral("b"))}));
        QCOMPARE(protectedAgain(plan, {cdn}), plan);
        Account added = accountNamed(QStringLiteral("added"));
        added.identity.ownToken = TokenId{QStringLiteral("a")};
        QCOMPARE(textOf(protectedAgain(plan, {cdn, added})), QStringLiteral("cdn: b | left out: a ownToken"));
        added.baseUrl = QUrl(QStringLiteral("https://elsewhere.example.com"));
        QCOMPARE(protectedAgain(plan, {cdn, added}), plan);
    }

    void theCountMayBeTypedAsItIsShown()
    {
        Confirmation confirmation;
        confirmation.count = QStringLiteral("15026");
        QVERIFY(confirmation.acceptsCount(QStringLiteral(" 15026 ")));
        QVERIFY(confirmation.acceptsCount(QLocale().toString(15026)));
        QVERIFY(!confirmation.acceptsCount(QStringLiteral("1502")));
    }

    void whatAnotherPlanRevokesAlreadyIsLeftOut()
    {
        const Account cdn = accountNamed(QStringLiteral("cdn"));
        const Account other = accountNamed(QStringLiteral("other"));
        PlanRequest request = requestFor({cdn, other}, {tokenOf(cdn, QStringLiteral("a"))});
        request.wide[cdn.id] = {personCall(QStringLiteral("u-ann"), {})};
        PlanRequest next = requestFor({cdn, other},
                                      {tokenOf(cdn, QStringLiteral("a")), tokenOf(cdn, QStringLiteral("b")),
                                       tokenOf(other, QStringLiteral("a"))});
        next.wide = request.wide;
        const Plan saved = buildPlan(next);
        addWaiting(next.waiting, buildPlan(request));
        const QString rest =
            QStringLiteral("cdn: b | other: a | left out: wide:person=u-ann waiting | left out: a waiting");
        QCOMPARE(textOf(buildPlan(next)), rest);
        QStringList again = textOf(protectedAgain(saved, {cdn, other}, next.waiting)).split(QStringLiteral(" | "));
        QStringList wanted = rest.split(QStringLiteral(" | "));
        again.sort(); // tokens before wide calls
        wanted.sort();
        QCOMPARE(again, wanted);
        QCOMPARE(protectedAgain(saved, {cdn, other}), saved);
    }

    void confirmation_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, int tokens, const char *change, const char *expected) {
            QTest::newRow(name) << tokens << QString::fromLatin1(change) << QString::fromLatin1(expected);
        };
        row("one unused token is routine", 1, "", "routine//");
        row("nine unused tokens are routine", 9, "", "routine//");
        row("ten are serious: their number is typed", 10, "", "serious/10/");
        row("a use 30 days ago is recent", 1, "30days", "serious/1/");
        row("a use longer ago is not", 1, "30days+1ms", "routine//");
        row("a use in the future is recent: clocks differ", 1, "future", "serious/1/");
        row("an unreported use is serious", 1, "unreported", "serious/1/");
        row("one on production is routine, with a reason", 1, "production", "routine//reason");
        row("two on production are serious", 2, "production", "serious/2/reason");
        row("a recent one on production is serious", 1, "production unreported", "serious/1/reason");
        row("a wide call: the person's name is typed", 0, "wide", "wideOrOwn/Ann/");
        row("two wide calls for the same name: that name", 0, "wide same", "wideOrOwn/Ann/");
        row("two wide calls for two people: the account's name", 0, "wide two", "wideOrOwn/cdn/");
        row("a wide call beside tokens: the person's name", 1, "wide", "wideOrOwn/Ann/");
        row("ten tokens beside a wide call: their number and the person's name", 10, "wide", "wideOrOwn/10+Ann/");
        row("two people beside tokens: the account's name", 1, "wide two", "wideOrOwn/cdn/");
        row("one e-mail address in two spellings: one person", 0, "wide case", "wideOrOwn/Ann/");
        row("a wide call for a client: its name", 0, "client", "wideOrOwn/build-bot/");
        row("a person without a name: the id", 0, "nameless", "wideOrOwn/u1/");
    }

    void confirmation()
    {
        QFETCH(int, tokens);
        QFETCH(QString, change);
        QFETCH(QString, expected);
        Account cdn = accountNamed(QStringLiteral("cdn"));
        if (change.contains(QLatin1String("production")))
            cdn.environment = Environment::Production;
        QList<Token> list = tokensOf(cdn, tokens);
        if (change == QLatin1String("30days"))
            list[0].lastUsed = Moment::at(Now - 30 * Day);
        if (change == QLatin1String("30days+1ms"))
            list[0].lastUsed = Moment::at(Now - 30 * Day - 1);
        if (change == QLatin1String("future"))
            list[0].lastUsed = Moment::at(Now + Day);
        if (change.contains(QLatin1String("unreported")))
            list[0].lastUsed = Moment();
        PlanRequest request = requestFor({cdn}, list);
        QList<WideCall> &wide = request.wide[cdn.id];
        if (change.startsWith(QLatin1String("wide")))
            wide += personCall(QStringLiteral("u1"), QStringLiteral("Ann"));
        if (change == QLatin1String("wide same"))
            wide += personCall(QStringLiteral("u2"), QStringLiteral("Ann"));
        if (change == QLatin1String("wide case"))
            wide += personCall(QStringLiteral("u2"), QStringLiteral("ANN"));
        if (change == QLatin1String("wide two"))
            wide += personCall(QStringLiteral("u2"), QStringLiteral("Bob"));
        if (change == QLatin1String("client"))
            wide += WideCall{Extent::Client, {}, {QStringLiteral("c1"), QStringLiteral("build-bot")}, false};
        if (change == QLatin1String("nameless"))
            wide += personCall(QStringLiteral("u1"), QString());
        QCOMPARE(classText(confirmationOf(buildPlan(request))), expected);
    }

    void typedNameIsComparedAsPeopleReadIt()
    {
        const Confirmation confirmation{Confirmation::Class::WideOrOwn, {}, QStringLiteral("Ren\u00E9e"), false};
        QVERIFY(confirmation.acceptsName(QStringLiteral("  Rene\u0301e ")));
        QVERIFY(!confirmation.acceptsName(QStringLiteral("Renee")));
        QVERIFY(!confirmation.acceptsName(QString()));
    }

    void calls_data()
    {
        QTest::addColumn<int>("user");
        QTest::addColumn<int>("automation");
        QTest::addColumn<QString>("expected");
        QTest::newRow("one") << 1 << 0 << "one 1";
        QTest::newRow("20 still go one by one")
            << 20 << 0 << QStringList(QList<QString>(20, QStringLiteral("one 1"))).join(QLatin1Char(','));
        QTest::newRow("21 go in a chunk") << 21 << 0 << "listed 21";
        QTest::newRow("100 fill a chunk") << 100 << 0 << "listed 100";
        QTest::newRow("101 take two") << 101 << 0 << "listed 100,listed 1";
        QTest::newRow("kinds do not mix") << 30 << 30 << "listed 30,listed 30";
    }

    void calls()
    {
        QFETCH(int, user);
        QFETCH(int, automation);
        QFETCH(QString, expected);
        const Account cdn = accountNamed(QStringLiteral("cdn"));
        QList<Token> tokens = tokensOf(cdn, user + automation);
        for (int i = 0; i < automation; ++i)
            tokens[2 * i].kind = TokenKind::Automation;
        const Plan plan = buildPlan(requestFor({cdn}, tokens));
        const auto calls = callsFor(plan.accounts[0], ableProvider());
        QStringList texts;
        QSet<TokenId> named;
        for (const RevokeCall &call : calls) {
            texts += callText(call);
            for (const RevokeCall::Target &target : call.tokens) {
                QCOMPARE(target.kind, call.tokens[0].kind);
                named.insert(target.id);
            }
        }
        QCOMPARE(texts.join(QLatin1Char(',')), expected);
        QCOMPARE(named.size(), qsizetype(user + automation)); // each token exactly once
    }

    void halvingReachesEveryTokenOnce()
    {
        const Plan plan = planOf(77);
        const auto calls = callsFor(plan.accounts[0], ableProvider());
        QList<RevokeCall> open{calls[0]};
        int steps = 0;
        QStringList reached;
        while (!open.isEmpty() && ++steps < 1000) {
            const RevokeCall call = open.takeFirst();
            if (call.extent == Extent::One)
                reached += itemsOf(call)[0].value;
            else
                open += halvesOf(call);
        }
        QCOMPARE(reached.size(), 77);
        QCOMPARE(reached.removeDuplicates(), 0);
    }

    void wideCallsComeAfterTokensAndOwnOnesLast()
    {
        Account cdn = accountNamed(QStringLiteral("cdn"));
        PlanAccount part;
        part.items = {
            PlanItem{.id = {QStringLiteral("own")}, .kind = TokenKind::User, .isOwn = true, .isAccountsOwn = true},
            PlanItem{.id = {QStringLiteral("a")}, .kind = TokenKind::User}};
        part.wide = {personCall(QStringLiteral("me"), {}), personCall(QStringLiteral("ann"), {})};
        part.wide[0].endsOwnAccess = true;
        QStringList order;
        const auto calls = callsFor(part, ableProvider());
        for (const RevokeCall &call : calls)
            order += itemsOf(call)[0].value;
        QCOMPARE(order.join(QLatin1Char(' ')), QStringLiteral("a wide:person=ann wide:person=me own"));
    }

    void estimate()
    {
        const Account cdn = accountNamed(QStringLiteral("cdn"));
        const Plan few = planOf(8);
        Estimate estimate = estimateFor(few.accounts[0], ableProvider(), {}, 4, Now);
        QCOMPARE(estimate.single, 8);
        QCOMPARE(estimate.calls(), 8);
        QVERIFY(!estimate.waitsForBudget);

        const Plan many = planOf(1050);
        estimate = estimateFor(many.accounts[0], ableProvider(), WriteBudget{1000, 1000, 100, {}}, 4, Now);
        QCOMPARE(estimate.listed, 11);
        QVERIFY(!estimate.waitsForBudget);

        // 100 are kept for others: of 105 left, 5 may go now and 3 have to wait until the budget is full again.
        estimate = estimateFor(few.accounts[0], ableProvider(), WriteBudget{105, 1000, 100, Now + 60'000}, 4, Now);
        QVERIFY(estimate.waitsForBudget);
        QVERIFY(estimate.time >= std::chrono::minutes(1));
        QVERIFY(estimate.time < std::chrono::minutes(2));
        estimate = estimateFor(few.accounts[0], ableProvider(), WriteBudget{108, 1000, 100, Now + 60'000}, 4, Now);
        QVERIFY(!estimate.waitsForBudget);
        estimate = estimateFor(few.accounts[0], ableProvider(), WriteBudget{0, 1000, 100, Now - 1}, 4, Now);
        QVERIFY(!estimate.waitsForBudget); // that window is over

        ProviderDescription single = ableProvider();
        single.listedRevokeFrom = 0;
        single.listedRevokeLimit = 0;
        estimate = estimateFor(many.accounts[0], single, WriteBudget{1000, 1000, 100, Now + 60'000}, 4, Now);
        QCOMPARE(estimate.single, 1050); // 900 now, 150 in the next window
        QVERIFY(estimate.time < std::chrono::hours(1));
        const Plan most = planOf(1900);
        estimate = estimateFor(most.accounts[0], single, WriteBudget{1000, 1000, 100, Now + 60'000}, 4, Now);
        QVERIFY(estimate.time > std::chrono::hours(1)); // 900 now, 900 in the next, 100 in the one after
    }

    void usedInTheLastDay()
    {
        PlanItem item;
        QVERIFY(isUseUnknown(item));
        QVERIFY(!isUsedWithin(item, std::chrono::hours(24), Now));
        item.lastUsed = Moment::never();
        QVERIFY(!isUseUnknown(item));
        QVERIFY(!isUsedWithin(item, std::chrono::hours(24), Now));
        item.lastUsed = Moment::at(Now - Day);
        QVERIFY(isUsedWithin(item, std::chrono::hours(24), Now));
        item.lastUsed = Moment::at(Now - Day - 1);
        QVERIFY(!isUsedWithin(item, std::chrono::hours(24), Now));
    }

    void hashCoversWhatWillBeRevoked_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<bool>("same");
        for (const char *name :
             {"id", "kind", "name", "created", "account", "tenant", "principal", "order", "missing", "wide", "own"})
            QTest::newRow(qPrintable(QStringLiteral("another %1 is another plan").arg(QLatin1String(name))))
                << QString::fromLatin1(name) << false;
        for (const char *name : {"time", "reason", "plan id", "exclusions", "last use"})
            QTest::newRow(qPrintable(QStringLiteral("another %1 is the same plan").arg(QLatin1String(name))))
                << QString::fromLatin1(name) << true;
    }

    void hashCoversWhatWillBeRevoked()
    {
        QFETCH(QString, change);
        QFETCH(bool, same);
        const Plan before = planOf(3);
        Plan after = before;
        PlanAccount &account = after.accounts[0];
        PlanItem &item = account.items[1];
        if (change == QLatin1String("id"))
            item.id.value += QLatin1Char('x');
        else if (change == QLatin1String("kind"))
            item.kind = TokenKind::Automation;
        else if (change == QLatin1String("name"))
            item.name += QLatin1Char('x');
        else if (change == QLatin1String("created"))
            item.created = Moment::at(item.created.ms() + 1);
        else if (change == QLatin1String("account"))
            account.id.value += QLatin1Char('x');
        else if (change == QLatin1String("tenant"))
            account.identity.tenant.id += QLatin1Char('x');
        else if (change == QLatin1String("principal"))
            account.identity.principal.id += QLatin1Char('x');
        else if (change == QLatin1String("order"))
            account.items.swapItemsAt(0, 1);
        else if (change == QLatin1String("missing"))
            account.items.removeLast();
        else if (change == QLatin1String("wide"))
            account.wide += personCall(QStringLiteral("u"), {});
        else if (change == QLatin1String("own"))
            after.isOwn = true;
        else if (change == QLatin1String("time"))
            after.createdAtMs += 1;
        else if (change == QLatin1String("reason"))
            after.reason += QLatin1Char('x');
        else if (change == QLatin1String("plan id"))
            after.id += QLatin1Char('x');
        else if (change == QLatin1String("exclusions"))
            after.exclusions += Exclusion{};
        else if (change == QLatin1String("last use"))
            item.lastUsed = Moment::at(Now);
        QCOMPARE(before.sha256() == after.sha256(), same);
        QVERIFY(before != after);
    }

    void dryRunIsTheSamePlan()
    {
        const Plan dry = planOf(30);
        const Plan real = planOf(30);
        QVERIFY(dry.id != real.id);
        QCOMPARE(dry.sha256(), real.sha256());
    }

    void fileHoldsThePlanExactly()
    {
        Account cdn = accountNamed(QStringLiteral("cdn"), Environment::Production);
        cdn.identity.email = QStringLiteral("ann@example.com");
        cdn.identity.scopes = {QStringLiteral("global")};
        Token odd = tokenOf(cdn, QStringLiteral("odd\"id,\u00E9"));
        odd.kind = TokenKind::NotReported;
        odd.name.reset();
        odd.owner.reset();
        odd.created = Moment::at(253'402'300'800'000); // the year 10000
        odd.lastUsed = Moment();
        PlanRequest request =
            requestFor({cdn}, tokensOf(cdn, 3) + QList<Token>{odd, tokenOf(cdn, QStringLiteral("t0"))});
        request.wide[cdn.id] = {
            personCall(QStringLiteral("u9"), QStringLiteral("Zo\u00EB")),
            {Extent::PersonAtClient, {QStringLiteral("a&b"), {}}, {QStringLiteral("c"), {}}, false}};
        request.providers[cdn.provider].capabilities |= Capability::RevokeByValue;
        TypedToken typed;
        typed.token = tokenOf(cdn, QStringLiteral("typed"));
        typed.token.client = Named{QStringLiteral("c1"), {}};
        request.typed = {typed};
        const Plan plan = buildPlan(request);
        QCOMPARE(plan.accounts[0].items[0].by, Extent::Value);
        QCOMPARE(plan.accounts[0].items[0].client.value, QStringLiteral("c1"));
        const auto loaded = planFromFile(planToFile(plan));
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().message));
        QCOMPARE(*loaded, plan);
        QCOMPARE(loaded->sha256(), plan.sha256());
        QCOMPARE(plan.exclusions.size(), 1);
    }

    void refusesFiles_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        const QByteArray good = planToFile(planOf(3));
        const auto replaced = [&good](const char *from, const char *to) {
            QByteArray text = good;
            const QByteArray changed = text.replace(from, to);
            return changed == good ? QByteArray("the row is wrong") : changed;
        };
        const auto row = [](const char *name, const QByteArray &text, const char *says) {
            QTest::newRow(name) << text << QString::fromLatin1(says);
        };
        row("an id was edited", replaced("\"t1\"", "\"t9\""), "was changed after it was saved");
        row("a reason was edited", replaced("spring cleaning", "summer cleaning"), "was changed after it was saved");
        row("an account was edited", replaced("id-cdn", "id-cdm"), "was changed after it was saved");
        row("its hash was edited", replaced("\"sha256\": \"", "\"sha256\": \"0"), "was changed after it was saved");
        row("a newer version", replaced("\"latchkeyPlan\": 1", "\"latchkeyPlan\": 2"), "newer Latchkey");
        row("cut in the middle", good.first(good.size() / 2), "not a plan");
        row("empty", "", "not a plan");
        row("another JSON file", "{\"accounts\":[]}", "not a plan");
        row("not JSON", "<html>", "not a plan");
    }

    void refusesFiles()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);
        const auto plan = planFromFile(text);
        QVERIFY(!plan);
        QCOMPARE(plan.error().kind, Error::Kind::InvalidInput);
        QVERIFY2(plan.error().message.contains(says), qPrintable(plan.error().message));
    }

    void refusesHostilePlans()
    {
        // Also where the checksums fit: nothing may be named twice, and nothing may be nameless.
        Plan plan = planOf(2);
        plan.accounts[0].items[1].id = plan.accounts[0].items[0].id;
        QVERIFY(!planFromFile(planToFile(plan)));
        plan.accounts[0].items[1].id = {};
        QVERIFY(!planFromFile(planToFile(plan)));
        plan.accounts[0].items.clear();
        QVERIFY(!planFromFile(planToFile(plan)));
    }

    void everyChangedByteIsSeenOrHarmless()
    {
        const Plan plan = planOf(2);
        const QByteArray good = planToFile(plan);
        for (qsizetype i = 0; i < good.size(); ++i) {
            QByteArray bad = good;
            bad[i] = static_cast<char>(bad[i] ^ 0x04);
            const auto loaded = planFromFile(bad);
            QVERIFY2(!loaded || *loaded == plan, qPrintable(QStringLiteral("byte %1").arg(i)));
        }
    }

    void aLargePlanFitsItsFile()
    {
        const Account cdn = accountNamed(QStringLiteral("cdn"));
        const Plan plan = buildPlan(requestFor({cdn}, tokensOf(cdn, 10'000)));
        QCOMPARE(plan.tokenCount(), 10'000);
        QCOMPARE(callsFor(plan.accounts[0], ableProvider()).size(), 100);
        const auto loaded = planFromFile(planToFile(plan));
        QVERIFY(loaded && *loaded == plan);
    }
};

QTEST_APPLESS_MAIN(TestPlan)
#include "tst_plan.moc"
