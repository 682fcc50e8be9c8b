#include "app/window/notice.h"

#include "network/providers/registry.h"
#include "ui/dates.h"
#include "ui/texts.h"

#include <QCoreApplication>
#include <QLocale>

namespace latchkey {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Notice)
};

using Tone = Banner::Tone;
using Parts = std::vector<std::shared_ptr<const AccountPart>>;

Parts partsIn(const Parts &parts, AccountStatus::State state)
{
    Parts found;
    for (const auto &part : parts) {
        if (part->status.state == state)
            found.push_back(part);
    }
    return found;
}

Notice keychainNotice(const Error &keychain, const Actions &actions)
{
    const bool isLocked = keychain.kind == Error::Kind::KeychainLocked;
    const bool isMissing = keychain.kind == Error::Kind::KeychainMissing;
    Notice notice;
    notice.tone = isLocked ? Tone::Warning : Tone::Error;
    notice.fact = isLocked ? Texts::tr("The keychain is locked.")
        : isMissing        ? Texts::tr("No keychain answers on this desktop.")
                           : Texts::tr("The keychain does not work.");
    notice.reason = isLocked ? Texts::tr("The accounts wait for their secrets; until then nothing new is loaded.")
        : isMissing
        ? Texts::tr("Install and start one, for example gnome-keyring. Until then secrets can live in memory "
                    "for this session, and are never written to disk.")
        : keychain.message;
    notice.actions = isLocked ? QList{actions.unlockKeychain} : QList{actions.lookAgain, actions.sessionOnly};
    return notice;
}

Notice failedNotice(const Parts &failed, const Actions &actions, qint64 nowMs)
{
    Notice notice;
    notice.tone = Tone::Error;
    notice.actions = {actions.refresh};
    if (failed.size() > 1) {
        QStringList names;
        for (const auto &part : failed)
            names += part->account.name;
        notice.fact = Texts::tr("%Ln account(s) were not refreshed.", nullptr, int(failed.size()));
        notice.reason =
            Texts::tr("%1. Choose one in the sidebar to read why.").arg(QLocale().createSeparatedList(names));
        return notice;
    }
    const AccountPart &part = *failed.front();
    notice.fact = Texts::tr("%1 was not refreshed.").arg(part.account.name);
    if (part.status.error)
        notice.reason = errorSentence(*part.status.error, part.account.providerName, part.account.name);
    if (part.status.rows > 0)
        notice.reason += u' '
            + Texts::tr("What is shown was loaded %1.").arg(relativeText(Moment::at(part.status.loadedAtMs), nowMs));
    notice.actions += actions.manageAccounts;
    return notice;
}

Notice partialNotice(const AccountPart &part, const Actions &actions)
{
    const QLocale locale;
    const bool isStopped = !part.status.error || part.status.error->kind == Error::Kind::Cancelled;
    const QString arrived = part.status.expected
        ? Texts::tr("%1 of %2").arg(locale.toString(part.status.arrived), locale.toString(*part.status.expected))
        : locale.toString(part.status.arrived);
    Notice notice;
    notice.tone = Tone::Warning;
    notice.fact = Texts::tr("Not the whole list of %1.").arg(part.account.name);
    notice.reason = isStopped
        ? Texts::tr("You stopped loading at %1. Select all covers the loaded rows only.").arg(arrived)
        : Texts::tr("It ended at %1. %2")
              .arg(arrived, errorSentence(*part.status.error, part.account.providerName, part.account.name));
    notice.actions = {actions.refresh};
    return notice;
}

//! Of one account in view, whose provider lists no tokens.
Notice unlistedNotice(const AccountPart &part, const Actions &actions)
{
    const ProviderDescription *provider = registry::describe(part.account.provider);
    Notice notice;
    notice.fact = Texts::tr("%1 lists no tokens.").arg(part.account.providerName);
    const auto why =
        provider ? provider->whyNot.find(Capability::ListTokens) : std::map<Capability, QString>::const_iterator();
    if (provider && why != provider->whyNot.end())
        notice.fact = why->second;
    notice.reason = Texts::tr("What is shown is the session that Latchkey itself uses.");
    notice.actions = {actions.showPeople};
    return notice;
}

} // namespace

Notice stateNotice(const std::optional<QString> &incident, const QList<AllowedChanges> &allowed, QAction *endAction,
                   const Actions &actions, qint64 nowMs)
{
    if (incident)
        return {Tone::Warning,
                Texts::tr("Incident mode is on: plans go out at once, without the time for Undo."),
                Texts::tr("The reason of all of them is: %1").arg(*incident),
                {actions.incidentMode}};
    if (allowed.isEmpty())
        return {};
    QStringList parts;
    for (const AllowedChanges &one : allowed)
        parts += Texts::tr("%1 until %2").arg(one.account, clockText(one.untilMs, nowMs));
    Notice notice;
    notice.fact = Texts::tr("Changes are allowed in %1.").arg(QLocale().createSeparatedList(parts));
    notice.reason =
        allowed.size() == 1 ? Texts::tr("Then it is read-only again.") : Texts::tr("Then they are read-only again.");
    if (endAction != nullptr)
        notice.actions = {endAction};
    return notice;
}

Notice noticeOf(const NoticeSources &sources, const Actions &actions)
{
    if (sources.keychain)
        return keychainNotice(*sources.keychain, actions);
    if (sources.hasOpenRun)
        return {Tone::Warning,
                Texts::tr("A run is open: it was stopped or cut off."),
                Texts::tr("Nothing more of it is sent until you decide, on the Runs page."),
                {actions.showRuns},
                true};
    const Parts failed = partsIn(sources.parts, AccountStatus::State::Failed);
    if (!failed.empty())
        return failedNotice(failed, actions, sources.nowMs);
    const Parts partial = partsIn(sources.parts, AccountStatus::State::Partial);
    if (!partial.empty())
        return partialNotice(*partial.front(), actions);
    if (sources.parts.size() == 1 && !sources.parts.front()->account.isListed)
        return unlistedNotice(*sources.parts.front(), actions);
    return {};
}

} // namespace latchkey
