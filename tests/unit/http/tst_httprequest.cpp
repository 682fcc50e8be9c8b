#include "network/http/httprequest.h"

#include <QTest>

namespace latchkey {

class TestHttpRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void segmentsAreEncoded_data();
    void segmentsAreEncoded();
    void templatesAreFilled_data();
    void templatesAreFilled();
    void onlyGetAndHeadAreReads();
};

void TestHttpRequest::segmentsAreEncoded_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("encoded");
    QTest::newRow("unreserved stays") << "aZ09-._~" << QByteArray("aZ09-._~");
    QTest::newRow("a slash") << "a/b" << QByteArray("a%2Fb");
    QTest::newRow("what ends a path") << "?#" << QByteArray("%3F%23");
    QTest::newRow("what is encoded already") << "%2F" << QByteArray("%252F");
    QTest::newRow("sub-delimiters") << "!$&'()*+,;=:@" << QByteArray("%21%24%26%27%28%29%2A%2B%2C%3B%3D%3A%40");
    QTest::newRow("a space") << "a b" << QByteArray("a%20b");
    QTest::newRow("a line end") << "a\r\nb" << QByteArray("a%0D%0Ab");
    QTest::newRow("beyond ASCII") << QString::fromUtf8("é😀") << QByteArray("%C3%A9%F0%9F%98%80");
}

void TestHttpRequest::segmentsAreEncoded()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, encoded);
    QCOMPARE(encodedSegment(text), encoded);
}

void TestHttpRequest::templatesAreFilled_data()
{
    QTest::addColumn<QByteArray>("pathTemplate");
    QTest::addColumn<QStringList>("segments");
    QTest::addColumn<QByteArray>("path");

    const QByteArray one = "/tokens/{id}";
    const QByteArray none;
    const QString loneSurrogate = QStringLiteral("a") + QChar(0xd800);
    QTest::newRow("nothing to fill") << QByteArray("/tokens") << QStringList() << QByteArray("/tokens");
    QTest::newRow("one") << one << QStringList(QStringLiteral("a/b")) << QByteArray("/tokens/a%2Fb");
    QTest::newRow("two, in order") << QByteArray("/a/{x}/b/{y}/c")
                                   << QStringList{QStringLiteral("1"), QStringLiteral("2")} << QByteArray("/a/1/b/2/c");
    QTest::newRow("braces in an id") << one << QStringList(QStringLiteral("{id}")) << QByteArray("/tokens/%7Bid%7D");
    QTest::newRow("an empty id") << one << QStringList(QString()) << none;
    QTest::newRow("a dot") << one << QStringList(QStringLiteral(".")) << none;
    QTest::newRow("two dots") << one << QStringList(QStringLiteral("..")) << none;
    QTest::newRow("three dots are a name") << one << QStringList(QStringLiteral("...")) << QByteArray("/tokens/...");
    QTest::newRow("half a character") << one << QStringList(loneSurrogate) << none;
    QTest::newRow("too few ids") << one << QStringList() << none;
    QTest::newRow("too many ids") << one << QStringList{QStringLiteral("1"), QStringLiteral("2")} << none;
}

void TestHttpRequest::templatesAreFilled()
{
    QFETCH(QByteArray, pathTemplate);
    QFETCH(QStringList, segments);
    QFETCH(QByteArray, path);
    const HttpRequest request = HttpRequest::at(HttpRequest::Method::Delete, pathTemplate, segments);
    QCOMPARE(request.path, path);
    QCOMPARE(request.pathTemplate, pathTemplate);
    QCOMPARE(request.method, HttpRequest::Method::Delete);
}

void TestHttpRequest::onlyGetAndHeadAreReads()
{
    const std::pair<HttpRequest::Method, QByteArray> methods[] = {{HttpRequest::Method::Get, "GET"},
                                                                  {HttpRequest::Method::Head, "HEAD"},
                                                                  {HttpRequest::Method::Post, "POST"},
                                                                  {HttpRequest::Method::Put, "PUT"},
                                                                  {HttpRequest::Method::Delete, "DELETE"}};
    for (const auto &[method, name] : methods) {
        QCOMPARE(methodName(method), name);
        QCOMPARE(HttpRequest::at(method, "/a").isRead(), name == "GET" || name == "HEAD");
    }
}

} // namespace latchkey

QTEST_APPLESS_MAIN(latchkey::TestHttpRequest)
#include "tst_httprequest.moc"
