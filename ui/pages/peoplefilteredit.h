#pragma once

#include <QLineEdit>

namespace latchkey {

class PlainLabel;

//! The filter line of people and of clients, with an icon at the left and a count at the right. Escape clears it.
class PeopleFilterEdit : public QLineEdit
{
    Q_OBJECT
public:
    //! `objects`: what the names of its objects begin with.
    explicit PeopleFilterEdit(const QString &objects, QWidget *parent = nullptr);

    //! "143 of 918".
    void setCount(const QString &count);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    //! Down, Enter, or Escape in an empty line: on to the table.
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void place();

    PlainLabel *m_count;
};

} // namespace latchkey
