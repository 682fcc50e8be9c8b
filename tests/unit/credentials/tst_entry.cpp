#include "network/credentials/entry.h"

#include <QTest>

using namespace latchkey;

namespace {

Account someAccount()
{
    Account account;
    account.id = {QStringLiteral("7a2d3f0e-0000-4000-8000-000000000001")};
    account.provider = {QStringLiteral("fastly")};
    account.baseUrl = QUrl(QStringLiteral("https://api.fastly.com"));
    account.identity.tenant = {QStringLiteral("customer1"), {}};
    return account;
}

Credential credentialOf(const QByteArray &secret)
{
    Credential credential;
    credential.parts.emplace(QStringLiteral("secret"), Secret(secret));
    return credential;
}

} // namespace

//! The text that stands in the keychain, and what it is bound to.
class TestEntry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void survives()
    {
        Entry entry{bindingOf(someAccount()), credentialOf("key-1")};
        entry.credential.parts.emplace(QStringLiteral("password"), Secret("p\"\\ \xc3\xa4\xf0\x9f\x94\x91"));
        const Result<Secret> text = encoded(entry);
        QVERIFY(text);
        for (const char c : text->reveal())
            QVERIFY(QByteArrayView("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_").contains(c));
        QVERIFY(!text->reveal().contains("key-1"));

        const Result<Entry> back = decoded(*text);
        QVERIFY(back);
        QCOMPARE(back->binding, entry.binding);
        QVERIFY(back->credential == entry.credential);
    }

    void refusesWhatWouldNotSurvive_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("NUL, where keychains cut") << QByteArray("a\0b", 3);
        QTest::newRow("line end inside, which would make a header of its own") << QByteArray("a\r\nX-Injected: 1");
        QTest::newRow("line end at the end") << QByteArray("a\n");
        QTest::newRow("escape") << QByteArray("a\x1b[1m");
        QTest::newRow("not UTF-8") << QByteArray("a\xff");
        QTest::newRow("longer than a keychain holds") << QByteArray(1900, 'x');
        QTest::newRow("longer than any key") << QByteArray(5000, 'x');
    }
    void refusesWhatWouldNotSurvive()
    {
        QFETCH(QByteArray, secret);
        const Result<Secret> text = encoded({bindingOf(someAccount()), credentialOf(secret)});
        QVERIFY(!text);
        QCOMPARE(text.error().kind, Error::Kind::InvalidInput);
        QVERIFY(!text.error().message.isEmpty());
        QVERIFY(!text.error().message.contains(QStringLiteral("xxxx")));
    }

    void refusesNoParts()
    {
        const Result<Secret> text = encoded({bindingOf(someAccount()), {}});
        QVERIFY(!text);
        QCOMPARE(text.error().kind, Error::Kind::InvalidInput);
    }

    void fitsUpToTheLimit()
    {
        qsizetype longest = 0;
        for (qsizetype size = 1500; size < 1900; ++size) {
            if (const Result<Secret> text = encoded({bindingOf(someAccount()), credentialOf(QByteArray(size, 'x'))})) {
                QCOMPARE_LE(text->size(), 2400);
                longest = text->size();
            }
        }
        QCOMPARE_GT(longest, 2395); // three bytes make four characters
    }

    void refusesForeignText_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto json = [](const char *name, QByteArray object) {
            object.replace('\'', '"');
            QTest::newRow(name) << object.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        };
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a bare key") << QByteArray("hunter2 hunter2");
        QTest::newRow("base64 of no JSON") << QByteArray("AAAA");
        json("an array", "[]");
        json("no version", "{'parts':{'secret':'x'}}");
        json("no parts", "{'v':1,'apiOrigin':'https://a:443'}");
        json("empty parts", "{'v':1,'parts':{}}");
        json("a part that is no text", "{'v':1,'parts':{'secret':1}}");
        json("a newer version", "{'v':2,'parts':{'secret':'x'}}");
    }
    void refusesForeignText()
    {
        QFETCH(QByteArray, text);
        const Result<Entry> entry = decoded(Secret(text));
        QVERIFY(!entry);
        QCOMPARE(entry.error().kind, Error::Kind::KeychainFailed);
        QVERIFY(!entry.error().message.isEmpty());
    }

    void survivesBeingCutAnywhere()
    {
        const Result<Secret> whole = encoded({bindingOf(someAccount()), credentialOf("key-1")});
        QVERIFY(whole);
        for (qsizetype size = 0; size < whole->size(); ++size)
            QVERIFY(!decoded(Secret(whole->reveal().first(size))));
    }

    void isGivenOutOnlyToWhomItIsBound_data()
    {
        QTest::addColumn<Account>("now");
        QTest::addColumn<bool>("given");
        const auto row = [](const char *name, bool given, auto change) {
            Account now = someAccount();
            change(now);
            QTest::newRow(name) << now << given;
        };
        row("nothing changed", true, [](Account &) {});
        row("renamed, recoloured", true, [](Account &a) { a.name = QStringLiteral("other"); });
        row("another path of the same host", true, [](Account &a) { a.baseUrl.setPath(QStringLiteral("/v2")); });
        row("the usual port, spelled out", true, [](Account &a) { a.baseUrl.setPort(443); });
        row("login host spelled out, the same", true, [](Account &a) { a.loginUrl = a.baseUrl; });
        row("tenant not verified any more", true, [](Account &a) { a.identity = {}; });
        row("another host", false,
            [](Account &a) { a.baseUrl.setHost(QStringLiteral("api.fastly.com.evil.example")); });
        row("another host, the same login host", false, [](Account &a) {
            a.loginUrl = a.baseUrl;
            a.baseUrl.setHost(QStringLiteral("evil.example"));
        });
        row("another port", false, [](Account &a) { a.baseUrl.setPort(8443); });
        row("another scheme", false, [](Account &a) { a.baseUrl = QUrl(QStringLiteral("http://api.fastly.com:443")); });
        row("another login host", false, [](Account &a) { a.loginUrl = QUrl(QStringLiteral("https://evil.example")); });
        row("another provider", false, [](Account &a) { a.provider = {QStringLiteral("knetik")}; });
        row("another tenant", false, [](Account &a) { a.identity.tenant.id = QStringLiteral("customer2"); });
    }
    void isGivenOutOnlyToWhomItIsBound()
    {
        QFETCH(Account, now);
        QFETCH(bool, given);
        const Result<Credential> credential = credentialFor(now, {bindingOf(someAccount()), credentialOf("key-1")});
        QCOMPARE(credential.has_value(), given);
        if (!given) {
            QCOMPARE(credential.error().kind, Error::Kind::SecretElsewhere);
            QVERIFY(!credential.error().message.contains(QStringLiteral("key-1")));
        }
    }

    void anUnverifiedTenantFitsAny()
    {
        Account unverified = someAccount();
        unverified.identity = {};
        QVERIFY(credentialFor(someAccount(), {bindingOf(unverified), credentialOf("key-1")}));
    }
};

QTEST_APPLESS_MAIN(TestEntry)
#include "tst_entry.moc"
