#include "app/window/singleinstance.h"

#include <QCryptographicHash>
#include <QLocalSocket>

namespace latchkey {

namespace {
constexpr int AnswerMs = 500;
}

SingleInstance::SingleInstance(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_name(
          QStringLiteral("latchkey-")
          + QString::fromLatin1(QCryptographicHash::hash(folder.toUtf8(), QCryptographicHash::Sha256).toHex().left(16)))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *other = m_server.nextPendingConnection()) {
            connect(other, &QLocalSocket::disconnected, other, &QObject::deleteLater);
            other->disconnectFromServer();
            Q_EMIT raised();
        }
    });
}

bool SingleInstance::claim()
{
    QLocalSocket first;
    first.connectToServer(m_name);
    // Before the window exists there is nothing that this could keep waiting.
    if (first.waitForConnected(AnswerMs))
        return false;
    QLocalServer::removeServer(m_name); // left by one that crashed
    m_server.listen(m_name);
    return true;
}

} // namespace latchkey
