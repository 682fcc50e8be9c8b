#include "network/credentials/secretservice.h"

#ifdef Q_OS_LINUX

#include "network/async/answer.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QFileInfo>
#include <QLibrary>

#include <QCoroFuture>

namespace latchkey {

namespace {

QString sentence(const char *text) { return QCoreApplication::translate("Keychain", text); }

tl::unexpected<Error> noService() { return failure(Error::Kind::KeychainMissing); }

//! Without this, libdbus would start a bus of its own where there is none ("autolaunch").
bool hasSessionBus()
{
    if (!qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return true;
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !runtime.isEmpty() && QFileInfo::exists(runtime + QStringLiteral("/bus"));
}

Error errorOf(const QDBusMessage &reply)
{
    static constexpr const char *missing[] = {
        "org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner",
        "org.freedesktop.DBus.Error.NoServer",       "org.freedesktop.DBus.Error.Disconnected",
        "org.freedesktop.DBus.Error.Spawn.",
    };
    for (const char *name : missing) {
        if (reply.errorName().startsWith(QLatin1String(name)))
            return noService().value();
    }
    const QString why = sentence(
        QT_TRANSLATE_NOOP("Keychain", "It does not answer as it should (%1). Check that it works, then try again."));
    return failure(Error::Kind::KeychainFailed, why.arg(cleanedText(reply.errorMessage()))).value();
}

using Arguments = QVariantList;

QFuture<Result<Arguments>> call(const QString &path, const char *interface, const char *method,
                                const Arguments &arguments)
{
    QDBusMessage message = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"), path,
                                                          QLatin1String(interface), QLatin1String(method));
    message.setArguments(arguments);
    auto answer = std::make_shared<Answer<Arguments>>();
    const QDBusPendingCall pending = QDBusConnection::sessionBus().asyncCall(message);
    auto *watcher = new QDBusPendingCallWatcher(pending);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, watcher, [answer, watcher] {
        watcher->deleteLater();
        const QDBusMessage reply = watcher->reply();
        if (reply.type() == QDBusMessage::ReplyMessage)
            answer->deliver(reply.arguments());
        else
            answer->deliver(failure(errorOf(reply)));
    });
    return answer->future();
}

constexpr char ServiceInterface[] = "org.freedesktop.Secret.Service";

QString servicePath() { return QStringLiteral("/org/freedesktop/secrets"); }

QCoro::Task<Result<bool>> isLockedCollection(QString path)
{
    const Arguments property{QStringLiteral("org.freedesktop.Secret.Collection"), QStringLiteral("Locked")};
    const Result<Arguments> reply = co_await call(path, "org.freedesktop.DBus.Properties", "Get", property);
    if (!reply)
        co_return failure(reply.error());
    co_return reply->value(0).value<QDBusVariant>().variant().toBool();
}

QCoro::Task<Result<KeychainLook::Home>> homeOfNewEntries()
{
    const Arguments alias{QStringLiteral("default")};
    const Result<Arguments> reply = co_await call(servicePath(), ServiceInterface, "ReadAlias", alias);
    if (!reply)
        co_return failure(reply.error());
    const QString path = reply->value(0).value<QDBusObjectPath>().path();
    if (path.isEmpty() || path == QLatin1String("/"))
        co_return KeychainLook::Home::None;
    const Result<bool> locked = co_await isLockedCollection(path);
    if (!locked)
        co_return failure(locked.error());
    co_return *locked ? KeychainLook::Home::Locked : KeychainLook::Home::Unlocked;
}

//! The attributes that qtkeychain 0.13 stores a text entry with through libsecret.
QVariant attributesOf(const QString &service, const QString &key)
{
    qDBusRegisterMetaType<QMap<QString, QString>>();
    const QMap<QString, QString> attributes{{QStringLiteral("xdg:schema"), QStringLiteral("org.qt.keychain")},
                                            {QStringLiteral("server"), service},
                                            {QStringLiteral("user"), key},
                                            {QStringLiteral("type"), QStringLiteral("plaintext")}};
    return QVariant::fromValue(attributes);
}

} // namespace

QCoro::Task<Result<KeychainLook>> lookIntoKeychain(QString service, QString key)
{
    if (!hasSessionBus() || !QDBusConnection::sessionBus().isConnected())
        co_return noService();

    const Arguments search{attributesOf(service, key)};
    const Result<Arguments> items = co_await call(servicePath(), ServiceInterface, "SearchItems", search);
    if (!items)
        co_return failure(items.error());
    const auto unlocked = qdbus_cast<QList<QDBusObjectPath>>(items->value(0));
    const auto locked = qdbus_cast<QList<QDBusObjectPath>>(items->value(1));

    KeychainLook look;
    look.found = !unlocked.isEmpty() || !locked.isEmpty();
    for (const QDBusObjectPath &item : locked) {
        const QString collection = item.path().section(u'/', 0, -2);
        const Result<bool> isLocked = co_await isLockedCollection(collection);
        if (!isLocked)
            co_return failure(isLocked.error());
        // KeePassXC locks single entries of an open collection until the person agrees to give them out.
        (*isLocked ? look.foundLocked : look.asks) = true;
    }
    const Result<KeychainLook::Home> home = co_await homeOfNewEntries();
    if (!home)
        co_return failure(home.error());
    look.home = *home;
    co_return look;
}

Result<void> forgetKeychainSession()
{
    // The library that qtkeychain itself loaded: by name, as it does, since neither links to it.
    QLibrary libsecret(QStringLiteral("secret-1"), 0);
    using Disconnect = void (*)();
    const auto disconnect = reinterpret_cast<Disconnect>(libsecret.resolve("secret_service_disconnect"));
    if (!disconnect)
        return failure(Error::Kind::KeychainMissing,
                       sentence(QT_TRANSLATE_NOOP("Keychain",
                                                  "The library libsecret is missing: install the package "
                                                  "libsecret-1-0.")));
    disconnect();
    return {};
}

} // namespace latchkey

#else

namespace latchkey {

QCoro::Task<Result<KeychainLook>> lookIntoKeychain(QString, QString) { co_return KeychainLook{}; }

Result<void> forgetKeychainSession() { return {}; }

} // namespace latchkey

#endif
