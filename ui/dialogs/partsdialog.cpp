#include "ui/dialogs/partsdialog.h"

#include "network/domain/error.h"
#include "ui/dialogs/dialoghead.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace latchkey {

PartsDialog::PartsDialog(const QString &title, const QList<PersonPart> &parts, QWidget *parent)
    : QDialog(parent)
    , m_parts(new QTreeWidget(this))
{
    setObjectName(QStringLiteral("partsDialog"));
    setWindowTitle(title);
    bool isProduction = false;
    m_parts->setObjectName(QStringLiteral("parts"));
    m_parts->setAccessibleName(tr("What the plan is to cover"));
    m_parts->setHeaderLabels({tr("Account"), tr("What would go")});
    m_parts->setRootIsDecorated(false);
    m_parts->setSelectionMode(QAbstractItemView::NoSelection);
    m_parts->header()->setStretchLastSection(true);
    for (const PersonPart &part : parts) {
        auto *row = new QTreeWidgetItem(m_parts, {cleanedText(part.accountName), cleanedText(part.what, 1000)});
        row->setData(0, Qt::UserRole, part.account.value);
        row->setFlags(part.isPossible ? Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable
                                      : Qt::NoItemFlags);
        if (part.isPossible)
            row->setCheckState(0, Qt::Unchecked);
        isProduction = isProduction || (part.isPossible && part.environment == Environment::Production);
    }
    m_parts->resizeColumnToContents(0);

    auto *head = new DialogHead(this);
    head->say(title, tr("Tick what the plan is to cover. Nothing is sent before the plan is confirmed."));
    if (isProduction)
        head->setEnvironment(Environment::Production);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_plan = buttons->addButton(tr("Make a plan…"), QDialogButtonBox::AcceptRole);
    m_plan->setObjectName(QStringLiteral("plan"));
    m_plan->setAutoDefault(false);
    buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_plan, &QPushButton::clicked, this, [this] {
        Q_EMIT chosen(ticked());
        accept();
    });
    connect(m_parts, &QTreeWidget::itemChanged, this, &PartsDialog::updateButton);

    auto *body = new QVBoxLayout;
    const int margin = fontMetrics().height() - 2;
    body->setContentsMargins(margin, margin, margin, margin);
    body->addWidget(m_parts, 1);
    body->addWidget(buttons);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addLayout(body, 1);
    resize(fontMetrics().averageCharWidth() * 90, fontMetrics().height() * 20);
    updateButton();
    m_parts->setFocus();
}

QList<AccountId> PartsDialog::ticked() const
{
    QList<AccountId> accounts;
    for (int row = 0; row < m_parts->topLevelItemCount(); ++row) {
        const QTreeWidgetItem *part = m_parts->topLevelItem(row);
        const AccountId account{part->data(0, Qt::UserRole).toString()};
        if (part->checkState(0) == Qt::Checked && !accounts.contains(account))
            accounts += account;
    }
    return accounts;
}

void PartsDialog::updateButton()
{
    const bool any = !ticked().isEmpty();
    m_plan->setEnabled(any);
    m_plan->setToolTip(any ? QString() : tr("Tick at least one account."));
}

} // namespace latchkey
