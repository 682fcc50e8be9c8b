#include "network/domain/account.h"
#include "network/domain/credential.h"
#include "network/domain/token.h"

#include <QDebug>
#include <QTest>

using namespace latchkey;

//! Small value types: addresses, secrets, and text from the other side.
class TestWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checksBaseUrls_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("expected"); // empty: refused
        const auto row = [](const char *name, const char *typed, const char *expected) {
            QTest::newRow(name) << QString::fromUtf8(typed) << QString::fromUtf8(expected);
        };
        row("https", "https://api.fastly.com", "https://api.fastly.com");
        row("spaces around and a slash at the end go", " https://api.fastly.com/ ", "https://api.fastly.com");
        row("a path prefix stays", "https://gateway.example/fastly/", "https://gateway.example/fastly");
        row("http to this machine by number", "http://127.0.0.1:8080/fastly", "http://127.0.0.1:8080/fastly");
        row("http to this machine by name", "http://localhost:8080", "http://localhost:8080");
        row("http to this machine over IPv6", "http://[::1]:8080", "http://[::1]:8080");
        row("http to another machine", "http://api.fastly.com", "");
        row("a name that begins like loopback", "http://127.0.0.1.example.com", "");
        row("a name that ends like loopback", "http://notlocalhost", "");
        row("loopback as one number is written out", "http://2130706433", "http://127.0.0.1");
        row("user and password", "https://ann:secret@api.fastly.com", "");
        row("a query", "https://api.fastly.com?key=1", "");
        row("a fragment", "https://api.fastly.com#x", "");
        row("another scheme", "file:///etc/passwd", "");
        row("no host", "https://", "");
        row("nothing", "", "");
    }

    void checksBaseUrls()
    {
        QFETCH(QString, typed);
        QFETCH(QString, expected);
        const Result<QUrl> url = checkedBaseUrl(typed);
        QCOMPARE(url ? url->toString() : QString(), expected);
        if (!url) {
            QVERIFY2(url.error().message.endsWith(u'.'), qPrintable(url.error().message));
            QVERIFY2(!url.error().message.contains(QLatin1String("secret")), "a password was repeated");
        }
    }

    void originsTellHostSchemeAndPortApart()
    {
        const auto origin = [](const char *url) { return originOf(QUrl(QString::fromLatin1(url))); };
        QCOMPARE(origin("https://a.example/one"), origin("https://a.example:443/two"));
        QVERIFY(origin("https://a.example") != origin("http://a.example"));
        QVERIFY(origin("https://a.example") != origin("https://a.example:8443"));
        QVERIFY(origin("https://a.example") != origin("https://b.example"));
    }

    void checksSecrets_data()
    {
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<bool>("password");
        QTest::addColumn<QByteArray>("expected"); // empty: refused
        QTest::newRow("a key, pasted with a line end") << QByteArray("abc-DEF_1\n") << false << QByteArray("abc-DEF_1");
        QTest::newRow("a header smuggled in") << QByteArray("a\r\nX-Injected: 1") << false << QByteArray();
        QTest::newRow("NUL in a key") << QByteArray("a\0b", 3) << false << QByteArray();
        QTest::newRow("a space in a key") << QByteArray("a b") << false << QByteArray();
        QTest::newRow("a letter beyond ASCII in a key") << QByteArray("schl\xc3\xbcssel") << false << QByteArray();
        QTest::newRow("nothing but spaces") << QByteArray("  \n") << false << QByteArray();
        QTest::newRow("2,001 bytes") << QByteArray(2001, 'a') << false << QByteArray();
        QTest::newRow("2,000 bytes") << QByteArray(2000, 'a') << false << QByteArray(2000, 'a');
        QTest::newRow("a password keeps its spaces") << QByteArray(" p w \n") << true << QByteArray(" p w ");
        QTest::newRow("a password beyond ASCII") << QByteArray("p\xc3\xa4ss") << true << QByteArray("p\xc3\xa4ss");
        QTest::newRow("a password with a tab") << QByteArray("p\tw") << true << QByteArray();
        QTest::newRow("a password that is no UTF-8") << QByteArray("p\xff") << true << QByteArray();
    }

    void checksSecrets()
    {
        QFETCH(QByteArray, typed);
        QFETCH(bool, password);
        QFETCH(QByteArray, expected);
        const auto secret = checkedSecret(typed, password ? SecretShape::Password : SecretShape::Header);
        QCOMPARE(secret ? secret->reveal().toByteArray() : QByteArray(), expected);
    }

    void secretsDoNotPrint()
    {
        QString printed;
        QDebug(&printed) << Secret("hunter2");
        QVERIFY(!printed.contains(QLatin1String("hunter2")));
        QVERIFY(printed.contains(QLatin1String("Secret(hidden)")));
    }

    void secretsCompareByContent()
    {
        QVERIFY(Secret("one") == Secret("one"));
        QVERIFY(!(Secret("one") == Secret("two")));
        QVERIFY(!(Secret("one") == Secret("one ")));
        QVERIFY(Secret() == Secret(""));
    }

    void takingASecretWipesItsSource()
    {
        QByteArray typed("hunter2");
        const Secret secret = Secret::take(typed);
        QCOMPARE(secret.reveal().toByteArray(), QByteArray("hunter2"));
        QVERIFY(typed.isEmpty());
    }

    void foreignTextShowsWhatHides_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain") << QStringLiteral("deploy \u00e9") << QStringLiteral("deploy \u00e9");
        QTest::newRow("right-to-left override") << QStringLiteral("a\u202eb") << QStringLiteral("a[U+202E]b");
        QTest::newRow("zero width space") << QStringLiteral("a\u200bb") << QStringLiteral("a[U+200B]b");
        QTest::newRow("terminal escape") << QStringLiteral("\x1b[31mred") << QStringLiteral("[U+001B][31mred");
        QTest::newRow("line ends") << QStringLiteral("one\r\ntwo") << QStringLiteral("one[U+000D][U+000A]two");
        QTest::newRow("C1 control") << QString(QChar(0x9b)) << QStringLiteral("[U+009B]");
        QTest::newRow("lone surrogate") << QString(QChar(0xd800)) << QStringLiteral("[U+FFFD]");
        QTest::newRow("emoji stays whole") << QStringLiteral("\U0001F511") << QStringLiteral("\U0001F511");
    }

    void foreignTextShowsWhatHides()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const QString clean = cleanedText(text);
        if (expected == QLatin1String("[U+FFFD]"))
            QVERIFY(!clean.contains(QChar(0xd800)));
        else
            QCOMPARE(clean, expected);
    }

    void foreignTextIsCut()
    {
        const QString clean = cleanedText(QString(1'000'000, u'x'));
        QCOMPARE(clean.size(), 300);
        QVERIFY(clean.endsWith(QChar(0x2026)));
    }

    void namesOfKindsAndStatesAreStable()
    {
        QCOMPARE(tokenKindName(TokenKind::BrowserSession), QStringLiteral("browserSession"));
        QCOMPARE(tokenKindFromName(u"BROWSERsession"), TokenKind::BrowserSession);
        QVERIFY(tokenKindName(TokenKind::NotReported).isNull());
        QVERIFY(!tokenStateFromName(u"gone"));
    }
};

QTEST_APPLESS_MAIN(TestWords)
#include "tst_words.moc"
