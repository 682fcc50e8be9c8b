#include "network/domain/moment.h"

#include <QTest>

using namespace latchkey;

//! Dates as providers spell them, and as they must not be read.
class TestMoment : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsIsoTimes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected"); // empty: must be refused
        const auto row = [](const char *name, const char *text, const char *expected) {
            QTest::newRow(name) << QByteArray(text) << QString::fromLatin1(expected);
        };
        row("with Z", "2021-01-14T11:25:39Z", "2021-01-14T11:25:39Z");
        row("with +00:00, as /sudo answers", "2021-01-14T11:52:45+00:00", "2021-01-14T11:52:45Z");
        row("east of Greenwich", "2021-01-14T11:25:39+02:00", "2021-01-14T09:25:39Z");
        row("west, without a colon", "2021-01-14T11:25:39-0330", "2021-01-14T14:55:39Z");
        row("offset of hours alone", "2021-01-14T11:25:39+02", "2021-01-14T09:25:39Z");
        row("milliseconds", "2021-01-14T11:25:39.250Z", "2021-01-14T11:25:39.250Z");
        row("more digits than milliseconds are cut", "2021-01-14T11:25:39.2509999Z", "2021-01-14T11:25:39.250Z");
        row("no zone is UTC, never local time", "2021-01-14T11:25:39", "2021-01-14T11:25:39Z");
        row("space in place of T", "2021-01-14 11:25:39Z", "2021-01-14T11:25:39Z");
        row("leap second is the second before", "2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z");
        row("29 February of a leap year", "2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z");
        row("the epoch", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z");
        row("before the epoch", "1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z");
        row("year 9999", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z");
        row("year 10000", "10000-01-01T00:00:00Z", "");
        row("negative year", "-001-01-01T00:00:00Z", "");
        row("29 February of another year", "2023-02-29T00:00:00Z", "");
        row("month 13", "2023-13-01T00:00:00Z", "");
        row("day 0", "2023-01-00T00:00:00Z", "");
        row("hour 24", "2023-01-01T24:00:00Z", "");
        row("minute 60", "2023-01-01T00:60:00Z", "");
        row("second 61", "2023-01-01T00:00:61Z", "");
        row("date alone", "2023-01-01", "");
        row("empty", "", "");
        row("text after it", "2023-01-01T00:00:00Zx", "");
        row("point without digits", "2023-01-01T00:00:00.Z", "");
        row("sign inside a number", "2023-01-01T00:00:+1Z", "");
        row("offset over a day", "2023-01-01T00:00:00+24:00", "");
    }

    void readsIsoTimes()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        const auto ms = parseIsoTime({text.constData(), static_cast<size_t>(text.size())});
        QCOMPARE(ms ? Moment::at(*ms).toIso() : QString(), expected);
    }

    void agreesWithQtOverTwoCenturies()
    {
        for (int day = -36'500; day < 36'500; day += 13) {
            const QDateTime time = QDateTime::fromSecsSinceEpoch(qint64(day) * 86'400 + day * 7 % 86'400, Qt::UTC);
            const QByteArray text = time.toString(Qt::ISODate).toLatin1();
            const auto ms = parseIsoTime({text.constData(), static_cast<size_t>(text.size())});
            QCOMPARE(ms.value_or(-1), time.toMSecsSinceEpoch());
        }
    }

    void keepsNeverAndNotReportedApart()
    {
        QVERIFY(!Moment().isReported());
        QVERIFY(Moment::never().isReported());
        QVERIFY(!Moment::never().isTime());
        QVERIFY(Moment::never() != Moment::notReported());
        QCOMPARE(Moment::never().toIso(), QStringLiteral("never"));
        QVERIFY(Moment().toIso().isNull());
        // A hostile number must not turn into one of the two words.
        QVERIFY(Moment::at(std::numeric_limits<qint64>::max()).isTime());
        QVERIFY(Moment::at(std::numeric_limits<qint64>::min()).isTime());
        QCOMPARE(Moment::fromRaw(Moment::never().raw()), Moment::never());
    }
};

QTEST_APPLESS_MAIN(TestMoment)
#include "tst_moment.moc"
