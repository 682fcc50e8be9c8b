#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

#include <mutex>
#include <optional>
#include <vector>

namespace latchkey::sandbox {

//! What a sandbox does wrong on purpose: `CALL=STATUS[:PERCENT]`.
struct Fault
{
    enum class Kind {
        Refused, //!< "503": answers that status in the provider's error shape, and does nothing
        Applied, //!< "500-applied": does it, then answers that status
        Ignored //!< "ignored": answers success, and does nothing
    };
    QString call = {}; //!< "fastly.revokeToken"
    Kind kind = Kind::Refused;
    int status = 0; //!< 400 to 599; 0 for Ignored
    int percent = 100;

    friend bool operator==(const Fault &, const Fault &) = default;
};

//! Reads one `--fault`; on a mistake nullopt and a sentence that names the way out. calls: the names that exist.
[[nodiscard]] std::optional<Fault> parseFault(const QString &text, const QStringList &calls, QString *reason);

//! Decides which requests are hit: the n-th request of a call always meets the same fate for the same seed.
//! Thread-safe.
class FaultPlan
{
public:
    FaultPlan(std::vector<Fault> faults, quint64 seed) : m_faults(std::move(faults)), m_seed(seed) { }

    //! What happens to the next request of this call.
    [[nodiscard]] std::optional<Fault> next(const QString &call);

private:
    const std::vector<Fault> m_faults;
    const quint64 m_seed;
    std::mutex m_mutex;
    QHash<QString, quint64> m_seen;
};

} // namespace latchkey::sandbox
