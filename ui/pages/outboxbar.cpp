#include "ui/pages/outboxbar.h"

#include "ui/parts/actions.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/colours.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <QToolButton>

#include <algorithm>

namespace latchkey {

OutboxBar::OutboxBar(Actions &actions, QWidget *parent)
    : QFrame(parent)
    , m_icon(new PlainLabel(this))
    , m_text(new PlainLabel(this))
    , m_rest(new PlainLabel(tr("Nothing has been sent."), this))
    , m_progress(new QProgressBar(this))
{
    setObjectName(QStringLiteral("outboxBar"));
    m_text->setObjectName(QStringLiteral("outboxText"));
    m_text->setFont(boldFont(font()));
    m_text->setElided(Qt::ElideRight);
    m_rest->setElided(Qt::ElideRight);
    m_progress->setObjectName(QStringLiteral("outboxProgress"));
    m_progress->setAccessibleName(tr("Time left to undo"));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(std::max(4, fontMetrics().height() / 3));
    m_progress->setMaximumWidth(fontMetrics().averageCharWidth() * 22);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(8);
    row->addWidget(m_icon);
    row->addWidget(m_text);
    row->addWidget(m_rest);
    row->addWidget(m_progress);
    row->addStretch();
    for (QAction *action : {actions.sendNow, actions.undoOutbox}) {
        auto *button = new QToolButton(this);
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(button);
    }
    auto *shortcut = new PlainLabel(actions.undoOutbox->shortcut().toString(QKeySequence::NativeText), this);
    shortcut->setDim(true);
    row->addWidget(shortcut);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *before, const QWidget *now) {
        if (isAncestorOf(now) && !isAncestorOf(before))
            m_before = before;
    });
    hide();
}

void OutboxBar::setPending(const Pending &pending)
{
    const auto inSeconds = [](const QString &what, qint64 leftMs) {
        return tr("%1 in %Ln second(s).", nullptr, int(std::max<qint64>(0, (leftMs + 999) / 1000))).arg(what);
    };
    m_icon->setPixmap(tintedIcon("outbox", Tint::Accent).pixmap(QSize(16, 16), devicePixelRatioF()));
    m_text->setText(inSeconds(pending.what, pending.leftMs));
    m_rest->setText(pending.earlier == 0
                        ? tr("Nothing has been sent.")
                        : inSeconds(tr("%Ln earlier plan(s) before that, the first", nullptr, pending.earlier),
                                    pending.firstLeftMs));
    setAccessibleName(m_text->text() + u' ' + m_rest->text());
    m_progress->setRange(0, int(pending.totalMs));
    m_progress->setValue(int(std::clamp<qint64>(pending.totalMs - pending.leftMs, 0, pending.totalMs)));
    show();
}

void OutboxBar::hideEvent(QHideEvent *event)
{
    QFrame::hideEvent(event);
    if (isAncestorOf(QApplication::focusWidget()) && m_before && m_before->isVisible())
        m_before->setFocus(Qt::OtherFocusReason);
}

void OutboxBar::paintEvent(QPaintEvent *)
{
    const Colours colours = coloursFor(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colours.infoFill);
    painter.fillRect(QRect(0, 0, 3, height()), colours.accent);
    painter.setPen(colours.line);
    painter.drawLine(rect().topLeft(), rect().topRight());
}

} // namespace latchkey
