#include "ui/dialogs/newtokendialog.h"

#include "ui/dialogs/accountbox.h"
#include "ui/dialogs/dialoghead.h"
#include "ui/dialogs/tokenform.h"
#include "ui/parts/banner.h"
#include "ui/style/icons.h"
#include "ui/texts.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPushButton>
#include <QRadioButton>

#include <utility>

namespace latchkey {

namespace {

QPushButton *createButton()
{
    auto *button = new QPushButton(icon("add"), NewTokenDialog::tr("Create token"));
    button->setObjectName(QStringLiteral("create"));
    return button;
}

bool creates(const ProviderDescription &provider)
{
    return provider.can(Capability::CreateToken) && !provider.createForms.isEmpty();
}

} // namespace

NewTokenDialog::NewTokenDialog(const QList<Account> &accounts, const QList<ProviderDescription> &providers,
                               const Clock &clock, QWidget *parent)
    : RequestDialog(
        createButton(),
        {tr("Sent once, never twice."), tr("Waiting for the answer: the value comes with it, and only once.")},
        QSize(96, 38), parent)
    , m_account(new AccountBox(accounts, providers, creates, this))
    , m_kindBox(new QWidget(this))
    , m_kindRow(new QHBoxLayout(m_kindBox))
    , m_kinds(new QButtonGroup(this))
    , m_form(new TokenForm(clock, this))
{
    setObjectName(QStringLiteral("newTokenDialog"));
    setWindowTitle(tr("New token"));
    m_kindRow->setContentsMargins(0, 0, 0, 0);
    m_kindRow->setSpacing(16);
    m_kindRow->addStretch();
    m_form->addHead(tr("Account"), m_account);
    m_form->addHead(tr("Kind"), m_kindBox);
    setBody(m_form);
    connect(m_account, &QComboBox::currentIndexChanged, this, &NewTokenDialog::takeAccount);
    connect(m_kinds, &QButtonGroup::idToggled, this, [this](int, bool isOn) {
        if (isOn)
            buildForm();
    });
    // Only when somebody listens: the resources of the first account are asked for here.
    QMetaObject::invokeMethod(this, &NewTokenDialog::takeAccount, Qt::QueuedConnection);
    updateHead();
    sayObstacle();
}

void NewTokenDialog::chooseAccount(const AccountId &account) { m_isChosen = m_account->choose(account); }

bool NewTokenDialog::isUsable() const { return m_account->isUsable(); }

void NewTokenDialog::sayObstacle()
{
    const Account *chosen = m_account->account();
    banner().say(Banner::Tone::Info,
                 chosen != nullptr ? tr("%1 is read-only.").arg(cleanedText(chosen->name))
                                   : tr("No account can create tokens now."),
                 m_account->nextStep());
    banner().setVisible(!isUsable());
    if (chosen == nullptr || isUsable())
        return;
    QAbstractButton *allow = banner().addButton(tr("Allow changes for 30 minutes"), "unlock");
    allow->setObjectName(QStringLiteral("allowChanges"));
    connect(allow, &QAbstractButton::clicked, this, [this] {
        reject();
        Q_EMIT changesRequested(m_shown);
    });
}

const CreateForm *NewTokenDialog::form() const
{
    const ProviderDescription *known = m_account->provider();
    const int kind = m_kinds->checkedId();
    return known != nullptr && kind >= 0 && kind < known->createForms.size() ? &known->createForms[kind] : nullptr;
}

void NewTokenDialog::takeAccount()
{
    const Account *chosen = m_account->account();
    if (chosen == nullptr || chosen->id == m_shown)
        return;
    m_shown = chosen->id;
    if (m_provider == chosen->provider) {
        m_form->setResourcesLoading();
    } else {
        makeKinds();
        m_provider = chosen->provider;
    }
    updateHead();
    sayObstacle();
    setWaiting(false);
    if (std::exchange(m_isChosen, false) && isUsable()) // what was just built is not visible yet
        QMetaObject::invokeMethod(m_form, &TokenForm::focusFirst, Qt::QueuedConnection);
    if (!m_form->asksResources())
        return;
    if (m_resources.contains(m_shown))
        m_form->setResources(m_resources.value(m_shown));
    else
        Q_EMIT resourcesRequested(m_shown);
}

void NewTokenDialog::makeKinds()
{
    const QList<QAbstractButton *> old = m_kinds->buttons();
    for (QAbstractButton *button : old)
        delete button;
    const QList<CreateForm> forms = m_account->provider()->createForms;
    for (int kind = 0; kind < forms.size(); ++kind) {
        auto *button = new QRadioButton(forms[kind].label, m_kindBox);
        button->setObjectName(QStringLiteral("kind%1").arg(kind));
        m_kinds->addButton(button, kind);
        m_kindRow->insertWidget(kind, button);
    }
    m_kinds->button(0)->setChecked(true);
    m_form->setHeadVisible(m_kindBox, forms.size() > 1);
}

void NewTokenDialog::updateHead()
{
    const Account *chosen = m_account->account();
    const ProviderDescription *known = m_account->provider();
    if (chosen == nullptr || known == nullptr) {
        head().say(tr("New token"), {});
        head().setEnvironment({});
        return;
    }
    head().say(tr("New token in %1").arg(cleanedText(chosen->name)), aboutText(*chosen, *known));
    head().setEnvironment(chosen->environment);
}

void NewTokenDialog::buildForm()
{
    const CreateForm *shown = form();
    if (shown == nullptr)
        return;
    const TokenForm::Typed typed = m_form->typed();
    m_form->build(shown->fields, shown->asked);
    if (m_provider == m_account->account()->provider) // another kind: what both have stays
        m_form->retype(typed);
    if (m_resources.contains(m_shown))
        m_form->setResources(m_resources.value(m_shown));
}

void NewTokenDialog::setResources(const AccountId &account, const Result<QList<Named>> &resources)
{
    if (resources)
        m_resources.insert(account, resources);
    if (account == m_shown)
        m_form->setResources(resources);
}

void NewTokenDialog::send()
{
    const CreateForm *shown = form();
    if (shown == nullptr || !goTo(m_form->check()))
        return;
    banner().hide();
    setWaiting(true);
    Q_EMIT createRequested(m_shown, shown->kind, m_form->fields(), m_form->asked());
}

void NewTokenDialog::showError(const Error &error)
{
    setWaiting(false);
    const ProviderDescription *known = m_account->provider();
    const Account *chosen = m_account->account();
    const QString sentence = errorSentence(error, known != nullptr ? known->name : QString(),
                                           chosen != nullptr ? cleanedText(chosen->name) : QString());
    if (error.kind == Error::Kind::InvalidInput && !goTo(m_form->showProblem(error.code, sentence)))
        return;
    if (error.sent == Error::Sent::Maybe)
        banner().say(Banner::Tone::Warning, tr("A token may exist whose value nobody knows."),
                     sentence + u' ' + tr("Look for its name in the list, and revoke it if it is there."));
    else
        banner().say(Banner::Tone::Error, tr("No token was created."), sentence);
    banner().show();
    if (error.kind == Error::Kind::Unauthorized || error.kind == Error::Kind::Forbidden
        || error.kind == Error::Kind::LoginRefused)
        m_form->askPasswordAgain();
}

void NewTokenDialog::showCreated()
{
    setWaiting(false);
    m_form->forgetAsked();
    accept();
}

} // namespace latchkey
