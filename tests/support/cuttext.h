#pragma once

#include <QAbstractButton>
#include <QApplication>
#include <QFont>
#include <QLabel>
#include <QLineEdit>

namespace latchkey {

//! The application's font, times `scale`, until this goes.
class ScaledFont
{
public:
    explicit ScaledFont(double scale) : m_before(QApplication::font())
    {
        QFont scaled(m_before);
        scaled.setPointSizeF(m_before.pointSizeF() * scale);
        QApplication::setFont(scaled);
    }
    ~ScaledFont() { QApplication::setFont(m_before); }
    Q_DISABLE_COPY_MOVE(ScaledFont)

private:
    QFont m_before;
};

//! Names the first visible label or button under `root` that has less room than its text needs, or lies outside of
//! `root`; empty: none. `along`: where a page scrolls one way, the other alone counts.
inline QByteArray cutText(const QWidget &root, Qt::Orientations along = Qt::Horizontal | Qt::Vertical)
{
    const auto widgets = root.findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        const bool isText =
            qobject_cast<const QLabel *>(widget) != nullptr || qobject_cast<const QAbstractButton *>(widget) != nullptr;
        const bool isOfField = qobject_cast<const QLineEdit *>(widget->parentWidget()) != nullptr; // its icons
        if (!isText || isOfField || !widget->isVisible())
            continue;
        const QSize needed = widget->minimumSizeHint();
        const QRect place(widget->mapTo(&root, QPoint()), widget->size());
        const bool isCutAcross = along.testFlag(Qt::Horizontal)
            && (widget->width() < needed.width() || place.left() < 0 || place.right() >= root.width());
        const bool isCutDown = along.testFlag(Qt::Vertical)
            && (widget->height() < needed.height() || place.top() < 0 || place.bottom() >= root.height());
        if (isCutAcross || isCutDown)
            return QByteArray(widget->metaObject()->className()) + ' ' + widget->objectName().toUtf8() + ' '
                + widget->accessibleName().toUtf8();
    }
    return {};
}

} // namespace latchkey
