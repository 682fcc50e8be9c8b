#include "ui/parts/banner.h"

#include "ui/parts/plainlabel.h"
#include "ui/style/colours.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace latchkey {

Banner::Banner(QWidget *parent)
    : QFrame(parent)
    , m_icon(new PlainLabel(this))
    , m_fact(new PlainLabel(this))
    , m_reason(new PlainLabel(this))
    , m_buttons(new QHBoxLayout)
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("banner"));
    m_fact->setFont(boldFont(font()));
    m_fact->setWordWrap(true);
    m_reason->setWordWrap(true);
    m_fact->setSelectable(true);
    m_reason->setSelectable(true);
    m_close->setIcon(icon("close"));
    m_close->setAccessibleName(tr("Close this message"));
    m_close->setToolTip(tr("Close this message"));
    static_cast<QToolButton *>(m_close)->setAutoRaise(true);
    m_close->hide();
    m_buttons->setSpacing(8);

    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_fact);
    texts->addWidget(m_reason);
    texts->addLayout(m_buttons);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 8, 8, 8);
    row->setSpacing(8);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    row->addWidget(m_close, 0, Qt::AlignTop);
    connect(m_close, &QAbstractButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
    hide();
}

void Banner::say(Tone tone, const QString &fact, const QString &reason)
{
    m_tone = tone;
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        if (QWidget *button = item->widget())
            button->deleteLater();
        delete item;
    }
    m_buttons->addStretch(); // a layout without items would let the texts be no wider than they must
    const char *name = tone == Tone::Info ? "info" : tone == Tone::Warning ? "warning" : "error";
    const Tint tint = tone == Tone::Info ? Tint::Accent : tone == Tone::Warning ? Tint::Warn : Tint::Bad;
    m_icon->setPixmap(tintedIcon(name, tint).pixmap(QSize(16, 16), devicePixelRatioF()));
    m_fact->setText(fact);
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
    setAccessibleName(fact);
    setAccessibleDescription(reason);
    update();
}

QAbstractButton *Banner::addButton(const QString &text, const char *iconName)
{
    auto *button = new QPushButton(text, this);
    button->setAutoDefault(false);
    if (*iconName != 0)
        button->setIcon(icon(iconName));
    m_buttons->insertWidget(m_buttons->count() - 1, button); // before the stretch
    return button;
}

void Banner::setDismissable(bool dismissable) { m_close->setVisible(dismissable); }

void Banner::paintEvent(QPaintEvent *)
{
    const Colours colours = coloursFor(palette());
    const QColor fill = m_tone == Tone::Info ? colours.infoFill
        : m_tone == Tone::Warning            ? colours.warnFill
                                             : colours.errorFill;
    const QColor bar = m_tone == Tone::Info ? colours.accent : m_tone == Tone::Warning ? colours.warn : colours.bad;
    QPainter painter(this);
    painter.fillRect(rect(), fill);
    painter.fillRect(QRect(0, 0, 3, height()), bar);
    painter.setPen(colours.line);
    painter.drawLine(rect().bottomLeft(), rect().bottomRight());
}

} // namespace latchkey
