#include "ui/texts.h"

#include <QCoreApplication>
#include <QLocale>
#include <QMap>
#include <QStringList>
#include <QUrl>

namespace latchkey {

namespace {

//! The translation context of this file.
struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Texts)
};

//! What the other side answered, as its own quoted words: ' (it answered 401: "Record not found")'. May be empty.
QString answered(const Error &error)
{
    QString said = error.message.isEmpty() ? error.code : error.message;
    if (said.endsWith(u'.') && !said.endsWith(QLatin1String("..")))
        said.chop(1); // it stands within a sentence
    if (error.httpStatus == 0)
        return said.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(said);
    if (said.isEmpty())
        return Texts::tr(" (it answered %1)").arg(error.httpStatus);
    return Texts::tr(" (it answered %1: \"%2\")").arg(QString::number(error.httpStatus), said);
}

//! %1 is the provider, %2 what it answered.
QString providerSentence(const Error &error)
{
    using Kind = Error::Kind;
    switch (error.kind) {
    case Kind::Unreachable:
        return error.sent == Error::Sent::No
            ? Texts::tr("%1 cannot be reached%2. Check the network and the address of the account, then try again.")
            : Texts::tr("The connection to %1 broke before the answer was complete%2. Refresh to see what it did.");
    case Kind::TimedOut:
        return Texts::tr("%1 did not answer in time%2. Try again; if it stays so, see the provider's status page.");
    case Kind::Untrusted:
        return Texts::tr(
            "The secure connection to %1 was refused%2. Check the address and this machine's certificates; "
            "Latchkey never goes on without a valid one.");
    case Kind::ProxyLogin:
        return Texts::tr(
            "The network's proxy wants a login before it lets anything through to %1%2. Sign in to the proxy, "
            "then try again.");
    case Kind::Redirected:
        return Texts::tr(
            "%1 pointed to another address%2. Latchkey never follows, since that could hand the credential over. "
            "Correct the address of the account.");
    case Kind::Unauthorized:
        return Texts::tr("%1 does not accept this credential%2. Enter a new one, then test the account again.");
    case Kind::LoginRefused:
        return Texts::tr("%1 does not accept this login, password or one-time code%2. Check them, then try again.");
    case Kind::CodeNeeded:
        return Texts::tr(
            "%1 wants a one-time code beside the password%2. Give the one that your authenticator shows now.");
    case Kind::Forbidden:
        return Texts::tr(
            "%1 does not allow this%2. Check that the credential is valid and has the rights, or use another.");
    case Kind::NotFound:
        return Texts::tr("%1 does not know this%2. Check the id, and that it belongs to this account.");
    case Kind::RateLimited:
        return Texts::tr("%1 wants a pause%2. Try again later.");
    case Kind::Rejected:
        return Texts::tr("%1 refused the request%2. Correct what it names, then try again.");
    case Kind::Unexpected:
        return Texts::tr(
            "%1 gave an answer that its documentation does not know%2. Latchkey takes it for a failure; try again "
            "later.");
    case Kind::Malformed:
        return Texts::tr(
            "The answer of %1 cannot be read%2. Check the address of the account: a login page or a proxy may be "
            "answering.");
    case Kind::TooLarge:
        return Texts::tr("The answer of %1 is larger than Latchkey reads%2. Narrow what the account loads.");
    default:
        return {};
    }
}

//! Ours: %1 is the account, %2 the detail with a leading space, or nothing. The detail says what the kind does not; of
//! a missing secret and a keychain that failed it also names the next step.
QString ownSentence(const Error &error)
{
    using Kind = Error::Kind;
    switch (error.kind) {
    case Kind::Cancelled:
        return Texts::tr("Stopped before it was done.%2");
    case Kind::Unsupported:
        return Texts::tr("This is not possible here.%2");
    case Kind::ReadOnly:
        return Texts::tr(
            "The account %1 is read-only, so nothing was sent.%2 Allow changes in the account's settings first.");
    case Kind::WrongIdentity:
        return Texts::tr(
            "The credential of %1 now belongs to another tenant or person, so nothing was sent.%2 Test the account "
            "and make a new plan.");
    case Kind::SecretMissing:
        return error.message.isEmpty() ? Texts::tr("No credential is stored for %1. Enter it again.")
                                       : Texts::tr("No credential is stored for %1.%2");
    case Kind::SecretElsewhere:
        return Texts::tr(
            "The stored credential of %1 belongs to another address or tenant, so it was not used.%2 Enter the "
            "credential for this address, or put the old address back.");
    case Kind::KeychainLocked:
        return Texts::tr("The keychain is locked.%2 Unlock it, then try again; nothing is lost.");
    case Kind::KeychainMissing:
        return Texts::tr(
            "No keychain can be used, so credentials can be neither read nor stored.%2 Start one (GNOME Keyring, "
            "KWallet), or work without: in the window for this session only, on the command line with --secret-stdin.");
    case Kind::KeychainFailed:
        return error.message.isEmpty() ? Texts::tr("The keychain did not do what was asked. Try again; if it stays so, "
                                                   "restart the keychain service.")
                                       : Texts::tr("The keychain did not do what was asked.%2");
    case Kind::Journal:
        return Texts::tr("The journal cannot be used, so nothing is sent.%2");
    default:
        return QStringLiteral("%2");
    }
}

} // namespace

QString errorSentence(const Error &error, const QString &provider, const QString &account)
{
    const QString theirs = providerSentence(error);
    if (!theirs.isEmpty()) {
        QString sentence = theirs.arg(provider.isEmpty() ? Texts::tr("The provider") : provider, answered(error));
        if (error.kind == Error::Kind::RateLimited && error.retryAfter)
            sentence += u' ' + Texts::tr("It names %n second(s).", nullptr, int(error.retryAfter->count()));
        return sentence;
    }
    const QString ours = ownSentence(error);
    const QString detail =
        error.message.isEmpty() || ours == QLatin1String("%2") ? error.message : u' ' + error.message;
    // Not chained: the detail may hold a % of its own.
    QString sentence = ours;
    sentence.replace(QLatin1String("%1"), account);
    sentence.replace(QLatin1String("%2"), detail);
    return sentence.isEmpty() ? Texts::tr("Something went wrong inside Latchkey (%1).").arg(errorKindName(error.kind))
                              : sentence;
}

QString outcomeText(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Confirmed:
        return Texts::tr("revoked (confirmed)");
    case Outcome::AlreadyGone:
        return Texts::tr("already gone");
    case Outcome::Unprovable:
        return Texts::tr("accepted, not provable here");
    case Outcome::Refused:
        return Texts::tr("refused");
    case Outcome::NotSent:
        return Texts::tr("not sent");
    case Outcome::Unknown:
        return Texts::tr("unknown");
    case Outcome::StillActive:
        return Texts::tr("still active");
    case Outcome::Excluded:
        return Texts::tr("left out");
    }
    return {};
}

QString summaryText(const QMap<Outcome, int> &counts)
{
    QStringList parts;
    const QLocale locale;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it) {
        if (it.value() > 0)
            parts += QStringLiteral("%1 %2").arg(locale.toString(it.value()), outcomeText(it.key()));
    }
    return parts.isEmpty() ? Texts::tr("nothing was planned") : parts.join(QStringLiteral(", "));
}

bool isPairId(const QString &id)
{
    const qsizetype slash = id.indexOf(u'/');
    return slash > 0 && slash < id.size() - 1 && id.indexOf(u'/', slash + 1) < 0;
}

QString shortId(const QString &id)
{
    if (isPairId(id)) {
        const auto part = [](const QString &text) { return cleanedText(QUrl::fromPercentEncoding(text.toUtf8())); };
        return part(id.section(u'/', 0, 0)) + QStringLiteral(" / ") + part(id.section(u'/', 1));
    }
    constexpr qsizetype Head = 8;
    constexpr qsizetype Tail = 4;
    const QString shown = cleanedText(id);
    return shown.size() <= Head + Tail + 1 || shown.contains(u'[') ? shown
                                                                   : shown.left(Head) + u'…' + shown.right(Tail);
}

namespace {

//! What the provider calls the wide call; null: nothing.
const WideWords *wordsOf(const ProviderDescription &provider, RevokeCall::Extent extent)
{
    using Extent = RevokeCall::Extent;
    const bool disables = extent == Extent::Client && provider.can(Capability::DisableClient);
    const Capability capability = disables ? Capability::DisableClient
        : extent == Extent::Client         ? Capability::RevokeByClient
        : extent == Extent::PersonAtClient ? Capability::RevokeByPersonAtClient
                                           : Capability::RevokeByPerson;
    const auto words = provider.wideWords.find(capability);
    return words == provider.wideWords.end() ? nullptr : &words->second;
}

} // namespace

QString wideEffect(const ProviderDescription &provider, RevokeCall::Extent extent)
{
    const WideWords *words = wordsOf(provider, extent);
    return words && !words->effect.isEmpty() ? words->effect : Texts::tr("Revokes ALL tokens of %1.");
}

QString wideAction(const ProviderDescription &provider, RevokeCall::Extent extent)
{
    const WideWords *words = wordsOf(provider, extent);
    return words && !words->action.isEmpty() ? words->action : Texts::tr("Revoke all tokens of %1");
}

} // namespace latchkey
