#include "tests/ui/pages/inventedrun.h"
#include "ui/pages/activitymodel.h"
#include "ui/pages/activitypage.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/look.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace latchkey;

namespace {

//! What a real journal says of these entries.
QList<QByteArray> linesOf(const QList<JournalEntry> &entries)
{
    const QTemporaryDir folder;
    const StandingClock clock;
    const auto journal = Journal::open(folder.filePath(QStringLiteral("journal")), clock);
    if (!journal)
        qFatal("%s", qPrintable(journal.error().message));
    QList<QByteArray> lines;
    const auto appended = (*journal)->append(entries);
    const auto exported = (*journal)->exportLines([&lines](QByteArrayView line) {
        lines += line.toByteArray();
        return true;
    });
    if (!appended || !exported)
        qFatal("the journal cannot be used");
    return lines;
}

QList<JournalEntry> inventedEntries()
{
    const RunStarted started = inventedStart(2);
    const Run run = inventedRun(2);
    Looked looked;
    looked.run = run.id;
    looked.account = run.items()[0].account;
    looked.items = {run.items()[0].id};
    looked.presence = Presence::Absent;
    RunEnded ended;
    ended.run = run.id;
    ended.how = RunEnded::How::Stopped;
    ended.counts.of(Outcome::Confirmed) = 1;
    return {started, intentOf(run, 0), answerOf(run, 0, true), looked, settledAs(run, 0, Outcome::Confirmed), ended};
}

//! "What | Account | Detail" of each row, from the top.
QStringList print(const QAbstractItemModel &model)
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 1; column < model.columnCount(); ++column)
            cells += model.index(row, column).data().toString();
        rows += cells.join(QStringLiteral(" | "));
    }
    return rows;
}

} // namespace

class TestActivityPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    void tellsTheJournalInWordsNewestFirst()
    {
        const StandingClock clock;
        ActivityModel model(clock);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRecords(activityRecords(linesOf(inventedEntries())));
        const QString name = QStringLiteral("deploy[U+202E]gnp.key<img src=file:///etc/passwd>");
        QCOMPARE(print(model),
                 (QStringList{
                     QStringLiteral("run stopped |  | 1 revoked (confirmed)"),
                     QStringLiteral("revoked (confirmed) | prod-cdn | ") + name,
                     QStringLiteral("looked | prod-cdn | ") + name + QStringLiteral(": not found any more"),
                     QStringLiteral("provider accepted | prod-cdn | ") + name + QStringLiteral(": 204"),
                     QStringLiteral("about to revoke | prod-cdn | ") + name,
                     QStringLiteral("run confirmed by maya | prod-cdn, stage-cdn | 4 item(s): CHG-20377 contract "
                                    "ended"),
                 }));
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("14:31:12"));
        QVERIFY(!model.index(1, 3).data(Qt::ToolTipRole).toString().contains(QStringLiteral("<img")));
    }

    void saysWhatAWideCallDoes()
    {
        RunStarted started = inventedStart(1);
        WideCall call{.person = {QStringLiteral("u1"), QStringLiteral("ann@example.com")}};
        call.action = QStringLiteral("End all sessions of %1");
        started.plan.accounts[0].wide = {call};
        Intent intent = intentOf(Run(started, 0), 1);
        intent.extent = RevokeCall::Extent::Person;
        const StandingClock clock;
        ActivityModel model(clock);
        model.setRecords(activityRecords(linesOf({started, intent})));
        QCOMPARE(print(model)[0], QStringLiteral("about to send | prod-cdn | End all sessions of ann@example.com"));
    }

    void saysWhatIsCreatedAndChanged()
    {
        const RunId created{QStringLiteral("c")};
        const RunId changed{QStringLiteral("d")};
        const RunId rotated{QStringLiteral("e")};
        const AccountId account{QStringLiteral("login-uuid")};
        const QString login = QStringLiteral("login");
        const TokenId before{QStringLiteral("hash1")};
        const StandingClock clock;
        ActivityModel model(clock);
        model.setRecords(activityRecords(linesOf({
            CreateIntent{.run = created,
                         .account = account,
                         .accountName = login,
                         .kind = TokenKind::AccessToken,
                         .name = QStringLiteral("nightly"),
                         .client = QStringLiteral("42")},
            ChangeIntent{.run = changed,
                         .account = account,
                         .accountName = login,
                         .id = before,
                         .fields = {QStringLiteral("scopes")}},
            ChangeAnswered{.run = changed, .account = account, .success = true, .id = before},
            ChangeIntent{.run = rotated, .account = account, .accountName = login, .id = before},
            ChangeAnswered{.run = rotated, .account = account, .success = true, .id = TokenId{QStringLiteral("hash2")}},
        })));
        QCOMPARE(print(model),
                 (QStringList{
                     QStringLiteral("changed | login | hash1, its id is now hash2"),
                     QStringLiteral("about to change a token | login | hash1"),
                     QStringLiteral("changed | login | hash1"),
                     QStringLiteral("about to change a token | login | hash1: scopes"),
                     QStringLiteral("about to create a token | login | access token, nightly, client 42"),
                 }));
    }

    void findsATokenByTheIdsThatItHad()
    {
        const AccountId account{QStringLiteral("login-uuid")};
        const TokenId first{QStringLiteral("hash1")};
        const TokenId second{QStringLiteral("hash2")};
        const TokenId third{QStringLiteral("hash3")};
        QList<JournalEntry> entries;
        entries += CreateAnswered{.run = {QStringLiteral("a")}, .account = account, .success = true, .id = first};
        const auto change = [&](const char *run, const TokenId &before, const TokenId &now) {
            const RunId id{QLatin1String(run)};
            entries += ChangeIntent{.run = id, .account = account, .id = before};
            entries += ChangeAnswered{.run = id, .account = account, .success = !now.isEmpty(), .id = now};
        };
        change("b", first, second);
        change("c", second, {}); // did not work
        change("d", second, third);
        change("e", TokenId{QStringLiteral("other")}, TokenId{QStringLiteral("another")});
        entries += Intent{.run = {QStringLiteral("f")}, .account = account, .items = {third}};
        entries += Intent{.run = {QStringLiteral("g")}, .account = account, .items = {first}}; // not this one any more
        const QList<ActivityRecord> records = activityRecords(linesOf(entries));
        const auto found = [&records](const AccountId &of, const TokenId &token) {
            QStringList runs;
            const auto about = recordsOf(records, of, token);
            for (const ActivityRecord &record : about)
                runs += runOf(*record.entry).value;
            return runs.join(QString());
        };
        QCOMPARE(found(account, third), QStringLiteral("abbccddf"));
        QCOMPARE(found(account, second), QStringLiteral("abbccdd")); // of a list from before the last change
        QCOMPARE(found(AccountId{QStringLiteral("elsewhere")}, third), QString());
        QCOMPARE(found(account, TokenId{QStringLiteral("new")}), QString());
    }

    void clearsItsFilterByEscape()
    {
        const StandingClock clock;
        ActivityPage page(clock);
        page.show();
        page.setLines(linesOf(inventedEntries()));
        auto *view = page.findChild<QTableView *>(QStringLiteral("activityView"));
        QTRY_COMPARE(view->model()->rowCount(), 6);
        auto *filter = page.findChild<QLineEdit *>(QStringLiteral("activityFilter"));
        filter->setFocus();
        QTest::keyClicks(filter, QStringLiteral("looked"));
        QCOMPARE(view->model()->rowCount(), 1);
        QTest::keyClick(filter, Qt::Key_Escape);
        QCOMPARE(filter->text(), QString());
        QCOMPARE(view->model()->rowCount(), 6);
        QVERIFY(filter->hasFocus());
        QTest::keyClick(filter, Qt::Key_Escape); // as in the other pages: on to the table
        QVERIFY(view->hasFocus());
    }

    void keepsRecordsThatALaterVersionWrote()
    {
        const auto records = activityRecords(
            {R"({"sequence":1,"at":"2025-12-01T14:31:12.000Z","kind":"teleported","run":"r","body":{"x":1}})",
             "no record at all"});
        QCOMPARE(records.size(), 1);
        QVERIFY(!records[0].entry);
        const StandingClock clock;
        ActivityModel model(clock);
        model.setRecords(records);
        QCOMPARE(print(model), QStringList{QStringLiteral("teleported |  | a later version of Latchkey wrote this")});
    }

    void filtersWhileTyping()
    {
        const StandingClock clock;
        ActivityPage page(clock);
        page.resize(900, 600);
        page.show();
        page.setLines(linesOf(inventedEntries()));
        auto *view = page.findChild<QTableView *>(QStringLiteral("activityView"));
        QTRY_COMPARE(view->model()->rowCount(), 6);
        QVERIFY(view->isVisible());
        auto *filter = page.findChild<QLineEdit *>(QStringLiteral("activityFilter"));
        QTest::keyClicks(filter, QStringLiteral("LOOKED"));
        QCOMPARE(view->model()->rowCount(), 1);
        QTest::keyClicks(filter, QStringLiteral("xyz"));
        QVERIFY(!view->isVisible());
        QTRY_COMPARE(page.findChild<QWidget *>(QStringLiteral("emptyState"))->accessibleName(),
                     QStringLiteral("No record holds this text."));
    }

    void showsTheNewestOfTwoReadings()
    {
        const StandingClock clock;
        ActivityPage page(clock);
        page.show();
        const QList<QByteArray> lines = linesOf(inventedEntries());
        page.setLines(lines);
        page.setLines(lines.mid(0, 1));
        auto *model = page.findChild<QTableView *>(QStringLiteral("activityView"))->model();
        QSignalSpy resets(model, &QAbstractItemModel::modelReset);
        QTRY_COMPARE(model->rowCount(), 1);
        QCOMPARE(resets.size(), 1);
    }

    void saysWhyItIsEmpty()
    {
        const StandingClock clock;
        ActivityPage page(clock);
        page.show();
        auto *empty = page.findChild<QWidget *>(QStringLiteral("emptyState"));
        QCOMPARE(empty->accessibleName(), QStringLiteral("The journal is being read."));
        page.setLines({});
        QTRY_COMPARE(empty->accessibleName(), QStringLiteral("Nothing has been changed yet."));
    }

    void saysWhetherTheJournalChecks()
    {
        const StandingClock clock;
        ActivityPage page(clock);
        auto *check = page.findChild<PlainLabel *>(QStringLiteral("journalCheck"));
        JournalReport report;
        report.records = 12;
        page.setReport(report);
        QCOMPARE(check->text(), QStringLiteral("Journal checked: 12 record(s), unbroken"));
        report.brokenAt = 7;
        report.trouble = QStringLiteral("Its hash is another.");
        page.setReport(report);
        QCOMPARE(check->text(), QStringLiteral("Journal broken at record 7: Its hash is another."));
    }

    void exportsByClick()
    {
        const StandingClock clock;
        ActivityPage page(clock);
        page.show();
        const QSignalSpy asked(&page, &ActivityPage::exportRequested);
        QTest::mouseClick(page.findChild<QPushButton *>(QStringLiteral("exportJournal")), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
    }

    void copiesItsOwnRowsByKey()
    {
        const StandingClock clock;
        ActivityPage page(clock);
        page.show();
        page.setLines(linesOf(inventedEntries()));
        auto *view = page.findChild<QTableView *>(QStringLiteral("activityView"));
        QTRY_COMPARE(view->model()->rowCount(), 6);
        view->setFocus();
        view->selectRow(0);
        QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QStringLiteral("Time\tWhat\tAccount\tDetail\n14:31:12\trun stopped\t\t1 revoked (confirmed)\n"));
    }
};

QTEST_MAIN(TestActivityPage)
#include "tst_activitypage.moc"
