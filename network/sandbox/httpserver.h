#pragma once

#include "network/sandbox/exchange.h"

#include <QtGlobal>

#include <functional>
#include <memory>
#include <thread>

namespace latchkey::sandbox {

//! HTTP/1.1 on 127.0.0.1: cpp-httplib's parser and writer, with connections of our own. It is out of this header since
//! its types change their size with compile definitions.
class HttpServer
{
public:
    //! Called on the connection's thread, for several requests at once.
    using Handler = std::function<Reply(Request &)>;

    explicit HttpServer(Handler handler);
    ~HttpServer();
    Q_DISABLE_COPY_MOVE(HttpServer)

    //! Port 0: any free one. False if the port is taken. Returns once connections are accepted.
    [[nodiscard]] bool start(quint16 port);
    //! Cuts every connection, waits for the handlers that run, and frees the port.
    void stop();
    //! 0 unless started.
    [[nodiscard]] quint16 port() const { return m_port; }

private:
    class Listener;
    std::unique_ptr<Listener> m_listener;
    std::thread m_thread;
    quint16 m_port = 0;
};

} // namespace latchkey::sandbox
