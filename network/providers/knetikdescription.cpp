#include "network/providers/formfields.h"
#include "network/providers/knetik.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace latchkey::knetik {

namespace {

struct Knetik
{
    Q_DECLARE_TR_FUNCTIONS(Knetik)
};

SignInMethod passwordSignIn()
{
    FormField client = required("clientId", FormField::Type::Text, Knetik::tr("Client"),
                                Knetik::tr("The key of a client that allows the password grant."));
    client.initial = u"web"_s;
    SignInMethod method;
    method.key = u"password"_s;
    method.label = Knetik::tr("Username and password");
    method.fields = {required("login", FormField::Type::Text, Knetik::tr("Username")),
                     required("password", FormField::Type::Password, Knetik::tr("Password"))};
    method.settings = {client};
    method.exchange = SignInMethod::Exchange::Asked;
    return method;
}

SignInMethod clientSignIn()
{
    SignInMethod method;
    method.key = u"client"_s;
    method.label = Knetik::tr("Client credentials");
    method.fields = {required("clientId", FormField::Type::Text, Knetik::tr("Client")),
                     required("clientSecret", FormField::Type::Secret, Knetik::tr("Client secret"),
                              Knetik::tr("Of a client that allows the client credentials grant."))};
    return method;
}

SignInMethod tokenSignIn()
{
    SignInMethod method;
    method.key = u"token"_s;
    method.label = Knetik::tr("Access token");
    method.fields = {required("secret", FormField::Type::Secret, Knetik::tr("Access token"),
                              Knetik::tr("It cannot be renewed: when it ends, paste another."))};
    return method;
}

std::map<Capability, QString> missing()
{
    const QString signInMakes = Knetik::tr("Knetik makes tokens only when somebody signs in.");
    const QString notByValue =
        Knetik::tr("Knetik names a token by its user and client, never by its value. Filter for them, then revoke.");
    return {
        {Capability::CreateToken, signInMakes},
        {Capability::UpdateToken, Knetik::tr("A token of Knetik has nothing that could be changed.")},
        {Capability::RevokeListed, Knetik::tr("Knetik revokes one token a call, or all of a user or client.")},
        {Capability::RevokeByPersonAtClient,
         Knetik::tr("A user has one token at a client of Knetik. Revoke that token.")},
        {Capability::RevokeByValue, notByValue},
        {Capability::RevokeByRefreshToken, notByValue},
        {Capability::DisableClient,
         Knetik::tr("Knetik has no call that disables a client. Revoke the client's tokens instead.")},
        {Capability::IdleTimeout, Knetik::tr("Knetik's tokens have no idle timeout.")},
        {Capability::FindPeople, Knetik::tr("Knetik lists all users. Look for one among them.")},
    };
}

ProviderDescription madeDescription()
{
    ProviderDescription knetik;
    knetik.id = {u"knetik"_s};
    knetik.name = u"Knetik"_s;
    knetik.baseUrl = QUrl(u"https://sandbox.knetikcloud.com"_s);
    knetik.tenantLabel = Knetik::tr("Deployment");
    knetik.personWord = Knetik::tr("username");
    knetik.capabilities = Capability::ListTokens | Capability::ShowToken | Capability::OwnToken
        | Capability::RevokeToken | Capability::RevokeOwn | Capability::RevokeByPerson | Capability::RevokeByClient
        | Capability::ListPeople | Capability::ListClients | Capability::RevealValue;
    knetik.whyNot = missing();
    knetik.reported = TokenField::Kind | TokenField::Owner | TokenField::Client;
    knetik.signIns = {passwordSignIn(), clientSignIn(), tokenSignIn()};
    knetik.scopeFilters = {u"client"_s, u"person"_s, u"order"_s};
    knetik.wideWords = {
        {Capability::RevokeByPerson,
         {Knetik::tr("Revoke all tokens of %1"),
          Knetik::tr("Revokes every token of %1, at every client. Whoever plays or works with one is signed out.")}},
        {Capability::RevokeByClient,
         {Knetik::tr("Revoke all tokens of client %1"),
          Knetik::tr("Revokes the tokens of all users at client %1, and the client's own. All of them are signed "
                     "out.")}},
    };
    knetik.pageSize = 100;
    return knetik;
}

} // namespace

const ProviderDescription &description()
{
    static const ProviderDescription made = madeDescription();
    return made;
}

} // namespace latchkey::knetik
