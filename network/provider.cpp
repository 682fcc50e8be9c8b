#include "network/provider.h"

#include <QCoreApplication>

namespace latchkey {

namespace {

tl::unexpected<Error> unsupported(const ProviderDescription &description, Capability capability)
{
    const auto reason = description.whyNot.find(capability);
    if (reason != description.whyNot.end())
        return failure(Error::Kind::Unsupported, reason->second);
    return failure(Error::Kind::Unsupported,
                   QCoreApplication::translate("Providers", "%1 offers no call for this.").arg(description.name));
}

tl::unexpected<Error> noSuchSignIn(const ProviderDescription &description)
{
    return failure(Error::Kind::Unsupported,
                   QCoreApplication::translate("Providers", "%1 has no such way of signing in.").arg(description.name));
}

} // namespace

QCoro::Task<Result<Credential>> Provider::signIn(Credential, std::stop_token) { co_return noSuchSignIn(description()); }

Result<BrowserSignIn> Provider::browserSignIn(const QUrl &) const { return noSuchSignIn(description()); }

QCoro::Task<Result<Credential>> Provider::finishSignIn(BrowserSignIn, Secret, std::stop_token)
{
    co_return noSuchSignIn(description());
}

QCoro::Task<Result<Completeness>> Provider::readTokens(LoadScope, std::shared_ptr<TokenSink>, std::stop_token)
{
    co_return unsupported(description(), Capability::ListTokens);
}

QCoro::Task<Result<TokenDetail>> Provider::showToken(RevokeCall::Target, std::stop_token)
{
    co_return unsupported(description(), Capability::ShowToken);
}

QCoro::Task<Result<TokenDetail>> Provider::ownToken(std::stop_token)
{
    co_return unsupported(description(), Capability::OwnToken);
}

QCoro::Task<Result<CreatedToken>> Provider::createToken(CreateRequest)
{
    co_return unsupported(description(), Capability::CreateToken);
}

QCoro::Task<Result<CreatedToken>> Provider::updateToken(UpdateRequest)
{
    co_return unsupported(description(), Capability::UpdateToken);
}

QCoro::Task<Result<RevokeAnswer>> Provider::revoke(RevokeCall, std::stop_token)
{
    co_return unsupported(description(), Capability::RevokeToken);
}

QCoro::Task<Result<QHash<TokenId, Presence>>> Provider::look(QList<RevokeCall::Target>, std::stop_token)
{
    co_return unsupported(description(), Capability::ShowToken);
}

QCoro::Task<Result<Presence>> Provider::lookWide(RevokeCall, std::stop_token)
{
    co_return unsupported(description(), Capability::ListTokens);
}

QCoro::Task<Result<Secret>> Provider::tokenValue(RevokeCall::Target, std::stop_token)
{
    co_return unsupported(description(), Capability::RevealValue);
}

TokenId Provider::idOfValue(const Secret &) const { return {}; }

QCoro::Task<Result<QList<Person>>> Provider::people(std::stop_token)
{
    co_return unsupported(description(), Capability::ListPeople);
}

QCoro::Task<Result<QList<Person>>> Provider::findPeople(QString, std::stop_token)
{
    co_return unsupported(description(), Capability::FindPeople);
}

QCoro::Task<Result<QList<Client>>> Provider::clients(std::stop_token)
{
    co_return unsupported(description(), Capability::ListClients);
}

QCoro::Task<Result<IdleTimeout>> Provider::idleTimeout(std::stop_token)
{
    co_return unsupported(description(), Capability::IdleTimeout);
}

QCoro::Task<Result<IdleTimeout>> Provider::setIdleTimeout(IdleTimeout)
{
    co_return unsupported(description(), Capability::IdleTimeout);
}

QCoro::Task<Result<QList<Named>>> Provider::resources(std::stop_token)
{
    co_return unsupported(description(), Capability::ListTokens);
}

} // namespace latchkey
