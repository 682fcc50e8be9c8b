#include "network/providers/fastly.h"
#include "network/providers/formfields.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace latchkey::fastly {

namespace {

struct Fastly
{
    Q_DECLARE_TR_FUNCTIONS(Fastly)
};

FormField scopeField()
{
    FormField scope = withOption("scope", field("scope", FormField::Type::Choices, Fastly::tr("Scopes")));
    scope.choices = {{u"global"_s, Fastly::tr("everything your user may do, all services")},
                     {u"global:read"_s, Fastly::tr("read configuration and statistics")},
                     {u"purge_select"_s, Fastly::tr("purge by URL or surrogate key")},
                     {u"purge_all"_s, Fastly::tr("purge a whole service at once")}};
    return required(scope, u"global:read"_s);
}

//! What both kinds of token ask for.
QList<FormField> commonFields()
{
    FormField expires = field("expires", FormField::Type::Date, Fastly::tr("Expires"));
    expires.initial = u"+90d"_s;
    expires.option = u"expires"_s;
    FormField services = field("services", FormField::Type::TextList, Fastly::tr("Services"),
                               Fastly::tr("Ids of services. None means all, and later ones too."));
    services.isResources = true;
    services.option = u"service"_s;
    FormField name =
        required(field("name", FormField::Type::Text, Fastly::tr("Name"), Fastly::tr("Say what uses it.")));
    name.option = u"name"_s;
    return {name, scopeField(), services, expires};
}

QList<FormField> askedFields(const QString &loginHelp)
{
    return {field("login", FormField::Type::Text, Fastly::tr("Sign-in name"), loginHelp),
            required(field("password", FormField::Type::Password, Fastly::tr("Password"))),
            field("otp", FormField::Type::OneTimeCode, Fastly::tr("One-time code"),
                  Fastly::tr("If two-factor sign-in is on."))};
}

CreateForm userForm()
{
    CreateForm form;
    form.kind = TokenKind::User;
    form.label = Fastly::tr("User token");
    form.fields = commonFields();
    form.asked = askedFields(Fastly::tr("Only to create without this account's key."));
    return form;
}

CreateForm automationForm()
{
    FormField role = field("role", FormField::Type::Choice, Fastly::tr("Role"));
    role.choices = {{u"user"_s, Fastly::tr("User: reads")},
                    {u"billing"_s, Fastly::tr("Billing: reads, and sees invoices")},
                    {u"engineer"_s, Fastly::tr("Engineer: changes services")}};
    CreateForm form;
    form.kind = TokenKind::Automation;
    form.label = Fastly::tr("Automation token (superusers only)");
    form.fields = commonFields();
    form.fields.append(required(role, u"user"_s));
    form.fields.append(field("tls_access", FormField::Type::Flag, Fastly::tr("May manage TLS certificates")));
    form.asked = askedFields(Fastly::tr("Only if Fastly asks for it beside the password."));
    return form;
}

ProviderDescription madeDescription()
{
    ProviderDescription fastly;
    fastly.id = {u"fastly"_s};
    fastly.name = u"Fastly"_s;
    fastly.baseUrl = QUrl(u"https://api.fastly.com"_s);
    fastly.tenantLabel = Fastly::tr("Customer");
    fastly.personWord = Fastly::tr("user");
    fastly.capabilities = Capability::ListTokens | Capability::ShowToken | Capability::OwnToken
        | Capability::CreateToken | Capability::RevokeToken | Capability::RevokeListed | Capability::RevokeOwn
        | Capability::ListPeople;
    const QString byIds = Fastly::tr("Fastly revokes tokens by their ids only. Filter for them, then revoke them.");
    const QString noClients = Fastly::tr("Fastly issues tokens to users, not to clients.");
    fastly.whyNot = {
        {Capability::UpdateToken, Fastly::tr("Fastly offers no call that changes a token. Create another instead.")},
        {Capability::RevokeByPerson, byIds},
        {Capability::RevokeByClient, noClients},
        {Capability::RevokeByPersonAtClient, noClients},
        {Capability::RevokeByValue,
         Fastly::tr("Fastly offers no call that revokes by value. An account with that key can revoke its own token.")},
        {Capability::RevokeByRefreshToken, Fastly::tr("Fastly has no refresh tokens.")},
        {Capability::ListClients, noClients},
        {Capability::DisableClient, noClients},
        {Capability::IdleTimeout, Fastly::tr("Fastly's tokens have no idle timeout.")},
    };
    fastly.reported = TokenField::Name | TokenField::Kind | TokenField::State | TokenField::Owner | TokenField::Scopes
        | TokenField::Resources | TokenField::Created | TokenField::LastUsed | TokenField::LastIp | TokenField::Expires;
    SignInMethod key;
    key.key = u"key"_s;
    key.label = Fastly::tr("API token");
    key.fields = {required(field("secret", FormField::Type::Secret, Fastly::tr("Key"),
                                 Fastly::tr("From the web console: Account, API tokens.")))};
    fastly.signIns = {key};
    fastly.scopeParts = {{u"own"_s, Fastly::tr("Your own tokens")},
                         {u"customer"_s, Fastly::tr("All users' tokens (superusers only)")},
                         {u"automation"_s, Fastly::tr("Automation tokens (superusers only)")}};
    fastly.createForms = {userForm(), automationForm()};
    fastly.listedRevokeFrom = 20;
    fastly.listedRevokeLimit = 100;
    fastly.writesPerHour = 1'000;
    return fastly;
}

} // namespace

const ProviderDescription &description()
{
    static const ProviderDescription made = madeDescription();
    return made;
}

} // namespace latchkey::fastly
