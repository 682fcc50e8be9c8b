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
    CreateForm form;
    form.kind = TokenKind::User;
    form.label = QStringLiteral("Robot token");
    form.fields = {name,
                   scope,
                   field("boxes", FormField::Type::TextList, "Boxes"),
                   field("expires", FormField::Type::Date, "Expires", "+90d"),
                   role,
                   field("loud", FormField::Type::Flag, "May be loud")};
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
    acme.regions = {{QStringLiteral("https://api.acme.example"), QStringLiteral("Europe")},
                    {QStringLiteral("https://api.us.acme.example"), QStringLiteral("America")}};
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
