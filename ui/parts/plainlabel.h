#pragma once

#include "ui/style/icons.h"

#include <QHash>
#include <QLabel>

namespace latchkey {

//! The only label that may show a provider's text: plain, with control and bidi characters made visible, selectable
//! with mouse and keyboard where asked.
class PlainLabel : public QLabel
{
    Q_OBJECT
public:
    explicit PlainLabel(QWidget *parent = nullptr);
    explicit PlainLabel(const QString &text, QWidget *parent = nullptr);

    //! Hides QLabel::setText: every text passes cleanedText(). At most 4,000 characters are shown.
    void setText(const QString &text);
    void setSelectable(bool selectable);
    //! In the secondary colour and size.
    void setDim(bool dim);
    //! Italic and dim, as "not reported" is.
    void setAbsent(bool absent);
    //! In a colour that means something, light and dark; Tint::Text: in none.
    void setTint(Tint tint);
    //! Ends with an ellipsis where there is no room; the tool tip has all of it. One line.
    void setElided(Qt::TextElideMode mode);
    [[nodiscard]] QSize minimumSizeHint() const override;
    //! Remembered for each width: nested layouts ask thousands of times while a window opens.
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void restyle();

    Qt::TextElideMode m_elide = Qt::ElideNone;
    Tint m_tint = Tint::Text;
    bool m_isDim = false;
    bool m_isAbsent = false;
    bool m_isRestyling = false;
    mutable QHash<int, int> m_heights; //!< by width, of wrapped text
};

} // namespace latchkey
