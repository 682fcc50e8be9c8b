#include "ui/panes/valuelabel.h"

#include "network/domain/error.h"
#include "ui/dates.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace latchkey {

ValueLabel::ValueLabel(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_name(name)
    , m_text(new PlainLabel(this))
    , m_note(new PlainLabel(this))
    , m_copy(new QToolButton(this))
{
    m_text->setSelectable(true);
    m_text->installEventFilter(this);
    m_note->setDim(true);
    m_note->setSelectable(true);
    m_note->setElided(Qt::ElideRight);
    m_note->hide();
    m_copy->setIcon(icon("copy"));
    m_copy->setIconSize(QSize(14, 14));
    m_copy->setAutoRaise(true);
    m_copy->setToolTip(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy %1").arg(name));
    m_copy->setMaximumHeight(fontMetrics().height() + 2); // no higher than a line
    m_copy->installEventFilter(this);
    QSizePolicy policy = m_copy->sizePolicy();
    policy.setRetainSizeWhenHidden(true); // nothing moves when it shows
    m_copy->setSizePolicy(policy);
    m_copy->hide();

    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_text);
    texts->addWidget(m_note);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addLayout(texts, 1);
    row->addWidget(m_copy, 0, Qt::AlignTop);
    connect(m_copy, &QToolButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_copied);
        Q_EMIT copied(m_name);
    });
}

void ValueLabel::setLine(const QString &text, const QString &toolTip)
{
    m_text->setFont(font());
    m_text->setWordWrap(false);
    m_text->setElided(Qt::ElideRight);
    present(text, text);
    if (!toolTip.isEmpty())
        m_text->setToolTip(toolTip);
}

void ValueLabel::setLines(const QString &text)
{
    m_text->setFont(font());
    m_text->setElided(Qt::ElideNone);
    m_text->setWordWrap(true);
    present(text, text);
}

void ValueLabel::setCode(const QString &text)
{
    m_text->setWordWrap(false);
    m_text->setElided(Qt::ElideMiddle);
    present(text, text);
    m_text->setFont(codeFont(font()));
}

void ValueLabel::setMoment(Moment moment, qint64 nowMs)
{
    const QString exact = exactText(moment);
    setLine(moment.isReported() ? relativeText(moment, nowMs) : QString(), exact);
    if (moment.isTime())
        m_copied = moment.toIso();
}

void ValueLabel::setNote(const QString &note)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

QString ValueLabel::text() const { return m_text->text(); }

void ValueLabel::present(const QString &text, const QString &copied)
{
    m_copied = copied;
    m_text->setText(text.isEmpty() ? notReportedText() : text);
    m_text->setAbsent(text.isEmpty());
    m_text->setAccessibleName(QStringLiteral("%1: %2").arg(m_name, m_text->text()));
    setNote({});
    showButton();
}

void ValueLabel::showButton()
{
    const bool isWanted = underMouse() || m_text->hasFocus() || m_copy->hasFocus();
    m_copy->setVisible(isWanted && !m_copied.isEmpty());
}

bool ValueLabel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        // After the event: who has the focus next is known then.
        QMetaObject::invokeMethod(this, &ValueLabel::showButton, Qt::QueuedConnection);
    return QWidget::eventFilter(watched, event);
}

void ValueLabel::enterEvent(QEnterEvent *) { showButton(); }

void ValueLabel::leaveEvent(QEvent *) { showButton(); }

} // namespace latchkey
