#include "tests/faults/bench.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTimer>

#include <ctime>
#include <utility>

//! Bombs: what the other side sends without end neither fills the memory nor holds up the event loop.
namespace latchkey::test {

namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool Measured = false; // the sanitizer's own memory and slowness would be measured
#else
constexpr bool Measured = true;
#endif

constexpr qint64 MiB = 1 << 20;

qint64 residentBytes()
{
    QFile statm(QStringLiteral("/proc/self/statm"));
    if (!statm.open(QIODevice::ReadOnly))
        return 0;
    return statm.readAll().split(' ').value(1).toLongLong() * 4096;
}

//! This thread's, in ms.
qint64 busyTime()
{
    timespec time = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return qint64(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000;
}

//! Watches memory and the event loop's longest gaps while it lives.
class Watch
{
public:
    Watch()
    {
        m_gap.start();
        QObject::connect(&m_beat, &QTimer::timeout, &m_beat, [this] {
            m_longestGap = std::max(m_longestGap, m_gap.restart());
            m_longestWork = std::max(m_longestWork, busyTime() - std::exchange(m_busy, busyTime()));
            m_peak = std::max(m_peak, residentBytes());
        });
        m_beat.start(1);
    }

    //! Empty: all was well. Work is processor time, so that a busy machine fails nothing; a gap far longer is a wait.
    [[nodiscard]] QString complaint() const
    {
        const qint64 growth = (m_peak - m_before) / MiB;
        const QString measured =
            QStringLiteral("%1 MiB, %2 ms of work, %3 ms gap").arg(growth).arg(m_longestWork).arg(m_longestGap);
        return !Measured || (growth < 96 && m_longestWork < 50 && m_longestGap < 1'000) ? QString() : measured;
    }

private:
    const qint64 m_before = residentBytes();
    qint64 m_peak = m_before;
    qint64 m_busy = busyTime();
    qint64 m_longestWork = 0;
    qint64 m_longestGap = 0;
    QElapsedTimer m_gap;
    QTimer m_beat;
};

class Counter : public BodyReader
{
public:
    Result<void> read(QByteArrayView piece) override
    {
        total += piece.size();
        return {};
    }
    Result<void> end() override { return {}; }
    qint64 total = 0;
};

//! `size` zero bytes as HTTP's deflate: a thousandth of them on the wire.
QByteArray bomb(qint64 size) { return qCompress(QByteArray(size, '\0'), 9).mid(4); }

} // namespace

class TestLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bombsAreCalm_data();
    void bombsAreCalm();
    void headersWithoutEndHoldNobodyUp();
    void listsOfAnySizePassThrough();
    void theCapOfAnAnswerIsSixteenMiB();
};

void TestLimits::bombsAreCalm_data()
{
    QTest::addColumn<Reaction>("bomb");
    QTest::addColumn<bool>("list");
    QTest::addColumn<QStringList>("words");

    const Headers deflate = {{"Content-Encoding", "deflate"}};
    const QByteArray chunk = QByteArray::number(MiB, 16) + "\r\n" + QByteArray(MiB, 'x') + "\r\n";
    const QByteArray header = "X-Filler: " + QByteArray(1000, 'x') + "\r\n";
    const QByteArray packed = bomb(200 * MiB);
    const QStringList unpacked = {text("malformed maybe 200"), text("tooLarge maybe 200")};
    QTest::newRow("200 MiB, compressed, as an answer") << answer(200, packed, deflate) << false << unpacked;
    QTest::newRow("200 MiB, compressed, as a list") << answer(200, packed, deflate) << true << unpacked;
    QTest::newRow("200 MiB, compressed, as a refusal")
        << answer(403, packed, deflate) << false << QStringList(text("forbidden answered 403"));
    QTest::newRow("an answer without end")
        << head(200) + flood(QByteArray(MiB, 'x'), 4096) << false << QStringList(text("tooLarge maybe 200"));
    QTest::newRow("a refusal without end")
        << head(500) + flood(QByteArray(MiB, 'x'), 4096) << false << QStringList(text("unexpected answered 500"));
    QTest::newRow("chunks without end") << head(200, {{"Transfer-Encoding", "chunked"}}) + flood(chunk, 4096) << false
                                        << QStringList(text("tooLarge maybe 200"));
    QTest::newRow("20 MB of headers") << bytes("HTTP/1.1 200 OK\r\n") + flood(header, 20'000)
            + bytes("Content-Length: 2\r\n\r\n[]")
                                      << false << QStringList{text("200"), text("timedOut maybe")};
    QTest::newRow("headers without end") << bytes("HTTP/1.1 200 OK\r\n") + flood(header, 1 << 30) << false
                                         << QStringList(text("timedOut maybe"));
}

void TestLimits::bombsAreCalm()
{
    QFETCH(Reaction, bomb);
    QFETCH(bool, list);
    QFETCH(QStringList, words);
    FaultServer server({bomb});
    Timing timing = patientTiming();
    timing.call = std::chrono::seconds(2);
    Desk desk(server.baseUrl(), timing);
    const Watch watch;
    const QString ended = list
        ? wordsOf(await(desk.client->stream(requestOf(Method::Get), std::make_shared<Counter>())))
        : wordsOf(desk.send(requestOf(Method::Get)));
    QVERIFY2(words.contains(ended), qPrintable(ended));
    QTest::qWait(20); // for the last heartbeat
    QCOMPARE(watch.complaint(), QString());
}

void TestLimits::headersWithoutEndHoldNobodyUp()
{
    FaultServer server([](const SeenRequest &request) {
        const QByteArray header = "X-Filler: " + QByteArray(1000, 'x') + "\r\n";
        return request.target == "/hostile" ? bytes("HTTP/1.1 200 OK\r\n") + flood(header, 1 << 30) : answer(200, "[]");
    });
    Desk desk(server.baseUrl(), hastyTiming());
    QElapsedTimer timer;
    timer.start();
    COMPARE_WORDS(desk.send(requestOf(Method::Get, "/hostile")), "timedOut maybe");
    COMPARE_WORDS(desk.send(requestOf(Method::Get, "/other")), "200");
    desk.client.reset();
    QVERIFY2(timer.elapsed() < 3'000, qPrintable(QString::number(timer.elapsed())));
}

void TestLimits::listsOfAnySizePassThrough()
{
    const qint64 pieces = Measured ? 1024 : 64;
    const QByteArray chunk = QByteArray::number(MiB, 16) + "\r\n" + QByteArray(MiB, 'x') + "\r\n";
    FaultServer server({head(200, {{"Transfer-Encoding", "chunked"}}) + flood(chunk, pieces) + bytes("0\r\n\r\n")});
    Desk desk(server.baseUrl());
    const auto reader = std::make_shared<Counter>();
    const Watch watch;
    COMPARE_WORDS(await(desk.client->stream(requestOf(Method::Get), reader), std::chrono::seconds(100)), "200");
    QCOMPARE(reader->total, pieces * MiB);
    QCOMPARE(watch.complaint(), QString());
}

void TestLimits::theCapOfAnAnswerIsSixteenMiB()
{
    FaultServer server({answer(200, QByteArray(16 * MiB, 'x')), answer(200, QByteArray(16 * MiB + 1, 'x'))});
    Desk desk(server.baseUrl());
    const Result<HttpResponse> most = desk.send(requestOf(Method::Get));
    COMPARE_WORDS(most, "200");
    QCOMPARE(most->body.size(), 16 * MiB);
    COMPARE_WORDS(desk.send(requestOf(Method::Get)), "tooLarge maybe 200");
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestLimits)
#include "tst_limits.moc"
