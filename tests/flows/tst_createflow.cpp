#include "app/flows/create.h"
#include "tests/flows/flowbench.h"

#include <QDir>
#include <QFile>

//! Creating a token: announced before it is sent, sent once, and its value nowhere but in the result.
namespace latchkey::test {

using namespace Qt::StringLiterals;

namespace {

bool isCreate(const SeenRequest &request) { return request.method == "POST" && request.target.endsWith("tokens"); }

int creates(const FlowBench &bench)
{
    const QList<SeenRequest> posts = bench.relay->requests("POST");
    return int(std::count_if(posts.begin(), posts.end(), isCreate));
}

//! Everything in the journal's folder.
QByteArray filesOf(const FlowBench &bench)
{
    QByteArray content;
    const QDir folder(bench.folder.filePath(u"journal"_s));
    const QStringList names = folder.entryList(QDir::Files);
    for (const QString &name : names) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            content += file.readAll();
    }
    return content;
}

} // namespace

class TestCreateFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theValueIsInTheResultAlone_data();
    void theValueIsInTheResultAlone();
    void theIntentIsWrittenFirst();
    void withoutAJournalNothingIsCreated();
    void itIsNeverTriedAgain_data();
    void itIsNeverTriedAgain();
    void aWrongPasswordCreatesNothing_data();
    void aWrongPasswordCreatesNothing();

private:
    static CreateRequest wishFor(const FlowBench &bench, TokenKind kind = TokenKind::User);
};

CreateRequest TestCreateFlow::wishFor(const FlowBench &bench, TokenKind kind)
{
    CreateRequest wish;
    wish.kind = kind;
    wish.fields[u"name"_s] = u"deploy-4711"_s;
    wish.fields[u"scope"_s] = QStringList{u"global:read"_s};
    wish.fields[u"role"_s] = u"user"_s;
    wish.asked.parts[u"password"_s] = Secret(bench.ready("password").toUtf8());
    return wish;
}

void TestCreateFlow::theValueIsInTheResultAlone_data()
{
    QTest::addColumn<TokenKind>("kind");
    QTest::newRow("a user's token") << TokenKind::User;
    QTest::newRow("an automation token") << TokenKind::Automation;
}

void TestCreateFlow::theValueIsInTheResultAlone()
{
    QFETCH(TokenKind, kind);
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    const Result<CreatedToken> created = await(flows::createToken(admin.session, wishFor(bench, kind), *bench.journal));
    QVERIFY2(created, created ? "" : qPrintable(created.error().message));
    QCOMPARE(bench.box.ledger().changed(u"created"_s), QStringList(created->token.id.value));
    QCOMPARE(QString::fromLatin1(created->value.reveal().toByteArray()),
             bench.box.fastly().keyOf(created->token.id.value));

    const QList<QJsonObject> answered = bench.records("createAnswered");
    QCOMPARE(answered.size(), 1);
    QCOMPARE(answered.first()["body"_L1]["id"_L1].toString(), created->token.id.value);
    const QByteArray files = filesOf(bench);
    QVERIFY(files.contains(created->token.id.value.toLatin1())); // these are the right files
    QVERIFY(!files.contains(created->value.reveal()));
    QVERIFY(!files.contains(bench.ready("password").toUtf8()));
    QVERIFY(!files.contains(bench.ready("token").toUtf8()));
}

void TestCreateFlow::theIntentIsWrittenFirst()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    QVERIFY(await(flows::createToken(admin.session, wishFor(bench), *bench.journal)));
    const int before = bench.relay->count("POST");
    auto held = bench.holdJournal();
    auto second = flows::createToken(admin.session, wishFor(bench), *bench.journal);
    QTest::qWait(100);
    const int early = bench.relay->count("POST") - before;
    held.reset();
    QVERIFY(await(std::move(second)));
    QCOMPARE(early, 0);
    QCOMPARE(bench.records("createIntent").size(), 2);
    QCOMPARE(await(bench.journal->openCreates())->size(), 0);
}

void TestCreateFlow::withoutAJournalNothingIsCreated()
{
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    QVERIFY(await(bench.journal->opened()));
    JournalWriter useless(bench.folder.filePath(u"journal"_s), bench.clock); // the bench's own writer holds it
    const Result<CreatedToken> created = await(flows::createToken(admin.session, wishFor(bench), useless));
    QVERIFY(!created);
    QCOMPARE(created.error().kind, Kind::Journal);
    QCOMPARE(bench.relay->count("POST"), 0);
}

void TestCreateFlow::itIsNeverTriedAgain_data()
{
    QTest::addColumn<Reaction>("reaction");
    QTest::addColumn<bool>("isLost"); // no answer came: a token may exist whose value nobody knows
    QTest::newRow("reset after the request was read") << reset() << true;
    QTest::newRow("closed after the request was read") << hangUp() << true;
    QTest::newRow("cut in the head") << bytes("HTTP/1.1 200 O") + hangUp() << true;
    QTest::newRow("cut in the body") << head(200, {{"Content-Length", "900"}}) + bytes("{\"id\":\"2d") + hangUp()
                                     << true;
    QTest::newRow("500") << answer(500, "{\"msg\":\"Internal error\"}") << false;
    QTest::newRow("503") << answer(503, "{}", {{"Retry-After", "0"}}) << false;
    QTest::newRow("429") << answer(429, "{}", {{"Retry-After", "0"}}) << false;
    QTest::newRow("302") << answer(302, {}, {{"Location", "/fastly/tokens"}}) << false;
    QTest::newRow("a login page") << answer(200, "<html>Sign in</html>", {{"Content-Type", "text/html"}}) << false;
}

void TestCreateFlow::itIsNeverTriedAgain()
{
    QFETCH(Reaction, reaction);
    QFETCH(bool, isLost);
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    bench.relay->setRule([&](const SeenRequest &request) -> std::optional<Reaction> {
        if (!isCreate(request))
            return {};
        (void)bench.relay->passOn(request);
        return reaction;
    });
    const Result<CreatedToken> created = await(flows::createToken(admin.session, wishFor(bench), *bench.journal));
    QVERIFY(!created);
    QCOMPARE(created.error().sent, isLost ? Error::Sent::Maybe : Error::Sent::Answered);
    QCOMPARE(creates(bench), 1);
    QCOMPARE(bench.box.ledger().changed(u"created"_s).size(), 1);
    const QList<QJsonObject> answered = bench.records("createAnswered");
    QCOMPARE(answered.size(), 1);
    QCOMPARE(answered.first()["body"_L1]["success"_L1].toBool(), false);
    QCOMPARE(answered.first()["body"_L1]["sent"_L1].toBool(), true);
}

void TestCreateFlow::aWrongPasswordCreatesNothing_data()
{
    QTest::addColumn<bool>("isWithLogin");
    QTest::newRow("with the account's key") << false;
    QTest::newRow("with a sign-in name") << true;
}

void TestCreateFlow::aWrongPasswordCreatesNothing()
{
    QFETCH(bool, isWithLogin);
    FlowBench bench;
    const SignedIn admin = bench.signIn("cdn");
    CreateRequest wish = wishFor(bench);
    wish.asked.parts[u"password"_s] = Secret("wrong-pass-word");
    if (isWithLogin)
        wish.asked.parts[u"login"_s] = Secret(bench.ready("login").toUtf8());
    const Result<CreatedToken> created = await(flows::createToken(admin.session, wish, *bench.journal));
    QVERIFY(!created);
    QCOMPARE(created.error().kind, Kind::LoginRefused);
    QCOMPARE(creates(bench), isWithLogin ? 1 : 0);
    QCOMPARE(bench.box.ledger().changed(u"created"_s), QStringList());
    QCOMPARE(bench.records("createAnswered").first()["body"_L1]["sent"_L1].toBool(), isWithLogin);
    QVERIFY(!filesOf(bench).contains("wrong-pass-word"));
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestCreateFlow)
#include "tst_createflow.moc"
