#include "app/window/exporting.h"

#include "app/commandline/records.h"
#include "app/window/filechooser.h"
#include "models/export/csv.h"
#include "models/export/privatefile.h"
#include "network/async/whendone.h"

#include <QAction>
#include <QFileInfo>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QtConcurrentRun>

namespace latchkey {

namespace {

enum class ExportFormat { Csv, JsonLines };

//! Rows as the command line prints them in JSON, or as CSV that no spreadsheet takes for formulas. Any thread.
QByteArray exported(const TokenSnapshot &snapshot, const std::vector<quint32> &numbers,
                    const QHash<AccountId, Account> &accounts, ExportFormat format, qint64 nowMs)
{
    const QList<Printer::Column> columns = tokenColumns(Format::Csv);
    QByteArray out;
    if (format == ExportFormat::Csv) {
        QStringList titles;
        for (const Printer::Column &column : columns)
            titles += column.title;
        out += csvRow(titles) + "\r\n";
    }
    for (const quint32 number : numbers) {
        if (!snapshot.contains(number))
            continue;
        const Token token = snapshot.token(number, nowMs);
        const QJsonObject record = tokenJson(token, accounts.value(token.account));
        if (format == ExportFormat::JsonLines) {
            out += QJsonDocument(record).toJson(QJsonDocument::Compact) + '\n';
            continue;
        }
        out += csvRow(Printer::cells(record, columns)) + "\r\n";
    }
    return out;
}

} // namespace

Exporting::Exporting(App &app, TokenTable &table, const TokenTableModel &tokens, Actions &actions, MainWindow &window,
                     QObject *parent)
    : QObject(parent)
    , m_app(app)
    , m_table(table)
    , m_tokens(tokens)
    , m_window(window)
{
    connect(actions.exportRows, &QAction::triggered, this, &Exporting::saveRows);
    connect(actions.diagnostics, &QAction::triggered, this, &Exporting::saveDiagnostics);
}

void Exporting::saveRows()
{
    const FileWish wish{
        tr("Export the rows shown"), QStringLiteral("tokens.csv"), {tr("Table (*.csv)"), tr("JSON lines (*.json)")}};
    chooseFileToSave(&m_window, wish, [this](const QString &path) {
        const auto format =
            QFileInfo(path).suffix() == QLatin1String("json") ? ExportFormat::JsonLines : ExportFormat::Csv;
        QHash<AccountId, Account> accounts;
        const QList<Account> all = m_app.accounts().accounts();
        for (const Account &account : all)
            accounts.insert(account.id, account);
        const auto snapshot = m_table.snapshot();
        const std::vector<quint32> numbers = m_tokens.shownNumbers();
        const qint64 now = m_app.clock().nowMs();
        const QFuture<Result<void>> written = QtConcurrent::run([snapshot, numbers, accounts, format, now, path] {
            return writePrivateFile(path, exported(*snapshot, numbers, accounts, format, now));
        });
        whenDone(written, this, [this, path, count = numbers.size()](const Result<void> &done) {
            if (done)
                Q_EMIT said(tr("%Ln row(s) were exported.", nullptr, int(count)), path);
            else
                Q_EMIT said(tr("Nothing was exported."), done.error().message);
        });
    });
}

//! What helps to find a fault, and names nobody: no account, token, person or secret.
void Exporting::saveDiagnostics()
{
    QStringList lines = {QStringLiteral("latchkey %1, Qt %2, %3, %4")
                             .arg(QCoreApplication::applicationVersion(), QLatin1String(qVersion()),
                                  QSysInfo::prettyProductName(), QGuiApplication::platformName())};
    for (const auto &part : m_tokens.snapshot().accounts())
        lines += QStringLiteral("account: %1, %2, state %3, %4 tokens%5")
                     .arg(part->account.provider.value, environmentName(part->account.environment))
                     .arg(int(part->status.state))
                     .arg(part->status.rows)
                     .arg(part->status.error ? u", "_qs + errorKindName(part->status.error->kind) : QString());
    lines += QStringLiteral("requests, newest last:");
    for (const TrafficEntry &entry : m_app.traffic().entries())
        lines += trafficLine(entry);
    const FileWish wish{tr("Save diagnostics"), QStringLiteral("latchkey-diagnostics.txt"), {tr("Text (*.txt)")}};
    chooseFileToSave(&m_window, wish, [this, text = lines.join(u'\n').toUtf8()](const QString &path) {
        const Result<void> saved = writePrivateFile(path, text);
        Q_EMIT said(saved ? tr("The diagnostics were saved. They hold no names and no secrets.")
                          : tr("The diagnostics were not saved."),
                    saved ? path : saved.error().message);
    });
}

} // namespace latchkey
