#pragma once

#include <QString>
#include <QWidget>

#include <optional>

class QPushButton;
class QVBoxLayout;
class QProgressBar;

namespace latchkey {

class Banner;
class PlainLabel;

//! What a test of an account's connection found.
struct ConnectionReport
{
    struct Line
    {
        enum class Mark {
            Ok,
            Warning,
            Error,
            Locked, //!< possible, and switched off here: read-only
            Missing, //!< the provider offers no such thing
            Later, //!< known only after some use
        };
        Mark mark = Mark::Ok;
        QString text = {}; //!< a provider's text may be in it
        QString detail = {}; //!< may be empty
        std::optional<qint64> ms = {}; //!< how long it took
    };
    QList<Line> lines = {};
    QList<Line> capabilities = {}; //!< "What this account can do"
    //! Shown above: why the test failed, or what wants attention. Empty fact: none.
    QString fact = {};
    QString reason = {};
    bool failed = false; //!< the fact is an error, not a warning
    qint64 testedAtMs = 0; //!< UTC ms; 0: says nothing of it
};

//! The right side of the accounts dialog: the report, or that there is none yet.
class ConnectionPane : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionPane(QWidget *parent = nullptr);

    //! Nothing was tested yet.
    void clear();
    void showTesting();
    //! `nowMs`: UTC, for the time of the test.
    void show(const ConnectionReport &report, qint64 nowMs);
    using QWidget::show;
    //! Tells that the report is of what was there before the last change.
    void setOutdated(bool outdated);
    void setTestEnabled(bool enabled, const QString &why);

Q_SIGNALS:
    void testRequested();

private:
    void removeLines();
    void addLine(const ConnectionReport::Line &line, bool isCapability);

    QPushButton *m_test;
    QProgressBar *m_progress;
    Banner *m_banner;
    PlainLabel *m_outdated;
    QVBoxLayout *m_lines;
    PlainLabel *m_foot;
};

} // namespace latchkey
