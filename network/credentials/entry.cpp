#include "network/credentials/entry.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

namespace latchkey {

namespace {

constexpr int Version = 1;
constexpr qsizetype LargestText = 2400;

QString sentence(const char *text) { return QCoreApplication::translate("Keychain", text); }

tl::unexpected<Error> unreadable()
{
    return failure(Error::Kind::KeychainFailed,
                   sentence(QT_TRANSLATE_NOOP("Keychain",
                                              "Its entry for this account cannot be read, and is left as it is. "
                                              "Remove it to store the credential anew.")));
}

Result<void> checkParts(const Credential &credential)
{
    if (credential.isEmpty())
        return failure(Error::Kind::InvalidInput,
                       sentence(QT_TRANSLATE_NOOP("Keychain", "There is no secret to store. Enter it first.")));
    for (const auto &[key, secret] : credential.parts) {
        const Result<Secret> checked = checkedSecret(secret.reveal(), SecretShape::Password);
        if (!checked)
            return failure(checked.error());
        if (!(*checked == secret)) // a line end was cut off
            return failure(Error::Kind::InvalidInput,
                           sentence(QT_TRANSLATE_NOOP("Keychain", "The secret ends with a line end. Enter it again.")));
    }
    return {};
}

} // namespace

Binding bindingOf(const Account &account)
{
    const QUrl &login = account.loginUrl.isEmpty() ? account.baseUrl : account.loginUrl;
    return {.apiOrigin = originOf(account.baseUrl),
            .loginOrigin = originOf(login),
            .provider = account.provider,
            .tenant = account.identity.tenant.id};
}

Result<Credential> credentialFor(const Account &account, const Entry &entry)
{
    const Binding &kept = entry.binding;
    const Binding wanted = bindingOf(account);
    const auto elsewhere = [](const QString &keptFor, const QString &wantedFor) {
        const QString text = sentence(QT_TRANSLATE_NOOP("Keychain", "It is for %1, the account names %2."));
        return failure(Error::Kind::SecretElsewhere, text.arg(cleanedText(keptFor), cleanedText(wantedFor)));
    };
    if (kept.apiOrigin != wanted.apiOrigin)
        return elsewhere(kept.apiOrigin, wanted.apiOrigin);
    if (kept.loginOrigin != wanted.loginOrigin)
        return elsewhere(kept.loginOrigin, wanted.loginOrigin);
    if (kept.provider != wanted.provider)
        return elsewhere(kept.provider.value, wanted.provider.value);
    if (!kept.tenant.isEmpty() && !wanted.tenant.isEmpty() && kept.tenant != wanted.tenant)
        return elsewhere(kept.tenant, wanted.tenant);
    return entry.credential;
}

Result<Secret> encoded(const Entry &entry)
{
    if (const Result<void> checked = checkParts(entry.credential); !checked)
        return failure(checked.error());
    // QJsonObject copies the parts into memory that cannot be wiped; it lives for this function alone.
    QJsonObject parts;
    for (const auto &[key, secret] : entry.credential.parts)
        parts.insert(key, QString::fromUtf8(secret.reveal()));
    const QJsonObject object{{QStringLiteral("v"), Version},
                             {QStringLiteral("apiOrigin"), entry.binding.apiOrigin},
                             {QStringLiteral("loginOrigin"), entry.binding.loginOrigin},
                             {QStringLiteral("provider"), entry.binding.provider.value},
                             {QStringLiteral("tenant"), entry.binding.tenant},
                             {QStringLiteral("parts"), parts}};
    QByteArray json = QJsonDocument(object).toJson(QJsonDocument::Compact);
    QByteArray text = json.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    wipe(json);
    const qsizetype size = text.size();
    Secret secret = Secret::take(text);
    if (size > LargestText) {
        const QString why = sentence(QT_TRANSLATE_NOOP("Keychain",
                                                       "The secret is too long for a keychain: %1 bytes with what "
                                                       "belongs to it, and %2 fit. Use a shorter one."));
        return failure(Error::Kind::InvalidInput, why.arg(size).arg(LargestText));
    }
    return secret;
}

Result<Entry> decoded(const Secret &text)
{
    auto bytes = QByteArray::fromBase64Encoding(
        text.reveal().toByteArray(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes)
        return unreadable();
    const QJsonObject object = QJsonDocument::fromJson(bytes.decoded).object();
    wipe(bytes.decoded);
    const int version = object.value(u"v").toInt();
    if (version > Version)
        return failure(Error::Kind::KeychainFailed,
                       sentence(QT_TRANSLATE_NOOP("Keychain",
                                                  "A newer version of Latchkey wrote its entry for this account, "
                                                  "which is left as it is. Use the newer version.")));
    const QJsonValue parts = object.value(u"parts");
    if (version != Version || !parts.isObject() || parts.toObject().isEmpty())
        return unreadable();

    Entry entry;
    entry.binding = {.apiOrigin = object.value(u"apiOrigin").toString(),
                     .loginOrigin = object.value(u"loginOrigin").toString(),
                     .provider = {object.value(u"provider").toString()},
                     .tenant = object.value(u"tenant").toString()};
    const QJsonObject values = parts.toObject();
    for (auto part = values.begin(); part != values.end(); ++part) {
        if (!part.value().isString())
            return unreadable();
        QByteArray value = part.value().toString().toUtf8();
        entry.credential.parts.emplace(part.key(), Secret::take(value));
    }
    return entry;
}

} // namespace latchkey
