#include "app/commandline/commands.h"

#include "app/commandline/listing.h"
#include "app/commandline/records.h"
#include "app/commandline/values.h"
#include "app/flows/change.h"
#include "app/flows/create.h"
#include "app/flows/sync.h"
#include "network/providers/registry.h"

#include <QCoroFuture>
#include <QDateTime>

namespace latchkey::commands {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(TokensCommand)
};

tl::unexpected<Error> bad(const QString &sentence) { return failure(Error::Kind::InvalidInput, sentence); }

//! What goes to the provider as it is, for this listing alone.
Result<void> narrow(const Invocation &invocation, SignedIn &signedIn)
{
    LoadScope &scope = signedIn.account.scope;
    for (const auto &[name, target] : {std::pair("client", &scope.client), std::pair("person", &scope.person),
                                       std::pair("status", &scope.status), std::pair("order", &scope.order)}) {
        if (!invocation.isSet(name))
            continue;
        const ProviderDescription *provider = registry::describe(signedIn.account.provider);
        if (!provider || !provider->scopeFilters.contains(QLatin1String(name)))
            return bad(Texts::tr("%1 cannot narrow its list by %2. Use --filter.")
                           .arg(provider ? provider->name : signedIn.account.name, QString::fromLatin1(name)));
        *target = invocation.value(name);
    }
    return {};
}

QCoro::Task<ExitCode> list(Invocation &invocation)
{
    const Result<TokenFilter> filter = parsedFilter(invocation.value("filter"));
    if (!filter)
        co_return invocation.tell(filter.error());
    Result<QList<SignedIn>> chosen = co_await chosenAccounts(invocation);
    if (!chosen)
        co_return invocation.tell(chosen.error());
    for (SignedIn &signedIn : *chosen) {
        const Result<void> narrowed = narrow(invocation, signedIn);
        if (!narrowed)
            co_return invocation.tell(narrowed.error());
    }
    const std::shared_ptr<Listing> listing = co_await Listing::load(invocation, *chosen);
    Printer printer(invocation.console, invocation.format, tokenColumns(invocation.format));
    listing->forEach(
        *filter, [&printer](const Token &token, const Account &account) { printer.add(tokenJson(token, account)); });
    printer.end(listing->summary());
    co_return listing->tellTroubles(invocation);
}

QCoro::Task<ExitCode> print(Invocation &invocation, SignedIn signedIn, Result<TokenDetail> detail)
{
    if (!detail)
        co_return invocation.tell(detail.error(), &signedIn.account);
    const qint64 now = invocation.app.clock().nowMs();
    Token token = detail->token;
    token.state = stateAt(token.state, token.expires, now);
    const QList<OwnToken> ownTokens = flows::ownTokensOf(invocation.app.accounts().accounts());
    for (const OwnToken &own : ownTokens)
        token.isOwn = token.isOwn || (own.provider == signedIn.account.provider && own.id == token.id);
    Printer printer(invocation.console, invocation.format, tokenColumns(invocation.format));
    QJsonObject record = tokenJson(token, signedIn.account);
    record[QStringLiteral("answer")] = detail->answer;
    printer.add(record);
    printer.end();
    co_return ExitCode::Done;
}

QCoro::Task<ExitCode> show(Invocation &invocation)
{
    const QString id = invocation.parser.positionalArguments().value(0);
    const Result<SignedIn> chosen = co_await chosenAccount(invocation);
    if (!chosen)
        co_return invocation.tell(chosen.error());
    if (!chosen->session)
        co_return invocation.tell(chosen->session.error(), &chosen->account);
    Provider &provider = (*chosen->session)->provider();
    if (id.isEmpty() || !provider.isActionable(TokenId{id}))
        co_return invocation.usage(
            Texts::tr("\"%1\" is not a token's id. latchkey tokens list shows the ids.").arg(cleanedText(id)));
    const RevokeCall::Target target{TokenId{id},
                                    tokenKindFromName(invocation.value("kind")).value_or(TokenKind::NotReported)};
    if (invocation.isSet("value")) {
        const Result<Secret> value = co_await provider.tokenValue(target, invocation.stop);
        if (!value)
            co_return invocation.tell(value.error(), &chosen->account);
        invocation.console.out(value->reveal());
        co_return ExitCode::Done;
    }
    const Result<TokenDetail> detail = co_await provider.showToken(target, invocation.stop);
    const ExitCode code = co_await print(invocation, *chosen, detail);
    co_return code;
}

QCoro::Task<ExitCode> self(Invocation &invocation)
{
    const Result<SignedIn> chosen = co_await chosenAccount(invocation);
    if (!chosen)
        co_return invocation.tell(chosen.error());
    if (!chosen->session)
        co_return invocation.tell(chosen->session.error(), &chosen->account);
    Result<TokenDetail> detail = co_await (*chosen->session)->provider().ownToken(invocation.stop);
    if (detail)
        detail->token.isOwn = true;
    const ExitCode code = co_await print(invocation, *chosen, detail);
    co_return code;
}

//! "90d" from now, "never", or a date as it is.
QString expiryFrom(const QString &typed, qint64 nowMs)
{
    QString number = typed.startsWith(u'+') ? typed.mid(1) : typed;
    if (!number.endsWith(u'd'))
        return typed;
    number.chop(1);
    bool ok = false;
    const int days = number.toInt(&ok);
    if (!ok || days <= 0)
        return typed;
    return QDateTime::fromMSecsSinceEpoch(nowMs, Qt::UTC).addDays(days).toString(Qt::ISODate);
}

//! The form for a kind by name; without one, the provider's first.
const CreateForm *formFor(const ProviderDescription &provider, const QString &kind)
{
    for (const CreateForm &form : provider.createForms) {
        if (kind.isEmpty() || tokenKindName(form.kind) == kind)
            return &form;
    }
    return nullptr;
}

QString keysOf(const QList<FormField> &form)
{
    QStringList keys;
    for (const FormField &field : form)
        keys += field.key;
    return keys.join(QStringLiteral(", "));
}

//! Options to the form's fields by key; what is left out takes the form's proposal, which is the least that works.
Result<QVariantMap> fieldsFrom(const Invocation &invocation, const QList<FormField> &form)
{
    QVariantMap fields;
    for (const FormField &field : form) {
        if (!field.initial.isEmpty())
            fields[field.key] = field.initial;
    }
    const QStringList extra = invocation.values("field");
    for (const QString &pair : extra) {
        const QString key = pair.section(u'=', 0, 0);
        const auto isKey = [&key](const FormField &field) { return field.key == key; };
        if (!pair.contains(u'=') || std::none_of(form.cbegin(), form.cend(), isKey))
            return bad(Texts::tr("--field takes KEY=VALUE, and here there is no field \"%1\". There are: %2.")
                           .arg(cleanedText(key), keysOf(form)));
        fields[key] = pair.section(u'=', 1);
    }
    const QStringList given = invocation.parser.optionNames(); // not every command has all of them
    for (const char *option : {"name", "scope", "service", "client", "person", "expires"}) {
        if (!given.contains(QLatin1String(option)))
            continue;
        const auto isFor = [option](const FormField &field) { return field.option == QLatin1String(option); };
        const auto field = std::find_if(form.cbegin(), form.cend(), isFor);
        if (field == form.cend())
            return bad(Texts::tr("--%1 does not fit here. There are: %2.").arg(QLatin1String(option), keysOf(form)));
        const bool isMany = field->type == FormField::Type::Choices || field->type == FormField::Type::TextList;
        fields[field->key] = isMany ? QVariant(invocation.values(option)) : QVariant(invocation.value(option));
    }
    for (const FormField &field : form) {
        if (field.type == FormField::Type::Date && fields.contains(field.key))
            fields[field.key] = expiryFrom(fields.value(field.key).toString(), invocation.app.clock().nowMs());
    }
    return fields;
}

//! The secrets that the form asks for: from standard input, or typed without an echo.
Result<Credential> askedFrom(Invocation &invocation, const CreateForm &form)
{
    Credential asked;
    if (invocation.isSet("secret-stdin"))
        return invocation.secrets();
    const auto isRequired = [](const FormField &field) { return field.required; };
    if (std::none_of(form.asked.cbegin(), form.asked.cend(), isRequired))
        return asked;
    if (!invocation.console.canAsk())
        return bad(Texts::tr(
            "Creating asks for a password. Pipe {\"password\":\"…\"} into standard input, with --secret-stdin."));
    for (const FormField &field : form.asked) {
        if (!field.required && field.type != FormField::Type::OneTimeCode)
            continue;
        const Result<Secret> typed = invocation.console.askSecret(field.label + u':', field.required);
        if (!typed)
            return failure(typed.error());
        if (!typed->isEmpty())
            asked.parts[field.key] = *typed;
    }
    return asked;
}

//! Who creates: an account with its credential or, with --provider, whatever standard input holds: where that is what
//! a form asks for, and no credential, nothing is verified before.
QCoro::Task<Result<SignedIn>> creator(Invocation &invocation, Credential *asked)
{
    if (!invocation.isSet("provider")) {
        Result<SignedIn> chosen = co_await chosenAccount(invocation);
        co_return chosen;
    }
    const Result<ThisCall> call = accountForThisCall(invocation);
    if (!call)
        co_return failure(call.error());
    const ProviderDescription *description = registry::describe(call->account.provider);
    for (const CreateForm &form : description->createForms) {
        for (const FormField &field : form.asked) {
            if (call->typed.has(field.key))
                asked->parts[field.key] = call->typed.part(field.key);
        }
    }
    SignedIn signedIn;
    signedIn.account = call->account;
    signedIn.session = invocation.app.makeSession(call->account, call->typed);
    co_return signedIn;
}

//! Prints a token with its values, which are shown this once: to standard output, because the command asked for them.
void printOnce(Invocation &invocation, const CreatedToken &created, const Account &account)
{
    QJsonObject record = tokenJson(created.token, account);
    QList<Printer::Column> columns = tokenColumns(invocation.format);
    if (!created.value.isEmpty()) {
        record[QStringLiteral("value")] = QString::fromUtf8(created.value.reveal());
        columns += Printer::Column{Texts::tr("Value"), QStringLiteral("value")};
    }
    if (!created.refreshValue.isEmpty()) {
        record[QStringLiteral("refreshValue")] = QString::fromUtf8(created.refreshValue.reveal());
        columns += Printer::Column{Texts::tr("Refresh value"), QStringLiteral("refreshValue")};
    }
    Printer printer(invocation.console, invocation.format, columns);
    printer.add(record);
    printer.end();
}

QCoro::Task<ExitCode> create(Invocation &invocation)
{
    Credential asked;
    const Result<SignedIn> chosen = co_await creator(invocation, &asked);
    if (!chosen)
        co_return invocation.tell(chosen.error());
    const Account &account = chosen->account;
    if (!chosen->session)
        co_return invocation.tell(chosen->session.error(), &account);
    const std::shared_ptr<Session> session = *chosen->session;

    CreateRequest request;
    if (const std::optional<Error> why = whyNot(*session, Capability::CreateToken))
        co_return invocation.tell(*why, &account);
    const QString kind = invocation.value("kind");
    const CreateForm *form = formFor(session->description(), kind);
    if (!form)
        co_return invocation.usage(Texts::tr("%1 cannot create a token of the kind \"%2\".")
                                       .arg(session->description().name, cleanedText(kind)));
    request.kind = form->kind;
    const Result<QVariantMap> fields = fieldsFrom(invocation, form->fields);
    if (!fields)
        co_return invocation.tell(fields.error());
    request.fields = *fields;
    if (!invocation.isSet("provider")) {
        const Result<Credential> typed = askedFrom(invocation, *form);
        if (!typed)
            co_return invocation.tell(typed.error());
        asked = *typed;
    }
    request.asked = asked;

    const Result<CreatedToken> created = co_await flows::createToken(session, request, invocation.app.journal());
    if (!created) {
        const ExitCode code = invocation.tell(created.error(), &account);
        if (created.error().kind == Error::Kind::CodeNeeded && invocation.isSet("secret-stdin"))
            invocation.console.note(
                Texts::tr("Give it as \"otp\" beside \"password\" in the JSON object on standard input."));
        if (created.error().sent == Error::Sent::Maybe)
            invocation.console.note(
                Texts::tr("A token may have been created whose value nobody knows. Look for its name "
                          "with latchkey tokens list, and revoke it if it is there."));
        co_return code;
    }
    printOnce(invocation, *created, account);
    co_return ExitCode::Done;
}

//! The token to be changed: by its id, by another id of the provider's, or by its value.
Result<UpdateRequest> wantedToken(Invocation &invocation)
{
    UpdateRequest request;
    request.id = TokenId{invocation.parser.positionalArguments().value(0)};
    request.tokenId = invocation.value("token-id");
    if (invocation.isSet("value-stdin")) {
        const Result<Secret> value = typedValue(invocation);
        if (!value)
            return failure(value.error());
        request.value = *value;
    }
    const int ways =
        int(!request.id.isEmpty()) + int(!request.tokenId.isEmpty()) + int(invocation.isSet("value-stdin"));
    if (ways != 1)
        return bad(Texts::tr("Say which token with exactly one of its id, --token-id and --value-stdin."));
    return request;
}

QCoro::Task<ExitCode> update(Invocation &invocation)
{
    const Result<SignedIn> chosen = co_await chosenAccount(invocation);
    if (!chosen)
        co_return invocation.tell(chosen.error());
    const Account &account = chosen->account;
    if (!chosen->session)
        co_return invocation.tell(chosen->session.error(), &account);
    const std::shared_ptr<Session> session = *chosen->session;
    if (const std::optional<Error> why = whyNot(*session, Capability::UpdateToken))
        co_return invocation.tell(*why, &account);
    Result<UpdateRequest> request = wantedToken(invocation);
    if (!request)
        co_return invocation.tell(request.error(), &account);
    const Result<QVariantMap> fields = fieldsFrom(invocation, session->description().updateForm.fields);
    if (!fields)
        co_return invocation.tell(fields.error(), &account);
    if (fields->isEmpty())
        co_return invocation.usage(Texts::tr("Say what to change with --field KEY=VALUE. There are: %1.")
                                       .arg(keysOf(session->description().updateForm.fields)));
    request->fields = *fields;
    const Result<CreatedToken> changed = co_await flows::updateToken(session, *request, invocation.app.journal());
    if (!changed) {
        const ExitCode code = invocation.tell(changed.error(), &account);
        if (changed.error().sent == Error::Sent::Maybe)
            invocation.console.note(Texts::tr("The token may have been changed. Look at it before you try again."));
        co_return code;
    }
    printOnce(invocation, *changed, account);
    co_return ExitCode::Done;
}

void addListOptions(QCommandLineParser &parser)
{
    parser.addOption({QStringLiteral("filter"), Texts::tr("Only tokens that match; README.md tells the language."),
                      QStringLiteral("FILTER")});
    parser.addOption({QStringLiteral("client"), Texts::tr("Ask the provider for the tokens of this client alone."),
                      QStringLiteral("ID")});
    parser.addOption({QStringLiteral("person"), Texts::tr("Ask the provider for the tokens of this person alone."),
                      QStringLiteral("ID")});
    parser.addOption({QStringLiteral("status"), Texts::tr("Ask the provider for tokens of this status alone."),
                      QStringLiteral("STATUS")});
    parser.addOption({QStringLiteral("order"), Texts::tr("Ask the provider for this order."), QStringLiteral("ORDER")});
}

void addFieldOption(QCommandLineParser &parser)
{
    parser.addOption({QStringLiteral("field"), Texts::tr("Another field of the provider's form, many times."),
                      QStringLiteral("KEY=VALUE")});
}

void addCreateOptions(QCommandLineParser &parser)
{
    parser.addOption({QStringLiteral("kind"),
                      Texts::tr("user, automation or accessToken. Default: the provider's first."),
                      QStringLiteral("KIND")});
    parser.addOption({QStringLiteral("name"), Texts::tr("Say what uses it."), QStringLiteral("NAME")});
    parser.addOption({QStringLiteral("scope"), Texts::tr("What it may do, many times. Default: the least."),
                      QStringLiteral("SCOPE")});
    parser.addOption(
        {QStringLiteral("service"), Texts::tr("A service's id, many times. Default: all."), QStringLiteral("ID")});
    parser.addOption({QStringLiteral("client"), Texts::tr("The client it is for."), QStringLiteral("ID")});
    parser.addOption({QStringLiteral("person"), Texts::tr("The person it belongs to."), QStringLiteral("ID")});
    parser.addOption({QStringLiteral("expires"),
                      Texts::tr("90d (what Fastly gets without it), a date like 2027-02-20T12:00:00Z, or never."),
                      QStringLiteral("WHEN")});
    addFieldOption(parser);
}

void addUpdateOptions(QCommandLineParser &parser)
{
    parser.addOption(
        {QStringLiteral("value-stdin"), Texts::tr("The token whose value is on standard input; it is never kept.")});
    parser.addOption({QStringLiteral("token-id"), Texts::tr("The token with this other id of the provider's."),
                      QStringLiteral("ID")});
    parser.addOption(
        {QStringLiteral("scope"), Texts::tr("What it may do from now on, many times."), QStringLiteral("SCOPE")});
    parser.addOption(
        {QStringLiteral("expires"), Texts::tr("90d, or a date like 2027-02-20T12:00:00Z."), QStringLiteral("WHEN")});
    addFieldOption(parser);
}

} // namespace

QCoro::Task<ExitCode> tokens(Invocation &invocation, QStringList arguments)
{
    const QString verb = arguments.value(0);
    QCommandLineParser &parser = invocation.parser;
    invocation.addCommonOptions();
    invocation.addAccountOptions(verb == QLatin1String("list"));
    parser.addPositionalArgument(QStringLiteral("list|show|self|create|update"), Texts::tr("What to do."));
    if (verb == QLatin1String("list"))
        addListOptions(parser);
    else if (verb == QLatin1String("create"))
        addCreateOptions(parser);
    else if (verb == QLatin1String("show")) {
        parser.addPositionalArgument(QStringLiteral("ID"), Texts::tr("The token's id."));
        parser.addOption(
            {QStringLiteral("kind"), Texts::tr("Its kind, where that is known: automation."), QStringLiteral("KIND")});
        parser.addOption(
            {QStringLiteral("value"), Texts::tr("Print its value and nothing else, where the provider gives it out.")});
    } else if (verb == QLatin1String("update")) {
        parser.addPositionalArgument(QStringLiteral("ID"), Texts::tr("The token's id."));
        addUpdateOptions(parser);
    }
    invocation.names = verb == QLatin1String("show") || verb == QLatin1String("update") ? 1 : 0;
    ExitCode code = ExitCode::Done;
    if (!invocation.parse(verb.startsWith(u'-') ? arguments : arguments.mid(1), code))
        co_return code;
    if (verb == QLatin1String("list"))
        code = co_await list(invocation);
    else if (verb == QLatin1String("show"))
        code = co_await show(invocation);
    else if (verb == QLatin1String("self"))
        code = co_await self(invocation);
    else if (verb == QLatin1String("create"))
        code = co_await create(invocation);
    else if (verb == QLatin1String("update"))
        code = co_await update(invocation);
    else
        code = invocation.usage(Texts::tr("latchkey tokens takes list, show, self, create or update."));
    co_return code;
}

} // namespace latchkey::commands
