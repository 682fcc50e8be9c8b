#include "tests/faults/bench.h"

//! No redirect is followed, so no credential leaves for another origin. Qt by itself follows all of them, with every
//! header, and turns a DELETE into a GET that "succeeds".
namespace latchkey::test {

class TestRedirects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void redirectsAreErrors_data();
    void redirectsAreErrors();
};

void TestRedirects::redirectsAreErrors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<Method>("method");
    QTest::addColumn<QString>("target");

    const std::pair<const char *, Method> methods[] = {
        {"GET", Method::Get}, {"POST", Method::Post}, {"DELETE", Method::Delete}};
    for (const int status : {300, 301, 302, 303, 305, 307, 308}) {
        for (const auto &[name, method] : methods) {
            for (const char *target : {"other port", "other host", "same origin", "http", "loop", "file"})
                QTest::addRow("%d on %s to: %s", status, name, target) << status << method << text(target);
        }
    }
}

void TestRedirects::redirectsAreErrors()
{
    QFETCH(int, status);
    QFETCH(Method, method);
    QFETCH(QString, target);
    FaultServer other({answer(200, "[]")});
    const bool fromTls = target == QLatin1String("http");
    if (fromTls)
        trustTestAuthority();
    FaultServer server(
        [&](const SeenRequest &request) {
            const QByteArray otherPort = QByteArray::number(other.port());
            const QHash<QString, QByteArray> locations = {
                {text("other port"), "http://127.0.0.1:" + otherPort + "/tokens"},
                {text("other host"), "http://localhost:" + otherPort + "/tokens"},
                {text("same origin"), "/elsewhere"},
                {text("http"), "http://127.0.0.1:" + otherPort + "/"},
                {text("loop"), request.target},
                {text("file"), "file:///etc/hostname"},
            };
            return answer(status, {}, {{"Location", locations.value(target)}});
        },
        fromTls ? Tls::Good : Tls::Plain);
    Desk desk(server.baseUrl(), patientTiming(), 3);

    HttpRequest request = requestOf(method);
    request.allowed = {200, 204, status}; // even where somebody thought otherwise
    const Result<HttpResponse> result = desk.send(request);

    QCOMPARE(wordsOf(result), QStringLiteral("redirected answered %1").arg(status));
    QCOMPARE(server.requestCount(), 1);
    QCOMPARE(other.connectionCount(), 0);
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestRedirects)
#include "tst_redirects.moc"
