#include "network/sandbox/sandbox.h"

#include "network/sandbox/authletesandbox.h"
#include "network/sandbox/fastlysandbox.h"
#include "network/sandbox/genesyssandbox.h"
#include "network/sandbox/httpserver.h"
#include "network/sandbox/knetiksandbox.h"

#include <QCryptographicHash>

#include <chrono>
#include <thread>

namespace latchkey::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 DayMs = 86'400'000;

QString text(std::string_view utf8) { return QString::fromUtf8(utf8.data(), qsizetype(utf8.size())); }

//! Enough to tell keys apart in the ledger, and nothing to sign in with.
QString fingerprint(const std::string &secret)
{
    if (secret.empty())
        return {};
    const QByteArray bytes = QByteArray::fromStdString(secret);
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().left(12));
}

} // namespace

Sandbox::Sandbox(SandboxOptions options)
    : m_options(std::move(options))
    , m_clock(m_options.clock ? *m_options.clock : m_systemClock)
    , m_faults(m_options.faults, m_options.seed)
{
    if (m_options.referenceMs == 0)
        m_options.referenceMs = m_clock.nowMs() / DayMs * DayMs;
    m_ledger.setRemembering(m_options.rememberLedger);
    const auto tokens = quint64(qMax<qint64>(m_options.tokens, 0));
    const qint64 reference = m_options.referenceMs / 1000;
    m_fastly = std::make_unique<FastlySandbox>(FastlyInventory(m_options.seed, tokens, reference), m_options.rateLimit,
                                               m_clock, m_ledger);
    m_authlete = std::make_unique<AuthleteSandbox>(AuthleteInventory(m_options.seed, tokens, reference),
                                                   m_options.rateLimit, m_clock, m_ledger);
    m_genesys = std::make_unique<GenesysSandbox>(GenesysInventory(m_options.seed, tokens, reference),
                                                 m_options.rateLimit, m_clock, m_ledger);
    m_knetik = std::make_unique<KnetikSandbox>(KnetikInventory(m_options.seed, tokens, reference), m_options.rateLimit,
                                               m_clock, m_ledger);
    m_providers = {m_fastly.get(), m_authlete.get(), m_genesys.get(), m_knetik.get()};
    m_server = std::make_unique<HttpServer>([this](Request &request) { return handle(request); });
}

Sandbox::~Sandbox() { stop(); }

bool Sandbox::start(QString *reason)
{
    QString why;
    if (!m_options.ledgerFile.isEmpty() && !m_ledger.writeTo(m_options.ledgerFile, &why)) {
        if (reason)
            *reason = u"The ledger %1 cannot be written: %2."_s.arg(m_options.ledgerFile, why);
        return false;
    }
    const bool listening = m_server->start(m_options.port);
    if (!listening && reason)
        *reason =
            u"Port %1 is taken. Choose another with --port, or leave it out for any free one."_s.arg(m_options.port);
    return listening;
}

void Sandbox::stop() { m_server->stop(); }

QString Sandbox::origin() const
{
    return m_server->port() == 0 ? QString() : u"http://127.0.0.1:%1"_s.arg(m_server->port());
}

QJsonObject Sandbox::ready() const
{
    QJsonObject ready = {{u"ready"_s, true}};
    for (const ProviderSandbox *provider : m_providers)
        ready[provider->name()] = provider->ready(origin() + u'/' + provider->name());
    return ready;
}

std::vector<SandboxAccount> Sandbox::accounts() const
{
    std::vector<SandboxAccount> accounts;
    for (const ProviderSandbox *provider : m_providers) {
        const QString baseUrl = origin() + u'/' + provider->name();
        SandboxAccount known = provider->account(provider->ready(baseUrl));
        known.account.provider = ProviderId{provider->name()};
        known.account.baseUrl = QUrl(baseUrl);
        accounts.push_back(std::move(known));
    }
    return accounts;
}

QStringList Sandbox::calls()
{
    return FastlySandbox::callNames() + AuthleteSandbox::callNames() + GenesysSandbox::callNames()
        + KnetikSandbox::callNames();
}

Reply Sandbox::handle(Request &request)
{
    if (m_options.latencyMs > 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(m_options.latencyMs));
    for (ProviderSandbox *provider : m_providers) {
        if (request.segments.empty() || text(request.segments.front()) != provider->name())
            continue;
        request.segments.erase(request.segments.begin());
        const QString call = provider->call(request);
        Reply reply = answer(*provider, call, request);
        record(request, provider, call, reply.status);
        return reply;
    }
    Reply reply = jsonReply(404, {{u"error"_s, u"No provider lives here."_s}});
    record(request, nullptr, {}, reply.status);
    return reply;
}

Reply Sandbox::answer(ProviderSandbox &provider, const QString &call, Request &request)
{
    const std::optional<Fault> fault = call.isEmpty() ? std::nullopt : m_faults.next(call);
    if (!fault)
        return provider.answer(request);
    switch (fault->kind) {
    case Fault::Kind::Refused:
        break;
    case Fault::Kind::Applied:
        (void)provider.answer(request);
        break;
    case Fault::Kind::Ignored:
        request.withoutEffect = true;
        return provider.answer(request);
    }
    return provider.failure(fault->status);
}

void Sandbox::record(const Request &request, const ProviderSandbox *provider, const QString &call, int status)
{
    QJsonObject headers;
    for (const auto &[name, value] : request.headers) {
        const QString key = text(name);
        headers[key] = headers[key].toInt() + 1;
    }
    QJsonObject entry = {{u"at"_s, m_clock.nowMs()},
                         {u"request"_s, text(request.method)},
                         {u"path"_s, text(request.path())},
                         {u"query"_s, text(request.query)},
                         {u"status"_s, status},
                         {u"contentType"_s, text(request.header("content-type").value_or(""))},
                         {u"userAgent"_s, text(request.header("user-agent").value_or(""))},
                         {u"key"_s, provider ? fingerprint(provider->secret(request)) : QString()},
                         {u"headers"_s, headers}};
    if (provider)
        entry[u"provider"_s] = provider->name();
    if (!call.isEmpty())
        entry[u"call"_s] = call;
    m_ledger.add(std::move(entry));
}

} // namespace latchkey::sandbox
