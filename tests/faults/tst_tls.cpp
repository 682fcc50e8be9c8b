#include "tests/faults/bench.h"

//! A certificate that does not check ends everything before a byte of the request, and the error says why.
namespace latchkey::test {

class TestTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAuthorityThatComesLaterIsTakenAtOnce();
    void badCertificatesEndItAll_data();
    void badCertificatesEndItAll();
    void aServerThatSpeaksNoTls();
};

//! First, while this process trusts the system's authorities and not ours.
void TestTls::anAuthorityThatComesLaterIsTakenAtOnce()
{
    FaultServer server({answer(200, "[]")}, Tls::Good);
    Desk desk(server.baseUrl());
    COMPARE_WORDS(desk.send(requestOf(Method::Get)), "untrusted no");
    trustTestAuthority();
    COMPARE_WORDS(desk.send(requestOf(Method::Get)), "200");
    QCOMPARE(server.requestCount(), 1);
}

void TestTls::badCertificatesEndItAll_data()
{
    QTest::addColumn<Tls>("tls");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("cause");
    QTest::newRow("good") << Tls::Good << "200"
                          << "";
    QTest::newRow("for another host") << Tls::WrongHost << "untrusted no"
                                      << "another host";
    QTest::newRow("expired") << Tls::Expired << "untrusted no"
                             << "expired";
    QTest::newRow("not yet valid") << Tls::NotYetValid << "untrusted no"
                                   << "clock";
    QTest::newRow("signed by itself") << Tls::SelfSigned << "untrusted no"
                                      << "by itself";
    QTest::newRow("of an unknown authority") << Tls::UnknownCa << "untrusted no"
                                             << "authority";
}

void TestTls::badCertificatesEndItAll()
{
    QFETCH(Tls, tls);
    QFETCH(QString, words);
    QFETCH(QString, cause);
    trustTestAuthority();
    for (const Method method : {Method::Get, Method::Post, Method::Delete}) {
        FaultServer server({answer(200, "[]")}, tls);
        Desk desk(server.baseUrl(), patientTiming(), 3);
        const Result<HttpResponse> result = desk.send(requestOf(method));
        QCOMPARE(wordsOf(result), words);
        QCOMPARE(server.connectionCount(), 1);
        if (result)
            continue;
        QVERIFY2(result.error().message.contains(cause), qPrintable(result.error().message));
        QCOMPARE(server.bytesReceived(), 0);
    }
}

void TestTls::aServerThatSpeaksNoTls()
{
    FaultServer server({answer(200, "[]")});
    QUrl url = server.baseUrl();
    url.setScheme(text("https"));
    server.setGreeting(bytes("HTTP/1.1 400 Bad Request\r\n\r\n") + hangUp());
    Desk desk(url);
    COMPARE_WORDS(desk.send(requestOf(Method::Delete)), "untrusted no");
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestTls)
#include "tst_tls.moc"
