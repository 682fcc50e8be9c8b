#pragma once

#include "tests/support/faultserver.h"

#include <functional>
#include <mutex>
#include <optional>

namespace latchkey::test {

//! The wire between a flow and a sandbox, which a test can cut: passes every request on, unless its rule says
//! otherwise. Thread-safe.
class Relay
{
public:
    //! What is done in place of passing the request on; nullopt: it is passed on. Called from threads of the relay,
    //! one at a time.
    using Rule = std::function<std::optional<Reaction>(const SeenRequest &request)>;

    //! `target`: where requests are passed to, as in "http://127.0.0.1:8080".
    explicit Relay(QUrl target);

    void setRule(Rule rule);
    //! Has the request answered by the target, and gives the answer back, ready to be sent.
    [[nodiscard]] Reaction passOn(const SeenRequest &request) const;

    //! Without a path.
    [[nodiscard]] QUrl baseUrl() const { return m_server.baseUrl(); }
    [[nodiscard]] QList<SeenRequest> requests() const { return m_server.requests(); }
    [[nodiscard]] QList<SeenRequest> requests(const QByteArray &method) const;
    [[nodiscard]] int count(const QByteArray &method) const { return int(requests(method).size()); }

private:
    [[nodiscard]] Reaction react(const SeenRequest &request);

    QUrl m_target;
    std::mutex m_mutex;
    Rule m_rule; //!< under m_mutex
    FaultServer m_server; // last: its threads use all of the above
};

//! The ids that a DELETE names, one or many.
[[nodiscard]] QStringList idsIn(const SeenRequest &request);

} // namespace latchkey::test
