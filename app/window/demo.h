#pragma once

#include "network/domain/account.h"
#include "network/domain/credential.h"
#include "network/sandbox/sandbox.h"

#include <memory>
#include <vector>

namespace latchkey {

//! The sandbox inside the program, with an account of each provider on it: everything works, and nothing leaves this
//! machine.
class Demo
{
public:
    //! An account of the demo, and what it signs in with.
    struct Member
    {
        Account account = {};
        Credential credential = {};
    };

    //! `tokens`: of each account. Error: Internal, where no port can be had.
    [[nodiscard]] static Result<std::unique_ptr<Demo>> start(qint64 tokens = 5000);

    [[nodiscard]] const std::vector<Member> &members() const { return m_members; }
    //! An account of each provider on a sandbox that listens.
    [[nodiscard]] static std::vector<Member> membersOf(const sandbox::Sandbox &sandbox);

private:
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::vector<Member> m_members;
};

} // namespace latchkey
