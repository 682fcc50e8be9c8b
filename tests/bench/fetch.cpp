#include "bench.h"

#include "app/flows/sync.h"
#include "network/http/traffic.h"
#include "tests/support/await.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>

#include <chrono>
#include <cstdio>

namespace latchkey::bench {

namespace {

constexpr std::chrono::minutes FetchPatience(5);

//! The sandbox in a process of its own: its work must not be taken for ours.
class SandboxProcess
{
public:
    explicit SandboxProcess(qint64 tokens)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/latchkey-sandbox"),
                        {QStringLiteral("--tokens"), QString::number(tokens)});
        Report::check(m_process.waitForReadyRead(30'000), "the sandbox did not start");
        const QJsonObject fastly = QJsonDocument::fromJson(m_process.readLine())[u"fastly"].toObject();
        account.id = AccountId{QStringLiteral("bench")};
        account.provider = ProviderId{QStringLiteral("fastly")};
        account.baseUrl = QUrl(fastly[u"baseUrl"].toString());
        account.scope.parts = {QStringLiteral("customer")};
        customer = fastly[u"customerId"].toString();
        key = fastly[u"token"].toString().toLatin1();
    }
    ~SandboxProcess()
    {
        m_process.terminate();
        m_process.waitForFinished();
    }

    Account account;
    QString customer;
    QByteArray key;

private:
    QProcess m_process;
};

//! Loads the whole list as the program does, and returns how many tokens the inventory has.
qint64 fetch(const SandboxProcess &sandbox)
{
    const SystemClock clock;
    const Timing timing;
    Traffic traffic;
    Credential credential;
    credential.parts[QStringLiteral("secret")] = Secret(sandbox.key);
    const auto session = std::make_shared<Session>(sandbox.account, credential, timing, clock, traffic);
    TokenTable table(clock, timing);
    const auto end = test::await(flows::loadTokens(session, sandbox.account.scope, table, {}), FetchPatience);
    Report::check(end && end->complete, "the list is not complete");
    return table.snapshot()->rowCount();
}

//! The same bytes into nothing, by a bare QNetworkAccessManager.
qint64 discard(const SandboxProcess &sandbox)
{
    QNetworkAccessManager network;
    QNetworkRequest request(
        QUrl(sandbox.account.baseUrl.toString() + QStringLiteral("/customer/%1/tokens").arg(sandbox.customer)));
    request.setRawHeader("Fastly-Key", sandbox.key);
    const std::unique_ptr<QNetworkReply> reply(network.get(request));
    qint64 bytes = 0;
    QObject::connect(reply.get(), &QNetworkReply::readyRead, reply.get(), [&] { bytes += reply->readAll().size(); });
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    Report::check(reply->error() == QNetworkReply::NoError, "the baseline's request failed");
    return bytes;
}

} // namespace

void fetch100k(Report &report)
{
    const qint64 tokens = report.rows(100'000);
    const SandboxProcess sandbox(tokens);
    qint64 rows = 0;
    qint64 bytes = 0;
    discard(sandbox); // the sandbox may prepare its list
    const Medians ms = mediansOf(
        report.runs(), [&] { rows = fetch(sandbox); }, [&] { bytes = discard(sandbox); });
    Report::check(rows >= tokens, "fetch.100k: rows");
    Report::check(bytes > 300 * tokens, "fetch.100k: the baseline's bytes");
    report.ratio("fetch.100k", ms.ours, ms.baseline, "ms", 4);
}

void fetch1M(Report &report)
{
    const qint64 tokens = report.rows(1'000'000);
    double ms = 0;
    ChildOutput output;
    ms = msOf([&] { output = runChild("fetch.ours", tokens); });
    Report::check(output.isFine, "fetch.1M did not complete");
    report.limit("fetch.1M", output.output.trimmed().toDouble() / 1e6, 400, "MB",
                 QStringLiteral("%1 ms").arg(qRound(ms)));
}

void fetchOursChild(qint64 tokens)
{
    const SandboxProcess sandbox(tokens);
    Report::check(fetch(sandbox) >= tokens, "fetch.1M: rows");
    std::printf("%lld\n", peakBytes());
}

} // namespace latchkey::bench
