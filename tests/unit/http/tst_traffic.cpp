#include "network/http/traffic.h"

#include <QSignalSpy>
#include <QTest>

namespace latchkey {

class TestTraffic : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_data();
    void lines();
    void theLastThousandAreKept();
};

void TestTraffic::lines_data()
{
    QTest::addColumn<TrafficEntry>("entry");
    QTest::addColumn<QString>("line");

    const TrafficEntry plain = {0, "GET", QStringLiteral("api.fastly.com"), "/tokens/{id}", 200, 31, {}, {}};
    QTest::newRow("a success") << plain << "GET api.fastly.com /tokens/{id} 200 31 ms";
    TrafficEntry failed = plain;
    failed.status = 0;
    failed.error = QStringLiteral("unreachable");
    QTest::newRow("no answer") << failed << "GET api.fastly.com /tokens/{id} - 31 ms unreachable";
    TrafficEntry refused = plain;
    refused.status = 403;
    refused.error = QStringLiteral("forbidden");
    refused.requestId = QStringLiteral("r-1");
    QTest::newRow("a refusal with its id") << refused << "GET api.fastly.com /tokens/{id} 403 31 ms forbidden [r-1]";
    TrafficEntry hostile = plain;
    hostile.requestId = QStringLiteral("a\r\nGET evil\x1b[2J") + QChar(0x202e);
    QTest::newRow("controls are marked")
        << hostile << "GET api.fastly.com /tokens/{id} 200 31 ms [a[U+000D][U+000A]GET evil[U+001B][2J[U+202E]]";
}

void TestTraffic::lines()
{
    QFETCH(TrafficEntry, entry);
    QFETCH(QString, line);
    QCOMPARE(trafficLine(entry), line);
}

void TestTraffic::theLastThousandAreKept()
{
    Traffic traffic;
    QSignalSpy added(&traffic, &Traffic::added);
    for (int i = 0; i < 1005; ++i) {
        TrafficEntry entry;
        entry.status = i;
        traffic.add(entry);
    }
    QCOMPARE(added.size(), 1005);
    QCOMPARE(traffic.entries().size(), size_t(1000));
    QCOMPARE(traffic.entries().front().status, 5);
    QCOMPARE(traffic.entries().back().status, 1004);
}

} // namespace latchkey

QTEST_APPLESS_MAIN(latchkey::TestTraffic)
#include "tst_traffic.moc"
