#pragma once

#include "ui/style/colours.h"

#include <QFrame>
#include <QPainter>

namespace latchkey {

//! The head of a page, pane or dialog: tinted, with a line of 2 px below, where it concerns production.
class TintedHead : public QFrame
{
public:
    using QFrame::QFrame;

    void setProduction(bool isProduction)
    {
        m_isProduction = isProduction;
        update();
    }
    [[nodiscard]] bool isProduction() const { return m_isProduction; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Colours colours = coloursFor(palette());
        QPainter painter(this);
        painter.fillRect(rect(), m_isProduction ? colours.productionTint : colours.window);
        const int line = m_isProduction ? 2 : 1;
        painter.fillRect(QRect(0, height() - line, width(), line), m_isProduction ? colours.production : colours.line);
    }

private:
    bool m_isProduction = false;
};

} // namespace latchkey
