#pragma once

#include "network/domain/capability.h"
#include "network/domain/ids.h"
#include "network/domain/token.h"

#include <QList>
#include <QString>
#include <QUrl>

#include <map>

namespace latchkey {

//! A value that a person chooses from a list.
struct Choice
{
    QString value = {}; //!< what is stored or sent
    QString label = {}; //!< what is shown
};

//! One field of a form, as data: the window builds a widget from it and the command line an option.
struct FormField
{
    enum class Type { Text, Secret, Password, OneTimeCode, Choice, Choices, TextList, Number, Flag, Date, Url, Json };
    QString key = {}; //!< stable: Credential part, create field, account field, or --field K=V
    QString label = {};
    Type type = Type::Text;
    bool required = false;
    QList<Choice> choices = {}; //!< for Choice and Choices
    QString initial = {}; //!< the least that works, never the widest
    QString help = {};
    bool isResources = false; //!< of a TextList: ids that Provider::resources() can name
    QString option = {}; //!< of the command line: "scope"; empty: only --field K=V
};

//! A way of signing in.
struct SignInMethod
{
    //! How the credential that is kept comes from what is typed.
    enum class Exchange {
        None, //!< it is what is typed in `fields`
        Asked, //!< `fields` are asked for at each sign-in and never kept: Provider::signIn
        Browser, //!< nothing is typed; a page in the system's browser asks: Provider::browserSignIn
    };
    QString key = {}; //!< stable, kept in the account: "key"
    QString label = {};
    QList<FormField> fields = {};
    //! Kept in the profile, as Account::settings; none is secret.
    QList<FormField> settings = {};
    Exchange exchange = Exchange::None;
    bool needsTenant = false; //!< Account::tenant must be typed
};

//! A place where a provider runs its service.
struct Region
{
    QString label = {};
    QUrl baseUrl = {};
    QUrl loginUrl = {}; //!< empty: same as baseUrl
};

//! What can be changed about a token.
struct UpdateForm
{
    //! None has a proposal: what is left empty stays as it is.
    QList<FormField> fields = {};
    bool byValue = false; //!< a typed value may name the token
    bool byTokenId = false; //!< an id other than the inventory's may name it
};

//! What a wide call is called, in the provider's own terms.
struct WideWords
{
    QString action = {}; //!< of a button, %1 is the name: "End all sessions of %1"
    QString effect = {}; //!< a sentence, %1 is the name: "Ends all sessions of %1, also one at work. …"
};

//! A kind of token that can be created: what it needs, and which secrets are asked for each time and never kept.
struct CreateForm
{
    TokenKind kind = TokenKind::NotReported;
    QString label = {};
    QList<FormField> fields = {};
    QList<FormField> asked = {};
};

//! What a provider is, as data: actions, columns, forms and wording follow from this alone.
struct ProviderDescription
{
    ProviderId id = {};
    QString name = {}; //!< "Fastly"
    QUrl baseUrl = {}; //!< proposed; an account may say otherwise
    QUrl loginUrl = {}; //!< empty: none of its own
    QList<Region> regions = {}; //!< proposed; other hosts may be typed; empty: no regions
    QString tenantLabel = {}; //!< "Customer"
    QString personWord = {}; //!< before the id of a person: "user"; empty: "id"
    Capabilities capabilities = {};
    //! Why a capability is missing, as a sentence, where that needs saying.
    std::map<Capability, QString> whyNot = {};
    TokenFields reported = {};
    QList<SignInMethod> signIns = {};
    //! The parts of an inventory that may be chosen ("own", "customer", "automation"); empty: one whole.
    QList<Choice> scopeParts = {};
    //! Which filters of a LoadScope the provider takes: "client", "person", "status", "order".
    QStringList scopeFilters = {};
    QList<CreateForm> createForms = {};
    UpdateForm updateForm = {}; //!< empty where tokens cannot be changed
    //! Of RevokeByPerson, RevokeByClient, RevokeByPersonAtClient and DisableClient, where it can do them.
    std::map<Capability, WideWords> wideWords = {};
    int listedRevokeFrom = 0; //!< more tokens than this go by the listed call; 0: there is none
    int listedRevokeLimit = 0; //!< ids in one listed call
    int pageSize = 0; //!< rows a page by default; 0: lists come whole
    int writesPerHour = 0; //!< the documented limit before any header told us better; 0: none documented

    [[nodiscard]] bool can(Capability capability) const { return capabilities.testFlag(capability); }
};

} // namespace latchkey
