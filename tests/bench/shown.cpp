#include "bench.h"
#include "fastlyrows.h"

#include "ui/dialogs/plandialog.h"
#include "ui/style/look.h"
#include "ui/tokens/tokentableview.h"

#include <QApplication>
#include <QEventLoop>
#include <QHeaderView>
#include <QPainter>
#include <QScrollBar>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace latchkey::bench {

namespace {

using Column = TokenTableModel::Column;

//! The first `rows` tokens of a large customer in production, as a model shows them.
struct Shown
{
    SystemClock clock;
    TokenTable table{clock};
    TokenTableModel model{table, clock};

    explicit Shown(qint64 rows)
    {
        AccountRow account;
        account.id = {QStringLiteral("account")};
        account.name = QStringLiteral("prod-cdn");
        account.providerName = QStringLiteral("Fastly");
        account.colour = QStringLiteral("#2f80d0");
        const auto load = table.beginLoad(account);
        for (qint64 i = 0; i < rows; ++i)
            FastlyRow(i).pourInto(*load);
        Completeness end;
        end.complete = true;
        load->finish(end);
        QEventLoop loop;
        const auto quitWhenAllIsShown = [&] {
            if (model.isSettled() && model.rowCount() == rows)
                loop.quit();
        };
        QObject::connect(&model, &TokenTableModel::settled, &loop, quitWhenAllIsShown);
        loop.exec();
    }
};

constexpr std::array PaintedColumns{Column::State,  Column::Name,     Column::Account, Column::Owner,
                                    Column::Scopes, Column::LastUsed, Column::Expires, Column::LastIp};
constexpr int PaintedRows = 33;
constexpr int ColumnWidth = 120;

//! Of tokens in one account, some of the same name.
Plan planOf(qint64 tokens, qint64 nowMs)
{
    PlanAccount account;
    account.id = {QStringLiteral("account")};
    account.name = QStringLiteral("prod-cdn");
    account.reportsUse = true;
    for (qint64 i = 0; i < tokens; ++i) {
        PlanItem item;
        item.id = {QString::number(i).rightJustified(20, u'x')};
        item.name = QStringLiteral("deploy %1").arg(i % (tokens - tokens / 100));
        item.owner = QStringLiteral("Person %1").arg(i % 300);
        item.lastUsed = Moment::at(nowMs - (i + 1) * 60'000);
        account.items += item;
    }
    Plan plan;
    plan.createdAtMs = nowMs;
    plan.accounts = {account};
    return plan;
}

//! The usual way to show the same.
std::unique_ptr<QWidget> treeOf(const Plan &plan)
{
    auto window = std::make_unique<QWidget>();
    auto *tree = new QTreeWidget(window.get());
    tree->setColumnCount(4);
    tree->setUniformRowHeights(true);
    auto *group = new QTreeWidgetItem(tree, {plan.accounts.constFirst().name});
    QList<QTreeWidgetItem *> rows;
    for (const PlanItem &item : plan.accounts.constFirst().items)
        rows += new QTreeWidgetItem({item.name, item.owner, item.lastUsed.toDateTime().toString(), item.id.value});
    group->addChildren(rows);
    tree->expandAll();
    auto *column = new QVBoxLayout(window.get());
    column->addWidget(tree);
    return window;
}

//! Laid out, and painted once.
QImage firstPicture(QWidget &window)
{
    window.resize(900, 700);
    QImage picture(window.size(), QImage::Format_ARGB32_Premultiplied);
    window.render(&picture);
    return picture;
}

//! The same columns, widths and row heights for both, so that both paint the same cells.
void makeAlike(QTableView &view, int rowHeight)
{
    view.setFrameShape(QFrame::NoFrame);
    view.setShowGrid(false);
    view.setAlternatingRowColors(true);
    view.setWordWrap(false);
    view.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view.horizontalHeader()->hide();
    view.verticalHeader()->hide();
    view.verticalHeader()->setMinimumSectionSize(rowHeight);
    view.verticalHeader()->setDefaultSectionSize(rowHeight);
    view.resize(ColumnWidth * int(PaintedColumns.size()), PaintedRows * rowHeight);
    for (int column = 0; column < TokenOrder::Columns; ++column) {
        const auto end = PaintedColumns.end();
        view.setColumnHidden(column, std::find(PaintedColumns.begin(), end, Column(column)) == end);
        view.setColumnWidth(column, ColumnWidth);
    }
    view.show();
}

//! Paints all that is visible, `pages` times, each time farther down. Returns the last picture.
QImage paintPages(QTableView &view, int pages)
{
    QImage picture(view.viewport()->size(), QImage::Format_ARGB32_Premultiplied);
    for (int page = 0; page < pages; ++page) {
        view.verticalScrollBar()->setValue(page * PaintedRows);
        view.viewport()->render(&picture);
    }
    return picture;
}

//! How much of a picture is not its most usual colours: text, icons, badges.
double inkOf(const QImage &picture)
{
    qint64 ink = 0;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x)
            ink += qGray(picture.pixel(x, y)) < 200 ? 1 : 0;
    }
    return double(ink) / double(picture.width() * picture.height());
}

} // namespace

void paint(Report &report)
{
    applyLook(*qApp, Appearance::Light);
    const int pages = report.isSmoke() ? 2 : 40;
    Shown shown(report.rows(pages * PaintedRows + PaintedRows));
    TokenTableView ours(shown.model, shown.clock);
    QTableView baseline;
    baseline.setModel(&shown.model);
    const int rowHeight = latchkey::rowHeight(ours);
    makeAlike(ours, rowHeight);
    makeAlike(baseline, rowHeight);
    for (const Column column : PaintedColumns)
        ours.setColumnChosen(column, true);
    makeAlike(ours, rowHeight); // choosing columns fits their widths
    Report::check(ours.viewport()->size() == baseline.viewport()->size(), "both views show the same room");
    Report::check(ours.rowAt(ours.viewport()->height() - 1) - ours.rowAt(0) + 1 == PaintedRows,
                  "as many rows as promised are painted");

    QImage oursPicture;
    QImage baselinePicture;
    const Medians medians = mediansOf(
        report.runs(), [&] { oursPicture = paintPages(ours, pages); },
        [&] { baselinePicture = paintPages(baseline, pages); });
    // Every cell has its text: as much ink as the default view has, or more.
    Report::check(inkOf(oursPicture) > 0.7 * inkOf(baselinePicture) && inkOf(baselinePicture) > 0.01,
                  "every cell is painted");
    report.ratio("paint", medians.ours / pages, medians.baseline / pages, "ms", 0.5);
    Report::note(QStringLiteral("a full repaint of %1 x %2 cells, each time of other rows; baseline: QTableView with "
                                "its own delegate")
                     .arg(PaintedRows)
                     .arg(PaintedColumns.size()));
}

void planDialog(Report &report)
{
    applyLook(*qApp, Appearance::Light);
    const SystemClock clock;
    const Plan plan = planOf(report.rows(10'000), clock.nowMs());
    const PlanDialog::Context context{{{plan.accounts.constFirst().id, {}}}};
    QImage ours;
    QImage baseline;
    const Medians medians = mediansOf(
        report.runs(),
        [&] {
            PlanDialog dialog(plan, context, clock);
            ours = firstPicture(dialog);
            const auto *tree = dialog.findChild<QTreeView *>();
            Report::check(tree->model()->rowCount(tree->model()->index(0, 0)) == plan.tokenCount(),
                          "the dialog names every token");
        },
        [&] { baseline = firstPicture(*treeOf(plan)); });
    Report::check(inkOf(ours) > 0.5 * inkOf(baseline), "the dialog is painted");
    report.ratio("plan.dialog", medians.ours, medians.baseline, "ms", 1);
    Report::note(QStringLiteral("opened and painted with %1 tokens; baseline: a QTreeWidget with the same rows")
                     .arg(plan.tokenCount()));
}

void selection20k(Report &report)
{
    const qint64 rows = report.rows(1'000'000);
    const qint64 step = report.isSmoke() ? 5 : 50;
    Shown shown(rows);
    TokenSelection selection(shown.model);
    std::vector<quint32> wanted;
    for (qint64 row = 0; row < rows; row += step)
        wanted.push_back(shown.model.shownNumbers()[size_t(row)]);
    std::sort(wanted.begin(), wanted.end());
    selection.setNumbers(wanted);
    Report::check(selection.count() == rows / step, "as many as wanted are selected");

    // Qt's own, at a twentieth: at 20,000 scattered rows it takes minutes.
    QItemSelectionModel baseline(&shown.model);
    const qint64 baselineCount = rows / step / 20;
    for (qint64 row = 0; row < baselineCount; ++row)
        baseline.select(shown.model.index(int(row * step), 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    qint64 listed = 0;
    const double baselineMs = msOf([&] { listed = baseline.selectedRows().size(); });
    Report::check(listed == baselineCount, "selectedRows() lists them");

    std::vector<double> figures;
    for (int run = 0; run < report.runs(9); ++run) {
        std::vector<quint32> numbers;
        figures.push_back(msOf([&] { numbers = selection.numbers(); }));
        Report::check(numbers == wanted, "exactly the selected ones are listed");
    }
    report.limit("selection.20k", median(figures), 1, "ms", QStringLiteral("%1 ms").arg(baselineMs, 0, 'f', 1));
    Report::note(QStringLiteral("%1 scattered rows of %2; baseline: selectedRows() of %3 rows")
                     .arg(rows / step)
                     .arg(rows)
                     .arg(baselineCount));
}

} // namespace latchkey::bench
