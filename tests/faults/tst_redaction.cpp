#include "tests/faults/bench.h"

#include <QLoggingCategory>

#include <mutex>

//! With every log that Qt has switched on, and in the traffic log at its fullest, no secret shows.
namespace latchkey::test {

namespace {

std::mutex &mutex()
{
    static std::mutex guard;
    return guard;
}

//! What a message handler wrote: it takes no context.
QByteArray &logged()
{
    static QByteArray all;
    return all;
}

void keep(QtMsgType, const QMessageLogContext &context, const QString &message)
{
    const std::scoped_lock lock(mutex());
    logged() += QByteArray(context.category) + ": " + message.toUtf8() + '\n';
}

} // namespace

class TestRedaction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingSecretIsLogged_data();
    void nothingSecretIsLogged();
};

void TestRedaction::nothingSecretIsLogged_data()
{
    QTest::addColumn<Method>("method");
    QTest::addColumn<Reaction>("reaction");
    QTest::addColumn<bool>("tls");

    const QByteArray said = "{\"msg\":\"SENTINEL-said\",\"access_token\":\"SENTINEL-token\"}";
    const Headers headers = {
        {"Set-Cookie", "SENTINEL-cookie=1"}, {"X-Said", "SENTINEL-header"}, {"Request-Id", "r\x1b[2J\r"}};
    const QByteArray reason = "HTTP/1.1 500 SENTINEL-reason\r\nContent-Length: 0\r\n\r\n";
    const std::pair<const char *, Method> methods[] = {
        {"GET", Method::Get}, {"POST", Method::Post}, {"DELETE", Method::Delete}};
    for (const auto &[name, method] : methods) {
        for (const bool tls : {false, true}) {
            const char *over = tls ? "TLS" : "TCP";
            QTest::addRow("%s over %s that succeeds", name, over) << method << answer(200, said, headers) << tls;
            QTest::addRow("%s over %s that is refused", name, over) << method << answer(403, said, headers) << tls;
            QTest::addRow("%s over %s with a reason phrase", name, over) << method << bytes(reason) << tls;
            QTest::addRow("%s over %s that is redirected", name, over)
                << method << answer(302, said, {{"Location", "https://SENTINEL-host.invalid/SENTINEL-path"}}) << tls;
            QTest::addRow("%s over %s that is reset", name, over) << method << reset() << tls;
            QTest::addRow("%s over %s that gets garbage", name, over)
                << method << bytes("SENTINEL-garbage\r\n") + hangUp() << tls;
        }
    }
}

void TestRedaction::nothingSecretIsLogged()
{
    QFETCH(Method, method);
    QFETCH(Reaction, reaction);
    QFETCH(bool, tls);
    trustTestAuthority();
    logged().clear();
    QLoggingCategory::setFilterRules(text("*=true"));
    const QtMessageHandler before = qInstallMessageHandler(keep);

    QByteArray shown;
    {
        FaultServer server({reaction}, tls ? Tls::Good : Tls::Plain);
        HttpSetup setup = Desk::setupFor(server.baseUrl(), 1);
        setup.readRequestId = [](const HttpHead &head) { return QString::fromUtf8(head.header("request-id")); };
        Desk desk(setup, patientTiming());
        HttpRequest request = HttpRequest::at(method, "/tokens/{id}", {text("SENTINEL-id")});
        request.query = "key=SENTINEL-query";
        request.headers = {{"Fastly-Key", Secret("SENTINEL-key")},
                           {"Authorization", Secret("Bearer SENTINEL-bearer")},
                           {"Fastly-OTP", Secret("SENTINEL-otp")},
                           {"Cookie", Secret("SENTINEL-own-cookie")}};
        if (!request.isRead()) {
            request.contentType = "application/x-www-form-urlencoded";
            request.body = Secret("password=SENTINEL-password");
        }
        qDebug() << request.headers.first().value << request.body;
        const Result<HttpResponse> result = desk.send(request);
        if (!result)
            shown += result.error().message.toUtf8() + result.error().code.toUtf8() + result.error().requestId.toUtf8();
        for (const TrafficEntry &entry : desk.traffic.entries())
            shown += trafficLine(entry).toUtf8() + '\n';
    }
    qInstallMessageHandler(before);
    QLoggingCategory::setFilterRules(QString());

    const std::scoped_lock lock(mutex());
    QVERIFY2(!logged().contains("SENTINEL"), logged().constData());
    QVERIFY2(!shown.contains("SENTINEL"), shown.constData());
    QVERIFY2(shown.contains("127.0.0.1 /tokens/{id} "), shown.constData());
    for (const char byte : std::as_const(shown))
        QVERIFY2(byte == '\n' || static_cast<unsigned char>(byte) >= 0x20, shown.constData());
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestRedaction)
#include "tst_redaction.moc"
