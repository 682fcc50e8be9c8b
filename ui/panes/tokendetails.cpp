#include "ui/panes/tokendetails.h"

#include "ui/dates.h"
#include "ui/panes/valuelabel.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/look.h"

#include <QFormLayout>
#include <QGridLayout>
#include <QVBoxLayout>

namespace latchkey {

namespace {

constexpr qint64 DayMs = 86'400'000;

//! What people call it, and below it the id where that says more.
void showNamed(ValueLabel &label, const std::optional<Named> &named)
{
    label.setLine(named ? named->text() : QString());
    if (named && !named->name.isEmpty() && named->id != named->name)
        label.setNote(named->id);
}

PlainLabel *labelOf(ValueLabel &value)
{
    const auto *form = static_cast<QFormLayout *>(value.parentWidget()->layout());
    return static_cast<PlainLabel *>(form->labelForField(&value));
}

} // namespace

TokenDetails::TokenDetails(QWidget *parent) : QScrollArea(parent)
{
    setObjectName(QStringLiteral("tokenDetails"));
    setAccessibleName(tr("Details"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    auto *page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    m_grid = new QGridLayout;
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(24);
    m_grid->setVerticalSpacing(0);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(12, 8, 12, 8);
    column->addLayout(m_grid);
    column->addStretch();

    QWidget *identity = addGroup(tr("Identity"));
    m_id = addValue(identity, "detailId", tr("Id"));
    m_kind = addValue(identity, "detailKind", tr("Kind"));
    m_owner = addValue(identity, "detailOwner", tr("Owner"));
    m_tenant = addValue(identity, "detailTenant", tr("Tenant"));
    m_tenantLabel = labelOf(*m_tenant);
    QWidget *reach = addGroup(tr("Reach"));
    m_scopes = addValue(reach, "detailScopes", tr("Scopes"));
    m_resources = addValue(reach, "detailResources", tr("Resources"));
    m_client = addValue(reach, "detailClient", tr("Client"));
    QWidget *life = addGroup(tr("Life"));
    m_created = addValue(life, "detailCreated", tr("Created"));
    m_expires = addValue(life, "detailExpires", tr("Expires"));
    QWidget *use = addGroup(tr("Last use"));
    m_lastUsed = addValue(use, "detailLastUsed", tr("Last used"));
    m_lastIp = addValue(use, "detailLastIp", tr("Address"));
    QWidget *here = addGroup(tr("In Latchkey"));
    m_account = addValue(here, "detailAccount", tr("Account"));
    m_provider = addValue(here, "detailProvider", tr("Provider"));
    m_thisApp = addValue(here, "detailThisApp", tr("This app"));
    m_revocable = addValue(here, "detailRevocable", tr("Revoking"));

    setWidget(page);
    arrange();
    alignLabels();
}

//! The values of all groups are in line.
void TokenDetails::alignLabels()
{
    int widest = 0;
    const auto labels = findChildren<PlainLabel *>(QStringLiteral("detailLabel"));
    for (const PlainLabel *label : labels)
        widest = std::max(widest, label->sizeHint().width());
    for (PlainLabel *label : labels)
        label->setMinimumWidth(widest);
}

QWidget *TokenDetails::addGroup(const QString &heading)
{
    auto *group = new QWidget;
    auto *title = new PlainLabel(heading);
    title->setFont(boldFont(font()));
    auto *form = new QFormLayout(group);
    form->setContentsMargins(0, 4, 0, 8);
    form->setHorizontalSpacing(10);
    form->setVerticalSpacing(4);
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignTop);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(title);
    m_groups += group;
    return group;
}

ValueLabel *TokenDetails::addValue(QWidget *group, const char *name, const QString &label)
{
    auto *value = new ValueLabel(label);
    value->setObjectName(QLatin1String(name));
    auto *text = new PlainLabel(label);
    text->setObjectName(QStringLiteral("detailLabel"));
    text->setForegroundRole(QPalette::PlaceholderText);
    text->setAlignment(Qt::AlignRight | Qt::AlignTop);
    static_cast<QFormLayout *>(group->layout())->addRow(text, value);
    return value;
}

void TokenDetails::arrange()
{
    const int columns = viewport()->width() >= fontMetrics().height() * 34 ? 2 : 1;
    if (columns == m_columns)
        return;
    m_columns = columns;
    // By rows, so that what is asked for most is on top in both columns.
    for (int at = 0; at < m_groups.size(); ++at)
        m_grid->addWidget(m_groups[at], at / columns, at % columns, Qt::AlignTop);
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, columns - 1);
}

void TokenDetails::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    arrange();
}

void TokenDetails::showToken(const Token &token, const AccountRow &account, bool isReadOnly, qint64 nowMs)
{
    m_id->setCode(token.id.value);
    m_kind->setLine(tokenKindText(token.kind));
    showNamed(*m_owner, token.owner);
    const QString tenantLabel = account.tenantLabel.isEmpty() ? tr("Tenant") : account.tenantLabel;
    m_tenantLabel->setText(tenantLabel);
    m_tenant->setName(tenantLabel);
    showNamed(*m_tenant, Named{account.tenant, account.tenantName});
    alignLabels();
    const QString none = tr("none");
    const QString comma = QStringLiteral(", ");
    m_scopes->setLines(!token.scopes ? QString() : token.scopes->isEmpty() ? none : token.scopes->join(comma));
    m_resources->setLines(!token.resources                 ? QString()
                              : token.resources->isEmpty() ? tr("all of them")
                                                           : token.resources->join(comma));
    showNamed(*m_client, token.client);
    m_created->setMoment(token.created, nowMs);
    m_expires->setMoment(token.expires, nowMs);
    m_lastUsed->setMoment(token.lastUsed, nowMs);
    m_lastIp->setLine(token.lastIp.value_or(QString()));
    m_account->setLine(account.name);
    m_provider->setLine(account.providerName);
    m_thisApp->setLines(token.isOwn ? tr("signs in with it") : tr("does not use it"));
    m_revocable->setLines(!token.isActionable ? tr("not possible: its id is not one that the provider gives out")
                              : isReadOnly    ? tr("not now: its account is read-only")
                              : token.isOwn   ? tr("by an action of its own: Revoke this app's own token…")
                                              : tr("possible"));
}

QString tokenKindText(TokenKind kind)
{
    switch (kind) {
    case TokenKind::NotReported:
        break;
    case TokenKind::User:
        return TokenDetails::tr("user token");
    case TokenKind::Automation:
        return TokenDetails::tr("automation token");
    case TokenKind::BrowserSession:
        return TokenDetails::tr("browser session");
    case TokenKind::AccessToken:
        return TokenDetails::tr("access token");
    case TokenKind::OwnSession:
        return TokenDetails::tr("own session");
    }
    return {};
}

QString tokenStateText(TokenState state, bool isSoon)
{
    switch (state) {
    case TokenState::NotReported:
        break;
    case TokenState::Active:
        return isSoon ? TokenDetails::tr("expires soon") : TokenDetails::tr("active");
    case TokenState::Expired:
        return TokenDetails::tr("expired");
    case TokenState::Suspended:
        return TokenDetails::tr("suspended");
    }
    return notReportedText();
}

bool expiresSoon(const Token &token, qint64 nowMs)
{
    if (!token.expires.isTime() || isExpired(token.expires, nowMs) || token.expires.ms() - nowMs >= 14 * DayMs)
        return false;
    return !token.created.isTime() || token.expires.ms() - token.created.ms() > 30 * DayMs;
}

} // namespace latchkey
