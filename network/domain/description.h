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
};

//! A way of signing in: its fields make the Credential.
struct SignInMethod
{
    QString key = {}; //!< stable, kept in the account: "key"
    QString label = {};
    QList<FormField> fields = {};
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
    QList<Choice> regions = {}; //!< value: the base URL; empty: no regions
    QString tenantLabel = {}; //!< "Customer"
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
    int listedRevokeFrom = 0; //!< more tokens than this go by the listed call; 0: there is none
    int listedRevokeLimit = 0; //!< ids in one listed call
    int pageSize = 0; //!< rows a page by default; 0: lists come whole
    int writesPerHour = 0; //!< the documented limit before any header told us better; 0: none documented

    [[nodiscard]] bool can(Capability capability) const { return capabilities.testFlag(capability); }
};

} // namespace latchkey
