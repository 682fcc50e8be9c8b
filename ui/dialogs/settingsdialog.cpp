#include "ui/dialogs/settingsdialog.h"

#include "ui/parts/plainlabel.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace latchkey {

namespace {

constexpr int LongestOutbox = 120;

} // namespace

SettingsDialog::SettingsDialog(const Preferences &now, QWidget *parent)
    : QDialog(parent)
    , m_outbox(new QSpinBox(this))
    , m_refresh(new QComboBox(this))
{
    setObjectName(QStringLiteral("settingsDialog"));
    setWindowTitle(tr("Settings"));
    m_outbox->setObjectName(QStringLiteral("outboxSeconds"));
    m_outbox->setRange(0, LongestOutbox);
    m_outbox->setSuffix(tr(" s"));
    m_outbox->setSpecialValueText(tr("0 s: no time for Undo"));
    m_outbox->setValue(now.outboxSeconds);
    m_refresh->setObjectName(QStringLiteral("refreshMinutes"));
    for (const int minutes : {0, 5, 15, 60})
        m_refresh->addItem(minutes == 0 ? tr("by hand alone") : tr("every %Ln minute(s)", nullptr, minutes), minutes);
    m_refresh->setCurrentIndex(std::max(0, m_refresh->findData(now.refreshMinutes)));

    auto *form = new QFormLayout;
    form->addRow(tr("&Outbox waits"), m_outbox);
    form->addRow(tr("&Refresh accounts"), m_refresh);
    auto *hint =
        new PlainLabel(tr("A confirmed plan waits so long before anything is sent, and Undo takes it back."), this);
    hint->setWordWrap(true);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton *save = buttons->addButton(tr("&Save"), QDialogButtonBox::AcceptRole);
    save->setObjectName(QStringLiteral("save"));
    save->setDefault(true);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT chosen({m_outbox->value(), m_refresh->currentData().toInt()});
        accept();
    });
    auto *column = new QVBoxLayout(this);
    const int margin = fontMetrics().height() - 2;
    column->setContentsMargins(margin, margin, margin, margin);
    column->addLayout(form);
    column->addWidget(hint);
    column->addStretch();
    column->addWidget(buttons);
}

} // namespace latchkey
