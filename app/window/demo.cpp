#include "app/window/demo.h"

#include <QCoreApplication>
#include <QUuid>

namespace latchkey {

Result<std::unique_ptr<Demo>> Demo::start(qint64 tokens)
{
    auto demo = std::make_unique<Demo>();
    const Result<void> started =
        demo->add(QStringLiteral("prod-cdn"), Environment::Production, QStringLiteral("#2e7dd1"), tokens, 1)
            .and_then([&] {
                return demo->add(QStringLiteral("stage-cdn"), Environment::Staging, QStringLiteral("#7aa52b"), 38, 2);
            })
            .and_then([&] {
                return demo->add(QStringLiteral("dev-cdn"), Environment::Development, QStringLiteral("#b06fd0"), 64, 3);
            });
    if (!started)
        return failure(started.error());
    return demo;
}

Result<void> Demo::add(const QString &name, Environment environment, const QString &colour, qint64 tokens, quint64 seed)
{
    sandbox::SandboxOptions options;
    options.tokens = tokens;
    options.seed = seed;
    options.rememberLedger = false;
    auto server = std::make_unique<sandbox::Sandbox>(options);
    QString reason;
    if (!server->start(&reason))
        return failure(Error::Kind::Internal,
                       QCoreApplication::translate("Demo", "The demo cannot start: %1.").arg(reason));
    const QJsonObject fastly = server->ready().value(QStringLiteral("fastly")).toObject();
    Member member;
    member.account.id = AccountId{QUuid::createUuid().toString(QUuid::WithoutBraces)};
    member.account.name = name;
    member.account.provider = ProviderId{QStringLiteral("fastly")};
    member.account.signIn = QStringLiteral("key");
    member.account.baseUrl = QUrl(fastly.value(QStringLiteral("baseUrl")).toString());
    member.account.environment = environment;
    member.account.colour = colour;
    member.credential.parts[QStringLiteral("secret")] =
        Secret(fastly.value(QStringLiteral("token")).toString().toUtf8());
    m_members.push_back(std::move(member));
    m_sandboxes.push_back(std::move(server));
    return {};
}

} // namespace latchkey
