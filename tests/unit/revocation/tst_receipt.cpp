#include "models/export/csv.h"
#include "models/revocation/receipt.h"
#include "planfixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

using namespace latchkey;

namespace {

const RunId TheRun{QStringLiteral("run-1")};

//! RFC 4180 by the book, independent of the writer: records of fields.
QList<QStringList> parsedCsv(const QByteArray &bytes)
{
    const QString text = QString::fromUtf8(bytes);
    QList<QStringList> records;
    QStringList record;
    QString field;
    bool isQuoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool isQuote = c == QLatin1Char('"');
        if (isQuoted && isQuote && i + 1 < text.size() && text[i + 1] == QLatin1Char('"')) {
            field += text[++i];
        } else if (isQuote) {
            isQuoted = !isQuoted;
        } else if (!isQuoted && c == QLatin1Char(',')) {
            record += field;
            field.clear();
        } else if (!isQuoted && c == QLatin1Char('\r') && i + 1 < text.size() && text[i + 1] == QLatin1Char('\n')) {
            records += record << field;
            record.clear();
            field.clear();
            ++i;
        } else {
            field += c;
        }
    }
    return records;
}

Run runOf(const QStringList &names)
{
    const Account cdn = accountNamed(QStringLiteral("cdn"));
    QList<Token> tokens;
    for (const QString &name : names) {
        tokens += tokenOf(cdn, QStringLiteral("t%1").arg(tokens.size()));
        tokens.last().name = name;
    }
    Plan plan = buildPlan(requestFor({cdn}, tokens));
    for (qsizetype i = 0; i < names.size(); ++i)
        plan.accounts[0].items[i].name = names[i]; // worse than a cleaned name
    return Run(RunStarted{TheRun, plan, QStringLiteral("ann"), QStringLiteral("1.0")}, Now);
}

} // namespace

//! What leaves the program as proof.
class TestReceipt : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void csvCell_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("cell");
        const auto row = [](const char *name, const QString &text, const QString &cell) {
            QTest::newRow(name) << text << cell;
        };
        row("plain", QStringLiteral("ann"), QStringLiteral("ann"));
        row("empty", {}, {});
        row("comma is quoted", QStringLiteral("a,b"), QStringLiteral("\"a,b\""));
        row("quotes are doubled", QStringLiteral("a\"b"), QStringLiteral("\"a\"\"b\""));
        row("line ends are quoted", QStringLiteral("a\r\nb"), QStringLiteral("\"a\r\nb\""));
        row("formula", QStringLiteral("=1+1"), QStringLiteral("'=1+1"));
        row("plus", QStringLiteral("+1"), QStringLiteral("'+1"));
        row("minus", QStringLiteral("-1"), QStringLiteral("'-1"));
        row("at", QStringLiteral("@SUM(A1)"), QStringLiteral("'@SUM(A1)"));
        row("tab", QStringLiteral("\t=1"), QStringLiteral("'\t=1"));
        row("carriage return", QStringLiteral("\r=1"), QStringLiteral("\"'\r=1\""));
        row("NUL", QString(QChar(0)) + QStringLiteral("=1"), QStringLiteral("'") + QChar(0) + QStringLiteral("=1"));
        row("full-width equals", QStringLiteral("\uFF1D1"), QStringLiteral("'\uFF1D1"));
        row("full-width plus", QStringLiteral("\uFF0B1"), QStringLiteral("'\uFF0B1"));
        row("full-width minus", QStringLiteral("\uFF0D1"), QStringLiteral("'\uFF0D1"));
        row("full-width at", QStringLiteral("\uFF201"), QStringLiteral("'\uFF201"));
        row("formula behind a space", QStringLiteral(" =1"), QStringLiteral("' =1"));
        row("formula behind what cannot be seen", QStringLiteral("\u200B=1"), QStringLiteral("'\u200B=1"));
        row("formula in quotes", QStringLiteral("=\"a\""), QStringLiteral("\"'=\"\"a\"\"\""));
        row("a sign inside is harmless", QStringLiteral("a=1-2"), QStringLiteral("a=1-2"));
    }

    void csvCell()
    {
        QFETCH(QString, text);
        QFETCH(QString, cell);
        QCOMPARE(QString::fromUtf8(latchkey::csvCell(text)), cell);
    }

    void csvReadsBackAndHoldsNoFormula()
    {
        constexpr QStringView Letters = u"ab=+-@\t\r\n\",';| \u00E9\uFF1D\uFF0B\uFF0D\uFF20\u202E\u200B\u00A0";
        QRandomGenerator random(20240607);
        QStringList names;
        for (int i = 0; i < 3000; ++i) {
            QString name;
            const auto length = random.bounded(8);
            for (int j = 0; j < length; ++j)
                name += Letters[random.bounded(static_cast<int>(Letters.size()))];
            names += name;
        }
        const auto records = parsedCsv(receiptAsCsv(runOf(names)));
        QCOMPARE(records.size(), names.size() + 1);
        for (qsizetype i = 0; i < names.size(); ++i) {
            const QStringList &record = records[i + 1];
            QCOMPARE(record.size(), records[0].size());
            QString name = record[3];
            const QString seen =
                name.normalized(QString::NormalizationForm_KC).remove(QChar(0x200b)).remove(QChar(0x202e));
            const QString bare = seen.trimmed();
            QVERIFY2(bare.isEmpty() || !QStringView(u"=+-@").contains(bare[0]), qPrintable(name));
            if (name.startsWith(QLatin1Char('\'')) && !names[i].startsWith(QLatin1Char('\'')))
                name.remove(0, 1);
            QCOMPARE(name, names[i]);
        }
    }

    void csvSaysWhatHappened()
    {
        Run run = runOf({QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")});
        const AccountId account = run.plan.accounts[0].id;
        const auto settle = [&](const char *id, Outcome outcome, const QString &detail) {
            const QList<TokenId> items{TokenId{QString::fromLatin1(id)}};
            run.apply(Intent{TheRun, account, RevokeCall::Extent::One, items, 1}, Now);
            run.apply(answeredOf(TheRun, account, items, RevokeAnswer{204, {}, QStringLiteral("req-1")}), Now);
            run.apply(Settled{TheRun, account, items, outcome, detail}, Now);
        };
        settle("t0", Outcome::Confirmed, {});
        settle("t1", Outcome::Refused, QStringLiteral("403 forbidden: not yours"));
        const auto records = parsedCsv(receiptAsCsv(run));
        QCOMPARE(records[1].mid(2, 6).join(QLatin1Char('|')),
                 QStringLiteral("t0|one|confirmed|gone when looked at|204|req-1"));
        QCOMPARE(records[2].mid(2, 4).join(QLatin1Char('|')),
                 QStringLiteral("t1|two|refused|403 forbidden: not yours"));
        QCOMPARE(records[3].mid(2, 4).join(QLatin1Char('|')), QStringLiteral("t2|three|notSent|was not sent"));
        QCOMPARE(records[1].mid(8).join(QLatin1Char('|')),
                 QStringLiteral("2023-11-14T22:13:20.000Z|Ann|spring cleaning|ann|2023-11-14T22:13:20.000Z"));
        QCOMPARE(records[0].mid(8).join(QLatin1Char('|')), QStringLiteral("at|owner|reason|user|started"));
    }

    void saysWhatAWideCallWas()
    {
        const Account cdn = accountNamed(QStringLiteral("cdn"));
        PlanRequest request = requestFor({cdn});
        request.reason = QStringLiteral("=1+1");
        request.providers[cdn.provider].wideWords[Capability::RevokeByPerson].action =
            QStringLiteral("End all sessions of %1");
        request.wide[cdn.id] = {
            {RevokeCall::Extent::Person, {QStringLiteral("u1"), QStringLiteral("ann@example.com")}, {}, false}};
        Run run(RunStarted{TheRun, buildPlan(request), QStringLiteral("@me"), {}}, Now);
        const QList<TokenId> items{run.items()[0].id};
        run.apply(Settled{TheRun, cdn.id, items, Outcome::Unprovable, QStringLiteral("3 revoked")}, Now);
        const QStringList record = parsedCsv(receiptAsCsv(run))[1];
        QCOMPARE(record[3], QStringLiteral("End all sessions of ann@example.com"));
        QCOMPARE(record[5], QStringLiteral("the provider offers no look at it; 3 revoked"));
        QCOMPARE(record.mid(9, 3).join(QLatin1Char('|')), QStringLiteral("ann@example.com|'=1+1|'@me"));
        const QJsonObject item =
            QJsonDocument::fromJson(receiptAsJson(run)).object()[QLatin1String("items")][0].toObject();
        QCOMPARE(item[QLatin1String("name")].toString(), QStringLiteral("ann@example.com"));
        QCOMPARE(item[QLatin1String("call")].toString(), record[3]);
        QVERIFY(receiptAsHtml(run, outcomeName).contains("<td>End all sessions of ann@example.com</td>"));
    }

    void jsonIsExact()
    {
        Run run = runOf({QStringLiteral("=1+1"), QStringLiteral("a\"\n\u202E")});
        const AccountId account = run.plan.accounts[0].id;
        run.apply(Settled{TheRun, account, {TokenId{QStringLiteral("t0")}}, Outcome::AlreadyGone, {}}, Now);
        const QJsonObject json = QJsonDocument::fromJson(receiptAsJson(run)).object();
        const QJsonArray items = json[QLatin1String("items")].toArray();
        QCOMPARE(items.size(), 2);
        QCOMPARE(items[0][QLatin1String("name")].toString(), QStringLiteral("=1+1"));
        QCOMPARE(items[1][QLatin1String("name")].toString(), QStringLiteral("a\"\n\u202E"));
        QCOMPARE(items[0][QLatin1String("outcome")].toString(), QStringLiteral("alreadyGone"));
        QCOMPARE(json[QLatin1String("summary")].toObject(),
                 (QJsonObject{{QStringLiteral("alreadyGone"), 1}, {QStringLiteral("notSent"), 1}}));
        QCOMPARE(json[QLatin1String("complete")].toBool(), false);
        QCOMPARE(json[QLatin1String("planSha256")].toString().toLatin1(), run.plan.sha256());
        const auto plan = planFromJson(json[QLatin1String("plan")].toObject());
        QVERIFY(plan && *plan == run.plan);
    }

    void htmlLoadsAndRunsNothing()
    {
        const Run run = runOf({QStringLiteral("<img src=file:///etc/passwd>"), QStringLiteral("keep \u202Eme")});
        const auto shown = [](Outcome outcome) { return QStringLiteral("<%1>").arg(outcomeName(outcome)); };
        const QString page = QString::fromUtf8(receiptAsHtml(run, shown));
        QVERIFY(!page.contains(QLatin1String("<img")));
        QVERIFY(page.contains(QLatin1String("&lt;img src=file:///etc/passwd&gt;")));
        QVERIFY(page.contains(QLatin1String("keep [U+202E]me")));
        QVERIFY(page.contains(QLatin1String("&lt;notSent&gt;")));
        QVERIFY(page.contains(QLatin1String("spring cleaning")));
    }
};

QTEST_APPLESS_MAIN(TestReceipt)
#include "tst_receipt.moc"
