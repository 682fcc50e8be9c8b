#include "models/people/clientsmodel.h"
#include "models/people/peoplemodel.h"
#include "tests/unit/people/inventedpeople.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace latchkey;
using namespace Qt::StringLiterals;

namespace {

//! The texts of a column, from the top.
QString cells(const QAbstractItemModel &model, int column)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts += model.index(row, column).data().toString();
    return texts.join(u", "_s);
}

//! Five people in two accounts, one of which counts no tokens.
void addFive(PeopleScene &scene)
{
    PeopleSource &cdn = scene.add(u"prod-cdn"_s, u"fastly"_s);
    cdn.people =
        listed<Person>({inventedPerson(u"1"_s, u"élodie"_s, u"e@example.com"_s), inventedPerson(u"2"_s, u"Bo 10"_s),
                        inventedPerson(u"3"_s, u"bo 9"_s, u"B@example.com"_s), inventedPerson(u"cron-runner"_s)});
    scene.add(u"care-eu"_s, u"genesys"_s).people =
        listed<Person>({inventedPerson(u"g"_s, u"Élodie"_s, u"E@example.com"_s, u"inactive"_s),
                        inventedPerson(u"h"_s, u"Zoe"_s, u"z@example.com"_s)});
    scene.list(u"prod-cdn"_s, tokensOf(u"1"_s, 2) + tokensOf(u"3"_s, 12));
}

} // namespace

class TestPeopleModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::English); } // C sorts by code points

    void showsAColumnForEachAccount()
    {
        PeopleScene scene;
        addFive(scene);
        People people;
        PeopleModel model(people);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        people.setInput(scene.ready());
        QTRY_COMPARE(model.rowCount(), 5);
        QCOMPARE(model.columnCount(), 5);
        QStringList titles;
        for (int column = 0; column < model.columnCount(); ++column)
            titles += model.headerData(column, Qt::Horizontal).toString();
        QCOMPARE(titles, (QStringList{u"Person"_s, u"E-mail"_s, u"Known"_s, u"prod-cdn"_s, u"care-eu"_s}));
        QCOMPARE(cells(model, 0), u"bo 9, Bo 10, cron-runner, élodie, Zoe"_s);
        QCOMPARE(cells(model, 1), u"B@example.com, not reported, not reported, e@example.com, z@example.com"_s);
        QCOMPARE(cells(model, 2), u"12, 0, 0, 2, not reported"_s);
        QCOMPARE(cells(model, 3), u"12, 0, 0, 2, –"_s);
        QCOMPARE(cells(model, 4), u"–, –, –, not reported, not reported"_s);
        QVERIFY(model.index(4, 2).data(AbsentRole).toBool());
        QVERIFY(!model.index(4, 3).data(AbsentRole).toBool());
    }

    void sortsWithWhatIsNotReportedLastInBothDirections_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<Qt::SortOrder>("order");
        QTest::addColumn<QString>("expected");
        const auto up = Qt::AscendingOrder;
        const auto down = Qt::DescendingOrder;
        QTest::newRow("name, up") << 0 << up << u"bo 9, Bo 10, cron-runner, élodie, Zoe"_s;
        QTest::newRow("name, down") << 0 << down << u"Zoe, élodie, cron-runner, Bo 10, bo 9"_s;
        QTest::newRow("e-mail, up") << 1 << up << u"bo 9, élodie, Zoe, Bo 10, cron-runner"_s;
        QTest::newRow("e-mail, down") << 1 << down << u"Zoe, élodie, bo 9, Bo 10, cron-runner"_s;
        QTest::newRow("known, up") << 2 << up << u"Bo 10, cron-runner, élodie, bo 9, Zoe"_s;
        QTest::newRow("known, down") << 2 << down << u"bo 9, élodie, Bo 10, cron-runner, Zoe"_s;
        QTest::newRow("an account, up") << 3 << up << u"Bo 10, cron-runner, élodie, bo 9, Zoe"_s;
        QTest::newRow("an account, down") << 3 << down << u"bo 9, élodie, Bo 10, cron-runner, Zoe"_s;
        QTest::newRow("an account without counts") << 4 << up << u"bo 9, Bo 10, cron-runner, élodie, Zoe"_s;
        QTest::newRow("an account that has gone") << 9 << up << u"bo 9, Bo 10, cron-runner, élodie, Zoe"_s;
    }
    void sortsWithWhatIsNotReportedLastInBothDirections()
    {
        QFETCH(int, column);
        QFETCH(Qt::SortOrder, order);
        QFETCH(QString, expected);
        PeopleScene scene;
        addFive(scene);
        People people;
        PeopleModel model(people);
        people.setInput(scene.ready());
        model.sort(column, order);
        QTRY_COMPARE(cells(model, 0), expected);
    }

    void filters_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nothing") << u"  "_s << u"bo 9, Bo 10, cron-runner, élodie, Zoe"_s;
        QTest::newRow("a name, without case and accents") << u"ELO"_s << u"élodie"_s;
        QTest::newRow("an e-mail of any account") << u"@example"_s << u"bo 9, élodie, Zoe"_s;
        QTest::newRow("an id") << u"cron-run"_s << u"cron-runner"_s;
        QTest::newRow("several words, all of them") << u"bo 10"_s << u"Bo 10"_s;
        QTest::newRow("words in quotes are one") << u"\"bo 1\""_s << u"Bo 10"_s;
        QTest::newRow("an account by the beginning of its name") << u"account:CARE"_s << u"élodie, Zoe"_s;
        QTest::newRow("an account and a name") << u"account:care zoe"_s << u"Zoe"_s;
        QTest::newRow("not") << u"-bo -account:care"_s << u"cron-runner"_s;
        QTest::newRow("a key without a value is nothing yet")
            << u"account:"_s << u"bo 9, Bo 10, cron-runner, élodie, Zoe"_s;
        QTest::newRow("nobody") << u"xyz"_s << QString();
        QTest::newRow("nothing is found across texts") << u"1élodie"_s << QString();
    }
    void filters()
    {
        QFETCH(QString, line);
        QFETCH(QString, expected);
        PeopleScene scene;
        addFive(scene);
        People people;
        PeopleModel model(people);
        people.setInput(scene.ready());
        QTRY_COMPARE(model.rowCount(), 5);
        model.setFilter(PeopleFilter::parse(line));
        QTRY_VERIFY(model.isSettled());
        QCOMPARE(cells(model, 0), expected);
    }

    void showsWhatTheChipsAskForAndOneAccountAlone()
    {
        PeopleScene scene;
        addFive(scene);
        People people;
        PeopleModel model(people);
        people.setInput(scene.ready());
        QTRY_COMPARE(model.rowCount(), 5);
        model.setChips(PeopleChip::TokensNotReported);
        QTRY_COMPARE(cells(model, 0), u"élodie, Zoe"_s);
        model.setChips(PeopleChip::TokensNotReported | PeopleChip::DeactivatedWithTokens);
        QTRY_COMPARE(cells(model, 0), u"élodie"_s);
        model.setChips(PeopleChip::TokensInSeveral);
        QTRY_COMPARE(model.rowCount(), 0);
        model.setChips({});
        model.setAccount(idOf(u"care-eu"_s));
        QTRY_COMPARE(cells(model, 0), u"élodie, Zoe"_s);
    }

    void keepsTheRowsWhileOnlyCountsChange()
    {
        PeopleScene scene;
        addFive(scene);
        People people;
        PeopleModel model(people);
        people.setInput(scene.ready());
        QTRY_COMPARE(model.rowCount(), 5);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        scene.list(u"prod-cdn"_s, tokensOf(u"1"_s, 3));
        people.setInput(scene.ready());
        QTRY_COMPARE(cells(model, 2), u"0, 0, 0, 3, not reported"_s);
        QCOMPARE(resets.size(), 0);
        QVERIFY(!changes.isEmpty());
        scene.source(u"prod-cdn"_s).people.rows.removeLast();
        people.setInput(scene.ready());
        QTRY_COMPARE(model.rowCount(), 4);
        QCOMPARE(resets.size(), 1);
    }

    void keepsUpWithManyInputs()
    {
        PeopleScene scene;
        addFive(scene);
        People people;
        PeopleModel model(people);
        for (int number = 0; number < 50; ++number) {
            scene.source(u"care-eu"_s).people.rows += inventedPerson(u"more-%1"_s.arg(number));
            people.setInput(scene.ready());
        }
        QTRY_COMPARE(model.rowCount(), 55);
        QTRY_VERIFY(people.isSettled() && model.isSettled());
        QCOMPARE(model.rowCount(), 55);
    }

    void diesWhileItWorks()
    {
        PeopleScene scene;
        addFive(scene);
        auto people = std::make_unique<People>();
        auto model = std::make_unique<PeopleModel>(*people);
        people->setInput(scene.ready());
        model->sort(1);
        model.reset();
        people.reset();
        QTest::qWait(20);
    }

    void showsHostileNamesAsTheyAre()
    {
        PeopleScene scene;
        scene.add(u"cdn<b>"_s, u"fastly"_s).people =
            listed<Person>({inventedPerson(u"1"_s, u"a\u202Eb\n<img src=x>"_s, u"x\u0007@example.com"_s)});
        People people;
        PeopleModel model(people);
        people.setInput(scene.ready());
        QTRY_COMPARE(model.rowCount(), 1);
        QVERIFY(model.index(0, 0).data().toString().startsWith(u"a[U+202E]b"_s));
        QVERIFY(!model.index(0, 0).data().toString().contains(u'\n'));
        QVERIFY(!model.index(0, 1).data().toString().contains(u'\a'));
        QVERIFY(!model.index(0, 0).data(Qt::ToolTipRole).toString().contains(u"<img"_s));
    }

    void listsClients()
    {
        PeopleScene scene;
        scene.add(u"login"_s, u"authlete"_s).clients = listed<Client>({inventedClient(u"42"_s, u"web"_s, u"active"_s)});
        scene.add(u"care"_s, u"genesys"_s).clients =
            listed<Client>({inventedClient(u"bot"_s, u"Bot"_s, u"disabled"_s)});
        scene.list(u"login"_s, tokensOf(u"ann"_s, 2, u"42"_s) + tokensOf(u"ann"_s, 3, u"cli"_s));
        People people;
        ClientsModel model(people);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        people.setInput(scene.ready());
        QTRY_COMPARE(cells(model, 0), u"Bot, cli, web"_s);
        QCOMPARE(cells(model, 1), u"care, login, login"_s);
        QCOMPARE(cells(model, 3), u"disabled, not reported, active"_s);
        QCOMPARE(cells(model, 4), u"not reported, 3, 2"_s);
        QCOMPARE(cells(model, 5), u"bot, cli, 42"_s);
        model.sort(int(ClientsModel::Column::Tokens), Qt::DescendingOrder);
        QTRY_COMPARE(cells(model, 0), u"cli, web, Bot"_s);
        model.sort(int(ClientsModel::Column::State), Qt::AscendingOrder);
        QTRY_COMPARE(cells(model, 0), u"web, Bot, cli"_s);
        model.setFilter(PeopleFilter::parse(u"account:login w"_s));
        QTRY_COMPARE(cells(model, 0), u"web"_s);
        model.setFilter({});
        model.setAccount(idOf(u"care"_s));
        QTRY_COMPARE(cells(model, 0), u"Bot"_s);
    }

    void leavesTheGuiThreadFreeForFiftyThousandPeople()
    {
        PeopleScene scene;
        QList<Person> many;
        for (int number = 0; number < 50'000; ++number)
            many +=
                inventedPerson(QString::number(number), u"Person %1"_s.arg(number), u"p%1@example.com"_s.arg(number));
        scene.add(u"a"_s, u"fastly"_s).people = listed(many);
        scene.add(u"b"_s, u"genesys"_s).people = listed(many);
        People people;
        PeopleModel model(people);
        people.setInput(scene.ready());
        QElapsedTimer total;
        QElapsedTimer since;
        qint64 longest = 0;
        QTimer beat;
        connect(&beat, &QTimer::timeout, this, [&] { longest = std::max(longest, since.restart()); });
        total.start();
        since.start();
        beat.start(1);
        QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 50'000, 60'000);
        model.sort(1, Qt::DescendingOrder);
        model.setFilter(PeopleFilter::parse(u"person 9"_s));
        QTRY_VERIFY_WITH_TIMEOUT(model.isSettled() && model.rowCount() < 50'000, 60'000);
        QVERIFY2(longest * 4 < total.elapsed(), qPrintable(u"%1 of %2 ms"_s.arg(longest).arg(total.elapsed())));
        QCOMPARE(model.person(0).identities.size(), 2);
    }
};

QTEST_MAIN(TestPeopleModel)
#include "tst_peoplemodel.moc"
