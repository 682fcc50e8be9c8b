#pragma once

#include <QString>
#include <QStringList>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <vector>

//! A benchmark is a function and a line in main.cpp's table. It measures us and a baseline in turn, checks what both
//! made (getting faster by doing less is a defect), and tells the report.
namespace latchkey::bench {

//! Prints a line for each promise, and remembers whether all held.
class Report
{
public:
    explicit Report(bool isSmoke) : m_isSmoke(isSmoke) { }

    //! In a smoke run every benchmark takes few rows, once, and no bound counts.
    [[nodiscard]] bool isSmoke() const { return m_isSmoke; }
    [[nodiscard]] qint64 rows(qint64 wanted) const { return m_isSmoke ? std::min<qint64>(wanted, 500) : wanted; }
    [[nodiscard]] int runs(int wanted = 5) const { return m_isSmoke ? 1 : wanted; }

    //! `ours` is at most `bound` times `baseline`.
    void ratio(const char *name, double ours, double baseline, const char *unit, double bound);
    //! `ours` is at most `bound`; the baseline is only shown.
    void limit(const char *name, double ours, double bound, const char *unit, const QString &baseline);
    //! A line below, for whoever wants to know more.
    static void note(const QString &text);
    //! The benchmark cannot run here, which says why.
    static void skipped(const char *name, const QString &why);
    //! Ends the program where a result is wrong.
    static void check(bool isRight, const char *what);

    [[nodiscard]] bool allHeld() const { return m_allHeld; }

private:
    void line(const char *name, double ours, const QString &baseline, const char *unit, double figure, double bound);

    bool m_isSmoke;
    bool m_allHeld = true;
};

using Run = void (*)(Report &report);
//! Runs in a process of its own, for figures that another part of the process would spoil.
using Child = void (*)(qint64 rows);

//! Milliseconds that `act` takes.
template <typename Act>
double msOf(Act act)
{
    const auto begin = std::chrono::steady_clock::now();
    act();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

inline double median(std::vector<double> figures)
{
    std::sort(figures.begin(), figures.end());
    return figures[figures.size() / 2];
}

//! Medians of both, run in turn, so that a busy minute of the machine strikes both.
struct Medians
{
    double ours = 0;
    double baseline = 0;
};
template <typename Ours, typename Baseline>
Medians mediansOf(int runs, Ours ours, Baseline baseline)
{
    std::vector<double> first;
    std::vector<double> second;
    for (int run = 0; run < runs; ++run) {
        second.push_back(msOf(baseline));
        first.push_back(msOf(ours));
    }
    return {median(first), median(second)};
}

//! Resident bytes now, and at most since resetPeak(), of ours or the process of that number. Linux.
[[nodiscard]] qint64 residentBytes(const QString &process = QStringLiteral("self"));
[[nodiscard]] qint64 peakBytes(const QString &process = QStringLiteral("self"));
void resetPeak();

//! Runs the child `name` of main.cpp's table over `rows` in a process of its own, under the program `prefix` if there
//! is one; what it printed, and what it wrote to standard error.
struct ChildOutput
{
    bool isFine = false;
    QByteArray output = {};
    QByteArray errors = {};
};
[[nodiscard]] ChildOutput runChild(const char *name, qint64 rows, const QStringList &prefix = {});

// The benchmarks and children, one file each or few.
void fetch100k(Report &report);
void fetch1M(Report &report);
void fetchOursChild(qint64 tokens);
void journalIntent(Report &report);
void paint(Report &report);
void parse100k(Report &report);
void parseLimit(Report &report);
void parseInstructions(Report &report);
void parseOursChild(qint64 rows);
void parseBaselineChild(qint64 rows);
void planDialog(Report &report);
void selection20k(Report &report);
void startWindow(Report &report);
void storeBytes(Report &report);
void storeOursChild(qint64 rows);
void storeBaselineChild(qint64 rows);

} // namespace latchkey::bench
