#include "ui/dialogs/updatetokendialog.h"

#include "ui/dialogs/accountbox.h"
#include "ui/dialogs/dialoghead.h"
#include "ui/dialogs/tokenform.h"
#include "ui/parts/banner.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/icons.h"
#include "ui/texts.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QRadioButton>

namespace latchkey {

namespace {

QPushButton *changeButton()
{
    auto *button = new QPushButton(icon("edit"), UpdateTokenDialog::tr("Change token"));
    button->setObjectName(QStringLiteral("change"));
    return button;
}

FormField namingField(const char *key, FormField::Type type, const QString &label, const QString &help)
{
    FormField field;
    field.key = QLatin1String(key);
    field.type = type;
    field.label = label;
    field.help = help;
    field.required = true;
    return field;
}

} // namespace

UpdateTokenDialog::UpdateTokenDialog(const Account &account, const ProviderDescription &provider,
                                     const std::optional<Token> &token, const Clock &clock, QWidget *parent)
    : RequestDialog(changeButton(),
                    {tr("What is left empty stays as it is. Sent once, never twice."),
                     tr("Waiting for the answer: a new value would come with it, and only once.")},
                    QSize(96, 36), parent)
    , m_account(account)
    , m_provider(provider)
    , m_token(token)
    , m_clock(clock)
    , m_form(new TokenForm(clock, this))
{
    setObjectName(QStringLiteral("updateTokenDialog"));
    setWindowTitle(tr("Change token"));
    if (!m_token)
        addNaming();
    m_form->build(provider.updateForm.fields, {}, FieldEditor::Start::Unchanged);
    if (!m_token)
        showNaming();
    sayHead();
    sayReadOnly();
    setBody(m_form);
}

void UpdateTokenDialog::addNaming()
{
    if (m_provider.updateForm.byValue)
        m_value = new FieldEditor(namingField("value", FormField::Type::Secret, tr("Value"),
                                              tr("It is sent to the provider and forgotten here.")),
                                  m_clock, FieldEditor::Start::Proposal, this);
    if (m_provider.updateForm.byTokenId)
        m_tokenId = new FieldEditor(
            namingField("tokenId", FormField::Type::Text, tr("Token id"), tr("The provider's own id of the token.")),
            m_clock, FieldEditor::Start::Proposal, this);
    if (m_value != nullptr && m_tokenId != nullptr) {
        auto *choice = new QWidget(this);
        m_byValue = new QRadioButton(tr("By its value"), choice);
        m_byValue->setObjectName(QStringLiteral("byValue"));
        auto *byId = new QRadioButton(tr("By its id"), choice);
        byId->setObjectName(QStringLiteral("byTokenId"));
        m_byValue->setChecked(true);
        auto *row = new QHBoxLayout(choice);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(16);
        row->addWidget(m_byValue);
        row->addWidget(byId);
        row->addStretch();
        connect(m_byValue, &QRadioButton::toggled, this, &UpdateTokenDialog::showNaming);
        m_form->addHead(tr("Which token"), choice);
    }
    for (FieldEditor *editor : {m_value, m_tokenId}) {
        if (editor != nullptr)
            m_form->addHead(editor->field().label, editor);
    }
}

bool UpdateTokenDialog::isByValue() const
{
    return m_value != nullptr && (m_byValue == nullptr || m_byValue->isChecked());
}

void UpdateTokenDialog::showNaming()
{
    if (m_value != nullptr)
        m_form->setHeadVisible(m_value, isByValue());
    if (m_tokenId != nullptr)
        m_form->setHeadVisible(m_tokenId, !isByValue());
}

void UpdateTokenDialog::sayHead()
{
    const QString account = cleanedText(m_account.name);
    if (m_token) {
        const QString name = m_token->name.value_or(QString());
        head().say(tr("Change %1 in %2").arg(cleanedText(name.isEmpty() ? m_token->id.value : name), account),
                   aboutText(m_account, m_provider));
    } else {
        head().say(tr("Change a token in %1").arg(account), aboutText(m_account, m_provider));
    }
    head().setEnvironment(m_account.environment);
}

void UpdateTokenDialog::sayReadOnly()
{
    if (!m_account.policy.readOnly)
        return;
    banner().say(Banner::Tone::Info, tr("%1 is read-only.").arg(cleanedText(m_account.name)),
                 tr("Allow changes for 30 minutes, then try again."));
    banner().show();
}

void UpdateTokenDialog::send()
{
    FieldEditor *naming = m_token ? nullptr : isByValue() ? m_value : m_tokenId;
    QWidget *wrongName = naming != nullptr && !naming->check(false) ? naming : nullptr;
    QWidget *wrongField = m_form->check();
    if (!goTo(wrongName != nullptr ? wrongName : wrongField))
        return;
    const QVariantMap fields = m_form->fields();
    if (fields.isEmpty()) {
        banner().say(Banner::Tone::Info, tr("Nothing is changed yet."),
                     tr("Fill in what shall be another than it is; the rest stays."));
        banner().show();
        return;
    }
    banner().hide();
    setWaiting(true);
    Q_EMIT updateRequested(m_account.id, m_token ? m_token->id : TokenId(),
                           naming != nullptr && naming == m_value ? *m_value->secret() : Secret(),
                           naming != nullptr && naming == m_tokenId ? m_tokenId->value().toString() : QString(),
                           fields);
}

void UpdateTokenDialog::showError(const Error &error)
{
    setWaiting(false);
    const QString sentence = errorSentence(error, m_provider.name, cleanedText(m_account.name));
    if (error.kind == Error::Kind::InvalidInput && !goTo(m_form->showProblem(error.code, sentence)))
        return;
    if (error.sent == Error::Sent::Maybe)
        banner().say(Banner::Tone::Warning, tr("The token may be changed."),
                     sentence + u' ' + tr("Refresh the list and look at it before you send this again."));
    else
        banner().say(Banner::Tone::Error, tr("The token was not changed."), sentence);
    banner().show();
}

void UpdateTokenDialog::showUpdated()
{
    setWaiting(false);
    if (m_value != nullptr)
        m_value->clear();
    accept();
}

} // namespace latchkey
