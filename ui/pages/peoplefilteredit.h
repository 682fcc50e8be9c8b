#pragma once

#include "ui/pages/findedit.h"

namespace latchkey {

class PlainLabel;

//! The filter line of people and of clients, with an icon at the left and a count at the right.
class PeopleFilterEdit : public FindEdit
{
    Q_OBJECT
public:
    //! `objects`: what the names of its objects begin with.
    explicit PeopleFilterEdit(const QString &objects, QWidget *parent = nullptr);

    //! "143 of 918".
    void setCount(const QString &count);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void place();

    PlainLabel *m_count;
};

} // namespace latchkey
