#include "network/http/ratelimiter.h"
#include "tests/support/fakeclock.h"

#include <QSignalSpy>
#include <QTest>

namespace latchkey::test {

using namespace std::chrono_literals;

class TestRateLimiter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutALimitNothingWaits();
    void theDocumentedBudgetKeepsAReserve();
    void theReserveIsATenthOfTheWindow_data();
    void theReserveIsATenthOfTheWindow();
    void everyWindowHasItsOwnReserve();
    void aHeaderKnowsBetter();
    void withinAWindowItOnlyShrinks();
    void afterTheResetItIsFullAgain();
    void aResetFarAwayIsNotBelieved();
    void readsWaitOnlyForAPause();
    void aPauseEndsByTimeThatPassedNotByTheWallClock();
    void theLongerPauseCounts();
    void itTellsWhenItChanges();
    void retryAfter_data();
    void retryAfter();
    void httpDates_data();
    void httpDates();

private:
    static RateReport report(std::optional<int> limit, std::optional<int> remaining, std::optional<qint64> resetMs)
    {
        RateReport all;
        all.limit = limit;
        all.remaining = remaining;
        all.resetMs = resetMs;
        return all;
    }
};

void TestRateLimiter::withoutALimitNothingWaits()
{
    const FakeClock clock;
    RateLimiter limiter(clock, 0);
    for (int i = 0; i < 10'000; ++i)
        limiter.spend();
    QCOMPARE(limiter.waitMs(false), 0);
    QVERIFY(!limiter.budget().remaining);
    QVERIFY(!limiter.pausedUntilMs());
}

void TestRateLimiter::theDocumentedBudgetKeepsAReserve()
{
    FakeClock clock;
    RateLimiter limiter(clock, 1000);
    for (int i = 0; i < 900; ++i) {
        QCOMPARE(limiter.waitMs(false), 0);
        limiter.spend();
    }
    QCOMPARE(limiter.waitMs(false), 3'600'000);
    QCOMPARE(limiter.pausedUntilMs(), clock.nowMs() + 3'600'000);
    clock.advance(59min);
    QCOMPARE(limiter.waitMs(false), 60'000);
    clock.advance(1min);
    QCOMPARE(limiter.waitMs(false), 0);
    limiter.spend();
    QCOMPARE(limiter.budget().remaining, 999);
}

void TestRateLimiter::theReserveIsATenthOfTheWindow_data()
{
    QTest::addColumn<std::optional<int>>("limit");
    QTest::addColumn<int>("firstSeen"); // left in the window
    QTest::addColumn<int>("mayGo");
    const std::optional<int> none;
    QTest::newRow("of the limit that is reported") << std::optional(60) << 50 << 44;
    QTest::newRow("of what was left when it was first seen") << none << 59 << 54;
    QTest::newRow("of what was left of a larger one") << none << 500 << 450;
    QTest::newRow("so little that nothing is kept") << none << 9 << 9;
}

void TestRateLimiter::theReserveIsATenthOfTheWindow()
{
    QFETCH(std::optional<int>, limit);
    QFETCH(int, firstSeen);
    QFETCH(int, mayGo);
    const FakeClock clock;
    RateLimiter limiter(clock, 1000);
    const qint64 reset = clock.nowMs() + 60'000;
    int gone = 0;
    for (limiter.spend(); gone <= firstSeen; ++gone) {
        limiter.report(report(limit, firstSeen - gone, reset));
        if (limiter.waitMs(false) > 0)
            break;
        limiter.spend();
    }
    QCOMPARE(gone, mayGo);
    QCOMPARE(limiter.waitMs(false), 60'000);
}

void TestRateLimiter::everyWindowHasItsOwnReserve()
{
    FakeClock clock;
    RateLimiter limiter(clock, 1000);
    limiter.report(report({}, 20, clock.nowMs() + 60'000)); // most of it was spent before we came
    QCOMPARE(limiter.reserve(), 2);
    clock.advance(60s);
    limiter.report(report({}, 60, clock.nowMs() + 60'000));
    QCOMPARE(limiter.reserve(), 6);
    limiter.report(report({}, 7, clock.nowMs() + 60'000));
    QCOMPARE(limiter.reserve(), 6);
}

void TestRateLimiter::aHeaderKnowsBetter()
{
    const FakeClock clock;
    RateLimiter limiter(clock, 1000);
    limiter.report(report({}, 11, clock.nowMs() + 60'000));
    for (int i = 0; i < 10; ++i) {
        QCOMPARE(limiter.waitMs(false), 0);
        limiter.spend();
    }
    QCOMPARE(limiter.waitMs(false), 60'000);
    limiter.report(report(5000, 4000, clock.nowMs() + 120'000));
    QCOMPARE(limiter.waitMs(false), 0);
    QCOMPARE(limiter.budget().limit, 5000);
    limiter.report(report({}, -5, clock.nowMs() + 180'000));
    QCOMPARE(limiter.budget().remaining, 0);
    limiter.report(report({}, {}, {}));
    QCOMPARE(limiter.budget().remaining, 0);
}

void TestRateLimiter::withinAWindowItOnlyShrinks()
{
    const FakeClock clock;
    RateLimiter limiter(clock, 1000);
    const qint64 reset = clock.nowMs() + 60'000;
    limiter.report(report(1000, 500, reset));
    for (int i = 0; i < 4; ++i)
        limiter.spend();
    limiter.report(report(1000, 499, reset + 900)); // the answer to the first of four; the reset wavers
    QCOMPARE(limiter.budget().remaining, 496);
    limiter.report(report(1000, 300, reset)); // somebody else spends too
    QCOMPARE(limiter.budget().remaining, 300);
    limiter.report(report(1000, 1000, reset + 60'000)); // the next window
    QCOMPARE(limiter.budget().remaining, 1000);
}

void TestRateLimiter::afterTheResetItIsFullAgain()
{
    FakeClock clock;
    RateLimiter limiter(clock, 1000);
    limiter.report(report(1000, 0, clock.nowMs() + 5'000));
    QCOMPARE(limiter.waitMs(false), 5'000);
    clock.advance(5s);
    QCOMPARE(limiter.waitMs(false), 0);
    QVERIFY(!limiter.pausedUntilMs());
    limiter.report(report(1000, 0, clock.nowMs() - 1'000)); // their clock is behind
    QCOMPARE(limiter.waitMs(false), 0);
}

void TestRateLimiter::aResetFarAwayIsNotBelieved()
{
    const FakeClock clock;
    RateLimiter limiter(clock, 1000);
    limiter.report(report(1000, 0, clock.nowMs() + 24 * 3'600'000));
    QCOMPARE(limiter.waitMs(false), 3'600'000);
}

void TestRateLimiter::readsWaitOnlyForAPause()
{
    FakeClock clock;
    RateLimiter limiter(clock, 1000);
    limiter.report(report(1000, 0, clock.nowMs() + 60'000));
    QCOMPARE(limiter.waitMs(true), 0);
    limiter.pause(7s);
    QCOMPARE(limiter.waitMs(true), 7'000);
    QCOMPARE(limiter.waitMs(false), 60'000);
    clock.advance(7s);
    QCOMPARE(limiter.waitMs(true), 0);
}

void TestRateLimiter::aPauseEndsByTimeThatPassedNotByTheWallClock()
{
    FakeClock clock;
    RateLimiter limiter(clock, 0);
    limiter.pause(10s);
    clock.setNowMs(clock.nowMs() + 24 * 3'600'000);
    QCOMPARE(limiter.waitMs(true), 10'000);
    QCOMPARE(limiter.pausedUntilMs(), clock.nowMs() + 10'000);
}

void TestRateLimiter::theLongerPauseCounts()
{
    const FakeClock clock;
    RateLimiter limiter(clock, 0);
    limiter.pause(10s);
    limiter.pause(3s);
    limiter.pause(-5s);
    QCOMPARE(limiter.waitMs(false), 10'000);
}

void TestRateLimiter::itTellsWhenItChanges()
{
    const FakeClock clock;
    RateLimiter limiter(clock, 1000);
    const QSignalSpy changed(&limiter, &RateLimiter::changed);
    limiter.spend();
    limiter.report(report(1000, 5, {}));
    limiter.pause(1s);
    QCOMPARE(changed.size(), 3);
}

void TestRateLimiter::retryAfter_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("date");
    QTest::addColumn<int>("seconds"); // -1: not understood

    const QByteArray date = "Sun, 06 Nov 1994 08:49:37 GMT";
    const QByteArray none;
    QTest::newRow("seconds") << QByteArray("7") << none << 7;
    QTest::newRow("zero") << QByteArray("0") << none << 0;
    QTest::newRow("with spaces around") << QByteArray(" 120 ") << none << 120;
    QTest::newRow("negative") << QByteArray("-5") << none << 0;
    QTest::newRow("a thousand million") << QByteArray("1000000000") << none << 86'400;
    QTest::newRow("more than any number") << QByteArray("99999999999999999999999") << none << 86'400;
    QTest::newRow("nothing") << none << date << -1;
    QTest::newRow("a word") << QByteArray("soon") << date << -1;
    QTest::newRow("a fraction") << QByteArray("1.5") << date << -1;
    QTest::newRow("a plus") << QByteArray("+5") << date << -1;
    QTest::newRow("a sign alone") << QByteArray("-") << date << -1;
    QTest::newRow("hexadecimal") << QByteArray("0x10") << date << -1;
    QTest::newRow("two values") << QByteArray("5, 6") << date << -1;
    QTest::newRow("a date, by the server's clock") << QByteArray("Sun, 06 Nov 1994 08:50:07 GMT") << date << 30;
    QTest::newRow("a date of RFC 850") << QByteArray("Sunday, 06-Nov-94 08:50:07 GMT") << date << 30;
    QTest::newRow("a date of asctime") << QByteArray("Sun Nov  6 08:50:07 1994") << date << 30;
    QTest::newRow("a date that is past") << QByteArray("Sun, 06 Nov 1994 08:49:00 GMT") << date << 0;
    QTest::newRow("a date years away") << QByteArray("Sun, 06 Nov 2094 08:49:00 GMT") << date << 86'400;
    QTest::newRow("a date, by our clock where theirs is missing")
        << QByteArray("Sun, 22 Nov 2026 08:00:10 GMT") << none << 10;
    QTest::newRow("a date, by our clock where theirs is garbage")
        << QByteArray("Sun, 22 Nov 2026 08:00:10 GMT") << QByteArray("today") << 10;
    QTest::newRow("their clock is a day ahead")
        << QByteArray("Mon, 23 Nov 2026 08:00:10 GMT") << QByteArray("Mon, 23 Nov 2026 08:00:00 GMT") << 10;
    QTest::newRow("their clock is a day behind")
        << QByteArray("Sat, 21 Nov 2026 08:00:10 GMT") << QByteArray("Sat, 21 Nov 2026 08:00:00 GMT") << 10;
}

void TestRateLimiter::retryAfter()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, date);
    QFETCH(int, seconds);
    const FakeClock clock;
    const auto wait = parseRetryAfter(value, date, clock.nowMs());
    QCOMPARE(wait ? int(wait->count()) : -1, seconds);
}

void TestRateLimiter::httpDates_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("ms"); // -1: none

    const qint64 example = 784'111'777'000; // the date of RFC 9110
    QTest::newRow("IMF-fixdate") << QByteArray("Sun, 06 Nov 1994 08:49:37 GMT") << example;
    QTest::newRow("RFC 850") << QByteArray("Sunday, 06-Nov-94 08:49:37 GMT") << example;
    QTest::newRow("asctime") << QByteArray("Sun Nov  6 08:49:37 1994") << example;
    QTest::newRow("asctime, day of two digits")
        << QByteArray("Wed Nov 16 08:49:37 1994") << example + 10 * 86'400'000LL;
    QTest::newRow("RFC 850 in this century")
        << QByteArray("Sunday, 22-Nov-26 08:00:00 GMT") << qint64(1'795'334'400'000);
    QTest::newRow("the epoch") << QByteArray("Thu, 01 Jan 1970 00:00:00 GMT") << qint64(0);
    QTest::newRow("a leap second") << QByteArray("Sat, 31 Dec 2016 23:59:60 GMT") << qint64(1'483'228'799'000);
    QTest::newRow("a leap day") << QByteArray("Thu, 29 Feb 2024 00:00:00 GMT") << qint64(1'709'164'800'000);
    for (const char *wrong :
         {"", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 +0000",
          "Sun, 6 Nov 1994 08:49:37 GMT", "sun, 06 nov 1994 08:49:37 gmt", "Son, 06 Nov 1994 08:49:37 GMT",
          "Sun, 31 Feb 1994 08:49:37 GMT", "Thu, 29 Feb 2023 00:00:00 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
          "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
          "Sun, 06 Nov 1994 08:49:37 GMT and more", " Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z",
          "784111777", "Sun Nov 06 1994"})
        QTest::addRow("not \"%s\"", wrong) << QByteArray(wrong) << qint64(-1);
}

void TestRateLimiter::httpDates()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, ms);
    QCOMPARE(parseHttpDate(text).value_or(-1), ms);
}

} // namespace latchkey::test

QTEST_APPLESS_MAIN(latchkey::test::TestRateLimiter)
#include "tst_ratelimiter.moc"
