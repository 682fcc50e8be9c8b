#include "network/http/ratelimiter.h"
#include "network/http/traffic.h"
#include "network/providers/registry.h"
#include "tests/providers/print.h"
#include "tests/providers/scene.h"
#include "tests/support/await.h"
#include "tests/support/sceneserver.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

namespace latchkey::test {

namespace {

//! Prints the rows of a list. The parsing thread writes; read after the list's end.
class PrintingSink : public TokenSink
{
public:
    void add(const TokenRow &row) override { m_lines += printed(row); }
    void expect(qint64 total) override { m_lines += u"expects %1"_s.arg(total); }
    [[nodiscard]] const QStringList &lines() const { return m_lines; }

private:
    QStringList m_lines;
};

QStringList textsOf(const QJsonValue &array)
{
    QStringList texts;
    const QJsonArray values = array.toArray();
    for (const QJsonValue &value : values)
        texts += value.toString();
    return texts;
}

Credential credentialOf(const QJsonObject &parts)
{
    Credential credential;
    for (auto part = parts.begin(); part != parts.end(); ++part)
        credential.parts.emplace(part.key(), Secret(part.value().toString().toUtf8()));
    return credential;
}

//! "tokens": {"id": "kind", …}, where a kind may be empty.
QList<RevokeCall::Target> targetsOf(const QJsonObject &arguments)
{
    QList<RevokeCall::Target> targets;
    const QJsonObject tokens = arguments.value("tokens"_L1).toObject();
    for (auto token = tokens.begin(); token != tokens.end(); ++token)
        targets.append({{token.key()},
                        tokenKindFromName(token.value().toString()).value_or(TokenKind::NotReported),
                        {arguments.value("person"_L1).toString()},
                        {arguments.value("client"_L1).toString()}});
    return targets;
}

LoadScope scopeOf(const QString &part, const QJsonObject &arguments)
{
    LoadScope scope;
    scope.parts = arguments.contains("parts"_L1) ? textsOf(arguments.value("parts"_L1)) : QStringList{part};
    scope.parts.removeAll(QString());
    scope.client = arguments.value("client"_L1).toString();
    scope.person = arguments.value("person"_L1).toString();
    scope.status = arguments.value("status"_L1).toString();
    scope.order = arguments.value("order"_L1).toString();
    return scope;
}

RevokeCall revokeCallOf(const QString &extent, const QJsonObject &arguments)
{
    using Extent = RevokeCall::Extent;
    const QHash<QString, Extent> extents{{u"one"_s, Extent::One},       {u"listed"_s, Extent::Listed},
                                         {u"own"_s, Extent::Own},       {u"person"_s, Extent::Person},
                                         {u"client"_s, Extent::Client}, {u"personAtClient"_s, Extent::PersonAtClient},
                                         {u"value"_s, Extent::Value},   {u"refresh"_s, Extent::Refresh}};
    RevokeCall call;
    call.extent = extents.value(extent);
    call.tokens = targetsOf(arguments);
    call.person = {arguments.value("person"_L1).toString()};
    call.client = {arguments.value("client"_L1).toString()};
    call.value = Secret(arguments.value("value"_L1).toString().toUtf8());
    return call;
}

//! Makes the call that "readTokens customer" names, and prints its result.
QStringList play(Provider &provider, const QString &call, const QJsonObject &arguments)
{
    const QString method = call.section(u' ', 0, 0);
    const QString variant = call.section(u' ', 1);
    const std::stop_token never;
    if (method == "probe"_L1)
        return printed(await(provider.probe()));
    if (method == "readTokens"_L1) {
        const auto sink = std::make_shared<PrintingSink>();
        const auto end = await(provider.readTokens(scopeOf(variant, arguments), sink, never));
        return sink->lines() + printed(end);
    }
    if (method == "showToken"_L1)
        return printed(await(provider.showToken(targetsOf(arguments).value(0))));
    if (method == "ownToken"_L1)
        return printed(await(provider.ownToken()));
    if (method == "createToken"_L1) {
        CreateRequest request;
        request.kind = tokenKindFromName(variant).value_or(TokenKind::NotReported);
        request.fields = arguments.value("fields"_L1).toObject().toVariantMap();
        request.asked = credentialOf(arguments.value("asked"_L1).toObject());
        return printed(await(provider.createToken(request)));
    }
    if (method == "updateToken"_L1) {
        UpdateRequest request;
        request.id = {arguments.value("id"_L1).toString()};
        request.value = Secret(arguments.value("value"_L1).toString().toUtf8());
        request.tokenId = arguments.value("tokenId"_L1).toString();
        request.fields = arguments.value("fields"_L1).toObject().toVariantMap();
        return printed(await(provider.updateToken(request)));
    }
    if (method == "revoke"_L1)
        return printed(await(provider.revoke(revokeCallOf(variant, arguments))));
    if (method == "look"_L1)
        return printed(await(provider.look(targetsOf(arguments), never)));
    if (method == "lookWide"_L1)
        return printed(await(provider.lookWide(revokeCallOf(variant, arguments), never)));
    if (method == "signIn"_L1) {
        const Result<BrowserSignIn> begun = provider.browserSignIn(QUrl(u"http://127.0.0.1:8085/"_s));
        if (begun)
            return printed(await(provider.finishSignIn(*begun, Secret("code-of-the-scene"))));
        return printed(await(provider.signIn(credentialOf(arguments.value("typed"_L1).toObject()))));
    }
    if (method == "tokenValue"_L1)
        return printed(await(provider.tokenValue(targetsOf(arguments).value(0))));
    if (method == "idleTimeout"_L1)
        return printed(await(provider.idleTimeout()));
    if (method == "setIdleTimeout"_L1) {
        const IdleTimeout timeout{arguments.value("enabled"_L1).toBool(), arguments.value("seconds"_L1).toInt()};
        return printed(await(provider.setIdleTimeout(timeout)));
    }
    if (method == "people"_L1)
        return printed(await(provider.people(never)));
    if (method == "findPeople"_L1)
        return printed(await(provider.findPeople(arguments.value("text"_L1).toString(), never)));
    if (method == "clients"_L1)
        return printed(await(provider.clients(never)));
    if (method == "resources"_L1)
        return printed(await(provider.resources(never)));
    return {u"no such call: "_s + call};
}

} // namespace

class ScenesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void providerHasScene_data();
    void providerHasScene();
    void scene_data();
    void scene();
};

void ScenesTest::providerHasScene_data()
{
    QTest::addColumn<bool>("there");
    for (const registry::Entry &entry : registry::all()) {
        const ProviderDescription &description = entry.description();
        QSet<std::pair<QString, QString>> there;
        const QList<Scene> scenes = scenesOf(description.id);
        for (const Scene &scene : scenes)
            there.insert({scene.call, scene.name});
        const QStringList calls = requiredCalls(description);
        for (const QString &call : calls) {
            const QStringList cases = requiredCases(call);
            for (const QString &name : cases)
                QTest::newRow(qPrintable(u"%1 %2: %3"_s.arg(description.id.value, call, name)))
                    << there.contains({call, name});
        }
        for (const Scene &scene : scenes) {
            if (!calls.contains(scene.call))
                QTest::newRow(qPrintable(u"%1 declares the call %2"_s.arg(description.id.value, scene.call))) << false;
        }
    }
}

void ScenesTest::providerHasScene()
{
    QFETCH(bool, there);
    QVERIFY2(there, "add the scene, or say in it why it is not applicable");
}

void ScenesTest::scene_data()
{
    QTest::addColumn<ProviderId>("provider");
    QTest::addColumn<Scene>("scene");
    for (const registry::Entry &entry : registry::all()) {
        const ProviderId provider = entry.description().id;
        const QList<Scene> scenes = scenesOf(provider);
        for (const Scene &scene : scenes) {
            if (scene.notApplicable.isEmpty())
                QTest::newRow(qPrintable(u"%1 %2: %3"_s.arg(provider.value, scene.call, scene.name)))
                    << provider << scene;
        }
    }
}

void ScenesTest::scene()
{
    QFETCH(ProviderId, provider);
    QFETCH(Scene, scene);

    SceneServer server(scene.exchanges);
    Account account;
    account.id = {u"account"_s};
    account.provider = provider;
    account.baseUrl = server.baseUrl();
    account.identity.tenant.id = scene.account.value("tenant"_L1).toString();
    account.identity.role = scene.account.value("role"_L1).toString();
    account.tenant = scene.account.value("typedTenant"_L1).toString();
    account.signIn = scene.account.value("signIn"_L1).toString();
    const QJsonObject settings = scene.account.value("settings"_L1).toObject();
    for (auto setting = settings.begin(); setting != settings.end(); ++setting)
        account.settings.insert(setting.key(), setting.value().toString());
    account.policy.pageSize = scene.account.value("pageSize"_L1).toInt();
    account.policy.readRetries = scene.account.value("readRetries"_L1).toInt();
    const QJsonObject defaultCredential{{u"secret"_s, u"key-of-the-scene"_s}};
    const QJsonObject credential = scene.account.value("credential"_L1).toObject(defaultCredential);

    const SystemClock clock;
    RateLimiter limiter(clock, 0);
    Traffic traffic;
    HttpClient http(registry::httpSetup(account), Timing().faster(10), clock, limiter, traffic);
    const auto subject = registry::make(account, credentialOf(credential), http);
    QString result = play(*subject, scene.call, scene.arguments).join(u'\n');
    result.replace(server.baseUrl().authority(), u"127.0.0.1:port"_s); // another one each time

    QCOMPARE(server.failure(), QString());
    QCOMPARE(server.leftOver(), QStringList());
    QCOMPARE(result, scene.expect.join(u'\n'));
}

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::ScenesTest)
#include "tst_scenes.moc"
