#include "network/providers/answers.h"
#include "network/providers/fastly.h"
#include "network/providers/fastlyanswers.h"
#include "network/providers/fastlyrequests.h"
#include "tests/providers/print.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace latchkey;
using namespace latchkey::test;

namespace {

constexpr char Good[] = R"({"id":"5Kqz1bT0vW3yRfXh82LmNa","name":"purge-bot","scope":"global","services":[]})";

HttpHead jsonHead(int status = 200)
{
    HttpHead head;
    head.status = status;
    head.contentType = "application/json";
    return head;
}

class PrintingSink : public TokenSink
{
public:
    void add(const TokenRow &row) override { lines += printed(row); }
    void expect(qint64 total) override { lines += u"expects %1"_s.arg(total); }
    QStringList lines;
};

//! What a list of one row, which comes in pieces of `piece` bytes, leaves in the sink, and how it ends.
QStringList listed(const QByteArray &row, qsizetype piece)
{
    const auto sink = std::make_shared<PrintingSink>();
    fastly::TokenListReader reader(TokenKind::User, sink);
    reader.begin(jsonHead());
    const QByteArray body = '[' + row + ']';
    Result<void> result;
    for (qsizetype at = 0; result && at < body.size(); at += piece)
        result = reader.read(QByteArrayView(body).sliced(at, qMin(piece, body.size() - at)));
    if (result)
        result = reader.end();
    return sink->lines + (result ? QStringList{u"whole"_s} : printed(result.error()));
}

//! The first line of a token's three, or of the error.
QString firstLine(const QByteArray &row) { return listed(row, row.size() + 2).value(0); }

CreateRequest createRequest(const QVariantMap &fields)
{
    CreateRequest request;
    request.kind = TokenKind::User;
    request.fields = {{u"name"_s, u"n"_s}, {u"scope"_s, u"global:read"_s}};
    request.fields.insert(fields);
    request.asked.parts.emplace(u"password"_s, Secret("p"));
    return request;
}

} // namespace

class FastlyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMissingCapabilityHasAReason();
    void formsBeginWithTheLeast();
    void idGrammar_data();
    void idGrammar();
    void bulkCallTakesAHundred();
    void expiryGoesOutInUtc_data();
    void expiryGoesOutInUtc();
    void noSecretIsInAPathOrQuery();
    void rowIsTheSameHoweverItIsCut();
    void hostileRow_data();
    void hostileRow();
    void fieldsOfARow_data();
    void fieldsOfARow();
    void listThatIsNoJsonIsRefused();
    void bodyOfACreatedTokenIsGone();
    void valueOfACreatedTokenIsInNoError();
    void errorBody_data();
    void errorBody();
    void rateHeaders_data();
    void rateHeaders();
};

void FastlyTest::everyMissingCapabilityHasAReason()
{
    const ProviderDescription &fastly = fastly::description();
    for (quint32 bit = 1; bit <= quint32(Capability::IdleTimeout); bit <<= 1) {
        const Capability capability{bit};
        const auto reason = fastly.whyNot.find(capability);
        QVERIFY2(fastly.can(capability) != (reason != fastly.whyNot.end()), qPrintable(QString::number(bit)));
        QVERIFY(reason == fastly.whyNot.end() || reason->second.endsWith(u'.'));
    }
}

void FastlyTest::formsBeginWithTheLeast()
{
    for (const CreateForm &form : fastly::description().createForms) {
        QHash<QString, FormField> fields;
        for (const FormField &field : form.fields)
            fields.insert(field.key, field);
        QCOMPARE(fields.value(u"scope"_s).initial, u"global:read"_s);
        QCOMPARE(fields.value(u"expires"_s).initial, u"+90d"_s);
        QVERIFY(fields.value(u"name"_s).required && fields.value(u"scope"_s).required);
        if (form.kind == TokenKind::Automation)
            QCOMPARE(fields.value(u"role"_s).initial, u"user"_s);
    }
}

void FastlyTest::idGrammar_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("sendable");
    QTest::newRow("22 characters, as recorded") << u"5Kqz1bT0vW3yRfXh82LmNa"_s << true;
    QTest::newRow("128 characters") << QString(128, u'a') << true;
    QTest::newRow("129 characters") << QString(129, u'a') << false;
    QTest::newRow("empty: would be the bulk call") << QString() << false;
    QTest::newRow("self: our own token") << u"self"_s << false;
    QTest::newRow("a name that only begins so") << u"selfish"_s << true;
    QTest::newRow("dot") << u"."_s << false;
    QTest::newRow("two dots") << u".."_s << false;
    const QString hostile = u"/?#%.\\ ~:;=&\u0000\n\u00e9\u202e\ufffd"_s;
    for (const QChar c : hostile)
        QTest::addRow("with U+%04x", c.unicode()) << QString(u"abc"_s + c + u"def"_s) << false;
}

void FastlyTest::idGrammar()
{
    QFETCH(QString, id);
    QFETCH(bool, sendable);
    QCOMPARE(fastly::isId(id), sendable);

    RevokeCall call;
    call.tokens = {{{id}, TokenKind::User}};
    QCOMPARE(fastly::revokeRequest(call).has_value(), sendable);
    call.extent = RevokeCall::Extent::Listed;
    QCOMPARE(fastly::revokeRequest(call).has_value(), sendable);
    if (!sendable)
        return;
    call.extent = RevokeCall::Extent::One;
    QCOMPARE(fastly::revokeRequest(call)->path, "/tokens/" + id.toLatin1());
}

void FastlyTest::bulkCallTakesAHundred()
{
    RevokeCall call;
    call.extent = RevokeCall::Extent::Listed;
    for (int i = 0; i < 100; ++i)
        call.tokens.append({{u"id%1"_s.arg(i)}, TokenKind::User});
    const Result<HttpRequest> request = fastly::revokeRequest(call);
    QVERIFY(request);
    const QByteArray body = request->body.reveal().toByteArray();
    QVERIFY(body.startsWith(R"({"data":[{"type":"token","id":"id0"},{"type":"token","id":"id1"},)"));
    QVERIFY(body.endsWith(R"(,{"type":"token","id":"id99"}]})"));
    QCOMPARE(request->allowed, QList<int>{204});

    call.tokens.append({{u"id100"_s}, TokenKind::User});
    QVERIFY(!fastly::revokeRequest(call));
}

void FastlyTest::expiryGoesOutInUtc_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("UTC") << u"2035-07-28T19:24:50Z"_s << QByteArray("expires_at=2035-07-28T19%3A24%3A50Z&");
    QTest::newRow("another zone") << u"2035-07-28T21:24:50+02:00"_s
                                  << QByteArray("expires_at=2035-07-28T19%3A24%3A50Z&");
    QTest::newRow("never") << u"never"_s << QByteArray();
    QTest::newRow("empty") << QString() << QByteArray();
}

void FastlyTest::expiryGoesOutInUtc()
{
    QFETCH(QString, typed);
    QFETCH(QByteArray, sent);
    const Result<fastly::Creation> creation = fastly::creation(createRequest({{u"expires"_s, typed}}));
    QVERIFY(creation && creation->sudo);
    QCOMPARE(creation->create.body.reveal().toByteArray(), sent + "name=n&password=p&scope=global%3Aread");
    QCOMPARE(creation->sudo->body, creation->create.body);
}

void FastlyTest::noSecretIsInAPathOrQuery()
{
    CreateRequest request = createRequest({});
    request.asked.parts = {{u"login"_s, Secret("planted-login")},
                           {u"password"_s, Secret("planted-password")},
                           {u"otp"_s, Secret("planted-otp")}};
    const Result<fastly::Creation> creation = fastly::creation(request);
    QVERIFY(creation && !creation->sudo);
    const HttpRequest create = fastly::signedWith(creation->create, Secret("planted-key"));
    QVERIFY(!(create.path + create.query + create.pathTemplate).contains("planted"));
    QCOMPARE(create.path, QByteArray("/tokens"));
}

void FastlyTest::rowIsTheSameHoweverItIsCut()
{
    const QByteArray row = R"({ "name" : "caf\u00e9 \"x\", {]", "id":"5Kqz1bT0vW3yRfXh82LmNa","services":["a","b"],)"
                           R"("scope":"purge_all  global","expires_at":"2027-01-01T00:00:00+00:00","user_agent":"[{"})";
    const QStringList whole = listed(row, row.size() + 2);
    QCOMPARE(whole.value(0), u"token 5Kqz1bT0vW3yRfXh82LmNa \"café \"x\", {]\", kind user, state active"_s);
    QCOMPARE(whole.value(1), u"  owner -, client -, scopes purge_all global, resources a b"_s);
    QCOMPARE(whole.value(3), u"whole"_s);
    for (qsizetype piece = 1; piece < row.size(); ++piece)
        QCOMPARE(listed(row, piece), whole);
}

void FastlyTest::hostileRow_data()
{
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<QString>("first");
    const QString malformed = u"error malformed 200, answered"_s;
    const QString shown = u"token %1 -, kind user, state active, not actionable"_s;
    QTest::newRow("no id") << QByteArray(R"({"name":"x"})") << malformed;
    QTest::newRow("a null id") << QByteArray(R"({"id":null})") << malformed;
    QTest::newRow("a number as id") << QByteArray(R"({"id":7})") << malformed;
    QTest::newRow("two ids") << QByteArray(R"({"id":"a","id":"b"})") << malformed;
    QTest::newRow("a number as name") << QByteArray(R"({"id":"a","name":7})") << malformed;
    QTest::newRow("an object as scope") << QByteArray(R"({"id":"a","scope":{}})") << malformed;
    QTest::newRow("null among the scopes") << QByteArray(R"({"id":"a","scopes":["x",null]})") << malformed;
    QTest::newRow("a text as services") << QByteArray(R"({"id":"a","services":"all"})") << malformed;
    QTest::newRow("a number as expiry") << QByteArray(R"({"id":"a","expires_at":1700000000})") << malformed;
    QTest::newRow("invalid UTF-8") << QByteArray("{\"id\":\"a\",\"name\":\"\xff\"}") << malformed;
    QTest::newRow("a bare control character") << QByteArray("{\"id\":\"a\",\"name\":\"\x01\"}") << malformed;
    QTest::newRow("an array as row") << QByteArray("[]") << malformed;
    QTest::newRow("a missing colon") << QByteArray(R"({"id" "a"})") << malformed;
    QTest::newRow("half a surrogate pair in the id") << QByteArray(R"({"id":"a\ud800"})") << shown.arg(u"a\ufffd"_s);
    QTest::newRow("NUL in the id") << QByteArray(R"({"id":"a\u0000b"})") << shown.arg(QString(u"a"_s + QChar() + u'b'));
    QTest::newRow("an empty id") << QByteArray(R"({"id":""})") << shown.arg(QString());
    QTest::newRow("self as id") << QByteArray(R"({"id":"self"})") << shown.arg(u"self"_s);
    QTest::newRow("a path as id") << QByteArray(R"({"id":"..\/x"})") << shown.arg(u"../x"_s);
}

void FastlyTest::hostileRow()
{
    QFETCH(QByteArray, row);
    QFETCH(QString, first);
    QCOMPARE(firstLine(row), first);
}

void FastlyTest::fieldsOfARow_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QString>("reach");
    QTest::addColumn<QString>("life");
    const QString nothing = u"  owner -, client -, scopes -, resources -"_s;
    const QString noLife = u"  created -, used - from -, expires -"_s;
    const auto row = [](const char *name, const char *members, const QString &reach, const QString &life) {
        QTest::newRow(name) << QByteArray(members) << reach << life;
    };
    row("absent is not reported", R"("x":1)", nothing, noLife);
    row("null expiry and last use are never", R"("expires_at":null,"last_used_at":null,"ip":null)", nothing,
        u"  created -, used never from -, expires never"_s);
    row("empty texts are like null", R"("expires_at":"","last_used_at":"","ip":"","scope":"","user_id":"")", nothing,
        u"  created -, used never from -, expires never"_s);
    row("an expiry that cannot be read is not reported, and not never", R"("expires_at":"soon")", nothing, noLife);
    row("null creation is not reported", R"("created_at":null)", nothing, noLife);
    row("no services are all services", R"("services":[])", u"  owner -, client -, scopes -, resources all"_s, noLife);
    row("null services are all services", R"("services":null)", u"  owner -, client -, scopes -, resources all"_s,
        noLife);
    row("scope as words", R"("scope":"purge_all global:read")",
        u"  owner -, client -, scopes purge_all global:read, resources -"_s, noLife);
    row("scopes as a list", R"("scopes":["purge_all","global:read"])",
        u"  owner -, client -, scopes purge_all global:read, resources -"_s, noLife);
    row("scopes as words", R"("scopes":"global")", u"  owner -, client -, scopes global, resources -"_s, noLife);
    row("both are one", R"("scope":"global","scopes":["global"])", u"  owner -, client -, scopes global, resources -"_s,
        noLife);
    row("an empty one leaves the other", R"("scope":"global","scopes":null)",
        u"  owner -, client -, scopes global, resources -"_s, noLife);
    row("the creator of an automation token owns it", R"("creator_id":"u1")",
        u"  owner u1, client -, scopes -, resources -"_s, noLife);
}

void FastlyTest::fieldsOfARow()
{
    QFETCH(QByteArray, members);
    QFETCH(QString, reach);
    QFETCH(QString, life);
    const QStringList lines = listed(R"({"id":"a",)" + members + '}', 1'000);
    QCOMPARE(lines.value(1), reach);
    QCOMPARE(lines.value(2), life);
}

void FastlyTest::listThatIsNoJsonIsRefused()
{
    const auto sink = std::make_shared<PrintingSink>();
    for (const char *type : {"text/html", "text/plain", "", "application/jsonp", "image/svg+xml"}) {
        fastly::TokenListReader reader(TokenKind::User, sink);
        HttpHead head = jsonHead();
        head.contentType = type;
        reader.begin(head);
        QVERIFY2(!reader.read("[" + QByteArray(Good) + "]"), type);
    }
    QCOMPARE(sink->lines, QStringList());
}

void FastlyTest::bodyOfACreatedTokenIsGone()
{
    QByteArray body = R"({"access_token":"planted-value","id":"a","name":"n"})";
    HttpResponse response{jsonHead(), std::move(body)};
    const Result<CreatedToken> created = fastly::readCreated(response, TokenKind::User);
    QVERIFY(created);
    QCOMPARE(created->value, Secret("planted-value"));
    QVERIFY(response.body.isEmpty());
}

void FastlyTest::valueOfACreatedTokenIsInNoError()
{
    for (const char *body : {R"({"access_token":"planted","id":7})", R"({"access_token":"planted"})",
                             R"({"access_token":"plan\u0074ed","id":"a"})", R"([{"access_token":"planted"}])",
                             R"({"id":"a","access_token":"planted)"}) {
        HttpResponse response{jsonHead(), body};
        const Result<CreatedToken> created = fastly::readCreated(response, TokenKind::User);
        QVERIFY2(!created, body);
        QCOMPARE(created.error().sent, Error::Sent::Answered);
        QVERIFY2(!created.error().message.contains(u"plan"_s), body);

        Error undocumented;
        fastly::readError({jsonHead(201), body}, undocumented);
        QVERIFY2(!undocumented.message.contains(u"plan"_s), body);
    }
}

void FastlyTest::errorBody_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, const QByteArray &body, const QString &message, const QString &code = {}) {
        QTest::newRow(name) << body << message << code;
    };
    row("legacy", R"({"msg":"Record not found","detail":"Cannot find Token"})",
        u"Record not found: Cannot find Token"_s);
    row("legacy without detail", R"({"msg":"Bad request","detail":null})", u"Bad request"_s);
    row("a code alone", R"({"code":"invalid_request"})", u"invalid_request"_s, u"invalid_request"_s);
    row("problem+json", R"({"title":"Bad request","status":400,"detail":"name is too long","errors":[]})",
        u"Bad request: name is too long"_s);
    row("JSON:API",
        R"({"errors":[{"code":"c1","title":"Not allowed","detail":"No","status":"403","id":"1","meta":{}}]})",
        u"Not allowed: No"_s, u"c1"_s);
    row("a gateway's page", "<html>\n  <h1>502</h1>\n</html>", u"<html> <h1>502</h1> </html>"_s);
    row("nothing", "", QString());
    row("an object of other things", R"({"msg":7,"errors":{"a":1}})", QString());
    row("bidi and controls are made visible", R"({"msg":"a\u202eb\u0007"})", u"a[U+202E]b[U+0007]"_s);
}

void FastlyTest::errorBody()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, message);
    QFETCH(QString, code);
    Error error;
    error.kind = Error::Kind::Rejected;
    fastly::readError({jsonHead(400), body}, error);
    QCOMPARE(error.message, message);
    QCOMPARE(error.code, code);
    QCOMPARE(error.kind, Error::Kind::Rejected);

    const QByteArray huge = R"({"msg":")" + QByteArray(1'000'000, 'x') + R"("})";
    fastly::readError({jsonHead(400), huge}, error);
    QVERIFY(error.message.size() <= 300);
}

void FastlyTest::rateHeaders_data()
{
    QTest::addColumn<QByteArray>("remaining");
    QTest::addColumn<QByteArray>("reset");
    QTest::addColumn<QString>("report");
    QTest::newRow("as recorded") << QByteArray("955") << QByteArray("1610625600") << u"955 left, 1610625600000"_s;
    QTest::newRow("nothing left") << QByteArray("0") << QByteArray("1610625600") << u"0 left, 1610625600000"_s;
    QTest::newRow("a read") << QByteArray() << QByteArray() << u"nothing"_s;
    QTest::newRow("one alone") << QByteArray("7") << QByteArray() << u"7 left, -"_s;
    QTest::newRow("negative and garbage") << QByteArray("-3") << QByteArray("soon") << u"nothing"_s;
    QTest::newRow("a reset behind the end of time")
        << QByteArray("5") << QByteArray("9223372036854775807") << u"5 left, -"_s;
}

void FastlyTest::rateHeaders()
{
    QFETCH(QByteArray, remaining);
    QFETCH(QByteArray, reset);
    QFETCH(QString, report);
    HttpHead head = jsonHead(204);
    if (!remaining.isEmpty())
        head.headers.append({"fastly-ratelimit-remaining", remaining});
    if (!reset.isEmpty())
        head.headers.append({"fastly-ratelimit-reset", reset});
    const std::optional<RateReport> read = fastly::readRate(head, 0);
    QString shown = u"nothing"_s;
    if (read)
        shown = (read->remaining ? QString::number(*read->remaining) : u"-"_s) + u" left, "_s
            + (read->resetMs ? QString::number(*read->resetMs) : u"-"_s);
    QCOMPARE(shown, report);
}

QTEST_APPLESS_MAIN(FastlyTest)
#include "tst_fastly.moc"
