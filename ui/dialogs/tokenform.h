#pragma once

#include "network/domain/credential.h"
#include "network/domain/description.h"
#include "network/domain/error.h"
#include "ui/dialogs/fieldeditor.h"

#include <QScrollArea>
#include <QVariantMap>

class QFormLayout;
class QToolButton;

namespace latchkey {

class Clock;
class FieldBox;
class ResourceChooser;

//! The fields that a provider declares for a token, to create or to change one: the common ones, JSON ones behind
//! "More", and below a line what is asked for each time and forgotten.
class TokenForm : public QScrollArea
{
    Q_OBJECT
public:
    //! `clock` outlives this.
    explicit TokenForm(const Clock &clock, QWidget *parent = nullptr);

    //! A row of the dialog's own, above the fields. Before build().
    void addHead(const QString &label, QWidget *input);
    void setHeadVisible(QWidget *input, bool visible);
    //! In the place of what was built before.
    void build(const QList<FormField> &fields, const QList<FormField> &asked,
               FieldEditor::Start start = FieldEditor::Start::Proposal);

    //! What was typed or chosen, other than proposed, right or wrong.
    struct Typed
    {
        QVariantMap fields = {};
        QStringList resources = {};
        Credential asked = {};
    };
    [[nodiscard]] Typed typed() const;
    //! Puts back what the form has a place for.
    void retype(const Typed &typed);
    void focusFirst();

    [[nodiscard]] bool asksResources() const { return m_chooser != nullptr; }
    void setResourcesLoading();
    void setResources(const Result<QList<Named>> &resources);

    //! Shows what is wrong, each sentence at its field. The first field that is; null: none.
    [[nodiscard]] QWidget *check();
    //! Says at the field what the provider finds wrong with it. That field; null: there is none with this key.
    [[nodiscard]] QWidget *showProblem(const QString &key, const QString &sentence);
    //! By key, as FieldEditor::value(). What is empty is left out.
    [[nodiscard]] QVariantMap fields() const;
    //! What was asked for and typed.
    [[nodiscard]] Credential asked() const;
    void forgetAsked();
    //! A password was not accepted.
    void askPasswordAgain();

private:
    void addEditor(const FormField &field, QList<FieldEditor *> &editors, FieldEditor::Start start);
    void addResources(const FormField &field);
    void addMore();
    void showMore(bool shown);

    const Clock &m_clock;
    QFormLayout *m_rows;
    int m_headRows = 0;
    QList<FieldEditor *> m_fields;
    QList<FieldEditor *> m_asked;
    QToolButton *m_more = nullptr; //!< null: nothing is behind it
    FieldBox *m_resourceBox = nullptr;
    ResourceChooser *m_chooser = nullptr;
    QString m_resourceKey;
};

} // namespace latchkey
