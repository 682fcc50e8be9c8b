#include "planfixture.h"

#include <QTest>

using namespace latchkey;

namespace {

const RunId TheRun{QStringLiteral("run-1")};

QString textOf(const RunItem &item)
{
    return QStringLiteral("%1 %2 %3").arg(stepName(item.step), outcomeName(item.standing())).arg(item.attempts);
}

} // namespace

//! A run as its entries tell it, and the entries as JSON.
class TestRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void entriesSurviveTheirJson()
    {
        const AccountId account{QStringLiteral("acc")};
        const QList<TokenId> items{TokenId{QStringLiteral("a\"b")}, TokenId{QStringLiteral("\u00E9\n")}};
        OutcomeCounts counts;
        counts.of(Outcome::Confirmed) = 3;
        counts.open = 1;
        const QList<JournalEntry> entries{
            RunStarted{TheRun, planOf(3), QStringLiteral("ann"), QStringLiteral("1.0")},
            RunResumed{TheRun, RunResumed::How::Continue, QStringLiteral("ann"), QStringLiteral("1.0")},
            Intent{TheRun, account, RevokeCall::Extent::Listed, items, 2},
            Answered{TheRun, account, items, true, true, 204, QString(), QStringLiteral("req")},
            Answered{TheRun, account, items, false, false, 0, QStringLiteral("unreachable"), QString()},
            Looked{TheRun, account, items, Presence::Absent},
            Settled{TheRun, account, items, Outcome::StillActive, QStringLiteral("why")},
            RunEnded{TheRun, RunEnded::How::Stopped, counts},
            CreateIntent{TheRun, account, QStringLiteral("cdn"), TokenKind::Automation, QStringLiteral("n"),
                         QStringLiteral("ann"), QStringLiteral("42")},
            CreateAnswered{TheRun, account, false, true, items[0], 500, QStringLiteral("500 unexpected")},
            ChangeIntent{TheRun,
                         account,
                         QStringLiteral("cdn"),
                         ChangeIntent::What::Token,
                         items[0],
                         {QStringLiteral("scopes")},
                         QStringLiteral("ann")},
            ChangeAnswered{TheRun, account, true, true, 0, QString(), items[1]},
        };
        for (const JournalEntry &entry : entries) {
            const auto read = entryFromJson(entryKind(entry), TheRun, entryToJson(entry));
            QVERIFY2(read, qPrintable(entryKind(entry)));
            QVERIFY2(*read == entry, qPrintable(entryKind(entry)));
        }
        QVERIFY(!entryFromJson(u"intent", TheRun, "{\"extent\":\"everything\"}"));
        QVERIFY(!entryFromJson(u"unheardOf", TheRun, "{\"a\":1}"));
        QVERIFY(!entryFromJson(u"settled", TheRun, "not json"));
    }

    void readsEntriesOfBefore()
    {
        const auto changed =
            entryFromJson(u"changeAnswered", TheRun, R"({"account":"acc","success":true,"sent":true,"httpStatus":0})");
        QVERIFY(changed && std::get<ChangeAnswered>(*changed).id.isEmpty());
        const auto create = entryFromJson(u"createIntent", TheRun, R"({"account":"acc","kind":"user","name":"n"})");
        QVERIFY(create && std::get<CreateIntent>(*create).client.isEmpty());
    }

    void anItemFollowsItsEntries()
    {
        const Plan plan = planOf(2);
        const AccountId account = plan.accounts[0].id;
        const QList<TokenId> first{plan.accounts[0].items[0].id};
        Run run(RunStarted{TheRun, plan, {}, {}}, Now);
        const auto now = [&run] { return textOf(run.items()[0]); };
        QCOMPARE(now(), QStringLiteral("planned notSent 0"));
        run.apply(Intent{TheRun, account, RevokeCall::Extent::One, first, 1}, Now + 1);
        QCOMPARE(now(), QStringLiteral("intent unknown 1"));
        run.apply(answeredOf(TheRun, account, first, failure(Error::Kind::Unreachable)), Now + 2);
        QCOMPARE(now(), QStringLiteral("planned notSent 1")); // certainly not sent: back where it was
        run.apply(Intent{TheRun, account, RevokeCall::Extent::One, first, 2}, Now + 3);
        run.apply(answeredOf(TheRun, account, first, RevokeAnswer{204, {}, QStringLiteral("req-7")}), Now + 4);
        QCOMPARE(now(), QStringLiteral("sent unknown 2")); // an answer is no proof
        QCOMPARE(run.items()[0].requestId, QStringLiteral("req-7"));
        run.apply(Looked{TheRun, account, first, Presence::Absent}, Now + 5);
        QCOMPARE(now(), QStringLiteral("sent unknown 2"));
        run.apply(Settled{TheRun, account, first, Outcome::Confirmed, {}}, Now + 6);
        QCOMPARE(now(), QStringLiteral("sent confirmed 2"));
        QCOMPARE(run.items()[0].changedMs, Now + 6);
        QCOMPARE(textOf(run.items()[1]), QStringLiteral("planned notSent 0")); // the other one was left alone
        QVERIFY(run.isOpen());
        QCOMPARE(run.counts().of(Outcome::Confirmed), 1);
        QCOMPARE(run.counts().open, 1);
        QVERIFY(!run.counts().isComplete());
        run.apply(RunEnded{TheRun, RunEnded::How::Stopped, run.counts()}, Now + 7);
        QVERIFY(!run.isOpen());
        run.apply(RunResumed{TheRun, RunResumed::How::Verify, {}, {}}, Now + 8);
        QVERIFY(run.isOpen());
    }

    void sendingAgainTakesTheOutcomeBack()
    {
        // Else a crash after the second intent would leave an outcome that the second sending may have changed.
        const Plan plan = planOf(1);
        const AccountId account = plan.accounts[0].id;
        const QList<TokenId> items{plan.accounts[0].items[0].id};
        Run run(RunStarted{TheRun, plan, {}, {}}, Now);
        run.apply(Intent{TheRun, account, RevokeCall::Extent::One, items, 1}, Now);
        run.apply(Looked{TheRun, account, items, Presence::Present}, Now);
        run.apply(Settled{TheRun, account, items, Outcome::StillActive, {}}, Now);
        QCOMPARE(textOf(run.items()[0]), QStringLiteral("intent stillActive 1"));
        run.apply(Intent{TheRun, account, RevokeCall::Extent::One, items, 2}, Now);
        QCOMPARE(textOf(run.items()[0]), QStringLiteral("intent unknown 2"));
        QVERIFY(!run.items()[0].look);
    }

    void entriesOfOthersAreIgnored()
    {
        const Plan plan = planOf(1);
        const AccountId account = plan.accounts[0].id;
        const TokenId item = plan.accounts[0].items[0].id;
        Run run(RunStarted{TheRun, plan, {}, {}}, Now);
        const RunId other{QStringLiteral("run-2")};
        QVERIFY(run.apply(Settled{other, account, {item}, Outcome::Confirmed, {}}, Now).isEmpty());
        const AccountId nobody{QStringLiteral("nobody")};
        QVERIFY(run.apply(Settled{TheRun, nobody, {item}, Outcome::Confirmed, {}}, Now).isEmpty());
        const TokenId stranger{QStringLiteral("stranger")};
        QVERIFY(run.apply(Settled{TheRun, account, {stranger}, Outcome::Confirmed, {}}, Now).isEmpty());
        QCOMPARE(textOf(run.items()[0]), QStringLiteral("planned notSent 0"));
    }

    void whatWasLeftOutIsInTheReceiptAndNothingElse()
    {
        Account cdn = accountNamed(QStringLiteral("cdn"));
        const TokenId own = *cdn.identity.ownToken;
        const Plan plan = buildPlan(requestFor({cdn}, {tokenOf(cdn, own.value), tokenOf(cdn, QStringLiteral("a"))}));
        Run run(RunStarted{TheRun, plan, {}, {}}, Now);
        QCOMPARE(run.items().size(), 2);
        QCOMPARE(run.items()[1].id, own);
        QCOMPARE(run.items()[1].standing(), Outcome::Excluded);
        QCOMPARE(run.indexOf(cdn.id, own), -1);
        QVERIFY(run.apply(Settled{TheRun, cdn.id, {own}, Outcome::Confirmed, {}}, Now).isEmpty());
        QCOMPARE(run.counts().planned(), 1);
        run.apply(Settled{TheRun, cdn.id, {TokenId{QStringLiteral("a")}}, Outcome::Unprovable, {}}, Now);
        QVERIFY(run.counts().isComplete());
    }
};

QTEST_APPLESS_MAIN(TestRun)
#include "tst_run.moc"
