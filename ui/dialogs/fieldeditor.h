#pragma once

#include "network/domain/credential.h"
#include "network/domain/description.h"
#include "ui/dialogs/fieldbox.h"

#include <QVariant>

#include <functional>

class QLineEdit;

namespace latchkey {

class Clock;

//! The widget of one FormField, as a provider declares it: text, list of choices, date, switch, or a masked secret.
class FieldEditor : public FieldBox
{
    Q_OBJECT
public:
    //! Starts with FormField::initial. `clock` outlives this; dates are proposed from it.
    FieldEditor(const FormField &field, const Clock &clock, QWidget *parent = nullptr);

    [[nodiscard]] const FormField &field() const { return m_field; }
    //! Secret, password or one-time code.
    [[nodiscard]] bool isSecret() const;
    [[nodiscard]] bool isEmpty() const;
    //! As CreateRequest::fields takes it: text, a list of texts, or a bool. Dates are ISO 8601 in UTC, or "never". Not
    //! for secrets.
    [[nodiscard]] QVariant value() const;
    //! Checked as it is typed; empty where nothing is typed. Error: InvalidInput, with a sentence.
    [[nodiscard]] Result<Secret> secret() const;
    //! As it is typed, right or wrong.
    [[nodiscard]] Secret typedSecret() const;
    //! Forgets what was typed.
    void clear();
    //! What stands in an empty field.
    void setPlaceholder(const QString &text);
    //! Puts a secret that was typed before back.
    void setSecret(const Secret &secret);
    //! Shows the sentence for what is wrong now, if anything. Whether it can be used.
    bool check(bool mayBeEmpty);

Q_SIGNALS:
    void changed();

private:
    void makeLine();
    void makeChoice();
    void makeChoices();
    void makeFlag();
    void makeDate(const Clock &clock);

    FormField m_field;
    QLineEdit *m_line = nullptr; //!< for what is typed on one line
    std::function<QVariant()> m_read;
};

//! A line with a button that shows a secret while it is pressed.
[[nodiscard]] QLineEdit *secretLine(QWidget *parent);

} // namespace latchkey
