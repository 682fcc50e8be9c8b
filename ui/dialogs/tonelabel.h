#pragma once

#include "ui/parts/plainlabel.h"
#include "ui/style/icons.h"

namespace latchkey {

//! A plain label in a colour that means something, light and dark.
class ToneLabel : public PlainLabel
{
    Q_OBJECT
public:
    explicit ToneLabel(Tint tint, QWidget *parent = nullptr);

    void setTint(Tint tint);

protected:
    void changeEvent(QEvent *event) override;

private:
    void apply();

    Tint m_tint;
};

} // namespace latchkey
