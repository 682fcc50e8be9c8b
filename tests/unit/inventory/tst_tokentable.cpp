#include "models/inventory/tokentable.h"

#include "invented.h"

#include <QSignalSpy>
#include <QTest>

#include <thread>

using namespace latchkey;
using namespace Qt::StringLiterals;

using State = AccountStatus::State;

//! What the inventory holds after loads that succeed, fail, repeat and overlap.
class TestTokenTable : public QObject
{
    Q_OBJECT

private:
    StandingClock m_clock;
    const AccountRow m_account = inventedAccount(u"a"_s);

    static const AccountStatus &statusOf(const TokenSnapshot &snapshot, const AccountRow &account)
    {
        return snapshot.account(account.id)->status;
    }
    [[nodiscard]] InventoryRow row(const TokenSnapshot &snapshot, const QString &id) const
    {
        return snapshot.row(snapshot.find(m_account.id, {id}).value());
    }

private Q_SLOTS:
    void tokensComeBackAsTheyWere_data()
    {
        QTest::addColumn<Token>("token");
        Token token = inventedToken(u"1"_s);
        QTest::newRow("nothing reported but the id") << token;
        token.name = u""_s;
        QTest::newRow("an empty name") << token;
        token.name = u"Grüße \U0001F511 \u202e"_s + QChar(0);
        token.kind = TokenKind::Automation;
        token.state = TokenState::Suspended;
        token.owner = Named{u"u1"_s, u"Ann"_s};
        token.client = Named{u"c1"_s, {}};
        token.scopes = QStringList{u"global"_s, u"purge_all"_s};
        token.resources = QStringList{};
        token.created = daysFromNow(-100);
        token.lastUsed = Moment::never();
        token.expires = daysFromNow(3);
        token.lastIp = u"192.0.2.1"_s;
        token.isActionable = false;
        QTest::newRow("everything reported") << token;
        token.owner = Named{{}, u"Ann"_s};
        token.scopes = QStringList{};
        token.resources = QStringList{u""_s, u"x"_s};
        QTest::newRow("an owner without an id, no scopes, an empty resource") << token;
        token.name = QString(1'000'000, u'ß');
        token.id = {QString(70'000, u'i')};
        QTest::newRow("a name of a megabyte") << token;
        QTest::newRow("an empty id") << inventedToken(u""_s, u"x"_s);
    }

    void tokensComeBackAsTheyWere()
    {
        QFETCH(Token, token);
        TokenTable table(m_clock);
        load(table, m_account, {inventedToken(u"before"_s), token, inventedToken(u"behind"_s)});
        const auto snapshot = table.snapshot();
        QCOMPARE(snapshot->rowCount(), 3);
        const auto number = snapshot->find(m_account.id, token.id);
        QVERIFY(number);
        token.account = m_account.id;
        QVERIFY(snapshot->token(*number, m_clock.nowMs()) == token);
        QVERIFY(!snapshot->find(m_account.id, {u"other"_s}));
        QVERIFY(!snapshot->find({u"other"_s}, token.id));
    }

    void manyRowsOfManyLengthsKeepTheirPlaces()
    {
        TokenTable table(m_clock);
        QList<Token> tokens;
        for (int i = 0; i < 10'000; ++i) {
            Token token = inventedToken(QString::number(i * 7919), QString(i % 300, u'n') + QString::number(i));
            token.created = Moment::at(i);
            token.owner = Named{QString::number(i % 700), {}};
            tokens += token;
        }
        load(table, m_account, tokens);
        const auto snapshot = table.snapshot();
        QCOMPARE(snapshot->rowCount(), tokens.size());
        for (const Token &poured : std::as_const(tokens)) {
            Token token = poured;
            token.account = m_account.id;
            QVERIFY(snapshot->token(snapshot->find(m_account.id, token.id).value(), m_clock.nowMs()) == token);
        }
    }

    void aSnapshotStaysAsItWas()
    {
        TokenTable table(m_clock);
        load(table, m_account, {inventedToken(u"1"_s, u"one"_s), inventedToken(u"2"_s, u"two"_s)});
        const auto before = table.snapshot();
        const auto tokens = tokensOf(*before);
        Token changed = inventedToken(u"1"_s, u"one"_s);
        changed.lastUsed = daysFromNow(0);
        load(table, m_account, {changed, inventedToken(u"3"_s, u"three"_s)});
        QVERIFY(tokensOf(*before) == tokens);
        QCOMPARE(idsOf(*table.snapshot()), u"a/1 a/3"_s);
    }

    void aRefreshMerges()
    {
        TokenTable table(m_clock);
        Token kept = inventedToken(u"kept"_s, u"k"_s);
        kept.scopes = QStringList{u"global"_s};
        Token changed = inventedToken(u"changed"_s, u"c"_s);
        load(table, m_account, {inventedToken(u"gone"_s), kept, changed});
        const auto before = table.snapshot();
        const quint32 gone = row(*before, u"gone"_s).number();

        changed.lastUsed = daysFromNow(-1);
        load(table, m_account, {changed, kept, inventedToken(u"new"_s)});
        const auto after = table.snapshot();
        QCOMPARE(idsOf(*after), u"a/changed a/kept a/new"_s);
        QCOMPARE(row(*after, u"changed"_s).lastUsed(), daysFromNow(-1));
        QCOMPARE(row(*after, u"kept"_s).number(), row(*before, u"kept"_s).number());
        QCOMPARE(row(*after, u"changed"_s).number(), row(*before, u"changed"_s).number());
        QVERIFY(after->edits() != before->edits());
        QVERIFY(before->contains(gone));
        QVERIFY(!after->contains(gone));
        QCOMPARE(after->rowCount(), 3);
    }

    void aRefreshWithoutNewsChangesNoRow()
    {
        TokenTable table(m_clock);
        Token token = inventedToken(u"1"_s, u"one"_s);
        token.owner = Named{u"u"_s, u"Ann"_s};
        token.scopes = QStringList{u"a"_s, u"b"_s};
        load(table, m_account, {token});
        const auto before = table.snapshot();
        load(table, m_account, {token});
        QCOMPARE(table.snapshot()->edits(), before->edits());
        QCOMPARE(table.snapshot(), table.snapshot());
    }

    void aRenamedTokenIsThereOnce()
    {
        TokenTable table(m_clock);
        load(table, m_account, {inventedToken(u"1"_s, u"old"_s), inventedToken(u"2"_s, {})});
        load(table, m_account, {inventedToken(u"1"_s, u"new"_s), inventedToken(u"2"_s, u""_s)});
        const auto snapshot = table.snapshot();
        QCOMPARE(snapshot->rowCount(), 2);
        QCOMPARE(row(*snapshot, u"1"_s).name(), u"new"_s);
        QCOMPARE(row(*snapshot, u"2"_s).name(), u""_s);
    }

    void aPartialLoadKeepsTheRestAsStale()
    {
        TokenTable table(m_clock);
        load(table, m_account, {inventedToken(u"1"_s), inventedToken(u"2"_s), inventedToken(u"3"_s)});
        const qint64 loadedAt = m_clock.nowMs();
        m_clock.advance(60'000);
        load(table, m_account, {inventedToken(u"2"_s), inventedToken(u"4"_s)}, partial());
        auto snapshot = table.snapshot();
        QCOMPARE(idsOf(*snapshot), u"a/1 a/2 a/3 a/4"_s);
        QVERIFY(row(*snapshot, u"1"_s).isStale() && row(*snapshot, u"3"_s).isStale());
        QVERIFY(!row(*snapshot, u"2"_s).isStale() && !row(*snapshot, u"4"_s).isStale());
        const AccountStatus &status = statusOf(*snapshot, m_account);
        QCOMPARE(status.state, State::Partial);
        QCOMPARE(status.rows, 4);
        QCOMPARE(status.stale, 2);
        QCOMPARE(status.arrived, 2);
        QCOMPARE(status.error->kind, Error::Kind::TimedOut);
        QCOMPARE(status.loadedAtMs, loadedAt);

        load(table, m_account, {inventedToken(u"1"_s), inventedToken(u"4"_s)});
        snapshot = table.snapshot();
        QCOMPARE(idsOf(*snapshot), u"a/1 a/4"_s);
        QVERIFY(!row(*snapshot, u"1"_s).isStale());
        QCOMPARE(statusOf(*snapshot, m_account).state, State::Complete);
        QCOMPARE(statusOf(*snapshot, m_account).stale, 0);
        QVERIFY(!statusOf(*snapshot, m_account).error);
        QCOMPARE(statusOf(*snapshot, m_account).loadedAtMs, m_clock.nowMs());
    }

    void aFailedLoadLeavesEverythingAsStaleAndOtherAccountsAlone()
    {
        TokenTable table(m_clock);
        const AccountRow other = inventedAccount(u"b"_s);
        load(table, m_account, {inventedToken(u"1"_s)});
        load(table, other, {inventedToken(u"1"_s)});
        load(table, m_account, {}, failure(Error::Kind::Unauthorized));
        const auto snapshot = table.snapshot();
        QCOMPARE(idsOf(*snapshot), u"a/1 b/1"_s);
        QVERIFY(row(*snapshot, u"1"_s).isStale());
        QCOMPARE(statusOf(*snapshot, m_account).state, State::Failed);
        QCOMPARE(statusOf(*snapshot, m_account).error->kind, Error::Kind::Unauthorized);
        QCOMPARE(statusOf(*snapshot, other).state, State::Complete);
        QCOMPARE(statusOf(*snapshot, other).stale, 0);
    }

    void aDroppedLoadEndsAsCancelled()
    {
        TokenTable table(m_clock);
        auto dropped = table.beginLoad(m_account);
        pour(*dropped, inventedToken(u"1"_s));
        QCOMPARE(statusOf(*table.snapshot(), m_account).state, State::Loading);
        dropped.reset();
        QCOMPARE(statusOf(*table.snapshot(), m_account).state, State::Partial);
        QCOMPARE(statusOf(*table.snapshot(), m_account).error->kind, Error::Kind::Cancelled);
        QCOMPARE(idsOf(*table.snapshot()), u"a/1"_s);
    }

    void aNewerLoadSilencesTheOlder()
    {
        TokenTable table(m_clock);
        const auto older = table.beginLoad(m_account);
        pour(*older, inventedToken(u"1"_s));
        const auto newer = table.beginLoad(m_account);
        pour(*older, inventedToken(u"2"_s));
        older->expect(99);
        older->finish(complete());
        QCOMPARE(statusOf(*table.snapshot(), m_account).state, State::Loading);
        pour(*newer, inventedToken(u"3"_s));
        newer->finish(complete());
        QCOMPARE(idsOf(*table.snapshot()), u"a/3"_s);
        QVERIFY(!statusOf(*table.snapshot(), m_account).expected);
    }

    void duplicatesAreKeptOnceAndFlagged()
    {
        TokenTable table(m_clock);
        load(table, m_account,
             {inventedToken(u"1"_s, u"first"_s), inventedToken(u"2"_s), inventedToken(u"1"_s, u"second"_s)});
        auto snapshot = table.snapshot();
        QCOMPARE(idsOf(*snapshot), u"a/1 a/2"_s);
        QCOMPARE(row(*snapshot, u"1"_s).name(), u"first"_s);
        QVERIFY(row(*snapshot, u"1"_s).isDuplicated());
        QVERIFY(!row(*snapshot, u"2"_s).isDuplicated());
        QCOMPARE(statusOf(*snapshot, m_account).duplicates, 1);
        QCOMPARE(statusOf(*snapshot, m_account).arrived, 3);
        load(table, m_account, {inventedToken(u"1"_s, u"first"_s)});
        QVERIFY(!row(*table.snapshot(), u"1"_s).isDuplicated());
        QCOMPARE(statusOf(*table.snapshot(), m_account).duplicates, 0);
    }

    void progressIsPublishedWhileLoading()
    {
        TokenTable table(m_clock, Timing().faster(10));
        QSignalSpy changed(&table, &TokenTable::changed);
        const auto load = table.beginLoad(m_account);
        QCOMPARE(changed.count(), 1);
        std::thread parser([&load] {
            load->expect(100);
            for (int i = 0; i < 40; ++i)
                pour(*load, inventedToken(QString::number(i)));
        });
        QVERIFY(changed.wait());
        parser.join();
        QTRY_COMPARE(statusOf(*table.snapshot(), m_account).arrived, 40);
        QCOMPARE(statusOf(*table.snapshot(), m_account).expected, 100);
        QTRY_COMPARE(table.snapshot()->rowCount(), 40);
        load->finish(complete());
        QTRY_COMPARE(statusOf(*table.snapshot(), m_account).state, State::Complete);
    }

    void theEndIsAnnouncedEvenIfSomebodyLookedBefore()
    {
        TokenTable table(m_clock, Timing().faster(10));
        const auto load = table.beginLoad(m_account);
        QSignalSpy changed(&table, &TokenTable::changed);
        pour(*load, inventedToken(u"1"_s));
        load->finish(complete());
        QCOMPARE(table.snapshot()->rowCount(), 1);
        QVERIFY(changed.wait());
        // And then there is peace.
        QVERIFY(!changed.wait(50));
    }

    void ownerNamesComeLater()
    {
        TokenTable table(m_clock);
        Token byId = inventedToken(u"1"_s);
        byId.owner = Named{u"u1"_s, {}};
        Token named = inventedToken(u"2"_s);
        named.owner = Named{u"u1"_s, u"As listed"_s};
        load(table, m_account, {byId, named, inventedToken(u"3"_s)});
        const auto before = table.snapshot();
        table.setOwnerNames(m_account.id, {{{u"u1"_s}, u"Ann"_s}, {{u"u2"_s}, u"Bob"_s}});
        const auto after = table.snapshot();
        QCOMPARE(row(*before, u"1"_s).owner()->text(), u"u1"_s);
        QCOMPARE(*row(*after, u"1"_s).owner(), (Named{u"u1"_s, u"Ann"_s}));
        QCOMPARE(*row(*after, u"2"_s).owner(), (Named{u"u1"_s, u"As listed"_s}));
        QVERIFY(!row(*after, u"3"_s).owner());
        QVERIFY(after->edits() != before->edits());
    }

    void ownTokensAreMarkedInEveryAccountThatListsThem_data()
    {
        QTest::addColumn<OwnToken>("own");
        QTest::addColumn<bool>("isOwn");
        const AccountRow account = inventedAccount(u"a"_s);
        const OwnToken own{account.provider, account.origin, account.tenant, {u"1"_s}};
        QTest::newRow("the token itself") << own << true;
        OwnToken other = own;
        other.tenant.clear();
        QTest::newRow("of an unknown tenant") << other << true;
        other.tenant = u"another"_s;
        QTest::newRow("of another tenant") << other << false;
        other = own;
        other.origin = u"https://elsewhere:443"_s;
        QTest::newRow("of another origin") << other << false;
        other = own;
        other.provider = {u"authlete"_s};
        QTest::newRow("of another provider") << other << false;
        other = own;
        other.id = {u"2"_s};
        QTest::newRow("another token") << other << false;
    }

    void ownTokensAreMarkedInEveryAccountThatListsThem()
    {
        QFETCH(OwnToken, own);
        QFETCH(bool, isOwn);
        TokenTable table(m_clock);
        AccountRow sibling = m_account;
        sibling.id = {u"sibling"_s};
        sibling.name = u"b"_s;
        table.setOwnTokens({own});
        load(table, m_account, {inventedToken(u"0"_s), inventedToken(u"1"_s, u"x"_s)});
        load(table, sibling, {inventedToken(u"1"_s, u"x"_s)});
        const auto tokens = tokensOf(*table.snapshot());
        QCOMPARE(tokens.at(u"a/1"_s).isOwn, isOwn);
        QCOMPARE(tokens.at(u"b/1"_s).isOwn, isOwn);
        QVERIFY(!tokens.at(u"a/0"_s).isOwn);
        // A new name makes a new row, which must be protected too.
        load(table, m_account, {inventedToken(u"1"_s, u"renamed"_s)});
        QCOMPARE(tokensOf(*table.snapshot()).at(u"a/1"_s).isOwn, isOwn);
        table.setOwnTokens({});
        QVERIFY(!tokensOf(*table.snapshot()).at(u"a/1"_s).isOwn);
    }

    void accountsComeAndGo()
    {
        TokenTable table(m_clock);
        AccountRow other = inventedAccount(u"b"_s);
        table.setAccount(other);
        QCOMPARE(statusOf(*table.snapshot(), other).state, State::Empty);
        load(table, m_account, {inventedToken(u"1"_s)});
        load(table, other, {inventedToken(u"1"_s)});
        const auto before = table.snapshot();
        other.name = u"renamed"_s;
        table.setAccount(other);
        QCOMPARE(idsOf(*table.snapshot()), u"a/1 renamed/1"_s);
        QVERIFY(table.snapshot()->edits() != before->edits());
        table.removeAccount(m_account.id);
        QCOMPARE(idsOf(*table.snapshot()), u"renamed/1"_s);
        QCOMPARE(idsOf(*before), u"a/1 b/1"_s);
        QVERIFY(!table.snapshot()->find(m_account.id, {u"1"_s}));
    }

    void expiryMakesAStateWhereTheProviderSaysNoOther()
    {
        TokenTable table(m_clock);
        const auto token = [](const QString &id, TokenState state, Moment expires) {
            Token made = inventedToken(id);
            made.state = state;
            made.expires = expires;
            return made;
        };
        load(table, m_account,
             {token(u"1"_s, TokenState::NotReported, daysFromNow(-1)),
              token(u"2"_s, TokenState::Active, daysFromNow(1)), token(u"3"_s, TokenState::Suspended, daysFromNow(-1)),
              token(u"4"_s, TokenState::NotReported, Moment()), token(u"5"_s, TokenState::Active, Moment::never()),
              token(u"6"_s, TokenState::Expired, Moment())});
        const auto stateOf = [&](const QString &id, qint64 nowMs) { return row(*table.snapshot(), id).state(nowMs); };
        const qint64 now = m_clock.nowMs();
        QCOMPARE(stateOf(u"1"_s, now), TokenState::Expired);
        QCOMPARE(stateOf(u"2"_s, now), TokenState::Active);
        QCOMPARE(stateOf(u"2"_s, now + 86'400'000), TokenState::Expired);
        QCOMPARE(stateOf(u"3"_s, now), TokenState::Suspended);
        QCOMPARE(stateOf(u"4"_s, now), TokenState::NotReported);
        QCOMPARE(stateOf(u"5"_s, now), TokenState::Active);
        QCOMPARE(stateOf(u"6"_s, now), TokenState::Expired);
    }

    void churnDoesNotPileUp()
    {
        TokenTable table(m_clock);
        size_t chunks = 0;
        for (int round = 0; round < 20; ++round) {
            QList<Token> tokens{inventedToken(u"stays"_s, u"s"_s)};
            for (int i = 0; i < 5000; ++i)
                tokens += inventedToken(QString::number(round * 5000 + i));
            load(table, m_account, tokens);
            chunks = std::max(chunks, table.snapshot()->account(m_account.id)->chunks.size());
        }
        QVERIFY2(chunks <= 6, qPrintable(QString::number(chunks)));
        QCOMPARE(table.snapshot()->rowCount(), 5001);
        QCOMPARE(row(*table.snapshot(), u"stays"_s).name(), u"s"_s);
        QCOMPARE(tokensOf(*table.snapshot()).size(), 5001);
    }

    void snapshotsCanBeReadWhileAThreadPours()
    {
        TokenTable table(m_clock);
        for (int round = 0; round < 2; ++round) {
            const auto load = table.beginLoad(m_account);
            std::thread parser([&load, round] {
                for (int i = 0; i < 30'000; ++i) {
                    Token token = inventedToken(QString::number(i), u"token "_s + QString::number(i));
                    token.created = Moment::at(i);
                    token.lastUsed = Moment::at(i + round);
                    token.owner = Named{QString::number(i), {}};
                    pour(*load, token);
                }
                load->finish(complete());
            });
            bool done = false;
            while (!done) {
                const auto snapshot = table.snapshot();
                done = statusOf(*snapshot, m_account).state == State::Complete;
                quint32 wrong = 0;
                for (quint32 number = 0; number < snapshot->numberEnd(); number += 97) {
                    if (!snapshot->contains(number))
                        continue;
                    const Token token = snapshot->token(number, 0);
                    const qint64 i = token.id.value.toLongLong();
                    wrong += token.created != Moment::at(i) || token.lastUsed.ms() - i > round
                        || *token.name != u"token "_s + token.id.value || token.owner->id != token.id.value;
                }
                QCOMPARE(wrong, 0u);
            }
            parser.join();
        }
        QCOMPARE(table.snapshot()->rowCount(), 30'000);
        QCOMPARE(row(*table.snapshot(), u"29999"_s).lastUsed(), Moment::at(30'000));
    }
};

QTEST_GUILESS_MAIN(TestTokenTable)
#include "tst_tokentable.moc"
