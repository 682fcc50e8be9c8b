#include "app/window/demo.h"

#include <QCoreApplication>
#include <QUuid>

namespace latchkey {

Result<std::unique_ptr<Demo>> Demo::start(qint64 tokens)
{
    sandbox::SandboxOptions options;
    options.tokens = tokens;
    options.rememberLedger = false;
    auto demo = std::make_unique<Demo>();
    demo->m_sandbox = std::make_unique<sandbox::Sandbox>(options);
    QString reason;
    if (!demo->m_sandbox->start(&reason))
        return failure(Error::Kind::Internal,
                       QCoreApplication::translate("Demo", "The demo cannot start: %1.").arg(reason));
    demo->m_members = demo->m_sandbox->accounts();
    for (sandbox::SandboxAccount &member : demo->m_members)
        member.account.id = AccountId{QUuid::createUuid().toString(QUuid::WithoutBraces)};
    return demo;
}

} // namespace latchkey
