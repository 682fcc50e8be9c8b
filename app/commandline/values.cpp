#include "app/commandline/values.h"

#include <QCoreApplication>

namespace latchkey {

Result<Secret> typedValue(Invocation &invocation)
{
    const Result<Credential> &typed = invocation.secrets();
    if (!typed)
        return failure(typed.error());
    const bool isBare = !invocation.isSet("provider") && !typed->has(QStringLiteral("value"));
    const Secret value = typed->part(isBare ? QStringLiteral("secret") : QStringLiteral("value"));
    if (value.isEmpty())
        return failure(Error::Kind::InvalidInput,
                       QCoreApplication::translate("CommandLine",
                                                   "Standard input holds no value. Pipe {\"value\":\"…\"} into it."));
    return value;
}

std::optional<Error> whyNot(const Session &session, Capability capability)
{
    const ProviderDescription &provider = session.description();
    if (provider.can(capability))
        return {};
    const auto reason = provider.whyNot.find(capability);
    const QString sentence = reason != provider.whyNot.end()
        ? reason->second
        : QCoreApplication::translate("CommandLine", "%1 offers no call for this.").arg(provider.name);
    return failure(Error::Kind::Unsupported, sentence).value();
}

} // namespace latchkey
