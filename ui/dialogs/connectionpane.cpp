#include "ui/dialogs/connectionpane.h"

#include "ui/dates.h"
#include "ui/dialogs/dialoghead.h"
#include "ui/parts/banner.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace latchkey {

namespace {

using Mark = ConnectionReport::Line::Mark;

StateMark iconOf(Mark mark)
{
    switch (mark) {
    case Mark::Ok:
        return {"outcome-confirmed", Tint::Ok};
    case Mark::Warning:
        return {"warning", Tint::Warn};
    case Mark::Error:
        return {"error", Tint::Bad};
    case Mark::Locked:
        return {"lock", Tint::Dim};
    case Mark::Missing:
        return {"outcome-excluded", Tint::Dim};
    case Mark::Later:
        return {"clock", Tint::Dim};
    }
    return {};
}

//! For those who do not see the icon.
QString wordOf(Mark mark)
{
    switch (mark) {
    case Mark::Ok:
        return ConnectionPane::tr("right");
    case Mark::Warning:
        return ConnectionPane::tr("warning");
    case Mark::Error:
        return ConnectionPane::tr("wrong");
    case Mark::Locked:
        return ConnectionPane::tr("switched off");
    case Mark::Missing:
        return ConnectionPane::tr("not offered");
    case Mark::Later:
        return ConnectionPane::tr("known later");
    }
    return {};
}

} // namespace

ConnectionPane::ConnectionPane(QWidget *parent)
    : QWidget(parent)
    , m_test(new QPushButton(icon("refresh", "view-refresh"), tr("Test"), this))
    , m_progress(new QProgressBar(this))
    , m_banner(new Banner(this))
    , m_outdated(new PlainLabel(tr("Something changed since this test. Test again to be sure."), this))
    , m_lines(new QVBoxLayout)
    , m_foot(new PlainLabel(this))
{
    setObjectName(QStringLiteral("connection"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_test->setObjectName(QStringLiteral("test"));
    m_test->setAutoDefault(false);
    connect(m_test, &QPushButton::clicked, this, &ConnectionPane::testRequested);
    m_progress->setAccessibleName(tr("Testing the connection"));
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(fontMetrics().height() / 4);
    m_outdated->setObjectName(QStringLiteral("outdated"));
    m_outdated->setDim(true);
    m_outdated->setWordWrap(true);
    m_outdated->setMargin(8);
    m_foot->setObjectName(QStringLiteral("testedAt"));
    m_foot->setDim(true);
    m_foot->setWordWrap(true);
    m_foot->setMargin(12);

    auto *title = new PlainLabel(tr("Connection"), this);
    title->setFont(boldFont(font()));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 12, 8);
    head->addWidget(title, 1);
    head->addWidget(m_test);
    auto *content = new QWidget(this);
    content->setAutoFillBackground(true);
    content->setBackgroundRole(QPalette::Base);
    auto *contentColumn = new QVBoxLayout(content);
    contentColumn->setContentsMargins(0, 0, 0, 0);
    contentColumn->setSpacing(0);
    m_lines->setSpacing(0);
    contentColumn->addLayout(m_lines);
    contentColumn->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("What the test found"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(dividingLine(this));
    column->addWidget(m_progress);
    column->addWidget(m_banner);
    column->addWidget(m_outdated);
    column->addWidget(scroll, 1);
    column->addWidget(m_foot);
    setMinimumWidth(fontMetrics().averageCharWidth() * 26);
    clear();
}

void ConnectionPane::clear()
{
    removeLines();
    m_progress->hide();
    m_banner->hide();
    m_outdated->hide();
    m_test->setText(tr("Test"));
    m_foot->setText(
        tr("Test the connection to see whose credential this is and what it may do. Nothing is changed by it."));
}

void ConnectionPane::showTesting()
{
    clear();
    m_progress->show();
    m_foot->setText(tr("Asking the provider. Nothing is changed there."));
}

void ConnectionPane::show(const ConnectionReport &report, qint64 nowMs)
{
    clear();
    m_test->setText(tr("Test again"));
    if (!report.fact.isEmpty()) {
        m_banner->say(report.failed ? Banner::Tone::Error : Banner::Tone::Warning, report.fact, report.reason);
        m_banner->show();
    }
    for (const ConnectionReport::Line &line : report.lines)
        addLine(line, false);
    if (!report.capabilities.isEmpty()) {
        auto *title = new PlainLabel(tr("What this account can do"), this);
        title->setFont(boldFont(font()));
        title->setContentsMargins(12, 10, 12, 4);
        m_lines->addWidget(title);
    }
    for (const ConnectionReport::Line &line : report.capabilities)
        addLine(line, true);
    m_foot->setText(report.testedAtMs == 0
                        ? QString()
                        : tr("Tested %1. Nothing was changed by it.").arg(clockText(report.testedAtMs, nowMs)));
}

void ConnectionPane::setOutdated(bool outdated) { m_outdated->setVisible(outdated); }

void ConnectionPane::setTestEnabled(bool enabled, const QString &why)
{
    m_test->setEnabled(enabled);
    m_test->setToolTip(enabled ? QString() : why);
}

void ConnectionPane::removeLines()
{
    while (QLayoutItem *item = m_lines->takeAt(0)) {
        if (QWidget *line = item->widget()) {
            line->hide();
            line->deleteLater();
        }
        delete item;
    }
}

void ConnectionPane::addLine(const ConnectionReport::Line &line, bool isCapability)
{
    auto *part = new QWidget(this);
    part->setObjectName(isCapability ? QStringLiteral("capability") : QStringLiteral("finding"));
    auto *mark = new QLabel(part);
    const bool isPlainTick = isCapability && line.mark == Mark::Ok;
    const StateMark shown = isPlainTick ? StateMark{"check", Tint::Ok} : iconOf(line.mark);
    mark->setPixmap(tintedIcon(shown.icon, shown.tint).pixmap(QSize(16, 16), devicePixelRatioF()));
    mark->setAccessibleName(wordOf(line.mark));
    const bool isDim = line.mark == Mark::Locked || line.mark == Mark::Missing;
    auto *text = new PlainLabel(part);
    text->setTint(isDim && isCapability ? Tint::Dim : Tint::Text);
    text->setText(line.text);
    text->setWordWrap(true);
    text->setSelectable(true);
    part->setAccessibleName(QStringLiteral("%1: %2").arg(wordOf(line.mark), text->text()));
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(text);
    if (!line.detail.isEmpty()) {
        auto *detail = new PlainLabel(line.detail, part);
        detail->setDim(true);
        detail->setWordWrap(true);
        detail->setSelectable(true);
        texts->addWidget(detail);
    }
    auto *row = new QHBoxLayout;
    row->setContentsMargins(12, isCapability ? 3 : 7, 12, isCapability ? 3 : 7);
    row->setSpacing(8);
    row->addWidget(mark, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    if (line.ms) {
        auto *took = new PlainLabel(tr("%1 ms").arg(QLocale().toString(*line.ms)), part);
        took->setDim(true);
        row->addWidget(took, 0, Qt::AlignTop);
    }
    auto *column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    if (!isCapability)
        column->addWidget(dividingLine(part));
    m_lines->addWidget(part);
}

} // namespace latchkey
