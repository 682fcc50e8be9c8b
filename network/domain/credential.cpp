#include "network/domain/credential.h"

#include <QCoreApplication>
#include <QUtf8StringView>

#include <algorithm>

namespace latchkey {

Secret Credential::part(const QString &key) const
{
    const auto found = parts.find(key);
    return found == parts.end() ? Secret() : found->second;
}

Result<Secret> checkedSecret(QByteArrayView typed, SecretShape shape)
{
    // A password may begin or end with a space; a key never does, and pasting adds line ends to both.
    if (shape == SecretShape::Header)
        typed = typed.trimmed();
    while (!typed.isEmpty() && (typed.back() == '\n' || typed.back() == '\r'))
        typed.chop(1);

    const auto invalid = [](const char *why) {
        return failure(Error::Kind::InvalidInput, QCoreApplication::translate("Secret", why));
    };
    if (typed.isEmpty())
        return invalid(QT_TRANSLATE_NOOP("Secret", "The secret is empty."));
    if (typed.size() > 2000)
        return invalid(QT_TRANSLATE_NOOP("Secret", "The secret is longer than 2,000 bytes; this is not a key."));
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (std::any_of(typed.begin(), typed.end(), isControl))
        return invalid(QT_TRANSLATE_NOOP("Secret", "The secret holds a line end or another control character."));
    const auto isPrintableAscii = [](char c) { return c > 0x20 && c < 0x7f; };
    if (shape == SecretShape::Header && !std::all_of(typed.begin(), typed.end(), isPrintableAscii))
        return invalid(QT_TRANSLATE_NOOP("Secret", "The secret holds a space or a character that is not ASCII."));
    if (shape == SecretShape::Password && !QUtf8StringView(typed.data(), typed.size()).isValidUtf8())
        return invalid(QT_TRANSLATE_NOOP("Secret", "The password is not valid UTF-8."));
    return Secret(typed);
}

} // namespace latchkey
