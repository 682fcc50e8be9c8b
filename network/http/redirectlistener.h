#pragma once

#include "network/domain/error.h"
#include "network/domain/secret.h"
#include "network/domain/timing.h"

#include <QFuture>
#include <QObject>
#include <QTcpServer>
#include <QTimer>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

class QTcpSocket;

namespace latchkey {

template <typename T>
class Answer;

//! Where the browser comes back to after a sign-in (RFC 8252 7.3): one page on 127.0.0.1, which takes one answer.
//! Not QOAuthHttpServerReplyHandler: 6.4.2 writes the whole URL, with the code, to the log where it cannot read it,
//! takes any path and method for the answer, buffers requests without a limit, and says 200 to all of them.
class RedirectListener : public QObject
{
    Q_OBJECT
public:
    //! Waits for Timing::signIn at most.
    explicit RedirectListener(const Timing &timing, QObject *parent = nullptr);
    ~RedirectListener() override;

    //! Port 0: any free one. What to register and to send as redirect URI: "http://127.0.0.1:8085/".
    //! Error: InvalidInput, where the port is taken.
    [[nodiscard]] Result<QUrl> listen(quint16 port);
    //! The code of the answer that brings this state; call once, after listen(). Errors: LoginRefused (the provider
    //! said no, or the state is wrong, and the code is not used), TimedOut, Cancelled by `stop` or the destructor.
    [[nodiscard]] QFuture<Result<Secret>> code(const QString &state, std::stop_token stop = {});

private:
    void onConnection();
    void onReadyRead(QTcpSocket *socket);
    //! The status to answer a request for this target with.
    int take(QByteArrayView target);
    void finish(Result<Secret> result);

    using StopCallback = std::stop_callback<std::function<void()>>;

    QTcpServer m_server;
    QTimer m_deadline;
    std::chrono::milliseconds m_patience;
    Secret m_state;
    std::shared_ptr<Answer<Secret>> m_answer; //!< null: nobody waits
    std::optional<StopCallback> m_stopped;
};

} // namespace latchkey
