#include "ui/pages/chosenpane.h"

#include "models/people/peoplemodel.h"
#include "ui/parts/emptystate.h"
#include "ui/parts/flowlayout.h"
#include "ui/parts/plainlabel.h"
#include "ui/parts/tintedhead.h"
#include "ui/style/look.h"

#include <QFormLayout>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace latchkey {

ChosenPane::ChosenPane(QAction *revoke, QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(m_pages))
    , m_head(new TintedHead)
    , m_title(new PlainLabel(m_head))
    , m_subtitle(new PlainLabel(m_head))
    , m_body(new QScrollArea)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_title->setFont(titleFont(font()));
    m_subtitle->setDim(true);
    for (PlainLabel *label : {m_title, m_subtitle}) {
        label->setElided(Qt::ElideRight);
        label->setSelectable(true);
    }
    auto *others = new QWidget(m_head);
    m_buttons = new FlowLayout(others);
    auto *head = new QVBoxLayout(m_head);
    head->setContentsMargins(12, 8, 12, 10);
    head->setSpacing(6);
    head->addWidget(m_title);
    head->addWidget(m_subtitle);
    head->addWidget(new ActionButton(revoke, "revoke", ActionButton::Tone::Red, m_head), 0, Qt::AlignLeft);
    head->addWidget(others);
    m_body->setFrameShape(QFrame::NoFrame);
    m_body->setWidgetResizable(true);
    m_body->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *shown = new QWidget(m_pages);
    auto *column = new QVBoxLayout(shown);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_body, 1);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(shown);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_pages);
    setMinimumWidth(fontMetrics().height() * 12);
}

ActionButton *ChosenPane::addButton(QAction *action, const char *iconName, ActionButton::Tone tone)
{
    auto *button = new ActionButton(action, iconName, tone, m_head);
    m_buttons->addWidget(button);
    return button;
}

void ChosenPane::sayNone(const char *iconName, const QString &why, const QString &next)
{
    m_empty->say(iconName, why, next);
}

void ChosenPane::showNone() { m_pages->setCurrentIndex(0); }

void ChosenPane::showBody(QWidget *page, bool isProduction)
{
    page->setAutoFillBackground(true);
    page->setBackgroundRole(QPalette::Base);
    m_body->setWidget(page);
    m_head->setProduction(isProduction);
    m_pages->setCurrentIndex(1);
}

QWidget *ChosenPane::pageOfNames(const QList<std::pair<QString, TokenCount>> &names)
{
    constexpr qsizetype MostNamed = 12;
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(2);
    const auto named = names.first(std::min(names.size(), MostNamed));
    for (const auto &[name, count] : named) {
        auto *row = new QHBoxLayout;
        auto *label = new PlainLabel(name);
        label->setElided(Qt::ElideRight);
        row->addWidget(label, 1);
        row->addWidget(tokensLabel(count));
        column->addLayout(row);
    }
    if (names.size() > MostNamed)
        column->addWidget(dimLine(tr("and %Ln other(s)", nullptr, int(names.size() - MostNamed))));
    column->addStretch();
    return page;
}

QString ChosenPane::tokensText(const TokenCount &count)
{
    if (count.kind != TokenCount::Kind::Known)
        return countText(count);
    return count.isLeast ? tr("%Ln or more token(s)", nullptr, int(count.tokens))
                         : tr("%Ln token(s)", nullptr, int(count.tokens));
}

PlainLabel *ChosenPane::tokensLabel(const TokenCount &count)
{
    auto *label = new PlainLabel(tokensText(count));
    label->setAbsent(count.kind != TokenCount::Kind::Known);
    label->setToolTip(countTip(count));
    return label;
}

PlainLabel *ChosenPane::dimLine(const QString &text)
{
    auto *label = new PlainLabel(text);
    label->setDim(true);
    label->setElided(Qt::ElideRight);
    label->setSelectable(true);
    return label;
}

QFormLayout *ChosenPane::factsForm()
{
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(4);
    return form;
}

PlainLabel *ChosenPane::addFact(QFormLayout &form, const QString &label, const QString &text, bool isAbsent)
{
    auto *what = new PlainLabel(label);
    what->setDim(true);
    what->setElided(Qt::ElideRight);
    auto *value = new PlainLabel(text);
    value->setAbsent(isAbsent);
    value->setElided(Qt::ElideMiddle);
    value->setSelectable(true);
    value->setAccessibleName(QStringLiteral("%1: %2").arg(what->text(), value->text()));
    form.addRow(what, value);
    return value;
}

} // namespace latchkey
