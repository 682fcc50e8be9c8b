#include "models/inventory/ownercounts.h"
#include "tests/unit/people/inventedpeople.h"

#include <QTest>

using namespace latchkey;
using namespace Qt::StringLiterals;

namespace {

//! "Ann Kowalski: prod-cdn/u-ann by e-mail, arcade/ann.k by hand"
QStringList print(const PeopleTable &table)
{
    const auto words = [](PersonIdentity::Match match) {
        return match == PersonIdentity::Match::Email ? u" by e-mail"_s
            : match == PersonIdentity::Match::Hand   ? u" by hand"_s
                                                     : QString();
    };
    QStringList lines;
    for (const JoinedPerson &person : table.people) {
        QStringList parts;
        for (const PersonIdentity &identity : person.identities)
            parts += identity.person.account.value.chopped(5) + u'/' + identity.person.id.value + words(identity.match);
        lines += parts.join(u", "_s);
    }
    return lines;
}

QString print(const TokenCount &count)
{
    switch (count.kind) {
    case TokenCount::Kind::NotThere:
        return u"–"_s;
    case TokenCount::Kind::Known:
        return QString::number(count.tokens) + (count.isLeast ? u" or more"_s : QString())
            + (count.isStale ? u", stale"_s : QString());
    case TokenCount::Kind::Awaited:
        return u"loading"_s;
    case TokenCount::Kind::NotReported:
        break;
    }
    return u"not reported"_s;
}

//! For QVariant, which would compare it.
struct LoadEnd
{
    Result<Completeness> result;
};

Result<Completeness> ended(bool isComplete, ListedOwners owners)
{
    Completeness end;
    end.complete = isComplete;
    end.owners = owners;
    return end;
}

} // namespace

class TestPeopleJoin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void joinsAccountsByTheRule_data()
    {
        QTest::addColumn<Person>("cdn");
        QTest::addColumn<Person>("care");
        QTest::addColumn<bool>("isOne");
        const QString name = u"Ann Kowalski"_s;
        const QString ann = u"ann@example.com"_s;
        const auto row = [](const char *tag, const Person &cdn, const Person &care, bool isOne) {
            QTest::newRow(tag) << cdn << care << isOne;
        };
        row("an equal e-mail joins", inventedPerson(u"1"_s, name, ann), inventedPerson(u"2"_s, name, ann), true);
        row("an equal e-mail joins whatever the names", inventedPerson(u"1"_s, name, ann),
            inventedPerson(u"2"_s, u"A. K."_s, ann), true);
        row("case does not count in an e-mail", inventedPerson(u"1"_s, {}, u"Ann@Example.COM"_s),
            inventedPerson(u"2"_s, {}, ann), true);
        row("nor does it beyond ASCII", inventedPerson(u"1"_s, {}, u"ÉLODIE@example.com"_s),
            inventedPerson(u"2"_s, {}, u"élodie@example.com"_s), true);
        row("spaces around an e-mail do not count", inventedPerson(u"1"_s, {}, u" ann@example.com "_s),
            inventedPerson(u"2"_s, {}, ann), true);
        row("an equal name never joins", inventedPerson(u"1"_s, name), inventedPerson(u"2"_s, name), false);
        row("an equal id never joins", inventedPerson(u"ann"_s), inventedPerson(u"ann"_s), false);
        row("an e-mail that one does not report never joins", inventedPerson(u"1"_s, name, ann),
            inventedPerson(u"2"_s, name), false);
        row("an id that looks like the e-mail never joins", inventedPerson(u"1"_s, name, ann), inventedPerson(ann),
            false);
        row("what is no address never joins", inventedPerson(u"1"_s, {}, u"n/a"_s),
            inventedPerson(u"2"_s, {}, u"n/a"_s), false);
        row("an address that looks the same to people never joins", inventedPerson(u"1"_s, {}, u"аnn@example.com"_s),
            inventedPerson(u"2"_s, {}, ann), false);
    }
    void joinsAccountsByTheRule()
    {
        QFETCH(Person, cdn);
        QFETCH(Person, care);
        QFETCH(bool, isOne);
        PeopleScene scene;
        scene.add(u"cdn"_s, u"fastly"_s).people = listed<Person>({cdn});
        scene.add(u"care"_s, u"genesys"_s).people = listed<Person>({care});
        QCOMPARE(scene.table().people.size(), isOne ? 1U : 2U);
    }

    void joinsNobodyByAnAddressThatSeveralOfOneAccountShare()
    {
        PeopleScene scene;
        const QString ops = u"ops@example.com"_s;
        scene.add(u"cdn"_s, u"fastly"_s).people = listed<Person>({inventedPerson(u"1"_s, {}, ops)});
        scene.add(u"arcade"_s, u"knetik"_s).people =
            listed<Person>({inventedPerson(u"bot1"_s, {}, ops), inventedPerson(u"bot2"_s, {}, ops)});
        QCOMPARE(print(scene.table()), (QStringList{u"cdn/1"_s, u"arcade/bot1"_s, u"arcade/bot2"_s}));
    }

    void joinsByHandAndTakesItBack()
    {
        PeopleScene scene;
        scene.add(u"cdn"_s, u"fastly"_s).people = listed<Person>({inventedPerson(u"1"_s, {}, u"ann@example.com"_s)});
        scene.add(u"care"_s, u"genesys"_s).people = listed<Person>({inventedPerson(u"2"_s, {}, u"ann@example.com"_s)});
        scene.add(u"arcade"_s, u"knetik"_s).people = listed<Person>({inventedPerson(u"3"_s)});
        const PersonKey cdn{idOf(u"cdn"_s), {u"1"_s}};
        const PersonKey care{idOf(u"care"_s), {u"2"_s}};
        const PersonKey arcade{idOf(u"arcade"_s), {u"3"_s}};
        PersonLinks &links = scene.input.links;

        links.join({cdn, arcade});
        QCOMPARE(print(scene.table()), QStringList{u"cdn/1 by e-mail, care/2 by e-mail, arcade/3 by hand"_s});
        links.separate({arcade});
        QCOMPARE(print(scene.table()), (QStringList{u"cdn/1 by e-mail, care/2 by e-mail"_s, u"arcade/3"_s}));
        // An e-mail can be wrong too.
        links.separate({care});
        QCOMPARE(print(scene.table()), (QStringList{u"cdn/1"_s, u"care/2"_s, u"arcade/3"_s}));
        links.join({care, arcade});
        QCOMPARE(print(scene.table()),
                 QStringList{u"cdn/1 by e-mail, care/2 by e-mail, arcade/3 by hand"_s}); // together again, by both
        links.removeAccount(idOf(u"arcade"_s));
        QCOMPARE(links, PersonLinks());
    }

    void joinsGroupsThatMeet()
    {
        PersonLinks links;
        const PersonKey a{{u"a"_s}, {u"1"_s}};
        const PersonKey b{{u"b"_s}, {u"1"_s}};
        const PersonKey c{{u"c"_s}, {u"1"_s}};
        const PersonKey d{{u"d"_s}, {u"1"_s}};
        links.join({a, b});
        links.join({c, d});
        links.join({b, c});
        QCOMPARE(links.groups.size(), 1);
        QCOMPARE(links.groups[0].size(), 4);
        links.separate({b});
        QCOMPARE(links.groups[0].size(), 3);
        links.separate({a, c});
        QVERIFY(links.groups.isEmpty());
    }

    void takesOwnersThatOnlyTokensNameForPeople()
    {
        PeopleScene scene;
        scene.add(u"login"_s, u"authlete"_s);
        QList<Token> tokens = tokensOf(u"ann.kowalski"_s, 2) + tokensOf(u"90417"_s, 1);
        tokens[0].owner->name = u"Ann"_s;
        tokens += inventedToken(u"nobody's"_s);
        scene.list(u"login"_s, tokens);
        const PeopleTable table = scene.table();
        QCOMPARE(print(table), (QStringList{u"login/90417"_s, u"login/ann.kowalski"_s}));
        QCOMPARE(table.people[0].name(), u"90417"_s);
        QVERIFY(!table.people[0].isNamed());
        QCOMPARE(table.people[1].name(), u"Ann"_s);
        QCOMPARE(print(table.people[1].countIn(idOf(u"login"_s))), u"2"_s); // named once, and once not
    }

    void counts_data()
    {
        QTest::addColumn<LoadEnd>("end");
        QTest::addColumn<int>("tokens");
        QTest::addColumn<bool>("isSelf");
        QTest::addColumn<QString>("expected");
        const LoadEnd failed{failure(Error::Kind::Unauthorized)};
        const LoadEnd all{ended(true, ListedOwners::Everybody)};
        const LoadEnd own{ended(true, ListedOwners::OwnPerson)};
        const LoadEnd some{ended(true, ListedOwners::Nobody)};
        const LoadEnd cut{ended(false, ListedOwners::Nobody)};
        QTest::newRow("a whole list counts") << all << 3 << false << u"3"_s;
        QTest::newRow("a whole list without them is zero") << all << 0 << false << u"0"_s;
        QTest::newRow("a list of own tokens counts one's own") << own << 0 << true << u"0"_s;
        QTest::newRow("a list of own tokens says nothing of others") << own << 0 << false << u"not reported"_s;
        QTest::newRow("a part of a list counts at least") << some << 2 << false << u"2 or more"_s;
        QTest::newRow("a part of a list proves no zero") << some << 0 << false << u"not reported"_s;
        QTest::newRow("a list cut short counts at least") << cut << 2 << false << u"2 or more, stale"_s;
        QTest::newRow("a list cut short proves no zero") << cut << 0 << false << u"not reported"_s;
        QTest::newRow("a failed list says nothing") << failed << 0 << false << u"not reported"_s;
    }
    void counts()
    {
        QFETCH(LoadEnd, end);
        QFETCH(int, tokens);
        QFETCH(bool, isSelf);
        QFETCH(QString, expected);
        PeopleScene scene;
        PeopleSource &cdn = scene.add(u"cdn"_s, u"fastly"_s);
        cdn.people = listed<Person>({inventedPerson(u"ann"_s)});
        if (isSelf)
            cdn.account.identity.ownPerson = PersonId{u"ann"_s};
        scene.list(u"cdn"_s, tokensOf(u"ann"_s, tokens), end.result);
        QCOMPARE(print(scene.table().people[0].countIn(idOf(u"cdn"_s))), expected);
    }

    void tellsWhatIsOnItsWayAndKeepsWhatWasKnown()
    {
        PeopleScene scene;
        scene.add(u"cdn"_s, u"fastly"_s).people = listed<Person>({inventedPerson(u"ann"_s)});
        QCOMPARE(print(scene.table().people[0].known()), u"not reported"_s);
        scene.startLoading(u"cdn"_s);
        QCOMPARE(print(scene.table().people[0].known()), u"loading"_s);
        scene.list(u"cdn"_s, tokensOf(u"ann"_s, 2));
        QCOMPARE(print(scene.table().people[0].known()), u"2"_s);
        scene.startLoading(u"cdn"_s);
        QCOMPARE(print(scene.table().people[0].known()), u"2"_s);
        scene.list(u"cdn"_s, {}, failure(Error::Kind::Unreachable));
        QCOMPARE(print(scene.table().people[0].known()), u"2, stale"_s);
    }

    void saysOfNobodyThatTheyAreNotThereBeforeThatIsKnown_data()
    {
        QTest::addColumn<Listing<Person>::State>("state");
        QTest::addColumn<TokenCount::Kind>("expected");
        using State = Listing<Person>::State;
        QTest::newRow("listed") << State::Listed << TokenCount::Kind::NotThere;
        QTest::newRow("on its way") << State::Awaited << TokenCount::Kind::Awaited;
        QTest::newRow("failed") << State::Failed << TokenCount::Kind::NotReported;
        QTest::newRow("no list, and no tokens either") << State::NotAsked << TokenCount::Kind::NotReported;
    }
    void saysOfNobodyThatTheyAreNotThereBeforeThatIsKnown()
    {
        QFETCH(Listing<Person>::State, state);
        QFETCH(TokenCount::Kind, expected);
        PeopleScene scene;
        scene.add(u"care"_s, u"genesys"_s).people.state = state;
        QCOMPARE(scene.table().accounts[0].others, expected);
    }

    void countsForTheChips()
    {
        PeopleScene scene;
        addAnnOfFour(scene);
        scene.source(u"prod-cdn"_s).people.rows += inventedPerson(u"u-bo"_s, u"Bo"_s, {}, u"locked"_s);
        scene.source(u"prod-cdn"_s).people.rows += inventedPerson(u"u-cy"_s, u"Cy"_s, {}, u"Active"_s);
        scene.source(u"prod-cdn"_s).people.rows += inventedPerson(u"u-di"_s, u"Di"_s, {}, u"deleted"_s);
        scene.list(u"prod-cdn"_s, tokensOf(u"u-ann"_s, 2) + tokensOf(u"u-bo"_s, 1) + tokensOf(u"u-cy"_s, 1));
        const PeopleTable table = scene.table();
        QCOMPARE(table.people.size(), 4U);
        QCOMPARE(table.people[0].identities.size(), 4);
        QCOMPARE(print(table.people[0].known()), u"5"_s);
        QCOMPARE(table.counts.multiple, 1); // Ann
        QCOMPARE(table.counts.deactivated, 1); // Bo: Di has none left
        QCOMPARE(table.counts.notReported, 1); // Ann's sessions
        const auto there = [&](const QString &account) {
            const ChipCounts counts = table.countsThere.value(idOf(account));
            return u"%1 %2 %3"_s.arg(counts.multiple).arg(counts.deactivated).arg(counts.notReported);
        };
        QCOMPARE(there(u"prod-cdn"_s), u"1 1 1"_s);
        QCOMPARE(there(u"care-eu"_s), u"1 0 1"_s); // Bo is not there
        QCOMPARE(there(u"nowhere"_s), u"0 0 0"_s);
    }

    void tellsWhenSomebodysTokensWereLastUsed_data()
    {
        QTest::addColumn<QList<Moment>>("first");
        QTest::addColumn<QList<Moment>>("second");
        QTest::addColumn<LoadEnd>("end");
        QTest::addColumn<Moment>("expected");
        const Moment never = Moment::never();
        const Moment unknown = Moment::notReported();
        const Moment old = daysFromNow(-9);
        const Moment young = daysFromNow(-2);
        const LoadEnd all{ended(true, ListedOwners::Everybody)};
        const LoadEnd cut{ended(false, ListedOwners::Nobody)};
        using Moments = QList<Moment>;
        QTest::newRow("the latest of one account") << Moments{old, young, old} << Moments{} << all << young;
        QTest::newRow("the latest of two accounts") << Moments{old} << Moments{young} << all << young;
        QTest::newRow("never counts for nothing beside a time") << Moments{never, old} << Moments{never} << all << old;
        QTest::newRow("nor does what is not reported") << Moments{unknown, old} << Moments{unknown} << all << old;
        QTest::newRow("never, where all say so") << Moments{never, never} << Moments{never} << all << never;
        QTest::newRow("one of an account that says nothing") << Moments{never, unknown} << Moments{} << all << unknown;
        QTest::newRow("an account that says nothing") << Moments{never} << Moments{unknown} << all << unknown;
        QTest::newRow("an account without tokens has nothing to say") << Moments{never} << Moments{} << all << never;
        QTest::newRow("there may be others that were used") << Moments{never} << Moments{never} << cut << unknown;
        QTest::newRow("a time, of those that are listed") << Moments{old} << Moments{} << cut << old;
        QTest::newRow("no tokens") << Moments{} << Moments{} << all << unknown;
    }
    void tellsWhenSomebodysTokensWereLastUsed()
    {
        QFETCH(QList<Moment>, first);
        QFETCH(QList<Moment>, second);
        QFETCH(LoadEnd, end);
        QFETCH(Moment, expected);
        PeopleScene scene;
        for (const auto &[name, moments] : {std::pair{u"a"_s, first}, {u"b"_s, second}}) {
            scene.add(name, u"authlete"_s).people =
                listed<Person>({inventedPerson(u"ann"_s, {}, u"ann@example.com"_s)});
            QList<Token> tokens = tokensOf(u"ann"_s, int(moments.size())) + tokensOf(u"bo"_s, 1);
            for (qsizetype at = 0; at < moments.size(); ++at)
                tokens[at].lastUsed = moments[at];
            tokens.last().lastUsed = daysFromNow(-1); // somebody else's
            scene.list(name, tokens, end.result);
        }
        const PeopleTable table = scene.table();
        QCOMPARE(print(table).constFirst(), u"a/ann by e-mail, b/ann by e-mail"_s);
        QCOMPARE(table.people[0].lastUsed().toIso(), expected.toIso());
    }

    void saysNeverOfNobodyWhoseOtherTokensNobodyLists()
    {
        PeopleScene scene;
        addAnnOfFour(scene); // of one account no token is listed
        QList<Token> tokens = tokensOf(u"u-ann"_s, 1);
        tokens[0].lastUsed = Moment::never();
        scene.list(u"prod-cdn"_s, tokens);
        scene.list(u"login-eu"_s, {});
        scene.list(u"arcade"_s, {});
        QCOMPARE(scene.table().people[0].lastUsed(), Moment::notReported());
    }

    void forgetsTheUseOfTokensThatHaveGone()
    {
        PeopleScene scene;
        scene.add(u"a"_s, u"authlete"_s);
        QList<Token> tokens = tokensOf(u"ann"_s, 2);
        tokens[0].lastUsed = daysFromNow(-3);
        tokens[1].lastUsed = daysFromNow(-1);
        scene.list(u"a"_s, tokens);
        QCOMPARE(scene.table().people[0].lastUsed(), daysFromNow(-1));
        scene.list(u"a"_s, {tokens[0]});
        QCOMPARE(scene.table().people[0].lastUsed(), daysFromNow(-3));
    }

    void tellsWhoUsesThisApp()
    {
        PeopleScene scene;
        scene.add(u"a"_s, u"authlete"_s);
        QList<Token> tokens = tokensOf(u"ann"_s, 2) + tokensOf(u"bo"_s, 2);
        tokens[3].owner->name = u"Bo"_s; // the same owner all the same
        scene.list(u"a"_s, tokens);
        const auto users = [&scene] {
            QStringList names;
            for (const JoinedPerson &person : scene.table().people) {
                if (person.usesThisApp())
                    names += person.name();
            }
            return names;
        };
        QCOMPARE(users(), QStringList());
        scene.signInWith(u"a"_s, tokens[2].id);
        QCOMPARE(users(), QStringList{u"Bo"_s});
        scene.list(u"a"_s, {tokens[0], tokens[3]}); // that token is gone
        QCOMPARE(users(), QStringList());
    }

    void findsTheRowsOfOwnersAndClients()
    {
        PeopleScene scene;
        scene.add(u"a"_s, u"authlete"_s);
        scene.add(u"b"_s, u"authlete"_s);
        QList<Token> tokens = tokensOf(u"ann"_s, 3, u"web"_s) + tokensOf(u"bo"_s, 2, u"web"_s);
        tokens[0].owner->name = u"Ann"_s; // the same owner all the same
        tokens[1].lastUsed = daysFromNow(0);
        tokens[2].lastUsed = daysFromNow(-2);
        scene.list(u"a"_s, tokens);
        scene.list(u"b"_s, tokensOf(u"ann"_s, 4, u"web"_s));
        const TokenSnapshot &snapshot = *scene.ready().tokens;
        const auto idsOf = [&snapshot](const std::vector<quint32> &rows) {
            QStringList ids;
            for (const quint32 row : rows)
                ids += snapshot.row(row).account().name + u'/' + snapshot.row(row).id();
            ids.sort();
            return ids;
        };
        OwnerChoice choice;
        choice.owners[idOf(u"a"_s)] = {PersonId{u"ann"_s}};
        QCOMPARE(idsOf(rowsOf(snapshot, choice)), (QStringList{u"a/ann-web-0"_s, u"a/ann-web-1"_s, u"a/ann-web-2"_s}));
        choice.clients[idOf(u"a"_s)] = {ClientId{u"web"_s}};
        QCOMPARE(rowsOf(snapshot, choice).size(), 5U);
        QVERIFY(rowsOf(snapshot, OwnerChoice()).empty());
        const auto counts = ownerCounts(snapshot, scene.clock.nowMs());
        const OwnerCount ann = counts.value(idOf(u"a"_s)).owners.value({u"ann"_s});
        QCOMPARE(ann.tokens, 3);
        QCOMPARE(ann.usedLastDay, 1);
        QCOMPARE(ann.name, u"Ann"_s);
        QCOMPARE(counts.value(idOf(u"a"_s)).clients.value({u"web"_s}).tokens, 5);
    }

    void stopsSoon()
    {
        PeopleScene scene;
        addAnnOfFour(scene);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(peopleTable(scene.ready(), stop.get_token()).people.empty());
    }
};

QTEST_MAIN(TestPeopleJoin)
#include "tst_peoplejoin.moc"
