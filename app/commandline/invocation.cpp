#include "app/commandline/invocation.h"

#include "app/commandline/records.h"
#include "network/providers/registry.h"
#include "ui/texts.h"

#include <QCoreApplication>
#include <QCoroFuture>
#include <QJsonDocument>
#include <QProcess>
#include <QUuid>

namespace latchkey {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(CommandLine)
};

QCommandLineOption option(const char *name, const QString &help, const char *value = nullptr)
{
    QCommandLineOption made(QString::fromLatin1(name), help);
    if (value)
        made.setValueName(QString::fromLatin1(value));
    return made;
}

} // namespace

QString providerNames()
{
    QStringList names;
    const auto entries = registry::all();
    for (const registry::Entry &entry : entries)
        names += entry.description().id.value;
    return names.join(QStringLiteral(", "));
}

namespace {

QCoro::Task<SignedIn> signIn(App &app, Account account)
{
    const Result<Credential> credential = co_await app.credentials().read(account);
    SignedIn signedIn{account};
    if (credential)
        signedIn.session = app.makeSession(account, *credential);
    else
        signedIn.session = failure(credential.error());
    co_return signedIn;
}

//! An account for this call alone is signed in now, and has no verified identity yet: own tokens and looks need one.
QCoro::Task<SignedIn> verified(Invocation &invocation, ThisCall call)
{
    SignedIn signedIn{call.account};
    const Credential none;
    const std::shared_ptr<Session> stranger = invocation.app.makeSession(call.account, none);
    const Result<Credential> kept = co_await flows::signIn(stranger, call.typed, invocation.browser(), invocation.stop);
    if (!kept) {
        signedIn.session = failure(kept.error());
        co_return signedIn;
    }
    const std::shared_ptr<Session> asking = invocation.app.makeSession(call.account, *kept);
    const Result<Identity> identity = co_await asking->provider().probe(invocation.stop);
    if (!identity) {
        signedIn.session = failure(identity.error());
        co_return signedIn;
    }
    signedIn.account.identity = *identity;
    signedIn.session = invocation.app.makeSession(signedIn.account, *kept);
    co_return signedIn;
}

} // namespace

ExitCode exitCodeOf(const Error &error)
{
    using Kind = Error::Kind;
    switch (error.kind) {
    case Kind::Unauthorized:
    case Kind::LoginRefused:
    case Kind::CodeNeeded:
    case Kind::Forbidden:
    case Kind::SecretMissing:
    case Kind::SecretElsewhere:
    case Kind::WrongIdentity:
    case Kind::ReadOnly:
        return ExitCode::NotSignedIn;
    case Kind::InvalidInput:
    case Kind::Unsupported:
        return ExitCode::Usage;
    case Kind::KeychainLocked:
    case Kind::KeychainMissing:
    case Kind::KeychainFailed:
        return ExitCode::Keychain;
    case Kind::Journal:
        return ExitCode::Journal;
    case Kind::Internal:
        return ExitCode::InternalError;
    case Kind::Cancelled:
        return ExitCode::Interrupted;
    case Kind::Unreachable:
    case Kind::TimedOut:
    case Kind::Untrusted:
    case Kind::ProxyLogin:
    case Kind::Redirected:
    case Kind::NotFound:
    case Kind::RateLimited:
    case Kind::Rejected:
    case Kind::Unexpected:
    case Kind::Malformed:
    case Kind::TooLarge:
    case Kind::Storage:
        break;
    }
    return ExitCode::Nothing;
}

void Invocation::addCommonOptions()
{
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
    parser.addOption(option("format", Texts::tr("table (for people), json (one object a line) or csv."), "FORMAT"));
    parser.addOption(option("verbose", Texts::tr("Tell every request on standard error, without its secrets.")));
    parser.addOption(option("help", Texts::tr("Tell about this command.")));
}

void Invocation::addAccountOptions(bool many)
{
    parser.addOption(option("account",
                            many ? Texts::tr("An account's name; may be given many times. Default: all accounts.")
                                 : Texts::tr("An account's name."),
                            "NAME"));
    addThisCallOptions();
}

void Invocation::addThisCallOptions()
{
    parser.addOption(
        option("provider", Texts::tr("Without a stored account: the provider (%1).").arg(providerNames()), "ID"));
    parser.addOption(option("base-url", Texts::tr("With --provider: the address of its API."), "URL"));
    parser.addOption(option("login-url", Texts::tr("With --provider: the address where it signs in."), "URL"));
    parser.addOption(option("tenant", Texts::tr("With --provider: the customer, service or region."), "ID"));
    parser.addOption(
        option("secret-stdin", Texts::tr("Read the credential from standard input: a bare line, or one JSON object.")));
}

QString Invocation::thisCallOptions() const
{
    if (!isSet("provider"))
        return {};
    QStringList words;
    for (const char *name : {"provider", "base-url", "login-url", "tenant"}) {
        if (isSet(name))
            words += QStringLiteral("--%1 %2").arg(QLatin1String(name), cleanedText(value(name)));
    }
    return words.join(u' ') + QStringLiteral(" --secret-stdin");
}

bool Invocation::parse(const QStringList &arguments, ExitCode &code)
{
    // The parser takes the program's name first.
    if (!parser.parse(QStringList(QStringLiteral("latchkey")) + arguments)) {
        code = usage(parser.errorText());
        return false;
    }
    if (isSet("help")) {
        // Qt begins with the path of the program; people type its name.
        QString help = parser.helpText();
        help.replace(QCoreApplication::arguments().constFirst(), QStringLiteral("latchkey %1").arg(command));
        console.out(help.toUtf8());
        code = ExitCode::Done;
        return false;
    }
    const QStringList words = parser.positionalArguments();
    if (words.size() > names) {
        code = usage(Texts::tr("There is no place for \"%1\" here. Put a value that has spaces in quotes.")
                         .arg(cleanedText(words[names])));
        return false;
    }
    const QString wanted = value("format");
    if (wanted == QLatin1String("json"))
        format = Format::Json;
    else if (wanted == QLatin1String("csv"))
        format = Format::Csv;
    else if (!wanted.isEmpty() && wanted != QLatin1String("table")) {
        code = usage(Texts::tr("There is no format \"%1\". Use table, json or csv.").arg(cleanedText(wanted)));
        return false;
    }
    if (isSet("verbose")) {
        QObject::connect(&app.traffic(), &Traffic::added, &app.traffic(),
                         [this](const TrafficEntry &entry) { console.note(trafficLine(entry)); });
    }
    return true;
}

ExitCode Invocation::tell(const Error &error, const Account *account)
{
    const ProviderDescription *provider = account ? registry::describe(account->provider) : nullptr;
    if (format == Format::Json)
        console.note(QString::fromUtf8(QJsonDocument(errorJson(error, account)).toJson(QJsonDocument::Compact)));
    else
        console.note(
            QStringLiteral("latchkey: ")
            + errorSentence(error, provider ? provider->name : QString(), account ? account->name : QString()));
    return exitCodeOf(error);
}

ExitCode Invocation::usage(const QString &sentence)
{
    return tell(failure(Error::Kind::InvalidInput, sentence).value());
}

const Result<Credential> &Invocation::secrets()
{
    if (!readSecrets)
        readSecrets = Console::readSecrets();
    return *readSecrets;
}

flows::OpenPage Invocation::browser()
{
    return [this](const QUrl &page) {
        const QString address = page.toString(QUrl::FullyEncoded);
        console.note(Texts::tr("Sign in on this page, in a browser on this machine: %1").arg(address));
        // Without a desktop the address is enough: a person can open it.
        QProcess::startDetached(QStringLiteral("xdg-open"), {address});
        return true;
    };
}

Result<ThisCall> accountForThisCall(Invocation &invocation)
{
    const ProviderDescription *description = registry::describe(ProviderId{invocation.value("provider")});
    if (!description)
        return failure(Error::Kind::InvalidInput,
                       Texts::tr("There is no provider \"%1\". Latchkey knows: %2.")
                           .arg(cleanedText(invocation.value("provider")), providerNames()));
    if (!invocation.isSet("secret-stdin"))
        return failure(Error::Kind::InvalidInput,
                       Texts::tr("--provider needs --secret-stdin: pipe the credential into standard input."));
    const Result<Credential> &typed = invocation.secrets();
    if (!typed)
        return failure(typed.error());
    ThisCall call;
    call.typed = *typed;
    Account &account = call.account;
    account.name = description->id.value;
    account.provider = description->id;
    const SignInMethod *method = flows::methodFor(*description, call.typed);
    account.signIn = method ? method->key : description->signIns.value(0).key;
    flows::takeSettings(*description, account, call.typed);
    account.environment = Environment::Development;
    account.baseUrl = description->baseUrl;
    account.loginUrl = description->loginUrl;
    account.tenant = invocation.value("tenant");
    for (const auto &[name, url] :
         {std::pair("base-url", &account.baseUrl), std::pair("login-url", &account.loginUrl)}) {
        if (!invocation.isSet(name))
            continue;
        const Result<QUrl> checked = checkedBaseUrl(invocation.value(name));
        if (!checked)
            return failure(checked.error());
        *url = *checked;
    }
    // The same address, the same id: a plan made twice is the same plan.
    const QUuid id = QUuid::createUuidV5(QUuid(), description->id.value + account.baseUrl.toString() + account.tenant);
    account.id = AccountId{id.toString(QUuid::WithoutBraces)};
    return call;
}

QCoro::Task<Result<QList<SignedIn>>> chosenAccounts(Invocation &invocation)
{
    QList<SignedIn> chosen;
    if (invocation.isSet("provider") && invocation.isSet("account"))
        co_return failure(Error::Kind::InvalidInput,
                          Texts::tr("--account names an account of yours, --provider one for this call alone. Give one "
                                    "of them."));
    if (invocation.isSet("provider")) {
        const Result<ThisCall> call = accountForThisCall(invocation);
        if (!call)
            co_return failure(call.error());
        const SignedIn signedIn = co_await verified(invocation, *call);
        chosen += signedIn;
        co_return chosen;
    }
    QList<Account> accounts;
    const QStringList names = invocation.values("account");
    for (const QString &name : names) {
        const std::optional<Account> account = invocation.app.accounts().find(name);
        if (!account)
            co_return failure(
                Error::Kind::InvalidInput,
                Texts::tr("There is no account \"%1\". latchkey accounts list shows them all.").arg(cleanedText(name)));
        accounts += *account;
    }
    if (names.isEmpty())
        accounts = invocation.app.accounts().accounts();
    if (accounts.isEmpty())
        co_return failure(Error::Kind::InvalidInput,
                          Texts::tr("There are no accounts yet. Add one with latchkey accounts add."));
    for (const Account &account : std::as_const(accounts)) {
        const SignedIn signedIn = co_await signIn(invocation.app, account);
        chosen += signedIn;
    }
    co_return chosen;
}

QCoro::Task<Result<SignedIn>> chosenAccount(Invocation &invocation)
{
    const QStringList names = invocation.values("account");
    if (!invocation.isSet("provider") && names.size() != 1)
        co_return failure(Error::Kind::InvalidInput,
                          Texts::tr("Name one account with --account, or use --provider with --secret-stdin."));
    const Result<QList<SignedIn>> chosen = co_await chosenAccounts(invocation);
    if (!chosen)
        co_return failure(chosen.error());
    co_return chosen->front();
}

} // namespace latchkey
