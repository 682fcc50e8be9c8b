#include "ui/dialogs/revokebyvaluedialog.h"

#include "ui/dialogs/accountbox.h"
#include "ui/dialogs/dialoghead.h"
#include "ui/dialogs/tokenform.h"
#include "ui/parts/banner.h"
#include "ui/style/icons.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QRadioButton>

namespace latchkey {

namespace {

QPushButton *planButton()
{
    auto *button = new QPushButton(icon("revoke"), RevokeByValueDialog::tr("Make a plan…"));
    button->setObjectName(QStringLiteral("plan"));
    return button;
}

FormField valueField()
{
    FormField field;
    field.key = QStringLiteral("value");
    field.type = FormField::Type::Secret;
    field.label = RevokeByValueDialog::tr("Value");
    field.help = RevokeByValueDialog::tr("Goes to the provider and nowhere else, and is forgotten afterwards.");
    return field;
}

FormField idField()
{
    FormField field;
    field.key = QStringLiteral("tokenId");
    field.type = FormField::Type::Text;
    field.label = RevokeByValueDialog::tr("Or its id");
    field.help = RevokeByValueDialog::tr("Where the value is not at hand. One of the two is enough.");
    return field;
}

bool revokesSo(const ProviderDescription &provider)
{
    return provider.can(Capability::RevokeByValue) || provider.can(Capability::RevokeByRefreshToken);
}

} // namespace

RevokeByValueDialog::RevokeByValueDialog(const QList<Account> &accounts, const QList<ProviderDescription> &providers,
                                         const Clock &clock, QWidget *parent)
    : RequestDialog(planButton(), {tr("Nothing is sent from here: the plan comes first."), tr("Making the plan…")},
                    QSize(92, 22), parent)
    , m_account(new AccountBox(accounts, providers, revokesSo, this))
    , m_form(new TokenForm(clock, this))
    , m_access(new QRadioButton(tr("An access token"), this))
    , m_refresh(new QRadioButton(tr("A refresh token: its access token goes too"), this))
    , m_value(new FieldEditor(valueField(), clock, FieldEditor::Start::Proposal, this))
    , m_id(new FieldEditor(idField(), clock, FieldEditor::Start::Proposal, this))
{
    setObjectName(QStringLiteral("revokeByValueDialog"));
    setWindowTitle(tr("Revoke by value"));
    m_access->setObjectName(QStringLiteral("accessToken"));
    m_refresh->setObjectName(QStringLiteral("refreshToken"));
    auto *kinds = new QWidget(this);
    auto *row = new QHBoxLayout(kinds);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(16);
    row->addWidget(m_access);
    row->addWidget(m_refresh);
    row->addStretch();
    m_form->addHead(tr("Account"), m_account);
    m_form->addHead(tr("It is"), kinds);
    m_form->addHead(m_value->field().label, m_value);
    m_form->addHead(m_id->field().label, m_id);
    setBody(m_form);
    connect(m_account, &QComboBox::currentIndexChanged, this, &RevokeByValueDialog::takeAccount);
    connect(m_access, &QRadioButton::toggled, this, &RevokeByValueDialog::showFields);
    takeAccount();
    m_value->setFocus();
}

void RevokeByValueDialog::chooseAccount(const AccountId &account) { m_account->choose(account); }

bool RevokeByValueDialog::canSend() const { return m_account->isUsable(); }

RevokeCall::Extent RevokeByValueDialog::extent() const
{
    return m_access->isChecked() ? RevokeCall::Extent::Value : RevokeCall::Extent::Refresh;
}

void RevokeByValueDialog::takeAccount()
{
    const Account *chosen = m_account->account();
    const ProviderDescription *provider = m_account->provider();
    const bool byValue = provider != nullptr && provider->can(Capability::RevokeByValue);
    const bool byRefresh = provider != nullptr && provider->can(Capability::RevokeByRefreshToken);
    m_access->setEnabled(byValue);
    m_refresh->setEnabled(byRefresh);
    (byValue ? m_access : m_refresh)->setChecked(true);
    if (chosen != nullptr && provider != nullptr) {
        head().say(tr("Revoke a token in %1 by its value").arg(cleanedText(chosen->name)),
                   aboutText(*chosen, *provider));
        head().setEnvironment(chosen->environment);
    } else {
        head().say(tr("Revoke a token by its value"), {});
    }
    banner().say(Banner::Tone::Info,
                 chosen != nullptr ? tr("%1 is read-only.").arg(cleanedText(chosen->name))
                                   : tr("No account can revoke by value now."),
                 m_account->nextStep());
    banner().setVisible(!m_account->isUsable());
    setWaiting(false);
    showFields();
}

void RevokeByValueDialog::showFields() { m_form->setHeadVisible(m_id, extent() == RevokeCall::Extent::Refresh); }

void RevokeByValueDialog::send()
{
    const bool isRefresh = extent() == RevokeCall::Extent::Refresh;
    const TokenId id{isRefresh ? m_id->value().toString() : QString()};
    if (!goTo(m_value->check(true) ? nullptr : m_value))
        return;
    if (m_value->isEmpty() && id.isEmpty()) {
        m_value->setProblem(isRefresh ? tr("Paste the value, or type the id below.") : tr("Paste the token's value."));
        goTo(m_value);
        return;
    }
    if (!m_value->isEmpty() && !id.isEmpty()) {
        m_id->setProblem(tr("Keep one of the two: they could name different tokens."));
        goTo(m_id);
        return;
    }
    banner().hide();
    setWaiting(true);
    Q_EMIT revokeRequested(m_account->account()->id, extent(), *m_value->secret(), id);
}

void RevokeByValueDialog::showProblem(const QString &fact, const QString &reason)
{
    setWaiting(false);
    banner().say(Banner::Tone::Error, fact, reason);
    banner().show();
}

void RevokeByValueDialog::showPlanned()
{
    setWaiting(false);
    m_value->clear();
    accept();
}

} // namespace latchkey
