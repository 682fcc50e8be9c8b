#include "bench.h"
#include "fastlyrows.h"

#include "models/inventory/tokentable.h"

#include <QStandardItemModel>

#include <cstdio>

namespace latchkey::bench {

namespace {

double bytesARow(const char *child, qint64 rows)
{
    const ChildOutput output = runChild(child, rows);
    Report::check(output.isFine, "a measuring process failed");
    return double(output.output.trimmed().toLongLong()) / double(rows);
}

} // namespace

void storeBytes(Report &report)
{
    const qint64 rows = report.rows(1'000'000);
    const double ours = bytesARow("store.ours", rows);
    const double baseline = bytesARow("store.baseline", report.rows(100'000));
    report.limit("store.bytes", ours, 170, "B", QStringLiteral("%1 B").arg(qRound(baseline)));

    double texts = 0;
    double foldedTexts = 0;
    const qint64 sample = report.rows(10'000);
    for (qint64 i = 0; i < sample; ++i) {
        const FastlyRow row(i);
        std::string folded;
        appendFolded(folded, row.name);
        texts += double(row.id.size() + row.name.size());
        foldedTexts += double(row.id.size() + folded.size() + 2);
    }
    const double columns = double(sizeof(TokenChunk)) / TokenChunk::Rows;
    texts /= double(sample);
    foldedTexts /= double(sample);
    Report::note(QStringLiteral("columns %1, id and name %2, search text %3, index by id and the rest %4; "
                                "baseline: QStandardItemModel")
                     .arg(columns, 0, 'f', 1)
                     .arg(texts, 0, 'f', 1)
                     .arg(foldedTexts, 0, 'f', 1)
                     .arg(ours - columns - texts - foldedTexts, 0, 'f', 1));
}

void storeOursChild(qint64 rows)
{
    SystemClock clock;
    TokenTable table(clock);
    const qint64 before = residentBytes();
    const auto load = table.beginLoad(AccountRow{});
    for (qint64 i = 0; i < rows; ++i)
        FastlyRow(i).pourInto(*load);
    Completeness end;
    end.complete = true;
    load->finish(end);
    const auto snapshot = table.snapshot();
    Report::check(snapshot->rowCount() == rows, "store.bytes: our rows");
    std::printf("%lld\n", residentBytes() - before);
}

void storeBaselineChild(qint64 rows)
{
    constexpr int Columns = 14;
    const qint64 before = residentBytes();
    QStandardItemModel model(0, Columns);
    for (qint64 i = 0; i < rows; ++i) {
        const FastlyRow row(i);
        const auto time = [](qint64 ms) { return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC); };
        QList<QStandardItem *> cells;
        for (const std::string &text :
             {std::string("active"), row.name, std::string("user"), std::string("Fastly"), std::string("prod-cdn"),
              row.userId, std::string(), row.scope, row.serviceId, row.ip, row.id})
            cells += new QStandardItem(QString::fromStdString(text));
        for (const qint64 ms : {row.createdMs, row.lastUsedMs, row.expiresMs}) {
            cells += new QStandardItem;
            cells.back()->setData(time(ms), Qt::DisplayRole);
        }
        model.appendRow(cells);
    }
    Report::check(model.rowCount() == rows, "store.bytes: the baseline's rows");
    std::printf("%lld\n", residentBytes() - before);
}

} // namespace latchkey::bench
