#pragma once

#include "network/domain/account.h"
#include "ui/parts/tintedhead.h"

#include <optional>

namespace latchkey {

class Badge;
class PlainLabel;

//! The head of every dialog: what it is about, where it acts, and the full badge; tinted for production.
class DialogHead : public TintedHead
{
    Q_OBJECT
public:
    explicit DialogHead(QWidget *parent = nullptr);

    void say(const QString &title, const QString &subtitle);
    //! The badge at the right; absent: none.
    void setEnvironment(std::optional<Environment> environment);

private:
    PlainLabel *m_title;
    PlainLabel *m_subtitle;
    Badge *m_badge;
};

//! A 1 px line between the parts of a dialog.
[[nodiscard]] QFrame *dividingLine(QWidget *parent, Qt::Orientation orientation = Qt::Horizontal);
//! Makes the dialog as large as it wants to be, as far as the screen has room. Qt alone stops at two thirds of that.
void openAtWantedSize(QWidget &dialog);

} // namespace latchkey
