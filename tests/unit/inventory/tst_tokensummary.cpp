#include "models/inventory/tokensummary.h"
#include "tests/unit/inventory/invented.h"

#include <QTest>

using namespace latchkey;

namespace {

using Use = TokenSummary::Use;
using Expiry = TokenSummary::Expiry;

Token ownedToken(const QString &id, const QString &owner, const QStringList &scopes)
{
    Token token = inventedToken(id);
    token.owner = Named{owner + QStringLiteral("-id"), owner};
    token.scopes = scopes;
    return token;
}

std::vector<quint32> allNumbers(const TokenSnapshot &snapshot)
{
    std::vector<quint32> numbers;
    for (quint32 number = 0; number < snapshot.numberEnd(); ++number) {
        if (snapshot.contains(number))
            numbers.push_back(number);
    }
    return numbers;
}

//! "Ann in a: 2, Bob in b: 1, 3 others: 4, not reported: 5"
QString print(const TokenSummary::Shares &shares)
{
    QStringList parts;
    for (const TokenSummary::Share &share : shares.largest) {
        const QString where = share.accountName.isEmpty() ? QString() : QStringLiteral(" in ") + share.accountName;
        parts += share.text + where + QStringLiteral(": %1").arg(share.count);
    }
    if (shares.others > 0)
        parts += QStringLiteral("%1 others: %2").arg(shares.others).arg(shares.inOthers);
    if (shares.notReported > 0)
        parts += QStringLiteral("not reported: %1").arg(shares.notReported);
    return parts.join(QStringLiteral(", "));
}

} // namespace

class TestTokenSummary : public QObject
{
    Q_OBJECT

private:
    StandingClock m_clock;

private Q_SLOTS:
    void countsAccountsOwnersAndScopes()
    {
        TokenTable table(m_clock);
        AccountRow production = inventedAccount(QStringLiteral("a"));
        production.environment = Environment::Production;
        const QString ann = QStringLiteral("Ann");
        const QStringList both{QStringLiteral("global"), QStringLiteral("purge_all")};
        load(table, production,
             {ownedToken(QStringLiteral("1"), ann, both), ownedToken(QStringLiteral("2"), ann, {both[0]}),
              inventedToken(QStringLiteral("3"))});
        load(table, inventedAccount(QStringLiteral("b")), {ownedToken(QStringLiteral("1"), ann, {both[0]})});
        const auto snapshot = table.snapshot();
        const TokenSummary summary = tokenSummary(*snapshot, allNumbers(*snapshot), m_clock.nowMs());
        QCOMPARE(summary.tokens, 4);
        QCOMPARE(summary.inProduction, 3);
        QCOMPARE(summary.accounts.size(), 2);
        QCOMPARE(summary.accounts[0].text, QStringLiteral("a"));
        QCOMPARE(summary.accounts[0].count, 3);
        // An equal name in another account need not be the same person.
        QCOMPARE(print(summary.owners), QStringLiteral("Ann in a: 2, Ann in b: 1, not reported: 1"));
        QCOMPARE(print(summary.scopes), QStringLiteral("global: 3, purge_all: 1, not reported: 1"));
    }

    void joinsSmallSharesToOthers()
    {
        TokenTable table(m_clock);
        QList<Token> tokens;
        for (int owner = 0; owner < 8; ++owner) {
            for (int token = 0; token <= owner; ++token)
                tokens += ownedToken(QStringLiteral("%1-%2").arg(owner).arg(token), QString::number(owner), {});
        }
        load(table, inventedAccount(QStringLiteral("a")), tokens);
        const auto snapshot = table.snapshot();
        const TokenSummary summary = tokenSummary(*snapshot, allNumbers(*snapshot), m_clock.nowMs());
        QCOMPARE(print(summary.owners),
                 QStringLiteral("7 in a: 8, 6 in a: 7, 5 in a: 6, 4 in a: 5, 3 in a: 4, 3 others: 6"));
    }

    void putsTimesWhereTheyBelong_data()
    {
        QTest::addColumn<Moment>("moment");
        QTest::addColumn<int>("use");
        QTest::addColumn<int>("expiry");
        constexpr qint64 Day = 86'400'000;
        const auto at = [this](qint64 ms) { return Moment::at(m_clock.nowMs() + ms); };
        QTest::newRow("not reported") << Moment() << int(Use::NotReported) << int(Expiry::NotReported);
        QTest::newRow("never") << Moment::never() << int(Use::Never) << int(Expiry::Never);
        QTest::newRow("now") << at(0) << int(Use::Day) << int(Expiry::Past);
        QTest::newRow("24 hours ago") << at(-Day) << int(Use::Day) << int(Expiry::Past);
        QTest::newRow("just over 24 hours ago") << at(-Day - 1) << int(Use::Quarter) << int(Expiry::Past);
        QTest::newRow("90 days ago") << at(-90 * Day) << int(Use::Quarter) << int(Expiry::Past);
        QTest::newRow("over 90 days ago") << at(-90 * Day - 1) << int(Use::Older) << int(Expiry::Past);
        QTest::newRow("in just under 14 days") << at(14 * Day - 1) << int(Use::Day) << int(Expiry::Fortnight);
        QTest::newRow("in 14 days") << at(14 * Day) << int(Use::Day) << int(Expiry::Quarter);
        QTest::newRow("in 90 days") << at(90 * Day) << int(Use::Day) << int(Expiry::Quarter);
        QTest::newRow("in over 90 days") << at(90 * Day + 1) << int(Use::Day) << int(Expiry::Later);
    }
    void putsTimesWhereTheyBelong()
    {
        QFETCH(Moment, moment);
        QFETCH(int, use);
        QFETCH(int, expiry);
        TokenTable table(m_clock);
        Token token = inventedToken(QStringLiteral("1"));
        token.lastUsed = moment;
        token.expires = moment;
        load(table, inventedAccount(QStringLiteral("a")), {token});
        const auto snapshot = table.snapshot();
        const TokenSummary summary = tokenSummary(*snapshot, allNumbers(*snapshot), m_clock.nowMs());
        for (int bucket = 0; bucket < int(summary.lastUsed.size()); ++bucket)
            QCOMPARE(summary.lastUsed[size_t(bucket)], bucket == use ? 1 : 0);
        for (int bucket = 0; bucket < int(summary.expires.size()); ++bucket)
            QCOMPARE(summary.expires[size_t(bucket)], bucket == expiry ? 1 : 0);
    }

    void namesTokensOfThisApp()
    {
        TokenTable table(m_clock);
        const AccountRow account = inventedAccount(QStringLiteral("a"));
        load(
            table, account,
            {inventedToken(QStringLiteral("1"), QStringLiteral("latchkey admin")), inventedToken(QStringLiteral("2"))});
        table.setOwnTokens({{account.provider, account.origin, {}, {QStringLiteral("1")}}});
        const auto snapshot = table.snapshot();
        const TokenSummary summary = tokenSummary(*snapshot, allNumbers(*snapshot), m_clock.nowMs());
        QCOMPARE(summary.own, (QList<TokenSummary::Own>{{QStringLiteral("latchkey admin"), QStringLiteral("a")}}));
    }

    void leavesOutWhatHasGoneAndWhatWasNotAskedFor()
    {
        TokenTable table(m_clock);
        const AccountRow account = inventedAccount(QStringLiteral("a"));
        load(table, account, {inventedToken(QStringLiteral("1")), inventedToken(QStringLiteral("2"))});
        const std::vector<quint32> numbers = allNumbers(*table.snapshot());
        QCOMPARE(tokenSummary(*table.snapshot(), {numbers[0]}, m_clock.nowMs()).tokens, 1);
        load(table, account, {inventedToken(QStringLiteral("2"))});
        QCOMPARE(tokenSummary(*table.snapshot(), numbers, m_clock.nowMs()).tokens, 1);
    }

    void stops()
    {
        TokenTable table(m_clock);
        load(table, inventedAccount(QStringLiteral("a")), {inventedToken(QStringLiteral("1"))});
        std::stop_source stop;
        stop.request_stop();
        const auto snapshot = table.snapshot();
        QCOMPARE(tokenSummary(*snapshot, allNumbers(*snapshot), m_clock.nowMs(), stop.get_token()), TokenSummary());
    }
};

QTEST_GUILESS_MAIN(TestTokenSummary)
#include "tst_tokensummary.moc"
