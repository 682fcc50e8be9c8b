#include "tests/faults/bench.h"

#include <QCoreApplication>
#include <QThread>

#include <atomic>

//! Lists stream to their reader off the GUI thread, in order, with bounded memory, and end as errors or whole.
namespace latchkey::test {

namespace {

//! Takes everything, and remembers how it was told.
class Recorder : public BodyReader
{
public:
    void begin(const HttpHead &head) override
    {
        status = head.status;
        beganOnMain = QThread::currentThread() == QCoreApplication::instance()->thread();
    }
    Result<void> read(QByteArrayView piece) override
    {
        const bool alone = !inside.exchange(true);
        overlapped = overlapped || !alone;
        readOnMain = readOnMain || QThread::currentThread() == QCoreApplication::instance()->thread();
        if (delay > 0)
            QThread::msleep(pieces == 10 ? 100 * delay : delay);
        total += piece.size();
        ++pieces;
        if (keep)
            bytes += piece;
        inside = false;
        if (failAfter >= 0 && total > failAfter)
            return failure(Kind::Malformed, text("record 7 is no object"));
        return {};
    }
    Result<void> end() override
    {
        ended = true;
        if (total == 0)
            return failure(Kind::Malformed, text("an empty body is no list"));
        return {};
    }

    qint64 failAfter = -1;
    unsigned long delay = 0; //!< ms a piece; a hundred times that once
    bool keep = true;
    int status = 0;
    QByteArray bytes = {};
    std::atomic<qint64> total = 0;
    std::atomic<int> pieces = 0;
    std::atomic<bool> inside = false;
    std::atomic<bool> ended = false;
    std::atomic<bool> overlapped = false;
    std::atomic<bool> readOnMain = false;
    bool beganOnMain = false;
};

QByteArray numbers(int count)
{
    QByteArray all;
    for (int i = 0; i < count; ++i)
        all += QByteArray::number(i) + ',';
    return all;
}

} // namespace

class TestLists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aListArrivesWholeAndInOrder_data();
    void aListArrivesWholeAndInOrder();
    void aSlowReaderHoldsTheServerBack();
    void theReadersErrorEndsTheCall();
    void aListThatIsCutIsAnError_data();
    void aListThatIsCutIsAnError();
    void theReaderJudgesWhatHttpCannot_data();
    void theReaderJudgesWhatHttpCannot();
    void otherStatusesNeverReachTheReader_data();
    void otherStatusesNeverReachTheReader();
    void triedAgainOnlyBeforeTheFirstByte();
    void listsOfOneAccountShareOneThread();
};

void TestLists::aListArrivesWholeAndInOrder_data()
{
    QTest::addColumn<QByteArray>("encoding");
    QTest::newRow("as it is") << QByteArray();
    QTest::newRow("compressed") << QByteArray("deflate");
}

void TestLists::aListArrivesWholeAndInOrder()
{
    QFETCH(QByteArray, encoding);
    const QByteArray list = numbers(2'000'000);
    Reaction reaction = answer(200, list);
    if (!encoding.isEmpty()) // qCompress puts four bytes of its own before what HTTP calls deflate
        reaction = answer(200, qCompress(list).mid(4), {{"Content-Encoding", encoding}});
    FaultServer server({reaction});
    Desk desk(server.baseUrl());
    const auto reader = std::make_shared<Recorder>();
    const auto result = await(desk.client->stream(requestOf(Method::Get), reader));
    COMPARE_WORDS(result, "200");
    QCOMPARE(result->contentType, "application/json");
    QVERIFY(reader->bytes == list);
    QVERIFY(reader->ended);
    QCOMPARE(reader->status, 200);
    QVERIFY(reader->beganOnMain);
    QVERIFY(!reader->readOnMain);
    QVERIFY(!reader->overlapped);
    QVERIFY(reader->pieces > 10);
}

void TestLists::aSlowReaderHoldsTheServerBack()
{
    // The reader needs far longer than the silence and the rate that a server is allowed: that is not the server's
    // fault.
    constexpr int Pieces = 60;
    std::atomic<qint64> sent = 0;
    const QByteArray piece(1 << 20, 'x');
    Reaction reaction = head(200, {{"Content-Length", QByteArray::number(Pieces * piece.size())}});
    for (int i = 0; i < Pieces; ++i) {
        reaction = reaction + bytes(piece);
        reaction.steps.append([&sent, size = piece.size()](Wire &) {
            sent += size;
            return true;
        });
    }
    FaultServer server({reaction});
    Timing timing = hastyTiming();
    timing.connect = timing.call = std::chrono::seconds(20);
    timing.listRateBytes = 100 << 20;
    timing.inactivity = timing.listRateWindow = std::chrono::milliseconds(500);
    Desk desk(server.baseUrl(), timing);
    const auto reader = std::make_shared<Recorder>();
    reader->delay = 20;
    reader->keep = false;
    const QFuture<Result<HttpHead>> future = desk.client->stream(requestOf(Method::Get), reader);
    qint64 ahead = 0;
    while (!future.isFinished()) {
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        ahead = std::max(ahead, sent - reader->total);
    }
    COMPARE_WORDS(await(future), "200");
    QCOMPARE(reader->total, Pieces * piece.size());
    // Four pieces wait, Qt has two, and the rest is in the sockets' buffers.
    QVERIFY2(ahead < 40 * piece.size(), qPrintable(QString::number(ahead)));
}

void TestLists::theReadersErrorEndsTheCall()
{
    FaultServer server({head(200) + flood(QByteArray(1 << 16, 'x'), 1 << 20)});
    Desk desk(server.baseUrl(), patientTiming(), 3);
    const auto reader = std::make_shared<Recorder>();
    reader->failAfter = 100'000;
    reader->keep = false;
    const auto result = await(desk.client->stream(requestOf(Method::Get), reader));
    COMPARE_WORDS(result, "malformed answered 200");
    QCOMPARE(result.error().message, text("record 7 is no object"));
    QVERIFY(!reader->ended);
    const int pieces = reader->pieces;
    QTest::qWait(50);
    QCOMPARE(reader->pieces, pieces); // it is told nothing more
    QCOMPARE(server.requestCount(), 1);
}

void TestLists::aListThatIsCutIsAnError_data()
{
    QTest::addColumn<Reaction>("end");
    QTest::newRow("closed") << hangUp();
    QTest::newRow("reset") << reset();
}

void TestLists::aListThatIsCutIsAnError()
{
    QFETCH(Reaction, end);
    const QByteArray list = numbers(100'000);
    FaultServer server({head(200, {{"Content-Length", QByteArray::number(list.size() + 1)}}) + bytes(list) + end});
    Desk desk(server.baseUrl(), patientTiming(), 3);
    const auto reader = std::make_shared<Recorder>();
    COMPARE_WORDS(await(desk.client->stream(requestOf(Method::Get), reader)), "unreachable maybe 200");
    QVERIFY(!reader->ended);
    QCOMPARE(server.requestCount(), 1); // rows were poured: no second try
}

void TestLists::theReaderJudgesWhatHttpCannot_data()
{
    QTest::addColumn<Reaction>("reaction");
    QTest::newRow("an empty body") << answer(200);
    QTest::newRow("an empty chunked body") << head(200, {{"Transfer-Encoding", "chunked"}}) + bytes("0\r\n\r\n");
    QTest::newRow("nothing, then a close") << head(200) + hangUp();
}

void TestLists::theReaderJudgesWhatHttpCannot()
{
    QFETCH(Reaction, reaction);
    FaultServer server({reaction});
    Desk desk(server.baseUrl());
    const auto reader = std::make_shared<Recorder>();
    COMPARE_WORDS(await(desk.client->stream(requestOf(Method::Get), reader)), "malformed answered 200");
    QVERIFY(reader->ended);
}

void TestLists::otherStatusesNeverReachTheReader_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("words");
    const std::pair<int, const char *> table[] = {
        {201, "unexpected answered 201"},   {202, "unexpected answered 202"}, {204, "unexpected answered 204"},
        {206, "unexpected answered 206"},   {302, "redirected answered 302"}, {304, "unexpected answered 304"},
        {401, "unauthorized answered 401"}, {403, "forbidden answered 403"},  {404, "notFound answered 404"},
        {500, "unexpected answered 500"},
    };
    for (const auto &[status, words] : table)
        QTest::addRow("%d", status) << status << text(words);
}

void TestLists::otherStatusesNeverReachTheReader()
{
    QFETCH(int, status);
    QFETCH(QString, words);
    FaultServer server({answer(status, status == 204 || status == 304 ? QByteArray() : R"({"msg":"said so"})")});
    HttpSetup setup = Desk::setupFor(server.baseUrl());
    QByteArray errorBody;
    setup.readError = [&errorBody](const HttpResponse &response, Error &) { errorBody = response.body; };
    Desk desk(setup, patientTiming());
    const auto reader = std::make_shared<Recorder>();
    HttpRequest request = requestOf(Method::Get);
    request.allowed = {200};
    QCOMPARE(wordsOf(await(desk.client->stream(request, reader))), words);
    QCOMPARE(reader->status, 0);
    QCOMPARE(reader->pieces, 0);
    QVERIFY(!reader->ended);
    if (status >= 400)
        QCOMPARE(errorBody, R"({"msg":"said so"})");
}

void TestLists::triedAgainOnlyBeforeTheFirstByte()
{
    FaultServer server({answer(503, "{}"), head(200, {{"Content-Length", "5"}}) + hangUp(), answer(200, "[1,2]")});
    Desk desk(server.baseUrl(), patientTiming(), 2);
    const auto reader = std::make_shared<Recorder>();
    COMPARE_WORDS(await(desk.client->stream(requestOf(Method::Get), reader)), "200");
    QCOMPARE(reader->bytes, "[1,2]");
    QCOMPARE(server.requestCount(), 3);
}

void TestLists::listsOfOneAccountShareOneThread()
{
    const QByteArray list = numbers(300'000);
    FaultServer server({answer(200, list)});
    Desk desk(server.baseUrl());
    QList<std::shared_ptr<Recorder>> readers;
    QList<QFuture<Result<HttpHead>>> futures;
    for (int i = 0; i < 4; ++i) {
        readers += std::make_shared<Recorder>();
        futures += desk.client->stream(requestOf(Method::Get), readers.last());
    }
    for (int i = 0; i < 4; ++i) {
        COMPARE_WORDS(await(futures.at(i)), "200");
        QVERIFY(readers.at(i)->bytes == list);
    }
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestLists)
#include "tst_lists.moc"
