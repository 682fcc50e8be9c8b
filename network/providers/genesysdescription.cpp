#include "network/providers/formfields.h"
#include "network/providers/genesys.h"

#include <QCoreApplication>

#include <array>

using namespace Qt::StringLiterals;

namespace latchkey::genesys {

namespace {

struct Genesys
{
    Q_DECLARE_TR_FUNCTIONS(Genesys)
};

struct Place
{
    const char *name;
    QLatin1StringView domain;
};

//! Where Genesys Cloud runs; the API is at api.domain, the sign-in at login.domain.
constexpr std::array<Place, 18> Places = {{
    {QT_TRANSLATE_NOOP("Genesys", "US East (Virginia)"), "mypurecloud.com"_L1},
    {QT_TRANSLATE_NOOP("Genesys", "US East (Ohio, FedRAMP)"), "use2.us-gov-pure.cloud"_L1},
    {QT_TRANSLATE_NOOP("Genesys", "US West (Oregon)"), "usw2.pure.cloud"_L1},
    {QT_TRANSLATE_NOOP("Genesys", "Canada (Central)"), "cac1.pure.cloud"_L1},
    {QT_TRANSLATE_NOOP("Genesys", "Mexico (Central)"), "mxc1.pure.cloud"_L1},
    {QT_TRANSLATE_NOOP("Genesys", "South America (São Paulo)"), "sae1.pure.cloud"_L1},
    {QT_TRANSLATE_NOOP("Genesys", "Europe (Ireland)"), "mypurecloud.ie"_L1},
    {QT_TRANSLATE_NOOP("Genesys", "Europe (London)"), "euw2.pure.cloud"_L1},
    {QT_TRANSLATE_NOOP("Genesys", "Europe (Frankfurt)"), "mypurecloud.de"_L1},
    {QT_TRANSLATE_NOOP("Genesys", "Europe (Zurich)"), "euc2.pure.cloud"_L1},
    {QT_TRANSLATE_NOOP("Genesys", "Europe (sovereign, Germany)"), "edee1.eusc-pure.cloud"_L1},
    {QT_TRANSLATE_NOOP("Genesys", "Middle East (UAE)"), "mec1.pure.cloud"_L1},
    {QT_TRANSLATE_NOOP("Genesys", "Asia Pacific (Mumbai)"), "aps1.pure.cloud"_L1},
    {QT_TRANSLATE_NOOP("Genesys", "Asia Pacific (Singapore)"), "apse1.pure.cloud"_L1},
    {QT_TRANSLATE_NOOP("Genesys", "Asia Pacific (Seoul)"), "apne2.pure.cloud"_L1},
    {QT_TRANSLATE_NOOP("Genesys", "Asia Pacific (Tokyo)"), "mypurecloud.jp"_L1},
    {QT_TRANSLATE_NOOP("Genesys", "Asia Pacific (Osaka)"), "apne3.pure.cloud"_L1},
    {QT_TRANSLATE_NOOP("Genesys", "Asia Pacific (Sydney)"), "mypurecloud.com.au"_L1},
}};

QList<Region> regions()
{
    QList<Region> regions;
    for (const Place &place : Places)
        regions.append({Genesys::tr("%1, %2").arg(Genesys::tr(place.name), place.domain),
                        QUrl("https://api."_L1 + place.domain), QUrl("https://login."_L1 + place.domain)});
    return regions;
}

QList<SignInMethod> signIns()
{
    using Type = FormField::Type;
    const QString whence = Genesys::tr("From the web console: Admin, Integrations, OAuth.");
    SignInMethod client;
    client.key = u"client"_s;
    client.label = Genesys::tr("OAuth client (client credentials)");
    client.fields = {required("clientId", Type::Text, Genesys::tr("Client ID"), whence),
                     required("clientSecret", Type::Secret, Genesys::tr("Client secret"), whence)};

    SignInMethod browser;
    browser.key = u"browser"_s;
    browser.label = Genesys::tr("As a user, in the browser");
    browser.exchange = SignInMethod::Exchange::Browser;
    FormField port = required("port", Type::Number, Genesys::tr("Port"),
                              Genesys::tr("Register http://127.0.0.1:PORT/ as a redirect URI of the client."));
    port.initial = u"8085"_s;
    browser.settings = {required("clientId", Type::Text, Genesys::tr("Client ID"),
                                 Genesys::tr("Of an OAuth client with the grant Code Authorization / PKCE.")),
                        port};

    SignInMethod token;
    token.key = u"token"_s;
    token.label = Genesys::tr("Access token");
    token.fields = {required("secret", Type::Secret, Genesys::tr("Token"),
                             Genesys::tr("It ends with its session, and cannot be renewed."))};
    return {client, browser, token};
}

std::map<Capability, QString> whyNot()
{
    const QString noList = Genesys::tr("Genesys Cloud has no list of tokens. End the sessions of a person instead.");
    const QString noSingle =
        Genesys::tr("Genesys Cloud does not revoke single tokens. End all sessions of a person instead.");
    const QString noCreation = Genesys::tr("Genesys Cloud makes tokens only as somebody signs in.");
    return {
        {Capability::ListTokens, noList},
        {Capability::ShowToken, noList},
        {Capability::CreateToken, noCreation},
        {Capability::UpdateToken,
         Genesys::tr("Genesys Cloud offers no call that changes a token. The idle timeout of all can be set.")},
        {Capability::RevokeToken, noSingle},
        {Capability::RevokeListed, noSingle},
        {Capability::RevokeByClient,
         Genesys::tr("Genesys Cloud ends the tokens of an OAuth client when the client is disabled.")},
        {Capability::RevokeByPersonAtClient,
         Genesys::tr("Genesys Cloud ends all sessions of a person, or disables a client; never one within the other.")},
        {Capability::RevokeByValue, noSingle},
        {Capability::RevokeByRefreshToken, noSingle},
        {Capability::RevealValue, Genesys::tr("Genesys Cloud shows the value of a token once, as somebody signs in.")},
    };
}

ProviderDescription madeDescription()
{
    ProviderDescription genesys;
    genesys.id = {u"genesys"_s};
    genesys.name = u"Genesys Cloud"_s;
    genesys.regions = regions();
    genesys.baseUrl = genesys.regions.constFirst().baseUrl;
    genesys.loginUrl = genesys.regions.constFirst().loginUrl;
    genesys.tenantLabel = Genesys::tr("Organization");
    genesys.personWord = Genesys::tr("user");
    genesys.capabilities = Capability::OwnToken | Capability::RevokeOwn | Capability::RevokeByPerson
        | Capability::ListPeople | Capability::FindPeople | Capability::ListClients | Capability::DisableClient
        | Capability::IdleTimeout;
    genesys.whyNot = whyNot();
    genesys.reported =
        TokenField::Kind | TokenField::State | TokenField::Owner | TokenField::Client | TokenField::Scopes;
    genesys.signIns = signIns();
    genesys.wideWords = {
        {Capability::RevokeByPerson,
         {Genesys::tr("End all sessions of %1"),
          Genesys::tr("Ends all sessions of %1, also that of an agent at work. This cannot be undone. Genesys Cloud "
                      "does not say how many there were. Tokens of client credentials are not affected.")}},
        {Capability::DisableClient,
         {Genesys::tr("Disable %1"),
          Genesys::tr("Invalidates all tokens of the client %1, and lets it get no more until it is made active again "
                      "in the web console. Genesys Cloud does not say how many there were.")}},
    };
    genesys.pageSize = 100; // of people
    constexpr int callsPerMinute = 300; // of one client and user
    genesys.writesPerHour = callsPerMinute * 60;
    return genesys;
}

} // namespace

const ProviderDescription &description()
{
    static const ProviderDescription made = madeDescription();
    return made;
}

} // namespace latchkey::genesys
