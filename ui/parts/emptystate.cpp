#include "ui/parts/emptystate.h"

#include "ui/parts/plainlabel.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace latchkey {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_icon(new PlainLabel(this))
    , m_why(new PlainLabel(this))
    , m_next(new PlainLabel(this))
    , m_buttons(new QHBoxLayout)
{
    setObjectName(QStringLiteral("emptyState"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_why->setFont(boldFont(font()));
    m_next->setDim(true);
    for (PlainLabel *label : {m_icon, m_why, m_next}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(label != m_icon);
    }
    m_next->setMaximumWidth(fontMetrics().averageCharWidth() * 70);
    m_buttons->setSpacing(8);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(8);
    column->addStretch(2);
    column->addWidget(m_icon);
    column->addWidget(m_why);
    auto *next = new QHBoxLayout; // centred by room beside it: an alignment would make the label wrap too early
    next->addStretch(1);
    next->addWidget(m_next, 1000);
    next->addStretch(1);
    column->addLayout(next);
    column->addLayout(m_buttons);
    column->addStretch(3);
}

void EmptyState::say(const char *iconName, const QString &why, const QString &next)
{
    m_iconName = iconName;
    m_why->setText(why);
    m_next->setText(next);
    setAccessibleName(why);
    setAccessibleDescription(next);
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        if (QWidget *button = item->widget())
            button->deleteLater();
        delete item;
    }
    drawIcon();
}

QAbstractButton *EmptyState::addButton(const QString &text, const char *iconName)
{
    auto *button = new QPushButton(text, this);
    if (*iconName != 0)
        button->setIcon(icon(iconName));
    const bool isFirst = m_buttons->count() == 0;
    button->setDefault(isFirst);
    if (isFirst) {
        m_buttons->addStretch();
        m_buttons->addWidget(button);
        m_buttons->addStretch();
    } else {
        m_buttons->insertWidget(m_buttons->count() - 1, button);
    }
    return button;
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        drawIcon();
}

void EmptyState::drawIcon()
{
    m_icon->setPixmap(tintedIcon(m_iconName, Tint::Dim).pixmap(QSize(28, 28), devicePixelRatioF()));
}

} // namespace latchkey
