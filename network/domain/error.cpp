#include "network/domain/error.h"

#include <QList>

namespace latchkey {

tl::unexpected<Error> failure(Error::Kind kind, QString message)
{
    Error error;
    error.kind = kind;
    error.message = std::move(message);
    return tl::unexpected<Error>(std::move(error));
}

QString errorKindName(Error::Kind kind)
{
    using Kind = Error::Kind;
    switch (kind) {
    case Kind::Unreachable:
        return QStringLiteral("unreachable");
    case Kind::TimedOut:
        return QStringLiteral("timedOut");
    case Kind::Untrusted:
        return QStringLiteral("untrusted");
    case Kind::ProxyLogin:
        return QStringLiteral("proxyLogin");
    case Kind::Redirected:
        return QStringLiteral("redirected");
    case Kind::Unauthorized:
        return QStringLiteral("unauthorized");
    case Kind::LoginRefused:
        return QStringLiteral("loginRefused");
    case Kind::CodeNeeded:
        return QStringLiteral("codeNeeded");
    case Kind::Forbidden:
        return QStringLiteral("forbidden");
    case Kind::NotFound:
        return QStringLiteral("notFound");
    case Kind::RateLimited:
        return QStringLiteral("rateLimited");
    case Kind::Rejected:
        return QStringLiteral("rejected");
    case Kind::Unexpected:
        return QStringLiteral("unexpected");
    case Kind::Malformed:
        return QStringLiteral("malformed");
    case Kind::TooLarge:
        return QStringLiteral("tooLarge");
    case Kind::Cancelled:
        return QStringLiteral("cancelled");
    case Kind::InvalidInput:
        return QStringLiteral("invalidInput");
    case Kind::Unsupported:
        return QStringLiteral("unsupported");
    case Kind::ReadOnly:
        return QStringLiteral("readOnly");
    case Kind::WrongIdentity:
        return QStringLiteral("wrongIdentity");
    case Kind::SecretMissing:
        return QStringLiteral("secretMissing");
    case Kind::SecretElsewhere:
        return QStringLiteral("secretElsewhere");
    case Kind::KeychainLocked:
        return QStringLiteral("keychainLocked");
    case Kind::KeychainMissing:
        return QStringLiteral("keychainMissing");
    case Kind::KeychainFailed:
        return QStringLiteral("keychainFailed");
    case Kind::Journal:
        return QStringLiteral("journal");
    case Kind::Storage:
        return QStringLiteral("storage");
    case Kind::Internal:
        break;
    }
    return QStringLiteral("internal");
}

namespace {

//! Characters that change how the text around them is shown, or that cannot be seen (reliability R51).
bool isTreacherous(char32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x00ad || c == 0x061c || c == 0x180e
        || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f)
        || (c >= 0xd800 && c <= 0xdfff) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb)
        || (c >= 0xe0000 && c <= 0xe007f);
}

} // namespace

QString cleanedText(const QString &text, int limit)
{
    QString clean;
    const QList<uint> points = text.left(2 * limit).toUcs4();
    for (const uint point : points) {
        if (clean.size() >= limit)
            break;
        if (isTreacherous(point))
            clean += QStringLiteral("[U+%1]").arg(point, 4, 16, QLatin1Char('0')).toUpper();
        else
            clean += QString::fromUcs4(reinterpret_cast<const char32_t *>(&point), 1);
    }
    if (clean.size() > limit || text.size() > 2 * limit) {
        clean.truncate(limit - 1);
        clean += QChar(0x2026);
    }
    return clean;
}

} // namespace latchkey
