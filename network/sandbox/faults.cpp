#include "network/sandbox/faults.h"

#include "network/sandbox/invented.h"

namespace latchkey::sandbox {

using namespace Qt::StringLiterals;

std::optional<Fault> parseFault(const QString &text, const QStringList &calls, QString *reason)
{
    const auto refuse = [reason](const QString &sentence) {
        *reason = sentence;
        return std::nullopt;
    };
    const qsizetype equals = text.indexOf(u'=');
    Fault fault = {.call = text.left(equals)};
    if (equals < 0)
        return refuse(u"A fault reads CALL=STATUS or CALL=STATUS:PERCENT, not \"%1\"."_s.arg(text));
    if (!calls.contains(fault.call))
        return refuse(u"There is no call \"%1\". The calls are: %2."_s.arg(fault.call, calls.join(", "_L1)));

    const QString effect = text.mid(equals + 1).section(u':', 0, 0);
    const QString percent = text.mid(equals + 1).section(u':', 1);
    bool isNumber = true;
    if (effect == "ignored"_L1) {
        fault.kind = Fault::Kind::Ignored;
    } else {
        const bool applied = effect.endsWith("-applied"_L1);
        fault.kind = applied ? Fault::Kind::Applied : Fault::Kind::Refused;
        fault.status = (applied ? effect.chopped(8) : effect).toInt(&isNumber);
        isNumber = isNumber && fault.status >= 400 && fault.status <= 599;
    }
    if (!isNumber)
        return refuse(u"\"%1\" is no status: use 400 to 599, \"500-applied\" or \"ignored\"."_s.arg(effect));
    if (!percent.isEmpty())
        fault.percent = percent.toInt(&isNumber);
    if (!isNumber || fault.percent < 1 || fault.percent > 100)
        return refuse(u"\"%1\" is no share: use 1 to 100 percent."_s.arg(percent));
    return fault;
}

std::optional<Fault> FaultPlan::next(const QString &call)
{
    if (m_faults.empty())
        return std::nullopt;
    quint64 number = 0;
    {
        const std::lock_guard lock(m_mutex);
        number = m_seen[call]++;
    }
    for (std::size_t i = 0; i < m_faults.size(); ++i) {
        if (m_faults[i].call == call && mixed(m_seed + i * 1'000'003 + number) % 100 < quint64(m_faults[i].percent))
            return m_faults[i];
    }
    return std::nullopt;
}

} // namespace latchkey::sandbox
