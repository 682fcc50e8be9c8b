#include "app/commandline/runoutput.h"

#include "ui/texts.h"

#include <QLocale>

namespace latchkey {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(RunOutput)
};

QList<Printer::Column> columns()
{
    return {{Texts::tr("Account"), QStringLiteral("account")},
            {Texts::tr("Outcome"), QStringLiteral("outcome")},
            {Texts::tr("Name"), QStringLiteral("name")},
            {Texts::tr("Id"), QStringLiteral("id")},
            {Texts::tr("Detail"), QStringLiteral("detail")}};
}

QJsonObject line(const QString &account, const TokenId &id, const QString &name, const QString &outcome,
                 const QString &detail)
{
    return {{QStringLiteral("account"), account},
            {QStringLiteral("id"), id.value},
            {QStringLiteral("name"), name.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(name)},
            {QStringLiteral("outcome"), outcome},
            {QStringLiteral("detail"), detail}};
}

qsizetype doneCount(const OutcomeCounts &counts)
{
    return counts.of(Outcome::Confirmed) + counts.of(Outcome::AlreadyGone) + counts.of(Outcome::Unprovable);
}

//! Tells what went wrong, and in which account; returns the status for the worst of it.
std::optional<ExitCode> tellTroubles(Invocation &invocation, const flows::RunEnd &end)
{
    std::optional<ExitCode> worst;
    for (const PlanAccount &planned : end.run.plan.accounts) {
        const auto why = end.accountTroubles.constFind(planned.id);
        if (why == end.accountTroubles.constEnd())
            continue;
        const Account account = accountOf(invocation, planned);
        worst = worst.value_or(invocation.tell(*why, &account));
        invocation.console.note(
            Texts::tr("So not everything in %1 was looked at or sent.").arg(cleanedText(account.name)));
    }
    // A changed identity is told with its account.
    if (end.trouble && end.trouble->kind != Error::Kind::WrongIdentity)
        worst = invocation.tell(*end.trouble);
    return worst;
}

} // namespace

QJsonObject countsJson(const OutcomeCounts &counts)
{
    QJsonObject json;
    for (int i = 0; i < int(counts.byOutcome.size()); ++i) {
        const auto outcome = static_cast<Outcome>(i);
        if (counts.of(outcome) > 0)
            json[outcomeName(outcome)] = qint64(counts.of(outcome));
    }
    if (counts.open > 0)
        json[QStringLiteral("open")] = qint64(counts.open);
    return json;
}

QString exclusionText(ExclusionReason reason)
{
    switch (reason) {
    case ExclusionReason::OwnToken:
        return Texts::tr("this app signs in with it; use --self");
    case ExclusionReason::NotOwn:
        return Texts::tr("it is not the token in use");
    case ExclusionReason::ReadOnlyAccount:
        return Texts::tr("the account is read-only; allow changes with latchkey accounts edit NAME --read-only no");
    case ExclusionReason::NotActionable:
        return Texts::tr("its id is not one that the provider can have issued");
    case ExclusionReason::NotListed:
        return Texts::tr("the provider does not know it in this account");
    case ExclusionReason::Duplicate:
        return Texts::tr("named twice");
    case ExclusionReason::Waiting:
        return Texts::tr("another plan that was confirmed before revokes it");
    case ExclusionReason::OtherAccount:
        return Texts::tr("it belongs to another account");
    case ExclusionReason::Unsupported:
        return Texts::tr("the provider offers no call for it");
    }
    return {};
}

Account accountOf(Invocation &invocation, const PlanAccount &planned)
{
    if (const std::optional<Account> known = invocation.app.accounts().find(planned.id.value))
        return *known;
    Account account;
    account.id = planned.id;
    account.name = planned.name;
    account.provider = planned.provider;
    return account;
}

void printRun(Invocation &invocation, const Run &run)
{
    Printer printer(invocation.console, invocation.format, columns());
    for (const RunItem &item : run.items()) {
        // What has no outcome yet is named by its step.
        const QString name = item.outcome ? outcomeName(*item.outcome) : stepName(item.step);
        const QString shown = item.outcome ? outcomeText(*item.outcome) : stepName(item.step);
        const bool isJson = invocation.format == Format::Json;
        const auto reason = item.outcome == Outcome::Excluded ? exclusionReasonFromName(item.detail) : std::nullopt;
        const QString detail = reason && !isJson ? exclusionText(*reason) : item.detail;
        printer.add(line(item.accountName, item.id, item.name, isJson ? name : shown, detail));
    }
    const OutcomeCounts counts = run.counts();
    printer.end({{QStringLiteral("run"), run.id.value},
                 {QStringLiteral("summary"), countsJson(counts)},
                 {QStringLiteral("complete"), counts.isComplete()}});
}

void printPlan(Invocation &invocation, const Plan &plan)
{
    Printer printer(invocation.console, invocation.format, columns());
    const bool isJson = invocation.format == Format::Json;
    QHash<AccountId, QString> names;
    for (const PlanAccount &account : plan.accounts) {
        names[account.id] = account.name;
        for (const PlanItem &item : account.items)
            printer.add(line(account.name, item.id, item.name, QStringLiteral("planned"), {}));
        for (const WideCall &wide : account.wide)
            printer.add(line(account.name, wide.key(), wide.text(), QStringLiteral("planned"), {}));
    }
    for (const Exclusion &exclusion : plan.exclusions) {
        // An account of which nothing is left is not in the plan any more.
        const std::optional<Account> known = invocation.app.accounts().find(exclusion.account);
        const QString account = known ? known->name : names.value(exclusion.account);
        printer.add(line(account, exclusion.id, exclusion.name,
                         isJson ? outcomeName(Outcome::Excluded) : outcomeText(Outcome::Excluded),
                         isJson ? exclusionReasonName(exclusion.reason) : exclusionText(exclusion.reason)));
    }
    QJsonObject summary;
    if (plan.tokenCount() + plan.wideCount() > 0)
        summary[QStringLiteral("planned")] = qint64(plan.tokenCount() + plan.wideCount());
    if (!plan.exclusions.isEmpty())
        summary[outcomeName(Outcome::Excluded)] = qint64(plan.exclusions.size());
    printer.end({{QStringLiteral("run"), QJsonValue::Null},
                 {QStringLiteral("plan"), QString::fromLatin1(plan.sha256())},
                 {QStringLiteral("summary"), summary},
                 {QStringLiteral("complete"), false}});
}

void noteProgress(Invocation &invocation, const Run &run)
{
    const OutcomeCounts counts = run.counts();
    const QLocale locale;
    invocation.console.progress(
        Texts::tr("%1 of %2 settled")
            .arg(locale.toString(counts.planned() - counts.open), locale.toString(counts.planned())));
}

ExitCode printRunEnd(Invocation &invocation, const flows::RunEnd &end)
{
    printRun(invocation, end.run);
    const OutcomeCounts counts = end.run.counts();
    if (invocation.format == Format::Table) {
        QMap<Outcome, int> shown;
        for (int i = 0; i < int(counts.byOutcome.size()); ++i)
            shown[static_cast<Outcome>(i)] = int(counts.byOutcome[size_t(i)]);
        QStringList parts;
        if (counts.planned() > counts.open || counts.open == 0)
            parts += summaryText(shown);
        if (counts.open > 0)
            parts += Texts::tr("%1 without an outcome").arg(QLocale().toString(counts.open));
        invocation.console.note(Texts::tr("Run %1: %2.").arg(end.run.id.value, parts.join(QStringLiteral(", "))));
    }
    if (end.interrupted) {
        invocation.console.note(
            Texts::tr("Interrupted: the run is still open, %n item(s) without an outcome. Go on with "
                      "latchkey runs resume %1.",
                      nullptr, int(counts.open))
                .arg((end.run.id.value + u' ' + invocation.thisCallOptions()).trimmed()));
        return ExitCode::Interrupted;
    }
    if (const std::optional<ExitCode> trouble = tellTroubles(invocation, end)) {
        if (*trouble == ExitCode::Journal || doneCount(counts) == 0)
            return *trouble;
    }
    if (counts.isComplete())
        return ExitCode::Done;
    return doneCount(counts) > 0 ? ExitCode::Partly : ExitCode::Nothing;
}

} // namespace latchkey
