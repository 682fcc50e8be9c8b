#include "ui/pages/runhead.h"

#include "ui/dates.h"
#include "ui/parts/actions.h"
#include "ui/parts/flowlayout.h"
#include "ui/parts/plainlabel.h"
#include "ui/parts/tintedhead.h"
#include "ui/style/badges.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"
#include "ui/texts.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace latchkey {

namespace {

using State = RunListModel::State;

//! In the order in which they are told; the last two are not outcomes: sent, queued.
constexpr std::array CountedOutcomes{Outcome::Confirmed, Outcome::AlreadyGone, Outcome::Unprovable, Outcome::Refused,
                                     Outcome::Unknown,   Outcome::StillActive, Outcome::NotSent};

//! "290 revoked (confirmed)" with its icon.
class CountLabel : public QWidget
{
public:
    CountLabel(const StateMark &mark, QString word) : m_mark(mark), m_word(std::move(word))
    {
        m_icon = new PlainLabel(this);
        m_number = new PlainLabel(this);
        m_number->setFont(boldFont(secondaryFont(font())));
        auto *text = new PlainLabel(m_word, this);
        text->setFont(secondaryFont(font()));
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 12, 0);
        row->setSpacing(5);
        row->addWidget(m_icon);
        row->addWidget(m_number);
        row->addWidget(text);
        drawIcon();
    }
    void setCount(qsizetype count)
    {
        m_number->setText(QLocale().toString(count));
        setAccessibleName(QStringLiteral("%1 %2").arg(m_number->text(), m_word));
        setVisible(count > 0);
    }

protected:
    void changeEvent(QEvent *event) override
    {
        QWidget::changeEvent(event);
        if (event->type() == QEvent::PaletteChange)
            drawIcon();
    }

private:
    void drawIcon()
    {
        m_icon->setPixmap(tintedIcon(m_mark.icon, m_mark.tint).pixmap(QSize(14, 14), devicePixelRatioF()));
    }

    StateMark m_mark;
    QString m_word;
    PlainLabel *m_icon;
    PlainLabel *m_number;
};

QToolButton *makeButton(const char *name, QAction *action)
{
    auto *button = new QToolButton;
    button->setObjectName(QLatin1String(name));
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

qsizetype RunFacts::settled() const
{
    return counts.planned() - counts.open - counts.of(Outcome::Unknown) - counts.of(Outcome::StillActive);
}

RunHead::RunHead(Actions &actions, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_head(new TintedHead(this))
    , m_title(new PlainLabel(m_head))
    , m_badge(new Badge(Environment::Production, BadgeForm::Full, m_head))
    , m_liveButtons(new QWidget(m_head))
    , m_settled(new PlainLabel(this))
    , m_times(new PlainLabel(this))
    , m_counts(new FlowLayout)
{
    m_title->setObjectName(QStringLiteral("runTitle"));
    m_title->setFont(titleFont(font()));
    m_title->setElided(Qt::ElideRight);
    m_settled->setObjectName(QStringLiteral("runSettled"));
    m_settled->setFont(boldFont(font()));
    m_times->setObjectName(QStringLiteral("runTimes"));
    m_times->setDim(true);
    m_times->setElided(Qt::ElideRight);

    auto *live = new QHBoxLayout(m_liveButtons);
    live->setContentsMargins(0, 0, 0, 0);
    live->setSpacing(8);
    live->addWidget(makeButton("pauseRun", actions.pauseRun));
    live->addWidget(makeButton("stopRun", actions.stopRun));
    auto *head = new QHBoxLayout(m_head);
    head->setContentsMargins(12, 4, 12, 5);
    head->setSpacing(8);
    head->addWidget(m_title);
    head->addWidget(m_badge);
    head->addStretch();
    head->addWidget(m_liveButtons);
    head->addWidget(makeButton("exportReceipt", actions.exportReceipt));

    auto *facts = new QHBoxLayout;
    facts->setContentsMargins(0, 0, 0, 0);
    facts->setSpacing(10);
    facts->addWidget(m_settled);
    facts->addWidget(m_times, 1);
    for (const Outcome outcome : CountedOutcomes)
        m_countLabels += new CountLabel(markOf(outcome), outcomeText(outcome));
    m_countLabels += new CountLabel(markOf(Step::Sent), tr("sent"));
    m_countLabels += new CountLabel(markOf(Step::Planned), tr("queued"));
    m_countLabels += new CountLabel(markOf(Outcome::Excluded), outcomeText(Outcome::Excluded));
    auto *counts = new QWidget(this);
    for (QWidget *label : std::as_const(m_countLabels))
        m_counts->addWidget(label);
    counts->setLayout(m_counts);
    auto *below = new QVBoxLayout;
    below->setContentsMargins(12, 8, 12, 8);
    below->setSpacing(4);
    below->addLayout(facts);
    below->addWidget(counts);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addLayout(below);
}

void RunHead::showFacts(const RunFacts &facts)
{
    const QLocale locale;
    m_title->setText(facts.title);
    m_badge->setEnvironment(facts.environment);
    m_head->setProduction(facts.environment == Environment::Production);
    m_liveButtons->setVisible(facts.state == State::Running || facts.state == State::Paused);
    m_settled->setText(
        tr("%1 of %2 settled").arg(locale.toString(facts.settled()), locale.toString(facts.counts.planned())));
    m_times->setText(timesText(facts));
    showCounts(facts);
}

QString RunHead::timesText(const RunFacts &facts) const
{
    const qint64 nowMs = m_clock.nowMs();
    const QString started = clockText(facts.startedMs, nowMs);
    QStringList parts{facts.user.isEmpty() ? tr("started %1").arg(started)
                                           : tr("started %1 by %2").arg(started, cleanedText(facts.user))};
    if (facts.endedMs) {
        parts += tr("took %1").arg(durationText(*facts.endedMs - facts.startedMs));
        return parts.join(QStringLiteral(" · "));
    }
    if (facts.state == State::Open) {
        parts += tr("interrupted");
        return parts.join(QStringLiteral(" · "));
    }
    const qint64 elapsed = nowMs - facts.startedMs;
    parts += tr("running for %1").arg(durationText(elapsed));
    // A guess from too few is no guess.
    constexpr qsizetype Enough = 10;
    const qsizetype settled = facts.settled();
    if (facts.state == State::Running && !facts.isHeld && settled >= Enough)
        parts += tr("%1 left").arg(durationText(elapsed * (facts.counts.planned() - settled) / settled));
    return parts.join(QStringLiteral(" · "));
}

void RunHead::showCounts(const RunFacts &facts)
{
    QList<qsizetype> counts;
    for (const Outcome outcome : CountedOutcomes)
        counts += facts.counts.of(outcome);
    counts << facts.sent << facts.counts.open - facts.sent << facts.counts.of(Outcome::Excluded);
    for (qsizetype at = 0; at < counts.size(); ++at)
        static_cast<CountLabel *>(m_countLabels[at])->setCount(counts[at]);
    m_counts->parentWidget()->updateGeometry();
}

} // namespace latchkey
