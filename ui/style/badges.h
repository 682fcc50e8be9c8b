#pragma once

#include "network/domain/account.h"

#include <QWidget>

class QPainter;

namespace latchkey {

//! Badges differ by shape as well as by colour, and are painted by these functions alone, in delegates and in labels.
enum class BadgeForm {
    Short, //!< "PROD": sidebar
    Quiet, //!< "PROD" as an outline: table rows, where a column of red would stop being read
    Full, //!< "PRODUCTION": heads
};
[[nodiscard]] QString badgeText(Environment environment, BadgeForm form);
//! What an environment is called in sentences and for screen readers: "production".
[[nodiscard]] QString environmentText(Environment environment);
[[nodiscard]] QSize badgeSize(Environment environment, BadgeForm form, const QFont &base);
//! Left of `rect`, centred vertically. Returns the width that it took.
int paintBadge(QPainter &painter, const QRect &rect, Environment environment, BadgeForm form, const QPalette &palette,
               const QFont &base);

//! "this app": on every token that some account of this app signs in with.
[[nodiscard]] QSize ownBadgeSize(const QFont &base);
int paintOwnBadge(QPainter &painter, const QRect &rect, const QPalette &palette, const QFont &base);

//! The account's own colour, 4 x 14: never text, never meaning. Nothing where `colour` is empty.
void paintAccountBar(QPainter &painter, const QRect &rect, const QString &colour);

//! A badge as a widget.
class Badge : public QWidget
{
    Q_OBJECT
public:
    explicit Badge(Environment environment, BadgeForm form = BadgeForm::Full, QWidget *parent = nullptr);
    void setEnvironment(Environment environment);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Environment m_environment;
    BadgeForm m_form;
};

} // namespace latchkey
