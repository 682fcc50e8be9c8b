#include "ui/dialogs/plandialog.h"

#include "network/domain/clock.h"
#include "ui/dates.h"
#include "ui/dialogs/dialoghead.h"
#include "ui/dialogs/fieldbox.h"
#include "ui/dialogs/plantree.h"
#include "ui/parts/banner.h"
#include "ui/parts/plainlabel.h"
#include "ui/parts/taborder.h"
#include "ui/style/colours.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"
#include "ui/texts.h"

#include <QApplication>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <map>

namespace latchkey {

using Class = Confirmation::Class;

namespace {

QString identityText(const PlanAccount &account, const PlanDialog::AccountContext &context, qint64 nowMs)
{
    if (account.identity.principal.isEmpty())
        return PlanDialog::tr("%1 does not say whose credential this is").arg(context.provider.name);
    QString text = cleanedText(account.identity.principal.text());
    if (!account.identity.role.isEmpty())
        text += QStringLiteral(", ") + cleanedText(account.identity.role);
    if (context.checkedAtMs)
        text += QStringLiteral(" · ")
            + PlanDialog::tr("checked %1").arg(relativeText(Moment::at(*context.checkedAtMs), nowMs));
    return text;
}

//! "212 tokens in 3 bulk calls", "14 tokens in 14 calls, 1 wide call".
QString callsText(const PlanAccount &account, const Estimate &estimate)
{
    QStringList parts;
    if (!account.items.isEmpty()) {
        const QString tokens = PlanDialog::tr("%Ln token(s)", nullptr, int(account.items.size()));
        const QString calls = estimate.listed > 0 && estimate.single == 0
            ? PlanDialog::tr("%Ln bulk call(s)", nullptr, estimate.listed)
            : PlanDialog::tr("%Ln call(s)", nullptr, estimate.listed + estimate.single);
        parts += PlanDialog::tr("%1 in %2").arg(tokens, calls);
    }
    if (estimate.wide > 0)
        parts += PlanDialog::tr("%Ln wide call(s)", nullptr, estimate.wide);
    return parts.join(QStringLiteral(", "));
}

struct Fact
{
    QString name = {};
    QString value = {};
    QString detail = {};
    Tint tint = Tint::Text;
};

Fact callsFact(const QList<Estimate> &estimates)
{
    int single = 0;
    int listed = 0;
    int wide = 0;
    for (const Estimate &estimate : estimates) {
        single += estimate.single;
        listed += estimate.listed;
        wide += estimate.wide;
    }
    QStringList parts;
    if (listed > 0)
        parts += PlanDialog::tr("%Ln bulk", nullptr, listed);
    if (single > 0)
        parts += PlanDialog::tr("%Ln single", nullptr, single);
    if (wide > 0)
        parts += PlanDialog::tr("%Ln wide", nullptr, wide);
    return {PlanDialog::tr("Calls"), QLocale().toString(single + listed + wide), parts.join(QStringLiteral(", "))};
}

//! Of the account that has the least left.
Fact budgetFact(const Plan &plan, const PlanDialog::Context &context)
{
    const QLocale locale;
    const PlanAccount *tightest = nullptr;
    const auto left = [&context](const PlanAccount &account) {
        const WriteBudget budget = context.accounts.value(account.id).budget;
        return budget.left.value_or(budget.perHour);
    };
    for (const PlanAccount &account : plan.accounts) {
        if (context.accounts.value(account.id).budget.perHour > 0
            && (tightest == nullptr || left(account) < left(*tightest)))
            tightest = &account;
    }
    Fact fact{PlanDialog::tr("Write budget")};
    if (tightest == nullptr) {
        fact.value = PlanDialog::tr("no limit known");
        fact.detail = PlanDialog::tr("a pause is kept if one is asked for");
        return fact;
    }
    const WriteBudget budget = context.accounts.value(tightest->id).budget;
    fact.value = PlanDialog::tr("%1 of %2").arg(locale.toString(left(*tightest)), locale.toString(budget.perHour));
    fact.detail = budget.reserve > 0 ? PlanDialog::tr("%1 kept in reserve").arg(locale.toString(budget.reserve))
                                     : PlanDialog::tr("an hour");
    if (plan.accounts.size() > 1)
        fact.detail = QStringLiteral("%1: %2").arg(tightest->name, fact.detail);
    return fact;
}

Fact timeFact(const Plan &plan, const QList<Estimate> &estimates, int outboxSeconds)
{
    // Accounts go at the same time.
    std::chrono::milliseconds longest{0};
    QString waiting;
    for (qsizetype at = 0; at < estimates.size(); ++at) {
        longest = std::max(longest, estimates[at].time);
        if (estimates[at].waitsForBudget)
            waiting = plan.accounts[at].name;
    }
    Fact fact{PlanDialog::tr("Time"), durationText(longest.count())};
    if (!waiting.isEmpty()) {
        fact.detail = PlanDialog::tr("waits for the write budget of %1").arg(waiting);
        fact.tint = Tint::Warn;
    } else {
        fact.detail = outboxSeconds > 0 ? PlanDialog::tr("after %Ln second(s) in the outbox", nullptr, outboxSeconds)
                                        : PlanDialog::tr("from the moment you confirm");
    }
    return fact;
}

Fact usedFact(const Plan &plan)
{
    int recent = 0;
    int unknown = 0;
    for (const PlanAccount &account : plan.accounts) {
        for (const PlanItem &item : account.items) {
            recent += isUsedWithin(item, std::chrono::hours(24), plan.createdAtMs) ? 1 : 0;
            unknown += isUseUnknown(item) ? 1 : 0;
        }
    }
    Fact fact{PlanDialog::tr("Used in the last 24 h")};
    fact.value = recent > 0 ? PlanDialog::tr("%Ln token(s)", nullptr, recent) : PlanDialog::tr("none");
    fact.tint = recent > 0 ? Tint::Warn : Tint::Text;
    if (unknown > 0)
        fact.detail = PlanDialog::tr("not reported for %Ln", nullptr, unknown);
    else
        fact.detail = recent > 0 ? PlanDialog::tr("listed first below") : PlanDialog::tr("as the providers report it");
    if (unknown > 0 && recent == 0 && unknown == plan.tokenCount())
        fact.value = notReportedText();
    if (plan.tokenCount() == 0) {
        fact.value = notReportedText();
        fact.detail = PlanDialog::tr("for what a wide call ends");
    }
    return fact;
}

//! Whom the wide calls of each extent are about.
std::map<RevokeCall::Extent, QStringList> namesByExtent(const PlanAccount &account)
{
    std::map<RevokeCall::Extent, QStringList> names;
    for (const WideCall &call : account.wide)
        names[call.extent] += call.text();
    return names;
}

//! "ann, bob and carla"; more than that as "ann, bob and 7 more".
QString listText(QStringList names)
{
    constexpr qsizetype Named = 3;
    if (names.size() > Named) {
        const auto more = int(names.size() - Named + 1);
        names = names.mid(0, Named - 1);
        names += PlanDialog::tr("%Ln more", nullptr, more);
    }
    return QLocale().createSeparatedList(names);
}

//! A name on a button: its whole is in the tree and in the facts.
QString shortened(const QString &name)
{
    constexpr qsizetype Longest = 36;
    return name.size() <= Longest ? name : name.left(Longest - 1) + QChar(0x2026);
}

Fact leftOutFact(const Plan &plan)
{
    if (plan.exclusions.isEmpty())
        return {PlanDialog::tr("Left out"), PlanDialog::tr("none"), PlanDialog::tr("all that was chosen")};
    return {PlanDialog::tr("Left out"), exclusionCountText(plan.exclusions), PlanDialog::tr("reasons below")};
}

} // namespace

PlanDialog::PlanDialog(const Plan &plan, const Context &context, const Clock &clock, QWidget *parent)
    : QDialog(parent)
    , m_plan(plan)
    , m_context(context)
    , m_clock(clock)
    , m_confirmation(confirmationOf(plan))
    , m_reason(new QLineEdit(this))
    , m_count(new QLineEdit(this))
    , m_name(new QLineEdit(this))
    , m_revoke(new QPushButton(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    setObjectName(QStringLiteral("planDialog"));
    setWindowTitle(tr("Revoke tokens"));
    QList<PlanModel::AccountText> texts;
    const QList<Estimate> estimated = estimates();
    for (qsizetype at = 0; at < m_plan.accounts.size(); ++at) {
        const PlanAccount &account = m_plan.accounts[at];
        const AccountContext about = m_context.accounts.value(account.id);
        texts += PlanModel::AccountText{about.provider, about.colour, callsText(account, estimated[at]),
                                        identityText(account, about, m_clock.nowMs())};
    }
    auto *tree = new PlanTree(new PlanModel(m_plan, texts, m_context.names, m_clock, this), this);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    if (QWidget *losses = makeLosses())
        column->addWidget(losses);
    if (!m_plan.isEmpty())
        column->addWidget(makeFacts());
    if (QWidget *effects = makeEffects()) {
        column->addWidget(dividingLine(this));
        column->addWidget(effects);
    }
    column->addWidget(dividingLine(this));
    column->addWidget(tree, 1);
    column->addWidget(dividingLine(this));
    column->addWidget(makeGates());
    column->addWidget(dividingLine(this));
    column->addWidget(makeButtons());
    tintButton();
    updateGates();
    tabAlongLayouts(this);
    openAtWantedSize(*this);
    if (m_confirmation.asksReason && m_reason->text().isEmpty())
        m_reason->setFocus();
    else if (!m_confirmation.count.isEmpty())
        m_count->setFocus();
    else
        (m_confirmation.name.isEmpty() ? static_cast<QWidget *>(m_cancel) : m_name)->setFocus();
}

QSize PlanDialog::sizeHint() const
{
    const int unit = fontMetrics().averageCharWidth();
    return {std::max(unit * 132, minimumSizeHint().width()), fontMetrics().height() * 42};
}

QList<Estimate> PlanDialog::estimates() const
{
    QList<Estimate> all;
    for (const PlanAccount &account : m_plan.accounts) {
        const AccountContext about = m_context.accounts.value(account.id);
        all += estimateFor(account, about.provider, about.budget, about.deletesInFlight, m_clock.nowMs());
    }
    return all;
}

QWidget *PlanDialog::makeHead()
{
    QStringList production;
    QStringList names;
    for (const PlanAccount &account : std::as_const(m_plan.accounts)) {
        names += account.name;
        if (account.environment == Environment::Production)
            production += account.name;
    }
    QString title = wideTitle();
    if (m_plan.tokenCount() > 0) {
        title = tr("Revoke %Ln token(s)", nullptr, int(m_plan.tokenCount()));
        if (m_plan.wideCount() > 0)
            title += endsSessionsAlone()
                ? tr(" and end all sessions of %Ln person(s)", nullptr, int(m_plan.wideCount()))
                : tr(" and make %Ln wide call(s)", nullptr, int(m_plan.wideCount()));
    }
    if (m_plan.isEmpty())
        title = tr("Nothing is left to revoke");
    else
        title += u' '
            + (names.size() == 1 ? tr("in %1").arg(names.first())
                                 : tr("in %Ln account(s)", nullptr, int(names.size())));
    auto *head = new DialogHead(this);
    const QString acts = production.isEmpty()
        ? tr("Acts on %1.").arg(names.join(QStringLiteral(", ")))
        : tr("Acts on production: %1.").arg(production.join(QStringLiteral(", ")));
    head->say(title,
              m_plan.isEmpty() ? tr("Everything that was chosen is left out; the reasons are below.")
                               : acts + u' ' + tr("This cannot be undone once sent."));
    if (!production.isEmpty())
        head->setEnvironment(Environment::Production);
    else if (!m_plan.isEmpty())
        head->setEnvironment(m_plan.accounts.first().environment);
    return head;
}

QWidget *PlanDialog::makeLosses()
{
    if (!m_plan.isOwn)
        return nullptr;
    auto *banner = new Banner(this);
    banner->setObjectName(QStringLiteral("losses"));
    banner->say(Banner::Tone::Warning,
                tr("%Ln account(s) of this app will lose access: %1.", nullptr, int(m_plan.losingAccess.size()))
                    .arg(m_plan.losingAccess.join(QStringLiteral(", "))),
                tr("It is the token that this app signs in with. Enter another credential afterwards."));
    banner->show();
    return banner;
}

QWidget *PlanDialog::makeFacts()
{
    auto *part = new QWidget(this);
    part->setAutoFillBackground(true);
    part->setBackgroundRole(QPalette::Base);
    auto *row = new QHBoxLayout(part);
    row->setContentsMargins(16, 10, 16, 10);
    row->setSpacing(12);
    const QList<Estimate> estimated = estimates();
    const QList<Fact> facts = {callsFact(estimated), budgetFact(m_plan, m_context),
                               timeFact(m_plan, estimated, m_context.outboxSeconds), usedFact(m_plan),
                               leftOutFact(m_plan)};
    for (const Fact &fact : facts) {
        if (row->count() > 0) {
            row->addWidget(dividingLine(part, Qt::Vertical));
        }
        auto *name = new PlainLabel(fact.name, part);
        auto *value = new PlainLabel(part);
        value->setTint(fact.tint);
        auto *detail = new PlainLabel(fact.detail, part);
        name->setDim(true);
        value->setFont(boldFont(font()));
        value->setText(fact.value);
        value->setObjectName(QStringLiteral("fact%1").arg(row->count() / 2));
        detail->setDim(true);
        for (PlainLabel *label : {name, static_cast<PlainLabel *>(value), detail})
            label->setWordWrap(true);
        auto *column = new QVBoxLayout;
        column->setSpacing(2);
        column->addWidget(name);
        column->addWidget(value);
        column->addWidget(detail);
        column->addStretch();
        row->addLayout(column, 1);
    }
    return part;
}

QWidget *PlanDialog::makeEffects()
{
    if (m_plan.wideCount() == 0)
        return nullptr;
    auto *part = new QWidget(this);
    part->setAutoFillBackground(true);
    part->setBackgroundRole(QPalette::Base);
    auto *column = new QVBoxLayout(part);
    column->setContentsMargins(16, 8, 16, 8);
    column->setSpacing(4);
    for (const PlanAccount &account : std::as_const(m_plan.accounts)) {
        const ProviderDescription provider = m_context.accounts.value(account.id).provider;
        for (const auto &[extent, names] : namesByExtent(account)) {
            auto *icon = new QLabel(part);
            icon->setPixmap(tintedIcon("sessions", Tint::Bad).pixmap(QSize(16, 16), devicePixelRatioF()));
            auto *effect = new PlainLabel(wideEffect(provider, extent).arg(listText(names)), part);
            effect->setObjectName(QStringLiteral("effect"));
            effect->setWordWrap(true);
            auto *row = new QHBoxLayout;
            row->setSpacing(8);
            row->addWidget(icon, 0, Qt::AlignTop);
            row->addWidget(effect, 1);
            column->addLayout(row);
        }
    }
    return part;
}

bool PlanDialog::endsSessionsAlone() const
{
    return std::all_of(m_plan.accounts.cbegin(), m_plan.accounts.cend(), [this](const PlanAccount &account) {
        const bool lists = m_context.accounts.value(account.id).provider.can(Capability::ListTokens);
        return std::all_of(account.wide.cbegin(), account.wide.cend(), [lists](const WideCall &call) {
            return call.extent == RevokeCall::Extent::Person && !lists;
        });
    });
}

QString PlanDialog::wideTitle() const
{
    const auto count = int(m_plan.wideCount());
    if (count > 1)
        return endsSessionsAlone() ? tr("End all sessions of %Ln person(s)", nullptr, count)
                                   : tr("Make %Ln wide call(s)", nullptr, count);
    for (const PlanAccount &account : m_plan.accounts) {
        for (const WideCall &call : account.wide)
            return wideAction(m_context.accounts.value(account.id).provider, call.extent).arg(shortened(call.text()));
    }
    return {};
}

QString PlanDialog::buttonText() const
{
    if (m_plan.wideCount() == 0)
        return tr("Revoke %Ln token(s)", nullptr, int(m_plan.tokenCount()));
    if (m_plan.tokenCount() == 0)
        return wideTitle().replace(u'&', QStringLiteral("&&")); // a name's, not a shortcut's
    const QString tokens = QLocale().toString(m_plan.tokenCount());
    return endsSessionsAlone()
        ? tr("Revoke %1 and end sessions").arg(tokens)
        : tr("Revoke %1 and make %Ln wide call(s)", nullptr, int(m_plan.wideCount())).arg(tokens);
}

QWidget *PlanDialog::makeGates()
{
    m_reason->setObjectName(QStringLiteral("reason"));
    m_reason->setAccessibleName(tr("Reason or ticket"));
    m_reason->setText(m_plan.reason.isEmpty() ? m_context.lastReason : m_plan.reason);
    m_reason->setMinimumWidth(fontMetrics().averageCharWidth() * 50);
    m_count->setObjectName(QStringLiteral("typed"));
    m_count->setMinimumWidth(fontMetrics().averageCharWidth() * 16);
    m_name->setObjectName(QStringLiteral("typedName"));
    m_name->setMinimumWidth(fontMetrics().averageCharWidth() * 36);
    m_reasonBox = new FieldBox(m_reason, FieldBox::HintPlace::Beside, this);
    m_reasonBox->setHint(m_confirmation.asksReason ? tr("Kept in the receipt; needed for production.")
                                                   : tr("Kept in the receipt; may stay empty."));
    m_countBox = new FieldBox(m_count, FieldBox::HintPlace::Beside, this);
    m_nameBox = new FieldBox(m_name, FieldBox::HintPlace::Beside, this);
    for (QLineEdit *line : {m_reason, m_count, m_name}) {
        line->installEventFilter(this);
        connect(line, &QLineEdit::textChanged, this, &PlanDialog::updateGates);
    }

    auto *part = new QWidget(this);
    auto *form = new QFormLayout(part);
    form->setContentsMargins(16, 10, 16, 10);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignRight);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Reason or ticket"), m_reasonBox);
    const auto addGate = [form](QLineEdit *line, FieldBox *box, const QString &label, bool isAsked) {
        line->setAccessibleName(label);
        form->addRow(label, box);
        form->setRowVisible(box, isAsked);
    };
    addGate(m_count, m_countBox, tr("Type the count"), !m_confirmation.count.isEmpty() && !m_plan.isEmpty());
    addGate(m_name, m_nameBox, tr("Type the name"), !m_confirmation.name.isEmpty() && !m_plan.isEmpty());
    part->setVisible(!m_plan.isEmpty());
    return part;
}

QWidget *PlanDialog::makeButtons()
{
    auto *savePlan = new QPushButton(icon("save", "document-save"), tr("Save plan…"), this);
    savePlan->setObjectName(QStringLiteral("savePlan"));
    savePlan->setVisible(!m_plan.isEmpty());
    auto *when =
        new PlainLabel(m_context.outboxSeconds > 0 ? tr("Nothing is sent for %Ln second(s): Undo takes it back.",
                                                        nullptr, m_context.outboxSeconds)
                                                   : tr("It is sent at once."),
                       this);
    when->setObjectName(QStringLiteral("when"));
    when->setDim(true);
    when->setWordWrap(true);
    when->setVisible(!m_plan.isEmpty());
    const QList<AccountId> readOnly = readOnlyAccounts();
    auto *allow = new QPushButton(icon("unlock"), tr("Allow changes for 30 minutes"), this);
    allow->setObjectName(QStringLiteral("allowChanges"));
    allow->setToolTip(tr("In the accounts that are read-only. The plan is made again, and nothing is sent."));
    allow->setAutoDefault(true);
    allow->setVisible(!readOnly.isEmpty());
    connect(allow, &QPushButton::clicked, this, [this, readOnly] {
        reject();
        Q_EMIT changesRequested(readOnly);
    });
    m_revoke->setObjectName(QStringLiteral("revoke"));
    m_revoke->setText(buttonText());
    m_revoke->setVisible(!m_plan.isEmpty());
    m_cancel->setObjectName(QStringLiteral("cancel"));
    m_revoke->setAutoDefault(false); // Enter never revokes
    savePlan->setAutoDefault(true);
    m_cancel->setDefault(true);
    connect(savePlan, &QPushButton::clicked, this, &PlanDialog::savePlanRequested);
    connect(m_revoke, &QPushButton::clicked, this, &PlanDialog::confirm);
    connect(m_cancel, &QPushButton::clicked, this, &PlanDialog::reject);

    auto *part = new QWidget(this);
    auto *row = new QHBoxLayout(part);
    row->setContentsMargins(16, 10, 16, 10);
    row->setSpacing(12);
    row->addWidget(savePlan);
    row->addWidget(when, 1);
    row->addStretch();
    row->addWidget(allow);
    row->addWidget(m_revoke);
    row->addWidget(m_cancel);
    return part;
}

bool PlanDialog::isReasonGiven() const { return !m_confirmation.asksReason || !m_reason->text().trimmed().isEmpty(); }

bool PlanDialog::isCountRight() const { return m_confirmation.acceptsCount(m_count->text()); }

bool PlanDialog::isNameRight() const { return m_confirmation.acceptsName(m_name->text()); }

void PlanDialog::updateGates()
{
    m_countBox->setRight(isCountRight());
    m_countBox->setHint(isCountRight() ? tr("%Ln token(s)", nullptr, int(m_plan.tokenCount())) : countHint());
    m_nameBox->setRight(isNameRight());
    m_nameBox->setHint(isNameRight() ? m_confirmation.name : nameHint());
    m_revoke->setEnabled(!m_plan.isEmpty() && isCountRight() && isNameRight() && isReasonGiven());
}

QString PlanDialog::countHint() const
{
    return m_confirmation.count + QStringLiteral(": ")
        + (m_plan.tokenCount() == 1 ? tr("it was used lately, or nobody says when")
                                    : tr("so many at once, or some that are in use, deserve a second look"));
}

QString PlanDialog::nameHint() const
{
    if (m_plan.isOwn)
        return tr("%1, because the app loses its access").arg(m_confirmation.name);
    if (m_plan.wideCount() > 0)
        return tr("%1, because a wide call ends more than is listed").arg(m_confirmation.name);
    return tr("%1, because the token that this app signs in with may be among them").arg(m_confirmation.name);
}

QList<AccountId> PlanDialog::readOnlyAccounts() const
{
    QList<AccountId> accounts;
    for (const Exclusion &exclusion : m_plan.exclusions) {
        if (exclusion.reason == ExclusionReason::ReadOnlyAccount && !accounts.contains(exclusion.account))
            accounts += exclusion.account;
    }
    return accounts;
}

void PlanDialog::confirm()
{
    if (m_plan.isEmpty() || !isCountRight() || !isNameRight() || !isReasonGiven())
        return;
    const QString reason = m_reason->text().trimmed();
    accept();
    Q_EMIT confirmed(reason);
}

bool PlanDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && (watched == m_reason || watched == m_count || watched == m_name)) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            // Neither to Cancel, which would lose what is typed, nor to a button that the next Enter would press.
            goOnFrom(watched);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void PlanDialog::goOnFrom(const QObject *gate)
{
    const std::array<std::pair<QLineEdit *, bool>, 3> gates = {
        {{m_reason, isReasonGiven()}, {m_count, isCountRight()}, {m_name, isNameRight()}}};
    const auto isFrom = [gate](const auto &one) { return one.first == gate; };
    const auto from = size_t(std::find_if(gates.begin(), gates.end(), isFrom) - gates.begin());
    for (size_t step = 1; step < gates.size(); ++step) {
        const auto &[line, isRight] = gates[(from + step) % gates.size()];
        if (!isRight && line->isVisible()) {
            line->setFocus(Qt::TabFocusReason);
            return;
        }
    }
}

void PlanDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        tintButton();
}

void PlanDialog::tintButton()
{
    const QColor bad = coloursFor(QApplication::palette()).bad;
    QPalette red;
    red.setColor(QPalette::Active, QPalette::ButtonText, bad);
    red.setColor(QPalette::Inactive, QPalette::ButtonText, bad);
    m_revoke->setPalette(red);
    m_revoke->setIcon(tintedIcon("revoke", Tint::Bad));
}

} // namespace latchkey
