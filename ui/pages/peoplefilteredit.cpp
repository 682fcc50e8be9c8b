#include "ui/pages/peoplefilteredit.h"

#include "ui/parts/plainlabel.h"
#include "ui/style/colours.h"
#include "ui/style/icons.h"

#include <QEvent>
#include <QPainter>

namespace latchkey {

namespace {

constexpr int Margin = 8;
constexpr int IconSize = 16;

} // namespace

PeopleFilterEdit::PeopleFilterEdit(const QString &objects, QWidget *parent)
    : FindEdit(parent)
    , m_count(new PlainLabel(this))
{
    setObjectName(objects + QStringLiteral("Filter"));
    m_count->setObjectName(objects + QStringLiteral("Count"));
    m_count->setDim(true);
    m_count->setAttribute(Qt::WA_TransparentForMouseEvents);
}

void PeopleFilterEdit::setCount(const QString &count)
{
    m_count->setText(count);
    setAccessibleDescription(count);
    place();
}

QSize PeopleFilterEdit::sizeHint() const { return {QLineEdit::sizeHint().width(), fontMetrics().height() + 10}; }

QSize PeopleFilterEdit::minimumSizeHint() const { return {QLineEdit::minimumSizeHint().width(), sizeHint().height()}; }

void PeopleFilterEdit::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    place();
}

void PeopleFilterEdit::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        place();
}

void PeopleFilterEdit::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    const QColor dim = coloursFor(palette()).dim;
    painter.drawPixmap(Margin, (height() - IconSize) / 2, iconPixmap("filter", dim, IconSize, devicePixelRatioF()));
}

void PeopleFilterEdit::place()
{
    const QSize size = m_count->sizeHint();
    m_count->setGeometry(width() - Margin - size.width(), (height() - size.height()) / 2, size.width(), size.height());
    m_count->setVisible(width() > 3 * size.width()); // a narrow field is for the text
    setTextMargins(Margin + IconSize, 0, m_count->isHidden() ? 0 : size.width() + Margin, 0);
}

} // namespace latchkey
