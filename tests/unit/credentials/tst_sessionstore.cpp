#include "network/credentials/sessionstore.h"

#include "tests/support/await.h"

#include <QTest>

using namespace latchkey;
using latchkey::test::await;

//! Secrets of this session alone.
class TestSessionStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsAndForgets()
    {
        Account account;
        account.id = {QStringLiteral("a")};
        account.baseUrl = QUrl(QStringLiteral("https://api.fastly.com"));
        Credential credential;
        credential.parts.emplace(QStringLiteral("secret"), Secret("key-1"));

        SessionStore store;
        QCOMPARE(await(store.read(account)).error().kind, Error::Kind::SecretMissing);
        QVERIFY(await(store.write(account, credential)));
        QVERIFY(await(store.read(account)) == credential);

        Account moved = account;
        moved.baseUrl = QUrl(QStringLiteral("https://evil.example"));
        QCOMPARE(await(store.read(moved)).error().kind, Error::Kind::SecretElsewhere);
        Account other = account;
        other.id = {QStringLiteral("b")};
        QCOMPARE(await(store.read(other)).error().kind, Error::Kind::SecretMissing);

        QVERIFY(await(store.remove(account.id)));
        QVERIFY(await(store.remove(account.id)));
        QCOMPARE(await(store.read(account)).error().kind, Error::Kind::SecretMissing);
    }
};

QTEST_GUILESS_MAIN(TestSessionStore)
#include "tst_sessionstore.moc"
