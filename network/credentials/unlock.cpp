#include "network/credentials/unlock.h"

#ifdef Q_OS_LINUX

#include "network/credentials/promptlistener.h"

#include <QCoroDBusPendingCall>
#include <QCoroFuture>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCall>

#include <limits>

namespace latchkey {

namespace {

QString service() { return QStringLiteral("org.freedesktop.secrets"); }

QDBusPendingCall call(const QString &path, const char *interface, const char *method, const QVariantList &arguments)
{
    QDBusMessage message =
        QDBusMessage::createMethodCall(service(), path, QLatin1String(interface), QLatin1String(method));
    message.setArguments(arguments);
    // The person may take their time.
    return QDBusConnection::sessionBus().asyncCall(message, std::numeric_limits<int>::max());
}

} // namespace

QCoro::Task<Result<void>> unlockKeychain()
{
    const QString root = QStringLiteral("/org/freedesktop/secrets");
    const char *const secrets = "org.freedesktop.Secret.Service";
    const QVariantList alias{QStringLiteral("default")};
    const QDBusMessage home = co_await call(root, secrets, "ReadAlias", alias);
    if (home.type() != QDBusMessage::ReplyMessage)
        co_return failure(Error::Kind::KeychainMissing);
    const QList<QDBusObjectPath> collections = {home.arguments().value(0).value<QDBusObjectPath>()};
    const QVariantList objects{QVariant::fromValue(collections)};
    const QDBusMessage unlocked = co_await call(root, secrets, "Unlock", objects);
    if (unlocked.type() != QDBusMessage::ReplyMessage)
        co_return failure(Error::Kind::KeychainLocked);
    const QString prompt = unlocked.arguments().value(1).value<QDBusObjectPath>().path();
    if (prompt.isEmpty() || prompt == QLatin1String("/"))
        co_return Result<void>();
    const PromptListener listener(prompt);
    const QVariantList noWindow{QString()};
    const QDBusMessage asked = co_await call(prompt, "org.freedesktop.Secret.Prompt", "Prompt", noWindow);
    if (asked.type() != QDBusMessage::ReplyMessage)
        co_return failure(Error::Kind::KeychainLocked);
    const QFuture<Result<void>> answered = listener.answer();
    const Result<void> opened = co_await answered;
    co_return opened;
}

} // namespace latchkey

#else

namespace latchkey {

QCoro::Task<Result<void>> unlockKeychain() { co_return Result<void>(); }

} // namespace latchkey

#endif
