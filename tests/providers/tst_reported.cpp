#include "network/http/ratelimiter.h"
#include "network/http/traffic.h"
#include "network/providers/registry.h"
#include "network/sandbox/providersandbox.h"
#include "network/sandbox/sandbox.h"
#include "tests/support/await.h"

#include <QTest>

#include <map>

using namespace Qt::StringLiterals;

//! What each provider reports of a token, field by field, against what it declares: a field that it does not report is
//! "not reported" in every row, and "never" stands only where the provider says never.
namespace latchkey::test {

namespace {

//! What the rows of a list say of one field.
struct Said
{
    qint64 reported = 0;
    qint64 notReported = 0;
    qint64 never = 0;
};

class CountingSink : public TokenSink
{
public:
    void add(const TokenRow &row) override
    {
        take(TokenField::Name, row.name.data() != nullptr);
        take(TokenField::Kind, row.kind != TokenKind::NotReported);
        take(TokenField::State, row.state != TokenState::NotReported);
        take(TokenField::Owner, row.ownerId.data() != nullptr);
        take(TokenField::Client, row.clientId.data() != nullptr);
        take(TokenField::Scopes, row.scopes.has_value());
        take(TokenField::Resources, row.resources.has_value());
        take(TokenField::Created, row.created.isReported(), row.created.isNever());
        take(TokenField::LastUsed, row.lastUsed.isReported(), row.lastUsed.isNever());
        take(TokenField::LastIp, row.lastIp.data() != nullptr);
        take(TokenField::Expires, row.expires.isReported(), row.expires.isNever());
    }
    void expect(qint64) override { }
    std::map<TokenField, Said> said;

private:
    void take(TokenField field, bool isReported, bool isNever = false)
    {
        Said &counts = said[field];
        ++(isReported ? counts.reported : counts.notReported);
        counts.never += isNever ? 1 : 0;
    }
};

} // namespace

class TestReported : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFieldOfEveryProvider_data()
    {
        using Field = TokenField;
        QTest::addColumn<QString>("provider");
        QTest::addColumn<TokenField>("field");
        QTest::addColumn<bool>("isReported");
        QTest::addColumn<bool>("mayBeNever");
        const std::pair<const char *, Field> fields[] = {
            {"name", Field::Name},           {"kind", Field::Kind},       {"state", Field::State},
            {"owner", Field::Owner},         {"client", Field::Client},   {"scopes", Field::Scopes},
            {"resources", Field::Resources}, {"created", Field::Created}, {"last used", Field::LastUsed},
            {"last IP", Field::LastIp},      {"expires", Field::Expires}};
        const std::map<QString, TokenFields> reported = {{u"fastly"_s,
                                                          Field::Name | Field::Kind | Field::State | Field::Owner
                                                              | Field::Scopes | Field::Resources | Field::Created
                                                              | Field::LastUsed | Field::LastIp | Field::Expires},
                                                         {u"authlete"_s,
                                                          Field::Kind | Field::State | Field::Owner | Field::Client
                                                              | Field::Scopes | Field::Created | Field::Expires},
                                                         {u"knetik"_s, Field::Kind | Field::Owner | Field::Client}};
        // Only Fastly documents that a token was never used, or never expires.
        const std::map<QString, TokenFields> never = {{u"fastly"_s, Field::LastUsed | Field::Expires}};
        for (const auto &[provider, known] : reported) {
            for (const auto &[name, field] : fields)
                QTest::addRow("%s %s", qPrintable(provider), name)
                    << provider << field << known.testFlag(field)
                    << (never.contains(provider) && never.at(provider).testFlag(field));
        }
    }

    void everyFieldOfEveryProvider()
    {
        QFETCH(const QString, provider);
        QFETCH(const TokenField, field);
        QFETCH(const bool, isReported);
        QFETCH(const bool, mayBeNever);
        const ProviderDescription *description = registry::describe(ProviderId{provider});
        QVERIFY(description);
        QCOMPARE(description->reported.testFlag(field), isReported);
        const Said said = listed(provider)[field];
        QVERIFY(said.reported + said.notReported >= 300);
        QCOMPARE(said.reported > 0, isReported);
        QCOMPARE(said.never > 0, mayBeNever);
    }

    void theOneWithoutAListDeclaresWhatItsSessionTells()
    {
        const ProviderDescription *genesys = registry::describe(ProviderId{u"genesys"_s});
        for (const TokenField field : {TokenField::Name, TokenField::Created, TokenField::LastUsed, TokenField::LastIp,
                                       TokenField::Expires, TokenField::Resources})
            QVERIFY(!genesys->reported.testFlag(field));
    }

private:
    //! Of the provider's list in the sandbox.
    std::map<TokenField, Said> listed(const QString &provider)
    {
        if (m_listed.contains(provider))
            return m_listed[provider];
        sandbox::SandboxOptions options;
        options.tokens = 300;
        sandbox::Sandbox box(options);
        if (!box.start())
            qFatal("the sandbox did not start");
        const auto sink = std::make_shared<CountingSink>();
        for (const sandbox::SandboxAccount &known : box.accounts()) {
            if (known.account.provider.value != provider)
                continue;
            const Account &account = known.account;
            const SystemClock clock;
            RateLimiter limiter(clock, 0);
            Traffic traffic;
            HttpClient http(registry::httpSetup(account), Timing(), clock, limiter, traffic);
            const auto subject = registry::make(account, known.credential, http);
            const auto end = await(subject->readTokens({}, sink, {}));
            if (!end || !end->complete)
                qFatal("%s: not the whole list", qPrintable(provider));
        }
        m_listed[provider] = sink->said;
        return sink->said;
    }

    std::map<QString, std::map<TokenField, Said>> m_listed;
};

} // namespace latchkey::test

QTEST_GUILESS_MAIN(latchkey::test::TestReported)
#include "tst_reported.moc"
