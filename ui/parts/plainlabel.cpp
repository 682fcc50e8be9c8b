#include "ui/parts/plainlabel.h"

#include "network/domain/error.h"
#include "ui/style/colours.h"
#include "ui/style/look.h"

#include <QApplication>
#include <QEvent>
#include <QPainter>
#include <QTextDocument>

namespace latchkey {

namespace {

//! A tool tip takes text with tags for HTML.
QString plainToolTip(const QString &text)
{
    if (!Qt::mightBeRichText(text))
        return text;
    return QStringLiteral("<qt>%1</qt>").arg(text.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")));
}

} // namespace

PlainLabel::PlainLabel(QWidget *parent) : QLabel(parent) { setTextFormat(Qt::PlainText); }

PlainLabel::PlainLabel(const QString &text, QWidget *parent) : PlainLabel(parent) { setText(text); }

void PlainLabel::setText(const QString &text)
{
    // Line ends that we write ourselves stay; a provider's are marked before they get here.
    QStringList lines = text.split(u'\n');
    for (QString &line : lines)
        line = cleanedText(line, 4000);
    m_heights.clear();
    QLabel::setText(lines.join(u'\n'));
    if (m_elide != Qt::ElideNone)
        setToolTip(plainToolTip(QLabel::text()));
}

void PlainLabel::setSelectable(bool selectable)
{
    m_heights.clear(); // selectable text is laid out by other means
    setTextInteractionFlags(selectable ? Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard
                                       : Qt::NoTextInteraction);
}

void PlainLabel::setDim(bool dim)
{
    m_isDim = dim;
    restyle();
}

void PlainLabel::setAbsent(bool absent)
{
    m_isAbsent = absent;
    restyle();
}

void PlainLabel::setTint(Tint tint)
{
    m_tint = tint;
    restyle();
}

void PlainLabel::setElided(Qt::TextElideMode mode)
{
    m_elide = mode;
    setToolTip(mode == Qt::ElideNone ? QString() : plainToolTip(text()));
    updateGeometry();
}

QSize PlainLabel::minimumSizeHint() const
{
    const QSize whole = QLabel::minimumSizeHint();
    return m_elide == Qt::ElideNone ? whole : QSize(fontMetrics().averageCharWidth() * 4, whole.height());
}

void PlainLabel::paintEvent(QPaintEvent *event)
{
    if (m_elide == Qt::ElideNone || fontMetrics().horizontalAdvance(text()) <= contentsRect().width()) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, foregroundRole()));
    paintVisibleText(painter, contentsRect(), text(), alignment(), m_elide);
}

int PlainLabel::heightForWidth(int width) const
{
    if (!wordWrap())
        return QLabel::heightForWidth(width);
    const auto known = m_heights.constFind(width);
    if (known != m_heights.constEnd())
        return *known;
    return *m_heights.insert(width, QLabel::heightForWidth(width));
}

bool PlainLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ContentsRectChange || event->type() == QEvent::Polish)
        m_heights.clear();
    return QLabel::event(event);
}

void PlainLabel::changeEvent(QEvent *event)
{
    m_heights.clear();
    QLabel::changeEvent(event);
    // Qt 6.4 tells a widget of the application's new palette by its own, which has changed with it.
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        restyle();
}

void PlainLabel::restyle()
{
    if (m_isRestyling)
        return;
    m_isRestyling = true;
    QPalette colours;
    const Tint tint = m_isDim || m_isAbsent ? Tint::Dim : m_tint;
    if (tint != Tint::Text) {
        for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text}) // as the background is
            colours.setColor(role, colourOf(tint, QApplication::palette()));
    }
    setPalette(colours);
    QFont shown = m_isDim ? secondaryFont(QApplication::font()) : font();
    shown.setItalic(m_isAbsent);
    setFont(shown);
    m_isRestyling = false;
}

} // namespace latchkey
