#include "app/window/demo.h"

#include <QCoreApplication>
#include <QUuid>

namespace latchkey {

namespace {

//! As sandbox::Sandbox::accounts() describes it.
Demo::Member memberOf(const QJsonObject &json)
{
    const auto text = [&json](const char *key) { return json.value(QLatin1String(key)).toString(); };
    Demo::Member member;
    Account &account = member.account;
    account.id = AccountId{QUuid::createUuid().toString(QUuid::WithoutBraces)};
    account.name = text("name");
    account.provider = ProviderId{text("provider")};
    account.signIn = text("signIn");
    account.baseUrl = QUrl(text("baseUrl"));
    account.loginUrl = QUrl(text("loginUrl"));
    account.tenant = text("tenant");
    account.environment = environmentFromName(text("environment")).value_or(Environment::Sandbox);
    account.colour = text("colour");
    const QJsonObject parts = json.value(QLatin1String("credential")).toObject();
    for (auto part = parts.begin(); part != parts.end(); ++part)
        member.credential.parts[part.key()] = Secret(part.value().toString().toUtf8());
    return member;
}

} // namespace

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
    demo->m_members = membersOf(*demo->m_sandbox);
    return demo;
}

std::vector<Demo::Member> Demo::membersOf(const sandbox::Sandbox &sandbox)
{
    std::vector<Member> members;
    const QList<QJsonObject> accounts = sandbox.accounts();
    for (const QJsonObject &account : accounts)
        members.push_back(memberOf(account));
    return members;
}

} // namespace latchkey
