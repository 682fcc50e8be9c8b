#include "network/http/redirectlistener.h"

#include "tests/support/await.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using namespace latchkey;
using namespace latchkey::test;

namespace {

struct Shown
{
    int status = 0; //!< 0: no answer
    QByteArray head = {};
    QByteArray body = {};
};

//! What a client that writes these bytes gets until the connection ends.
Shown sent(const QUrl &redirect, const QByteArray &request)
{
    QTcpSocket socket;
    socket.connectToHost(redirect.host(), quint16(redirect.port()));
    QSignalSpy ended(&socket, &QTcpSocket::disconnected);
    if (!socket.waitForConnected(20'000))
        return {};
    socket.write(request);
    if (ended.isEmpty() && !ended.wait(20'000))
        return {};
    const QByteArray answer = socket.readAll();
    const qsizetype body = answer.indexOf("\r\n\r\n");
    return {answer.mid(9, 3).toInt(), answer.left(body), answer.mid(body + 4)};
}

Shown browsed(const QUrl &redirect, const QByteArray &target)
{
    return sent(redirect, "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n");
}

const char *const State = "the-state";

} // namespace

class RedirectListenerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void codeArrives();
    void answersThatAreRefused_data();
    void answersThatAreRefused();
    void whatIsNoAnswerIsWaitedThrough_data();
    void whatIsNoAnswerIsWaitedThrough();
    void answerMayComeInPieces();
    void answerCountsOnce();
    void headWithoutAnEndIsRefused();
    void pageSaysOnlyThatItCanBeClosed();
    void codeIsNotLogged();
    void listensOnThisMachineOnly();
    void takenPortIsNamed();
    void waitEnds();
    void stopEndsTheWait();
    void goingAwayEndsTheWait();
    void listenerMayGoAsSoonAsItAnswered();

private:
    std::unique_ptr<RedirectListener> m_listener;
    QUrl m_redirect;
};

void RedirectListenerTest::init()
{
    m_listener = std::make_unique<RedirectListener>(Timing());
    const Result<QUrl> redirect = m_listener->listen(0);
    QVERIFY(redirect);
    m_redirect = *redirect;
}

void RedirectListenerTest::codeArrives()
{
    QCOMPARE(m_redirect.toString(), u"http://127.0.0.1:%1/"_s.arg(m_redirect.port()));
    const auto code = m_listener->code(QString::fromLatin1(State));
    const Shown shown = browsed(m_redirect, "/?code=a%2Bb%2Fc%20d&state=the-state");
    QCOMPARE(shown.status, 200);
    const Result<Secret> result = await(code);
    QVERIFY(result);
    QCOMPARE(*result, Secret("a+b/c d"));
}

void RedirectListenerTest::answersThatAreRefused_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("message");
    const QString other = u"The browser brought the answer to another sign-in. It was not used. Try again."_s;
    QTest::newRow("a wrong state") << QByteArray("/?code=planted&state=another") << 400 << other;
    QTest::newRow("no state") << QByteArray("/?code=planted") << 400 << other;
    QTest::newRow("an empty state") << QByteArray("/?code=planted&state=") << 400 << other;
    QTest::newRow("a state that only begins right") << QByteArray("/?code=planted&state=the-stat") << 400 << other;
    QTest::newRow("a refusal for somebody else") << QByteArray("/?error=access_denied&state=x") << 400 << other;
    QTest::newRow("no code") << QByteArray("/?state=the-state") << 400 << u"The browser brought no code. Try again."_s;
    QTest::newRow("an empty code") << QByteArray("/?code=&state=the-state") << 400
                                   << u"The browser brought no code. Try again."_s;
    QTest::newRow("the provider's words") << QByteArray("/?error=access_denied&error_description=The+user%20said"
                                                        "+no%2B&state=the-state")
                                          << 200 << u"The user said no+"_s;
    QTest::newRow("the provider's word") << QByteArray("/?error=access_denied&state=the-state") << 200
                                         << u"access_denied"_s;
    QTest::newRow("a refusal beside a code")
        << QByteArray("/?code=planted&error=nope&state=the-state") << 200 << u"nope"_s;
}

void RedirectListenerTest::answersThatAreRefused()
{
    QFETCH(QByteArray, target);
    QFETCH(int, status);
    QFETCH(QString, message);
    const auto code = m_listener->code(QString::fromLatin1(State));
    QCOMPARE(browsed(m_redirect, target).status, status);
    const Result<Secret> refused = await(code);
    QCOMPARE(refused.error().kind, Error::Kind::LoginRefused);
    QCOMPARE(refused.error().message, message);
}

void RedirectListenerTest::whatIsNoAnswerIsWaitedThrough_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const QByteArray rest = " HTTP/1.1\r\n\r\n";
    QTest::newRow("an icon") << "GET /favicon.ico" + rest << 404;
    QTest::newRow("the bare page") << "GET /" + rest << 404;
    QTest::newRow("another path") << "GET /callback?code=x&state=the-state" + rest << 404;
    QTest::newRow("a form") << "POST /?code=x&state=the-state" + rest << 400;
    QTest::newRow("a look ahead") << "HEAD /?code=x&state=the-state" + rest << 400;
    QTest::newRow("no HTTP") << QByteArray("hello\r\n\r\n") << 400;
    QTest::newRow("a target that is no URL") << "GET http://[?code=x&state=the-state" + rest << 404;
}

void RedirectListenerTest::whatIsNoAnswerIsWaitedThrough()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    const auto code = m_listener->code(QString::fromLatin1(State));
    QCOMPARE(sent(m_redirect, request).status, status);
    QVERIFY(!code.isFinished());
    QCOMPARE(browsed(m_redirect, "/?code=right&state=the-state").status, 200);
    QCOMPARE(await(code).value(), Secret("right"));
}

void RedirectListenerTest::answerMayComeInPieces()
{
    const auto code = m_listener->code(QString::fromLatin1(State));
    QTcpSocket socket;
    QSignalSpy ended(&socket, &QTcpSocket::disconnected);
    socket.connectToHost(m_redirect.host(), quint16(m_redirect.port()));
    QVERIFY(socket.waitForConnected(20'000));
    for (const char c : QByteArrayView("GET /?state=the-state&code=right HTTP/1.1\r\nHost: x\r\n\r\n")) {
        socket.write(&c, 1);
        socket.flush();
        QCoreApplication::processEvents();
    }
    QCOMPARE(await(code).value(), Secret("right"));
    QVERIFY(!ended.isEmpty() || ended.wait(20'000));
    QVERIFY(socket.readAll().startsWith("HTTP/1.1 200 OK\r\n"));
}

void RedirectListenerTest::answerCountsOnce()
{
    const auto code = m_listener->code(QString::fromLatin1(State));
    QCOMPARE(browsed(m_redirect, "/?code=right&state=the-state").status, 200);
    QCOMPARE(await(code).value(), Secret("right"));
    QCOMPARE(browsed(m_redirect, "/?code=later&state=the-state").status, 0); // nobody listens any more
}

void RedirectListenerTest::headWithoutAnEndIsRefused()
{
    const auto code = m_listener->code(QString::fromLatin1(State));
    QCOMPARE(sent(m_redirect, "GET /?code=x&state=the-state HTTP/1.1\r\nX: " + QByteArray(20'000, 'x')).status, 400);
    QVERIFY(!code.isFinished());
}

void RedirectListenerTest::pageSaysOnlyThatItCanBeClosed()
{
    const auto code = m_listener->code(QString::fromLatin1(State));
    const Shown shown = browsed(m_redirect, "/?error=%3Cscript%3E&error_description=planted&state=the-state");
    QVERIFY(shown.body.contains("You can close this page"));
    QVERIFY(!shown.body.contains("script") && !shown.body.contains("planted"));
    for (const char *header : {"Content-Security-Policy: default-src 'none'", "Cache-Control: no-store",
                               "Referrer-Policy: no-referrer", "Connection: close"})
        QVERIFY2(shown.head.contains(header), header);
    QVERIFY(code.isFinished());
}

void RedirectListenerTest::codeIsNotLogged()
{
    static QByteArray logged;
    logged.clear();
    const auto before = qInstallMessageHandler(
        [](QtMsgType, const QMessageLogContext &, const QString &message) { logged += message.toUtf8(); });
    const auto code = m_listener->code(QString::fromLatin1(State));
    (void)browsed(m_redirect, "planted/?code=planted&state=the-state");
    (void)browsed(m_redirect, "/%zz?code=planted&state=%zz");
    qInstallMessageHandler(before);
    QVERIFY2(!logged.contains("planted"), logged.constData());
}

void RedirectListenerTest::listensOnThisMachineOnly()
{
    // 127.0.0.2 is this machine too: whoever listens on all addresses answers there.
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.2"_s, quint16(m_redirect.port()));
    QVERIFY(!socket.waitForConnected(5'000));
    QCOMPARE(socket.error(), QAbstractSocket::ConnectionRefusedError);
}

void RedirectListenerTest::takenPortIsNamed()
{
    RedirectListener other{Timing()};
    const Result<QUrl> refused = other.listen(quint16(m_redirect.port()));
    QCOMPARE(refused.error().kind, Error::Kind::InvalidInput);
    QVERIFY(refused.error().message.startsWith(u"Port %1 of this computer is taken."_s.arg(m_redirect.port())));
}

void RedirectListenerTest::waitEnds()
{
    Timing timing;
    timing.signIn = std::chrono::milliseconds(50);
    RedirectListener listener(timing);
    QVERIFY(listener.listen(0));
    QCOMPARE(await(listener.code(QString::fromLatin1(State))).error().kind, Error::Kind::TimedOut);
}

void RedirectListenerTest::stopEndsTheWait()
{
    std::stop_source stop;
    const auto code = m_listener->code(QString::fromLatin1(State), stop.get_token());
    std::thread elsewhere([&stop] { stop.request_stop(); });
    elsewhere.join();
    QCOMPARE(await(code).error().kind, Error::Kind::Cancelled);
}

void RedirectListenerTest::goingAwayEndsTheWait()
{
    const auto code = m_listener->code(QString::fromLatin1(State));
    m_listener.reset();
    QCOMPARE(await(code).error().kind, Error::Kind::Cancelled);
}

void RedirectListenerTest::listenerMayGoAsSoonAsItAnswered()
{
    const auto code = m_listener->code(QString::fromLatin1(State));
    QFutureWatcher<Result<Secret>> watcher;
    connect(&watcher, &QFutureWatcherBase::finished, this, [this] { m_listener.reset(); });
    watcher.setFuture(code);
    const Shown shown = browsed(m_redirect, "/?code=right&state=the-state");
    QCOMPARE(shown.status, 200);
    QVERIFY(shown.body.contains("You can close this page"));
    QTRY_VERIFY(!m_listener);
}

QTEST_GUILESS_MAIN(RedirectListenerTest)
#include "tst_redirectlistener.moc"
