#pragma once

#include "models/activity/runlistmodel.h"
#include "network/domain/account.h"
#include "network/domain/clock.h"

#include <QList>
#include <QWidget>

namespace latchkey {

class Actions;
class Badge;
class FlowLayout;
class PlainLabel;
class TintedHead;

//! What the head of a run says.
struct RunFacts
{
    QString title = {};
    Environment environment = Environment::Production; //!< of its riskiest account
    QString user = {}; //!< who started it; may be empty
    qint64 startedMs = 0; //!< UTC
    std::optional<qint64> endedMs = {};
    OutcomeCounts counts = {};
    qsizetype sent = 0; //!< of counts.open: on their way, or waiting for a look
    RunListModel::State state = RunListModel::State::Done;
    bool isHeld = false; //!< some account waits, so that nothing can be said about the time left

    //! Have their last word, as far as this run can say.
    [[nodiscard]] qsizetype settled() const;
};

//! What run it is, its buttons, and how many items have which outcome.
class RunHead : public QWidget
{
    Q_OBJECT
public:
    //! Both must outlive the head.
    RunHead(Actions &actions, const Clock &clock, QWidget *parent = nullptr);

    void showFacts(const RunFacts &facts);

private:
    [[nodiscard]] QString timesText(const RunFacts &facts) const;
    void showCounts(const RunFacts &facts);

    const Clock &m_clock;
    TintedHead *m_head;
    PlainLabel *m_title;
    Badge *m_badge;
    QWidget *m_liveButtons;
    PlainLabel *m_settled;
    PlainLabel *m_times;
    FlowLayout *m_counts;
    QList<QWidget *> m_countLabels; //!< of each outcome, then sent, queued, left out
};

} // namespace latchkey
