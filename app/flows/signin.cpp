#include "app/flows/signin.h"

#include "network/http/redirectlistener.h"

#include <QCoreApplication>
#include <QCoroFuture>

#include <algorithm>

namespace latchkey::flows {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(SignIn)
};

bool hasAll(const Credential &typed, const QList<FormField> &fields)
{
    return std::all_of(fields.cbegin(), fields.cend(),
                       [&typed](const FormField &field) { return !field.required || typed.has(field.key); });
}

QCoro::Task<Result<Credential>> signInByBrowser(std::shared_ptr<Session> session, OpenPage open, std::stop_token stop)
{
    const int port = session->account().settings.value(QStringLiteral("port")).toInt();
    RedirectListener listener(session->timing());
    const Result<QUrl> redirect = listener.listen(quint16(port));
    if (!redirect)
        co_return failure(redirect.error());
    const Result<BrowserSignIn> begun = session->provider().browserSignIn(*redirect);
    if (!begun)
        co_return failure(begun.error());
    if (!open(begun->page))
        co_return failure(Error::Kind::InvalidInput,
                          Texts::tr("No browser could be opened. Set one up, or use another way of signing in."));
    const Result<Secret> code = co_await listener.code(begun->state, stop);
    if (!code)
        co_return failure(code.error());
    Result<Credential> kept = co_await session->provider().finishSignIn(*begun, *code, stop);
    co_return kept;
}

} // namespace

const SignInMethod *methodOf(const ProviderDescription &provider, const QString &key)
{
    const auto found = std::find_if(provider.signIns.cbegin(), provider.signIns.cend(),
                                    [&key](const SignInMethod &method) { return method.key == key; });
    return found == provider.signIns.cend() ? nullptr : &*found;
}

const SignInMethod *methodFor(const ProviderDescription &provider, const Credential &typed)
{
    for (const SignInMethod &method : provider.signIns) {
        const bool isTyped = method.exchange != SignInMethod::Exchange::Browser;
        if (isTyped && hasAll(typed, method.fields))
            return &method;
    }
    return nullptr;
}

void takeSettings(const ProviderDescription &provider, Account &account, Credential &typed)
{
    const SignInMethod *method = methodOf(provider, account.signIn);
    if (!method)
        return;
    for (const FormField &field : method->settings) {
        if (typed.has(field.key))
            account.settings.insert(field.key, QString::fromUtf8(typed.part(field.key).reveal()));
        else if (!account.settings.contains(field.key) && !field.initial.isEmpty())
            account.settings.insert(field.key, field.initial);
        typed.parts.erase(field.key);
    }
}

QCoro::Task<Result<Credential>> signIn(std::shared_ptr<Session> session, Credential typed, OpenPage open,
                                       std::stop_token stop)
{
    const SignInMethod *method = methodOf(session->description(), session->account().signIn);
    if (!method)
        co_return failure(
            Error::Kind::InvalidInput,
            Texts::tr("%1 has no such way of signing in. Choose another.").arg(session->description().name));
    switch (method->exchange) {
    case SignInMethod::Exchange::None:
        co_return typed;
    case SignInMethod::Exchange::Asked: {
        Result<Credential> kept = co_await session->provider().signIn(typed, stop);
        co_return kept;
    }
    case SignInMethod::Exchange::Browser: {
        Result<Credential> kept = co_await signInByBrowser(session, open, stop);
        co_return kept;
    }
    }
    co_return failure(Error::Kind::Internal);
}

QCoro::Task<Result<Identity>> verifyIdentity(std::shared_ptr<Session> session, Identity known, std::stop_token stop)
{
    Result<Identity> identity = co_await session->provider().probe(stop);
    if (identity && known.isKnown() && !identity->isSameAs(known))
        co_return failure(Error::Kind::WrongIdentity);
    if (identity)
        session->setIdentity(*identity);
    co_return identity;
}

} // namespace latchkey::flows
