#include "ui/parts/actionbutton.h"

#include "network/domain/error.h"
#include "ui/style/colours.h"

#include <QAction>
#include <QApplication>
#include <QEvent>

namespace latchkey {

ActionButton::ActionButton(const QString &text, const char *iconName, Tone tone, QWidget *parent)
    : QPushButton(parent)
    , m_iconName(iconName)
    , m_tone(tone)
{
    setAutoDefault(false);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed); // a button's own would never be cut
    setWholeText(text);
    tint();
}

ActionButton::ActionButton(QAction *action, const char *iconName, Tone tone, QWidget *parent)
    : ActionButton(QString(), iconName, tone, parent)
{
    setObjectName(action->objectName() + QStringLiteral("Button"));
    follow(action);
    connect(action, &QAction::changed, this, [this, action] { follow(action); });
    connect(this, &QAbstractButton::clicked, action, &QAction::trigger);
}

void ActionButton::follow(const QAction *action)
{
    setWholeText(action->text().remove(u'&'));
    setEnabled(action->isEnabled());
    if (!action->isEnabled())
        setToolTip(action->toolTip()); // why not
}

void ActionButton::setWholeText(const QString &text)
{
    m_whole = cleanedText(text);
    setAccessibleName(m_whole);
    fit();
    updateGeometry();
}

QSize ActionButton::sizeHint() const
{
    const QSize shown = QPushButton::sizeHint();
    return {fontMetrics().horizontalAdvance(m_whole) + padding(), shown.height()};
}

QSize ActionButton::minimumSizeHint() const { return {fontMetrics().height() * 5, QPushButton::sizeHint().height()}; }

void ActionButton::resizeEvent(QResizeEvent *event)
{
    QPushButton::resizeEvent(event);
    fit();
}

void ActionButton::changeEvent(QEvent *event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_isTinting)
        tint();
    if (event->type() == QEvent::FontChange)
        fit();
}

//! Room for the frame, and for the icon where there is one.
int ActionButton::padding() const { return fontMetrics().height() * (*m_iconName != 0 ? 5 : 3) / 2; }

void ActionButton::fit()
{
    const QString cut = fontMetrics().elidedText(m_whole, Qt::ElideMiddle, width() - padding() + 2);
    setText(QString(cut).replace(u'&', QStringLiteral("&&")));
    setToolTip(cut == m_whole ? QString() : QStringLiteral("<qt>%1</qt>").arg(m_whole.toHtmlEscaped()));
}

void ActionButton::tint()
{
    QPalette colours;
    if (m_tone == Tone::Red) {
        const QColor bad = coloursFor(QApplication::palette()).bad;
        colours.setColor(QPalette::Active, QPalette::ButtonText, bad);
        colours.setColor(QPalette::Inactive, QPalette::ButtonText, bad);
    }
    m_isTinting = true;
    setPalette(colours);
    m_isTinting = false;
    if (*m_iconName != 0)
        setIcon(tintedIcon(m_iconName, m_tone == Tone::Red ? Tint::Bad : Tint::Text));
}

} // namespace latchkey
