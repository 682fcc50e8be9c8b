#include "bench.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>

#include <cstdio>
#include <cstdlib>

namespace latchkey::bench {

namespace {

//! "VmRSS" of a process' status, in bytes.
qint64 statusBytes(QByteArrayView key, const QString &process)
{
    QFile status(QStringLiteral("/proc/%1/status").arg(process));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> lines = status.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith(key))
            return line.simplified().split(' ').value(1).toLongLong() * 1024;
    }
    return 0;
}

QString figureText(double figure, const char *unit)
{
    return QStringLiteral("%1 %2").arg(figure, 0, 'f', figure < 10 ? 2 : 1).arg(QLatin1String(unit));
}

} // namespace

void Report::ratio(const char *name, double ours, double baseline, const char *unit, double bound)
{
    line(name, ours, figureText(baseline, unit), unit, ours / baseline, bound);
}

void Report::limit(const char *name, double ours, double bound, const char *unit, const QString &baseline)
{
    line(name, ours, baseline, unit, ours, bound);
}

void Report::line(const char *name, double ours, const QString &baseline, const char *unit, double figure, double bound)
{
    const bool held = figure <= bound;
    m_allHeld &= held || m_isSmoke;
    std::printf("%-22s %14s %14s %8.3f  <= %-7.3g %s\n", name, qPrintable(figureText(ours, unit)), qPrintable(baseline),
                figure, bound,
                m_isSmoke  ? "(smoke)"
                    : held ? "ok"
                           : "NOT OK");
    std::fflush(stdout);
}

void Report::note(const QString &text) { std::printf("    %s\n", qPrintable(text)); }

void Report::skipped(const char *name, const QString &why)
{
    std::printf("%-22s skipped: %s\n", name, qPrintable(why));
}

void Report::check(bool isRight, const char *what)
{
    if (isRight)
        return;
    std::fprintf(stderr, "latchkey-bench: wrong result: %s\n", what);
    std::exit(1);
}

qint64 residentBytes(const QString &process) { return statusBytes("VmRSS:", process); }
qint64 peakBytes(const QString &process) { return statusBytes("VmHWM:", process); }

void resetPeak()
{
    QFile references(QStringLiteral("/proc/self/clear_refs"));
    if (references.open(QIODevice::WriteOnly))
        references.write("5");
}

ChildOutput runChild(const char *name, qint64 rows, const QStringList &prefix)
{
    QStringList command = prefix;
    command << QCoreApplication::applicationFilePath() << QStringLiteral("--child") << QLatin1String(name)
            << QString::number(rows);
    QProcess process;
    process.start(command.takeFirst(), command);
    ChildOutput output;
    output.isFine =
        process.waitForFinished(10 * 60'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    output.output = process.readAllStandardOutput();
    output.errors = process.readAllStandardError();
    return output;
}

} // namespace latchkey::bench
