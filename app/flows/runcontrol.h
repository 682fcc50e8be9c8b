#pragma once

#include "network/domain/ids.h"

#include <QSet>

namespace latchkey::flows {

//! A person's hand on a run, account by account. What has left is followed to its end; while an account is paused
//! nothing more of it is sent. GUI thread; outlives the run.
class RunControl
{
public:
    void pause(const AccountId &account) { m_paused.insert(account); }
    void resume(const AccountId &account) { m_paused.remove(account); }
    [[nodiscard]] bool isPaused(const AccountId &account) const { return m_paused.contains(account); }

private:
    QSet<AccountId> m_paused;
};

} // namespace latchkey::flows
