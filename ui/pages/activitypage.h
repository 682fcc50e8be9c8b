#pragma once

#include "models/revocation/journal.h"
#include "network/domain/clock.h"

#include <QWidget>

#include <stop_token>

class QStackedWidget;
class QTableView;

namespace latchkey {

class ActivityModel;
class EmptyState;
class FindEdit;
class PlainLabel;
class TableCopy;

//! The journal, newest first, and whether it checks.
class ActivityPage : public QWidget
{
    Q_OBJECT
public:
    //! The clock must outlive the page.
    explicit ActivityPage(const Clock &clock, QWidget *parent = nullptr);
    ~ActivityPage() override;

    //! As Journal::exportLines() gives them: all of them, oldest first. They are read in a thread of their own; those
    //! of a newer call win.
    void setLines(const QList<QByteArray> &lines);
    void setReport(const JournalReport &report);
    //! To the clipboard: the selected rows with a header, by tabs; or the current cell.
    void copyRows() const;
    void copyCell() const;

Q_SIGNALS:
    void exportRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QWidget *makeHead();
    void showWhatIsThere();
    void showReport();

    ActivityModel *m_model;
    PlainLabel *m_checkIcon;
    PlainLabel *m_check;
    FindEdit *m_filter;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    QTableView *m_view;
    TableCopy *m_copy;
    std::optional<JournalReport> m_report; //!< absent: it is being checked
    std::stop_source m_stop; //!< of the lines on their way
    quint64 m_request = 0;
};

} // namespace latchkey
