#pragma once

#include "network/domain/account.h"
#include "network/domain/credential.h"
#include "network/sandbox/sandbox.h"

#include <memory>
#include <vector>

namespace latchkey {

//! The sandbox inside the program, with accounts on it: everything works, and nothing leaves this machine.
class Demo
{
public:
    //! An account of the demo, and what it signs in with.
    struct Member
    {
        Account account = {};
        Credential credential = {};
    };

    //! `tokens`: of the largest account. Error: Internal, where no port can be had.
    [[nodiscard]] static Result<std::unique_ptr<Demo>> start(qint64 tokens = 5000);

    [[nodiscard]] const std::vector<Member> &members() const { return m_members; }

private:
    Result<void> add(const QString &name, Environment environment, const QString &colour, qint64 tokens, quint64 seed);

    std::vector<std::unique_ptr<sandbox::Sandbox>> m_sandboxes;
    std::vector<Member> m_members;
};

} // namespace latchkey
