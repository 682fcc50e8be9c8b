#include "ui/dialogs/tokenform.h"

#include "ui/dialogs/dialoghead.h"
#include "ui/dialogs/resourcechooser.h"
#include "ui/parts/plainlabel.h"
#include "ui/parts/taborder.h"

#include <QFormLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace latchkey {

TokenForm::TokenForm(const Clock &clock, QWidget *parent) : QScrollArea(parent), m_clock(clock), m_rows(new QFormLayout)
{
    setObjectName(QStringLiteral("form"));
    auto *content = new QWidget(this);
    m_rows->setContentsMargins(16, 12, 16, 12);
    m_rows->setHorizontalSpacing(12);
    m_rows->setVerticalSpacing(10);
    m_rows->setLabelAlignment(Qt::AlignRight);
    m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_rows->setRowWrapPolicy(QFormLayout::DontWrapRows);
    auto *column = new QVBoxLayout(content); // else the rows would share what room is left
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(m_rows);
    column->addStretch(1);
    setWidget(content);
}

void TokenForm::addHead(const QString &label, QWidget *input)
{
    m_rows->addRow(label, input);
    ++m_headRows;
}

void TokenForm::setHeadVisible(QWidget *input, bool visible) { m_rows->setRowVisible(input, visible); }

void TokenForm::build(const QList<FormField> &fields, const QList<FormField> &asked, FieldEditor::Start start)
{
    while (m_rows->rowCount() > m_headRows)
        m_rows->removeRow(m_headRows);
    m_fields.clear();
    m_asked.clear();
    m_more = nullptr;
    m_chooser = nullptr;
    m_resourceBox = nullptr;
    const auto isMore = [](const FormField &field) { return field.type == FormField::Type::Json; };
    for (const FormField &field : fields) {
        if (field.isResources && start == FieldEditor::Start::Proposal)
            addResources(field);
        else if (!isMore(field))
            addEditor(field, m_fields, start);
    }
    if (std::any_of(fields.cbegin(), fields.cend(), isMore)) {
        addMore();
        for (const FormField &field : fields) {
            if (isMore(field))
                addEditor(field, m_fields, start);
        }
        showMore(false);
    }
    if (!asked.isEmpty()) {
        m_rows->addRow(dividingLine(this));
        for (const FormField &field : asked)
            addEditor(field, m_asked, FieldEditor::Start::Proposal);
        auto *note = new PlainLabel(tr("Used for this request and then forgotten."), this);
        note->setDim(true);
        m_rows->addRow(QString(), note);
    }
    tabAlongLayouts(this);
}

void TokenForm::addEditor(const FormField &field, QList<FieldEditor *> &editors, FieldEditor::Start start)
{
    auto *editor = new FieldEditor(field, m_clock, start, this);
    editors += editor;
    m_rows->addRow(editor->namesItself() ? QString() : field.label, editor);
}

void TokenForm::addResources(const FormField &field)
{
    m_chooser = new ResourceChooser(field.label, this);
    m_chooser->setObjectName(field.key);
    m_resourceKey = field.key;
    m_resourceBox = new FieldBox(m_chooser, FieldBox::HintPlace::Below, this);
    connect(m_chooser, &ResourceChooser::changed, m_resourceBox, [this] { m_resourceBox->setProblem({}); });
    m_rows->addRow(field.label, m_resourceBox);
}

void TokenForm::addMore()
{
    m_more = new QToolButton(this);
    m_more->setObjectName(QStringLiteral("more"));
    m_more->setText(tr("More"));
    m_more->setAccessibleName(tr("More fields"));
    m_more->setCheckable(true);
    m_more->setAutoRaise(true);
    m_more->setFocusPolicy(Qt::StrongFocus);
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_more, &QToolButton::toggled, this, &TokenForm::showMore);
    m_rows->addRow(QString(), m_more);
}

void TokenForm::showMore(bool shown)
{
    m_more->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
    for (FieldEditor *editor : std::as_const(m_fields)) {
        if (editor->field().type == FormField::Type::Json)
            m_rows->setRowVisible(editor, shown);
    }
}

TokenForm::Typed TokenForm::typed() const
{
    Typed typed;
    for (const FieldEditor *editor : m_fields) {
        if (editor->isChanged())
            typed.fields.insert(editor->field().key, editor->value());
    }
    for (const FieldEditor *editor : m_asked) {
        if (!editor->isEmpty())
            typed.asked.parts.insert_or_assign(editor->field().key, editor->typedSecret());
    }
    if (m_chooser != nullptr)
        typed.resources = m_chooser->chosen();
    return typed;
}

void TokenForm::retype(const Typed &typed)
{
    for (FieldEditor *editor : std::as_const(m_fields)) {
        if (typed.fields.contains(editor->field().key))
            editor->setValue(typed.fields.value(editor->field().key));
    }
    for (FieldEditor *editor : std::as_const(m_asked)) {
        if (typed.asked.has(editor->field().key))
            editor->setSecret(typed.asked.part(editor->field().key));
    }
    if (m_chooser != nullptr && !typed.resources.isEmpty())
        m_chooser->choose(typed.resources);
}

void TokenForm::focusFirst()
{
    if (!m_fields.isEmpty())
        m_fields.first()->input()->setFocus();
}

void TokenForm::setResourcesLoading()
{
    if (m_chooser != nullptr)
        m_chooser->setLoading();
}

void TokenForm::setResources(const Result<QList<Named>> &resources)
{
    if (m_chooser != nullptr)
        m_chooser->setResources(resources);
}

QWidget *TokenForm::check()
{
    QWidget *firstWrong = nullptr;
    const auto note = [&firstWrong](QWidget *box, bool isRight) {
        if (!isRight && firstWrong == nullptr)
            firstWrong = box;
    };
    for (FieldEditor *editor : std::as_const(m_fields)) {
        const bool isRight = editor->check(false);
        note(editor, isRight);
        if (!isRight && editor->field().type == FormField::Type::Json)
            m_more->setChecked(true); // a sentence that nobody sees helps nobody
    }
    if (m_chooser != nullptr && m_chooser->isIncomplete()) {
        m_resourceBox->setProblem(tr("Choose at least one, or all."));
        note(m_resourceBox, false);
    }
    for (FieldEditor *editor : std::as_const(m_asked))
        note(editor, editor->check(false));
    return firstWrong;
}

QWidget *TokenForm::showProblem(const QString &key, const QString &sentence)
{
    const QList<FieldEditor *> all = m_fields + m_asked;
    for (FieldEditor *editor : all) {
        if (editor->field().key != key)
            continue;
        editor->setProblem(sentence);
        if (editor->field().type == FormField::Type::Json)
            m_more->setChecked(true);
        return editor;
    }
    return nullptr;
}

QVariantMap TokenForm::fields() const
{
    QVariantMap all;
    for (const FieldEditor *editor : m_fields) {
        if (!editor->isEmpty())
            all.insert(editor->field().key, editor->value());
    }
    if (m_chooser != nullptr && !m_chooser->chosen().isEmpty())
        all.insert(m_resourceKey, m_chooser->chosen());
    return all;
}

Credential TokenForm::asked() const
{
    Credential typed;
    for (const FieldEditor *editor : m_asked) {
        const Result<Secret> secret = editor->secret();
        if (secret && !secret->isEmpty())
            typed.parts.insert_or_assign(editor->field().key, *secret);
    }
    return typed;
}

void TokenForm::forgetAsked()
{
    for (FieldEditor *editor : std::as_const(m_asked))
        editor->clear();
}

void TokenForm::askPasswordAgain()
{
    for (FieldEditor *editor : std::as_const(m_asked)) {
        if (editor->field().type != FormField::Type::Password)
            continue;
        editor->clear();
        editor->input()->setFocus();
    }
}

} // namespace latchkey
