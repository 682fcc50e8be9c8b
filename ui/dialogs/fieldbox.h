#pragma once

#include <QWidget>

class QLabel;
class QScrollArea;

namespace latchkey {

class PlainLabel;

//! What stands at the right of a form's label: an input, a hint beside or below it, and, where the input cannot be
//! used, the sentence that says why.
class FieldBox : public QWidget
{
    Q_OBJECT
public:
    enum class HintPlace { Beside, Below };

    //! Takes the input over. The input's object name with "Hint" and "Problem" is that of the two sentences.
    explicit FieldBox(QWidget *input, HintPlace place = HintPlace::Beside, QWidget *parent = nullptr);

    [[nodiscard]] QWidget *input() const { return m_input; }
    //! Plain, secondary; empty: none.
    void setHint(const QString &hint);
    //! In the place of a hint below; empty: none.
    void setProblem(const QString &sentence);
    [[nodiscard]] QString problem() const;
    //! The hint says what is right: with a tick, and in its colour.
    void setRight(bool right);

protected:
    void focusInEvent(QFocusEvent *event) override; // the input gets it

private:
    void describe();

    QWidget *m_input;
    QLabel *m_tick;
    PlainLabel *m_hint;
    PlainLabel *m_problem;
};

//! Scrolls to the field in `area` that has the focus, its sentence included; nothing where none has.
void showFocused(QScrollArea &area);
//! The same whenever what is in `area`, or the room for it, changes.
void keepFocusedShown(QScrollArea &area);

} // namespace latchkey
