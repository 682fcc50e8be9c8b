#include "ui/style/icons.h"

#include "ui/style/colours.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace latchkey {

QColor colourOf(Tint tint, const QPalette &palette)
{
    const Colours colours = coloursFor(palette);
    switch (tint) {
    case Tint::Text:
        break;
    case Tint::Dim:
        return colours.dim;
    case Tint::Accent:
        return colours.accent;
    case Tint::Ok:
        return colours.ok;
    case Tint::Warn:
        return colours.warn;
    case Tint::Bad:
        return colours.bad;
    case Tint::Unknown:
        return colours.unknown;
    }
    return palette.color(QPalette::Active, QPalette::WindowText);
}

namespace {

QColor colourOf(Tint tint, QIcon::Mode mode)
{
    const QPalette palette = QGuiApplication::palette();
    return mode == QIcon::Disabled ? palette.color(QPalette::Disabled, QPalette::WindowText) : colourOf(tint, palette);
}

//! Draws one of our shapes in a colour of the palette of the moment.
class TintedIconEngine : public QIconEngine
{
public:
    TintedIconEngine(const char *name, Tint tint) : m_name(name), m_tint(tint) { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const int side = std::min(rect.width(), rect.height());
        QRect square(0, 0, side, side);
        square.moveCenter(rect.center());
        const QColor colour = colourOf(m_tint, mode);
        painter->drawPixmap(square, iconPixmap(m_name, colour, side, painter->device()->devicePixelRatioF()));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return iconPixmap(m_name, colourOf(m_tint, mode), std::min(size.width(), size.height()), 1.0);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        QPixmap scaled =
            iconPixmap(m_name, colourOf(m_tint, mode), int(std::min(size.width(), size.height()) / scale), scale);
        return scaled;
    }
    [[nodiscard]] QIconEngine *clone() const override { return new TintedIconEngine(m_name, m_tint); }
    [[nodiscard]] QString key() const override { return QStringLiteral("latchkey"); }
    bool isNull() override { return false; }

private:
    const char *m_name;
    Tint m_tint;
};

} // namespace

QIcon icon(const char *name, const char *themeName)
{
    const QIcon own = tintedIcon(name);
    return *themeName != 0 ? QIcon::fromTheme(QLatin1String(themeName), own) : own;
}

QIcon tintedIcon(const char *name, Tint tint) { return QIcon(new TintedIconEngine(name, tint)); }

QPixmap iconPixmap(const char *name, const QColor &colour, int size, qreal devicePixelRatio)
{
    const QString key = QStringLiteral("latchkey/%1/%2/%3/%4")
                            .arg(QLatin1String(name), colour.name(QColor::HexArgb))
                            .arg(size)
                            .arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    const int side = std::max(1, qRound(size * devicePixelRatio));
    pixmap = QPixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer shape(QStringLiteral(":/icons/%1.svg").arg(QLatin1String(name)));
    shape.render(&painter, QRectF(0, 0, side, side));
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), colour);
    painter.end();
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

StateMark markOf(TokenState state, bool isSoon)
{
    switch (state) {
    case TokenState::Active:
        return isSoon ? StateMark{"state-soon", Tint::Warn} : StateMark{"state-active", Tint::Ok};
    case TokenState::Expired:
        return {"state-expired", Tint::Dim};
    case TokenState::Suspended:
        return {"state-suspended", Tint::Warn};
    case TokenState::NotReported:
        break;
    }
    return {"state-notreported", Tint::Dim};
}

StateMark markOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Confirmed:
        return {"outcome-confirmed", Tint::Ok};
    case Outcome::AlreadyGone:
        return {"outcome-alreadygone", Tint::Dim};
    case Outcome::Unprovable:
        return {"outcome-unprovable", Tint::Warn};
    case Outcome::Refused:
        return {"outcome-refused", Tint::Bad};
    case Outcome::NotSent:
        return {"outcome-notsent", Tint::Dim};
    case Outcome::Unknown:
        return {"outcome-unknown", Tint::Unknown};
    case Outcome::StillActive:
        return {"outcome-stillactive", Tint::Bad};
    case Outcome::Excluded:
        break;
    }
    return {"outcome-excluded", Tint::Dim};
}

StateMark markOf(Step step)
{
    return step == Step::Sent ? StateMark{"outcome-sent", Tint::Accent} : StateMark{"outcome-queued", Tint::Dim};
}

} // namespace latchkey
