#include "models/inventory/tokentablemodel.h"

#include "invented.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace latchkey;
using namespace Qt::StringLiterals;

using Column = TokenTableModel::Column;
using Tester = QAbstractItemModelTester;

namespace {

TokenFilter filterOf(const QString &line) { return TokenFilter::parse(line).value(); }

QList<Token> numberedTokens(int count)
{
    QList<Token> tokens;
    for (int i = 0; i < count; ++i) {
        Token token = inventedToken(QString::number(i), u"token "_s + QString::number(i));
        token.created = daysFromNow(-i);
        tokens += token;
    }
    return tokens;
}

} // namespace

//! The inventory as a view sees it: while rows arrive, filters change, accounts refresh.
class TestTokenTableModel : public QObject
{
    Q_OBJECT

private:
    StandingClock m_clock;
    const AccountRow m_account = inventedAccount(u"a"_s);

    //! Ids from the top, in the C locale's digits: "1 2 3".
    static QString print(const TokenTableModel &model)
    {
        QStringList ids;
        for (int row = 0; row < model.rowCount(); ++row)
            ids += model.index(row, int(Column::Id)).data().toString();
        return ids.join(u' ');
    }

private Q_SLOTS:
    void showsWhatTheInventoryHas()
    {
        TokenTable table(m_clock);
        Token token = inventedToken(u"1"_s, u"Deploy \u202egnp"_s);
        token.kind = TokenKind::Automation;
        token.state = TokenState::Active;
        token.owner = Named{u"u1"_s, u"Ann"_s};
        token.scopes = QStringList{u"global"_s, u"purge_all"_s};
        token.resources = QStringList{};
        token.created = Moment::at(1'610'625'600'000);
        token.lastUsed = Moment::never();
        load(table, m_account, {token});
        TokenTableModel model(table, m_clock, QLocale::c());
        const Tester tester(&model, Tester::FailureReportingMode::QtTest);
        QTRY_COMPARE(model.rowCount(), 1);
        const auto cell = [&model](Column column, int role = Qt::DisplayRole) {
            return model.index(0, int(column)).data(role);
        };
        QCOMPARE(cell(Column::State), u"active"_s);
        QCOMPARE(cell(Column::Name), u"Deploy [U+202E]gnp"_s);
        QCOMPARE(cell(Column::Kind), u"automation"_s);
        QCOMPARE(cell(Column::Provider), u"Fastly"_s);
        QCOMPARE(cell(Column::Account), u"a"_s);
        QCOMPARE(cell(Column::Owner), u"Ann"_s);
        QCOMPARE(cell(Column::Client), u"not reported"_s);
        QCOMPARE(cell(Column::Scopes), u"global, purge_all"_s);
        QCOMPARE(cell(Column::Resources), u"all"_s);
        QCOMPARE(cell(Column::LastUsed), u"never"_s);
        QCOMPARE(cell(Column::Expires), u"not reported"_s);
        QCOMPARE(cell(Column::LastIp), u"not reported"_s);
        QCOMPARE(cell(Column::Id), u"1"_s);
        QVERIFY(cell(Column::Created).toString().contains(u"2021"_s));
        QVERIFY(cell(Column::Created, Qt::ToolTipRole).toString().contains(u"2021-01-14T12:00:00Z"_s));
        QCOMPARE(cell(Column::Created, TokenTableModel::MomentRole).value<Moment>(), token.created);
        QCOMPARE(cell(Column::Name, TokenTableModel::TokenIdRole).value<TokenId>(), token.id);
        QCOMPARE(cell(Column::Name, TokenTableModel::AccountIdRole).value<AccountId>(), m_account.id);
        QCOMPARE(cell(Column::Owner, TokenTableModel::IsReportedRole), true);
        QCOMPARE(cell(Column::Client, TokenTableModel::IsReportedRole), false);
        QCOMPARE(cell(Column::Name, TokenTableModel::IsOwnRole), false);
        QCOMPARE(cell(Column::Name, TokenTableModel::IsStaleRole), false);
        token.account = m_account.id;
        QVERIFY(model.token(0) == token);
        QCOMPARE(model.indexOf(m_account.id, token.id), model.index(0, 0));
        QCOMPARE(model.indexOf(m_account.id, {u"2"_s}), QModelIndex());
        for (int column = 0; column < model.columnCount(); ++column)
            QVERIFY(!model.headerData(column, Qt::Horizontal).toString().isEmpty());
    }

    void rowsThatArriveAreAppended()
    {
        TokenTable table(m_clock, Timing().faster(10));
        TokenTableModel model(table, m_clock);
        const Tester tester(&model, Tester::FailureReportingMode::QtTest);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy layout(&model, &QAbstractItemModel::layoutChanged);
        const auto load = table.beginLoad(m_account);
        const QList<Token> tokens = numberedTokens(300);
        for (qsizetype i = 0; i < tokens.size(); ++i) {
            pour(*load, tokens[i]);
            if (i % 60 == 59)
                QTRY_COMPARE(model.rowCount(), i + 1);
        }
        load->finish(complete());
        QTRY_COMPARE(model.snapshot().account(m_account.id)->status.state, AccountStatus::State::Complete);
        QCOMPARE(model.rowCount(), 300);
        QCOMPARE(reset.count() + layout.count(), 0);
    }

    void rowsThatArriveFindTheirPlacesUnderFilterAndOrder()
    {
        TokenTable table(m_clock, Timing().faster(10));
        TokenTableModel model(table, m_clock);
        const Tester tester(&model, Tester::FailureReportingMode::QtTest);
        model.setFilter(filterOf(u"created<250d created>20d"_s));
        model.sort(int(Column::Created), Qt::AscendingOrder);
        const auto load = table.beginLoad(m_account);
        const QList<Token> tokens = numberedTokens(300);
        for (qsizetype i = 0; i < tokens.size(); ++i) {
            pour(*load, tokens[i]);
            if (i % 50 == 49)
                QTest::qWait(3);
        }
        load->finish(complete());
        QTRY_COMPARE(model.rowCount(), 229);
        QTRY_VERIFY(model.isSettled());
        QStringList expected;
        for (int i = 249; i > 20; --i)
            expected += QString::number(i);
        QCOMPARE(print(model), expected.join(u' '));
    }

    void theNewestFilterWins()
    {
        TokenTable table(m_clock);
        load(table, m_account, numberedTokens(300));
        TokenTableModel model(table, m_clock);
        const Tester tester(&model, Tester::FailureReportingMode::QtTest);
        QSignalSpy settled(&model, &TokenTableModel::settled);
        for (const char16_t digit : u"012345678")
            model.setFilter(filterOf(u"id:"_s + QChar(digit ? digit : u'9')));
        model.setFilter(filterOf(u"id:29 name:\"token 29\""_s));
        QVERIFY(!model.isSettled());
        QVERIFY(settled.wait());
        QCOMPARE(settled.count(), 1);
        QCOMPARE(print(model), u"29 290 291 292 293 294 295 296 297 298 299"_s);
        model.setFilter({});
        QTRY_COMPARE(model.rowCount(), 300);
    }

    void oneAccountIsShownBesidesTheFilter()
    {
        TokenTable table(m_clock);
        const AccountRow other = inventedAccount(u"b"_s);
        load(table, m_account, {inventedToken(u"1"_s, u"x"_s), inventedToken(u"2"_s, u"y"_s)});
        load(table, other, {inventedToken(u"3"_s, u"x"_s)});
        TokenTableModel model(table, m_clock);
        QSignalSpy settled(&model, &TokenTableModel::settled);
        model.setFilter(filterOf(u"name:x"_s));
        QVERIFY(settled.wait());
        QCOMPARE(print(model), u"1 3"_s);
        model.setAccount(other.id);
        QVERIFY(settled.wait());
        QCOMPARE(print(model), u"3"_s);
        model.setAccount({});
        QVERIFY(settled.wait());
        QCOMPARE(print(model), u"1 3"_s);
    }

    void aRowWithAnotherNumberHasTheSameIdInTheSnapshotBefore()
    {
        TokenTable table(m_clock);
        load(table, m_account, {inventedToken(u"1"_s, u"old name"_s)});
        TokenTableModel model(table, m_clock);
        QTRY_COMPARE(print(model), u"1"_s);
        const quint32 number = model.shownNumbers().front();
        QString idBefore;
        connect(&model, &TokenTableModel::advanced, &model,
                [&](const TokenSnapshot &before) { idBefore = before.row(number).id(); });
        load(table, m_account, {inventedToken(u"1"_s, u"new name"_s)});
        QTRY_VERIFY(model.shownNumbers().front() != number);
        QVERIFY(!model.snapshot().contains(number));
        QCOMPARE(idBefore, u"1"_s);
    }

    void expiresSoonIsForTokensThatLiveLong_data()
    {
        QTest::addColumn<Moment>("created");
        QTest::addColumn<Moment>("expires");
        QTest::addColumn<bool>("isSoon");
        QTest::newRow("13 days left of 100") << daysFromNow(-87) << daysFromNow(13) << true;
        QTest::newRow("14 days left of 100") << daysFromNow(-86) << daysFromNow(14) << false;
        QTest::newRow("1 day left of 30") << daysFromNow(-29) << daysFromNow(1) << false;
        QTest::newRow("1 day left of 31") << daysFromNow(-30) << daysFromNow(1) << true;
        QTest::newRow("expired yesterday") << daysFromNow(-100) << daysFromNow(-1) << false;
        QTest::newRow("never") << daysFromNow(-100) << Moment::never() << false;
        QTest::newRow("expiry not reported") << daysFromNow(-100) << Moment() << false;
        QTest::newRow("nobody knows how long it lives") << Moment() << daysFromNow(1) << false;
    }
    void expiresSoonIsForTokensThatLiveLong()
    {
        QFETCH(const Moment, created);
        QFETCH(const Moment, expires);
        TokenTable table(m_clock);
        Token token = inventedToken(u"1"_s);
        token.state = TokenState::Active;
        token.created = created;
        token.expires = expires;
        AccountRow account = m_account;
        account.colour = u"#1b62ae"_s;
        load(table, account, {token});
        TokenTableModel model(table, m_clock);
        QTRY_COMPARE(model.rowCount(), 1);
        QTEST(model.index(0, 0).data(TokenTableModel::IsSoonRole).toBool(), "isSoon");
        QCOMPARE(model.index(0, 0).data(TokenTableModel::AccountColourRole).toString(), u"#1b62ae"_s);
    }

    void cellsThatAreHeldOnToFollowTheirTokens()
    {
        TokenTable table(m_clock);
        load(table, m_account, numberedTokens(200));
        TokenTableModel model(table, m_clock);
        const Tester tester(&model, Tester::FailureReportingMode::QtTest);
        QTRY_COMPARE(model.rowCount(), 200);
        const QPersistentModelIndex name = model.index(42, int(Column::Name));
        const QPersistentModelIndex other = model.index(77, int(Column::Id));
        const auto nameIs42 = [&name] { return name.isValid() && name.data() == u"token 42"_s; };

        model.sort(int(Column::Created), Qt::AscendingOrder);
        QTRY_COMPARE(name.row(), 157);
        QVERIFY(nameIs42());
        model.setFilter(filterOf(u"name:4"_s));
        QTRY_VERIFY(!other.isValid());
        QVERIFY(nameIs42());
        model.setFilter({});
        QTRY_COMPARE(model.rowCount(), 200);
        QVERIFY(nameIs42());

        QList<Token> refreshed = numberedTokens(260);
        refreshed.remove(0, 30);
        refreshed[12].created = daysFromNow(1); // 42 changes
        load(table, m_account, refreshed);
        QTRY_COMPARE(model.rowCount(), 230);
        QTRY_VERIFY(model.isSettled());
        QVERIFY(nameIs42());
        QCOMPARE(name.row(), 229);
        model.sort(-1);
        QTRY_COMPARE(name.row(), 12);
        QVERIFY(nameIs42());
        load(table, m_account, {});
        QTRY_COMPARE(model.rowCount(), 0);
        QVERIFY(!name.isValid());
    }

    void changedCellsAreAnnounced()
    {
        TokenTable table(m_clock);
        QList<Token> tokens = numberedTokens(3);
        tokens[1].owner = Named{u"u1"_s, {}};
        load(table, m_account, tokens);
        TokenTableModel model(table, m_clock);
        const Tester tester(&model, Tester::FailureReportingMode::QtTest);
        QTRY_COMPARE(model.rowCount(), 3);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        load(table, m_account, tokens);
        QTRY_VERIFY(model.isSettled());
        QCOMPARE(changed.count(), 0);
        table.setOwnerNames(m_account.id, {{{u"u1"_s}, u"Ann"_s}});
        QTRY_COMPARE(changed.count(), 1);
        QCOMPARE(model.index(1, int(Column::Owner)).data(), u"Ann"_s);
        load(table, m_account, {}, failure(Error::Kind::TimedOut));
        QTRY_COMPARE(model.index(1, 0).data(TokenTableModel::IsStaleRole), true);
        QVERIFY(changed.count() > 1);
    }

    void anAccountThatIsRemovedTakesItsRowsAlong()
    {
        TokenTable table(m_clock);
        load(table, inventedAccount(u"b"_s), {inventedToken(u"x"_s)});
        load(table, m_account, numberedTokens(100));
        TokenTableModel model(table, m_clock);
        const Tester tester(&model, Tester::FailureReportingMode::QtTest);
        QTRY_COMPARE(model.rowCount(), 101);
        table.removeAccount(m_account.id);
        QTRY_COMPARE(print(model), u"x"_s);
    }

    void aModelMayGoWhileItsWorkerIsBusy()
    {
        TokenTable table(m_clock);
        load(table, m_account, numberedTokens(2000));
        for (int i = 0; i < 20; ++i) {
            TokenTableModel model(table, m_clock);
            model.sort(int(Column::Name), Qt::AscendingOrder);
        }
    }

    void randomLifeAgreesWithASimpleModel();
};

namespace {

//! The inventory as anybody would write it first: a list in order of arrival, filtered and sorted from scratch.
class SimpleInventory
{
public:
    void merge(const QString &account, const QList<Token> &arrived, bool isComplete)
    {
        std::vector<Token> &tokens = m_tokens[account];
        std::erase_if(tokens, [&](const Token &old) {
            const auto same = [&old](const Token &token) { return token.id == old.id; };
            const auto now = std::find_if(arrived.begin(), arrived.end(), same);
            // A new name makes a new row.
            return now == arrived.end() ? isComplete : now->name != old.name;
        });
        for (const Token &token : arrived) {
            const auto same = [&token](const Token &old) { return token.id == old.id; };
            const auto old = std::find_if(tokens.begin(), tokens.end(), same);
            if (old != tokens.end())
                *old = token;
            else
                tokens.push_back(token);
        }
    }

    //! As print() does; `text` in the name, `sinceDays` the greatest age; by creation, or as they arrived.
    [[nodiscard]] QString print(const QString &text, int sinceDays, std::optional<Qt::SortOrder> byCreation) const
    {
        std::vector<Token> shown;
        for (const auto &[account, tokens] : m_tokens) {
            std::copy_if(tokens.begin(), tokens.end(), std::back_inserter(shown), [&](const Token &token) {
                return token.name->contains(text) && token.created.isTime()
                    && token.created.ms() > daysFromNow(-sinceDays).ms();
            });
        }
        if (byCreation) {
            std::stable_sort(shown.begin(), shown.end(), [&](const Token &a, const Token &b) {
                return *byCreation == Qt::AscendingOrder ? a.created.ms() < b.created.ms()
                                                         : b.created.ms() < a.created.ms();
            });
        }
        QStringList ids;
        for (const Token &token : shown)
            ids += token.id.value;
        return ids.join(u' ');
    }

private:
    std::map<QString, std::vector<Token>> m_tokens;
};

} // namespace

void TestTokenTableModel::randomLifeAgreesWithASimpleModel()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    const auto randomToken = [&random](const QString &prefix) {
        Token token =
            inventedToken(prefix + QString::number(random.bounded(120)), u"n"_s + QString::number(random.bounded(4)));
        token.created = daysFromNow(-qint64(random.bounded(50)));
        return token;
    };

    TokenTable table(m_clock, Timing().faster(16));
    TokenTableModel model(table, m_clock);
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    QSignalSpy settled(&model, &TokenTableModel::settled);
    SimpleInventory simple;
    const AccountRow accounts[] = {inventedAccount(u"a"_s), inventedAccount(u"b"_s)};
    for (const AccountRow &account : accounts)
        table.setAccount(account);

    QString text;
    int sinceDays = 100;
    std::optional<Qt::SortOrder> byCreation;
    for (int step = 0; step < 2000; ++step) {
        switch (random.bounded(4)) {
        case 0:
            text = random.bounded(2) ? QString::number(random.bounded(5)) : QString();
            sinceDays = int(random.bounded(1, 60));
            model.setFilter(
                filterOf(u"created<%1d%2"_s.arg(sinceDays).arg(text.isEmpty() ? u""_s : u" name:"_s + text)));
            break;
        case 1: {
            const quint32 choice = random.bounded(3);
            byCreation =
                choice == 0 ? std::nullopt : std::optional(choice == 1 ? Qt::AscendingOrder : Qt::DescendingOrder);
            model.sort(byCreation ? int(Column::Created) : -1, byCreation.value_or(Qt::AscendingOrder));
            break;
        }
        default: {
            const quint32 which = random.bounded(2);
            const bool isComplete = random.bounded(5) != 0;
            QList<Token> arrived;
            const auto load = table.beginLoad(accounts[which]);
            for (quint32 i = random.bounded(60); i > 0; --i) {
                const Token token = randomToken(accounts[which].name);
                pour(*load, token); // some twice: the first one counts
                const auto same = [&token](const Token &other) { return other.id == token.id; };
                if (std::none_of(arrived.begin(), arrived.end(), same))
                    arrived += token;
                if (random.bounded(20) == 0)
                    QCoreApplication::processEvents();
            }
            load->finish(isComplete ? complete() : partial());
            simple.merge(accounts[which].name, arrived, isComplete);
        }
        }
        if (random.bounded(3) == 0)
            QTest::qWait(1);
        if (random.bounded(4) == 0 || step == 1999) {
            Q_EMIT table.changed(); // rather than waiting for the next publishing
            QVERIFY(model.isSettled() || settled.wait());
            QCOMPARE(print(model), simple.print(text, sinceDays, byCreation));
        }
    }
}

QTEST_GUILESS_MAIN(TestTokenTableModel)
#include "tst_tokentablemodel.moc"
