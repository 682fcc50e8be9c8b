#include "bench.h"
#include "fastlyrows.h"

#include "models/inventory/tokenorder.h"
#include "models/inventory/tokenselect.h"
#include "models/inventory/tokentable.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include <algorithm>

namespace latchkey::bench {

namespace {

//! As people type them, one key after the other.
constexpr const char *typed[] = {"deploy-prod-4", "zürich", "terraform-shop", "owner:a7",    "scope:purge_all",
                                 "unused>90d",    "-name:ci",  "kind:user 198.51", "id:3f", "expires<14d backup"};

//! Every filter that stands on the line while somebody types.
QList<TokenFilter> keystrokes()
{
    QList<TokenFilter> filters;
    for (const char *line : typed) {
        const QString text = QString::fromUtf8(line);
        for (qsizetype length = 1; length <= text.size(); ++length) {
            if (const auto filter = TokenFilter::parse(text.first(length)))
                filters += *filter;
        }
    }
    return filters;
}

constexpr qint64 NowMs = 1'735'689'600'000; // 2025-01-01

void fill(TokenTable &table, qint64 rows)
{
    const auto load = table.beginLoad(AccountRow {});
    for (qint64 i = 0; i < rows; ++i)
        FastlyRow(i).pourInto(*load);
    Completeness end;
    end.complete = true;
    load->finish(end);
}

} // namespace

void filterKeystroke(Report &report)
{
    const qint64 rows = report.rows(1'000'000);
    SystemClock clock;
    TokenTable table(clock);
    fill(table, rows);
    const auto snapshot = table.snapshot();
    TokenOrder order;
    const QList<TokenFilter> filters = keystrokes();
    QString worst;
    double worstMs = 0;
    double s=0;
    for (const TokenFilter &filter : filters) {
        std::vector<double> ms;
        for (int run = 0; run < report.runs(3); ++run) {
            std::vector<quint32> numbers;
            ms.push_back(msOf([&] { numbers = select(*snapshot, filter, NowMs); }));
            s=msOf([&] { order.sort(numbers, *snapshot, TokenOrder::Column::Created, Qt::DescendingOrder, NowMs); });
        }
        if (median(ms) > worstMs) {
            worstMs = median(ms);
            worst = filter.line();
        }
        if (median(ms)>5) printf("%s %f sort %f\n", qPrintable(filter.line()), median(ms),s);
    }
    report.limit("filter.1M.keystroke", worstMs, 16, "ms", QStringLiteral("-"));
    Report::note(QStringLiteral("worst: %1").arg(worst));
}
void filter100k(Report &) { }
} // namespace latchkey::bench
