#include "app/window/systemlook.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>

namespace latchkey {

bool systemIsDark()
{
    constexpr int AnswerMs = 200;
    constexpr uint Dark = 1;
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return false;
    QDBusMessage question = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.portal.Desktop"), QStringLiteral("/org/freedesktop/portal/desktop"),
        QStringLiteral("org.freedesktop.portal.Settings"), QStringLiteral("Read"));
    question << QStringLiteral("org.freedesktop.appearance") << QStringLiteral("color-scheme");
    const QDBusMessage answer = bus.call(question, QDBus::Block, AnswerMs);
    QVariant value = answer.arguments().value(0);
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return answer.type() == QDBusMessage::ReplyMessage && value.toUInt() == Dark;
}

} // namespace latchkey
