#include "models/inventory/tokenorder.h"
#include "models/inventory/tokenselect.h"

#include "invented.h"

#include <QMetaEnum>
#include <QRandomGenerator>
#include <QTest>

using namespace latchkey;
using namespace Qt::StringLiterals;

using Column = TokenOrder::Column;

//! The order of rows, by every column and in both directions.
class TestTokenOrder : public QObject
{
    Q_OBJECT

private:
    StandingClock m_clock;

    static QStringList ordered(TokenTable &table, TokenOrder &order, Column column, Qt::SortOrder direction,
                               qint64 nowMs)
    {
        const auto snapshot = table.snapshot();
        std::vector<quint32> numbers = select(*snapshot, TokenFilter(), nowMs);
        order.sort(numbers, *snapshot, column, direction, nowMs);
        QStringList ids;
        for (const quint32 number : numbers)
            ids += snapshot->row(number).id();
        return ids;
    }

private Q_SLOTS:
    void ordersByEveryColumn_data()
    {
        QTest::addColumn<Column>("column");
        QTest::addColumn<QString>("ascending"); // of ids; "|" before what is not reported
        QTest::newRow("name") << Column::Name << u"d b c a | e f"_s;
        QTest::newRow("state") << Column::State << u"c a b | d e f"_s;
        QTest::newRow("kind") << Column::Kind << u"d a c | b e f"_s;
        QTest::newRow("provider") << Column::Provider << u"f a b c d e"_s;
        QTest::newRow("account") << Column::Account << u"f a b c d e"_s;
        QTest::newRow("owner, by name") << Column::Owner << u"c a b | d e f"_s;
        QTest::newRow("client") << Column::Client << u"b a | c d e f"_s;
        QTest::newRow("scopes") << Column::Scopes << u"d a b | c e f"_s;
        QTest::newRow("resources, all first") << Column::Resources << u"b c a | d e f"_s;
        QTest::newRow("created") << Column::Created << u"c b a | d e f"_s;
        QTest::newRow("last used, never behind") << Column::LastUsed << u"b a c | d e f"_s;
        QTest::newRow("last IP, by its numbers") << Column::LastIp << u"b a | c d e f"_s;
        QTest::newRow("expires, never behind") << Column::Expires << u"c a b d | e f"_s;
        QTest::newRow("id") << Column::Id << u"a b c d e f"_s;
    }

    void ordersByEveryColumn()
    {
        QFETCH(Column, column);
        QFETCH(QString, ascending);
        QList<Token> tokens;
        for (const QString &id : {u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s})
            tokens += inventedToken(id);
        Token &a = tokens[0];
        Token &b = tokens[1];
        Token &c = tokens[2];
        Token &d = tokens[3];
        a.name = u"deploy-10"_s;
        b.name = u"Deploy-2"_s;
        c.name = u"déploy-9"_s; // an accent counts less than a number
        d.name = u""_s;
        a.state = TokenState::Expired;
        b.state = TokenState::Suspended;
        c.state = TokenState::Active;
        a.kind = TokenKind::Automation;
        c.kind = TokenKind::OwnSession;
        d.kind = TokenKind::User;
        a.owner = Named{u"1"_s, u"Bea"_s};
        b.owner = Named{u"zoe@example.com"_s, {}};
        c.owner = Named{u"3"_s, {}};
        a.client = Named{u"1"_s, u"Web"_s};
        b.client = Named{u"app"_s, {}};
        a.scopes = QStringList{u"global"_s, u"purge_all"_s};
        b.scopes = QStringList{u"purge_all"_s};
        d.scopes = QStringList{};
        a.resources = QStringList{u"x"_s};
        b.resources = QStringList{};
        c.resources = QStringList{u"aaa"_s, u"b"_s};
        a.created = daysFromNow(-1);
        b.created = daysFromNow(-2);
        c.created = Moment::at(-1);
        a.lastUsed = daysFromNow(-1);
        b.lastUsed = daysFromNow(-200);
        c.lastUsed = Moment::never();
        a.lastIp = u"10.0.0.10"_s;
        b.lastIp = u"10.0.0.9"_s;
        a.expires = daysFromNow(1);
        b.expires = daysFromNow(400);
        c.expires = Moment::at(0);
        d.expires = Moment::never();
        // What has expired is so by state; here the two are looked at apart.
        if (column == Column::State)
            c.expires = Moment();

        TokenTable table(m_clock);
        load(table, inventedAccount(u"z-last"_s), tokens);
        load(table, inventedAccount(u"account"_s, u"authlete"_s), {inventedToken(u"f"_s)});
        table.setOwnerNames(inventedAccount(u"z-last"_s).id, {{{u"3"_s}, u"ann"_s}});

        const QStringList halves = ascending.split(u" | "_s);
        const QStringList up = halves.join(u' ').split(u' ');
        QStringList down = halves.first().split(u' ');
        std::reverse(down.begin(), down.end());
        if (column == Column::Provider || column == Column::Account)
            down = u"a b c d e f"_s.split(u' '); // equal ones stay as they are
        if (halves.size() > 1)
            down += halves.last().split(u' ');
        TokenOrder order{QLocale(QLocale::English)};
        QCOMPARE(ordered(table, order, column, Qt::AscendingOrder, m_clock.nowMs()), up);
        QCOMPARE(ordered(table, order, column, Qt::DescendingOrder, m_clock.nowMs()), down);
    }

    void everyColumnHasATest() { QCOMPARE(QMetaEnum::fromType<Column>().keyCount(), TokenOrder::Columns); }

    void stateIsOrderedAsOfNow()
    {
        TokenTable table(m_clock);
        Token soon = inventedToken(u"soon"_s);
        soon.state = TokenState::Active;
        soon.expires = daysFromNow(1);
        Token later = soon;
        later.id = {u"later"_s};
        later.expires = daysFromNow(9);
        load(table, inventedAccount(u"a"_s), {soon, later});
        TokenOrder order;
        QCOMPARE(ordered(table, order, Column::State, Qt::AscendingOrder, m_clock.nowMs()),
                 QStringList({u"soon"_s, u"later"_s}));
        QCOMPARE(ordered(table, order, Column::State, Qt::AscendingOrder, daysFromNow(2).ms()),
                 QStringList({u"later"_s, u"soon"_s}));
    }

    void namesThatArriveLaterFindTheirPlaces()
    {
        TokenTable table(m_clock);
        TokenOrder order{QLocale(QLocale::English)};
        const AccountRow account = inventedAccount(u"a"_s);
        load(table, account, {inventedToken(u"1"_s, u"b"_s), inventedToken(u"2"_s, u"d"_s)});
        const auto ids = [&] { return ordered(table, order, Column::Name, Qt::AscendingOrder, 0).join(u' '); };
        QCOMPARE(ids(), u"1 2"_s);
        load(table, account,
             {inventedToken(u"1"_s, u"e"_s), inventedToken(u"2"_s, u"d"_s), inventedToken(u"3"_s, u"a"_s)});
        QCOMPARE(ids(), u"3 2 1"_s);
        load(table, inventedAccount(u"b"_s), {inventedToken(u"4"_s, u"C"_s)});
        QCOMPARE(ids(), u"3 4 2 1"_s);
        load(table, account, {inventedToken(u"2"_s, u"d"_s)});
        QCOMPARE(ids(), u"4 2"_s);
    }

    void manyRowsAreOrderedAsASimpleSortDoes()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        QList<Token> tokens;
        for (int i = 0; i < 9000; ++i) {
            Token token = inventedToken(QString::number(i), u"n"_s + QString::number(random.bounded(3000)));
            const quint32 choice = random.bounded(10);
            token.created = choice == 0 ? Moment()
                : choice == 1           ? Moment::never()
                                        : Moment::at(qint64(random.generate64() >> random.bounded(20, 63)) - 1000);
            tokens += token;
        }
        TokenTable table(m_clock);
        load(table, inventedAccount(u"a"_s), tokens);
        TokenOrder order{QLocale(QLocale::English)};
        for (const Qt::SortOrder direction : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            const bool up = direction == Qt::AscendingOrder;
            auto byTime = tokens;
            std::stable_sort(byTime.begin(), byTime.end(), [up](const Token &a, const Token &b) {
                if (!a.created.isReported() || !b.created.isReported())
                    return a.created.isReported() && !b.created.isReported();
                return up ? a.created.raw() < b.created.raw() : b.created.raw() < a.created.raw();
            });
            auto byName = tokens;
            std::stable_sort(byName.begin(), byName.end(), [up](const Token &a, const Token &b) {
                const int first = a.name->mid(1).toInt();
                const int second = b.name->mid(1).toInt();
                return up ? first < second : second < first;
            });
            const auto ids = [](const QList<Token> &sorted) {
                QStringList list;
                for (const Token &token : sorted)
                    list += token.id.value;
                return list;
            };
            QCOMPARE(ordered(table, order, Column::Created, direction, 0), ids(byTime));
            QCOMPARE(ordered(table, order, Column::Name, direction, 0), ids(byName));
        }
    }

    void someRowsAreOrderedAsAmongAll()
    {
        TokenTable table(m_clock);
        QList<Token> tokens;
        for (int i = 0; i < 500; ++i) {
            tokens += inventedToken(QString::number(i), u"n"_s + QString::number(i * 7919 % 500));
            tokens.back().created = daysFromNow(i * 31 % 97);
        }
        load(table, inventedAccount(u"a"_s), tokens);
        auto snapshot = table.snapshot();
        const auto some = [&] { return select(*snapshot, TokenFilter::parse(u"id:3"_s).value(), 0); };
        for (const Column column : {Column::Name, Column::Created, Column::Id}) {
            TokenOrder fresh;
            std::vector<quint32> expected = some();
            fresh.sort(expected, *snapshot, column, Qt::DescendingOrder, 0);
            TokenOrder kept;
            std::vector<quint32> all = select(*snapshot, {}, 0);
            kept.sort(all, *snapshot, column, Qt::DescendingOrder, 0);
            std::vector<quint32> ordered = some();
            kept.sort(ordered, *snapshot, column, Qt::DescendingOrder, 0);
            QVERIFY(ordered == expected);
            kept.sort(ordered, *snapshot, column, Qt::AscendingOrder, 0);
            QVERIFY(ordered != expected);
        }
        // What was kept of one snapshot is no answer for the next.
        TokenOrder order;
        std::vector<quint32> all = select(*snapshot, {}, 0);
        order.sort(all, *snapshot, Column::Created, Qt::AscendingOrder, 0);
        tokens[17].created = daysFromNow(-1000);
        load(table, inventedAccount(u"a"_s), tokens);
        snapshot = table.snapshot();
        order.sort(all, *snapshot, Column::Created, Qt::AscendingOrder, 0);
        QCOMPARE(snapshot->row(all.front()).id(), u"17"_s);
    }

    void noRowsAreInOrder()
    {
        TokenTable table(m_clock);
        TokenOrder order;
        for (int column = 0; column < TokenOrder::Columns; ++column)
            QVERIFY(ordered(table, order, Column(column), Qt::AscendingOrder, 0).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestTokenOrder)
#include "tst_tokenorder.moc"
