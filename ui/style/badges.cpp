#include "ui/style/badges.h"

#include "ui/style/colours.h"
#include "ui/style/icons.h"

#include <QCoreApplication>
#include <QPainter>

namespace latchkey {

namespace {

QFont badgeFont(const QFont &base)
{
    QFont font(base);
    font.setPointSizeF(base.pointSizeF() * 0.75);
    font.setBold(true);
    return font;
}

QFont smallFont(const QFont &base)
{
    QFont font(base);
    font.setPointSizeF(base.pointSizeF() * 0.88);
    return font;
}

constexpr int Padding = 5;
constexpr int Gap = 4;

QRectF frameOf(const QRect &rect, QSize size)
{
    return QRectF(rect.left(), rect.center().y() - size.height() / 2 + 0.5, size.width(), size.height())
        .adjusted(0.5, 0, -0.5, 0);
}

} // namespace

QString badgeText(Environment environment, BadgeForm form)
{
    const bool isFull = form == BadgeForm::Full;
    switch (environment) {
    case Environment::Production:
        return isFull ? QCoreApplication::translate("Badge", "PRODUCTION")
                      : QCoreApplication::translate("Badge", "PROD");
    case Environment::Staging:
        return isFull ? QCoreApplication::translate("Badge", "STAGING") : QCoreApplication::translate("Badge", "STAGE");
    case Environment::Development:
        return isFull ? QCoreApplication::translate("Badge", "DEVELOPMENT")
                      : QCoreApplication::translate("Badge", "DEV");
    case Environment::Sandbox:
        break;
    }
    return QCoreApplication::translate("Badge", "SANDBOX");
}

QString environmentText(Environment environment)
{
    switch (environment) {
    case Environment::Production:
        return QCoreApplication::translate("Badge", "production");
    case Environment::Staging:
        return QCoreApplication::translate("Badge", "staging");
    case Environment::Development:
        return QCoreApplication::translate("Badge", "development");
    case Environment::Sandbox:
        break;
    }
    return QCoreApplication::translate("Badge", "sandbox");
}

QSize badgeSize(Environment environment, BadgeForm form, const QFont &base)
{
    const QFontMetrics metrics(badgeFont(base));
    return {metrics.horizontalAdvance(badgeText(environment, form)) + 2 * Padding, metrics.height() + 1};
}

int paintBadge(QPainter &painter, const QRect &rect, Environment environment, BadgeForm form, const QPalette &palette,
               const QFont &base)
{
    const Colours colours = coloursFor(palette);
    const QSize size = badgeSize(environment, form, base);
    const QRectF frame = frameOf(rect, size);
    QColor text = colours.production;
    QColor fill = Qt::transparent;
    QPen border(colours.production);
    switch (environment) {
    case Environment::Production:
        if (form == BadgeForm::Quiet) {
            text = colours.bad;
            border.setColor(colours.bad);
        } else {
            text = Qt::white;
            fill = colours.production;
        }
        break;
    case Environment::Staging:
        text = colours.stagingText;
        fill = colours.stagingFill;
        border.setColor(colours.stagingText);
        break;
    case Environment::Development:
        text = colours.developmentText;
        border.setColor(colours.developmentText);
        break;
    case Environment::Sandbox:
        text = colours.sandboxText;
        border.setColor(colours.sandboxText);
        border.setStyle(Qt::DashLine);
        border.setDashPattern({2, 2});
        break;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(border);
    painter.setBrush(fill);
    painter.drawRoundedRect(frame, 3, 3);
    painter.setPen(text);
    painter.setFont(badgeFont(base));
    painter.drawText(frame, Qt::AlignCenter, badgeText(environment, form));
    painter.restore();
    return size.width();
}

QSize ownBadgeSize(const QFont &base)
{
    const QFontMetrics metrics(smallFont(base));
    return {metrics.horizontalAdvance(QCoreApplication::translate("Badge", "this app")) + 12 + Gap + 2 * Padding,
            metrics.height() + 1};
}

int paintOwnBadge(QPainter &painter, const QRect &rect, const QPalette &palette, const QFont &base)
{
    const Colours colours = coloursFor(palette);
    const QSize size = ownBadgeSize(base);
    const QRectF frame = frameOf(rect, size);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colours.accent);
    painter.drawRoundedRect(frame, 3, 3);
    painter.drawPixmap(QPointF(frame.left() + Padding, frame.center().y() - 6),
                       iconPixmap("key", colours.accent, 12, painter.device()->devicePixelRatioF()));
    painter.setFont(smallFont(base));
    painter.drawText(frame.adjusted(Padding + 12 + Gap, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     QCoreApplication::translate("Badge", "this app"));
    painter.restore();
    return size.width();
}

void paintAccountBar(QPainter &painter, const QRect &rect, const QString &colour)
{
    const QColor own(colour);
    if (own.isValid())
        painter.fillRect(QRect(rect.left(), rect.center().y() - 6, 4, 14), own);
}

Badge::Badge(Environment environment, BadgeForm form, QWidget *parent)
    : QWidget(parent)
    , m_environment(environment)
    , m_form(form)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setEnvironment(environment);
}

void Badge::setEnvironment(Environment environment)
{
    m_environment = environment;
    setAccessibleName(environmentText(environment));
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const { return badgeSize(m_environment, m_form, font()) + QSize(0, 2); }

void Badge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintBadge(painter, rect(), m_environment, m_form, palette(), font());
}

} // namespace latchkey
