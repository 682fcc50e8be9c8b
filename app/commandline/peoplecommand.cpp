#include "app/commandline/commands.h"

#include "app/commandline/listing.h"
#include "app/commandline/records.h"

#include <QJsonArray>

namespace latchkey::commands {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(PeopleCommand)
};

QList<Printer::Column> columns()
{
    return {{Texts::tr("Account"), QStringLiteral("account")},     {Texts::tr("Name"), QStringLiteral("name")},
            {Texts::tr("E-mail"), QStringLiteral("email")},        {Texts::tr("State"), QStringLiteral("state")},
            {Texts::tr("Tokens"), QStringLiteral("tokens"), true}, {Texts::tr("Id"), QStringLiteral("id")}};
}

//! Whose number of tokens the list of an account tells. Half a list would make "0 tokens" of what was not read.
ListedOwners ownersKnownFrom(const Result<Completeness> &end)
{
    return end && end->complete ? end->owners : ListedOwners::Nobody;
}

//! How many tokens in a list each person has.
QHash<QString, qint64> tokensByOwner(const Listing &listing, const AccountId &wanted)
{
    QHash<QString, qint64> counts;
    listing.forEach(TokenFilter(), [&counts, &wanted](const Token &token, const Account &account) {
        if (account.id == wanted && token.owner)
            ++counts[token.owner->id];
    });
    return counts;
}

//! The provider has no list of people: they are whoever its tokens name.
bool isUnlisted(const SignedIn &signedIn)
{
    return signedIn.session && !(*signedIn.session)->description().can(Capability::ListPeople);
}

//! Who the provider finds; without tokens, which would be lists of their own.
QCoro::Task<ExitCode> find(Invocation &invocation)
{
    const Result<QList<SignedIn>> chosen = co_await chosenAccounts(invocation);
    if (!chosen)
        co_return invocation.tell(chosen.error());
    Printer printer(invocation.console, invocation.format, columns());
    std::optional<ExitCode> trouble;
    QJsonArray summary;
    for (const SignedIn &signedIn : *chosen) {
        Result<QList<Person>> people = QList<Person>();
        if (signedIn.session)
            people = co_await (*signedIn.session)->provider().findPeople(invocation.value("find"), invocation.stop);
        else
            people = failure(signedIn.session.error());
        if (!people) {
            trouble = invocation.tell(people.error(), &signedIn.account);
            continue;
        }
        for (const Person &person : std::as_const(*people))
            printer.add(personJson(person, signedIn.account, {}));
        summary += QJsonObject{{QStringLiteral("account"), signedIn.account.name},
                               {QStringLiteral("complete"), true},
                               {QStringLiteral("count"), people->size()}};
    }
    printer.end({{QStringLiteral("summary"), QJsonObject{{QStringLiteral("accounts"), summary}}}});
    co_return trouble.value_or(ExitCode::Done);
}

QCoro::Task<ExitCode> list(Invocation &invocation)
{
    const Result<QList<SignedIn>> chosen = co_await chosenAccounts(invocation);
    if (!chosen)
        co_return invocation.tell(chosen.error());
    const std::shared_ptr<Listing> listing = co_await Listing::load(invocation, *chosen);
    Printer printer(invocation.console, invocation.format, columns());
    std::optional<ExitCode> trouble;
    for (const SignedIn &signedIn : *chosen) {
        const Result<QList<Person>> people = listing->directoryOf(signedIn.account.id).people;
        if (!people && isUnlisted(signedIn)) {
            const QHash<QString, qint64> owners = tokensByOwner(*listing, signedIn.account.id);
            for (auto owner = owners.cbegin(); owner != owners.cend(); ++owner)
                printer.add(personJson({PersonId{owner.key()}}, signedIn.account, owner.value()));
            continue;
        }
        if (!people) {
            trouble = invocation.tell(people.error(), &signedIn.account);
            continue;
        }
        const ListedOwners known = ownersKnownFrom(listing->endOf(signedIn.account.id));
        const QHash<QString, qint64> counts = tokensByOwner(*listing, signedIn.account.id);
        for (const Person &person : std::as_const(*people)) {
            const bool isOwn = signedIn.account.identity.ownPerson == person.id;
            const bool isKnown = known == ListedOwners::Everybody || (known == ListedOwners::OwnPerson && isOwn);
            const auto tokens = isKnown ? std::optional(counts.value(person.id.value)) : std::nullopt;
            printer.add(personJson(person, signedIn.account, tokens));
        }
    }
    printer.end(listing->summary());
    if (trouble)
        co_return chosen->size() > 1 ? ExitCode::Partly : *trouble;
    co_return listing->whyNotWhole() ? ExitCode::Partly : ExitCode::Done;
}

} // namespace

QCoro::Task<ExitCode> people(Invocation &invocation, QStringList arguments)
{
    const QString verb = arguments.value(0);
    invocation.addCommonOptions();
    invocation.addAccountOptions(true);
    invocation.parser.addPositionalArgument(QStringLiteral("list"), Texts::tr("What to do."));
    invocation.parser.addOption({QStringLiteral("find"),
                                 Texts::tr("Let the provider search for this name or e-mail address, where it can."),
                                 QStringLiteral("TEXT")});
    ExitCode code = ExitCode::Done;
    if (!invocation.parse(verb.startsWith(u'-') ? arguments : arguments.mid(1), code))
        co_return code;
    if (verb != QLatin1String("list"))
        co_return invocation.usage(Texts::tr("latchkey people takes list."));
    if (invocation.isSet("find"))
        code = co_await find(invocation);
    else
        code = co_await list(invocation);
    co_return code;
}

} // namespace latchkey::commands
