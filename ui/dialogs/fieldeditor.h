#pragma once

#include "network/domain/credential.h"
#include "network/domain/description.h"
#include "ui/dialogs/fieldbox.h"

#include <QVariant>

#include <functional>

class QHBoxLayout;
class QLineEdit;
class QPlainTextEdit;

namespace latchkey {

class Clock;

//! The widget of one FormField, as a provider declares it: text, number, address, JSON, list of choices, date, switch,
//! or a masked secret.
class FieldEditor : public FieldBox
{
    Q_OBJECT
public:
    enum class Start {
        Proposal, //!< with FormField::initial
        Unchanged, //!< empty, whatever the type: what stays empty stays as it is
    };
    //! `clock` outlives this; dates are proposed from it.
    FieldEditor(const FormField &field, const Clock &clock, Start start, QWidget *parent = nullptr);

    [[nodiscard]] const FormField &field() const { return m_field; }
    //! Secret, password or one-time code.
    [[nodiscard]] bool isSecret() const;
    [[nodiscard]] bool isEmpty() const;
    //! A switch has its label beside it: it needs none of the form's.
    [[nodiscard]] bool namesItself() const;
    //! As CreateRequest::fields takes it: text, a list of texts, or a bool. Dates are ISO 8601 in UTC, or "never";
    //! numbers and JSON are text. Not for secrets.
    [[nodiscard]] QVariant value() const;
    //! Takes what value() gave; what it has no place for stays away. Not for secrets.
    void setValue(const QVariant &value);
    //! It is not what was proposed.
    [[nodiscard]] bool isChanged() const;
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
    void makeJson();
    void makeChoice(const QList<std::pair<QString, QVariant>> &choices);
    void makeChoices();
    void makeFlag();
    void makeDate(const Clock &clock);
    //! Of what is typed, which is not empty; empty: none.
    [[nodiscard]] QString problemOfTyped() const;
    [[nodiscard]] QHBoxLayout *row() const;

    FormField m_field;
    const Start m_start;
    QLineEdit *m_line = nullptr; //!< for what is typed on one line
    QPlainTextEdit *m_json = nullptr;
    std::function<QVariant()> m_read;
    std::function<void(const QVariant &)> m_write;
    QVariant m_proposed;
};

//! A line with a button that shows a secret while it is pressed.
[[nodiscard]] QLineEdit *secretLine(QWidget *parent);

} // namespace latchkey
