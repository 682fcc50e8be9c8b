#include "ui/dialogs/idletimeoutdialog.h"

#include "ui/dialogs/accountbox.h"
#include "ui/dialogs/dialoghead.h"
#include "ui/dialogs/fieldbox.h"
#include "ui/parts/banner.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/icons.h"
#include "ui/texts.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

namespace latchkey {

namespace {

constexpr int ShortestMinutes = 5;
constexpr int LongestMinutes = 8 * 60;

QPushButton *changeButton()
{
    auto *button = new QPushButton(icon("edit"), IdleTimeoutDialog::tr("Change the idle timeout"));
    button->setObjectName(QStringLiteral("change"));
    return button;
}

} // namespace

IdleTimeoutDialog::IdleTimeoutDialog(const Account &account, const ProviderDescription &provider, QWidget *parent)
    : RequestDialog(changeButton(), {tr("Sent once, never twice."), tr("Waiting for the answer.")}, QSize(84, 18),
                    parent)
    , m_account(account)
    , m_provider(provider)
    , m_enabled(new QCheckBox(tr("End tokens that nobody uses"), this))
    , m_minutes(new QSpinBox(this))
    , m_minutesBox(nullptr)
{
    setObjectName(QStringLiteral("idleTimeoutDialog"));
    setWindowTitle(tr("Idle timeout"));
    const QString name = cleanedText(account.name);
    head().say(tr("Idle timeout of %1").arg(name), aboutText(account, provider));
    head().setEnvironment(account.environment);
    if (account.policy.readOnly) {
        banner().say(Banner::Tone::Info, tr("%1 is read-only.").arg(name),
                     tr("The idle timeout is shown. Allow changes for 30 minutes to change it."));
        banner().show();
    }
    m_enabled->setObjectName(QStringLiteral("enabled"));
    m_minutes->setObjectName(QStringLiteral("minutes"));
    m_minutes->setAccessibleName(tr("Minutes without a request"));
    m_minutes->setRange(ShortestMinutes, LongestMinutes);
    m_minutes->setSuffix(tr(" min"));
    m_minutesBox = new FieldBox(m_minutes, FieldBox::HintPlace::Beside, this);
    m_minutesBox->setHint(tr("without a request: 5 minutes to 8 hours"));

    auto *scroll = new QScrollArea(this);
    auto *content = new QWidget(scroll);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    auto *rows = new QFormLayout;
    column->addLayout(rows);
    column->addStretch(1);
    rows->setContentsMargins(16, 16, 16, 12);
    rows->setHorizontalSpacing(12);
    rows->setVerticalSpacing(10);
    rows->setLabelAlignment(Qt::AlignRight);
    rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    rows->addRow(QString(), m_enabled);
    rows->addRow(tr("After"), m_minutesBox);
    auto *note = new PlainLabel(tr("It holds for every token of the organization, this app's own too."), this);
    note->setDim(true);
    note->setWordWrap(true);
    rows->addRow(QString(), note);
    scroll->setWidget(content);
    setBody(scroll);
    connect(m_enabled, &QCheckBox::toggled, this, &IdleTimeoutDialog::updateFields);
    connect(m_minutes, &QSpinBox::valueChanged, this, &IdleTimeoutDialog::updateFields);
    // Only when somebody listens.
    QMetaObject::invokeMethod(this, &IdleTimeoutDialog::ask, Qt::QueuedConnection);
    updateFields();
}

void IdleTimeoutDialog::ask()
{
    setWaiting(true);
    Q_EMIT timeoutRequested(m_account.id);
}

IdleTimeout IdleTimeoutDialog::typed() const
{
    // What is off keeps its length, so that a look at the dialog changes nothing.
    const bool isSameLength = m_now && m_now->seconds / 60 == m_minutes->value();
    return {m_enabled->isChecked(), isSameLength ? m_now->seconds : m_minutes->value() * 60};
}

bool IdleTimeoutDialog::canSend() const { return m_now && !m_account.policy.readOnly && typed() != *m_now; }

void IdleTimeoutDialog::updateFields()
{
    m_enabled->setEnabled(m_now.has_value() && !m_account.policy.readOnly);
    m_minutes->setEnabled(m_enabled->isEnabled() && m_enabled->isChecked());
    setWaiting(isWaiting());
}

void IdleTimeoutDialog::send()
{
    banner().hide();
    setWaiting(true);
    Q_EMIT changeRequested(m_account.id, typed());
}

void IdleTimeoutDialog::showTimeout(const Result<IdleTimeout> &now)
{
    setWaiting(false);
    if (now) {
        m_now = *now;
        m_enabled->setChecked(now->isEnabled);
        m_minutes->setValue(now->seconds / 60);
    } else {
        banner().say(Banner::Tone::Error, tr("The idle timeout is not known."),
                     errorSentence(now.error(), m_provider.name, cleanedText(m_account.name)));
        QAbstractButton *again = banner().addButton(tr("Ask again"), "refresh");
        again->setObjectName(QStringLiteral("askAgain"));
        connect(again, &QAbstractButton::clicked, this, [this] {
            banner().hide();
            ask();
        });
        banner().show();
    }
    updateFields();
}

void IdleTimeoutDialog::showChanged(const Result<IdleTimeout> &changed)
{
    setWaiting(false);
    if (changed) {
        accept();
        return;
    }
    const Error &error = changed.error();
    banner().say(error.sent == Error::Sent::Maybe ? Banner::Tone::Warning : Banner::Tone::Error,
                 error.sent == Error::Sent::Maybe ? tr("The idle timeout may be changed.")
                                                  : tr("The idle timeout was not changed."),
                 errorSentence(error, m_provider.name, cleanedText(m_account.name)));
    banner().show();
}

} // namespace latchkey
