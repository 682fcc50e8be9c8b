#include "bench.h"

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>
#include <cstring>
#include <memory>

using namespace latchkey::bench;

namespace {

struct NamedRun
{
    const char *name;
    Run run;
};

//! In the order in which they are printed.
constexpr NamedRun benchmarks[] = {
    {"parse.100k", parse100k},
    {"parse.100k.limit", parseLimit},
    {"parse.instructions", parseInstructions},
    {"store.bytes", storeBytes},
    {"fetch.100k", fetch100k},
    {"fetch.1M", fetch1M},
    {"journal.intent", journalIntent},
    {"paint", paint},
    {"plan.dialog", planDialog},
    {"selection.20k", selection20k},
    {"start.window", startWindow},
};

struct NamedChild
{
    const char *name;
    Child run;
};

constexpr NamedChild children[] = {
    {"parse.ours", parseOursChild},         {"parse.baseline", parseBaselineChild}, {"store.ours", storeOursChild},
    {"store.baseline", storeBaselineChild}, {"fetch.ours", fetchOursChild},
};

int runAsChild(const QStringList &arguments)
{
    for (const NamedChild &child : children) {
        if (arguments.value(0) == QLatin1String(child.name)) {
            child.run(arguments.value(1).toLongLong());
            return 0;
        }
    }
    return 2;
}

} // namespace

int main(int argc, char *argv[])
{
    // What is measured in a process of its own has no windows, whose memory would count.
    const bool isChild = argc > 1 && std::strcmp(argv[1], "--child") == 0;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const std::unique_ptr<QCoreApplication> application(isChild ? new QCoreApplication(argc, argv)
                                                                : new QApplication(argc, argv));
    QCommandLineParser options;
    options.setApplicationDescription(QStringLiteral(
        "Prints each promise: name, our figure, the baseline's, their ratio (or our figure again where the "
        "bound is no ratio), the bound. The exit code is 1 where one does not hold."));
    options.addHelpOption();
    options.addOptions({
        {QStringLiteral("only"), QStringLiteral("Only those whose name begins with NAME."), QStringLiteral("NAME")},
        {QStringLiteral("smoke"), QStringLiteral("A few rows each, and no bounds: checks the results alone.")},
        {QStringLiteral("list"), QStringLiteral("Print the names alone.")},
        {QStringLiteral("child"), QStringLiteral("Internal: measure one side in a process of its own.")},
    });
    options.process(*application);
    if (options.isSet(QStringLiteral("child")))
        return runAsChild(options.positionalArguments());

    Report report(options.isSet(QStringLiteral("smoke")));
    const QString only = options.value(QStringLiteral("only"));
    bool any = false;
    for (const NamedRun &benchmark : benchmarks) {
        if (!QLatin1String(benchmark.name).startsWith(only))
            continue;
        any = true;
        if (options.isSet(QStringLiteral("list")))
            std::printf("%s\n", benchmark.name);
        else
            benchmark.run(report);
    }
    if (!any)
        std::fprintf(stderr, "latchkey-bench: no benchmark begins with %s; see --list\n", qPrintable(only));
    return any && report.allHeld() ? 0 : 1;
}
