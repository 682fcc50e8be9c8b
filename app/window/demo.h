#pragma once

#include "network/sandbox/providersandbox.h"
#include "network/sandbox/sandbox.h"

#include <memory>
#include <vector>

namespace latchkey {

//! The sandbox inside the program, with an account of each provider on it: everything works, and nothing leaves this
//! machine.
class Demo
{
public:
    //! `tokens`: of each account. Error: Internal, where no port can be had.
    [[nodiscard]] static Result<std::unique_ptr<Demo>> start(qint64 tokens = 5000);

    //! With an id each, which lives as long as the demo.
    [[nodiscard]] const std::vector<sandbox::SandboxAccount> &members() const { return m_members; }

private:
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::vector<sandbox::SandboxAccount> m_members;
};

} // namespace latchkey
