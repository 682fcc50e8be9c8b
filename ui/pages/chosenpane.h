#pragma once

#include "models/people/peopletable.h"
#include "ui/parts/actionbutton.h"

#include <QWidget>

#include <utility>

class QAction;
class QFormLayout;
class QScrollArea;
class QStackedWidget;

namespace latchkey {

class EmptyState;
class FlowLayout;
class PlainLabel;
class TintedHead;

//! What is known of those who are chosen: a head with their name and what can be done, over a body that scrolls; or
//! that none is chosen.
class ChosenPane : public QWidget
{
    Q_OBJECT

protected:
    //! `revoke`: the first button; it must outlive the pane.
    ChosenPane(QAction *revoke, QWidget *parent);

    //! A further button beside the others.
    ActionButton *addButton(QAction *action, const char *iconName, ActionButton::Tone tone);
    [[nodiscard]] PlainLabel &title() { return *m_title; }
    [[nodiscard]] PlainLabel &subtitle() { return *m_subtitle; }
    [[nodiscard]] QScrollArea &body() { return *m_body; }

    //! What is said while none is chosen.
    void sayNone(const char *iconName, const QString &why, const QString &next);
    void showNone();
    //! Takes the place of what the body had; in the colours of production where it concerns that.
    void showBody(QWidget *page, bool isProduction);

    //! Names and how many tokens each has; the first of them, and how many others there are.
    [[nodiscard]] static QWidget *pageOfNames(const QList<std::pair<QString, TokenCount>> &names);
    //! "3 tokens", "3 or more tokens", "not reported".
    [[nodiscard]] static QString tokensText(const TokenCount &count);
    [[nodiscard]] static PlainLabel *tokensLabel(const TokenCount &count);
    [[nodiscard]] static PlainLabel *dimLine(const QString &text);
    //! For facts, one a line.
    [[nodiscard]] static QFormLayout *factsForm();
    //! Returns the value's label. `isAbsent`: the text says that it is not reported.
    static PlainLabel *addFact(QFormLayout &form, const QString &label, const QString &text, bool isAbsent);

private:
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    TintedHead *m_head;
    PlainLabel *m_title;
    PlainLabel *m_subtitle;
    FlowLayout *m_buttons;
    QScrollArea *m_body;
};

} // namespace latchkey
