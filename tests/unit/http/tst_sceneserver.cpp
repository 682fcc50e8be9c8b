#include "tests/support/sceneserver.h"

#include "tests/support/await.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>

//! The tests' own server must notice what a test would have to notice.
namespace latchkey::test {

class TestSceneServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scenes_data();
    void scenes();

private:
    //! Asks for each target in turn, with key "k", and returns the statuses.
    static QString ask(const SceneServer &server, const QStringList &targets);
};

QString TestSceneServer::ask(const SceneServer &server, const QStringList &targets)
{
    QNetworkAccessManager network;
    QStringList statuses;
    for (const QString &target : targets) {
        QNetworkRequest request(QUrl(server.baseUrl().toString() + target));
        request.setRawHeader("Fastly-Key", "k");
        request.setRawHeader("Content-Type", "application/json");
        const std::unique_ptr<QNetworkReply> reply(network.post(request, R"({"a": 1})"));
        [[maybe_unused]] const bool finished = QTest::qWaitFor([&reply] { return reply->isFinished(); });
        statuses += reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toString();
    }
    return statuses.join(u' ');
}

void TestSceneServer::scenes_data()
{
    QTest::addColumn<QString>("exchanges");
    QTest::addColumn<QStringList>("targets");
    QTest::addColumn<QString>("statuses");
    QTest::addColumn<bool>("done");
    QTest::addColumn<QString>("failure");

    const QString a = QStringLiteral(R"({"request":"POST /a","reply":{"status":201}})");
    const QString b = QStringLiteral(R"({"request":"POST /b","reply":{"status":202}})");
    const QString strict = QStringLiteral(R"({"request":"POST /a","headers":%1,"json":%2,"reply":{}})");
    const QStringList toA = {QStringLiteral("/a")};
    const QStringList toBoth = {QStringLiteral("/a"), QStringLiteral("/b")};
    const QStringList swapped = {QStringLiteral("/b"), QStringLiteral("/a")};
    const QString key = QStringLiteral(R"({"Fastly-Key":"k","Cookie":null})");
    const QString body = QStringLiteral(R"({"a":1})");
    QString loose = a;
    loose.replace(QLatin1String("\"reply\""), QLatin1String("\"unordered\":true,\"reply\""));

    QTest::newRow("as expected") << a + u',' + b << toBoth << "201 202" << true << "";
    QTest::newRow("one is missing") << a + u',' + b << toA << "201" << false << "";
    QTest::newRow("one too many") << a << toBoth << "201 599" << false << "POST /b came after";
    QTest::newRow("in another order") << a + u',' + b << swapped << "599 201" << false << "\"POST /b\" came where";
    QTest::newRow("in an order that does not matter") << loose + u',' + b << swapped << "202 201" << true << "";
    QTest::newRow("headers and body as expected") << strict.arg(key, body) << toA << "200" << true << "";
    QTest::newRow("a header is missing") << strict.arg(QStringLiteral(R"({"X":"1"})"), body) << toA << "599" << false
                                         << "header X";
    QTest::newRow("a header that must not be")
        << strict.arg(QStringLiteral(R"({"Fastly-Key":null})"), body) << toA << "599" << false << "header Fastly-Key";
    QTest::newRow("another body") << strict.arg(key, QStringLiteral(R"({"a":2})")) << toA << "599" << false
                                  << "the body is";
}

void TestSceneServer::scenes()
{
    QFETCH(QString, exchanges);
    QFETCH(QStringList, targets);
    QFETCH(QString, statuses);
    QFETCH(bool, done);
    QFETCH(QString, failure);
    const SceneServer server(QJsonDocument::fromJson('[' + exchanges.toUtf8() + ']').array());
    QCOMPARE(ask(server, targets), statuses);
    QCOMPARE(server.done(), done);
    QVERIFY2(server.failure().contains(failure) && server.failure().isEmpty() == failure.isEmpty(),
             qPrintable(server.failure()));
    QCOMPARE(server.requests().size(), targets.size());
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestSceneServer)
#include "tst_sceneserver.moc"
