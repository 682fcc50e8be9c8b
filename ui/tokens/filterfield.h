#pragma once

#include "models/inventory/tokentablemodel.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QCompleter;
class QStringListModel;

namespace latchkey {

class FilterEdit;
class PlainLabel;

//! The filter line: what is typed filters a moment after the last key; what cannot be read says why below, and leaves
//! the table as it is. Completes keys, and values that the inventory has.
class FilterField : public QWidget
{
    Q_OBJECT

public:
    //! `model` must outlive the field.
    explicit FilterField(const TokenTableModel &model, QWidget *parent = nullptr);

    //! As it stands in the field.
    [[nodiscard]] QString line() const;
    //! As if it was typed; says at once what is wrong with it.
    void setLine(const QString &line);
    //! "6,214 of 7,011".
    void setCount(const QString &count);
    //! Puts the cursor into the field, with all of it selected.
    void startTyping();
    //! Adds "key:" to the line, to be completed.
    void startCondition(const QString &key);
    //! What is wrong with the line; empty: nothing, or not yet said.
    [[nodiscard]] QString errorText() const;

Q_SIGNALS:
    //! The line can be read, and asks for something else than before.
    void filterChanged(const latchkey::TokenFilter &filter);
    //! Down, Enter, or Escape in an empty line: on to the table.
    void left();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    //! Not as if it was typed: without a delay, and without proposals.
    void setText(const QString &text);
    //! What is typed is meant.
    void enter();
    void read();
    void showError();
    void suggest();
    void take(const QString &completion);
    [[nodiscard]] QStringList completions(const QString &word) const;
    [[nodiscard]] QStringList valuesOf(const QString &key) const;

    const TokenTableModel &m_model;
    bool m_isSetting = false;
    FilterEdit *m_edit;
    PlainLabel *m_error;
    QCompleter *m_completer;
    QStringListModel *m_words;
    QTimer m_typingTimer;
    QTimer m_errorTimer;
    QString m_filterLine; //!< the last one that could be read
    std::optional<FilterError> m_wrong;
};

} // namespace latchkey
