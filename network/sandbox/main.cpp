#include "network/sandbox/sandbox.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace latchkey::sandbox;

namespace {

constexpr int UsageError = 2;

//! A signal handler may do next to nothing: it wakes the event loop through this pair of sockets.
int stopSignal[2] = {-1, -1};

void onStop(int)
{
    const char byte = 0;
    (void)!::write(stopSignal[0], &byte, 1);
}

//! Quits the application on SIGTERM and SIGINT.
void stopOnSignals(QCoreApplication &app)
{
    ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, stopSignal);
    auto *notifier = new QSocketNotifier(stopSignal[1], QSocketNotifier::Read, &app);
    QObject::connect(notifier, &QSocketNotifier::activated, &app, &QCoreApplication::quit);
    struct sigaction action = {};
    action.sa_handler = onStop;
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);
}

//! Reads the options; a sentence in reason if one cannot be used.
SandboxOptions readOptions(const QCommandLineParser &parser, QString *reason)
{
    SandboxOptions options = {.ledgerFile = parser.value(u"ledger"_s), .rememberLedger = false};
    const auto number = [&](const QString &name, qint64 least, qint64 most, auto &to) {
        if (!parser.isSet(name))
            return;
        bool isNumber = false;
        const qint64 value = parser.value(name).toLongLong(&isNumber);
        if (!isNumber || value < least || value > most)
            *reason = u"--%1 takes a number from %2 to %3."_s.arg(name).arg(least).arg(most);
        to = std::remove_reference_t<decltype(to)>(value);
    };
    number(u"port"_s, 0, 65'535, options.port);
    number(u"tokens"_s, 3, 10'000'000, options.tokens);
    number(u"seed"_s, 0, std::numeric_limits<qint64>::max(), options.seed);
    number(u"latency"_s, 0, 600'000, options.latencyMs);
    number(u"rate-limit"_s, 1, 1'000'000, options.rateLimit);
    const QStringList faults = parser.values(u"fault"_s);
    for (const QString &text : faults) {
        if (const std::optional<Fault> fault = parseFault(text, Sandbox::calls(), reason))
            options.faults.push_back(*fault);
    }
    return options;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"latchkey-sandbox"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(LATCHKEY_VERSION));

    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Serves the token APIs of Latchkey's providers over invented data, on 127.0.0.1.\n"
        "When it listens it prints one line of JSON that says where, and how to sign in."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {u"port"_s, u"Listen on this port; without it, on any free one."_s, u"N"_s},
        {u"tokens"_s, u"Tokens of each provider (5000)."_s, u"N"_s},
        {u"seed"_s, u"The same seed invents the same data (1)."_s, u"N"_s},
        {u"ledger"_s, u"Write every request and every change of a token to this file, as lines of JSON."_s, u"FILE"_s},
        {u"latency"_s, u"Wait this long before each answer."_s, u"MS"_s},
        {u"rate-limit"_s, u"Allow this many writes a minute, in place of the provider's own limit."_s, u"N"_s},
        {u"fault"_s,
         u"Answer this call with STATUS (400 to 599) and do nothing; with STATUS-applied, do it first; with "
         u"\"ignored\", "
         "say success and do nothing. PERCENT of its requests (100). May be given several times."_s,
         u"CALL=STATUS[:PERCENT]"_s},
    });
    parser.process(app);

    QString reason;
    if (!parser.positionalArguments().isEmpty())
        reason = u"There is nothing to give but options, and \"%1\" is none."_s.arg(
            parser.positionalArguments().constFirst());
    SandboxOptions options = readOptions(parser, &reason);
    if (!reason.isEmpty()) {
        std::fprintf(stderr, "latchkey-sandbox: %s\n", qUtf8Printable(reason));
        return UsageError;
    }

    stopOnSignals(app);
    Sandbox sandbox(std::move(options));
    if (!sandbox.start(&reason)) {
        std::fprintf(stderr, "latchkey-sandbox: %s\n", qUtf8Printable(reason));
        return EXIT_FAILURE;
    }
    std::printf("%s\n", QJsonDocument(sandbox.ready()).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
    return QCoreApplication::exec();
}
