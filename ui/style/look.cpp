#include "ui/style/look.h"

#include "ui/style/colours.h"
#include "ui/style/latchkeystyle.h"

#include <QApplication>
#include <QFontDatabase>
#include <QIcon>
#include <QPainter>
#include <QStyle>
#include <QWidget>

namespace latchkey {

namespace {

QFont scaled(const QFont &body, qreal factor)
{
    QFont font(body);
    font.setPointSizeF(body.pointSizeF() * factor);
    return font;
}

} // namespace

void applyLook(QApplication &application, Appearance appearance, bool systemIsDark)
{
    const bool isForeign = application.style()->name() != QLatin1String("fusion")
        && qobject_cast<LatchkeyStyle *>(application.style()) == nullptr;
    if (appearance != Appearance::System || !isForeign) {
        const bool isDark = appearance == Appearance::Dark || (appearance == Appearance::System && systemIsDark);
        if (qobject_cast<LatchkeyStyle *>(application.style()) == nullptr)
            application.setStyle(new LatchkeyStyle);
        application.setPalette(paletteOf(isDark ? darkColours() : lightColours()));
    }
    // Qt finds no theme without a desktop that names one; Debian's packages put them here.
    if (QIcon::themeName().isEmpty() || QIcon::themeName() == QLatin1String("hicolor")
        || QIcon::themeName().startsWith(QLatin1String("breeze"))) {
        const bool isDark = coloursFor(application.palette()).isDark;
        QIcon::setThemeName(isDark ? QStringLiteral("breeze-dark") : QStringLiteral("breeze"));
    }
}

QFont secondaryFont(const QFont &body) { return scaled(body, 0.88); }
QFont headerFont(const QFont &body) { return scaled(body, 0.92); }

QFont boldFont(const QFont &body)
{
    QFont font(body);
    font.setBold(true);
    return font;
}

QFont titleFont(const QFont &body) { return boldFont(scaled(body, 1.15)); }

QFont codeFont(const QFont &body)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(body.pointSizeF() * 0.9);
    return font;
}

int rowHeight(const QWidget &widget) { return widget.fontMetrics().height() + 4; }

void paintVisibleText(QPainter &painter, const QRect &rect, const QString &text, Qt::Alignment alignment,
                      Qt::TextElideMode elide)
{
    const QLatin1String mark("[U+");
    const QFontMetrics metrics = painter.fontMetrics();
    const QString shown = metrics.elidedText(text, elide, rect.width());
    if (!shown.contains(mark)) {
        painter.drawText(rect, int(alignment | Qt::AlignVCenter) | Qt::TextSingleLine, shown);
        return;
    }
    // Boxes need the room of their marks or less, so nothing is cut that the elided text did not cut.
    painter.save();
    const QColor pen = painter.pen().color();
    const QFont body = painter.font();
    QFont box = scaled(body, 0.75);
    int x = rect.left();
    qsizetype at = 0;
    while (at < shown.size()) {
        const qsizetype start = shown.indexOf(mark, at);
        const qsizetype end = start < 0 ? -1 : shown.indexOf(u']', start);
        const QString plain = shown.mid(at, end < 0 ? -1 : start - at);
        painter.setFont(body);
        painter.setPen(pen);
        painter.drawText(QRect(x, rect.top(), rect.right() - x + 1, rect.height()),
                         Qt::AlignVCenter | Qt::TextSingleLine, plain);
        x += metrics.horizontalAdvance(plain);
        if (end < 0)
            break;
        const QString code = shown.mid(start + 1, end - start - 1);
        painter.setFont(box);
        const int width = QFontMetrics(box).horizontalAdvance(code) + 4;
        const QRect frame(x + 1, rect.center().y() - QFontMetrics(box).height() / 2, width, QFontMetrics(box).height());
        painter.setPen(coloursFor(qApp->palette()).warn);
        painter.drawRect(frame.adjusted(0, 0, -1, -1));
        painter.drawText(frame, Qt::AlignCenter, code);
        x += width + 2;
        at = end + 1;
    }
    painter.restore();
}

} // namespace latchkey
