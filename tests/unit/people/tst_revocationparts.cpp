#include "models/people/revocationparts.h"
#include "tests/unit/people/inventedpeople.h"

#include <QTest>

using namespace latchkey;
using namespace Qt::StringLiterals;

namespace {

//! "care-eu: all of person 4f1c…", "prod-cdn: token u-ann--0", "prod-cdn: without u-ann, since …"
QStringList print(const RevocationParts &parts, const PeopleInput &input)
{
    QStringList lines;
    for (auto calls = parts.wide.cbegin(); calls != parts.wide.cend(); ++calls) {
        for (const WideCall &call : *calls)
            lines += calls.key().value.chopped(5) + u": "_s + call.key().value.mid(5);
    }
    const QList<Token> tokens = listedTokens(*input.tokens, parts, input.nowMs);
    for (const Token &token : tokens)
        lines += token.account.value.chopped(5) + u": token "_s + token.id.value;
    for (const RevocationParts::Note &note : parts.notes)
        lines += note.account.value.chopped(5) + (note.isLeftOut ? u": without "_s : u": partly "_s) + note.who
            + u", "_s + note.why;
    lines.sort();
    return lines;
}

QList<JoinedPerson> everybody(const PeopleTable &table) { return {table.people.begin(), table.people.end()}; }
QList<ListedClient> allClients(const PeopleTable &table) { return {table.clients.begin(), table.clients.end()}; }

} // namespace

class TestRevocationParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void coversAPersonOverFourProviders()
    {
        PeopleScene scene;
        addAnnOfFour(scene);
        scene.list(u"prod-cdn"_s, tokensOf(u"u-ann"_s, 2) + tokensOf(u"u-bo"_s, 3));
        const PeopleInput &input = scene.ready();
        const PeopleTable table = peopleTable(input);
        const RevocationParts parts = revocationOf({table.people[0]}, input);
        QCOMPARE(print(parts, input),
                 (QStringList{u"arcade: person=ann.k"_s, u"care-eu: person=4f1c02d8-77aa-4b0e-9d3f-0c6be1a95e21"_s,
                              u"login-eu: person=ann.kowalski"_s, u"prod-cdn: token u-ann--0"_s,
                              u"prod-cdn: token u-ann--1"_s}));
        const WideCall sessions = parts.wide[idOf(u"care-eu"_s)].constFirst();
        QCOMPARE(sessions.text(), u"Ann.Kowalski@Example.com"_s);
        QVERIFY(parts.notes.isEmpty());
        // As a plan takes it.
        PlanRequest request;
        for (const PeopleSource &source : input.accounts)
            request.accounts += source.account;
        request.providers = input.providers;
        request.wide = parts.wide;
        request.tokens = listedTokens(*input.tokens, parts, input.nowMs);
        const Plan plan = buildPlan(request);
        QCOMPARE(plan.accounts.size(), 4);
        QCOMPARE(plan.wideCount(), 3);
        QCOMPARE(plan.tokenCount(), 2);
        QVERIFY(plan.exclusions.isEmpty());
    }

    void endsSessionsOnlyWhereTokensAreNotListed()
    {
        PeopleScene scene;
        addAnnOfFour(scene);
        const PeopleInput &input = scene.ready();
        const JoinedPerson ann = peopleTable(input).people[0];
        const RevocationParts parts = sessionsOf(ann.identities, input);
        QCOMPARE(parts.wide.keys(), QList<AccountId>{idOf(u"care-eu"_s)});
        QVERIFY(parts.listed.owners.isEmpty());
        QCOMPARE(parts.notes.size(), 3);
    }

    void saysWhatHasNoPartInThePlan()
    {
        PeopleScene scene;
        PeopleSource &cdn = scene.add(u"cdn"_s, u"fastly"_s);
        cdn.people = listed<Person>({inventedPerson(u"none"_s), inventedPerson(u"some"_s)});
        scene.list(u"cdn"_s, tokensOf(u"some"_s, 1));
        scene.add(u"own"_s, u"fastly"_s).people =
            listed<Person>({inventedPerson(u"other"_s), inventedPerson(u"seen"_s)});
        Completeness ownOnly;
        ownOnly.complete = true;
        ownOnly.owners = ListedOwners::OwnPerson;
        scene.list(u"own"_s, tokensOf(u"seen"_s, 1), ownOnly);
        ProviderDescription mute = inventedProvider(u"mute"_s, u"Mute"_s, Capability::ListPeople);
        mute.whyNot[Capability::RevokeByPerson] = u"Mute revokes nothing."_s;
        scene.input.providers.insert(mute.id, mute);
        scene.add(u"mute"_s, u"mute"_s).people = listed<Person>({inventedPerson(u"m"_s, u"Mia"_s)});
        scene.input.providers.insert({u"bare"_s}, inventedProvider(u"bare"_s, u"Bare"_s, Capability::ListPeople));
        scene.add(u"bare"_s, u"bare"_s).people = listed<Person>({inventedPerson(u"b\u202E"_s)});
        const PeopleInput &input = scene.ready();
        QCOMPARE(print(revocationOf(everybody(peopleTable(input)), input), input),
                 (QStringList{
                     u"bare: without b[U+202E], Bare offers no call for this."_s,
                     u"cdn: token some--0"_s,
                     u"cdn: without none, There are no tokens in cdn."_s,
                     u"mute: without Mia, Mute revokes nothing."_s,
                     u"own: partly seen, There may be more tokens in own than are listed. Those that are listed are in "
                     u"the plan."_s,
                     u"own: token seen--0"_s,
                     u"own: without other, Which tokens there are is not known: the list of own does not tell."_s,
                 }));
    }

    void coversClients()
    {
        PeopleScene scene;
        scene.add(u"login"_s, u"authlete"_s).clients = listed<Client>({inventedClient(u"42"_s, u"web"_s)});
        scene.add(u"care"_s, u"genesys"_s).clients = listed<Client>({inventedClient(u"bot"_s, u"Bot"_s)});
        scene.add(u"cdn"_s, u"fastly"_s);
        scene.list(u"login"_s, tokensOf(u"ann"_s, 1, u"42"_s));
        scene.list(u"cdn"_s, tokensOf(u"ann"_s, 2, u"cli"_s) + tokensOf(u"ann"_s, 1));
        const PeopleInput &input = scene.ready();
        const QList<ListedClient> clients = allClients(peopleTable(input));
        QCOMPARE(print(revocationOf(clients, input), input),
                 (QStringList{u"care: without Bot, Genesys Cloud can disable a client instead."_s,
                              u"cdn: token ann-cli-0"_s, u"cdn: token ann-cli-1"_s, u"login: client=42"_s}));
        QCOMPARE(print(disablingOf(clients, input), input),
                 (QStringList{u"care: client=bot"_s, u"cdn: without cli, Fastly offers no call for this."_s,
                              u"login: without web, Authlete offers no call for this."_s}));
    }

    void disablesNoClientTwice()
    {
        PeopleScene scene;
        const auto &care = scene.add(u"care"_s, u"genesys"_s).clients = listed<Client>(
            {inventedClient(u"bot"_s, u"Bot"_s, u"active"_s), inventedClient(u"idle"_s, u"Idle"_s, u"inactive"_s),
             inventedClient(u"old"_s, u"Old"_s, u"Disabled"_s)});
        QList<ListedClient> clients;
        for (const Client &client : care.rows) {
            clients += ListedClient{client};
            clients.last().client.account = idOf(u"care"_s);
        }
        const PeopleInput &input = scene.ready();
        QCOMPARE(print(disablingOf(clients, input), input),
                 (QStringList{u"care: client=bot"_s, u"care: client=idle"_s,
                              u"care: without Old, It is disabled already."_s}));
    }

    void asksForEachCallOnce()
    {
        PeopleScene scene;
        addAnnOfFour(scene);
        const PeopleInput &input = scene.ready();
        const JoinedPerson ann = peopleTable(input).people[0];
        const RevocationParts parts = revocationOf({ann, ann}, input);
        QCOMPARE(parts.wide[idOf(u"care-eu"_s)].size(), 1);
        QCOMPARE(listedTokens(*input.tokens, parts, input.nowMs).size(), 2);
    }

    void knowsNothingOfAnAccountThatIsGone()
    {
        PeopleScene scene;
        addAnnOfFour(scene);
        const JoinedPerson ann = scene.table().people[0];
        scene.input.accounts.clear();
        const RevocationParts parts = revocationOf({ann}, scene.ready());
        QVERIFY(parts.isEmpty());
        QCOMPARE(parts.notes.size(), 4);
    }
};

QTEST_MAIN(TestRevocationParts)
#include "tst_revocationparts.moc"
