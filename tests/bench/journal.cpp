#include "bench.h"

#include "models/revocation/journal.h"
#include "network/domain/clock.h"

#include <QTemporaryDir>

#include <fcntl.h>
#include <unistd.h>

namespace latchkey::bench {

namespace {

Intent intentOf(int number)
{
    Intent intent;
    intent.run = RunId{QStringLiteral("5f8d3b1e-0000-4000-8000-000000000001")};
    intent.account = AccountId{QStringLiteral("5f8d3b1e-0000-4000-8000-000000000002")};
    intent.items = {TokenId{QStringLiteral("5Yo3XXnrQpjc20u0y%1").arg(number, 5, 10, QLatin1Char('0'))}};
    return intent;
}

//! Milliseconds for each of `count` intents, committed in groups of `group`.
double msAnIntent(Journal &journal, int count, int group)
{
    return msOf([&] {
               for (int i = 0; i < count; i += group) {
                   QList<JournalEntry> entries;
                   for (int j = 0; j < group; ++j)
                       entries += intentOf(i + j);
                   Report::check(journal.append(entries).has_value(), "journal.intent: an append failed");
               }
           })
        / count;
}

//! Milliseconds for each raw append of a record of that size, with fdatasync.
double msAnAppend(const QString &path, int count)
{
    const int file = ::open(path.toLocal8Bit().constData(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    Report::check(file >= 0, "journal.intent: the baseline's file");
    const QByteArray record(300, 'x');
    const double ms = msOf([&] {
        for (int i = 0; i < count; ++i) {
            Report::check(::write(file, record.constData(), size_t(record.size())) == record.size(),
                          "journal.intent: the baseline's write");
            ::fdatasync(file);
        }
    });
    ::close(file);
    return ms / count;
}

} // namespace

void journalIntent(Report &report)
{
    const QTemporaryDir folder;
    const SystemClock clock;
    const auto journal = Journal::open(folder.filePath(QStringLiteral("journal")), clock);
    Report::check(journal.has_value(), "journal.intent: the journal does not open");
    constexpr int Group = 64;
    // Short turns and many: a disk is fast in one second and slow in the next.
    const int count = int(report.rows(2 * Group));
    std::vector<double> single;
    std::vector<double> grouped;
    std::vector<double> raw;
    for (int run = 0; run < report.runs(41); ++run) {
        raw.push_back(msAnAppend(folder.filePath(QStringLiteral("raw")), count));
        single.push_back(msAnIntent(**journal, count, 1));
        grouped.push_back(msAnIntent(**journal, count / Group * Group, Group));
    }
    Report::check((*journal)->verify().isSound(), "journal.intent: the chain");
    report.ratio("journal.intent", median(single), median(raw), "ms", 1.5);
    report.ratio("journal.intent.64", median(grouped), median(raw), "ms", 0.2);
}

} // namespace latchkey::bench
