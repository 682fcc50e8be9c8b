#pragma once

#include "models/revocation/plan.h"
#include "network/domain/account.h"
#include "network/domain/clock.h"
#include "network/domain/description.h"

#include <QUuid>

//! A made-up provider, its accounts and plans, for the tests of the dialogs.
namespace latchkey::invented {

constexpr qint64 Now = 1'795'348'800'000; // 2026-11-22 12:00 UTC
constexpr qint64 Hour = 3'600'000;

class StillClock : public Clock
{
public:
    [[nodiscard]] qint64 nowMs() const override { return Now; }
    [[nodiscard]] qint64 elapsedMs() const override { return 0; }
};

//! What an attacker might call things.
inline QString hostile()
{
    return QStringLiteral("<img src=file:///etc/hostname><b>bold</b>") + QChar(0x202e) + QStringLiteral("gnp.exe");
}

inline FormField field(const char *key, FormField::Type type, const char *label, const char *initial = "")
{
    FormField made;
    made.key = QLatin1String(key);
    made.type = type;
    made.label = QLatin1String(label);
    made.initial = QLatin1String(initial);
    return made;
}

inline FormField needed(FormField made)
{
    made.required = true;
    return made;
}

inline CreateForm robotForm()
{
    FormField scope = needed(field("scope", FormField::Type::Choices, "Scopes", "look"));
    scope.choices = {{QStringLiteral("all"), QStringLiteral("everything your user may do")},
                     {QStringLiteral("look"), QStringLiteral("read, and nothing else")},
                     {QStringLiteral("touch"), QStringLiteral("change one thing at a time")}};
    FormField role = needed(field("role", FormField::Type::Choice, "Role", "reader"));
    role.choices = {{QStringLiteral("reader"), QStringLiteral("Reader")},
                    {QStringLiteral("writer"), QStringLiteral("Writer")}};
    FormField name = needed(field("name", FormField::Type::Text, "Name"));
    name.help = QStringLiteral("Say what uses it.");
    FormField code = field("otp", FormField::Type::OneTimeCode, "One-time code");
    code.help = QStringLiteral("If two-factor sign-in is on.");
    FormField boxes = field("boxes", FormField::Type::TextList, "Boxes");
    boxes.isResources = true;
    CreateForm form;
    form.kind = TokenKind::User;
    form.label = QStringLiteral("Robot token");
    form.fields = {name,  scope,
                   boxes, field("expires", FormField::Type::Date, "Expires", "+90d"),
                   role,  field("loud", FormField::Type::Flag, "May be loud")};
    form.asked = {needed(field("password", FormField::Type::Password, "Password")), code};
    return form;
}

inline ProviderDescription provider()
{
    ProviderDescription acme;
    acme.id = {QStringLiteral("acme")};
    acme.name = QStringLiteral("Acme Cloud");
    acme.baseUrl = QUrl(QStringLiteral("https://api.acme.example"));
    acme.loginUrl = QUrl(QStringLiteral("https://login.acme.example"));
    acme.regions = {{QStringLiteral("Europe"), QUrl(QStringLiteral("https://api.acme.example")),
                     QUrl(QStringLiteral("https://login.acme.example"))},
                    {QStringLiteral("America"), QUrl(QStringLiteral("https://api.us.acme.example")),
                     QUrl(QStringLiteral("https://login.us.acme.example"))}};
    acme.tenantLabel = QStringLiteral("Workspace");
    acme.capabilities = Capability::ListTokens | Capability::CreateToken | Capability::RevokeToken
        | Capability::RevokeListed | Capability::RevokeByPerson | Capability::OwnToken;
    acme.reported = TokenField::Name | TokenField::LastUsed;
    SignInMethod key;
    key.key = QStringLiteral("key");
    key.label = QStringLiteral("Acme key");
    key.fields = {needed(field("secret", FormField::Type::Secret, "Key"))};
    key.fields[0].help = QStringLiteral("From the web console: Account, API tokens.");
    SignInMethod pair;
    pair.key = QStringLiteral("pair");
    pair.label = QStringLiteral("Client and its secret");
    pair.fields = {needed(field("clientId", FormField::Type::Text, "Client")),
                   needed(field("clientSecret", FormField::Type::Secret, "Secret"))};
    acme.signIns = {key, pair};
    acme.scopeParts = {{QStringLiteral("own"), QStringLiteral("Your own tokens")},
                       {QStringLiteral("robots"), QStringLiteral("Robots' tokens")}};
    acme.scopeFilters = {QStringLiteral("person")};
    acme.createForms = {robotForm()};
    acme.createForms += robotForm();
    acme.createForms[1].kind = TokenKind::Automation;
    acme.createForms[1].label = QStringLiteral("Automation token (superusers only)");
    acme.listedRevokeFrom = 20;
    acme.listedRevokeLimit = 100;
    acme.pageSize = 100;
    acme.writesPerHour = 1'000;
    return acme;
}

//! The ways in which an account of Borealis signs in: a pasted key, a password that is exchanged, the browser.
inline QList<SignInMethod> exchangingWays()
{
    SignInMethod pasted;
    pasted.key = QStringLiteral("pasted");
    pasted.label = QStringLiteral("Pasted token");
    pasted.fields = {needed(field("secret", FormField::Type::Secret, "Token"))};
    SignInMethod password;
    password.key = QStringLiteral("password");
    password.label = QStringLiteral("Name and password");
    password.settings = {needed(field("clientId", FormField::Type::Text, "Client"))};
    password.fields = {needed(field("login", FormField::Type::Text, "Sign-in name")),
                       needed(field("password", FormField::Type::Password, "Password"))};
    password.exchange = SignInMethod::Exchange::Asked;
    password.needsTenant = true;
    SignInMethod browser;
    browser.key = QStringLiteral("browser");
    browser.label = QStringLiteral("Browser");
    browser.settings = {needed(field("clientId", FormField::Type::Text, "Client")),
                        needed(field("port", FormField::Type::Number, "Port", "8765"))};
    browser.exchange = SignInMethod::Exchange::Browser;
    return {pasted, password, browser};
}

inline CreateForm everythingForm()
{
    FormField grant = needed(field("grant", FormField::Type::Choice, "Grant", "code"));
    grant.choices = {{QStringLiteral("code"), QStringLiteral("Authorization code")},
                     {QStringLiteral("client"), QStringLiteral("Client credentials")}};
    FormField details = field("details", FormField::Type::Json, "Other fields");
    details.help = QStringLiteral("A JSON object with the fields of the provider's document.");
    CreateForm form;
    form.kind = TokenKind::AccessToken;
    form.label = QStringLiteral("Access token");
    form.fields = {grant,
                   details,
                   needed(field("scopes", FormField::Type::TextList, "Scopes")),
                   field("seconds", FormField::Type::Number, "Lifetime in seconds", "3600"),
                   field("audience", FormField::Type::Url, "Audience"),
                   field("endless", FormField::Type::Flag, "Never expires")};
    return form;
}

//! Another provider, that has what Acme lacks: exchanges, changes, values, wide calls in its own words.
inline ProviderDescription borealis()
{
    ProviderDescription made;
    made.id = {QStringLiteral("borealis")};
    made.name = QStringLiteral("Borealis");
    made.baseUrl = QUrl(QStringLiteral("https://api.borealis.example"));
    made.regions = {{QStringLiteral("North"), QUrl(QStringLiteral("https://api.borealis.example")), QUrl()},
                    {QStringLiteral("South"), QUrl(QStringLiteral("https://api.south.borealis.example")),
                     QUrl(QStringLiteral("https://login.south.borealis.example"))}};
    made.tenantLabel = QStringLiteral("Realm");
    made.capabilities = Capability::CreateToken | Capability::UpdateToken | Capability::RevokeToken
        | Capability::RevokeByValue | Capability::RevokeByRefreshToken | Capability::RevokeByPerson
        | Capability::DisableClient | Capability::IdleTimeout;
    made.signIns = exchangingWays();
    made.scopeFilters = {QStringLiteral("client"), QStringLiteral("person"), QStringLiteral("status"),
                         QStringLiteral("order")};
    made.createForms = {everythingForm()};
    const CreateForm form = everythingForm();
    made.updateForm.fields = {form.fields[2], form.fields[1], form.fields[3], form.fields[5],
                              field("expires", FormField::Type::Date, "Expires")};
    for (FormField &field : made.updateForm.fields)
        field.required = false;
    made.updateForm.byValue = true;
    made.updateForm.byTokenId = true;
    made.wideWords = {
        {Capability::RevokeByPerson,
         {QStringLiteral("End all sessions of %1"), QStringLiteral("Ends all sessions of %1, also one at work.")}},
        {Capability::DisableClient,
         {QStringLiteral("Disable %1"), QStringLiteral("Nobody can sign in through %1 any more.")}}};
    made.pageSize = 20;
    return made;
}

inline Account account(const QString &name, Environment environment = Environment::Development)
{
    Account made;
    made.id = {QUuid::createUuidV5(QUuid(), name).toString(QUuid::WithoutBraces)};
    made.name = name;
    made.provider = provider().id;
    made.signIn = QStringLiteral("key");
    made.baseUrl = provider().baseUrl;
    made.loginUrl = provider().loginUrl;
    made.identity.tenant = {QStringLiteral("x4Tq8WdR2mLs"), QStringLiteral("Nordlicht Media")};
    made.identity.principal = {QStringLiteral("u1"), QStringLiteral("Maya Brandt")};
    made.identity.role = QStringLiteral("superuser");
    made.environment = environment;
    made.colour = QStringLiteral("#2f7bd9");
    return made;
}

//! Of Borealis, signing in by `way`.
inline Account borealisAccount(const QString &way)
{
    Account made = account(QStringLiteral("aurora"));
    made.provider = borealis().id;
    made.signIn = way;
    made.baseUrl = borealis().baseUrl;
    made.loginUrl = {};
    made.tenant = QStringLiteral("realm-1");
    made.settings.insert(QStringLiteral("clientId"), QStringLiteral("latchkey"));
    if (way == QLatin1String("browser"))
        made.settings.insert(QStringLiteral("port"), QStringLiteral("8765"));
    return made;
}

//! `count` tokens that were last used 40 days ago, but for the first `recent`: within the last day.
inline PlanAccount part(const Account &account, int count, int recent = 0)
{
    PlanAccount made;
    made.id = account.id;
    made.name = cleanedText(account.name);
    made.provider = account.provider;
    made.environment = account.environment;
    made.identity = account.identity;
    made.reportsUse = true;
    for (int at = 0; at < count; ++at) {
        PlanItem item;
        item.id = {QStringLiteral("id%1abcdefghijklmnop").arg(at)};
        item.kind = TokenKind::User;
        item.name = QStringLiteral("token %1").arg(at);
        item.owner = at % 7 == 3 ? QString() : QStringLiteral("Carla Mendes");
        // The recent ones last: the dialog has to bring them up.
        item.lastUsed = at >= count - recent ? Moment::at(Now - Hour * (count - at)) : Moment::at(Now - 40 * 24 * Hour);
        made.items += item;
    }
    return made;
}

inline WideCall wide(const QString &person)
{
    WideCall call;
    call.extent = RevokeCall::Extent::Person;
    call.person = {QStringLiteral("p1"), person};
    return call;
}

inline Plan plan(const QList<PlanAccount> &accounts)
{
    Plan made;
    made.id = QStringLiteral("plan");
    made.createdAtMs = Now;
    made.accounts = accounts;
    return made;
}

} // namespace latchkey::invented
