#include "network/sandbox/httpserver.h"

#include <httplib.h>
#include <poll.h>

#include <mutex>
#include <set>

namespace latchkey::sandbox {

namespace {

constexpr int ReadTimeoutMs = 10'000;
constexpr int WriteTimeoutMs = 60'000;
// A client may think for long between two requests; a connection that ends under it costs it an "unknown" outcome.
constexpr int IdleTimeoutMs = 600'000;
constexpr std::size_t Connections = 64;
constexpr int Backlog = 512;

bool waitFor(int socket, short event, int timeoutMs)
{
    pollfd wanted = {socket, event, 0};
    int ready = 0;
    do {
        ready = ::poll(&wanted, 1, timeoutMs);
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

//! One accepted connection, as httplib wants to read and write it.
class Connection : public httplib::Stream
{
public:
    explicit Connection(int socket) : m_socket(socket) { }

    //! False once the client has left or stayed idle for too long.
    bool hasNextRequest() { return m_begin < m_end || (waitFor(m_socket, POLLIN, IdleTimeoutMs) && fill()); }

    bool is_readable() const override { return m_begin < m_end || waitFor(m_socket, POLLIN, ReadTimeoutMs); }
    bool is_writable() const override { return waitFor(m_socket, POLLOUT, WriteTimeoutMs); }

    ssize_t read(char *to, std::size_t size) override
    {
        if (m_begin == m_end && (!waitFor(m_socket, POLLIN, ReadTimeoutMs) || !fill()))
            return -1;
        const std::size_t taken = std::min(size, m_end - m_begin);
        std::copy_n(m_buffer.begin() + std::ptrdiff_t(m_begin), taken, to);
        m_begin += taken;
        return ssize_t(taken);
    }

    ssize_t write(const char *from, std::size_t size) override
    {
        return is_writable() ? ::send(m_socket, from, size, MSG_NOSIGNAL) : -1;
    }

    // Nobody asks: both are this machine.
    void get_remote_ip_and_port(std::string &, int &) const override { }
    void get_local_ip_and_port(std::string &, int &) const override { }
    socket_t socket() const override { return m_socket; }

private:
    bool fill()
    {
        const ssize_t got = ::recv(m_socket, m_buffer.data(), m_buffer.size(), 0);
        m_begin = 0;
        m_end = got > 0 ? std::size_t(got) : 0;
        return got > 0;
    }

    int m_socket;
    std::array<char, 16 * 1024> m_buffer = {};
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

Request toRequest(const httplib::Request &from)
{
    Request request = {.method = from.method, .target = from.target, .body = from.body};
    const std::size_t question = from.target.find('?');
    request.segments = pathSegments(request.path());
    if (question != std::string::npos)
        request.query = from.target.substr(question + 1);
    for (const auto &[name, value] : from.headers) {
        // httplib's own additions, not the client's.
        if (name == "REMOTE_ADDR" || name == "REMOTE_PORT" || name == "LOCAL_ADDR" || name == "LOCAL_PORT")
            continue;
        std::string lower = name;
        std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return char(std::tolower(c)); });
        request.headers.emplace(std::move(lower), value);
    }
    return request;
}

void write(Reply &&reply, httplib::Response &to)
{
    to.status = reply.status;
    for (const auto &[name, value] : reply.headers)
        to.set_header(name, value);
    if (reply.stream) {
        to.set_chunked_content_provider(
            reply.contentType,
            [stream = std::move(reply.stream), piece = std::string()](std::size_t, auto &sink) mutable {
                piece.clear();
                const bool more = stream(piece);
                if (!piece.empty() && !sink.write(piece.data(), piece.size()))
                    return false;
                if (!more)
                    sink.done();
                return true;
            });
    } else if (!reply.body.empty()) {
        to.body = std::move(reply.body);
        to.set_header("Content-Type", reply.contentType);
    }
}

} // namespace

//! Reads and writes connections itself: httplib's own loop polls idle ones a hundred times a second, and keeps stop()
//! waiting for their keep-alive to end. Its queue of five waiting connections is too short for a burst of clients.
class HttpServer::Listener : public httplib::Server
{
public:
    explicit Listener(HttpServer::Handler handler) : m_handler(std::move(handler))
    {
        new_task_queue = [] { return new httplib::ThreadPool(Connections); };
        set_tcp_nodelay(true);
        // Not httplib's SO_REUSEPORT: a second sandbox on a taken port would start, and get half of the connections.
        set_socket_options([](socket_t socket) {
            const int yes = 1;
            ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        });
        // Every request has the path "/" by now (see prepare), whatever its target.
        Get("/", [this](const auto &request, auto &response) { answer(request, {}, response); });
        Options("/", [this](const auto &request, auto &response) { answer(request, {}, response); });
        // Through a reader: httplib refuses a form over 8 KiB that it reads itself.
        const auto withBody = [this](const auto &request, auto &response, const httplib::ContentReader &reader) {
            std::string body;
            reader([&body](const char *piece, std::size_t size) {
                body.append(piece, size);
                return true;
            });
            answer(request, std::move(body), response);
        };
        Post("/", withBody);
        Put("/", withBody);
        Patch("/", withBody);
        Delete("/", withBody);
    }

    int bind(quint16 port)
    {
        const int bound = port == 0 ? bind_to_any_port("127.0.0.1") : bind_to_port("127.0.0.1", port) ? port : -1;
        if (bound > 0)
            ::listen(svr_sock_, Backlog);
        return bound;
    }

    void cutConnections()
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        for (const int socket : m_open)
            ::shutdown(socket, SHUT_RDWR);
    }

private:
    bool process_and_close_socket(socket_t socket) override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_open.insert(socket);
            if (m_stopping)
                ::shutdown(socket, SHUT_RDWR);
        }
        Connection connection(socket);
        bool closed = false;
        while (!closed && connection.hasNextRequest()
               && process_request(connection, false, closed, &Listener::prepare)) { }
        const std::lock_guard lock(m_mutex);
        m_open.erase(socket);
        ::shutdown(socket, SHUT_RDWR);
        ::close(socket);
        return true;
    }

    static void prepare(httplib::Request &request)
    {
        request.path.assign(1,
                            '/'); // we route on the target: httplib's path is decoded, so "%2F" would split a segment
        request.headers.erase("Accept-Encoding"); // or a list of a million rows would be compressed while it is made
        request.headers.erase("Range");
        request.ranges.clear();
    }

    void answer(const httplib::Request &request, std::string body, httplib::Response &response) const
    {
        Request ours = toRequest(request);
        ours.body = std::move(body);
        write(m_handler(ours), response);
    }

    HttpServer::Handler m_handler;
    std::mutex m_mutex;
    std::set<int> m_open;
    bool m_stopping = false;
};

HttpServer::HttpServer(Handler handler) : m_listener(std::make_unique<Listener>(std::move(handler))) { }

HttpServer::~HttpServer() { stop(); }

bool HttpServer::start(quint16 port)
{
    const int bound = m_listener->bind(port);
    if (bound <= 0)
        return false;
    m_port = quint16(bound);
    m_thread = std::thread([this] { m_listener->listen_after_bind(); });
    while (!m_listener->is_running())
        std::this_thread::yield();
    return true;
}

void HttpServer::stop()
{
    if (!m_thread.joinable())
        return;
    m_listener->stop();
    m_listener->cutConnections();
    m_thread.join();
    m_port = 0;
}

} // namespace latchkey::sandbox
