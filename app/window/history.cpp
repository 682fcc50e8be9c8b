#include "app/window/history.h"

#include "app/window/filechooser.h"
#include "models/activity/activityrecord.h"
#include "models/export/privatefile.h"
#include "network/async/whendone.h"
#include "ui/texts.h"

namespace latchkey {

namespace {

//! What a record says of a token that it is about; empty: nothing worth a line.
QString historyText(const ActivityRecord &record)
{
    const JournalEntry &entry = *record.entry;
    if (std::holds_alternative<Intent>(entry))
        return History::tr("A call to revoke it was about to be sent.");
    if (const auto *answered = std::get_if<Answered>(&entry))
        return answered->success ? History::tr("The provider accepted the call.")
                                 : History::tr("The call brought no success: %1").arg(answered->detail);
    if (const auto *settled = std::get_if<Settled>(&entry))
        return History::tr("It ended as: %1.").arg(outcomeText(settled->outcome));
    if (std::holds_alternative<CreateAnswered>(entry))
        return History::tr("This app created it.");
    if (std::holds_alternative<ChangeIntent>(entry))
        return History::tr("A change to it was about to be sent.");
    if (const auto *changed = std::get_if<ChangeAnswered>(&entry)) {
        if (!changed->success)
            return History::tr("The change brought no success: %1").arg(changed->detail);
        const QString now = cleanedText(changed->id.value);
        return now.isEmpty() || now == record.item
            ? History::tr("It was changed.")
            : History::tr("It was changed, and has another id since: %1 became %2.").arg(record.item, now);
    }
    return {};
}

} // namespace

History::History(App &app, MainWindow &window, QObject *parent) : QObject(parent), m_app(app), m_window(window)
{
    connect(&window, &MainWindow::pageShown, this, [this](MainWindow::Page page) {
        if (page == MainWindow::Page::Activity)
            showActivity();
    });
    connect(&window.activity(), &ActivityPage::exportRequested, this, &History::exportJournal);
    connect(&window.inspector(), &Inspector::historyRequested, this, &History::showToken);
}

//! The journal's records, oldest first.
void History::readLines(const std::function<void(const QList<QByteArray> &lines)> &use)
{
    auto lines = std::make_shared<QList<QByteArray>>();
    const auto keep = [lines](QByteArrayView line) {
        lines->append(line.toByteArray());
        return true;
    };
    whenDone(m_app.journal().exportLines(keep), this, [this, lines, use](const Result<qint64> &read) {
        if (read)
            use(*lines);
        else
            Q_EMIT said(tr("The journal cannot be read."), read.error().message);
    });
}

void History::showActivity()
{
    readLines([this](const QList<QByteArray> &lines) { m_window.activity().setLines(lines); });
    whenDone(m_app.journal().verify(), this, [this](const Result<JournalReport> &report) {
        if (report)
            m_window.activity().setReport(*report);
    });
}

//! What this app did to the token, newest first.
void History::showToken(const Token &token)
{
    readLines([this, token](const QList<QByteArray> &lines) {
        const QList<ActivityRecord> records = recordsOf(activityRecords(lines), token.account, token.id);
        QList<HistoryLine> history;
        for (auto record = records.crbegin(); record != records.crend(); ++record) {
            const QString text = historyText(*record);
            if (!text.isEmpty())
                history += HistoryLine{record->atMs, text};
        }
        m_window.inspector().showHistory(token.account, token.id, history);
    });
}

void History::exportJournal()
{
    const FileWish wish{
        tr("Export the journal"), QStringLiteral("latchkey-journal.jsonl"), {tr("JSON lines (*.jsonl)")}};
    chooseFileToSave(&m_window, wish, [this](const QString &path) {
        readLines([this, path](const QList<QByteArray> &lines) {
            const Result<void> written = writePrivateFile(path, lines.join('\n') + '\n');
            Q_EMIT said(written ? tr("The journal was exported.") : tr("The journal was not exported."),
                        written ? path : written.error().message);
        });
    });
}

} // namespace latchkey
