#include "ui/dialogs/accountform.h"

#include "network/domain/clock.h"
#include "ui/dialogs/dialoghead.h"
#include "ui/dialogs/fieldbox.h"
#include "ui/parts/plainlabel.h"
#include "ui/parts/taborder.h"
#include "ui/style/badges.h"
#include "ui/style/colours.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QSpinBox>
#include <QUuid>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace latchkey {

namespace {

constexpr int ProviderDefault = 0; // rows a page

struct NamedColour
{
    const char *name;
    const char *value;
};
constexpr NamedColour AccountColours[] = {
    {QT_TRANSLATE_NOOP("AccountForm", "Blue"), "#2f7bd9"},   {QT_TRANSLATE_NOOP("AccountForm", "Green"), "#7aa82f"},
    {QT_TRANSLATE_NOOP("AccountForm", "Orange"), "#d97f2f"}, {QT_TRANSLATE_NOOP("AccountForm", "Violet"), "#b072c9"},
    {QT_TRANSLATE_NOOP("AccountForm", "Teal"), "#21a393"},   {QT_TRANSLATE_NOOP("AccountForm", "Brown"), "#8d6e63"},
    {QT_TRANSLATE_NOOP("AccountForm", "Pink"), "#c2519d"},   {QT_TRANSLATE_NOOP("AccountForm", "Grey"), "#7f868e"},
};

QIcon swatch(const QString &colour)
{
    QPixmap pixmap(16, 16);
    pixmap.fill(Qt::transparent);
    if (!colour.isEmpty())
        pixmap.fill(QColor(colour));
    return QIcon(pixmap);
}

QString filterLabel(const QString &filter)
{
    if (filter == QLatin1String("client"))
        return AccountForm::tr("Only of client");
    if (filter == QLatin1String("person"))
        return AccountForm::tr("Only of person");
    if (filter == QLatin1String("status"))
        return AccountForm::tr("Only with status");
    return AccountForm::tr("Order");
}

QString *filterOf(LoadScope &scope, const QString &filter)
{
    if (filter == QLatin1String("client"))
        return &scope.client;
    if (filter == QLatin1String("person"))
        return &scope.person;
    return filter == QLatin1String("status") ? &scope.status : &scope.order;
}

//! What a sign-in was got from, it is worth there alone.
bool isSamePlace(const Account &one, const Account &other)
{
    return one.provider == other.provider && one.signIn == other.signIn && one.baseUrl == other.baseUrl
        && one.loginUrl == other.loginUrl && one.tenant == other.tenant && one.settings == other.settings;
}

QFormLayout *makeLayout()
{
    auto *form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 6);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignRight);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

QWidget *sectionHead(const QString &text, QWidget *parent)
{
    auto *head = new QWidget(parent);
    auto *label = new PlainLabel(text, head);
    label->setFont(boldFont(head->font()));
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 2, 0, 2);
    row->setSpacing(8);
    row->addWidget(label);
    row->addWidget(dividingLine(head), 1);
    return head;
}

} // namespace

AccountDraft AccountDraft::of(const Account &account)
{
    AccountDraft draft;
    draft.account = account;
    draft.typedBaseUrl = account.baseUrl.toString();
    draft.typedLoginUrl = account.loginUrl.toString();
    draft.readOnlyChosen = true;
    return draft;
}

AccountDraft AccountDraft::fresh(const ProviderDescription &provider, qsizetype count)
{
    AccountDraft draft;
    Account &account = draft.account;
    account.id = AccountId{QUuid::createUuid().toString(QUuid::WithoutBraces)};
    account.provider = provider.id;
    account.signIn = provider.signIns.isEmpty() ? QString() : provider.signIns.first().key;
    account.colour = QLatin1String(AccountColours[size_t(count) % std::size(AccountColours)].value);
    account.policy.readOnly = true;
    draft.typedBaseUrl = provider.baseUrl.toString();
    draft.typedLoginUrl = provider.loginUrl.toString();
    draft.isNew = true;
    return draft;
}

void AccountDraft::takeSignIn(const Credential &brought, const Account &from)
{
    if (!isSamePlace(account, from))
        return;
    typed = {};
    kept = brought;
    keptFor = from;
}

AccountForm::AccountForm(const AccountStore &store, const QList<ProviderDescription> &providers, const Clock &clock,
                         QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_providers(providers)
    , m_clock(clock)
    , m_name(new QLineEdit(this))
    , m_colour(new QComboBox(this))
    , m_environment(new QComboBox(this))
    , m_readOnly(new QCheckBox(tr("Read-only"), this))
    , m_provider(new QComboBox(this))
    , m_region(new QComboBox(this))
    , m_baseUrl(new QLineEdit(this))
    , m_loginUrl(new QLineEdit(this))
    , m_tenant(new QLineEdit(this))
    , m_scopeSection(new QWidget(this))
    , m_scope(makeLayout())
    , m_signIn(new SignInSection(clock, this))
    , m_inFlight(new QSpinBox(this))
    , m_retries(new QSpinBox(this))
    , m_pageSize(new QSpinBox(this))
    , m_account(makeLayout())
    , m_service(makeLayout())
    , m_limits(makeLayout())
{
    setObjectName(QStringLiteral("accountForm"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 16, 12);
    column->setSpacing(6);
    makeAccountSection(column);
    makeServiceSection(column);
    column->addWidget(sectionHead(tr("Signing in"), this));
    column->addWidget(m_signIn);
    column->addWidget(m_scopeSection);
    auto *scopeColumn = new QVBoxLayout(m_scopeSection);
    scopeColumn->setContentsMargins(0, 0, 0, 0);
    scopeColumn->addWidget(sectionHead(tr("What to load"), this));
    scopeColumn->addLayout(m_scope);
    makeLimitsSection(column);
    column->addStretch();
    connect(m_signIn, &SignInSection::edited, this, &AccountForm::takeEdit);
    connect(m_signIn, &SignInSection::wayChosen, this, [this] {
        showTenant();
        alignLabels();
        takeEdit();
    });
}

FieldBox *AccountForm::addRow(QFormLayout *form, const QString &label, QWidget *input, const char *name)
{
    input->setObjectName(QLatin1String(name));
    if (input->accessibleName().isEmpty())
        input->setAccessibleName(label.isEmpty() ? input->accessibleName() : label);
    auto *box = new FieldBox(input, FieldBox::HintPlace::Below, this);
    form->addRow(label, box);
    // The form would name the box: screen readers look for the label of what is typed into.
    if (auto *text = qobject_cast<QLabel *>(form->labelForField(box)))
        text->setBuddy(input);
    if (auto *line = qobject_cast<QLineEdit *>(input)) {
        // Not textEdited(): what assistive technology writes is an edit too.
        connect(line, &QLineEdit::textChanged, this, [this, box] {
            if (m_isFilling)
                return;
            if (!m_touched.contains(box))
                m_touched += box;
            takeEdit();
        });
    }
    return box;
}

void AccountForm::makeAccountSection(QVBoxLayout *column)
{
    for (const NamedColour &colour : AccountColours)
        m_colour->addItem(swatch(QLatin1String(colour.value)), tr(colour.name), QLatin1String(colour.value));
    m_colour->insertItem(0, swatch({}), tr("No colour"), QString());
    for (const Environment environment :
         {Environment::Production, Environment::Staging, Environment::Development, Environment::Sandbox})
        m_environment->addItem(environmentText(environment), QVariant::fromValue(int(environment)));

    column->addWidget(sectionHead(tr("Account"), this));
    m_name->setMaxLength(64);
    m_nameBox = addRow(m_account, tr("Label"), m_name, "name");
    addRow(m_account, tr("Colour"), m_colour, "colour");
    addRow(m_account, tr("Environment"), m_environment, "environment");
    m_readOnly->setAccessibleName(m_readOnly->text());
    addRow(m_account, QString(), m_readOnly, "readOnly")
        ->setHint(tr("New production accounts start so; only reads leave."));
    column->addLayout(m_account);
    connect(m_colour, &QComboBox::activated, this, &AccountForm::takeEdit);
    connect(m_environment, &QComboBox::activated, this, [this] {
        chooseEnvironment();
        takeEdit();
    });
    connect(m_readOnly, &QCheckBox::clicked, this, [this] {
        m_draft.readOnlyChosen = true;
        takeEdit();
    });
}

void AccountForm::makeServiceSection(QVBoxLayout *column)
{
    for (const ProviderDescription &provider : m_providers)
        m_provider->addItem(provider.name, provider.id.value);
    column->addWidget(sectionHead(tr("Service"), this));
    addRow(m_service, tr("Provider"), m_provider, "provider");
    addRow(m_service, tr("Region"), m_region, "region");
    for (QLineEdit *line : {m_baseUrl, m_loginUrl, m_tenant})
        line->setFont(codeFont(font()));
    m_baseUrlBox = addRow(m_service, tr("Base URL"), m_baseUrl, "baseUrl");
    m_loginUrlBox = addRow(m_service, tr("Login URL"), m_loginUrl, "loginUrl");
    m_tenantBox = addRow(m_service, tr("Tenant"), m_tenant, "tenant");
    column->addLayout(m_service);
    connect(m_provider, &QComboBox::activated, this, [this] {
        chooseProvider();
        takeEdit();
    });
    connect(m_region, &QComboBox::activated, this, [this](int row) {
        const Region region = provider()->regions.value(row);
        m_isFilling = true;
        m_baseUrl->setText(region.baseUrl.toString());
        m_loginUrl->setText(region.loginUrl.toString());
        m_isFilling = false;
        takeEdit();
    });
}

void AccountForm::makeLimitsSection(QVBoxLayout *column)
{
    m_inFlight->setRange(1, 6);
    m_retries->setRange(0, 3);
    m_pageSize->setRange(0, 100'000);
    m_pageSize->setSpecialValueText(tr("as the provider proposes"));
    column->addWidget(sectionHead(tr("Limits"), this));
    addRow(m_limits, tr("At the same time"), m_inFlight, "deletesInFlight")
        ->setHint(tr("Calls that revoke one token; wide calls always one by one."));
    addRow(m_limits, tr("Read again"), m_retries, "readRetries")
        ->setHint(tr("Times, where a read fails. What changes something is sent once."));
    addRow(m_limits, tr("Page size"), m_pageSize, "pageSize")->setHint(tr("Rows."));
    column->addLayout(m_limits);
    for (QSpinBox *box : {m_inFlight, m_retries, m_pageSize})
        connect(box, &QSpinBox::valueChanged, this, &AccountForm::takeEdit);
}

const ProviderDescription *AccountForm::provider() const
{
    const QString id = m_provider->currentData().toString();
    const auto at = std::find_if(m_providers.begin(), m_providers.end(),
                                 [&id](const ProviderDescription &one) { return one.id.value == id; });
    return at == m_providers.end() ? nullptr : &*at;
}

void AccountForm::setDraft(const AccountDraft &draft)
{
    m_isFilling = true;
    m_draft = draft;
    m_touched.clear();
    const Account &account = m_draft.account;
    m_name->setText(account.name);
    int colour = m_colour->findData(account.colour, Qt::UserRole, Qt::MatchFixedString);
    if (colour < 0) { // one that a person wrote into the file
        m_colour->addItem(swatch(account.colour), cleanedText(account.colour), account.colour);
        colour = m_colour->count() - 1;
    }
    m_colour->setCurrentIndex(colour);
    m_environment->setCurrentIndex(m_environment->findData(int(account.environment)));
    m_readOnly->setChecked(account.policy.readOnly);
    m_provider->setCurrentIndex(m_provider->findData(account.provider.value));
    m_provider->setEnabled(m_draft.isNew);
    m_baseUrl->setText(m_draft.typedBaseUrl);
    m_loginUrl->setText(m_draft.typedLoginUrl);
    m_tenant->setText(account.tenant);
    m_inFlight->setValue(account.policy.deletesInFlight);
    m_retries->setValue(account.policy.readRetries);
    m_pageSize->setValue(account.policy.pageSize);
    chooseProvider();
    m_isFilling = false;
    showProblems(false);
}

void AccountForm::chooseProvider()
{
    const ProviderDescription *known = provider();
    if (known == nullptr)
        return;
    const bool isOther = !m_isFilling && known->id != m_draft.account.provider;
    if (isOther) { // what belonged to the provider before means nothing here
        m_isFilling = true;
        m_baseUrl->setText(known->baseUrl.toString());
        m_loginUrl->setText(known->loginUrl.toString());
        m_tenant->clear();
        m_isFilling = false;
        m_draft.account.provider = known->id;
        m_draft.account.scope = {};
        m_draft.account.signIn.clear();
        m_draft.account.settings.clear();
        m_draft.typed = {};
        m_draft.kept = {};
    }
    m_region->clear();
    for (const Region &region : known->regions)
        m_region->addItem(cleanedText(region.label), region.baseUrl.toString());
    m_region->setCurrentIndex(m_region->findData(m_baseUrl->text()));
    m_service->setRowVisible(m_region->parentWidget(), !known->regions.isEmpty());
    const bool hasLogin = !known->loginUrl.isEmpty()
        || std::any_of(known->regions.cbegin(), known->regions.cend(),
                       [](const Region &region) { return !region.loginUrl.isEmpty(); });
    m_service->setRowVisible(m_loginUrlBox, hasLogin);
    m_limits->setRowVisible(m_pageSize->parentWidget(), known->pageSize > 0);
    buildScope();
    buildSignIn();
}

void AccountForm::chooseEnvironment()
{
    const bool isProduction = m_environment->currentData().toInt() == int(Environment::Production);
    if (m_draft.isNew && !m_draft.readOnlyChosen)
        m_readOnly->setChecked(isProduction);
}

void AccountForm::buildSignIn()
{
    const ProviderDescription *known = provider();
    const std::optional<Account> saved = m_store.find(m_draft.account.id);
    const bool isStored = saved && saved->provider == known->id;
    const bool wasFilling = std::exchange(m_isFilling, true);
    m_signIn->show(known->signIns, {m_draft.account.signIn, m_draft.account.settings, m_draft.typed, m_draft.kept},
                   isStored ? saved->signIn : QString());
    m_isFilling = wasFilling;
    showTenant();
    alignLabels();
    tabAlongLayouts(this);
}

bool AccountForm::needsTenant() const { return m_signIn->way() != nullptr && m_signIn->way()->needsTenant; }

void AccountForm::showTenant()
{
    const QString label = provider()->tenantLabel.isEmpty() ? tr("Tenant") : provider()->tenantLabel;
    m_service->setRowVisible(m_tenantBox, needsTenant() || !provider()->tenantLabel.isEmpty());
    if (auto *text = qobject_cast<QLabel *>(m_service->labelForField(m_tenantBox)))
        text->setText(label);
    m_tenant->setAccessibleName(label);
    const Named &known = m_draft.account.identity.tenant;
    m_tenant->setPlaceholderText(needsTenant()         ? QString()
                                     : known.isEmpty() ? tr("found by the test")
                                                       : cleanedText(known.text()));
}

void AccountForm::focusName() { m_name->setFocus(); }

void AccountForm::buildScope()
{
    while (m_scope->rowCount() > 0)
        m_scope->removeRow(0);
    m_parts.clear();
    m_filters.clear();
    const ProviderDescription *known = provider();
    m_scopeSection->setVisible(known != nullptr && !(known->scopeParts.isEmpty() && known->scopeFilters.isEmpty()));
    if (known == nullptr)
        return;
    for (const Choice &part : known->scopeParts) {
        auto *box = new QCheckBox(part.label, this);
        box->setObjectName(QStringLiteral("part-") + part.value);
        box->setChecked(m_draft.account.scope.parts.isEmpty() || m_draft.account.scope.parts.contains(part.value));
        m_parts += box;
        m_scope->addRow(m_parts.size() == 1 ? tr("Load") : QString(), box);
        connect(box, &QCheckBox::clicked, this, [this, box] {
            // Nothing ticked would mean all to the provider, and nothing to a person.
            const auto isOn = [](const QCheckBox *one) { return one->isChecked(); };
            if (std::none_of(m_parts.cbegin(), m_parts.cend(), isOn))
                box->setChecked(true);
            takeEdit();
        });
    }
    for (const QString &filter : known->scopeFilters) {
        auto *line = new QLineEdit(*filterOf(m_draft.account.scope, filter), this);
        line->setObjectName(filter);
        line->setAccessibleName(filterLabel(filter));
        line->setPlaceholderText(tr("all"));
        m_filters += line;
        m_scope->addRow(filterLabel(filter), line);
        connect(line, &QLineEdit::textChanged, this, &AccountForm::takeEdit);
    }
}

void AccountForm::alignLabels()
{
    QList<QLabel *> labels;
    for (const QFormLayout *form : {m_account, m_service, m_signIn->rows(), m_scope, m_limits}) {
        for (int row = 0; row < form->rowCount(); ++row) {
            if (const QLayoutItem *item = form->itemAt(row, QFormLayout::LabelRole))
                labels += qobject_cast<QLabel *>(item->widget());
        }
    }
    int widest = 0;
    labels.removeAll(nullptr);
    for (const QLabel *label : std::as_const(labels))
        widest = std::max(widest, label->sizeHint().width());
    for (QLabel *label : std::as_const(labels)) {
        label->setMinimumWidth(widest);
        label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
}

AccountDraft AccountForm::draft() const
{
    AccountDraft now = m_draft;
    Account &account = now.account;
    account.name = m_name->text().simplified();
    account.colour = m_colour->currentData().toString();
    account.environment = Environment(m_environment->currentData().toInt());
    account.policy.readOnly = m_readOnly->isChecked();
    account.policy.deletesInFlight = m_inFlight->value();
    account.policy.readRetries = m_retries->value();
    if (const ProviderDescription *known = provider()) {
        account.provider = known->id;
        account.policy.pageSize = known->pageSize > 0 ? m_pageSize->value() : ProviderDefault;
    }
    const SignInSection::State signIn = m_signIn->state();
    account.signIn = signIn.way;
    account.settings = signIn.settings;
    now.typed = signIn.typed;
    now.kept = signIn.kept;
    if (now.kept.isEmpty())
        now.keptFor = {};
    now.typedBaseUrl = m_baseUrl->text().trimmed();
    now.typedLoginUrl = m_loginUrl->text().trimmed();
    account.baseUrl = checkedBaseUrl(now.typedBaseUrl).value_or(QUrl());
    account.loginUrl = now.typedLoginUrl.isEmpty() ? QUrl() : checkedBaseUrl(now.typedLoginUrl).value_or(QUrl());
    account.tenant = m_tenant->text().trimmed();

    account.scope.parts.clear();
    for (const QCheckBox *part : m_parts) {
        if (part->isChecked())
            account.scope.parts += part->objectName().mid(5);
    }
    if (account.scope.parts.size() == m_parts.size())
        account.scope.parts.clear(); // all of them
    for (const QLineEdit *filter : m_filters)
        *filterOf(account.scope, filter->objectName()) = filter->text().trimmed();
    return now;
}

Credential AccountForm::credential() const { return m_signIn->credential(); }

void AccountForm::takeEdit()
{
    if (m_isFilling)
        return;
    if (!m_signIn->state().kept.isEmpty() && !isSamePlace(draft().account, m_draft.keptFor))
        m_signIn->forgetKept();
    showProblems(false);
    Q_EMIT edited();
}

QList<AccountForm::Problem> AccountForm::problems() const
{
    QList<Problem> all;
    const AccountDraft now = draft();
    if (now.account.name.isEmpty()) {
        all += {m_nameBox, tr("An account needs a name. Type one that tells it from the others.")};
    } else {
        Account named = now.account;
        if (named.baseUrl.isEmpty()) // has a sentence of its own
            named.baseUrl = QUrl(QStringLiteral("https://localhost"));
        const Result<void> name = m_store.checkName(named);
        all += {m_nameBox, name ? QString() : name.error().message};
    }
    const Result<QUrl> base = checkedBaseUrl(now.typedBaseUrl);
    all += {m_baseUrlBox, base ? QString() : base.error().message, true};
    const Result<QUrl> login = now.typedLoginUrl.isEmpty() ? Result<QUrl>(QUrl()) : checkedBaseUrl(now.typedLoginUrl);
    all += {m_loginUrlBox, login ? QString() : login.error().message, true};
    const bool lacksTenant = needsTenant() && now.account.tenant.isEmpty();
    all += {m_tenantBox, lacksTenant ? tr("This way of signing in needs it. Fill it in.") : QString(), true};
    return all;
}

void AccountForm::showProblems(bool alsoUntouched)
{
    const QList<Problem> all = problems();
    for (const Problem &one : all)
        one.box->setProblem(alsoUntouched || m_touched.contains(one.box) ? one.sentence : QString());
}

bool AccountForm::check()
{
    showProblems(true);
    QWidget *firstWrong = nullptr;
    const QList<Problem> all = problems();
    for (const Problem &one : all) {
        if (!one.sentence.isEmpty() && firstWrong == nullptr)
            firstWrong = one.box;
    }
    QWidget *wrongSignIn = m_signIn->check();
    if (firstWrong == nullptr)
        firstWrong = wrongSignIn;
    if (firstWrong != nullptr)
        firstWrong->setFocus();
    return firstWrong == nullptr;
}

void AccountForm::setSignedIn(const Credential &brought, const Account &from)
{
    m_draft.keptFor = from;
    m_signIn->setKept(brought); // comes back as an edit, which compares the two places
}

std::optional<AccountDraft> AccountForm::checkedForSignIn()
{
    QWidget *firstWrong = nullptr;
    const QList<Problem> all = problems();
    for (const Problem &one : all) {
        if (!one.isOfPlace)
            continue;
        one.box->setProblem(one.sentence);
        if (!one.sentence.isEmpty() && firstWrong == nullptr)
            firstWrong = one.box;
    }
    QWidget *wrongSignIn = m_signIn->checkSignIn();
    if (firstWrong == nullptr)
        firstWrong = wrongSignIn;
    if (firstWrong != nullptr) {
        firstWrong->setFocus();
        return {};
    }
    AccountDraft checked = draft();
    checked.typed = m_signIn->typed();
    return checked;
}

} // namespace latchkey
