#include "ui/dialogs/newtokendialog.h"

#include "network/domain/clock.h"
#include "ui/dialogs/dialoghead.h"
#include "ui/dialogs/fieldeditor.h"
#include "ui/dialogs/resourcechooser.h"
#include "ui/parts/banner.h"
#include "ui/parts/plainlabel.h"
#include "ui/parts/taborder.h"
#include "ui/style/badges.h"
#include "ui/style/icons.h"
#include "ui/texts.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

namespace latchkey {

namespace {

template <typename T>
const T *found(const QList<T> &all, const QString &id)
{
    const auto at = std::find_if(all.begin(), all.end(), [&id](const T &one) { return one.id.value == id; });
    return at == all.end() ? nullptr : &*at;
}

//! Beside the name, so that no colour or badge alone says it.
QString accountText(const Account &account)
{
    const QString text = QStringLiteral("%1 (%2)").arg(cleanedText(account.name), environmentText(account.environment));
    return account.policy.readOnly ? NewTokenDialog::tr("%1: read-only, allow changes first").arg(text) : text;
}

} // namespace

NewTokenDialog::NewTokenDialog(const QList<Account> &accounts, const QList<ProviderDescription> &providers,
                               const Clock &clock, QWidget *parent)
    : QDialog(parent)
    , m_providers(providers)
    , m_clock(clock)
    , m_head(new DialogHead(this))
    , m_banner(new Banner(this))
    , m_scroll(new QScrollArea(this))
    , m_account(new QComboBox(this))
    , m_kindBox(new QWidget(this))
    , m_kindRow(new QHBoxLayout(m_kindBox))
    , m_kinds(new QButtonGroup(this))
    , m_form(new QFormLayout)
    , m_progress(new QProgressBar(this))
    , m_foot(new PlainLabel(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_create(new QPushButton(icon("add"), tr("Create token"), this))
{
    setObjectName(QStringLiteral("newTokenDialog"));
    setWindowTitle(tr("New token"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_banner);
    column->addWidget(makeForm(), 1);
    column->addWidget(dividingLine(this));
    column->addWidget(makeButtons());

    fillAccounts(accounts);
    connect(m_account, &QComboBox::currentIndexChanged, this, &NewTokenDialog::takeAccount);
    connect(m_kinds, &QButtonGroup::idToggled, this, [this](int, bool isOn) {
        if (isOn)
            buildForm();
    });
    // Only when somebody listens: the resources of the first account are asked for here.
    QMetaObject::invokeMethod(this, &NewTokenDialog::takeAccount, Qt::QueuedConnection);
    setWaiting(false);
    openAtWantedSize(*this);
}

QSize NewTokenDialog::sizeHint() const
{
    const int unit = fontMetrics().averageCharWidth();
    return {std::max(unit * 96, m_scroll->widget()->minimumSizeHint().width() + unit * 4), fontMetrics().height() * 38};
}

QWidget *NewTokenDialog::makeForm()
{
    m_account->setObjectName(QStringLiteral("account"));
    m_account->setAccessibleName(tr("Account"));
    m_kindRow->setContentsMargins(0, 0, 0, 0);
    m_kindRow->setSpacing(16);
    m_kindRow->addStretch();

    auto *content = new QWidget(m_scroll);
    m_form->setContentsMargins(16, 12, 16, 12);
    m_form->setHorizontalSpacing(12);
    m_form->setVerticalSpacing(10);
    m_form->setLabelAlignment(Qt::AlignRight);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    m_form->addRow(tr("Account"), m_account);
    m_form->addRow(tr("Kind"), m_kindBox);
    content->setLayout(m_form);
    m_scroll->setObjectName(QStringLiteral("form"));
    m_scroll->setWidget(content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    return m_scroll;
}

QWidget *NewTokenDialog::makeButtons()
{
    m_progress->setObjectName(QStringLiteral("progress"));
    m_progress->setAccessibleName(tr("Creating the token"));
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setMaximumWidth(fontMetrics().averageCharWidth() * 16);
    m_foot->setObjectName(QStringLiteral("foot"));
    m_foot->setDim(true);
    m_foot->setWordWrap(true);
    m_cancel->setObjectName(QStringLiteral("cancel"));
    m_cancel->setAutoDefault(false);
    m_create->setObjectName(QStringLiteral("create"));
    m_create->setDefault(true);
    connect(m_cancel, &QPushButton::clicked, this, &NewTokenDialog::reject);
    connect(m_create, &QPushButton::clicked, this, &NewTokenDialog::create);

    auto *buttons = new QWidget(this);
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins(16, 10, 16, 10);
    row->setSpacing(8);
    row->addWidget(m_progress);
    row->addWidget(m_foot, 1);
    row->addWidget(m_cancel);
    row->addWidget(m_create);
    return buttons;
}

void NewTokenDialog::fillAccounts(const QList<Account> &accounts)
{
    int firstUsable = -1;
    for (const Account &account : accounts) {
        const ProviderDescription *provider = found(m_providers, account.provider.value);
        if (provider == nullptr || !provider->can(Capability::CreateToken) || provider->createForms.isEmpty())
            continue;
        m_accounts += account;
        QPixmap swatch(16, 16);
        swatch.fill(Qt::transparent);
        QPainter painter(&swatch);
        paintAccountBar(painter, QRect(6, 0, 4, 16), account.colour);
        painter.end();
        m_account->addItem(QIcon(swatch), accountText(account), account.id.value);
        if (account.policy.readOnly)
            static_cast<QStandardItemModel *>(m_account->model())->item(m_account->count() - 1)->setEnabled(false);
        else if (firstUsable < 0)
            firstUsable = m_account->count() - 1;
    }
    m_account->setCurrentIndex(firstUsable);
    if (firstUsable >= 0)
        return;
    m_banner->say(Banner::Tone::Info, tr("No account can create tokens now."),
                  m_accounts.isEmpty() ? tr("Add an account of a provider that offers this.")
                                       : tr("They are read-only. Allow changes for 30 minutes, then try again."));
    m_banner->show();
}

void NewTokenDialog::chooseAccount(const AccountId &account)
{
    const int row = m_account->findData(account.value);
    if (row >= 0 && static_cast<QStandardItemModel *>(m_account->model())->item(row)->isEnabled())
        m_account->setCurrentIndex(row);
}

const Account *NewTokenDialog::account() const { return found(m_accounts, m_account->currentData().toString()); }

const ProviderDescription *NewTokenDialog::provider() const
{
    const Account *chosen = account();
    return chosen == nullptr ? nullptr : found(m_providers, chosen->provider.value);
}

const CreateForm *NewTokenDialog::form() const
{
    const ProviderDescription *known = provider();
    const int kind = m_kinds->checkedId();
    return known != nullptr && kind >= 0 && kind < known->createForms.size() ? &known->createForms[kind] : nullptr;
}

void NewTokenDialog::takeAccount()
{
    const Account *chosen = account();
    const bool isSame = chosen != nullptr && chosen->id == m_shown;
    if (isSame)
        return;
    const Account *before = found(m_accounts, m_shown.value);
    const bool keepsForm = chosen != nullptr && before != nullptr && before->provider == chosen->provider;
    m_shown = chosen != nullptr ? chosen->id : AccountId();
    if (!keepsForm) {
        const QList<QAbstractButton *> old = m_kinds->buttons();
        for (QAbstractButton *button : old)
            delete button;
        const ProviderDescription *known = provider();
        for (int kind = 0; known != nullptr && kind < known->createForms.size(); ++kind) {
            auto *button = new QRadioButton(known->createForms[kind].label, m_kindBox);
            button->setObjectName(QStringLiteral("kind%1").arg(kind));
            m_kinds->addButton(button, kind);
            m_kindRow->insertWidget(kind, button);
        }
        if (QAbstractButton *first = m_kinds->button(0))
            first->setChecked(true);
        m_form->setRowVisible(m_kindBox, m_kinds->buttons().size() > 1);
    } else if (m_chooser != nullptr) {
        m_chooser->setLoading();
    }
    updateHead();
    setWaiting(false);
    if (m_chooser == nullptr)
        return;
    if (m_resources.contains(m_shown))
        m_chooser->setResources(m_resources.value(m_shown));
    else
        Q_EMIT resourcesRequested(m_shown);
}

void NewTokenDialog::updateHead()
{
    const Account *chosen = account();
    const ProviderDescription *known = provider();
    if (chosen == nullptr || known == nullptr) {
        m_head->say(tr("New token"), {});
        m_head->setEnvironment({});
        return;
    }
    QString about = known->name;
    if (!chosen->identity.tenant.isEmpty())
        about += QStringLiteral(", ") + cleanedText(chosen->identity.tenant.text());
    about += u'.';
    if (!chosen->identity.principal.isEmpty())
        about += u' ' + tr("This account signs in as %1.").arg(cleanedText(chosen->identity.principal.text()));
    m_head->say(tr("New token in %1").arg(cleanedText(chosen->name)), about);
    m_head->setEnvironment(chosen->environment);
}

void NewTokenDialog::buildForm()
{
    // Account and kind stay.
    while (m_form->rowCount() > 2)
        m_form->removeRow(2);
    m_fields.clear();
    m_asked.clear();
    m_chooser = nullptr;
    m_resourceBox = nullptr;
    const CreateForm *shown = form();
    if (shown == nullptr)
        return;
    for (const FormField &field : shown->fields)
        addEditor(field, m_fields);
    auto *line = dividingLine(this);
    m_form->addRow(line);
    for (const FormField &field : shown->asked)
        addEditor(field, m_asked);
    auto *note = new PlainLabel(tr("Used for this request and then forgotten."), this);
    note->setDim(true);
    if (!shown->asked.isEmpty())
        m_form->addRow(QString(), note);
    else
        delete note;
    if (m_chooser != nullptr && m_resources.contains(m_shown))
        m_chooser->setResources(m_resources.value(m_shown));
    tabAlongLayouts(m_scroll);
}

void NewTokenDialog::addEditor(const FormField &field, QList<FieldEditor *> &editors)
{
    // The first list of texts names resources; the account can tell which there are.
    if (field.type == FormField::Type::TextList && m_chooser == nullptr && &editors == &m_fields) {
        m_chooser = new ResourceChooser(field.label, this);
        m_chooser->setObjectName(field.key);
        m_resourceKey = field.key;
        m_resourceBox = new FieldBox(m_chooser, FieldBox::HintPlace::Below, this);
        connect(m_chooser, &ResourceChooser::changed, m_resourceBox, [this] { m_resourceBox->setProblem({}); });
        m_form->addRow(field.label, m_resourceBox);
        return;
    }
    auto *editor = new FieldEditor(field, m_clock, this);
    editors += editor;
    if (field.type == FormField::Type::Flag)
        m_form->addRow(QString(), editor);
    else
        m_form->addRow(field.label, editor);
}

void NewTokenDialog::setResources(const AccountId &account, const Result<QList<Named>> &resources)
{
    if (resources)
        m_resources.insert(account, resources);
    if (account == m_shown && m_chooser != nullptr)
        m_chooser->setResources(resources);
}

bool NewTokenDialog::check()
{
    QWidget *firstWrong = nullptr;
    const auto note = [&firstWrong](QWidget *box, bool isRight) {
        if (!isRight && firstWrong == nullptr)
            firstWrong = box;
    };
    for (FieldEditor *editor : std::as_const(m_fields))
        note(editor, editor->check(false));
    if (m_chooser != nullptr && m_chooser->isIncomplete()) {
        m_resourceBox->setProblem(tr("Choose at least one, or all."));
        note(m_resourceBox, false);
    }
    for (FieldEditor *editor : std::as_const(m_asked))
        note(editor, editor->check(false));
    if (firstWrong != nullptr) {
        firstWrong->setFocus();
        m_scroll->ensureWidgetVisible(firstWrong);
    }
    return firstWrong == nullptr;
}

void NewTokenDialog::create()
{
    const CreateForm *shown = form();
    if (m_isWaiting || shown == nullptr || !check())
        return;
    QVariantMap fields;
    for (const FieldEditor *editor : std::as_const(m_fields))
        fields.insert(editor->field().key, editor->value());
    if (m_chooser != nullptr)
        fields.insert(m_resourceKey, m_chooser->chosen());
    Credential asked;
    for (const FieldEditor *editor : std::as_const(m_asked)) {
        const Result<Secret> typed = editor->secret();
        if (typed && !typed->isEmpty())
            asked.parts.insert_or_assign(editor->field().key, *typed);
    }
    m_banner->hide();
    setWaiting(true);
    Q_EMIT createRequested(m_shown, shown->kind, fields, asked);
}

void NewTokenDialog::setWaiting(bool waiting)
{
    m_isWaiting = waiting;
    m_scroll->widget()->setEnabled(!waiting);
    m_cancel->setEnabled(!waiting);
    m_create->setEnabled(!waiting && form() != nullptr);
    m_progress->setVisible(waiting);
    m_foot->setText(waiting ? tr("Waiting for the answer: the value comes with it, and only once.")
                            : tr("Sent once, never twice."));
}

void NewTokenDialog::showError(const Error &error)
{
    setWaiting(false);
    const ProviderDescription *known = provider();
    const Account *chosen = account();
    const QString sentence = errorSentence(error, known != nullptr ? known->name : QString(),
                                           chosen != nullptr ? cleanedText(chosen->name) : QString());
    if (error.sent == Error::Sent::Maybe)
        m_banner->say(Banner::Tone::Warning, tr("A token may exist whose value nobody knows."),
                      sentence + u' ' + tr("Look for its name in the list, and revoke it if it is there."));
    else
        m_banner->say(Banner::Tone::Error, tr("No token was created."), sentence);
    m_banner->show();
    if (error.kind != Error::Kind::Unauthorized && error.kind != Error::Kind::Forbidden
        && error.kind != Error::Kind::LoginRefused)
        return;
    for (FieldEditor *editor : std::as_const(m_asked)) {
        if (editor->field().type != FormField::Type::Password)
            continue;
        editor->clear();
        editor->input()->setFocus();
    }
}

void NewTokenDialog::showCreated()
{
    setWaiting(false);
    for (FieldEditor *editor : std::as_const(m_asked))
        editor->clear();
    accept();
}

void NewTokenDialog::reject()
{
    if (!m_isWaiting)
        QDialog::reject();
}

} // namespace latchkey
