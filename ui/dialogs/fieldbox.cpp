#include "ui/dialogs/fieldbox.h"

#include "ui/parts/plainlabel.h"

#include <QFocusEvent>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace latchkey {

FieldBox::FieldBox(QWidget *input, HintPlace place, QWidget *parent)
    : QWidget(parent)
    , m_input(input)
    , m_tick(new QLabel(this))
    , m_hint(new PlainLabel(this))
    , m_problem(new PlainLabel(this))
{
    m_hint->setObjectName(input->objectName() + QStringLiteral("Hint"));
    m_problem->setObjectName(input->objectName() + QStringLiteral("Problem"));
    m_hint->setTint(Tint::Dim);
    m_problem->setTint(Tint::Bad);
    m_problem->setWordWrap(true);
    m_hint->setWordWrap(true);
    m_tick->setPixmap(tintedIcon("check", Tint::Ok).pixmap(QSize(16, 16), devicePixelRatioF()));

    auto *hintRow = new QHBoxLayout;
    hintRow->setSpacing(6);
    hintRow->addWidget(m_tick);
    hintRow->addWidget(m_hint, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    // What wants all the room and may not have it would stand in the middle.
    const bool grows =
        (input->sizePolicy().expandingDirections() & Qt::Horizontal) && input->maximumWidth() == QWIDGETSIZE_MAX;
    const Qt::Alignment side = grows ? Qt::Alignment() : Qt::AlignLeft;
    if (place == HintPlace::Beside) {
        auto *row = new QHBoxLayout;
        row->setSpacing(8);
        row->addWidget(input, 0, side);
        row->addLayout(hintRow, 1);
        column->addLayout(row);
    } else {
        column->addWidget(input, 0, side);
        column->addLayout(hintRow);
    }
    column->addWidget(m_problem);
    column->addStretch(); // rows may be higher than what is in them
    m_tick->hide();
    m_hint->hide();
    m_problem->hide();
}

//! No focus proxy: Tab stops at every widget that has one, and came back to the input from behind it.
void FieldBox::focusInEvent(QFocusEvent *event) { m_input->setFocus(event->reason()); }

void FieldBox::setHint(const QString &hint)
{
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    describe();
}

void FieldBox::setProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
    describe();
}

void FieldBox::describe()
{
    QWidget *focused = m_input->focusProxy() != nullptr ? m_input->focusProxy() : m_input;
    focused->setAccessibleDescription(m_problem->text().isEmpty() ? m_hint->text() : m_problem->text());
}

QString FieldBox::problem() const { return m_problem->text(); }

void FieldBox::setRight(bool right)
{
    m_tick->setVisible(right);
    m_hint->setTint(right ? Tint::Ok : Tint::Dim);
}

void showFocused(QScrollArea &area)
{
    QWidget *shown = area.window()->focusWidget();
    if (shown == nullptr || !area.widget()->isAncestorOf(shown))
        return;
    for (QWidget *around = shown; around != area.widget(); around = around->parentWidget()) {
        if (qobject_cast<FieldBox *>(around) != nullptr)
            shown = around;
    }
    area.ensureWidgetVisible(shown);
}

void keepFocusedShown(QScrollArea &area)
{
    QObject::connect(area.verticalScrollBar(), &QScrollBar::rangeChanged, &area, [&area] { showFocused(area); });
}

} // namespace latchkey
