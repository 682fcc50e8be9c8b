#include "network/providers/authlete.h"
#include "network/providers/authletefields.h"
#include "network/providers/formfields.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace latchkey::authlete {

namespace {

using Type = FormField::Type;

struct Authlete
{
    Q_DECLARE_TR_FUNCTIONS(Authlete)
};

//! All members that have no field of their own.
FormField moreField(std::span<const Member> members)
{
    QStringList names;
    for (const Member &member : members) {
        if (!member.field)
            names += QString::fromLatin1(member.name);
    }
    return field(More, Type::Json, Authlete::tr("More, as JSON"),
                 Authlete::tr("One object; it may hold %1.").arg(names.join(u", "_s)));
}

CreateForm createForm()
{
    FormField grantType = field("grantType", Type::Choice, Authlete::tr("Grant type"));
    for (const char *name : grantTypes())
        grantType.choices.append({QString::fromLatin1(name), QString::fromLatin1(name)});
    FormField duration = field("accessTokenDuration", Type::Number, Authlete::tr("Seconds until it expires"),
                               Authlete::tr("Empty or 0 means as long as the service says."));
    duration.initial = u"3600"_s;
    CreateForm form;
    form.kind = TokenKind::AccessToken;
    form.label = Authlete::tr("Access token");
    form.fields = {
        required(grantType, u"CLIENT_CREDENTIALS"_s),
        withOption("client",
                   field("clientId", Type::Number, Authlete::tr("Client"),
                         Authlete::tr("The number of the client it is for."))),
        withOption("person",
                   field("subject", Type::Text, Authlete::tr("Subject"),
                         Authlete::tr("Whose token it is. Not for CLIENT_CREDENTIALS."))),
        withOption(
            "scope",
            field("scope", Type::TextList, Authlete::tr("Scopes"), Authlete::tr("None gives the token no scope."))),
        duration,
        field("refreshTokenDuration", Type::Number, Authlete::tr("Seconds until its refresh token expires"),
              Authlete::tr("Empty or 0 means as long as the service says.")),
        moreField(createMembers()),
    };
    form.asked = {
        field("accessToken", Type::Secret, Authlete::tr("Access token"),
              Authlete::tr("Only to choose the value yourself, as for a token that moves here.")),
        field("refreshToken", Type::Secret, Authlete::tr("Refresh token"),
              Authlete::tr("Only to choose the value yourself.")),
    };
    return form;
}

UpdateForm updateForm()
{
    UpdateForm form;
    form.byValue = true;
    form.byTokenId = true;
    form.fields = {
        withOption("scope",
                   field("scope", Type::TextList, Authlete::tr("Scopes"),
                         Authlete::tr("These replace all it has. Authlete ignores scopes that the service does not "
                                      "know."))),
        withOption("expires", field("expires", Type::Date, Authlete::tr("Expires"))),
        field("refreshTokenExpiresAt", Type::Date, Authlete::tr("Refresh token expires")),
        field("accessTokenValueUpdated", Type::Flag, Authlete::tr("Rotate: give it a new value"),
              Authlete::tr("The old value stops working at once.")),
        field("accessTokenPersistent", Type::Flag, Authlete::tr("Never expires")),
        moreField(updateMembers()),
    };
    return form;
}

QList<SignInMethod> signIns()
{
    SignInMethod bearer;
    bearer.key = u"bearer"_s;
    bearer.label = Authlete::tr("Access token (Authlete 3.0)");
    bearer.fields = {
        required(field("secret", Type::Secret, Authlete::tr("Access token"),
                       Authlete::tr("From the console: Service Settings or Organization Settings, Access Tokens.")))};
    bearer.needsTenant = true;
    SignInMethod basic;
    basic.key = u"basic"_s;
    basic.label = Authlete::tr("API key and secret (Authlete 2.x)");
    basic.fields = {required(field("apiKey", Type::Secret, Authlete::tr("API key"))),
                    required(field("apiSecret", Type::Secret, Authlete::tr("API secret")))};
    return {bearer, basic};
}

std::map<Capability, QString> whyNot()
{
    const QString notListed = Authlete::tr(
        "What this app signs in with comes from Authlete's console, and is not among the tokens it lists.");
    return {
        {Capability::OwnToken, notListed},
        {Capability::RevokeOwn, notListed},
        {Capability::RevokeListed, Authlete::tr("Authlete takes one token in a call. Tokens are revoked one by one.")},
        {Capability::ListPeople, Authlete::tr("Authlete keeps no list of people. Subjects come from the tokens.")},
        {Capability::DisableClient,
         Authlete::tr("Latchkey does not lock Authlete's clients. Revoke all tokens of a client instead.")},
        {Capability::IdleTimeout, Authlete::tr("Authlete's tokens have no idle timeout.")},
        {Capability::RevealValue, Authlete::tr("Authlete keeps hashes of tokens, and cannot give their values.")},
    };
}

std::map<Capability, WideWords> wideWords()
{
    return {
        {Capability::RevokeByPerson,
         {Authlete::tr("Revoke all tokens of %1"),
          Authlete::tr("Revokes every access token and refresh token of %1, at all clients of the service.")}},
        {Capability::RevokeByClient,
         {Authlete::tr("Revoke all tokens of the client %1"),
          Authlete::tr("Revokes every access token and refresh token that the client %1 has, of all its users.")}},
        {Capability::RevokeByPersonAtClient,
         {Authlete::tr("Revoke all tokens of %1 at this client"),
          Authlete::tr("Revokes every access token and refresh token of %1 at this one client.")}},
    };
}

ProviderDescription madeDescription()
{
    ProviderDescription authlete;
    authlete.id = {u"authlete"_s};
    authlete.name = u"Authlete"_s;
    authlete.baseUrl = QUrl(u"https://us.authlete.com"_s);
    authlete.regions = {{Authlete::tr("United States"), QUrl(u"https://us.authlete.com"_s), {}},
                        {Authlete::tr("Japan"), QUrl(u"https://jp.authlete.com"_s), {}},
                        {Authlete::tr("Europe"), QUrl(u"https://eu.authlete.com"_s), {}},
                        {Authlete::tr("Brazil"), QUrl(u"https://br.authlete.com"_s), {}},
                        {Authlete::tr("Authlete 2.x"), QUrl(u"https://api.authlete.com"_s), {}}};
    authlete.tenantLabel = Authlete::tr("Service");
    authlete.personWord = Authlete::tr("subject");
    authlete.capabilities = Capability::ListTokens | Capability::ShowToken | Capability::CreateToken
        | Capability::UpdateToken | Capability::RevokeToken | Capability::RevokeByPerson | Capability::RevokeByClient
        | Capability::RevokeByPersonAtClient | Capability::RevokeByValue | Capability::RevokeByRefreshToken
        | Capability::ListClients;
    authlete.whyNot = whyNot();
    authlete.reported = TokenField::Kind | TokenField::State | TokenField::Owner | TokenField::Client
        | TokenField::Scopes | TokenField::Created | TokenField::Expires;
    authlete.signIns = signIns();
    authlete.scopeFilters = {u"client"_s, u"person"_s, u"status"_s};
    authlete.createForms = {createForm()};
    authlete.updateForm = updateForm();
    authlete.wideWords = wideWords();
    authlete.pageSize = 20;
    return authlete;
}

} // namespace

const ProviderDescription &description()
{
    static const ProviderDescription made = madeDescription();
    return made;
}

} // namespace latchkey::authlete
