#include "network/http/redirectlistener.h"

#include "network/async/answer.h"

#include <QCoreApplication>
#include <QTcpSocket>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace latchkey {

namespace {

constexpr qsizetype MostHeadBytes = 16 << 10;

struct SignIn
{
    Q_DECLARE_TR_FUNCTIONS(RedirectListener)
};

QString itemIn(const QUrlQuery &query, const QString &key) { return query.queryItemValue(key, QUrl::FullyDecoded); }

//! What the provider says of a refusal; "+" is a space there, as in a form.
QString refusalIn(const QUrlQuery &query)
{
    QString described = query.queryItemValue(u"error_description"_s, QUrl::FullyEncoded);
    described = QUrl::fromPercentEncoding(described.replace(u'+', u' ').toUtf8());
    return cleanedText(described.isEmpty() ? itemIn(query, u"error"_s) : described);
}

//! Says nothing of how it went: that is the window's business, and a browser's tab is no place to trust.
QByteArray page(int status)
{
    const QByteArray reason = status == 200 ? "OK" : status == 404 ? "Not Found" : "Bad Request";
    const QByteArray text = SignIn::tr("You can close this page and go back to Latchkey.").toHtmlEscaped().toUtf8();
    const QByteArray body = "<!DOCTYPE html><meta charset=\"utf-8\"><title>Latchkey</title><p>" + text + "</p>\n";
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + reason
        + "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + QByteArray::number(body.size())
        + "\r\nContent-Security-Policy: default-src 'none'\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store"
          "\r\nConnection: close\r\n\r\n"
        + body;
}

} // namespace

RedirectListener::RedirectListener(const Timing &timing, QObject *parent) : QObject(parent), m_patience(timing.signIn)
{
    connect(&m_server, &QTcpServer::newConnection, this, &RedirectListener::onConnection);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        finish(failure(Error::Kind::TimedOut, SignIn::tr("Nobody signed in in the browser. Try again.")));
    });
}

RedirectListener::~RedirectListener()
{
    m_stopped.reset(); // waits for a stop that is being told
}

Result<QUrl> RedirectListener::listen(quint16 port)
{
    if (!m_server.listen(QHostAddress::LocalHost, port))
        return failure(Error::Kind::InvalidInput,
                       SignIn::tr("Port %1 of this computer is taken. Enter another in the account, and register its "
                                  "address with the provider.")
                           .arg(port));
    return QUrl(u"http://127.0.0.1:%1/"_s.arg(m_server.serverPort()));
}

QFuture<Result<Secret>> RedirectListener::code(const QString &state, std::stop_token stop)
{
    Q_ASSERT(m_server.isListening() && !m_answer && !state.isEmpty());
    m_answer = std::make_shared<Answer<Secret>>();
    m_state = Secret(state.toUtf8());
    m_deadline.start(m_patience);
    const QFuture<Result<Secret>> future = m_answer->future();
    const auto cancel = [this] { finish(failure(Error::Kind::Cancelled)); };
    m_stopped.emplace(std::move(stop), [this, cancel] { // on whatever thread stops
        QMetaObject::invokeMethod(this, cancel, Qt::QueuedConnection);
    });
    return future;
}

void RedirectListener::onConnection()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { onReadyRead(socket); });
    }
}

void RedirectListener::onReadyRead(QTcpSocket *socket)
{
    QByteArray head = socket->peek(MostHeadBytes);
    const bool isWhole = head.contains("\r\n\r\n");
    if (!isWhole && head.size() < MostHeadBytes)
        return;
    socket->readAll(); // bytes that are left would make the page's last one a reset
    socket->disconnect(this);
    socket->setParent(nullptr); // the page goes out even if the answer ends the listener
    const QList<QByteArray> line = head.left(head.indexOf("\r\n")).split(' ');
    const bool isRead = isWhole && line.size() == 3 && line.at(0) == "GET";
    socket->write(page(isRead ? take(line.at(1)) : 400));
    wipe(head);
    socket->disconnectFromHost();
}

int RedirectListener::take(QByteArrayView target)
{
    const QUrl url = QUrl::fromEncoded(target.toByteArray());
    const QUrlQuery query(url);
    const bool isAnswer =
        query.hasQueryItem(u"state"_s) || query.hasQueryItem(u"code"_s) || query.hasQueryItem(u"error"_s);
    if (!m_answer || url.path() != "/"_L1 || !isAnswer) // browsers ask for an icon too
        return 404;
    if (Secret(itemIn(query, u"state"_s).toUtf8()) != m_state) {
        finish(failure(Error::Kind::LoginRefused,
                       SignIn::tr("The browser brought the answer to another sign-in. It was not used. Try again.")));
        return 400;
    }
    if (query.hasQueryItem(u"error"_s)) {
        finish(failure(Error::Kind::LoginRefused, refusalIn(query)));
        return 200;
    }
    QByteArray code = itemIn(query, u"code"_s).toUtf8();
    if (code.isEmpty()) {
        finish(failure(Error::Kind::LoginRefused, SignIn::tr("The browser brought no code. Try again.")));
        return 400;
    }
    finish(Secret::take(code));
    return 200;
}

void RedirectListener::finish(Result<Secret> result)
{
    if (!m_answer)
        return;
    m_deadline.stop();
    m_server.close();
    std::exchange(m_answer, nullptr)->deliver(std::move(result));
}

} // namespace latchkey
