#include "app/commandline/commands.h"

#include "network/providers/registry.h"

#include <QCoroFuture>
#include <QJsonArray>
#include <QUuid>

namespace latchkey::commands {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(AccountsCommand)
};

QString signedInAs(const Identity &identity)
{
    if (!identity.isKnown())
        return {};
    const QString person = identity.principal.text();
    return person.isEmpty() ? identity.tenant.text() : Texts::tr("%1 at %2").arg(person, identity.tenant.text());
}

QJsonValue orNull(const QString &text) { return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text); }

QJsonObject accountJson(const Account &account)
{
    const Identity &identity = account.identity;
    const QJsonObject identityJson{
        {QStringLiteral("tenant"),
         QJsonObject{{QStringLiteral("id"), orNull(identity.tenant.id)},
                     {QStringLiteral("name"), orNull(identity.tenant.name)}}},
        {QStringLiteral("principal"),
         QJsonObject{{QStringLiteral("id"), orNull(identity.principal.id)},
                     {QStringLiteral("name"), orNull(identity.principal.name)}}},
        {QStringLiteral("role"), orNull(identity.role)},
        {QStringLiteral("ownToken"), identity.ownToken ? QJsonValue(identity.ownToken->value) : QJsonValue::Null}};
    const QJsonObject scope{{QStringLiteral("parts"), QJsonArray::fromStringList(account.scope.parts)},
                            {QStringLiteral("client"), orNull(account.scope.client)},
                            {QStringLiteral("person"), orNull(account.scope.person)},
                            {QStringLiteral("status"), orNull(account.scope.status)},
                            {QStringLiteral("order"), orNull(account.scope.order)}};
    QJsonObject settings;
    for (auto setting = account.settings.cbegin(); setting != account.settings.cend(); ++setting)
        settings.insert(setting.key(), setting.value());
    return {{QStringLiteral("id"), account.id.value},
            {QStringLiteral("name"), account.name},
            {QStringLiteral("provider"), account.provider.value},
            {QStringLiteral("environment"), environmentName(account.environment)},
            {QStringLiteral("baseUrl"), account.baseUrl.toString()},
            {QStringLiteral("loginUrl"), orNull(account.loginUrl.toString())},
            {QStringLiteral("tenant"), orNull(account.tenant)},
            {QStringLiteral("signIn"), account.signIn},
            {QStringLiteral("settings"), settings},
            {QStringLiteral("colour"), orNull(account.colour)},
            {QStringLiteral("readOnly"), account.policy.readOnly},
            {QStringLiteral("readRetries"), account.policy.readRetries},
            {QStringLiteral("deletesInFlight"), account.policy.deletesInFlight},
            {QStringLiteral("pageSize"), account.policy.pageSize},
            {QStringLiteral("identity"), identity.isKnown() ? QJsonValue(identityJson) : QJsonValue::Null},
            {QStringLiteral("signedInAs"), orNull(signedInAs(identity))},
            {QStringLiteral("scope"), scope}};
}

QList<Printer::Column> accountColumns()
{
    return {{Texts::tr("Name"), QStringLiteral("name")},
            {Texts::tr("Provider"), QStringLiteral("provider")},
            {Texts::tr("Environment"), QStringLiteral("environment")},
            {Texts::tr("Read-only"), QStringLiteral("readOnly")},
            {Texts::tr("Signed in as"), QStringLiteral("signedInAs")},
            {Texts::tr("Address"), QStringLiteral("baseUrl")}};
}

ExitCode print(Invocation &invocation, const QList<Account> &accounts)
{
    Printer printer(invocation.console, invocation.format, accountColumns());
    for (const Account &account : accounts)
        printer.add(accountJson(account));
    printer.end();
    return ExitCode::Done;
}

void addSecretOption(Invocation &invocation)
{
    invocation.parser.addOption(QCommandLineOption(
        QStringLiteral("secret-stdin"), Texts::tr("Read the credential from standard input into the keychain.")));
}

void addProfileOptions(Invocation &invocation)
{
    const auto add = [&invocation](const char *name, const QString &help, const char *value) {
        invocation.parser.addOption(QCommandLineOption(QString::fromLatin1(name), help, QString::fromLatin1(value)));
    };
    add("base-url", Texts::tr("The address of the API; https, or http on this machine. Default: the provider's own."),
        "URL");
    add("login-url", Texts::tr("The address where it signs in, where that is another."), "URL");
    add("tenant", Texts::tr("The customer, service or region, where the credential does not tell."), "ID");
    add("environment", Texts::tr("production (the default for a new account), staging, development or sandbox."),
        "NAME");
    add("colour", Texts::tr("Like #1b62ae."), "COLOUR");
    add("read-only", Texts::tr("yes: nothing but reads is ever sent. Default for a new production account: yes."),
        "YES|NO");
    add("read-retries", Texts::tr("How often a failed read is tried again, 0 to 3."), "N");
    add("deletes-in-flight", Texts::tr("Single revocations at a time, 1 to 6."), "N");
    add("page-size", Texts::tr("Rows a page; 0: the provider's default."), "N");
    add("part", Texts::tr("What is loaded, many times, where the provider has parts. Default: all it may."), "PART");
    add("client", Texts::tr("Load the tokens of this client alone."), "ID");
    add("person", Texts::tr("Load the tokens of this person alone."), "ID");
    add("status", Texts::tr("Load tokens of this status alone."), "STATUS");
    add("order", Texts::tr("Load in this order."), "ORDER");
    add("sign-in", Texts::tr("The way of signing in, such as client or browser. Default: the one that fits."), "KEY");
    add("setting", Texts::tr("What the way of signing in needs beside secrets, many times."), "KEY=VALUE");
    addSecretOption(invocation);
}

tl::unexpected<Error> bad(const QString &sentence) { return failure(Error::Kind::InvalidInput, sentence); }

//! A whole number between `least` and `most`.
Result<void> takeNumber(const Invocation &invocation, const char *option, int least, int most, int &target)
{
    if (!invocation.isSet(option))
        return {};
    bool ok = false;
    const int number = invocation.value(option).toInt(&ok);
    if (!ok || number < least || number > most)
        return bad(Texts::tr("--%1 takes a whole number from %2 to %3.")
                       .arg(QString::fromLatin1(option))
                       .arg(least)
                       .arg(most));
    target = number;
    return {};
}

Result<void> takeUrls(const Invocation &invocation, Account &account)
{
    for (const auto &[name, url] :
         {std::pair("base-url", &account.baseUrl), std::pair("login-url", &account.loginUrl)}) {
        if (!invocation.isSet(name))
            continue;
        const Result<QUrl> checked = checkedBaseUrl(invocation.value(name));
        if (!checked)
            return failure(checked.error());
        *url = *checked;
    }
    return {};
}

Result<void> takeScope(const Invocation &invocation, const ProviderDescription &provider, LoadScope &scope)
{
    if (invocation.isSet("part")) {
        scope.parts = invocation.values("part");
        for (const QString &part : std::as_const(scope.parts)) {
            const auto isPart = [&part](const Choice &choice) { return choice.value == part; };
            if (std::none_of(provider.scopeParts.cbegin(), provider.scopeParts.cend(), isPart))
                return bad(Texts::tr("%1 has no part \"%2\".").arg(provider.name, cleanedText(part)));
        }
    }
    for (const auto &[name, target] : {std::pair("client", &scope.client), std::pair("person", &scope.person),
                                       std::pair("status", &scope.status), std::pair("order", &scope.order)}) {
        if (!invocation.isSet(name))
            continue;
        if (!provider.scopeFilters.contains(QLatin1String(name)))
            return bad(Texts::tr("%1 cannot narrow its list by %2. Use --filter when listing.")
                           .arg(provider.name, QString::fromLatin1(name)));
        *target = invocation.value(name);
    }
    return {};
}

//! What the options say of an account, onto it.
Result<void> takeProfile(const Invocation &invocation, const ProviderDescription &provider, Account &account)
{
    if (invocation.isSet("environment")) {
        const std::optional<Environment> environment = environmentFromName(invocation.value("environment"));
        if (!environment)
            return bad(Texts::tr("--environment takes production, staging, development or sandbox."));
        account.environment = *environment;
    }
    if (invocation.isSet("read-only")) {
        const QString answer = invocation.value("read-only");
        if (answer != QLatin1String("yes") && answer != QLatin1String("no"))
            return bad(Texts::tr("--read-only takes yes or no."));
        account.policy.readOnly = answer == QLatin1String("yes");
    }
    if (invocation.isSet("tenant"))
        account.tenant = invocation.value("tenant");
    if (invocation.isSet("colour"))
        account.colour = invocation.value("colour");
    return takeUrls(invocation, account)
        .and_then([&] { return takeNumber(invocation, "read-retries", 0, 3, account.policy.readRetries); })
        .and_then([&] { return takeNumber(invocation, "deletes-in-flight", 1, 6, account.policy.deletesInFlight); })
        .and_then([&] { return takeNumber(invocation, "page-size", 0, 1'000'000, account.policy.pageSize); })
        .and_then([&] { return takeScope(invocation, provider, account.scope); });
}

//! Chooses the way of signing in, which the account may have already, and fills in what it needs beside secrets.
//! Returns the secrets from standard input; empty: none were given.
Result<Credential> takeSignIn(Invocation &invocation, const ProviderDescription &provider, Account &account)
{
    Credential typed;
    if (invocation.isSet("secret-stdin")) {
        const Result<Credential> &piped = invocation.secrets();
        if (!piped)
            return failure(piped.error());
        typed = *piped;
    }
    if (invocation.isSet("sign-in"))
        account.signIn = invocation.value("sign-in");
    else if (const SignInMethod *method = flows::methodFor(provider, typed))
        account.signIn = method->key;
    else if (account.signIn.isEmpty())
        account.signIn = provider.signIns.value(0).key;
    const SignInMethod *method = flows::methodOf(provider, account.signIn);
    if (!method) {
        QStringList keys;
        for (const SignInMethod &known : provider.signIns)
            keys += known.key;
        return bad(Texts::tr("%1 has no way of signing in called \"%2\". It has: %3.")
                       .arg(provider.name, cleanedText(account.signIn), keys.join(QStringLiteral(", "))));
    }
    flows::takeSettings(provider, account, typed);
    const QStringList settings = invocation.values("setting");
    for (const QString &pair : settings) {
        const QString key = pair.section(u'=', 0, 0);
        const auto isKey = [&key](const FormField &field) { return field.key == key; };
        if (!pair.contains(u'=') || std::none_of(method->settings.cbegin(), method->settings.cend(), isKey))
            return bad(Texts::tr("--setting takes KEY=VALUE, and this way of signing in has no setting \"%1\".")
                           .arg(cleanedText(key)));
        account.settings.insert(key, pair.section(u'=', 1));
    }
    for (const FormField &field : method->settings) {
        if (field.required && account.settings.value(field.key).isEmpty())
            return bad(Texts::tr("%1 needs --setting %2=…: %3.").arg(provider.name, field.key, field.label));
    }
    if (method->needsTenant && account.tenant.isEmpty())
        return bad(Texts::tr("%1 needs --tenant: %2.").arg(provider.name, provider.tenantLabel));
    return typed;
}

//! What a person gives to sign in: from standard input, typed without an echo, or nothing where a browser asks.
Result<Credential> typedFor(Invocation &invocation, const SignInMethod &method)
{
    if (invocation.isSet("secret-stdin"))
        return invocation.secrets();
    Credential typed;
    if (method.exchange == SignInMethod::Exchange::Browser)
        return typed;
    if (!invocation.console.canAsk())
        return bad(Texts::tr("Pipe the credential into standard input, and say so with --secret-stdin."));
    for (const FormField &field : method.fields) {
        const Result<Secret> secret = invocation.console.askSecret(field.label + u':', field.required);
        if (!secret)
            return failure(secret.error());
        if (!secret->isEmpty())
            typed.parts[field.key] = *secret;
    }
    return typed;
}

//! Signs in, asks the provider who that is, and stores the credential for exactly that identity. Error: WrongIdentity
//! where `known` is somebody else; nothing was stored.
QCoro::Task<Result<Account>> signInAndStore(Invocation &invocation, Account account, Credential typed, Identity known)
{
    const Credential none;
    const std::shared_ptr<Session> stranger = invocation.app.makeSession(account, none);
    const Result<Credential> kept = co_await flows::signIn(stranger, typed, invocation.browser(), invocation.stop);
    if (!kept)
        co_return failure(kept.error());
    const std::shared_ptr<Session> session = invocation.app.makeSession(account, *kept);
    const Result<Identity> identity = co_await flows::verifyIdentity(session, known, invocation.stop);
    if (!identity)
        co_return failure(identity.error());
    account.identity = *identity;
    const Result<void> stored = co_await invocation.app.credentials().write(account, *kept);
    if (!stored)
        co_return failure(stored.error());
    co_return account;
}

void noteTwins(Invocation &invocation, const Account &account)
{
    const QList<Account> twins = invocation.app.accounts().sameIdentity(account);
    for (const Account &twin : twins)
        invocation.console.note(Texts::tr("Note: %1 is the same person at the same provider.").arg(twin.name));
}

QCoro::Task<ExitCode> add(Invocation &invocation)
{
    const ProviderDescription *provider = registry::describe(ProviderId{invocation.value("provider")});
    const QString name = invocation.parser.positionalArguments().value(0);
    if (name.isEmpty())
        co_return invocation.usage(
            Texts::tr("Name the new account: latchkey accounts add NAME --provider P --secret-stdin."));
    if (!provider)
        co_return invocation.usage(
            Texts::tr("Name its provider with --provider; latchkey knows %1.").arg(providerNames()));
    const SignInMethod *wanted = flows::methodOf(*provider, invocation.value("sign-in"));
    const bool needsTyping = !wanted || wanted->exchange != SignInMethod::Exchange::Browser;
    if (needsTyping && !invocation.isSet("secret-stdin"))
        co_return invocation.usage(
            Texts::tr("Pipe its credential into standard input, and say so with --secret-stdin."));

    Account account;
    account.id = AccountId{QUuid::createUuid().toString(QUuid::WithoutBraces)};
    account.name = name;
    account.provider = provider->id;
    account.baseUrl = provider->baseUrl;
    account.loginUrl = provider->loginUrl;
    const Result<void> taken = takeProfile(invocation, *provider, account);
    if (!taken)
        co_return invocation.tell(taken.error(), &account);
    if (!invocation.isSet("read-only"))
        account.policy.readOnly = account.environment == Environment::Production;
    const Result<void> allowed = invocation.app.accounts().checkName(account);
    if (!allowed)
        co_return invocation.tell(allowed.error(), &account);
    const Result<Credential> typed = takeSignIn(invocation, *provider, account);
    if (!typed)
        co_return invocation.tell(typed.error(), &account);

    const Identity anybody;
    const Result<Account> verified = co_await signInAndStore(invocation, account, *typed, anybody);
    if (!verified)
        co_return invocation.tell(verified.error(), &account);
    const Result<void> added = invocation.app.accounts().add(*verified);
    if (!added) {
        // Without a profile nobody would ever find the credential again.
        co_await invocation.app.credentials().remove(account.id);
        co_return invocation.tell(added.error(), &account);
    }
    noteTwins(invocation, *verified);
    const QList<Account> result = {*verified};
    co_return print(invocation, result);
}

QCoro::Task<ExitCode> edit(Invocation &invocation, Account account)
{
    const ProviderDescription *provider = registry::describe(account.provider);
    if (!provider)
        co_return invocation.usage(Texts::tr("This Latchkey does not know the account's provider."));
    const Result<void> taken = takeProfile(invocation, *provider, account);
    if (!taken)
        co_return invocation.tell(taken.error(), &account);
    if (invocation.isSet("rename"))
        account.name = invocation.value("rename");
    const Result<Credential> typed = takeSignIn(invocation, *provider, account);
    if (!typed)
        co_return invocation.tell(typed.error(), &account);
    if (!typed->isEmpty()) {
        const Identity anybody;
        const Result<Account> verified = co_await signInAndStore(invocation, account, *typed, anybody);
        if (!verified)
            co_return invocation.tell(verified.error(), &account);
        account = *verified;
    }
    const Result<void> updated = invocation.app.accounts().update(account);
    if (!updated)
        co_return invocation.tell(updated.error(), &account);
    noteTwins(invocation, account);
    const QList<Account> result = {account};
    co_return print(invocation, result);
}

//! Signs in once more, as the person that the account belongs to.
QCoro::Task<ExitCode> login(Invocation &invocation, Account account)
{
    const ProviderDescription *provider = registry::describe(account.provider);
    const SignInMethod *method = provider ? flows::methodOf(*provider, account.signIn) : nullptr;
    if (!method)
        co_return invocation.usage(Texts::tr("This Latchkey does not know how the account signs in."));
    Result<Credential> typed = typedFor(invocation, *method);
    if (!typed)
        co_return invocation.tell(typed.error(), &account);
    flows::takeSettings(*provider, account, *typed);
    const Result<Account> signedIn = co_await signInAndStore(invocation, account, *typed, account.identity);
    if (!signedIn)
        co_return invocation.tell(signedIn.error(), &account);
    const Result<void> updated = invocation.app.accounts().update(*signedIn);
    if (!updated)
        co_return invocation.tell(updated.error(), &account);
    const QList<Account> result = {*signedIn};
    co_return print(invocation, result);
}

QCoro::Task<ExitCode> remove(Invocation &invocation, Account account)
{
    QString typed = invocation.value("confirm");
    if (typed.isEmpty() && invocation.console.canAsk())
        typed =
            invocation.console.ask(Texts::tr("Type %1 to remove the account and its credential:").arg(account.name));
    if (typed != account.name)
        co_return invocation.usage(Texts::tr("Nothing was removed. Confirm with --confirm %1.").arg(account.name));
    // The credential first: a profile without one can be removed again, a credential without a profile is lost sight
    // of.
    const Result<void> removed = co_await invocation.app.credentials().remove(account.id);
    if (!removed)
        co_return invocation.tell(removed.error(), &account);
    const Result<void> dropped = invocation.app.accounts().remove(account.id);
    if (!dropped)
        co_return invocation.tell(dropped.error(), &account);
    invocation.console.note(
        Texts::tr("Removed %1 and its credential. Its tokens at the provider live on.").arg(account.name));
    co_return ExitCode::Done;
}

//! Says who the credential belongs to, and what will not be possible.
QCoro::Task<ExitCode> test(Invocation &invocation, Account account)
{
    const Result<Credential> credential = co_await invocation.app.credentials().read(account);
    if (!credential)
        co_return invocation.tell(credential.error(), &account);
    const std::shared_ptr<Session> session = invocation.app.makeSession(account, *credential);
    const Result<Identity> identity = co_await session->provider().probe(invocation.stop);
    if (!identity)
        co_return invocation.tell(identity.error(), &account);
    if (account.identity.isKnown() && !identity->isSameAs(account.identity)) {
        const Error changed =
            failure(Error::Kind::WrongIdentity,
                    Texts::tr("It was %1, and is %2.").arg(signedInAs(account.identity), signedInAs(*identity)))
                .value();
        co_return invocation.tell(changed, &account);
    }
    if (account.identity != *identity) {
        account.identity = *identity;
        const Result<void> updated = invocation.app.accounts().update(account);
        if (!updated)
            co_return invocation.tell(updated.error(), &account);
    }
    if (!identity->ownToken)
        invocation.console.note(Texts::tr("Note: the provider does not say which token signs this account in."));
    QStringList notPossible;
    for (const auto &[capability, why] : session->description().whyNot)
        notPossible += why;
    notPossible.removeDuplicates();
    for (const QString &why : std::as_const(notPossible))
        invocation.console.note(Texts::tr("Not possible: %1").arg(why));
    noteTwins(invocation, account);
    const QList<Account> result = {account};
    co_return print(invocation, result);
}

} // namespace

QCoro::Task<ExitCode> accounts(Invocation &invocation, QStringList arguments)
{
    const QString verb = arguments.value(0);
    invocation.addCommonOptions();
    invocation.parser.addPositionalArgument(QStringLiteral("list|show|add|edit|remove|test|login"),
                                            Texts::tr("What to do."));
    if (verb != QLatin1String("list")) {
        invocation.names = 1;
        invocation.parser.addPositionalArgument(QStringLiteral("NAME"), Texts::tr("The account's name."));
    }
    if (verb == QLatin1String("add") || verb == QLatin1String("edit"))
        addProfileOptions(invocation);
    if (verb == QLatin1String("login"))
        addSecretOption(invocation);
    if (verb == QLatin1String("add"))
        invocation.parser.addOption(
            {QStringLiteral("provider"), Texts::tr("The provider: %1.").arg(providerNames()), QStringLiteral("ID")});
    if (verb == QLatin1String("edit"))
        invocation.parser.addOption(
            {QStringLiteral("rename"), Texts::tr("Give it this name."), QStringLiteral("NAME")});
    if (verb == QLatin1String("remove"))
        invocation.parser.addOption(
            {QStringLiteral("confirm"), Texts::tr("The account's name once more."), QStringLiteral("NAME")});
    ExitCode code = ExitCode::Done;
    const bool isVerb = !verb.startsWith(u'-');
    if (!invocation.parse(isVerb ? arguments.mid(1) : arguments, code))
        co_return code;

    AccountStore &store = invocation.app.accounts();
    if (const std::optional<Error> &trouble = store.obstacle())
        invocation.console.note(trouble->message);
    if (verb == QLatin1String("list"))
        co_return print(invocation, store.accounts());
    if (verb == QLatin1String("add")) {
        const ExitCode added = co_await add(invocation);
        co_return added;
    }
    const QString name = invocation.parser.positionalArguments().value(0);
    const std::optional<Account> account = store.find(name);
    const QStringList verbs = {QStringLiteral("show"), QStringLiteral("edit"), QStringLiteral("remove"),
                               QStringLiteral("test"), QStringLiteral("login")};
    if (!verbs.contains(verb))
        co_return invocation.usage(Texts::tr("latchkey accounts takes list, show, add, edit, remove, test or login."));
    if (!account)
        co_return invocation.usage(
            Texts::tr("There is no account \"%1\". latchkey accounts list shows them all.").arg(cleanedText(name)));
    if (verb == QLatin1String("show")) {
        const QList<Account> result = {*account};
        co_return print(invocation, result);
    }
    if (verb == QLatin1String("edit"))
        code = co_await edit(invocation, *account);
    else if (verb == QLatin1String("remove"))
        code = co_await remove(invocation, *account);
    else if (verb == QLatin1String("login"))
        code = co_await login(invocation, *account);
    else
        code = co_await test(invocation, *account);
    co_return code;
}

} // namespace latchkey::commands
